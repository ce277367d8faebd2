"""The operations of the expression language, each derivative beside its function.

To add one, write an `Operation` and put it in `OPERATIONS`; the language, the catalog and the
generated tests pick it up.

All functions take float64 numbers or arrays that broadcast. ``slopes`` are the partial derivatives
∂y/∂operand, ``partials`` the same as expressions: data made of operation names, numbers, and the
letters a, b (the operands) and y (the result). At a kink the derivative is that of the negative
side (0 for relu), but 0 for |a| at 0; where the operands of max and min are equal, it is that of
the first. ``conventions`` names the places where a derivative is such an agreement or a limit.
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
class Convention:
    """``holds(*operands)`` is true where the derivative by an operand in ``places`` is not that of
    the formula alone; ``key`` names the text that says which one is taken.
    """

    holds: Callable[..., Any]
    key: str
    places: tuple[int, ...] = (0,)
    #: Is there a derivative, which only the formula does not give?
    exists: bool = False


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
    #: (*operands, y) -> the second derivatives ∂²y/∂a², ∂²y/∂a∂b, ∂²y/∂b²; None for one that is 0,
    #: empty if all are.
    bends: tuple[Slope | None, ...] = ()
    conventions: tuple[Convention, ...] = ()
    #: For each operand, where y does not depend on it in a neighbourhood of the operands.
    flat: tuple[Callable[..., Any], ...] = ()
    #: The same, where the other operand is held.
    flat_beside: tuple[Callable[..., Any], ...] = ()
    #: Where y is exactly 0. A y of 0 elsewhere is smaller than float64 holds.
    zero: Callable[..., Any] = lambda *operands: True

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
    """∂(a^b)/∂a = b a^(b−1); 0 for b = 0, also at a = 0, where a^−1 is infinite.

    Where a^(b−1) alone leaves float64, as for a subnormal a and a small b: (b/a) a^b.
    """
    slope = b * a ** (b - (b != 0))
    if np.isfinite(slope).all():
        return slope
    return np.where(np.isfinite(slope), slope, b / a * y)[()]


def exponent_slope(a: Array, b: Array, y: Array) -> Any:
    """∂(a^b)/∂b = a^b ln a; at a = 0 and b > 0, where 0^b is 0 for every such b, it is 0."""
    return np.where((np.asarray(a) == 0) & (np.asarray(b) > 0), 0.0, y * np.log(a))[()]


def power_bend(a: Array, b: Array, y: Array) -> Any:
    """∂²(a^b)/∂a² = b (b−1) a^(b−2); 0 for b = 0 and b = 1, also at a = 0."""
    return b * (b - 1) * a ** (b - 2 * ((b != 0) & (b != 1)))


def power_mixed_bend(a: Array, b: Array, y: Array) -> Any:
    """∂²(a^b)/∂a∂b = a^(b−1) (1 + b ln a); at a = 0 and b > 1 it is 0."""
    bend = a ** (b - 1) * (1 + b * np.log(a))
    return np.where((np.asarray(a) == 0) & (np.asarray(b) > 1), 0.0, bend)[()]


def exponent_bend(a: Array, b: Array, y: Array) -> Any:
    """∂²(a^b)/∂b² = a^b ln² a; at a = 0 and b > 0 it is 0."""
    bend = y * np.square(np.log(a))
    return np.where((np.asarray(a) == 0) & (np.asarray(b) > 0), 0.0, bend)[()]


def sigmoid_bend(a: Array, y: Array) -> Any:
    """σ'' = σ(a) σ(−a) (1 − 2σ(a)), the last factor as −tanh(a/2), without cancellation."""
    return -y * sigmoid(-a) * np.tanh(a / 2)


def step(a: Array) -> Array:
    """1 where a > 0, else 0: the derivative of relu."""
    return np.heaviside(a, 0.0)


def first_is_max(a: Array, b: Array) -> Array:
    """1 where max(a, b) is a, else 0."""
    return 1 - step(b - a)


def nowhere(*operands: Array) -> bool:
    return False


#: At 0 the derivative is 0 by agreement: of relu, which bends there, …
RELU_KINK = Convention(lambda a: a == 0, "notice.kink.relu")
ABS_KINK = Convention(lambda a: a == 0, "notice.kink.abs")
#: … and of a function that jumps.
JUMP = Convention(lambda a: a == 0, "notice.jump")
TIE = Convention(lambda a, b: a == b, "notice.tie", (0, 1))


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
            flat_beside=(lambda a, b: b == 0, lambda a, b: a == 0),
            zero=lambda a, b: (a == 0) | (b == 0),
            bends=(None, lambda a, b, y: 1.0, None),
        ),
        Operation(
            "divide",
            r"\frac{a}{b}",
            lambda a, b: a / b,
            (lambda a, b, y: 1 / b, lambda a, b, y: -y / b),
            (("divide", 1, "b"), ("negate", ("divide", "a", ("power", "b", 2)))),
            "/",
            (Domain(lambda a, b: b == 0, "error.domain.divide"),),
            flat_beside=(nowhere, lambda a, b: a == 0),
            zero=lambda a, b: a == 0,
            bends=(None, lambda a, b, y: -1 / b / b, lambda a, b, y: 2 * (y / b) / b),
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
                (Domain(lambda a, b: (a < 0) | ((a == 0) & (b <= 0)), "error.domain.exponent"),),
            ),
            conventions=(
                Convention(
                    lambda a, b: (a == 0) & (b > 1) & (b != np.floor(b)),
                    "notice.edge.power",
                    exists=True,
                ),
                Convention(
                    lambda a, b: (a == 0) & (b > 0), "notice.limit.exponent", (1,), exists=True
                ),
            ),
            flat_beside=(
                lambda a, b: b == 0,
                lambda a, b: (a == 1) | ((a == 0) & (b > 0)),
            ),
            zero=lambda a, b: a == 0,
            bends=(power_bend, power_mixed_bend, exponent_bend),
        ),
        Operation("negate", "-a", lambda a: -a, (lambda a, y: -1.0,), (-1,), "-"),
        Operation(
            "exp",
            r"e^{a}",
            np.exp,
            (lambda a, y: y,),
            ("y",),
            zero=nowhere,
            bends=(lambda a, y: y,),
        ),
        Operation(
            "log",
            r"\ln a",
            np.log,
            (lambda a, y: 1 / a,),
            (("divide", 1, "a"),),
            domain=(Domain(lambda a: a <= 0, "error.domain.log"),),
            bends=(lambda a, y: -1 / a / a,),
        ),
        Operation(
            "sqrt",
            r"\sqrt{a}",
            np.sqrt,
            (lambda a, y: 0.5 / y,),
            (("divide", 1, ("multiply", 2, "y")),),
            domain=(Domain(lambda a: a < 0, "error.domain.sqrt"),),
            smooth=((Domain(lambda a: a == 0, "error.domain.sqrt_slope"),),),
            bends=(lambda a, y: -0.25 / y / a,),
        ),
        Operation(
            "sin",
            r"\sin a",
            np.sin,
            (lambda a, y: np.cos(a),),
            (("cos", "a"),),
            bends=(lambda a, y: -y,),
        ),
        Operation(
            "cos",
            r"\cos a",
            np.cos,
            (lambda a, y: -np.sin(a),),
            (("negate", ("sin", "a")),),
            bends=(lambda a, y: -y,),
        ),
        Operation(
            "tan",
            r"\tan a",
            np.tan,
            (lambda a, y: 1 + y * y,),
            (("add", 1, ("power", "y", 2)),),
            bends=(lambda a, y: 2 * y * (1 + y * y),),
        ),
        Operation(
            "sinh",
            r"\sinh a",
            np.sinh,
            (lambda a, y: np.cosh(a),),
            (("cosh", "a"),),
            bends=(lambda a, y: y,),
        ),
        Operation(
            "cosh",
            r"\cosh a",
            np.cosh,
            (lambda a, y: np.sinh(a),),
            (("sinh", "a"),),
            bends=(lambda a, y: y,),
        ),
        Operation(
            "tanh",
            r"\tanh a",
            np.tanh,
            (tanh_slope,),
            (("subtract", 1, ("power", "y", 2)),),
            bends=(lambda a, y: -2 * y * tanh_slope(a, y),),
        ),
        Operation(
            "sigmoid",
            r"\sigma(a)",
            sigmoid,
            (lambda a, y: y * sigmoid(-a),),
            (("multiply", "y", ("subtract", 1, "y")),),
            zero=nowhere,
            bends=(sigmoid_bend,),
        ),
        Operation(
            "relu",
            r"\operatorname{relu}(a)",
            lambda a: np.maximum(a, 0.0),
            (lambda a, y: step(a),),
            (("step", "a"),),
            conventions=(RELU_KINK,),
            flat=(lambda a: a < 0,),
        ),
        Operation(
            "abs",
            r"\lvert a\rvert",
            np.abs,
            (lambda a, y: np.sign(a),),
            (("sign", "a"),),
            conventions=(ABS_KINK,),
        ),
        Operation(
            "softplus",
            r"\ln(1+e^{a})",
            softplus,
            (lambda a, y: sigmoid(a),),
            (("sigmoid", "a"),),
            zero=nowhere,
            bends=(lambda a, y: sigmoid(a) * sigmoid(-a),),
        ),
        Operation(
            "max",
            r"\max(a,b)",
            np.maximum,
            (lambda a, b, y: first_is_max(a, b), lambda a, b, y: step(b - a)),
            (("subtract", 1, ("step", ("subtract", "b", "a"))), ("step", ("subtract", "b", "a"))),
            conventions=(TIE,),
            flat=(lambda a, b: a < b, lambda a, b: a > b),
        ),
        Operation(
            "min",
            r"\min(a,b)",
            np.minimum,
            (lambda a, b, y: first_is_max(b, a), lambda a, b, y: step(a - b)),
            (("subtract", 1, ("step", ("subtract", "a", "b"))), ("step", ("subtract", "a", "b"))),
            conventions=(TIE,),
            flat=(lambda a, b: a > b, lambda a, b: a < b),
        ),
        Operation(
            "sign",
            r"\operatorname{sgn}(a)",
            np.sign,
            (lambda a, y: 0.0,),
            (0,),
            conventions=(JUMP,),
            flat=(lambda a: a != 0,),
        ),
        Operation(
            "step",
            r"[a>0]",
            step,
            (lambda a, y: 0.0,),
            (0,),
            conventions=(JUMP,),
            flat=(lambda a: a != 0,),
        ),
        Operation("identity", "a", lambda a: a, (lambda a, y: 1.0,), (1,), ""),
    )
}

#: The operations that are written name(…).
FUNCTIONS = tuple(name for name, entry in OPERATIONS.items() if entry.sign is None)
