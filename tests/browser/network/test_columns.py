"""The tools over the columns cover nothing of the picture, and never stand at another column."""

from collections.abc import Callable

import pytest

from tests.browser.conftest import Open
from tests.browser.links import link_to
from tests.browser.network.measuring import network
from tests.browser.screen import Screen

SIZES = [(1000, 700), (1280, 800), (1920, 1080)]
LINKS = {
    "first": "/",
    "xor": link_to("/", p="xor"),
    "circuit": link_to("/", w="circuit"),
    "eight rows": link_to("/", r=network(8, 8, 8)),
    "three layers": link_to("/", r=network(3, 6, 6, 3)),
}

#: The tools that lie over what is drawn, at the present step.
COVERED = """() => {
  const seen = { visibilityProperty: true, opacityProperty: true };
  const boxes = (query) => [...document.querySelectorAll(query)]
    .filter((node) => node.checkVisibility(seen))
    .map((node) => node.getBoundingClientRect());
  const tools = boxes(".columns :is(button, select)");
  const drawn = boxes(`.network :is(.disc, .unit, .part .plate, .number-label .plate)`);
  return tools.flatMap((tool) => drawn
    .filter(({ left, right, top, bottom }) => tool.left < right - 1 && left < tool.right - 1
      && tool.top < bottom - 1 && top < tool.bottom - 1)
    .map((box) => [tool, box].map(({ x, y, width, height }) => [x, y, width, height])));
}"""
#: How far the head of each column is from the middle of its neurons; empty where none is shown.
OFF = """() => [...document.querySelectorAll(".column-head")]
  .filter((head) => head.checkVisibility({ visibilityProperty: true }))
  .map((head, column) => {
    const { left, width } = head.getBoundingClientRect();
    const unit = document.querySelector(`.network [data-unit="${column}.0"] .body`)
      ?.getBoundingClientRect();
    return unit ? Math.abs(left + width / 2 - unit.left - unit.width / 2) : 0;
  })"""


@pytest.mark.parametrize("link", LINKS)
def test_the_tools_cover_nothing_of_the_picture_at_any_step(open_screen: Open, link: str) -> None:
    screen = open_screen(LINKS[link], viewport={"width": 1280, "height": 800})
    last = int(screen.page.get_by_role("slider").first.get_attribute("aria-valuemax") or 0)
    for width, height in SIZES:
        screen.page.set_viewport_size({"width": width, "height": height})
        for position in range(last, 0, -max(1, last // 8)):
            screen.go(position)
            assert screen.read(COVERED) == [], f"{width} px at step {position}"


def test_the_tools_are_hidden_as_soon_as_the_picture_is_zoomed_or_moved(screen: Screen) -> None:
    page = screen.page
    first = screen.read(OFF)
    assert len(first) == 4
    assert max(first) < 2
    tools = page.locator(".zoom-tools").bounding_box()
    box = page.locator(".stage .diagram").bounding_box()
    assert box is not None
    x, y = box["x"] + 20, box["y"] + box["height"] - 20

    def drag() -> None:
        page.mouse.move(x, y)
        page.mouse.down()
        page.mouse.move(x + 60, y - 40, steps=3)
        page.mouse.up()

    changes: list[Callable[[], object]] = [
        lambda: screen.find("zoom-in").click(),
        lambda: screen.press("ArrowRight"),
        lambda: page.set_viewport_size({"width": 1240, "height": 900}),
        drag,
    ]
    for change in changes:
        change()
        assert screen.read(OFF) == []
    page.set_viewport_size({"width": 1280, "height": 900})
    screen.find("zoom-fit").click()
    assert screen.read(OFF) == pytest.approx(first)
    # The tools of the zoom stay under the pointer all the while.
    assert page.locator(".zoom-tools").bounding_box() == tools
