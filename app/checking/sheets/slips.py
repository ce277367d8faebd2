"""One mistake planted in a sheet; and the mistakes that no hand-in of a sheet can tell apart."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from numpy.random import Generator

from ...explain.notation import Address
from ..marking.mistakes import MISTAKES
from ..marking.sheet import Sheet
from .lines import Line
from .work import Slip, Work, unit_of

#: A slip moves its number by more than so many units of the last digit, and by such a part of it.
LEAST_UNITS, LEAST_PART = 4, 0.02
#: So near each other two numbers may be the same one, rounded on the way.
SAME_UNITS = 2
#: Two numbers in full that are equal.
EQUAL = 1e-9


@dataclass(frozen=True)
class Planted:
    """``at``: the wrong numbers of the line in which the mistake comes first; ``texts``: all
    numbers, as somebody writes them who makes it.
    """

    code: str
    at: tuple[str, ...]
    texts: dict[str, str]


def slips_of(sheet: Sheet, lines: Sequence[Line]) -> Iterator[Slip]:
    """Every mistake at every quantity of the sheet at which it has a working."""
    arrays = dict.fromkeys(line.array for line in lines)
    for code, mistake in MISTAKES.items():
        yield from (Slip(code, array) for array in arrays if array in mistake.workings)


def plant(
    rng: Generator, sheet: Sheet, lines: Sequence[Line], right: Work, digits: int
) -> Planted | None:
    """A mistake drawn from those that can be told on this sheet; None if there is none."""
    slips = list(slips_of(sheet, lines))
    by_code: dict[str, list[Slip]] = {}
    for slip in slips:
        by_code.setdefault(slip.code, []).append(slip)
    codes = list(by_code)
    for code in rng.permutation(len(codes)):
        ways = by_code[codes[code]]
        for way in rng.permutation(len(ways)):
            found = planted(sheet, lines, right, digits, ways[way])
            if found is not None:
                return found
    return None


def planted(
    sheet: Sheet, lines: Sequence[Line], right: Work, digits: int, slip: Slip
) -> Planted | None:
    """The sheet with this mistake, if it shows and is told from the others."""
    work = Work(sheet, lines, digits, slip)
    if any(is_one_number(work, line) for line in lines if line.array == slip.array):
        return None
    for line in lines:
        at = tuple(each for each in line.addresses if work.texts[each] != right.texts[each])
        if not at:
            continue
        if line.array != slip.array:
            return None
        if not all(shows(work, right, address) for address in at):
            return None
        if not is_told(right, at[0], slip.code, work.known[at[0]]):
            return None
        return Planted(slip.code, at, work.texts)
    return None


def is_one_number(work: Work, line: Line) -> bool:
    """Are all numbers of a line the same? Then nothing follows from them for the marking."""
    return len(line.addresses) > 1 and len({work.texts[each] for each in line.addresses}) == 1


def shows(work: Work, right: Work, address: str) -> bool:
    """Is the wrong number far enough from the right one?"""
    wrong, true = work.known[address], right.known[address]
    unit = max(unit_of(work.texts[address]), unit_of(right.texts[address]))
    return wrong != 0 and abs(wrong - true) > max(LEAST_UNITS * unit, LEAST_PART * abs(true))


def is_told(right: Work, address: str, code: str, value: float) -> bool:
    """Does no mistake that is named before it give the number as well?"""
    at = Address.parse(address)
    unit = unit_of(right.texts[address])
    for other in MISTAKES:
        if other == code:
            return True
        made = right.mistaken(other, at)
        if made is not None and abs(made - value) <= SAME_UNITS * unit:
            return False
    return True


@dataclass(frozen=True)
class Untold:
    """``unseen``: mistakes that can be made and change no number; ``alike``: groups that give the
    same numbers.
    """

    unseen: tuple[str, ...]
    alike: tuple[tuple[str, ...], ...]


def untold(sheet: Sheet, lines: Sequence[Line]) -> Untold:
    """The mistakes of the table that cannot be told on a sheet, worked out in full."""
    work = Work(sheet, lines, None)
    right = work.known
    groups: dict[tuple[tuple[str, float], ...], list[str]] = {}
    seen, made = set(), set()
    for slip in slips_of(sheet, lines):
        if slip.code in seen or not can_be_made(work, lines, slip):
            continue
        made.add(slip.code)
        # By the first quantity at which it shows.
        wrong = Work(sheet, lines, None, slip).known
        changed = tuple(
            (address, round(value, 9))
            for address, value in wrong.items()
            if abs(value - right[address]) > EQUAL
        )
        if changed:
            seen.add(slip.code)
            groups.setdefault(changed, []).append(slip.code)
    alike = tuple(tuple(codes) for codes in groups.values() if len(codes) > 1)
    return Untold(tuple(code for code in MISTAKES if code in made - seen), alike)


def can_be_made(right: Work, lines: Sequence[Line], slip: Slip) -> bool:
    """Is there a number at which somebody could make it? Not that of a softmax without one."""
    return any(
        right.mistaken(slip.code, Address.parse(address)) is not None
        for line in lines
        if line.array == slip.array
        for address in line.addresses
    )
