"""From a graph of values to the flat list of steps that the player plays.

Addresses: ``v.3`` the value of node 3, ``g.3`` ∂result/∂node, ``d.5.0`` the local derivative of
node 5 by its operand 0, ``c.5.0`` the contribution of that edge to a gradient, ``m.3.1`` the
derivative of node 3 by input 1. The steps depend on the graph and its boxes only, not on the
numbers.
"""

from collections.abc import Callable, Sequence
from typing import TypedDict

from ..engine.graph.collapse import CollapsedGraph
from ..engine.graph.graph import CONSTANT, INPUT, Graph, Node
from ..engine.graph.operations import OPERATIONS
from ..engine.graph.simplify import Builder
from .formulas import OPERATORS
from .tree import (
    Tree,
    abbreviated,
    add,
    address,
    call,
    equals,
    lines,
    multiply,
    negate,
    number,
    sum_of,
    unique_addresses,
)

#: A box of more nodes is written as a function of its operands, f(a, b), not spelled out.
MAX_SPELLED_OUT = 24


class Step(TypedDict):
    """As `app.explain.steps.Step`; ``layer`` is the node's depth, ``unit`` the node."""

    phase: str
    rule: str
    layer: int
    unit: int
    reads: list[str]
    writes: list[str]
    formula: Tree
    figure: Tree


#: Operations that are written with a sign; the others are calls by their name.
SIGNS: dict[str, Callable[..., Tree]] = {
    "add": OPERATORS["sum"],
    "subtract": lambda a, b: add(a, negate(b)),
    "multiply": OPERATORS["product"],
    "divide": OPERATORS["fraction"],
    "power": OPERATORS["power"],
    "negate": negate,
    "identity": lambda a: a,
}


def operation_tree(operation: str, operands: Sequence[Tree]) -> Tree:
    made = SIGNS.get(operation)
    return made(*operands) if made else call(operation, *operands)


def leaf(graph: Graph, index: int) -> Tree:
    """A node as a factor of a formula: its number, if it is a constant, else its address."""
    node = graph.nodes[index]
    return number(node.number) if node.operation == CONSTANT else address(f"v.{index}")


def value_tree(shown: CollapsedGraph, index: int) -> Tree:
    """What a shown node computes, of its operands."""
    graph = shown.graph
    hidden = shown.members.get(index, ())
    if len(hidden) > MAX_SPELLED_OUT:
        return call("f", *(leaf(graph, operand) for operand in shown.operands[index]))
    trees: dict[int, Tree] = {}
    for each in (*hidden, index):
        node = graph.nodes[each]
        if node.operation == CONSTANT:
            trees[each] = number(node.number)
            continue
        operands = [trees.get(operand) or leaf(graph, operand) for operand in node.operands]
        trees[each] = operation_tree(node.operation, operands)
    return trees[index]


def derivative_tree(shown: CollapsedGraph, index: int, place: int) -> Tree | None:
    """∂node/∂operand over the values; None where the operand does not vary. Across a box it is a
    sum over paths, which has an address but no short formula.
    """
    graph = shown.graph
    if not graph.varying[shown.operands[index][place]]:
        return None
    if index in shown.members:
        return address(f"d.{index}.{place}")
    node = graph.nodes[index]
    builder = Builder()

    def letter(index: int) -> int:
        """A node as an operand of the rule: a constant, or a variable named by its address."""
        made = graph.nodes[index]
        if made.operation == CONSTANT:
            return builder.number(made.number)
        return builder.add(Node(INPUT, name=f"v.{index}"))

    letters = dict(zip("ab", map(letter, node.operands), strict=False)) | {"y": letter(index)}
    partial = OPERATIONS[node.operation].partials[place]
    return built_tree(builder.nodes, builder.expression(partial, letters))


def built_tree(nodes: Sequence[Node], index: int) -> Tree:
    """The tree of an expression that was built over named values."""
    node = nodes[index]
    if node.name is not None:
        return address(node.name)
    if node.operation == CONSTANT:
        return number(node.number)
    return operation_tree(node.operation, [built_tree(nodes, operand) for operand in node.operands])


def step(
    phase: str, rule: str, shown: CollapsedGraph, node: int, writes: list[str], tree: Tree
) -> Step:
    reads = [name for name in unique_addresses(tree) if name not in writes]
    return {
        "phase": phase,
        "rule": rule,
        "layer": shown.graph.depths[node],
        "unit": node,
        "reads": reads,
        "writes": writes,
        "formula": tree,
        "figure": tree,
    }


def graph_steps(shown: CollapsedGraph, with_tangents: bool = False) -> list[Step]:
    """Forward, operands first; then, if asked for, forward mode; then backward from the result."""
    steps = [forward_step(shown, index) for index in computed(shown)]
    if with_tangents:
        steps += tangent_steps(shown)
    return steps + backward_steps(shown, derivatives_known=with_tangents)


def computed(shown: CollapsedGraph) -> list[int]:
    """The shown nodes that are not given."""
    given = (INPUT, CONSTANT)
    return [index for index in shown.nodes if shown.graph.nodes[index].operation not in given]


def forward_step(shown: CollapsedGraph, index: int) -> Step:
    rule = "box" if index in shown.members else shown.graph.nodes[index].operation
    tree = equals(address(f"v.{index}"), value_tree(shown, index))
    return step("forward", rule, shown, index, [f"v.{index}"], tree)


def derivative_lines(shown: CollapsedGraph, uses: Sequence[tuple[int, int]]) -> list[Tree]:
    """The formulas of local derivatives; those across a box are not spelled out."""
    return [
        equals(address(f"d.{user}.{place}"), tree)
        for user, place in uses
        if user not in shown.members and (tree := derivative_tree(shown, user, place)) is not None
    ]


def tangent_steps(shown: CollapsedGraph) -> list[Step]:
    """Forward mode, all inputs side by side: ∂v/∂w = Σ_operands ∂v/∂u · ∂u/∂w."""
    graph = shown.graph
    inputs = list(graph.inputs.values())
    depends = [graph.depending((name,)) for name in graph.inputs]
    steps = []
    for index in shown.nodes:
        if not graph.varying[index]:
            continue
        writes = [f"m.{index}.{i}" for i in range(len(inputs))]
        if graph.nodes[index].operation == INPUT:
            own = inputs.index(index)
            seed = equals(address(f"m.{index}.{own}"), number(1))
            steps.append(step("tangent", "tangent_seed", shown, index, writes, seed))
            continue
        operands = shown.operands[index]
        moving = [place for place, operand in enumerate(operands) if graph.varying[operand]]
        mine = [i for i in range(len(inputs)) if depends[i][index]]

        def tangent(n: int, index: int = index, mine: list[int] = mine) -> Tree:
            i = mine[n]
            terms = [k for k, o in enumerate(shown.operands[index]) if depends[i][o]]
            total = sum_of(
                len(terms),
                lambda k: multiply(
                    address(f"d.{index}.{terms[k]}"),
                    address(f"m.{shown.operands[index][terms[k]]}.{i}"),
                ),
            )
            return equals(address(f"m.{index}.{i}"), total)

        tree = lines(
            *abbreviated(len(mine), tangent),
            *derivative_lines(shown, [(index, place) for place in moving]),
        )
        writes += [f"d.{index}.{place}" for place in moving]
        steps.append(step("tangent", "tangent", shown, index, writes, tree))
    return steps


def backward_steps(shown: CollapsedGraph, derivatives_known: bool) -> list[Step]:
    """One step for every node with a gradient: ∂L/∂u = Σ_uses ∂L/∂v · ∂v/∂u (figure 4)."""
    graph = shown.graph
    result = graph.result
    seed = equals(address(f"g.{result}"), number(1))
    steps = [step("backward", "seed", shown, result, [f"g.{result}"], seed)]
    for index in reversed(shown.nodes):
        if index >= result or not graph.varying[index] or not graph.active[index]:
            continue
        uses = shown.uses(index)
        total = sum_of(
            len(uses),
            lambda k, uses=uses: multiply(  # type: ignore[misc]  # bound at once
                address(f"g.{uses[k][0]}"), address(f"d.{uses[k][0]}.{uses[k][1]}")
            ),
        )
        tree = lines(equals(address(f"g.{index}"), total), *derivative_lines(shown, uses))
        edges = [f"{user}.{place}" for user, place in uses]
        local = [] if derivatives_known else [f"d.{edge}" for edge in edges]
        writes = [*local, *(f"c.{edge}" for edge in edges), f"g.{index}"]
        steps.append(step("backward", "gradient", shown, index, writes, tree))
    return steps
