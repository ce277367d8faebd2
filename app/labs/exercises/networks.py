"""Small networks drawn with numbers of one decimal, and every quantity of their pass by address."""

from collections.abc import Callable, Mapping, Sequence
from math import prod
from string import digits
from typing import Any

import numpy as np
from numpy.random import Generator

from ...engine.arrays import Array
from ...engine.network.activations import ACTIVATIONS
from ...engine.network.as_drawn import FIGURE_RULE_LOSS, FIGURE_RULE_OPTIMIZER, as_drawn
from ...engine.network.backprop import propagate
from ...engine.network.losses import LOSSES
from ...engine.network.network import Layer, Network
from .question import Term

RATE = 0.5
REDUCTION = "mean"
FIGURE, DERIVATION = "figure", "derivation"
#: In the figures δ stands for minus the derivative.
MINUS = ("error", "delta")


def tenths(rng: Generator, count: int, low: int, high: int, both_signs: bool = True) -> list[float]:
    """``count`` numbers of low/10 to high/10, none of them 0 if low is above 0."""
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
    """A request of the trace: ``sizes`` inputs first, then the units of every layer."""
    layers: list[dict[str, Any]] = []
    for number, (fan_in, units) in enumerate(zip(sizes, sizes[1:], strict=False)):
        layer: dict[str, Any] = {
            "units": units,
            "activation": activations[number],
            "weights": [tenths(rng, fan_in, 1, largest) for _ in range(units)],
            "bias": bool(biases and biases[number]),
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


def parts(address: str) -> tuple[str, int, tuple[int, ...]]:
    """``w2.0.1`` taken apart: its family, its layer (0: none) and its indices."""
    head, *indices = address.split(".")
    family = head.rstrip(digits)
    return family, int(head[len(family) :] or 0), tuple(map(int, indices))


class Traced:
    """One pass of a request; its quantities by their addresses, with the sign of a notation."""

    def __init__(self, request: Mapping[str, Any], notation: str = DERIVATION) -> None:
        self.notation = notation
        self.network = network_of(request)
        self.inputs, self.targets = np.array(request["inputs"]), np.array(request["targets"])
        self.passed = propagate(self.network, self.inputs, self.targets, REDUCTION)

    def drawn_errors(self, layer: int) -> Array:
        """δ of a layer as the figures draw it, (units,)."""
        drawn = as_drawn(self.network, self.passed, self.inputs, self.targets, REDUCTION)
        errors: Array = drawn[layer - 1].errors[0]
        return errors

    def __getitem__(self, address: str) -> float:
        """``a1.0``, ``w2.0.1``, ``error2.0``: the number that its symbol stands for."""
        family, layer, indices = parts(address)
        number = float(READERS[family](self, layer)[indices])
        return -number if self.notation == FIGURE and family in MINUS else number


def value(traced: Traced, term: Term) -> float:
    return term.sign * prod(traced[factor] for factor in term.factors)


def bias_gradients(traced: Traced, layer: int) -> Array:
    found = traced.passed.layers[layer - 1].bias_gradients
    assert found is not None, "asked only of a layer with biases"
    return found


def biases_of(traced: Traced, layer: int) -> Array:
    found = traced.network.layers[layer - 1].biases
    assert found is not None, "asked only of a layer with biases"
    return found


def slopes_of(traced: Traced, layer: int) -> Array:
    slope = traced.network.layers[layer - 1].activation.slope
    assert slope is not None, "every activation drawn here is elementwise"
    slopes: Array = slope(traced.passed.layers[layer - 1].pre_activations)[0]
    return slopes


#: family of addresses -> the array of a layer that its indices run through
READERS: dict[str, Callable[[Traced, int], Array]] = {
    "x": lambda traced, layer: traced.inputs[0],
    "t": lambda traced, layer: traced.targets[0],
    "w": lambda traced, layer: traced.network.layers[layer - 1].weights,
    "b": biases_of,
    "z": lambda traced, layer: traced.passed.layers[layer - 1].pre_activations[0],
    "a": lambda traced, layer: traced.passed.layers[layer - 1].activations[0],
    "slope": slopes_of,
    "error": lambda traced, layer: traced.passed.layers[layer - 1].activation_gradients[0],
    "delta": lambda traced, layer: traced.passed.layers[layer - 1].deltas[0],
    "dw": lambda traced, layer: traced.passed.layers[layer - 1].weight_gradients,
    "db": bias_gradients,
    "loss": lambda traced, layer: np.array(traced.passed.loss),
    "eta": lambda traced, layer: np.array(RATE),
}


def units_of(request: Mapping[str, Any]) -> list[int]:
    """The units of every layer."""
    return [int(layer["units"]) for layer in request["network"]["layers"]]


def signal(layer: int, unit: int) -> str:
    """What goes out of a unit; the outputs of layer 0 are the inputs."""
    return f"a{layer}.{unit}" if layer else f"x.{unit}"


def walk(request: Mapping[str, Any]) -> list[str]:
    """One address for each step of a pass, in order: forward input side first, then the errors
    output side first. The updates follow.
    """
    units = list(enumerate(units_of(request), start=1))
    return [
        *(f"a{layer}.{unit}" for layer, count in units for unit in range(count)),
        *(f"error{layer}.{unit}" for layer, count in reversed(units) for unit in range(count)),
    ]


def before(request: Mapping[str, Any], address: str) -> str:
    """Where the walk stands while the error at ``address`` is the next to be computed."""
    steps = walk(request)
    return steps[steps.index(address.replace("delta", "error")) - 1]


def after_backward(request: Mapping[str, Any]) -> str:
    """Where every activation and every δ is known and no weight has changed."""
    return walk(request)[-1]
