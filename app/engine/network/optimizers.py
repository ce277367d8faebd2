"""Optimizers in PyTorch's forms: a pair of pure functions, ``start`` and ``step``.

To add one, write an `Optimizer` and put it in `OPTIMIZERS`; the API, the menus and the generated
tests pick it up.

p is a parameter array of any shape, g its gradient ∂C/∂p of the same shape; the state is a tuple of
arrays of that shape; η = learning_rate; count is 1 at the first step.

Beside its ``step`` every entry has the same rule as data, a few lines that are printed and
evaluated step by step; a generated test compares the two.
"""

from collections.abc import Callable
from dataclasses import dataclass
from math import prod, sqrt
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from ..arrays import Array
from ..expressions import Expression
from ..parameters import Hyperparameter
from .overflow import is_finite

State = tuple[Array, ...]
#: (p, g, state, count, hyperparameters) -> (new p, new state)
Step = Callable[[Array, Array, State, int, dict[str, float]], tuple[Array, State]]

#: The values of the hyperparameters but the learning rate, in their order, and zeros after them.
Constants = tuple[float, float, float, float]
#: (p, g, u, v, η, c₁, c₂, constants) -> (new p, new u, new v), of one number
Scalar = Callable[
    [float, float, float, float, float, float, float, Constants], tuple[float, float, float]
]

LEARNING_RATE = Hyperparameter("learning_rate", 0.1, 0.0, 1e6, r"\eta")
#: Where Σ g² is smaller, no number of an optimizer's rule is near the largest float64.
ORDINARY_SQUARES = 1e300
#: Squares below the smallest normal float64 have lost digits. Their root, at most 1.5e-154, changes
#: no digit of √v + ε where ε is this large.
SMALLEST_NORMAL = float(np.finfo(np.float64).tiny)
OUTWEIGHING_EPSILON = 1e-137
#: What is wrong with a line of a rule: too large for a float64; 0 in a divisor, where ε is 0 too;
#: below `SMALLEST_NORMAL` without an ε that outweighs it.
OVERFLOW, ZERO, SMALL = "overflow", "zero", "small"


class Line(NamedTuple):
    """One line of a rule: ``name`` = ``value``. In ``latex``, ``{p}`` stands for the parameter's
    symbol.

    The leaves of ``value`` are "p", "g", "count", the name of a hyperparameter or of a line above,
    and numbers; ("old", line) is the state after the last step.
    """

    name: str
    latex: str
    value: Expression


class StepFault(Exception):
    """A number of an optimizer's rule that float64 does not hold, so that the step would be wrong.

    ``line`` is the line's name, such as "v"; ``kind`` is OVERFLOW, ZERO or SMALL; ``index`` the
    first faulty entry of the flattened parameter.
    """

    def __init__(self, line: str, kind: str, index: int) -> None:
        super().__init__(f"{line}[{index}]: {kind}")
        self.line = line
        self.kind = kind
        self.index = index

    @property
    def symbol(self) -> str:
        """The line as it is written in a sentence: v, v̂."""
        return self.line.replace("_hat", "\N{COMBINING CIRCUMFLEX ACCENT}")


@dataclass(frozen=True)
class Optimizer:
    """An entry of the table: its ``step``, and the same as ``rule``, whose last line is the new p.

    ``state`` names the lines of the rule whose values are the state, in the order of the tuple;
    ``squares`` the one of them that the step divides by the root of, if there is such a line.
    ``in_place`` (p, g, hyperparameters) is the step without a state once more, to the same last
    bit, for where a third array is too much.
    ``scalar`` is ``step`` for one number, with u and v for the state as far as there is one; it
    serves the same kernel as that of an `Activation`. Its c₁ and c₂ are 1 − β^count for the
    hyperparameters that ``corrected`` names, else 1.
    """

    name: str
    latex: str
    step: Step
    state: tuple[str, ...]
    hyperparameters: tuple[Hyperparameter, ...]
    rule: tuple[Line, ...]
    squares: str | None = None
    in_place: Callable[[Array, Array, dict[str, float]], None] | None = None
    scalar: Scalar | None = None
    corrected: tuple[str, ...] = ()

    def start(self, p: Array) -> State:
        """The state before the first step of a parameter like ``p``: zeros."""
        return tuple(np.zeros_like(p) for _ in self.state)

    def checked_step(
        self, p: Array, g: Array, state: State, count: int, k: dict[str, float]
    ) -> tuple[Array, State]:
        """``step``, for finite p and g. Raises `StepFault` where a number inside it has left
        float64; the new p may be infinite.
        """
        new, new_state = self.step(p, g, state, count, k)
        flat = g.ravel()
        if not (
            flat.dot(flat) < ORDINARY_SQUARES
            and (self.squares is None or k["epsilon"] >= OUTWEIGHING_EPSILON)
            and all(map(is_finite, new_state))
        ):
            fault = first_fault(self, p, g, state, count, k)
            if fault is not None:
                raise fault
        return new, new_state


def sgd(p: Array, g: Array, state: State, count: int, k: dict[str, float]) -> tuple[Array, State]:
    """p − η g."""
    return p - k["learning_rate"] * g, state


def sgd_in_place(p: Array, g: Array, k: dict[str, float]) -> None:
    """The same in the arrays of p and of g, whose numbers are lost."""
    g *= k["learning_rate"]
    p -= g


def sgd_scalar(
    p: float, g: float, u: float, v: float, rate: float, c1: float, c2: float, k: Constants
) -> tuple[float, float, float]:
    return p - rate * g, u, v


def momentum(
    p: Array, g: Array, state: State, count: int, k: dict[str, float]
) -> tuple[Array, State]:
    """buf = μ buf + g, p − η buf (torch.optim.SGD, dampening 0)."""
    (buf,) = state
    buf = k["momentum"] * buf + g
    return p - k["learning_rate"] * buf, (buf,)


def momentum_scalar(
    p: float, g: float, u: float, v: float, rate: float, c1: float, c2: float, k: Constants
) -> tuple[float, float, float]:
    u = k[0] * u + g
    return p - rate * u, u, v


def nesterov(
    p: Array, g: Array, state: State, count: int, k: dict[str, float]
) -> tuple[Array, State]:
    """buf = μ buf + g, p − η (g + μ buf) (torch.optim.SGD with nesterov)."""
    (buf,) = state
    buf = k["momentum"] * buf + g
    direction = g + k["momentum"] * buf
    if is_finite(direction):
        return p - k["learning_rate"] * direction, (buf,)
    # The direction may be too large where the step is not.
    half = 0.5 * g + k["momentum"] * (0.5 * buf)
    return p - 2 * (k["learning_rate"] * half), (buf,)


def nesterov_scalar(
    p: float, g: float, u: float, v: float, rate: float, c1: float, c2: float, k: Constants
) -> tuple[float, float, float]:
    u = k[0] * u + g
    return p - rate * (g + k[0] * u), u, v


def times_ratio(rate: float, numerator: Array, denominator: Array) -> Array:
    """rate · numerator / denominator, which may be ordinary where the ratio alone is too large."""
    ratio = numerator / denominator
    return rate * ratio if is_finite(ratio) else rate * numerator / denominator


def adagrad(
    p: Array, g: Array, state: State, count: int, k: dict[str, float]
) -> tuple[Array, State]:
    """G = G + g², p − η g / (√G + ε) (Duchi et al. 2011)."""
    (total,) = state
    total = total + g * g
    return p - times_ratio(k["learning_rate"], g, np.sqrt(total) + k["epsilon"]), (total,)


def adagrad_scalar(
    p: float, g: float, u: float, v: float, rate: float, c1: float, c2: float, k: Constants
) -> tuple[float, float, float]:
    u = u + g * g
    return p - rate * (g / (sqrt(u) + k[0])), u, v


def rmsprop(
    p: Array, g: Array, state: State, count: int, k: dict[str, float]
) -> tuple[Array, State]:
    """v = ρ v + (1 − ρ) g², p − η g / (√v + ε) (Tieleman and Hinton 2012, lecture 6.5)."""
    (v,) = state
    v = k["decay"] * v + (1 - k["decay"]) * g * g
    return p - times_ratio(k["learning_rate"], g, np.sqrt(v) + k["epsilon"]), (v,)


def rmsprop_scalar(
    p: float, g: float, u: float, v: float, rate: float, c1: float, c2: float, k: Constants
) -> tuple[float, float, float]:
    u = k[0] * u + (1 - k[0]) * g * g
    return p - rate * (g / (sqrt(u) + k[1])), u, v


def one_minus_power(base: float, exponent: Array | int) -> Any:
    """1 − base^exponent with all its digits, for 0 ≤ base < 1 and exponent ≥ 1."""
    return -np.expm1(exponent * np.log(base)) if base else 1.0


def adam(p: Array, g: Array, state: State, count: int, k: dict[str, float]) -> tuple[Array, State]:
    """Kingma and Ba (2015), algorithm 1: m and v are running means of g and g², divided by
    1 − β^count to correct for their start at zero.
    """
    m, v = state
    m = k["beta1"] * m + (1 - k["beta1"]) * g
    v = k["beta2"] * v + (1 - k["beta2"]) * g * g
    m_corrected = m / one_minus_power(k["beta1"], count)
    v_corrected = v / one_minus_power(k["beta2"], count)
    step = times_ratio(k["learning_rate"], m_corrected, np.sqrt(v_corrected) + k["epsilon"])
    return p - step, (m, v)


def adam_scalar(
    p: float, g: float, u: float, v: float, rate: float, c1: float, c2: float, k: Constants
) -> tuple[float, float, float]:
    u = k[0] * u + (1 - k[0]) * g
    v = k[1] * v + (1 - k[1]) * g * g
    return p - rate * ((u / c1) / (sqrt(v / c2) + k[2])), u, v


def adamw(p: Array, g: Array, state: State, count: int, k: dict[str, float]) -> tuple[Array, State]:
    """Adam with decoupled weight decay (Loshchilov and Hutter 2019, algorithm 2)."""
    decayed = p - k["learning_rate"] * k["weight_decay"] * p
    return adam(decayed, g, state, count, k)


def adamw_scalar(
    p: float, g: float, u: float, v: float, rate: float, c1: float, c2: float, k: Constants
) -> tuple[float, float, float]:
    return adam_scalar(p - rate * k[3] * p, g, u, v, rate, c1, c2, k)


MOMENTUM = Hyperparameter("momentum", 0.9, 0.0, 1.0, r"\mu")
BETAS = (
    # β = 1 would divide by zero in the bias correction.
    Hyperparameter("beta1", 0.9, 0.0, 0.999999, r"\beta_1"),
    Hyperparameter("beta2", 0.999, 0.0, 0.999999999, r"\beta_2"),
)


def epsilon(default: float) -> Hyperparameter:
    """ε, added to the denominator."""
    return Hyperparameter("epsilon", default, 0.0, 1.0, r"\varepsilon")


# --- the rules as data ---

OPERATORS: dict[str, Callable[..., Array]] = {
    "sum": lambda *terms: sum(terms[1:], terms[0]),
    "product": lambda *factors: prod(factors[1:], start=factors[0]),
    "fraction": lambda numerator, denominator: numerator / denominator,
    "negate": lambda operand: -operand,
    "power": lambda base, exponent: base**exponent,
}
CALLS: dict[str, Callable[[Array], Array]] = {"sqrt": np.sqrt}


def line_values(
    optimizer: Optimizer,
    p: Array,
    g: Array,
    state: State,
    count: Array | int,
    hyperparameters: dict[str, float],
) -> dict[str, Array]:
    """The value of every line of the rule by its name; the last is "new". Arrays broadcast, and
    ``count`` may be an array.
    """
    old = dict(zip(optimizer.state, state, strict=True))
    known: dict[str, Any] = {"p": p, "g": g, "count": count, **hyperparameters}

    def value(expression: Expression) -> Any:
        match expression:
            case str():
                return known[expression]
            case int() | float():
                return expression
            case ("old", str(line)):
                return old[line]
            case ("call", str(name), operand):
                return CALLS[name](value(operand))
            case ("sum", 1, ("negate", ("power", base, exponent))):
                return one_minus_power(value(base), value(exponent))
            case ("product", *factors, ("power", base, 2)):
                # As in the steps: c g² may be small enough where g² is not.
                return OPERATORS["product"](*map(value, (*factors, base, base)))
        operator, *operands = expression
        return OPERATORS[operator](*map(value, operands))

    for line in optimizer.rule:
        known[line.name] = value(line.value)
    return {line.name: known[line.name] for line in optimizer.rule}


def first_fault(
    optimizer: Optimizer,
    p: Array,
    g: Array,
    state: State,
    count: int,
    hyperparameters: dict[str, float],
) -> StepFault | None:
    """The first line of the rule before its last, the new p, with a number that a step may not use;
    None if there is none. ``state`` is that before the step.
    """
    found = line_values(optimizer, p, g, state, count, hyperparameters)
    for line in optimizer.rule[:-1]:
        if not is_finite(found[line.name]):
            return StepFault(line.name, OVERFLOW, first_of(~np.isfinite(found[line.name])))
    if optimizer.squares is None or hyperparameters["epsilon"] >= OUTWEIGHING_EPSILON:
        return None
    squares = found[optimizer.squares]
    old = state[optimizer.state.index(optimizer.squares)]
    if hyperparameters["epsilon"] == 0 and not squares.all():
        return StepFault(optimizer.squares, ZERO, first_of(squares == 0))
    lost = (squares < SMALLEST_NORMAL) & ((g != 0) | (old != 0))
    return StepFault(optimizer.squares, SMALL, first_of(lost)) if lost.any() else None


def first_of(marked: npt.NDArray[np.bool_]) -> int:
    """The index of the first marked entry, of the flattened array."""
    return int(marked.argmax())


def moved(start: Expression, change: Expression) -> Line:
    """The last line of a rule: new p = start − change."""
    return Line("new", "{p}", ("sum", start, ("negate", change)))


def over_root(numerator: Expression, squares: Expression) -> Expression:
    """η numerator / (√squares + ε)."""
    return (
        "fraction",
        ("product", "learning_rate", numerator),
        ("sum", ("call", "sqrt", squares), "epsilon"),
    )


def running_mean(name: str, decay: str, term: Expression) -> Line:
    """name = β name + (1 − β) term."""
    kept = ("product", decay, ("old", name))
    return Line(name, name, ("sum", kept, ("product", one_minus(decay), term)))


def one_minus(term: Expression) -> Expression:
    """1 − term."""
    return ("sum", 1, ("negate", term))


def corrected(name: str, decay: str) -> Line:
    """The bias-corrected running mean, name / (1 − β^count)."""
    total = one_minus(("power", decay, "count"))
    return Line(f"{name}_hat", rf"\hat{{{name}}}", ("fraction", name, total))


SQUARE = ("power", "g", 2)
BUFFER = Line("u", "u", ("sum", ("product", "momentum", ("old", "u")), "g"))
NESTEROV_DIRECTION = ("sum", "g", ("product", "momentum", "u"))
MOMENTS = (
    running_mean("m", "beta1", "g"),
    running_mean("v", "beta2", SQUARE),
    corrected("m", "beta1"),
    corrected("v", "beta2"),
)
DECAYED = Line(
    "decayed",
    r"\tilde{{p}}",
    ("sum", "p", ("negate", ("product", "learning_rate", "weight_decay", "p"))),
)

OPTIMIZERS: dict[str, Optimizer] = {
    entry.name: entry
    for entry in (
        Optimizer(
            "sgd",
            r"w'=w-\eta g",
            sgd,
            (),
            (LEARNING_RATE,),
            (moved("p", ("product", "learning_rate", "g")),),
            in_place=sgd_in_place,
            scalar=sgd_scalar,
        ),
        Optimizer(
            "momentum",
            r"u\leftarrow\mu u+g,\ w'=w-\eta u",
            momentum,
            ("u",),
            (LEARNING_RATE, MOMENTUM),
            (BUFFER, moved("p", ("product", "learning_rate", "u"))),
            scalar=momentum_scalar,
        ),
        Optimizer(
            "nesterov",
            r"u\leftarrow\mu u+g,\ w'=w-\eta(g+\mu u)",
            nesterov,
            ("u",),
            (LEARNING_RATE, MOMENTUM),
            (
                BUFFER,
                moved("p", ("product", "learning_rate", NESTEROV_DIRECTION)),
            ),
            scalar=nesterov_scalar,
        ),
        Optimizer(
            "adagrad",
            r"G\leftarrow G+g^2,\ w'=w-\frac{\eta g}{\sqrt G+\varepsilon}",
            adagrad,
            ("G",),
            (LEARNING_RATE, epsilon(1e-10)),
            (Line("G", "G", ("sum", ("old", "G"), SQUARE)), moved("p", over_root("g", "G"))),
            "G",
            scalar=adagrad_scalar,
        ),
        Optimizer(
            "rmsprop",
            r"v\leftarrow\rho v+(1-\rho)g^2,\ w'=w-\frac{\eta g}{\sqrt v+\varepsilon}",
            rmsprop,
            ("v",),
            (LEARNING_RATE, Hyperparameter("decay", 0.99, 0.0, 1.0, r"\rho"), epsilon(1e-8)),
            (running_mean("v", "decay", SQUARE), moved("p", over_root("g", "v"))),
            "v",
            scalar=rmsprop_scalar,
        ),
        Optimizer(
            "adam",
            r"w'=w-\eta\frac{\hat m}{\sqrt{\hat v}+\varepsilon}",
            adam,
            ("m", "v"),
            (LEARNING_RATE, *BETAS, epsilon(1e-8)),
            (*MOMENTS, moved("p", over_root("m_hat", "v_hat"))),
            "v",
            scalar=adam_scalar,
            corrected=("beta1", "beta2"),
        ),
        Optimizer(
            "adamw",
            r"w'=(1-\eta\lambda)w-\eta\frac{\hat m}{\sqrt{\hat v}+\varepsilon}",
            adamw,
            ("m", "v"),
            (
                LEARNING_RATE,
                *BETAS,
                epsilon(1e-8),
                Hyperparameter("weight_decay", 0.01, 0.0, 1.0, r"\lambda"),
            ),
            (DECAYED, *MOMENTS, moved("decayed", over_root("m_hat", "v_hat"))),
            "v",
            scalar=adamw_scalar,
            corrected=("beta1", "beta2"),
        ),
    )
}
