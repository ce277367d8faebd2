"""Fingers on a touch screen, and the keys of an input method."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Open
from tests.browser.pages import shows_all, whole
from tests.browser.screen import NEXT_FRAME, reveal
from tests.browser.touching import DISTANCE, MOVES, PHONE, drag

VALUES = "(all) => all.map(({ value }) => value)"

#: Number fields that are dragged: page -> the field's selector.
FIELDS = {
    "a weight": ("/", '.editor [data-field="w1.0.0"]'),
    "a value of the graph": ("/chain-rule", '[data-view="values"] input.number'),
    "a start": ("/descent", '[data-field^="start"]'),
}


@pytest.mark.parametrize("name", FIELDS)
def test_a_number_follows_the_finger_as_far_as_it_goes(open_screen: Open, name: str) -> None:
    address, selector = FIELDS[name]
    page = open_screen(address, **PHONE).page
    field = reveal(page, selector).first
    before = float(field.input_value().replace("−", "-"))
    drag(page, field)
    # Two pixels are a hundredth; the last moves count as the first ones do.
    moved = before + round(MOVES * DISTANCE / 2) * 0.01
    expect(field).to_have_value(str(round(moved, 6)))


#: The sheet of a field is longer than its window, and stands at its start.
LONG = """(field) => {
  const sheet = field.closest(".pane");
  const below = document.createElement("div");
  below.style.height = "100vh";
  sheet.append(below);
  sheet.dataset.long = "";
}"""


@pytest.mark.parametrize("name", FIELDS)
def test_a_finger_that_goes_down_over_a_number_scrolls(open_screen: Open, name: str) -> None:
    address, selector = FIELDS[name]
    page = open_screen(address, **PHONE).page
    field = reveal(page, selector).first
    before = field.input_value()
    field.evaluate(LONG)
    drag(page, field, across=0, down=-DISTANCE)
    for _ in range(50):
        top = page.locator("[data-long]").evaluate("(sheet) => sheet.scrollTop")
        if top > 40:
            break
        page.wait_for_timeout(100)
    assert top > 40
    assert field.input_value() == before


#: The first number of a figure that a finger can reach: the picture shows a part of the network.
REACHED = """(all) => all.findIndex((node) => {
  node.scrollIntoView({ block: "center", inline: "nearest" });
  const { x, y, width, height } = node.getBoundingClientRect();
  const top = document.elementFromPoint(x + width / 2, y + height / 2);
  return top?.closest("[data-edit]") === node;
})"""


def test_a_finger_that_goes_down_over_a_number_of_a_figure_scrolls_the_page(
    open_screen: Open,
) -> None:
    page = open_screen("/lesson/5", ready=False, **PHONE).page
    shows_all(page, "/lesson/5")
    numbers = page.locator("[data-figure] .diagram [data-edit]")
    number = numbers.nth(numbers.evaluate_all(REACHED))
    before = number.inner_html()
    top = page.evaluate("scrollY")
    drag(page, number, across=0, down=-DISTANCE)
    assert page.evaluate("scrollY") > top + 40
    assert number.inner_html() == before


@pytest.mark.parametrize("address", ["/", "/training", "/chain-rule", "/descent"])
def test_the_timeline_follows_the_finger(open_screen: Open, address: str) -> None:
    page = open_screen(address, **PHONE).page
    whole(page)
    slider = page.locator(".slider").first
    count = int(slider.get_attribute("aria-valuemax") or 0)
    drag(page, slider)
    position = int(slider.get_attribute("aria-valuenow") or 0)
    box = slider.bounding_box()
    assert box is not None
    expected = count * (0.5 + MOVES * DISTANCE / box["width"])
    assert abs(position - min(count, expected)) <= 1 + count * 0.02


def test_the_start_of_a_descent_follows_a_finger_as_it_follows_a_mouse(open_screen: Open) -> None:
    ends = []
    for touch in (True, False):
        page = open_screen("/descent", **(PHONE if touch else PHONE | {"has_touch": False})).page
        handle = page.locator("[data-start]").first
        if touch:
            drag(page, handle, across=-4, down=-3)
        else:
            handle.evaluate("(node) => node.scrollIntoView({ block: 'center' })")
            box = handle.bounding_box()
            assert box is not None
            page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
            page.mouse.down()
            for k in range(1, MOVES + 1):
                x, y = box["x"] + box["width"] / 2 - 4 * k, box["y"] + box["height"] / 2 - 3 * k
                page.mouse.move(x, y)
                page.evaluate(NEXT_FRAME)
            page.mouse.up()
        page.wait_for_selector('html[data-pending="false"][data-stale="false"]', state="attached")
        ends.append(page.locator('[data-field^="start"]').evaluate_all(VALUES))
    assert ends[0] == ends[1]


def test_a_surface_turns_with_the_finger(open_screen: Open) -> None:
    page = open_screen("/descent", **PHONE).page
    reveal(page, '[data-key="show-surface"]').click()
    stage = page.locator(".surface-stage")
    before = (stage.get_attribute("data-turn") or "").split()[0]
    drag(page, stage)
    after = (stage.get_attribute("data-turn") or "").split()[0]
    assert abs(int(after) - int(before)) > 20


# ---- input methods -------------------------------------------------------------------------------


def test_a_word_that_an_input_method_ends_with_enter_is_not_sent(open_screen: Open) -> None:
    page = open_screen("/?lang=zh").page
    field = reveal(page, '.editor [data-field="w1.0.0"]')
    before = page.url
    field.focus()
    session = page.context.new_cdp_session(page)
    session.send("Input.imeSetComposition", {"text": "1", "selectionStart": 1, "selectionEnd": 1})
    for kind in ("rawKeyDown", "keyUp"):
        session.send(
            "Input.dispatchKeyEvent",
            {"type": kind, "key": "Process", "code": "Enter", "windowsVirtualKeyCode": 229},
        )
    expect(field).to_have_attribute("data-typing", "")
    assert page.url == before
