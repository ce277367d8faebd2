"""The forward and the backward pass: every activation, every δ and every gradient of one batch.

C is the batch loss: the mean or the sum of the samples' losses. Nothing here changes the network.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from math import isfinite

import numpy as np

from ..arrays import Array
from .network import Network
from .overflow import first_overflow, is_finite


@dataclass(frozen=True)
class LayerPass:
    """What one layer computed; the first four are batch × units."""

    pre_activations: Array
    activations: Array
    #: ∂C/∂a; in the output layer NaN where it alone overflows and the loss has δ without it
    activation_gradients: Array
    #: δ = ∂C/∂z
    deltas: Array
    #: ∂C/∂W, units × fan-in
    weight_gradients: Array
    #: ∂C/∂b, (units,); None without biases
    bias_gradients: Array | None


@dataclass(frozen=True)
class Pass:
    """A forward and a backward pass. ``loss`` is C."""

    loss: float
    #: (batch,)
    sample_losses: Array
    layers: tuple[LayerPass, ...]
    #: ∂C/∂x, batch × inputs
    input_gradients: Array


def forward(network: Network, inputs: Array) -> tuple[list[Array], list[Array]]:
    """z and a of every layer, each batch × units: z = x Wᵀ + b, a = f(z).

    ``inputs`` is batch × inputs. Numbers may overflow: the caller checks them.
    """
    pre_activations, activations = [], []
    signal = inputs
    for layer in network.layers:
        z = signal @ layer.weights.T
        if layer.biases is not None:
            z += layer.biases
        signal = layer.activation.function(z)
        pre_activations.append(z)
        activations.append(signal)
    return pre_activations, activations


def sample_scale(samples: int, reduction: str) -> float:
    """The factor of a sample's loss in C: 1/N for the reduction "mean", 1 for "sum"."""
    return 1 / samples if reduction == "mean" else 1.0


def reduce_samples(sample_losses: Array, reduction: str) -> float:
    """C from the losses of the samples, (batch,)."""
    total = float(sample_losses.sum())
    return total / len(sample_losses) if reduction == "mean" else total


def forward_order(
    z: list[Array], a: list[Array], sample_losses: Array, loss: float
) -> Iterator[tuple[Array, str, int | None]]:
    """What a forward pass computes, in order, as (array, quantity, layer)."""
    for number, (pre_activations, activations) in enumerate(zip(z, a, strict=True), start=1):
        yield pre_activations, "pre_activations", number
        yield activations, "activations", number
    yield sample_losses, "sample_losses", len(z)
    yield np.asarray(loss), "loss", None


def batch_loss(network: Network, inputs: Array, targets: Array, reduction: str) -> float:
    """C alone. Raises `Overflow`."""
    with np.errstate(all="ignore"):
        z, a = forward(network, inputs)
        sample_losses = network.loss.value(z[-1], a[-1], targets)
        loss = reduce_samples(sample_losses, reduction)
        # An infinite a makes the next z infinite or NaN, so it is enough to test z and C.
        if not (isfinite(loss) and all(map(is_finite, z))):
            raise_first(forward_order(z, a, sample_losses, loss))
    return loss


def raise_first(computed: Iterable[tuple[Array, str, int | None]]) -> None:
    """Raise the `Overflow` of the first array that is not finite, if there is one."""
    overflow = first_overflow(computed)
    # It is called only where one of them is not finite.
    if overflow is not None:  # pragma: no branch
        raise overflow


def propagate(network: Network, inputs: Array, targets: Array, reduction: str) -> Pass:
    """One forward and one backward pass. ``inputs`` batch × inputs, ``targets`` batch × outputs.

    Backward, with u = ∂C/∂a of a layer: δ = ∂C/∂z by the activation's pull-back; ∂C/∂W = δᵀ x,
    ∂C/∂b = Σ δ over the batch; ∂C/∂x = δ W, which is u of the previous layer (section 5 of the
    document). A loss with a δ of its own does not read u of the output layer, which may be too
    large for a float64 where nothing else is. ``reduction`` is "mean" or "sum". Raises `Overflow`.
    """
    with np.errstate(all="ignore"):
        z, a = forward(network, inputs)
        sample_losses = network.loss.value(z[-1], a[-1], targets)
        loss = reduce_samples(sample_losses, reduction)

        scale = sample_scale(len(inputs), reduction)
        upstream = scale * network.loss.gradient(z[-1], a[-1], targets)
        # A loss defined for one output activation has δ in one formula.
        fused = network.loss.delta
        if fused is not None and not is_finite(upstream):
            upstream = np.where(np.isfinite(upstream), upstream, np.nan)
        layers: list[LayerPass] = []
        for index in range(len(network.layers) - 1, -1, -1):
            layer = network.layers[index]
            if fused is not None:
                deltas = scale * fused(z[index], a[index], targets)
                fused = None
            else:
                deltas = layer.activation.pull_back(z[index], a[index], upstream)
            layer_input = a[index - 1] if index else inputs
            weight_gradients = deltas.T @ layer_input
            bias_gradients = None if layer.biases is None else deltas.sum(axis=0)
            layers.append(
                LayerPass(z[index], a[index], upstream, deltas, weight_gradients, bias_gradients)
            )
            upstream = deltas @ layer.weights
        layers.reverse()
        passed = Pass(loss, sample_losses, tuple(layers), upstream)
        reads_errors = network.loss.delta is None
        if not all_finite(passed, reads_errors):
            raise_first(backward_order(passed, reads_errors))
    return passed


def all_finite(passed: Pass, reads_errors: bool) -> bool:
    """Is every number of the pass finite? ∂C/∂a of the output layer counts if ``reads_errors``.

    An infinite ∂C/∂a or δ of a hidden layer need not be tested: the gradients computed from it are
    infinite or NaN as well, since 0 · ∞ is NaN.
    """
    return (
        isfinite(passed.loss)
        and (not reads_errors or is_finite(passed.layers[-1].activation_gradients))
        and is_finite(passed.input_gradients)
        and all(
            is_finite(layer.pre_activations)
            and is_finite(layer.weight_gradients)
            and (layer.bias_gradients is None or is_finite(layer.bias_gradients))
            for layer in passed.layers
        )
    )


def backward_order(passed: Pass, reads_errors: bool) -> Iterator[tuple[Array, str, int | None]]:
    """All that a pass computes, in order, as (array, quantity, layer); ∂C/∂a of the output layer
    only if ``reads_errors``.
    """
    yield from forward_order(
        [layer.pre_activations for layer in passed.layers],
        [layer.activations for layer in passed.layers],
        passed.sample_losses,
        passed.loss,
    )
    for number in range(len(passed.layers), 0, -1):
        layer = passed.layers[number - 1]
        if reads_errors or number < len(passed.layers):
            yield layer.activation_gradients, "activation_gradients", number
        yield layer.deltas, "deltas", number
        yield layer.weight_gradients, "weight_gradients", number
        if layer.bias_gradients is not None:
            yield layer.bias_gradients, "bias_gradients", number
    yield passed.input_gradients, "input_gradients", 0
