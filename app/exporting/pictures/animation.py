"""GIF, APNG and WebP that play the whole walkthrough, or as they are of one step.

Pillow writes them (the extra ``animation``). Balls have no light here, and all frames the same few
colours, so that what stays the same between two of them costs nothing.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from io import BytesIO
from typing import TYPE_CHECKING, Any

from ..source import NotExportable, Source
from .files import check_pixels, png_of
from .scene import Scene
from .scenes import positions, scene
from .svg import write_scene

if TYPE_CHECKING:
    from PIL.Image import Image

#: Of all frames together: a byte for each is kept until the file is written.
MOST_PIXELS = 24_000_000
#: Of one file.
MOST_FRAMES = 120
#: How long a frame stands, the first, and the last before it begins again, in milliseconds.
STEP, START, END = 1600, 2000, 4000
COLOURS = 32
#: How many frames the colours are taken from.
SAMPLED = 4

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
    try:
        import PIL.Image
    except ImportError:
        raise NotExportable("error.export.animation") from None
    PIL.Image.init()
    pictures = of_one_height(source)
    frames = list(with_few_colours(painted(pictures, source)))
    times = [START, *[STEP] * (len(frames) - 2), END][: len(frames)]
    file = BytesIO()
    frames[0].save(
        file,
        kind,
        save_all=True,
        append_images=frames[1:],
        duration=times if len(frames) > 1 else 0,
        loop=0,
        **OPTIONS[kind],
    )
    return file.getvalue()


def of_one_height(source: Source) -> list[Scene]:
    """The pictures of all positions, or of the one that is asked for, in one size.

    Raises `NotExportable`: they are too many, or too large.
    """
    asked = positions(source) if source.step is None else [source.step]
    if len(asked) > MOST_FRAMES:
        raise NotExportable("error.export.frames", {"most": MOST_FRAMES})
    first = scene(source, asked[0])
    check_pixels(first.width, first.height * len(asked), source.look.scale, MOST_PIXELS)
    found = [first, *(scene(source, position) for position in asked[1:])]
    width, height = (max(getattr(each, side) for each in found) for side in ("width", "height"))
    return [replace(each, width=width, height=height) for each in found]


def painted(pictures: Iterable[Scene], source: Source) -> Iterator["Image"]:
    import PIL.Image

    for picture in pictures:
        svg = write_scene(picture, source.look.theme, shaded=False)
        yield PIL.Image.open(BytesIO(png_of(svg, source.look.scale)), formats=["PNG"]).convert(
            "RGB"
        )


def with_few_colours(frames: Iterable["Image"]) -> Iterator["Image"]:
    """All in the palette of some of them."""
    import PIL.Image

    found = list(frames)
    some = found[:: max(1, len(found) // SAMPLED)]
    width, height = found[0].size
    sample = PIL.Image.new("RGB", (width, height * len(some)))
    for k, frame in enumerate(some):
        sample.paste(frame, (0, k * height))
    palette = sample.quantize(COLOURS, method=PIL.Image.Quantize.MEDIANCUT)
    for frame in found:
        yield frame.quantize(palette=palette, dither=PIL.Image.Dither.NONE)
