"""The derivative of an expression as an expression, and expressions as text.

∂y/∂x is built by the chain rule from the partials of `app.engine.operations`, and kept short: sums
without zeros, products without ones, numbers gathered in front.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace

from app.engine.graph import CONSTANT, INPUT, Graph, Node
from app.engine.operations import OPERATIONS, Expression

#: How strongly a sign binds; a weaker operand needs brackets.
STRENGTH = {"add": 1, "subtract": 1, "multiply": 2, "divide": 2, "negate": 3, "power": 4}
ATOM = 5


class Builder:
    """Puts a graph together, every value once, and keeps it short."""

    def __init__(self, nodes: Sequence[Node] = ()) -> None:
        self.nodes = list(nodes)
        self.known = {node: index for index, node in enumerate(self.nodes)}

    def add(self, node: Node) -> int:
        if node not in self.known:
            self.nodes.append(node)
            self.known[node] = len(self.nodes) - 1
        return self.known[node]

    def number(self, value: float) -> int:
        return self.add(Node(CONSTANT, number=float(value)))

    def constant(self, index: int) -> float | None:
        node = self.nodes[index]
        return node.number if node.operation == CONSTANT else None

    def apply(self, operation: str, *operands: int) -> int:
        """The operation's node, or a shorter one of the same value."""
        short = SHORTER.get(operation)
        found = short(self, *operands) if short else None
        return self.add(Node(operation, operands)) if found is None else found

    def expression(self, expression: Expression, letters: dict[str, int]) -> int:
        """An expression as data (`app.engine.operations`), its letters replaced by nodes."""
        if isinstance(expression, str):
            return letters[expression]
        if isinstance(expression, int | float):
            return self.number(expression)
        operation, *operands = expression
        return self.apply(operation, *(self.expression(each, letters) for each in operands))


def add(builder: Builder, a: int, b: int) -> int | None:
    left, right = builder.constant(a), builder.constant(b)
    if left is not None and right is not None:
        return builder.number(left + right)
    if left == 0:
        return b
    if right == 0:
        return a
    negated = builder.nodes[b]
    if negated.operation == "negate":
        return builder.apply("subtract", a, negated.operands[0])
    if left is not None and left < 0:
        return builder.apply("subtract", b, builder.number(-left))
    if right is not None and right < 0:
        return builder.apply("subtract", a, builder.number(-right))
    factor, rest = factored(builder, b)
    if factor < 0 and right is None:
        positive = builder.apply("multiply", builder.number(-factor), rest)
        return builder.apply("subtract", a, positive)
    return builder.apply("multiply", builder.number(2), a) if a == b else None


def subtract(builder: Builder, a: int, b: int) -> int | None:
    left, right = builder.constant(a), builder.constant(b)
    if left is not None and right is not None:
        return builder.number(left - right)
    if left == 0:
        return builder.apply("negate", b)
    if right == 0:
        return a
    negated = builder.nodes[b]
    if negated.operation == "negate":
        return builder.apply("add", a, negated.operands[0])
    return builder.number(0) if a == b else None


def multiply(builder: Builder, a: int, b: int) -> int | None:
    left, right = builder.constant(a), builder.constant(b)
    if left is not None and right is not None:
        return builder.number(left * right)
    if right is not None:
        return builder.apply("multiply", b, a)
    if left == 0:
        return builder.number(0)
    if left == 1:
        return b
    if left == -1:
        return builder.apply("negate", b)
    # Signs and numbers come to the front.
    for index, (inner, other) in enumerate(((a, b), (b, a))):
        node = builder.nodes[inner]
        if node.operation == "negate":
            return builder.apply(
                "negate", builder.apply("multiply", *swapped(index, node.operands[0], other))
            )
        if node.operation == "multiply" and builder.constant(node.operands[0]) is not None:
            rest = builder.apply("multiply", *swapped(index, node.operands[1], other))
            if left is None:
                return builder.apply("multiply", node.operands[0], rest)
            factor = builder.apply("multiply", a, node.operands[0])
            return builder.apply("multiply", factor, node.operands[1])
    for index, (inner, other) in enumerate(((b, a), (a, b))):
        node = builder.nodes[inner]
        if node.operation == "divide":
            numerator = builder.apply("multiply", *swapped(1 - index, node.operands[0], other))
            return builder.apply("divide", numerator, node.operands[1])
    if a == b:
        return builder.apply("power", a, builder.number(2))
    return None


def swapped(index: int, first: int, second: int) -> tuple[int, int]:
    """Both in the order in which they stood."""
    return (first, second) if index == 0 else (second, first)


def divide(builder: Builder, a: int, b: int) -> int | None:
    if builder.constant(a) == 0:
        return builder.number(0)
    if builder.constant(b) == 1:
        return a
    if builder.nodes[a].operation == "negate":
        return builder.apply("negate", builder.apply("divide", builder.nodes[a].operands[0], b))
    (over, numerator), (under, denominator) = factored(builder, a), factored(builder, b)
    if under == 1 or under == 0:
        return None
    return builder.apply(
        "divide",
        builder.apply("multiply", builder.number(over / under), numerator),
        denominator,
    )


def factored(builder: Builder, index: int) -> tuple[float, int]:
    """A number and what it is multiplied by."""
    value, node = builder.constant(index), builder.nodes[index]
    if value is not None:
        return value, builder.number(1)
    if node.operation == "multiply":
        factor = builder.constant(node.operands[0])
        if factor is not None:
            return factor, node.operands[1]
    return 1.0, index


def power(builder: Builder, a: int, b: int) -> int | None:
    exponent = builder.constant(b)
    if exponent == 0:
        return builder.number(1)
    return a if exponent == 1 else None


def negate(builder: Builder, a: int) -> int | None:
    value = builder.constant(a)
    if value is not None:
        return builder.number(-value)
    node = builder.nodes[a]
    if node.operation == "negate":
        return node.operands[0]
    if node.operation == "subtract":
        return builder.apply("subtract", node.operands[1], node.operands[0])
    if node.operation == "multiply" and (factor := builder.constant(node.operands[0])) is not None:
        return builder.apply("multiply", builder.number(-factor), node.operands[1])
    return None


#: What has the same value and is shorter, or None.
SHORTER: dict[str, Callable[..., int | None]] = {
    "add": add,
    "subtract": subtract,
    "multiply": multiply,
    "divide": divide,
    "power": power,
    "negate": negate,
    "identity": lambda builder, a: a,
}


def derivative(graph: Graph, name: str) -> Graph:
    """∂result/∂``name`` as a graph over the same inputs."""
    builder = Builder(
        [replace(node, name=node.name if node.operation == INPUT else None) for node in graph.nodes]
    )
    moving = graph.depending((name,))
    found: list[int] = []
    zero = builder.number(0)
    for index, node in enumerate(graph.nodes):
        if node.operation == INPUT:
            found.append(builder.number(1) if node.name == name else zero)
            continue
        total = zero
        if moving[index]:
            letters = dict(zip("ab", node.operands, strict=False)) | {"y": index}
            partials = OPERATIONS[node.operation].partials
            for operand, partial in zip(node.operands, partials, strict=True):
                if moving[operand]:
                    local = builder.expression(partial, letters)
                    total = builder.apply(
                        "add", total, builder.apply("multiply", local, found[operand])
                    )
        found.append(total)
    return pruned(Graph(tuple(builder.nodes), found[graph.result]))


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
            f"{number:.0f}" if number == int(number) and abs(number) < 1e15 else repr(float(number))
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
        return f"-{inside(0, strength)}", strength
    if node.operation == "power":
        return f"{inside(0, strength + 1)}**{inside(1, strength)}", strength
    # a − (b + c) and a / (b · c) keep their brackets, a · (b · c) needs none.
    loose = node.operation == "multiply" and nodes[node.operands[1]].operation == "multiply"
    left, right = inside(0, strength), inside(1, strength if loose else strength + 1)
    space = " " if strength == STRENGTH["add"] else ""
    return f"{left}{space}{sign}{space}{right}", strength
