"""Points, arrows and paths: numbers in, numbers and path strings out."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import atan2, cos, hypot, sin
from typing import NamedTuple


class Point(NamedTuple):
    x: float
    y: float


class Box(NamedTuple):
    """Around its middle."""

    x: float
    y: float
    w: float
    h: float


class Disc(NamedTuple):
    x: float
    y: float
    r: float


@dataclass(frozen=True, slots=True)
class Arrow:
    """``line`` ends inside ``head``; both as paths."""

    start: Point
    tip: Point
    line: str
    head: str


def path_of(points: Sequence[Point]) -> str:
    return "".join(
        f"{'L' if k else 'M'}{rounded(point.x)} {rounded(point.y)}"
        for k, point in enumerate(points)
    )


def rounded(value: float) -> str:
    written = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if written == "-0" else written


#: Half the width of a head for its length.
SLIM = 0.27


def arrow_head(tip: Point, angle: float, length: float) -> str:
    back = Point(tip.x - length * cos(angle), tip.y - length * sin(angle))
    dx, dy = length * SLIM * sin(angle), length * SLIM * cos(angle)
    corners = [tip, Point(back.x + dx, back.y - dy), Point(back.x - dx, back.y + dy)]
    return path_of(corners) + "Z"


def arrow(start: Point, tip: Point, head: float) -> Arrow:
    angle = atan2(tip.y - start.y, tip.x - start.x)
    base = Point(tip.x - head * 0.8 * cos(angle), tip.y - head * 0.8 * sin(angle))
    return Arrow(start, tip, path_of([start, base]), arrow_head(tip, angle, head))


def on_circle(centre: Point, radius: float, towards: Point) -> Point:
    angle = atan2(towards.y - centre.y, towards.x - centre.x)
    return Point(centre.x + radius * cos(angle), centre.y + radius * sin(angle))


def between(start: Point, end: Point, part: float) -> Point:
    return Point(start.x + (end.x - start.x) * part, start.y + (end.y - start.y) * part)


def distance(a: Point, b: Point) -> float:
    return hypot(b.x - a.x, b.y - a.y)


def distance_to(start: Point, end: Point, point: Point) -> float:
    """How far a segment passes from a point."""
    along = (point.x - start.x) * (end.x - start.x) + (point.y - start.y) * (end.y - start.y)
    part = along / (distance(start, end) ** 2 or 1.0)
    return distance(point, between(start, end, max(0.0, min(1.0, part))))


def rounded_path(points: Sequence[Point], radius: float) -> str:
    """A polyline with round corners."""
    path = ""
    for k, point in enumerate(points):
        if k in (0, len(points) - 1):
            path += f"{'L' if k else 'M'}{rounded(point.x)} {rounded(point.y)}"
            continue
        before, after = points[k - 1], points[k + 1]
        r = min(radius, distance(before, point) / 2, distance(after, point) / 2)
        first, second = on_circle(point, r, before), on_circle(point, r, after)
        path += (
            f"L{rounded(first.x)} {rounded(first.y)}Q{rounded(point.x)} {rounded(point.y)} "
            f"{rounded(second.x)} {rounded(second.y)}"
        )
    return path


def overlap(a: Box, b: Box) -> bool:
    return abs(a.x - b.x) * 2 < a.w + b.w and abs(a.y - b.y) * 2 < a.h + b.h


def touches(box: Box, disc: Disc) -> bool:
    dx = max(0.0, abs(disc.x - box.x) - box.w / 2)
    dy = max(0.0, abs(disc.y - box.y) - box.h / 2)
    return dx * dx + dy * dy < disc.r * disc.r


def length_inside(start: Point, end: Point, box: Box) -> float:
    """How much of a segment lies in a box."""
    half, tall = box.w / 2, box.h / 2
    if (
        (start.x < box.x - half and end.x < box.x - half)
        or (start.x > box.x + half and end.x > box.x + half)
        or (start.y < box.y - tall and end.y < box.y - tall)
        or (start.y > box.y + tall and end.y > box.y + tall)
    ):
        return 0.0
    low, high = 0.0, 1.0
    for first, last, middle, size in (
        (start.x, end.x, box.x, box.w),
        (start.y, end.y, box.y, box.h),
    ):
        step = last - first
        if abs(step) < 1e-9:
            continue
        a, b = (middle - size / 2 - first) / step, (middle + size / 2 - first) / step
        low, high = max(low, min(a, b)), min(high, max(a, b))
    return (high - low) * distance(start, end) if high > low else 0.0
