"""Runs of the optimizers: the document's to the last digit, how a run ends, what it records."""

import math
from itertools import islice
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.engine.network.optimizers import OPTIMIZERS
from app.labs.descent.descent import (
    CANCEL_CHECK_INTERVAL,
    Run,
    Undefined,
    batch_rows,
    descend,
    eigenvalues,
    length,
)
from app.web.descent.presets import DESCENT_PRESETS
from tests.engine.network.building import optimization
from tests.engine.network.references import mp, mpf
from tests.labs.descent.building import function, function_of, optimization_of, run_of

BOWL = function("x**2 + 3*y**2", "x", "y")


def runs_of(name: str) -> list[Run]:
    request = DESCENT_PRESETS[name]
    stop = request.get("stop", {}).get("gradient_norm", 0.0)
    return [run_of(request, optimization_of(run), gradient_norm=stop) for run in request["runs"]]


# --- the document's own run -----------------------------------------------------------------------


@pytest.fixture(scope="module")
def document() -> Run:
    (run,) = runs_of("document")
    return run


@pytest.mark.parametrize("k", [1, 10, 100, 1000, 4000])
def test_the_documents_run_is_its_closed_form(document: Run, k: int) -> None:
    """x_k = −1 + 2·0.98^k, y_k = 4·0.98^k, f = 1 + 20·0.98^(2k), ∇f = (4, 8)·0.98^k."""
    decay = mpf("0.98") ** k
    x, y = document.points[k]
    assert abs(x - (-1 + 2 * decay)) < 1e-12
    assert abs(y - 4 * decay) < 1e-12
    assert abs(document.values[k] - (1 + 20 * decay**2)) < 1e-12
    assert abs(document.gradient_norms[k] - mp.sqrt(80) * decay) < 1e-12
    np.testing.assert_allclose(
        document.gradients[k], [float(4 * decay), float(8 * decay)], rtol=0, atol=1e-12
    )


def test_the_documents_run_prints_what_the_document_prints(document: Run) -> None:
    printed = {k: round(float(document.values[k]), 6) for k in (1, 10, 100, 500)}
    assert printed == {1: 20.208, 10: 14.352159, 100: 1.351759, 500: 1.0}
    assert document.values[1000] == 1.0
    assert document.ended == "steps"
    assert document.steps == 4000


# --- the presets ----------------------------------------------------------------------------------


def test_the_line_fit_is_the_one_of_the_document() -> None:
    """gif1: p − p* shrinks by 0.613 a step; its titles name the costs."""
    (run,) = runs_of("line_fit")
    x, t = (np.array(DESCENT_PRESETS["line_fit"]["data"][name]) for name in "xt")
    best = (x @ t) / (x @ x)
    np.testing.assert_allclose(best, 1.95, atol=0.002)
    ratios = (run.points[1:, 0] - best) / (run.points[:-1, 0] - best)
    np.testing.assert_allclose(ratios, 0.613, atol=0.001)
    np.testing.assert_allclose(run.points[:4, 0], [0.30, 0.93, 1.33, 1.57], atol=0.01)
    costs = [10.919, 4.385, 1.929, 1.007, 0.660, 0.529, 0.480, 0.462, 0.455, 0.453, 0.452, 0.451]
    np.testing.assert_allclose(run.values[:12], costs, atol=0.013)


def test_the_sigmoid_fit_ends_where_the_documents_does() -> None:
    (run,) = runs_of("sigmoid_fit")
    assert run.steps == 100
    np.testing.assert_allclose(run.points[-1], [-0.47, 1.03], atol=0.015)


def test_from_the_hill_of_himmelblau_the_optimizers_reach_three_of_the_minima() -> None:
    minima = np.array(
        [[3, 2], [-2.805118, 3.131313], [-3.779310, -3.283186], [3.584428, -1.848127]]
    )
    ends = [run.points[-1] for run in runs_of("himmelblau")]
    distances = [np.hypot(*(minima - end).T) for end in ends]
    assert max(each.min() for each in distances) < 0.5
    assert len({int(each.argmin()) for each in distances}) == 3


def test_the_curvature_bounds_the_learning_rate() -> None:
    """Along y every step multiplies by 1 − 6η: convergence below 1 in absolute value."""
    request = DESCENT_PRESETS["too_high"]
    home, slow, fast = runs_of("too_high")
    largest = function_of(request).curvature([3.0, 0.5]).eigenvalues
    assert largest == [2.0, 6.0]
    for run, asked in zip((home, slow, fast), request["runs"], strict=True):
        factor = 1 - 6 * asked["optimizer"]["learning_rate"]
        np.testing.assert_allclose(run.points[1:20, 1], run.points[:19, 1] * factor, rtol=1e-12)
        assert (abs(factor) < 1) == (abs(run.points[-1, 1]) < 0.5)
    assert [run.ended for run in (home, slow, fast)] == ["steps", "steps", "diverged"]
    assert fast.steps < 200


@pytest.mark.parametrize("name", DESCENT_PRESETS)
def test_every_preset_reduces_the_value_unless_it_is_to_diverge(name: str) -> None:
    """All runs but those meant to diverge reduce the value and stay finite."""
    for run in runs_of(name):
        assert np.isfinite(run.points).all()
        assert np.isfinite(run.values).all()
        if run.ended != "diverged" and name != "too_high":
            assert run.values[-1] < run.values[0]


# --- what a run is --------------------------------------------------------------------------------


@pytest.mark.parametrize("name", OPTIMIZERS)
def test_every_entry_follows_from_the_one_before_by_the_optimizers_step(name: str) -> None:
    chosen = optimization(name, learning_rate=0.05)
    run = descend(BOWL, [2.0, -1.0], chosen, 40)
    assert len(run.points) == len(run.values) == len(run.gradients) == len(run.gradient_norms) == 41
    assert run.states.shape == (40, len(chosen.optimizer.state), 2)
    for k in range(40):
        x, y = run.points[k]
        assert run.values[k] == x**2 + 3 * y**2
        np.testing.assert_array_equal(run.gradients[k], [2 * x, 3 * (2 * y)])
        assert run.gradient_norms[k] == math.hypot(*run.gradients[k])
        p, state = chosen.optimizer.step(
            run.points[k], run.gradients[k], tuple(run.states[k]), k + 1, chosen.hyperparameters
        )
        np.testing.assert_array_equal(p, run.points[k + 1])
        if k + 1 < 40:
            np.testing.assert_array_equal(np.array(state).reshape(-1, 2), run.states[k + 1])


def test_it_ends_strictly_below_the_gradient_asked_for() -> None:
    line = function("x**2", "x")
    chosen = optimization("sgd", learning_rate=0.25)
    run = descend(line, [8.0], chosen, 100, gradient_norm=2.0)
    # |f'| is 16, 8, 4, 2, 1: 2 is not below 2.
    assert run.gradient_norms.tolist() == [16, 8, 4, 2, 1]
    assert run.ended == "gradient"
    assert run.states.shape == (4, 0, 1)
    assert descend(line, [8.0], chosen, 100, gradient_norm=17.0).steps == 0
    assert descend(line, [0.0], chosen, 5).ended == "steps"


def test_a_step_out_of_the_domain_ends_it_before() -> None:
    run = descend(function("x - log(x)", "x"), [8.0], optimization("sgd", learning_rate=10.0), 9)
    assert run.ended == "diverged"
    assert run.points.tolist() == [[8.0]]
    assert run.reason is not None
    assert run.reason.key == "descent.diverged"
    assert run.reason.params == {"iteration": 1}
    assert run.reason.inner is not None
    assert (run.reason.inner.key, run.reason.inner.params["node"]) == ("error.domain.log", "log(x)")


def test_a_start_out_of_the_domain_is_refused() -> None:
    with pytest.raises(Undefined) as undefined:
        descend(function("sqrt(x)", "x"), [0.0], optimization("sgd"), 9)
    assert undefined.value.reason.key == "error.domain.sqrt_slope"


@pytest.mark.parametrize(
    ("text", "start", "rate", "key"),
    [
        ("x**2", 1.0, 1e6, "error.domain.overflow"),
        ("exp(x)", 1.0, -1e3, "error.domain.overflow"),
        ("x**3", -1.0, 1e200, "error.domain.overflow"),
        ("-x", 1e308, 1e308, "descent.too_large.point"),
    ],
)
def test_an_overflow_ends_the_run_and_is_named(
    text: str, start: float, rate: float, key: str
) -> None:
    run = descend(function(text, "x"), [start], optimization("sgd", learning_rate=rate), 500)
    assert run.ended == "diverged"
    assert run.reason is not None
    assert run.reason.inner is not None
    assert run.reason.inner.key == key
    for column in (run.points, run.values, run.gradients, run.gradient_norms, run.states):
        assert np.isfinite(column).all()
    assert len(run.points) == len(run.values) == len(run.states) + 1


def test_a_gradient_that_overflows_is_named() -> None:
    with pytest.raises(Undefined) as undefined:
        descend(function("sin(x*1e200)*1e200", "x"), [1.0], optimization("sgd"), 3)
    assert undefined.value.reason.key == "descent.too_large.gradient"


def test_a_sum_that_overflows_is_named() -> None:
    total = function("x*a", "x", data={"a": [1e308] * 3}, reduction="sum")
    with pytest.raises(Undefined) as undefined:
        descend(total, [1.0], optimization("sgd"), 3)
    assert undefined.value.reason.key == "descent.too_large.value"


def test_cancellation_is_checked_at_intervals() -> None:
    class Enough(Exception):
        pass

    asked: list[int] = []

    def check_cancelled() -> None:
        asked.append(1)
        if len(asked) == 3:
            raise Enough

    with pytest.raises(Enough):
        descend(BOWL, [1.0, 1.0], optimization("sgd"), 10_000, check_cancelled=check_cancelled)
    asked.clear()
    descend(
        BOWL,
        [1.0, 1.0],
        optimization("sgd"),
        CANCEL_CHECK_INTERVAL,
        check_cancelled=lambda: asked.append(1),
    )
    assert len(asked) == 2


def test_the_start_is_not_changed() -> None:
    start = np.array([2.0, -1.0])
    run = descend(BOWL, start, optimization("adam"), 10)
    assert start.tolist() == [2.0, -1.0]
    run.points[0] = 7.0
    assert start.tolist() == [2.0, -1.0]


def test_of_many_coordinates_those_asked_for_are_recorded() -> None:
    """The others move too, and count in the norm."""
    chosen = optimization("momentum", learning_rate=0.1)
    field = function("x**2 + 3*y**2", "x", "y")
    whole = descend(field, [2.0, -1.0], chosen, 5)
    some = descend(field, [2.0, -1.0], chosen, 5, shown=[1])
    for name in ("points", "gradients"):
        np.testing.assert_array_equal(getattr(some, name), getattr(whole, name)[:, [1]])
    np.testing.assert_array_equal(some.states, whole.states[:, :, [1]])
    np.testing.assert_array_equal(some.gradient_norms, whole.gradient_norms)
    assert descend(field, [2.0, -1.0], chosen, 5, shown=[]).points.shape == (6, 0)


def test_a_run_without_batches_names_none() -> None:
    assert descend(BOWL, [1.0, 1.0], optimization("sgd"), 3).batches == ()


def test_the_coordinate_that_is_too_large_is_named() -> None:
    field = function("x - y", "x", "y")
    run = descend(field, [0.0, 1e308], optimization("sgd", learning_rate=1e308), 9)
    assert run.reason is not None
    assert run.reason.inner is not None
    assert run.reason.inner.key == "descent.too_large.point"
    assert run.reason.inner.params == {"name": "y"}


# --- curvature ------------------------------------------------------------------------------------


def bends(*hessians: Any) -> tuple[list[float] | None, str | None]:
    found = eigenvalues(np.array(hessians, dtype=np.float64))
    return found.eigenvalues, found.unknown


def test_eigenvalues_ascend_and_are_those_of_the_symmetric_part() -> None:
    assert bends([[6.0, 0.0], [0.0, 2.0]]) == ([2.0, 6.0], None)
    found, _ = bends([[0.0, 1.0], [0.0, 0.0]])
    assert found == pytest.approx([-0.5, 0.5])
    assert bends([[0.0, 0.0], [0.0, 0.0]]) == ([0.0, 0.0], None)


@pytest.mark.parametrize("scale", [1e-300, 1.0, 1e300])
def test_eigenvalues_of_any_scale_are_known(scale: float) -> None:
    found, unknown = bends([[3 * scale, scale], [scale, 3 * scale]])
    assert unknown is None
    np.testing.assert_allclose(found, [2 * scale, 4 * scale], rtol=1e-14)  # type: ignore[arg-type]


@pytest.mark.parametrize("missing", [np.inf, np.nan])
def test_a_second_derivative_that_is_infinite_makes_them_unknown(missing: float) -> None:
    assert bends([[1.0]], [[missing]]) == (None, "notice.curvature.infinite")


def test_they_are_known_to_a_ten_thousandth_of_the_largest() -> None:
    """Three times the largest deviation from the first sample counts as its rounding."""
    assert bends([[2.0]], [[2.0]], [[2.00006]]) == ([2.0], None)
    assert bends([[2.0]], [[2.00007]], [[2.0]]) == (None, "notice.curvature.rounding")
    # Of the largest in absolute value, here −2.
    assert bends([[-2.0, 0.0], [0.0, 1.0]], [[-2.00006, 0.0], [0.0, 1.0]]) == ([-2.0, 1.0], None)


def test_what_is_smaller_than_its_rounding_is_0() -> None:
    assert bends([[1.0, 0.0], [0.0, 2e-6]], [[1.0, 0.0], [0.0, 3e-6]]) == ([0.0, 1.0], None)
    found, _ = bends([[1.0, 0.0], [0.0, 4e-6]], [[1.0, 0.0], [0.0, 3e-6]])
    assert found == pytest.approx([4e-6, 1.0])
    # Without any deviation, than that of float64 in two sums.
    assert bends([[1.0, 0.0], [0.0, 4e-16]]) == ([0.0, 1.0], None)
    assert bends([[1.0, 0.0], [0.0, 5e-16]]) == ([5e-16, 1.0], None)


# --- mini-batches ---------------------------------------------------------------------------------


@given(st.integers(1, 60), st.integers(1, 70), st.integers(0, 2**32))
def test_every_epoch_goes_once_through_all_rows(rows: int, size: int, seed: int) -> None:
    per_epoch = -(-rows // size)
    batches = list(islice(batch_rows(rows, size, seed), 3 * per_epoch))
    for epoch in range(3):
        epoch_batches = batches[epoch * per_epoch : (epoch + 1) * per_epoch]
        assert sorted(np.concatenate(epoch_batches).tolist()) == list(range(rows))
        assert all(len(batch) == size for batch in epoch_batches[:-1])
    again = list(islice(batch_rows(rows, size, seed), 3 * per_epoch))
    assert all(map(np.array_equal, batches, again))


def test_every_epoch_has_an_order_of_its_own() -> None:
    first, second = islice(batch_rows(30, 30, 0), 2)
    assert first.tolist() != second.tolist()
    (other,) = islice(batch_rows(30, 30, 1), 1)
    assert first.tolist() != other.tolist()


@pytest.mark.parametrize("reduction", ["mean", "sum"])
def test_a_batchs_gradient_is_that_of_its_rows(reduction: str) -> None:
    rng = np.random.default_rng(0)
    data: dict[str, Any] = {"x": rng.normal(size=11), "t": rng.normal(size=11)}
    field = function("(w*x + b - t)**2", "w", "b", data=data, reduction=reduction)
    run = descend(
        field, [1.0, 0.5], optimization("sgd", learning_rate=0.01), 9, batches=batch_rows(11, 4, 2)
    )
    assert len(run.batches) == 10
    for rows, (w, b), value, gradient in zip(
        run.batches, run.points, run.values, run.gradients, strict=True
    ):
        error = w * data["x"] + b - data["t"]
        whole = (error**2).mean() if reduction == "mean" else (error**2).sum()
        assert math.isclose(value, whole, rel_tol=1e-14)
        terms = np.array([2 * error * data["x"], 2 * error])[:, rows]
        want = terms.mean(axis=1) if reduction == "mean" else terms.sum(axis=1)
        np.testing.assert_allclose(gradient, want, rtol=1e-13)


def test_batches_of_all_rows_are_the_whole() -> None:
    request = DESCENT_PRESETS["mini_batch"]
    whole = {**request, "batch": len(request["data"]["x"])}
    without = {name: value for name, value in request.items() if name != "batch"}
    chosen = optimization("momentum", learning_rate=0.05)
    np.testing.assert_allclose(
        run_of(whole, chosen).points, run_of(without, chosen).points, rtol=1e-12
    )


@pytest.mark.parametrize("count", [3, 20])
@pytest.mark.parametrize("size", [0.0, 3.0, 1e300, float("inf")])
def test_the_length_of_a_vector_does_not_overflow_on_the_way(count: int, size: float) -> None:
    vector = [0.0] * (count - 2) + [size, 4 * size / 3]
    assert length(np.array(vector)) == pytest.approx(5 * size / 3, rel=1e-15)
