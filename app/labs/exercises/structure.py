"""Exercises on what a network is made of: which quantities are learned, and how many there are."""

from collections.abc import Callable

from numpy.random import Generator

from ...explain.tree import Tree, add, address, equals, multiply, number, symbol
from .networks import LIKE_FIGURE_2, after_backward, draw_network, network_of, pick, units_of
from .question import (
    COUNT_DISTANCES,
    Kind,
    Option,
    Param,
    Question,
    Solution,
    with_further,
)

# --- role -----------------------------------------------------------------------------------------

ROLES = ("weight", "activation", "hyperparameter", "data")
#: The families of addresses that play each role.
FAMILIES = {
    "weight": ("w", "b"),
    "activation": ("z", "a"),
    "hyperparameter": ("eta", "f"),
    "data": ("x", "t"),
}
#: A random address of a family.
ADDRESSES: dict[str, Callable[[Generator], str]] = {
    "w": lambda rng: f"w{rng.integers(1, 3)}.{rng.integers(2)}.{rng.integers(2)}",
    "b": lambda rng: f"b{rng.integers(1, 3)}.{rng.integers(2)}",
    "z": lambda rng: f"z{rng.integers(1, 3)}.{rng.integers(2)}",
    "a": lambda rng: f"a{rng.integers(1, 3)}.{rng.integers(2)}",
    "x": lambda rng: f"x.{rng.integers(2)}",
    "t": lambda rng: f"t.{rng.integers(2)}",
    "eta": lambda rng: "eta",
    "f": lambda rng: "f",
}
#: The choice of an activation is no number of the pass and has no address.
FUNCTION = symbol("f")


def draw_role(rng: Generator, section: int) -> Question:
    """Any symbol of a network, as section 3 writes it."""
    request = draw_network(rng, (2, 2, 2), ("sigmoid", "sigmoid"), biases=(True, True))
    family = pick(rng, FAMILIES[pick(rng, ROLES)])
    drawn = ADDRESSES[family](rng)
    asked: Tree = FUNCTION if family == "f" else address(drawn)
    return Question(
        tool="network",
        request=request,
        state=LIKE_FIGURE_2 | {"drawn": False},
        at=after_backward(request),
        after="end",
        asked=asked,
        options=tuple(map(Option, ROLES)),
        blanks={"asked": asked},
        about={"family": family},
    )


def solve_role(question: Question) -> Solution | None:
    family = question.about["family"]
    expected = next(role for role, families in FAMILIES.items() if family in families)
    mistakes = {role: (role,) for role in ROLES if role != expected}
    return Solution(expected, mistakes, {"asked": question.asked})


# --- count_parameters -----------------------------------------------------------------------------


def draw_count(rng: Generator, section: int) -> Question:
    """A network with biases in all layers, or in all but one."""
    sizes = [int(size) for size in rng.integers(2, 5, 3)]
    if rng.integers(2):
        sizes.append(int(rng.integers(1, 4)))
    layers = len(sizes) - 1
    bare = int(rng.integers(-1, layers))
    biases = [number != bare for number in range(layers)]
    request = draw_network(rng, sizes, ["sigmoid"] * layers, biases=biases)
    return Question(
        tool="network",
        request=request,
        state=LIKE_FIGURE_2 | {"drawn": False},
        # The parameters are counted in the drawing: no step has anything to do with them.
        at="start",
        after="start",
        asked=symbol("n"),
        blanks={},
        tolerance=0.0,
    )


def solve_count(question: Question) -> Solution | None:
    network = network_of(question.request)
    units = units_of(question.request)
    weights = [layer.weights.size for layer in network.layers]
    biases = [0 if layer.biases is None else layer.biases.size for layer in network.layers]
    mistakes: dict[str, tuple[float, ...]] = {
        "no_biases": (sum(weights),),
        "units": (sum(units),),
        "one_layer": tuple(w + b for w, b in zip(weights, biases, strict=True)),
    }
    if 0 in biases:
        mistakes["all_biases"] = (sum(weights) + sum(units),)
    further: dict[str, tuple[float, ...]] = {
        "layer_biases": (sum(weights) + sum(1 for count in biases if count),),
        "units_and_inputs": (sum(units) + network.inputs,),
        "input_biases": (network.parameters + network.inputs,),
    }
    expected = float(network.parameters)
    named = with_further(expected, mistakes, further, COUNT_DISTANCES)
    terms: list[Tree] = []
    for layer, count in zip(network.layers, biases, strict=True):
        terms.append(multiply(number(layer.units), number(layer.fan_in)))
        if count:
            terms.append(number(count))
    work: dict[str, Param] = {"work": equals(add(*terms), number(network.parameters))}
    return Solution(expected, named, work=work)


KINDS = (
    Kind("role", "choice", draw_role, solve_role, ROLES),
    Kind(
        "count_parameters",
        "count",
        draw_count,
        solve_count,
        (
            "no_biases",
            "all_biases",
            "units",
            "one_layer",
            "layer_biases",
            "units_and_inputs",
            "input_biases",
        ),
    ),
)
