"""A sheet worked out as somebody does it by hand: every number is written to the digits asked for,
and the next ones are worked out from what is written.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from math import isfinite

from ...explain.notation import Address
from ..marking.mistakes import MISTAKES
from ..marking.sheet import Sheet, is_part_of_sheet
from .lines import Line


def written(value: float, digits: int) -> str:
    """To so many significant digits, zeros at the end among them, without a power of ten."""
    if value == 0 or not isfinite(value):
        return "0" if value == 0 else str(value)
    return f"{Decimal(f'{value:.{digits - 1}e}'):f}"


def unit_of(text: str) -> float:
    """One unit of the last digit written."""
    exponent = Decimal(text).as_tuple().exponent
    return 10.0 ** (exponent if isinstance(exponent, int) else 0)


@dataclass(frozen=True)
class Slip:
    """A mistake of the table, made at every number of one ``array`` at which it can be."""

    code: str
    array: str


class Work:
    """The numbers of the lines. ``digits``: None keeps all. ``slip``: what is done wrong."""

    def __init__(
        self, sheet: Sheet, lines: Iterable[Line], digits: int | None, slip: Slip | None = None
    ) -> None:
        self.sheet, self.digits, self.slip = sheet, digits, slip
        self.known: dict[str, float] = {}
        self.texts: dict[str, str] = {}
        for line in lines:
            self.write(line)

    def write(self, line: Line) -> list[float]:
        """The numbers of the next line."""
        for address in line.addresses:
            value = self.worked(address)
            if self.digits is not None:
                self.texts[address] = written(value, self.digits)
                value = float(self.texts[address])
            self.known[address] = value
        return [self.known[address] for address in line.addresses]

    def value(self, address: str) -> float:
        """What is written there, or comes of what is."""
        found = self.known.get(address)
        if found is not None:
            return found
        if is_part_of_sheet(address):
            return self.sheet.true(address)
        return self.worked(address)

    def worked(self, address: str) -> float:
        """What somebody gets there."""
        if self.slip is not None:
            at = Address.parse(address)
            if at.array == self.slip.array:
                made = self.mistaken(self.slip.code, at)
                if made is not None:
                    return made
        return self.right(address)

    def right(self, address: str) -> float:
        """What the right rule gives of the numbers before it."""
        return self.sheet.rule(address).work(self.value)

    def mistaken(self, code: str, at: Address) -> float | None:
        """The likeliest number by the mistake; None if it cannot be made there."""
        made = next(iter(self.all_mistaken(code, at)), None)
        return made if made is not None and isfinite(made) else None

    def all_mistaken(self, code: str, at: Address) -> Iterable[float]:
        """The numbers that the mistake may give there."""
        working = MISTAKES[code].workings.get(at.array)
        if working is None:
            return ()
        kind = f"{at.array}{at.layer}."

        def beside(address: str) -> float:
            """Neighbours of the same line as they are without the mistake."""
            return self.right(address) if address.startswith(kind) else self.value(address)

        return working(self.sheet, at, beside)
