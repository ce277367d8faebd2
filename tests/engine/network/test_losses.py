"""Every loss and its gradient compared with sixty digits, also where its output saturates."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from app.engine.arrays import Array
from app.engine.expressions import Expression
from app.engine.network.activations import ACTIVATIONS
from app.engine.network.losses import LOSSES
from tests.engine.network.building import random_targets
from tests.engine.network.references import (
    LOSS_REFERENCES,
    activate,
    exactly,
    listed,
    mp,
    mpf,
    norm_error,
    pull_back,
)
from tests.examples import examples

FUSED = [name for name, entry in LOSSES.items() if entry.delta is not None]


def output_of(name: str, z: Array) -> Array:
    """The activations of z under the loss's output activation, by default the linear one."""
    return ACTIVATIONS[LOSSES[name].output or "linear"].function(z)


def test_every_loss_has_a_reference() -> None:
    assert set(LOSS_REFERENCES) == set(LOSSES)


@pytest.mark.parametrize("scale", [0.1, 1.0, 30.0, 200.0])
@pytest.mark.parametrize("name", LOSSES)
def test_a_loss_and_its_gradients_agree_with_sixty_digits(name: str, scale: float) -> None:
    entry, reference = LOSSES[name], LOSS_REFERENCES[name]
    rng = np.random.default_rng(5)
    for units in (1, 2, 3, 4, 6):
        for _ in range(6):
            z = rng.normal(0, scale, (1, units))
            t = random_targets(rng, name, (1, units))
            a = output_of(name, z)
            exact_z, exact_t = exactly(z[0]), exactly(t[0])
            exact_a = activate(entry.output or "linear", exact_z)
            value = listed([reference.value(exact_z, exact_a, exact_t)])
            gradient = reference.gradient(exact_z, exact_a, exact_t)
            assert norm_error(entry.value(z, a, t), value) <= 1e-12
            assert norm_error(entry.gradient(z, a, t)[0], gradient) <= 1e-12
            if entry.delta is not None:
                delta = pull_back(str(entry.output), exact_z, gradient)
                assert norm_error(entry.delta(z, a, t)[0], delta) <= 1e-12


def exact_value(expression: Expression, letters: dict[str, Any]) -> Any:
    """The number of a formula of the table, in sixty digits."""
    if isinstance(expression, str):
        return letters[expression]
    if isinstance(expression, int | float):
        return mpf(expression)
    operator, *operands = expression
    if operator == "call":
        name, *arguments = operands
        return function_named(str(name))(*(exact_value(each, letters) for each in arguments))
    return EXACT[operator](*(exact_value(each, letters) for each in operands))


#: The operators of formulas.
EXACT: dict[str, Callable[..., Any]] = {
    "sum": lambda *terms: mp.fsum(terms),
    "product": lambda *factors: mp.fprod(factors),
    "fraction": lambda numerator, denominator: numerator / denominator,
    "negate": lambda number: -number,
    "power": lambda base, exponent: base**exponent,
}


def function_named(name: str) -> Callable[..., Any]:
    """A function that a formula calls, in sixty digits."""
    own = {"abs": abs, "clip": lambda number: max(mpf(-1), min(mpf(1), number))}
    return own.get(name) or getattr(mp, name)


@pytest.mark.parametrize("name", LOSSES)
def test_the_formulas_of_the_derivatives_have_their_numbers(name: str) -> None:
    entry, reference = LOSSES[name], LOSS_REFERENCES[name]
    rng = np.random.default_rng(6)
    for units in (1, 2, 3):
        z, t = rng.normal(0, 2, units), random_targets(rng, name, (1, units))[0]
        exact_z, exact_t = exactly(z), exactly(t)
        exact_a = activate(entry.output or "linear", exact_z)
        gradient = reference.gradient(exact_z, exact_a, exact_t)
        expected = [(entry.gradient_expression, gradient)]
        assert (entry.delta_expression is None) == (entry.delta is None)
        if entry.delta_expression is not None:
            delta = pull_back(str(entry.output), exact_z, gradient)
            expected.append((entry.delta_expression, delta))
        for expression, numbers in expected:
            for a, target, number in zip(exact_a, exact_t, numbers, strict=True):
                letters = {"a": a, "t": target, "K": mpf(units), "total": sum(exact_t)}
                found = exact_value(expression, letters)
                assert abs(found - number) <= mpf(10) ** -40 * (1 + abs(number))


@pytest.mark.parametrize("name", LOSSES)
def test_the_textbook_form_has_the_value_and_as_a_complex_step_the_slopes(name: str) -> None:
    """Of z, through the output's activation; the gradient check differentiates this form."""
    entry, reference = LOSSES[name], LOSS_REFERENCES[name]
    output = ACTIVATIONS[entry.output or "linear"]
    rng, step = np.random.default_rng(8), 1e-30
    for units in (1, 2, 4):
        for _ in range(6):
            z, t = rng.normal(0, 1.5, (1, units)), random_targets(rng, name, (1, units))
            exact_z, exact_t = exactly(z[0]), exactly(t[0])
            exact_a = activate(entry.output or "linear", exact_z)
            value = float(reference.value(exact_z, exact_a, exact_t))
            # One row for each z that is moved along the imaginary axis.
            moved = np.tile(z.astype(complex), (units, 1)) + 1j * step * np.eye(units)
            costs = entry.textbook(moved, output.textbook(moved), np.tile(t, (units, 1)))
            np.testing.assert_allclose(costs.real, value, rtol=1e-12)
            gradient = reference.gradient(exact_z, exact_a, exact_t)
            slopes = pull_back(entry.output or "linear", exact_z, gradient)
            assert norm_error(costs.imag / step, slopes) <= 1e-12


@pytest.mark.parametrize("name", FUSED)
@pytest.mark.parametrize("gap", [1.0, 30.0, 40.0, 300.0, 690.0])
def test_a_saturated_output_keeps_every_digit_of_a_hard_target(name: str, gap: float) -> None:
    entry, reference = LOSSES[name], LOSS_REFERENCES[name]
    assert entry.delta is not None
    for z, t in (
        ([gap, -gap, -2 * gap], [1.0, 0.0, 0.0]),
        ([-gap, gap / 2, gap], [0.0, 0.0, 1.0]),
        ([gap / 3, gap, -gap], [0.0, 1.0, 0.0]),
    ):
        ours_z, ours_t = np.array([z]), np.array([t])
        exact_z, exact_t = exactly(ours_z[0]), exactly(ours_t[0])
        exact_a = activate(str(entry.output), exact_z)
        gradient = reference.gradient(exact_z, exact_a, exact_t)
        delta = pull_back(str(entry.output), exact_z, gradient)
        ours = entry.delta(ours_z, output_of(name, ours_z), ours_t)[0]
        for one, other in zip(ours, delta, strict=True):
            assert norm_error(np.array([one]), listed([other])) <= 1e-14
        value = listed([reference.value(exact_z, exact_a, exact_t)])
        assert norm_error(entry.value(ours_z, output_of(name, ours_z), ours_t), value) <= 1e-14


@pytest.mark.parametrize("name", FUSED)
def test_a_gradient_that_float64_can_hold_does_not_overflow(name: str) -> None:
    """t/a = 0.2 e^710: e^710 alone is too large."""
    z, t = np.array([[-710.0, 0.0]]), np.array([[0.2, 0.8]])
    entry, reference = LOSSES[name], LOSS_REFERENCES[name]
    exact_z = exactly(z[0])
    gradient = reference.gradient(exact_z, activate(str(entry.output), exact_z), exactly(t[0]))
    ours = entry.gradient(z, output_of(name, z), t)[0]
    assert norm_error(ours, gradient) <= 1e-12


@pytest.mark.parametrize("name", FUSED)
@given(
    z=st.lists(st.floats(-1e308, 1e308), min_size=3, max_size=3),
    hot=st.integers(0, 2),
)
@settings(max_examples=examples(200))
@example(z=[1e308, -1e308, 0.0], hot=0)
def test_a_switched_off_term_never_makes_a_loss_undefined(
    name: str, z: list[float], hot: int
) -> None:
    """0 · ∞ is 0 where the target says 0: no NaN, whatever finite z."""
    entry, row, t = LOSSES[name], np.array([z]), np.eye(3)[[hot]]
    with np.errstate(all="ignore"):
        a = output_of(name, row)
        assert not np.isnan(entry.value(row, a, t)).any()
        assert not np.isnan(entry.gradient(row, a, t)).any()
        assert entry.delta is not None
        assert np.isfinite(entry.delta(row, a, t)).all()


@pytest.mark.parametrize("name", LOSSES)
def test_the_losses_of_the_samples_do_not_mix(name: str) -> None:
    rng = np.random.default_rng(6)
    z, t = rng.normal(size=(5, 3)), random_targets(rng, name, (5, 3))
    a = output_of(name, z)
    together = LOSSES[name].value(z, a, t)
    gradients = LOSSES[name].gradient(z, a, t)
    assert together.shape == (5,)
    for sample in range(5):
        one = slice(sample, sample + 1)
        assert together[sample] == LOSSES[name].value(z[one], a[one], t[one])[0]
        np.testing.assert_array_equal(gradients[one], LOSSES[name].gradient(z[one], a[one], t[one]))


@pytest.mark.parametrize("name", LOSSES)
def test_a_loss_is_least_where_the_output_is_the_target(name: str) -> None:
    rng = np.random.default_rng(7)
    output = LOSSES[name].output or "linear"
    z = rng.normal(size=(1, 3))
    t = ACTIVATIONS[output].function(z)
    least = LOSSES[name].value(z, t, t)
    for _ in range(50):
        other = z + rng.normal(size=(1, 3))
        assert LOSSES[name].value(other, ACTIVATIONS[output].function(other), t) >= least


def test_absolute_error_has_slope_zero_at_its_kink_and_huber_joins_smoothly() -> None:
    a, t = np.array([[0.5, 1.5, -2.0]]), np.array([[0.5, 0.5, -1.0]])
    assert LOSSES["absolute_error"].gradient(a, a, t).tolist() == [[0.0, 1.0, -1.0]]
    assert LOSSES["huber"].gradient(a, a, t).tolist() == [[0.0, 1.0, -1.0]]
    assert LOSSES["huber"].value(a, a, t).tolist() == [1.0]
