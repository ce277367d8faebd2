"""A function over a plane, as a map: the view, the values on a grid, the contour lines.

A view is one (low, high) for each variable.
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

#: Points along each side of the grid that contours are found on, where that is cheap enough.
SIDE = 200
FEWEST = 41
#: A grid is worked out in so many parts, between which may be asked whether to go on.
PARTS = 4
#: Numbers that may be worked out for one grid: points × what one of them costs.
WORK = 40_000_000
#: Points of all contours; where there would be more, the grid is thinned first.
MOST_POINTS = 40_000
#: Contour levels, about.
LEVELS = 15
#: So often is a contour's point moved, until a move is below this part of a cell.
MOST_MOVES = 8
NEAR = 1e-4
#: Points of the curve of a function of one variable.
CURVE_POINTS = 401
#: Left free around what a view must show.
MARGIN = 0.12
#: Sides that differ by less become equal, so that right angles look right.
ALIKE = 6.0
#: Beyond this the width of a view would leave float64.
FARTHEST = 1e100


class Surface(Protocol):
    """What can be drawn over its variables."""

    @property
    def variables(self) -> tuple[str, ...]: ...

    @property
    def cost(self) -> int:
        """How many numbers are worked out for one point."""
        ...

    def values(self, points: Array) -> Array:
        """(variables, n) -> (n,); NaN where it is not defined or not finite."""
        ...

    def slopes(self, points: Array) -> Array | None:
        """(variables, n) -> the gradients, (variables, n); None where they are not to be had."""
        ...


# --- the view -------------------------------------------------------------------------------------


def settled(distances: Array) -> bool:
    """Does a run come to rest, rather than gather speed? By its distances from the start."""
    return bool(distances[-1] <= 2.5 * np.median(distances))


def fitted_view(paths: Sequence[Array]) -> View:
    """A window around the paths, each entries × variables, from one start.

    A run that comes to rest is shown whole, and as much again behind its end. One that flies off
    shows how it begins.
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
    points = np.concatenate(shown).clip(-FARTHEST, FARTHEST)
    low, high = points.min(axis=0), points.max(axis=0)
    middle, width = (low + high) / 2, (high - low) * (1 + 2 * MARGIN)
    far = float(np.abs(middle).max())
    # As wide as the coordinates can tell apart, at the least; about as wide as it is far for a
    # start that no run leaves.
    widest = max(float(width.max()), 1e-6 * far) if width.any() else 2 * max(1.0, far)
    alike = (width * ALIKE > widest) | (width == 0)
    width = np.where(alike, widest, widest / ALIKE)
    return tuple((float(m - w / 2), float(m + w / 2)) for m, w in zip(middle, width, strict=True))


# --- the grid -------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Grid:
    """``axes``: the coordinates along each variable; ``values`` has the last variable first:
    len(y) × len(x), or len(x) alone.
    """

    axes: tuple[Array, ...]
    values: Array

    def lowest(self) -> tuple[tuple[float, ...], float] | None:
        """Where the smallest value stands, and the value; None where none is defined."""
        if np.isnan(self.values).all():
            return None
        place = np.unravel_index(int(np.nanargmin(self.values)), self.values.shape)
        point = (float(axis[index]) for axis, index in zip(self.axes, reversed(place), strict=True))
        return tuple(point), float(self.values[place])


def side_for(cost: int, most: int = SIDE) -> int:
    """Points along a side: fewer where each of them costs much."""
    return max(min(FEWEST, most), min(most, int((WORK / max(cost, 1)) ** 0.5)))


def grid(surface: Surface, view: View, side: int, check_cancelled: CheckCancelled = always) -> Grid:
    """The values on ``side`` points along each variable."""
    axes = tuple(np.linspace(low, high, side) for low, high in view)
    mesh = np.meshgrid(*axes)
    points = np.stack([each.ravel() for each in mesh])
    values = []
    for some in np.array_split(points, PARTS, axis=1):
        check_cancelled()
        values.append(surface.values(some))
    return Grid(axes, np.concatenate(values).reshape(mesh[0].shape))


# --- contours -------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Contour:
    """``lines``, each points × 2, on which the function is ``level``."""

    level: float
    lines: tuple[Array, ...]


def on_border(values: Array) -> bool:
    """Does the smallest value stand at the edge of the grid?"""
    row, column = np.unravel_index(int(np.nanargmin(values)), values.shape)
    return row in (0, values.shape[0] - 1) or column in (0, values.shape[1] - 1)


def levels(values: Array, count: int = LEVELS) -> list[float]:
    """Heights that cut the map into parts of a like size, whatever the function.

    Around a minimum the area inside grows with k², so that the lines of a bowl are evenly spaced;
    where the function falls off over the edge, every part has the same area.
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
        # Mostly a plain, such as a saturated network: its height counts once.
        raw = np.quantile(np.unique(finite), shares)
    gaps = np.diff([low, *raw, high])
    if low < 0 < high:  # where the sign changes is worth a line, and a saddle's lines part there
        raw[np.abs(raw).argmin()] = 0.0
    found = {rounded(float(q), float(min(gaps[k], gaps[k + 1]))) for k, q in enumerate(raw)}
    return sorted(level for level in found if low < level < high)


def rounded(level: float, gap: float) -> float:
    """To as few digits as keep it in place, within a tenth of the gap to the next level."""
    if gap <= 0:
        return level
    decimals = 1 - floor(log10(gap))
    # Within float64, below which no digits are left to round away.
    return round(level, decimals) + 0.0 if abs(decimals) < 300 else level


def lines_on(axes: tuple[Array, ...], values: Array, heights: Sequence[float]) -> list[list[Array]]:
    """For each height its lines, points × 2, on a grid of ``values``; none where it has holes."""
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
    """The lines on which the grid has each of the heights; none where it is not defined.

    With the ``surface``, each point is moved onto the level itself along the gradient, unless that
    would take too long. A function that waves faster than lines can tell is drawn on every second
    point, every fourth, and so on.
    """
    axes, values = found.axes, found.values
    lines = lines_on(axes, values, heights)
    while sum(len(line) for some in lines for line in some) > MOST_POINTS and len(values) > FEWEST:
        axes, values = tuple(axis[::2] for axis in axes), values[::2, ::2]
        lines = lines_on(axes, values, heights)
    every = [line for some in lines for line in some]
    sizes = [len(line) for line in every]
    if surface is not None and every and surface.cost * sum(sizes) * MOST_MOVES <= WORK:
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
    """Points, (2, n), moved along the gradient g to where f is as wanted: p + (wanted − f) g/|g|².

    On the view's edge they stay on it; none moves farther than a cell at once, nor where it would
    not come nearer.
    """
    low = np.array([[axis[0]] for axis in axes])
    high = np.array([[axis[-1]] for axis in axes])
    cell = np.array([[axis[1] - axis[0]] for axis in axes])
    placed = points.copy()
    away = np.arange(points.shape[1])
    boldness = np.ones(points.shape[1])
    missing = wanted - surface.values(points)
    with np.errstate(all="ignore"):
        for _ in range(MOST_MOVES):
            check_cancelled()
            here = placed[:, away]
            slopes = surface.slopes(here)
            if slopes is None:
                return points
            slopes = np.where((here > low) & (here < high), slopes, 0.0)
            move = slopes * (missing / (slopes**2).sum(axis=0))
            cells = np.abs(move / cell).max(axis=0)
            moved = np.clip(here + move * boldness / np.maximum(cells, 1), low, high)
            still = wanted[away] - surface.values(moved)
            better = np.abs(still) < np.abs(missing)
            placed[:, away[better]] = moved[:, better]
            missing = np.where(better, still, missing)
            boldness = np.where(better, 1.0, boldness / 4)
            # Where it came nearer, the next step would be the square of this one.
            going = np.isfinite(cells) & (cells > NEAR)
            away, missing, boldness = away[going], missing[going], boldness[going]
            if not away.size:
                break
    return placed


# --- one variable ---------------------------------------------------------------------------------


def curve(surface: Surface, view: View, count: int = CURVE_POINTS) -> Grid:
    """The values along the view of a function of one variable."""
    return grid(surface, view, count)
