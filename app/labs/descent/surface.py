"""Plots of a function of one or two variables: the view, the values on a grid, contour lines.

A view is one (low, high) range for each variable.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import floor, log10
from typing import Protocol

import contourpy
import numpy as np

from ...engine.arrays import Array
from ...engine.cancellation import CheckCancelled, always

View = tuple[tuple[float, float], ...]

#: Points along each side of the grid for contours: at most, and at least where a point is costly.
MAX_GRID_SIDE = 200
MIN_GRID_SIDE = 41
#: Values that may be computed for one grid: points × cost of a point.
MAX_GRID_WORK = 40_000_000
#: Points of all contours; where there would be more, the grid is thinned.
MAX_CONTOUR_POINTS = 40_000
#: Contour levels before duplicates are removed.
LEVEL_COUNT = 15
#: Newton steps that move a contour's point onto its level.
MAX_NEWTON_STEPS = 8
#: They end at a step of this many grid cells.
NEWTON_TOLERANCE = 1e-4
#: Points on the curve of a function of one variable.
CURVE_POINTS = 401
#: Margin around the points that a view must show, as a share of their extent.
VIEW_MARGIN = 0.12
#: If the sides of a view differ by a smaller factor, they are made equal: right angles then look
#: right. Otherwise the shorter side is lengthened to this ratio.
MAX_SIDE_RATIO = 6.0
#: Larger coordinates are cut off, because the width of the view could overflow.
MAX_COORDINATE = 1e100


class Surface(Protocol):
    """A function that can be plotted over its variables."""

    @property
    def variables(self) -> tuple[str, ...]: ...

    @property
    def cost(self) -> int:
        """How many values are computed for one point."""
        ...

    def values(self, points: Array, check_cancelled: CheckCancelled = always) -> Array:
        """``points`` (variables, n) -> (n,); NaN where undefined or not finite."""
        ...

    def slopes(self, points: Array, check_cancelled: CheckCancelled = always) -> Array | None:
        """The gradients at ``points``, both (variables, n); None if they cannot be computed."""
        ...


# --- the view -------------------------------------------------------------------------------------


def settled(distances: Array) -> bool:
    """Does a run converge rather than diverge? ``distances`` from the start, (entries,)."""
    return bool(distances[-1] <= 2.5 * np.median(distances))


def fitted_view(paths: Sequence[Array]) -> View:
    """A view around the paths, each entries × variables, which share their start.

    A run that converges is shown whole, and half its length beyond its end. Of a run that diverges
    the beginning is shown.
    """
    start = paths[0][0]
    reach = 4 * max(1.0, float(np.abs(start).max()))
    shown = [start[np.newaxis]]
    with np.errstate(over="ignore"):
        distances = [np.abs(path - start).max(axis=1) for path in paths]
    resting = [settled(distance) for distance in distances]
    for path, distance, rests in zip(paths, distances, resting, strict=True):
        near = distance <= (4 * np.median(distance) if rests else reach)
        shown.append(path[near])
        if rests:
            end = path[-1]
            shown.append((end + (end - start) / 2)[np.newaxis])
    points = np.concatenate(shown).clip(-MAX_COORDINATE, MAX_COORDINATE)
    low, high = points.min(axis=0), points.max(axis=0)
    middle, width = (low + high) / 2, (high - low) * (1 + 2 * VIEW_MARGIN)
    far = float(np.abs(middle).max())
    # Wide enough for float64 to resolve the coordinates; if no run leaves the start, about as wide
    # as the start is far from 0.
    widest = max(float(width.max()), 1e-6 * far) if width.any() else 2 * max(1.0, far)
    alike = (width * MAX_SIDE_RATIO > widest) | (width == 0)
    width = np.where(alike, widest, widest / MAX_SIDE_RATIO)
    return tuple((float(m - w / 2), float(m + w / 2)) for m, w in zip(middle, width, strict=True))


# --- the grid -------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Grid:
    """``axes`` are the coordinates along each variable. ``values`` is len(y) × len(x), or (len(x),)
    for one variable.
    """

    axes: tuple[Array, ...]
    values: Array

    def lowest(self) -> tuple[tuple[float, ...], float] | None:
        """The point of the smallest value, and the value; None if all are NaN."""
        if np.isnan(self.values).all():
            return None
        place = np.unravel_index(int(np.nanargmin(self.values)), self.values.shape)
        point = (float(axis[index]) for axis, index in zip(self.axes, reversed(place), strict=True))
        return tuple(point), float(self.values[place])


def side_for(cost: int, most: int = MAX_GRID_SIDE) -> int:
    """Points along a side, at most ``most``: fewer for a costly function, to bound the work."""
    return max(min(MIN_GRID_SIDE, most), min(most, int((MAX_GRID_WORK / max(cost, 1)) ** 0.5)))


def grid(surface: Surface, view: View, side: int, check_cancelled: CheckCancelled = always) -> Grid:
    """The values on a grid of ``side`` points along each variable."""
    axes = tuple(np.linspace(low, high, side) for low, high in view)
    mesh = np.meshgrid(*axes)
    points = np.stack([each.ravel() for each in mesh])
    return Grid(axes, surface.values(points, check_cancelled).reshape(mesh[0].shape))


# --- contours -------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Contour:
    """``lines``, each points × 2, on which the function has the value ``level``."""

    level: float
    lines: tuple[Array, ...]


def on_border(values: Array) -> bool:
    """Is the smallest value, of values y × x, at the edge of the grid?"""
    row, column = np.unravel_index(int(np.nanargmin(values)), values.shape)
    return row in (0, values.shape[0] - 1) or column in (0, values.shape[1] - 1)


def levels(values: Array, count: int = LEVEL_COUNT) -> list[float]:
    """Contour levels at quantiles of the values, rounded: at most ``count``, in ascending order.

    Around a minimum the area inside the k-th contour is proportional to k², so that the contours of
    a paraboloid are evenly spaced. If the minimum is at the edge, the areas between contours are
    equal.
    """
    finite = values[np.isfinite(values)]
    if finite.size == 0 or finite.min() == finite.max():
        return []
    shares = np.arange(1, count + 1) / (count + 1)
    if not on_border(values):
        shares = shares**2
    low, high = float(finite.min()), float(finite.max())
    raw = np.quantile(finite, shares)
    if ((low < raw) & (raw < high)).mean() < 1 / 2:
        # Mostly a plateau, such as a saturated network: its value counts once.
        raw = np.quantile(np.unique(finite), shares)
    gaps = np.diff([low, *raw, high])
    if low < 0 < high:  # the contour where the sign changes; those of a saddle cross there
        raw[np.abs(raw).argmin()] = 0.0
    found = {rounded(float(q), float(min(gaps[k], gaps[k + 1]))) for k, q in enumerate(raw)}
    return sorted(level for level in found if low < level < high)


def rounded(level: float, gap: float) -> float:
    """The level rounded to as few digits as change it by less than a tenth of ``gap``."""
    if gap <= 0:
        return level
    decimals = 1 - floor(log10(gap))
    # round() overflows beyond the decimals of float64.
    return round(level, decimals) + 0.0 if abs(decimals) < 300 else level


def lines_on(axes: tuple[Array, ...], values: Array, heights: Sequence[float]) -> list[list[Array]]:
    """For each height its lines, points × 2, on a grid of ``values``; NaN cells have none."""
    x, y = axes
    generator = contourpy.contour_generator(
        x, y, np.ma.masked_invalid(values), name="serial", corner_mask=True
    )
    return [[np.asarray(line) for line in generator.lines(height)] for height in heights]


def contours(
    found: Grid,
    heights: Sequence[float],
    surface: Surface | None = None,
    check_cancelled: CheckCancelled = always,
) -> list[Contour]:
    """The contours of the grid ``found`` at each of the heights that has any.

    With a ``surface`` every point is moved along the gradient onto its level, unless that exceeds
    `MAX_GRID_WORK`. Where the lines would have more than `MAX_CONTOUR_POINTS` points, as for a
    function that oscillates from cell to cell, every second row and column of the grid is left out,
    again if need be.
    """
    axes, values = found.axes, found.values
    lines = lines_on(axes, values, heights)
    while (
        sum(len(line) for some in lines for line in some) > MAX_CONTOUR_POINTS
        and len(values) > MIN_GRID_SIDE
    ):
        axes, values = tuple(axis[::2] for axis in axes), values[::2, ::2]
        lines = lines_on(axes, values, heights)
    every = [line for some in lines for line in some]
    sizes = [len(line) for line in every]
    if (
        surface is not None
        and every
        and surface.cost * sum(sizes) * MAX_NEWTON_STEPS <= MAX_GRID_WORK
    ):
        wanted = np.repeat(np.repeat(heights, [len(some) for some in lines]), sizes)
        moved = onto_level(surface, axes, np.concatenate(every).T, wanted, check_cancelled)
        every = np.split(moved.T, np.cumsum(sizes)[:-1])
    placed = iter(every)
    return [
        Contour(float(height), tuple(next(placed) for _ in some))
        for height, some in zip(heights, lines, strict=True)
        if some
    ]


def onto_level(
    surface: Surface,
    axes: tuple[Array, ...],
    points: Array,
    wanted: Array,
    check_cancelled: CheckCancelled = always,
) -> Array:
    """``points``, (2, n), moved by Newton steps along the gradient g to where f = ``wanted``, (n,):
    p + (wanted − f) g/|g|².

    Points on the edge of the view stay on it. A step is at most one cell long; one that would not
    reduce the difference is not made, and the next one is a quarter as long.
    """
    low = np.array([[axis[0]] for axis in axes])
    high = np.array([[axis[-1]] for axis in axes])
    cell = np.array([[axis[1] - axis[0]] for axis in axes])
    placed = points.copy()
    left = np.arange(points.shape[1])
    step_scale = np.ones(points.shape[1])
    missing = wanted - surface.values(points, check_cancelled)
    with np.errstate(all="ignore"):
        for _ in range(MAX_NEWTON_STEPS):
            check_cancelled()
            here = placed[:, left]
            slopes = surface.slopes(here, check_cancelled)
            if slopes is None:
                return points
            slopes = np.where((here > low) & (here < high), slopes, 0.0)
            move = slopes * (missing / (slopes**2).sum(axis=0))
            cells = np.abs(move / cell).max(axis=0)
            moved = np.clip(here + move * step_scale / np.maximum(cells, 1), low, high)
            still = wanted[left] - surface.values(moved, check_cancelled)
            better = np.abs(still) < np.abs(missing)
            placed[:, left[better]] = moved[:, better]
            missing = np.where(better, still, missing)
            step_scale = np.where(better, 1.0, step_scale / 4)
            # Newton converges quadratically: below this step the next would be negligible.
            going = np.isfinite(cells) & (cells > NEWTON_TOLERANCE)
            left, missing, step_scale = left[going], missing[going], step_scale[going]
            if not left.size:
                break
    return placed


# --- one variable ---------------------------------------------------------------------------------


def curve(
    surface: Surface,
    view: View,
    count: int = CURVE_POINTS,
    check_cancelled: CheckCancelled = always,
) -> Grid:
    """The values of a function of one variable on ``count`` points of the view."""
    return grid(surface, view, count, check_cancelled)
