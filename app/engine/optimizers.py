"""Optimizers in PyTorch's forms: a pair of pure functions, ``start`` and ``step``.

To add one, write an `Optimizer` and put it in `OPTIMIZERS`; the API, the menus and the generated
tests pick it up.

p is a parameter array of any shape, g its gradient ∂C/∂p, both of one shape; the state is a tuple
of arrays of that shape; η = learning_rate; count is 1 at the first step.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from app.engine.arrays import Array
from app.engine.parameters import Parameter

State = tuple[Array, ...]
#: (p, g, state, count, knobs) -> (new p, new state)
Step = Callable[[Array, Array, State, int, dict[str, float]], tuple[Array, State]]

LEARNING_RATE = Parameter("learning_rate", 0.1, 0.0, 1e6, r"\eta")


@dataclass(frozen=True)
class Optimizer:
    """A row of the table: its ``step``, and how many ``slots`` of state it keeps, zero at first."""

    name: str
    latex: str
    step: Step
    slots: int
    parameters: tuple[Parameter, ...]

    def start(self, p: Array) -> State:
        """The state before the first step."""
        return tuple(np.zeros_like(p) for _ in range(self.slots))


def sgd(p: Array, g: Array, state: State, count: int, k: dict[str, float]) -> tuple[Array, State]:
    """p − η g."""
    return p - k["learning_rate"] * g, state


def momentum(
    p: Array, g: Array, state: State, count: int, k: dict[str, float]
) -> tuple[Array, State]:
    """buf = μ buf + g, p − η buf; the first buf is g since it starts at zero."""
    (buf,) = state
    buf = k["momentum"] * buf + g
    return p - k["learning_rate"] * buf, (buf,)


def nesterov(
    p: Array, g: Array, state: State, count: int, k: dict[str, float]
) -> tuple[Array, State]:
    """buf = μ buf + g, p − η (g + μ buf)."""
    (buf,) = state
    buf = k["momentum"] * buf + g
    return p - k["learning_rate"] * (g + k["momentum"] * buf), (buf,)


def adagrad(
    p: Array, g: Array, state: State, count: int, k: dict[str, float]
) -> tuple[Array, State]:
    """G = G + g², p − η g / (√G + ε) (Duchi et al. 2011)."""
    (total,) = state
    total = total + g * g
    return p - k["learning_rate"] * g / (np.sqrt(total) + k["epsilon"]), (total,)


def rmsprop(
    p: Array, g: Array, state: State, count: int, k: dict[str, float]
) -> tuple[Array, State]:
    """v = ρ v + (1 − ρ) g², p − η g / (√v + ε), uncentred."""
    (v,) = state
    v = k["decay"] * v + (1 - k["decay"]) * g * g
    return p - k["learning_rate"] * g / (np.sqrt(v) + k["epsilon"]), (v,)


def adam(p: Array, g: Array, state: State, count: int, k: dict[str, float]) -> tuple[Array, State]:
    """Kingma and Ba (2015), algorithm 1: m and v are running means, corrected for their start at
    zero.
    """
    m, v = state
    m = k["beta1"] * m + (1 - k["beta1"]) * g
    v = k["beta2"] * v + (1 - k["beta2"]) * g * g
    m_corrected = m / (1 - k["beta1"] ** count)
    v_corrected = v / (1 - k["beta2"] ** count)
    return p - k["learning_rate"] * m_corrected / (np.sqrt(v_corrected) + k["epsilon"]), (m, v)


def adamw(p: Array, g: Array, state: State, count: int, k: dict[str, float]) -> tuple[Array, State]:
    """Adam after a decay that does not pass through the moments (Loshchilov and Hutter 2019)."""
    decayed = p - k["learning_rate"] * k["weight_decay"] * p
    return adam(decayed, g, state, count, k)


MOMENTUM = Parameter("momentum", 0.9, 0.0, 1.0, r"\mu")
BETAS = (
    # A β of exactly 1 would divide by zero in the correction.
    Parameter("beta1", 0.9, 0.0, 0.999999, r"\beta_1"),
    Parameter("beta2", 0.999, 0.0, 0.999999999, r"\beta_2"),
)


def epsilon(default: float) -> Parameter:
    return Parameter("epsilon", default, 0.0, 1.0, r"\varepsilon")


OPTIMIZERS: dict[str, Optimizer] = {
    entry.name: entry
    for entry in (
        Optimizer("sgd", r"w'=w-\eta g", sgd, 0, (LEARNING_RATE,)),
        Optimizer(
            "momentum",
            r"u\leftarrow\mu u+g,\ w'=w-\eta u",
            momentum,
            1,
            (LEARNING_RATE, MOMENTUM),
        ),
        Optimizer(
            "nesterov",
            r"u\leftarrow\mu u+g,\ w'=w-\eta(g+\mu u)",
            nesterov,
            1,
            (LEARNING_RATE, MOMENTUM),
        ),
        Optimizer(
            "adagrad",
            r"G\leftarrow G+g^2,\ w'=w-\frac{\eta g}{\sqrt G+\varepsilon}",
            adagrad,
            1,
            (LEARNING_RATE, epsilon(1e-10)),
        ),
        Optimizer(
            "rmsprop",
            r"v\leftarrow\rho v+(1-\rho)g^2,\ w'=w-\frac{\eta g}{\sqrt v+\varepsilon}",
            rmsprop,
            1,
            (LEARNING_RATE, Parameter("decay", 0.99, 0.0, 1.0, r"\rho"), epsilon(1e-8)),
        ),
        Optimizer(
            "adam",
            r"w'=w-\eta\frac{\hat m}{\sqrt{\hat v}+\varepsilon}",
            adam,
            2,
            (LEARNING_RATE, *BETAS, epsilon(1e-8)),
        ),
        Optimizer(
            "adamw",
            r"w'=(1-\eta\lambda)w-\eta\frac{\hat m}{\sqrt{\hat v}+\varepsilon}",
            adamw,
            2,
            (
                LEARNING_RATE,
                *BETAS,
                epsilon(1e-8),
                Parameter("weight_decay", 0.01, 0.0, 1.0, r"\lambda"),
            ),
        ),
    )
}
