"""A mistake that is planted shows, is worked on from, and is found by the marking."""

from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.checking.marking.conventions import Conventions, mark_with_conventions
from app.checking.marking.hand_in import HandIn
from app.checking.marking.judge import CREDITED, WRONG, mark
from app.checking.sheets.plan import FIND_THE_SLIP, PUBLISHED_KEY, Plan
from app.checking.sheets.slips import untold
from app.checking.sheets.work import Slip, Work
from app.checking.sheets.worksheet import worksheet
from tests.examples import examples

from .plans import plans

SEEDS = st.integers(0, 2**32 - 1)


@settings(max_examples=examples(80))
@given(plans(kind=FIND_THE_SLIP), SEEDS, st.integers(1, 60))
def test_a_planted_mistake_is_found_at_its_first_wrong_number(
    plan: Plan, seed: int, variant: int
) -> None:
    sheet = worksheet(plan, seed, variant)
    assert sheet.slip is not None
    judged = {a.address: a for a in mark(sheet.sheet, HandIn.read(sheet.slip.texts)).answers}
    first = judged[next(each for each, a in judged.items() if a.verdict == WRONG)]
    assert first.address in sheet.slip.at
    assert sheet.slip.code in [named.code for named in first.mistakes]


@settings(max_examples=examples(80))
@given(plans(kind=FIND_THE_SLIP), SEEDS)
def test_no_mistake_is_taken_for_another_way_of_writing(plan: Plan, seed: int) -> None:
    sheet = worksheet(plan, seed, 1)
    assert sheet.slip is not None
    found, _ = mark_with_conventions(sheet.sheet, HandIn.read(sheet.slip.texts), {})
    assert found.first_wrong in sheet.slip.at


def test_gradients_of_the_wrong_sign_do_not_make_right_deltas_wrong() -> None:
    plan = Plan(kind=FIND_THE_SLIP, sizes=(2, 3, 2), activation="gelu_tanh")
    sheet = worksheet(plan, 56, 1)
    wrong = Work(sheet.sheet, sheet.lines, plan.digits, Slip("error_sign", "dw"))
    found, way = mark_with_conventions(sheet.sheet, HandIn.read(wrong.texts), {})
    assert way == Conventions()
    assert found.first_wrong == "dw2.0.0"


def test_it_is_the_likeliest_and_what_follows_follows() -> None:
    first = 0
    for variant in range(1, 61):
        sheet = worksheet(Plan(kind=FIND_THE_SLIP), 11, variant)
        assert sheet.slip is not None
        answers = mark(sheet.sheet, HandIn.read(sheet.slip.texts)).answers
        wrong = [each for each in answers if each.verdict == WRONG]
        first += wrong[0].mistakes[0].code == sheet.slip.code
        # The mistake is made at one quantity; everything else is right or follows.
        array = wrong[0].address.rstrip("0123456789.")
        for each in answers:
            assert each.verdict in CREDITED or each.address.startswith(array)
    assert first >= 57


def test_many_kinds_of_mistakes_are_planted() -> None:
    codes: Counter[str] = Counter()
    for variant in range(1, 61):
        slip = worksheet(Plan(kind=FIND_THE_SLIP), 2, variant).slip
        assert slip is not None
        codes[slip.code] += 1
    assert len(codes) >= 16
    assert codes.most_common(1)[0][1] <= 10


def test_the_published_key_is_marked_as_gradients_summed() -> None:
    sheet = worksheet(Plan(kind=FIND_THE_SLIP, ready=PUBLISHED_KEY), 0, 1)
    assert sheet.slip is not None
    answers = {a.address: a for a in mark(sheet.sheet, HandIn.read(sheet.slip.texts)).answers}
    wrong = [address for address, each in answers.items() if each.verdict == WRONG]
    assert set(wrong) == set(sheet.slip.at)
    assert "gradients_summed" in [named.code for named in answers["dw1.0.0"].mistakes]
    signs = [a for a in wrong if answers[a].expected * float(sheet.slip.texts[a]) < 0]
    assert signs == ["dw1.0.0", "dw1.0.1"]
    assert sheet.sheet.true("dw1.0.0") == pytest.approx(-0.0084, abs=5e-5)


def test_which_mistakes_cannot_be_told_is_worked_out() -> None:
    def unseen(*sizes: int, **more: str) -> set[str]:
        sheet = worksheet(Plan(sizes=sizes, **more), 1, 1)  # type: ignore[arg-type]
        return set(untold(sheet.sheet, sheet.lines).unseen)

    slopes = {"output_slope_forgotten", "hidden_slope_forgotten", "slopes_forgotten"}
    assert unseen(2, 2, 2, activation="linear") >= slopes
    assert unseen(2, 2, 2) == set()
    # With one output the mean over the outputs is their sum.
    assert unseen(2, 2, 2, loss="mean_squared_error") == set()


@pytest.mark.parametrize("sizes", [(2, 2, 2), (2, 3, 2), (2, 3, 1), (1, 1)])
def test_no_mistake_is_listed_that_cannot_be_made_on_the_sheet(sizes: tuple[int, ...]) -> None:
    """A sheet has one sample; a softmax comes with its loss alone; branches need two outputs."""
    sheet = worksheet(Plan(sizes=sizes), 1, 1)
    told = untold(sheet.sheet, sheet.lines)
    listed = {*told.unseen, *(code for codes in told.alike for code in codes)}
    batch = {"activations_averaged", "gradients_not_averaged"}
    softmax = {"softmax_elementwise", "wrong_class"}
    assert not listed & (batch | softmax | {"sum_for_mean"})
    if sizes[-1] == 1:
        assert not listed & {"one_branch_only", "branches_averaged", "mean_for_sum"}
    if len(set(sizes)) > 1:
        assert "weights_transposed" not in listed


def test_mistakes_that_give_the_same_numbers_are_named_together() -> None:
    sheet = worksheet(Plan(), 1, 1)
    assert untold(sheet.sheet, sheet.lines).alike == (("error_sign", "target_and_output_swapped"),)
    sheet = worksheet(Plan(loss="cross_entropy"), 1, 1)
    groups = untold(sheet.sheet, sheet.lines).alike
    assert ("hidden_slope_forgotten", "slopes_forgotten") in groups
