"""The tables of number fields beside the picture: what fits into them, and what they refuse."""

from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Open
from tests.browser.screen import Screen

#: The fields of a table: place, what is cut off inside.
FIELDS = """(table) => [...table.querySelectorAll("input")].map((input) => {
  const { x, width } = input.getBoundingClientRect();
  return { x, width, isCut: input.scrollWidth > input.clientWidth };
})"""


def fields_of(screen: Screen, field: str) -> list[dict[str, Any]]:
    table = screen.field(field).locator("xpath=ancestor::table")
    found = table.evaluate(FIELDS)
    assert isinstance(found, list)
    return found


@pytest.mark.parametrize("field", ["w1.1.0", "x.1@0"])
@pytest.mark.parametrize("text", ["abc", "1e400"])
def test_what_is_wrong_with_a_number_is_said_below_its_table(
    screen: Screen, field: str, text: str
) -> None:
    before = fields_of(screen, field)
    screen.enter(field, text)
    after = fields_of(screen, field)
    assert [(each["x"], each["width"]) for each in before] == [
        (each["x"], each["width"]) for each in after
    ]
    place = screen.field(field)
    expect(place).to_have_attribute("aria-invalid", "true")
    line = screen.page.locator(".mistake")
    expect(line).to_have_count(1)
    said, table = line.bounding_box(), place.locator("xpath=ancestor::table").bounding_box()
    assert said is not None
    assert table is not None
    assert said["y"] >= table["y"] + table["height"] - 1
    assert line.evaluate("(line) => line.scrollWidth <= line.clientWidth")


def test_a_field_shows_only_digits_that_fit_and_keeps_them_all(screen: Screen) -> None:
    screen.enter("network.inputs", "4")
    screen.find("bias-1").check()
    screen.settle()
    screen.enter("w1.1.0", "-0.123456789012")
    screen.press("Escape", "Tab")
    for field in ("w1.0.0", "x.0@0"):
        assert not any(each["isCut"] for each in fields_of(screen, field))
    place = screen.field("w1.1.0")
    text = place.input_value()
    assert "-0.123456789012".startswith(text.replace("−", "-").rstrip("0"))
    expect(place).to_have_attribute("title", "-0.123456789012")
    place.focus()
    expect(place).to_have_value("-0.123456789012")
    screen.press("Tab")
    expect(place).to_have_value(text)
    assert screen.asked()["network"]["layers"][0]["weights"][1][0] == -0.123456789012


@pytest.mark.parametrize("width", [1280, 1600])
def test_four_inputs_and_a_bias_are_in_sight(open_screen: Open, width: int) -> None:
    screen = open_screen(viewport={"width": width, "height": 800})
    screen.enter("network.inputs", "4")
    screen.find("bias-1").check()
    screen.settle()
    rail = screen.page.locator(".rail").bounding_box()
    assert rail is not None
    for field in ("w1.0.0", "x.0@0"):
        assert all(
            each["x"] + each["width"] <= rail["x"] + rail["width"]
            for each in fields_of(screen, field)
        )


@pytest.mark.parametrize("width", [1000, 1280, 1600])
def test_two_decimals_stand_in_a_field_as_they_were_entered(open_screen: Open, width: int) -> None:
    """Also with five columns: another number would be read from one that is rounded."""
    screen = open_screen(viewport={"width": width, "height": 800})
    screen.enter("network.inputs", "4")
    screen.find("bias-1").check()
    screen.settle()
    for address in ("w1.0.0", "w1.0.3", "b1.0"):
        screen.enter(address, "-0.27")
        screen.press("Tab")
        field = screen.field(address)
        expect(field).to_have_value("−0.27")
        assert field.evaluate("(one) => one.scrollWidth <= one.clientWidth"), (address, width)


def test_the_arrow_keys_scroll_a_box_to_its_end_before_they_step(screen: Screen) -> None:
    screen.enter("network.inputs", "9")
    screen.press("Escape")
    screen.in_view("tables", "").wait_for()
    screen.go(2)
    box = screen.page.locator('[data-view="tables"] .scroll').first
    box.focus()
    screen.press("ArrowRight")
    screen.stands_at(2)
    end = box.evaluate("(box) => box.scrollWidth - box.clientWidth")
    assert end > 40
    for _ in range(int(end / 40 + 0.5)):
        if box.evaluate("(box) => box.scrollLeft") < end - 1:
            screen.press("ArrowRight")
    screen.stands_at(2)
    assert box.evaluate("(box) => box.scrollLeft") == pytest.approx(end, abs=1)
    screen.press("ArrowRight")
    screen.stands_at(3)
    screen.press("ArrowLeft")
    screen.stands_at(3)
