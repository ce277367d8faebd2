"""One step: its gradient is that of the penalized loss, and clipping is that of all together."""

from dataclasses import replace
from math import isfinite, isinf
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from app.engine.arrays import Array
from app.engine.network.backprop import batch_loss, propagate
from app.engine.network.network import Network
from app.engine.network.overflow import Overflow
from app.engine.network.runs.step import LayerGradients, clipped, norm, one_step, penalized
from app.engine.network.training import start
from tests.engine.network.building import layer, network, random_problem
from tests.engine.network.references import mp, mpf
from tests.engine.network.runs.building import settings


def stepped(net: Network, inputs: Array, targets: Array, **chosen: Any) -> Network:
    """The network after the first step."""
    made = settings(**chosen)
    states = start(net, made.optimization)
    return one_step(net, inputs, targets, made, made.learning_rate, states, 1)[0]


def penalty(net: Network, l1: float, l2: float) -> float:
    return sum(
        float((l1 * np.abs(part.weights) + l2 / 2 * part.weights**2).sum()) for part in net.layers
    )


@pytest.mark.parametrize("number", range(24))
def test_the_gradient_of_a_step_is_that_of_the_penalized_loss(number: int) -> None:
    """The change of an sgd step with rate 1, against central differences of C + penalties."""
    problem = random_problem(number, 0.7)
    net, l1, l2 = problem.network, 0.03, 0.05
    after = stepped(net, problem.inputs, problem.targets, learning_rate=1.0, l1=l1, l2=l2)
    h = 1e-6
    for place, part in enumerate(net.layers):
        for name in ("weights", "biases"):
            array = getattr(part, name)
            if array is None:
                continue
            for index in list(np.ndindex(array.shape))[:6]:
                costs = []
                for side in (h, -h):
                    moved = array.copy()
                    moved[index] += side
                    layers = list(net.layers)
                    layers[place] = replace(part, **{name: moved})
                    other = Network(net.inputs, tuple(layers), net.loss)
                    cost = batch_loss(other, problem.inputs, problem.targets, "mean")
                    costs.append(cost + penalty(other, l1, l2))
                found = float(array[index] - getattr(after.layers[place], name)[index])
                assert found == pytest.approx((costs[0] - costs[1]) / (2 * h), rel=1e-5, abs=1e-7)


def test_the_penalty_of_a_weight_that_is_0_is_0() -> None:
    net = network("half_squared_error", layer("linear", [[0.0, -2.0, 3.0]], [5.0]))
    gradient = LayerGradients(np.zeros((1, 3)), np.zeros(1))
    (found,) = penalized(net, [gradient], 0.5, 0.1)
    np.testing.assert_allclose(found.weight_gradients, [[0.0, -0.7, 0.8]])
    np.testing.assert_array_equal(found.bias_gradients, [0.0])


def test_a_frozen_layer_is_neither_penalized_nor_counted_in_the_norm() -> None:
    net = network(
        "half_squared_error",
        layer("linear", [[3.0]], [1.0], "all"),
        layer("linear", [[3.0]], [1.0], "biases"),
        layer("linear", [[3.0]], [1.0]),
    )
    one = LayerGradients(np.ones((1, 1)), np.ones(1))
    found = penalized(net, [one] * 3, 0.0, 1.0)
    assert [float(part.weight_gradients[0, 0]) for part in found] == [1, 4, 4]
    scaled = clipped(net, [one] * 3, 0.5)
    # One weight of the second layer, a weight and a bias of the third.
    factor = 0.5 / (np.sqrt(3) + 1e-6)
    assert float(scaled[2].weight_gradients[0, 0]) == pytest.approx(factor, rel=1e-15)


@given(
    arrays=st.lists(
        hnp.arrays(
            np.float64, hnp.array_shapes(max_dims=2, max_side=4), elements=st.floats(-1e300, 1e300)
        ),
        max_size=3,
    )
)
def test_a_norm_has_all_its_digits_however_large_or_small(arrays: list[Array]) -> None:
    with np.errstate(all="ignore"):
        found = norm(arrays)
    exact = mp.sqrt(sum((mpf(float(x)) ** 2 for array in arrays for x in array.ravel()), mpf(0)))
    if float(exact) < 1e-300:
        assert found <= 1e-299
    else:
        assert abs(found - exact) <= 1e-14 * exact


def test_a_norm_beyond_the_largest_number_is_infinite() -> None:
    with np.errstate(all="ignore"):
        assert isinf(norm([np.full(4, 1.7e308)]))
        assert isfinite(norm([np.full(4, 0.8e308)]))


@given(
    values=hnp.arrays(np.float64, (2, 3), elements=st.floats(-1e3, 1e3)), limit=st.floats(1e-3, 1e4)
)
def test_clipping_shortens_the_gradient_to_its_limit_and_keeps_its_direction(
    values: Array, limit: float
) -> None:
    net = network("half_squared_error", layer("linear", np.ones((2, 3)), np.ones(2)))
    gradient = LayerGradients(values, values[:, 0].copy())
    (found,) = clipped(net, [gradient], limit)
    assert found.bias_gradients is not None
    before, after = (
        norm([values, values[:, 0]]),
        norm([found.weight_gradients, found.bias_gradients]),
    )
    assert after <= limit * (1 + 1e-12)
    if before + 1e-6 <= limit:
        assert found is gradient
    else:
        assert after == pytest.approx(limit * before / (before + 1e-6), rel=1e-12)
        np.testing.assert_allclose(found.weight_gradients * before, values * after, atol=1e-9)


def test_the_loss_of_a_short_batch_is_the_mean_over_its_own_samples() -> None:
    """A batch of 3 moves the weights as if it were the whole set, whatever the batch size."""
    problem = random_problem(8, 0.7)
    rows = slice(0, 3)
    net, inputs, targets = problem.network, problem.inputs[rows], problem.targets[rows]
    after = stepped(net, inputs, targets, batch_size=10, learning_rate=0.5)
    whole = propagate(net, inputs, targets, "mean")
    for old, new, gradient in zip(net.layers, after.layers, whole.layers, strict=True):
        np.testing.assert_array_equal(new.weights, old.weights - 0.5 * gradient.weight_gradients)


def test_a_step_leaves_what_it_was_given_alone() -> None:
    problem, untouched = random_problem(7, 0.7), random_problem(7, 0.7)
    stepped(
        problem.network,
        problem.inputs,
        problem.targets,
        optimizer="adam",
        l1=0.1,
        l2=0.1,
        clip_norm=0.01,
    )
    for ours, theirs in zip(problem.network.layers, untouched.network.layers, strict=True):
        np.testing.assert_array_equal(ours.weights, theirs.weights)


def test_what_float64_does_not_hold_is_named() -> None:
    net = network("half_squared_error", layer("linear", [[1e300]], [0.0]))
    gradient = LayerGradients(np.array([[1.7e308]]), np.array([1.7e308]))
    with np.errstate(all="ignore"):
        with pytest.raises(Overflow) as raised:
            penalized(net, [gradient], 0.0, 1e8)
        assert (raised.value.quantity, raised.value.layer) == ("weight_gradients", 1)
        with pytest.raises(Overflow) as raised:
            clipped(net, [gradient], 1.0)
        assert (raised.value.quantity, raised.value.layer) == ("gradient_norm", None)
