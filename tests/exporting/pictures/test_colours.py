"""The colours of pictures are the page's."""

import re

from app.exporting.pictures.colours import COLOURS, SHADES, mixed
from tests.paths import STATIC

TOKEN = re.compile(r"--([\w-]+):\s*(?:light-dark\((#\w{6}),\s*(#\w{6})\)|(#\w{6}));")


def test_every_colour_is_that_of_the_style_sheet() -> None:
    sheet = (STATIC / "css/base/tokens.css").read_text(encoding="utf-8")
    tokens = {
        name: (light or plain, dark or plain) for name, light, dark, plain in TOKEN.findall(sheet)
    }
    assert {name: tokens.get(name) for name in COLOURS} == COLOURS


def test_every_shade_has_both_its_colours() -> None:
    assert {f"{shade}-{k}" for shade in SHADES for k in (1, 2)} <= set(COLOURS)


def test_the_colour_between_two_is_the_mean_of_each_channel() -> None:
    assert mixed("#000000", "#fe0210") == "#7f0108"
