"""A computational graph: the value of an expression node by node, and its derivatives.

Nodes are in topological order, operands before the nodes that read them. Every value is a float64
or an array; arrays broadcast. Reverse mode: v̄_u = Σ_uses v̄_v ∂v/∂u (section 4 of the document,
figure 4). Forward mode: v̇_v = Σ_operands ∂v/∂u v̇_u.
"""

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


def reverse(graph: Graph, inputs: Mapping[str, Value]) -> list[Value]:
    """∂result/∂node of every node, at these inputs."""
    return backward(graph, local_derivatives(graph, evaluate(graph, inputs)))


def tangents(graph: Graph, slopes: Sequence[tuple[Value | None, ...]], name: str) -> list[Value]:
    """∂node/∂input of every node by forward mode, in one sweep, for the input ``name``."""
    found: list[Value] = []
    with np.errstate(all="ignore"):
        for node, local in zip(graph.nodes, slopes, strict=True):
            total: Value = 1.0 if node.operation == INPUT and node.name == name else 0.0
            for operand, slope in zip(node.operands, local, strict=True):
                if slope is not None:
                    total = total + slope * found[operand]
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
    sentence that explains it.
    """

    node: int
    operand: int | None
    key: str


OVERFLOW = "error.domain.overflow"


def first_failure(domains: Sequence[Domain], operands: Sequence[Value]) -> str:
    """The key of the first domain that the operands violate; of an overflow if there is none."""
    for domain in domains:
        if np.any(domain.fails(*operands)):
            return domain.key
    return OVERFLOW


def failures(
    graph: Graph,
    values: Sequence[Value],
    slopes: Sequence[tuple[Value | None, ...]],
    active_only: bool = False,
) -> list[Failure]:
    """The nodes whose value or derivative is not finite although all their operands are.

    ``active_only``: only of the nodes that the result depends on.
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
            found.append(Failure(index, None, first_failure(domain, operands)))
            continue
        for place, slope in enumerate(slopes[index]):
            if slope is not None and not np.all(np.isfinite(slope)):
                smooth = OPERATIONS[node.operation].smooth
                domains = smooth[place] if place < len(smooth) else ()
                found.append(Failure(index, place, first_failure(domains, operands)))
    return found
