"""A prime stands clear of the letter that it belongs to."""

import re

import pytest

from app.exporting.pictures.formulas import SIZE, box_of

NUMBER = re.compile(r"-?\d+(?:\.\d+)?")


def across(outline: str, x: float, scale: float) -> tuple[float, float]:
    """Where an outline begins and ends, in em."""
    found = [float(each) for each in NUMBER.findall(outline)][::2]
    return x + min(found) * scale / SIZE, x + max(found) * scale / SIZE


@pytest.mark.parametrize("letter", ["f", r"\sigma", "w", "T"])
def test_a_prime_does_not_touch_its_letter(letter: str) -> None:
    (base, x, _, scale), (prime, at, _, own) = box_of(f"{letter}'").parts
    assert across(prime, at, own)[0] > across(base, x, scale)[1]
