"""Every parameter's gradient computed again from the loss, without the backward pass.

Complex step (Squire and Trapp 1998): ∂C/∂w = Im C(w + ih) / h, exact to rounding for any tiny h,
since nothing is subtracted. The real parts do not move: at a kink each branch is that of the rule
(`app.engine.network.activations`), and no kink is crossed. So the quotient is one-sided there, on
the side of the rule, for every unit and sample by itself.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from sys import float_info

import numpy as np
import numpy.typing as npt

from ..engine.arrays import Array, ComplexArray
from ..engine.cancellation import CheckCancelled, always
from ..engine.network.backprop import Pass, sample_scale
from ..engine.network.conventions import Marked, kinks, ties
from ..engine.network.network import Network

COMPLEX_STEP = "complex_step"
#: The exponent of h = 2⁻¹⁰⁰. A power of two, so that dividing by it is exact.
STEP_EXPONENT = -100
#: A number is confirmed if it differs from the quotient by at most this part of the larger one.
BOUND = 1e-9
#: Rounding errors are smaller than this part of the sizes of all terms that a number is made of.
ROUNDING = 1e-13
#: Where a derivative times h is less than the smallest normal float64, it loses digits: an error of
#: `ROUNDING` times this beside a derivative of 1.
SMALLEST = 1e-280

#: The verdicts, the worst last. "kink": agrees with the one-sided derivative on the side of the
#: rule, since a z or an output that it moves stands on a kink. "cancellation": its terms cancel, so
#: that it agrees with the quotient only as far as they are rounded; "saturated": it, or what it is
#: made of, is so small that float64 loses digits.
VERDICTS = ("fine", "kink", "saturated", "cancellation", "wrong")
FINE, KINK, SATURATED, CANCELLATION, WRONG = range(len(VERDICTS))

#: Rows (samples with one unit moved) that pass through the network at once, and numbers in the
#: widest layer of them, to bound the memory.
CHUNK_ROWS = 4096
CHUNK_NUMBERS = 500_000

#: Indices into `VERDICTS`.
Codes = npt.NDArray[np.int8]


@dataclass(frozen=True)
class CheckedArray:
    """The quotients of an array of parameters, in its shape, and a verdict of each."""

    quotients: Array
    codes: Codes

    @property
    def verdicts(self) -> list[list[str]] | list[str]:
        """A name of `VERDICTS` for each number."""
        return np.array(VERDICTS, dtype=object)[self.codes].tolist()  # type: ignore[no-any-return]

    @property
    def verdict(self) -> str:
        """The worst of them."""
        return VERDICTS[self.codes.max()]


@dataclass(frozen=True)
class CheckedLayer:
    """Weights, units × fan-in, and biases, (units,), or None without biases."""

    weights: CheckedArray
    biases: CheckedArray | None


@dataclass(frozen=True)
class GradientCheck:
    """The check of all parameters by the complex step ``h``."""

    method: str
    h: float
    #: max |quotient − gradient| / max |gradient| over all parameters
    max_relative_error: float
    layers: tuple[CheckedLayer, ...]

    @property
    def verdict(self) -> str:
        """The worst of all numbers."""
        arrays = [array for layer in self.layers for array in (layer.weights, layer.biases)]
        return VERDICTS[max(array.codes.max() for array in arrays if array is not None)]


@dataclass(frozen=True)
class Subject:
    """What is checked: a ``passed`` pass of ``inputs``, batch × inputs, with ``targets``."""

    network: Network
    passed: Pass
    inputs: Array
    targets: Array
    reduction: str

    @cached_property
    def kinks(self) -> list[Marked]:
        return kinks(self.network, self.passed, self.targets)

    @cached_property
    def ties(self) -> Marked:
        return ties(self.network, self.passed, self.targets)

    @cached_property
    def sizes(self) -> list[Array]:
        """`delta_sizes` without the effect of numbers that are too small for all their digits."""
        return delta_sizes(self, 0.0)

    @cached_property
    def sizes_with_small(self) -> list[Array]:
        return delta_sizes(self, SMALLEST)

    def layer_input(self, index: int) -> Array:
        """The input of layer ``index``, batch × fan-in."""
        return self.passed.layers[index - 1].activations if index else self.inputs


def check(
    network: Network,
    passed: Pass,
    inputs: Array,
    targets: Array,
    reduction: str,
    check_cancelled: CheckCancelled = always,
) -> GradientCheck:
    """All gradients of ``passed`` (the pass of ``inputs``, batch × inputs, with ``targets``)
    compared with complex-step quotients. ``check_cancelled`` is called before every chunk.
    """
    subject = Subject(network, passed, inputs, targets, reduction)
    with np.errstate(all="ignore"):
        layers = tuple(
            checked_layer(subject, index, check_cancelled) for index in range(len(network.layers))
        )
        error = relative_error(passed, layers)
    return GradientCheck(COMPLEX_STEP, 2.0**STEP_EXPONENT, error, layers)


def checked_layer(subject: Subject, index: int, check_cancelled: CheckCancelled) -> CheckedLayer:
    """A step of a weight into unit j changes z_j alone, by step · input; the input of a bias is 1.
    So the quotient of a weight is Σ input · ∂C/∂z_j over the samples.
    """
    numbers = subject.passed.layers[index]
    layer_input = subject.layer_input(index)
    slopes, on_kink = sample_slopes(subject, index, check_cancelled)

    def compared(gradient: Array, parts: Array) -> CheckedArray:
        """``parts`` is ∂z_j/∂parameter, batch × parameters of a unit."""
        quotients = (slopes @ parts).reshape(gradient.shape)
        kinked = None if on_kink is None else (on_kink.astype(float) @ np.abs(parts)) > 0
        codes = np.full(gradient.shape, FINE, dtype=np.int8)
        if kinked is not None:
            codes[kinked.reshape(gradient.shape)] = KINK
        off = ~within(gradient, quotients)
        if off.any():
            terms = np.abs(parts)
            sizes, small = (
                (each[index].T @ terms).reshape(gradient.shape)
                for each in (subject.sizes, subject.sizes_with_small)
            )
            difference = np.abs(gradient - quotients)
            codes[off] = WRONG
            codes[off & (difference <= ROUNDING * (small + SMALLEST))] = SATURATED
            codes[off & (difference <= ROUNDING * sizes)] = CANCELLATION
        return CheckedArray(quotients, codes)

    weights = compared(numbers.weight_gradients, layer_input)
    if numbers.bias_gradients is None:
        return CheckedLayer(weights, None)
    return CheckedLayer(weights, compared(numbers.bias_gradients, np.ones((len(layer_input), 1))))


def within(gradient: Array, quotients: Array) -> npt.NDArray[np.bool_]:
    """Do they differ by at most `BOUND` of the larger one?"""
    larger = np.maximum(np.abs(gradient), np.abs(quotients))
    # Not their difference, which may overflow.
    near = np.abs(gradient / larger - quotients / larger) <= BOUND
    found: npt.NDArray[np.bool_] = near | (gradient == quotients)
    return found


def relative_error(passed: Pass, checked: Sequence[CheckedLayer]) -> float:
    """max |quotient − gradient| / max |gradient|; the numerator alone where all gradients are 0."""
    pairs = [
        (gradient, array.quotients)
        for ours, theirs in zip(passed.layers, checked, strict=True)
        for gradient, array in (
            (ours.weight_gradients, theirs.weights),
            (ours.bias_gradients, theirs.biases),
        )
        if gradient is not None and array is not None
    ]
    size = max(float(np.abs(gradient).max()) for gradient, _ in pairs) or 1.0
    error = max(float(np.abs(q / size - gradient / size).max()) for gradient, q in pairs)
    return min(error, float_info.max)


# --- the quotients --------------------------------------------------------------------------------


def sample_slopes(
    subject: Subject, index: int, check_cancelled: CheckCancelled
) -> tuple[Array, Marked]:
    """∂C/∂z of layer ``index`` by the complex step, units × samples, and which of them moves a
    number that stands on a kink; None if there is no such number.
    """
    network, samples = subject.network, len(subject.inputs)
    units = network.layers[index].units
    widest = max(layer.units for layer in network.layers[index:])
    together = max(1, min(CHUNK_ROWS, CHUNK_NUMBERS // widest) // samples)
    slopes = np.empty((units, samples))
    has_kinks = subject.ties is not None or any(
        marked is not None for marked in subject.kinks[index:]
    )
    on_kink = np.zeros((units, samples), dtype=bool) if has_kinks else None
    for first in range(0, units, together):
        check_cancelled()
        some = slice(first, min(first + together, units))
        count = some.stop - first
        # Row u·samples + s is sample s with unit first + u moved.
        moved = np.repeat(np.eye(units)[some], samples, axis=0)
        found, met = moved_losses(subject, index, moved)
        slopes[some] = found.reshape(count, samples)
        if on_kink is not None:
            on_kink[some] = met.reshape(count, samples)
    return slopes * sample_scale(samples, subject.reduction), on_kink


def moved_losses(subject: Subject, index: int, moved: Array) -> tuple[Array, npt.NDArray[np.bool_]]:
    """The change of each row's loss for a change of z of layer ``index`` by ``moved``, rows ×
    units, to first order: (rows,); and whether a number on a kink changes, (rows,).

    The change is kept as ``moved`` · 2^exponent, so that neither it nor its h-fold leaves float64.
    """
    network, passed = subject.network, subject.passed
    count = len(moved) // len(subject.inputs)
    exponents = np.zeros(len(moved), dtype=np.int64)
    met = np.zeros(len(moved), dtype=bool)
    last = len(network.layers) - 1
    for number in range(index, last + 1):
        layer, numbers = network.layers[number], passed.layers[number]
        met |= moves(moved, subject.kinks[number])
        z = stepped(np.tile(numbers.pre_activations, (count, 1)), np.ldexp(moved, STEP_EXPONENT))
        change = layer.activation.textbook(z).imag
        if number < last:
            moved = change @ network.layers[number + 1].weights.T
            _, sizes = np.frexp(np.abs(moved).max(axis=1))
            moved = np.ldexp(moved, -sizes[:, np.newaxis])
            exponents += sizes - STEP_EXPONENT
    met |= moves(change, subject.ties)
    a = stepped(np.tile(numbers.activations, (count, 1)), change)
    losses = network.loss.textbook(z, a, np.tile(subject.targets, (count, 1))).imag
    return np.ldexp(losses, exponents - STEP_EXPONENT), met


def stepped(real: Array, imaginary: Array) -> ComplexArray:
    """real + i · imaginary."""
    found = np.empty(real.shape, dtype=np.complex128)
    found.real, found.imag = real, imaginary
    return found


def moves(changes: Array, marked: Marked) -> npt.NDArray[np.bool_]:
    """Does a row of ``changes``, rows × units, change a ``marked`` number of its sample? (rows,)"""
    if marked is None:
        return np.zeros(len(changes), dtype=bool)
    each = changes.reshape(-1, *marked.shape) != 0
    found: npt.NDArray[np.bool_] = (each & marked).any(axis=2).ravel()
    return found


# --- rounding -------------------------------------------------------------------------------------


def delta_sizes(subject: Subject, smallest: float) -> list[Array]:
    """The sizes of the terms that δ of each layer is made of, batch × units: the backward pass with
    the size of every factor. ``smallest`` is added to every local derivative.
    """
    network, passed, targets = subject.network, subject.passed, subject.targets
    scale = sample_scale(len(targets), subject.reduction)
    size_of_delta = network.loss.delta_size
    found: list[Array] = []
    upstream = np.abs(passed.layers[-1].activation_gradients)
    for layer, numbers in reversed(list(zip(network.layers, passed.layers, strict=True))):
        z, a = numbers.pre_activations, numbers.activations
        if size_of_delta is not None:
            sizes, size_of_delta = scale * size_of_delta(z, a, targets) + smallest, None
        else:
            sizes = layer.activation.pull_back_size(z, a, upstream) + smallest * (1 + upstream)
        found.append(sizes)
        upstream = found[-1] @ np.abs(layer.weights)
    return found[::-1]
