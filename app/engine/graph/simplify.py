"""Graphs simplified while they are built.

Zeros are left out of sums and ones out of products, like terms are collected, numeric factors are
moved to the front. Numbers are combined in decimal arithmetic, so that 3 · 0.1 is 0.3. To add a
rule, write it in the function of its operation in `SIMPLIFICATIONS`.
"""

from collections.abc import Callable
from decimal import Context, Decimal, Inexact
from math import isfinite

from ..expressions import Expression
from .graph import CONSTANT, Node

#: Digits enough for the product of two float64 in decimal.
DECIMALS = Context(prec=34, Emax=10**6, Emin=-(10**6))

#: Maximum number of simplification attempts for one graph. Each attempt may start others, and for
#: nested products their number grows exponentially; a result that needs more is unreadable anyway.
MAX_ATTEMPTS = 5_000


class Builder:
    """Builds a graph in which equal nodes are shared and simplifiable ones are simplified.

    Its methods take and return indices of ``nodes``.
    """

    def __init__(self) -> None:
        self.nodes: list[Node] = []
        self.known: dict[Node, int] = {}
        self.applied: dict[tuple[str, tuple[int, ...]], int] = {}
        self.attempts_left = MAX_ATTEMPTS

    def add(self, node: Node) -> int:
        """The node as it is, added unless an equal one exists."""
        if node not in self.known:
            self.nodes.append(node)
            self.known[node] = len(self.nodes) - 1
        return self.known[node]

    def number(self, value: float) -> int:
        """A constant; −0.0 becomes 0.0."""
        return self.add(Node(CONSTANT, number=float(value) + 0.0))

    def combined(
        self, operation: Callable[[Decimal, Decimal], Decimal], a: int, b: int
    ) -> int | None:
        """The constant a ∘ b; None unless both are constants and the result fits in a float64."""
        left, right = self.constant(a), self.constant(b)
        if left is None or right is None:
            return None
        found = float(operation(decimal(left), decimal(right)))
        return self.number(found) if isfinite(found) else None

    def constant(self, index: int) -> float | None:
        """The value of a constant; None for any other node."""
        node = self.nodes[index]
        return node.number if node.operation == CONSTANT else None

    def apply(self, operation: str, *operands: int) -> int:
        """The operation on these operands, simplified where a rule applies."""
        key = operation, operands
        if key not in self.applied:
            rule = SIMPLIFICATIONS.get(operation) if self.attempts_left > 0 else None
            self.attempts_left -= 1
            found = rule(self, *operands) if rule else None
            self.applied[key] = self.add(Node(operation, operands)) if found is None else found
        return self.applied[key]

    def expression(self, expression: Expression, letters: dict[str, int]) -> int:
        """An `Expression` of `app.engine.graph.operations` with its letters replaced by nodes."""
        if isinstance(expression, str):
            return letters[expression]
        if isinstance(expression, int | float):
            return self.number(expression)
        operation, *operands = expression
        return self.apply(operation, *(self.expression(each, letters) for each in operands))


def decimal(value: float) -> Decimal:
    """The decimal number that the float64 is printed as."""
    return Decimal(repr(float(value)))


def quotient(numerator: float, denominator: float) -> float | None:
    """None where the decimal expansion does not end, as that of 1/3, or overflows."""
    context = DECIMALS.copy()
    found = float(context.divide(decimal(numerator), decimal(denominator)))
    return None if context.flags[Inexact] or not isfinite(found) else found


def add(builder: Builder, a: int, b: int) -> int | None:
    left, right = builder.constant(a), builder.constant(b)
    known = builder.combined(DECIMALS.add, a, b)
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
        together = builder.combined(DECIMALS.add, builder.number(first), builder.number(factor))
        return None if together is None else builder.apply("multiply", together, rest)
    if factor < 0:
        positive = builder.apply("multiply", builder.number(-factor), rest)
        return builder.apply("subtract", a, positive)
    return None


def subtract(builder: Builder, a: int, b: int) -> int | None:
    left, right = builder.constant(a), builder.constant(b)
    known = builder.combined(DECIMALS.subtract, a, b)
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
        together = builder.combined(
            DECIMALS.subtract, builder.number(first), builder.number(factor)
        )
        return None if together is None else builder.apply("multiply", together, rest)
    return None


def multiply(builder: Builder, a: int, b: int) -> int | None:
    left, right = builder.constant(a), builder.constant(b)
    known = builder.combined(DECIMALS.multiply, a, b)
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
    # Signs and numeric factors move to the front.
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
            gathered = builder.combined(DECIMALS.multiply, a, node.operands[0])
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
    """(base, exponent) of a power with a positive integer exponent; else the node and 1."""
    node = builder.nodes[index]
    if node.operation == "power":
        exponent = builder.constant(node.operands[1])
        if exponent is not None and 0 < exponent < 1000 and exponent == int(exponent):
            return node.operands[0], int(exponent)
    return index, 1


def swapped(index: int, first: int, second: int) -> tuple[int, int]:
    """Both in the original order: ``index`` is 0 or 1, the position of ``first``."""
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
    """(numeric factor, remaining factor); the factor is 1 where there is none."""
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


#: For every operation: (builder, *operands) -> a simpler node of the same value, or None.
SIMPLIFICATIONS: dict[str, Callable[..., int | None]] = {
    "add": add,
    "subtract": subtract,
    "multiply": multiply,
    "divide": divide,
    "power": power,
    "negate": negate,
    "identity": lambda builder, a: a,
}
