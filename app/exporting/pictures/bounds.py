"""Where shapes are, and what changes from a picture to the next."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import singledispatch
from typing import Self

from .fonts import width_of
from .formulas import box_of
from .scene import Circle, Formula, Path, Rect, Shape, Text
from .svg import ANCHORS, HALO

NUMBER = re.compile(r"-?[\d.]+(?:e-?\d+)?")
#: How far the tip of a corner reaches beyond it, in widths of the line: SVG's limit is 4 / 2.
MITER = 2.0
#: Glyphs reach beyond the room that they take, by so much of their size.
OVERHANG = 0.4
#: What a rectangle of its own costs besides its pixels, in units of area; and the most there are.
ALONE, MOST = 12_000.0, 8


@dataclass(frozen=True, slots=True)
class Area:
    """A rectangle, in the units of a scene."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def size(self) -> float:
        return (self.right - self.left) * (self.bottom - self.top)

    def with_(self, other: Self) -> "Area":
        return Area(
            min(self.left, other.left),
            min(self.top, other.top),
            max(self.right, other.right),
            max(self.bottom, other.bottom),
        )

    def wider(self, by: float) -> "Area":
        return Area(self.left - by, self.top - by, self.right + by, self.bottom + by)

    def meets(self, other: Self) -> bool:
        return (
            self.left < other.right
            and other.left < self.right
            and self.top < other.bottom
            and other.top < self.bottom
        )


@singledispatch
def area_of(shape: Shape) -> Area:
    """All that a shape paints is inside."""
    raise TypeError(shape)


@area_of.register
def _(shape: Circle) -> Area:
    return Area(shape.x, shape.y, shape.x, shape.y).wider(shape.r + shape.paint.width)


@area_of.register
def _(shape: Rect) -> Area:
    x, y = shape.w / 2, shape.h / 2
    area = Area(shape.x - x, shape.y - y, shape.x + x, shape.y + y)
    return area.wider(MITER * shape.paint.width)


@area_of.register
def _(shape: Path) -> Area:
    """Paths are of M, L, Q and Z with the coordinates themselves: a curve is among its points."""
    numbers = [float(each) for each in NUMBER.findall(shape.d)]
    xs, ys = numbers[::2], numbers[1::2]
    return Area(min(xs), min(ys), max(xs), max(ys)).wider(MITER * shape.paint.width)


@area_of.register
def _(shape: Text) -> Area:
    width = width_of(shape.text, shape.size, shape.family)
    left = shape.x - ANCHORS[shape.anchor] * width
    area = Area(left, shape.y - shape.size / 2, left + width, shape.y + shape.size / 2)
    return area.wider(OVERHANG * shape.size + HALO)


@area_of.register
def _(shape: Formula) -> Area:
    box = box_of(shape.latex)
    left = shape.x - ANCHORS[shape.anchor] * box.width * shape.size
    top, bottom = shape.y - box.ascent * shape.size, shape.y + box.descent * shape.size
    area = Area(left, top, left + box.width * shape.size, bottom)
    return area.wider(OVERHANG * shape.size + HALO)


@dataclass(frozen=True, slots=True)
class Drawn:
    """A shape, as SVG and where it is."""

    svg: str
    area: Area


def changes(before: Sequence[Drawn], after: Sequence[Drawn], whole: Area) -> list[Area]:
    """A few rectangles outside which two pictures are the same."""
    old, new = {each.svg for each in before}, {each.svg for each in after}
    kept = old & new
    if [each.svg for each in before if each.svg in kept] != [
        each.svg for each in after if each.svg in kept
    ]:
        return [whole]
    changed = (each.area for each in (*before, *after) if each.svg not in kept)
    return list(merged(changed))


def merged(areas: Iterable[Area]) -> Iterator[Area]:
    """A few rectangles over all areas: two become one where that costs less."""
    found: list[Area] = []
    for area in areas:
        now = area
        while True:
            extra, nearest = min(
                ((now.with_(each).size - now.size - each.size, k) for k, each in enumerate(found)),
                default=(ALONE, -1),
            )
            if extra >= ALONE and len(found) < MOST:
                break
            now = now.with_(found.pop(nearest))
        found.append(now)
    return iter(found)
