"""The font of words in pictures has every character that a picture may have."""

import json

import pytest
from fontTools.ttLib import TTFont

from app.exporting.pictures.fonts import files
from app.localization import LANGUAGES
from tests.packaging.words_font import FONT, PRINTABLE
from tests.paths import STATIC

#: What the sentences of pictures begin with.
SAID = ("picture", "phase", "rule", "narration", "diagram", "graph", "loss_name", "optimizer_name")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_character_of_the_sentences_is_in_it(language: str) -> None:
    table = json.loads((STATIC / f"i18n/{language}.json").read_text(encoding="utf-8"))
    written = {
        character
        for key, sentence in table.items()
        if key.split(".")[0] in SAID
        for character in sentence
    }
    # A few signs are in the font of formulas alone, which a painter takes then.
    known = {code for file in files().values() for code in TTFont(file).getBestCmap()}
    missing = {sign for sign in written | PRINTABLE if ord(sign) not in known}
    assert not missing, "python -m tests.packaging.words_font"


def test_its_licence_is_beside_it() -> None:
    licence = (FONT.parent / "OFL.txt").read_text(encoding="utf-8")
    assert licence.startswith(TTFont(FONT)["name"].getDebugName(0))
    assert "SIL OPEN FONT LICENSE Version 1.1" in licence
