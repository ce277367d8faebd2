"""Every activation and its slope compared with sixty digits, over the whole range of e^z."""

from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from app.engine.arrays import Array
from app.engine.network.activations import ACTIVATIONS
from tests.engine.network.references import (
    ELEMENTWISE,
    MIXING,
    Number,
    exactly,
    mp,
    norm_below,
    norm_error,
    pointwise_error,
)
from tests.examples import examples

BOUND = 5e-13


def around(centre: float, smallest: float, largest: float, count: int) -> Array:
    """Points on both sides of ``centre``, denser towards it, and the floats next to it."""
    distances = np.geomspace(smallest, largest, count)
    neighbours = centre + np.spacing(centre) * np.arange(-8, 9)
    return np.concatenate([centre - distances, neighbours, centre + distances])


def grid(name: str) -> Array:
    """Points where a form of the function could lose digits, and points in between."""
    reference = ELEMENTWISE[name]
    sizes = np.geomspace(1e-300, 1e3, 900)
    parts = [
        sizes,
        -sizes,
        np.linspace(-1, 1, 201),
        np.linspace(-40, 40, 801),
        np.linspace(-40, -20, 300),
        np.linspace(-745, -690, 300),
        np.linspace(690, 745, 100),
        np.array([0.0, -0.0, 1000.0, -1000.0]),
    ]
    parts += [around(kink, 1e-18, 1.0, 60) for kink in reference.kinks]
    parts += [around(root, 1e-15, 1.0, 300) for root in reference.roots]
    return np.concatenate(parts)


def function_of(name: str, slope: bool) -> Callable[[Array], Array]:
    entry = ACTIVATIONS[name]
    function = entry.slope if slope else entry.function
    assert function is not None
    return function


def reference_of(name: str, slope: bool) -> Callable[[Number], Number]:
    return ELEMENTWISE[name].slope if slope else ELEMENTWISE[name].function


def test_every_activation_has_a_reference() -> None:
    elementwise = {name for name, entry in ACTIVATIONS.items() if entry.elementwise}
    remedy = "give each activation its formula in tests/engine/network/references.py"
    assert set(ELEMENTWISE) == elementwise, remedy
    assert set(MIXING) == set(ACTIVATIONS) - elementwise, remedy


@pytest.mark.parametrize("name", ELEMENTWISE)
def test_the_reference_slope_is_the_derivative_of_the_reference(name: str) -> None:
    for z in (-31.7, -3.1, -1.2784, -0.7518, -0.02, 0.3, 2.9, 17.0):
        with mp.workdps(120):
            numeric = mp.diff(ELEMENTWISE[name].function, mp.mpf(z))
        assert abs(numeric - ELEMENTWISE[name].slope(mp.mpf(z))) <= mp.mpf(10) ** -40


@pytest.mark.parametrize("slope", [False, True], ids=["function", "slope"])
@pytest.mark.parametrize("name", ELEMENTWISE)
def test_an_activation_keeps_its_digits_everywhere(name: str, slope: bool) -> None:
    z = grid(name)
    reference = reference_of(name, slope)
    ours = function_of(name, slope)(z[np.newaxis])[0]
    errors = [
        pointwise_error(value, reference(point))
        for value, point in zip(ours, exactly(z), strict=True)
    ]
    worst = int(np.argmax(errors))
    assert errors[worst] <= BOUND, f"at {z[worst]!r}: {ours[worst]!r}"


sizes = st.floats(-300.0, 3.0).map(lambda exponent: 10.0**exponent)
roots = st.sampled_from([root for entry in ELEMENTWISE.values() for root in entry.roots])
points = st.one_of(
    st.floats(-1000.0, 1000.0),
    st.floats(-40.0, 40.0),
    st.floats(-40.0, -20.0),
    st.floats(-745.0, -690.0),
    sizes,
    sizes.map(lambda size: -size),
    st.builds(lambda root, distance: root + distance, roots, st.floats(-1e-3, 1e-3)),
    st.builds(lambda root, distance: root + distance, roots, st.floats(-0.3, 0.3)),
)


@pytest.mark.parametrize("name", ELEMENTWISE)
@settings(max_examples=examples(300))
@given(z=points)
@example(z=-0.0)
def test_an_activation_keeps_its_digits_at_any_point(name: str, z: float) -> None:
    for slope in (False, True):
        ours = function_of(name, slope)(np.array([[z]]))[0, 0]
        theirs = reference_of(name, slope)(mp.mpf(z))
        assert pointwise_error(ours, theirs) <= BOUND, (name, slope, z)


@pytest.mark.parametrize("name", ELEMENTWISE)
@given(z=st.floats(allow_nan=False, allow_infinity=False))
@settings(max_examples=examples(200))
@example(z=-1e110)
@example(z=-1e200)
@example(z=-1.7e308)
@example(z=1.7e308)
def test_a_slope_is_a_number_at_every_float(name: str, z: float) -> None:
    with np.errstate(all="ignore"):
        assert np.isfinite(function_of(name, True)(np.array([[z]])))[0, 0]


@pytest.mark.parametrize("name", ELEMENTWISE)
def test_the_slope_at_a_kink_is_that_of_the_negative_side(name: str) -> None:
    at, before = function_of(name, True)(np.array([[0.0, -1e-300]]))[0]
    assert at == before


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_values_stay_within_the_range_of_the_table(name: str) -> None:
    low, high = ACTIVATIONS[name].range
    a = ACTIVATIONS[name].function(np.linspace(-50, 50, 3000).reshape(1000, 3))
    assert low is None or a.min() >= low
    assert high is None or a.max() <= high


@pytest.mark.parametrize("name", ELEMENTWISE)
def test_the_range_of_the_table_is_the_smallest_there_is(name: str) -> None:
    low, high = ACTIVATIONS[name].range
    # Some come to an end of their range only slowly, as arctan does.
    far = np.array([-1e15, 1e15])
    points = np.concatenate([np.linspace(-50, 50, 2001), far, np.array(ELEMENTWISE[name].roots)])
    a = ACTIVATIONS[name].function(points[np.newaxis])
    remedy = (
        f"{name} goes from {a.min()} to {a.max()}: mend `range` in activations.py, or add the "
        "place of its least or greatest value to `roots` in references.py"
    )
    assert (low is None and a.min() < -0.4) or np.isclose(
        a.min(), low or 0.0, rtol=1e-12, atol=1e-9
    ), remedy
    assert (high is None and a.max() > 40) or np.isclose(a.max(), high or 0.0, rtol=1e-12), remedy


@pytest.mark.parametrize("name", ELEMENTWISE)
def test_the_pull_back_of_an_elementwise_function_is_slope_times_upstream(name: str) -> None:
    rng = np.random.default_rng(1)
    z, upstream = rng.normal(size=(2, 4, 3))
    entry = ACTIVATIONS[name]
    pulled = entry.pull_back(z, entry.function(z), upstream)
    np.testing.assert_array_equal(pulled, function_of(name, True)(z) * upstream)


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_an_activation_leaves_its_arguments_alone(name: str) -> None:
    z, upstream = np.random.default_rng(2).normal(size=(2, 3, 4))
    entry = ACTIVATIONS[name]
    a = entry.function(z)
    before = z.copy(), a.copy(), upstream.copy()
    entry.pull_back(z, a, upstream)
    assert not np.shares_memory(z, a)
    for now, then in zip((z, a, upstream), before, strict=True):
        np.testing.assert_array_equal(now, then)


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_the_textbook_form_is_the_same_function(name: str) -> None:
    entry = ACTIVATIONS[name]
    z = np.random.default_rng(3).normal(0, 3, size=(20, 4))
    np.testing.assert_allclose(
        entry.textbook(z.astype(complex)).real, entry.function(z), atol=1e-15
    )


@pytest.mark.parametrize("name", ELEMENTWISE)
def test_the_textbook_form_gives_the_slope_of_every_z(name: str) -> None:
    """By the complex step against 60 digits; at a kink the slope of the negative side."""
    reference = ELEMENTWISE[name]
    points = [0.0, 1e-300, -1e-300, 3.0, -3.0, 30.0, -30.0, 200.0, -200.0, 1e4, -1e4, 1e200, -1e200]
    z = np.array([points])
    h = 2.0**-100
    with np.errstate(all="ignore"):
        slopes = ACTIVATIONS[name].textbook(z + 1j * np.full_like(z, h)).imag / h
    for ours, point in zip(slopes[0], points, strict=True):
        theirs = reference.slope(exactly(np.array([point]))[0])
        size = max(abs(theirs), norm_below(-270))
        assert abs(exactly(np.array([ours]))[0] - theirs) <= 1e-13 * size, point


@pytest.mark.parametrize("name", ELEMENTWISE)
def test_a_kink_is_where_the_slope_jumps(name: str) -> None:
    entry = ACTIVATIONS[name]
    assert entry.slope is not None
    jumps = [
        float(z)
        for z in np.linspace(-4.0, 4.0, 65)
        if abs(np.subtract(*entry.slope(np.array([z + 1e-9, z - 1e-9])))) > 1e-3
    ]
    assert jumps == ([] if entry.kink is None else [entry.kink])


@pytest.mark.parametrize("scale", [0.1, 1.0, 30.0, 300.0])
@pytest.mark.parametrize("name", MIXING)
def test_a_mixing_activation_and_its_jacobian_agree_with_the_reference(
    name: str, scale: float
) -> None:
    rng = np.random.default_rng(4)
    for units in (1, 2, 3, 5, 9):
        z, upstream = rng.normal(0, scale, (1, units)), rng.normal(size=(1, units))
        entry = ACTIVATIONS[name]
        a = entry.function(z)
        theirs = MIXING[name].function(exactly(z[0]))
        assert max(map(pointwise_error, a[0], theirs)) <= BOUND
        pulled = entry.pull_back(z, a, upstream)
        reference = MIXING[name].pull_back(exactly(z[0]), exactly(upstream[0]))
        assert norm_error(pulled[0], reference) <= 1e-12
