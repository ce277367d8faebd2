"""Where a function jumps or has a pole between two points, so that they must not be joined.

A segment is halved again and again towards the largest difference of its ends, and around an
extreme point a more extreme one is looked for. Of a continuous function both settle; at a jump the
difference stays, at a pole the value grows with every step.
"""

import numpy as np
import numpy.typing as npt

from ...engine.arrays import Array
from ...engine.cancellation import CheckCancelled, always
from .surface import MAX_GRID_WORK, Grid, Surface

#: Halvings: what is left of a segment is 10⁻¹² of it, about the resolution of float64.
HALVINGS = 40
#: Steps of the search for a pole between three points, each of which shortens one of the two
#: segments to this share or moves to a higher point, and those of its first and last stage.
SEARCH_STEPS = 80
SEARCH_SHARE = 0.4
STAGE = 20
#: Jumps below this share of the height shown are not visible.
VISIBLE_JUMP = 0.005
#: The same of the growth in the first stage towards a pole.
VISIBLE_GROWTH = 1e-6
#: At a jump the last halvings leave at least this share of the difference.
SETTLED = 0.9
#: At a pole the last stage grows by at least this share of the first: of log it is all of it.
STEADY_GROWTH = 0.5
#: The shares of the values between which lies the height shown.
SHOWN = (0.1, 0.9)


def is_broken(
    surface: Surface,
    points: Array,
    values: Array,
    height: float,
    check_cancelled: CheckCancelled = always,
) -> npt.NDArray[np.bool_]:
    """Between which neighbours on several lines is a jump or a pole? ``points`` are variables ×
    lines × n, ``values`` lines × n; the answer is lines × n − 1. None is found beside NaN, nor
    where that costs more than `MAX_GRID_WORK`. ``height`` is that of the plot.
    """
    broken = np.zeros((len(values), values.shape[1] - 1), dtype=bool)
    with np.errstate(all="ignore"):
        differences = np.abs(np.diff(values))
        steep = np.nonzero(np.isfinite(differences) & (differences > VISIBLE_JUMP * height))
        if is_affordable(surface, len(steep[0]) * HALVINGS):
            broken[steep] = jumps(
                surface,
                (points[:, steep[0], steep[1]], points[:, steep[0], steep[1] + 1]),
                (values[steep], values[steep[0], steep[1] + 1]),
                height,
            )
        check_cancelled()
        before, after = values[:, 1:-1] - values[:, :-2], values[:, 1:-1] - values[:, 2:]
        extreme = np.isfinite(before + after) & (before * after > 0)
        extreme &= ~(broken[:, 1:] | broken[:, :-1])
        lines, places = np.nonzero(extreme)
        if is_affordable(surface, len(lines) * SEARCH_STEPS):
            windows = [points[:, lines, places + k] for k in range(3)]
            found, first = poles(
                surface, windows, values[lines, places + 1], np.sign(before[extreme]), height
            )
            broken[lines[found], (places + ~first)[found]] = True
    return broken


def is_affordable(surface: Surface, count: int) -> bool:
    """Are there values to compute, and not too many?"""
    return 0 < surface.cost * count <= MAX_GRID_WORK


def jumps(
    surface: Surface, ends: tuple[Array, Array], values: tuple[Array, Array], height: float
) -> npt.NDArray[np.bool_]:
    """Does the function jump, change its sign at a pole, or have no value somewhere on the segments
    between the ``ends``, each (variables, n)?
    """
    (a, b), (at_a, at_b) = ends, values
    hole = np.zeros(len(at_a), dtype=bool)
    half_way = np.zeros(len(at_a))
    for step in range(HALVINGS):
        if step == HALVINGS // 2:
            half_way = np.abs(at_b - at_a)
        middle = (a + b) / 2
        value = surface.values(middle)
        hole |= np.isnan(value)
        first = np.abs(value - at_a) >= np.abs(at_b - value)
        a, b = np.where(first, a, middle), np.where(first, middle, b)
        at_a, at_b = np.where(first, at_a, value), np.where(first, value, at_b)
    left = np.abs(at_b - at_a)
    return np.asarray(hole | ((left > VISIBLE_JUMP * height) & (left >= SETTLED * half_way)))


def poles(
    surface: Surface, window: list[Array], top: Array, up: Array, height: float
) -> tuple[npt.NDArray[np.bool_], npt.NDArray[np.bool_]]:
    """Does the function grow without end between three neighbours, each (variables, n), of which
    the one in the middle is the highest, where ``up``, (n,), is 1, or the lowest, where it is −1?
    As at 1/x², which has the same sign on both sides. And is that before the middle one?
    """
    a, middle, b = window
    here, top = middle, up * top
    tops = [top]
    hole = np.zeros(len(top), dtype=bool)
    for step in range(SEARCH_STEPS):
        # A point in the half before the highest one and in the half behind it, in turns.
        probe = here + SEARCH_SHARE * ((a if step % 2 else b) - here)
        value = up * surface.values(probe)
        hole |= np.isnan(value)
        higher = value > top
        behind = np.full(len(top), step % 2 == 0)
        # The highest point stays between two lower ones.
        a = np.where(higher & behind, here, np.where(~higher & ~behind, probe, a))
        b = np.where(higher & ~behind, here, np.where(~higher & behind, probe, b))
        here, top = np.where(higher, probe, here), np.where(higher, value, top)
        tops.append(top)
    begin, last = tops[STAGE] - tops[0], tops[-1] - tops[-1 - STAGE]
    grows = (begin > VISIBLE_GROWTH * height) & (last >= STEADY_GROWTH * begin)
    along = ((here - middle) * (window[2] - window[0])).sum(axis=0)
    return np.asarray(hole | grows), np.asarray(along < 0)


def height_of(values: Array) -> float:
    """The height of most of the values; 0 where there are none."""
    finite = values[np.isfinite(values)]
    if not finite.size:
        return 0.0
    low, high = np.quantile(finite, SHOWN)
    return float(high - low) or float(finite.max() - finite.min())


def broken_curve(surface: Surface, found: Grid, check_cancelled: CheckCancelled = always) -> Grid:
    """The curve with a point without a value on every segment that is not to be joined."""
    (x,), values = found.axes, found.values
    (broken,) = is_broken(
        surface,
        x[np.newaxis, np.newaxis],
        values[np.newaxis],
        height_of(values),
        check_cancelled,
    )
    places = np.flatnonzero(broken) + 1
    middles = (x[places - 1] + x[places]) / 2
    return Grid((np.insert(x, places, middles),), np.insert(values, places, np.nan))


def broken_cells(
    surface: Surface, found: Grid, check_cancelled: CheckCancelled = always
) -> npt.NDArray[np.bool_]:
    """The cells of a grid, (rows − 1, columns − 1), at an edge of which the function jumps or has a
    pole.
    """
    values, height = found.values, height_of(found.values)
    mesh = np.stack(np.meshgrid(*found.axes))
    rows = is_broken(surface, mesh, values, height, check_cancelled)
    columns = is_broken(surface, mesh.swapaxes(1, 2), values.T, height, check_cancelled).T
    return np.asarray(rows[:-1] | rows[1:] | columns[:, :-1] | columns[:, 1:])
