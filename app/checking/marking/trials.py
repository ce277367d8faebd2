"""What a mistake would have given: where it may have been made, and the number that comes of it."""

from functools import cached_property
from math import inf, isfinite

from ...explain.notation import Address
from ...explain.values import Read
from .mistakes import Mistake
from .own_numbers import OwnNumbers
from .sheet import Rule, is_part_of_sheet

#: From what mistakes are worked out.
YOURS, TRUTH = "yours", "truth"
#: Two float64 that are worked out in different orders.
ROUNDING = 1e-9
#: Rounding of float64 beside the numbers of a pass, for what is 0 but for rounding.
NOTHING = 1e-12
#: At so many places alone, besides all of them together, a mistake is looked for.
MOST_PLACES = 8
#: A number may fit for the rounding of others if it is so near: in units of what its own rounding
#: allows, and as a part of it.
NEAR_UNITS, NEAR_PART = 20, 0.1


def close(value: float) -> float:
    """How far off a number in full may be."""
    return ROUNDING * abs(value) + NOTHING


class Region:
    """A number and those before it that are not handed in: where its mistake may have been made."""

    def __init__(self, own: OwnNumbers, address: str) -> None:
        self.own, self.address = own, address
        #: By node the nodes that it reads; the nearest first.
        self.reads: dict[str, list[str]] = {}
        waiting, seen, given = [address], {address}, False
        while waiting:
            here = waiting.pop(0)
            read = [each for each in self.rule(here).reads if not is_part_of_sheet(each)]
            given = given or any(map(own.is_given, read))
            self.reads[here] = [each for each in read if not own.is_given(each)]
            new = [each for each in self.reads[here] if each not in seen]
            seen.update(new)
            waiting.extend(new)
        self.arrays = {node: Address.parse(node).array for node in self.reads}
        #: From what mistakes are worked out. Where nothing before the number is handed in, the
        #: reader's numbers are the true ones.
        self.sources = (YOURS, TRUTH) if given else (TRUTH,)

    def rule(self, address: str) -> Rule:
        return self.own.sheet.rule(address)

    def sites_of(self, mistake: Mistake) -> list[tuple[str, ...]]:
        """Where a mistake may have been made: wherever it can be, or at one place alone."""
        sites = tuple(node for node, array in self.arrays.items() if array in mistake.workings)
        if len(sites) < 2:
            return [sites] if sites else []
        return [sites, *((site,) for site in sites[:MOST_PLACES])]

    @cached_property
    def places(self) -> dict[str, int]:
        """By node its bit, and those of all that are worked out before it."""
        bits = {node: 1 << place for place, node in enumerate(self.reads)}
        found: dict[str, int] = {}

        def before(node: str) -> int:
            if node not in found:
                found[node] = bits[node]
                for each in self.reads[node]:
                    found[node] |= before(each)
            return found[node]

        before(self.address)
        return found

    def between(self, sites: tuple[str, ...]) -> frozenset[str]:
        """The sites, and what is worked out from them."""
        order = {node: place for place, node in enumerate(self.reads)}
        made = sum(1 << order[site] for site in sites)
        return frozenset(node for node, before in self.places.items() if before & made)


class Trial:
    """A mistake made at some numbers, and what the number in question would be by it."""

    def __init__(
        self,
        region: Region,
        mistake: Mistake,
        sites: frozenset[str],
        between: frozenset[str],
        variant: int,
        source: str,
        work: int,
    ) -> None:
        self.own, self.sheet = region.own, region.own.sheet
        self.address, self.mistake = region.address, mistake
        self.sites, self.between = sites, between
        self.variant, self.source = variant, source
        #: The numbers that were read, with how far their rounding may move them.
        self.read: dict[str, float] = {}
        self.shift: tuple[str, float] | None = None
        self.memo: dict[str, float] = {}
        self.is_made = False
        #: How many numbers may be worked out, and how many were.
        self.work, self.count = work, 0

    def result(self) -> tuple[float, float] | None:
        """The number by the mistake, and how far off it may be; None if there is no such variant
        of the mistake here. What is no number is infinitely far off.
        """
        value = self.value(self.address)
        if not self.is_made:
            return None
        if not isfinite(value):
            return inf, 1.0
        number = self.own.written[self.address]
        tolerance = number.half_unit + close(number.value)
        # Most are far off, and need no tolerance of their own.
        if abs(value - number.value) <= NEAR_UNITS * tolerance + NEAR_PART * abs(value):
            tolerance += self.moved(value)
        return value, tolerance

    def moved(self, value: float) -> float:
        """How far the rounding of the numbers that were read may move it, as far as there is work
        left for that.
        """
        total = 0.0
        for read, half in list(self.read.items()):
            if self.count >= self.work:
                break
            if half:
                one, other = (self.shifted(read, by) for by in (half, -half))
                total += max(abs(one - value), abs(other - value))
        return total

    def shifted(self, read: str, by: float) -> float:
        self.shift, self.memo = (read, by), {}
        value = self.value(self.address)
        self.shift = None
        return value

    def value(self, address: str) -> float:
        found = self.memo.get(address)
        if found is None:
            found = self.memo[address] = self.value_now(address)
        return found

    def beside(self, at: Address) -> Read:
        """How a working reads: its neighbours of the same layer as they are without the mistake,
        as two of them may read each other.
        """
        kind = f"{at.array}{at.layer}."

        def get(address: str) -> float:
            if address in self.sites and address.startswith(kind):
                return self.sheet.rule(address).work(self.value)
            return self.value(address)

        return get

    def value_now(self, address: str) -> float:
        self.count += 1
        if address not in self.between:
            return self.value_before(address)
        if address in self.sites:
            at = Address.parse(address)
            variants = self.mistake.workings[at.array](self.sheet, at, self.beside(at))
            for place, value in enumerate(variants):
                if place == self.variant:
                    self.is_made = True
                    return value
        return self.sheet.rule(address).work(self.value)

    def value_before(self, address: str) -> float:
        """A number that the mistake does not reach."""
        if self.source == TRUTH or is_part_of_sheet(address):
            return self.sheet.true(address)
        own = self.own.number(address)
        self.read[address] = own.half
        by = self.shift[1] if self.shift is not None and self.shift[0] == address else 0.0
        return own.value + by
