"""A computational graph: the value of an expression node by node, and its derivatives.

Nodes are in topological order, operands before the nodes that read them. Every value is a float64
or an array; arrays broadcast. Reverse mode: v̄_u = Σ_uses v̄_v ∂v/∂u (section 4 of the document,
figure 4). Forward mode: v̇_v = Σ_operands ∂v/∂u v̇_u.
"""

import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from .operations import OPERATIONS, Domain

INPUT = "input"
CONSTANT = "constant"
#: The value of a node: a float64, or an array.
Value = Any


@dataclass(frozen=True)
class Node:
    """``operation`` is a name of `OPERATIONS`, or "input", or "constant" with its ``number``."""

    operation: str
    operands: tuple[int, ...] = ()
    name: str | None = None
    number: float = 0.0


@dataclass(frozen=True)
class Graph:
    """``nodes`` in topological order, and the index of the ``result`` among them."""

    nodes: tuple[Node, ...]
    result: int

    @cached_property
    def inputs(self) -> dict[str, int]:
        """The index of every input node, by its name."""
        return {
            node.name: index
            for index, node in enumerate(self.nodes)
            if node.operation == INPUT and node.name is not None
        }

    @cached_property
    def uses(self) -> tuple[tuple[tuple[int, int], ...], ...]:
        """For every node the (node, operand number) pairs that read it: x·x reads x twice."""
        found: list[list[tuple[int, int]]] = [[] for _ in self.nodes]
        for index, node in enumerate(self.nodes):
            for place, operand in enumerate(node.operands):
                found[operand].append((index, place))
        return tuple(tuple(uses) for uses in found)

    @cached_property
    def depths(self) -> tuple[int, ...]:
        """The length of the longest path to every node from an input or a constant."""
        depths: list[int] = []
        for node in self.nodes:
            depths.append(1 + max((depths[o] for o in node.operands), default=-1))
        return tuple(depths)

    @cached_property
    def varying(self) -> tuple[bool, ...]:
        """Which nodes depend on an input."""
        return self.depending(self.inputs)

    @cached_property
    def active(self) -> tuple[bool, ...]:
        """Which nodes the result depends on."""
        active = [False] * len(self.nodes)
        active[self.result] = True
        for index in range(len(self.nodes) - 1, -1, -1):
            if active[index]:
                for operand in self.nodes[index].operands:
                    active[operand] = True
        return tuple(active)

    def depending(self, names: Collection[str]) -> tuple[bool, ...]:
        """Which nodes depend on one of these inputs."""
        found: list[bool] = []
        for node in self.nodes:
            own = node.operation == INPUT and node.name in names
            found.append(own or any(found[operand] for operand in node.operands))
        return tuple(found)


def evaluate(graph: Graph, inputs: Mapping[str, Value]) -> list[Value]:
    """The value of every node, NaN or ±∞ where it is undefined or overflows. ``inputs`` by name;
    raises KeyError for one that is missing.
    """
    values: list[Value] = []
    with np.errstate(all="ignore"):
        for node in graph.nodes:
            if node.operation == INPUT:
                assert node.name is not None
                values.append(number(inputs[node.name]))
            elif node.operation == CONSTANT:
                values.append(np.float64(node.number))
            else:
                operands = (values[operand] for operand in node.operands)
                values.append(OPERATIONS[node.operation].value(*operands))
    return values


def number(value: Value) -> Value:
    """A float64, whose division by zero gives ±∞ where Python's raises, or an array unchanged."""
    return value if isinstance(value, np.ndarray) else np.float64(value)


def local_derivatives(
    graph: Graph, values: Sequence[Value], varying: Sequence[bool] | None = None
) -> list[tuple[Value | None, ...]]:
    """∂node/∂operand for every node and operand, at the ``values`` of `evaluate`; None where the
    operand does not vary: by default, where it depends on no input.
    """
    varying = graph.varying if varying is None else varying
    found: list[tuple[Value | None, ...]] = []
    with np.errstate(all="ignore"):
        for index, node in enumerate(graph.nodes):
            if not node.operands or not varying[index]:
                found.append((None,) * len(node.operands))
                continue
            slopes = OPERATIONS[node.operation].slopes
            numbers = [values[operand] for operand in node.operands]
            found.append(
                tuple(
                    slope(*numbers, values[index]) if varying[operand] else None
                    for operand, slope in zip(node.operands, slopes, strict=True)
                )
            )
    return found


#: For every node and operand: whether it holds of the edge between them; an array where the values
#: are arrays.
Edges = Sequence[tuple[Any, ...]]


def flat_edges(
    graph: Graph, values: Sequence[Value], varying: Sequence[bool] | None = None
) -> list[tuple[Any, ...]]:
    """The edges whose node does not depend on the operand in a neighbourhood of the ``values``, as
    max(a, 1) on a at a = 0. Their derivative is 0 even where the operand itself has none.
    """
    varying = graph.varying if varying is None else varying
    found: list[tuple[Any, ...]] = []
    for node in graph.nodes:
        operation = OPERATIONS.get(node.operation)
        if operation is None or not (operation.flat or operation.flat_beside):
            found.append((False,) * len(node.operands))
            continue
        row: list[Any] = []
        numbers = [values[operand] for operand in node.operands]
        for place in range(len(node.operands)):
            others = [o for k, o in enumerate(node.operands) if k != place]
            if operation.flat:
                row.append(operation.flat[place](*numbers))
            elif operation.flat_beside and not any(varying[other] for other in others):
                row.append(operation.flat_beside[place](*numbers))
            else:
                row.append(False)
        found.append(tuple(row))
    return found


def live_edges(graph: Graph, flat: Edges) -> list[tuple[Any, ...]]:
    """The edges through which the result depends on the operand near the values; ``flat`` are those
    of `flat_edges`.
    """
    live: list[Any] = [False] * len(graph.nodes)
    live[graph.result] = True
    found: list[tuple[Any, ...]] = []
    for index in range(len(graph.nodes) - 1, -1, -1):
        row = tuple(
            live[index] if edge is False else live[index] & np.logical_not(edge)
            for edge in flat[index]
        )
        for operand, edge in zip(graph.nodes[index].operands, row, strict=True):
            live[operand] = live[operand] | edge
        found.append(row)
    found.reverse()
    return found


def _is_finite(value: Value) -> bool:
    # Numpy's test of a single number takes ten times as long.
    return math.isfinite(value) if isinstance(value, float) else bool(np.isfinite(value).all())


def kept(slopes: Edges, edges: Edges) -> list[tuple[Value | None, ...]]:
    """The slopes, with 0 for one that is not finite outside ``edges``: it contributes nothing."""
    return [
        tuple(
            slope
            if slope is None or _is_finite(slope)
            else np.where(np.isfinite(slope) | edge, slope, 0.0)[()]
            for slope, edge in zip(local, row, strict=True)
        )
        for local, row in zip(slopes, edges, strict=True)
    ]


def backward(graph: Graph, slopes: Sequence[tuple[Value | None, ...]]) -> list[Value]:
    """∂result/∂node of every node by reverse mode, in one sweep; ``slopes`` are the local
    derivatives. 0 where the result does not depend on the node.
    """
    gradients: list[Value] = [0.0] * len(graph.nodes)
    gradients[graph.result] = 1.0
    with np.errstate(all="ignore"):
        for index in range(graph.result, -1, -1):
            if not graph.active[index]:
                continue
            for operand, slope in zip(graph.nodes[index].operands, slopes[index], strict=True):
                if slope is not None:
                    gradients[operand] = gradients[operand] + gradients[index] * slope
    return gradients


@dataclass(frozen=True)
class Linearization:
    """A graph near its inputs: the ``values`` of `evaluate`, the ``slopes`` of `local_derivatives`,
    and the edges of `flat_edges` and `live_edges`.
    """

    values: list[Value]
    slopes: list[tuple[Value | None, ...]]
    flat: list[tuple[Any, ...]]
    live: list[tuple[Any, ...]]


def linearize(
    graph: Graph, inputs: Mapping[str, Value], varying: Sequence[bool] | None = None
) -> Linearization:
    """The graph at these inputs; ``varying`` as in `local_derivatives`."""
    values = evaluate(graph, inputs)
    flat = flat_edges(graph, values, varying)
    slopes = local_derivatives(graph, values, varying)
    return Linearization(values, slopes, flat, live_edges(graph, flat))


def reverse(graph: Graph, inputs: Mapping[str, Value]) -> list[Value]:
    """∂result/∂node of every node, at these inputs."""
    near = linearize(graph, inputs)
    return backward(graph, kept(near.slopes, near.live))


def tangents(
    graph: Graph, slopes: Sequence[tuple[Value | None, ...]], name: str, flat: Edges | None = None
) -> list[Value]:
    """∂node/∂input of every node by forward mode, in one sweep, for the input ``name``. Across the
    edges of `flat_edges` nothing is carried, nor of an operand that does not depend on the input.
    """
    found: list[Value] = []
    moving = graph.depending((name,))
    with np.errstate(all="ignore"):
        for index, (node, local) in enumerate(zip(graph.nodes, slopes, strict=True)):
            total: Value = 1.0 if node.operation == INPUT and node.name == name else 0.0
            for place, (operand, slope) in enumerate(zip(node.operands, local, strict=True)):
                if slope is None or not moving[operand]:
                    continue
                term = slope * found[operand]
                total = total + (term if flat is None else np.where(flat[index][place], 0.0, term))
            found.append(total)
    return found


def operation_counts(graph: Graph) -> tuple[int, int]:
    """(forward mode, reverse mode): how many multiplications by a local derivative and additions of
    contributions each needs for all gradients. Forward mode makes one sweep per input.
    """
    forward = 0
    for name in graph.inputs:
        moving = graph.depending((name,))
        for index, node in enumerate(graph.nodes):
            terms = sum(moving[operand] for operand in node.operands)
            if graph.active[index] and terms:
                forward += 2 * terms - 1
    backwards = 0
    for index in range(len(graph.nodes)):
        terms = sum(graph.active[reader] for reader, _ in graph.uses[index])
        if graph.varying[index] and terms and index != graph.result:
            backwards += 2 * terms - 1
    return forward, backwards


@dataclass(frozen=True)
class Failure:
    """The value of ``node`` is undefined, or its derivative by ``operand``; ``key`` names the
    sentence that explains it. ``outside``: the first operand where it is outside the domain.
    """

    node: int
    operand: int | None
    key: str
    outside: float | None = None

    def params(self, node: str) -> dict[str, object]:
        """What fills its sentence. ``node``: the text of the node."""
        if self.outside is None:
            return {"node": node}
        # + 0.0: −0 is written as 0.
        return {"node": node, "value": f"{self.outside + 0.0:.6g}"}


@dataclass(frozen=True)
class Notice:
    """At ``node`` a number is an agreement, a limit or a rounding to 0; ``key`` names the sentence
    that says which. ``where`` are the elements of which it is so, where the values are arrays.
    """

    node: int
    key: str
    where: Any = True


OVERFLOW = "error.domain.overflow"
#: The value is a float64 and its derivative is not.
SLOPE_OVERFLOW = "error.domain.slope"
#: What a domain excludes is a number that float64 rounds to 0.
UNDERFLOW = "error.domain.underflow"


def first_failure(domains: Sequence[Domain], operands: Sequence[Value], otherwise: str) -> str:
    """The key of the first domain that the operands violate; ``otherwise`` if there is none."""
    for domain in domains:
        if np.any(domain.fails(*operands)):
            return domain.key
    return otherwise


def first_outside(domains: Sequence[Domain], operands: Sequence[Value]) -> float | None:
    """The first operand, at the first element where a domain is violated; None: none is."""
    for domain in domains:
        fails = np.broadcast_arrays(domain.fails(*operands), *operands)
        if np.any(fails[0]):
            return float(fails[1].flat[np.argmax(fails[0])])
    return None


def underflows(graph: Graph, values: Sequence[Value], index: int) -> Any:
    """Where the value of a node is 0 only because it is smaller than float64 holds."""
    node = graph.nodes[index]
    if not node.operands:
        return False
    operands = [values[operand] for operand in node.operands]
    if not all(np.all(np.isfinite(operand)) for operand in operands):
        return False
    exact = OPERATIONS[node.operation].zero(*operands)
    return (np.asarray(values[index]) == 0) & np.logical_not(exact)


def failures(
    graph: Graph,
    values: Sequence[Value],
    slopes: Sequence[tuple[Value | None, ...]],
    active_only: bool = False,
    live: Edges | None = None,
) -> list[Failure]:
    """The nodes whose value or derivative is not finite although all their operands are.

    ``active_only``: only of the nodes that the result depends on. With ``live``, of `live_edges`,
    only the derivatives that contribute to a gradient.
    """
    found: list[Failure] = []
    for index, node in enumerate(graph.nodes):
        if active_only and not graph.active[index]:
            continue
        operands = [values[operand] for operand in node.operands]
        if not all(np.all(np.isfinite(operand)) for operand in operands):
            continue
        if not np.all(np.isfinite(values[index])):
            domain = OPERATIONS[node.operation].domain if node.operands else ()
            key = first_failure(domain, operands, OVERFLOW)
            outside = first_outside(domain, operands)
            if key != OVERFLOW and any(np.any(underflows(graph, values, o)) for o in node.operands):
                key = UNDERFLOW
            found.append(Failure(index, None, key, outside))
            continue
        for place, slope in enumerate(slopes[index]):
            if slope is None:
                continue
            missing = np.logical_not(np.isfinite(slope))
            if np.any(missing if live is None else missing & live[index][place]):
                smooth = OPERATIONS[node.operation].smooth
                domains = smooth[place] if place < len(smooth) else ()
                key = first_failure(domains, operands, SLOPE_OVERFLOW)
                found.append(Failure(index, place, key))
    return found


def is_undecided(graph: Graph, gradients: Sequence[Value], failure: Failure) -> bool:
    """May the result have a derivative although that of an inner node does not exist? Its gradients
    then have the form 0·∞ or ∞ − ∞, or an inner derivative left float64.
    """
    if failure.operand is None or failure.node == graph.result:
        return False
    if failure.key == SLOPE_OVERFLOW:
        return True
    source = graph.nodes[failure.node].operands[failure.operand]
    return any(
        graph.depending((name,))[source] and bool(np.any(np.isnan(gradients[index])))
        for name, index in graph.inputs.items()
    )


def notices(
    graph: Graph,
    values: Sequence[Value],
    slopes: Sequence[tuple[Value | None, ...]],
    live: Edges,
) -> list[Notice]:
    """What of the numbers of a graph is no formula's result: a derivative at a kink, a tie or a
    jump on which the gradient of the result depends; one that does not exist and is not needed; a
    value that is rounded to 0.
    """
    found: list[Notice] = []
    for index, node in enumerate(graph.nodes):
        if not graph.active[index] or not node.operands:
            continue
        operation = OPERATIONS[node.operation]
        operands = [values[operand] for operand in node.operands]
        local = list(zip(slopes[index], live[index], strict=True))
        masks = [("notice.underflow", underflows(graph, values, index))]
        # max(a, a) is a, whichever operand the derivative is given to.
        if len(set(node.operands)) == len(node.operands):
            masks += [
                (convention.key, convention.holds(*operands) & local[place][1])
                for convention in operation.conventions
                for place in convention.places
                if local[place][0] is not None
            ]
        masks += [
            ("notice.flat", ~np.isfinite(slope) & np.isfinite(values[index]) & np.logical_not(edge))
            for slope, edge in local
            if slope is not None
        ]
        told: dict[str, Any] = {}
        for key, mask in masks:
            told[key] = told.get(key, False) | mask
        found += [Notice(index, key, mask) for key, mask in told.items() if np.any(mask)]
    return found
