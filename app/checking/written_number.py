"""A number as it was written: its value, and how far rounding may have moved it."""

import re
from dataclasses import dataclass

from .typed_number import (
    PERCENT,
    SPACES,
    Scanner,
    TypedNumberError,
    decimal,
    integer,
    raised,
    sign_in,
    takes_times,
    typed_number,
    vulgar_fraction,
)

#: A text that is longer is no number that somebody wrote.
MAX_LENGTH = 60
#: How nearly all numbers are written: read at once, as the grammar would read them.
USUAL = re.compile(r"[+-]?([0-9]+\.?[0-9]*)(?:[eE]([+-]?[0-9]{1,2}))?")
#: The unit of a number that is said exactly: a fraction, a power.
EXACT = 0.0


@dataclass(frozen=True, slots=True)
class WrittenNumber:
    """``unit``: one unit of the last digit; 0 where the text says the number exactly."""

    value: float
    unit: float
    #: Significant digits and decimals; None where the text has neither.
    digits: int | None
    decimals: int | None

    @property
    def half_unit(self) -> float:
        return self.unit / 2


def written_number(text: str, *, comma_is_decimal: bool = True) -> WrittenNumber:
    """What a text says. Raises `TypedNumberError` if it says no number.

    ``comma_is_decimal``: how "1,234" is read, which alone may mean two numbers.
    """
    if len(text) > MAX_LENGTH:
        raise TypedNumberError("error.text_long", most=MAX_LENGTH)
    usual = USUAL.fullmatch(text)
    if usual is not None:
        return as_written(float(text) + 0.0, usual[1], int(usual[2] or 0))
    try:
        value = typed_number(text)
    except TypedNumberError as error:
        if error.key != "error.number_ambiguous":
            raise
        text = text.replace("，", ",").replace(",", "." if comma_is_decimal else "")
        value = typed_number(text)
    place = last_place(text)
    if place is None:
        return WrittenNumber(value, EXACT, None, None)
    return as_written(value, *place)


def as_written(value: float, mantissa: str, exponent: int) -> WrittenNumber:
    """``mantissa``: the digits as they were written, without a sign."""
    whole, _, decimals = mantissa.partition(".")
    digits = len((whole + decimals).lstrip("0"))
    shift = exponent - len(decimals)
    unit = float(f"1e{shift}")  # 0 or ∞ where float64 does not have it.
    return WrittenNumber(value, unit, digits or None, max(-shift, 0))


def last_place(text: str) -> tuple[str, int] | None:
    """The digits of a decimal and its power of ten; None for a fraction or another power."""
    scan = Scanner(text)
    scan.run(SPACES)
    sign_in(scan)
    if vulgar_fraction(scan.next) is not None:
        return None
    mantissa, exponent = decimal(scan)
    if exponent is not None:
        return mantissa, int(exponent)
    if vulgar_fraction(scan.next) is not None or raised(scan) is not None:
        return None
    scan.run(SPACES)
    if scan.next in PERCENT:
        return mantissa, PERCENT[scan.next]
    if takes_times(scan):
        scan.run(SPACES)
        integer(scan)  # The ten.
        power = raised(scan)
        assert power is not None, "the grammar takes no ten without its power"
        return mantissa, int(power)
    if scan.next == "/":
        return None
    return mantissa, 0
