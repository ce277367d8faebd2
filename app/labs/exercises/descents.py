"""Exercises on gradient descent: the next point, the steepest way down, what a rate leads to."""

from math import gcd, hypot
from typing import Any

import numpy as np
from numpy.random import Generator

from ...engine.network.optimizers import OPTIMIZERS
from ...engine.network.training import Optimization
from ...engine.parameters import with_defaults
from ...explain.expressions import graph_tree
from ...explain.tree import (
    Tree,
    add,
    address,
    equals,
    multiply,
    negate,
    number,
    partial,
    point,
    row,
    symbol,
    with_symbol,
)
from ...explain.values import worked_out
from ..descent.descent import Run, descend
from ..descent.function import Function
from ..expression.parse import parse
from .networks import pick
from .question import (
    Kind,
    Option,
    Param,
    Question,
    Solution,
    lettered,
    with_further,
    wrong_ones,
)

PLAIN = "sgd"
NABLA = symbol(r"\nabla f")
ETA = with_symbol(address("eta"), r"\eta")


def function_of(request: dict[str, Any]) -> Function:
    variables = tuple(request["start"])
    return Function(parse(request["function"], variables).graph, variables)


def run_of(request: dict[str, Any]) -> Run:
    """The request's only run, by the engine."""
    asked = request["runs"][0]["optimizer"]
    optimizer = OPTIMIZERS[asked["name"]]
    hyperparameters = with_defaults(
        optimizer.hyperparameters, {"learning_rate": asked["learning_rate"]}
    )
    start = list(request["start"].values())
    return descend(
        function_of(request), start, Optimization(optimizer, hyperparameters), request["steps"]
    )


def slopes_at(request: dict[str, Any], point: list[float]) -> list[float]:
    _, gradient = function_of(request).value_and_gradient(point)
    return [float(slope) for slope in gradient]


def descent(
    function: str, start: dict[str, float], rate: float, steps: int, reach: float
) -> dict[str, Any]:
    """A request for /api/v1/descent. ``reach``: the view goes from −reach to reach, whatever the
    path, so that its size does not show where the path ends.
    """
    return {
        "function": function,
        "start": start,
        "runs": [{"optimizer": {"name": PLAIN, "learning_rate": rate}}],
        "steps": steps,
        "view": {name: [-reach, reach] for name in start},
    }


def polynomial(terms: list[tuple[float, str]]) -> str:
    """a*x**2 + b*x + c as it is typed. ``terms``: a factor and the power it stands before, which is
    "" for a number alone.
    """
    typed = ""
    for factor, power in terms:
        if factor == 0:
            continue
        sign = "-" if factor < 0 else "+" if typed else ""
        size = f"{abs(factor):g}"
        alone = size == "1" and power
        spaced = f" {sign} " if typed else sign
        typed += spaced + ("" if alone else size + ("*" if power else "")) + power
    return typed


def function_equation(request: dict[str, Any]) -> Tree:
    """f = the function of a request."""
    function = function_of(request)
    tree = graph_tree(function.graph, {name: symbol(name) for name in request["start"]})
    assert tree is not None, "a polynomial of two variables is short"
    return equals(symbol("f"), tree)


def start_equations(request: dict[str, Any]) -> Tree:
    """x = 1, y = 2."""
    return row(*(equals(symbol(name), number(x)) for name, x in request["start"].items()))


def step_rule(slope: Tree) -> Tree:
    """x − η · slope."""
    return add(address("x"), negate(multiply(ETA, slope)))


# --- next_point -----------------------------------------------------------------------------------


def draw_point(rng: Generator, section: int) -> Question:
    """One step on a parabola, or on a bowl as in section 2's program."""
    square = pick(rng, (0.5, 1.0, 1.5, 2.0, 2.5, 3.0))
    linear = float(rng.integers(-4, 5))
    terms = [(square, "x**2"), (linear, "x")]
    start = {"x": float(rng.integers(-6, 7)) / 2}
    if rng.integers(2):
        terms.insert(1, (pick(rng, (1.0, 2.0)), "y**2"))
        start["y"] = float(rng.integers(-4, 5)) / 2
    terms.append((float(rng.integers(0, 5)), ""))
    rate = int(rng.integers(1, 9)) / 20
    request = descent(polynomial(terms), start, rate, 1, 6.0)
    return Question(
        tool="descent",
        request=request,
        at="start",
        after="end",
        asked=symbol("x"),
        blanks={
            "asked": symbol("x"),
            "function": function_equation(request),
            "start": start_equations(request),
            "rate": rate,
        },
        about={"rate": rate, "square": square, "linear": linear},
    )


def solve_point(question: Question) -> Solution | None:
    request, rate = question.request, question.about["rate"]
    start = list(request["start"].values())
    run = run_of(request)
    twice = run_of(request | {"steps": 2})
    x, slope = start[0], slopes_at(request, start)[0]
    expected = float(run.points[1][0])
    if abs(expected) < 0.1 or abs(slope) < 0.5 or x == 0:
        return None
    mistakes = {
        "uphill": (x + rate * slope,),
        "no_rate": (x - slope,),
        "twice": (float(twice.points[2][0]),),
        "step_alone": (-rate * slope, rate * slope),
        "slope_alone": (slope, -slope),
    }
    # x² derived as x, and the term that is linear in x left out.
    further = {
        "no_factor": (x - rate * (slope - question.about["square"] * x),),
        "no_linear": (x - rate * (slope - question.about["linear"]),),
    }
    rule = step_rule(partial("f", "x", number(slope)))
    work = worked_out(rule, {"x": x, "eta": rate}.__getitem__)
    named = with_further(expected, mistakes, further)
    return Solution(expected, named, {"rate": rate}, {"rule": rule}, {"slope": slope, "work": work})


# --- steeper --------------------------------------------------------------------------------------


def in_lowest_terms(direction: tuple[int, int]) -> tuple[int, int]:
    divisor = gcd(*direction) or 1
    return direction[0] // divisor, direction[1] // divisor


def draw_steeper(rng: Generator, section: int) -> Question:
    """A bowl that is steeper along one axis: straight down is not straight to the minimum."""
    a, b = (int(factor) for factor in rng.permutation([1, int(rng.integers(2, 5))]))
    x, y = (
        int(value) * int(sign)
        for value, sign in zip(rng.integers(1, 4, 2), rng.choice([-1, 1], 2), strict=True)
    )
    start = {"x": float(x), "y": float(y)}
    request = descent(polynomial([(a, "x**2"), (b, "y**2")]), start, 0.05, 1, 4.0)
    downhill = in_lowest_terms((-a * x, -b * y))
    directions = {
        "right": downhill,
        "uphill": (-downhill[0], -downhill[1]),
        "to_minimum": in_lowest_terms((-x, -y)),
        "level": (-downhill[1], downhill[0]),
    }
    options, meanings = lettered(
        rng, {why: point(*map(number, to)) for why, to in directions.items()}
    )
    return Question(
        tool="descent",
        request=request,
        at="start",
        after="end",
        asked=negate(NABLA),
        options=options,
        blanks={
            "function": function_equation(request),
            "point": point(number(x), number(y)),
        },
        about={"directions": directions, "meanings": meanings},
    )


def solve_steeper(question: Question) -> Solution | None:
    """The right direction is the one with the lowest directional derivative of f."""
    about, request = question.about, question.request
    start = list(request["start"].values())
    gradient = slopes_at(request, start)
    along = {
        name: sum(g * d for g, d in zip(gradient, about["directions"][meaning], strict=True))
        / hypot(*about["directions"][meaning])
        for name, meaning in about["meanings"].items()
    }
    first, second = sorted(along, key=along.__getitem__)[:2]
    # The two directions that lead down must differ visibly.
    if along[second] < 0.95 * along[first]:
        return None
    mistakes = wrong_ones(about["meanings"], first)
    work: dict[str, Param] = {"work": equals(NABLA, point(*map(number, gradient)))}
    return Solution(first, mistakes, {"point": question.blanks["point"]}, work=work)


# --- rate -----------------------------------------------------------------------------------------

STRAIGHT, ZIGZAG, AWAY = "straight", "zigzag", "away"
#: Steps of the descent.
STEPS = 12
#: (what happens, what was answered) -> why that is not so
RATE_MISTAKES = {
    (STRAIGHT, ZIGZAG): "no_overshoot",
    (STRAIGHT, AWAY): "no_overshoot",
    (ZIGZAG, STRAIGHT): "overshoots",
    (ZIGZAG, AWAY): "still_shrinks",
    (AWAY, STRAIGHT): "overshoots",
    (AWAY, ZIGZAG): "grows",
}


def draw_rate(rng: Generator, section: int) -> Question:
    a, rate = pick(rng, (0.5, 1.0, 1.5, 2.0, 2.5, 3.0)), int(rng.integers(1, 25)) / 20
    start = int(rng.integers(10, 36)) / 10 * pick(rng, (-1, 1))
    request = descent(polynomial([(a, "x**2")]), {"x": start}, rate, STEPS, 4.0)
    return Question(
        tool="descent",
        request=request,
        at="start",
        after="end",
        asked=symbol(r"\eta"),
        options=(Option(STRAIGHT), Option(ZIGZAG), Option(AWAY)),
        blanks={
            "function": function_equation(request),
            "start": start_equations(request),
            "rate": rate,
        },
        about={"a": a, "rate": rate},
    )


def solve_rate(question: Question) -> Solution | None:
    """The right answer is what the engine's run does."""
    run = run_of(question.request)
    x = run.points[:, 0]
    factor = float(x[1] / x[0])
    if abs(factor) < 0.1 or abs(abs(factor) - 1) < 0.1 or abs(factor) > 2:
        return None
    crosses = bool(np.any(np.sign(x[1:]) != np.sign(x[:-1])))
    grows = abs(x[-1]) > abs(x[0])
    expected = AWAY if grows else ZIGZAG if crosses else STRAIGHT
    mistakes: dict[str, tuple[str, ...]] = {}
    for (happens, answer), why in RATE_MISTAKES.items():
        if happens == expected:
            mistakes[why] = (*mistakes.get(why, ()), answer)
    slope = with_symbol(partial("f", "x"), r"\frac{df}{dx}")
    rule: dict[str, Param] = {"rule": step_rule(slope)}
    work: dict[str, Param] = {
        "factor": round(factor, 6),
        "work": row(*(number(three_digits(each)) for each in x[:3])),
    }
    return Solution(expected, mistakes, rule=rule, work=work)


def three_digits(value: float) -> float:
    return float(f"{value:.3g}")


KINDS = (
    Kind(
        "next_point",
        "number",
        draw_point,
        solve_point,
        (
            "uphill",
            "no_rate",
            "twice",
            "step_alone",
            "slope_alone",
            "no_factor",
            "no_linear",
        ),
    ),
    Kind("steeper", "choice", draw_steeper, solve_steeper, ("uphill", "to_minimum", "level")),
    Kind(
        "rate",
        "choice",
        draw_rate,
        solve_rate,
        ("no_overshoot", "overshoots", "still_shrinks", "grows"),
    ),
)
