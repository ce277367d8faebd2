"""A result that float64 cannot hold is worth showing: it is raised with its name and its place."""

from collections.abc import Iterable
from math import isfinite

import numpy as np

from ..arrays import Array


class Overflow(Exception):
    """``quantity`` (such as ``pre_activations``) of ``layer`` (1-based, None for the loss) left
    float64.
    """

    def __init__(self, quantity: str, layer: int | None, round_number: int = 1) -> None:
        super().__init__(f"{quantity} of layer {layer} overflowed in round {round_number}")
        self.quantity = quantity
        self.layer = layer
        self.round_number = round_number


def is_finite(array: Array) -> bool:
    """Is every entry of ``array``, of any shape, finite?"""
    # One scalar product is the cheapest look at all entries; only when it overflows is each one
    # looked at.
    flat = array.ravel()
    return isfinite(flat.dot(flat)) or bool(np.isfinite(array).all())


def first_overflow(computed: Iterable[tuple[Array, str, int | None]]) -> Overflow | None:
    """The first of the (array, quantity, layer), in order of computation, that is not finite."""
    for array, quantity, layer in computed:
        if not is_finite(array):
            return Overflow(quantity, layer)
    return None
