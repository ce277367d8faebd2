"""The numbers of the answers, from the engine."""

from collections.abc import Callable
from functools import cache
from math import exp

import numpy as np

from ....checking.differences import Differences, curve, parameters_of
from ....engine.cancellation import always
from ....engine.network.training import Trained
from ....explain.latex import short_number
from ...trace.build import Job, build, last_round
from ...trace.schema import TraceRequest
from .experiments import LOGISTIC, NETWORKS, RATE, SOFTMAX, STEPS, TWICE

#: How much of an output is added to see what the loss does.
NUDGE = 1e-3


@cache
def job(network: str) -> Job:
    drawn = {"include": ("as_drawn",)} if network == "sign_flip" else {}
    return build(TraceRequest.model_validate(NETWORKS[network] | drawn))


@cache
def trained(network: str) -> Trained:
    return last_round(job(network), always)


def delta_of_mazur(updated: bool) -> float:
    """∂C/∂z of the first hidden neuron, with the weights of the pass or with those after it."""
    one = trained("mazur")
    hidden, output = one.passed.layers
    weights = (one.updated if updated else one.network).layers[1].weights[:, 0]
    return float(weights @ output.deltas[0] * slope(hidden.activations[0, 0]))


def slope(activation: float) -> float:
    """Of a sigmoid, from its output."""
    return activation * (1 - activation)


def sigmoid(z: float) -> float:
    return 1 / (1 + exp(-z))


def branches_of_mazur() -> list[float]:
    """What reaches the first hidden neuron from each output."""
    one = trained("mazur")
    return list(one.network.layers[1].weights[:, 0] * one.passed.layers[1].deltas[0])


def outputs_carried_back() -> float:
    """The outputs instead of the δ, over the same weights."""
    one = trained("mazur")
    return float(one.network.layers[1].weights[:, 0] @ one.passed.layers[1].activations[0])


def gradient(network: str, layer: int, unit: int, before: int) -> float:
    return float(trained(network).passed.layers[layer - 1].weight_gradients[unit, before])


def published_key() -> float:
    """∂E/∂w1 of the published key: the sum of the next layer's gradients for Σ w δ."""
    hidden, output = trained("published_key").passed.layers
    arriving = output.weight_gradients[:, 0].sum()
    return float(arriving * slope(hidden.activations[0, 0]) * job("published_key").inputs[0, 0])


def loss_after_nudge() -> float:
    """How much the loss of the document's network changes when y4 is raised by `NUDGE`."""
    one = trained("document")
    raised = one.passed.layers[1].activations[0].copy()
    raised[0] += NUDGE
    output = one.network.layers[2]
    answer = output.activation.function(output.weights @ raised)
    target = job("document").targets[0]
    return float(((answer - target) ** 2).sum() / 2 - one.passed.loss)


def sign_flip(figures: bool) -> float:
    """How the first weight of example B changes, without the slopes on the way back or with."""
    one = trained("sign_flip")
    if figures:
        assert one.figure_rule is not None
        rate = job("sign_flip").optimization.hyperparameters["learning_rate"]
        return float(-rate * one.figure_rule[0].weight_gradients[0, 0])
    return float(one.updated.layers[0].weights[0, 0] - one.network.layers[0].weights[0, 0])


def softmax() -> np.ndarray:
    values = SOFTMAX["values"]
    parts = np.exp([values[f"z{k}"] for k in (1, 2, 3)])
    return np.asarray(parts / parts.sum() - [values[f"t{k}"] for k in (1, 2, 3)])


def largest_delta(layer: int) -> float:
    return float(abs(trained("deep").passed.layers[layer].deltas).max())


def averages(together: bool) -> float:
    """A gradient of the XOR network: averaged over samples, or from averages over samples."""
    hidden, output = trained("xor").passed.layers
    if not together:
        return float(output.weight_gradients[0, 0])
    # The δ carry the 1/N of the mean.
    return float(output.deltas[:, 0].sum() * hidden.activations[:, 0].mean())


def left_after_steps(is_cleared: bool) -> float:
    """How far from the lowest point of x²/2 the steps get at most in the second half of a run."""
    x, step, farthest = 1.0, 0.0, 0.0
    for k in range(STEPS):
        step = x if is_cleared else step + x
        x -= RATE * step
        farthest = max(farthest, abs(x)) if k >= STEPS // 2 else farthest
    return farthest


@cache
def errors_of_differences() -> tuple[dict[float, float], dict[float, float]]:
    """Relative errors of central differences by h, in float64 and float32, in Mazur's example."""
    one, asked = trained("mazur"), job("mazur")
    gradients = []
    for each in parameters_of(one.network):
        layer = one.passed.layers[each.layer]
        array = layer.weight_gradients if each.kind == "weights" else layer.bias_gradients
        assert array is not None
        gradients.append((each, float(array[each.place])))
    differences = Differences(one.network, asked.inputs, asked.targets, asked.reduction)
    found = curve(differences, gradients, always)
    return (
        dict(zip(found.steps, found.in_float64, strict=True)),
        dict(zip(found.steps, found.in_float32, strict=True)),
    )


Z, A = TWICE["values"]["z"], sigmoid(TWICE["values"]["z"])
LOGIT, TARGET = LOGISTIC["values"]["z"], LOGISTIC["values"]["t"]
ANSWER = sigmoid(LOGIT)

#: What a number of the text is, by its name there.
NUMBERS: dict[str, Callable[[], float]] = {
    "delta_old": lambda: delta_of_mazur(updated=False),
    "delta_new": lambda: delta_of_mazur(updated=True),
    "branch_1": lambda: branches_of_mazur()[0],
    "branch_2": lambda: branches_of_mazur()[1],
    "branches": lambda: sum(branches_of_mazur()),
    "outputs_back": outputs_carried_back,
    "nudge": lambda: NUDGE,
    "nudge_by_derivative": lambda: (
        NUDGE * float(trained("document").passed.layers[1].activation_gradients[0, 0])
    ),
    "nudge_tried": loss_after_nudge,
    "key_true": lambda: gradient("published_key", 1, 0, 0),
    "key_published": published_key,
    "input": lambda: float(job("mazur").inputs[0, 0]),
    "first_gradient": lambda: gradient("mazur", 1, 0, 0),
    "flip_figures": lambda: sign_flip(figures=True),
    "flip_gradient": lambda: sign_flip(figures=False),
    "z": lambda: Z,
    "a": lambda: A,
    "slope_at_z": lambda: slope(A),
    "slope_at_a": lambda: slope(sigmoid(A)),
    "logistic_a": lambda: ANSWER,
    "logistic_error": lambda: -1 / ANSWER,
    "logistic_slope": lambda: slope(ANSWER),
    "logistic_delta": lambda: ANSWER - TARGET,
    "softmax_1": lambda: float(softmax()[0]),
    "softmax_2": lambda: float(softmax()[1]),
    "softmax_3": lambda: float(softmax()[2]),
    "deep_first": lambda: largest_delta(0),
    "deep_last": lambda: largest_delta(-1),
    "column_1": lambda: float(trained("mazur").network.layers[1].weights[0, 0]),
    "column_2": lambda: float(trained("mazur").network.layers[1].weights[1, 0]),
    "row_2": lambda: float(trained("mazur").network.layers[1].weights[0, 1]),
    "w_23": lambda: float(trained("figure2").network.layers[0].weights[1, 2]),
    "w_32": lambda: float(trained("figure2").network.layers[0].weights[2, 1]),
    "rate": lambda: float(job("mazur").optimization.hyperparameters["learning_rate"]),
    "half_rate": lambda: float(job("without_half").optimization.hyperparameters["learning_rate"]),
    "half_gradient": lambda: gradient("mazur", 2, 0, 0),
    "whole_gradient": lambda: gradient("without_half", 2, 0, 0),
    "half_weight": lambda: float(trained("mazur").updated.layers[1].weights[0, 0]),
    "bias_delta": lambda: float(trained("mazur").passed.layers[1].deltas[0, 0]),
    "bias_old": lambda: float(biases("mazur", updated=False)[0]),
    "bias_new": lambda: float(biases("mazur", updated=True)[0]),
    "bias_of_batch": lambda: float(trained("xor").passed.layers[1].deltas.sum()),
    "gradients_averaged": lambda: averages(together=False),
    "averages_multiplied": lambda: averages(together=True),
    "cleared": lambda: left_after_steps(is_cleared=True),
    "not_cleared": lambda: left_after_steps(is_cleared=False),
    "steps": lambda: STEPS,
    "equal_gradient": lambda: gradient("equal", 1, 0, 0),
    "difference_64": lambda: errors_of_differences()[0][1e-5],
    "difference_64_tiny": lambda: errors_of_differences()[0][1e-13],
    "difference_32": lambda: errors_of_differences()[1][1e-5],
    "loss_before": lambda: trained("worked_example").passed.loss,
    "loss_after": lambda: trained("worked_example").loss_after,
}

#: The characters of an exponent that is written above the line.
RAISED = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


def biases(network: str, updated: bool) -> np.ndarray:
    """Of the output layer."""
    one = trained(network)
    found = (one.updated if updated else one.network).layers[-1].biases
    assert found is not None
    return found


def written(name: str) -> str:
    """A number as a sentence shows it: four significant digits, a true minus, 7.061·10⁻⁶."""
    mantissa, e, exponent = short_number(NUMBERS[name]()).partition("e")
    power = f"·10{str(int(exponent)).translate(RAISED)}" if e else ""
    return mantissa.replace("-", "−") + power
