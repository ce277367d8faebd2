"""A number as it was written, with the digits of its text; Python's decimals are the referee."""

from decimal import Decimal
from math import copysign

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from app.checking.typed_number import TypedNumberError
from app.checking.written_number import MAX_LENGTH, WrittenNumber, written_number


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("0.530", 0.53, 1e-3),
        ("-0,02", -0.02, 1e-2),
        ("−.5", -0.5, 0.1),
        ("1/3", 1 / 3, 0.0),
        ("½", 0.5, 0.0),
        ("1½", 1.5, 0.0),
        ("2³", 8.0, 0.0),
        ("5e-3", 5e-3, 1e-3),
        ("1.50e2", 150.0, 1.0),
        ("2·10⁻³", 2e-3, 1e-3),
        ("2 · 10⁻³", 2e-3, 1e-3),
        ("2.0x10^(-3)", 2e-3, 1e-4),
        ("12 %", 0.12, 0.01),
        ("3‰", 0.003, 1e-3),
        ("1,234", 1.234, 1e-3),
        ("42", 42.0, 1.0),
    ],
)
def test_a_text_says_its_digits(text: str, value: float, unit: float) -> None:
    number = written_number(text)
    assert number.value == pytest.approx(value, rel=1e-15)
    assert number.unit == pytest.approx(unit, rel=1e-12)
    assert number.half_unit == number.unit / 2
    assert (number.digits is None) == (unit == 0)


def as_decimal(text: str) -> WrittenNumber:
    """What Python's decimals say of it."""
    number = Decimal(text)
    _, digits, exponent = number.as_tuple()
    assert isinstance(exponent, int)
    unit = float(Decimal(1).scaleb(exponent))
    return WrittenNumber(
        float(text) + 0.0, unit, len(digits) if any(digits) else None, max(-exponent, 0)
    )


@given(
    sign=st.sampled_from(["", "-", "+"]),
    digits=st.text("0123456789", min_size=1, max_size=12),
    point=st.integers(0, 12),
    exponent=st.sampled_from(["", "e3", "E-7", "e+12", "E05", "e-99"]),
)
@example(sign="", digits="00", point=1, exponent="")
def test_digits_and_last_place_are_those_of_the_decimal(
    sign: str, digits: str, point: int, exponent: str
) -> None:
    mantissa = digits if point >= len(digits) else f"{digits[:point]}.{digits[point:]}"
    text = sign + mantissa + exponent
    found, expected = written_number(text), as_decimal(text)
    # Of zeros alone there are no significant digits, however many are written.
    assert found == expected
    # Read by the grammar it is the same; a space before it is no usual way to write.
    assert written_number(" " + text) == expected


@pytest.mark.parametrize("text", ["-0", "-0.00", "−0", "-0e5"])
def test_no_number_is_minus_zero(text: str) -> None:
    assert copysign(1.0, written_number(text).value) == 1


@pytest.mark.parametrize(
    ("text", "as_decimal_comma", "as_group_comma"),
    [("1,234", 1.234, 1234.0), ("-1，234", -1.234, -1234.0)],
)
def test_a_comma_before_three_digits_is_read_as_asked(
    text: str, as_decimal_comma: float, as_group_comma: float
) -> None:
    assert written_number(text).value == as_decimal_comma
    assert written_number(text).decimals == 3
    grouped = written_number(text, comma_is_decimal=False)
    assert (grouped.value, grouped.decimals, grouped.digits) == (as_group_comma, 0, 4)


def test_a_text_of_sixty_characters_is_read_and_a_longer_one_refused() -> None:
    assert MAX_LENGTH == 60
    longest = "1." + "0" * 58
    assert written_number(longest).digits == 59
    with pytest.raises(TypedNumberError) as refused:
        written_number(longest + "0")
    assert refused.value.key == "error.text_long"
    assert refused.value.params == {"most": 60}
    with pytest.raises(TypedNumberError) as no_number:
        written_number("half")
    assert no_number.value.key != "error.text_long"
