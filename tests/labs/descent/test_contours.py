"""The parts of a map of contours, one by one: levels, spacings, edges, crossings, bounds."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.engine.arrays import Array
from app.engine.cancellation import CheckCancelled, always
from app.labs.descent.contours import (
    Bracket,
    are_joined,
    bounds,
    contours,
    coordinates,
    crossings,
    edges,
    is_between,
    levels,
    lines_on,
    most_points,
    on_border,
    rounded,
    spacings,
    value_at,
)
from app.labs.descent.surface import Grid, grid

NAN = np.nan


@dataclass
class Plane:
    """A function of the plane that counts its points; ``cost`` is what one of them costs."""

    of: Callable[[Any, Any], Any]
    cost: int = 1
    variables: tuple[str, ...] = ("x", "y")
    points: int = 0

    def values(self, points: Array, check_cancelled: CheckCancelled = always) -> Array:
        check_cancelled()
        self.points += points.shape[1]
        with np.errstate(all="ignore"):
            return np.asarray(self.of(*points) + 0.0 * points[0])


# --- levels ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("row", range(4))
@pytest.mark.parametrize("column", range(5))
def test_a_minimum_is_on_the_border_or_inside(row: int, column: int) -> None:
    values = np.ones((4, 5))
    values[0, 4] = values[1, 1] = NAN
    values[row, column] = 0.0
    assert on_border(values) == (row in (0, 3) or column in (0, 4))


def test_levels_part_a_slope_into_equal_areas() -> None:
    """Of a plane every level has as many values below it as the one before has more."""
    values = np.tile(np.arange(101.0), (3, 1))
    assert levels(values, 3) == [25.0, 50.0, 75.0]
    assert levels(values, 4) == [20.0, 40.0, 60.0, 80.0]


def test_levels_around_a_minimum_have_evenly_spaced_radii() -> None:
    """Inside the k-th of three lie (k/4)² of the values: 1/16, 4/16 and 9/16 of 0 to 160."""
    values = np.arange(161.0)
    values[[0, 80]] = values[[80, 0]]
    padded = np.stack([np.full(161, NAN), values, np.full(161, NAN)])
    assert levels(padded, 3) == [10.0, 40.0, 90.0]


def test_a_level_is_0_where_the_sign_changes() -> None:
    values = np.tile(np.arange(-40.0, 61.0), (3, 1))
    # The quantiles are −15, 10 and 35, of which 10 is nearest to 0.
    assert levels(values, 3) == [-15.0, 0.0, 35.0]
    assert levels(values - 60.0, 3) == [-75.0, -50.0, -25.0]
    assert levels(values + 40.0, 3) == [25.0, 50.0, 75.0]


def test_the_value_of_a_plateau_counts_once() -> None:
    """Three quarters of the values are the lowest; the levels part the others."""
    values = np.concatenate([np.zeros(300), np.arange(1.0, 101.0)]).reshape(4, 100)
    assert levels(values, 3) == [25.0, 50.0, 75.0]


@pytest.mark.parametrize(
    ("level", "gap", "wanted"),
    [
        (3.14159, 5.0, 3.1),
        (3.14159, 0.5, 3.14),
        (3.14159, 0.05, 3.142),
        (1234.5, 20.0, 1234.0),
        (1237.0, 300.0, 1240.0),
        (-1237.0, 300.0, -1240.0),
        (2.5, 0.0, 2.5),
        (2.5, -1.0, 2.5),
        (1e-310, 3e-310, 1e-310),
    ],
)
def test_a_level_is_rounded_to_a_tenth_of_its_gap(level: float, gap: float, wanted: float) -> None:
    assert rounded(level, gap) == wanted


def test_a_level_is_never_minus_zero() -> None:
    assert str(rounded(-0.001, 1.0)) == "0.0"


@given(st.floats(-1e6, 1e6), st.floats(1e-6, 1e6))
def test_rounding_moves_a_level_by_less_than_a_tenth_of_its_gap(level: float, gap: float) -> None:
    assert abs(rounded(level, gap) - level) <= gap / 10


def test_a_spacing_is_the_distance_to_the_nearest_level() -> None:
    values = np.array([[0.0, NAN], [3.0, 10.0]])
    np.testing.assert_array_equal(spacings([1.0, 3.0, 4.0, 9.0], values), [2, 1, 1, 5])
    np.testing.assert_array_equal(spacings([1.0, 4.0], values), [3, 3])
    np.testing.assert_array_equal(spacings([4.0], values), [10])


# --- lines ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cost", "most"),
    [(0, 40_000), (1, 40_000), (1000, 40_000), (1001, 39_960), (8000, 5000), (10**6, 2000)],
)
def test_a_costly_function_has_fewer_points(cost: int, most: int) -> None:
    """40 million values are computed at most, but for 2,000 points."""
    assert most_points(Plane(lambda x, y: x, cost)) == most
    assert most_points(None) == 40_000


def test_without_a_function_the_lines_are_those_of_the_grid() -> None:
    axes = (np.array([0.0, 1.0, 2.0]), np.array([0.0, 1.0]))
    found = contours(Grid(axes, np.array([[0.0, 1.0, 4.0], [0.0, 1.0, 4.0]])), [0.5, 2.5])
    assert [contour.level for contour in found] == [0.5, 2.5]
    for contour, x in zip(found, (0.5, 1.5), strict=True):
        (line,) = contour.lines
        assert sorted(line.tolist()) == [[x, 0.0], [x, 1.0]]
    assert contours(Grid(axes, np.zeros((2, 3))), []) == []
    assert contours(Grid(axes, np.eye(2, 3)), [5.0]) == []


def test_beside_a_pole_a_line_stays_apart_from_the_corners() -> None:
    """Between 0 and 10⁹ the level 1 is half-way of what is cut off at 0 and 2."""
    axes = (np.array([0.0, 1.0]), np.array([0.0, 1.0]))
    values = np.array([[0.0, 1e9], [0.0, 1e9]])
    ((line,),) = lines_on(axes, values, [1.0], np.array([1.0]))
    np.testing.assert_allclose(line[:, 0], 0.5)


def test_close_levels_among_distant_ones_are_cut_off_at_their_own_gap() -> None:
    axes = (np.array([0.0, 1.0]), np.array([0.0, 1.0]))
    values = np.array([[0.0, 1e9], [0.0, 1e9]])
    heights = [1.0, 2.0, 9e8]
    lines = lines_on(axes, values, heights, np.array([1.0, 1.0, 9e8]))
    assert [float(some[0][0, 0]) for some in lines][:2] == [0.5, 0.5]
    assert float(lines[2][0][0, 0]) == pytest.approx(0.9)


def test_too_many_points_thin_the_grid() -> None:
    """A comb of 200 teeth on 801 × 801 points has more than 40,000 points on a single level."""
    x = np.linspace(0, 1, 801)
    comb = np.tile(np.arange(801) % 2, (801, 1)).astype(float)
    found = contours(Grid((x, x), comb), [0.5])
    assert sum(len(line) for contour in found for line in contour.lines) <= 40_000


def test_a_small_grid_is_not_thinned() -> None:
    """Of 11 points along a side all stay, whatever is allowed."""
    x = np.linspace(0, 1, 11)
    comb = np.tile(np.arange(11) % 2, (11, 1)).astype(float)
    costly = Plane(lambda x, y: np.abs((10 * x + 1) % 2 - 1), cost=10**9)
    (contour,) = contours(Grid((x, x), comb), [0.5], costly)
    assert len(contour.lines) == 10


# --- edges ----------------------------------------------------------------------------------------

#: x to the right, y upwards; the values of x + 10 y.
CELLS = Grid(
    (np.array([0.0, 1.0, 2.0]), np.array([0.0, 2.0])),
    np.array([[0.0, 1.0, 2.0], [20.0, 21.0, 22.0]]),
)


def corner(
    grid: Grid, columns: list[int], rows: list[int]
) -> tuple[list[float], list[list[float]]]:
    corners = np.array([columns, rows])
    return value_at(grid, corners).tolist(), coordinates(grid, corners).T.tolist()


def test_a_corner_has_its_value_and_its_coordinates() -> None:
    assert corner(CELLS, [2, 0], [0, 1]) == ([2.0, 20.0], [[2.0, 0.0], [0.0, 2.0]])


@pytest.mark.parametrize(
    ("point", "wanted", "low", "high"),
    [
        ((0.5, 0.0), 0.5, (0, 0), (1, 0)),
        ((1.5, 2.0), 21.5, (1, 1), (2, 1)),
        ((2.0, 0.5), 7.0, (2, 0), (2, 1)),
        # On a triangle an edge goes from corner to corner.
        ((0.5, 1.0), 10.5, (0, 0), (1, 1)),
        # A corner is both ends.
        ((1.0, 2.0), 21.0, (1, 1), (1, 1)),
    ],
)
def test_a_point_lies_between_the_corners_of_its_edge(
    point: tuple[float, float], wanted: float, low: tuple[int, int], high: tuple[int, int]
) -> None:
    below, above = edges(CELLS, np.array([point]).T, np.array([wanted]))
    assert tuple(below[:, 0]) == low
    assert tuple(above[:, 0]) == high


def test_the_other_diagonal_is_taken_where_the_level_crosses_it() -> None:
    square = Grid((np.array([0.0, 1.0]), np.array([0.0, 1.0])), np.array([[5.0, 0.0], [9.0, NAN]]))
    below, above = edges(square, np.array([[0.5], [0.5]]), np.array([4.0]))
    assert (tuple(below[:, 0]), tuple(above[:, 0])) == ((1, 0), (0, 1))


def test_a_falling_edge_begins_at_its_lower_end() -> None:
    falling = Grid(CELLS.axes, -CELLS.values)
    below, above = edges(falling, np.array([[0.5], [0.0]]), np.array([-0.5]))
    assert (tuple(below[:, 0]), tuple(above[:, 0])) == ((1, 0), (0, 0))


@pytest.mark.parametrize(
    ("a", "b", "between"),
    [
        (0.0, 2.0, True),
        (2.0, 0.0, True),
        (1.0, 2.0, False),
        (1.0, 0.0, True),
        (0.0, 0.5, False),
        (3.0, 2.0, False),
        (NAN, 2.0, False),
        (2.0, NAN, False),
        (0.0, NAN, False),
    ],
)
def test_a_level_is_between_a_lower_end_and_one_that_is_not(
    a: float, b: float, between: bool
) -> None:
    assert is_between(np.array([a]), np.array([b]), np.array([1.0])).tolist() == [between]


# --- crossings ------------------------------------------------------------------------------------


def crossing(
    surface: Plane, low: float, high: float, wanted: float, gap: float = 1.0
) -> tuple[float, bool]:
    """On the segment from x = low to x = high at y = 0."""
    ends = [np.array([[x], [0.0]]) for x in (low, high)]
    off = [surface.values(end) - wanted for end in ends]
    points, kept = crossings(surface, Bracket(ends, off), np.array([wanted]), np.array([gap]))
    return float(points[0, 0]), bool(kept[0])


@given(st.floats(-5, 5), st.floats(0.1, 9))
def test_a_crossing_of_a_smooth_function_is_found_in_few_values(level: float, power: float) -> None:
    """Of sinh(x/p), which is turned round by hand, to a ten millionth of the gap."""
    surface = Plane(lambda x, y: np.sinh(x / power))
    x, kept = crossing(surface, -50.0, 50.0, level)
    assert kept
    assert abs(np.sinh(x / power) - level) <= 1e-7
    assert surface.points <= 62


def test_a_falling_segment_is_followed_from_its_lower_end() -> None:
    x, kept = crossing(Plane(lambda x, y: -(x**3)), 2.0, 0.0, -1.0)
    assert kept
    assert x == pytest.approx(1.0, abs=1e-7)


def test_a_jump_across_the_level_is_no_crossing() -> None:
    _, kept = crossing(Plane(lambda x, y: np.where(x < 0.3, 0.0, 10.0)), 0.0, 1.0, 5.0)
    assert not kept
    _, kept = crossing(Plane(lambda x, y: -1 / (x - 0.3)), 1.0, 0.0, 0.5)
    assert not kept


def jumping(to: float) -> Callable[[Any, Any], Any]:
    """−10 up to x = 0.3 and then ``to``."""
    return lambda x, y: np.where(x < 0.3, -10.0, to)


def test_a_jump_that_ends_near_the_level_is_on_it() -> None:
    """A hundredth of the gap is not visible."""
    for missed, kept in ((0.009, True), (0.011, False)):
        surface = Plane(jumping(missed))
        assert crossing(surface, 0.0, 1.0, 0.0)[1] is kept


def test_where_float64_steps_across_the_level_is_a_crossing() -> None:
    """(x + 10¹⁶) − 10¹⁶ goes up in steps of 2 and never comes to 5."""
    surface = Plane(lambda x, y: (x + 1e16) - 1e16)
    _, kept = crossing(surface, 0.0, 1e13, 5.0, gap=1.0)
    assert kept


def test_a_costly_function_is_followed_less_closely() -> None:
    """At 10⁷ a value there are four, and half the gap is near enough."""
    surface = Plane(lambda x, y: x**9, cost=10**7)
    x, _ = crossing(surface, 0.0, 2.0, 1.0)
    assert surface.points == 2 + 4
    assert x != pytest.approx(1.0, abs=1e-7)
    for missed, kept in ((0.45, True), (0.55, False)):
        jump = Plane(jumping(missed), cost=10**7)
        assert crossing(jump, 0.0, 1.0, 0.0)[1] is kept


def test_the_ends_that_are_given_stay_as_they_are() -> None:
    ends = [np.array([[0.0], [0.0]]), np.array([[2.0], [0.0]])]
    off = [np.array([-1.0]), np.array([1.0])]
    crossings(Plane(lambda x, y: x - 1), Bracket(ends, off), np.array([0.0]), np.array([1.0]))
    assert [end[0, 0] for end in ends] == [0.0, 2.0]
    assert [each[0] for each in off] == [-1.0, 1.0]


def joined(of: Callable[[Any, Any], Any], first: Any, second: Any) -> bool:
    surface = Plane(of)
    map_of = grid(surface, ((0.0, 4.0), (0.0, 8.0)), 5)
    (found,) = are_joined(
        surface,
        map_of,
        np.array([first]).T,
        np.array([second]).T,
        np.array([0.0]),
        np.array([1.0]),
        always,
    )
    return bool(found)


def test_two_points_are_joined_where_the_level_goes_on_between_them() -> None:
    assert joined(lambda x, y: y - 4, (1.0, 4.0), (2.0, 4.0))
    # A parabola that bends away, half a cell beside.
    assert joined(lambda x, y: 9 * (y - 4 - 2 * (x - 1) * (2 - x)), (1.0, 4.0), (2.0, 4.0))
    # Of a ridge there is nothing between the feet.
    assert not joined(
        lambda x, y: np.where(abs(x - 1.5) < 0.4, 50.0, y - 4), (1.0, 4.0), (2.0, 4.0)
    )
    assert not joined(lambda x, y: np.where(abs(x - 1.5) < 0.4, NAN, y - 4), (1.0, 4.0), (2.0, 4.0))


def test_no_points_are_joined_to_none() -> None:
    nothing = np.zeros((2, 0))
    surface = Plane(lambda x, y: x)
    found = are_joined(surface, CELLS, nothing, nothing, np.zeros(0), np.zeros(0), always)
    assert found.shape == (0,)
    assert surface.points == 0


def test_the_bounds_are_the_corners_of_the_view() -> None:
    low, high = bounds(CELLS)
    assert low.tolist() == [[0.0], [0.0]]
    assert high.tolist() == [[2.0], [2.0]]
