"""The lines of a sheet, in the order of a worked example on paper."""

import pytest

from app.checking.sheets.lines import PRINCIPLES, lines_of
from app.checking.sheets.plan import Plan
from app.checking.sheets.published import GIVEN
from app.checking.sheets.worksheet import worksheet
from tests.checking.marking.sheets import KEY, sheet_of


def named(plan: Plan) -> list[tuple[str, str]]:
    return [(line.name, line.principle) for line in worksheet(plan, 1, 1).lines]


FORWARD = [
    ("z1", "weighted_sum"),
    ("a1", "activation"),
    ("z2", "weighted_sum"),
    ("a2", "activation"),
    ("loss", "loss"),
]
HIDDEN = [("slope1", "slope"), ("error1", "sum_over_branches"), ("delta1", "chain_rule")]
UPDATE = [(f"d{kind}{layer}", "gradient") for layer in (2, 1) for kind in "wb"] + [
    (f"new_{kind}{layer}", "update") for layer in (2, 1) for kind in "wb"
]


def test_the_lines_of_a_network_with_one_hidden_layer() -> None:
    output = [("slope2", "slope"), ("error2", "loss_derivative"), ("delta2", "chain_rule")]
    assert named(Plan()) == FORWARD + output + HIDDEN + UPDATE


@pytest.mark.parametrize("loss", ["binary_cross_entropy", "cross_entropy"])
def test_a_loss_made_for_its_activation_begins_with_output_minus_target(loss: str) -> None:
    assert named(Plan(loss=loss)) == [*FORWARD, ("delta2", "output_minus_target"), *HIDDEN, *UPDATE]


def test_the_numbers_of_a_line_go_unit_by_unit() -> None:
    lines = {line.name: line for line in worksheet(Plan(sizes=(3, 2, 1)), 1, 1).lines}
    assert lines["z1"].addresses == ("z1.0", "z1.1")
    assert lines["loss"].addresses == ("loss",)
    assert lines["dw1"].addresses == tuple(f"dw1.{unit}.{i}" for unit in (0, 1) for i in (0, 1, 2))
    assert lines["new_w2"].addresses == ("new_w2.0.0", "new_w2.0.1")
    assert lines["db1"].addresses == ("db1.0", "db1.1")
    assert [lines[name].layer for name in ("z1", "loss", "new_b2")] == [1, 0, 2]


def test_without_biases_there_are_no_lines_of_them() -> None:
    """In the exercise whose key circulates, which is that of the marking's tests."""
    sheet = GIVEN.sheet()
    assert not [line.name for line in lines_of(sheet) if "b" in line.name]
    assert [line.name for line in lines_of(sheet)][-4:] == ["dw2", "dw1", "new_w2", "new_w1"]
    same = sheet_of(KEY)
    assert [sheet.true(address) for address in sheet.order()] == [
        same.true(address) for address in same.order()
    ]


def test_every_principle_is_one_that_readers_are_asked_for() -> None:
    found = {
        principle
        for loss in ("squared_error", "cross_entropy")
        for _, principle in named(Plan(loss=loss))
    }
    assert found == set(PRINCIPLES)
    assert len(PRINCIPLES) == len(found)
