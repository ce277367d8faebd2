"""Places labels on lines so that they cover neither each other nor what must stay in sight."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache

from .geometry import Box, Disc, Point, between, distance, length_inside, overlap, touches

#: Where on a line a label may be placed, and where it is placed best.
FIRST, LAST, STEP, BEST = 0.12, 0.86, 0.04, 0.4
#: What a place costs: away from the best part, beside its line, and per hidden length of lines.
AWAY, BESIDE, HIDDEN = 60.0, 20.0, 0.5
#: How far beside its line a label may be, in its heights.
BESIDE_LINE = (0.0, -0.6, 0.6, -1.0, 1.0, -1.4, 1.4, -2.0, 2.0)
CLEAR = 3.0


@dataclass(slots=True)
class Taken:
    """What no label may touch: boxes and discs; lines may be covered, at a cost."""

    boxes: list[Box] = field(default_factory=list)
    discs: list[Disc] = field(default_factory=list)
    lines: list[tuple[Point, Point]] = field(default_factory=list)
    sheet: Box | None = None

    def is_free(self, box: Box) -> bool:
        wide = Box(box.x, box.y, box.w + CLEAR, box.h + CLEAR)
        sheet = self.sheet
        if sheet is not None and (
            abs(box.x - sheet.x) * 2 > sheet.w - box.w or abs(box.y - sheet.y) * 2 > sheet.h - box.h
        ):
            return False
        return not (
            any(overlap(wide, other) for other in self.boxes)
            or any(touches(wide, disc) for disc in self.discs)
        )


@dataclass(frozen=True, slots=True)
class Wanted:
    """A label of this size on a line; ``beside``: it may also stand beside it."""

    start: Point
    end: Point
    w: float
    h: float
    beside: bool = False
    best: float = BEST


@cache
def offers(best: float, beside: bool) -> list[tuple[float, float, float]]:
    """The places on and beside a line, the best first: what each costs on its own, the part of the
    line, and how many heights beside it.
    """
    parts = [FIRST + k * STEP for k in range(round((LAST - FIRST) / STEP) + 1)]
    return sorted(
        (AWAY * abs(part - best) + BESIDE * abs(off), part, off)
        for part in parts
        for off in (BESIDE_LINE if beside else BESIDE_LINE[:1])
    )


def best_place(wanted: Wanted, taken: Taken) -> Box | None:
    """The place that touches nothing and hides least; None where there is none."""
    length = distance(wanted.start, wanted.end) or 1.0
    normal = Point(
        (wanted.start.y - wanted.end.y) / length, (wanted.end.x - wanted.start.x) / length
    )
    own = (wanted.start, wanted.end)
    others = [line for line in taken.lines if line != own]
    least, found = float("inf"), None
    for cost, part, off in offers(wanted.best, wanted.beside):
        if cost >= least:
            break
        on, away = between(wanted.start, wanted.end, part), off * wanted.h
        box = Box(on.x + normal.x * away, on.y + normal.y * away, wanted.w, wanted.h)
        if not taken.is_free(box):
            continue
        for start, end in others:
            cost += HIDDEN * length_inside(start, end, box)
        if cost < least:
            least, found = cost, box
    return found


def any_place(wanted: Wanted, taken: Taken) -> Box:
    """The place on the sheet that touches least, for a label that must not be left out."""
    found = []
    for cost, part, _ in offers(wanted.best, False):
        on = between(wanted.start, wanted.end, part)
        box = Box(on.x, on.y, wanted.w, wanted.h)
        touched = sum(overlap(box, other) for other in taken.boxes)
        touched += sum(touches(box, disc) for disc in taken.discs)
        found.append((touched, cost, box))
    return min(found)[2]


def place(labels: Sequence[Wanted], taken: Taken) -> list[Box | None]:
    """A place for every label, those of the shortest lines first; None where there is none.

    What is placed is taken from then on.
    """
    spots: list[Box | None] = [None] * len(labels)
    for k in sorted(range(len(labels)), key=lambda k: distance(labels[k].start, labels[k].end)):
        spot = best_place(labels[k], taken)
        if spot is not None:
            taken.boxes.append(spot)
            spots[k] = spot
    return spots
