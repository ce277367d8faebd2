"""Makes the font of formulas and of the symbols in drawings: ``static/fonts/stix-two-math.woff2``.

    python -m tests.packaging.maths_font

writes it, its licence and the widths of its letters: STIX Two Math from the package that
``tests/js/package.json`` names, cut to the characters that the product prints, with the table
(MATH) by which browsers stretch brackets and place indices. Tests hold the files to this script,
and what is printed to the font.
"""

import asyncio
import json
import re
import shutil
import string
import unicodedata
from functools import cache
from html import unescape
from io import BytesIO
from typing import IO

from fontTools import subset
from fontTools.ttLib import TTFont
from rjsmin import jsmin

from app.labs.expression.characters import GREEK
from app.localization import LANGUAGES
from app.main import create_app
from app.settings import Settings
from app.web.pages.pages import PAGES
from tests.conftest import Client
from tests.paths import ROOT, STATIC

PACKAGE = ROOT / "tests/js/node_modules/@fontsource/stix-two-math"
SOURCE = PACKAGE / "files/stix-two-math-latin-400-normal.woff2"
FONTS = STATIC / "fonts"
FONT = FONTS / "stix-two-math.woff2"
LICENCE = FONTS / "OFL.txt"
#: The widths of the letters, by which drawings make room for a text before they write it.
WIDTHS = STATIC / "js/draw/font_widths.js"

#: The modules that write symbols: they make nodes of mathematics, or runs of an SVG text.
WRITES_SYMBOLS = re.compile(r'/nodes\.js"|\bwriteRuns\b|\bkind: "italic"')
#: It reads such nodes, and writes them in the font of whatever opens the file.
OF_PLAIN_TEXT = STATIC / "js/math/one_line.js"
TOKEN = re.compile(r"<(?:mi|mn|mo|mtext)\b[^>]*>([^<]*)<")
#: What grows with what stands in it or beside it. The font has larger shapes of others too, such as
#: braces and arrows, that no formula stretches.
STRETCHED = "()[]|‖√∑∏"
#: The letters of Unicode's italic alphabets for mathematics. The h was there before the others.
ITALIC_LETTERS = (*range(0x1D434, 0x1D468), *range(0x1D6E2, 0x1D71C), 0x210E)
#: letter -> the italic letter that browsers print for it where it is a symbol (text-transform:
#: math-auto).
ITALIC = {
    chr(int(plain.removeprefix("<font> "), 16)): chr(code)
    for code in ITALIC_LETTERS
    if (plain := unicodedata.decomposition(chr(code)))
}


def letters_of_names() -> set[str]:
    """What the names of a program may be made of."""
    greek = re.compile(f"[{GREEK}]")
    return {
        *string.ascii_letters,
        *string.digits,
        "_",
        *filter(greek.match, map(chr, range(0x400))),
    }


def written_by_modules() -> set[str]:
    """All printable characters of ASCII, and what else the modules that write symbols name."""
    modules = [path for path in (STATIC / "js").rglob("*.js") if path != OF_PLAIN_TEXT]
    texts = (path.read_text(encoding="utf-8") for path in modules)
    written = {one for text in texts if WRITES_SYMBOLS.search(text) for one in str(jsmin(text))}
    tables = (STATIC / "js/math" / name for name in ("greek.js", "format.js"))
    written |= {one for path in tables for one in str(jsmin(path.read_text(encoding="utf-8")))}
    return {one for one in written if ord(one) > 127} | set(string.printable[:95])


def written_on_pages() -> set[str]:
    """The characters of the formulas that the server prints: the lesson, its glossary."""
    with asyncio.Runner() as runner:
        client = Client(create_app(Settings()), runner)
        pages = [client.get(f"{page}?lang={lang}").text for page in PAGES for lang in LANGUAGES]
    return {one for page in pages for text in TOKEN.findall(page) for one in unescape(text)}


def is_ideographic(character: str) -> bool:
    """Whether it belongs to Chinese text, which stands in the page's font."""
    return unicodedata.east_asian_width(character) in "WF"


def with_italics(characters: set[str]) -> set[str]:
    return characters | {ITALIC[one] for one in characters if one in ITALIC}


@cache
def characters() -> frozenset[str]:
    """All that a formula or a symbol can print, in both of its forms."""
    printed = letters_of_names() | written_by_modules() | written_on_pages()
    visible = {one for one in printed if unicodedata.category(one) not in ("Cc", "Cf", "So")}
    return frozenset(with_italics({one for one in visible if not is_ideographic(one)}))


def stretch_only(font: TTFont, stretched: str) -> None:
    """Removes the larger shapes of all other characters."""
    names = font.getBestCmap()
    kept = {names[ord(one)] for one in stretched}
    variants = font["MATH"].table.MathVariants
    for direction in ("Vert", "Horiz"):
        coverage = getattr(variants, f"{direction}GlyphCoverage")
        field = f"{direction}GlyphConstruction"
        both = zip(coverage.glyphs, getattr(variants, field), strict=True)
        found = [(name, shapes) for name, shapes in both if name in kept]
        coverage.glyphs = [name for name, _ in found]
        setattr(variants, field, [shapes for _, shapes in found])
        setattr(variants, f"{direction}GlyphCount", len(found))


def subset_font() -> TTFont:
    """STIX Two Math with `characters` alone, without the instructions for coarse screens.

    :raises FileNotFoundError: the package is not installed (``npm ci --prefix tests/js``).
    """
    options = subset.Options(
        layout_features=[],
        hinting=False,
        glyph_names=False,
        notdef_outline=True,
        recalc_timestamp=False,
    )
    font = subset.load_font(BytesIO(SOURCE.read_bytes()), options)
    stretch_only(font, STRETCHED)
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=map(ord, characters()))
    subsetter.subset(font)
    return font


def save(font: TTFont, file: IO[bytes]) -> None:
    font.flavor = "woff2"
    font.save(file)


def widths_of(font: TTFont, forms: dict[str, str]) -> dict[int, str]:
    """width in thousandths of an em -> the letters that are as wide.

    :param forms: letter -> the character that is printed for it.
    """
    names, metrics = font.getBestCmap(), font["hmtx"]
    scale = 1000 / font["head"].unitsPerEm
    found: dict[int, str] = {}
    for letter, form in sorted(forms.items()):
        width = round(metrics[names[ord(form)]][0] * scale)
        found[width] = found.get(width, "") + letter
    return dict(sorted(found.items()))


def quoted(text: str) -> str:
    """As the formatter of the browser code writes it."""
    return f"'{text}'" if '"' in text and "'" not in text else json.dumps(text, ensure_ascii=False)


def widths_module(font: TTFont) -> str:
    """`WIDTHS`, as a module of the browser code."""
    printed = characters()
    italic = {letter: form for letter, form in ITALIC.items() if letter in printed}
    upright = {one: one for one in printed if one not in ITALIC.values()}
    lines = ["// The widths of the letters of formulas. Made by tests/packaging/maths_font.py.", ""]
    for name, forms in {"UPRIGHT": upright, "ITALIC": italic}.items():
        lines += ["/** Thousandths of an em -> the letters that are as wide. */"]
        lines += [f"export const {name} = {{"]
        for width, letters in widths_of(font, forms).items():
            lines += [f"  {width}: {quoted(letters)},"]
        lines += ["};"]
    return "\n".join(lines) + "\n"


def main() -> None:
    FONTS.mkdir(exist_ok=True)
    font = subset_font()
    with FONT.open("wb") as file:
        save(font, file)
    shutil.copyfile(PACKAGE / "LICENSE", LICENCE)
    WIDTHS.write_text(widths_module(font), encoding="utf-8")
    print(f"{FONT.relative_to(ROOT)}: {FONT.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
