"""Where a pass uses a convention instead of a derivative: at a kink of an activation, whose slope
there is that of the negative side, and at a = t under the absolute error, where it is 0.
"""

import numpy as np
import numpy.typing as npt

from ..arrays import Array
from .backprop import Pass
from .network import Network

#: Batch × units; None where no entry is marked.
Marked = npt.NDArray[np.bool_] | None


def kinks(network: Network, passed: Pass, targets: Array) -> list[Marked]:
    """For each layer the z that stand on a kink and that C depends on."""
    standing = [
        None
        if layer.activation.kink is None
        else some(numbers.pre_activations == layer.activation.kink)
        for layer, numbers in zip(network.layers, passed.layers, strict=True)
    ]
    if all(marked is None for marked in standing):
        return standing
    reaching = reaches(network, passed, targets, standing)
    return [
        None if marked is None else some(marked & reached)
        for marked, reached in zip(standing, reaching, strict=True)
    ]


def reaches(
    network: Network, passed: Pass, targets: Array, standing: list[Marked]
) -> list[npt.NDArray[np.bool_]]:
    """For each layer whether C changes with a, batch × units, on one of the sides of the kinks at
    the z that are ``standing`` on one.
    """
    found: list[npt.NDArray[np.bool_]] = []
    reached = passed.layers[-1].activation_gradients != 0
    tied = ties(network, passed, targets)
    if tied is not None:
        reached = reached | tied
    for layer, numbers, marked in reversed(
        list(zip(network.layers, passed.layers, standing, strict=True))
    ):
        found.append(reached)
        if layer.activation.slope is not None:
            passes = layer.activation.slope(numbers.pre_activations) != 0
            reached = reached & (passes if marked is None else passes | marked)
        reached = reached.astype(float) @ (layer.weights != 0) > 0
    return found[::-1]


def ties(network: Network, passed: Pass, targets: Array) -> Marked:
    """The outputs that equal their ``targets``, batch × outputs, if the loss has a kink there."""
    return some(passed.layers[-1].activations == targets) if network.loss.tie else None


def unread_errors(passed: Pass) -> Marked:
    """The ∂C/∂a of the output layer that alone are too large for a float64."""
    return some(np.isnan(passed.layers[-1].activation_gradients))


def some(marked: npt.NDArray[np.bool_]) -> Marked:
    """``marked``, or None if no entry is."""
    return marked if marked.any() else None
