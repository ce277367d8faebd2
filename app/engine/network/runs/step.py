"""One step of a training run: the gradient of a batch, with penalties and clipped, and the
optimizer's update.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import isfinite, sqrt

import numpy as np

from ...arrays import Array
from ..backprop import propagate
from ..network import Layer, Network
from ..overflow import Overflow, is_finite
from ..training import Gradients, Optimization, States, update
from .plan import Settings

#: What torch.nn.utils.clip_grad_norm_ adds to the norm that it divides by.
CLIP_EPSILON = 1e-6


@dataclass(frozen=True)
class LayerGradients:
    """∂/∂W, units × fan-in, and ∂/∂b, (units,) or None, of what the step descends."""

    weight_gradients: Array
    bias_gradients: Array | None


def one_step(
    network: Network,
    inputs: Array,
    targets: Array,
    settings: Settings,
    rate: float,
    states: States,
    count: int,
) -> tuple[Network, States]:
    """The network and the optimizer's state after a step on one batch; nothing is changed in place.

    ``inputs`` is batch × inputs, ``targets`` batch × outputs; the loss is the mean over them,
    however many they are. ``count`` is 1 at the first step with these ``states``. Raises
    `Overflow`.
    """
    gradients = propagate(network, inputs, targets, "mean").layers
    return updated(network, gradients, settings, rate, states, count)


def updated(
    network: Network,
    gradients: Sequence[Gradients],
    settings: Settings,
    rate: float,
    states: States,
    count: int,
) -> tuple[Network, States]:
    """The network and the optimizer's state after a step along the batch's ``gradients``."""
    if settings.l1 or settings.l2:
        gradients = penalized(network, gradients, settings.l1, settings.l2)
    if settings.clip_norm is not None:
        gradients = clipped(network, gradients, settings.clip_norm)
    return update(network, gradients, optimization_at(settings, rate), states, count)


def optimization_at(settings: Settings, rate: float) -> Optimization:
    """The optimizer with the learning rate of a step."""
    chosen = settings.optimization
    if rate == settings.learning_rate:
        return chosen
    return Optimization(chosen.optimizer, chosen.hyperparameters | {"learning_rate": rate})


def penalized(
    network: Network, gradients: Sequence[Gradients], l1: float, l2: float
) -> list[Gradients]:
    """The gradients of C + Σ (l1 |w| + ½ l2 w²) over all weights that are not frozen, not over
    biases. l2 is torch.optim's ``weight_decay`` for weights, though not that of AdamW. Raises
    `Overflow`.
    """
    found: list[Gradients] = []
    for number, (layer, gradient) in enumerate(zip(network.layers, gradients, strict=True), 1):
        if layer.frozen != "all":
            total = with_penalties(gradient.weight_gradients, layer.weights, l1, l2)
            if not is_finite(total):
                raise Overflow("weight_gradients", number)
            gradient = LayerGradients(total, gradient.bias_gradients)
        found.append(gradient)
    return found


def with_penalties(gradients: Array, weights: Array, l1: float, l2: float) -> Array:
    """∂C/∂w + l2 w + l1 sign(w), where sign(0) is 0; all units × fan-in."""
    return gradients + l2 * weights + l1 * np.sign(weights)


def clipped(
    network: Network, gradients: Sequence[Gradients], clip_norm: float
) -> Sequence[Gradients]:
    """The gradients, scaled as the norm of those of all parameters that are not frozen says. Raises
    `Overflow`.
    """
    trained = [
        part
        for layer, gradient in zip(network.layers, gradients, strict=True)
        for part in trained_parts(layer, gradient)
    ]
    scale = clip_scale(trained, clip_norm)
    if scale == 1:
        return gradients
    return [
        LayerGradients(
            scale * gradient.weight_gradients,
            None if gradient.bias_gradients is None else scale * gradient.bias_gradients,
        )
        for gradient in gradients
    ]


def clip_scale(gradients: Sequence[Array], clip_norm: float) -> float:
    """min(1, clip_norm / (‖g‖ + 1e−6)), where ‖g‖ is the Euclidean norm of all the gradients
    together (torch.nn.utils.clip_grad_norm_; the 1e−6 is its own; Pascanu et al. 2013, algorithm
    1). Raises `Overflow`.
    """
    size = norm(gradients)
    if not isfinite(size):
        raise Overflow("gradient_norm", None)
    return min(1.0, clip_norm / (size + CLIP_EPSILON))


def trained_parts(layer: Layer, gradient: Gradients) -> list[Array]:
    """The gradients of the layer's parameters that are not frozen."""
    parts = [] if layer.frozen == "all" else [gradient.weight_gradients]
    if layer.frozen == "none" and gradient.bias_gradients is not None:
        parts.append(gradient.bias_gradients)
    return parts


def norm(arrays: Sequence[Array]) -> float:
    """√Σx² over all entries of the arrays, of any shapes; infinite only if the root itself is.

    Where a square would leave the normal numbers, the entries are divided by the largest first.
    """
    squares = sum(float(flat.dot(flat)) for flat in (array.ravel() for array in arrays))
    if 1e-280 < squares < 1e300:
        return sqrt(squares)
    largest = max((float(np.abs(array).max()) for array in arrays), default=0.0)
    if not largest:
        return 0.0
    return largest * sqrt(sum(float(((array / largest) ** 2).sum()) for array in arrays))
