"""The table of formats. To add one, write a module with ``write`` and give it a row here."""

from collections.abc import Callable
from dataclasses import dataclass

from . import trace_json
from .documents import files as documents
from .pictures import animation
from .pictures import files as pictures
from .programs import files as programs
from .programs import notebook
from .source import Source

TOOLS = ("trace", "graph", "descent")


@dataclass(frozen=True, kw_only=True)
class Format:
    """A kind of file.

    :param suffix: what the name of its file ends with, without the dot.
    :param tools: of which tools there is such a file.
    :param write: the file.
    :param seconds: what writing it costs on one core of a small server, and ``step_seconds`` for
        each step of a walkthrough, where the whole is written; ``number_seconds`` for each number
        of the answer.
    :param most_steps: how many steps a file has at most.
    :param pixel_seconds: for each pixel of what is painted.
    """

    media_type: str
    suffix: str
    write: Callable[[Source], bytes]
    tools: tuple[str, ...] = TOOLS
    seconds: float = 1e-3
    step_seconds: float = 1e-4
    number_seconds: float = 0.0
    most_steps: int = 1_000_000
    pixel_seconds: float = 0.0


#: By the names that requests have.
FORMATS: dict[str, Format] = {
    "json": Format(
        media_type="application/json",
        suffix="json",
        write=trace_json.write,
        number_seconds=3e-7,
    ),
    "svg": Format(
        media_type="image/svg+xml",
        suffix="svg",
        write=pictures.write_svg,
        seconds=0.04,
        step_seconds=0,
    ),
    "png": Format(
        media_type="image/png",
        suffix="png",
        write=pictures.write_png,
        seconds=0.1,
        step_seconds=0,
        pixel_seconds=1.4e-7,
    ),
    "gif": Format(
        media_type="image/gif",
        suffix="gif",
        write=animation.write_gif,
        seconds=0.25,
        step_seconds=0.025,
        pixel_seconds=8e-8,
        most_steps=animation.MOST_FRAMES,
    ),
    "apng": Format(
        media_type="image/apng",
        suffix="apng",
        write=animation.write_apng,
        seconds=0.25,
        step_seconds=0.025,
        pixel_seconds=8e-8,
        most_steps=animation.MOST_FRAMES,
    ),
    "webp": Format(
        media_type="image/webp",
        suffix="webp",
        write=animation.write_webp,
        seconds=0.25,
        step_seconds=0.025,
        pixel_seconds=8e-8,
        most_steps=animation.MOST_FRAMES,
    ),
    "latex": Format(
        media_type="application/x-tex",
        suffix="tex",
        write=documents.latex,
        seconds=5e-3,
        step_seconds=3e-4,
    ),
    "tikz": Format(
        media_type="application/x-tex",
        suffix="tikz.tex",
        write=documents.tikz,
        tools=("trace", "graph"),
        seconds=3e-3,
        step_seconds=0.0,
    ),
    "markdown": Format(
        media_type="text/markdown",
        suffix="md",
        write=documents.markdown,
        seconds=1e-2,
        step_seconds=4e-4,
        number_seconds=1e-5,
    ),
    "csv": Format(
        media_type="text/csv",
        suffix="csv",
        write=documents.csv,
        seconds=4e-3,
        step_seconds=0.0,
        number_seconds=1.5e-5,
    ),
    "numpy": Format(
        media_type="text/x-python",
        suffix="py",
        write=programs.numpy,
        seconds=1e-2,
        step_seconds=0.0,
        number_seconds=3e-7,
    ),
    "pytorch": Format(
        media_type="text/x-python",
        suffix="pytorch.py",
        write=programs.pytorch,
        tools=("trace", "graph"),
        seconds=1e-2,
        step_seconds=0.0,
        number_seconds=3e-7,
    ),
    "jax": Format(
        media_type="text/x-python",
        suffix="jax.py",
        write=programs.jax,
        tools=("trace", "graph"),
        seconds=1e-2,
        step_seconds=0.0,
        number_seconds=3e-7,
    ),
    "notebook": Format(
        media_type="application/x-ipynb+json",
        suffix="ipynb",
        write=notebook.write,
        seconds=2e-2,
        step_seconds=4e-4,
        number_seconds=3e-7,
    ),
}
