"""Every optimizer compared with the documented algorithm, and the laws common to all."""

from typing import Any

import numpy as np
import pytest

from app.engine.network.optimizers import OPTIMIZERS, line_values
from app.engine.network.training import Trained, start, train
from app.engine.parameters import with_defaults
from tests.engine.network.building import Problem, layer, network, optimization
from tests.engine.network.references import OPTIMIZER_REFERENCES, mp, mpf

#: Tested beside the defaults, to detect a hyperparameter that is not used.
OTHER_VALUES = {
    "momentum": 0.7,
    "epsilon": 1e-3,
    "decay": 0.8,
    "beta1": 0.6,
    "beta2": 0.95,
    "weight_decay": 0.2,
}


def hyperparameters_of(name: str, rate: float, other: bool) -> dict[str, float]:
    parameters = OPTIMIZERS[name].hyperparameters
    given = {p.name: OTHER_VALUES[p.name] for p in parameters if other and p.name in OTHER_VALUES}
    return with_defaults(parameters, {**given, "learning_rate": rate})


def problem_of(frozen: str = "none") -> Problem:
    rng = np.random.default_rng(9)
    return Problem(
        network(
            "half_squared_error",
            layer("tanh", rng.normal(size=(4, 3)), rng.normal(size=4), frozen),
            layer("sigmoid", rng.normal(size=(2, 4)), rng.normal(size=2)),
            layer("linear", rng.normal(size=(1, 2))),
        ),
        rng.normal(size=(5, 3)),
        rng.normal(size=(5, 1)),
        "mean",
    )


def trained_on(problem: Problem, name: str, rounds: int = 1, **hyperparameters: float) -> Trained:
    return train(
        problem.network,
        problem.inputs,
        problem.targets,
        problem.reduction,
        optimization(name, **hyperparameters),
        rounds,
    )


def test_every_optimizer_has_a_reference() -> None:
    assert set(OPTIMIZER_REFERENCES) == set(OPTIMIZERS)


@pytest.mark.parametrize("other", [False, True], ids=["defaults", "others"])
@pytest.mark.parametrize("name", OPTIMIZERS)
def test_a_hundred_steps_follow_the_documented_algorithm(name: str, other: bool) -> None:
    """On C(p) = ¼ p⁴ − cos p, whose gradient is p³ + sin p."""
    optimizer, hyperparameters = OPTIMIZERS[name], hyperparameters_of(name, 0.02, other)
    starts = np.array([[1.5, -0.7], [0.01, -2.0]])
    p, state = starts, optimizer.start(starts)
    ours = []
    for count in range(1, 101):
        p, state = optimizer.step(p, p**3 + np.sin(p), state, count, hyperparameters)
        ours.append(p)
    for place in np.ndindex(starts.shape):
        reference = OPTIMIZER_REFERENCES[name](
            mpf(float(starts[place])), lambda q: q**3 + mp.sin(q), 100, hyperparameters
        )
        path = np.array([float(q) for q in reference])
        np.testing.assert_allclose([step[place] for step in ours], path, rtol=1e-11, atol=1e-13)


@pytest.mark.parametrize("name", OPTIMIZERS)
def test_every_parameter_of_an_optimizer_matters(name: str) -> None:
    def end(hyperparameters: dict[str, float]) -> Any:
        optimizer = OPTIMIZERS[name]
        p = np.array([1.0])
        state = optimizer.start(p)
        for count in (1, 2, 3):
            p, state = optimizer.step(p, np.sin(p) + 0.1 * count, state, count, hyperparameters)
        return p[0]

    usual = hyperparameters_of(name, 0.1, other=False)
    for parameter in OPTIMIZERS[name].hyperparameters:
        assert parameter.low <= parameter.default <= parameter.high
        changed = OTHER_VALUES.get(parameter.name, 0.3)
        assert end({**usual, parameter.name: changed}) != end(usual), parameter.name


@pytest.mark.parametrize("name", OPTIMIZERS)
def test_a_step_is_pure(name: str) -> None:
    optimizer, hyperparameters = OPTIMIZERS[name], hyperparameters_of(name, 0.1, other=False)
    rng = np.random.default_rng(10)
    p, g = rng.normal(size=(2, 3, 2))
    _, state = optimizer.step(p, g, optimizer.start(p), 1, hyperparameters)
    before = [array.copy() for array in (p, g, *state)]
    first, first_state = optimizer.step(p, g, state, 2, hyperparameters)
    second, second_state = optimizer.step(p, g, state, 2, hyperparameters)
    for now, then in zip((p, g, *state), before, strict=True):
        np.testing.assert_array_equal(now, then)
    for one, other in zip((first, *first_state), (second, *second_state), strict=True):
        np.testing.assert_array_equal(one, other)
    assert not np.shares_memory(first, p)


@pytest.mark.parametrize("shape", [(3, 2), (4,), (1, 1)])
@pytest.mark.parametrize("name", OPTIMIZERS)
def test_a_state_has_the_shape_of_its_parameter_and_starts_at_zero(
    name: str, shape: tuple[int, ...]
) -> None:
    optimizer = OPTIMIZERS[name]
    state = optimizer.start(np.ones(shape))
    assert len(state) == len(optimizer.state)
    assert all(slot.shape == shape and not slot.any() for slot in state)
    p, after = optimizer.step(
        np.ones(shape), np.ones(shape), state, 1, hyperparameters_of(name, 0.1, other=False)
    )
    assert p.shape == shape
    assert [slot.shape for slot in after] == [shape] * len(optimizer.state)


@pytest.mark.parametrize("other", [False, True], ids=["defaults", "others"])
@pytest.mark.parametrize("name", OPTIMIZERS)
def test_the_printed_rule_is_the_step(name: str, other: bool) -> None:
    """Its last line is the new parameter, and the lines of the state are the new state."""
    optimizer, hyperparameters = OPTIMIZERS[name], hyperparameters_of(name, 0.1, other)
    rng = np.random.default_rng(11)
    p, g = rng.normal(size=(2, 3, 2))
    state = optimizer.start(p)
    for count in range(1, 6):
        lines = line_values(optimizer, p, g, state, count, hyperparameters)
        p, state = optimizer.step(p, g, state, count, hyperparameters)
        assert list(lines) == [line.name for line in optimizer.rule]
        np.testing.assert_allclose(lines["new"], p, rtol=1e-14, atol=1e-16)
        assert list(lines)[-1] == "new"
        for kept, slot in zip(optimizer.state, state, strict=True):
            np.testing.assert_allclose(lines[kept], slot, rtol=1e-14)
        g = g + rng.normal(size=g.shape)


@pytest.mark.parametrize("name", OPTIMIZERS)
def test_a_rule_reads_what_stands_above_it_and_all_that_can_be_set(name: str) -> None:
    optimizer = OPTIMIZERS[name]
    known = {"p", "g", "count"} | {parameter.name for parameter in optimizer.hyperparameters}
    read: set[str] = set()

    def leaves(expression: Any) -> set[str]:
        if isinstance(expression, str):
            return {expression}
        if isinstance(expression, int):
            return set()
        operator, *operands = expression
        if operator == "old":
            assert operands[0] in optimizer.state
            return set()
        return set().union(*map(leaves, operands[operator == "call" :]))

    for line in optimizer.rule:
        assert leaves(line.value) <= known, line.name
        read |= leaves(line.value)
        known.add(line.name)
    assert known - {"new"} <= read | {"count"}


@pytest.mark.parametrize("name", OPTIMIZERS)
def test_an_optimizer_rolls_down_a_bowl(name: str) -> None:
    optimizer, hyperparameters = OPTIMIZERS[name], hyperparameters_of(name, 0.1, other=False)
    p = np.array([3.0, -2.0])
    state = optimizer.start(p)
    for count in range(1, 1001):
        p, state = optimizer.step(p, p, state, count, hyperparameters)
    assert np.abs(p).max() < 0.2


@pytest.mark.parametrize("name", OPTIMIZERS)
def test_a_network_follows_its_optimizer_downhill(name: str) -> None:
    trained = trained_on(problem_of(), name, rounds=60, learning_rate=0.01)
    assert trained.loss_after < trained.losses[0]


@pytest.mark.parametrize("name", OPTIMIZERS)
def test_frozen_parameters_stay(name: str) -> None:
    """Also under AdamW, whose decay would move them without a gradient."""
    for frozen in ("all", "biases"):
        problem = problem_of(frozen)
        trained = trained_on(problem, name, rounds=3)
        old, new = problem.network.layers, trained.updated.layers
        assert old[0].biases is not None
        assert old[1].biases is not None
        assert new[1].biases is not None
        np.testing.assert_array_equal(new[0].biases, old[0].biases)
        assert np.array_equal(new[0].weights, old[0].weights) == (frozen == "all")
        assert not np.array_equal(new[1].weights, old[1].weights)
        assert not np.array_equal(new[1].biases, old[1].biases)
        assert new[2].biases is None
        assert new[0].frozen == frozen
        # Its gradients are computed nevertheless.
        assert trained.passed.layers[0].weight_gradients.any()


@pytest.mark.parametrize("name", OPTIMIZERS)
def test_round_n_is_n_single_rounds_with_the_state_carried(name: str) -> None:
    problem, rounds = problem_of(), 7
    chosen = optimization(name, learning_rate=0.03)
    at_once = trained_on(problem, name, rounds, learning_rate=0.03)
    net, losses = problem.network, []
    states = start(net, chosen)
    for count in range(1, rounds + 1):
        single = train(net, problem.inputs, problem.targets, problem.reduction, chosen)
        losses.append(single.passed.loss)
        before = net
        layers, carried = [], []
        for part, result, (weight_state, bias_state) in zip(
            net.layers, single.passed.layers, states, strict=True
        ):
            step = chosen.optimizer.step
            weights, weight_state = step(
                part.weights, result.weight_gradients, weight_state, count, chosen.hyperparameters
            )
            biases = part.biases
            if biases is not None:
                assert bias_state is not None
                assert result.bias_gradients is not None
                biases, bias_state = step(
                    biases, result.bias_gradients, bias_state, count, chosen.hyperparameters
                )
            layers.append(layer(part.activation.name, weights, biases))
            carried.append((weight_state, bias_state))
        net, states = network("half_squared_error", *layers), tuple(carried)
    assert at_once.losses == losses
    assert len(at_once.losses) == rounds
    assert at_once.passed.loss == losses[-1]
    for ours, theirs in zip(at_once.network.layers, before.layers, strict=True):
        np.testing.assert_array_equal(ours.weights, theirs.weights)
    for ours, theirs in zip(at_once.updated.layers, net.layers, strict=True):
        np.testing.assert_array_equal(ours.weights, theirs.weights)
    following = train(net, problem.inputs, problem.targets, problem.reduction, chosen)
    assert at_once.loss_after == following.passed.loss


@pytest.mark.parametrize("name", OPTIMIZERS)
def test_training_leaves_the_network_it_was_given_alone(name: str) -> None:
    problem, untouched = problem_of(), problem_of()
    trained_on(problem, name, rounds=3)
    for ours, theirs in zip(problem.network.layers, untouched.network.layers, strict=True):
        np.testing.assert_array_equal(ours.weights, theirs.weights)
        if ours.biases is not None:
            np.testing.assert_array_equal(ours.biases, theirs.biases)
    np.testing.assert_array_equal(problem.inputs, untouched.inputs)


def test_updates_use_the_old_weights_of_every_layer() -> None:
    problem = problem_of()
    trained = trained_on(problem, "sgd", learning_rate=0.5)
    for old, result, new in zip(
        problem.network.layers, trained.passed.layers, trained.updated.layers, strict=True
    ):
        np.testing.assert_array_equal(new.weights, old.weights - 0.5 * result.weight_gradients)


def test_sum_is_the_mean_times_the_batch() -> None:
    problem = problem_of()
    mean, total = (
        train(problem.network, problem.inputs, problem.targets, reduction, optimization("sgd"))
        for reduction in ("mean", "sum")
    )
    assert np.isclose(total.passed.loss, 5 * mean.passed.loss, rtol=1e-14)
    np.testing.assert_allclose(
        total.passed.input_gradients, 5 * mean.passed.input_gradients, rtol=1e-12
    )
    np.testing.assert_array_equal(total.passed.sample_losses, mean.passed.sample_losses)
