"""Random programs over the table of operations, and their derivatives in mpmath."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import mpmath
from hypothesis import strategies as st
from mpmath import mpf

from app.engine.graph.operations import OPERATIONS

NAMES = ("x", "y", "z")
CONSTANTS = (0.5, 2.0, -1.0, 3.0, 0.1, -2.5)
DIGITS = 80
#: Of the difference quotient, whose error is of order STEP².
STEP = mpf(10) ** -25

#: Every operation in mpmath, independent of the engine.
REFERENCES = {
    "add": lambda a, b: a + b,
    "subtract": lambda a, b: a - b,
    "multiply": lambda a, b: a * b,
    "divide": lambda a, b: a / b,
    "power": lambda a, b: a**b,
    "negate": lambda a: -a,
    "identity": lambda a: a,
    "exp": mpmath.exp,
    "log": mpmath.log,
    "sqrt": mpmath.sqrt,
    "sin": mpmath.sin,
    "cos": mpmath.cos,
    "tan": mpmath.tan,
    "sinh": mpmath.sinh,
    "cosh": mpmath.cosh,
    "tanh": mpmath.tanh,
    "sigmoid": lambda a: 1 / (1 + mpmath.exp(-a)),
    "relu": lambda a: a if a > 0 else mpf(0),
    "abs": abs,
    "softplus": lambda a: mpmath.log(1 + mpmath.exp(a)),
    "max": lambda a, b: a if a >= b else b,
    "min": lambda a, b: a if a <= b else b,
    "sign": mpmath.sign,
    "step": lambda a: mpf(1) if a > 0 else mpf(0),
}

WRITTEN = {
    "add": "{} + {}",
    "subtract": "{} - {}",
    "multiply": "{}*{}",
    "divide": "{}/{}",
    "power": "{}**{}",
    "negate": "-{}",
    "identity": "{}",
}


@dataclass(frozen=True)
class Line:
    """An operation and its operands: names, numbers, or the numbers of earlier lines as "t3"."""

    operation: str
    operands: tuple[str, ...]

    @property
    def text(self) -> str:
        operands = [each if not each.startswith("-") else f"({each})" for each in self.operands]
        if self.operation in WRITTEN:
            return WRITTEN[self.operation].format(*operands)
        return f"{self.operation}({', '.join(operands)})"


def program_text(lines: Sequence[Line]) -> str:
    return "\n".join(f"t{number} = {line.text}" for number, line in enumerate(lines))


@st.composite
def programs(
    draw: st.DrawFn,
    longest: int = 10,
    operations: Collection[str] = tuple(OPERATIONS),
    names: Collection[str] = NAMES,
) -> tuple[Line, ...]:
    """Programs whose lines read inputs, numbers and earlier lines, some of them several times."""
    lines: list[Line] = []
    for number in range(draw(st.integers(1, longest))):
        operation = draw(st.sampled_from(sorted(operations)))
        earlier = [f"t{k}" for k in range(number)]
        # The last lines are more likely, or most lines would not lead to the result.
        values = [*names, *earlier, *earlier[-3:], *earlier[-1:]]
        operands = [draw(st.sampled_from(values))]
        if OPERATIONS[operation].arity == 2:
            operands.append(draw(st.sampled_from([*values, *map(repr, CONSTANTS)])))
        lines.append(Line(operation, tuple(operands)))
    return tuple(lines)


#: Plain decimals of moderate size.
numbers = st.integers(-300, 300).filter(bool).map(lambda n: n / 64)
points = st.fixed_dictionaries(dict.fromkeys(NAMES, numbers))


def value(
    lines: Sequence[Line], point: Mapping[str, mpf], roundings: Sequence[mpf] | None = None
) -> mpf:
    """The last line's value; ``roundings`` are factors of the lines' values."""
    known: dict[str, mpf] = dict(point)
    for number, line in enumerate(lines):
        operands = [known[o] if o in known else mpf(float(o)) for o in line.operands]
        result = REFERENCES[line.operation](*operands)
        known[f"t{number}"] = result if roundings is None else result * roundings[number]
    return known[f"t{len(lines) - 1}"]


def slopes(
    lines: Sequence[Line],
    point: Mapping[str, float],
    name: str,
    roundings: Sequence[mpf] | None = None,
) -> tuple[mpf, mpf]:
    """∂value/∂name from the left and from the right; they differ at a kink."""
    here = {each: mpf(number) for each, number in point.items()}
    middle = value(lines, here, roundings)
    below = value(lines, here | {name: here[name] - STEP}, roundings)
    above = value(lines, here | {name: here[name] + STEP}, roundings)
    return (middle - below) / STEP, (above - middle) / STEP
