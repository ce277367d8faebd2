"""Whatever the seed, an exercise is clear, and the engine's answer is that of plain Python."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from app.labs.exercises.networks import Traced
from app.labs.exercises.question import (
    CLOSE,
    OTHER,
    RIGHT,
    ROUNDED,
    SIGNS,
    Option,
    Posed,
    is_clear,
)
from app.labs.exercises.table import KINDS, SECTIONS, posed
from app.labs.exercises.weights import weights_of
from tests.labs.exercises.referee import FURTHER, MISTAKES, REFEREES, about, number_at

SEEDS = range(24)
EXERCISES = [(section, number) for section in SECTIONS for number in (1, 2, 3)]


@pytest.fixture(params=EXERCISES, ids=lambda place: f"{place[0]}.{place[1]}")
def exercises(request: pytest.FixtureRequest) -> list[Posed]:
    """One exercise of a section with two dozen seeds."""
    section, number = request.param
    return [posed(section, number, seed) for seed in SEEDS]


def test_every_section_has_three_kinds_and_every_kind_a_section() -> None:
    assert all(len(set(names)) == len(names) == 3 for names in SECTIONS.values())
    assert {name for names in SECTIONS.values() for name in names} == set(KINDS) == set(REFEREES)


def test_the_right_answer_is_that_of_an_independent_calculation(exercises: list[Posed]) -> None:
    for exercise in exercises:
        found, expected = (
            REFEREES[exercise.kind.name](exercise.question),
            exercise.solution.expected,
        )
        if isinstance(expected, str):
            assert found == expected
        else:
            assert found == pytest.approx(expected, rel=1e-6)


def test_what_is_right_is_accepted_also_with_four_digits(exercises: list[Posed]) -> None:
    for exercise in exercises:
        expected = exercise.solution.expected
        assert exercise.verdict(expected) == RIGHT
        if not isinstance(expected, str):
            assert exercise.verdict(float(f"{expected:.4g}")) == RIGHT


def test_every_mistake_is_recognized(exercises: list[Posed]) -> None:
    for exercise in exercises:
        for reason, answers in exercise.solution.mistakes.items():
            assert [exercise.verdict(answer) for answer in answers] == [reason] * len(answers)


def test_mistakes_are_what_they_are_called(exercises: list[Posed]) -> None:
    for exercise in exercises:
        for reason, wrong in MISTAKES.get(exercise.kind.name, {}).items():
            named = exercise.solution.mistakes.get(reason, ())
            for number in wrong(exercise.question) if named else []:
                assert any(number == pytest.approx(each, rel=1e-6, abs=1e-9) for each in named)


def test_mistakes_that_need_not_be_clear_are_what_they_are_called(exercises: list[Posed]) -> None:
    for exercise in exercises:
        for reason, wrong in FURTHER.get(exercise.kind.name, {}).items():
            for named in exercise.solution.mistakes.get(reason, ()):
                numbers = wrong(exercise.question)
                assert any(named == pytest.approx(number, rel=1e-6) for number in numbers), reason


def test_the_right_number_with_too_few_digits_is_told_apart(exercises: list[Posed]) -> None:
    """6e-2 for 0.06411 is no mistake of method; a number of three digits is right."""
    for exercise in exercises:
        expected = exercise.solution.expected
        if exercise.kind.answer_type != "number" or isinstance(expected, str):
            continue
        assert exercise.verdict(float(f"{expected:.3g}")) == RIGHT
        for digits in (1, 2):
            verdict = exercise.verdict(float(f"{expected:.{digits}g}"))
            assert verdict in (RIGHT, ROUNDED, *exercise.solution.mistakes), exercise


def test_0_06_for_0_06411_is_rounded_too_much() -> None:
    exercise = posed(7, 1, 1)
    assert exercise.solution.expected == pytest.approx(0.06411, abs=1e-5)
    assert exercise.verdict(0.06) == ROUNDED


def test_nothing_about_counting_moves_the_figure() -> None:
    question = posed(3, 2, 1).question
    assert (question.at, question.after) == ("start", "start")


def test_every_choice_but_the_right_one_has_its_reply(exercises: list[Posed]) -> None:
    for exercise in exercises:
        options: list[str] = [option.name for option in exercise.question.options]
        if exercise.kind.input == "pick":
            options = weights_of(exercise.question.request)
        assert sorted(options) == exercise.choices
        verdicts = Counter(exercise.verdict(option) for option in options)
        assert OTHER not in verdicts
        assert verdicts[RIGHT] == (1 if options else 0)


def test_a_number_may_be_nearly_right_or_far_off(exercises: list[Posed]) -> None:
    for exercise in exercises:
        expected = exercise.solution.expected
        if exercise.kind.answer_type == "number" and not isinstance(expected, str):
            assert exercise.verdict(expected * 1.03) == CLOSE
        if exercise.kind.input == "number":
            assert exercise.verdict(987654.0) == OTHER


def test_every_reason_of_a_kind_comes_up_and_no_other() -> None:
    found: dict[str, set[str]] = {name: set() for name in KINDS}
    for section, number in EXERCISES:
        for seed in SEEDS:
            exercise = posed(section, number, seed)
            found[exercise.kind.name] |= set(exercise.solution.mistakes)
    assert found == {name: set(kind.reasons) for name, kind in KINDS.items()}


def test_the_same_seed_draws_the_same_question_and_others_draw_others(
    exercises: list[Posed],
) -> None:
    places = [place for place in EXERCISES if posed(*place, 0) is exercises[0]]
    (place,) = places
    drawn = list(exercises)
    again = [posed.__wrapped__(*place, seed) for seed in SEEDS]
    assert again == drawn
    assert len({repr(exercise.question) for exercise in drawn}) >= 0.9 * len(drawn)


def test_what_is_right_is_not_always_the_same(exercises: list[Posed]) -> None:
    answers = Counter(exercise.solution.expected for exercise in exercises)
    assert max(answers.values()) <= 0.75 * len(exercises)


def test_the_place_of_an_option_does_not_give_it_away(exercises: list[Posed]) -> None:
    """Options made for the question; those with sentences of their own have a fixed order."""
    places = Counter(
        [option.name for option in exercise.question.options].index(str(exercise.solution.expected))
        for exercise in exercises
        if any(option.label is not None for option in exercise.question.options)
    )
    if places:
        assert set(places) == {0, 1, 2, 3}


def numbers(part: Any) -> Iterator[float]:
    if isinstance(part, dict):
        part = list(part.values())
    if isinstance(part, list):
        for each in part:
            yield from numbers(each)
    elif isinstance(part, float):
        yield part


def test_every_number_of_a_question_has_two_decimals_at_most(exercises: list[Posed]) -> None:
    for exercise in exercises:
        assert all(round(each, 2) == each for each in numbers(exercise.question.request))


def test_signs_are_clear_and_zeros_come_from_a_slope() -> None:
    """No sign depends on the fifth digit; a δ of 0 comes from a slope, not from errors of 0."""
    for place in EXERCISES:
        for exercise in (posed(*place, seed) for seed in SEEDS):
            if exercise.kind.input != "sign":
                continue
            request, address, _ = about(exercise.question)
            assert exercise.question.options == tuple(map(Option, SIGNS))
            if exercise.solution.expected == "zero":
                family = address[:5]
                assert number_at(request, address) == 0
                assert all(number_at(request, f"{family}2.{unit}") for unit in range(2))
            else:
                assert abs(number_at(request, address)) >= 0.0099


def test_answers_that_cannot_be_told_apart_are_not_asked_for() -> None:
    exercise = posed(5, 2, 0)
    expected = float(exercise.solution.expected)
    for blurred in (
        replace(exercise.solution, mistakes={"sign": (expected * 1.02,)}),
        replace(exercise.solution, mistakes={"sign": (2.0,), "product": (2.01,)}),
        replace(exercise.solution, expected=0.001),
    ):
        assert not is_clear(exercise.question, blurred)
    assert is_clear(exercise.question, exercise.solution)


@pytest.mark.parametrize(
    ("section", "number", "answer", "reason"),
    [
        (3, 2, 26, "layer_biases"),
        (3, 2, 10, "units_and_inputs"),
        (3, 2, 34, "input_biases"),
        (4, 2, 12.66, "averaged"),
        (5, 2, 0.0928, "no_weights"),
        (5, 2, -0.0419, "averaged"),
        (6, 1, 0.0445, "averaged"),
        (7, 1, -0.01053, "swapped_ends"),
        (7, 1, 0.0159, "slope_again"),
    ],
)
def test_a_slip_of_one_who_works_by_hand_is_named(
    section: int, number: int, answer: float, reason: str
) -> None:
    """What comes out of the numbers on the page of seed 1 if one thing is done wrongly."""
    assert posed(section, number, 1).verdict(answer) == reason


def test_a_row_of_weights_taken_for_a_column_is_named() -> None:
    """Seed 4: from z₁ lead −0.2 and −0.5, and −0.2 and −1 stand in its row."""
    exercise = posed(6, 1, 4)
    traced = Traced(exercise.question.request)
    slope, above, below = (traced[each] for each in ("slope1.0", "delta2.0", "delta2.1"))
    assert exercise.verdict(slope * (-0.2 * above - 0.5 * below)) == RIGHT
    assert exercise.verdict(slope * (-0.2 * above - 1.0 * below)) == "transposed"
