"""Hand-ins in which a student has made a mistake on purpose."""

import numpy as np

from app.checking.marking.mistakes import TRUNCATED
from app.checking.marking.sheet import Sheet

from .sheets import draw
from .student import SIGMOID, SOFTMAX, TANH, cut, significant

ON_A_BATCH = {"activations_averaged", "gradients_not_averaged"}
#: Where a mistake can be made at all.
OUTPUTS = {
    "softmax_elementwise": (SOFTMAX,),
    "wrong_class": (SOFTMAX,),
    "output_slope_forgotten": (SIGMOID, TANH),
    "sum_for_mean": (SIGMOID, TANH),
    "loss_factor": (SIGMOID, TANH),
}
LOSSES = {"sum_for_mean": "mean_squared_error"}
#: Two that can be made at once.
PAIRS = [
    ("output_slope_forgotten", "rate_twice"),
    ("error_sign", "hidden_slope_forgotten"),
    ("weights_transposed", "own_output_for_input"),
    ("loss_factor", "one_branch_only"),
    ("gradients_summed", "bias_not_updated"),
    ("bias_forgotten", "branches_averaged"),
    ("output_slope_forgotten", "error_in_proportion"),
    ("neighbour_delta", "rate_in_gradient"),
]


def hand_in(
    rng: np.random.Generator, code: str, way: str, digits: int
) -> tuple[Sheet, dict[str, str]] | None:
    """A sheet on which the mistake changes a number, handed in; None if it changes none there."""
    outputs = OUTPUTS.get(code, (SIGMOID, TANH, SOFTMAX))
    sheet, student = draw(
        rng,
        samples=2 if code in ON_A_BATCH else 1,
        output=outputs[rng.integers(len(outputs))],
        loss=LOSSES.get(code),
    )
    right = student(write=significant(digits)).work()
    if code == TRUNCATED:
        answers = student(write=cut(digits)).work()
    else:
        answers = student(write=significant(digits), mistakes=(way,)).work()
    return None if answers == right else (sheet, answers)
