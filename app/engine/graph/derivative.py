"""Symbolic derivatives of graphs, and graphs printed as expressions.

∂y/∂x is built by the chain rule in forward mode from the ``partials`` of
`app.engine.graph.operations`, and simplified on the way (`app.engine.graph.simplify`).
"""

from collections.abc import Sequence
from dataclasses import replace

from .graph import CONSTANT, INPUT, Graph, Node
from .operations import OPERATIONS
from .simplify import Builder

#: Operator precedence: an operand of lower precedence needs brackets.
PRECEDENCE = {"add": 1, "subtract": 1, "multiply": 2, "divide": 2, "negate": 3, "power": 4}
#: The precedence of a name, a number and a function call.
ATOM = 5


def derivative(graph: Graph, name: str) -> Graph:
    """∂result/∂``name`` as a graph over the same inputs."""
    builder = Builder()
    moving = graph.depending((name,))
    zero = builder.number(0)
    values: list[int] = []
    found: list[int] = []
    for index, node in enumerate(graph.nodes):
        if not node.operands:
            values.append(builder.add(replace(node, name=named(node))))
            found.append(builder.number(1) if moving[index] else zero)
            continue
        operands = [values[operand] for operand in node.operands]
        values.append(builder.apply(node.operation, *operands))
        total = zero
        if moving[index]:
            letters = dict(zip("ab", operands, strict=False)) | {"y": values[index]}
            partials = OPERATIONS[node.operation].partials
            for operand, partial in zip(node.operands, partials, strict=True):
                if moving[operand]:
                    local = builder.expression(partial, letters)
                    total = builder.apply(
                        "add", total, builder.apply("multiply", local, found[operand])
                    )
        found.append(total)
    return pruned(Graph(tuple(builder.nodes), found[graph.result]))


def named(node: Node) -> str | None:
    """The name of an input; the names of lines are dropped."""
    return node.name if node.operation == INPUT else None


def pruned(graph: Graph) -> Graph:
    """The graph without the nodes that the result does not depend on; all inputs are kept."""
    kept: dict[int, int] = {}
    nodes: list[Node] = []
    for index, node in enumerate(graph.nodes):
        if graph.active[index] or node.operation == INPUT:
            kept[index] = len(nodes)
            nodes.append(replace(node, operands=tuple(kept[operand] for operand in node.operands)))
    return Graph(tuple(nodes), kept[graph.result])


def text_of(graph: Graph, most: int = 2000) -> str:
    """The expression in one line. Every part longer than ``most`` characters is cut, with "…"."""
    texts: list[tuple[str, int]] = []
    for node in graph.nodes:
        text, precedence = written(node, graph.nodes, texts)
        texts.append((text[:most] + "…" if len(text) > most else text, precedence))
    return texts[graph.result][0]


def written(node: Node, nodes: Sequence[Node], texts: Sequence[tuple[str, int]]) -> tuple[str, int]:
    """The text of a node, and its precedence; ``texts`` are those of the nodes before it."""
    if node.operation == INPUT:
        return node.name or "", ATOM
    if node.operation == CONSTANT:
        number = node.number
        text = (
            f"{number:.0f}" if abs(number) < 1e15 and number == int(number) else repr(float(number))
        )
        return text, ATOM if number >= 0 else PRECEDENCE["negate"]
    sign = OPERATIONS[node.operation].sign
    operands = [texts[operand] for operand in node.operands]
    if sign is None:
        return f"{node.operation}({', '.join(text for text, _ in operands)})", ATOM
    if node.operation == "identity":
        return operands[0]
    precedence = PRECEDENCE[node.operation]

    def bracketed(place: int, least: int) -> str:
        """The operand's text, in brackets if its precedence is below ``least``."""
        text, own = operands[place]
        return text if own >= least else f"({text})"

    if node.operation == "negate":
        # −(a · b) equals (−a) · b, so it needs no brackets.
        return f"-{bracketed(0, PRECEDENCE['multiply'])}", min(precedence, operands[0][1])
    if node.operation == "power":
        return f"{bracketed(0, precedence + 1)}**{bracketed(1, precedence)}", precedence
    # a − (b + c) and a / (b · c) keep their brackets, a · (b · c) needs none.
    associative = node.operation == "multiply" and nodes[node.operands[1]].operation == "multiply"
    left, right = (
        bracketed(0, precedence),
        bracketed(1, precedence if associative else precedence + 1),
    )
    space = " " if precedence == PRECEDENCE["add"] else ""
    return f"{left}{space}{sign}{space}{right}", precedence
