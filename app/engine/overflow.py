"""A result that no float64 can hold is worth showing: it is raised, and it has a name and a place."""

import numpy as np

from app.engine.arrays import Array


class Overflow(Exception):  # noqa: N818 - the textbook's word
    """``quantity`` (such as ``pre_activations``) of ``layer`` (1-based, None for the loss) left float64."""

    def __init__(self, quantity: str, layer: int | None, round_number: int = 1) -> None:
        super().__init__(f"{quantity} of layer {layer} overflowed in round {round_number}")
        self.quantity = quantity
        self.layer = layer
        self.round_number = round_number


def finite(array: Array, quantity: str, layer: int | None) -> Array:
    """``array`` itself, of any shape, when every entry is finite; else `Overflow`."""
    # A sum is finite only if every term is; the slow look is needed only when it is not.
    if not np.isfinite(array.sum()) and not np.isfinite(array).all():
        raise Overflow(quantity, layer)
    return array
