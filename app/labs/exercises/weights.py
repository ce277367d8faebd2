"""Exercises on weights: their gradients, where they go, and what a doubled one changes.

∂C/∂w = the number that the weight carried forward × ∂C/∂z of the unit that it leads to.
"""

import copy
from typing import Any

from numpy.random import Generator

from ...explain.formulas import signal
from ...explain.notation import Address, loss_derivative
from ...explain.tree import Tree, address, call, equals, multiply, symbol
from .networks import (
    DERIVATION,
    FIGURE,
    LIKE_FIGURE_2,
    RATE,
    Traced,
    after_backward,
    draw_network,
    pick,
    tenths,
)
from .question import (
    Kind,
    Option,
    Param,
    Question,
    Solution,
    apart,
    lettered,
    only_one,
    shuffled,
    with_further,
    wrong_ones,
)

#: The smallest ratio of the largest gradient to the second, and of the second to the third.
MIN_GRADIENT_RATIO = 1.15


def weights_of(request: dict[str, Any]) -> list[str]:
    layers = enumerate(request["network"]["layers"], start=1)
    return [
        f"w{number}.{j}.{i}"
        for number, layer in layers
        for j, row in enumerate(layer["weights"])
        for i in range(len(row))
    ]


def ends(weight: str) -> tuple[int, int, int]:
    """The layer of a weight, the unit that it leads to and the one that it comes from."""
    at = Address.parse(weight)
    unit, source = at.indices
    return at.layer, unit, source


def product(*factors: str) -> Tree:
    """The product of the numbers at some addresses."""
    return multiply(*map(address, factors))


def gradient_rule(weight: str) -> Tree:
    """∂C/∂w = a · ∂C/∂z."""
    layer, unit, source = ends(weight)
    right = product(signal(layer - 1, source), f"delta{layer}.{unit}")
    return equals(address(f"d{weight}"), right)


# --- weight_moves ---------------------------------------------------------------------------------

LARGER, SMALLER, UNCHANGED = "larger", "smaller", "unchanged"


def draw_move(rng: Generator, section: int) -> Question:
    """One neuron whose δ is known, inputs of either sign; in a third of the draws one is 0."""
    request = draw_network(rng, (3, 1), (pick(rng, ("sigmoid", "tanh", "linear")),))
    inputs = tenths(rng, 3, 2, 20)
    if rng.integers(3) == 0:
        inputs[int(rng.integers(3))] = 0.0
    request["inputs"] = [inputs]
    zeros = [place for place, number in enumerate(inputs) if number == 0]
    source = zeros[0] if zeros else int(rng.integers(3))
    weight = f"w1.0.{source}"
    return Question(
        tool="network",
        request=request,
        state={"notation": FIGURE, "drawn": False},
        at=after_backward(request),
        after=f"new_{weight}",
        asked=address(weight),
        options=(Option(LARGER), Option(SMALLER), Option(UNCHANGED)),
        blanks={"asked": address(weight)},
        about={"weight": weight},
    )


def solve_move(question: Question) -> Solution | None:
    weight = question.about["weight"]
    traced = Traced(question.request, FIGURE)
    _, unit, source = ends(weight)
    step, number = -traced[f"d{weight}"], traced[f"x.{source}"]
    if abs(traced["error1.0"]) < 0.05 or (number != 0 and abs(step) < 0.005):
        return None
    hints: dict[str, Param] = {
        "asked": address(weight),
        "signal": address(f"x.{source}"),
        "delta": address("error1.0"),
    }
    rule: Tree = product("eta", "error1.0", "slope1.0", f"x.{source}")
    explained = hints, {"rule": rule}, {"work": traced.worked_out(rule)}
    if number == 0:
        zero = {"zero_input": (LARGER, SMALLER)}
        return Solution(UNCHANGED, zero, *explained)
    expected, other = (LARGER, SMALLER) if step > 0 else (SMALLER, LARGER)
    turned = "ignored_input" if number < 0 else "opposite"
    mistakes = {turned: (other,), "unchanged": (UNCHANGED,)}
    return Solution(expected, mistakes, *explained)


# --- doubled_weight -------------------------------------------------------------------------------

#: section -> how the tool shows it, and the arrays that may be options there: forward and backward
DOUBLED: dict[int, tuple[dict[str, Any], tuple[str, ...], str]] = {
    1: ({"notation": FIGURE}, ("a",), "error"),
    3: (LIKE_FIGURE_2, ("z", "a"), "error"),
    6: ({"notation": DERIVATION}, ("z", "a"), "delta"),
}


def draw_doubled(rng: Generator, section: int) -> Question:
    """Four quantities, one of which does not depend on the weight."""
    shown, forward, backward = DOUBLED[section]
    activation = pick(rng, ("sigmoid", "tanh"))
    request = draw_network(rng, (2, 2, 2, 1), (activation, activation, "sigmoid"))
    layer, unit, source = int(rng.integers(1, 3)), int(rng.integers(2)), int(rng.integers(2))
    weight = f"w{layer}.{unit}.{source}"
    beside = [f"{family}{layer}.{1 - unit}" for family in forward]
    earlier = [f"a{layer - 1}.{k}" for k in range(2) if layer > 1]
    untouched = pick(rng, [*beside, *earlier])
    changed = (
        f"{pick(rng, forward)}{layer}.{unit}",
        pick(rng, [f"a{later}.{k}" for later in (2, 3) if later > layer for k in range(4 - later)]),
        f"{backward}{pick(rng, (1, layer))}.{rng.integers(2)}",
    )
    options = tuple(Option(each, address(each)) for each in (untouched, *changed))
    return Question(
        tool="network",
        request=request,
        state=shown | {"drawn": False},
        at=after_backward(request),
        after="end",
        asked=address(weight),
        options=shuffled(rng, options),
        blanks={"asked": address(weight)},
        about={"weight": weight},
        later_request=doubled(request, weight),
    )


def doubled(request: dict[str, Any], weight: str) -> dict[str, Any]:
    layer, unit, source = ends(weight)
    changed = copy.deepcopy(request)
    changed["network"]["layers"][layer - 1]["weights"][unit][source] *= 2
    return changed


def solve_doubled(question: Question) -> Solution | None:
    """The one quantity that is the same in a pass with the weight doubled."""
    weight = question.about["weight"]
    assert question.later_request is not None, "the network with the weight doubled"
    first, second = Traced(question.request), Traced(question.later_request)
    names = [option.name for option in question.options]
    stays = [name for name in names if first[name] == second[name]]
    close = [name for name in names if not apart(first[name], second[name], 1e-3)]
    if len(stays) != 1 or close != stays or len(set(names)) != len(names):
        return None
    moved = [name for name in names if name != stays[0]]
    layer, unit, _ = ends(weight)
    own = {f"z{layer}.{unit}", f"a{layer}.{unit}"}
    mistakes = {
        "own": tuple(name for name in moved if name in own),
        "downstream": tuple(name for name in moved if name not in own and name[0] in "za"),
        "backward": tuple(name for name in moved if name[0] not in "za"),
    }
    end = f"a{layer}.{unit}"
    hints = {"asked": address(weight), "end": address(end)}
    return Solution(stays[0], mistakes, hints, work={"answer": address(stays[0])})


# --- weight_gradient ------------------------------------------------------------------------------


def draw_gradient(rng: Generator, section: int) -> Question:
    """The numbers of both ends of a weight are given; two of them are needed."""
    activations = (pick(rng, ("sigmoid", "tanh")), pick(rng, ("sigmoid", "linear")))
    request = draw_network(rng, (2, 2, 2), activations)
    weight = f"w{pick(rng, (1, 2, 2))}.{rng.integers(2)}.{rng.integers(2)}"
    layer, unit, source = ends(weight)
    both = (
        signal(layer - 1, source),
        *((f"delta{layer - 1}.{source}",) if layer > 1 else ()),
        weight,
        signal(layer, unit),
        f"delta{layer}.{unit}",
    )
    traced = Traced(request)
    return Question(
        tool="network",
        request=request,
        state={"notation": DERIVATION, "drawn": False},
        at=after_backward(request),
        after=f"d{weight}",
        asked=address(f"d{weight}"),
        blanks={
            "asked": address(f"d{weight}"),
            "weight": address(weight),
            "given": traced.numbers(both),
        },
        about={"weight": weight},
    )


def solve_gradient(question: Question) -> Solution | None:
    weight = question.about["weight"]
    traced = Traced(question.request)
    layer, unit, source = ends(weight)
    expected = traced[f"d{weight}"]
    incoming, delta = traced[signal(layer - 1, source)], traced[f"delta{layer}.{unit}"]
    others = [f"delta{layer}.{1 - unit}", *([f"delta{layer - 1}.{source}"] if layer > 1 else [])]
    mistakes = {
        "sign": (-expected,),
        "used_output": (traced[signal(layer, unit)] * delta,),
        "wrong_delta": tuple(incoming * traced[other] for other in others),
        "used_weight": (traced[weight] * delta,),
        "with_rate": (RATE * expected, -RATE * expected),
    }
    further: dict[str, tuple[float, ...]] = {
        "slope_again": (expected * traced[f"slope{layer}.{unit}"],)
    }
    if layer > 1:
        swapped = traced[signal(layer, unit)] * traced[f"delta{layer - 1}.{source}"]
        further["swapped_ends"] = (swapped,)
    rule = gradient_rule(weight)
    hints = {"asked": address(f"d{weight}"), "weight": address(weight)}
    work = {"work": traced.worked_out(rule)}
    named = with_further(expected, mistakes, further)
    return Solution(expected, named, hints, {"rule": rule}, work)


# --- two_factors ----------------------------------------------------------------------------------


def draw_factors(rng: Generator, section: int) -> Question:
    """Four products; one of them is the gradient of the weight."""
    activation = pick(rng, ("sigmoid", "tanh"))
    request = draw_network(rng, (2, 2, 2), (activation, "sigmoid"))
    weight = f"w2.{rng.integers(2)}.{rng.integers(2)}"
    layer, unit, source = ends(weight)
    incoming, delta = signal(layer - 1, source), f"delta{layer}.{unit}"
    products: dict[str, tuple[str, str]] = {
        "right": (incoming, delta),
        "used_output": (signal(layer, unit), delta),
        "wrong_delta": (incoming, f"delta{layer - 1}.{source}"),
        "used_weight": (weight, delta),
    }
    formulas = {why: product(*factors) for why, factors in products.items()}
    options, meanings = lettered(rng, formulas)
    return Question(
        tool="network",
        request=request,
        state={"notation": DERIVATION, "drawn": False},
        at=after_backward(request),
        after=f"d{weight}",
        asked=address(f"d{weight}"),
        options=options,
        blanks={"asked": address(f"d{weight}"), "weight": address(weight)},
        about={"weight": weight, "formulas": formulas, "meanings": meanings},
    )


def solve_factors(question: Question) -> Solution | None:
    """The right option is the one whose value is the gradient."""
    about = question.about
    traced = Traced(question.request)
    gradient = traced[f"d{about['weight']}"]
    products = {
        name: traced.value(about["formulas"][meaning])
        for name, meaning in about["meanings"].items()
    }
    right = only_one(products, gradient)
    if right is None or abs(gradient) < 0.002:
        return None
    mistakes = wrong_ones(about["meanings"], right)
    rule = gradient_rule(about["weight"])
    hints = {"asked": address(f"d{about['weight']}"), "weight": address(about["weight"])}
    # The rule is the right option.
    work = {"rule": rule, "work": traced.worked_out(rule)}
    return Solution(right, mistakes, hints, work=work)


# --- largest_gradient -----------------------------------------------------------------------------


#: |∂C/∂w|, of any weight.
LARGEST = call("abs", symbol(loss_derivative("w")))


def draw_largest(rng: Generator, section: int) -> Question:
    activations = (pick(rng, ("sigmoid", "tanh")), pick(rng, ("sigmoid", "linear")))
    request = draw_network(rng, (2, 2, 1), activations)
    return Question(
        tool="network",
        request=request,
        state={"notation": DERIVATION, "drawn": False},
        at=after_backward(request),
        after="end",
        asked=LARGEST,
        families=("w",),
        blanks={"asked": LARGEST},
    )


def solve_largest(question: Question) -> Solution | None:
    traced = Traced(question.request)
    weights = weights_of(question.request)
    order = sorted(weights, key=lambda weight: -abs(traced[f"d{weight}"]))
    first, second, third = order[:3]
    by_size = sorted(weights, key=lambda weight: -abs(traced[weight]))
    if (
        abs(traced[f"d{first}"]) < MIN_GRADIENT_RATIO * abs(traced[f"d{second}"])
        or abs(traced[f"d{second}"]) < MIN_GRADIENT_RATIO * abs(traced[f"d{third}"])
        or abs(traced[by_size[0]]) == abs(traced[by_size[1]])
        or by_size[0] in (first, second)
    ):
        return None
    layer = ends(first)[0]
    rest = [weight for weight in weights if weight not in (first, second, by_size[0])]
    mistakes: dict[str, tuple[str, ...]] = {
        "second": (second,),
        "largest_weight": (by_size[0],),
        "other_layer": tuple(weight for weight in rest if ends(weight)[0] != layer),
        "same_layer": tuple(weight for weight in rest if ends(weight)[0] == layer),
    }
    mistakes = {why: there for why, there in mistakes.items() if there}
    rule = gradient_rule(first)
    work: dict[str, Param] = {
        "answer": address(first),
        "rule": rule,
        "work": traced.worked_out(rule),
    }
    return Solution(first, mistakes, {"asked": question.asked}, work=work)


KINDS = (
    Kind(
        "weight_moves",
        "choice",
        draw_move,
        solve_move,
        ("opposite", "ignored_input", "unchanged", "zero_input"),
    ),
    Kind(
        "doubled_weight", "choice", draw_doubled, solve_doubled, ("own", "downstream", "backward")
    ),
    Kind(
        "weight_gradient",
        "number",
        draw_gradient,
        solve_gradient,
        (
            "sign",
            "used_output",
            "wrong_delta",
            "used_weight",
            "with_rate",
            "slope_again",
            "swapped_ends",
        ),
    ),
    Kind(
        "two_factors",
        "choice",
        draw_factors,
        solve_factors,
        ("used_output", "wrong_delta", "used_weight"),
    ),
    Kind(
        "largest_gradient",
        "pick",
        draw_largest,
        solve_largest,
        ("second", "largest_weight", "other_layer", "same_layer"),
    ),
)
