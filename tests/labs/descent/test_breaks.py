"""What is drawn of functions with poles and jumps: contours on their level alone, curves and
surfaces that are not joined where the function is not.
"""

from typing import Any

import numpy as np
import pytest
from mpmath import mpf

from app.labs.descent.breaks import broken_cells, broken_curve, height_of, is_affordable
from app.labs.descent.contours import Contour, contours, levels
from app.labs.descent.surface import MAX_GRID_WORK, Grid, View, curve, grid
from tests.engine.network.references import mp
from tests.labs.descent.building import function

SQUARE: View = ((-5.0, 5.0), (-5.0, 5.0))


def map_of(text: str, side: int = 200) -> tuple[list[Contour], list[Contour]]:
    """The contours that are checked, and those that are not."""
    field = function(text, "x", "y")
    found = grid(field, SQUARE, side)
    heights = levels(found.values)
    return contours(found, heights, field), contours(found, heights)


def count(lines: list[Contour]) -> int:
    return sum(len(contour.lines) for contour in lines)


#: Functions with poles, and the same in mpmath.
POLES: dict[str, Any] = {
    "1/x + 0*y": lambda x, y: 1 / x,
    "1/(x - 0.3) - 3 + 0*y": lambda x, y: 1 / (x - mpf(0.3)) - 3,
    "tan(x) + 0*y": lambda x, y: mp.tan(x),
    "1/(x - y + 0.01)": lambda x, y: 1 / (x - y + mpf(0.01)),
    "tan(x + y)": lambda x, y: mp.tan(x + y),
    "x/y": lambda x, y: x / y,
    "1/(x*y)": lambda x, y: 1 / (x * y),
    "1/(x**2 + y**2 - 4)": lambda x, y: 1 / (x**2 + y**2 - 4),
}


@pytest.mark.parametrize("text", POLES)
@pytest.mark.parametrize("side", [41, 200])
def test_every_point_and_every_stretch_of_a_contour_is_on_its_level(text: str, side: int) -> None:
    """By mpmath: the points to a hundredth of the distance to the next level, and the function goes
    through the level beside the middle between two points.
    """
    lines, unchecked = map_of(text, side)
    assert count(unchecked) > 0
    heights = [contour.level for contour in unchecked]
    gaps = np.diff([-np.inf, *heights, np.inf])
    reference, cell = POLES[text], 10 / (side - 1)
    rng = np.random.default_rng(0)
    for contour in lines:
        n = heights.index(contour.level)
        gap = min(gaps[n], gaps[n + 1])
        for line in contour.lines[:6]:
            for k in rng.integers(0, len(line) - 1, 3):
                a, b = line[k], line[k + 1]
                missed = reference(mpf(float(a[0])), mpf(float(a[1]))) - contour.level
                assert abs(missed) <= 0.011 * gap, (contour.level, a)
                middle, along = (a + b) / 2, b - a
                if not along.any():
                    continue
                across = np.array([-along[1], along[0]]) / np.hypot(*along) * cell / 2
                nearest = min(
                    abs(reference(*map(mpf, map(float, middle + s * across))) - contour.level)
                    for s in np.linspace(-1, 1, 9)
                )
                assert nearest <= gap, (contour.level, a, b)


def test_a_level_that_is_never_reached_has_no_line() -> None:
    """1/x is never 0; every other level has the one line x = 1/level."""
    lines, unchecked = map_of("1/x + 0*y")
    assert count(unchecked) == 29
    assert 0.0 in [contour.level for contour in unchecked]
    assert 0.0 not in [contour.level for contour in lines]
    for contour in lines:
        (line,) = contour.lines
        np.testing.assert_allclose(line[:, 0], 1 / contour.level, rtol=1e-6)
        assert np.ptp(line[:, 1]) == 10


@pytest.mark.parametrize("text", ["sign(x*y)", "step(x) + 0*y", "step(x - y)"])
def test_a_jump_is_no_contour(text: str) -> None:
    lines, unchecked = map_of(text)
    assert count(unchecked) > 0
    assert count(lines) == 0


def test_a_line_is_cut_at_a_jump_across_it() -> None:
    """The lines of step(x) + y stop at x = 0, where they are one lower."""
    lines, _ = map_of("step(x) + y")
    for contour in lines:
        for line in contour.lines:
            assert (line[:, 0] > 0).all() or (line[:, 0] <= 0).all()
            np.testing.assert_allclose(line[:, 1], contour.level - (line[0, 0] > 0), atol=0.01)


@pytest.mark.parametrize(
    "text",
    [
        "tanh(1000*x) + 0*y", "abs(x) + max(y, -2*y)", "1/(x**2 + y**2)", "sqrt(x) + y",
        "exp(x*y)", "x**2 - y**2", "log(x) + y**2",
    ],
)  # fmt: skip
def test_of_a_continuous_function_no_line_is_lost(text: str) -> None:
    lines, unchecked = map_of(text)
    assert count(lines) == count(unchecked)
    points = [sum(len(line) for c in some for line in c.lines) for some in (lines, unchecked)]
    assert points[0] == points[1]


def test_of_a_costly_function_lines_are_checked_with_less_care() -> None:
    """Within half of the distance to the next level, by as many values as are allowed."""
    rows = {"a": np.linspace(0, 1, 400).tolist()}
    field = function("1/(x - 0.1) + 0*a*y", "x", "y", data=rows)
    found = grid(field, SQUARE, 41)
    heights = levels(found.values)
    assert field.cost * 41 * 30 * 20 > MAX_GRID_WORK
    lines = contours(found, heights, field)
    assert 0 < count(lines) < count(contours(found, heights))


# --- curves and surfaces --------------------------------------------------------------------------


def gaps_of(text: str, low: float = -5.0, high: float = 5.0) -> list[tuple[float, float]]:
    """The stretches between neighbours that have values and are not joined."""
    field = function(text, "x")
    found = broken_curve(field, curve(field, ((low, high),)))
    (x,), values = found.axes, found.values
    assert (np.diff(x) > 0).all()
    holes = np.flatnonzero(np.isnan(values))
    groups = np.split(holes, np.flatnonzero(np.diff(holes) > 1) + 1) if holes.size else []
    return [
        (float(x[group[0] - 1]), float(x[group[-1] + 1]))
        for group in groups
        if group[0] > 0 and group[-1] < len(x) - 1
    ]


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("1/x", [0.0]),
        ("1/(x - 1.234)", [1.234]),
        ("1/(x - 1.234)**2", [1.234]),
        ("-1/(x - 1.234)**4", [1.234]),
        ("abs(x - 1.234)**(-0.3)", [1.234]),
        ("log((x - 1.234)**2)", [1.234]),
        ("tan(x)", [-4.712388980, -1.570796327, 1.570796327, 4.712388980]),
        ("1/sin(x)", [-3.141592654, 0.0, 3.141592654]),
        ("step(x - 0.01) + x", [0.01]),
        ("sign(x - 0.01)", [0.01]),
        ("x/abs(x)", [0.0]),
        ("exp(1/(x - 0.01))", [0.01]),
        ("tanh(1/(x - 0.01))", [0.01]),
    ],
)
def test_a_curve_is_not_joined_at_poles_and_jumps(text: str, places: list[float]) -> None:
    found = gaps_of(text)
    assert len(found) == len(places), found
    for (low, high), place in zip(found, places, strict=True):
        assert low < place < high
        assert high - low < 0.08


@pytest.mark.parametrize(
    "text",
    [
        "x**2", "abs(x)", "sqrt(abs(x - 0.01))", "abs(x - 0.01)**0.1", "tanh(1000*x)", "sin(30*x)",
        "sigmoid(1e6*(x - 0.01))", "exp(x)", "max(x, 1)", "1/(1e-6 + x**2)", "exp(-1/x**2 + 0)*x",
        "7 + 0*x", "relu(x)", "1e200*x", "1e-200*x**3", "x + 1e-9*step(x)",
    ],
)  # fmt: skip
def test_a_continuous_curve_stays_whole(text: str) -> None:
    assert [gap for gap in gaps_of(text) if gap[0] > 0 or gap[1] < 0] == []


def cells_of(text: str) -> tuple[Any, Grid]:
    field = function(text, "x", "y")
    found = grid(field, ((-5.03, 5.0), (-5.0, 5.02)), 61)
    return broken_cells(field, found), found


@pytest.mark.parametrize("text", ["1/x + 0*y", "step(x)*y + x", "1/x**2 + y"])
def test_the_cells_across_a_pole_or_a_jump_are_cut_and_no_others(text: str) -> None:
    cut, found = cells_of(text)
    x = found.axes[0]
    across = (x[:-1] < 0) & (x[1:] > 0)
    # step(x)·y does not jump at y = 0, at most in one row of cells.
    assert cut[:, across].sum() >= 59
    assert not cut[:, ~across].any()


def test_a_slanted_pole_cuts_the_cells_that_it_passes() -> None:
    cut, found = cells_of("1/(x - 2*y)")
    x, y = found.axes
    corners = x[np.newaxis, :] - 2 * y[:, np.newaxis]
    signs = np.sign(corners)
    mixed = (
        (signs[:-1, :-1] != signs[1:, 1:])
        | (signs[:-1, :-1] != signs[1:, :-1])
        | (signs[:-1, :-1] != signs[:-1, 1:])
    )
    np.testing.assert_array_equal(cut, mixed)


@pytest.mark.parametrize("text", ["x*y", "exp(x*y/9)", "abs(x) + relu(y)", "1/(1 + x**2 + y**2)"])
def test_a_continuous_surface_stays_whole(text: str) -> None:
    assert not cells_of(text)[0].any()


def test_of_a_costly_function_nothing_is_cut() -> None:
    rows = {"a": np.linspace(0, 1, 1000).tolist()}
    text = " + ".join(["1/x + 0*a"] * 60)
    field = function(text, "x", data=rows)
    found = curve(field, ((-5.0, 5.01),))
    assert broken_curve(field, found).values.shape == found.values.shape


def test_where_there_is_nothing_nothing_is_cut() -> None:
    assert gaps_of("log(x)", -5.0, -1.0) == []


@pytest.mark.parametrize(("jump", "places"), [(0.03, 0), (0.05, 1)])
def test_a_jump_is_cut_where_it_is_visible(jump: float, places: int) -> None:
    """From a two hundredth of the height shown, here of 8."""
    assert len(gaps_of(f"x + {jump}*step(x - 0.01)")) == places


def test_the_height_shown_is_that_of_the_middle_four_fifths() -> None:
    assert height_of(np.arange(11.0)) == pytest.approx(8)
    assert height_of(np.array([np.nan, *np.arange(11.0), np.inf])) == pytest.approx(8)
    # Where these are all alike, that of all.
    assert height_of(np.array([0.0] * 19 + [3.0])) == 3
    assert height_of(np.array([np.nan, np.inf])) == 0


def test_at_most_forty_million_values_are_affordable_and_none_are_not_worth_it() -> None:
    field = function("x + y", "x", "y")
    assert field.cost == 3
    assert is_affordable(field, MAX_GRID_WORK // 3)
    assert not is_affordable(field, MAX_GRID_WORK // 3 + 1)
    assert is_affordable(field, 1)
    assert not is_affordable(field, 0)
