"""What wrong gradients have in common is found from the numbers that each mistake gives."""

from collections.abc import Callable
from dataclasses import replace
from itertools import product
from math import inf, nan

import pytest

from app.checking.differences import Parameter
from app.checking.gradient_mistakes import MISTAKES, Known, Mistake, mistakes_in

#: A square matrix, whose transpose has the same shape.
PLACES = [Parameter(0, "weights", place) for place in product(range(3), repeat=2)]
RIGHT = {each.address: (k + 1) * 0.0137 * (-1 if k % 2 else 1) for k, each in enumerate(PLACES)}
KNOWN = Known(RIGHT, samples=7, outputs=5, averages_outputs=True, rate=0.3)
#: What each mistake makes of a matrix, in this test's own words.
MADE: dict[str, Callable[[float, float], float]] = {
    "sign": lambda right, turned: -right,
    "double": lambda right, turned: right + right,
    "half": lambda right, turned: right / 2,
    "sum": lambda right, turned: 7 * right,
    "mean": lambda right, turned: right / 7,
    "outputs": lambda right, turned: right / 5,
    "outputs_summed": lambda right, turned: 5 * right,
    "all_summed": lambda right, turned: 35 * right,
    "all_averaged": lambda right, turned: right / 35,
    "rate": lambda right, turned: 0.3 * right,
    "step": lambda right, turned: -0.3 * right,
    "transposed": lambda right, turned: turned,
    "zero": lambda right, turned: 0.0,
}


def made(name: str) -> list[tuple[Parameter, float]]:
    """The wrong numbers, printed with four digits."""
    found = []
    for each in PLACES:
        right, turned = RIGHT[each.address], RIGHT[each._replace(place=each.place[::-1]).address]
        value = MADE[name](right, turned)
        if value != right:
            found.append((each, float(f"{value:.4g}")))
    return found


def test_every_mistake_is_made_here() -> None:
    assert [mistake.name for mistake in MISTAKES] == list(MADE)


@pytest.mark.parametrize("mistake", MISTAKES, ids=lambda mistake: mistake.name)
def test_a_mistake_is_found_from_its_numbers(mistake: Mistake) -> None:
    wrong = made(mistake.name)
    (found,) = mistakes_in(wrong, [], KNOWN)
    assert (found.name, found.code) == (mistake.name, mistake.code)
    assert found.addresses == tuple(parameter.address for parameter, _ in wrong)
    assert found.key == f"check.mistake.{mistake.name}"


@pytest.mark.parametrize("mistake", MISTAKES, ids=lambda mistake: mistake.name)
def test_a_cause_in_the_loss_is_not_named_where_other_gradients_are_right(
    mistake: Mistake,
) -> None:
    (found,) = mistakes_in(made(mistake.name), [0.5], KNOWN)
    assert found.key == f"check.mistake.{mistake.name}" + ("_here" if mistake.is_of_all else "")
    # With any factor 0 stays right.
    assert mistakes_in(made(mistake.name), [0.0], KNOWN)[0].key == f"check.mistake.{mistake.name}"


def test_several_mistakes_are_found_and_numbers_without_a_reason_are_left() -> None:
    factors = [-1.0] * 4 + [2.0] * 3 + [1.777] * 2
    wrong = [
        (each, factor * RIGHT[each.address]) for each, factor in zip(PLACES, factors, strict=True)
    ]
    found = mistakes_in(wrong, [], KNOWN)
    assert [(each.name, len(each.addresses)) for each in found] == [("sign", 4), ("double", 3)]
    assert [each.key for each in found] == ["check.mistake.sign_here", "check.mistake.double_here"]


def test_what_is_no_number_is_found_first() -> None:
    wrong = [(PLACES[0], nan), (PLACES[1], -inf), (PLACES[2], -RIGHT["dw1.0.2"])]
    found = mistakes_in(wrong, [], KNOWN)
    assert [each.name for each in found] == ["not_a_number", "sign"]
    assert found[0].addresses == ("dw1.0.0", "dw1.0.1")


def test_a_sum_over_the_outputs_is_no_mistake_where_the_loss_has_it() -> None:
    summing = replace(KNOWN, averages_outputs=False)
    assert mistakes_in(made("outputs_summed"), [], summing) == []
    assert mistakes_in(made("all_summed"), [], summing) == []


@pytest.mark.parametrize("name", ["double", "half"])
@pytest.mark.parametrize("two", ["samples", "outputs"])
def test_with_two_samples_or_outputs_their_sum_or_mean_may_be_the_cause(
    name: str, two: str
) -> None:
    known = Known(RIGHT, 7, 5, averages_outputs=True, rate=0.3)
    known = replace(known, samples=2) if two == "samples" else replace(known, outputs=2)
    (found,) = mistakes_in(made(name), [], known)
    assert (found.name, found.key) == (name, f"check.mistake.{name}_of_two")
    (found,) = mistakes_in(made(name), [0.5], known)
    assert found.key == f"check.mistake.{name}_here"
