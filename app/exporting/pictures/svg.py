"""A scene as SVG that stands alone: no style sheet, no script, no font and no other file."""

import re
from collections.abc import Callable, Iterable, Sequence
from typing import Any
from xml.sax.saxutils import escape, quoteattr
from zlib import crc32

from .colours import hex_of, mixed
from .fonts import FAMILIES
from .formulas import SIZE, box_of
from .scene import Circle, Formula, Paint, Path, Rect, Scene, Shape, Text

#: Where the middle of digits is over the baseline, in font sizes.
DIGIT_MIDDLE = 0.34
#: How thick the plain background around a text is.
HALO = 4.0
ANCHORS = {"start": 0.0, "middle": 0.5, "end": 1.0}
SHADE = "shade:"
#: Where an outline is used.
GLYPH = re.compile('href="#(g[0-9a-f]{8})"')
#: What XML has no way to write.
FORBIDDEN = dict.fromkeys((*range(9), 11, 12, *range(14, 32), 65534, 65535))


def number(value: float) -> str:
    """Two decimals are enough at any scale."""
    written = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if written == "-0" else written


def clean(text: str) -> str:
    return text.translate(FORBIDDEN).encode("utf-8", "replace").decode("utf-8")


class Writer:
    """Writes scenes in a theme.

    :param shaded: balls have light; else one colour each.
    :param named: shapes say what they show; else there is only what is seen.
    """

    def __init__(self, theme: str, *, shaded: bool = True, named: bool = True) -> None:
        self.theme, self.shaded, self.named = theme, shaded, named
        self.shades: dict[str, None] = {}
        self.glyphs: dict[str, str] = {}

    def colour(self, name: str | None) -> str:
        if name is None:
            return "none"
        if name.startswith(SHADE):
            shade = name.removeprefix(SHADE)
            if self.shaded:
                self.shades[shade] = None
                return f"url(#{shade}-{self.theme})"
            return mixed(*(hex_of(f"{shade}-{k}", self.theme) for k in (1, 2)))
        return hex_of(name, self.theme)

    def svg(self, scene: Scene) -> str:
        width, height = number(scene.width), number(scene.height)
        body = "".join(map(self.shape, scene.shapes))
        glyphs = (f'<path id="{name}" d="{d}"/>' for d, name in self.glyphs.items())
        defs = "".join((*map(self.gradient, self.shades), *glyphs))
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" '
            f'viewBox="0 0 {width} {height}" role="img">'
            f"<title>{escape(clean(scene.title))}</title>"
            f"<desc>{escape(clean(scene.description))}</desc>"
            f"{f'<defs>{defs}</defs>' if defs else ''}"
            f'<rect width="{width}" height="{height}" fill="{self.colour("background")}"/>'
            f"{body}</svg>\n"
        )

    def part(
        self, shapes: Sequence[str], box: tuple[float, float, float, float], size: tuple[int, int]
    ) -> str:
        """A rectangle of a picture without light.

        :param shapes: as `shape` has written them.
        :param box: left, top, width and height in units of the picture.
        :param size: width and height in pixels.
        """
        body = "".join(shapes)
        used = set(GLYPH.findall(body))
        glyphs = (f'<path id="{n}" d="{d}"/>' for d, n in self.glyphs.items() if n in used)
        left, top, width, height = (f"{side:.6f}" for side in box)
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{size[0]}" height="{size[1]}" '
            f'viewBox="{left} {top} {width} {height}" preserveAspectRatio="none">'
            f"<defs>{''.join(glyphs)}</defs>"
            f'<rect x="{left}" y="{top}" width="{width}" height="{height}" '
            f'fill="{self.colour("background")}"/>{body}</svg>'
        )

    def gradient(self, shade: str) -> str:
        first, second = (hex_of(f"{shade}-{k}", self.theme) for k in (1, 2))
        return (
            # Two pictures in one page share their names: one name, one thing.
            f'<radialGradient id="{shade}-{self.theme}" cx="0.38" cy="0.3" r="0.8">'
            f'<stop offset="0" stop-color="{first}"/><stop offset="1" stop-color="{second}"/>'
            "</radialGradient>"
        )

    def shape(self, shape: Shape) -> str:
        return WRITERS[type(shape)](self, shape)

    def paint(self, paint: Paint) -> str:
        written = f' fill="{self.colour(paint.fill)}"'
        if paint.stroke is not None:
            written += f' stroke="{self.colour(paint.stroke)}" stroke-width="{number(paint.width)}"'
            if paint.dash:
                written += f' stroke-dasharray="{paint.dash}"'
            if paint.round_caps:
                written += ' stroke-linecap="round"'
        # Not of the whole shape: that takes a painter a layer of its own.
        if paint.opacity < 1:
            painted = ("fill", paint.fill), ("stroke", paint.stroke)
            written += "".join(
                f' {name}-opacity="{number(paint.opacity)}"' for name, colour in painted if colour
            )
        return written

    def data(self, items: Iterable[tuple[str, str]]) -> str:
        if not self.named:
            return ""
        return "".join(f" data-{name}={quoteattr(clean(value))}" for name, value in items)

    def circle(self, shape: Circle) -> str:
        where = f'cx="{number(shape.x)}" cy="{number(shape.y)}" r="{number(shape.r)}"'
        return f"<circle {where}{self.paint(shape.paint)}{self.data(shape.data.items())}/>"

    def rect(self, shape: Rect) -> str:
        corner = f' rx="{number(shape.corner)}"' if shape.corner else ""
        return (
            f'<rect x="{number(shape.x - shape.w / 2)}" y="{number(shape.y - shape.h / 2)}" '
            f'width="{number(shape.w)}" height="{number(shape.h)}"{corner}'
            f"{self.paint(shape.paint)}{self.data(shape.data.items())}/>"
        )

    def path(self, shape: Path) -> str:
        return f'<path d="{shape.d}"{self.paint(shape.paint)}{self.data(shape.data.items())}/>'

    def halo(self, name: str | None) -> str:
        if name is None:
            return ""
        return (
            f' stroke="{self.colour(name)}" stroke-width="{number(HALO)}" '
            'stroke-linejoin="round" paint-order="stroke"'
        )

    def text(self, shape: Text) -> str:
        anchor = "" if shape.anchor == "start" else f' text-anchor="{shape.anchor}"'
        bold = ' font-weight="600"' if shape.bold else ""
        return (
            f'<text x="{number(shape.x)}" y="{number(shape.y + DIGIT_MIDDLE * shape.size)}" '
            f'font-size="{number(shape.size)}" font-family={quoteattr(FAMILIES[shape.family])}'
            f'{anchor}{bold} fill="{self.colour(shape.fill)}"{self.halo(shape.halo)}'
            f"{self.data(shape.data.items())}>{escape(clean(shape.text))}</text>"
        )

    def glyph(self, d: str) -> str:
        """The name of an outline, the same in every picture: several may be in one page."""
        return self.glyphs.setdefault(d, f"g{crc32(d.encode()):08x}")

    def formula(self, shape: Formula) -> str:
        box = box_of(shape.latex)
        left = shape.x - ANCHORS[shape.anchor] * box.width * shape.size
        outlines = "".join(
            f'<use href="#{self.glyph(d)}" transform="translate({number(left + x * shape.size)} '
            f"{number(shape.y + y * shape.size)}) "
            f'scale({own * shape.size / SIZE:.3f})"/>'
            for d, x, y, own in box.parts
        )
        halo = ""
        if shape.halo is not None:
            top, high = shape.y - box.ascent * shape.size, (box.ascent + box.descent) * shape.size
            halo = self.rect(
                Rect(
                    left + box.width * shape.size / 2,
                    top + high / 2,
                    box.width * shape.size + HALO,
                    high + HALO,
                    Paint(fill=shape.halo, opacity=0.85),
                    2.0,
                )
            )
        named = self.data([("latex", shape.latex), *shape.data.items()])
        return f'{halo}<g fill="{self.colour(shape.fill)}"{named}>{outlines}</g>'


WRITERS: dict[type, Callable[[Writer, Any], str]] = {
    Circle: Writer.circle,
    Rect: Writer.rect,
    Path: Writer.path,
    Text: Writer.text,
    Formula: Writer.formula,
}


def write_scene(scene: Scene, theme: str) -> str:
    return Writer(theme).svg(scene)
