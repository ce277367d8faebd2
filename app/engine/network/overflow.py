"""Numbers that float64 cannot hold are raised as `Overflow`, with their name and layer."""

from collections.abc import Iterable
from math import isfinite

import numpy as np

from ..arrays import Array

#: What no sentence says of a layer, though it is computed from the last one's outputs.
OF_NO_LAYER = frozenset({"sample_losses", "loss"})


class Overflow(Exception):
    """A number of ``quantity`` (such as ``pre_activations``) of ``layer`` is not finite.

    ``layer`` counts from 1; it is 0 for the network's input and None for the loss. ``round_number``
    is the training step, from 1; ``after_update`` says that it came in the pass for the loss after
    the update of that round.
    """

    def __init__(self, quantity: str, layer: int | None, round_number: int = 1) -> None:
        super().__init__(f"{quantity} of layer {layer} overflowed in round {round_number}")
        self.quantity = quantity
        self.layer = layer
        self.round_number = round_number
        self.after_update = False


class OptimizerOverflow(Overflow):
    """A number inside the optimizer's rule that float64 does not hold: the ``symbol`` of a line,
    such as "v", and what is wrong with it, a ``kind`` of `optimizers.StepFault`.
    """

    def __init__(self, symbol: str, kind: str, layer: int) -> None:
        super().__init__(symbol, layer)
        self.kind = kind


def is_finite(array: Array) -> bool:
    """Is every entry of ``array``, of any shape, finite?"""
    # One dot product is the cheapest test; it may overflow for finite entries, so only then is each
    # entry tested.
    flat = array.ravel()
    return isfinite(flat.dot(flat)) or bool(np.isfinite(array).all())


def first_overflow(computed: Iterable[tuple[Array, str, int | None]]) -> Overflow | None:
    """The first (array, quantity, layer), in order of computation, that is not finite, or None."""
    for array, quantity, layer in computed:
        if not is_finite(array):
            return Overflow(quantity, layer)
    return None
