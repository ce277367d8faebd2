"""The two fonts of pictures, which travel with the package, and how wide a text is in them.

So a picture is the same on a machine without a font. Formulas and numbers are in STIX Two Math,
which comes with ziamath, words in a Noto Sans that has the characters of the translations
(``tests/packaging/words_font.py`` makes it).
"""

import os
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ziafont.font import Font

WORDS = Path(__file__).parent / "fonts/words.ttf"
#: As an SVG names them: the first that a viewer has.
FAMILIES = {
    "words": "system-ui, 'Noto Sans', 'Noto Sans CJK SC', 'PingFang SC', 'Microsoft YaHei', "
    "sans-serif",
    "numbers": "'STIX Two Math', 'STIX Two Text', 'Cambria Math', 'Times New Roman', "
    "'Noto Serif CJK SC', SimSun, serif",
}
#: From here on characters are as wide as high.
WIDE = "\u2e80"


@cache
def files() -> dict[str, str]:
    """Where they are, by the names of `FAMILIES`."""
    # Imported when a picture is asked for: ziamath takes a second.
    import ziamath

    maths = Path(os.path.dirname(ziamath.__file__)) / "fonts/STIXTwoMath-Regular.ttf"
    return {"words": str(WORDS), "numbers": str(maths)}


@cache
def font(family: str) -> "Font":
    from ziafont.font import Font

    return Font(files()[family])


@lru_cache(maxsize=2048)
def advance(character: str, family: str) -> float:
    """In em."""
    if character >= WIDE:
        return 1.0
    read = font(family)
    if family == "words" and not read.glyphindex(character):
        read = font("numbers")
    return float(read.glyph(character).advance()) / float(read.info.layout.unitsperem)


def width_of(text: str, size: float, family: str = "numbers") -> float:
    return size * sum(advance(character, family) for character in text)


#: What no line begins with.
CLOSING = "，。；：、）,.;:)"


def lines_of(text: str, width: float, size: float, family: str = "words") -> list[str]:
    """A text broken into lines of at most this width, where words allow it."""
    words: list[str] = []
    for character in text:
        joins = words and not (
            words[-1].endswith(" ") or words[-1][-1] >= WIDE or character >= WIDE
        )
        if words and (joins or character in CLOSING or character == " "):
            words[-1] += character
        else:
            words.append(character)
    lines: list[str] = []
    for word in words:
        if lines and width_of((lines[-1] + word).rstrip(), size, family) <= width:
            lines[-1] += word
        else:
            lines.append(word)
    return [line.rstrip() for line in lines]
