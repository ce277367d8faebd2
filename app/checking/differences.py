"""Gradients from differences of the loss, and how good they are for each step h.

A central difference (C(w + h) − C(w − h)) / 2h is off by a term in h², and by the rounding of C
divided by h: so h is neither large nor tiny, best near the cube root of the machine's epsilon.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np

from ..engine.arrays import Array
from ..engine.cancellation import CheckCancelled, always
from ..engine.network.backprop import forward, reduce_samples
from ..engine.network.network import Network

#: ε^(1/3) of float64, times the size of a parameter that is larger than 1.
STEP = float(np.cbrt(np.finfo(np.float64).eps))
#: The steps of the curve.
STEPS = tuple(10.0**-exponent for exponent in range(1, 16))
#: The curve is the worst of so many parameters, evenly spread.
MOST_ON_CURVE = 40


class Parameter(NamedTuple):
    """A weight or bias by its place: layer from 0, "weights" or "biases", place in the array."""

    layer: int
    kind: str
    place: tuple[int, ...]

    @property
    def address(self) -> str:
        """Of its gradient: dw1.0.2, db1.0."""
        return ".".join([f"d{self.kind[0]}{self.layer + 1}", *map(str, self.place)])


@dataclass(frozen=True)
class Curve:
    """The largest error for each step, as a part of the largest gradient; NaN: it overflows."""

    steps: tuple[float, ...]
    in_float64: list[float]
    in_float32: list[float]


def parameters_of(network: Network) -> Iterator[Parameter]:
    for number, layer in enumerate(network.layers):
        for index in np.ndindex(layer.weights.shape):
            yield Parameter(number, "weights", tuple(index))
        if layer.biases is not None:
            for index in np.ndindex(layer.biases.shape):
                yield Parameter(number, "biases", tuple(index))


def moved(network: Network, parameter: Parameter, step: float) -> Network:
    """The network with one parameter changed by ``step``."""
    layer = network.layers[parameter.layer]
    array = getattr(layer, parameter.kind).copy()
    array[parameter.place] += step
    layers = list(network.layers)
    layers[parameter.layer] = replace(layer, **{parameter.kind: array})
    return replace(network, layers=tuple(layers))


def loss_of(network: Network, inputs: Array, targets: Array, reduction: str) -> float:
    """C; infinite or NaN where it overflows."""
    with np.errstate(all="ignore"):
        z, a = forward(network, inputs)
        return reduce_samples(network.loss.value(z[-1], a[-1], targets), reduction)


class Differences:
    """Difference quotients of the loss of one batch. ``inputs`` batch × inputs, ``targets``
    batch × outputs.
    """

    def __init__(self, network: Network, inputs: Array, targets: Array, reduction: str) -> None:
        self.network, self.reduction = network, reduction
        self.inputs, self.targets = inputs, targets

    def loss(self, parameter: Parameter, step: float) -> float:
        changed = moved(self.network, parameter, step)
        return loss_of(changed, self.inputs, self.targets, self.reduction)

    def central(self, parameter: Parameter, step: float | None = None) -> float:
        """(C(w + h) − C(w − h)) / 2h."""
        h = self.step(parameter) if step is None else step
        return (self.loss(parameter, h) - self.loss(parameter, -h)) / (2 * h)

    def one_sided(self, parameter: Parameter, near: float) -> float:
        """The one of (C(w + h) − C(w)) / h and (C(w) − C(w − h)) / h that is nearer to ``near``: at
        a kink, the side of the rule.
        """
        h = self.step(parameter)
        here = self.loss(parameter, 0.0)
        sides = (self.loss(parameter, h) - here) / h, (here - self.loss(parameter, -h)) / h
        return min(sides, key=lambda side: abs(side - near))

    def step(self, parameter: Parameter) -> float:
        layer = self.network.layers[parameter.layer]
        return STEP * max(1.0, abs(float(getattr(layer, parameter.kind)[parameter.place])))

    def in_float32(self) -> "Differences":
        """The same with every number rounded to float32."""
        layers = tuple(
            replace(
                layer,
                weights=as_float32(layer.weights),
                biases=None if layer.biases is None else as_float32(layer.biases),
            )
            for layer in self.network.layers
        )
        network = replace(self.network, layers=layers)
        return Differences(
            network, as_float32(self.inputs), as_float32(self.targets), self.reduction
        )


def as_float32(array: Array) -> Array:
    """The numbers rounded to float32; infinite where it has no such numbers."""
    with np.errstate(over="ignore"):
        return array.astype(np.float32)


def curve(
    differences: Differences,
    gradients: Sequence[tuple[Parameter, float]],
    check_cancelled: CheckCancelled = always,
) -> Curve:
    """How far central differences are from ``gradients``, for each of `STEPS`."""
    spread = max(1, -(-len(gradients) // MOST_ON_CURVE))
    chosen = gradients[::spread]
    size = max(abs(gradient) for _, gradient in gradients) or 1.0

    def errors(of: Differences) -> list[float]:
        found = []
        for step in STEPS:
            check_cancelled()
            off = [of.central(parameter, step) - gradient for parameter, gradient in chosen]
            found.append(float(np.abs(off).max()) / size)  # NaN where one of them is.
        return found

    return Curve(STEPS, errors(differences), errors(differences.in_float32()))
