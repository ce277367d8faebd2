"""The picture of a graph: every value and gradient that is known, and nothing of a hostile name."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.exporting.pictures import animation, files, names
from app.exporting.pictures.numbers import text_of
from app.exporting.source import NotExportable
from app.localization import LANGUAGES
from app.web.descent.presets import GRAPH_PRESETS
from tests.examples import examples
from tests.exporting.pictures.sources import SVG, numbers, parsed, source
from tests.exporting.pictures.test_network import FOREIGN


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", GRAPH_PRESETS)
def test_a_graph_shows_what_is_known_at_every_step(name: str, language: str) -> None:
    whole = source(GRAPH_PRESETS[name], tool="graph", language=language)
    drawn = numbers(parsed(files.write_svg(whole)))
    for node in whole.answer["nodes"]:
        at = node["id"]
        if node["operation"] != "constant":
            assert drawn[f"v.{at}"] == node["value"]
        if f"g.{at}" in {each for step in whole.answer["steps"] for each in step["writes"]}:
            assert drawn[f"g.{at}"] == node["gradient"]
    for position in (0, 1, len(whole.answer["steps"]) // 2, len(whole.answer["steps"])):
        made = source(GRAPH_PRESETS[name], tool="graph", language=language, step=position)
        svg = files.write_svg(made)
        assert not FOREIGN.search(svg)
        picture = parsed(svg)
        known = {each for step in made.answer["steps"][:position] for each in step["writes"]}
        shown = numbers(picture)
        assert {each for each in shown if each[0] == "g"} == {
            each for each in known if each[0] == "g"
        }
        if position:
            step = made.answer["steps"][position - 1]
            description = picture.findtext(f"{SVG}desc") or ""
            for address in step["writes"]:
                assert f"{address} = " in description
            value = shown[step["writes"][-1]]
            assert text_of(value, 6) in description


def test_what_a_use_sends_back_is_the_gradient_times_the_local_derivative() -> None:
    made = source(
        {"expression": "z = x*y + x", "values": {"x": 2.0, "y": 3.0}}, tool="graph", step=6
    )
    drawn = numbers(parsed(files.write_svg(made)))
    assert made.answer["steps"][5]["writes"][-1].startswith("g.")
    sent = [value for address, value in drawn.items() if address.startswith("c.")]
    gradient = drawn[made.answer["steps"][5]["writes"][-1]]
    assert sum(sent) == pytest.approx(gradient)


def test_a_value_that_does_not_exist_is_told_and_not_drawn() -> None:
    request = {"expression": "y = log(x) + x", "values": {"x": -1.0}, "undefined": "mark"}
    whole = source(request, tool="graph")
    for position in range(whole.last + 1):
        parsed(files.write_svg(source(request, tool="graph", step=position)))
    drawn = numbers(parsed(files.write_svg(whole)))
    assert {address for address in drawn if address.startswith("v.")} == {"v.0"}


def test_a_graph_of_very_many_values_is_refused() -> None:
    request = {"expression": "y = x" + " + x*x" * 70, "values": {"x": 0.5}}
    with pytest.raises(NotExportable) as refused:
        files.write_svg(source(request, tool="graph"))
    assert refused.value.key == "error.export.picture_values"


def test_a_graph_plays() -> None:
    made = source(GRAPH_PRESETS["diamond"], tool="graph", scale=0.5)
    assert animation.write_gif(made)[:6] == b"GIF89a"


SAFE = re.compile(r"(?:\\(?:mathrm|" + "|".join(names.GREEK) + r")|[A-Za-z0-9_{},?])*\Z")


@settings(max_examples=examples(200))
@given(st.text(max_size=40))
def test_no_name_becomes_a_command(name: str) -> None:
    latex = names.latex_of(name)
    assert SAFE.match(latex)
    assert latex.count("{") == latex.count("}")


@pytest.mark.parametrize(
    ("name", "latex"),
    [
        ("x", "x"),
        ("y1", "y_{1}"),
        ("w_1_2", "w_{1,2}"),
        ("alpha", r"\alpha"),
        ("loss", r"\mathrm{loss}"),
        ("z_out", r"z_{\mathrm{out}}"),
        ("_", r"\mathrm{}"),
        ("<script>", r"\mathrm{script}"),
        ("", "?"),
    ],
)
def test_a_name_is_printed_as_in_a_textbook(name: str, latex: str) -> None:
    assert names.latex_of(name) == latex
