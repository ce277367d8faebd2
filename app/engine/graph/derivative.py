"""The derivative of an expression as an expression, and expressions as text.

∂y/∂x is built by the chain rule from the partials of `app.engine.graph.operations`, and kept short
(`app.engine.graph.simplify`).
"""

from collections.abc import Sequence
from dataclasses import replace

from .graph import CONSTANT, INPUT, Graph, Node
from .operations import OPERATIONS
from .simplify import Builder

#: How strongly a sign binds; a weaker operand needs brackets.
STRENGTH = {"add": 1, "subtract": 1, "multiply": 2, "divide": 2, "negate": 3, "power": 4}
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
    return node.name if node.operation == INPUT else None


def pruned(graph: Graph) -> Graph:
    """Without the nodes that the result does not need; all inputs stay."""
    kept: dict[int, int] = {}
    nodes: list[Node] = []
    # A node that was added late may be an operand of none before it: the order still holds.
    for index, node in enumerate(graph.nodes):
        if graph.active[index] or node.operation == INPUT:
            kept[index] = len(nodes)
            nodes.append(replace(node, operands=tuple(kept[operand] for operand in node.operands)))
    return Graph(tuple(nodes), kept[graph.result])


def text_of(graph: Graph, most: int = 2000) -> str:
    """The expression in one line; beyond ``most`` signs it ends in an ellipsis."""
    texts: list[tuple[str, int]] = []
    for node in graph.nodes:
        texts.append(written(node, graph.nodes, texts))
        if len(texts[-1][0]) > most:
            texts[-1] = (texts[-1][0][:most] + "…", ATOM)
    return texts[graph.result][0]


def written(node: Node, nodes: Sequence[Node], texts: Sequence[tuple[str, int]]) -> tuple[str, int]:
    """The text of a node, and how strongly it binds."""
    if node.operation == INPUT:
        return node.name or "", ATOM
    if node.operation == CONSTANT:
        number = node.number
        text = (
            f"{number:.0f}" if abs(number) < 1e15 and number == int(number) else repr(float(number))
        )
        return text, ATOM if number >= 0 else STRENGTH["negate"]
    sign = OPERATIONS[node.operation].sign
    operands = [texts[operand] for operand in node.operands]
    if sign is None:
        return f"{node.operation}({', '.join(text for text, _ in operands)})", ATOM
    if node.operation == "identity":
        return operands[0]
    strength = STRENGTH[node.operation]

    def inside(place: int, least: int) -> str:
        text, own = operands[place]
        return text if own >= least else f"({text})"

    if node.operation == "negate":
        # −(a · b) is (−a) · b: no brackets.
        return f"-{inside(0, STRENGTH['multiply'])}", min(strength, operands[0][1])
    if node.operation == "power":
        return f"{inside(0, strength + 1)}**{inside(1, strength)}", strength
    # a − (b + c) and a / (b · c) keep their brackets, a · (b · c) needs none.
    loose = node.operation == "multiply" and nodes[node.operands[1]].operation == "multiply"
    left, right = inside(0, strength), inside(1, strength if loose else strength + 1)
    space = " " if strength == STRENGTH["add"] else ""
    return f"{left}{space}{sign}{space}{right}", strength
