"""Plots of a function of one or two variables: the view, and the values on a grid.

A view is one (low, high) range for each variable.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from ...engine.arrays import Array
from ...engine.cancellation import CheckCancelled, always

View = tuple[tuple[float, float], ...]

#: Points along each side of the grid for contours: at most, and at least where a point is costly.
MAX_GRID_SIDE = 200
MIN_GRID_SIDE = 41
#: Values that may be computed for one grid: points × cost of a point.
MAX_GRID_WORK = 40_000_000
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


# --- the view -------------------------------------------------------------------------------------


def settled(distances: Array) -> bool:
    """Does a run converge rather than diverge? ``distances`` from the start, (entries,)."""
    return bool(distances[-1] <= 2.5 * np.median(distances))


@np.errstate(over="ignore")
def fitted_view(paths: Sequence[Array]) -> View:
    """A view around the paths, each entries × variables, which share their start.

    A run that converges is shown whole, and half its length beyond its end. Of a run that diverges
    the beginning is shown.
    """
    start = paths[0][0]
    reach = 4 * max(1.0, float(np.abs(start).max()))
    shown = [start[np.newaxis]]
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


# --- one variable ---------------------------------------------------------------------------------


def curve(
    surface: Surface,
    view: View,
    count: int = CURVE_POINTS,
    check_cancelled: CheckCancelled = always,
) -> Grid:
    """The values of a function of one variable on ``count`` points of the view."""
    return grid(surface, view, count, check_cancelled)
