"""The model that a run fits to data: an expression in one column of the data, such as ``w*x + b``,
evaluated at the points of the run.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ...engine.arrays import Array
from ...engine.graph.graph import Graph, evaluate

#: Inputs at which predictions are computed.
INPUT_COUNT = 61
#: Margin on both sides of a column, as a share of its range.
COLUMN_MARGIN = 0.08


@dataclass(frozen=True)
class Model:
    """A graph in the ``variables`` of a run and the column ``input``."""

    graph: Graph
    variables: tuple[str, ...]
    input: str

    def predictions(self, points: Array, inputs: Array) -> Array:
        """``points`` (n, variables) and ``inputs`` (m,) -> (n, m); NaN where undefined."""
        at = dict(zip(self.variables, points.T[:, :, np.newaxis], strict=True))
        found = evaluate(self.graph, {**at, self.input: inputs})[self.graph.result]
        table: Array = np.broadcast_to(found, (len(points), len(inputs)))
        return np.where(np.isfinite(table), table, np.nan)


def inputs_over(column: Sequence[float] | Array, ends: Sequence[float] | None = None) -> Array:
    """`INPUT_COUNT` evenly spaced inputs between ``ends``, by default the column's range with a
    margin.
    """
    if ends is not None:
        return np.linspace(ends[0], ends[1], INPUT_COUNT)
    low, high = float(np.min(column)), float(np.max(column))
    margin = COLUMN_MARGIN * (high - low) or 1.0
    return np.linspace(low - margin, high + margin, INPUT_COUNT)
