"""The rule of an update, line by line, with every number of it."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from ...engine.arrays import Array
from ...engine.network.optimizers import State, line_values
from ...engine.network.training import Gradients, Trained
from ...explain.optimizer_steps import symbols, update_tree
from .build import Job

#: The name of the parameter that the rule is written for.
PARAMETER = "w"


def optimizer_json(trained: Trained, job: Job) -> dict[str, Any]:
    """The rule, written out for a parameter w, and by layer the numbers of its lines: of ``s.m.w``
    that of m, of ``o.m.w`` the one of the round before, shaped as the parameters.
    """
    optimizer, hyperparameters = job.optimization.optimizer, job.optimization.hyperparameters
    gradients: Sequence[Gradients] = trained.passed.layers
    if job.rule == "as_drawn" and trained.figure_rule is not None:
        gradients = trained.figure_rule

    def numbers(p: Array | None, g: Array | None, state: State | None) -> dict[str, Array] | None:
        if p is None or g is None or state is None:
            return None
        values = line_values(optimizer, p, g, state, trained.count, hyperparameters)
        lines = {f"s.{line.name}.{PARAMETER}": values[line.name] for line in optimizer.rule[:-1]}
        before = zip(optimizer.state, state, strict=True)
        return lines | {f"o.{name}.{PARAMETER}": array for name, array in before}

    with np.errstate(all="ignore"):
        layers = [
            {
                "weights": numbers(layer.weights, gradient.weight_gradients, weight_state),
                "biases": numbers(layer.biases, gradient.bias_gradients, bias_state),
            }
            for layer, gradient, (weight_state, bias_state) in zip(
                trained.network.layers, gradients, trained.states, strict=True
            )
        ]
    shared = {f"k.{name}": value for name, value in hyperparameters.items()}
    return {
        "formula": update_tree(optimizer, [PARAMETER]),
        "symbols": symbols(optimizer, [PARAMETER]),
        "values": {"count": float(trained.count)} | shared,
        "layers": layers,
    }
