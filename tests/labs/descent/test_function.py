"""A typed function with its data: values, gradients, curvature by mpmath and by its graph."""

import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.engine.graph.derivative import derivative
from app.engine.graph.graph import evaluate, reverse
from app.labs.descent.descent import Undefined
from app.labs.descent.function import Function, Sweep
from app.web.descent.presets import DESCENT_PRESETS
from tests.engine.network.references import mp, mpf
from tests.labs.descent.building import function, function_of

#: Texts, and the same functions in mpmath.
PLANE: dict[str, Any] = {
    "x**2 + y**2 + 2*x + 2": lambda x, y: x**2 + y**2 + 2 * x + 2,
    "(1 - x)**2 + 100*(y - x**2)**2": lambda x, y: (1 - x) ** 2 + 100 * (y - x**2) ** 2,
    "exp(sin(x)*y) / (1 + x**2)": lambda x, y: mp.exp(mp.sin(x) * y) / (1 + x**2),
    "a = tanh(x*y); b = a**2 + x; loss = a*b - cos(b)": lambda x, y: (
        mp.tanh(x * y) * (mp.tanh(x * y) ** 2 + x) - mp.cos(mp.tanh(x * y) ** 2 + x)
    ),
    "softplus(x - y)*sigmoid(x*y)": lambda x, y: mp.log(1 + mp.exp(x - y)) / (1 + mp.exp(-x * y)),
    "sqrt(1 + x**2) + log(2 + y**2)": lambda x, y: mp.sqrt(1 + x**2) + mp.log(2 + y**2),
    "(2 + sinh(x)**2)**cosh(y)": lambda x, y: (2 + mp.sinh(x) ** 2) ** mp.cosh(y),
}

coordinate = st.floats(-2, 2).map(lambda x: round(x, 4))


@given(st.sampled_from(sorted(PLANE)), coordinate, coordinate)
def test_value_and_gradient_are_those_of_mpmath(text: str, x: float, y: float) -> None:
    value, gradient = function(text, "x", "y").value_and_gradient([x, y])
    reference = PLANE[text]
    at = (mpf(x), mpf(y))
    assert math.isclose(value, reference(*at), rel_tol=1e-12, abs_tol=1e-12)
    for place, order in enumerate([(1, 0), (0, 1)]):
        want = float(mp.diff(reference, at, order))
        assert math.isclose(gradient[place], want, rel_tol=1e-11, abs_tol=1e-11)


@given(st.sampled_from(sorted(PLANE)), coordinate, coordinate)
def test_curvatures_are_the_eigenvalues_of_the_second_derivatives(
    text: str, x: float, y: float
) -> None:
    found = function(text, "x", "y").curvature([x, y]).eigenvalues
    reference, at = PLANE[text], (mpf(x), mpf(y))
    xx, xy, yy = (mp.diff(reference, at, order) for order in [(2, 0), (1, 1), (0, 2)])
    root = mp.sqrt((xx - yy) ** 2 / 4 + xy**2)
    want = [float((xx + yy) / 2 - root), float((xx + yy) / 2 + root)]
    assert found is not None
    np.testing.assert_allclose(found, want, rtol=1e-9, atol=1e-9 * max(1, *map(abs, want)))


def test_the_gradient_is_printed_as_text() -> None:
    document = function_of(DESCENT_PRESETS["document"])
    assert document.gradient_texts == {"x": "2*x + 2", "y": "2*y"}
    line = function_of(DESCENT_PRESETS["line_fit"])
    assert line.gradient_texts == {"p": "2*(p*x - t)*x"}
    assert function("7", "x").gradient_texts == {"x": "0"}


@pytest.mark.parametrize("name", DESCENT_PRESETS)
def test_the_printed_gradient_is_the_gradient(name: str) -> None:
    """The symbolic derivative has the value of the reverse sweep."""
    field = function_of(DESCENT_PRESETS[name])
    point = [0.7, -0.4][: len(field.variables)]
    _, gradient = field.value_and_gradient(point)
    inputs = {**dict(zip(field.variables, point, strict=True)), **field.columns}
    for variable, swept in zip(field.variables, gradient, strict=True):
        graph = derivative(field.graph, variable)
        terms = np.broadcast_to(evaluate(graph, inputs)[graph.result], (max(field.rows, 1),))
        told = terms.sum() if field.reduction == "sum" or not field.rows else terms.mean()
        assert math.isclose(told, swept, rel_tol=1e-12, abs_tol=1e-13)


@pytest.mark.parametrize("text", PLANE)
def test_a_sweep_is_the_sweep_of_the_graph(text: str) -> None:
    """To the last bit."""
    field = function(text, "x", "y")
    inputs = {"x": np.float64(0.7), "y": np.float64(-1.3)}
    sweep = Sweep(field.graph, field.variables)
    values = sweep.evaluate(inputs)
    assert values[field.graph.result] == evaluate(field.graph, inputs)[field.graph.result]
    gradients = reverse(field.graph, inputs)
    want = [gradients[field.graph.inputs[name]] for name in field.variables]
    assert sweep.gradient(values) == want


@pytest.mark.parametrize("name", DESCENT_PRESETS)
def test_many_points_at_once_are_the_points_one_by_one(name: str) -> None:
    field = function_of(DESCENT_PRESETS[name])
    points = np.random.default_rng(0).uniform(-2, 2, size=(len(field.variables), 60))
    looks = [field.value_and_gradient(point) for point in points.T.tolist()]
    np.testing.assert_allclose(field.values(points), [value for value, _ in looks], rtol=1e-13)
    slopes = np.array([gradient for _, gradient in looks]).T
    np.testing.assert_allclose(field.slopes(points), slopes, rtol=1e-12, atol=1e-13)


def test_more_points_than_fit_at_once_are_cut_and_joined() -> None:
    field = function_of(DESCENT_PRESETS["mini_batch"])
    points = np.random.default_rng(0).uniform(-2, 2, size=(2, 1000))
    apart = [field.values(points[:, k : k + 1])[0] for k in range(1000)]
    np.testing.assert_allclose(field.values(points), apart, rtol=1e-13)


# --- data -----------------------------------------------------------------------------------------

DATA = {"a": [1.0, 2.0, 4.0], "b": [0.5, -1.0, 3.0]}


@pytest.mark.parametrize("reduction", ["mean", "sum"])
@pytest.mark.parametrize("text", ["x*a + b", "x**2", "7", "a", "y*b", "max(x, a)*y"])
def test_rows_make_the_mean_or_the_sum(text: str, reduction: str) -> None:
    """Also where a term or its slope is the same for every row."""
    field = function(text, "x", "y", data=DATA, reduction=reduction)
    single = [
        function(text, "x", "y", "a", "b").value_and_gradient([1.5, -0.5, a, b])
        for a, b in zip(DATA["a"], DATA["b"], strict=True)
    ]
    share = 1 / 3 if reduction == "mean" else 1
    value, gradient = field.value_and_gradient([1.5, -0.5])
    assert math.isclose(value, share * sum(each for each, _ in single), rel_tol=1e-15)
    for place in (0, 1):
        want = share * sum(slopes[place] for _, slopes in single)
        assert math.isclose(gradient[place], want, rel_tol=1e-15)
    some = np.array([2, 0])
    _, batch = field.value_and_gradient([1.5, -0.5], some)
    share = 1 / 2 if reduction == "mean" else 1
    for place in (0, 1):
        want = share * sum(single[row][1][place] for row in some)
        assert math.isclose(batch[place], want, rel_tol=1e-15)
    points = np.array([[1.5], [-0.5]])
    assert math.isclose(field.values(points)[0], value, rel_tol=1e-15)
    np.testing.assert_allclose(field.slopes(points)[:, 0], gradient, rtol=1e-15)


def test_the_curvature_of_data_is_that_of_the_whole() -> None:
    """Σ(pu − t)²: f'' = 2 Σu²."""
    field = function("(p*a - b)**2", "p", data=DATA, reduction="sum")
    assert field.curvature([0.3]).eigenvalues == [2 * (1 + 4 + 16)]
    assert function("(p*a - b)**2", "p", data=DATA).curvature([0.3]).eigenvalues == [14]


def test_cost_counts_nodes_and_rows() -> None:
    assert function("x + y", "x", "y").cost == 3
    assert function("p*a - b", "p", data=DATA).cost == 3 * 5


# --- out of the domain ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "point", "key", "node"),
    [
        ("1/x", [0.0], "error.domain.divide", "1/x"),
        ("log(x)*2", [-1.0], "error.domain.log", "log(x)"),
        ("sqrt(x - 1)", [1.0], "error.domain.sqrt_slope", "sqrt(x - 1)"),
        ("x**0.5", [-1.0], "error.domain.power_negative", "x**0.5"),
        ("exp(exp(x))", [9.0], "error.domain.overflow", "exp(exp(x))"),
    ],
)
def test_where_it_is_not_defined_the_node_is_named(
    text: str, point: list[float], key: str, node: str
) -> None:
    field = function(text, "x")
    with np.errstate(all="ignore"), pytest.raises(Undefined) as undefined:
        field.value_and_gradient(point)
    assert undefined.value.reason.key == key
    assert undefined.value.reason.params["node"] == node


def test_a_long_expression_is_named_by_its_beginning_in_the_brackets_it_has() -> None:
    """The first 40 characters; without the bracket it would be 1/sin(x) and so on."""
    below = "sin(x) + cos(x)*tanh(x) + exp(x) + cosh(x)*sinh(x)"
    with np.errstate(all="ignore"), pytest.raises(Undefined) as undefined:
        function(f"1/({below} - ({below}))", "x").value_and_gradient([1.0])
    assert undefined.value.reason.params["node"] == f"1/({below}"[:40] + "…"


def test_one_row_out_of_the_domain_is_enough() -> None:
    field = function("log(x + a)", "x", data={"a": [1.0, -3.0]})
    with np.errstate(all="ignore"), pytest.raises(Undefined):
        field.value_and_gradient([1.0])


def test_holes_are_nan_and_their_neighbours_are_not() -> None:
    field: Function = function("sqrt(x)/y", "x", "y")
    points = np.array([[4.0, -4.0, 4.0], [2.0, 2.0, 0.0]])
    np.testing.assert_array_equal(field.values(points), [1.0, np.nan, np.nan])


def test_there_is_no_curvature_where_there_is_no_second_derivative() -> None:
    assert function("x*abs(x)**0.5", "x").curvature([0.0]).eigenvalues is None


def test_a_part_that_depends_on_the_data_alone_has_no_slope() -> None:
    """The mean of c² x over the rows."""
    over_rows = function("c*c*x", "x", data={"c": [1.0, 2.0]})
    assert over_rows.value_and_gradient([3.0]) == (7.5, [2.5])


def test_a_row_whose_slope_does_not_exist_counts_in_its_batch_alone() -> None:
    """√(1 − a) has no slope at a = 1; the value needs no slope."""
    field = function("sqrt(x - a)", "x", data={"a": [1.0, 0.0, 0.75]})
    value, gradient = field.value_and_gradient([1.0], np.array([1, 2]))
    assert value == pytest.approx((0 + 1 + 0.5) / 3)
    assert gradient == [pytest.approx((1 / 2 + 1) / 2)]
    for rows in (None, np.array([0, 1])):
        with np.errstate(all="ignore"), pytest.raises(Undefined) as undefined:
            field.value_and_gradient([1.0], rows)
        assert undefined.value.reason.key == "error.domain.sqrt_slope"


def test_a_slope_that_nothing_depends_on_need_not_exist() -> None:
    """√x in max(√x, 1) and in 0·√x, at 0."""
    with np.errstate(all="ignore"):
        assert function("max(sqrt(x), 1) + 3*x", "x").value_and_gradient([0.0]) == (1.0, [3.0])
        assert function("sqrt(x)*0*x", "x").value_and_gradient([0.0]) == (0.0, [0.0])


@pytest.mark.parametrize(("reduction", "share"), [("mean", 1 / 3), ("sum", 1)])
def test_beside_such_a_slope_the_rows_are_added_up_all_the_same(
    reduction: str, share: float
) -> None:
    """Also where the slope is the same for every row, as of 3x, and in a batch of two."""
    data = {"a": [1.0, 2.0, 4.0]}
    for text, slopes in (("3*x", [3, 3, 3]), ("a*x", [1, 2, 4])):
        field = function(f"max(sqrt(x), 1) + {text}", "x", data=data, reduction=reduction)
        with np.errstate(all="ignore"):
            _, whole = field.value_and_gradient([0.0])
            _, batch = field.value_and_gradient([0.0], np.array([0, 2]))
        assert whole == pytest.approx([share * sum(slopes)])
        two = 1 / 2 if reduction == "mean" else 1
        assert batch == pytest.approx([two * (slopes[0] + slopes[2])])


@pytest.mark.parametrize("text", ["sqrt(x)*x", "relu(sqrt(x))"])
def test_a_slope_that_may_exist_although_an_inner_one_does_not_is_told_so(text: str) -> None:
    with np.errstate(all="ignore"), pytest.raises(Undefined) as undefined:
        function(text, "x").value_and_gradient([0.0])
    reason = undefined.value.reason
    assert (reason.key, reason.params) == ("error.domain.inner", {})
    assert reason.inner is not None
    assert (reason.inner.key, reason.inner.params) == (
        "error.domain.sqrt_slope",
        {"node": "sqrt(x)"},
    )


# --- conventions ----------------------------------------------------------------------------------


def conventions_of(field: Function, *points: list[float]) -> list[tuple[int, str, str]]:
    """First entry, node and notice."""
    return [
        (entry, field.text_at(notice.node), notice.key)
        for entry, notice in field.conventions(np.array(points))
    ]


def test_a_convention_is_told_once_with_the_first_point_that_rests_on_it() -> None:
    relu = function("relu(x)", "x")
    assert conventions_of(relu, [1.0], [0.0], [-1.0], [0.0]) == [(1, "relu(x)", "notice.kink.relu")]
    assert conventions_of(relu, [1.0], [-1.0]) == []
    both = function("max(x, y)*abs(x)", "x", "y")
    assert conventions_of(both, [1.0, 2.0], [3.0, 3.0], [0.0, 0.0]) == [
        (1, "max(x, y)", "notice.tie"),
        (2, "abs(x)", "notice.kink.abs"),
    ]


def test_one_row_that_rests_on_a_convention_is_enough() -> None:
    field = function("relu(x - a)", "x", data={"a": [5.0, 1.0, 2.0]})
    assert conventions_of(field, [1.5], [2.0]) == [(1, "relu(x - a)", "notice.kink.relu")]
    assert conventions_of(field, [1.5], [3.0]) == []


def test_a_function_without_kinks_has_no_conventions() -> None:
    """Nor does a kink of the data alone, on which no gradient depends."""
    assert conventions_of(function("sin(x)", "x"), [0.0]) == []
    assert conventions_of(function("relu(a)*x", "x", data={"a": [0.0]}), [0.0]) == []


def test_conventions_are_found_beyond_the_first_chunk() -> None:
    """With 3,000 rows five points are looked at together."""
    field = function("relu(x)*a", "x", data={"a": np.ones(3000)})
    points: list[list[float]] = [[1.0]] * 12
    points[7] = [0.0]
    points[11] = [0.0]
    assert conventions_of(field, *points) == [(7, "relu(x)", "notice.kink.relu")]


# --- curvature ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "eigenvalues", "unknown"),
    [
        ("abs(x)", None, "notice.curvature.kink"),
        ("relu(x)**2", None, "notice.curvature.kink"),
        # By a limit, x^2.5 has a second derivative at 0; that of x^1.5 is infinite.
        ("x**2.5", [0.0], None),
        ("x**1.5", None, "notice.curvature.infinite"),
        ("7", [0.0], None),
        ("3*x", [0.0], None),
    ],
)
def test_the_curvature_at_0_is_known_or_it_is_told_why_not(
    text: str, eigenvalues: list[float] | None, unknown: str | None
) -> None:
    with np.errstate(all="ignore"):
        found = function(text, "x").curvature([0.0])
    assert (found.eigenvalues, found.unknown) == (eigenvalues, unknown)


@pytest.mark.parametrize(("reduction", "share"), [("mean", 1), ("sum", 3)])
def test_a_term_that_all_rows_share_bends_with_each_of_them(reduction: str, share: int) -> None:
    data = {"a": [1.0, 2.0, 4.0]}
    alone = function("x**2", "x", data=data, reduction=reduction)
    assert alone.curvature([1.0]).eigenvalues == [2 * share]
    beside = function("x**2 + a*y", "x", "y", data=data, reduction=reduction)
    assert beside.curvature([1.0, 1.0]).eigenvalues == [0, 2 * share]
    without = function("x**2", "x", reduction=reduction)
    assert without.curvature([1.0]).eigenvalues == [2]
