"""Which numbers are conventions: held against losses that are worked out beside each z and a."""

import numpy as np
import numpy.typing as npt
import pytest

from app.engine.arrays import Array
from app.engine.network.backprop import Pass, propagate
from app.engine.network.conventions import Marked, kinks, reaches, ties, unread_errors
from app.engine.network.network import Layer, Network
from tests.engine.network.building import layer, network

#: A step beside a number, and what a loss at least changes by if it depends on it: weights are 0
#: or at least 0.5, so that three layers pass on an eighth.
STEP, LEAST = 1e-6, 1e-8
OWN = {"relu": lambda z: np.maximum(z, 0.0), "linear": lambda z: z}


def random_layer(rng: np.random.Generator, name: str, units: int, fan_in: int) -> Layer:
    """Some weights are 0, one is 1; some units stand on the kink: all of theirs are 0."""
    weights = rng.choice([-1, 1], (units, fan_in)) * rng.uniform(0.5, 1.5, (units, fan_in))
    weights[rng.random((units, fan_in)) < 0.25] = 0.0
    weights[rng.integers(units), rng.integers(fan_in)] = 1.0
    biases = rng.uniform(-1, 1, units)
    standing = rng.random(units) < 0.3
    weights[standing], biases[standing] = 0.0, 0.0
    return layer(name, weights, biases)


def random_case(seed: int) -> tuple[Network, Array, Array]:
    rng = np.random.default_rng(seed)
    sizes = rng.integers(1, 4, 4)
    names = [*rng.choice(["relu", "relu", "linear"], 2), rng.choice(["relu", "linear"])]
    layers = [
        random_layer(rng, name, int(units), int(fan_in))
        for name, units, fan_in in zip(names, sizes[1:], sizes, strict=False)
    ]
    loss = str(rng.choice(["absolute_error", "half_squared_error"]))
    net = network(loss, *layers)
    inputs = rng.uniform(-2, 2, (3, sizes[0]))
    outputs = propagate(net, inputs, np.zeros((3, sizes[3])), "mean").layers[-1].activations
    tied = rng.random(outputs.shape) < 0.4
    targets = np.where(tied, outputs, rng.uniform(2, 3, outputs.shape))
    if loss == "half_squared_error":
        targets = np.where(tied, targets + 5, targets)
    return net, inputs, targets


def loss_of(net: Network, targets: Array, after: int, activations: Array) -> Array:
    """Of each sample, from the activations of layer ``after`` on; in this file's own words."""
    for each in net.layers[after:]:
        assert each.biases is not None
        activations = OWN[each.activation.name](activations @ each.weights.T + each.biases)
    errors = activations - targets
    own = np.abs(errors) if net.loss.name == "absolute_error" else errors**2 / 2
    return np.asarray(own.sum(axis=1))


def depends(net: Network, targets: Array, passed: Pass, number: int) -> npt.NDArray[np.bool_]:
    """Whether C changes with each a of a layer, to one side at least."""
    activations = passed.layers[number - 1].activations
    found = np.zeros(activations.shape, dtype=bool)
    before = loss_of(net, targets, number, activations)
    for unit in range(activations.shape[1]):
        for step in (STEP, -STEP):
            moved = activations.copy()
            moved[:, unit] += step
            found[:, unit] |= np.abs(loss_of(net, targets, number, moved) - before) > LEAST
    return found


def as_array(marked: Marked, shape: tuple[int, ...]) -> npt.NDArray[np.bool_]:
    return np.zeros(shape, dtype=bool) if marked is None else np.asarray(marked)


@pytest.mark.parametrize("seed", range(60))
def test_what_the_loss_depends_on_is_reached_and_only_kinks_there_are_marked(seed: int) -> None:
    net, inputs, targets = random_case(seed)
    passed = propagate(net, inputs, targets, "mean")
    standing: list[Marked] = [
        numbers.pre_activations == 0 if each.activation.name == "relu" else None
        for each, numbers in zip(net.layers, passed.layers, strict=True)
    ]
    reached = reaches(net, passed, targets, standing)
    marked = kinks(net, passed, targets)
    for number, stands in enumerate(standing, start=1):
        expected = depends(net, targets, passed, number)
        np.testing.assert_array_equal(reached[number - 1], expected)
        found = marked[number - 1]
        on_kink = as_array(stands, expected.shape) & expected
        np.testing.assert_array_equal(as_array(found, expected.shape), on_kink)
        assert found is None or found.any()


def test_the_cases_above_have_kinks_that_count_and_kinks_that_do_not() -> None:
    seen = set()
    for seed in range(60):
        net, inputs, targets = random_case(seed)
        passed = propagate(net, inputs, targets, "mean")
        for marked, numbers in zip(kinks(net, passed, targets), passed.layers, strict=True):
            zeros = numbers.pre_activations == 0
            seen |= {
                (bool(stands), bool(is_marked))
                for stands, is_marked in zip(
                    zeros.ravel(), as_array(marked, zeros.shape).ravel(), strict=True
                )
            }
    assert seen == {(True, True), (True, False), (False, False)}


def test_an_output_at_its_target_is_marked_under_the_absolute_error_alone() -> None:
    inputs, targets = np.array([[1.0], [2.0]]), np.array([[1.0, 0.0], [5.0, 4.0]])
    weights = [[1.0], [2.0]]
    for loss, expected in (
        ("absolute_error", [[True, False], [False, True]]),
        ("half_squared_error", None),
    ):
        net = network(loss, layer("linear", weights))
        marked = ties(net, propagate(net, inputs, targets, "mean"), targets)
        assert (None if marked is None else marked.tolist()) == expected
    net = network("absolute_error", layer("linear", weights))
    assert ties(net, propagate(net, inputs, targets + 1, "mean"), targets + 1) is None


def test_errors_too_large_for_a_float_are_those_of_the_output_layer() -> None:
    """∂C/∂a = −t/a overflows where δ = a − t does not, so that nothing reads it."""
    first = layer("sigmoid", [[1.0], [1.0]], [0.0, 0.0])
    net = network("binary_cross_entropy", first, layer("sigmoid", [[1.0, 0.0]], [-800.0]))
    usual = propagate(net, np.array([[0.0]]), np.array([[0.0]]), "mean")
    assert unread_errors(usual) is None
    passed = propagate(net, np.array([[0.0], [1.0]]), np.array([[1.0], [0.0]]), "mean")
    marked = unread_errors(passed)
    assert marked is not None
    assert marked.tolist() == [[True], [False]]
    # Without a hidden layer as well.
    net = network("binary_cross_entropy", layer("sigmoid", [[1.0]], [-800.0]))
    marked = unread_errors(propagate(net, np.array([[0.0]]), np.array([[1.0]]), "mean"))
    assert marked is not None
    assert marked.tolist() == [[True]]
