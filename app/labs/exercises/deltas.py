"""Exercises on δ: its sign, its value in both notations, and the sum that it is.

In the figures δ_n = −∂C/∂y_n = Σ w f' δ over the units that neuron n feeds; in the derivation
∂C/∂z = σ'(z) Σ w ∂C/∂z'.
"""

from collections.abc import Callable, Sequence
from math import prod
from typing import Any

from numpy.random import Generator

from .networks import DERIVATION, FIGURE, Traced, before, draw_network, parts, pick, units_of, value
from .question import (
    SIGNS,
    Address,
    Formula,
    Given,
    Kind,
    Option,
    Piece,
    Question,
    Solution,
    Term,
    filled,
    lettered,
    only_one,
    sign_of,
    wrong_ones,
)

#: A sign must not hang on the last digits of what is added.
CLEARLY = 0.15
#: A sign that is wanted nearly always comes within so many networks.
TRIES = 60
#: So much of what is added has to be left: no digits are lost in the sum.
LEFT = 0.3
#: Of the last layer.
OUTPUTS = ("sigmoid", "linear")


def branch(later: int, reader: int, unit: int) -> Term:
    """What δ of a hidden unit gets from one unit that reads it, in the figures: w f' δ."""
    return Term((f"w{later}.{reader}.{unit}", f"slope{later}.{reader}", f"error{later}.{reader}"))


def rule_of(request: dict[str, Any], address: str) -> Formula:
    """How a δ is made: of the figures for an error, of the derivation for a delta."""
    family, layer, (unit,) = parts(address)
    units = units_of(request)
    if layer == len(units):
        return Formula(address, (Term((f"t.{unit}",)), Term((f"a{layer}.{unit}",), -1)))
    readers = range(units[layer])
    if family == "error":
        return Formula(address, tuple(branch(layer + 1, k, unit) for k in readers))
    terms = tuple(Term((f"w{layer + 1}.{k}.{unit}", f"delta{layer + 1}.{k}")) for k in readers)
    return Formula(address, terms, (f"slope{layer}.{unit}",))


def needed(rule: Formula) -> Given:
    """Every quantity on the right, once."""
    every = (*rule.factors, *(factor for term in rule.terms for factor in term.factors))
    return Given(tuple(dict.fromkeys(every)))


def alternating(traced: Traced, rule: Formula) -> bool:
    """Do the branches pull both ways, so that their sum has to be worked out?"""
    values = [value(traced, term) for term in rule.terms]
    return min(values) < 0 < max(values)


def is_safe(traced: Traced, rule: Formula) -> bool:
    """Is enough left of what is added for every digit of the sum to be good?"""
    values = [value(traced, term) for term in rule.terms]
    return abs(sum(values)) >= LEFT * sum(map(abs, values))


# --- sign_of_error and sign_of_delta --------------------------------------------------------------


def draw_output(rng: Generator) -> Question:
    """Is what comes out too small or too large? δ = z − y."""
    activation = pick(rng, ("sigmoid", "tanh", "linear"))
    request = draw_network(rng, (2, 2, 1), ("sigmoid", activation))
    return sign_question(request, "error2.0", FIGURE)


def draw_error(rng: Generator, section: int) -> Question:
    return of_a_sign(rng, draw_output, SIGNS[:2])


def draw_branched(rng: Generator) -> Question:
    """Section 5: a hidden neuron that feeds two; the slope of one that is off is 0."""
    activation = pick(rng, ("sigmoid", "tanh", "relu", "relu"))
    request = draw_network(rng, (2, 2, 2, 1), ("sigmoid", activation, pick(rng, OUTPUTS)))
    return sign_question(request, f"error1.{rng.integers(2)}", FIGURE)


def draw_derived(rng: Generator) -> Question:
    """Section 6: ∂C/∂z, whose own slope stands before the sum."""
    activation = pick(rng, ("sigmoid", "tanh", "relu", "relu"))
    request = draw_network(rng, (2, 2, 2), (activation, "sigmoid"))
    return sign_question(request, f"delta1.{rng.integers(2)}", DERIVATION)


SIGN_DRAWS = {5: draw_branched, 6: draw_derived}


def draw_sign(rng: Generator, section: int) -> Question:
    return of_a_sign(rng, SIGN_DRAWS[section], SIGNS)


def of_a_sign(
    rng: Generator, draw: Callable[[Generator], Question], signs: Sequence[str]
) -> Question:
    """Every sign as often as the others, though not among networks."""
    wanted = pick(rng, signs)
    for _ in range(TRIES):
        question = draw(rng)
        traced = Traced(question.request, question.about["notation"])
        if sign_of(traced[question.about["address"]]) == wanted:
            break
    return question


def sign_question(request: dict[str, Any], address: str, notation: str) -> Question:
    return Question(
        tool="network",
        request=request,
        state={"notation": notation, "drawn": False},
        at=before(request, address),
        after=address,
        asked=Address(address),
        options=tuple(map(Option, SIGNS)),
        blanks={"asked": Address(address)},
        about={"address": address, "notation": notation},
    )


def solve_sign(question: Question) -> Solution | None:
    address = question.about["address"]
    traced = Traced(question.request, question.about["notation"])
    rule = rule_of(question.request, address)
    number = traced[address]
    outer = prod(traced[factor] for factor in rule.factors)
    size = outer * sum(abs(value(traced, term)) for term in rule.terms)
    if number != 0 and abs(number) < max(CLEARLY * size, 0.01):
        return None
    # Nothing is stopped by a slope where nothing flows back.
    if number == 0 and not all(traced[term.factors[-1]] for term in rule.terms):
        return None
    expected = sign_of(number)
    mistakes: dict[str, tuple[str, ...]] = (
        {"not_zero": ("positive", "negative")}
        if expected == "zero"
        else {
            "zero": ("zero",),
            "opposite": ("negative" if expected == "positive" else "positive",),
        }
    )
    hints: dict[str, Piece] = {"asked": Address(address), "rule": rule}
    return Solution(expected, mistakes, hints, {"work": filled(rule)})


# --- compute_delta --------------------------------------------------------------------------------


def number_question(request: dict[str, Any], address: str, notation: str) -> Question:
    rule = rule_of(request, address)
    return Question(
        tool="network",
        request=request,
        state={"notation": notation, "drawn": False},
        at=before(request, address),
        after=address,
        asked=Address(address),
        blanks={"asked": Address(address), "given": needed(rule)},
        about={"address": address},
    )


def draw_delta(rng: Generator, section: int) -> Question:
    activations = ("sigmoid", pick(rng, ("sigmoid", "tanh")), pick(rng, OUTPUTS))
    request = draw_network(rng, (2, 2, 2, 1), activations)
    layer = pick(rng, (1, 1, 2))
    return number_question(request, f"error{layer}.{rng.integers(2)}", FIGURE)


def solve_delta(question: Question) -> Solution | None:
    address = question.about["address"]
    traced = Traced(question.request, FIGURE)
    rule = rule_of(question.request, address)
    if not is_safe(traced, rule):
        return None
    _, layer, (unit,) = parts(address)
    expected = traced[address]
    weights_alone = sum(traced[term.factors[0]] * traced[term.factors[2]] for term in rule.terms)
    own = traced[f"slope{layer}.{unit}"]
    mistakes: dict[str, tuple[float, ...]] = {
        "sign": (-expected,),
        "forgot_slope": (weights_alone, float(traced.drawn_errors(layer)[unit])),
        "own_slope": (own * weights_alone, own * expected),
    }
    if len(rule.terms) > 1:
        values = [value(traced, term) for term in rule.terms]
        mistakes |= {"forgot_branch": tuple(values), "product": (prod(values),)}
    hints: dict[str, Piece] = {"asked": Address(address), "rule": rule}
    return Solution(expected, mistakes, hints, {"work": filled(rule)})


# --- dc_dz ----------------------------------------------------------------------------------------


def draw_derivative(rng: Generator, section: int) -> Question:
    """The circuit of figure 19: one unit that feeds two."""
    activation = pick(rng, ("sigmoid", "tanh"))
    request = draw_network(rng, (2, 2, 2), (activation, pick(rng, OUTPUTS)))
    return number_question(request, f"delta1.{rng.integers(2)}", DERIVATION)


def solve_derivative(question: Question) -> Solution | None:
    address = question.about["address"]
    traced = Traced(question.request)
    rule = rule_of(question.request, address)
    if not is_safe(traced, rule):
        return None
    expected = traced[address]
    slope = traced[rule.factors[0]]
    mistakes = {
        "sign": (-expected,),
        "forgot_slope": (expected / slope,),
        "no_weights": (slope * sum(traced[term.factors[1]] for term in rule.terms),),
        "forgot_branch": tuple(slope * value(traced, term) for term in rule.terms),
        "slope_once": first_only(slope, [value(traced, term) for term in rule.terms]),
    }
    hints: dict[str, Piece] = {"asked": Address(address), "rule": rule}
    return Solution(expected, mistakes, hints, {"work": filled(rule)})


def first_only(slope: float, values: list[float]) -> tuple[float, ...]:
    """The slope before one term of the sum only, as without its brackets."""
    total = sum(values)
    return tuple(slope * each + (total - each) for each in values)


# --- forgotten_branch -----------------------------------------------------------------------------


def draw_forgotten(rng: Generator, section: int) -> Question:
    """A neuron that feeds three; one of the three terms of its δ is left out."""
    activations = ("sigmoid", pick(rng, ("sigmoid", "tanh")), pick(rng, OUTPUTS))
    request = draw_network(rng, (2, 2, 3, 1), activations)
    unit = int(rng.integers(2))
    address = f"error1.{unit}"
    missing, there, elsewhere = (int(reader) for reader in rng.permutation(3))
    rule = rule_of(request, address)
    pieces: dict[str, Piece] = {
        "right": Formula(None, (rule.terms[missing],)),
        "already_there": Formula(None, (rule.terms[pick(rng, (there, elsewhere))],)),
        "not_connected": Formula(None, (branch(2, missing, 1 - unit),)),
        "into": Formula(None, (Term((f"w1.{unit}.0", f"slope1.{unit}", address)),)),
    }
    options, meanings = lettered(rng, pieces)
    shown = Formula(address, tuple(t for k, t in enumerate(rule.terms) if k != missing))
    return Question(
        tool="network",
        request=request,
        state={"notation": FIGURE, "drawn": False},
        at=before(request, address),
        after=address,
        asked=Address(address),
        options=options,
        blanks={"asked": Address(address), "shown": shown},
        about={"address": address, "shown": shown, "pieces": pieces, "meanings": meanings},
    )


def solve_forgotten(question: Question) -> Solution | None:
    """Right is what makes the sum whole, by the numbers."""
    about = question.about
    traced = Traced(question.request, FIGURE)
    whole = traced[about["address"]]
    shown = sum(value(traced, term) for term in about["shown"].terms)
    sums = {
        name: shown + value(traced, about["pieces"][meaning].terms[0])
        for name, meaning in about["meanings"].items()
    }
    right = only_one(sums, whole)
    if right is None:
        return None
    rule = rule_of(question.request, about["address"])
    mistakes = wrong_ones(about["meanings"], right)
    hints = {"asked": Address(about["address"])}
    return Solution(right, mistakes, hints, {"rule": rule, "work": filled(rule)})


KINDS = (
    Kind("sign_of_error", "sign", draw_error, solve_sign, ("opposite", "zero")),
    Kind("sign_of_delta", "sign", draw_sign, solve_sign, ("opposite", "zero", "not_zero")),
    Kind(
        "compute_delta",
        "number",
        draw_delta,
        solve_delta,
        ("sign", "forgot_slope", "own_slope", "forgot_branch", "product"),
    ),
    Kind(
        "dc_dz",
        "number",
        draw_derivative,
        solve_derivative,
        ("sign", "forgot_slope", "no_weights", "forgot_branch", "slope_once"),
    ),
    Kind(
        "forgotten_branch",
        "choice",
        draw_forgotten,
        solve_forgotten,
        ("already_there", "not_connected", "into"),
    ),
)
