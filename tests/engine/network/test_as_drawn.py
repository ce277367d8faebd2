"""The figures' rule: its definition, where it equals the gradient, where it is not defined."""

from dataclasses import replace

import numpy as np
import pytest

from app.engine.arrays import Array
from app.engine.network.activations import ACTIVATIONS, Activation, elementwise
from app.engine.network.as_drawn import FigureRuleLayer, as_drawn, is_defined
from app.engine.network.backprop import Pass, propagate
from app.engine.network.losses import LOSSES
from app.engine.network.network import Network
from app.engine.network.training import train
from tests.engine.network.building import Problem, layer, network, optimization

ELEMENTWISE = [name for name, entry in ACTIVATIONS.items() if entry.elementwise]


def problem_of(
    *activations: str, batch: int = 3, reduction: str = "mean", biases: bool = True
) -> Problem:
    """3-4-3-2 with these activations."""
    rng = np.random.default_rng(11)
    widths = (3, 4, 3, 2)
    layers = [
        layer(name, rng.normal(size=(units, fan_in)), rng.normal(size=units) if biases else None)
        for name, fan_in, units in zip(activations, widths[:-1], widths[1:], strict=True)
    ]
    return Problem(
        network("half_squared_error", *layers),
        rng.normal(size=(batch, 3)),
        rng.normal(size=(batch, 2)),
        reduction,
    )


def both(problem: Problem) -> tuple[Pass, tuple[FigureRuleLayer, ...]]:
    passed = propagate(problem.network, problem.inputs, problem.targets, problem.reduction)
    return passed, as_drawn(
        problem.network, passed, problem.inputs, problem.targets, problem.reduction
    )


def agree(passed: Pass, drawn: tuple[FigureRuleLayer, ...], layers: list[int]) -> None:
    for index in layers:
        ours, true = drawn[index], passed.layers[index]
        np.testing.assert_allclose(ours.errors, -true.activation_gradients, rtol=1e-12)
        np.testing.assert_allclose(ours.weight_gradients, true.weight_gradients, rtol=1e-11)
        assert (ours.bias_gradients is None) == (true.bias_gradients is None)
        if ours.bias_gradients is not None and true.bias_gradients is not None:
            np.testing.assert_allclose(ours.bias_gradients, true.bias_gradients, rtol=1e-11)


@pytest.mark.parametrize("biases", [True, False])
@pytest.mark.parametrize("reduction", ["mean", "sum"])
@pytest.mark.parametrize("first", ELEMENTWISE)
def test_it_is_the_gradient_where_every_later_slope_is_one(
    first: str, reduction: str, biases: bool
) -> None:
    problem = problem_of(first, "linear", "linear", reduction=reduction, biases=biases)
    agree(*both(problem), [0, 1, 2])


@pytest.mark.parametrize("last", ELEMENTWISE)
def test_it_is_the_gradient_in_the_output_layer_always(last: str) -> None:
    passed, drawn = both(problem_of("tanh", "sigmoid", last))
    agree(passed, drawn, [2])


def test_it_is_not_the_gradient_of_a_sigmoid_network() -> None:
    passed, drawn = both(problem_of("sigmoid", "sigmoid", "sigmoid"))
    for index in (0, 1):
        assert not np.allclose(
            drawn[index].weight_gradients, passed.layers[index].weight_gradients, rtol=0.5
        )


def with_slope_one(net: Network, passed: Pass, later_than: int) -> Network:
    """The same network, each activation after this layer with its value kept and its slope 1.

    For one sample that is the shift a = z + (f(z₀) − z₀).
    """

    def shift(by: Array) -> Activation:
        return elementwise(
            "shift", lambda z: z + by, np.ones_like, "", "", textbook=lambda z: z + by
        )

    layers = list(net.layers)
    for index in range(later_than + 1, len(layers)):
        result = passed.layers[index]
        by = result.activations - result.pre_activations
        layers[index] = replace(layers[index], activation=shift(by))
    return replace(net, layers=tuple(layers))


@pytest.mark.parametrize("name", ELEMENTWISE)
def test_its_error_is_the_true_one_with_every_later_slope_replaced_by_one(name: str) -> None:
    problem = problem_of(name, "tanh", name)
    passed, drawn = both(problem)
    for index in range(3):
        straight = with_slope_one(problem.network, passed, index)
        true = propagate(straight, problem.inputs, problem.targets, problem.reduction)
        np.testing.assert_allclose(true.layers[-1].activations, passed.layers[-1].activations)
        np.testing.assert_allclose(
            drawn[index].errors, -true.layers[index].activation_gradients, rtol=1e-9, atol=1e-14
        )
        np.testing.assert_allclose(
            drawn[index].weight_gradients,
            true.layers[index].weight_gradients,
            rtol=1e-9,
            atol=1e-14,
        )


def test_it_is_refused_for_softmax_and_other_losses() -> None:
    for place in range(3):
        names = ["tanh", "tanh", "tanh"]
        names[place] = "softmax"
        problem = problem_of(*names)
        assert not is_defined(problem.network, "sgd")
        with pytest.raises(ValueError, match="softmax"):
            both(problem)
    fine = problem_of("tanh", "relu", "gelu").network
    assert is_defined(fine, "sgd")
    assert not is_defined(fine, "momentum")
    for name, loss in LOSSES.items():
        assert is_defined(replace(fine, loss=loss), "sgd") == (name == "half_squared_error")


def test_the_rule_as_drawn_is_followed_by_updates_and_later_rounds() -> None:
    problem = problem_of("sigmoid", "tanh", "sigmoid")
    rate = 0.1
    sgd = optimization("sgd", learning_rate=rate)
    arguments = (problem.inputs, problem.targets, problem.reduction, sgd)
    net = problem.network
    for rounds in (1, 2, 3):
        passed, drawn = both(replace(problem, network=net))
        trained = train(problem.network, *arguments, rounds=rounds, rule="as_drawn")
        assert trained.figure_rule is not None
        assert trained.passed.loss == passed.loss
        layers = []
        for part, true, ours, result, new in zip(
            net.layers,
            passed.layers,
            drawn,
            trained.passed.layers,
            trained.updated.layers,
            strict=True,
        ):
            np.testing.assert_array_equal(result.weight_gradients, true.weight_gradients)
            assert part.biases is not None
            assert ours.bias_gradients is not None
            weights = part.weights - rate * ours.weight_gradients
            biases = part.biases - rate * ours.bias_gradients
            np.testing.assert_array_equal(new.weights, weights)
            np.testing.assert_array_equal(new.biases, biases)
            layers.append(replace(part, weights=weights, biases=biases))
        net = replace(net, layers=tuple(layers))


def test_the_numbers_of_the_rule_are_given_only_on_request() -> None:
    problem = problem_of("tanh", "tanh", "tanh")
    arguments = (problem.inputs, problem.targets, problem.reduction, optimization("sgd"))
    assert train(problem.network, *arguments, rounds=2).figure_rule is None
    asked = train(problem.network, *arguments, rounds=2, with_figure_rule=True)
    plain = train(problem.network, *arguments, rounds=2)
    assert asked.figure_rule is not None
    assert asked.loss_after == plain.loss_after
