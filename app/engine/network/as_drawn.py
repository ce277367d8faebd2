"""The figures' own rule, which is not the gradient.

Section 5 of the document sends the output error ε = t − a back through the weights alone: ε of a
layer is ε of the next one times W, without the slope f' of the units it passes through. The slope
enters once, in the update η ε f'(z) x. It is the true −∂C/∂a of the same network with every later
slope replaced by 1.
"""

from dataclasses import dataclass

import numpy as np

from ..arrays import Array
from .backprop import Pass, sample_scale
from .network import Network
from .overflow import first_overflow

#: What the figures assume: δ = z − y is minus the derivative of this loss, and w' = w + ηδ… is this
#: optimizer's step. Their units stand alone, each with a slope of its own.
DRAWN_LOSS = "half_squared_error"
DRAWN_OPTIMIZER = "sgd"


@dataclass(frozen=True)
class DrawnLayer:
    """``errors`` ε is batch × units; the others stand in for the gradient: minus Σ ε f'(z) x."""

    errors: Array
    weight_gradients: Array
    bias_gradients: Array | None


def is_defined(network: Network, optimizer: str) -> bool:
    """Do the figures say what to do with this network and the optimizer of this name?"""
    return (
        network.loss.name == DRAWN_LOSS
        and optimizer == DRAWN_OPTIMIZER
        and all(layer.activation.elementwise for layer in network.layers)
    )


def as_drawn(
    network: Network, passed: Pass, inputs: Array, targets: Array, reduction: str
) -> tuple[DrawnLayer, ...]:
    """The drawn errors and the drawn stand-ins for the gradients, layer by layer.

    Raises `Overflow`.
    """
    with np.errstate(all="ignore"):
        errors = sample_scale(len(inputs), reduction) * (targets - passed.layers[-1].activations)
        drawn: list[DrawnLayer] = []
        for index in range(len(network.layers) - 1, -1, -1):
            layer = network.layers[index]
            slope = layer.activation.slope
            if slope is None:
                raise ValueError("the drawn rule is not defined for softmax")
            moved = -errors * slope(passed.layers[index].pre_activations)
            layer_input = passed.layers[index - 1].activations if index else inputs
            drawn.append(
                DrawnLayer(
                    errors,
                    moved.T @ layer_input,
                    None if layer.biases is None else moved.sum(axis=0),
                )
            )
            if index:
                errors = errors @ layer.weights
        drawn.reverse()
    overflow = first_overflow(
        (array, quantity, number)
        for number in range(len(drawn), 0, -1)
        for array, quantity in (
            (drawn[number - 1].errors, "drawn_errors"),
            (drawn[number - 1].weight_gradients, "drawn_weight_updates"),
            (drawn[number - 1].bias_gradients, "drawn_bias_updates"),
        )
        if array is not None
    )
    if overflow is not None:
        raise overflow
    return tuple(drawn)
