"""Every weight's gradient once more, from values of the loss alone.

Complex step (Squire and Trapp 1998): ∂C/∂w = Im C(w + ih) / h, exact to rounding for any tiny h,
since nothing is subtracted; it needs functions that are analytic. Else the central difference
(C(w + h) − C(w − h)) / 2h, good to about h².
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from ..engine.arrays import Array, ComplexArray
from ..engine.cancellation import CheckCancelled, always
from ..engine.network.backprop import Pass, sample_scale
from ..engine.network.network import Network
from ..engine.network.overflow import Overflow

COMPLEX_STEP = "complex_step"
CENTRAL_DIFFERENCE = "central_difference"
STEPS = {COMPLEX_STEP: 1e-30, CENTRAL_DIFFERENCE: 6.0554544523933429e-06}  # the latter is ε^⅓
#: Rows (perturbed samples) carried through the network at once: bounds the memory.
ROWS = 4096


@dataclass(frozen=True)
class CheckedLayer:
    """units × fan-in, and (units,) or None."""

    weight_gradients: Array
    bias_gradients: Array | None


@dataclass(frozen=True)
class GradientCheck:
    method: str
    h: float
    #: max |checked − gradient| / max |gradient| over all parameters
    max_relative_error: float
    layers: tuple[CheckedLayer, ...]


def is_analytic(network: Network) -> bool:
    """May the complex step be used?"""
    return network.loss.textbook is not None and all(
        layer.activation.textbook is not None for layer in network.layers
    )


def check(
    network: Network,
    passed: Pass,
    inputs: Array,
    targets: Array,
    reduction: str,
    check_cancelled: CheckCancelled = always,
) -> GradientCheck:
    """All gradients of the pass against difference quotients. Raises `Overflow`.

    ``check_cancelled`` is asked before every unit.

    By the better method that gives finite numbers: the textbook forms of the complex step overflow
    far out in the tails, where the engine's tail-safe ones do not.
    """
    methods = [COMPLEX_STEP, CENTRAL_DIFFERENCE] if is_analytic(network) else [CENTRAL_DIFFERENCE]
    for method in methods:
        with np.errstate(all="ignore"):
            layers = tuple(
                checked_layers(network, passed, inputs, targets, reduction, method, check_cancelled)
            )
        if all(
            np.isfinite(layer.weight_gradients).all()
            and (layer.bias_gradients is None or np.isfinite(layer.bias_gradients).all())
            for layer in layers
        ):
            error = relative_error(passed, layers)
            if np.isfinite(error):
                return GradientCheck(method, STEPS[method], error, layers)
    raise Overflow("check", None)


def relative_error(passed: Pass, checked: tuple[CheckedLayer, ...]) -> float:
    """The largest difference over the largest gradient; 0 where all are 0."""
    differences, sizes = [0.0], [0.0]
    for ours, theirs in zip(passed.layers, checked, strict=True):
        pairs = [(ours.weight_gradients, theirs.weight_gradients)]
        if ours.bias_gradients is not None and theirs.bias_gradients is not None:
            pairs.append((ours.bias_gradients, theirs.bias_gradients))
        for gradient, quotient in pairs:
            differences.append(float(np.abs(gradient - quotient).max()))
            sizes.append(float(np.abs(gradient).max()))
    difference, size = max(differences), max(sizes)
    return difference / size if size else difference


def checked_layers(
    network: Network,
    passed: Pass,
    inputs: Array,
    targets: Array,
    reduction: str,
    method: str,
    check_cancelled: CheckCancelled,
) -> Iterator[CheckedLayer]:
    """Move one weight of unit j by a step: of its layer only z_j moves, by step · input.

    A bias has the input 1.
    """
    scale = sample_scale(len(inputs), reduction)
    for index, layer in enumerate(network.layers):
        layer_input = passed.layers[index - 1].activations if index else inputs
        # One column for each parameter of a unit: its fan-in, then the bias.
        moves = layer_input if layer.biases is None else np.c_[layer_input, np.ones(len(inputs))]
        quotients = np.empty((layer.units, moves.shape[1]))
        for unit in range(layer.units):
            check_cancelled()
            quotients[unit] = unit_quotients(network, passed, targets, index, unit, moves, method)
        quotients *= scale
        if layer.biases is None:
            yield CheckedLayer(quotients, None)
        else:
            yield CheckedLayer(quotients[:, :-1], quotients[:, -1])


def unit_quotients(
    network: Network,
    passed: Pass,
    targets: Array,
    index: int,
    unit: int,
    moves: Array,
    method: str,
) -> Array:
    """Σ over samples of the difference quotient for each parameter of the unit: (parameters,).

    ``moves``, samples × parameters, is how far z_j goes for a step of each.
    """
    samples, parameters = moves.shape
    z = passed.layers[index].pre_activations
    h = STEPS[method]
    result = np.empty(parameters)
    together = max(1, ROWS // samples)
    for first in range(0, parameters, together):
        some = moves[:, first : first + together]
        count = some.shape[1]
        # Row p·samples + s is sample s with parameter first + p moved.
        shift = some.T.ravel()
        many_targets = np.tile(targets, (count, 1))
        if method == COMPLEX_STEP:
            moved = np.tile(z, (count, 1)).astype(np.complex128)
            moved[:, unit] += 1j * h * shift
            quotient = textbook_losses(network, index, moved, many_targets).imag / h
        else:
            forth, back = np.tile(z, (count, 1)), np.tile(z, (count, 1))
            forth[:, unit] += h * shift
            back[:, unit] -= h * shift
            quotient = (
                losses_from(network, index, forth, many_targets)
                - losses_from(network, index, back, many_targets)
            ) / (2 * h)
        result[first : first + count] = quotient.reshape(count, samples).sum(axis=1)
    return result


def losses_from(network: Network, index: int, z: Array, targets: Array) -> Array:
    """Losses (rows,) when layer ``index`` has the pre-activations z, rows × units: real forms."""
    forms = [layer.activation.function for layer in network.layers]
    return network.loss.value(*carried(network, index, z, forms), targets)


def textbook_losses(network: Network, index: int, z: ComplexArray, targets: Array) -> ComplexArray:
    """The same in the textbook forms, for complex z."""
    forms = [form for layer in network.layers if (form := layer.activation.textbook)]
    loss = network.loss.textbook
    assert loss is not None, "asked only of analytic networks"
    return loss(*carried(network, index, z, forms), targets)


def carried(
    network: Network, index: int, z: ComplexArray, forms: Sequence[Callable[..., Any]]
) -> tuple[ComplexArray, ComplexArray]:
    """The last layer's z and a, rows × outputs, from the z of layer ``index``."""
    a = forms[index](z)
    for layer, form in list(zip(network.layers, forms, strict=True))[index + 1 :]:
        z = a @ layer.weights.T
        if layer.biases is not None:
            z = z + layer.biases
        a = form(z)
    return z, a
