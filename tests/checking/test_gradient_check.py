"""The gradient check: it confirms a right gradient and detects a wrong one."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.checking.gradient_check import (
    CENTRAL_DIFFERENCE,
    CHUNK_ROWS,
    COMPLEX_STEP,
    STEPS,
    GradientCheck,
    check,
    is_analytic,
)
from app.engine.network.activations import ACTIVATIONS
from app.engine.network.backprop import Pass, propagate
from app.engine.network.losses import LOSSES
from app.engine.network.overflow import Overflow
from tests.engine.network.building import Problem, layer, network, random_problem, random_targets

ANALYTIC_ACTIVATIONS = [n for n, entry in ACTIVATIONS.items() if entry.textbook is not None]
ANALYTIC_LOSSES = [n for n, entry in LOSSES.items() if entry.textbook is not None]


def run(problem: Problem) -> Pass:
    return propagate(problem.network, problem.inputs, problem.targets, problem.reduction)


def checked(problem: Problem, passed: Pass | None = None) -> GradientCheck:
    return check(
        problem.network,
        passed or run(problem),
        problem.inputs,
        problem.targets,
        problem.reduction,
    )


def problem_of(
    activation: str, loss: str, scale: float = 1.0, batch: int = 3, reduction: str = "mean"
) -> Problem:
    """3-4-2, the first layer with biases, the second with the output activation of the loss."""
    rng = np.random.default_rng(8)
    output = LOSSES[loss].output or activation
    return Problem(
        network(
            loss,
            layer(activation, rng.normal(0, scale, (4, 3)), rng.normal(0, scale, 4)),
            layer(output, rng.normal(0, scale, (2, 4))),
        ),
        rng.normal(size=(batch, 3)),
        random_targets(rng, loss, (batch, 2)),
        reduction,
    )


@pytest.mark.parametrize("loss", LOSSES)
@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_the_check_finds_the_gradient_of_every_pair_right(activation: str, loss: str) -> None:
    problem = problem_of(activation, loss)
    result = checked(problem)
    analytic = activation in ANALYTIC_ACTIVATIONS and loss in ANALYTIC_LOSSES
    assert is_analytic(problem.network) == analytic
    assert result.method == (COMPLEX_STEP if analytic else CENTRAL_DIFFERENCE)
    assert result.h == STEPS[result.method]
    assert result.max_relative_error <= (1e-12 if analytic else 1e-6)


@pytest.mark.parametrize("reduction", ["mean", "sum"])
@pytest.mark.parametrize("batch", [1, 2, 32, 700])
@pytest.mark.parametrize("activation", ["softmax", "tanh", "elu"])
def test_the_check_holds_for_batches(activation: str, batch: int, reduction: str) -> None:
    assert batch * 16 > CHUNK_ROWS or batch < 700
    result = checked(problem_of(activation, "squared_error", 1.0, batch, reduction))
    assert result.max_relative_error <= (1e-12 if result.method == COMPLEX_STEP else 1e-6)


def test_the_check_gives_the_shape_of_every_layer() -> None:
    problem = problem_of("sigmoid", "half_squared_error")
    first, second = checked(problem).layers
    assert first.weight_gradients.shape == (4, 3)
    assert second.weight_gradients.shape == (2, 4)
    assert first.bias_gradients is not None
    assert first.bias_gradients.shape == (4,)
    assert second.bias_gradients is None


@pytest.mark.parametrize("number", range(60))
def test_the_check_agrees_on_random_networks(number: int) -> None:
    problem = random_problem(number, 1.0)
    result = checked(problem)
    size = max(float(np.abs(part.weight_gradients).max()) for part in run(problem).layers)
    if result.method == COMPLEX_STEP:
        assert result.max_relative_error <= 1e-12
    else:
        # Subtracting two losses leaves an error of about their size times 1e-11.
        error = result.max_relative_error * (size or 1.0)
        assert error <= 1e-6 * size + 1e-10 * (1 + run(problem).loss)


@pytest.mark.parametrize("loss", ["binary_cross_entropy", "cross_entropy"])
@pytest.mark.parametrize("z", [10.0, 25.0, 36.0, 40.0, 300.0, 800.0])
@pytest.mark.parametrize("hot", [0, 1])
def test_the_check_is_right_where_the_output_saturates(loss: str, z: float, hot: int) -> None:
    """1 − a has no digits left there, or is 0: neither method may use it."""
    problem = Problem(
        network(loss, layer(str(LOSSES[loss].output), [[z], [-z]])),
        np.array([[1.0]]),
        np.eye(2)[[hot]],
        "mean",
    )
    try:
        passed = run(problem)
    except Overflow:
        assert z == 800.0
        return
    result = checked(problem, passed)
    size = float(np.abs(passed.layers[0].weight_gradients).max())
    assert result.max_relative_error <= 1e-6 or size < 1e-9 and result.method != COMPLEX_STEP


@pytest.mark.parametrize("activation", ANALYTIC_ACTIVATIONS)
@pytest.mark.parametrize("loss", ANALYTIC_LOSSES)
@pytest.mark.parametrize("scale", [3.0, 30.0, 1000.0])
def test_the_check_is_made_of_numbers_in_the_tails(
    activation: str, loss: str, scale: float
) -> None:
    problem = problem_of(activation, loss, scale)
    try:
        passed = run(problem)
    except Overflow:
        return
    result = checked(problem, passed)
    assert np.isfinite(result.max_relative_error)
    for part in result.layers:
        assert np.isfinite(part.weight_gradients).all()
        assert part.bias_gradients is None or np.isfinite(part.bias_gradients).all()


def corrupted(passed: Pass, index: int, biases: bool, factor: float) -> Pass:
    """The pass with the largest gradient of one array multiplied by ``factor``."""
    layers = list(passed.layers)
    chosen = layers[index]
    array = chosen.bias_gradients if biases else chosen.weight_gradients
    assert array is not None
    wrong = array.copy()
    wrong.flat[np.abs(wrong).argmax()] *= factor
    layers[index] = replace(chosen, **{"bias_gradients" if biases else "weight_gradients": wrong})
    return replace(passed, layers=tuple(layers))


@pytest.mark.parametrize(("index", "biases"), [(0, False), (0, True), (1, False)])
@pytest.mark.parametrize("activation", ["tanh", "relu", "softmax"])
def test_a_wrong_gradient_shows(activation: str, index: int, biases: bool) -> None:
    problem = problem_of(activation, "half_squared_error")
    passed = run(problem)
    honest = checked(problem, passed).max_relative_error
    for factor in (-1.0, 0.0, 1.01):
        wrong = checked(problem, corrupted(passed, index, biases, factor)).max_relative_error
        assert wrong > 1e3 * max(honest, 1e-9)


@given(
    weight=st.floats(-1e308, 1e308),
    x=st.floats(-1e308, 1e308),
    name=st.sampled_from(list(ACTIVATIONS)),
    loss=st.sampled_from([n for n, entry in LOSSES.items() if entry.output is None]),
)
@settings(max_examples=300, deadline=None)
def test_a_check_is_made_of_numbers_or_overflows(
    weight: float, x: float, name: str, loss: str
) -> None:
    problem = Problem(
        network(loss, layer(name, [[weight], [0.5]], [0.0, 1.0]), layer("linear", [[1.0, weight]])),
        np.array([[x]]),
        np.array([[0.5]]),
        "mean",
    )
    try:
        result = checked(problem)
    except Overflow:
        return
    assert np.isfinite(result.max_relative_error)
    assert all(np.isfinite(part.weight_gradients).all() for part in result.layers)


def test_the_error_of_a_check_is_zero_where_every_gradient_is() -> None:
    dead = Problem(
        network("half_squared_error", layer("relu", [[-1.0]])),
        np.array([[1.0]]),
        np.array([[1.0]]),
        "mean",
    )
    assert checked(dead).max_relative_error == 0.0


def test_where_the_loss_beside_the_weight_overflows_there_is_no_check() -> None:
    """C is 0 at w, where the unit is off, and (10¹⁶⁰ (w − h))² / 2 beside it, where it is on."""
    one = network("half_squared_error", layer("relu", [[1e-12]]))
    problem = Problem(one, np.array([[-1e160]]), np.array([[0.0]]), "mean")
    assert run(problem).loss == 0
    with pytest.raises(Overflow) as overflow:
        checked(problem)
    assert overflow.value.quantity == "check"
