"""The font of formulas holds what is printed, is small, and is what its script makes."""

import json
import re
import subprocess
from io import BytesIO
from typing import Any

import pytest
from fontTools.ttLib import TTFont

from app.engine.network.activations import ACTIVATIONS
from app.engine.network.losses import LOSSES
from app.engine.network.optimizers import OPTIMIZERS
from app.explain.steps import MAX_UNITS_ONE_BY_ONE
from app.localization import LANGUAGES
from app.web.descent.presets import DESCENT_PRESETS, GRAPH_PRESETS
from app.web.pages.pages import PAGES
from app.web.trace.presets import PRESETS
from tests.conftest import Client
from tests.packaging import maths_font
from tests.packaging.maths_font import FONT, FONTS, ITALIC, LICENCE, PACKAGE, TOKEN, WIDTHS
from tests.paths import ROOT, STATIC
from tests.web.requests import small

MOST_BYTES = 60 * 1024
PRINTED = ROOT / "tests/js/math/printed_characters.js"
#: Signs without a shape, such as the multiplication that is only read aloud.
INVISIBLE = "\u2061\u2062"


@pytest.fixture(scope="module")
def font() -> TTFont:
    return TTFont(FONT)


def missing(font: TTFont, printed: set[str]) -> list[str]:
    """What of it the font lacks, but for Chinese text."""
    held = font.getBestCmap()
    wanted = {one for one in printed if not maths_font.is_ideographic(one)} - set(INVISIBLE)
    return sorted(one for one in wanted if ord(one) not in held)


def printed_characters(answers: dict[str, Any]) -> dict[str, str]:
    """By the element that holds them. ``mtext`` includes the names of more than one letter."""
    done = subprocess.run(
        ["node", str(PRINTED)], input=json.dumps(answers), capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    found: dict[str, str] = json.loads(done.stdout)
    return found


def is_narrow(request: dict[str, Any]) -> bool:
    network = request["network"]
    units = [network["inputs"], *(layer["units"] for layer in network["layers"])]
    return all(count <= MAX_UNITS_ONE_BY_ONE for count in units)


def networks() -> list[dict[str, Any]]:
    """One for each entry of the tables of activations, losses and optimizers, one whose layer is
    too wide to be explained unit by unit, and the presets without such a layer.
    """
    wide = small()
    layers = [{"units": units, "activation": "tanh"} for units in (MAX_UNITS_ONE_BY_ONE + 1, 1)]
    wide["network"] |= {"layers": layers}
    requests = [wide, *filter(is_narrow, PRESETS.values())]
    for name in ACTIVATIONS:
        request = small()
        request["network"]["layers"][0] |= {"activation": name}
        requests.append(request)
    for name in LOSSES:
        request = small()
        request["network"] |= {"loss": name}
        requests.append(request)
    requests += [small(optimizer={"name": name}) for name in OPTIMIZERS]
    return requests


def steps_of(client: Client, endpoint: str, request: Any, **more: Any) -> dict[str, Any] | None:
    """The answer as the page keeps it, with its steps; None where the tables do not go together."""
    answer = client.post(endpoint, request | more)
    return answer.json() | {"request": request} if answer.status_code == 200 else None


def test_every_character_of_a_formula_is_in_the_font(client: Client, font: TTFont) -> None:
    traces = [steps_of(client, "trace", one, include=["steps"]) for one in networks()]
    graphs = [steps_of(client, "graph", one) for one in GRAPH_PRESETS.values()]
    descents = [
        steps_of(client, "descent", one, explain={"run": 0, "from": 0, "count": 2})
        for one in DESCENT_PRESETS.values()
    ]
    known = [one for one in traces if one]
    assert len(known) > len(ACTIVATIONS) + len(OPTIMIZERS)
    answers = {"traces": known, "graphs": graphs, "descents": descents}
    printed = printed_characters(answers | {"catalog": client.get("/api/v1/catalog").json()})
    assert {"mi", "mn", "mo", "mtext"} <= set(printed)
    italic = {ITALIC.get(one, one) for one in printed.pop("mi")}
    assert len(italic) > 20
    assert {"⊤", "⊙", "∑", "·", "′"} <= set(printed["mo"])
    assert missing(font, italic | set("".join(printed.values()))) == []


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_character_of_a_formula_in_the_prose_is_in_the_font(
    client: Client, font: TTFont, lang: str
) -> None:
    texts = [
        text for page in PAGES for text in TOKEN.findall(client.get(f"{page}?lang={lang}").text)
    ]
    assert len(texts) > 1000
    assert missing(font, {one for text in texts for one in re.sub("&[^;]+;", "", text)}) == []


def test_a_name_of_any_letters_is_printed_in_the_font(font: TTFont) -> None:
    named = maths_font.letters_of_names()
    assert {"a", "Z", "0", "_", "α", "Ω"} <= named
    assert missing(font, named | {ITALIC[one] for one in named if one in ITALIC}) == []


def test_the_italic_letters_are_those_of_unicode() -> None:
    assert [ITALIC[one] for one in "Ahzαε∂ϕ"] == list("𝐴ℎ𝑧𝛼𝜀𝜕𝜙")
    assert len(ITALIC) == 2 * 26 + 2 * 25 + 8


def test_the_font_is_small_and_knows_mathematics(font: TTFont) -> None:
    assert FONT.stat().st_size <= MOST_BYTES
    constants = font["MATH"].table.MathConstants
    assert 50 < constants.ScriptPercentScaleDown < 100
    names = font.getBestCmap()
    stretched = font["MATH"].table.MathVariants.VertGlyphCoverage.glyphs
    assert {names[ord(one)] for one in maths_font.STRETCHED} == set(stretched)


def test_the_font_is_what_its_script_makes(font: TTFont) -> None:
    """Table by table: the bytes of the file depend on the version of the compressor."""
    file = BytesIO()
    maths_font.save(maths_font.subset_font(), file)
    made = TTFont(file)
    tags = [*font.reader.keys()]
    assert tags == [*made.reader.keys()]
    assert [tag for tag in tags if font.reader[tag] != made.reader[tag]] == []


def test_the_widths_are_those_of_the_font(font: TTFont) -> None:
    assert WIDTHS.read_text(encoding="utf-8") == maths_font.widths_module(font)


def test_the_licence_stands_beside_the_font() -> None:
    assert LICENCE.read_text(encoding="utf-8") == (PACKAGE / "LICENSE").read_text(encoding="utf-8")
    assert "SIL OPEN FONT LICENSE Version 1.1" in LICENCE.read_text(encoding="utf-8")
    assert {path.name for path in FONTS.iterdir()} == {FONT.name, LICENCE.name}
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert "static/fonts/OFL.txt" in readme


def test_the_pages_load_it_from_where_the_style_sheet_names_it(client: Client) -> None:
    sheet = (STATIC / "css/base/maths.css").read_text(encoding="utf-8")
    [named] = re.findall(r'url\("\.\./\.\./([^"]+)"\)', sheet)
    assert STATIC / named == FONT
    for page in ("/", "/chain-rule", "/descent", "/lesson/5", "/lesson/glossary"):
        [address] = re.findall(
            r'<link rel="preload" as="font"[^>]* href="([^"]+)"', client.get(page).text
        )
        assert address.endswith(named)
        answer = client.get(address)
        assert answer.content == FONT.read_bytes()
        assert answer.headers["content-type"] == "font/woff2"
    for page in ("/api", "/lesson"):
        assert 'as="font"' not in client.get(page).text
