"""An expression in one or two variables as a function to minimize and to plot.

With columns of data it is the mean or the sum of the expression over their rows, and the gradient
may be that of a mini-batch of rows.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from math import isfinite
from typing import Any

import numpy as np

from ...engine.arrays import Array
from ...engine.cancellation import CheckCancelled, always
from ...engine.graph.derivative import derivative, text_of
from ...engine.graph.graph import (
    Graph,
    Notice,
    Value,
    backward,
    failures,
    is_undecided,
    kept,
    linearize,
    notices,
)
from ...engine.graph.operations import OPERATIONS
from ...engine.graph.second_order import hessians
from .descent import Curvature, Reason, Rows, Undefined, eigenvalues

#: Values of one node computed at once, few enough to fit the processor's cache.
CHUNK_SIZE = 16_384
#: The notices of the operations' own conventions, and whether there is a derivative.
CONVENTIONS = {
    convention.key: convention.exists
    for entry in OPERATIONS.values()
    for convention in entry.conventions
}
#: Characters of a node's text in a message.
MAX_NODE_TEXT = 40


class Sweep:
    """Forward and reverse sweeps through one graph at many points: the computation of
    `app.engine.graph.graph` with all that does not depend on the values prepared in advance.
    """

    def __init__(self, graph: Graph, variables: Sequence[str]) -> None:
        self.graph = graph
        self.variables = [graph.inputs.get(name) for name in variables]
        self.values: list[Any] = [np.float64(node.number) for node in graph.nodes]
        varying = graph.depending(variables)
        self.forward: list[tuple[int, Callable[..., Any], tuple[int, ...]]] = []
        self.backward: list[tuple[int, tuple[int, ...], list[tuple[int, Callable[..., Any]]]]] = []
        for index, node in enumerate(graph.nodes):
            if not graph.active[index] or not node.operands:
                continue
            operation = OPERATIONS[node.operation]
            self.forward.append((index, operation.value, node.operands))
            if varying[index]:
                slopes = [
                    (operand, slope)
                    for operand, slope in zip(node.operands, operation.slopes, strict=True)
                    if varying[operand]
                ]
                self.backward.append((index, node.operands, slopes))
        self.backward.reverse()

    def evaluate(self, inputs: Mapping[str, Any]) -> list[Any]:
        """The value of every node that the result depends on, for ``inputs`` by name: numbers or
        arrays that broadcast.
        """
        values = self.values.copy()
        for name, index in self.graph.inputs.items():
            values[index] = inputs[name]
        for index, value, operands in self.forward:
            values[index] = value(*[values[operand] for operand in operands])
        return values

    def gradient(self, values: Sequence[Any]) -> list[Any]:
        """∂result/∂variable for each of the variables, from the ``values`` of `evaluate`."""
        gradients: list[Any] = [0.0] * len(values)
        gradients[self.graph.result] = 1.0
        for index, operands, slopes in self.backward:
            numbers = [values[operand] for operand in operands]
            value, upstream = values[index], gradients[index]
            for operand, slope in slopes:
                gradients[operand] = gradients[operand] + upstream * slope(*numbers, value)
        return [0.0 if index is None else gradients[index] for index in self.variables]


@dataclass(frozen=True)
class Function:
    """A `Landscape` and a `Surface`. ``columns`` are the data by name, each (rows,); ``reduction``
    over them is "mean" or "sum".
    """

    graph: Graph
    variables: tuple[str, ...]
    columns: Mapping[str, Array] = field(default_factory=dict)
    reduction: str = "mean"

    @cached_property
    def sweep(self) -> Sweep:
        return Sweep(self.graph, self.variables)

    @property
    def rows(self) -> int:
        """The number of rows of the data; 0 without data."""
        return len(next(iter(self.columns.values()), ()))

    @property
    def cost(self) -> int:
        """How many values are computed for one point."""
        return len(self.graph.nodes) * max(self.rows, 1)

    def value_and_gradient(
        self, point: Sequence[float] | Array, rows: Rows | None = None
    ) -> tuple[float, list[float]]:
        """The value over all rows, and the gradient over ``rows`` if given. Raises `Undefined`
        outside the domain.
        """
        at = {name: np.float64(x) for name, x in zip(self.variables, point, strict=True)}
        sweep = self.sweep
        values = sweep.evaluate({**at, **self.columns})
        value = self.reduced(values[self.graph.result], self.rows)
        if rows is not None:
            some = {name: column[rows] for name, column in self.columns.items()}
            values = sweep.evaluate({**at, **some})
        count = self.rows if rows is None else len(rows)
        gradient = [self.reduced(each, count) for each in sweep.gradient(values)]
        if not isfinite(value):
            self.explained_gradient({**at, **self.columns})
        elif not all(map(isfinite, gradient)):
            chosen = self.columns if rows is None else some
            gradient = [
                self.reduced(each, count) for each in self.explained_gradient({**at, **chosen})
            ]
        return value, gradient

    def reduced(self, terms: Any, rows: int) -> float:
        """The mean or sum of the rows' terms, (rows,) or one number that all rows share."""
        if not rows:
            return float(terms)
        if np.ndim(terms) == 0:
            return float(terms * rows if self.reduction == "sum" else terms)
        return float(terms.sum() if self.reduction == "sum" else terms.mean())

    def explained_gradient(self, inputs: Mapping[str, Value]) -> list[Value]:
        """The gradient without what contributes nothing near the inputs, as √x in max(√x, 1) at 0.
        Raises `Undefined` with the first node whose value or derivative does not exist, if any.
        """
        graph = self.graph
        near = linearize(graph, inputs, graph.depending(self.variables))
        gradients = backward(graph, kept(near.slopes, near.live))
        for failure in failures(graph, near.values, near.slopes, active_only=True, live=near.live):
            reason = Reason(failure.key, failure.params(self.text_at(failure.node)))
            if is_undecided(graph, gradients, failure):
                reason = Reason("error.domain.inner", {}, reason)
            raise Undefined(reason)
        found = [graph.inputs.get(name) for name in self.variables]
        return [0.0 if index is None else gradients[index] for index in found]

    def text_at(self, node: int) -> str:
        """The expression of a node, cut to `MAX_NODE_TEXT`."""
        return text_of(replace(self.graph, result=node), MAX_NODE_TEXT)

    def conventions(self, points: Array) -> list[tuple[int, Notice]]:
        """Where the gradients at ``points``, (entries, variables), rest on a convention of an
        operation: (first entry, notice) for every node and reason.
        """
        graph = self.graph
        if not any(
            graph.active[index] and node.operands and OPERATIONS[node.operation].conventions
            for index, node in enumerate(graph.nodes)
        ):
            return []
        varying = graph.depending(self.variables)
        chunk = max(1, CHUNK_SIZE // max(self.rows, 1))
        found: dict[tuple[int, str], tuple[int, Notice]] = {}
        for first in range(0, len(points), chunk):
            some = points[first : first + chunk]
            at = dict(zip(self.variables, some.T[:, :, np.newaxis], strict=True))
            near = linearize(graph, {**at, **self.columns}, varying)
            for notice in notices(graph, near.values, near.slopes, near.live):
                if notice.key in CONVENTIONS and (notice.node, notice.key) not in found:
                    table = np.broadcast_to(notice.where, (len(some), max(self.rows, 1)))
                    entry = first + int(np.argmax(table.any(axis=1)))
                    found[notice.node, notice.key] = entry, notice
        return list(found.values())

    def values(self, points: Array, check_cancelled: CheckCancelled = always) -> Array:
        """The function at each of the points, (variables, n) -> (n,); NaN where it is undefined."""
        (values,) = self.in_chunks(
            points, lambda values: [values[self.graph.result]], check_cancelled
        )
        return np.asarray(values)

    def slopes(self, points: Array, check_cancelled: CheckCancelled = always) -> Array:
        """The gradients at the points, both (variables, n)."""
        return self.in_chunks(points, self.sweep.gradient, check_cancelled)

    def in_chunks(
        self,
        points: Array,
        read: Callable[[list[Any]], list[Any]],
        check_cancelled: CheckCancelled,
    ) -> Array:
        """What ``read`` returns for the nodes' values at the points, (variables, n), reduced over
        the rows: (len of the list, n). Computed in chunks that fit the cache.

        A node's values are rows of data × points of the chunk.
        """
        columns = {name: column[:, np.newaxis] for name, column in self.columns.items()}
        chunk = max(1, CHUNK_SIZE // max(self.rows, 1))
        parts = []
        with np.errstate(all="ignore"):
            for first in range(0, points.shape[1], chunk):
                check_cancelled()
                some = points[:, np.newaxis, first : first + chunk]
                at = dict(zip(self.variables, some, strict=True))
                found = read(self.sweep.evaluate({**at, **columns}))
                parts.append([self.reduced_columns(each, some.shape[2]) for each in found])
        whole = np.concatenate(parts, axis=1)
        return np.where(np.isfinite(whole), whole, np.nan)

    def reduced_columns(self, terms: Any, count: int) -> Array:
        """The mean or sum over the rows: terms that broadcast to (rows, count) -> (count,)."""
        rows = max(self.rows, 1)
        table: Array = np.broadcast_to(terms, (rows, count))
        if not self.rows:
            return np.asarray(table[0])
        total: Array = table.sum(axis=0)
        return total if self.reduction == "sum" else total / rows

    @cached_property
    def derivatives(self) -> dict[str, Graph]:
        """∂/∂variable of the expression, symbolically; with data that of one row."""
        return {name: derivative(self.graph, name) for name in self.variables}

    @cached_property
    def gradient_texts(self) -> dict[str, str]:
        """The derivatives as expressions in text."""
        return {name: text_of(graph) for name, graph in self.derivatives.items()}

    def curvature(self, point: Sequence[float]) -> Curvature:
        """From the second derivatives of the graph. Not known at a kink, a tie or a jump."""
        met = self.conventions(np.array([point]))
        if not all(CONVENTIONS[notice.key] for _, notice in met):
            return Curvature(None, "notice.curvature.kink")
        at = {name: np.float64(x) for name, x in zip(self.variables, point, strict=True)}
        found = hessians(self.graph, {**at, **self.columns}, self.variables, max(self.rows, 1))
        return eigenvalues(self.summed(found))

    def summed(self, tables: Array) -> Array:
        """The mean or sum over the last axis: of the rows, or one entry that all rows share."""
        if not self.rows:
            return np.asarray(tables[..., 0])
        if tables.shape[-1] == 1:
            return np.asarray(tables[..., 0] * (self.rows if self.reduction == "sum" else 1))
        return np.asarray(tables.sum(-1) if self.reduction == "sum" else tables.mean(-1))
