"""Differences of the loss: exact for a parabola, none where a float does not hold them."""

from collections.abc import Sequence
from math import isnan

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.checking.differences import (
    MOST_ON_CURVE,
    STEP,
    STEPS,
    Differences,
    Parameter,
    curve,
    moved,
    parameters_of,
)
from app.engine.network.activations import ACTIVATIONS
from app.engine.network.losses import LOSSES
from app.engine.network.network import Layer, Network

LARGE = 1e200


def one_layer(weights: Sequence[float], bias: float | None, activation: str = "linear") -> Network:
    biases = None if bias is None else np.array([bias])
    layer = Layer(ACTIVATIONS[activation], np.array([weights]), biases)
    return Network(len(weights), (layer,), LOSSES["half_squared_error"])


def of(network: Network, inputs: Sequence[float], target: float) -> Differences:
    return Differences(network, np.array([inputs]), np.array([[target]]), "mean")


def test_every_parameter_is_there_once_with_its_address() -> None:
    first = Layer(ACTIVATIONS["tanh"], np.ones((3, 2)), np.ones(3))
    last = Layer(ACTIVATIONS["linear"], np.ones((1, 3)), None)
    network = Network(2, (first, last), LOSSES["half_squared_error"])
    addresses = [parameter.address for parameter in parameters_of(network)]
    assert addresses == [
        *(f"dw1.{unit}.{of_input}" for unit in range(3) for of_input in range(2)),
        *(f"db1.{unit}" for unit in range(3)),
        *(f"dw2.0.{of_unit}" for of_unit in range(3)),
    ]


def test_a_move_changes_one_parameter_of_a_copy() -> None:
    network = one_layer([1.0, 2.0], 3.0)
    for place, parameter in enumerate(parameters_of(network)):
        changed = moved(network, parameter, 0.5).layers[0]
        assert changed.biases is not None
        numbers = np.append(changed.weights, changed.biases)
        assert (numbers - [1.0, 2.0, 3.0]).tolist() == (0.5 * np.eye(3)[place]).tolist()
    assert network.layers[0].weights.tolist() == [[1.0, 2.0]]


SMALL = st.integers(-8, 8).map(float)


@given(weight=SMALL, bias=SMALL, x=SMALL, target=SMALL)
def test_a_central_difference_of_a_parabola_is_its_slope(
    weight: float, bias: float, x: float, target: float
) -> None:
    """½(wx + b − t)²: x (wx + b − t), by hand, at any h; one side is off by ½hx²."""
    differences = of(one_layer([weight], bias), [x], target)
    error = weight * x + bias - target
    for parameter, factor in zip(parameters_of(differences.network), (x, 1.0), strict=True):
        slope = factor * error
        assert differences.central(parameter, 0.25) == slope
        assert differences.central(parameter) == pytest.approx(slope, abs=1e-5)
        h = differences.step(parameter)
        for near in (slope - 1, slope + 1):
            side = differences.one_sided(parameter, near)
            expected = slope + 0.5 * h * factor**2 * np.sign(near - slope)
            assert side == pytest.approx(expected, abs=h / 100 + 1e-7)


def test_a_step_grows_with_a_parameter_that_is_larger_than_one() -> None:
    differences = of(one_layer([-30.0, 0.1], 1.0), [1.0, 1.0], 0.0)
    found = [differences.step(parameter) for parameter in parameters_of(differences.network)]
    assert found == [30 * STEP, STEP, STEP]
    assert pytest.approx(np.finfo(np.float64).eps) == STEP**3


def test_at_a_kink_the_side_is_that_of_the_rule() -> None:
    """½(relu(w) − t)² at w = 0: 0 on the left, −t on the right."""
    differences = of(one_layer([0.0], None, "relu"), [1.0], 2.0)
    (parameter,) = parameters_of(differences.network)
    assert differences.one_sided(parameter, 0.1) == 0
    assert differences.one_sided(parameter, -1.9) == pytest.approx(-2.0, abs=1e-5)


def test_the_curve_is_the_largest_error_as_a_part_of_the_largest_gradient() -> None:
    differences = of(one_layer([1.0, 1.0], None), [1.0, 2.0], 0.0)
    weights = list(parameters_of(differences.network))
    # ½(w₁ + 2w₂)²: 3 and 6; −8 is 14 off.
    calls: list[None] = []
    gradients = [(weights[0], 3.0), (weights[1], -8.0)]
    found = curve(differences, gradients, lambda: calls.append(None))
    assert found.in_float64[0] == pytest.approx(14 / 8, rel=1e-9)
    assert found.in_float32[0] == pytest.approx(14 / 8, rel=1e-3)
    assert found.in_float32[0] != found.in_float64[0]
    assert len(calls) == 2 * len(STEPS)
    # Without any slope the error itself: no division by zero.
    flat = of(one_layer([0.0], None), [0.0], 0.0)
    (weight,) = parameters_of(flat.network)
    assert curve(flat, [(weight, 0.0)]).in_float64 == [0.0] * len(STEPS)


@pytest.mark.parametrize(("count", "apart"), [(MOST_ON_CURVE, 1), (MOST_ON_CURVE + 1, 2)])
def test_the_curve_is_of_parameters_evenly_spread(count: int, apart: int) -> None:
    """A wrong gradient is seen where its parameter is one of them, and not elsewhere."""
    differences = of(one_layer([0.0] * count, None), [0.0] * count, 0.0)
    weights = list(parameters_of(differences.network))
    for place in (0, 1, 2):
        gradients = [(weight, float(number == place)) for number, weight in enumerate(weights)]
        found = curve(differences, gradients).in_float64
        assert found == [float(place % apart == 0)] * len(STEPS)


def test_rounding_to_float32_leaves_no_number_as_it_was() -> None:
    rounded = of(one_layer([0.1], 0.2), [0.3], 0.7).in_float32()
    layer = rounded.network.layers[0]
    assert layer.biases is not None
    numbers = [layer.weights, layer.biases, rounded.inputs, rounded.targets]
    assert [array.dtype for array in numbers] == [np.float32] * 4
    assert [float(array.flat[0]) for array in numbers] == [
        float(np.float32(number)) for number in (0.1, 0.2, 0.3, 0.7)
    ]
    assert of(one_layer([0.1], None), [0.3], 0.7).in_float32().network.layers[0].biases is None


def test_a_step_at_which_one_parameter_overflows_has_no_error() -> None:
    """½(wx − t)² on both sides of w = 0: with a large x it is infinite but for tiny steps."""
    for inputs in ([1.0, LARGE], [LARGE, 1.0]):
        differences = of(one_layer([0.0, 0.0], None), inputs, 1.0)
        gradients = list(zip(parameters_of(differences.network), [-x for x in inputs], strict=True))
        found = curve(differences, gradients)
        assert found.steps == STEPS
        assert all(isnan(error) for error in found.in_float64)
        assert all(isnan(error) for error in found.in_float32)


def test_a_parameter_knows_its_gradients_address() -> None:
    assert Parameter(0, "weights", (0, 2)).address == "dw1.0.2"
    assert Parameter(0, "biases", (0,)).address == "db1.0"
