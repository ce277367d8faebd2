"""The forward and the backward pass: every activation, every δ and every gradient of one batch.

C is the batch loss: the mean or the sum of the samples' losses. Nothing here changes the network.
"""

from dataclasses import dataclass

import numpy as np

from app.engine.arrays import Array
from app.engine.network import Network
from app.engine.overflow import finite


@dataclass(frozen=True)
class LayerPass:
    """What one layer computed; the first four are batch × units."""

    pre_activations: Array
    activations: Array
    #: ∂C/∂a
    activation_gradients: Array
    #: δ = ∂C/∂z
    deltas: Array
    #: ∂C/∂W, units × fan-in
    weight_gradients: Array
    #: ∂C/∂b, (units,); None without biases
    bias_gradients: Array | None


@dataclass(frozen=True)
class Pass:
    loss: float
    #: (batch,)
    sample_losses: Array
    layers: tuple[LayerPass, ...]
    #: ∂C/∂x, batch × inputs
    input_gradients: Array


def forward(network: Network, inputs: Array) -> tuple[list[Array], list[Array]]:
    """z and a of every layer, each batch × units: z = x Wᵀ + b, a = f(z)."""
    pre_activations, activations = [], []
    signal = inputs
    for number, layer in enumerate(network.layers, start=1):
        z = signal @ layer.weights.T
        if layer.biases is not None:
            z += layer.biases
        signal = layer.activation.function(finite(z, "pre_activations", number))
        pre_activations.append(z)
        activations.append(finite(signal, "activations", number))
    return pre_activations, activations


def sample_scale(samples: int, reduction: str) -> float:
    """What a sample's loss counts for in C: 1/N under "mean", 1 under "sum"."""
    return 1 / samples if reduction == "mean" else 1.0


def total_loss(network: Network, z: Array, a: Array, targets: Array) -> Array:
    """The loss of each sample, (batch,), checked; z and a are the output layer's."""
    return finite(network.loss.value(z, a, targets), "sample_losses", len(network.layers))


def batch_loss(network: Network, inputs: Array, targets: Array, reduction: str) -> float:
    """C alone."""
    with np.errstate(all="ignore"):
        z, a = forward(network, inputs)
        samples = total_loss(network, z[-1], a[-1], targets)
        return reduce_samples(samples, reduction)


def reduce_samples(sample_losses: Array, reduction: str) -> float:
    loss = sample_losses.mean() if reduction == "mean" else sample_losses.sum()
    return float(finite(np.asarray(loss), "loss", None))


def propagate(network: Network, inputs: Array, targets: Array, reduction: str) -> Pass:
    """One forward and one backward pass. ``inputs`` batch × inputs, ``targets`` batch × outputs.

    Backward, with u = ∂C/∂a of a layer: δ = ∂C/∂z by the activation's pull-back; ∂C/∂W = δᵀ x,
    ∂C/∂b = Σ δ over the batch; ∂C/∂x = δ W, which is u of the layer before. Raises `Overflow`.
    """
    with np.errstate(all="ignore"):
        z, a = forward(network, inputs)
        sample_losses = total_loss(network, z[-1], a[-1], targets)
        loss = reduce_samples(sample_losses, reduction)
        scale = sample_scale(len(inputs), reduction)
        upstream = scale * network.loss.gradient(z[-1], a[-1], targets)
        passed: list[LayerPass] = []
        for index in range(len(network.layers) - 1, -1, -1):
            layer, number = network.layers[index], index + 1
            finite(upstream, "activation_gradients", number)
            fused = network.loss.delta if number == len(network.layers) else None
            if fused is not None:
                deltas = scale * fused(z[index], a[index], targets)
            else:
                deltas = layer.activation.pull_back(z[index], a[index], upstream)
            finite(deltas, "deltas", number)
            layer_input = a[index - 1] if index else inputs
            passed.append(
                LayerPass(
                    pre_activations=z[index],
                    activations=a[index],
                    activation_gradients=upstream,
                    deltas=deltas,
                    weight_gradients=finite(deltas.T @ layer_input, "weight_gradients", number),
                    bias_gradients=None
                    if layer.biases is None
                    else finite(deltas.sum(axis=0), "bias_gradients", number),
                )
            )
            upstream = deltas @ layer.weights
        finite(upstream, "input_gradients", 0)
    return Pass(loss, sample_losses, tuple(reversed(passed)), upstream)
