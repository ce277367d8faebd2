"""A number as it was written, with the digits that its text has."""

import pytest

from app.checking.written_number import written_number


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("0.530", 0.53, 1e-3),
        ("-0,02", -0.02, 1e-2),
        ("−.5", -0.5, 0.1),
        ("1/3", 1 / 3, 0.0),
        ("½", 0.5, 0.0),
        ("5e-3", 5e-3, 1e-3),
        ("1.50e2", 150.0, 1.0),
        ("2·10⁻³", 2e-3, 1e-3),
        ("12 %", 0.12, 0.01),
        ("1,234", 1.234, 1e-3),
        ("42", 42.0, 1.0),
    ],
)
def test_a_text_says_its_digits(text: str, value: float, unit: float) -> None:
    number = written_number(text)
    assert number.value == pytest.approx(value, rel=1e-15)
    assert number.unit == pytest.approx(unit, rel=1e-12)
