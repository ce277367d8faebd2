"""Every initializer: the same weights for the same seed, and its distribution."""

import numpy as np
import pytest

from app.engine.arrays import Array
from app.engine.network.initializers import INITIALIZERS
from app.engine.parameters import with_defaults

#: Bound and variance of weights of this shape, by the formula of the source; None: no bound.
UNITS, FAN_IN = 300, 200
LAWS: dict[str, tuple[float | None, float]] = {
    "zeros": (0.0, 0.0),
    "constant": (0.1, 0.0),
    "uniform": (0.5, 1 / 12),
    "normal": (None, 1.0),
    "xavier_uniform": (np.sqrt(6 / (UNITS + FAN_IN)), 2 / (UNITS + FAN_IN)),
    "xavier_normal": (None, 2 / (UNITS + FAN_IN)),
    "he_uniform": (np.sqrt(6 / FAN_IN), 2 / FAN_IN),
    "he_normal": (None, 2 / FAN_IN),
    "orthogonal": (1.0, 1 / UNITS),
}
SCALES = ("limit", "standard_deviation", "gain", "value")


def sample(
    name: str,
    units: int = UNITS,
    fan_in: int = FAN_IN,
    seed: int = 0,
    hyperparameters: dict[str, float] | None = None,
) -> Array:
    entry = INITIALIZERS[name]
    values = with_defaults(entry.hyperparameters, hyperparameters or {})
    return entry.sample(np.random.default_rng(seed), units, fan_in, values)


def test_every_initializer_has_its_law() -> None:
    assert set(LAWS) == set(INITIALIZERS)


@pytest.mark.parametrize("name", INITIALIZERS)
def test_weights_have_the_shape_and_variance_of_their_law(name: str) -> None:
    bound, variance = LAWS[name]
    weights = sample(name)
    assert weights.shape == (UNITS, FAN_IN)
    assert weights.dtype == np.float64
    assert weights.flags.c_contiguous
    assert np.isclose(weights.var(), variance, rtol=0.03, atol=1e-30)
    if name != "constant":
        assert abs(weights.mean()) <= 4 * np.sqrt(variance / weights.size)
    if bound is not None:
        assert np.abs(weights).max() <= bound
        if name != "orthogonal":
            assert np.abs(weights).max() >= 0.999 * bound


@pytest.mark.parametrize("name", INITIALIZERS)
def test_the_same_seed_gives_the_same_weights(name: str) -> None:
    np.testing.assert_array_equal(sample(name, 6, 5, 3), sample(name, 6, 5, 3))
    if LAWS[name][1] > 0:
        assert not np.array_equal(sample(name, 6, 5, 3), sample(name, 6, 5, 4))


@pytest.mark.parametrize("name", [n for n, entry in INITIALIZERS.items() if entry.hyperparameters])
def test_the_parameter_is_the_scale(name: str) -> None:
    (parameter,) = INITIALIZERS[name].hyperparameters
    assert parameter.name in SCALES
    assert parameter.low <= parameter.default <= parameter.high
    twice = sample(name, 5, 4, hyperparameters={parameter.name: 2 * parameter.default})
    np.testing.assert_allclose(twice, 2 * sample(name, 5, 4), rtol=1e-15)


@pytest.mark.parametrize("shape", [(4, 4), (7, 3), (3, 7), (1, 5), (5, 1), (1, 1)])
@pytest.mark.parametrize("gain", [1.0, 2.5])
def test_orthogonal_rows_or_columns_are_orthonormal(shape: tuple[int, int], gain: float) -> None:
    weights = sample("orthogonal", *shape, hyperparameters={"gain": gain})
    assert weights.shape == shape
    short = weights if shape[0] <= shape[1] else weights.T
    np.testing.assert_allclose(short @ short.T, gain**2 * np.eye(len(short)), atol=1e-13)


def test_orthogonal_favours_no_sign() -> None:
    corners = [sample("orthogonal", 3, 3, seed)[0, 0] for seed in range(200)]
    assert 70 <= sum(corner > 0 for corner in corners) <= 130


@pytest.mark.parametrize("name", INITIALIZERS)
def test_a_sample_takes_only_what_it_needs_from_the_generator(name: str) -> None:
    """Two layers sampled in turn are the two halves of one stream."""
    entry = INITIALIZERS[name]
    hyperparameters = with_defaults(entry.hyperparameters, {})
    rng = np.random.default_rng(5)
    first = entry.sample(rng, 3, 2, hyperparameters)
    second = entry.sample(rng, 3, 2, hyperparameters)
    assert (LAWS[name][1] == 0) == np.array_equal(first, second)
    if LAWS[name][1] == 0:
        assert rng.random() == np.random.default_rng(5).random()
