"""The numbers of a sheet as a reader has them: handed in, or worked out from what is."""

from math import isfinite

from .hand_in import HandIn
from .sheet import Own, Rule, Sheet, is_part_of_sheet


class OwnNumbers:
    """Those of one hand-in. What is ``unused`` counts as not handed in."""

    def __init__(self, sheet: Sheet, hand_in: HandIn) -> None:
        self.sheet, self.written, self.style = sheet, hand_in.written, hand_in.style
        self.unused: set[str] = set()
        self.known: dict[str, Own] = {}
        self.touched: dict[str, bool] = {}

    def is_given(self, address: str) -> bool:
        return address in self.written and address not in self.unused

    def number(self, address: str) -> Own:
        """The number as the reader has it: written, or worked out from what is."""
        found = self.known.get(address)
        if found is None:
            found = self.known[address] = self.number_now(address)
        return found

    def number_now(self, address: str) -> Own:
        if is_part_of_sheet(address):
            return Own(self.sheet.true(address), 0.0, 0.0)
        if self.is_given(address):
            half = self.written[address].half_unit
            return Own(self.written[address].value, half, half)
        if self.is_touched(address):
            return self.rounded(address)
        # The same in every hand-in that is written so.
        shared = self.sheet.owns.setdefault(self.style, {})
        if address not in shared:
            shared[address] = self.rounded(address)
        return shared[address]

    def rounded(self, address: str) -> Own:
        """What is worked out of the numbers before it, and perhaps rounded."""
        found = self.from_rule(self.sheet.rule(address))
        return found._replace(wide=found.wide + self.style.half_unit(found.value))

    def is_touched(self, address: str) -> bool:
        """Does a number that is handed in enter it?"""
        found = self.touched.get(address)
        if found is None:
            found = self.touched[address] = any(
                not is_part_of_sheet(read) and (read in self.written or self.is_touched(read))
                for read in self.sheet.rule(address).reads
            )
        return found

    def value(self, address: str) -> float:
        return self.number(address).value

    def from_rule(self, rule: Rule) -> Own:
        """What a rule gives of the reader's numbers, and how far their rounding moves that."""
        value = rule.work(self.value)
        half = wide = 0.0
        if rule.slopes is not None:
            for read, slope in rule.slopes(self.value):
                own = self.number(read)
                half += abs(slope) * own.half
                wide += abs(slope) * own.wide
            return Own(value, half, wide)
        for read in dict.fromkeys(rule.reads):
            own = self.number(read)
            if own.wide:
                moved = self.moved(rule, value, read, own.wide)
                wide += moved
                if own.half:
                    half += (
                        moved if own.half == own.wide else self.moved(rule, value, read, own.half)
                    )
        return Own(value, half, wide)

    def moved(self, rule: Rule, value: float, read: str, step: float) -> float:
        """How far ±step at one number moves the value; a logarithm of 0 stays where it is."""

        def shifted(by: float) -> float:
            own = self.number(read).value + by
            return rule.work(lambda name: own if name == read else self.value(name))

        # Also where one step leads from a number to none.
        around = filter(isfinite, (shifted(step), shifted(-step)))
        return max((abs(each - value) for each in around), default=0.0) if isfinite(value) else 0.0
