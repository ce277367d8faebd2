"""The error rule of the document's figures, which is not the gradient ("as_drawn" in the API).

Section 5 of the document sends the output error ε = t − a back through the weights alone: the ε of
a layer is the ε of the next layer times W, without the slope f′ of the units in between. The slope
appears once, in the update η ε f′(z) x. So ε is −∂C/∂a of the same network with every later slope
replaced by 1.
"""

from dataclasses import dataclass

import numpy as np

from ..arrays import Array
from .backprop import Pass, sample_scale
from .network import Network
from .overflow import first_overflow

#: The loss and the optimizer that the figures assume: δ = z − y is minus the derivative of this
#: loss, and w′ = w + η δ … is a step of this optimizer.
FIGURE_RULE_LOSS = "half_squared_error"
FIGURE_RULE_OPTIMIZER = "sgd"


@dataclass(frozen=True)
class FigureRuleLayer:
    """What the rule gives for one layer.

    ``errors`` is ε, batch × units. The other two take the place of the gradients, −Σ ε f′(z) x:
    ``weight_gradients`` units × fan-in, ``bias_gradients`` (units,) or None without biases.
    """

    errors: Array
    weight_gradients: Array
    bias_gradients: Array | None


def is_defined(network: Network, optimizer: str) -> bool:
    """Does the rule cover this network with the optimizer of this name? Besides the loss and the
    optimizer above it needs elementwise activations.
    """
    return (
        network.loss.name == FIGURE_RULE_LOSS
        and optimizer == FIGURE_RULE_OPTIMIZER
        and all(layer.activation.elementwise for layer in network.layers)
    )


def as_drawn(
    network: Network, passed: Pass, inputs: Array, targets: Array, reduction: str
) -> tuple[FigureRuleLayer, ...]:
    """The rule's errors and updates of every layer, first layer first, for the forward pass
    ``passed`` of ``inputs`` (batch × inputs) with ``targets`` (batch × outputs).

    Raises `Overflow`, and ValueError for an activation that is not elementwise.
    """
    with np.errstate(all="ignore"):
        errors = sample_scale(len(inputs), reduction) * (targets - passed.layers[-1].activations)
        layers: list[FigureRuleLayer] = []
        for index in range(len(network.layers) - 1, -1, -1):
            layer = network.layers[index]
            slope = layer.activation.slope
            if slope is None:
                raise ValueError("the figures' rule is not defined for softmax")
            deltas = -errors * slope(passed.layers[index].pre_activations)
            layer_input = passed.layers[index - 1].activations if index else inputs
            layers.append(
                FigureRuleLayer(
                    errors,
                    deltas.T @ layer_input,
                    None if layer.biases is None else deltas.sum(axis=0),
                )
            )
            if index:
                errors = errors @ layer.weights
        layers.reverse()
    overflow = first_overflow(
        (array, quantity, number)
        for number in range(len(layers), 0, -1)
        for array, quantity in (
            (layers[number - 1].errors, "drawn_errors"),
            (layers[number - 1].weight_gradients, "drawn_weight_updates"),
            (layers[number - 1].bias_gradients, "drawn_bias_updates"),
        )
        if array is not None
    )
    if overflow is not None:
        raise overflow
    return tuple(layers)
