"""The scalar forms of the tables are the array forms, number by number; and what a compiled kernel
computes them with is accurate.
"""

import sys
from math import inf, isfinite, nextafter
from typing import Any

import mpmath
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.engine.arrays import Array
from app.engine.network import exponential
from app.engine.network.activations import ACTIVATIONS, slope_size, softmax
from app.engine.network.losses import LOSSES
from app.engine.network.optimizers import OPTIMIZERS, one_minus_power
from app.engine.network.runs.kernels.fused_run import constants_of
from app.engine.network.training import Optimization
from app.engine.parameters import with_defaults

#: Four units in the last place.
FOUR_ULP = 4 * 2.0**-52
#: Below the normal numbers digits are lost.
TINY = 1e-300
#: An entry without a scalar form is trained by other kernels.
SCALAR_ACTIVATIONS = [name for name, entry in ACTIVATIONS.items() if entry.scalar is not None]
SCALAR_LOSSES = [name for name, entry in LOSSES.items() if entry.scalar is not None]
SCALAR_OPTIMIZERS = [name for name, entry in OPTIMIZERS.items() if entry.scalar is not None]
ordinary = st.floats(-1e3, 1e3) | st.floats(-10, 10)


def close(found: float, expected: float, size: float) -> bool:
    return found == expected or abs(found - expected) <= FOUR_ULP * abs(size) + TINY


@pytest.mark.parametrize("name", SCALAR_ACTIVATIONS)
@given(z=ordinary | st.floats(allow_nan=False, allow_infinity=False))
def test_an_activation_of_one_number_is_that_of_an_array(name: str, z: float) -> None:
    entry = ACTIVATIONS[name]
    assert entry.scalar is not None
    assert entry.slope is not None
    a, slope = entry.scalar(z)
    array = np.array([[z]])
    with np.errstate(all="ignore"):
        value = entry.function(array).item()
        # A rounding error of e^x is that of x.
        assert close(a, value, (1 + min(abs(z), 1e3)) * value)
        expected = entry.slope(array).item()
        size = slope_size(entry.slope, array).item()
    size = size if isfinite(size) else abs(expected)
    assert close(slope, expected, (1 + min(abs(z), 1e3)) * max(size, abs(expected)))


def targets_of(name: str) -> Any:
    allowed = LOSSES[name].targets
    return {
        "any": ordinary,
        "unit_interval": st.floats(0, 1) | st.sampled_from([0.0, 1.0]),
        "nonnegative": st.floats(0, 10) | st.sampled_from([0.0, 1.0]),
    }[allowed]


@pytest.mark.parametrize("name", SCALAR_LOSSES)
@given(data=st.data())
def test_the_derivative_of_a_loss_for_one_output_is_that_of_arrays(
    name: str, data: st.DataObject
) -> None:
    loss = LOSSES[name]
    assert loss.scalar is not None
    row = st.lists(st.floats(-30, 30), min_size=3, max_size=3)
    z = np.array([data.draw(row)])
    t = np.array([data.draw(st.lists(targets_of(name), min_size=3, max_size=3))])
    output = ACTIVATIONS[loss.output or "linear"]
    a = output.function(z)
    slopes = rest_of(z) if output.slope is None else output.slope(z)
    expected = (loss.delta or loss.gradient)(z, a, t)
    sizes = np.abs(t) + np.abs(a) if loss.delta_size is None else loss.delta_size(z, a, t)
    for k in range(3):
        numbers = z[0, k], a[0, k], slopes[0, k], t[0, k], t.sum(), 3.0
        found = loss.scalar(*numbers)
        # A target near the sum of all leaves few digits of the difference.
        assert close(found, expected[0, k], 64 * max(sizes[0, k], a[0, k] * t.sum()))


def rest_of(z: Array) -> Array:
    """1 − a of a softmax, as the sum of the others."""
    a = softmax(z)
    return np.array([[a[0, np.arange(3) != k].sum() for k in range(3)]])


@pytest.mark.parametrize("name", SCALAR_OPTIMIZERS)
@given(
    p=ordinary,
    g=ordinary,
    u=ordinary,
    v=st.floats(0, 1e3),
    rate=st.floats(0, 10),
    count=st.integers(1, 10**6),
)
def test_an_optimizer_of_one_number_is_that_of_an_array(
    name: str, p: float, g: float, u: float, v: float, rate: float, count: int
) -> None:
    entry = OPTIMIZERS[name]
    assert entry.scalar is not None
    k = with_defaults(entry.hyperparameters, {"learning_rate": rate})
    if entry.squares is not None and len(entry.state) == 1:
        u = v
    state = tuple(np.array([part]) for part in (u, v)[: len(entry.state)])
    new, after = entry.step(np.array([p]), np.array([g]), state, count, k)
    c1, c2 = [float(one_minus_power(k[beta], count)) for beta in entry.corrected] or [1.0, 1.0]
    found = entry.scalar(p, g, u, v, rate, c1, c2, constants_of(Optimization(entry, k)))
    assert close(found[0], new.item(), abs(p) + abs(new.item() - p) + rate * (abs(g) + abs(u)))
    for ours, theirs in zip(found[1:], after, strict=False):
        assert close(ours, theirs.item(), abs(theirs.item()) + abs(g) + abs(u))


# --- what the compiled kernel has in place of the functions of `math`


def test_the_functions_answer_with_infinity_where_the_result_is_too_large() -> None:
    assert exponential.exp(709.0) < inf
    assert exponential.exp(710.0) == inf
    # The last power of e that is a float64, and the first that is not.
    last = exponential.LARGEST_POWER
    assert mpmath.exp(last) < sys.float_info.max < mpmath.exp(nextafter(last, inf))
    assert exponential.exp(last) == pytest.approx(float(mpmath.exp(last)), rel=1e-15)
    assert exponential.exp(nextafter(last, inf)) == inf


def test_compiled_exponentials_are_accurate() -> None:
    numba = pytest.importorskip("numba")
    from app.engine.network.runs.kernels import vectorized  # noqa: F401  (it replaces them)

    @numba.njit(fastmath={"contract"}, error_model="numpy")  # type: ignore[untyped-decorator]
    def compiled(x: Any, e: Any, less_one: Any, e_too: Any, logarithm: Any) -> None:
        for i in range(len(x)):
            e[i] = exponential.exp(x[i])
            e_too[i], less_one[i] = exponential.exponentials(-abs(x[i]))
            logarithm[i] = exponential.log1p(e_too[i])

    rng = np.random.default_rng(1)
    x = np.concatenate(
        [rng.uniform(-700, 700, 1000), rng.normal(size=1000), rng.normal(size=500) / 1e6]
    )
    found = [np.zeros_like(x) for _ in range(4)]
    compiled(x, *found)
    mp: Any = mpmath.mp
    for i, value in enumerate(map(mp.mpf, x)):
        expected = mp.exp(value), mp.expm1(-abs(value)), mp.exp(-abs(value))
        known = (*expected, mp.log1p(mp.mpf(found[2][i])))
        for ours, exact in zip(found, known, strict=True):
            if abs(exact) > TINY:
                assert abs(mp.mpf(ours[i]) / exact - 1) < 5e-16

    edges = np.array([-inf, -800.0, -745.0, 0.0, 709.7, 709.8, inf, np.nan])
    results = [np.zeros_like(edges) for _ in range(4)]
    compiled(edges, *results)
    with np.errstate(all="ignore"):
        np.testing.assert_allclose(results[0], np.exp(edges), rtol=5e-16)
