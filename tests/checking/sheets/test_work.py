"""A sheet worked out line by line, as a student who is written apart from it works it out."""

from decimal import Decimal
from math import inf, isnan, nan

import numpy as np
import pytest

from app.checking.sheets.lines import lines_of
from app.checking.sheets.plan import FIND_THE_SLIP, PUBLISHED_KEY, Plan
from app.checking.sheets.published import CODE, DIGITS, GIVEN, PUBLISHED
from app.checking.sheets.work import Slip, Work, unit_of, written
from app.checking.sheets.worksheet import worksheet
from app.explain.notation import Address
from tests.checking.marking.sheets import KEY, draw, only
from tests.checking.marking.student import SIGMOID, Student, significant


@pytest.mark.parametrize(
    ("value", "digits", "text"),
    [
        (0.0, 3, "0"),
        (-0.0, 3, "0"),
        (0.03, 3, "0.0300"),
        (-1.2345, 3, "-1.23"),
        (123.4, 2, "120"),
        (0.99996, 4, "1.000"),
        (1e-7, 2, "0.00000010"),
        (7.0, 1, "7"),
        (inf, 3, "inf"),
        (-inf, 3, "-inf"),
        (nan, 3, "nan"),
    ],
)
def test_a_number_is_written_without_a_power_of_ten(value: float, digits: int, text: str) -> None:
    assert written(value, digits) == text


@pytest.mark.parametrize(
    ("text", "unit"),
    [("0.0300", "1e-4"), ("-1.23", "0.01"), ("120", "1"), ("0", "1"), ("inf", "1")],
)
def test_a_unit_is_that_of_the_last_digit(text: str, unit: str) -> None:
    assert Decimal(repr(unit_of(text))) == Decimal(unit)


@pytest.mark.parametrize("digits", [2, 3, 5])
def test_the_work_is_that_of_a_student_who_rounds_every_line(digits: int) -> None:
    for seed in range(6):
        sheet, student = draw(np.random.default_rng(seed), output=SIGMOID)
        right = student(write=significant(digits)).work()
        work = Work(sheet, lines_of(sheet), digits)
        # Up to the slopes, which are no line of the student's, who does not round them.
        for address, text in only(right, "z", "a", "error").items():
            if not address.startswith("error1"):
                assert work.texts[address] == text


def test_without_digits_nothing_is_rounded() -> None:
    sheet, _ = draw(np.random.default_rng(0), output=SIGMOID)
    work = Work(sheet, lines_of(sheet), None)
    assert work.texts == {}
    for address, value in work.known.items():
        assert value == pytest.approx(sheet.true(address), rel=1e-12)


def test_a_line_gives_its_numbers_as_they_are_written() -> None:
    sheet = GIVEN.sheet()
    work = Work(sheet, (), 2)
    first, second, *_ = lines_of(sheet)
    # 0.2·0.5 + 0.5·0.3 and −0.4·0.5 + 0.6·0.3.
    assert work.write(first) == [0.25, -0.02]
    assert work.texts == {"z1.0": "0.25", "z1.1": "-0.020"}
    # σ(0.25) = 0.5622, σ(−0.02) = 0.4950.
    assert work.write(second) == [0.56, 0.5]
    assert work.texts["a1.1"] == "0.50"
    # Of what is not written yet: the given numbers, and what comes of those that are.
    assert (work.value("x.0"), work.value("w1.1.0"), work.value("t.1")) == (0.5, -0.4, -0.07)
    assert work.value("z2.0") == pytest.approx(0.1 * 0.56 - 0.3 * 0.5)
    assert work.value("a1.0") == 0.56


@pytest.mark.parametrize(
    ("code", "array"),
    [
        ("gradients_summed", "error"),
        ("weight_for_input", "dw"),
        ("hidden_slope_forgotten", "delta"),
        ("rate_twice", "new_w"),
    ],
)
def test_a_slip_is_made_where_a_student_makes_it(code: str, array: str) -> None:
    way = {"rate_twice": ("rate_twice",)}.get(code, (code,))
    given = KEY | {"write": repr, "mistakes": way}
    theirs = Student(**given).work()
    sheet = GIVEN.sheet()
    ours = Work(sheet, lines_of(sheet), None, Slip(code, array)).known
    truth = Work(sheet, lines_of(sheet), None).known
    changed = {address for address in truth if ours[address] != truth[address]}
    assert any(address.startswith(array) for address in changed)
    for address, text in theirs.items():
        assert ours[address] == pytest.approx(float(text), rel=1e-9)


def test_what_is_published_is_the_sum_of_the_gradients_behind() -> None:
    """∂C/∂w₁ … ∂C/∂w₄ of the key, from a student who makes the mistake."""
    work = Student(**KEY, write=repr, mistakes=(CODE,)).work()
    for address, text in PUBLISHED.items():
        # It was worked out from rounded numbers.
        assert float(work[address]) == pytest.approx(float(text), abs=1e-4)
        assert len(text) == len("0.0146")
    sheet = worksheet(Plan(kind=FIND_THE_SLIP, ready=PUBLISHED_KEY), 0, 1)
    assert sheet.slip is not None
    right = Student(**KEY, write=significant(DIGITS)).work()
    for address in ("z1.0", "a1.1", "z2.0", "a2.1", "error2.0", "error2.1"):
        assert sheet.slip.texts[address] == sheet.right.texts[address] == right[address]
    assert [line.name for line in sheet.lines] == [
        "z1", "a1", "z2", "a2", "loss", "error2", "delta2", "dw2", "dw1",
    ]  # fmt: skip
    assert (sheet.slip.code, sheet.slip.at) == ("gradients_summed", tuple(PUBLISHED))


def test_a_mistake_that_gives_no_number_is_none() -> None:
    sheet = GIVEN.sheet()
    work = Work(sheet, lines_of(sheet), 3)
    at = Address.parse("delta1.0")
    # −∂C/∂z is unlikely at a hidden layer; other mistakes are likelier to give such a number.
    first, second = work.all_mistaken("error_sign", at)
    assert isnan(first)
    assert second == -work.right("delta1.0")
    assert work.mistaken("error_sign", at) is None
    assert list(work.all_mistaken("bias_forgotten", at)) == []
    assert work.mistaken("bias_forgotten", at) is None
    assert work.mistaken("error_sign", Address.parse("delta2.0")) == -work.right("delta2.0")
