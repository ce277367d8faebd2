"""The loss of a network as a function of two of its weights or biases, and training paths on it.

A parameter is named as in the trace: ``w1.0.2`` (layer 1, into unit 0, from input 2), ``b2.0``.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import numpy.typing as npt

from ...engine.arrays import Array
from ...engine.cancellation import CheckCancelled, always
from ...engine.network.backprop import LayerPass, Pass, propagate
from ...engine.network.network import Layer, Network
from ...engine.network.overflow import Overflow
from .descent import Curvature, Reason, Rows, Undefined, eigenvalues

PARAMETER = re.compile(r"w([1-9]\d{0,3})\.(\d{1,4})\.(\d{1,4})|b([1-9]\d{0,3})\.(\d{1,4})")
#: Rows, points × samples, that pass through the network at once, and numbers in the widest layer
#: of them, to bound the memory.
CHUNK_ROWS = 16_384
CHUNK_NUMBERS = 1_000_000
#: Step of a central difference of gradients, ε^⅓: rounding and truncation errors are about equal.
DIFFERENCE_STEP = float(np.cbrt(np.finfo(np.float64).eps))
#: Other steps, to see whether the result depends on the step.
STEP_FACTORS = (1.0, 4.0, 0.25)
#: The largest difference between them, of the largest entry or `UNIT_CURVATURE`: less than a
#: kink's, more than that of rounding and truncation.
STEP_TOLERANCE = 1e-3
UNIT_CURVATURE = 1e-6


@dataclass(frozen=True)
class ParameterAddress:
    """A weight of layer ``layer`` (from 1) into ``unit`` from ``source``; a bias has no source."""

    layer: int
    unit: int
    source: int | None

    @classmethod
    def parse(cls, text: str) -> "ParameterAddress | None":
        """None if ``text`` has not the form of an address."""
        match = PARAMETER.fullmatch(text)
        if match is None:
            return None
        layer, unit, source, bias_layer, bias_unit = match.groups()
        if source is None:
            return cls(int(bias_layer), int(bias_unit), None)
        return cls(int(layer), int(unit), int(source))

    def exists_in(self, network: Network) -> bool:
        """Does the network have this parameter?"""
        if self.layer > len(network.layers):
            return False
        layer = network.layers[self.layer - 1]
        if self.source is None:
            return layer.biases is not None and self.unit < layer.units
        return self.unit < layer.units and self.source < layer.fan_in

    @property
    def address(self) -> str:
        if self.source is None:
            return f"b{self.layer}.{self.unit}"
        return f"w{self.layer}.{self.unit}.{self.source}"

    def of(self, weights: Array, biases: Array | None) -> float:
        """Its entry in a layer's weights, units × fan-in, or biases, (units,), or in gradients."""
        if self.source is None:
            assert biases is not None, "the layer has biases"
            return float(biases[self.unit])
        return float(weights[self.unit, self.source])

    def value(self, network: Network) -> float:
        """Its value in the network."""
        layer = network.layers[self.layer - 1]
        return self.of(layer.weights, layer.biases)

    def gradient(self, layers: Sequence[LayerPass]) -> float:
        """∂C/∂parameter in the layers of a pass."""
        layer = layers[self.layer - 1]
        return self.of(layer.weight_gradients, layer.bias_gradients)

    def put(self, network: Network, value: float) -> Network:
        """A copy of the network with this parameter set to ``value``."""
        layers = list(network.layers)
        old = layers[self.layer - 1]
        weights, biases = old.weights, old.biases
        if self.source is None:
            assert biases is not None, "the layer has biases"
            biases = biases.copy()
            biases[self.unit] = value
        else:
            weights = weights.copy()
            weights[self.unit, self.source] = value
        layers[self.layer - 1] = Layer(old.activation, weights, biases, old.frozen)
        return replace(network, layers=tuple(layers))


@dataclass(frozen=True)
class NetworkSlice:
    """A `Landscape` and a `Surface`: C as a function of the two parameters ``places``, the others
    fixed.
    """

    network: Network
    inputs: Array
    targets: Array
    reduction: str
    places: tuple[ParameterAddress, ParameterAddress]
    variables: tuple[str, ...] = ("x", "y")

    @property
    def start(self) -> tuple[float, float]:
        """The two parameters' values in the network."""
        x, y = self.places
        return x.value(self.network), y.value(self.network)

    @property
    def cost(self) -> int:
        """Multiply-adds for one point: all samples, the layers from the first that changes."""
        return len(self.inputs) * sum(
            layer.weights.size + layer.units for layer in self.moving_layers
        )

    @property
    def moving_layers(self) -> tuple[Layer, ...]:
        """The layers from the first that has one of the two parameters."""
        return self.network.layers[self.first_moved :]

    @property
    def first_moved(self) -> int:
        """The index of the first layer that has one of the two parameters."""
        return min(place.layer for place in self.places) - 1

    def at(self, point: Sequence[float] | Array) -> Network:
        """The network with the two parameters at ``point``."""
        network = self.network
        for place, value in zip(self.places, point, strict=True):
            network = place.put(network, value)
        return network

    def value_and_gradient(
        self, point: Sequence[float] | Array, rows: Rows | None = None
    ) -> tuple[float, list[float]]:
        """C and its two derivatives, by one pass over ``rows``, all by default. Raises
        `Undefined`.
        """
        passed = replace(self, network=self.at(point)).passed(rows)
        return passed.loss, [place.gradient(passed.layers) for place in self.places]

    def curvature(self, point: Sequence[float]) -> Curvature:
        """By central differences of the gradient: about ten digits, enough to compare a learning
        rate with 2/λ. Not known where another step gives another result, as across a kink.
        """
        try:
            found = [self.difference(point, DIFFERENCE_STEP * factor) for factor in STEP_FACTORS]
        except Undefined:
            return Curvature(None, "notice.curvature.infinite")
        first, *others = found
        unlike = max(float(np.abs(other - first).max()) for other in others)
        if unlike > STEP_TOLERANCE * max(float(np.abs(first).max()), UNIT_CURVATURE):
            return Curvature(None, "notice.curvature.rounding")
        return eigenvalues(first[np.newaxis])

    def difference(self, point: Sequence[float], step: float) -> Array:
        """The Hessian by differences of gradients, (2, 2). Raises `Undefined`."""
        rows = []
        for axis, value in enumerate(point):
            h = step * max(1.0, abs(value))
            ends = [list(point), list(point)]
            ends[0][axis], ends[1][axis] = value - h, value + h
            (_, below), (_, above) = (self.value_and_gradient(end) for end in ends)
            rows.append((np.array(above) - below) / (ends[1][axis] - ends[0][axis]))
        return np.array(rows)

    def passed(self, rows: Rows | None = None) -> Pass:
        """The pass of the network as it is, over ``rows``, all by default. Raises `Undefined`."""
        chosen = slice(None) if rows is None else rows
        try:
            return propagate(
                self.network, self.inputs[chosen], self.targets[chosen], self.reduction
            )
        except Overflow as overflow:
            raise Undefined(overflowed(overflow)) from None

    @cached_property
    def fixed_input(self) -> Array:
        """The input of the first layer that changes, samples × fan-in: the same at every point."""
        signal = self.inputs
        for layer in self.network.layers[: self.first_moved]:
            z = signal @ layer.weights.T
            signal = layer.activation.function(z if layer.biases is None else z + layer.biases)
        return signal

    def values(self, points: Array, check_cancelled: CheckCancelled = always) -> Array:
        """C at each of the points, (2, n) -> (n,); NaN where a pass overflows."""
        widest = max(self.fixed_input.shape[1], *(layer.units for layer in self.moving_layers))
        chunk = max(1, min(CHUNK_ROWS, CHUNK_NUMBERS // widest) // len(self.inputs))
        result = np.empty(points.shape[1])
        with np.errstate(all="ignore"):
            for first in range(0, points.shape[1], chunk):
                check_cancelled()
                some = points[:, first : first + chunk]
                result[first : first + chunk] = self.losses(some)
        return result

    def losses(self, points: Array) -> Array:
        """`values` of all points in one pass: row p·samples + s is sample s at point p."""
        samples, count = len(self.inputs), points.shape[1]
        coordinates = [np.repeat(values, samples) for values in points]
        signal = np.tile(self.fixed_input, (count, 1))
        finite = np.ones(len(signal), dtype=bool)
        z = signal
        for number in range(self.first_moved + 1, len(self.network.layers) + 1):
            layer = self.network.layers[number - 1]
            moved = [
                (place, values)
                for place, values in zip(self.places, coordinates, strict=True)
                if place.layer == number
            ]
            z = pre_activations(layer, signal, moved)
            finite &= np.isfinite(z).all(axis=1)
            signal = layer.activation.function(z)
        targets = np.tile(self.targets, (count, 1))
        losses = self.network.loss.value(z, signal, targets)
        table = np.where(finite, losses, np.nan).reshape(count, samples)
        totals = table.sum(axis=1)
        if self.reduction == "mean":
            totals /= samples
        return np.where(np.isfinite(totals), totals, np.nan)


def pre_activations(
    layer: Layer, signal: Array, moved: Sequence[tuple[ParameterAddress, Array]]
) -> Array:
    """z = a Wᵀ + b, rows × units, for the input ``signal``, rows × fan-in. The parameters in
    ``moved`` have a value per row, (rows,) each.
    """
    weights, biases = layer.weights, layer.biases
    if moved:
        weights, biases = weights.copy(), None if biases is None else biases.copy()
    for place, _ in moved:
        if place.source is not None:
            weights[place.unit, place.source] = 0.0
        else:
            assert biases is not None, "the layer has biases"
            biases[place.unit] = 0.0
    z = signal @ weights.T
    if biases is not None:
        z += biases
    for place, values in moved:
        inflow = values if place.source is None else values * signal[:, place.source]
        z[:, place.unit] += inflow
    return z


def overflowed(overflow: Overflow) -> Reason:
    """The reason in the terms of the trace: the quantity and the layer."""
    if overflow.layer is None:
        return Reason("descent.too_large.loss")
    return Reason(
        "descent.too_large.layer", {"quantity": overflow.quantity, "layer": overflow.layer}
    )


@dataclass(frozen=True)
class WholeNetwork:
    """A `Landscape` of all parameters that are not frozen, and of the two of ``field`` in any case,
    as one vector.
    """

    field: NetworkSlice

    @cached_property
    def variables(self) -> tuple[str, ...]:
        names = addresses(self.field.network)
        return tuple(names[index] for index in self.moving)

    @cached_property
    def moving(self) -> npt.NDArray[np.intp]:
        """The indices of the landscape's parameters in the vector of all parameters."""
        network = self.field.network
        learns = np.concatenate(
            [
                np.full(part.size, not (layer.frozen == "all" or (bias and layer.frozen != "none")))
                for layer in network.layers
                for bias, part in enumerate(parts(layer))
            ]
        )
        learns[list(self.two)] = True
        return np.flatnonzero(learns)

    @cached_property
    def two(self) -> tuple[int, ...]:
        """The indices of the two parameters in the vector of all parameters."""
        return tuple(position(self.field.network, place) for place in self.field.places)

    @property
    def shown(self) -> tuple[int, ...]:
        """The indices of the two parameters in the landscape's vector."""
        return tuple(int(np.searchsorted(self.moving, index)) for index in self.two)

    def curvature(self, point: Sequence[float]) -> None:
        """None: all parameters move, so the curvature along two of them does not bound the step."""
        return None

    def start(self, point: Sequence[float]) -> Array:
        """The network's parameters, the two of ``field`` at ``point``."""
        network = self.field.at(point)
        return flat([part for layer in network.layers for part in parts(layer)])[self.moving]

    def value_and_gradient(
        self, point: Sequence[float] | Array, rows: Rows | None = None
    ) -> tuple[float, Array]:
        """C and its gradient, by one pass over ``rows``, all by default. Raises `Undefined`."""
        network = self.field.network
        vector = flat([part for layer in network.layers for part in parts(layer)])
        vector[self.moving] = point
        layers, first = [], 0
        for layer in network.layers:
            weights, biases = layer.weights, layer.biases
            weights = vector[first : first + weights.size].reshape(weights.shape)
            first += weights.size
            if biases is not None:
                biases = vector[first : first + biases.size]
                first += biases.size
            layers.append(replace(layer, weights=weights, biases=biases))
        field = replace(self.field, network=replace(network, layers=tuple(layers)))
        passed = field.passed(rows)
        gradients = [
            part
            for layer in passed.layers
            for part in (layer.weight_gradients, layer.bias_gradients)
            if part is not None
        ]
        return passed.loss, flat(gradients)[self.moving]


def parts(layer: Layer) -> list[Array]:
    """The weights, and the biases if it has any."""
    return [layer.weights] if layer.biases is None else [layer.weights, layer.biases]


def flat(arrays: Sequence[Array]) -> Array:
    """All entries in one vector."""
    return np.concatenate([array.ravel() for array in arrays])


def position(network: Network, place: ParameterAddress) -> int:
    """The index of a parameter in the vector of all parameters."""
    before = sum(part.size for layer in network.layers[: place.layer - 1] for part in parts(layer))
    layer = network.layers[place.layer - 1]
    if place.source is None:
        return before + layer.weights.size + place.unit
    return before + place.unit * layer.fan_in + place.source


def addresses(network: Network) -> list[str]:
    """The addresses of all parameters, in the order of the vector."""
    return [
        f"{'wb'[bias]}{number}.{'.'.join(map(str, index))}"
        for number, layer in enumerate(network.layers, start=1)
        for bias, part in enumerate(parts(layer))
        for index in np.ndindex(part.shape)
    ]
