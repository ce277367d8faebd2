"""Paints SVG: a process of its own, started by `painting`, with limits of time and memory.

The library that paints holds the interpreter's lock as long as it paints. On the standard input it
gets a `Job` as JSON, and writes the file on the standard output.
"""

import io
import json
import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, NotRequired, TypedDict

import resvg_py

from ...child_process import limit

if TYPE_CHECKING:
    from PIL.Image import Image

#: Limits of the process: seconds of the processor, and bytes beyond those it has at its start.
SECONDS = 20
BYTES = 400 << 20
#: How many files it opens at once: those of fonts.
FILES = 8
COLOURS = 32
#: The colours are taken from every third row and column of what is painted.
EVERY = 3


class Patch(TypedDict):
    """A rectangle of a frame: where its corner is, in pixels, and what is there."""

    x: int
    y: int
    svg: str


class Job(TypedDict):
    """What to paint.

    :param frames: the first has one patch, which is the whole, and each other what is new in it.
    :param options: of the painter.
    :param scale: pixels for each unit of the patches.
    :param kind: a format of Pillow; left out: the first patch as PNG.
    :param durations: of the frames, in milliseconds.
    :param saving: what Pillow is told besides.
    """

    frames: list[list[Patch]]
    options: dict[str, Any]
    scale: float
    kind: NotRequired[str]
    durations: NotRequired[list[int]]
    saving: NotRequired[dict[str, Any]]


def painted(svg: str, job: Job) -> bytes:
    return bytes(resvg_py.svg_to_bytes(svg_string=svg, zoom=job["scale"], **job["options"]))


def file_of(job: Job) -> bytes:
    kind = job.get("kind")
    if kind is None:
        return painted(job["frames"][0][0]["svg"], job)
    frames = list(with_few_colours(job))
    file = io.BytesIO()
    frames[0].save(
        file,
        kind,
        save_all=True,
        append_images=frames[1:],
        duration=job["durations"] if len(frames) > 1 else 0,
        loop=0,
        **job["saving"],
    )
    return file.getvalue()


def with_few_colours(job: Job) -> Iterator["Image"]:
    """The frames, all in the palette of some of their pixels: a byte for each pixel."""
    import PIL.Image

    patches = [
        [
            (patch["x"], patch["y"], PIL.Image.open(io.BytesIO(painted(patch["svg"], job))))
            for patch in frame
        ]
        for frame in job["frames"]
    ]
    palette = sample_of([patch for frame in patches for *_, patch in frame]).quantize(
        COLOURS, method=PIL.Image.Quantize.MEDIANCUT
    )
    canvas: Image | None = None
    for frame in patches:
        for x, y, patch in frame:
            plain = patch.convert("RGB").quantize(palette=palette, dither=PIL.Image.Dither.NONE)
            patch.close()
            if canvas is None:
                canvas = plain
            else:
                canvas.paste(plain, (x, y))
        assert canvas is not None
        yield canvas.copy()


def sample_of(patches: list["Image"]) -> "Image":
    """Some pixels of all patches, in one picture."""
    import PIL.Image

    rows = [
        patch.convert("RGB").resize(
            (-(-patch.width // EVERY), -(-patch.height // EVERY)), PIL.Image.Resampling.NEAREST
        )
        for patch in patches
    ]
    content = b"".join(row.tobytes() for row in rows)
    return PIL.Image.frombytes("RGB", (len(content) // 3, 1), content)


def main() -> None:
    job: Job = json.loads(sys.stdin.buffer.read())
    if "kind" in job:
        import PIL.Image

        PIL.Image.init()
    limit(seconds=SECONDS, room=BYTES, files=FILES)
    sys.stdout.buffer.write(file_of(job))
    sys.stdout.buffer.flush()
