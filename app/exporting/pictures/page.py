"""A whole picture: a line with the title, the drawing, and below it the reason in words and in a
formula.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from .fonts import lines_of, width_of
from .formulas import box_of, sides_of, terms_of
from .scene import Formula, Paint, Rect, Scene, Shape, Text

MARGIN = 20.0
#: No picture is narrower, so that a sentence has room.
LEAST_WIDTH = 760.0
HEADER, TITLE, WORDS, LEADING, MATHS = 44.0, 19.0, 15.0, 22.0, 18.0
#: The room between two lines of a formula.
GAP = 12.0


@dataclass(frozen=True, kw_only=True)
class Caption:
    """What is written around a drawing.

    :param phase: of `app.explain.steps.Step`; None: none.
    :param count: 11 / 18.
    :param equations: LaTeX, each a chain of sides with = between them.
    """

    title: str
    phase: str | None
    count: str
    sentence: str
    equations: Sequence[str] = field(default_factory=tuple)


def width_for(drawing: float) -> float:
    return max(LEAST_WIDTH, drawing + 2 * MARGIN)


def header(caption: Caption, width: float) -> list[Shape]:
    colour = f"phase-{caption.phase}" if caption.phase else "text"
    room = width - 3 * MARGIN - width_of(caption.count, TITLE, "words")
    size = min(TITLE, TITLE * room / max(1.0, width_of(caption.title, TITLE, "words")))
    shapes: list[Shape] = [
        Text(MARGIN, HEADER / 2 + 2, caption.title, size, colour, "start", "words", bold=True)
    ]
    if caption.count:
        middle = HEADER / 2 + 2
        shapes.append(Text(width - MARGIN, middle, caption.count, WORDS, "muted", "end", "words"))
    return shapes


def footer(caption: Caption, width: float, top: float) -> tuple[list[Shape], float]:
    """The shapes, and where they end."""
    room, y = width - 2 * MARGIN, top
    shapes: list[Shape] = []
    for row in rows_of(caption.equations, room):
        ascent = max(box_of(line).ascent for line, _ in row) * MATHS
        descent = max(box_of(line).descent for line, _ in row) * MATHS
        shapes += [Formula(MARGIN + x, y + ascent, line, MATHS) for line, x in row]
        y += ascent + descent + GAP
    if caption.equations:
        y += GAP / 2
    for line in lines_of(caption.sentence, room, WORDS):
        shapes.append(Text(MARGIN, y + LEADING / 2, line, WORDS, "text", "start", "words"))
        y += LEADING
    return shapes, y + MARGIN * 0.7


#: So many equations stand in two columns, where each has room in one.
MANY = 3


def rows_of(equations: Sequence[str], room: float) -> list[list[tuple[str, float]]]:
    """Lines with what stands in each, and where."""
    half = (room - INDENT) / 2
    narrow = all(box_of(equation).width * MATHS <= half for equation in equations)
    if len(equations) < MANY or not narrow:
        return [[line] for equation in equations for line in broken(equation, room)]
    first = (len(equations) + 1) // 2
    left, right = equations[:first], equations[first:]
    rows = [[(equation, 0.0)] for equation in left]
    for row, equation in zip(rows, right, strict=False):
        row.append((equation, half + INDENT))
    return rows


#: How far the lines of a formula after its first are indented.
INDENT = 28.0


def broken(equation: str, room: float) -> list[tuple[str, float]]:
    """An equation in lines with their indents: broken before an =, else before a + or −.

    What is longer than a line even so is printed smaller (`LONGEST` bounds it before).
    """
    first, *others = sides_of(equation)
    lines: list[tuple[str, float]] = []
    now, indent = first, 0.0
    for side in others:
        for term in (f"={side}",) if fits(f"{now}={side}", room - indent) else cut(side):
            if fits(now + term, room - indent) or not now:
                now += term
            else:
                lines.append((now, indent))
                now, indent = term, INDENT
    return [*lines, (now, indent)]


def cut(side: str) -> list[str]:
    terms = terms_of(side)
    return ["=" + terms[0], *terms[1:]]


def fits(latex: str, room: float) -> bool:
    return box_of(latex).width * MATHS <= room


def frame(width: float, top: float, height: float) -> Rect:
    """The plate that a drawing stands on."""
    return Rect(
        width / 2,
        top + height / 2,
        width - MARGIN,
        height,
        Paint(fill="surface", stroke="border"),
        10.0,
    )


def composed(
    caption: Caption,
    drawing: Sequence[Shape],
    size: tuple[float, float],
    description: str,
) -> Scene:
    """``size`` of the drawing, which stands at (`left_of`, `HEADER`)."""
    width = width_for(size[0])
    below, height = footer(caption, width, HEADER + size[1] + GAP)
    return Scene(
        width=width,
        height=height,
        title=f"{caption.title} {caption.count}".strip(),
        description=description,
        shapes=[
            *header(caption, width),
            frame(width, HEADER, size[1]),
            *drawing,
            *below,
        ],
    )


def left_of(width: float) -> float:
    """Where a drawing of this width begins."""
    return (width_for(width) - width) / 2
