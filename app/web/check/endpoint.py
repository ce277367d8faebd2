"""``POST /api/v1/check``: gradients held against differences of the loss and a complex step."""

from typing import Any

from ...checking.differences import (
    MOST_ON_CURVE,
    STEPS,
)
from ..endpoint import Endpoint
from ..estimate import Estimate, Scale
from ..limits import LIMITS
from ..trace.build import count_parameters
from ..trace.endpoint import MAX_TOKENS
from ..trace.scale import rounds_seconds
from .response import checked
from .schema import KNOWN_FIELDS, Check, CheckRequest

#: Seconds for a loss of a moved network: the calls for a layer, and a number of a pass.
SECONDS_A_LOSS, SECONDS_A_NUMBER = 7e-6, 3e-9
#: For a unit of a sample, of an activation that is made of many calls.
SECONDS_A_UNIT = {"gelu": 45e-9}
#: What is said to a parameter takes as much of an answer as so many numbers.
NUMBERS_A_PARAMETER = 12

EXAMPLE: dict[str, Any] = {
    "network": {
        "inputs": 2,
        "layers": [
            {
                "units": 2,
                "activation": "tanh",
                "weights": [[0.2, 0.5], [-0.4, 0.6]],
                "biases": [0.1, -0.1],
            },
            {"units": 1, "activation": "sigmoid", "weights": [[0.3, -0.8]], "biases": [0.05]},
        ],
        "loss": "binary_cross_entropy",
    },
    "inputs": [[0.5, 0.3]],
    "targets": [[1]],
}
OWN = EXAMPLE | {
    "reduction": "mean",
    "optimizer": {"name": "sgd", "learning_rate": 0.3},
    "round": 1,
    "rule": "gradient",
    "gradients": {"dw2.0.0": "-0.1476", "dw2.0.1": "0.01572"},
}


def estimate(asked: CheckRequest) -> Estimate:
    parameters, samples = count_parameters(asked.network), len(asked.inputs)
    # Two losses for each difference; the curve has them in two precisions.
    on_curve = 2 * 2 * len(STEPS) * min(parameters, MOST_ON_CURVE)
    losses = 2 * parameters + on_curve
    layers = len(asked.network.layers)
    units = sum(
        SECONDS_A_UNIT.get(layer.activation, 0.0) * layer.units for layer in asked.network.layers
    )
    one = SECONDS_A_LOSS * layers + samples * (SECONDS_A_NUMBER * parameters + units)
    return Estimate(rounds_seconds(asked) + losses * one, NUMBERS_A_PARAMETER * parameters)


ENDPOINT = Endpoint(
    name="check",
    summary="Every gradient held against differences of the loss and a complex step",
    description="Central differences (one-sided at kinks) and the complex step for every weight "
    "and bias, the worst first, with a plain reading; how the error of a difference depends on h, "
    "in float64 and float32. Gradients of one's own are held against all three.",
    request=CheckRequest,
    answered=Check,
    answered_with="The gradients, the worst first",
    known_fields=KNOWN_FIELDS,
    max_tokens=MAX_TOKENS | {b":": LIMITS["check_parameters"] + 1_000},
    scale=Scale(estimate, factors=(), parts=(), otherwise=("network",)),
    answer=checked,
    example=EXAMPLE,
    more_examples={"own": OWN},
)
