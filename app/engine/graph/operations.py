"""The operations of the expression language, each derivative beside its function.

To add one, write an `Operation` and put it in `OPERATIONS`; the language, the catalog and the
generated tests pick it up.

All functions take float64 numbers or arrays that broadcast. ``slopes`` are the partial derivatives
∂y/∂operand, ``partials`` the same as expressions: data made of operation names, numbers, and the
letters a, b (the operands) and y (the result). At a kink the derivative is the one of the negative
side (0 for relu), 0 for |a| at 0; of equal operands max and min follow the first.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from ..arrays import Array

#: "a", "b", "y", a number, or (operation name, expression, …).
Expression = Any
Slope = Callable[..., Any]


@dataclass(frozen=True)
class Domain:
    """Where a number does not exist: ``fails(*operands)``, and the sentence that says why."""

    fails: Callable[..., Any]
    key: str


@dataclass(frozen=True)
class Operation:
    """A row of the table. ``sign`` is how it is written between or before its operands, None for a
    function, which is written by its name.
    """

    name: str
    latex: str
    value: Callable[..., Any]
    slopes: tuple[Slope, ...]
    partials: tuple[Expression, ...]
    sign: str | None = None
    domain: tuple[Domain, ...] = ()
    #: Where the value exists and a derivative does not, for each operand.
    smooth: tuple[tuple[Domain, ...], ...] = ()

    @property
    def arity(self) -> int:
        return len(self.partials)


def sigmoid(a: Array) -> Any:
    """1 / (1 + e^−a), by the exponential that does not overflow."""
    e = np.exp(-np.abs(a))
    return np.where(np.asarray(a) >= 0, 1 / (1 + e), e / (1 + e))[()]


def softplus(a: Array) -> Array:
    """ln(1 + e^a)."""
    return np.maximum(a, 0) + np.log1p(np.exp(-np.abs(a)))


def tanh_slope(a: Array, y: Array) -> Any:
    """1 − tanh² a = 4e / (1 + e)² with e = exp(−2|a|), which does not cancel."""
    e = np.exp(-2 * np.abs(a))
    return 4 * e / np.square(1 + e)


def power_slope(a: Array, b: Array, y: Array) -> Any:
    """∂(a^b)/∂a = b a^(b−1), 0 for b = 0, where the exponent stays 0."""
    return b * a ** (b - (b != 0))


def exponent_slope(a: Array, b: Array, y: Array) -> Array:
    """∂(a^b)/∂b = a^b ln a."""
    return y * np.log(a)


def step(a: Array) -> Array:
    """1 where a > 0, else 0: the derivative of relu."""
    return np.heaviside(a, 0.0)


def chosen(a: Array, b: Array) -> Array:
    """1 where max(a, b) is a."""
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
            (lambda a, b, y: chosen(a, b), lambda a, b, y: step(b - a)),
            (("subtract", 1, ("step", ("subtract", "b", "a"))), ("step", ("subtract", "b", "a"))),
        ),
        Operation(
            "min",
            r"\min(a,b)",
            np.minimum,
            (lambda a, b, y: chosen(b, a), lambda a, b, y: step(a - b)),
            (("subtract", 1, ("step", ("subtract", "a", "b"))), ("step", ("subtract", "a", "b"))),
        ),
        Operation("sign", r"\operatorname{sgn}(a)", np.sign, (lambda a, y: 0.0,), (0,)),
        Operation("step", r"[a>0]", step, (lambda a, y: 0.0,), (0,)),
        Operation("identity", "a", lambda a: a, (lambda a, y: 1.0,), (1,), ""),
    )
}

#: What is written as name(…).
FUNCTIONS = tuple(name for name, entry in OPERATIONS.items() if entry.sign is None)
