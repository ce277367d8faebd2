"""The server's picture of a step shows what the page's shows, at the same places."""

from xml.etree import ElementTree

import pytest

from app.exporting.pictures.files import write_svg
from app.web.trace.presets import DOCUMENT
from tests.browser.screen import Screen
from tests.exporting.pictures.sources import SVG, parsed, source

CENTRES = """() => Object.fromEntries(
  [...document.querySelectorAll('[data-view="diagram"] [data-unit] .body')].map((body) => {
    const { x, y, width, height } = body.getBoundingClientRect();
    return [body.parentElement.dataset.unit, [x + width / 2, y + height / 2]];
  }),
)"""


def states(picture: ElementTree.Element, name: str) -> dict[str, str]:
    return {
        element.attrib[f"data-{name}"]: element.attrib.get("data-state", "")
        for element in picture.iter()
        if f"data-{name}" in element.attrib
    }


@pytest.mark.parametrize("position", [0, 2, 7, 11, 14, 18])
def test_the_picture_of_a_step_is_that_of_the_page(screen: Screen, position: int) -> None:
    if position:
        screen.go(position)
    seen = screen.picture()
    picture = parsed(write_svg(source(DOCUMENT, step=position, letters="figure")))
    assert states(picture, "unit") == seen["unit"]
    shown = {ball: state for ball, state in seen["ball"].items() if state != "absent"}
    assert states(picture, "ball") == shown
    edges = {name.removeprefix("w"): state for name, state in states(picture, "edge").items()}
    assert edges == seen["edge"]
    assert set(states(picture, "transport")) == set(seen["transport"])
    assert set(states(picture, "loop")) == set(seen["loop"])


def in_order(centres: dict[str, list[float]]) -> tuple[list[str], list[str]]:
    """The neurons from left to right and from top to bottom, those in a line by their names."""
    return (
        sorted(centres, key=lambda name: (round(centres[name][0]), name)),
        sorted(centres, key=lambda name: (round(centres[name][1]), name)),
    )


def test_the_neurons_stand_where_they_do_on_the_page(screen: Screen) -> None:
    picture = parsed(write_svg(source(DOCUMENT, step=0)))
    drawn = {
        circle.attrib["data-unit"]: [float(circle.attrib["cx"]), float(circle.attrib["cy"])]
        for circle in picture.iter(f"{SVG}circle")
        if "data-unit" in circle.attrib
    }
    assert in_order(drawn) == in_order(screen.read(CENTRES))
