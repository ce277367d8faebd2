"""Numbers as people type them; the cases are those of the browser's reader."""

import json
import sys
import unicodedata
from fractions import Fraction
from math import isfinite
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.checking.typed_number import TypedNumberError, typed_number

CASES: dict[str, list[dict[str, Any]]] = json.loads(
    (Path(__file__).parents[1] / "typed_numbers.json").read_text(encoding="utf-8")
)


@pytest.mark.parametrize("case", CASES["numbers"], ids=lambda case: case["text"])
def test_a_number_is_what_its_text_says_rounded_once(case: dict[str, Any]) -> None:
    assert typed_number(case["text"]) == float(Fraction(case["value"]))


@pytest.mark.parametrize("case", CASES["mistakes"], ids=lambda case: ascii(case["text"])[:30])
def test_a_text_that_is_no_number_is_refused_with_the_place(case: dict[str, Any]) -> None:
    with pytest.raises(TypedNumberError) as refused:
        typed_number(case["text"])
    kind = {"empty": "unfinished"}.get(case["mistake"], case["mistake"])
    assert refused.value.key == f"error.number_{kind}"
    assert refused.value.params == case.get("params", {})


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_every_float_is_read_back_from_its_text(number: float) -> None:
    assert typed_number(repr(number)) == number


def mistake_in(text: str) -> TypedNumberError | None:
    """None where the text says a finite number."""
    try:
        number = typed_number(text)
    except TypedNumberError as error:
        return error
    assert isfinite(number)
    return None


@given(st.text(max_size=30))
def test_any_text_is_a_finite_number_or_refused(text: str) -> None:
    mistake = mistake_in(text)
    assert mistake is None or mistake.key.startswith("error.number_")


@given(st.text(alphabet="0123456789.,' -+e/^*%½²⁻·", min_size=1, max_size=12))
def test_a_refusal_names_a_place_of_the_text(text: str) -> None:
    mistake = mistake_in(text)
    if mistake is not None and mistake.key == "error.number_sign":
        place, sign = mistake.params["place"], mistake.params["sign"]
        assert isinstance(place, int)
        assert text[place - 1] == (" " if sign == "␣" else sign)


def test_a_digit_of_any_script_has_its_own_value() -> None:
    for code in range(sys.maxunicode + 1):
        sign = chr(code)
        if unicodedata.category(sign) == "Nd":
            assert typed_number(sign) == unicodedata.decimal(sign)


def test_no_character_that_unicode_folds_to_digits_slips_through() -> None:
    """NFKC makes 52 of ``5²``, 51 of ``5①``: such a sign is refused or has a meaning of its own."""
    for code in range(sys.maxunicode + 1):
        sign = chr(code)
        folded = unicodedata.normalize("NFKC", sign)
        if unicodedata.category(sign) == "No" and folded.isascii() and folded.isdigit():
            try:
                value = typed_number(f"5{sign}")
            except TypedNumberError:
                continue
            assert value == 5 ** int(folded)
