"""From the engine's arrays to the JSON of a trace; orjson writes the arrays as they are."""

from dataclasses import replace
from typing import Any

import numpy as np

from ...checking.gradient_check import BOUND, GradientCheck, check
from ...engine.arrays import Array
from ...engine.cancellation import CheckCancelled, always
from ...engine.network.as_drawn import FigureRuleLayer
from ...engine.network.conventions import kinks, ties, unread_errors
from ...engine.network.network import Network
from ...engine.network.overflow import Overflow, is_finite
from ...engine.network.training import Trained, start, update
from ...explain.notation import NOTATIONS, Notation
from ...explain.step_latex import FormulaLatex, StepWriter
from ...explain.steps import each_step, steps_json
from ...explain.topology import Topology
from ...explain.values import PassValues, by_figure_rule
from ..json_pieces import Written
from .build import Job, last_round
from .optimizer import optimizer_json
from .schema import NetworkRequest, TraceRequest


def content(
    request: TraceRequest, job: Job, check_cancelled: CheckCancelled = always
) -> dict[str, Any]:
    """The answer. Raises `Overflow`, and what ``check_cancelled`` raises."""
    trained = last_round(job, check_cancelled)
    passed = trained.passed
    found: dict[str, Any] = {
        "network": network_json(request.network, trained.network),
        "loss": passed.loss,
        "sample_losses": passed.sample_losses,
        "layers": layers_json(trained),
        "input_gradients": passed.input_gradients,
        "loss_after": trained.loss_after,
        "losses": trained.losses,
        "notices": notices_json(trained, job.targets),
    }
    if job.include:
        if "steps" in job.include:
            found["steps"] = Written(steps_json(topology(job)))
        if "steps" in job.include or "slopes" in job.include:
            for layer_json, slopes in zip(found["layers"], slopes_of(trained), strict=True):
                layer_json["slopes"] = slopes
        if trained.figure_rule is not None and "as_drawn" in job.include:
            found["as_drawn"] = as_drawn_json(trained, trained.figure_rule, job)
        if "check" in job.include:
            checked = check(
                trained.network, passed, job.inputs, job.targets, job.reduction, check_cancelled
            )
            found["check"] = check_json(checked)
        if "latex" in job.include:
            found["latex"] = latex_json(trained, job, check_cancelled)
        if "optimizer" in job.include:
            found["optimizer"] = optimizer_json(trained, job)
    return found


def latex_json(
    trained: Trained, job: Job, check_cancelled: CheckCancelled
) -> list[dict[str, FormulaLatex]]:
    """Every step as LaTeX, by notation. Raises `Overflow`, and what ``check_cancelled`` raises."""
    writers = latex_writers(trained, job)
    found = []
    for step in each_step(topology(job)):
        check_cancelled()
        found.append({name: writer.formula(step) for name, writer in writers.items()})
    return found


def latex_writers(trained: Trained, job: Job) -> dict[str, StepWriter]:
    """One for each notation. If the updates follow the figures' rule, so do the figures; the
    derivation is that of the gradient all the same.
    """
    shape = topology(job)
    notations = {name: Notation(shape, name) for name in NOTATIONS}
    values = PassValues(
        trained.network,
        job.inputs,
        job.targets,
        trained.passed,
        job.optimization.hyperparameters["learning_rate"],
        trained.updated,
    )
    writers = {name: StepWriter(notation, values) for name, notation in notations.items()}
    if job.rule == "as_drawn" and trained.figure_rule is not None:
        by_gradient = replace(values, updated=updated_by_gradient(trained, job))
        by_rule = replace(values, passed=by_figure_rule(trained.passed, trained.figure_rule))
        writers["derivation"] = StepWriter(notations["derivation"], by_gradient)
        writers["figure"] = StepWriter(notations["figure"], by_rule, figure_rule=True)
    return writers


def updated_by_gradient(trained: Trained, job: Job) -> Network:
    """The network after one step along the gradient. Raises `Overflow`."""
    states = start(trained.network, job.optimization)
    try:
        with np.errstate(all="ignore"):
            updated, _ = update(trained.network, trained.passed.layers, job.optimization, states, 1)
    except Overflow as overflow:
        overflow.round_number = job.rounds
        raise
    return updated


def layers_json(trained: Trained) -> list[dict[str, Any]]:
    """What each layer computed, and its updated parameters."""
    return [
        {
            "pre_activations": layer.pre_activations,
            "activations": layer.activations,
            "activation_gradients": layer.activation_gradients,
            "deltas": layer.deltas,
            "weight_gradients": layer.weight_gradients,
            "bias_gradients": layer.bias_gradients,
            "updated_weights": updated.weights,
            "updated_biases": updated.biases,
        }
        for layer, updated in zip(trained.passed.layers, trained.updated.layers, strict=True)
    ]


def slopes_of(trained: Trained) -> list[Array | None]:
    """f'(z) of each layer, batch × units, which the steps' formulas name; None for softmax."""
    return [
        layer.activation.slope and layer.activation.slope(layer_pass.pre_activations)
        for layer, layer_pass in zip(trained.network.layers, trained.passed.layers, strict=True)
    ]


def topology(job: Job) -> Topology:
    optimizer = job.optimization.optimizer.name
    return Topology.of(job.network, job.targets, job.reduction, optimizer)


def network_json(asked: NetworkRequest, network: Network) -> dict[str, Any]:
    """The network of a request, with all weights and biases filled in."""
    return {
        "inputs": asked.inputs,
        "layers": [
            {
                "units": layer.units,
                "activation": layer.activation,
                "weights": made.weights,
                "biases": made.biases,
                "bias": layer.bias,
                "frozen": layer.frozen,
            }
            for layer, made in zip(asked.layers, network.layers, strict=True)
        ],
        "loss": asked.loss,
        "initializer": {"name": asked.initializer.name, **asked.initializer.hyperparameters},
        "seed": asked.seed,
    }


def as_drawn_json(trained: Trained, drawn: tuple[FigureRuleLayer, ...], job: Job) -> dict[str, Any]:
    """Raises `Overflow`: a step may be too large though the sum that it is made of is not."""
    rate = job.optimization.hyperparameters["learning_rate"]
    with np.errstate(over="ignore"):
        updates = [
            (
                -rate * layer.weight_gradients,
                None if layer.bias_gradients is None else -rate * layer.bias_gradients,
            )
            for layer in drawn
        ]
    for number, (weight_updates, bias_updates) in enumerate(updates, start=1):
        if not is_finite(weight_updates):
            raise Overflow("drawn_weight_updates", number, job.rounds)
        if bias_updates is not None and not is_finite(bias_updates):
            raise Overflow("drawn_bias_updates", number, job.rounds)
    return {
        "layers": [
            {
                "errors": layer.errors,
                "weight_updates": weight_updates,
                "bias_updates": bias_updates,
                "ratios": ratios(layer.weight_gradients, true.weight_gradients),
                "signs_agree": np.sign(layer.weight_gradients) == np.sign(true.weight_gradients),
            }
            for layer, true, (weight_updates, bias_updates) in zip(
                drawn, trained.passed.layers, updates, strict=True
            )
        ]
    }


def ratios(by_rule: Array, true: Array) -> Array:
    """by_rule / true; NaN, which JSON has as null, where it is not a finite float64."""
    with np.errstate(all="ignore"):
        quotients = by_rule / true
    return np.where(np.isfinite(quotients), quotients, np.nan)


def check_json(checked: GradientCheck) -> dict[str, Any]:
    return {
        "method": checked.method,
        "h": checked.h,
        "bound": BOUND,
        "max_relative_error": checked.max_relative_error,
        "verdict": checked.verdict,
        "layers": [
            {
                "weight_gradients": layer.weights.quotients,
                "bias_gradients": layer.biases and layer.biases.quotients,
                "weight_verdicts": layer.weights.verdicts,
                "bias_verdicts": layer.biases and layer.biases.verdicts,
                "verdict": {
                    "weight_gradients": layer.weights.verdict,
                    "bias_gradients": layer.biases and layer.biases.verdict,
                },
            }
            for layer in checked.layers
        ],
    }


def notices_json(trained: Trained, targets: Array) -> list[dict[str, Any]]:
    """Where this pass uses a convention instead of a derivative, or leaves out a number: for each
    unit the samples.
    """
    network, passed = trained.network, trained.passed
    last = len(network.layers)
    marked = [
        ("notice.network.kink", "z", number, mask)
        for number, mask in enumerate(kinks(network, passed, targets), start=1)
    ]
    marked.append(("notice.network.tie", "error", last, ties(network, passed, targets)))
    marked.append(("notice.network.error", "error", last, unread_errors(passed)))
    return [
        {"code": code, "address": f"{array}{number}.{unit}", "samples": np.flatnonzero(samples)}
        for code, array, number, mask in marked
        if mask is not None
        for unit, samples in enumerate(mask.T)
        if samples.any()
    ]
