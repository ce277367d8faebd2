"""The picture is touched: its columns grow and shrink, its numbers are dragged and stepped."""

from collections.abc import Callable
from itertools import pairwise
from typing import Any

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.conftest import Open
from tests.browser.links import link_to
from tests.browser.screen import Screen

BOXES = """(query) => [...document.querySelectorAll(query)].map((node) => {
  const { left, right, top, bottom } = node.getBoundingClientRect();
  return [left, right, top, bottom];
})"""


def edge(screen: Screen, address: str) -> Locator:
    return screen.page.locator(f'[data-view="diagram"] [data-edit="{address}"]').first


def weight(screen: Screen) -> float:
    return float(screen.asked()["network"]["layers"][0]["weights"][0][0])


def drag(screen: Screen, target: Locator, distance: int, steps: int = 6) -> None:
    box = target.bounding_box()
    assert box is not None
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    screen.page.mouse.move(x, y)
    screen.page.mouse.down()
    screen.page.mouse.move(x + distance, y, steps=steps)
    screen.page.mouse.up()
    screen.settle()


def test_a_weight_is_dragged_and_one_undo_takes_the_whole_gesture_back(screen: Screen) -> None:
    before = weight(screen)
    screen.press("Escape")
    drag(screen, edge(screen, "w1.0.0"), 60)
    assert weight(screen) == pytest.approx(before + 0.3)
    expect(screen.page.locator(".in-place")).to_have_count(0)
    screen.press("Escape", "Control+z")
    screen.settle()
    assert weight(screen) == before


def test_every_drag_begins_at_the_number_as_it_is(screen: Screen) -> None:
    """After an undo, and after the number was typed elsewhere."""
    before = weight(screen)
    screen.press("Escape")
    for _ in range(2):
        drag(screen, edge(screen, "w1.0.0"), 60)
        assert weight(screen) == pytest.approx(before + 0.3)
        screen.press("Escape", "Control+z")
        screen.settle()
    screen.field("w1.0.0").fill("2")
    screen.press("Enter")
    screen.settle()
    screen.press("Escape")
    drag(screen, edge(screen, "w1.0.0"), -60)
    assert weight(screen) == pytest.approx(1.7)
    screen.press("Escape")
    edge(screen, "w1.0.0").focus()
    screen.press("ArrowUp")
    screen.settle()
    assert weight(screen) == pytest.approx(1.8)


def test_a_drag_of_an_input_begins_at_that_of_its_sample(open_screen: Open) -> None:
    screen = open_screen(link_to("/", p="xor"))
    drag(screen, edge(screen, "x.0"), 60)
    screen.choose("sample", "1")
    drag(screen, edge(screen, "x.0"), 60)
    inputs = screen.asked()["inputs"]
    assert [inputs[0][0], inputs[1][0]] == pytest.approx([0.3, 0.3])


def test_while_a_number_is_dragged_it_is_read_and_nothing_is_selected(screen: Screen) -> None:
    screen.press("Escape", "End")
    for address in ("w1.0.0", "w2.0.2", "x.1"):
        target = edge(screen, address)
        box = target.bounding_box()
        assert box is not None
        x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
        screen.page.mouse.move(x, y)
        screen.page.mouse.down()
        for step in range(1, 6):
            screen.page.mouse.move(x - 12 * step, y + 4 * step)
            screen.settle()
            text = target.locator("text").first
            expect(text).to_be_visible()
            assert any(sign.isdigit() for sign in text.text_content() or "")
        screen.page.mouse.up()
        assert screen.read("getSelection().toString()") == ""


@pytest.mark.parametrize("address", ["w1.0.0", "x.0", "t.0"])
def test_arrow_keys_step_a_number_of_the_picture(screen: Screen, address: str) -> None:
    request = screen.asked()
    screen.press("Escape")
    place = edge(screen, address)
    place.focus()
    place.press("ArrowUp")
    place.press("Shift+ArrowUp")
    place.press("Alt+ArrowDown")
    screen.settle()
    after = screen.asked()
    first: dict[str, Callable[[Any], float]] = {
        "w1.0.0": lambda of: of["network"]["layers"][0]["weights"][0][0],
        "x.0": lambda of: of["inputs"][0][0],
        "t.0": lambda of: of["targets"][0][0],
    }
    read = first[address]
    assert read(after) == pytest.approx(read(request) + 0.1 + 1 - 0.01)


def test_a_click_still_opens_the_number_for_typing(screen: Screen) -> None:
    edge(screen, "w1.0.0").click()
    expect(screen.page.locator(".in-place")).to_be_focused()
    screen.page.keyboard.type("0.75")
    screen.press("Enter")
    screen.settle()
    assert weight(screen) == 0.75


def test_columns_grow_shrink_and_come_and_go(screen: Screen) -> None:
    def sizes() -> list[int]:
        network = screen.asked()["network"]
        screen.press("Escape")
        return [network["inputs"], *(layer["units"] for layer in network["layers"])]

    start = sizes()
    for key, expected in [
        ("more-1", [start[0], start[1] + 1, *start[2:]]),
        ("fewer-1", start),
        ("more-0", [start[0] + 1, *start[1:]]),
        ("fewer-0", start),
    ]:
        screen.find(key).click()
        screen.settle()
        assert sizes() == expected, key
    screen.find("insert-2").click()
    screen.settle()
    assert len(sizes()) == len(start) + 1
    screen.find("column-activation-2").select_option("")
    screen.settle()
    assert sizes() == start
    screen.find("column-activation-1").select_option("tanh")
    screen.settle()
    assert screen.asked()["network"]["layers"][0]["activation"] == "tanh"
    screen.press("Escape")
    screen.find("column-bias-1").click()
    screen.settle()
    expect(screen.find("column-bias-1")).to_have_attribute("aria-pressed", "true")


@pytest.mark.parametrize("size", [(1280, 800), (1920, 1080)])
def test_the_tools_stand_at_their_columns_and_cover_nothing(
    open_screen: Open, size: tuple[int, int]
) -> None:
    screen = open_screen(viewport={"width": size[0], "height": size[1]})
    boxes = screen.read(BOXES, ".columns > *, .zoom-tools")
    # Four heads, three menus, three buttons for layers, and the tools of the picture.
    assert len(boxes) == 11
    for row in (sorted(each for each in boxes if each[2] < 100), sorted(boxes[1:])):
        for one, other in pairwise(row):
            covers = one[1] > other[0] and one[3] > other[2] and other[3] > one[2]
            assert not covers, (one, other)
    units = screen.read(BOXES, "[data-unit]")
    for left, right, top, bottom in units:
        for box in boxes:
            apart = box[1] <= left or box[0] >= right or box[3] <= top or box[2] >= bottom
            assert apart, (box, (left, right, top, bottom))
