"""A variant of a sheet: what is given, what is asked, and its answer key."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from numpy.random import Generator, default_rng

from ..marking.sheet import Sheet
from .drawing import Drawn, Given, best, candidates, is_signed
from .lines import Line, lines_of
from .plan import COMPUTE, FADED, FIND_THE_SLIP, PUBLISHED_KEY, SIGNS, Plan
from .published import CODE, DIGITS, GIVEN, LINES, PUBLISHED
from .slips import Planted, plant
from .work import Work

#: Points for finding the slip: one for the line, one for what is right there.
SLIP_POINTS = 2
#: What is asked of a sheet of signs: the backward pass.
SIGNED = ("error", "delta", "dw", "db")


@dataclass(frozen=True)
class Worksheet:
    """``shown``: the numbers that stand on the sheet, as texts by address; ``asked``: those that
    are to be found, in order. ``right``: the key.
    """

    plan: Plan
    variant: int
    given: Given
    sheet: Sheet
    lines: Sequence[Line]
    right: Work
    shown: dict[str, str]
    asked: tuple[str, ...]
    slip: Planted | None = None

    @cached_property
    def asked_at(self) -> frozenset[str]:
        """The numbers that are asked for."""
        return frozenset(self.asked)

    @property
    def points(self) -> int:
        """One for each number, sign or principle that is asked for."""
        if self.slip is not None:
            return SLIP_POINTS
        return len(self.asked) + len(self.principles)

    @property
    def principles(self) -> tuple[Line, ...]:
        """The lines of which is asked by which rule they are made."""
        if self.plan.kind != FADED:
            return ()
        return tuple(line for line in self.lines if self.asked_at.intersection(line.addresses))


def worksheet(plan: Plan, seed: int, variant: int) -> Worksheet:
    """The same for the same plan, seed and variant (from 1)."""
    if plan.ready == PUBLISHED_KEY:
        return published(plan, variant)
    rng = default_rng([seed, variant])
    if plan.kind == FIND_THE_SLIP:
        return with_slip(rng, plan, variant)
    drawn = next(candidates(rng, plan)) if plan.kind == SIGNS else best(rng, plan)
    every = [address for line in drawn.lines for address in line.addresses]
    asked = tuple(every if plan.kind == COMPUTE else ASKED[plan.kind](plan, drawn))
    hidden = frozenset(asked)
    shown = {each: drawn.right.texts[each] for each in every if each not in hidden}
    return Worksheet(
        plan, variant, drawn.given, drawn.sheet, drawn.lines, drawn.right, shown, asked
    )


def faded(plan: Plan, drawn: Drawn) -> list[str]:
    """The last lines."""
    count = len(drawn.lines)
    blanks = min(plan.blanks or (count + 1) // 2, count)
    return [address for line in drawn.lines[count - blanks :] for address in line.addresses]


def signs(plan: Plan, drawn: Drawn) -> list[str]:
    """The backward pass, but for sums of which no sign can be told without working them out."""
    return [
        address
        for line in drawn.lines
        if line.array in SIGNED
        for address in line.addresses
        if line.principle != "sum_over_branches" or is_signed(drawn.sheet, address)
    ]


ASKED = {FADED: faded, SIGNS: signs}


def with_slip(rng: Generator, plan: Plan, variant: int) -> Worksheet:
    """A sheet that is worked out, with a mistake that can be told."""
    for drawn in candidates(rng, plan):
        slip = plant(rng, drawn.sheet, drawn.lines, drawn.right, plan.digits)
        if slip is not None:
            return with_texts(plan, variant, drawn, slip)
    raise ValueError(f"no mistake can be told on {plan}")


def with_texts(plan: Plan, variant: int, drawn: Drawn, slip: Planted) -> Worksheet:
    return Worksheet(
        plan, variant, drawn.given, drawn.sheet, drawn.lines, drawn.right, slip.texts, (), slip
    )


def published(plan: Plan, variant: int) -> Worksheet:
    sheet = GIVEN.sheet()
    lines = [line for line in lines_of(sheet) if line.name in LINES]
    right = Work(sheet, lines, DIGITS)
    slip = Planted(CODE, tuple(PUBLISHED), right.texts | PUBLISHED)
    return with_texts(plan, variant, Drawn(GIVEN, sheet, lines, right), slip)
