"""The gradients of random networks compared with the chain rule at sixty digits."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.engine.arrays import Array
from app.engine.network.backprop import Pass, propagate
from app.engine.network.overflow import Overflow
from tests.engine.network.building import ACTIVATION_NAMES, LOSS_NAMES, Problem, random_problem
from tests.engine.network.references import (
    LayerReference,
    PassReference,
    Vector,
    exactly,
    mpf,
    norm,
    norm_error,
    reference_pass,
)
from tests.examples import examples

#: Networks of every scale, and the parts into which they are divided for several cores.
NETWORKS, PARTS = examples(420), 14
#: Below this share of its terms a sum counts as cancelled.
CANCELLING = mpf("1e-4")
LARGEST = mpf(float(np.finfo(np.float64).max))


def reference_of(problem: Problem) -> PassReference:
    layers = [
        LayerReference(layer.activation.name, layer.weights, layer.biases)
        for layer in problem.network.layers
    ]
    return reference_pass(
        layers, problem.network.loss.name, problem.inputs, problem.targets, problem.reduction
    )


@dataclass(frozen=True)
class Compared:
    """A gradient array, its reference, and the sums of the absolute values of what is added up."""

    name: str
    ours: Array
    theirs: Vector
    terms: Vector

    @property
    def error(self) -> float:
        """‖ours − theirs‖ / ‖theirs‖; where nearly all digits cancel, as in −1 + 1 + tiny, over
        ‖terms‖, since no float64 sum has twelve digits of such a result.
        """
        size = norm(self.terms)
        if 0 < norm(self.theirs) < CANCELLING * size:
            return float(norm(exactly(self.ours) - self.theirs) / size)
        return norm_error(self.ours, self.theirs)


def gradient_arrays(problem: Problem, passed: Pass, reference: PassReference) -> Iterator[Compared]:
    first = abs(exactly(problem.network.layers[0].weights))
    terms = abs(reference.deltas[0]) @ first
    yield Compared("input", passed.input_gradients, reference.input_gradients, terms)
    signal = exactly(problem.inputs)
    for index, layer in enumerate(passed.layers):
        deltas = abs(reference.deltas[index])
        name, biases = f"layer {index + 1}", reference.bias_gradients[index]
        terms = deltas.T @ abs(signal)
        weights = reference.weight_gradients[index]
        yield Compared(f"{name}, weights", layer.weight_gradients, weights, terms)
        assert (layer.bias_gradients is None) == (biases is None)
        if layer.bias_gradients is not None and biases is not None:
            yield Compared(f"{name}, biases", layer.bias_gradients, biases, deltas.sum(axis=0))
        signal = reference.activations[index]


def overflows(reference: PassReference) -> bool:
    """Does any exact number of this pass, of one sample or the batch, exceed float64?"""
    arrays = [
        reference.input_gradients,
        *reference.pre_activations,
        *reference.activations,
        *reference.activation_gradients,
        *reference.deltas,
        *reference.weight_gradients,
        *[biases for biases in reference.bias_gradients if biases is not None],
    ]
    return bool(
        abs(reference.loss) > LARGEST
        or any(abs(value) > LARGEST for array in arrays for value in array.ravel())
    )


@dataclass(frozen=True)
class Measured:
    """The array of a network with the largest error."""

    number: int
    functions: tuple[str, ...]
    array: str
    error: float


def measure(number: int, scale: float) -> Measured:
    """The gradient array with the largest error; 0 if both it and the reference overflow."""
    problem = random_problem(number, scale)
    layers = [layer.activation.name for layer in problem.network.layers]
    functions = (*layers, problem.network.loss.name)
    reference = reference_of(problem)
    try:
        passed = propagate(problem.network, problem.inputs, problem.targets, problem.reduction)
    except Overflow:
        assert overflows(reference), f"network {number} need not have overflowed"
        return Measured(number, functions, "none", 0.0)
    compared = gradient_arrays(problem, passed, reference)
    worst = max(compared, key=lambda one: one.error)
    return Measured(number, functions, worst.name, worst.error)


@pytest.mark.parametrize("part", range(PARTS))
@pytest.mark.parametrize("scale", [0.1, 1.0])
def test_gradients_agree_with_sixty_digits(scale: float, part: int) -> None:
    measured = [measure(number, scale) for number in range(part, NETWORKS, PARTS)]
    worst = max(measured, key=lambda one: one.error)
    assert worst.error <= 1e-12, worst


@pytest.mark.parametrize("part", range(PARTS))
@pytest.mark.parametrize("scale", [3.0, 10.0])
def test_gradients_of_large_weights_agree_with_sixty_digits(scale: float, part: int) -> None:
    measured = [measure(number, scale) for number in range(part, NETWORKS, PARTS)]
    worst = max(measured, key=lambda one: one.error)
    assert worst.error <= 1e-11, worst


@given(number=st.integers(0, 10**9), scale=st.sampled_from([0.1, 1.0]))
@settings(max_examples=examples(100), derandomize=True)
def test_a_gradient_is_wrong_by_no_more_than_its_terms_are(number: int, scale: float) -> None:
    """‖ours − ref‖ relative to ‖Σ |δ| |x|‖ over the samples.

    Where samples cancel (in about one network in a thousand), no float64 sum has twelve digits of
    the result, but its terms do.
    """
    problem = random_problem(number, scale)
    reference = reference_of(problem)
    passed = propagate(problem.network, problem.inputs, problem.targets, problem.reduction)
    for each in gradient_arrays(problem, passed, reference):
        assert norm(exactly(each.ours) - each.theirs) <= 1e-12 * norm(each.terms), each.name


def test_the_random_networks_meet_every_function_and_every_kind() -> None:
    problems = [random_problem(number, 1.0) for number in range(NETWORKS)]
    layers = [layer for problem in problems for layer in problem.network.layers]
    assert {layer.activation.name for layer in layers} == set(ACTIVATION_NAMES)
    outputs = {problem.network.layers[-1].activation.name for problem in problems}
    hidden = {
        layer.activation.name for problem in problems for layer in problem.network.layers[:-1]
    }
    assert outputs == hidden == set(ACTIVATION_NAMES)
    assert {problem.network.loss.name for problem in problems} == set(LOSS_NAMES)
    assert {len(problem.network.layers) for problem in problems} == {1, 2, 3, 4, 5}
    assert {layer.biases is None for layer in layers} == {True, False}
    assert {problem.reduction for problem in problems} == {"mean", "sum"}
    batches = {len(problem.inputs) for problem in problems}
    assert (min(batches), max(batches)) == (1, 32)
