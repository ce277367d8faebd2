"""The numbers of a request as an array."""

from collections.abc import Sequence

import numpy as np

from ...engine.arrays import Array

#: Entries that numpy reads from a list in less than a millisecond.
SMALL_MATRIX = 10_000


def matrix(rows: Sequence[Sequence[float]]) -> Array:
    """A large one row by row, as numpy holds the interpreter's lock while it reads a list."""
    if len(rows) * len(rows[0]) <= SMALL_MATRIX:
        return np.array(rows, dtype=np.float64)
    made = np.empty((len(rows), len(rows[0])))
    for index, row in enumerate(rows):
        made[index] = row
    return made
