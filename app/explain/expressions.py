"""Typed expressions as formulas: a graph of values spelled out."""

from collections.abc import Mapping

from ..engine.graph.graph import CONSTANT, INPUT, Graph
from .graph_steps import operation_tree
from .tree import Tree, equals, negate, number, symbol

#: The number of operators and leaves up to which a formula is spelled out.
MAX_TREE_SIZE = 120


def graph_tree(graph: Graph, leaves: Mapping[str, Tree]) -> Tree | None:
    """The result's formula, every value as often as it is used; ``leaves`` by the inputs' names.

    None if it has more than `MAX_TREE_SIZE` nodes.
    """
    sizes: list[int] = []
    for node in graph.nodes:
        sizes.append(1 + sum(sizes[operand] for operand in node.operands))
    if sizes[graph.result] > MAX_TREE_SIZE:
        return None
    by_node = {index: leaves[name] for name, index in graph.inputs.items()}
    return spelled_out(graph, graph.result, by_node)


def spelled_out(graph: Graph, index: int, leaves: Mapping[int, Tree]) -> Tree:
    """A node's formula down to ``leaves``, which are given by node."""
    if index in leaves:
        return leaves[index]
    node = graph.nodes[index]
    if node.operation == CONSTANT:
        return signed(node.number)
    operands = [spelled_out(graph, operand, leaves) for operand in node.operands]
    return operation_tree(node.operation, operands)


def program_lines(graph: Graph) -> list[Tree]:
    """``name = expression`` of every line of a program, over the names of the lines before."""
    named = {index: symbol(node.name) for index, node in enumerate(graph.nodes) if node.name}
    return [
        equals(letter, spelled_out(graph, index, {k: named[k] for k in named if k < index}))
        for index, letter in named.items()
        if graph.nodes[index].operation != INPUT
    ]


def signed(value: float) -> Tree:
    """A number, its minus sign in front of it."""
    return negate(number(-value)) if value < 0 else number(value)
