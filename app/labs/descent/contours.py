"""Contour lines of a function of two variables, drawn only where the function has their level.

Marching squares joins points on the edges of a grid, between an end above the level and one below.
On every edge the function is followed to the level; where it jumps across the level instead, as at
a pole, the line is cut.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import floor, log10

import contourpy
import numpy as np
import numpy.typing as npt

from ...engine.arrays import Array
from ...engine.cancellation import CheckCancelled, always
from .surface import MAX_GRID_WORK, Grid, Surface

#: Points of all contours; where there would be more, the grid is thinned.
MAX_CONTOUR_POINTS = 40_000
#: With fewer, where the function is costly; a smooth one has no more on the coarsest grid.
FEWEST_POINTS = 2_000
#: A grid with fewer points along a side is not thinned any more.
LEAST_SIDE = 11
#: Contour levels before duplicates are removed.
LEVEL_COUNT = 15
#: Halvings of an edge on the way to the level, at most: from then on float64 does not resolve it.
MAX_HALVINGS = 60
#: With fewer, where the function is costly, a point may be off its level by so much of the distance
#: to the next one.
ENOUGH_HALVINGS = 12
NEAR_LEVEL = 0.5
#: Values that are computed for most points.
TYPICAL_HALVINGS = 8
#: A point is on a level within this share of the distance to the next one: that is not visible.
ON_LEVEL = 0.01
#: So close to it no further halving is needed.
EXACTLY_ON_LEVEL = 1e-7
#: What is left of the difference between the ends of an edge where the function does not jump.
UNRESOLVED = 1e-9
#: Of the values from which lines are made, in gaps of their height.
MAX_RANGE = 1e6
#: Coordinates in units of grid cells that are so close to a grid line are on it.
ON_GRID_LINE = 1e-9


#: Indices along x and along y, (2, n).
Corners = npt.NDArray[np.int_]


@dataclass(frozen=True)
class Contour:
    """``lines``, each points × 2, on which the function has the value ``level``."""

    level: float
    lines: tuple[Array, ...]


# --- levels ---------------------------------------------------------------------------------------


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


def spacings(heights: Sequence[float], values: Array) -> Array:
    """The distance of each height to the nearest other one; of a single one, the values' range."""
    if len(heights) == 1:
        return np.array([np.nanmax(values) - np.nanmin(values)])
    gaps = np.diff(heights)
    return np.asarray(np.minimum(np.r_[gaps[0], gaps], np.r_[gaps, gaps[-1]]))


# --- lines ----------------------------------------------------------------------------------------


def contours(
    found: Grid,
    heights: Sequence[float],
    surface: Surface | None = None,
    check_cancelled: CheckCancelled = always,
) -> list[Contour]:
    """The contours of the grid ``found`` at each of the heights, which ascend, that has any.

    With a ``surface`` every point is moved along its edge of the grid onto its level, and the lines
    are cut where there is no such point. Where they would have more than `most_points`, as for a
    function that oscillates from cell to cell, every second row and column of the grid is left out,
    again if need be.
    """
    axes, values = found.axes, found.values
    if not len(heights):
        return []
    gaps = spacings(heights, values)
    lines = lines_on(axes, values, heights, gaps)
    most = most_points(surface)
    while sum(map(len, flattened(lines))) > most and len(values) > LEAST_SIDE:
        axes, values = tuple(axis[::2] for axis in axes), values[::2, ::2]
        lines = lines_on(axes, values, heights, gaps)
    if surface is not None and flattened(lines):
        lines = checked(surface, Grid(axes, values), lines, heights, gaps, check_cancelled)
    return [
        Contour(float(height), tuple(some))
        for height, some in zip(heights, lines, strict=True)
        if some
    ]


def most_points(surface: Surface | None) -> int:
    """How many points all contours may have: each is looked for on the ``surface``."""
    if surface is None:
        return MAX_CONTOUR_POINTS
    return min(max(MAX_GRID_WORK // max(surface.cost, 1), FEWEST_POINTS), MAX_CONTOUR_POINTS)


def flattened(lines: Sequence[Sequence[Array]]) -> list[Array]:
    return [line for some in lines for line in some]


def lines_on(
    axes: tuple[Array, ...], values: Array, heights: Sequence[float], gaps: Array
) -> list[list[Array]]:
    """For each height its lines, points × 2, on a grid of ``values``; NaN cells have none.

    Values far beyond the heights are cut off, so that beside a pole the points stay apart from the
    corners of the grid; for a height with close neighbours, those beyond its gap.
    """
    low, high = heights[0] - gaps[0], heights[-1] + gaps[-1]
    together = generator(axes, np.clip(values, low, high))
    return [
        [
            np.asarray(line)
            for line in (
                together
                if (high - low) / gap <= MAX_RANGE
                else generator(axes, np.clip(values, height - gap, height + gap))
            ).lines(height)
        ]
        for height, gap in zip(heights, gaps, strict=True)
    ]


def generator(axes: tuple[Array, ...], values: Array) -> contourpy.ContourGenerator:
    x, y = axes
    return contourpy.contour_generator(
        x, y, np.ma.masked_invalid(values), name="serial", corner_mask=True
    )


def checked(
    surface: Surface,
    grid: Grid,
    lines: Sequence[Sequence[Array]],
    heights: Sequence[float],
    gaps: Array,
    check_cancelled: CheckCancelled,
) -> list[list[Array]]:
    """The lines with every point on its level, cut where there is none."""
    every = flattened(lines)
    sizes = [len(line) for line in every]
    counts = [sum(map(len, some)) for some in lines]
    wanted, gap = np.repeat(heights, counts), np.repeat(gaps, counts)
    points = np.concatenate(every).T
    corners = edges(grid, points, wanted)
    placed, kept = crossings(
        surface,
        Bracket(
            [coordinates(grid, corner) for corner in corners],
            [value_at(grid, corner) - wanted for corner in corners],
        ),
        wanted,
        gap,
        check_cancelled,
    )
    ends = np.cumsum(sizes)
    # Between two points of a line, not from the end of one line to the start of the next.
    inner = np.ones(len(kept) - 1, dtype=bool)
    inner[ends[:-1] - 1] = False
    joined = inner & kept[1:] & kept[:-1]
    joined[joined] = are_joined(
        surface, grid, placed[:, :-1][:, joined], placed[:, 1:][:, joined],
        wanted[1:][joined], gap[1:][joined], check_cancelled,
    )  # fmt: skip
    pieces = np.split(placed.T, np.flatnonzero(~joined) + 1)
    owners = np.repeat(np.arange(len(lines)), counts)
    result: list[list[Array]] = [[] for _ in lines]
    first = 0
    for piece in pieces:
        if len(piece) > 1:
            result[owners[first]].append(piece)
        first += len(piece)
    return result


def edges(grid: Grid, points: Array, wanted: Array) -> tuple[Corners, Corners]:
    """The corners of the grid between which the ``points``, (2, n), lie, each (2, n): first the one
    below the height ``wanted``, (n,). On the grid's triangles beside NaN an edge is a diagonal.
    """
    # Among the numbers of each axis as they are: beside them a narrow grid has much rounding.
    place = np.stack(
        [
            np.interp(some, axis, np.arange(len(axis)))
            for some, axis in zip(points, grid.axes, strict=True)
        ]
    )
    nearest = np.round(place).astype(int)
    on_line = np.abs(place - nearest) < ON_GRID_LINE
    floors, ceilings = np.floor(place).astype(int), np.ceil(place).astype(int)
    first = np.where(on_line, nearest, floors)
    last = np.where(on_line, nearest, ceilings)
    # A corner of the grid: its value is the height, or a hair from it.
    other = np.stack([first[0], last[1]]), np.stack([last[0], first[1]])
    ends = [first, last]
    diagonal = ~on_line.any(axis=0)
    if diagonal.any():
        crossed = is_between(value_at(grid, first), value_at(grid, last), wanted)
        wrong = diagonal & ~crossed
        ends = [np.where(wrong, b, a) for a, b in zip((first, last), other, strict=True)]
    below = value_at(grid, ends[0]) < wanted
    low, high = np.where(below, ends[0], ends[1]), np.where(below, ends[1], ends[0])
    return low, high


def value_at(grid: Grid, corners: Corners) -> Array:
    return np.asarray(grid.values[corners[1], corners[0]])


def coordinates(grid: Grid, corners: Corners) -> Array:
    return np.stack([axis[corner] for axis, corner in zip(grid.axes, corners, strict=True)])


def is_between(a: Array, b: Array, wanted: Array) -> npt.NDArray[np.bool_]:
    """Is one of two numbers below ``wanted`` and the other not? Not where one is NaN."""
    return np.asarray(np.isfinite(a) & np.isfinite(b) & ((a < wanted) != (b < wanted)))


@dataclass(frozen=True)
class Bracket:
    """Segments between two ``ends``, each (2, n). ``off`` is how far the function is from a level
    there, each (n,), negative at the first and not at the second.
    """

    ends: list[Array]
    off: list[Array]


def crossings(
    surface: Surface,
    bracket: Bracket,
    wanted: Array,
    gap: Array,
    check_cancelled: CheckCancelled = always,
) -> tuple[Array, npt.NDArray[np.bool_]]:
    """Where on the segments the function has the value ``wanted``, (n,): the points, (2, n), and
    whether the function comes within `ON_LEVEL` of the ``gap``, (n,), there.

    By the regula falsi in the form of Illinois, and by halving in every third step; both keep a
    bracket, so that a jump or a pole is closed in too, where the function stays off the level.
    """
    ends = [end.copy() for end in bracket.ends]
    off = [each.copy() for each in bracket.off]
    best = np.where(np.abs(off[0]) < np.abs(off[1]), ends[0], ends[1])
    missed = np.minimum(np.abs(off[0]), np.abs(off[1]))
    weights = [off[0].copy(), off[1].copy()]
    left = np.flatnonzero((off[0] < 0) & (off[1] >= 0) & (missed > EXACTLY_ON_LEVEL * gap))
    most = max(1, MAX_GRID_WORK // (surface.cost * max(len(wanted), 1)))
    with np.errstate(all="ignore"):
        for step in range(MAX_HALVINGS if most >= ENOUGH_HALVINGS else most):
            if not left.size:
                break
            check_cancelled()
            a, b = ends[0][:, left], ends[1][:, left]
            share = weights[0][left] / (weights[0][left] - weights[1][left])
            share = np.where((share > 0) & (share < 1) & (step % 3 != 2), share, 0.5)
            middle = a + (b - a) * share
            value = surface.values(middle, check_cancelled) - wanted[left]
            closer = np.abs(value) < missed[left]
            best[:, left[closer]] = middle[:, closer]
            missed[left[closer]] = np.abs(value)[closer]
            above = value >= 0
            for side, mine in enumerate((~above, above)):
                ends[side][:, left[mine]] = middle[:, mine]
                weights[side][left[mine]] = off[side][left[mine]] = value[mine]
                # The Illinois step: an end that stays counts half.
                weights[side][left[~mine]] /= 2
            going = np.isfinite(value) & (missed[left] > EXACTLY_ON_LEVEL * gap[left])
            going &= (middle != a).any(axis=0) & (middle != b).any(axis=0)
            left = left[going]
        # Where float64 steps across the level, as in the difference of large numbers.
        height = bracket.off[1] - bracket.off[0]
        resolved = (height > 0) & (off[1] - off[0] <= UNRESOLVED * height)
    near = missed <= (ON_LEVEL if most >= ENOUGH_HALVINGS else NEAR_LEVEL) * gap
    return best, near | resolved


def are_joined(
    surface: Surface,
    grid: Grid,
    first: Array,
    second: Array,
    wanted: Array,
    gap: Array,
    check_cancelled: CheckCancelled,
) -> npt.NDArray[np.bool_]:
    """Does the line go on from the ``first`` to the ``second`` points, both (2, n)? It does where
    the function stays near the level ``wanted`` half-way, or comes to it half a cell beside.
    """
    middle = (first + second) / 2
    if not middle.size:
        return np.zeros(0, dtype=bool)
    with np.errstate(all="ignore"):
        near = np.abs(surface.values(middle, check_cancelled) - wanted) <= gap
        far = np.flatnonzero(~near)
        if not far.size:
            return np.asarray(near)
        cell = np.array([[axis[1] - axis[0]] for axis in grid.axes])
        # At a right angle, in units of cells.
        along = ((second - first) / cell)[:, far]
        across = np.stack([-along[1], along[0]])
        across = across / np.maximum(np.hypot(*across), 1e-12) * cell / 2
        ends = [np.clip(middle[:, far] + sign * across, *bounds(grid)) for sign in (-1, 1)]
        off = [surface.values(end, check_cancelled) - wanted[far] for end in ends]
    below = off[0] < 0
    bracket = Bracket(
        [np.where(below, *ends), np.where(below, *ends[::-1])],
        [np.where(below, *off), np.where(below, *off[::-1])],
    )
    _, near[far] = crossings(surface, bracket, wanted[far], gap[far], check_cancelled)
    return np.asarray(near)


def bounds(grid: Grid) -> tuple[Array, Array]:
    """The lowest and the highest corner of the view, each (2, 1)."""
    return (
        np.array([[axis[0]] for axis in grid.axes]),
        np.array([[axis[-1]] for axis in grid.axes]),
    )
