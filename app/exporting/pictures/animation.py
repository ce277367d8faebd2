"""GIF, APNG and WebP that play the whole walkthrough, or as they are of one step.

Pillow writes them (the extra ``animation``). Balls have no light here, and all frames the same few
colours, so that what stays the same between two of them costs nothing.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from importlib.util import find_spec
from math import ceil, floor
from typing import Any

from ..source import NotExportable, Source
from .bounds import Area, Drawn, area_of, changes
from .files import check_pixels, largest_scale
from .painter import Patch
from .painting import file_of, options
from .scene import Scene
from .scenes import positions, scene
from .svg import Writer

#: Of all frames together: a byte for each is kept until the file is written.
MOST_PIXELS = 16_000_000
#: Of one file.
MOST_FRAMES = 120
#: How long a frame stands, the first, and the last before it begins again, in milliseconds.
STEP, START, END = 1600, 2000, 4000

#: What Pillow is told besides, by the name of its format.
OPTIONS: dict[str, dict[str, Any]] = {
    "GIF": {"optimize": True, "disposal": 1},
    "PNG": {"default_image": False, "disposal": 0, "blend": 0},
    "WEBP": {"lossless": True, "quality": 20, "method": 1, "minimize_size": False},
}


def write_gif(source: Source) -> bytes:
    """Raises `NotExportable`."""
    return animated(source, "GIF")


def write_apng(source: Source) -> bytes:
    """Raises `NotExportable`."""
    return animated(source, "PNG")


def write_webp(source: Source) -> bytes:
    """Raises `NotExportable`."""
    return animated(source, "WEBP")


def animated(source: Source, kind: str) -> bytes:
    """Raises `NotExportable`: Pillow is not installed, or the frames have too many pixels."""
    if find_spec("PIL") is None:
        raise NotExportable("error.export.animation")
    pictures = of_one_height(source)
    frames = list(patches(pictures, source, scale_of(pictures, source)))
    return file_of(
        {
            "frames": frames,
            "options": options(),
            "scale": 1.0,
            "kind": kind,
            "durations": [START, *[STEP] * (len(frames) - 2), END][: len(frames)],
            "saving": OPTIONS[kind],
        },
        source,
    )


def scale_of(pictures: Sequence[Scene], source: Source) -> float:
    """Raises `NotExportable`: the scale that is asked for gives too many pixels."""
    width, height = pictures[0].width, pictures[0].height * len(pictures)
    if source.look.scale is None:
        return min(1.0, largest_scale(width, height, MOST_PIXELS))
    check_pixels(width, height, source.look.scale, MOST_PIXELS)
    return source.look.scale


def of_one_height(source: Source) -> list[Scene]:
    """The pictures of all positions, or of the one that is asked for, in one size.

    Raises `NotExportable`: they are too many.
    """
    asked = positions(source) if source.step is None else [source.step]
    if len(asked) > MOST_FRAMES:
        raise NotExportable("error.export.frames", {"most": MOST_FRAMES})
    found = []
    for position in asked:
        source.check_cancelled()
        found.append(scene(source, position))
    width, height = (max(getattr(each, side) for each in found) for side in ("width", "height"))
    return [replace(each, width=width, height=height) for each in found]


def patches(pictures: Sequence[Scene], source: Source, scale: float) -> Iterator[list[Patch]]:
    """For each picture what is new in it: of the first the whole, of others a few rectangles."""
    writer = Writer(source.look.theme, shaded=False, named=False)
    whole = Area(0.0, 0.0, pictures[0].width, pictures[0].height)
    before: list[Drawn] | None = None
    for picture in pictures:
        source.check_cancelled()
        now = [Drawn(writer.shape(each), area_of(each)) for each in picture.shapes]
        areas = [whole] if before is None else changes(before, now, whole)
        yield [patch(writer, now, area, whole, scale) for area in areas]
        before = now


def patch(writer: Writer, drawn: Sequence[Drawn], area: Area, whole: Area, scale: float) -> Patch:
    """What stands in an area, which grows to whole pixels."""
    left, top = max(0, floor(area.left * scale)), max(0, floor(area.top * scale))
    right = max(left + 1, ceil(min(area.right, whole.right) * scale))
    bottom = max(top + 1, ceil(min(area.bottom, whole.bottom) * scale))
    inside = Area(left / scale, top / scale, right / scale, bottom / scale)
    box = (inside.left, inside.top, (right - left) / scale, (bottom - top) / scale)
    shapes = [each.svg for each in drawn if each.area.meets(inside)]
    return {"x": left, "y": top, "svg": writer.part(shapes, box, (right - left, bottom - top))}
