"""Contours lie on their levels, at right angles to the gradient; views contain the paths."""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.engine.arrays import Array
from app.labs.descent.contours import LEVEL_COUNT, MAX_CONTOUR_POINTS, Contour, contours, levels
from app.labs.descent.function import Function
from app.labs.descent.surface import (
    MAX_GRID_SIDE,
    MAX_GRID_WORK,
    MIN_GRID_SIDE,
    Grid,
    View,
    curve,
    fitted_view,
    grid,
    settled,
    side_for,
)
from app.web.descent.presets import DESCENT_PRESETS
from tests.engine.network.references import mp, mpf
from tests.labs.descent.building import function, function_of, optimization_of, run_of

SQUARE: View = ((-5.0, 5.0), (-5.0, 5.0))
PLANES = [name for name, request in DESCENT_PRESETS.items() if len(request["start"]) == 2]


def view_of(name: str) -> View:
    request = DESCENT_PRESETS[name]
    if "view" in request:
        return tuple((low, high) for low, high in request["view"].values())
    runs = [run_of(request, optimization_of(run)) for run in request["runs"]]
    return fitted_view([run.points for run in runs])


def map_of(field: Function, view: View = SQUARE, side: int = MAX_GRID_SIDE) -> list[Contour]:
    found = grid(field, view, side)
    return contours(found, levels(found.values), field)


# --- contours -------------------------------------------------------------------------------------

#: The same functions in mpmath.
REFERENCES: dict[str, Callable[[Any, Any], Any]] = {
    "document": lambda x, y: x**2 + y**2 + 2 * x + 2,
    "rosenbrock": lambda x, y: (1 - x) ** 2 + 100 * (y - x**2) ** 2,
    "himmelblau": lambda x, y: (x**2 + y - 11) ** 2 + (x + y**2 - 7) ** 2,
    "beale": lambda x, y: (
        (mpf("1.5") - x + x * y) ** 2
        + (mpf("2.25") - x + x * y**2) ** 2
        + (mpf("2.625") - x + x * y**3) ** 2
    ),
    "saddle": lambda x, y: x**2 - y**2 + y**4 / 8,
    "ravine": lambda x, y: x**2 / 2 + 10 * y**2,
    "too_high": lambda x, y: x**2 + 3 * y**2,
}


@pytest.mark.parametrize("name", REFERENCES)
def test_every_contour_lies_on_its_level(name: str) -> None:
    """By mpmath, to a millionth of the distance between two levels."""
    lines = map_of(function_of(DESCENT_PRESETS[name]), view_of(name))
    heights = [contour.level for contour in lines]
    reference = REFERENCES[name]
    rng = np.random.default_rng(0)
    for contour in lines:
        gap = min(abs(contour.level - other) for other in heights if other != contour.level)
        for line in contour.lines:
            for x, y in line[rng.integers(0, len(line), 20)]:
                missed = abs(reference(mpf(float(x)), mpf(float(y))) - contour.level)
                assert missed <= 1e-6 * gap, (contour.level, x, y)


@pytest.mark.parametrize("name", REFERENCES)
def test_a_gradient_stands_at_a_right_angle_to_the_contour(name: str) -> None:
    """Where the line is nearly straight from one point to the next."""
    field = function_of(DESCENT_PRESETS[name])
    compared = 0
    for contour in map_of(field, view_of(name)):
        for line in contour.lines:
            chords = np.diff(line, axis=0)
            directions = chords / np.hypot(*chords.T)[:, np.newaxis]
            slopes = field.slopes(((line[1:] + line[:-1]) / 2).T).T
            uphill = slopes / np.hypot(*slopes.T)[:, np.newaxis]
            turns = np.abs(np.diff(directions, axis=0)).max(axis=1, initial=0)
            # Only where the chords before and after have about the same direction.
            straight = np.r_[False, (turns[1:] < 0.02) & (turns[:-1] < 0.02), False]
            if len(straight) != len(chords):
                continue
            cosines = np.abs((directions * uphill).sum(axis=1)[straight])
            assert cosines.max(initial=0) < 0.02
            compared += straight.sum()
    assert compared > 1000


@pytest.mark.parametrize("name", PLANES)
def test_a_map_has_enough_levels_for_every_preset(name: str) -> None:
    lines = map_of(function_of(DESCENT_PRESETS[name]), view_of(name))
    heights = [contour.level for contour in lines]
    assert heights == sorted(set(heights))
    assert 12 <= len(heights) <= LEVEL_COUNT
    for contour in lines:
        assert contour.lines
        # Few digits, to label a contour with.
        assert len(f"{contour.level:.12g}") <= 7, contour.level


def test_around_a_minimum_the_lines_are_evenly_spaced() -> None:
    """The circles of a paraboloid have evenly spaced radii."""
    radii = [
        float(np.hypot(*contour.lines[0][0])) for contour in map_of(function("x**2+y**2", "x", "y"))
    ]
    inner = np.diff([0.0, *[radius for radius in radii if radius < 5]])
    assert inner.max() < 1.5 * inner.min()


def test_the_lines_of_a_saddle_part_at_zero() -> None:
    heights = [contour.level for contour in map_of(function("x**2 - y**2", "x", "y"))]
    assert 0.0 in heights
    np.testing.assert_allclose(heights, -np.array(heights[::-1]), rtol=0.2)


@given(st.floats(1e-30, 1e30), st.floats(0, 1e3))
def test_levels_belong_to_the_shape_not_to_the_scale(factor: float, height: float) -> None:
    x = np.linspace(-1, 1, 41)
    bowl = x**2 + x[:, np.newaxis] ** 2
    values = factor * (bowl + height)
    found = levels(values)
    assert len(found) >= 8
    assert values.min() < found[0] <= found[-1] < values.max()
    inside = [(values < level).mean() for level in found]
    plain = [(bowl < level).mean() for level in levels(bowl)]
    assert len(inside) == len(plain)
    np.testing.assert_allclose(inside, plain, atol=0.06)


@pytest.mark.parametrize(
    "values",
    [np.zeros((5, 5)), np.full((5, 5), np.nan), np.array([[1.0, np.nan], [np.nan, 1.0]])],
)
def test_what_is_flat_or_nowhere_has_no_levels(values: Array) -> None:
    assert levels(values) == []


def test_a_plain_does_not_take_all_the_levels() -> None:
    heights = [contour.level for contour in map_of(function("relu(x - 4)*relu(y - 4)", "x", "y"))]
    assert len(heights) >= 12


def test_a_hole_is_left_out() -> None:
    field = function("log(x) + y**2", "x", "y")
    found = grid(field, SQUARE, 101)
    assert np.isnan(found.values[:, found.axes[0] <= 0]).all()
    assert np.isfinite(found.values[:, found.axes[0] > 0]).all()
    lines = contours(found, levels(found.values), field)
    assert lines
    for contour in lines:
        for line in contour.lines:
            assert (line[:, 0] > 0).all()
            np.testing.assert_allclose(
                np.log(line[:, 0]) + line[:, 1] ** 2, contour.level, atol=1e-3
            )


def test_a_map_of_nothing_is_empty() -> None:
    field = function("log(x)*y", "x", "y")
    found = grid(field, ((-5.0, -1.0), (-1.0, 1.0)), 41)
    assert found.lowest() is None
    assert contours(found, levels(found.values), field) == []


def test_contours_stay_inside_the_view() -> None:
    for name in PLANES:
        view = view_of(name)
        for contour in map_of(function_of(DESCENT_PRESETS[name]), view):
            for line in contour.lines:
                for coordinates, (low, high) in zip(line.T, view, strict=True):
                    assert low <= coordinates.min() <= coordinates.max() <= high


def test_jumps_do_not_scatter_the_lines() -> None:
    field = function("abs(x) + max(y, -2*y) + relu(x - 1)", "x", "y")
    for contour in map_of(field):
        for line in contour.lines:
            assert np.hypot(*np.diff(line, axis=0).T).max() < 0.3


# --- the grid -------------------------------------------------------------------------------------


def test_a_grid_has_the_second_variable_in_its_rows() -> None:
    found = grid(function("x + 10*y", "x", "y"), ((0.0, 2.0), (1.0, 3.0)), 3)
    assert found.values.tolist() == [[10, 11, 12], [20, 21, 22], [30, 31, 32]]
    assert found.lowest() == ((0.0, 1.0), 10.0)
    swapped = grid(function("x + 10*y", "y", "x"), ((0.0, 2.0), (1.0, 3.0)), 3)
    assert swapped.values.tolist() == [[1, 11, 21], [2, 12, 22], [3, 13, 23]]
    assert swapped.lowest() == ((0.0, 1.0), 1.0)


@pytest.mark.parametrize("text", ["7", "x", "y**2", "x*y"])
def test_a_function_may_leave_out_a_variable(text: str) -> None:
    found = grid(function(text, "x", "y"), SQUARE, 7)
    assert found.values.shape == (7, 7)


def test_a_grid_reaches_from_end_to_end_of_its_view_in_even_steps() -> None:
    found = grid(function("x*y", "x", "y"), ((0.0, 1.0), (2.0, 6.0)), 5)
    np.testing.assert_allclose(found.axes[0], [0, 0.25, 0.5, 0.75, 1])
    np.testing.assert_allclose(found.axes[1], [2, 3, 4, 5, 6])
    assert len(curve(function("x", "x"), ((0.0, 1.0),)).values) == 401
    assert len(curve(function("x", "x"), ((0.0, 1.0),), 7).values) == 7


def test_the_lowest_point_is_found_among_holes() -> None:
    found = Grid(
        (np.array([1.0, 2.0]), np.array([5.0, 6.0])), np.array([[np.nan, 4.0], [3.0, np.nan]])
    )
    assert found.lowest() == ((1.0, 6.0), 3.0)


@pytest.mark.parametrize(
    ("cost", "side"), [(0, 200), (1, 200), (1000, 200), (4000, 100), (10**4, 63), (10**8, 41)]
)
def test_a_map_computes_at_most_forty_million_values(cost: int, side: int) -> None:
    """√(40,000,000 / cost) points along a side, from 41 to 200."""
    assert side_for(cost) == side
    assert side_for(cost, 21) == 21
    assert side_for(cost, 60) == min(side, 60)


def test_a_curve_has_one_axis() -> None:
    found = curve(function("x**2", "x"), ((-2.0, 2.0),))
    np.testing.assert_array_equal(found.values, found.axes[0] ** 2)
    assert len(found.values) >= 400
    assert found.lowest() == ((0.0,), 0.0)


@given(st.integers(1, 10**12))
def test_what_costs_more_is_looked_at_in_fewer_points(cost: int) -> None:
    side = side_for(cost)
    assert MIN_GRID_SIDE <= side <= MAX_GRID_SIDE
    assert side == MIN_GRID_SIDE or side * side * cost <= MAX_GRID_WORK
    assert side >= side_for(2 * cost)
    assert side_for(cost, 21) <= 21


# --- the view -------------------------------------------------------------------------------------


def inside(view: View, points: Array) -> bool:
    low, high = np.array(view).T
    return bool(((points >= low) & (points <= high)).all())


@given(st.lists(st.tuples(st.floats(-1e6, 1e6), st.floats(-1e6, 1e6)), min_size=1, max_size=30))
def test_a_view_holds_the_start_and_has_room(points: Sequence[tuple[float, float]]) -> None:
    path = np.array(points)
    view = fitted_view([path])
    assert inside(view, path[:1])
    for low, high in view:
        assert np.isfinite([low, high]).all()
        assert low < high


def test_a_view_of_a_run_that_converges_contains_all_of_it() -> None:
    for name in ("document", "rosenbrock", "ravine", "beale", "himmelblau"):
        request = DESCENT_PRESETS[name]
        paths = [run_of(request, optimization_of(run)).points for run in request["runs"]]
        view = fitted_view(paths)
        widths = [high - low for low, high in view]
        assert widths[0] == pytest.approx(widths[1])
        for path in paths:
            assert inside(view, path[-1:])


def test_a_run_that_flies_off_does_not_take_the_view_with_it() -> None:
    request = DESCENT_PRESETS["too_high"]
    paths = [run_of(request, optimization_of(run)).points for run in request["runs"]]
    assert max(np.abs(path).max() for path in paths) > 1e100
    view = fitted_view(paths)
    assert inside(view, paths[0])
    assert all(high - low < 100 for low, high in view)


@pytest.mark.parametrize("point", [(0.0, 0.0), (3.0, -2.0), (1e9, 1e-9)])
def test_a_run_that_stands_still_has_a_view_around_it(point: tuple[float, float]) -> None:
    view = fitted_view([np.array([point, point])])
    for (low, high), coordinate in zip(view, point, strict=True):
        assert high - low >= 1
        assert low < coordinate < high


def test_one_variable_has_one_axis() -> None:
    ((low, high),) = fitted_view([np.array([[0.0], [1.0], [1.5], [1.75]])])
    assert low < 0
    assert high > 2


def test_a_view_leaves_a_margin_and_half_the_way_beyond_the_end() -> None:
    """From 0 to 2 and on to 3; 12 % of that on both sides."""
    ((low, high),) = fitted_view([np.array([[0.0], [1.0], [2.0], [2.0]])])
    assert (low, high) == pytest.approx((-0.36, 3.36))


def test_the_sides_of_a_view_are_equal_unless_one_is_six_times_the_other() -> None:
    for height, wanted in ((1.0, 3 * 1.24), (2.0, 3 * 1.24), (0.3, 3 * 1.24 / 6)):
        path = np.array([[0.0, 0.0], [2.0, height], [2.0, height]])
        (left, right), (low, high) = fitted_view([path])
        assert right - left == pytest.approx(3 * 1.24)
        assert high - low == pytest.approx(wanted)
        assert (low + high) / 2 == pytest.approx(0.75 * height)
    # A side without any extent is as wide as the other.
    (_, (low, high)) = fitted_view([np.array([[0.0, 5.0], [2.0, 5.0], [2.0, 5.0]])])
    assert (low, high) == pytest.approx((5 - 1.86, 5 + 1.86))


def test_of_a_run_that_diverges_a_view_shows_four_times_the_starts_distance_from_0() -> None:
    """From 2 by doubling: 8 around the start, which 4, 8 and no more belong to."""
    path: Array = 2.0 ** np.arange(1.0, 30.0)[:, np.newaxis]
    ((low, high),) = fitted_view([path])
    assert (low, high) == pytest.approx((2 - 0.72, 8 + 0.72))
    # Beside 0 it is 4.
    ((low, high),) = fitted_view([path / 20])
    assert (low, high) == pytest.approx((0.1 - 0.12 * 3.1, 3.2 + 0.12 * 3.1))


def test_a_single_far_point_of_a_run_that_comes_back_is_left_out() -> None:
    """Beyond four times the median distance from the start."""
    path = np.array([[0.0], [1.0], [1.0], [50.0], [1.0], [1.0], [1.0]])
    ((low, high),) = fitted_view([path])
    assert (low, high) == pytest.approx((-0.18, 1.68))


def test_a_run_converges_whose_end_is_not_far_beyond_its_middle() -> None:
    """Up to two and a half times the median distance."""
    assert settled(np.array([0.0, 1.0, 2.0, 2.5, 2.5]))
    assert settled(np.array([0.0, 0.5, 1.0, 1.5, 2.5]))
    assert not settled(np.array([0.0, 0.5, 1.0, 1.5, 2.6]))


def test_a_view_of_two_runs_holds_both_and_shares_no_end() -> None:
    """One comes to rest at 2, the other runs away from 0 with its first two points within 4."""
    resting = np.array([[0.0], [1.0], [2.0], [2.0], [2.0], [2.0]])
    leaving: Array = 1 - 3.0 ** np.arange(6.0)[:, np.newaxis]
    ((low, high),) = fitted_view([resting, leaving])
    assert (low, high) == pytest.approx((-2 - 0.6, 3 + 0.6))


def test_far_coordinates_are_cut_off_before_the_width_overflows() -> None:
    ((low, high),) = fitted_view([np.array([[0.0], [1.5e308], [1.5e308]])])
    assert (low, high) == pytest.approx((-0.12e100, 1.12e100))


def test_a_view_is_wide_enough_for_float64_to_tell_its_coordinates_apart() -> None:
    """A sixth of a millionth of their distance from 0; without any extent, twice the distance."""
    ((low, high),) = fitted_view([np.array([[1e9], [1e9 + 1e-6], [1e9 + 1e-6]])])
    assert high - low == pytest.approx(1e3 / 6)
    ((low, high),) = fitted_view([np.array([[-0.5], [-0.5]])])
    assert (low, high) == pytest.approx((-1.5, 0.5))
    ((low, high),) = fitted_view([np.array([[30.0], [30.0]])])
    assert (low, high) == pytest.approx((0.0, 60.0))


# --- bounds ---------------------------------------------------------------------------------------


def test_mpmath_is_precise() -> None:
    assert mp.prec > 100


def test_a_function_that_oscillates_within_a_cell_has_bounded_contours() -> None:
    field = function("sin(300*x)*sin(299*y)", "x", "y")
    found = map_of(field, ((-9.0, 9.0), (-9.0, 9.0)))
    assert 0 < sum(len(line) for contour in found for line in contour.lines) <= MAX_CONTOUR_POINTS


def test_cancellation_stops_the_contours_too() -> None:
    class Gone(Exception):
        pass

    def gone() -> None:
        raise Gone

    field = function("x**2 + y**2", "x", "y")
    found = grid(field, SQUARE, 41)
    with pytest.raises(Gone):
        contours(found, levels(found.values), field, gone)
