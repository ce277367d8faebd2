"""What a function is fitted for: a prediction as an expression of one column of the data, such as
``w*x + b``, at the points of a run.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ...engine.arrays import Array
from ...engine.graph.graph import Graph, evaluate

#: Inputs that a prediction is told at.
INPUTS = 61
#: Left free on both sides of a column, as a share of its width.
MARGIN = 0.08


@dataclass(frozen=True)
class Model:
    """A graph in the ``variables`` of a run and the column ``input``."""

    graph: Graph
    variables: tuple[str, ...]
    input: str

    def predictions(self, points: Array, inputs: Array) -> Array:
        """(n, variables) and (m,) -> (n, m); NaN where there is none."""
        at = dict(zip(self.variables, points.T[:, :, np.newaxis], strict=True))
        found = evaluate(self.graph, {**at, self.input: inputs})[self.graph.result]
        table: Array = np.broadcast_to(found, (len(points), len(inputs)))
        return np.where(np.isfinite(table), table, np.nan)


def inputs_over(column: Sequence[float] | Array, ends: Sequence[float] | None = None) -> Array:
    """Evenly spaced from one end to the other; left out, a little more than the column."""
    if ends is not None:
        return np.linspace(ends[0], ends[1], INPUTS)
    low, high = float(np.min(column)), float(np.max(column))
    margin = MARGIN * (high - low) or 1.0
    return np.linspace(low - margin, high + margin, INPUTS)
