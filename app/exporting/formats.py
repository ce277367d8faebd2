"""The table of formats. To add one, write a module with ``write`` and give it a row here."""

from collections.abc import Callable
from dataclasses import dataclass

from . import trace_json
from .pictures import animation
from .pictures import files as pictures
from .programs import files as programs
from .source import Source

TOOLS = ("trace", "graph", "descent")


@dataclass(frozen=True, kw_only=True)
class Format:
    """A kind of file.

    :param suffix: what the name of its file ends with, without the dot.
    :param tools: of which tools there is such a file.
    :param write: the file.
    :param seconds: what writing it costs on one core of a small server, and ``step_seconds`` for
        each step of a walkthrough, where the whole is written.
    """

    media_type: str
    suffix: str
    write: Callable[[Source], bytes]
    tools: tuple[str, ...] = TOOLS
    seconds: float = 1e-3
    step_seconds: float = 1e-4


#: By the names that requests have.
FORMATS: dict[str, Format] = {
    "json": Format(media_type="application/json", suffix="json", write=trace_json.write),
    "numpy": Format(media_type="text/x-python", suffix="py", write=programs.numpy),
    "pytorch": Format(media_type="text/x-python", suffix="py", write=programs.pytorch),
    "jax": Format(media_type="text/x-python", suffix="py", write=programs.jax),
    "svg": Format(
        media_type="image/svg+xml",
        suffix="svg",
        write=pictures.write_svg,
        tools=("trace",),
        seconds=0.03,
        step_seconds=0,
    ),
    "png": Format(
        media_type="image/png",
        suffix="png",
        write=pictures.write_png,
        tools=("trace",),
        seconds=0.1,
        step_seconds=0,
    ),
    "gif": Format(
        media_type="image/gif",
        suffix="gif",
        write=animation.write_gif,
        tools=("trace",),
        seconds=0.1,
        step_seconds=0.08,
    ),
    "apng": Format(
        media_type="image/apng",
        suffix="apng",
        write=animation.write_apng,
        tools=("trace",),
        seconds=0.1,
        step_seconds=0.08,
    ),
    "webp": Format(
        media_type="image/webp",
        suffix="webp",
        write=animation.write_webp,
        tools=("trace",),
        seconds=0.1,
        step_seconds=0.08,
    ),
}
