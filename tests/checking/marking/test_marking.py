"""How single numbers are judged."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.checking.marking.conventions import Conventions, mark_with_conventions
from app.checking.marking.hand_in import HandIn, Style
from app.checking.marking.judge import VERDICTS, Marking
from app.checking.marking.sheet import Sheet
from app.checking.typed_number import TypedNumberError
from tests.examples import examples

from .sheets import KEY, Draw, draw, marked, sheet_of
from .student import SIGMOID, significant


def verdicts(sheet: Sheet, answers: dict[str, str]) -> dict[str, str]:
    return {a.address: a.verdict for a in marked(sheet, answers).answers}


# --- what is written ------------------------------------------------------------------------------


@pytest.mark.parametrize("text", ["", "-", "abc", "=1+1", "1.2.3", "0" * 10**6, "--1", "1/0"])
def test_what_says_no_number_is_unreadable_and_never_wrong(text: str) -> None:
    answer = marked(sheet_of(KEY), {"z1.0": text}).answers[0]
    assert answer.verdict == "unreadable"
    assert isinstance(answer.problem, TypedNumberError)


def test_thousands_are_parted_by_commas_where_points_part_decimals() -> None:
    texts = {"z1.0": "1,234", "z1.1": "0.5"}
    assert HandIn.read(texts).written["z1.0"].value == 1234.0
    assert HandIn.read(texts | {"z1.1": "0,5"}).written["z1.0"].value == 1.234


@given(st.floats(-9, 9), st.integers(2, 6))
@settings(max_examples=examples(200))
def test_a_rounded_truth_is_never_wrong(z: float, digits: int) -> None:
    changed = KEY | {"weights": [[[z, 0.5], [-0.4, 0.6]], KEY["weights"][1]]}
    sheet = sheet_of(changed)
    text = significant(digits)(sheet.true("z1.0"))
    assert verdicts(sheet, {"z1.0": text})["z1.0"] in ("right", "right_to_digits")


@pytest.mark.parametrize(
    ("digits", "decimals", "value", "half"),
    [
        (3, None, 0.0123, 0.00005),
        (3, None, -123.4, 0.5),
        (None, 2, 0.0123, 0.005),
        (2, 4, 123.0, 5.0),
        (4, 1, 1.0, 0.05),
        (None, None, 1.0, 0.0),
        (3, 2, 0.0, 0.0),
        (3, 2, np.inf, 0.0),
    ],
)
def test_half_a_unit_is_that_of_the_coarser_way_to_write(
    digits: int | None, decimals: int | None, value: float, half: float
) -> None:
    assert Style(digits, decimals).half_unit(value) == pytest.approx(half)


# --- verdicts -------------------------------------------------------------------------------------


@pytest.mark.parametrize("slip", ["z1.0", "a2.1", "delta2.0"])
def test_what_is_right_from_ones_own_numbers_is_told(slip: str) -> None:
    """A student who works on from a slip writes just that, without rounding."""
    for seed in range(4):
        sheet, student = draw(np.random.default_rng(seed), output=SIGMOID)
        answers = student(write=repr, slips_at=slip).work()
        assert answers[slip] != repr(sheet.true(slip))
        for answer in marked(sheet, answers).answers:
            is_slip = answer.address == slip
            own = (student(write=repr).work() if is_slip else answers)[answer.address]
            assert answer.from_yours == pytest.approx(float(own), rel=1e-9)


def test_no_number_is_right_from_numbers_that_give_none() -> None:
    """The loss and ∂C/∂a of an output of 1 at a target below are infinite."""
    sheet = sheet_of(KEY | {"loss": "binary_cross_entropy", "targets": [[0.25, 0.5]]})
    for address in ("loss", "error2.0"):
        *_, last = marked(sheet, {"a2.0": "1.00", address: "7"}).answers
        assert (last.address, last.verdict, last.from_yours) == (address, "wrong", None)


def test_a_number_in_full_is_right_and_a_rounded_one_to_its_digits() -> None:
    sheet = sheet_of(KEY)
    full = repr(sheet.true("a1.0"))
    assert verdicts(sheet, {"a1.0": full}) == {"a1.0": "right"}
    assert verdicts(sheet, {"a1.0": "0.56"}) == {"a1.0": "right_to_digits"}
    assert verdicts(sheet, {"a1.0": "0.58"}) == {"a1.0": "wrong"}


def test_rounding_of_ones_own_is_carried_on() -> None:
    """0.1 from 0.06: the next number fits the one written, not the truth."""
    sheet = sheet_of(KEY)
    own = marked(sheet, {"delta2.0": "0.1", "dw2.0.0": "0.06"})
    assert [a.verdict for a in own.answers] == ["right_to_digits", "right_to_digits"]


def test_a_number_that_fits_the_truth_is_right_after_a_slip_too() -> None:
    sheet = sheet_of(KEY)
    right = significant(4)(sheet.true("dw2.0.0"))
    found = verdicts(sheet, {"delta2.0": "0.5", "dw2.0.0": right})
    assert found == {"delta2.0": "wrong", "dw2.0.0": "right_to_digits"}


@pytest.mark.parametrize("digits", [2, 3, 4])
@pytest.mark.parametrize("slip", ["z1.0", "a2.0", "error2.1", "delta2.0"])
def test_a_slip_of_the_pen_alone_makes_nothing_else_wrong(digits: int, slip: str) -> None:
    """Who copies a number wrongly, and has worked on from the right one, rounded line by line."""
    for seed in range(8):
        sheet, student = draw(np.random.default_rng(seed), output=SIGMOID)
        answers = student(write=significant(digits)).work()
        answers[slip] = significant(digits)(-3 * float(answers[slip]) - 1)
        found = verdicts(sheet, answers)
        assert [address for address, verdict in found.items() if verdict == "wrong"] == [slip]


@pytest.mark.parametrize("trivial", ["0", "0.000"])
def test_a_wrong_0_gets_no_credit_for_what_follows(trivial: str) -> None:
    sheet = sheet_of(KEY)
    answers = {"delta2.0": trivial, "dw2.0.0": "0.000", "dw2.0.1": "0.000"}
    result = marked(sheet, answers)
    assert [a.verdict for a in result.answers] == ["wrong", "unjudged", "unjudged"]
    assert result.points == (0, 1)
    assert set(verdicts(sheet, answers | {"dw2.0.0": "0.3"}).values()) == {"wrong", "unjudged"}


@pytest.mark.parametrize(
    ("text", "verdict"),
    [("0.0000", "unjudged"), ("-0.0003", "unjudged"), ("0.0003", "unjudged")]
    + [(text, "wrong") for text in ("0.0004", "-0.0004", "0.3", "-0.3")],
)
def test_what_fits_a_wrong_0_as_far_as_rounding_goes_is_not_judged(text: str, verdict: str) -> None:
    """a · 0.0005 = 0.00028 for the 0, and 0.00005 for the number itself."""
    found = verdicts(sheet_of(KEY), {"delta2.0": "0.000", "dw2.0.0": text})
    assert found == {"delta2.0": "wrong", "dw2.0.0": verdict}


def test_a_number_of_its_own_is_wrong_where_nothing_is_out_of_use() -> None:
    found = verdicts(sheet_of(KEY), {"delta2.0": "0.5", "dw2.0.0": "0.000"})
    assert found == {"delta2.0": "wrong", "dw2.0.0": "wrong"}


@pytest.mark.parametrize("before", [{}, {"error2.0": "0.3", "error2.1": "0.6"}])
def test_equal_wrong_numbers_get_no_credit_for_what_follows(before: dict[str, str]) -> None:
    sheet = sheet_of(KEY)
    signals = significant(3)(0.5 * sheet.true("a1.0")), significant(3)(0.5 * sheet.true("a1.1"))
    answers = {
        "delta2.0": "0.5",
        "delta2.1": "0.5",
        "dw2.0.0": signals[0],
        "dw2.1.1": signals[1],
    }
    found = verdicts(sheet, before | answers)
    assert {found[address] for address in answers if address.startswith("delta")} == {"wrong"}
    assert {found[address] for address in answers if address.startswith("dw")} == {"unjudged"}


def test_the_missing_slope_of_cross_entropy_is_right() -> None:
    rng = np.random.default_rng(2)
    sheet, student = draw(rng, output="softmax")
    answers = student(write=significant(4)).work()
    assert marked(sheet, answers).first_wrong is None
    codes = {
        named.code
        for a in marked(sheet, answers | {"delta2.0": "0.9"}).answers
        for named in a.mistakes
    }
    assert "output_slope_forgotten" not in codes


def test_a_cut_number_is_named_as_cut() -> None:
    sheet = sheet_of(KEY)
    assert sheet.true("a2.1") == pytest.approx(0.5286964)
    answer = marked(sheet, {"a2.1": "0.52"}).answers[0]
    assert [named.code for named in answer.mistakes] == ["truncated"]


def test_every_verdict_can_be_given() -> None:
    sheet = sheet_of(KEY)
    found = verdicts(
        sheet,
        {
            "z1.0": repr(sheet.true("z1.0")),
            "a1.0": "0.56",
            "delta2.0": "0.5",
            "dw2.0.0": significant(3)(0.5 * sheet.true("a1.0")),
            "delta2.1": "?",
        },
    )
    found |= {"dw2.0.1": verdicts(sheet, {"delta2.0": "0.000", "dw2.0.1": "0.000"})["dw2.0.1"]}
    assert set(found.values()) == set(VERDICTS)


def without_zeros(seed: int) -> Draw:
    """A sheet of 2-2-2 whose slopes are far from 0 and 1."""
    rng = np.random.default_rng(seed)
    drawn = (draw(rng, output=SIGMOID, sizes=(2, 2, 2)) for _ in range(100))
    return next(each for each in drawn if each[0].layer(1).activation.name == SIGMOID)


# --- points ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("way", ["uphill", "error_sign", "hidden_slope_forgotten", "rate_twice"])
def test_a_mistake_that_is_made_again_and_again_costs_one_point(way: str, seed: int) -> None:
    sheet, student = without_zeros(seed)
    answers = student(write=significant(4), mistakes=(way,)).work()
    result = marked(sheet, answers)
    wrong = [a for a in result.answers if a.verdict == "wrong"]
    assert len(wrong) > 1
    assert result.points == (len(answers) - 1, len(answers))
    assert [a.repeats for a in wrong] == [None, *[wrong[0].address] * (len(wrong) - 1)]


def test_two_mistakes_cost_two_points() -> None:
    sheet, student = without_zeros(1)
    both = ("output_slope_forgotten", "uphill")
    answers = student(write=significant(4), mistakes=both).work()
    assert marked(sheet, answers).points == (len(answers) - 2, len(answers))


def test_numbers_that_nothing_explains_cost_a_point_each() -> None:
    sheet = sheet_of(KEY)
    result = marked(sheet, {"z1.0": "7.77", "z1.1": "8.88", "a1.0": "?"})
    assert result.points == (0, 2)


@pytest.mark.parametrize("seed", range(8))
@pytest.mark.parametrize("layer", [1, 2])
def test_a_slope_forgotten_in_one_neuron_is_not_called_forgotten_everywhere(
    layer: int, seed: int
) -> None:
    sheet, student = without_zeros(seed)
    right = student(write=significant(4)).work()
    way = "output_slope_forgotten" if layer == 2 else "hidden_slope_forgotten"
    slipped = student(write=significant(4), mistakes=(way,)).work()
    answers = right | {f"delta{layer}.0": slipped[f"delta{layer}.0"]}
    wrong = [a for a in marked(sheet, answers).answers if a.verdict == "wrong"]
    codes = {named.code for a in wrong for named in a.mistakes}
    assert way in codes
    assert "slopes_forgotten" not in codes


def test_only_mistakes_that_agree_with_the_right_numbers_are_named() -> None:
    """Target and output exchanged at one of two outputs: it is its sign that was turned."""
    sheet, student = without_zeros(0)
    answers = student(write=significant(4)).work()
    turned = answers | {"error2.0": negated(answers["error2.0"])}
    (wrong,) = [a for a in marked(sheet, turned).answers if a.address == "error2.0"]
    assert [named.code for named in wrong.mistakes] == ["error_sign"]


def test_the_work_for_mistakes_ends_where_it_was_told_to() -> None:
    """Also of a large batch, of which a gradient reads every number."""
    rng = np.random.default_rng(3)
    sheet, _ = draw(rng, samples=50, sizes=(2, 2, 1), output=SIGMOID)
    write, signals = significant(3), [f"a1.{unit}@{k}" for unit in (0, 1) for k in range(1, 50)]
    answers = {address: write(sheet.true(address)) for address in signals}
    # The other sign, so that it is worked out how far rounding may have moved that.
    gradients = ("dw2.0.0", "dw2.0.1")
    answers |= {address: write(-sheet.true(address)) for address in gradients}
    marking = Marking(sheet, HandIn.read(answers))
    assert set(marking.wrong) == set(gradients)
    marking.marked(20_000)
    # A mistake is worked out to its end, at most in all numbers of the sheet.
    assert -len(sheet.places) < marking.work <= 0


# --- conventions ----------------------------------------------------------------------------------


def conventions_of(
    sheet: Sheet, answers: dict[str, str], **fixed: str
) -> tuple[Conventions, str | None]:
    result, found = mark_with_conventions(sheet, HandIn.read(answers), fixed)
    return found, result.first_wrong


def negated(text: str) -> str:
    return text[1:] if text.startswith("-") else f"-{text}"


def a_student(samples: int = 1, seed: int = 0, **more: Any) -> tuple[Sheet, dict[str, str]]:
    sheet, student = draw(np.random.default_rng(seed), samples=samples, output=SIGMOID, **more)
    return sheet, student(write=significant(4)).work()


def test_minus_the_derivative_is_found_out_where_the_gradients_are_right() -> None:
    sheet, answers = a_student()
    turned = {
        address: negated(text) if address.startswith(("error", "delta")) else text
        for address, text in answers.items()
    }
    assert conventions_of(sheet, turned) == (Conventions(delta="minus_dC_dz"), None)


def test_the_deltas_of_the_figures_are_found_out() -> None:
    sheet, answers = a_student()
    drawn = {a: t for a, t in answers.items() if not a.startswith(("error", "delta"))}
    drawn |= {
        a.replace("error", "delta"): negated(t) for a, t in answers.items() if a.startswith("error")
    }
    assert conventions_of(sheet, drawn) == (Conventions(delta="minus_dC_dy"), None)


def test_a_sign_that_goes_on_into_the_gradients_is_a_mistake() -> None:
    sheet, student = draw(np.random.default_rng(0), output=SIGMOID)
    answers = student(write=significant(4), mistakes=("error_sign",)).work()
    found, first_wrong = conventions_of(sheet, answers)
    assert found == Conventions()
    assert first_wrong == "error2.0"


def test_a_mean_that_comes_in_with_the_gradient_is_found_out() -> None:
    sheet, answers = a_student(samples=2)
    whole = {
        address: significant(4)(2 * sheet.true(address))
        if address.startswith(("error", "delta"))
        else text
        for address, text in answers.items()
    }
    assert conventions_of(sheet, whole) == (Conventions(share="in_gradient"), None)


def test_columns_for_rows_are_found_out() -> None:
    sheet, answers = a_student(sizes=(2, 2, 2))
    turned = dict(answers)
    for layer in (1, 2):
        turned[f"dw{layer}.0.1"] = answers[f"dw{layer}.1.0"]
        turned[f"dw{layer}.1.0"] = answers[f"dw{layer}.0.1"]
    assert conventions_of(sheet, turned) == (Conventions(layout="column"), None)


def test_a_given_convention_is_kept() -> None:
    sheet, answers = a_student()
    found, first_wrong = conventions_of(sheet, answers, delta="minus_dC_dz")
    assert found.delta == "minus_dC_dz"
    assert first_wrong is not None


def test_expected_numbers_are_told_in_the_readers_terms() -> None:
    sheet, answers = a_student()
    turned = {a: negated(t) if a.startswith("delta") else t for a, t in answers.items()}
    turned = {a: t for a, t in turned.items() if not a.startswith("error")}
    result, _ = mark_with_conventions(sheet, HandIn.read(turned), {})
    for each in result.answers:
        sign = -1 if each.address.startswith("delta") else 1
        assert each.expected == pytest.approx(sign * sheet.true(each.address))
