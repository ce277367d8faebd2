"""Small random networks with numbers of one decimal, and the numbers of their passes by address."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.random import Generator

from ...engine.arrays import Array
from ...engine.network.activations import ACTIVATIONS
from ...engine.network.as_drawn import FIGURE_RULE_LOSS, FIGURE_RULE_OPTIMIZER, as_drawn
from ...engine.network.backprop import propagate
from ...engine.network.losses import LOSSES
from ...engine.network.network import Layer, Network
from ...explain.notation import value_sign
from ...explain.tree import Tree, address, equals, number, row
from ...explain.values import PassValues, value_of, worked_out

RATE = 0.5
REDUCTION = "mean"
FIGURE, DERIVATION = "figure", "derivation"
#: How section 3 shows a network: drawn and lettered as figure 2, whose layer 1 is the inputs.
LIKE_FIGURE_2 = {"notation": DERIVATION, "drawing": "flow", "inputsCount": True}


def tenths(rng: Generator, count: int, low: int, high: int, both_signs: bool = True) -> list[float]:
    """``count`` numbers of low/10 to high/10, of either sign unless ``both_signs`` is False."""
    numbers = rng.integers(low, high + 1, count)
    signs = rng.choice([-1, 1], count) if both_signs else np.ones(count, dtype=np.int64)
    return [int(number) * int(sign) / 10 for number, sign in zip(numbers, signs, strict=True)]


def pick(rng: Generator, choices: Sequence[Any]) -> Any:
    return choices[int(rng.integers(len(choices)))]


def draw_network(
    rng: Generator,
    sizes: Sequence[int],
    activations: Sequence[str],
    *,
    biases: Sequence[bool] | None = None,
    largest: int = 12,
) -> dict[str, Any]:
    """A request for /api/v1/trace.

    ``sizes``: the inputs, then the units of every layer. ``biases``: which layers have them.
    ``largest``: the largest weight, in tenths.
    """
    layers: list[dict[str, Any]] = []
    for index, (fan_in, units) in enumerate(zip(sizes, sizes[1:], strict=False)):
        layer: dict[str, Any] = {
            "units": units,
            "activation": activations[index],
            "weights": [tenths(rng, fan_in, 1, largest) for _ in range(units)],
            "bias": bool(biases and biases[index]),
        }
        if layer["bias"]:
            layer["biases"] = tenths(rng, units, 1, 5)
        layers.append(layer)
    return {
        "network": {"inputs": sizes[0], "layers": layers, "loss": FIGURE_RULE_LOSS},
        "inputs": [tenths(rng, sizes[0], 2, 20)],
        "targets": [[float(target) for target in rng.integers(0, 2, sizes[-1])]],
        "optimizer": {"name": FIGURE_RULE_OPTIMIZER, "learning_rate": RATE},
    }


def network_of(request: Mapping[str, Any]) -> Network:
    """In the engine's terms."""
    asked = request["network"]
    layers = tuple(
        Layer(
            ACTIVATIONS[layer["activation"]],
            np.array(layer["weights"]),
            np.array(layer["biases"]) if layer["bias"] else None,
        )
        for layer in asked["layers"]
    )
    return Network(asked["inputs"], layers, LOSSES[asked["loss"]])


class Traced:
    """One pass of a request: the number that the symbol of an address stands for in a notation."""

    def __init__(self, request: Mapping[str, Any], notation: str = DERIVATION) -> None:
        self.notation = notation
        self.network = network_of(request)
        self.inputs, self.targets = np.array(request["inputs"]), np.array(request["targets"])
        self.passed = propagate(self.network, self.inputs, self.targets, REDUCTION)
        self.values = PassValues(self.network, self.inputs, self.targets, self.passed, RATE)

    def __getitem__(self, address: str) -> float:
        """``a1.0``, ``w2.0.1``, ``error2.0``, …"""
        return value_sign(self.notation, address) * self.values(address)

    def value(self, formula: Tree) -> float:
        """What a formula gives with the numbers of this pass."""
        return value_of(formula, self.__getitem__)

    def worked_out(self, formula: Tree) -> Tree:
        """left = numbers = result."""
        return worked_out(formula, self.__getitem__)

    def numbers(self, addresses: Iterable[str]) -> Tree:
        """The numbers that a question gives: quantity = number, side by side."""
        return row(*(equals(address(each), number(self[each])) for each in addresses))

    def figure_rule_errors(self, layer: int) -> Array:
        """δ of a layer by the figures' rule, (units,)."""
        by_rule = as_drawn(self.network, self.passed, self.inputs, self.targets, REDUCTION)
        errors: Array = by_rule[layer - 1].errors[0]
        return errors


def units_of(request: Mapping[str, Any]) -> list[int]:
    """The units of every layer."""
    return [int(layer["units"]) for layer in request["network"]["layers"]]


def step_addresses(request: Mapping[str, Any]) -> list[str]:
    """One address for each step of a pass, in order: forward input side first, then the errors
    output side first. The updates follow.
    """
    units = list(enumerate(units_of(request), start=1))
    return [
        *(f"a{layer}.{unit}" for layer, count in units for unit in range(count)),
        *(f"error{layer}.{unit}" for layer, count in reversed(units) for unit in range(count)),
    ]


def before(request: Mapping[str, Any], address: str) -> str:
    """The last step before the one that computes the error at ``address``."""
    steps = step_addresses(request)
    return steps[steps.index(address.replace("delta", "error")) - 1]


def after_backward(request: Mapping[str, Any]) -> str:
    """The step after which all activations and errors are known and no weight has changed."""
    return step_addresses(request)[-1]
