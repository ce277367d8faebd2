r"""LaTeX as outlines of glyphs.

Ziamath lays out a formula in a tenth of a second. So rows, fractions and indices, of which the
formulas of steps are made, are put together here from single signs, and it is asked once for each
sign; whatever else there is (roots, stretched brackets) it lays out whole.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

#: The size of glyphs in `Box.parts`, and how precise they are in the units of that.
SIZE, PRECISION = 40, 1
#: In em: the room around operators and relations, behind a comma, before a fraction, and beside a
#: function's name.
ROOM = {"binary": 0.22, "relation": 0.28}
COMMA, BESIDE = 0.17, 0.06
SCRIPT, IN_FRACTION = 0.7, 0.82
RAISED, LOWERED = 0.4, 0.22
#: Where the line of a fraction is above the baseline, and how thick.
AXIS, LINE, GAP = 0.26, 0.05, 0.12

BINARY = {"+", "-", r"\cdot", r"\times", r"\odot", r"\pm", "*"}
RELATIONS = {"=", r"\le", r"\ge", r"\in", r"\approx", "<", ">", r"\to", r"\ne", r"\rightarrow"}
OPENING = {"(", "[", r"\{"}
SPACES = {r"\,": 0.17, r"\;": 0.28, r"\ ": 0.25, r"\quad": 1.0, r"\!": -0.1, "~": 0.25, r"\:": 0.22}
#: Commands that ziamath gets with all that belongs to them.
WHOLE = {r"\sqrt", r"\operatorname", r"\mathrm", r"\text", r"\mathit", r"\mathbb", r"\mathbf"}
TOKEN = re.compile(r"\\[a-zA-Z]+|\\.|\s+|.", re.S)
NAMED = re.compile(r"\\(?:exp|ln|log|sin|cos|tan|tanh|sinh|cosh|max|min|arctan)\Z")


@dataclass(frozen=True, slots=True)
class Box:
    """What is laid out, its baseline at 0; lengths in em.

    :param parts: outlines in units of `SIZE` to an em, each with the place of its origin and its
        scale.
    :param overhang: how far a sign reaches over its width, as an italic f does: what is raised
        behind it keeps clear of it.
    """

    width: float
    ascent: float
    descent: float
    parts: tuple[tuple[str, float, float, float], ...]
    overhang: float = 0.0

    def moved(
        self, x: float, y: float, scale: float = 1.0
    ) -> tuple[tuple[str, float, float, float], ...]:
        return tuple(
            (d, x + dx * scale, y + dy * scale, own * scale) for d, dx, dy, own in self.parts
        )


EMPTY = Box(0.0, 0.0, 0.0, ())


@cache
def typesetter() -> Any:
    # Imported when a picture is asked for: it takes a second.
    import ziamath
    from ziamath.config import config

    config.svg2 = False
    config.precision = PRECISION
    return ziamath


@lru_cache(maxsize=4096)
def drawn(latex: str) -> Box:
    """A sign or an expression as ziamath lays it out."""
    node = typesetter().Latex(latex, size=SIZE)
    outlines = [d for element in node.svgxml().iter() if (d := outline(element))]
    low, high = node.node.bbox.ymin / SIZE, node.node.bbox.ymax / SIZE
    path = re.sub(r" ?([MLQCZ]) ?", r"\1", "".join(outlines))
    width = node.node.xadvance() / SIZE
    overhang = max(0.0, node.node.bbox.xmax / SIZE - width)
    return Box(width, high, -low, ((path, 0.0, 0.0, 1.0),) if path else (), overhang)


def outline(element: Any) -> str:
    kind = element.tag.rpartition("}")[2]
    if kind == "path":
        return str(element.get("d"))
    if kind == "rect":
        x, y, w, h = (float(element.get(name)) for name in ("x", "y", "width", "height"))
        return f"M{x:g} {y:g}L{x + w:g} {y:g}L{x + w:g} {y + h:g}L{x:g} {y + h:g}Z"
    return ""


class Reader:
    """Reads LaTeX from left to right, and lays it out."""

    def __init__(self, latex: str) -> None:
        self.tokens: list[str] = [
            token for token in TOKEN.findall(latex) if token.strip() or token == r"\ "
        ]
        self.at = 0

    @property
    def next(self) -> str | None:
        return self.tokens[self.at] if self.at < len(self.tokens) else None

    def take(self) -> str:
        self.at += 1
        return self.tokens[self.at - 1]

    def group(self) -> list[str]:
        """The tokens of the next argument, without its braces."""
        if self.next is None:
            return []
        if self.next != "{":
            return [self.take()]
        depth, start = 0, self.at + 1
        while self.next is not None:
            token = self.take()
            depth += (token == "{") - (token == "}")
            if depth == 0:
                return self.tokens[start : self.at - 1]
        raise ValueError("a brace is not closed")

    def through(self, last: str, first: str) -> str:
        """From the token before to the one that ends what it begins, as LaTeX."""
        start, depth = self.at - 1, 1
        while depth and self.next is not None:
            token = self.take()
            depth += (token == first) - (token == last)
        if last == r"\right" and self.next is not None:
            self.take()
        return spelled(self.tokens[start : self.at])

    def row(self) -> Box:
        """All that is left, side by side."""
        found: list[tuple[str, Box]] = []
        while self.next is not None:
            found.append(self.item())
        return side_by_side(found)

    def item(self) -> tuple[str, Box]:
        """The kind of the next part, and the part with its indices."""
        token = self.take()
        if token in SPACES:
            return "space", Box(SPACES[token], 0.0, 0.0, ())
        if token in BINARY:
            return "binary", drawn(token)
        if token in RELATIONS:
            return "relation", drawn(token)
        if token == ",":
            return "comma", drawn(token)
        kind, base = self.base(token)
        while self.next == "'":
            self.take()
            base = primed(base)
        return kind, self.scripted(base)

    def base(self, token: str) -> tuple[str, Box]:
        if token == "{":
            self.at -= 1
            return "atom", laid_out(self.group())
        if token == r"\frac":
            over, under = self.group(), self.group()
            return "fraction", fraction(laid_out(over), laid_out(under))
        if token == r"\left":
            return "atom", drawn(self.through(r"\right", r"\left"))
        if token == r"\begin":
            return "atom", drawn(self.through(r"\end", r"\begin") + spelled(self.braced()))
        if token in WHOLE:
            return "name", drawn(token + spelled(self.braced()))
        if token in OPENING:
            return "opening", drawn(token)
        if NAMED.match(token):
            return "name", drawn(rf"\mathrm{{{token[1:]}}}")
        return "atom", drawn(token)

    def braced(self) -> list[str]:
        return ["{", *self.group(), "}"]

    def scripted(self, base: Box) -> Box:
        above, below = EMPTY, EMPTY
        while self.next in ("^", "_"):
            if self.take() == "^":
                above = laid_out(self.group())
            else:
                below = laid_out(self.group())
        return base if above is below is EMPTY else with_scripts(base, above, below)


def spelled(tokens: Sequence[str]) -> str:
    """LaTeX again: a command keeps apart from the letters behind it."""
    return "".join(token + (" " if re.match(r"\\[a-zA-Z]", token) else "") for token in tokens)


def laid_out(tokens: Sequence[str]) -> Box:
    reader = Reader("")
    reader.tokens = list(tokens)
    return reader.row()


@lru_cache(maxsize=4096)
def box_of(latex: str) -> Box:
    """One line of LaTeX, laid out. Only ever for formulas that the project wrote itself."""
    return Reader(latex).row()


#: Between which kinds an operator has a sign on its right alone: −x.
BEFORE_A_SIGN = {"", "binary", "relation", "opening", "comma"}


def side_by_side(parts: Sequence[tuple[str, Box]]) -> Box:
    width, before = 0.0, ""
    placed: list[tuple[str, float, float, float]] = []
    for kind, box in parts:
        if kind == "binary" and before in BEFORE_A_SIGN:
            kind, room = "atom", (0.0, 0.0)
        else:
            around = ROOM.get(kind, BESIDE if kind == "fraction" else 0.0)
            behind = COMMA if kind == "comma" else around
            room = (BESIDE if before == "name" and kind != "opening" else around, behind)
        placed += box.moved(width + room[0], 0.0)
        width += room[0] + box.width + room[1]
        before = before if kind == "space" else kind
    return Box(
        width,
        max((box.ascent for _, box in parts), default=0.0),
        max((box.descent for _, box in parts), default=0.0),
        tuple(placed),
    )


def primed(base: Box) -> Box:
    """With a prime, which stands clear of what reaches over the width of its letter."""
    room = Box(base.overhang, 0.0, 0.0, ())
    return side_by_side([("atom", base), ("atom", room), ("atom", drawn("'"))])


def with_scripts(base: Box, above: Box, below: Box) -> Box:
    up = max(RAISED, base.ascent - 0.35)
    down = max(LOWERED, base.descent - 0.05)
    # Indices that stand over each other keep apart.
    if above is not EMPTY and below is not EMPTY:
        up = max(up, 0.42)
        down = max(down, 0.27)
    parts = (
        *base.parts,
        *above.moved(base.width + base.overhang + 0.03, -up, SCRIPT),
        *below.moved(base.width + 0.01, down, SCRIPT),
    )
    return Box(
        base.width + 0.04 + max(base.overhang + SCRIPT * above.width, SCRIPT * below.width),
        max(base.ascent, up + SCRIPT * above.ascent if above.parts else 0.0),
        max(base.descent, down + SCRIPT * below.descent if below.parts else 0.0),
        parts,
    )


def fraction(over: Box, under: Box) -> Box:
    over_width, under_width = over.width * IN_FRACTION, under.width * IN_FRACTION
    width = max(over_width, under_width) + 0.1
    up = AXIS + GAP + IN_FRACTION * over.descent
    down = GAP - AXIS + IN_FRACTION * under.ascent
    high, low = (AXIS + LINE / 2) * SIZE, (AXIS - LINE / 2) * SIZE
    line = f"M0 {-high:g}L{width * SIZE:g} {-high:g}L{width * SIZE:g} {-low:g}L0 {-low:g}Z"
    parts = (
        *over.moved((width - over_width) / 2, -up, IN_FRACTION),
        *under.moved((width - under_width) / 2, down, IN_FRACTION),
        (line, 0.0, 0.0, 1.0),
    )
    ascent = up + IN_FRACTION * over.ascent
    return Box(width, ascent, down + IN_FRACTION * under.descent, parts)


GATHERED = re.compile(r"\\(?:begin|end)\{gathered\}")


def lines_of(latex: str) -> list[str]:
    """The equations that stand one below the other."""
    return [line.strip() for line in split(GATHERED.sub("", latex), {r"\\"})]


def sides_of(equation: str) -> list[str]:
    """What stands between the relations outside of all braces: left side, right sides."""
    return [side.strip() for side in split(equation, {"="})]


def terms_of(latex: str) -> list[str]:
    """The terms of a sum, each with its sign: between them a line may be broken."""
    return list(pieces(latex))


def split(latex: str, marks: set[str]) -> list[str]:
    found: list[list[str]] = [[]]
    depth = 0
    for token in TOKEN.findall(latex):
        depth += depth_of(token)
        if depth == 0 and token in marks:
            found.append([])
        else:
            found[-1].append(token)
    return ["".join(each) for each in found]


def depth_of(token: str) -> int:
    opens = token in ("{", "(", "[", r"\left", r"\begin")
    return opens - (token in ("}", ")", "]", r"\right", r"\end"))


def pieces(latex: str) -> Iterator[str]:
    depth, now = 0, ""
    for token in TOKEN.findall(latex):
        depth += depth_of(token)
        if depth == 0 and token in ("+", "-") and now.strip():
            yield now
            now = ""
        now += token
    yield now
