"""How an answer is graded, and when a question is clear enough to be asked."""

from typing import Any

import numpy as np
import pytest

from app.explain.tree import symbol
from app.labs.exercises.question import (
    CLOSE,
    OTHER,
    RIGHT,
    ROUNDED,
    Kind,
    Option,
    Posed,
    Question,
    Solution,
    apart,
    is_clear,
    is_rounding,
    lettered,
    near,
    only_one,
    shuffled,
    sign_of,
    with_further,
    wrong_ones,
)


def question(**given: Any) -> Question:
    return Question("network", {}, "start", "end", symbol("x"), **given)


def kind(answer_type: str) -> Kind:
    return Kind("any", answer_type, lambda rng, section: question(), lambda asked: None, ("sign",))


def posed(expected: Any, mistakes: dict[str, tuple[Any, ...]], **given: Any) -> Posed:
    return Posed(kind("number"), question(**given), Solution(expected, mistakes))


@pytest.mark.parametrize(
    ("answer", "verdict"),
    [
        (2.345, RIGHT),
        # Within 1 %, within 5 %, and beyond.
        (2.345 * 1.0099, RIGHT),
        (2.345 * 0.9901, RIGHT),
        (2.345 * 1.0101, CLOSE),
        (2.345 * 0.951, CLOSE),
        (2.345 * 1.051, OTHER),
        # Two digits, which are 2 % off, and one.
        (2.3, ROUNDED),
        (2.0, ROUNDED),
        (-2.345, "sign"),
        (-2.345 * 1.009, "sign"),
        (4.69, "twice"),
        (9.38, "twice"),
    ],
)
def test_a_number_is_right_a_known_mistake_rounded_close_or_other(
    answer: float, verdict: str
) -> None:
    mistakes = {"sign": (-2.345,), "twice": (4.69, 9.38)}
    assert posed(2.345, mistakes).verdict(answer) == verdict


@pytest.mark.parametrize(("answer", "verdict"), [(12, RIGHT), (13, "biases"), (11.9, OTHER)])
def test_a_count_is_right_or_wrong(answer: float, verdict: str) -> None:
    assert posed(12.0, {"biases": (13.0,)}, tolerance=0.0).verdict(answer) == verdict


@pytest.mark.parametrize(
    ("answer", "verdict"), [("up", RIGHT), ("down", "sign"), ("zero", OTHER), (1.0, OTHER)]
)
def test_a_choice_is_right_or_the_mistake_that_it_stands_for(
    answer: float | str, verdict: str
) -> None:
    asked = posed("up", {"sign": ("down", "low")})
    assert asked.verdict(answer) == verdict
    assert asked.choices == ["down", "low", "up"]


@pytest.mark.parametrize(
    ("answer_type", "entered", "replies"),
    [
        ("number", "number", ("sign", "rounded", "close", "other")),
        ("count", "number", ("sign", "other")),
        ("sign", "sign", ("sign",)),
        ("choice", "choice", ("sign",)),
        ("pick", "pick", ("sign",)),
    ],
)
def test_a_kind_is_answered_in_its_way_and_has_replies_to_every_wrong_answer(
    answer_type: str, entered: str, replies: tuple[str, ...]
) -> None:
    assert (kind(answer_type).input, kind(answer_type).replies) == (entered, replies)


def test_a_number_has_no_choices() -> None:
    assert posed(1.0, {"twice": (2.0,)}).choices == []


def test_near_is_relative_to_the_number_and_never_less_than_rounding() -> None:
    assert near(102.0, 100.0, 0.02)
    assert not near(102.01, 100.0, 0.02)
    assert near(-98.0, -100.0, 0.02)
    assert near(1 + 9e-10, 1.0, 0.0)
    assert not near(1 + 2e-9, 1.0, 0.0)
    assert not near(1e-12, 0.0, 0.5)


def test_one_digit_or_two_are_too_few() -> None:
    assert is_rounding(0.06, 0.06411)
    assert is_rounding(0.064, 0.06411)
    assert not is_rounding(0.0641, 0.06411)
    assert not is_rounding(0.065, 0.06411)


def test_two_numbers_are_apart_relative_to_the_larger() -> None:
    assert apart(1.0, 0.89, 0.1)
    assert not apart(1.0, 0.91, 0.1)
    assert not apart(0.91, 1.0, 0.1)
    assert not apart(0.0, 1e-13, 0.1)
    assert apart(0.0, 1e-11, 0.1)


@pytest.mark.parametrize(
    ("expected", "mistakes", "clear"),
    [
        (1.0, {"a": (1.2,), "b": (-1.0,)}, True),
        # A tenth from the right answer, 3 % from each other.
        (1.0, {"a": (1.09,)}, False),
        (1.0, {"a": (1.12,)}, True),
        (1.0, {"a": (2.0,), "b": (2.05,)}, False),
        (1.0, {"a": (2.0,), "b": (2.07,)}, True),
        # Answers of one mistake may be alike.
        (1.0, {"a": (2.0, 2.01)}, True),
        # Nothing below a hundredth is asked for.
        (0.011, {}, True),
        (0.009, {}, False),
        (-0.011, {}, True),
        ("up", {"a": ("down",)}, True),
        ("up", {"a": ("down", "up")}, False),
    ],
)
def test_a_question_is_clear_where_its_answers_are_far_enough_apart(
    expected: Any, mistakes: dict[str, tuple[Any, ...]], clear: bool
) -> None:
    assert is_clear(question(), Solution(expected, mistakes)) is clear


def test_different_counts_are_clear() -> None:
    asked = question(tolerance=0.0)
    assert is_clear(asked, Solution(100.0, {"a": (101.0,), "b": (102.0,)}))
    assert not is_clear(asked, Solution(100.0, {"a": (100.0,)}))
    assert not is_clear(asked, Solution(100.0, {"a": (101.0,), "b": (101.0,)}))


def test_further_mistakes_are_named_where_they_are_clear() -> None:
    named = with_further(
        1.0, {"a": (2.0,)}, {"b": (2.01, 3.0), "c": (1.05,), "d": (3.05,), "e": (4.0,)}
    )
    assert named == {"a": (2.0,), "b": (3.0,), "e": (4.0,)}
    assert with_further(10.0, {}, {"a": (10.0,), "b": (10.1,)}, (0.0, 0.0)) == {"b": (10.1,)}


def test_a_number_has_its_sign() -> None:
    assert [sign_of(number) for number in (2.0, -0.1, 0.0, -0.0)] == [
        "positive", "negative", "zero", "zero",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("numbers", "found"),
    [
        ({"a": 1.0, "b": 2.0}, "b"),
        ({"a": 1.97, "b": 2.0}, None),
        ({"a": 1.95, "b": 2.0}, "b"),
        ({"a": 2.0, "b": 2.0}, None),
        ({"a": 1.0}, None),
        ({"a": 2.0 + 1e-10}, "a"),
    ],
)
def test_the_one_number_that_is_wanted_has_no_near_double(
    numbers: dict[str, float], found: str | None
) -> None:
    assert only_one(numbers, 2.0) == found


def test_options_are_shuffled_and_lettered_in_their_new_order() -> None:
    options = tuple(Option(name) for name in "pqrs")
    mixed = shuffled(np.random.default_rng(2), options)
    assert mixed != options
    assert set(mixed) == set(options)
    formulas = {name: symbol(name) for name in "pqr"}
    offered, meanings = lettered(np.random.default_rng(1), formulas)
    assert [option.name for option in offered] == ["a", "b", "c"]
    assert [option.label for option in offered] == [formulas[meanings[name]] for name in "abc"]
    assert sorted(meanings.values()) == ["p", "q", "r"]
    assert wrong_ones(meanings, "b") == {meanings[name]: (name,) for name in ("a", "c")}


def test_a_question_has_a_hundredth_of_tolerance_and_nothing_else_unless_it_is_said() -> None:
    asked = question()
    assert (asked.tolerance, asked.later_request) == (0.01, None)
    assert (asked.state, asked.options, asked.families, asked.blanks, asked.about) == (
        {}, (), (), {}, {},
    )  # fmt: skip
    found = Solution(1.0, {})
    assert (found.hints, found.rule, found.work) == ({}, {}, {})
