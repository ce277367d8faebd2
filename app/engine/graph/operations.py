"""The operations of the expression language, each derivative beside its function.

To add one, write an `Operation` and put it in `OPERATIONS`; the language, the catalog and the
generated tests pick it up.

All functions take float64 numbers or arrays that broadcast. ``slopes`` are the partial derivatives
∂y/∂operand, ``partials`` the same as expressions: data made of operation names, numbers, and the
letters a, b (the operands) and y (the result). At a kink the derivative is that of the negative
side (0 for relu), but 0 for |a| at 0; where the operands of max and min are equal, it is that of
the first.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from ..arrays import Array
from ..expressions import Expression

#: (*operands, y) -> ∂y/∂operand
Slope = Callable[..., Any]


@dataclass(frozen=True)
class Domain:
    """``fails(*operands)`` is true where a number is undefined; ``key`` names the reason's text."""

    fails: Callable[..., Any]
    key: str


@dataclass(frozen=True)
class Operation:
    """An entry of the table. ``value(*operands)`` is y. ``sign`` is its infix or prefix sign; None
    for a function, which is written name(…).
    """

    name: str
    latex: str
    value: Callable[..., Any]
    slopes: tuple[Slope, ...]
    partials: tuple[Expression, ...]
    sign: str | None = None
    domain: tuple[Domain, ...] = ()
    #: For each operand, where y is defined and ∂y/∂operand is not.
    smooth: tuple[tuple[Domain, ...], ...] = ()

    @property
    def arity(self) -> int:
        return len(self.partials)


def sigmoid(a: Array) -> Any:
    """1 / (1 + e^−a), from e^−|a|, which does not overflow."""
    e = np.exp(-np.abs(a))
    return np.where(np.asarray(a) >= 0, 1 / (1 + e), e / (1 + e))[()]


def softplus(a: Array) -> Array:
    """ln(1 + e^a)."""
    return np.maximum(a, 0) + np.log1p(np.exp(-np.abs(a)))


def tanh_slope(a: Array, y: Array) -> Any:
    """1 − tanh² a = 4e / (1 + e)² with e = exp(−2|a|), without cancellation."""
    e = np.exp(-2 * np.abs(a))
    return 4 * e / np.square(1 + e)


def power_slope(a: Array, b: Array, y: Array) -> Any:
    """∂(a^b)/∂a = b a^(b−1); 0 for b = 0, also at a = 0, where a^−1 is infinite."""
    return b * a ** (b - (b != 0))


def exponent_slope(a: Array, b: Array, y: Array) -> Array:
    """∂(a^b)/∂b = a^b ln a."""
    return y * np.log(a)


def step(a: Array) -> Array:
    """1 where a > 0, else 0: the derivative of relu."""
    return np.heaviside(a, 0.0)


def first_is_max(a: Array, b: Array) -> Array:
    """1 where max(a, b) is a, else 0."""
    return 1 - step(b - a)


OPERATIONS: dict[str, Operation] = {
    entry.name: entry
    for entry in (
        Operation(
            "add",
            "a+b",
            lambda a, b: a + b,
            (lambda a, b, y: 1.0, lambda a, b, y: 1.0),
            (1, 1),
            "+",
        ),
        Operation(
            "subtract",
            "a-b",
            lambda a, b: a - b,
            (lambda a, b, y: 1.0, lambda a, b, y: -1.0),
            (1, -1),
            "-",
        ),
        Operation(
            "multiply",
            r"a\cdot b",
            lambda a, b: a * b,
            (lambda a, b, y: b, lambda a, b, y: a),
            ("b", "a"),
            "*",
        ),
        Operation(
            "divide",
            r"\frac{a}{b}",
            lambda a, b: a / b,
            (lambda a, b, y: 1 / b, lambda a, b, y: -y / b),
            (("divide", 1, "b"), ("negate", ("divide", "a", ("power", "b", 2)))),
            "/",
            (Domain(lambda a, b: b == 0, "error.domain.divide"),),
        ),
        Operation(
            "power",
            "a^b",
            lambda a, b: a**b,
            (power_slope, exponent_slope),
            (
                ("multiply", "b", ("power", "a", ("subtract", "b", 1))),
                ("multiply", "y", ("log", "a")),
            ),
            "**",
            (
                Domain(lambda a, b: (a == 0) & (b < 0), "error.domain.power_zero"),
                Domain(lambda a, b: (a < 0) & (b != np.floor(b)), "error.domain.power_negative"),
            ),
            (
                (Domain(lambda a, b: (a == 0) & (b > 0) & (b < 1), "error.domain.power_slope"),),
                (Domain(lambda a, b: a <= 0, "error.domain.exponent"),),
            ),
        ),
        Operation("negate", "-a", lambda a: -a, (lambda a, y: -1.0,), (-1,), "-"),
        Operation("exp", r"e^{a}", np.exp, (lambda a, y: y,), ("y",)),
        Operation(
            "log",
            r"\ln a",
            np.log,
            (lambda a, y: 1 / a,),
            (("divide", 1, "a"),),
            domain=(Domain(lambda a: a <= 0, "error.domain.log"),),
        ),
        Operation(
            "sqrt",
            r"\sqrt{a}",
            np.sqrt,
            (lambda a, y: 0.5 / y,),
            (("divide", 1, ("multiply", 2, "y")),),
            domain=(Domain(lambda a: a < 0, "error.domain.sqrt"),),
            smooth=((Domain(lambda a: a == 0, "error.domain.sqrt_slope"),),),
        ),
        Operation("sin", r"\sin a", np.sin, (lambda a, y: np.cos(a),), (("cos", "a"),)),
        Operation(
            "cos", r"\cos a", np.cos, (lambda a, y: -np.sin(a),), (("negate", ("sin", "a")),)
        ),
        Operation(
            "tan", r"\tan a", np.tan, (lambda a, y: 1 + y * y,), (("add", 1, ("power", "y", 2)),)
        ),
        Operation("sinh", r"\sinh a", np.sinh, (lambda a, y: np.cosh(a),), (("cosh", "a"),)),
        Operation("cosh", r"\cosh a", np.cosh, (lambda a, y: np.sinh(a),), (("sinh", "a"),)),
        Operation(
            "tanh", r"\tanh a", np.tanh, (tanh_slope,), (("subtract", 1, ("power", "y", 2)),)
        ),
        Operation(
            "sigmoid",
            r"\sigma(a)",
            sigmoid,
            (lambda a, y: y * sigmoid(-a),),
            (("multiply", "y", ("subtract", 1, "y")),),
        ),
        Operation(
            "relu",
            r"\operatorname{relu}(a)",
            lambda a: np.maximum(a, 0.0),
            (lambda a, y: step(a),),
            (("step", "a"),),
        ),
        Operation("abs", r"\lvert a\rvert", np.abs, (lambda a, y: np.sign(a),), (("sign", "a"),)),
        Operation(
            "softplus", r"\ln(1+e^{a})", softplus, (lambda a, y: sigmoid(a),), (("sigmoid", "a"),)
        ),
        Operation(
            "max",
            r"\max(a,b)",
            np.maximum,
            (lambda a, b, y: first_is_max(a, b), lambda a, b, y: step(b - a)),
            (("subtract", 1, ("step", ("subtract", "b", "a"))), ("step", ("subtract", "b", "a"))),
        ),
        Operation(
            "min",
            r"\min(a,b)",
            np.minimum,
            (lambda a, b, y: first_is_max(b, a), lambda a, b, y: step(a - b)),
            (("subtract", 1, ("step", ("subtract", "a", "b"))), ("step", ("subtract", "a", "b"))),
        ),
        Operation("sign", r"\operatorname{sgn}(a)", np.sign, (lambda a, y: 0.0,), (0,)),
        Operation("step", r"[a>0]", step, (lambda a, y: 0.0,), (0,)),
        Operation("identity", "a", lambda a: a, (lambda a, y: 1.0,), (1,), ""),
    )
}

#: The operations that are written name(…).
FUNCTIONS = tuple(name for name, entry in OPERATIONS.items() if entry.sign is None)
