"""What somebody who makes a mistake writes, worked out here by the formula of the mistake."""

from collections.abc import Callable
from math import isnan, log, tanh
from typing import Any

import pytest

from app.checking.marking.mistakes import AT_A_PLACE, EVERYWHERE, IN_LAYER, MISTAKES
from app.checking.marking.sheet import Sheet
from app.explain.notation import Address

from .sheets import sheet_of

#: 2-2-2, a tanh below a sigmoid, one sample.
ONE: dict[str, Any] = {
    "weights": [[[0.2, 0.5], [-0.4, 0.6]], [[0.1, -0.3], [-0.5, 0.8]]],
    "biases": [[0.15, -0.25], [0.35, 0.45]],
    "activations": ["tanh", "sigmoid"],
    "loss": "half_squared_error",
    "inputs": [[0.5, 0.3]],
    "targets": [[0.23, 0.9]],
    "rate": 0.3,
}
WIDE_WEIGHTS = [ONE["weights"][0], [[0.1, -0.3], [-0.5, 0.8], [0.7, 0.6]]]
CLASSES = ONE | {
    "weights": WIDE_WEIGHTS,
    "biases": None,
    "activations": ["tanh", "softmax"],
    "loss": "cross_entropy",
    "targets": [[0.0, 1.0, 0.0]],
}
SOFTMAX_OF_SQUARES = CLASSES | {"loss": "squared_error"}
BATCH = ONE | {
    "loss": "mean_squared_error",
    "inputs": [[0.5, 0.3], [-0.7, 0.4], [0.9, -0.2]],
    "targets": [[0.23, 0.9], [0.5, 0.6], [0.1, 0.7]],
}
SHEETS = {
    "one": sheet_of(ONE),
    "plain": sheet_of(ONE | {"biases": None}),
    "wide": sheet_of(ONE | {"weights": WIDE_WEIGHTS, "biases": None, "targets": [[0.2, 0.9, 0.4]]}),
    "classes": sheet_of(CLASSES),
    "classes_batch": sheet_of(
        CLASSES | {"inputs": [[0.5, 0.3], [-0.7, 0.4]], "targets": [[0, 1, 0], [1, 0, 0]]}
    ),
    "soft": sheet_of(CLASSES | {"targets": [[0.1, 0.7, 0.2]]}),
    "softmax": sheet_of(SOFTMAX_OF_SQUARES),
    "batch": sheet_of(BATCH),
    "summed": sheet_of(BATCH, "sum"),
    "linear": sheet_of(ONE | {"activations": ["linear", "linear"]}),
    "single": sheet_of(
        ONE | {"weights": [[[0.2, 0.5]], [[0.4]]], "biases": None, "targets": [[0.3]]}
    ),
}
Read = Callable[[str], float]
Formula = Callable[[Read], list[float]]


def made(sheet: Sheet, code: str, address: str) -> list[float]:
    at = Address.parse(address)
    return list(MISTAKES[code].workings[at.array](sheet, at, sheet.true))


def slope(a: float) -> float:
    return a * (1 - a)


#: (mistake, sheet, address) -> what is written there, v reading the true numbers.
WRITTEN: dict[tuple[str, str, str], Formula] = {
    ("output_slope_forgotten", "one", "delta2.1"): lambda v: [v("error2.1")],
    ("output_slope_forgotten", "one", "delta1.1"): lambda v: [],
    ("output_slope_forgotten", "classes", "delta2.1"): lambda v: [],
    ("output_slope_forgotten", "softmax", "delta2.1"): lambda v: [],
    ("hidden_slope_forgotten", "one", "delta1.1"): lambda v: [v("error1.1")],
    ("hidden_slope_forgotten", "one", "delta2.1"): lambda v: [],
    ("slopes_forgotten", "batch", "delta1.1@2"): lambda v: [v("error1.1@2")],
    ("slopes_forgotten", "one", "delta2.0"): lambda v: [v("error2.0")],
    ("slope_at_activation", "linear", "slope1.0"): lambda v: [1.0],
    ("slope_z_times_one_minus_z", "one", "slope2.1"): lambda v: [slope(v("z2.1"))],
    ("slope_z_times_one_minus_z", "one", "slope1.1"): lambda v: [1 - v("z1.1") ** 2],
    ("slope_z_times_one_minus_z", "one", "delta2.1"): lambda v: [v("error2.1") * slope(v("z2.1"))],
    ("slope_z_times_one_minus_z", "linear", "slope1.1"): lambda v: [],
    ("error_sign", "one", "error2.1"): lambda v: [-v("error2.1")],
    ("error_sign", "one", "error1.1"): lambda v: [],
    ("error_sign", "one", "delta2.1"): lambda v: [-v("delta2.1")],
    ("error_sign", "one", "dw1.1.0"): lambda v: [-v("dw1.1.0")],
    ("error_sign", "one", "db1.1"): lambda v: [-v("db1.1")],
    ("error_sign", "one", "step_w1.1.0"): lambda v: [0.3 * v("dw1.1.0")],
    ("error_sign", "one", "step_b1.1"): lambda v: [0.3 * v("db1.1")],
    ("error_sign", "one", "new_w1.1.0"): lambda v: [-0.4 + 0.3 * v("dw1.1.0")],
    ("error_sign", "one", "new_b1.1"): lambda v: [-0.25 + 0.3 * v("db1.1")],
    ("mean_for_sum", "wide", "loss"): lambda v: [v("loss") / 3],
    ("mean_for_sum", "wide", "error2.2"): lambda v: [v("error2.2") / 3],
    ("mean_for_sum", "wide", "delta2.2"): lambda v: [],
    ("mean_for_sum", "wide", "error1.1"): lambda v: [],
    ("mean_for_sum", "classes", "delta2.2"): lambda v: [v("delta2.2") / 3],
    ("mean_for_sum", "single", "loss"): lambda v: [],
    ("mean_for_sum", "batch", "loss"): lambda v: [],
    ("mean_for_sum", "summed", "loss"): lambda v: [v("loss") / 3],
    ("mean_for_sum", "summed", "loss@1"): lambda v: [],
    ("sum_for_mean", "batch", "loss"): lambda v: [2 * v("loss"), 3 * v("loss")],
    ("sum_for_mean", "batch", "loss@1"): lambda v: [2 * v("loss@1")],
    ("sum_for_mean", "batch", "error2.1@1"): lambda v: [2 * v("error2.1@1"), 3 * v("error2.1@1")],
    ("sum_for_mean", "summed", "error2.1"): lambda v: [2 * v("error2.1")],
    ("sum_for_mean", "one", "loss"): lambda v: [],
    ("sum_for_mean", "classes_batch", "delta2.1@1"): lambda v: [2 * v("delta2.1@1")],
    ("loss_factor", "one", "loss"): lambda v: [2 * v("loss"), v("loss") / 2],
    ("loss_factor", "batch", "loss@0"): lambda v: [v("loss@0") / 2, 2 * v("loss@0")],
    ("loss_factor", "one", "error2.1"): lambda v: [2 * v("error2.1"), v("error2.1") / 2],
    ("loss_factor", "one", "error1.1"): lambda v: [],
    ("loss_factor", "one", "delta2.1"): lambda v: [],
    ("loss_factor", "classes", "delta2.1"): lambda v: [v("delta2.1") / 2, 2 * v("delta2.1")],
    ("weights_transposed", "one", "z1.1"): lambda v: [0.5 * 0.5 + 0.6 * 0.3 - 0.25],
    ("weights_transposed", "plain", "z2.0"): lambda v: [0.1 * v("a1.0") - 0.5 * v("a1.1")],
    ("weights_transposed", "wide", "z2.0"): lambda v: [],
    ("weights_transposed", "one", "error1.0"): lambda v: [
        0.1 * v("delta2.0") - 0.3 * v("delta2.1")
    ],
    ("weights_transposed", "wide", "error1.0"): lambda v: [],
    ("weights_transposed", "one", "error2.0"): lambda v: [],
    ("updated_weights_used", "one", "error1.0"): lambda v: [
        v("new_w2.0.0") * v("delta2.0") + v("new_w2.1.0") * v("delta2.1")
    ],
    ("one_branch_only", "one", "error1.1"): lambda v: [-0.3 * v("delta2.0"), 0.8 * v("delta2.1")],
    ("one_branch_only", "single", "error1.0"): lambda v: [],
    ("branches_averaged", "wide", "error1.1"): lambda v: [v("error1.1") / 3],
    ("branches_averaged", "single", "error1.0"): lambda v: [],
    ("gradients_summed", "one", "error1.1"): lambda v: [v("dw2.0.1") + v("dw2.1.1")],
    ("error_for_delta", "one", "error1.1"): lambda v: [-0.3 * v("error2.0") + 0.8 * v("error2.1")],
    ("error_for_delta", "one", "error2.1"): lambda v: [],
    ("error_for_delta", "classes", "error1.1"): lambda v: [],
    ("error_for_delta", "one", "dw2.1.0"): lambda v: [v("error2.1") * v("a1.0")],
    ("error_for_delta", "batch", "db2.1"): lambda v: [
        v("error2.1") + v("error2.1@1") + v("error2.1@2")
    ],
    ("error_for_delta", "classes", "dw2.1.0"): lambda v: [],
    ("neighbour_delta", "wide", "error1.0"): lambda v: [
        0.1 * v("delta2.1") - 0.5 * v("delta2.2") + 0.7 * v("delta2.0"),
        0.1 * v("delta2.2") - 0.5 * v("delta2.0") + 0.7 * v("delta2.1"),
    ],
    ("neighbour_delta", "wide", "delta2.1"): lambda v: [v("delta2.0"), v("delta2.2")],
    ("neighbour_delta", "wide", "dw2.1.0"): lambda v: [
        v("delta2.0") * v("a1.0"),
        v("delta2.2") * v("a1.0"),
    ],
    ("neighbour_delta", "one", "db1.0"): lambda v: [v("delta1.1")],
    ("outputs_for_deltas", "one", "error1.1"): lambda v: [-0.3 * v("a2.0") + 0.8 * v("a2.1")],
    ("error_in_proportion", "one", "error1.1"): lambda v: [
        0.3 / 0.4 * v("delta2.0") + 0.8 / 1.3 * v("delta2.1"),
        -0.3 / -0.2 * v("delta2.0") + 0.8 / 0.3 * v("delta2.1"),
        0.3 / 0.4 * v("error2.0") + 0.8 / 1.3 * v("error2.1"),
        -0.3 / -0.2 * v("error2.0") + 0.8 / 0.3 * v("error2.1"),
    ],
    ("error_in_proportion", "single", "error1.0"): lambda v: [],
    ("next_layer_slope", "wide", "slope1.1"): lambda v: [v(f"slope2.{k}") for k in (1, 0, 2)],
    ("next_layer_slope", "one", "slope2.1"): lambda v: [],
    ("next_layer_slope", "classes", "slope1.1"): lambda v: [],
    ("next_layer_slope", "one", "delta1.1"): lambda v: [
        v("error1.1") * v("slope2.1"),
        v("error1.1") * v("slope2.0"),
        -0.3 * v("delta2.0") * v("slope2.0") + 0.8 * v("delta2.1") * v("slope2.1"),
    ],
    ("next_layer_slope", "one", "delta2.1"): lambda v: [],
    ("target_and_output_swapped", "one", "error2.1"): lambda v: [0.9 - v("a2.1")],
    ("target_and_output_swapped", "one", "loss"): lambda v: [v("loss")],
    ("target_and_output_swapped", "one", "error1.1"): lambda v: [],
    ("target_and_output_swapped", "one", "delta1.1"): lambda v: [],
    ("target_and_output_swapped", "one", "delta2.1"): lambda v: [
        -v("error2.1") * slope(0.9),
        v("error2.1") * slope(0.9),
    ],
    ("target_and_output_swapped", "linear", "delta2.1"): lambda v: [],
    ("target_and_output_swapped", "classes", "delta2.1"): lambda v: [1 - v("a2.1")],
    ("softmax_elementwise", "softmax", "delta2.1"): lambda v: [v("error2.1") * slope(v("a2.1"))],
    ("softmax_elementwise", "classes", "delta2.1"): lambda v: [
        v("error2.1") * slope(v("a2.1")),
        v("delta2.1") * slope(v("a2.1")),
    ],
    ("softmax_elementwise", "one", "delta2.1"): lambda v: [],
    ("wrong_class", "classes_batch", "loss"): lambda v: [],
    ("wrong_class", "classes_batch", "loss@1"): lambda v: [-log(v("a2.2@1")), -log(v("a2.1@1"))],
    ("wrong_class", "classes", "loss"): lambda v: [-log(v("a2.0")), -log(v("a2.2"))],
    ("wrong_class", "classes", "delta2.0"): lambda v: [v("a2.0") - 1, v("a2.0")],
    ("wrong_class", "classes", "delta2.1"): lambda v: [v("a2.1"), v("a2.1")],
    ("wrong_class", "classes", "error2.2"): lambda v: [0.0, -1 / v("a2.2")],
    ("wrong_class", "classes", "error1.0"): lambda v: [],
    ("wrong_class", "softmax", "delta2.0"): lambda v: [],
    ("wrong_class", "soft", "loss"): lambda v: [],
    ("wrong_class", "single", "loss"): lambda v: [],
    ("weight_for_input", "one", "dw1.1.0"): lambda v: [v("delta1.1") * -0.4],
    ("own_output_for_input", "one", "dw1.1.0"): lambda v: [v("delta1.1") * v("a1.1")],
    ("bias_gradient_times_weight", "one", "db1.1"): lambda v: [
        v("delta1.1") * each for each in (-0.25, -0.4, 0.6)
    ],
    ("bias_forgotten", "one", "z1.1"): lambda v: [v("z1.1") + 0.25],
    ("bias_forgotten", "plain", "z1.1"): lambda v: [],
    ("bias_forgotten", "one", "db1.1"): lambda v: [0.0],
    ("bias_not_updated", "one", "new_b1.1"): lambda v: [-0.25],
    ("bias_not_updated", "one", "step_b1.1"): lambda v: [0.0],
    ("rate_in_gradient", "one", "dw1.1.0"): lambda v: [0.3 * v("dw1.1.0"), -0.3 * v("dw1.1.0")],
    ("rate_in_gradient", "one", "db1.1"): lambda v: [0.3 * v("db1.1"), -0.3 * v("db1.1")],
    ("rate_twice", "one", "step_w1.1.0"): lambda v: [-0.09 * v("dw1.1.0")],
    ("rate_twice", "one", "step_b1.1"): lambda v: [-0.09 * v("db1.1")],
    ("rate_twice", "one", "new_w1.1.0"): lambda v: [-0.4 - 0.09 * v("dw1.1.0")],
    ("rate_twice", "one", "new_b1.1"): lambda v: [-0.25 - 0.09 * v("db1.1")],
    ("activations_averaged", "batch", "dw1.1.0"): lambda v: [v("db1.1") * (0.5 - 0.7 + 0.9) / 3],
    ("activations_averaged", "one", "dw1.1.0"): lambda v: [],
    ("gradients_not_averaged", "batch", "dw1.1.0"): lambda v: [3 * v("dw1.1.0")],
    ("gradients_not_averaged", "batch", "db1.1"): lambda v: [3 * v("db1.1")],
    ("gradients_not_averaged", "summed", "db1.1"): lambda v: [],
    ("gradients_not_averaged", "one", "db1.1"): lambda v: [],
}


@pytest.mark.parametrize("place", WRITTEN, ids="-".join)
def test_a_mistake_gives_the_numbers_of_its_formula(place: tuple[str, str, str]) -> None:
    code, name, address = place
    sheet = SHEETS[name]
    expected = WRITTEN[place](sheet.true)
    assert made(sheet, code, address) == pytest.approx(expected, rel=1e-12, abs=1e-15)


def test_every_working_of_the_table_is_worked_out_here() -> None:
    known = {(code, Address.parse(address).array) for code, _, address in WRITTEN}
    left = {
        (code, array)
        for code, mistake in MISTAKES.items()
        for array in mistake.workings
        if (code, array) not in known
    }
    # It is in a test of its own.
    assert left == {("slope_at_activation", "delta")}


def test_a_slope_at_the_activation_is_that_of_its_function_there() -> None:
    sheet = SHEETS["one"]
    for address, error in (("slope1.1", 1.0), ("delta1.1", sheet.true("error1.1"))):
        a, h = sheet.true("a1.1"), 1e-6
        difference = (tanh(a + h) - tanh(a - h)) / (2 * h)
        (found,) = made(sheet, "slope_at_activation", address)
        assert found == pytest.approx(error * difference, rel=1e-8)


def test_minus_delta_of_a_hidden_layer_is_an_unlikely_mistake() -> None:
    sheet = SHEETS["one"]
    unlikely, minus = made(sheet, "error_sign", "delta1.1")
    assert isnan(unlikely)
    assert minus == pytest.approx(-sheet.true("delta1.1"))


def test_mistakes_at_the_loss_reach_their_layer_and_forgotten_slopes_the_pass() -> None:
    reaches = {code: mistake.reach for code, mistake in MISTAKES.items()}
    in_layer = {code for code, reach in reaches.items() if reach == IN_LAYER}
    assert in_layer == {
        "mean_for_sum",
        "sum_for_mean",
        "loss_factor",
        "weights_transposed",
        "target_and_output_swapped",
        "wrong_class",
    }
    assert [code for code, reach in reaches.items() if reach == EVERYWHERE] == ["slopes_forgotten"]
    assert set(reaches.values()) == {AT_A_PLACE, IN_LAYER, EVERYWHERE}
