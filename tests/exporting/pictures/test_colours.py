"""The colours of pictures are the page's."""

import re

from app.exporting.pictures.colours import COLOURS, SHADES, THEMES, hex_of, mixed
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
    # Halves are rounded up; the order does not matter.
    for first, second in (("#203040", "#11f1a1"), ("#11f1a1", "#203040")):
        assert mixed(first, second) == "#199171"


def test_a_colour_has_a_form_for_each_theme() -> None:
    assert THEMES.keys() == {"light", "dark"}
    for name, (light, dark) in COLOURS.items():
        assert (hex_of(name, "light"), hex_of(name, "dark")) == (light, dark)


def test_a_ball_is_lighter_above() -> None:
    for shade in SHADES:
        for theme in THEMES:
            above, below = (hex_of(f"{shade}-{k}", theme) for k in (1, 2))
            assert int(above[1:3], 16) + int(above[3:5], 16) > int(below[1:3], 16) + int(
                below[3:5], 16
            )
