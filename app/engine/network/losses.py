"""Loss functions: the cost of one sample, beside its derivative.

To add one, write a `Loss` and put it in `LOSSES`; the API, the menus and the generated tests pick
it up (a new entry without a reference in ``tests/engine/network/references.py`` fails the suite).

a = output, t = target, z = pre-activation of the output layer, all batch × outputs (k runs over K
outputs).
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from ..arrays import Array, ComplexArray
from ..expressions import Expression
from .activations import leave_one_out, sigmoid, sigmoids, softplus, softplus_textbook

#: (z, a, f'(z), t, Σt, K) -> ∂c/∂a of one output, or ∂c/∂z where the loss has a ``delta``
Scalar = Callable[[float, float, float, float, float, float], float]


@dataclass(frozen=True)
class Loss:
    """An entry of the table.

    ``value`` (z, a, t) -> cost of each sample, shape (batch,); ``gradient`` (z, a, t) -> ∂c/∂a,
    batch × outputs, and ``gradient_expression`` its formula for one k. A loss that is defined for
    one ``output`` activation alone has ``delta`` (z, a, t) -> ∂c/∂z, in which the factors of the
    chain rule are multiplied out: simpler, and accurate where either factor overflows.
    The leaves of the expressions are "a", "t", "K", "total" (Σt) and numbers.
    ``delta_size`` (z, a, t) -> the sum of the sizes of its terms: how large rounding errors may be.
    ``textbook`` (z, a, t) -> cost of each sample for complex z and a with tiny imaginary parts, as
    in `Activation`. ``tie``: does ∂c/∂a jump at a = t? ``targets`` names the allowed range: "any",
    "unit_interval" or "nonnegative". ``scalar`` (z, a, f'(z), t, Σt, K) is ``delta`` for one
    output if there is one, else ``gradient``; in place of f'(z) a softmax has 1 − a, with all its
    digits. It serves the same kernel as that of an `Activation`.
    """

    name: str
    latex: str
    value: Callable[[Array, Array, Array], Array]
    gradient: Callable[[Array, Array, Array], Array]
    gradient_expression: Expression
    textbook: Callable[[ComplexArray, ComplexArray, Array], ComplexArray]
    delta: Callable[[Array, Array, Array], Array] | None = None
    delta_expression: Expression | None = None
    delta_size: Callable[[Array, Array, Array], Array] | None = None
    tie: bool = False
    output: str | None = None
    targets: str = "any"
    scalar: Scalar | None = None


# --- squared errors -------------------------------------------------------------------------------


def half_squared_error(z: Array, a: Array, t: Array) -> Array:
    """½ Σ (a − t)²."""
    return np.asarray(0.5 * ((a - t) ** 2).sum(axis=1))


def half_squared_error_gradient(z: Array, a: Array, t: Array) -> Array:
    return a - t


def half_squared_error_scalar(
    z: float, a: float, slope: float, t: float, total: float, count: float
) -> float:
    return a - t


def squared_error(z: Array, a: Array, t: Array) -> Array:
    """Σ (a − t)²."""
    return np.asarray(((a - t) ** 2).sum(axis=1))


def squared_error_gradient(z: Array, a: Array, t: Array) -> Array:
    return 2 * (a - t)


def squared_error_scalar(
    z: float, a: float, slope: float, t: float, total: float, count: float
) -> float:
    return 2 * (a - t)


def mean_squared_error(z: Array, a: Array, t: Array) -> Array:
    """(1/K) Σ (a − t)²."""
    return np.asarray(((a - t) ** 2).mean(axis=1))


def mean_squared_error_gradient(z: Array, a: Array, t: Array) -> Array:
    return np.asarray(2 * (a - t) / a.shape[1])


def mean_squared_error_scalar(
    z: float, a: float, slope: float, t: float, total: float, count: float
) -> float:
    return 2 * (a - t) / count


# --- absolute error and Huber ---------------------------------------------------------------------


def absolute_error(z: Array, a: Array, t: Array) -> Array:
    """Σ |a − t|; the derivative at a = t is taken as 0."""
    return np.asarray(np.abs(a - t).sum(axis=1))


def absolute_error_textbook(z: ComplexArray, a: ComplexArray, t: Array) -> ComplexArray:
    d = a - t
    return np.asarray((np.sign(d.real) * d).sum(axis=1))


def absolute_error_gradient(z: Array, a: Array, t: Array) -> Array:
    return np.sign(a - t)


def absolute_error_scalar(
    z: float, a: float, slope: float, t: float, total: float, count: float
) -> float:
    if a > t:
        return 1.0
    return -1.0 if a < t else 0.0


def huber(z: Array, a: Array, t: Array) -> Array:
    """Σ ½d² where |d| ≤ 1, |d| − ½ beyond; d = a − t (Huber 1964)."""
    d = np.abs(a - t)
    inside = np.minimum(d, 1.0)
    return np.asarray((inside * (d - 0.5 * inside)).sum(axis=1))


def huber_textbook(z: ComplexArray, a: ComplexArray, t: Array) -> ComplexArray:
    d = a - t
    beyond = np.sign(d.real) * d - 0.5
    return np.asarray(np.where(np.abs(d.real) <= 1, 0.5 * d * d, beyond).sum(axis=1))


def huber_gradient(z: Array, a: Array, t: Array) -> Array:
    return np.clip(a - t, -1.0, 1.0)


def huber_scalar(z: float, a: float, slope: float, t: float, total: float, count: float) -> float:
    return min(max(a - t, -1.0), 1.0)


# --- binary cross-entropy on a sigmoid ------------------------------------------------------------


def binary_cross_entropy(z: Array, a: Array, t: Array) -> Array:
    """Σ −t ln a − (1 − t) ln(1 − a), from the logits: −ln s(z) = softplus(−z)."""
    return np.asarray((t * softplus(-z) + (1 - t) * softplus(z)).sum(axis=1))


def times_exp(t: Array, x: Array) -> Array:
    """t e^x for t ≥ 0, also where e^x alone would overflow; 0 where t is 0."""
    on = t > 0
    return np.where(on, np.exp(np.where(on, x, 0.0) + np.log(np.where(on, t, 1.0))), 0.0)


def binary_cross_entropy_gradient(z: Array, a: Array, t: Array) -> Array:
    """−t/a + (1 − t)/(1 − a), with 1/s(z) = 1 + e^−z.

    A term whose factor t or 1 − t is 0 is 0, however large its fraction.
    """
    return (1 - t) + times_exp(1 - t, z) - t - times_exp(t, -z)


def binary_cross_entropy_delta(z: Array, a: Array, t: Array) -> Array:
    """a − t = (1 − t) s(z) − t s(−z): no cancellation where a rounds to t."""
    return np.where((t == 0) | (t == 1), (1 - t) * sigmoid(z) - t * sigmoid(-z), sigmoid(z) - t)


def binary_cross_entropy_scalar(
    z: float, a: float, slope: float, t: float, total: float, count: float
) -> float:
    s, rest = sigmoids(z)
    return (1 - t) * s - t * rest if t == 0 or t == 1 else s - t


def binary_cross_entropy_delta_size(z: Array, a: Array, t: Array) -> Array:
    """(1 − t) s(z) + t s(−z)."""
    return np.asarray((1 - t) * sigmoid(z) + t * sigmoid(-z))


def binary_cross_entropy_textbook(z: ComplexArray, a: ComplexArray, t: Array) -> ComplexArray:
    """From z: ln(1 − a) of a saturated a has no digits left."""
    return np.asarray((t * softplus_textbook(-z) + (1 - t) * softplus_textbook(z)).sum(axis=1))


# --- cross-entropy on a softmax -------------------------------------------------------------------


def log_softmax(z: ComplexArray) -> ComplexArray:
    """ln a_j = z_j − ln Σ e^{z_k}, also for complex z. For the largest z_j this is −log1p(Σ of the
    other exponentials), which is accurate where a_j rounds to 1.
    """
    largest = z.real.argmax(axis=1)[:, np.newaxis]
    shifted = z - np.take_along_axis(z, largest, axis=1)
    others = np.exp(shifted)
    np.put_along_axis(others, largest, 0.0, axis=1)
    return np.asarray(shifted - np.log1p(others.sum(axis=1, keepdims=True)))


def cross_entropy(z: Array, a: Array, t: Array) -> Array:
    """−Σ t ln a; a term with t = 0 is 0, however large its logarithm. Also for complex z."""
    return np.asarray(-np.where(t == 0, 0.0, t * log_softmax(z)).sum(axis=1))


def cross_entropy_gradient(z: Array, a: Array, t: Array) -> Array:
    """−t/a, with 1/a = e^{−ln a}; 0 where t is 0."""
    return -times_exp(t, -log_softmax(z))


def cross_entropy_delta(z: Array, a: Array, t: Array) -> Array:
    """a_j Σt − t_j = a_j (Σt − t_j) − (1 − a_j) t_j: no cancellation for a one-hot target."""
    others = t.sum(axis=1, keepdims=True) - t
    return np.asarray(a * others - leave_one_out(a) * t)


def cross_entropy_scalar(
    z: float, a: float, slope: float, t: float, total: float, count: float
) -> float:
    others = 0.0 if t == total else total - t
    return a * others - slope * t


def cross_entropy_delta_size(z: Array, a: Array, t: Array) -> Array:
    """a_j (Σt − t_j) + (1 − a_j) t_j."""
    others = np.maximum(t.sum(axis=1, keepdims=True) - t, 0.0)
    return np.asarray(a * others + leave_one_out(a) * t)


DIFFERENCE = ("sum", "a", ("negate", "t"))

LOSSES: dict[str, Loss] = {
    entry.name: entry
    for entry in (
        Loss(
            "half_squared_error",
            r"\tfrac12\sum_k(a_k-t_k)^2",
            half_squared_error,
            half_squared_error_gradient,
            DIFFERENCE,
            textbook=lambda z, a, t: ((a - t) ** 2).sum(axis=1) / 2,
            scalar=half_squared_error_scalar,
        ),
        Loss(
            "squared_error",
            r"\sum_k(a_k-t_k)^2",
            squared_error,
            squared_error_gradient,
            ("product", 2, DIFFERENCE),
            textbook=lambda z, a, t: ((a - t) ** 2).sum(axis=1),
            scalar=squared_error_scalar,
        ),
        Loss(
            "mean_squared_error",
            r"\frac1K\sum_k(a_k-t_k)^2",
            mean_squared_error,
            mean_squared_error_gradient,
            ("product", ("fraction", 2, "K"), DIFFERENCE),
            textbook=lambda z, a, t: ((a - t) ** 2).mean(axis=1),
            scalar=mean_squared_error_scalar,
        ),
        Loss(
            "absolute_error",
            r"\sum_k|a_k-t_k|",
            absolute_error,
            absolute_error_gradient,
            ("call", "sign", DIFFERENCE),
            textbook=absolute_error_textbook,
            tie=True,
            scalar=absolute_error_scalar,
        ),
        Loss(
            "huber",
            r"\sum_k\begin{cases}\tfrac12d_k^2&|d_k|\le1\\|d_k|-\tfrac12&|d_k|>1\end{cases},"
            r"\ d_k=a_k-t_k",
            huber,
            huber_gradient,
            ("call", "clip", DIFFERENCE),
            textbook=huber_textbook,
            scalar=huber_scalar,
        ),
        Loss(
            "binary_cross_entropy",
            r"-\sum_k\left[t_k\ln a_k+(1-t_k)\ln(1-a_k)\right]",
            binary_cross_entropy,
            binary_cross_entropy_gradient,
            (
                "sum",
                ("fraction", ("sum", 1, ("negate", "t")), ("sum", 1, ("negate", "a"))),
                ("negate", ("fraction", "t", "a")),
            ),
            delta=binary_cross_entropy_delta,
            delta_expression=DIFFERENCE,
            delta_size=binary_cross_entropy_delta_size,
            textbook=binary_cross_entropy_textbook,
            output="sigmoid",
            targets="unit_interval",
            scalar=binary_cross_entropy_scalar,
        ),
        Loss(
            "cross_entropy",
            r"-\sum_k t_k\ln a_k",
            cross_entropy,
            cross_entropy_gradient,
            ("negate", ("fraction", "t", "a")),
            delta=cross_entropy_delta,
            delta_expression=("sum", ("product", "a", "total"), ("negate", "t")),
            delta_size=cross_entropy_delta_size,
            textbook=cross_entropy,
            output="softmax",
            targets="nonnegative",
            scalar=cross_entropy_scalar,
        ),
    )
}
