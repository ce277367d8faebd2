"""Makes the font of the words in pictures: ``app/exporting/pictures/fonts/words.ttf``.

    python -m tests.packaging.words_font

writes it: Noto Sans CJK (SIL Open Font License 1.1, the package ``fonts-noto-cjk`` of Debian), cut
to the characters of the translations. So pictures have their words also on machines without a font.
"""

import json
import unicodedata
from pathlib import Path

from fontTools import subset
from fontTools.pens.cu2quPen import Cu2QuPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTCollection, TTFont, newTable

from app.localization import LANGUAGES
from tests.paths import ROOT, STATIC

SOURCE = Path("/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc")
#: The name of the face in it, for simplified Chinese.
FACE = "Noto Sans CJK SC"
FONT = ROOT / "app/exporting/pictures/fonts/words.ttf"
#: What is written without the help of a translation: names of variables and numbers.
PRINTABLE = {chr(code) for code in range(0x20, 0x7F)} | set("−·×…±²³½⅓¼⅕⅙⅛→←∂∇η")
#: Room at each side of a sign of mathematics, which that font has as wide as a Chinese character.
BESIDE = 45
#: How wide those characters are.
WIDE = 1000


def characters() -> frozenset[str]:
    """Those of all sentences that a picture may have."""
    tables = [json.loads((STATIC / f"i18n/{each}.json").read_text("utf-8")) for each in LANGUAGES]
    return frozenset(PRINTABLE.union(*(text for table in tables for text in table.values())))


def subset_font() -> TTFont:
    """:raises FileNotFoundError: the package of the source is not installed."""
    faces = TTCollection(SOURCE).fonts
    number = next(k for k, face in enumerate(faces) if face["name"].getDebugName(1) == FACE)
    options = subset.Options(
        layout_features=[],
        hinting=False,
        desubroutinize=True,
        glyph_names=False,
        notdef_outline=True,
        recalc_timestamp=False,
        font_number=number,
    )
    font = subset.load_font(str(SOURCE), options)
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=map(ord, characters()))
    subsetter.subset(font)
    with_quadratic_curves(font)
    return font


#: How far a quadratic curve may be from the cubic one, in units of a thousandth of an em.
FAR = 1.0


def with_quadratic_curves(font: TTFont) -> None:
    """The outlines as TrueType has them, which is read by whatever measures the texts."""
    outlines, order = font.getGlyphSet(), font.getGlyphOrder()
    glyphs = {}
    for name in order:
        pen = TTGlyphPen(outlines)
        outlines[name].draw(Cu2QuPen(pen, FAR, reverse_direction=True))
        glyphs[name] = pen.glyph()
    font["loca"], font["glyf"] = newTable("loca"), newTable("glyf")
    font["glyf"].glyphOrder, font["glyf"].glyphs = order, glyphs
    for table in ("CFF ", "VORG"):
        if table in font:
            del font[table]
    for glyph in glyphs.values():
        glyph.recalcBounds(font["glyf"])
    largest = font["maxp"]
    largest.tableVersion = 0x00010000
    for name in (
        *("maxTwilightPoints", "maxStorage", "maxFunctionDefs", "maxInstructionDefs"),
        *("maxStackElements", "maxSizeOfInstructions", "maxComponentElements"),
        *("maxPoints", "maxContours", "maxCompositePoints", "maxCompositeContours"),
        "maxComponentDepth",
    ):
        setattr(largest, name, 0)
    largest.maxZones = 1
    for code, name in font.getBestCmap().items():
        if unicodedata.category(chr(code)) == "Sm" and font["hmtx"][name][0] >= WIDE:
            glyph = glyphs[name]
            shift = BESIDE - glyph.xMin
            glyph.coordinates.translate((shift, 0))
            glyph.recalcBounds(font["glyf"])
            font["hmtx"][name] = (glyph.xMax + BESIDE, BESIDE)
    font["post"].formatType = 3.0
    font.sfntVersion = "\000\001\000\000"


def main() -> None:
    FONT.parent.mkdir(exist_ok=True)
    subset_font().save(FONT)
    print(f"{FONT.relative_to(ROOT)}: {FONT.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
