"""What somebody hands in: numbers by their addresses, and in how many digits they are written."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from math import floor, isfinite, log10

from ..typed_number import TypedNumberError
from ..written_number import WrittenNumber, written_number

#: Significant digits of who writes fewer, or none that can be told.
FEWEST_DIGITS = 2


@dataclass(frozen=True)
class HandIn:
    """The numbers of a hand-in as they were written."""

    written: dict[str, WrittenNumber]
    unreadable: dict[str, TypedNumberError]
    style: "Style"

    @classmethod
    def read(cls, answers: Mapping[str, str]) -> "HandIn":
        numbers: dict[str, WrittenNumber] = {}
        unreadable: dict[str, TypedNumberError] = {}
        comma = not any("." in text for text in answers.values())
        for address, text in answers.items():
            try:
                numbers[address] = written_number(text, comma_is_decimal=comma)
            except TypedNumberError as error:
                unreadable[address] = error
        style = style_of(numbers.values())
        whole = {address: style.whole_numbers(number) for address, number in numbers.items()}
        return cls(whole, unreadable, style)


@dataclass(frozen=True)
class Style:
    """How many digits a hand-in has: significant ones, or decimals; None: none can be told."""

    digits: int | None
    decimals: int | None

    def half_unit(self, value: float) -> float:
        """Half a unit of the last digit, were the value written in this style."""
        if value == 0 or not isfinite(value):
            return 0.0
        halves = []
        if self.digits is not None:
            halves.append(0.5 * 10.0 ** (floor(log10(abs(value))) - self.digits + 1))
        if self.decimals is not None:
            halves.append(0.5 * 10.0**-self.decimals)
        return max(halves, default=0.0)

    def whole_numbers(self, number: WrittenNumber) -> WrittenNumber:
        """A whole number is often one whose zeros are not written: 1 for 1.00."""
        if number.unit < 1 or number.decimals:
            return number
        value, units = abs(number.value), [number.unit]
        if self.decimals is not None:
            units.append(10.0**-self.decimals)
        elif value == 0 and self.digits is not None:
            units.append(10.0**-self.digits)
        if value and self.digits is not None:
            units.append(10.0 ** (floor(log10(value)) - self.digits + 1))
        return replace(number, unit=min(units))


def style_of(numbers: Iterable[WrittenNumber]) -> Style:
    """The decimals if all have as many, else the digits that most have."""
    fractions = [each for each in numbers if each.decimals]
    if not fractions:
        return Style(FEWEST_DIGITS, None)
    decimals = {each.decimals for each in fractions}
    if len(decimals) == 1 and len(fractions) > 2:
        return Style(None, decimals.pop())
    counted = Counter(each.digits for each in fractions if each.digits is not None)
    if not counted:
        return Style(FEWEST_DIGITS, None)
    return Style(max(counted.most_common(1)[0][0], FEWEST_DIGITS), None)
