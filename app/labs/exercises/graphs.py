"""Exercises on the chain rule: a product without a branch, a sum over the branches with one."""

from dataclasses import replace
from typing import Any

from numpy.random import Generator

from ...engine.graph.graph import Graph, reverse
from ...explain.expressions import program_lines
from ...explain.tree import (
    PartialNode,
    Tree,
    add,
    equals,
    multiply,
    number,
    partial,
    row,
    symbol,
    with_symbol,
)
from ...explain.values import worked_out
from ..expression.parse import parse
from .networks import pick
from .question import (
    Kind,
    Param,
    Question,
    Solution,
    apart,
    lettered,
    only_one,
    with_further,
    wrong_ones,
)

#: Functions of one variable {v}; {k} is a small number drawn for it. Each reads its variable once,
#: so that the only branches are those that are asked about.
FUNCTIONS = (
    "{v}**2",
    "{k}*{v}",
    "{v} + {k}",
    "{k}*{v}**2",
    "{v}**2 - {k}",
    "{v}**3",
    "{k} - {v}**2",
)
JOINED = (
    "{a}*{b}",
    "{a}**2 + {b}",
    "{a} + {k}*{b}",
    "{a} - {b}**2",
    "{a}**2*{b}",
)
SMALL = (-3.0, -2.0, -1.5, -1.0, -0.5, 0.5, 1.0, 1.5, 2.0, 3.0)
#: By address: there are none, the rules hold the values of their derivatives.
NUMBERS: dict[str, float] = {}
#: The largest absolute value of an answer that is worked out on paper.
MAX_ANSWER = 200.0


def assignment(rng: Generator, function: str, name: str, **letters: str) -> str:
    """``name = …``, with a number drawn for k."""
    return f"{name} = {function.format(k=rng.integers(2, 6), **letters)}"


def straight(of: str, by: str, value: float | None = None) -> Tree:
    """dof/dby, of a function of one variable."""
    return with_symbol(derivative(of, by, value), rf"\frac{{d{of}}}{{d{by}}}")


def derivative(of: str, by: str, value: float | None = None) -> PartialNode:
    """∂of/∂by and, if known, its value."""
    return partial(of, by, None if value is None else number(value))


def path(name: str) -> Tree:
    """∂z/∂name ∂name/∂s, the branch over one value."""
    return multiply(derivative("z", name), derivative(name, "s"))


class Derived:
    """A program at one place: every derivative of one name by another."""

    def __init__(self, request: dict[str, Any]) -> None:
        self.graph: Graph = parse(request["expression"], request["values"]).graph
        self.at = request["values"]
        self.names = {node.name: index for index, node in enumerate(self.graph.nodes) if node.name}

    def __call__(self, of: str, by: str) -> float:
        """∂of/∂by over all paths, by a backward pass from ``of``; 0 if there is no path."""
        graph = replace(self.graph, result=self.names[of])
        return float(reverse(graph, self.at)[self.names[by]])


def graph_question(
    lines: list[str],
    values: dict[str, float],
    asked: Tree,
    by: str,
    **more: Any,
) -> Question:
    """Asks for a derivative by the input ``by``, at the step where every value is known and no
    derivative is.
    """
    expression = "\n".join(lines)
    graph = parse(expression, values).graph
    blanks = {
        "asked": asked,
        "lines": row(*program_lines(graph)),
        "start": row(*(equals(symbol(name), number(value)) for name, value in values.items())),
    }
    return Question(
        tool="graph",
        request={"expression": expression, "values": values, "collapse": []},
        at=f"v.{graph.result}",
        after=f"g.{graph.inputs[by]}",
        asked=asked,
        blanks=blanks | more.pop("blanks", {}),
        **more,
    )


# --- chain_product --------------------------------------------------------------------------------


def draw_product(rng: Generator, section: int) -> Question:
    """Figure 3: y = g(x), z = h(y)."""
    lines = [
        assignment(rng, pick(rng, FUNCTIONS), "y", v="x"),
        assignment(rng, pick(rng, FUNCTIONS), "z", v="y"),
    ]
    return graph_question(lines, {"x": pick(rng, SMALL)}, straight("z", "x"), "x")


def solve_product(question: Question) -> Solution | None:
    derived = Derived(question.request)
    expected, outer, inner = derived("z", "x"), derived("z", "y"), derived("y", "x")
    # z = h(y) read as h(x): the outer derivative at the wrong place.
    typed = question.request["expression"].splitlines()[1].replace("y", "x")
    misplaced = Derived({"expression": typed, "values": question.request["values"]})("z", "x")
    if abs(expected) > MAX_ANSWER or not question.request["values"]["x"]:
        return None
    mistakes: dict[str, tuple[float, ...]] = {
        "sum_instead": (outer + inner,),
        "one_factor": (outer, inner),
        "sign": (-expected,),
    }
    if apart(misplaced, outer, 0.1):
        mistakes["wrong_place"] = (misplaced * inner,)
    rule = multiply(straight("z", "y", outer), straight("y", "x", inner))
    return Solution(expected, mistakes, *explained(question, rule))


def explained(question: Question, rule: Tree) -> tuple[dict[str, Param], ...]:
    """The hints, the rule and the work of a solution: the work is the rule with its numbers."""
    work = worked_out(rule, NUMBERS.__getitem__)
    return {"asked": question.asked}, {"rule": rule}, {"work": work}


# --- branch_sum -----------------------------------------------------------------------------------


def draw_sum(rng: Generator, section: int) -> Question:
    """Figure 4: x = g(s), y = h(s), z = k(x, y)."""
    lines = [
        assignment(rng, pick(rng, FUNCTIONS), "x", v="s"),
        assignment(rng, pick(rng, FUNCTIONS), "y", v="s"),
        assignment(rng, pick(rng, JOINED), "z", a="x", b="y"),
    ]
    return graph_question(lines, {"s": pick(rng, SMALL)}, derivative("z", "s"), "s")


def solve_sum(question: Question) -> Solution | None:
    derived = Derived(question.request)
    expected = derived("z", "s")
    outer = [derived("z", name) for name in "xy"]
    inner = [derived(name, "s") for name in "xy"]
    branches = [o * i for o, i in zip(outer, inner, strict=True)]
    if abs(expected) > MAX_ANSWER or 0 in branches:
        return None
    mistakes = {
        "one_branch": tuple(branches),
        "product": (branches[0] * branches[1],),
        "no_inner": (sum(outer),),
        "sign": (-expected,),
    }
    named = with_further(expected, mistakes, {"averaged": (expected / len(branches),)})
    rule = add(
        *(
            multiply(derivative("z", name, o), derivative(name, "s", i))
            for name, o, i in zip("xy", outer, inner, strict=True)
        )
    )
    return Solution(expected, named, *explained(question, rule))


# --- forgotten_path -------------------------------------------------------------------------------


def draw_path(rng: Generator, section: int) -> Question:
    """Three paths lead from s to z; a fourth value does not depend on s."""
    lines = [
        *(assignment(rng, pick(rng, FUNCTIONS), name, v="s") for name in "xyu"),
        assignment(rng, pick(rng, FUNCTIONS), "v", v="r"),
        pick(rng, ("z = x*y + u*v", "z = x*u + y*v")),
    ]
    missing, there, other = (str(name) for name in rng.permutation(list("xyu")))
    formulas = {
        "right": path(missing),
        "already_there": path(there),
        "not_connected": path("v"),
        "half": derivative("z", missing),
    }
    options, meanings = lettered(rng, formulas)
    shown = add(*(path(name) for name in sorted((there, other))))
    return graph_question(
        lines,
        {"s": pick(rng, SMALL), "r": pick(rng, SMALL)},
        derivative("z", "s"),
        "s",
        options=options,
        blanks={"shown": equals(derivative("z", "s"), shown)},
        about={"missing": missing, "there": there, "other": other, "meanings": meanings},
    )


def solve_path(question: Question) -> Solution | None:
    """The right option is the one whose value is missing in the sum."""
    about = question.about
    derived = Derived(question.request)

    def along(name: str) -> float:
        return derived("z", name) * derived(name, "s")

    missing, there, other = about["missing"], about["there"], about["other"]
    terms = {
        "right": along(missing),
        "already_there": along(there),
        "not_connected": along("v"),
        "half": derived("z", missing),
    }
    shown = along(there) + along(other)
    sums = {name: shown + terms[meaning] for name, meaning in about["meanings"].items()}
    right = only_one(sums, derived("z", "s"))
    if right is None:
        return None
    mistakes = wrong_ones(about["meanings"], right)
    rule = add(*(path(name) for name in "xyu"))
    # The rule has the term that is asked for.
    return Solution(right, mistakes, {"asked": question.asked}, work={"rule": rule})


KINDS = (
    Kind(
        "chain_product",
        "number",
        draw_product,
        solve_product,
        ("sum_instead", "one_factor", "wrong_place", "sign"),
    ),
    Kind(
        "branch_sum",
        "number",
        draw_sum,
        solve_sum,
        ("one_branch", "product", "no_inner", "sign", "averaged"),
    ),
    Kind(
        "forgotten_path",
        "choice",
        draw_path,
        solve_path,
        ("already_there", "not_connected", "half"),
    ),
)
