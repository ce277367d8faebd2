"""A graph with some of its nodes shown as boxes, and the ways through it.

A collapsed node hides everything that leads to nothing but itself, so that a neuron becomes one
operation of its inputs and weights.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from heapq import heappop, heappush
from math import isfinite

from .graph import INPUT, Graph, Value

#: So many paths are listed, the largest products first.
MOST_PATHS = 12
#: Where all products are 0 nothing says which path to follow first: the search ends here.
MOST_LOOKS = 5000


def inside(graph: Graph) -> tuple[int | None, ...]:
    """For every node the nearest one through which all its paths onward lead (its immediate
    post-dominator); None for the result and where a path ends without reaching one.
    """
    found: list[int | None] = [None] * len(graph.nodes)
    heights = [1] * len(graph.nodes)

    def meeting(a: int | None, b: int | None) -> int | None:
        while a != b:
            if a is None or b is None:
                return None
            if heights[a] < heights[b]:
                a, b = b, a
            a = found[a]
        return a

    for index in range(len(graph.nodes) - 1, -1, -1):
        readers = [reader for reader, _ in graph.uses[index]]
        if index == graph.result or not readers:
            continue
        above: int | None = readers[0]
        for reader in readers[1:]:
            above = meeting(above, reader)
        found[index] = above
        heights[index] = 1 if above is None else heights[above] + 1
    return tuple(found)


@dataclass(frozen=True)
class Shown:
    """The graph as it is shown. ``inside`` is what `inside` says of each node, ``hidden_in`` names
    the box that hides it; ``operands`` are what each shown node reads, for a box everything outside
    that its inside reads; ``members`` the nodes in each box.
    """

    graph: Graph
    inside: tuple[int | None, ...]
    hidden_in: tuple[int | None, ...]
    operands: tuple[tuple[int, ...], ...]
    members: dict[int, tuple[int, ...]]

    @property
    def nodes(self) -> list[int]:
        """What is not hidden, operands first."""
        return [index for index, box in enumerate(self.hidden_in) if box is None]

    def uses(self, of: int) -> list[tuple[int, int]]:
        """The shown (node, operand number) that read a node and lead to the result."""
        return [
            (index, place)
            for index in sorted({self.hidden_in[r] or r for r, _ in self.graph.uses[of]})
            if self.hidden_in[index] is None and self.graph.active[index]
            for place, operand in enumerate(self.operands[index])
            if operand == of
        ]


def collapse(graph: Graph, boxes: Collection[int]) -> Shown:
    """The graph with these nodes as boxes. A node that hides nothing is no box."""
    above = inside(graph)
    hidden_in: list[int | None] = [None] * len(graph.nodes)
    for index in range(len(graph.nodes) - 1, -1, -1):
        box = above[index]
        if box is None or graph.nodes[index].operation == INPUT:
            continue
        # The outermost box counts: what hides the box hides this node too.
        outer = hidden_in[box]
        hidden_in[index] = outer if outer is not None else box if box in boxes else None
    members: dict[int, list[int]] = {}
    for index, box in enumerate(hidden_in):
        if box is not None:
            members.setdefault(box, []).append(index)
    operands = [node.operands for node in graph.nodes]
    for box, hidden in members.items():
        within = {box, *hidden}
        read = {operand for index in within for operand in graph.nodes[index].operands}
        operands[box] = tuple(sorted(read - within))
    return Shown(
        graph,
        above,
        tuple(hidden_in),
        tuple(operands),
        {box: tuple(hidden) for box, hidden in members.items()},
    )


def shown_derivatives(
    shown: Shown, slopes: Sequence[tuple[Value | None, ...]]
) -> list[tuple[Value | None, ...]]:
    """∂node/∂operand of every shown node; across a box the sum over the paths inside it."""
    found = list(slopes)
    for box, hidden in shown.members.items():
        within = {box, *hidden}
        sums: dict[int, Value | None] = {box: 1.0}
        for index in sorted(within, reverse=True):
            gradient = sums.get(index)
            if gradient is None:
                continue
            for operand, slope in zip(
                shown.graph.nodes[index].operands, slopes[index], strict=True
            ):
                if slope is not None:
                    sums[operand] = (sums.get(operand) or 0.0) + gradient * slope
        found[box] = tuple(sums.get(operand) for operand in shown.operands[box])
    return found


@dataclass(frozen=True)
class Path:
    """From a node to the result: the nodes, which operand each is of the next, the product."""

    nodes: tuple[int, ...]
    operands: tuple[int, ...]
    product: float


def count_paths(shown: Shown, start: int) -> int:
    """How many paths lead from a node to the result."""
    counts = [0] * len(shown.graph.nodes)
    counts[shown.graph.result] = 1
    for index in range(shown.graph.result - 1, start - 1, -1):
        if shown.hidden_in[index] is None:
            counts[index] = sum(counts[reader] for reader, _ in shown.uses(index))
    return counts[start]


def paths(
    shown: Shown, slopes: Sequence[tuple[Value | None, ...]], start: int, most: int = MOST_PATHS
) -> list[Path]:
    """The paths from a node to the result with the largest products, at most ``most``."""

    def slope(reader: int, place: int) -> float:
        value = slopes[reader][place]
        return float(value) if value is not None and isfinite(value) else 0.0

    result = shown.graph.result
    best = [0.0] * len(shown.graph.nodes)
    best[result] = 1.0
    for index in range(result - 1, start - 1, -1):
        if shown.hidden_in[index] is None:
            best[index] = max(
                (abs(slope(*use)) * best[use[0]] for use in shown.uses(index)), default=0.0
            )
    found: list[Path] = []
    # What can still become of a beginning is known exactly, so the best comes out first.
    waiting: list[tuple[float, int, Path]] = [(-best[start], 0, Path((start,), (), 1.0))]
    looks = pushed = 0
    while waiting and len(found) < most and looks < MOST_LOOKS:
        _, _, path = heappop(waiting)
        looks += 1
        last = path.nodes[-1]
        if last == result:
            found.append(path)
            continue
        for reader, place in shown.uses(last):
            product = path.product * slope(reader, place)
            longer = Path((*path.nodes, reader), (*path.operands, place), product)
            # Of equal ones the one that came last goes first: it is further on.
            pushed += 1
            heappush(waiting, (-abs(product) * best[reader], -pushed, longer))
    return found
