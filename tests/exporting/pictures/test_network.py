"""The picture of a step: it stands alone, and holds the numbers of the step."""

import re
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.exporting.pictures.files import write_svg
from app.exporting.pictures.network.view import View
from app.exporting.pictures.numbers import text_of
from app.exporting.source import DRAWINGS, LETTERS, THEMES, NotExportable, Source
from app.localization import LANGUAGES
from app.web.trace.presets import DOCUMENT
from tests.examples import examples
from tests.exporting.pictures.networks import requests
from tests.exporting.pictures.sources import SVG, numbers, parsed, source

LOOKS = st.fixed_dictionaries(
    {
        "letters": st.sampled_from(LETTERS),
        "drawing": st.sampled_from(DRAWINGS),
        "theme": st.sampled_from(THEMES),
        "language": st.sampled_from(list(LANGUAGES)),
    }
)
#: What a picture that stands alone has not.
FOREIGN = re.compile(rb"var\(|oklch|foreignObject|<script|<style|href=\"(?!#)|@import")


def view_of(made: Source) -> View:
    assert made.network is not None
    return View.of(made, made.network, made.step)


@settings(max_examples=examples(25))
@given(requests(), LOOKS, st.data())
def test_a_picture_stands_alone_and_holds_every_number_of_its_step(
    request: dict[str, Any], look: dict[str, str], data: st.DataObject
) -> None:
    steps = len(source(request).answer["steps"])
    made = source(request, step=data.draw(st.integers(0, steps)), **look)
    svg = write_svg(made)
    assert not FOREIGN.search(svg)
    picture, view = parsed(svg), view_of(made)
    step = view.frame.step
    drawn = numbers(picture)
    for address, value in drawn.items():
        assert value == view.value(address), address
    if step is None:
        return
    description = picture.findtext(f"{SVG}desc") or ""
    written = " ".join(
        element.attrib["data-latex"] for element in picture.iter() if "data-latex" in element.attrib
    )
    for address in (*step.reads, *step.writes):
        number = view.value(address)
        if number is None:
            continue
        assert f"{address} = {text_of(number, 6)}" in description
        if address in step.writes or address in view.formula_addresses:
            digits = text_of(number).replace("−", "-").partition("e")[0]
            assert address in drawn or digits in written or digits.lstrip("-") in written, address


@pytest.mark.parametrize("drawing", DRAWINGS)
@pytest.mark.parametrize("letters", LETTERS)
def test_at_the_end_every_number_of_the_document_is_drawn(drawing: str, letters: str) -> None:
    made = source(DOCUMENT, drawing=drawing, letters=letters)
    drawn, view = numbers(parsed(write_svg(made))), view_of(made)
    wanted = {"x.0", "x.1", "t.0"}
    for step in view.passed.steps:
        wanted |= {each for each in step.writes if re.match(r"z|a|new_w", each)}
        ball = view.ball(step.layer, step.unit or 0) if drawing == "flow" else None
        wanted |= {each for each in step.writes if each == ball}
    assert wanted <= set(drawn)


def shapes(made: Source, name: str) -> list[str]:
    return [
        element.attrib[f"data-{name}"]
        for element in parsed(write_svg(made)).iter()
        if f"data-{name}" in element.attrib
    ]


@pytest.mark.parametrize("drawing", DRAWINGS)
def test_every_neuron_and_connection_is_drawn_once(drawing: str) -> None:
    made = source(DOCUMENT, drawing=drawing, step=3)
    assert sorted(shapes(made, "unit")) == ["1.0", "1.1", "1.2", "2.0", "2.1", "3.0"]
    layers = DOCUMENT["network"]["layers"]
    weights = [
        f"w{number}.{unit}.{k}"
        for number, layer in enumerate(layers, start=1)
        for unit, row in enumerate(layer["weights"])
        for k in range(len(row))
    ]
    assert sorted(shapes(made, "edge")) == sorted(weights)


@pytest.mark.parametrize("drawing", DRAWINGS)
def test_of_very_many_connections_each_is_drawn_once(drawing: str) -> None:
    made = source(wide(15, 20), drawing=drawing, step=3)
    bundles = " ".join(shapes(made, "edges")).split()
    weights = [f"w1.{unit}.{k}" for unit in range(20) for k in range(15)]
    biases = [f"b1.{unit}" for unit in range(20)] if drawing == "flow" else []
    assert sorted([*shapes(made, "edge"), *bundles]) == sorted([*weights, *biases])


def test_the_error_runs_back_over_the_weights_that_are_in_use() -> None:
    made = source(DOCUMENT, step=11, letters="figure")
    assert sorted(shapes(made, "transport")) == ["2.0.1", "2.1.1"]
    assert shapes(made, "ball") == ["1.0", "1.1", "2.0", "2.1", "3.0"]
    contributions = [
        float(element.attrib["data-value"])
        for element in parsed(write_svg(made)).iter()
        if "data-contribution" in element.attrib
    ]
    view = view_of(made)
    assert sum(contributions) == pytest.approx(view.value("error1.1"), rel=1e-12)


def wide(inputs: int, units: int) -> dict[str, Any]:
    return {
        "network": {
            "inputs": inputs,
            "layers": [{"units": units, "activation": "tanh"}],
            "loss": "half_squared_error",
        },
        "inputs": [[0.5] * inputs],
        "targets": [[0.5] * units],
    }


def test_what_is_too_large_to_be_drawn_is_refused() -> None:
    write_svg(source(wide(15, 20), step=1))
    for request in (wide(16, 20), wide(1, 65), wide(65, 1)):
        with pytest.raises(NotExportable) as refused:
            write_svg(source(request, step=1))
        assert refused.value.key == "error.export.picture_size"


def test_the_same_request_gives_the_same_bytes() -> None:
    assert write_svg(source(DOCUMENT, step=9)) == write_svg(source(DOCUMENT, step=9))
