"""The marking: each number judged from the numbers before it, the reader's own where there are
some.

A number is right if it fits the truth, or what its rule gives of the reader's own numbers, within
half a unit of the last digit written and what half a unit of each of those can do to it. What fits
only own numbers that are wrong follows from them. For the rest every mistake of the table is worked
out, from the reader's numbers and from the truth.

A mistake costs one point, at the first number at which it is made; what cannot be judged costs
none.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property
from math import inf, isfinite

from ...explain.notation import Address
from ...explain.values import Read
from ..typed_number import TypedNumberError
from .hand_in import HandIn
from .mistakes import CODES, EVERYWHERE, IN_LAYER, MISTAKES, TRUNCATED, Mistake
from .own_numbers import OwnNumbers
from .sheet import Own, Rule, Sheet, is_part_of_sheet, slope_from_z
from .trials import ROUNDING, TRUTH, YOURS, Region, Trial, close

VERDICTS = ("right", "right_to_digits", "follows", "wrong", "unreadable", "unjudged")
RIGHT, TO_DIGITS, FOLLOWS, WRONG, UNREADABLE, UNJUDGED = VERDICTS
CREDITED = frozenset({RIGHT, TO_DIGITS, FOLLOWS})
#: What is worked on from such a number was worked on from no right one.
NOT_RIGHT = frozenset({WRONG, FOLLOWS, UNJUDGED})
#: Verdicts that cost no point and give none.
NOT_COUNTED = frozenset({UNREADABLE, UNJUDGED})
#: At weights and at biases a mistake is the same one: what is said of both.
PARAMETERS = {"dw": "gradient", "db": "gradient", "step_w": "step", "step_b": "step"} | {
    "new_w": "step",
    "new_b": "step",
}
#: So many variants of a mistake are worked out for one number.
MOST_VARIANTS = 8
#: So many numbers are worked out for a hand-in to find its mistakes; after that wrong numbers stay
#: unexplained.
MOST_WORK = 25_000
#: Who has made a mistake so many times makes it always.
OFTEN = 3
#: So many mistakes are told of one number.
MOST_NAMED = 6
#: True numbers that agree in so many decimals are equal.
EQUAL_DECIMALS = 12


@dataclass(frozen=True)
class Named:
    """A mistake that gives the number. ``at``: where it was made."""

    code: str
    at: str
    value: float
    source: str
    #: In units of what is tolerated; the smaller, the closer.
    distance: float = field(compare=False, default=0.0)
    #: Which of the mistake's variants.
    variant: int = field(compare=False, default=0)


@dataclass(frozen=True)
class Judged:
    address: str
    verdict: str
    expected: float
    from_yours: float | None = None
    mistakes: tuple[Named, ...] = ()
    #: Why a text cannot be read.
    problem: TypedNumberError | None = None
    #: Of a wrong number, the one before it at which the same mistake has cost its point.
    repeats: str | None = None

    @property
    def point(self) -> int | None:
        """1: right but for mistakes before it; 0: a mistake of its own; None: it does not count."""
        if self.verdict in NOT_COUNTED:
            return None
        return int(self.verdict in CREDITED or self.repeats is not None)


@dataclass(frozen=True)
class Marked:
    """A hand-in judged, in the order of computing."""

    answers: list[Judged]

    @property
    def first_wrong(self) -> str | None:
        return next((each.address for each in self.answers if each.verdict == WRONG), None)

    @property
    def points(self) -> tuple[int, int]:
        """Those of all numbers, of as many as could be judged."""
        points = [each.point for each in self.answers if each.point is not None]
        return sum(points), len(points)


def mark(sheet: Sheet, hand_in: HandIn, work: int = MOST_WORK) -> Marked:
    """Judge the numbers at their addresses, which the sheet must have. Raises `Overflow`.

    ``work``: how many numbers may be worked out to find mistakes, which takes most of the time;
    0: none is named.
    """
    return Marking(sheet, hand_in).marked(work)


Group = tuple[str, int, int | None]


def group_of(address: str) -> Group:
    """The array, the layer and the sample of a number."""
    at = Address.parse(address)
    return at.array, at.layer, at.sample


class Marking:
    """One hand-in while it is judged: first every verdict, then the mistakes of what is wrong.

    These may read numbers that are judged later than theirs.
    """

    def __init__(self, sheet: Sheet, hand_in: HandIn) -> None:
        self.sheet, self.hand_in = sheet, hand_in
        self.written, self.unreadable = hand_in.written, hand_in.unreadable
        self.own = OwnNumbers(sheet, hand_in)
        #: The same without those that are wrong or follow from one.
        self.sound = OwnNumbers(sheet, hand_in)
        self.judged: dict[str, Judged] = {}
        #: Of each wrong number what would be right, and how far the rounding of numbers that are
        #: not handed in may have moved it.
        self.wrong: dict[str, tuple[float, float]] = {}
        #: How many numbers each mistake explains.
        self.made_before: Counter[str] = Counter()
        #: Whether a right number speaks against a mistake: by its code and the layer concerned.
        self.denied: dict[tuple[str, Group | None], bool] = {}
        for address in sorted([*self.written, *self.unreadable], key=sheet.places.__getitem__):
            self.judge(address)

    def marked(self, work: int) -> Marked:
        """``work`` as for `mark`."""
        self.work = work
        for address, (own, slack) in self.wrong.items():
            named = self.named(address, own, slack)
            self.judged[address] = replace(self.judged[address], mistakes=tuple(named))
        return Marked(self.ranked())

    @property
    def faults(self) -> int:
        """How many numbers are not as they are to be, even from those before them."""
        return sum(each.verdict in (WRONG, UNJUDGED) for each in self.judged.values())

    def has_slip_before(self, address: str) -> bool:
        """Does a number that is wrong, or follows from one, enter it?"""
        seen: set[str] = set()
        waiting = list(self.sheet.rule(address).reads)
        while waiting:
            read = waiting.pop()
            if read in seen or is_part_of_sheet(read):
                continue
            seen.add(read)
            if self.own.is_given(read):
                if self.judged[read].verdict in NOT_RIGHT:
                    return True
            else:
                waiting.extend(self.sheet.rule(read).reads)
        return False

    def take_out_of_use(self, address: str) -> None:
        """A wrong 0, or a layer of wrong numbers that are all equal, takes away what comes after it
        to compute; that is judged from the truth, and what fits the 0 alone is not judged.
        """
        if self.written[address].value == 0:
            self.own.unused.add(address)
            return
        group = self.groups.pop(group_of(address), ())
        if len({self.written[each].value for each in group}) == 1:
            true = {round(self.sheet.true(each), EQUAL_DECIMALS) for each in group}
            if len(true) > 1:
                self.own.unused.update(group)

    @cached_property
    def groups(self) -> dict[Group, list[str]]:
        """The numbers handed in of each array, layer and sample, of which none was wrong yet."""
        found: dict[Group, list[str]] = {}
        for address in self.written:
            found.setdefault(group_of(address), []).append(address)
        return found

    # --- one number -------------------------------------------------------------------------------

    def other_rules(self, address: str) -> Iterator[Rule]:
        """Those with the slope from z where it is usually worked out from a."""
        rule = self.sheet.rule(address)
        at = Address.parse(address)
        if at.array == "slope":
            yield slope_from_z(self.sheet, at)
        for read in rule.reads:
            if read.startswith("slope") and not self.own.is_given(read):
                other = slope_from_z(self.sheet, Address.parse(read))
                reads = tuple(each for each in rule.reads if each != read)

                def work(get: Read, read: str = read, other: Rule = other) -> float:
                    slope = other.work(get)
                    return rule.work(lambda name: slope if name == read else get(name))

                yield Rule((*reads, *other.reads), work)

    def judge(self, address: str) -> None:
        """Once the numbers before it are judged."""
        true = self.sheet.true(address)
        if address in self.unreadable:
            problem = self.unreadable[address]
            self.judged[address] = Judged(address, UNREADABLE, true, problem=problem)
            return
        own = self.own.from_rule(self.sheet.rule(address))
        from_yours = own.value if isfinite(own.value) else None
        verdict, slack = self.verdict(address, true, own)
        self.judged[address] = Judged(address, verdict, true, from_yours)
        if verdict in NOT_RIGHT:
            self.sound.unused.add(address)
        if verdict == WRONG:
            self.wrong[address] = own.value, slack
        if verdict in (WRONG, UNJUDGED):
            self.take_out_of_use(address)

    def verdict(self, address: str, true: float, own: Own) -> tuple[str, float]:
        """The verdict; and of a wrong number how far the rounding of numbers that are not handed in
        may have moved it.
        """
        number = self.written[address]
        off = abs(number.value - true)
        if off <= close(true):
            return RIGHT, 0.0
        half = number.half_unit + close(number.value)
        if off <= half:
            return TO_DIGITS, 0.0
        if abs(number.value - own.value) <= half + own.half:
            return self.fitting(address), 0.0
        owns = [own, *map(self.own.from_rule, self.other_rules(address))]
        # Numbers that are not handed in were perhaps rounded too.
        if any(abs(number.value - each.value) <= half + each.wide for each in owns):
            return self.fitting(address), 0.0
        # A number before it was perhaps only copied wrongly, and worked on from the right one.
        if self.has_slip_before(address):
            sound = self.sound.from_rule(self.sheet.rule(address))
            if abs(number.value - sound.value) <= half + sound.wide:
                return TO_DIGITS, 0.0
        if self.fits_out_of_use(address):
            return UNJUDGED, 0.0
        return WRONG, max(each.wide for each in owns)

    @cached_property
    def all_own(self) -> OwnNumbers:
        """The reader's numbers with those that were taken out of use."""
        return OwnNumbers(self.sheet, self.hand_in)

    def fits_out_of_use(self, address: str) -> bool:
        """Is it what comes of numbers that were taken out of use?"""
        if not self.own.unused:
            return False
        whole = self.all_own.from_rule(self.sheet.rule(address))
        number = self.written[address]
        return abs(number.value - whole.value) <= (
            number.half_unit + close(number.value) + whole.wide
        )

    def fitting(self, address: str) -> str:
        """The verdict on a number that fits those before it, but not the truth."""
        return FOLLOWS if self.has_slip_before(address) else TO_DIGITS

    # --- mistakes ---------------------------------------------------------------------------------

    def named(self, address: str, own: float, slack: float) -> list[Named]:
        """``own``: what would be right; ``slack``: how far the rounding of numbers that are not
        handed in may move it. Who has made a mistake `OFTEN` is asked for that one first.
        """
        found: list[Named] = []
        if self.work <= 0:
            return found
        region = Region(self.own, address)
        for often in (True, False):
            for code in self.codes(often):
                named = self.made(code, region, own, slack)
                if named is not None and not self.is_denied(code, EVERYWHERE, address):
                    found.append(named)
            if any(named.distance <= 1 for named in found):
                break
        agreeing = [each for each in found if not self.is_denied(each.code, IN_LAYER, address)]
        self.made_before.update(named.code for named in agreeing or found)
        return agreeing or found

    def is_denied(self, code: str, reach: str, address: str) -> bool:
        """Does a right number speak against a mistake of this reach at an address: would it be
        another, had the mistake been made there too?
        """
        if code == TRUNCATED or MISTAKES[code].reach != reach:
            return False
        group = group_of(address) if reach == IN_LAYER else None
        if (code, group) not in self.denied:
            self.denied[code, group] = any(
                self.speaks_against(MISTAKES[code], each.address)
                for each in self.judged.values()
                if each.verdict in CREDITED and group in (None, group_of(each.address))
            )
        return self.denied[code, group]

    def speaks_against(self, mistake: Mistake, address: str) -> bool:
        """Would the mistake, made wherever it can be, have given another number there?"""
        region = Region(self.own, address)
        sites = region.sites_of(mistake)
        if not sites:
            return False
        number = self.written[address].value
        made = [
            abs(number - value) <= tolerance
            for _, _, value, tolerance in self.tried(mistake, region, sites[0])
        ]
        return bool(made) and not any(made)

    def codes(self, often: bool) -> list[str]:
        return [code for code in CODES if (self.made_before[code] >= OFTEN) == often]

    def made(self, code: str, region: Region, own: float, slack: float) -> Named | None:
        """The mistake, if it gives the number: at the place and in the way that come nearest."""
        if code == TRUNCATED:
            return self.truncated(region.address, own)
        number = self.written[region.address]
        best: Named | None = None
        for sites in region.sites_of(MISTAKES[code]):
            if best is not None and best.distance <= 1:
                break
            for source, variant, value, tolerance in self.tried(MISTAKES[code], region, sites):
                distance = abs(number.value - value) / tolerance
                nearest = inf if best is None else best.distance - ROUNDING
                fits = distance <= min(1 + slack / tolerance, nearest)
                # Two mistakes may cancel: what is right is none.
                if fits and abs(value - own) > close(own):
                    best = Named(code, sites[0], value, source, distance, variant)
        return best

    def tried(
        self, mistake: Mistake, region: Region, sites: tuple[str, ...]
    ) -> Iterator[tuple[str, int, float, float]]:
        """The mistake made at some places: from which numbers, in which variant, what it gives, and
        how far off that may be; until the work is used up.
        """
        if self.work <= 0:
            return
        between, made_at = region.between(sites), frozenset(sites)
        for source in region.sources:
            for variant in range(MOST_VARIANTS):
                if self.work <= 0:
                    return
                trial = Trial(region, mistake, made_at, between, variant, source, self.work)
                found = trial.result()
                self.work -= trial.count
                if found is None:
                    break
                yield source, variant, *found

    def truncated(self, address: str, own: float) -> Named | None:
        """Is it the number cut after the digits written?"""
        number = self.written[address]
        for value, source in ((own, YOURS), (self.sheet.true(address), TRUTH)):
            beyond = (value - number.value) * (1 if value > 0 else -1)
            if 0 <= beyond < number.unit and (number.value == 0 or number.value * value > 0):
                return Named(TRUNCATED, address, value, source)
        return None

    # --- all of them ------------------------------------------------------------------------------

    def ranked(self) -> list[Judged]:
        """The mistakes of each number, first those that explain most of the hand-in."""
        explained: Counter[str] = Counter()
        for each in self.judged.values():
            explained.update({named.code for named in each.mistakes})

        def rank(named: Named) -> tuple[float, ...]:
            far, place = named.distance > 1, CODES.index(named.code)
            return (far, -explained[named.code], named.variant, place, named.distance)

        # Most numbers have none to be ranked.
        return list(
            without_repeats(
                replace(each, mistakes=tuple(sorted(each.mistakes, key=rank)[:MOST_NAMED]))
                if each.mistakes
                else each
                for each in self.judged.values()
            )
        )


def without_repeats(answers: Iterable[Judged]) -> Iterator[Judged]:
    """Wrong numbers whose likeliest mistake was made before, marked so."""
    first: dict[tuple[str, str], str] = {}
    for each in answers:
        if not each.mistakes or each.mistakes[0].distance > 1:
            yield each
            continue
        array = Address.parse(each.mistakes[0].at).array
        habit = each.mistakes[0].code, PARAMETERS.get(array, array)
        before = first.setdefault(habit, each.address)
        yield each if before == each.address else replace(each, repeats=before)
