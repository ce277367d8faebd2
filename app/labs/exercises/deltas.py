"""Exercises on δ: its sign, its value in both notations, and the sum that it is.

In the figures δ_n = −∂C/∂y_n = Σ w f' δ over the units that neuron n feeds; in the derivation
∂C/∂z = σ'(z) Σ w ∂C/∂z'.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import prod
from typing import Any

from numpy.random import Generator

from ...explain.notation import Address
from ...explain.tree import (
    Tree,
    add,
    address,
    addresses,
    equals,
    multiply,
    negate,
    unique_addresses,
)
from .networks import DERIVATION, FIGURE, Traced, before, draw_network, pick, units_of
from .question import (
    SIGNS,
    Kind,
    Option,
    Param,
    Question,
    Solution,
    lettered,
    only_one,
    sign_of,
    with_further,
    wrong_ones,
)

#: The smallest ratio of a δ to the sum of the absolute values of its terms, in a question about its
#: sign, so that the sign does not depend on their last digits.
MIN_SIGN_RATIO = 0.15
#: The number of networks that are drawn for a δ of the wanted sign.
MAX_SIGN_DRAWS = 60
#: The same ratio in a question about the value of a δ, so that no digits are lost in the sum.
MIN_SUM_RATIO = 0.3
#: Activations of the last layer.
OUTPUTS = ("sigmoid", "linear")


@dataclass(frozen=True)
class Delta:
    """How a δ is made: [slope ·] (term + term + …)."""

    address: str
    terms: tuple[Tree, ...]
    slope: str | None = None

    @property
    def rule(self) -> Tree:
        return equals(address(self.address), self.right)

    @property
    def right(self) -> Tree:
        total = add(*self.terms)
        return total if self.slope is None else multiply(address(self.slope), total)

    @property
    def factors(self) -> list[list[str]]:
        """The addresses in each term."""
        return list(map(addresses, self.terms))

    @property
    def needed(self) -> list[str]:
        """Every address on the right side, once."""
        return unique_addresses(self.right)


def branch(later: int, receiver: int, unit: int) -> Tree:
    """The part of a hidden unit's δ that one unit of the next layer sends back, in the figures:
    w f' δ.
    """
    where = f"{later}.{receiver}"
    return multiply(address(f"w{where}.{unit}"), address(f"slope{where}"), address(f"error{where}"))


def delta_of(request: dict[str, Any], asked: str) -> Delta:
    """The rule of a δ: that of the figures for an error, of the derivation for a delta."""
    at = Address.parse(asked)
    layer, (unit,) = at.layer, at.indices
    units = units_of(request)
    if layer == len(units):
        return Delta(asked, (address(f"t.{unit}"), negate(address(f"a{layer}.{unit}"))))
    receivers = range(units[layer])
    if at.array == "error":
        return Delta(asked, tuple(branch(layer + 1, k, unit) for k in receivers))
    terms = tuple(
        multiply(address(f"w{layer + 1}.{k}.{unit}"), address(f"delta{layer + 1}.{k}"))
        for k in receivers
    )
    return Delta(asked, terms, f"slope{layer}.{unit}")


def is_safe(traced: Traced, delta: Delta) -> bool:
    """Do the terms cancel so little that every digit of the sum is good?"""
    values = list(map(traced.value, delta.terms))
    return abs(sum(values)) >= MIN_SUM_RATIO * sum(map(abs, values))


# --- sign_of_error and sign_of_delta --------------------------------------------------------------


def draw_output(rng: Generator) -> Question:
    """Is the output too small or too large? δ = z − y."""
    activation = pick(rng, ("sigmoid", "tanh", "linear"))
    request = draw_network(rng, (2, 2, 1), ("sigmoid", activation))
    return sign_question(request, "error2.0", FIGURE)


def draw_error(rng: Generator, section: int) -> Question:
    return of_a_sign(rng, draw_output, SIGNS[:2])


def draw_branched(rng: Generator) -> Question:
    """Section 5: a hidden neuron that feeds two. The slope of a relu may be 0."""
    activation = pick(rng, ("sigmoid", "tanh", "relu", "relu"))
    request = draw_network(rng, (2, 2, 2, 1), ("sigmoid", activation, pick(rng, OUTPUTS)))
    return sign_question(request, f"error1.{rng.integers(2)}", FIGURE)


def draw_derived(rng: Generator) -> Question:
    """Section 6: ∂C/∂z, with the slope of the neuron itself before the sum."""
    activation = pick(rng, ("sigmoid", "tanh", "relu", "relu"))
    request = draw_network(rng, (2, 2, 2), (activation, "sigmoid"))
    return sign_question(request, f"delta1.{rng.integers(2)}", DERIVATION)


SIGN_DRAWS = {5: draw_branched, 6: draw_derived}


def draw_sign(rng: Generator, section: int) -> Question:
    return of_a_sign(rng, SIGN_DRAWS[section], SIGNS)


def of_a_sign(
    rng: Generator, draw: Callable[[Generator], Question], signs: Sequence[str]
) -> Question:
    """A question with a random sign: each is as likely as the others, unlike among networks."""
    wanted = pick(rng, signs)
    # Enough draws for every sign; a question of another sign is as good.
    for _ in range(MAX_SIGN_DRAWS):  # pragma: no branch
        question = draw(rng)
        traced = Traced(question.request, question.about["notation"])
        if sign_of(traced[question.about["address"]]) == wanted:
            break
    return question


def sign_question(request: dict[str, Any], asked: str, notation: str) -> Question:
    return Question(
        tool="network",
        request=request,
        state={"notation": notation, "drawn": False},
        at=before(request, asked),
        after=asked,
        asked=address(asked),
        options=tuple(map(Option, SIGNS)),
        blanks={"asked": address(asked)},
        about={"address": asked, "notation": notation},
    )


def solve_sign(question: Question) -> Solution | None:
    asked = question.about["address"]
    traced = Traced(question.request, question.about["notation"])
    delta = delta_of(question.request, asked)
    number = traced[asked]
    outer = 1.0 if delta.slope is None else traced[delta.slope]
    size = outer * sum(abs(traced.value(term)) for term in delta.terms)
    if number != 0 and abs(number) < max(MIN_SIGN_RATIO * size, 0.01):
        return None
    # δ is to be 0 because of a slope, not because the errors behind it are.
    if number == 0 and not all(traced[factors[-1]] for factors in delta.factors):
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
    return Solution(expected, mistakes, *explained(traced, delta))


def explained(traced: Traced, delta: Delta) -> tuple[dict[str, Param], ...]:
    """The hints, the rule and the work of a solution: the work is the rule with its numbers."""
    rule = delta.rule
    return {"asked": address(delta.address)}, {"rule": rule}, {"work": traced.worked_out(rule)}


# --- compute_delta --------------------------------------------------------------------------------


def number_question(request: dict[str, Any], asked: str, notation: str) -> Question:
    given = Traced(request, notation).numbers(delta_of(request, asked).needed)
    return Question(
        tool="network",
        request=request,
        state={"notation": notation, "drawn": False},
        at=before(request, asked),
        after=asked,
        asked=address(asked),
        blanks={"asked": address(asked), "given": given},
        about={"address": asked},
    )


def draw_delta(rng: Generator, section: int) -> Question:
    activations = ("sigmoid", pick(rng, ("sigmoid", "tanh")), pick(rng, OUTPUTS))
    request = draw_network(rng, (2, 2, 2, 1), activations)
    layer = pick(rng, (1, 1, 2))
    return number_question(request, f"error{layer}.{rng.integers(2)}", FIGURE)


def solve_delta(question: Question) -> Solution | None:
    asked = question.about["address"]
    traced = Traced(question.request, FIGURE)
    delta = delta_of(question.request, asked)
    if not is_safe(traced, delta):
        return None
    at = Address.parse(asked)
    layer, (unit,) = at.layer, at.indices
    expected = traced[asked]
    weights_alone = sum(traced[weight] * traced[error] for weight, _, error in delta.factors)
    own = traced[f"slope{layer}.{unit}"]
    mistakes: dict[str, tuple[float, ...]] = {
        "sign": (-expected,),
        "forgot_slope": (weights_alone, float(traced.figure_rule_errors(layer)[unit])),
        "own_slope": (own * weights_alone, own * expected),
    }
    if len(delta.terms) > 1:
        values = list(map(traced.value, delta.terms))
        passed = [(slope, error) for _, slope, error in delta.factors]
        mistakes |= {"forgot_branch": tuple(values), "product": (prod(values),)}
        further: dict[str, tuple[float, ...]] = {
            "branch_sign": one_turned(values),
            "swapped_slopes": (swapped(traced, delta),),
            "no_weights": (sum(traced[slope] * traced[error] for slope, error in passed),),
            "averaged": (expected / len(values),),
        }
        mistakes = with_further(expected, mistakes, further)
    return Solution(expected, mistakes, *explained(traced, delta))


def one_turned(values: list[float]) -> tuple[float, ...]:
    """The sums with the sign of one term turned."""
    return tuple(sum(values) - 2 * each for each in values)


def swapped(traced: Traced, delta: Delta) -> float:
    """The sum with the slope of every branch in the next one."""
    weights, slopes, errors = zip(*delta.factors, strict=True)
    shifted = (*slopes[1:], slopes[0])
    return sum(
        traced[weight] * traced[slope] * traced[error]
        for weight, slope, error in zip(weights, shifted, errors, strict=True)
    )


# --- dc_dz ----------------------------------------------------------------------------------------


def draw_derivative(rng: Generator, section: int) -> Question:
    """The circuit of figure 19: one unit that feeds two."""
    activation = pick(rng, ("sigmoid", "tanh"))
    request = draw_network(rng, (2, 2, 2), (activation, pick(rng, OUTPUTS)))
    return number_question(request, f"delta1.{rng.integers(2)}", DERIVATION)


def solve_derivative(question: Question) -> Solution | None:
    asked = question.about["address"]
    traced = Traced(question.request)
    delta = delta_of(question.request, asked)
    if not is_safe(traced, delta):
        return None
    assert delta.slope is not None, "the unit is hidden"
    expected, slope = traced[asked], traced[delta.slope]
    terms = list(map(traced.value, delta.terms))
    mistakes = {
        "sign": (-expected,),
        "forgot_slope": (expected / slope,),
        "no_weights": (slope * sum(traced[error] for _, error in delta.factors),),
        "forgot_branch": tuple(slope * term for term in terms),
        "slope_once": first_only(slope, terms),
    }
    further: dict[str, tuple[float, ...]] = {
        "branch_sign": one_turned([slope * term for term in terms]),
        "transposed": (slope * by_row(traced, delta),),
        "averaged": (expected / len(terms),),
    }
    named = with_further(expected, mistakes, further)
    return Solution(expected, named, *explained(traced, delta))


def by_row(traced: Traced, delta: Delta) -> float:
    """The sum with the weights of the unit's row of W, which lead to its neighbour in the next
    layer, for those of its column.
    """
    total = 0.0
    for weight, error in delta.factors:
        at = Address.parse(weight)
        receiver, unit = at.indices
        total += traced[f"w{at.layer}.{unit}.{receiver}"] * traced[error]
    return total


def first_only(slope: float, values: list[float]) -> tuple[float, ...]:
    """The slope times one term only, as if the sum had no brackets."""
    total = sum(values)
    return tuple(slope * each + (total - each) for each in values)


# --- forgotten_branch -----------------------------------------------------------------------------


def draw_forgotten(rng: Generator, section: int) -> Question:
    """A neuron that feeds three; one of the three terms of its δ is missing."""
    activations = ("sigmoid", pick(rng, ("sigmoid", "tanh")), pick(rng, OUTPUTS))
    request = draw_network(rng, (2, 2, 3, 1), activations)
    unit = int(rng.integers(2))
    asked = f"error1.{unit}"
    missing, there, elsewhere = (int(receiver) for receiver in rng.permutation(3))
    delta = delta_of(request, asked)
    formulas = {
        "right": delta.terms[missing],
        "already_there": delta.terms[pick(rng, (there, elsewhere))],
        "not_connected": branch(2, missing, 1 - unit),
        "into": multiply(
            address(f"w1.{unit}.0"), address(f"slope1.{unit}"), address(f"error1.{unit}")
        ),
    }
    options, meanings = lettered(rng, formulas)
    shown = Delta(asked, tuple(t for k, t in enumerate(delta.terms) if k != missing))
    return Question(
        tool="network",
        request=request,
        state={"notation": FIGURE, "drawn": False},
        at=before(request, asked),
        after=asked,
        asked=address(asked),
        options=options,
        blanks={"asked": address(asked), "shown": shown.rule},
        about={"address": asked, "shown": shown, "formulas": formulas, "meanings": meanings},
    )


def solve_forgotten(question: Question) -> Solution | None:
    """The right option is the one whose value is missing in the sum."""
    about = question.about
    traced = Traced(question.request, FIGURE)
    whole = traced[about["address"]]
    shown = traced.value(about["shown"].right)
    sums = {
        name: shown + traced.value(about["formulas"][meaning])
        for name, meaning in about["meanings"].items()
    }
    right = only_one(sums, whole)
    if right is None:
        return None
    rule = delta_of(question.request, about["address"]).rule
    mistakes = wrong_ones(about["meanings"], right)
    # The rule has the term that is asked for.
    work = {"rule": rule, "work": traced.worked_out(rule)}
    return Solution(right, mistakes, {"asked": address(about["address"])}, work=work)


KINDS = (
    Kind("sign_of_error", "sign", draw_error, solve_sign, ("opposite", "zero")),
    Kind("sign_of_delta", "sign", draw_sign, solve_sign, ("opposite", "zero", "not_zero")),
    Kind(
        "compute_delta",
        "number",
        draw_delta,
        solve_delta,
        (
            "sign",
            "forgot_slope",
            "own_slope",
            "forgot_branch",
            "product",
            "branch_sign",
            "swapped_slopes",
            "no_weights",
            "averaged",
        ),
    ),
    Kind(
        "dc_dz",
        "number",
        draw_derivative,
        solve_derivative,
        (
            "sign",
            "forgot_slope",
            "no_weights",
            "forgot_branch",
            "slope_once",
            "branch_sign",
            "transposed",
            "averaged",
        ),
    ),
    Kind(
        "forgotten_branch",
        "choice",
        draw_forgotten,
        solve_forgotten,
        ("already_there", "not_connected", "into"),
    ),
)
