"""Runs of optimizers on a function: every point of the way, and why it ended there."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from math import hypot, isfinite
from typing import Protocol

import numpy as np
import numpy.typing as npt

from ...engine.arrays import Array
from ...engine.cancellation import CheckCancelled, always
from ...engine.network.optimizers import State
from ...engine.network.overflow import is_finite
from ...engine.network.training import Optimization

#: Numbers of rows of the data.
Rows = npt.NDArray[np.int64]
#: How many iterations pass between two questions whether to go on.
PATIENCE = 64
#: For so many coordinates plain numbers are quicker than arrays.
FEW = 16


@dataclass(frozen=True)
class Reason:
    """A sentence of ``static/i18n`` and what fills its params; ``inner`` fills ``{reason}``."""

    key: str
    params: dict[str, object] = field(default_factory=dict)
    inner: "Reason | None" = None


class Undefined(Exception):
    """The function has no value, or no gradient, at a point."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason.key)
        self.reason = reason


class Landscape(Protocol):
    """What an optimizer can walk down on."""

    @property
    def variables(self) -> tuple[str, ...]: ...

    def look(
        self, point: Sequence[float] | Array, rows: Rows | None
    ) -> tuple[float, Sequence[float] | Array]:
        """The value at a point, and the gradient, from ``rows`` of the data alone if they are
        given. May answer what is not finite. Raises `Undefined`.
        """
        ...

    def curvatures(self, point: Sequence[float]) -> list[float] | None:
        """The eigenvalues of the matrix of second derivatives by the coordinates shown, the
        smallest first; None where there are none, or where they would not tell what a step does.
        """
        ...


def eigenvalues(matrix: Array) -> list[float] | None:
    """Of a matrix of second derivatives, the smallest first; None where one is not finite."""
    if not np.isfinite(matrix).all():
        return None
    found: list[float] = np.linalg.eigvalsh((matrix + matrix.T) / 2).tolist()
    return found


@dataclass(frozen=True)
class Run:
    """One way down. ``points`` and ``gradients`` are entries × variables, the start first.

    ``values`` has one number for every entry. With mini-batches a gradient is that of the batch
    ``batches[k]`` which the k-th entry looked at. ``states`` is steps × slots × variables: what the
    optimizer remembered before each step.
    """

    points: Array
    values: Array
    gradients: Array
    gradient_norms: Array
    states: Array
    ended: str
    reason: Reason | None
    batches: tuple[Rows, ...] = ()

    @property
    def steps(self) -> int:
        return len(self.points) - 1


def batch_rows(rows: int, size: int, seed: int) -> Iterator[Rows]:
    """Row numbers of one mini-batch after the other; every epoch goes once through all rows, in a
    new order. The last batch of an epoch may be smaller.
    """
    rng = np.random.default_rng(seed)
    while True:
        order = rng.permutation(rows)
        for first in range(0, rows, size):
            yield order[first : first + size]


def descend(
    landscape: Landscape,
    start: Sequence[float] | Array,
    optimization: Optimization,
    steps: int,
    *,
    gradient_norm: float = 0.0,
    batches: Iterator[Rows] | None = None,
    shown: Sequence[int] | None = None,
    check_cancelled: CheckCancelled = always,
) -> Run:
    """Step until |∇f| < ``gradient_norm``, or ``steps`` are done, or a number leaves float64 or
    the domain; what is beyond that is cut off. Raises `Undefined` where the start is.

    ``shown`` are the coordinates that the run keeps, all if left out.
    """
    optimizer, hyperparameters = optimization.optimizer, optimization.hyperparameters
    p = np.array(start, dtype=np.float64)
    kept = list(range(len(p)) if shown is None else shown)
    state = optimizer.start(p)
    points, values, gradients, norms = [], [], [], []
    states: list[State] = []
    used: list[Rows] = []
    ended, reason = "steps", None
    with np.errstate(all="ignore"):
        for iteration in range(steps + 1):
            if iteration % PATIENCE == 0:
                check_cancelled()
            rows = next(batches) if batches is not None else None
            try:
                value, gradient, norm = checked_look(landscape, p, rows)
            except Undefined as undefined:
                if iteration == 0:
                    raise
                ended, reason = "diverged", diverged(iteration, undefined.reason)
                break
            points.append(p[kept])
            values.append(value)
            gradients.append(gradient[kept])
            norms.append(norm)
            if rows is not None:
                used.append(rows)
            if norm < gradient_norm:
                ended = "gradient"
                break
            if iteration < steps:
                states.append(tuple(slot[kept] for slot in state))
                p, state = optimizer.step(p, gradient, state, iteration + 1, hyperparameters)
    count = len(points) - 1
    return Run(
        np.array(points),
        np.array(values),
        np.array(gradients),
        np.array(norms),
        np.array(states[:count]).reshape(count, len(optimizer.state), len(kept)),
        ended,
        reason,
        tuple(used),
    )


def checked_look(landscape: Landscape, p: Array, rows: Rows | None) -> tuple[float, Array, float]:
    """The value, the gradient and its length, all of them finite."""
    if not is_finite(p):
        name = landscape.variables[int(np.argmin(np.isfinite(p)))]
        raise Undefined(Reason("descent.too_large.point", {"name": name}))
    value, gradient = landscape.look(p.tolist() if len(p) <= FEW else p, rows)
    if not isfinite(value):
        raise Undefined(Reason("descent.too_large.value"))
    norm = length(gradient)
    if not isfinite(norm):
        raise Undefined(Reason("descent.too_large.gradient"))
    return value, np.asarray(gradient), norm


def length(vector: Sequence[float] | Array) -> float:
    """√Σv², without squares that leave float64."""
    if len(vector) <= FEW:
        return hypot(*vector)
    largest = float(np.abs(vector).max())
    if largest == 0 or not isfinite(largest):
        return largest
    return largest * float(np.linalg.norm(np.asarray(vector) / largest))


def diverged(iteration: int, why: Reason) -> Reason:
    """That step ``iteration`` leads to where ``why`` says."""
    return Reason("descent.diverged", {"iteration": iteration}, why)
