"""An overflow is raised with its quantity and layer; no pass contains NaN or Infinity."""

import sys
from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.engine.arrays import Array
from app.engine.network.activations import ACTIVATIONS
from app.engine.network.backprop import Pass, propagate
from app.engine.network.losses import LOSSES
from app.engine.network.network import Layer
from app.engine.network.optimizers import OPTIMIZERS
from app.engine.network.overflow import OF_NO_LAYER, Overflow, first_overflow, is_finite
from app.engine.network.training import Trained, train
from tests.engine.network.building import layer, network, optimization
from tests.engine.network.references import exactly, mp
from tests.examples import examples


def overflow_of(loss: str, *layers: Layer, x: float = 1.0, t: float = 0.0) -> Overflow:
    net = network(loss, *layers)
    with pytest.raises(Overflow) as caught:
        train(net, np.array([[x]]), np.array([[t]]), "mean", optimization("sgd"), rounds=3)
    return caught.value


@pytest.mark.parametrize(
    ("loss", "layers", "x", "quantity", "number"),
    [
        ("absolute_error", [("linear", 1e200), ("linear", 1e200)], 1.0, "pre_activations", 2),
        ("absolute_error", [("linear", 1e200), ("linear", 1.0)], 1e200, "pre_activations", 1),
        ("absolute_error", [("selu", 1.0)], 1.75e308, "activations", 1),
        ("half_squared_error", [("tanh", 1.0), ("linear", 1e200)], 1.0, "sample_losses", 2),
        ("absolute_error", [("linear", 1e-200), ("linear", 1e200)], 1e200, "weight_gradients", 1),
    ],
)
def test_the_first_quantity_and_its_layer_are_named(
    loss: str, layers: list[tuple[str, float]], x: float, quantity: str, number: int
) -> None:
    parts = [layer(name, [[weight]]) for name, weight in layers]
    target = 1.0 if loss == "binary_cross_entropy" else 0.0
    overflow = overflow_of(loss, *parts, x=x, t=target)
    assert (overflow.quantity, overflow.layer) == (quantity, number)
    assert overflow.round_number == 1
    assert quantity in str(overflow)


def test_the_losses_are_told_without_a_layer_and_all_else_with_its_own() -> None:
    """Each sample's loss of 1.5e308 fits, their sum does not; ½ (1e200)² does not fit at all."""
    straight = layer("linear", [[1.0]])
    with pytest.raises(Overflow) as both:
        propagate(
            network("absolute_error", straight), np.full((2, 1), 1.5e308), np.zeros((2, 1)), "mean"
        )
    one = overflow_of("half_squared_error", straight, x=1e200)
    assert {both.value.quantity, one.quantity} == {"loss", "sample_losses"} == OF_NO_LAYER
    assert both.value.layer is None


@pytest.mark.parametrize(
    ("weights", "quantity", "number"),
    [([1.0, 1e200, 1e200], "activation_gradients", 1), ([1e200, 1e200], "input_gradients", 0)],
)
def test_the_gradients_of_the_backward_pass_are_named(
    weights: list[float], quantity: str, number: int
) -> None:
    """With x = 0 the forward pass is all zeros; the weights multiply on the way back."""
    parts = [layer("linear", [[weight]]) for weight in weights]
    overflow = overflow_of("absolute_error", *parts, x=0.0, t=1.0)
    assert (overflow.quantity, overflow.layer) == (quantity, number)


@pytest.mark.parametrize(("rounds", "expected"), [(50, 4), (3, 3)])
def test_the_round_of_an_overflow_is_named(rounds: int, expected: int) -> None:
    """|w| grows 1e60-fold a round, so ½w² is too large once three updates are made."""
    net = network("half_squared_error", layer("linear", [[1.0]]))
    sgd = optimization("sgd", learning_rate=1e60)
    with pytest.raises(Overflow) as caught:
        train(net, np.array([[1.0]]), np.array([[0.0]]), "mean", sgd, rounds=rounds)
    assert caught.value.round_number == expected
    assert caught.value.quantity == "sample_losses"
    # The third pass itself is within float64; that of the loss after its update is not.
    assert caught.value.after_update == (rounds == 3)


def test_an_update_that_overflows_is_named() -> None:
    net = network("absolute_error", layer("linear", [[1e308, 0.0]], [0.0]))
    x, t = np.array([[1.0, 1e308]]), np.array([[0.0]])
    with pytest.raises(Overflow) as caught:
        train(net, x, t, "mean", optimization("sgd", learning_rate=10.0))
    assert (caught.value.quantity, caught.value.layer) == ("updated_weights", 1)
    net = network("absolute_error", layer("linear", [[0.0]], [-1.7e308]))
    with pytest.raises(Overflow) as caught:
        train(net, np.array([[0.0]]), t, "mean", optimization("sgd", learning_rate=-1.7e308))
    assert (caught.value.quantity, caught.value.layer) == ("updated_biases", 1)


def test_the_figures_rule_names_its_own_numbers() -> None:
    """A saturated tanh lets no gradient through, but the figures' rule leaves its slope out."""
    net = network(
        "half_squared_error",
        layer("linear", [[1.0]], [0.0]),
        layer("tanh", [[1e160]]),
        layer("tanh", [[1e160]]),
    )
    arguments = (net, np.array([[1.0]]), np.array([[0.0]]), "mean", optimization("sgd"))
    train(*arguments)
    with pytest.raises(Overflow) as caught:
        train(*arguments, with_figure_rule=True)
    assert (caught.value.quantity, caught.value.layer) == ("drawn_errors", 1)


@pytest.mark.parametrize(
    ("weight", "inputs", "quantity"),
    [(1e150, [[1e200]], "drawn_weight_updates"), (1.2e308, [[0.0], [0.0]], "drawn_bias_updates")],
)
def test_an_update_that_the_figures_rule_alone_makes_too_large_is_named(
    weight: float, inputs: list[list[float]], quantity: str
) -> None:
    """A slope of about 1e-43 keeps the true gradient below 1e308; the errors are the weight."""
    net = network(
        "half_squared_error",
        layer("linear", [[0.0]], [0.0]),
        layer("tanh", [[weight]], [50.0]),
    )
    x = np.array(inputs)
    propagate(net, x, 0 * x, "sum")
    with pytest.raises(Overflow) as caught:
        train(net, x, 0 * x, "sum", optimization("sgd"), with_figure_rule=True)
    assert (caught.value.quantity, caught.value.layer) == (quantity, 1)


def arrays_of(passed: Pass) -> Iterator[Array]:
    yield np.array(passed.loss)
    yield passed.sample_losses
    yield passed.input_gradients
    for part in passed.layers:
        yield part.pre_activations
        yield part.activations
        if part is not passed.layers[-1]:
            yield part.activation_gradients
        yield part.deltas
        yield part.weight_gradients
        if part.bias_gradients is not None:
            yield part.bias_gradients


def all_of(trained: Trained) -> Iterator[Array]:
    yield from arrays_of(trained.passed)
    yield np.array([trained.loss_after, *trained.losses])
    for part in trained.updated.layers:
        yield part.weights
        if part.biases is not None:
            yield part.biases
    for rule in trained.figure_rule or ():
        yield rule.errors
        yield rule.weight_gradients
        if rule.bias_gradients is not None:
            yield rule.bias_gradients


huge = st.one_of(
    st.floats(-1e308, 1e308),
    st.floats(-5.0, 5.0),
    st.builds(
        lambda sign, exponent: sign * 10.0**exponent,
        st.sampled_from([-1.0, 1.0]),
        st.floats(-308.0, 308.0),
    ),
)


@st.composite
def extreme_networks(draw: st.DrawFn) -> tuple[list[Layer], str]:
    """Two layers 2-2-2 with any finite weights, and a loss for their output."""
    loss = draw(st.sampled_from(list(LOSSES)))
    names = [draw(st.sampled_from(list(ACTIVATIONS))) for _ in range(2)]
    names[-1] = LOSSES[loss].output or names[-1]
    layers = []
    for name in names:
        numbers = np.array(draw(st.lists(huge, min_size=6, max_size=6)))
        biases = numbers[4:] if draw(st.booleans()) else None
        layers.append(layer(name, numbers[:4].reshape(2, 2), biases))
    return layers, loss


@given(
    made=extreme_networks(),
    x=st.lists(huge, min_size=4, max_size=4),
    t=st.sampled_from([[1.0, 0.0, 0.0, 1.0], [0.25, 0.75, 0.5, 0.5], [0.0, 0.0, 1.0, 1.0]]),
    optimizer=st.sampled_from(list(OPTIMIZERS)),
    reduction=st.sampled_from(["mean", "sum"]),
    rounds=st.integers(1, 3),
)
@settings(max_examples=examples(700))
def test_a_pass_holds_numbers_only(
    made: tuple[list[Layer], str],
    x: list[float],
    t: list[float],
    optimizer: str,
    reduction: str,
    rounds: int,
) -> None:
    layers, loss = made
    net = network(loss, *layers)
    has_figure_rule = loss == "half_squared_error" and all(p.activation.elementwise for p in layers)
    inputs, targets = np.array(x).reshape(2, 2), np.array(t).reshape(2, 2)
    chosen = optimization(optimizer)
    outcome: Trained | Overflow
    try:
        outcome = train(
            net, inputs, targets, reduction, chosen, rounds, with_figure_rule=has_figure_rule
        )
    except Overflow as overflow:
        outcome = overflow
    if isinstance(outcome, Overflow):
        assert 1 <= outcome.round_number <= rounds
        assert outcome.layer is None or 0 <= outcome.layer <= 2
    else:
        assert all(np.isfinite(array).all() for array in all_of(outcome))
        errors = outcome.passed.layers[-1].activation_gradients
        assert np.isfinite(errors).all() or (net.loss.delta and not np.isinf(errors).any())


#: ∂c/∂a of one sample in 60 digits, from z: a would be 1 or 0 to 60 digits as well.
EXACT_ERRORS: dict[str, Any] = {
    "binary_cross_entropy": lambda z, t: [
        (1 - each) * (1 + mp.exp(x)) - each * (1 + mp.exp(-x)) for x, each in zip(z, t, strict=True)
    ],
    "cross_entropy": lambda z, t: [
        -each * sum(mp.exp(other - x) for other in z) for x, each in zip(z, t, strict=True)
    ],
}


@pytest.mark.parametrize(
    ("loss", "weights", "target"),
    [
        ("binary_cross_entropy", [[-800.0], [800.0], [1.0]], [1.0, 0.0, 0.5]),
        ("cross_entropy", [[800.0], [0.0], [-2.0]], [0.0, 0.25, 0.75]),
    ],
)
def test_an_error_that_alone_overflows_is_left_out_and_all_else_goes_on(
    loss: str, weights: list[list[float]], target: list[float]
) -> None:
    """∂C/∂a is about e^800, which no float64 holds; δ is computed from z."""
    net = network(loss, layer("linear", [[1.0]]), layer(str(LOSSES[loss].output), weights))
    x, t = np.array([[1.0], [1e-3]]), np.array([target, target])
    first = propagate(net, x, t, "sum").layers[-1]
    for ours, z in zip(first.activation_gradients, first.pre_activations, strict=True):
        for error, exact in zip(ours, EXACT_ERRORS[loss](exactly(z), exactly(t[0])), strict=True):
            if abs(exact) > sys.float_info.max:
                assert np.isnan(error)
            else:
                assert float(error) == pytest.approx(float(exact), rel=1e-12)
    assert np.isnan(first.activation_gradients).any(axis=1).tolist() == [True, False]
    trained = train(net, x, t, "sum", optimization("sgd", learning_rate=1e-3), rounds=2)
    assert all(np.isfinite(array).all() for array in all_of(trained))


def test_losses_from_logits_train_on() -> None:
    """Round 3 has z = −3155.6: C = ½ · 3155.625 and ∂C/∂w = −½ · 255, but 1/a is e^3155."""
    net = network("binary_cross_entropy", layer("sigmoid", [[0.0]]))
    x, t = np.array([[255.0], [250.0]]), np.array([[1.0], [0.0]])
    trained = train(net, x, t, "mean", optimization("sgd", learning_rate=0.1), rounds=3)
    assert trained.passed.loss == pytest.approx(1577.8125, rel=1e-12)
    assert trained.passed.layers[0].weight_gradients[0, 0] == -127.5
    assert np.isnan(trained.passed.layers[0].activation_gradients[0, 0])
    assert trained.updated.layers[0].weights[0, 0] == pytest.approx(0.375, rel=1e-11)


@given(st.lists(st.floats(), min_size=1, max_size=5))
def test_is_finite_is_that_of_every_entry(values: list[float]) -> None:
    with np.errstate(all="ignore"):
        assert is_finite(np.array(values)) == bool(np.isfinite(values).all())


def test_the_first_overflow_in_order_is_returned() -> None:
    fine, broken = np.ones((2, 2)), np.array([[1.0, np.nan]])
    assert first_overflow([(fine, "a", 1), (fine, "b", 2)]) is None
    found = first_overflow([(fine, "a", 1), (broken, "b", 2), (broken, "c", 3)])
    assert found is not None
    assert (found.quantity, found.layer) == ("b", 2)


@pytest.mark.parametrize("name", LOSSES)
def test_a_pass_that_fits_is_not_refused(name: str) -> None:
    output = LOSSES[name].output or "linear"
    net = network(name, layer(output, [[100.0], [-100.0]]))
    passed = propagate(net, np.array([[7.0]]), np.array([[1.0, 0.0]]), "mean")
    assert np.isfinite(passed.loss)
