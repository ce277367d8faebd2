"""Expressions kept short while they are put together.

Sums without zeros, products without ones, like terms together, numbers gathered in front. Numbers
are worked out in decimals, as by hand: 3 · 0.1 is 0.3. To add a rule, write it in the function of
its operation in `SHORTER`.
"""

from collections.abc import Callable
from decimal import Context, Decimal, Inexact
from math import isfinite

from .graph import CONSTANT, Node
from .operations import Expression

#: Enough for the product of two float64.
DECIMALS = Context(prec=34, Emax=10**6, Emin=-(10**6))

#: So often is a shorter form looked for. Each may ask for others, and a product of products for
#: more with every factor: what takes longer would be no reading matter.
EFFORT = 5_000


class Builder:
    """Puts a graph together, every value once, and keeps it short."""

    def __init__(self) -> None:
        self.nodes: list[Node] = []
        self.known: dict[Node, int] = {}
        self.applied: dict[tuple[str, tuple[int, ...]], int] = {}
        self.effort = EFFORT

    def add(self, node: Node) -> int:
        if node not in self.known:
            self.nodes.append(node)
            self.known[node] = len(self.nodes) - 1
        return self.known[node]

    def number(self, value: float) -> int:
        # 0.0 and −0.0 are one number.
        return self.add(Node(CONSTANT, number=float(value) + 0.0))

    def worked_out(self, work: Callable[[Decimal, Decimal], Decimal], a: int, b: int) -> int | None:
        """A number of two numbers; None where they are none or a float64 cannot hold it."""
        left, right = self.constant(a), self.constant(b)
        if left is None or right is None:
            return None
        found = float(work(decimal(left), decimal(right)))
        return self.number(found) if isfinite(found) else None

    def constant(self, index: int) -> float | None:
        node = self.nodes[index]
        return node.number if node.operation == CONSTANT else None

    def apply(self, operation: str, *operands: int) -> int:
        """The operation's node, or a shorter one of the same value."""
        asked = operation, operands
        if asked not in self.applied:
            short = SHORTER.get(operation) if self.effort > 0 else None
            self.effort -= 1
            found = short(self, *operands) if short else None
            self.applied[asked] = self.add(Node(operation, operands)) if found is None else found
        return self.applied[asked]

    def expression(self, expression: Expression, letters: dict[str, int]) -> int:
        """An expression as data (`app.engine.graph.operations`), its letters replaced by nodes."""
        if isinstance(expression, str):
            return letters[expression]
        if isinstance(expression, int | float):
            return self.number(expression)
        operation, *operands = expression
        return self.apply(operation, *(self.expression(each, letters) for each in operands))


def decimal(value: float) -> Decimal:
    """The number as it is written."""
    return Decimal(repr(float(value)))


def quotient(numerator: float, denominator: float) -> float | None:
    """None where it has no end in decimals: 1/3 stays 1/3."""
    context = DECIMALS.copy()
    found = float(context.divide(decimal(numerator), decimal(denominator)))
    return None if context.flags[Inexact] or not isfinite(found) else found


def add(builder: Builder, a: int, b: int) -> int | None:
    left, right = builder.constant(a), builder.constant(b)
    known = builder.worked_out(DECIMALS.add, a, b)
    if known is not None:
        return known
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
    if left is not None or right is not None:
        return None
    (first, alike), (factor, rest) = factored(builder, a), factored(builder, b)
    if alike == rest:
        together = builder.worked_out(DECIMALS.add, builder.number(first), builder.number(factor))
        return None if together is None else builder.apply("multiply", together, rest)
    if factor < 0:
        positive = builder.apply("multiply", builder.number(-factor), rest)
        return builder.apply("subtract", a, positive)
    return None


def subtract(builder: Builder, a: int, b: int) -> int | None:
    left, right = builder.constant(a), builder.constant(b)
    known = builder.worked_out(DECIMALS.subtract, a, b)
    if known is not None:
        return known
    if left == 0:
        return builder.apply("negate", b)
    if right == 0:
        return a
    negated = builder.nodes[b]
    if negated.operation == "negate":
        return builder.apply("add", a, negated.operands[0])
    if left is not None or right is not None:
        return None
    (first, alike), (factor, rest) = factored(builder, a), factored(builder, b)
    if alike == rest:
        together = builder.worked_out(
            DECIMALS.subtract, builder.number(first), builder.number(factor)
        )
        return None if together is None else builder.apply("multiply", together, rest)
    return None


def multiply(builder: Builder, a: int, b: int) -> int | None:
    left, right = builder.constant(a), builder.constant(b)
    known = builder.worked_out(DECIMALS.multiply, a, b)
    if known is not None:
        return known
    if right is not None and left is None:
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
            gathered = builder.worked_out(DECIMALS.multiply, a, node.operands[0])
            if gathered is None:
                return None
            return builder.apply("multiply", gathered, node.operands[1])
    for index, (inner, other) in enumerate(((b, a), (a, b))):
        node = builder.nodes[inner]
        if node.operation == "divide":
            numerator = builder.apply("multiply", *swapped(1 - index, node.operands[0], other))
            return builder.apply("divide", numerator, node.operands[1])
    (base, first), (other, second) = raised(builder, a), raised(builder, b)
    if base == other:
        return builder.apply("power", base, builder.number(first + second))
    return None


def raised(builder: Builder, index: int) -> tuple[int, int]:
    """Base and exponent, a whole number above 0."""
    node = builder.nodes[index]
    if node.operation == "power":
        exponent = builder.constant(node.operands[1])
        if exponent is not None and 0 < exponent < 1000 and exponent == int(exponent):
            return node.operands[0], int(exponent)
    return index, 1


def swapped(index: int, first: int, second: int) -> tuple[int, int]:
    """Both in the order in which they stood."""
    return (first, second) if index == 0 else (second, first)


def divide(builder: Builder, a: int, b: int) -> int | None:
    if builder.constant(a) == 0:
        return builder.number(0)
    if builder.constant(b) == 1:
        return a
    node = builder.nodes[a]
    if node.operation == "negate":
        return builder.apply("negate", builder.apply("divide", node.operands[0], b))
    if node.operation == "divide":
        under_both = builder.apply("multiply", node.operands[1], b)
        return builder.apply("divide", node.operands[0], under_both)
    (over, numerator), (under, denominator) = factored(builder, a), factored(builder, b)
    if under == 1 or under == 0 or (share := quotient(over, under)) is None:
        return None
    return builder.apply(
        "divide", builder.apply("multiply", builder.number(share), numerator), denominator
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
