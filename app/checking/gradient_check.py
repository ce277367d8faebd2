"""Every parameter's gradient computed again from values of the loss alone.

Complex step (Squire and Trapp 1998): ∂C/∂w = Im C(w + ih) / h, exact to rounding for any tiny h,
since nothing is subtracted; it needs analytic functions. Otherwise the central difference
(C(w + h) − C(w − h)) / 2h, with an error of order h².
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
#: Rows (perturbed samples) that pass through the network at once, and numbers in the widest layer
#: of them, to bound the memory.
CHUNK_ROWS = 4096
CHUNK_NUMBERS = 500_000


@dataclass(frozen=True)
class CheckedLayer:
    """Difference quotients: units × fan-in, and (units,) or None without biases."""

    weight_gradients: Array
    bias_gradients: Array | None


@dataclass(frozen=True)
class GradientCheck:
    """``method`` is COMPLEX_STEP or CENTRAL_DIFFERENCE, ``h`` its step."""

    method: str
    h: float
    #: max |checked − gradient| / max |gradient| over all parameters
    max_relative_error: float
    layers: tuple[CheckedLayer, ...]


def is_analytic(network: Network) -> bool:
    """Has every function of the network a form for complex arguments, as the complex step needs?"""
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
    """All gradients of ``passed`` (the pass of ``inputs``, batch × inputs, with ``targets``)
    compared with difference quotients.

    Uses the complex step where it is defined and its numbers are finite, else the central
    difference: the textbook forms of the complex step overflow in the tails, where the engine's own
    do not. ``check_cancelled`` is called before every chunk. Raises `Overflow` where neither method
    gives finite numbers.
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
            # No input is known whose numbers are finite and whose error is not.
            if np.isfinite(error):  # pragma: no branch
                return GradientCheck(method, STEPS[method], error, layers)
    raise Overflow("check", None)


def relative_error(passed: Pass, checked: tuple[CheckedLayer, ...]) -> float:
    """max |checked − gradient| / max |gradient|; the numerator alone where all gradients are 0."""
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
    """The difference quotients of every layer.

    A step of a weight into unit j changes z_j alone, by step · input; the input of a bias is 1.
    """
    scale = sample_scale(len(inputs), reduction)
    for index, layer in enumerate(network.layers):
        layer_input = passed.layers[index - 1].activations if index else inputs
        # One column for each parameter of a unit: its weights, then the bias.
        moves = layer_input if layer.biases is None else np.c_[layer_input, np.ones(len(inputs))]
        quotients = np.empty((layer.units, moves.shape[1]))
        for unit in range(layer.units):
            quotients[unit] = unit_quotients(
                network, passed, targets, index, unit, moves, method, check_cancelled
            )
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
    check_cancelled: CheckCancelled,
) -> Array:
    """Σ over samples of the difference quotient for each parameter of the unit: (parameters,).

    ``moves``, samples × parameters, is ∂z_j/∂parameter for every sample.
    """
    samples, parameters = moves.shape
    z = passed.layers[index].pre_activations
    h = STEPS[method]
    result = np.empty(parameters)
    widest = max(layer.units for layer in network.layers[index:])
    together = max(1, min(CHUNK_ROWS, CHUNK_NUMBERS // widest) // samples)
    for first in range(0, parameters, together):
        check_cancelled()
        some = moves[:, first : first + together]
        count = some.shape[1]
        # Row p·samples + s is sample s with parameter first + p changed.
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
    """The losses (rows,) if layer ``index`` has the pre-activations z, rows × units."""
    forms = [layer.activation.function for layer in network.layers]
    return network.loss.value(*forward_from(network, index, z, forms), targets)


def textbook_losses(network: Network, index: int, z: ComplexArray, targets: Array) -> ComplexArray:
    """`losses_from` by the textbook forms, for complex z. The network must be analytic."""
    forms = [form for layer in network.layers if (form := layer.activation.textbook)]
    loss = network.loss.textbook
    assert loss is not None, "the network is analytic"
    return loss(*forward_from(network, index, z, forms), targets)


def forward_from(
    network: Network, index: int, z: ComplexArray, forms: Sequence[Callable[..., Any]]
) -> tuple[ComplexArray, ComplexArray]:
    """The last layer's z and a, rows × outputs, from the z of layer ``index``; ``forms`` are the
    activation functions of all layers.
    """
    a = forms[index](z)
    for layer, form in list(zip(network.layers, forms, strict=True))[index + 1 :]:
        z = a @ layer.weights.T
        if layer.biases is not None:
            z = z + layer.biases
        a = form(z)
    return z, a
