"""A picture as data: shapes in the order in which they cover each other.

Lengths are in CSS pixels, y grows downwards. Colours are names of `colours.COLOURS`, or
``shade:<name>`` for the light of a ball (`colours.SHADES`), so that a scene is the same in every
theme. ``data`` becomes the attributes ``data-<name>``.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

Data = Mapping[str, str]
NOTHING: Data = {}


@dataclass(frozen=True, slots=True, kw_only=True)
class Paint:
    """How a shape is filled and its outline drawn; None: not at all."""

    fill: str | None = None
    stroke: str | None = None
    width: float = 1.0
    dash: str | None = None
    opacity: float = 1.0
    round_caps: bool = False


@dataclass(frozen=True, slots=True)
class Circle:
    x: float
    y: float
    r: float
    paint: Paint
    data: Data = field(default_factory=lambda: NOTHING)


@dataclass(frozen=True, slots=True)
class Rect:
    """``x`` and ``y`` are its middle."""

    x: float
    y: float
    w: float
    h: float
    paint: Paint
    corner: float = 0.0
    data: Data = field(default_factory=lambda: NOTHING)


@dataclass(frozen=True, slots=True)
class Path:
    """``d`` as SVG has it."""

    d: str
    paint: Paint
    data: Data = field(default_factory=lambda: NOTHING)


@dataclass(frozen=True, slots=True)
class Text:
    """Words or a number; ``y`` is the middle of its digits. ``family``: words or numbers."""

    x: float
    y: float
    text: str
    size: float
    fill: str = "text"
    anchor: str = "start"
    family: str = "numbers"
    bold: bool = False
    halo: str | None = None
    data: Data = field(default_factory=lambda: NOTHING)


@dataclass(frozen=True, slots=True)
class Formula:
    """LaTeX, drawn as glyphs; ``y`` is its baseline, ``x`` its left end, middle or right end."""

    x: float
    y: float
    latex: str
    size: float
    fill: str = "text"
    anchor: str = "start"
    halo: str | None = None
    data: Data = field(default_factory=lambda: NOTHING)


Shape = Circle | Rect | Path | Text | Formula


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """``title`` and ``description`` are read aloud in its place."""

    width: float
    height: float
    title: str
    description: str
    shapes: Sequence[Shape]
