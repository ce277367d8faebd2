"""Ways of writing the same pass, found out from the numbers where they decide.

δ may be ∂C/∂z, −∂C/∂z as in (t − o) σ'(z), or −∂C/∂y as in the figures of section 5; the 1/N of a
mean over samples may come in with the gradient alone; and a square matrix of gradients may be
written with a column for each unit. A hand-in that is right in such a way is right.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from itertools import pairwise, product, starmap

from ...explain.notation import Address
from ..written_number import WrittenNumber
from .hand_in import HandIn
from .judge import MOST_WORK, RIGHT, TO_DIGITS, Judged, Marked, Marking
from .sheet import Sheet

#: Where a number stands in the engine's terms, and the factor from the reader's to the engine's.
Place = tuple[str, float]
Rewrite = Callable[[Sheet, str], Place]

DELTAS = ("dC_dz", "minus_dC_dz", "minus_dC_dy")
SHARES = ("in_delta", "in_gradient")
LAYOUTS = ("row", "column")
#: A way is found out from at least so many numbers that it changes.
FEWEST = 2


@dataclass(frozen=True)
class Conventions:
    """``share``: where the 1/N of a mean over samples stands; ``layout``: which index of a
    gradient is the unit that the weight enters, the first (a row for each unit) or the second.
    """

    delta: str = DELTAS[0]
    share: str = SHARES[0]
    layout: str = LAYOUTS[0]


#: What may be found out, by name; the first is the engine's.
CHOICES: dict[str, tuple[str, ...]] = {"delta": DELTAS, "share": SHARES, "layout": LAYOUTS}


def same(sheet: Sheet, address: str) -> Place:
    return address, 1.0


def negative(sheet: Sheet, address: str) -> Place:
    return address, -1.0 if is_error(address) else 1.0


def of_figures(sheet: Sheet, address: str) -> Place:
    """δ of the figures is −∂C/∂y of the neuron, which the engine has at another address."""
    if Address.parse(address).array == "delta":
        return address.replace("delta", "error", 1), -1.0
    return negative(sheet, address)


def without_share(sheet: Sheet, address: str) -> Place:
    return address, sheet.share if is_error(address) else 1.0


def is_error(address: str) -> bool:
    """Is it ∂C/∂a or ∂C/∂z?"""
    return Address.parse(address).array in ("error", "delta")


def transposed(sheet: Sheet, address: str) -> Place:
    at = Address.parse(address)
    if at.array != "dw" or sheet.units(at.layer) != sheet.units(at.layer - 1):
        return address, 1.0
    unit, i = at.indices
    return f"dw{at.layer}.{i}.{unit}", 1.0


REWRITES: dict[str, Rewrite] = {
    "dC_dz": same,
    "minus_dC_dz": negative,
    "minus_dC_dy": of_figures,
    "in_delta": same,
    "in_gradient": without_share,
    "row": same,
    "column": transposed,
}


def place_of(sheet: Sheet, conventions: Conventions, address: str) -> Place:
    """Where a reader's number stands for the engine, and its factor."""
    factor = 1.0
    for name in CHOICES:
        address, each = REWRITES[getattr(conventions, name)](sheet, address)
        factor *= each
    return address, factor


def applicable(sheet: Sheet, fixed: dict[str, str]) -> Iterator[Conventions]:
    """The ways that make a difference on this sheet, the engine's own first."""
    differs = {"delta": True, "share": sheet.share != 1, "layout": has_square_weights(sheet)}
    possible = (
        (fixed[name],) if name in fixed else names if differs[name] else names[:1]
        for name, names in CHOICES.items()
    )
    return starmap(Conventions, product(*possible))


def has_square_weights(sheet: Sheet) -> bool:
    """Has a layer as many units as the one before, and more than one?"""
    counts = [sheet.units(number) for number in range(sheet.depth + 1)]
    return any(a == b > 1 for a, b in pairwise(counts))


def mark_with_conventions(
    sheet: Sheet, hand_in: HandIn, fixed: dict[str, str], work: int = MOST_WORK
) -> tuple[Marked, Conventions]:
    """The marking by the way that makes the fewest numbers wrong; ``fixed``: what is given;
    ``work`` as for `mark`.

    Raises `Overflow`.
    """
    ways = applicable(sheet, fixed)
    best = next(ways)
    marking = marking_by(sheet, hand_in, best) or Marking(sheet, hand_in)
    for way in ways:
        if not marking.wrong:
            break
        moved = changed(sheet, hand_in, best, way)
        if len(moved) < FEWEST:
            continue
        other = marking_by(sheet, hand_in, way)
        if other is None or other.faults >= marking.faults:
            continue
        # Who makes a mistake later on has written these as they are right.
        if count_right(sheet, other, way, moved) >= count_right(sheet, marking, best, moved):
            best, marking = way, other
    return read_back(sheet, hand_in, best, marking.marked(work)), best


def marking_by(sheet: Sheet, hand_in: HandIn, conventions: Conventions) -> Marking | None:
    """The verdicts in this way; None if it cannot be that way."""
    rewritten = rewrite(sheet, hand_in, conventions)
    return None if rewritten is None else Marking(sheet, rewritten)


def changed(sheet: Sheet, hand_in: HandIn, one: Conventions, other: Conventions) -> list[str]:
    """The numbers that stand for something else in another way."""
    return [
        address
        for address in hand_in.written
        if place_of(sheet, one, address) != place_of(sheet, other, address)
    ]


def count_right(sheet: Sheet, marking: Marking, way: Conventions, addresses: list[str]) -> int:
    """How many of these numbers are right in this way, with nothing wrong before them."""
    places = (place_of(sheet, way, address)[0] for address in addresses)
    return sum(marking.judged[place].verdict in (RIGHT, TO_DIGITS) for place in places)


def rewrite(sheet: Sheet, hand_in: HandIn, conventions: Conventions) -> HandIn | None:
    """The hand-in in the engine's terms; None if two of its numbers would stand at one place."""

    if conventions == Conventions():
        return hand_in

    def moved(address: str) -> str:
        return place_of(sheet, conventions, address)[0]

    written: dict[str, WrittenNumber] = {}
    for address, number in hand_in.written.items():
        place, factor = place_of(sheet, conventions, address)
        if factor != 1:
            number = replace(number, value=number.value * factor, unit=number.unit * abs(factor))
        written[place] = number
    unreadable = {moved(address): error for address, error in hand_in.unreadable.items()}
    if len({**written, **unreadable}) < len(hand_in.written) + len(hand_in.unreadable):
        return None
    if not all(map(sheet.has, [*written, *unreadable])):
        return None
    return HandIn(written, unreadable, hand_in.style)


def read_back(sheet: Sheet, hand_in: HandIn, conventions: Conventions, marked: Marked) -> Marked:
    """The verdicts at the reader's addresses, with numbers in the reader's terms."""
    if conventions == Conventions():
        return marked
    readers: dict[str, Place] = {}
    for address in [*hand_in.written, *hand_in.unreadable]:
        place, factor = place_of(sheet, conventions, address)
        readers[place] = address, factor

    def back(judged: Judged) -> Judged:
        address, factor = readers[judged.address]
        return replace(
            judged,
            address=address,
            expected=judged.expected / factor,
            from_yours=None if judged.from_yours is None else judged.from_yours / factor,
            mistakes=tuple(replace(named, value=named.value / factor) for named in judged.mistakes),
            repeats=None if judged.repeats is None else readers[judged.repeats][0],
        )

    return Marked([back(each) for each in marked.answers])
