"""The key of every kind of sheet is right, and its numbers can be worked by hand."""

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.checking.marking.hand_in import HandIn
from app.checking.marking.judge import mark
from app.checking.sheets.plan import BY_HAND, FADED, SIGNS, Plan
from app.checking.sheets.ways import Ways
from app.checking.sheets.work import written
from app.checking.sheets.worksheet import Worksheet, worksheet
from app.engine.network.losses import LOSSES
from tests.examples import examples

from .plans import Referee, is_possible, plans

SEEDS = st.integers(0, 2**32 - 1)
SLOWLY = settings(max_examples=examples(60))


def addresses(sheet: Worksheet) -> list[str]:
    return [address for line in sheet.lines for address in line.addresses]


@SLOWLY
@given(plans(), SEEDS, st.integers(1, 60))
def test_every_number_of_a_key_is_that_of_sixty_digits(plan: Plan, seed: int, variant: int) -> None:
    sheet = worksheet(plan, seed, variant)
    referee = Referee(sheet)
    for address in addresses(sheet):
        true = referee(address)
        assert abs(sheet.sheet.true(address) - true) <= 1e-9 * abs(true) + 1e-12


@SLOWLY
@given(plans(), SEEDS)
def test_the_marking_calls_every_number_of_a_key_right(plan: Plan, seed: int) -> None:
    sheet = worksheet(plan, seed, 1)
    key = {address: sheet.right.texts[address] for address in addresses(sheet)}
    judged = mark(sheet.sheet, HandIn.read(key)).answers
    assert {each.verdict for each in judged} <= {"right", "right_to_digits"}


@SLOWLY
@given(plans(), SEEDS, st.integers(1, 60))
def test_the_same_seed_makes_the_same_sheet(plan: Plan, seed: int, variant: int) -> None:
    first, second = worksheet(plan, seed, variant), worksheet(plan, seed, variant)
    assert first.given == second.given
    assert first.right.texts == second.right.texts
    assert first.shown == second.shown
    assert first.slip == second.slip


def test_variants_and_seeds_differ() -> None:
    drawn = [worksheet(Plan(), seed, variant).given for seed in (1, 2) for variant in range(1, 21)]
    assert len({repr(each) for each in drawn}) == 40


@pytest.mark.parametrize("activation", BY_HAND)
@pytest.mark.parametrize("loss", LOSSES)
def test_numbers_are_good_by_hand(activation: str, loss: str) -> None:
    """Tenths, and nothing that is saturated, vanishes or is there twice."""
    plan = Plan(activation=activation, loss=loss)
    for variant in range(1, 7):
        sheet = worksheet(plan, 5, variant)
        given_numbers = [*sheet.given.inputs, *sheet.given.targets]
        given_numbers += [w for rows in sheet.given.weights for row in rows for w in row]
        assert all(round(10 * each, 9) == int(round(10 * each)) for each in given_numbers)
        assert 0 not in sheet.given.inputs
        for line in sheet.lines:
            signed = [sheet.right.known[address] for address in line.addresses]
            values = [abs(value) for value in signed]
            if line.array in ("z", "slope"):
                assert min(values) >= 0.05
                assert max(values) <= 2.5
            if line.array in ("error", "delta"):
                assert min(values) >= 1e-3
            if line.array in ("z", "a"):
                assert len(set(signed)) == len(signed)


@pytest.mark.parametrize("sizes", [(2, 3, 2), (4, 4, 4), (4, 3, 2, 2)])
@pytest.mark.parametrize("activation", ["relu", "leaky_relu"])
@pytest.mark.parametrize("loss", ["squared_error", "cross_entropy"])
def test_no_unit_sleeps(sizes: tuple[int, ...], activation: str, loss: str) -> None:
    """However many units there are whose slope is next to nothing below 0."""
    plan = Plan(sizes=sizes, activation=activation, loss=loss)
    for variant in range(1, 7):
        sheet = worksheet(plan, 5, variant)
        lines = [line for line in sheet.lines if line.array in ("slope", "error", "delta")]
        values = [abs(sheet.right.known[each]) for line in lines for each in line.addresses]
        assert 0 not in values
        slopes = [line for line in sheet.lines if line.array == "slope"]
        assert all(sheet.right.known[each] >= 0.05 for line in slopes for each in line.addresses)


@SLOWLY
@given(st.floats(-1e6, 1e6).filter(lambda x: abs(x) > 1e-9), st.integers(2, 6))
def test_a_number_is_written_to_its_digits(value: float, digits: int) -> None:
    text = written(value, digits)
    assert "e" not in text.lower()
    assert abs(Decimal(text) - Decimal(value)) <= Decimal(f"{abs(value):e}") / 10 ** (digits - 1)
    if abs(Decimal(text)) < 1:
        assert len(text.lstrip("-0.")) == digits


@pytest.mark.parametrize("blanks", range(1, 20))
def test_a_faded_sheet_lacks_its_last_lines(blanks: int) -> None:
    sheet = worksheet(Plan(kind=FADED, blanks=blanks), 3, 1)
    lacking = [line for line in sheet.lines if line.addresses[0] in sheet.asked]
    assert lacking == list(sheet.lines[-blanks:])
    assert list(sheet.principles) == lacking
    assert sheet.points == len(sheet.asked) + blanks
    assert not set(sheet.asked) & set(sheet.shown)
    assert set(sheet.asked) | set(sheet.shown) == set(addresses(sheet))


@SLOWLY
@given(plans(kind=SIGNS), SEEDS)
def test_a_sign_that_is_asked_for_follows_from_signs_alone(plan: Plan, seed: int) -> None:
    sheet = worksheet(plan, seed, 1)
    assert sheet.asked
    read = sheet.sheet.true
    for line in sheet.lines:
        for address in line.addresses:
            if address in sheet.asked and line.principle == "sum_over_branches":
                unit, later = int(address.rpartition(".")[2]), line.layer + 1
                terms = [
                    read(f"w{later}.{k}.{unit}") * read(f"delta{later}.{k}")
                    for k in range(sheet.sheet.units(later))
                ]
                assert len({term > 0 for term in terms}) == 1


@SLOWLY
@given(plans(), SEEDS)
def test_the_way_to_every_number_ends_with_it(plan: Plan, seed: int) -> None:
    sheet = worksheet(plan, seed, 1)
    ways = Ways.of(sheet)
    for address in addresses(sheet):
        assert ways.way(address).endswith(f"={sheet.right.texts[address]}")


def test_every_combination_can_be_drawn() -> None:
    for activation in BY_HAND:
        for loss in LOSSES:
            for sizes in ((1, 1), (2, 2, 2), (2, 2, 2, 2)):
                plan = Plan(sizes=sizes, activation=activation, loss=loss)
                if is_possible(plan):
                    assert worksheet(plan, 1, 1).asked
