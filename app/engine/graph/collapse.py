"""A graph with some nodes collapsed, and the paths through it.

Collapsing a node hides every node whose value reaches the result through it alone, so that a
neuron becomes one operation of its inputs and weights.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from heapq import heappop, heappush
from math import isfinite

from .graph import INPUT, Graph, Value

#: Paths that are listed, those with the largest products first.
MAX_PATHS = 12
#: Partial paths that the search may take up. Where all products are 0 the bound orders nothing, and
#: the number of partial paths grows exponentially.
MAX_SEARCH_STEPS = 5000


def immediate_post_dominators(graph: Graph) -> tuple[int | None, ...]:
    """For every node the nearest later node that all its paths to the result pass; None for the
    result, and for a node that the result does not depend on and whose uses do not meet.
    """
    found: list[int | None] = [None] * len(graph.nodes)
    heights = [1] * len(graph.nodes)

    def meeting(a: int | None, b: int | None) -> int | None:
        """The nearest common ancestor in the tree of post-dominators."""
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
        common: int | None = readers[0]
        for reader in readers[1:]:
            common = meeting(common, reader)
        found[index] = common
        heights[index] = 1 if common is None else heights[common] + 1
    return tuple(found)


@dataclass(frozen=True)
class CollapsedGraph:
    """A graph of which some nodes are hidden in collapsed ones.

    Per node of ``graph``: ``inside`` is its immediate post-dominator, ``hidden_in`` the collapsed
    node that hides it (None where it is visible), ``operands`` what it reads; a collapsed node
    reads whatever it and its members read from outside. ``members`` are the hidden nodes of each
    collapsed node.
    """

    graph: Graph
    inside: tuple[int | None, ...]
    hidden_in: tuple[int | None, ...]
    operands: tuple[tuple[int, ...], ...]
    members: dict[int, tuple[int, ...]]

    @property
    def nodes(self) -> list[int]:
        """The visible nodes, operands before the nodes that read them."""
        return [index for index, outer in enumerate(self.hidden_in) if outer is None]

    def uses(self, of: int) -> list[tuple[int, int]]:
        """The visible (node, operand number) that read a node and lead to the result."""
        return [
            (index, place)
            for index in sorted({self.hidden_in[r] or r for r, _ in self.graph.uses[of]})
            if self.hidden_in[index] is None and self.graph.active[index]
            for place, operand in enumerate(self.operands[index])
            if operand == of
        ]


def collapse(graph: Graph, collapsed: Collection[int]) -> CollapsedGraph:
    """The graph with the nodes in ``collapsed`` collapsed; one that hides nothing stays as it is.
    Inputs are never hidden.
    """
    post_dominators = immediate_post_dominators(graph)
    hidden_in: list[int | None] = [None] * len(graph.nodes)
    for index in range(len(graph.nodes) - 1, -1, -1):
        owner = post_dominators[index]
        if owner is None or graph.nodes[index].operation == INPUT:
            continue
        # Of nested collapsed nodes the outermost hides all.
        outer = hidden_in[owner]
        hidden_in[index] = outer if outer is not None else owner if owner in collapsed else None
    members: dict[int, list[int]] = {}
    for index, owner in enumerate(hidden_in):
        if owner is not None:
            members.setdefault(owner, []).append(index)
    operands = [node.operands for node in graph.nodes]
    for owner, hidden in members.items():
        within = {owner, *hidden}
        read = {operand for index in within for operand in graph.nodes[index].operands}
        operands[owner] = tuple(sorted(read - within))
    return CollapsedGraph(
        graph,
        post_dominators,
        tuple(hidden_in),
        tuple(operands),
        {owner: tuple(hidden) for owner, hidden in members.items()},
    )


def collapsed_derivatives(
    shown: CollapsedGraph, slopes: Sequence[tuple[Value | None, ...]]
) -> list[tuple[Value | None, ...]]:
    """∂node/∂operand of every visible node, from the local derivatives ``slopes`` of the whole
    graph. For a collapsed node it is the sum over the paths through its members.
    """
    found = list(slopes)
    for owner, hidden in shown.members.items():
        within = {owner, *hidden}
        sums: dict[int, Value | None] = {owner: 1.0}
        for index in sorted(within, reverse=True):
            gradient = sums.get(index)
            if gradient is None:
                continue
            for operand, slope in zip(
                shown.graph.nodes[index].operands, slopes[index], strict=True
            ):
                if slope is not None:
                    sums[operand] = (sums.get(operand) or 0.0) + gradient * slope
        found[owner] = tuple(sums.get(operand) for operand in shown.operands[owner])
    return found


@dataclass(frozen=True)
class Path:
    """From a node to the result: the ``nodes``; for each but the last, which operand it is of the
    next; the ``product`` of the local derivatives along it.
    """

    nodes: tuple[int, ...]
    operands: tuple[int, ...]
    product: float


def count_paths(shown: CollapsedGraph, start: int) -> int:
    """How many paths lead from a node to the result."""
    counts = [0] * len(shown.graph.nodes)
    counts[shown.graph.result] = 1
    for index in range(shown.graph.result - 1, start - 1, -1):
        if shown.hidden_in[index] is None:
            counts[index] = sum(counts[reader] for reader, _ in shown.uses(index))
    return counts[start]


def paths(
    shown: CollapsedGraph,
    slopes: Sequence[tuple[Value | None, ...]],
    start: int,
    most: int = MAX_PATHS,
) -> list[Path]:
    """The paths from ``start`` to the result with the largest absolute products, at most ``most``.

    ``slopes`` are those of `collapsed_derivatives`; one that is not finite counts as 0. Best-first
    search with an exact bound.
    """

    def slope(reader: int, place: int) -> float:
        value = slopes[reader][place]
        return float(value) if value is not None and isfinite(value) else 0.0

    result = shown.graph.result
    #: The largest absolute product of all paths from each node to the result.
    best = [0.0] * len(shown.graph.nodes)
    best[result] = 1.0
    for index in range(result - 1, start - 1, -1):
        if shown.hidden_in[index] is None:
            best[index] = max(
                (abs(slope(*use)) * best[use[0]] for use in shown.uses(index)), default=0.0
            )
    found: list[Path] = []
    waiting: list[tuple[float, int, Path]] = [(-best[start], 0, Path((start,), (), 1.0))]
    searched = pushed = 0
    while waiting and len(found) < most and searched < MAX_SEARCH_STEPS:
        _, _, path = heappop(waiting)
        searched += 1
        last = path.nodes[-1]
        if last == result:
            found.append(path)
            continue
        for reader, place in shown.uses(last):
            product = path.product * slope(reader, place)
            longer = Path((*path.nodes, reader), (*path.operands, place), product)
            # Among equal bounds the newest comes first, which makes the search depth-first.
            pushed += 1
            heappush(waiting, (-abs(product) * best[reader], -pushed, longer))
    return found
