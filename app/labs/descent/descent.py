"""Runs of optimizers on a function: every point of the path, and why it ended."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from math import hypot, isfinite
from typing import Protocol

import numpy as np
import numpy.typing as npt

from ...engine.arrays import Array
from ...engine.cancellation import CheckCancelled, always
from ...engine.network.optimizers import State, StepFault
from ...engine.network.overflow import is_finite
from ...engine.network.training import Optimization

#: Row indices of the data, (batch,).
Rows = npt.NDArray[np.int64]
#: Iterations between two calls of ``check_cancelled``.
CANCEL_CHECK_INTERVAL = 64
#: Of the largest eigenvalue: rounding that four printed digits do not show.
CURVATURE_TOLERANCE = 1e-4
#: From the largest deviation of a few samples to that of most.
SAMPLE_FACTOR = 3.0
#: Up to this many coordinates Python floats are faster than numpy arrays.
MAX_SCALAR_COORDINATES = 16


@dataclass(frozen=True)
class Reason:
    """A key of ``static/i18n`` and its params; ``inner`` becomes the param ``reason``."""

    key: str
    params: dict[str, object] = field(default_factory=dict)
    inner: "Reason | None" = None


class Undefined(Exception):
    """The function has no value or no gradient at a point."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason.key)
        self.reason = reason


class Landscape(Protocol):
    """A function that an optimizer can minimize."""

    @property
    def variables(self) -> tuple[str, ...]: ...

    def value_and_gradient(
        self, point: Sequence[float] | Array, rows: Rows | None
    ) -> tuple[float, Sequence[float] | Array]:
        """The value at a point, (variables,), and the gradient there, (variables,), which is that
        of ``rows`` of the data if they are given. Either may be infinite or NaN. Raises
        `Undefined` where the function names a reason.
        """
        ...

    def curvature(self, point: Sequence[float]) -> "Curvature | None":
        """How the function bends at a point; None where an optimizer moves other coordinates
        besides ``variables``.
        """
        ...


@dataclass(frozen=True)
class Curvature:
    """The ``eigenvalues`` of the Hessian in ascending order; None where they are not known, for the
    reason whose sentence ``unknown`` names.
    """

    eigenvalues: list[float] | None
    unknown: str | None = None


def eigenvalues(samples: Array) -> Curvature:
    """The eigenvalues of a Hessian computed several times, samples × n × n, first without and then
    with other rounding. They are not known where they differ by more than `CURVATURE_TOLERANCE` of
    the largest; one that is smaller than the rounding is 0.
    """
    if not np.isfinite(samples).all():
        return Curvature(None, "notice.curvature.infinite")
    scale = float(np.abs(samples).max())
    if scale == 0:
        return Curvature([0.0] * samples.shape[-1])
    # Scaled, so that no square leaves float64 on the way.
    scaled = samples / scale
    found = np.linalg.eigvalsh((scaled + scaled.swapaxes(1, 2)) / 2)
    rounding = SAMPLE_FACTOR * np.abs(found - found[0]).max(axis=0)
    largest = np.abs(found[0]).max()
    if rounding.max() > CURVATURE_TOLERANCE * largest:
        return Curvature(None, "notice.curvature.rounding")
    noise = np.maximum(rounding, len(found[0]) * np.finfo(np.float64).eps * largest)
    known = np.where(np.abs(found[0]) <= noise, 0.0, found[0]) * scale
    return Curvature(known.tolist())


@dataclass(frozen=True)
class Run:
    """The path of one optimizer. ``points`` and ``gradients`` are entries × variables, the start
    first; ``values`` and ``gradient_norms`` (entries,).

    With mini-batches ``gradients[k]`` is that of the rows ``batches[k]``. ``states`` is
    steps × slots × variables: the optimizer's state before each step. ``ended`` is "steps",
    "gradient" or "diverged", the last with a ``reason``.
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
    """The row indices of one mini-batch after the other, without end. Every epoch is a new
    permutation of all rows; its last batch may be smaller than ``size``.
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
    """Step until |∇f| < ``gradient_norm``, or ``steps`` are done, or a number is undefined or not
    finite; the path then ends before it. Raises `Undefined` if that is the start.

    ``shown`` are the indices of the coordinates to record, all by default. ``check_cancelled`` is
    called every `CANCEL_CHECK_INTERVAL` steps.
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
            if iteration % CANCEL_CHECK_INTERVAL == 0:
                check_cancelled()
            rows = next(batches) if batches is not None else None
            try:
                value, gradient, norm = checked_value_and_gradient(landscape, p, rows)
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
                try:
                    p, state = optimizer.checked_step(
                        p, np.asarray(gradient), state, iteration + 1, hyperparameters
                    )
                except StepFault as fault:
                    name = landscape.variables[fault.index]
                    params: dict[str, object] = {"line": fault.symbol, "name": name}
                    why = Reason(f"descent.optimizer_{fault.kind}", params)
                    ended, reason = "diverged", diverged(iteration + 1, why)
                    break
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


def checked_value_and_gradient(
    landscape: Landscape, p: Array, rows: Rows | None
) -> tuple[float, Array, float]:
    """The value, the gradient and its norm. Raises `Undefined` unless all are finite."""
    if not is_finite(p):
        name = landscape.variables[int(np.argmin(np.isfinite(p)))]
        raise Undefined(Reason("descent.too_large.point", {"name": name}))
    value, gradient = landscape.value_and_gradient(
        p.tolist() if len(p) <= MAX_SCALAR_COORDINATES else p, rows
    )
    if not isfinite(value):
        raise Undefined(Reason("descent.too_large.value"))
    norm = length(gradient)
    if not isfinite(norm):
        raise Undefined(Reason("descent.too_large.gradient"))
    return value, np.asarray(gradient), norm


def length(vector: Sequence[float] | Array) -> float:
    """√Σv², computed without overflow of the squares."""
    if len(vector) <= MAX_SCALAR_COORDINATES:
        return hypot(*vector)
    largest = float(np.abs(vector).max())
    if largest == 0 or not isfinite(largest):
        return largest
    return largest * float(np.linalg.norm(np.asarray(vector) / largest))


def diverged(iteration: int, why: Reason) -> Reason:
    """The reason that step ``iteration`` leads to a point that is undefined because of ``why``."""
    return Reason("descent.diverged", {"iteration": iteration}, why)
