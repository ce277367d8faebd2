"""The gradient check: it confirms a right gradient and detects a wrong one."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.checking.gradient_check import (
    BOUND,
    CHUNK_ROWS,
    COMPLEX_STEP,
    VERDICTS,
    CheckedArray,
    GradientCheck,
    check,
)
from app.engine.arrays import Array
from app.engine.network.activations import ACTIVATIONS
from app.engine.network.backprop import Pass, batch_loss, propagate
from app.engine.network.initializers import INITIALIZERS
from app.engine.network.losses import LOSSES
from app.engine.network.network import Layer, Network
from app.engine.network.overflow import Overflow
from app.engine.parameters import with_defaults
from tests.engine.network.building import (
    Problem,
    from_request,
    layer,
    network,
    random_problem,
    random_targets,
)
from tests.examples import examples

CASES: list[dict[str, Any]] = json.loads(
    (Path(__file__).parents[1] / "engine/network/oracle/traces.json").read_text()
)
RELU_LIKE = ("relu", "leaky_relu", "elu", "selu")
XOR_INPUTS = np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])
XOR_TARGETS = np.array([[0.0], [1.0], [1.0], [0.0]])
#: What a planted error multiplies a gradient by.
FACTORS = {"sign": -1.0, "factor 2": 2.0, "missing": 0.0, "last digits": 1 + 1e-6}


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


def arrays_of(result: GradientCheck) -> list[CheckedArray]:
    return [
        array
        for part in result.layers
        for array in (part.weights, part.biases)
        if array is not None
    ]


def verdicts_of(result: GradientCheck) -> set[str]:
    return {VERDICTS[code] for array in arrays_of(result) for code in array.codes.ravel()}


@pytest.mark.parametrize("loss", LOSSES)
@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_the_check_finds_the_gradient_of_every_pair_right(activation: str, loss: str) -> None:
    result = checked(problem_of(activation, loss))
    assert result.method == COMPLEX_STEP
    assert result.h == 2.0**-100
    assert result.max_relative_error <= 1e-12
    assert verdicts_of(result) == {"fine"}


@pytest.mark.parametrize("reduction", ["mean", "sum"])
@pytest.mark.parametrize("batch", [1, 2, 32, 2_100])
@pytest.mark.parametrize("activation", ["softmax", "tanh", "elu"])
def test_the_check_holds_for_batches(activation: str, batch: int, reduction: str) -> None:
    assert batch * 2 > CHUNK_ROWS or batch < 2_100
    result = checked(problem_of(activation, "squared_error", 1.0, batch, reduction))
    assert result.max_relative_error <= 1e-12


def test_the_check_gives_the_shape_of_every_layer() -> None:
    problem = problem_of("sigmoid", "half_squared_error")
    first, second = checked(problem).layers
    assert first.weights.quotients.shape == np.shape(first.weights.verdicts) == (4, 3)
    assert second.weights.quotients.shape == np.shape(second.weights.verdicts) == (2, 4)
    assert first.biases is not None
    assert first.biases.quotients.shape == np.shape(first.biases.verdicts) == (4,)
    assert second.biases is None


def central_differences(problem: Problem, index: int, h: float = 1e-5) -> Array:
    """∂C/∂W of a layer from losses alone: units × fan-in."""
    chosen = problem.network.layers[index]
    found = np.empty_like(chosen.weights)
    for place in np.ndindex(found.shape):
        ends = []
        for step in (h, -h):
            weights = chosen.weights.copy()
            weights[place] += step
            layers = list(problem.network.layers)
            layers[index] = replace(chosen, weights=weights)
            moved = replace(problem.network, layers=tuple(layers))
            ends.append(batch_loss(moved, problem.inputs, problem.targets, problem.reduction))
        found[place] = (ends[0] - ends[1]) / (2 * h)
    return found


@pytest.mark.parametrize("loss", LOSSES)
@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_the_quotients_are_those_of_the_loss(activation: str, loss: str) -> None:
    """Its central differences, which need neither derivatives nor complex numbers."""
    problem = problem_of(activation, loss)
    for index, part in enumerate(checked(problem).layers):
        expected = central_differences(problem, index)
        size = np.abs(expected).max()
        np.testing.assert_allclose(part.weights.quotients, expected, atol=1e-7 * size + 1e-9)


@pytest.mark.parametrize("number", range(120))
@pytest.mark.parametrize("scale", [0.3, 1.0, 30.0])
def test_no_gradient_of_a_random_network_is_accused(number: int, scale: float) -> None:
    problem = random_problem(number, scale)
    try:
        passed = run(problem)
    except Overflow:
        return
    result = checked(problem, passed)
    assert result.verdict != "wrong"
    if verdicts_of(result) == {"fine"}:
        assert result.max_relative_error <= 1e-12


@pytest.mark.parametrize("loss", ["binary_cross_entropy", "cross_entropy"])
@pytest.mark.parametrize("z", [10.0, 25.0, 36.0, 40.0, 300.0, 800.0, 1e300])
@pytest.mark.parametrize("hot", [0, 1])
def test_the_check_is_right_where_the_output_saturates(loss: str, z: float, hot: int) -> None:
    """1 − a has no digits left there, or is 0: the check may not use it."""
    problem = Problem(
        network(loss, layer(str(LOSSES[loss].output), [[z], [-z]])),
        np.array([[1.0]]),
        np.eye(2)[[hot]],
        "mean",
    )
    assert checked(problem).verdict in ("fine", "saturated")


# --- kinks and ties -------------------------------------------------------------------------------


def sampled(seed: int, loss: str, sizes: tuple[int, ...], names: tuple[str, ...]) -> Network:
    """Weights by he_uniform, biases 0."""
    rng = np.random.default_rng(seed)
    he = INITIALIZERS["he_uniform"]
    hyperparameters = with_defaults(he.hyperparameters, {})
    return network(
        loss,
        *(
            layer(name, he.sample(rng, units, fan_in, hyperparameters), np.zeros(units))
            for name, fan_in, units in zip(names, sizes, sizes[1:], strict=False)
        ),
    )


def test_the_bias_of_a_unit_on_its_kink_is_compared_on_the_side_of_the_rule() -> None:
    """XOR's sample (0, 0) has z = 0 in both hidden units: relu passes nothing of it on."""
    net = sampled(1, "binary_cross_entropy", (2, 2, 1), ("relu", "sigmoid"))
    problem = Problem(net, XOR_INPUTS, XOR_TARGETS, "mean")
    passed = run(problem)
    hidden, output = checked(problem, passed).layers
    assert hidden.biases is not None
    assert hidden.biases.verdicts == ["kink", "kink"]
    assert hidden.biases.verdict == "kink"
    gradients = passed.layers[0].bias_gradients
    assert gradients is not None
    np.testing.assert_allclose(hidden.biases.quotients, gradients, rtol=1e-12)
    # Its inputs are 0, so its weights move nothing that stands on a kink.
    assert hidden.weights.verdict == "fine"
    assert output.weights.verdict == "fine"


@pytest.mark.parametrize(
    ("name", "slope", "verdict"),
    [
        ("relu", 0.0, "kink"),
        ("leaky_relu", 0.01, "kink"),
        ("elu", 1.0, "fine"),
        ("selu", None, "kink"),
    ],
)
def test_both_signs_of_an_input_stay_on_the_side_of_the_rule(
    name: str, slope: float | None, verdict: str
) -> None:
    """w = 0 with x = 1 and −1: whichever way w moves, one of the z would become positive."""
    net = network("half_squared_error", layer(name, [[0.0]]))
    problem = Problem(net, np.array([[1.0], [-1.0]]), np.array([[1.0], [2.0]]), "sum")
    (only,) = checked(problem).layers
    rule = 1.0507009873554805 * 1.6732632423543772 if slope is None else slope
    assert only.weights.quotients[0, 0] == pytest.approx(rule * (-1.0 + 2.0), rel=1e-12)
    assert only.weights.verdict == verdict


def test_a_tie_of_the_absolute_error_is_compared_by_its_rule() -> None:
    net = network("absolute_error", layer("linear", [[2.0], [3.0]], [0.0, 0.0]))
    problem = Problem(net, np.array([[1.0]]), np.array([[2.0, 1.0]]), "mean")
    (only,) = checked(problem).layers
    assert only.weights.quotients.ravel().tolist() == [0.0, 1.0]
    assert only.weights.verdicts == [["kink"], ["fine"]]


def test_a_kink_behind_which_nothing_depends_is_none() -> None:
    """The second relu is off, so that z = 0 of the first one does not matter."""
    net = network("half_squared_error", layer("relu", [[1.0]]), layer("relu", [[1.0]], [-1.0]))
    problem = Problem(net, np.array([[0.0]]), np.array([[1.0]]), "mean")
    assert verdicts_of(checked(problem)) == {"fine"}


def test_a_kink_in_front_of_a_tie_is_one() -> None:
    """C = |max(0, b)| has the slopes 0 and 1 at b = 0."""
    net = network("absolute_error", layer("relu", [[1.0]], [0.0]), layer("linear", [[1.0]]))
    problem = Problem(net, np.array([[0.0]]), np.array([[0.0]]), "mean")
    first, _ = checked(problem).layers
    assert first.biases is not None
    assert first.biases.verdict == "kink"


def test_two_sides_of_a_huber_loss_have_one_slope() -> None:
    net = network("huber", layer("linear", [[2.0]]))
    problem = Problem(net, np.array([[1.0]]), np.array([[1.0]]), "mean")
    assert checked(problem).verdict == "fine"


def test_a_gradient_of_cancelling_terms_is_right_as_far_as_they_are_rounded() -> None:
    """Σ over the samples of δ x is 0 but for rounding: 0.1 + 0.2 − 0.3."""
    inputs = np.array([[0.1], [0.2], [-0.3]])
    net = network("absolute_error", layer("linear", [[0.0]], [1.0]))
    problem = Problem(net, inputs, np.zeros((3, 1)), "sum")
    passed = run(problem)
    passed = corrupted(passed, 0, False, 5e-17)
    result = checked(problem, passed)
    assert result.verdict == "cancellation"
    assert checked(problem, corrupted(passed, 0, False, 1e-9)).verdict == "wrong"


def test_a_gradient_too_small_for_all_its_digits_is_right_as_far_as_they_go() -> None:
    """s'(710) = 4e-309, which is below the smallest number with all digits."""
    net = network("half_squared_error", layer("sigmoid", [[710.0]]))
    problem = Problem(net, np.array([[1.0]]), np.array([[0.0]]), "mean")
    assert checked(problem).verdict == "saturated"


# --- planted errors -------------------------------------------------------------------------------


def gradient_of(passed: Pass, index: int, biases: bool) -> Array | None:
    chosen = passed.layers[index]
    return chosen.bias_gradients if biases else chosen.weight_gradients


def corrupted(passed: Pass, index: int, biases: bool, value: float, place: int = 0) -> Pass:
    """The pass with one number of a gradient replaced."""
    array = gradient_of(passed, index, biases)
    assert array is not None
    wrong = array.copy()
    wrong.flat[place] = value
    layers = list(passed.layers)
    name = "bias_gradients" if biases else "weight_gradients"
    layers[index] = replace(layers[index], **{name: wrong})
    return replace(passed, layers=tuple(layers))


def assert_only_planted_errors_are_found(problem: Problem, rng: np.random.Generator) -> None:
    """Nothing is accused; one wrong entry of every array is, and it alone."""
    try:
        passed = run(problem)
    except Overflow:
        return
    assert checked(problem, passed).verdict != "wrong"
    for index in range(len(passed.layers)):
        for biases in (False, True):
            array = gradient_of(passed, index, biases)
            # Below, terms cancel down to their rounding.
            if array is None or np.abs(array).max() < 1e-9:
                continue
            places = np.flatnonzero(np.abs(array.ravel()) > 1e-3 * np.abs(array).max())
            place = int(rng.choice(places))
            right = float(array.ravel()[place])
            for factor in FACTORS.values():
                wrong = corrupted(passed, index, biases, factor * right, place)
                part = checked(problem, wrong).layers[index]
                found = part.biases if biases else part.weights
                assert found is not None
                assert found.verdict == "wrong"
                assert np.flatnonzero(np.ravel(found.verdicts) == "wrong").tolist() == [place]


def with_relu_like(problem: Problem, rng: np.random.Generator) -> Problem:
    """Every elementwise hidden activation replaced, every bias 0; half of the inputs 0."""
    depth = len(problem.network.layers)
    layers: list[Layer] = []
    for number, part in enumerate(problem.network.layers, start=1):
        fits = number < depth or problem.network.loss.output is None
        name = str(rng.choice(RELU_LIKE)) if fits else part.activation.name
        biases = None if part.biases is None else np.zeros_like(part.biases)
        layers.append(replace(part, activation=ACTIVATIONS[name], biases=biases))
    inputs = problem.inputs * rng.integers(0, 2, problem.inputs.shape)
    inputs[0] = 0.0
    net = replace(problem.network, layers=tuple(layers))
    return replace(problem, network=net, inputs=inputs)


@pytest.mark.parametrize("case", CASES, ids=map(str, range(len(CASES))))
def test_the_oracles_networks_on_kinks_are_right_and_planted_errors_are_found(
    case: dict[str, Any],
) -> None:
    problem, _ = from_request(case["request"])
    for seed in range(3):
        rng = np.random.default_rng([seed, len(problem.network.layers)])
        assert_only_planted_errors_are_found(with_relu_like(problem, rng), rng)


@pytest.mark.parametrize("loss", LOSSES)
@pytest.mark.parametrize("name", RELU_LIKE)
def test_zero_biases_and_many_seeds_accuse_no_right_gradient(name: str, loss: str) -> None:
    """XOR's four samples: every hidden unit stands at z = 0 for the first one."""
    outputs = {"cross_entropy": 2}.get(loss, 1)
    targets = np.c_[XOR_TARGETS, 1 - XOR_TARGETS][:, :outputs]
    for seed in range(examples(25)):
        output = LOSSES[loss].output or name
        net = sampled(seed, loss, (2, 3, 2, outputs), (name, name, output))
        rng = np.random.default_rng(seed)
        assert_only_planted_errors_are_found(Problem(net, XOR_INPUTS, targets, "mean"), rng)


# --- extreme numbers ------------------------------------------------------------------------------


@given(
    weight=st.floats(-1e308, 1e308),
    x=st.floats(-1e308, 1e308),
    name=st.sampled_from(list(ACTIVATIONS)),
    loss=st.sampled_from([n for n, entry in LOSSES.items() if entry.output is None]),
)
@settings(max_examples=examples(300))
def test_a_check_is_made_of_numbers_and_accuses_nothing(
    weight: float, x: float, name: str, loss: str
) -> None:
    problem = Problem(
        network(loss, layer(name, [[weight], [0.5]], [0.0, 1.0]), layer("linear", [[1.0, weight]])),
        np.array([[x]]),
        np.array([[0.5]]),
        "mean",
    )
    try:
        passed = run(problem)
    except Overflow:
        return
    result = checked(problem, passed)
    assert np.isfinite(result.max_relative_error)
    assert all(np.isfinite(array.quotients).all() for array in arrays_of(result))
    assert result.verdict != "wrong"


def test_the_error_of_a_check_is_zero_where_every_gradient_is() -> None:
    dead = Problem(
        network("half_squared_error", layer("relu", [[-1.0]])),
        np.array([[1.0]]),
        np.array([[1.0]]),
        "mean",
    )
    assert checked(dead).max_relative_error == 0.0


def test_a_gradient_within_the_bound_is_fine_and_one_beyond_it_is_wrong() -> None:
    problem = problem_of("tanh", "half_squared_error")
    passed = run(problem)
    right = float(passed.layers[0].weight_gradients[0, 0])
    for factor, verdict in ((1 + 0.9 * BOUND, "fine"), (1 + 1.2 * BOUND, "wrong")):
        near = checked(problem, corrupted(passed, 0, False, factor * right))
        assert near.layers[0].weights.verdicts[0][0] == verdict
