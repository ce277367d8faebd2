"""The card beside a number: what it says, and where it leads."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import Open
from tests.browser.screen import Screen
from tests.browser.truth import written

BACKWARD = 9
#: The error of neuron 3, after which the weights move.
LAST_ERROR = 12


def card(page: Page) -> Locator:
    return page.locator(".number-card:popover-open")


def box(part: Locator) -> dict[str, float]:
    found = part.bounding_box()
    assert found is not None
    x, y, width, height = found["x"], found["y"], found["width"], found["height"]
    return {"x": x, "y": y, "right": x + width, "bottom": y + height}


def apart(one: Locator, other: Locator) -> bool:
    a, b = box(one), box(other)
    sideways = a["right"] <= b["x"] or b["right"] <= a["x"]
    return sideways or a["bottom"] <= b["y"] or b["bottom"] <= a["y"]


@pytest.mark.parametrize(
    "number",
    [
        '[data-view="diagram"] [data-unit="2.0"]',
        '[data-view="formula_panel"] [data-section="numbers"] [data-address] >> nth=0',
        '.editor [data-field="w1.1.0"]',
    ],
)
def test_a_number_opens_a_card_beside_it(screen: Screen, number: str) -> None:
    screen.go(BACKWARD)
    place = screen.page.locator(number)
    place.hover()
    opened = card(screen.page)
    expect(opened).to_be_visible()
    expect(opened).to_contain_text(re.compile(r"= .?\d"))
    assert apart(opened, place)
    view = screen.page.viewport_size
    assert view is not None
    seen = box(opened)
    assert min(seen["x"], seen["y"]) >= 0
    assert seen["right"] <= view["width"]
    assert seen["bottom"] <= view["height"]
    screen.page.mouse.move(view["width"] / 2, 2)
    expect(opened).to_have_count(0)


def test_all_of_an_error_ball_opens_the_card_of_its_number(screen: Screen) -> None:
    screen.go(BACKWARD)
    ball = screen.page.locator('[data-disc="3.0"]')
    size = ball.bounding_box()
    assert size is not None
    ball.hover(position={"x": size["width"] / 2, "y": 3})
    expect(card(screen.page)).to_contain_text("error")
    expect(card(screen.page)).to_contain_text(re.compile(r"= .?\d"))


def test_the_card_says_what_a_number_is_made_of_and_leads_to_its_step(
    screen: Screen,
) -> None:
    trace = screen.api.trace(screen.asked())
    screen.press("Escape", *["ArrowRight"] * BACKWARD)
    screen.page.locator('[data-view="diagram"] [data-unit="2.0"]').focus()
    opened = card(screen.page)
    expect(opened).to_contain_text("output")
    made = next(n for n, step in enumerate(trace["steps"]) if "a2.0" in step["writes"])
    expect(opened).to_contain_text(f"step {made + 1}")
    expect(opened.locator(".math-line").first).to_be_visible()
    screen.press("Control+c")
    copied = float(screen.page.evaluate("navigator.clipboard.readText()").replace("−", "-"))
    assert copied == trace["layers"][1]["activations"][0][0]
    expect(opened).to_have_count(0)
    screen.page.locator('[data-view="diagram"] [data-unit="1.0"]').hover()
    expect(opened).to_be_visible()
    screen.press("g")
    first = next(n for n, step in enumerate(trace["steps"]) if "a1.0" in step["writes"])
    screen.stands_at(first + 1)
    expect(opened).to_have_count(0)


def test_the_first_click_on_a_number_opens_its_card(screen: Screen) -> None:
    screen.press("Escape", *["ArrowRight"] * BACKWARD)
    # The focus is not yet in the drawing: the click itself moves it there.
    screen.page.locator('[data-disc="3.0"]').click()
    expect(card(screen.page)).to_contain_text("error")


def test_a_token_that_goes_with_its_step_leaves_no_ring(screen: Screen) -> None:
    screen.press("Escape", *["ArrowRight"] * LAST_ERROR)
    screen.page.locator('[data-view="formula_panel"] [data-address="error1.2"]').first.hover()
    ring = screen.page.locator('[data-disc="1.2"].lit')
    expect(ring).to_have_count(1)
    screen.press("ArrowRight")
    expect(ring).to_have_count(0)


def test_no_card_tells_a_number_before_its_step(screen: Screen) -> None:
    screen.page.locator('[data-view="diagram"] [data-unit="2.0"]').hover()
    opened = card(screen.page)
    expect(opened).to_contain_text("comes in step")
    assert "=" not in opened.inner_text()
    screen.press("Escape")
    expect(opened).to_have_count(0)


def test_a_tap_opens_the_card_and_a_tap_elsewhere_closes_it(open_screen: Open) -> None:
    screen = open_screen(viewport={"width": 375, "height": 812}, has_touch=True, is_mobile=True)
    screen.press("End")
    screen.page.locator('[data-view="diagram"] [data-unit="1.0"]').tap()
    expect(card(screen.page)).to_be_visible()
    screen.page.locator(".playbar .place").tap()
    expect(card(screen.page)).to_have_count(0)


def test_the_card_of_a_neuron_tells_of_sum_output_and_delta_and_a_click_keeps_it(
    screen: Screen,
) -> None:
    screen.find("letters-textbook").click()
    screen.press("Escape")
    screen.go(3)
    neuron = screen.page.locator('[data-view="diagram"] [data-unit="1.0"]')
    neuron.hover()
    opened = card(screen.page)
    expect(opened.locator(".number-card-value")).to_have_count(2)
    screen.press("End")
    expect(opened).to_have_count(0)
    neuron.click()
    expect(opened.locator(".number-card-value")).to_have_count(3)
    assert apart(opened, neuron)
    assert apart(opened, screen.page.locator(".playbar"))
    assert neuron.evaluate("(neuron) => getComputedStyle(neuron).outlineStyle") == "none"
    screen.page.locator(".playbar .place").hover()
    screen.page.wait_for_timeout(700)  # longer than a card stays without a pointer
    expect(opened).to_be_visible()
    screen.press("Escape")
    expect(opened).to_have_count(0)
    neuron.click()
    expect(opened).to_be_visible()
    screen.page.locator(".playbar .place").click()
    expect(opened).to_have_count(0)


def test_a_pointer_that_rests_opens_no_card_at_the_next_step(screen: Screen) -> None:
    screen.go(BACKWARD)
    screen.page.locator('[data-view="diagram"] [data-unit="2.0"]').hover()
    expect(card(screen.page)).to_be_visible()
    for _ in range(3):
        screen.press("ArrowRight")
        screen.page.wait_for_timeout(600)  # longer than a card waits
        expect(card(screen.page)).to_have_count(0)


def test_the_card_of_a_new_weight_is_of_the_new_weight(screen: Screen) -> None:
    trace = screen.api.trace(screen.asked())
    screen.press("Escape", "End")
    label = screen.page.locator('[data-view="diagram"] .number-label[data-focus="w1.0.0"]')
    label.focus()
    opened = card(screen.page)
    expect(opened).to_contain_text("new weight")
    expect(opened).to_contain_text("→")
    expect(label).to_have_accessible_name(re.compile("′.* = 0.2006"))
    screen.press("Control+c")
    copied = float(screen.page.evaluate("navigator.clipboard.readText()").replace("−", "-"))
    assert copied == trace["layers"][0]["updated_weights"][0][0]
    label.blur()
    label.focus()
    expect(opened).to_be_visible()
    screen.press("g")
    made = next(n for n, step in enumerate(trace["steps"]) if "new_w1.0.0" in step["writes"])
    screen.stands_at(made + 1)


@pytest.mark.parametrize("letters", ["figure", "textbook"])
def test_the_card_of_a_slope_has_its_formula_and_leads_to_a_step_with_it(
    open_screen: Open, letters: str
) -> None:
    """The default network is of sigmoids: f'(z) = a (1 - a), whatever z is."""
    screen = open_screen()
    screen.find(f"letters-{letters}").click()
    screen.press("Escape", "End")
    trace = screen.api.trace(screen.asked())
    slope = screen.page.locator(
        '[data-view="formula_panel"] [data-section="numbers"] [data-address^="slope"]'
    ).first
    step = next(k for k, each in enumerate(trace["steps"], 1) if "slope1.0" in each["reads"])
    screen.go(step)
    slope.hover()
    opened = card(screen.page)
    address = str(slope.get_attribute("data-address"))
    layer, unit = (int(part) for part in address.removeprefix("slope").split("@")[0].split("."))
    a = trace["layers"][layer - 1]["activations"][0][unit]
    rows = opened.locator(".number-card-worked")
    expect(rows).to_have_count(2)
    expect(rows.nth(0)).to_contain_text("\u2032")
    expect(rows.nth(1)).to_contain_text(re.compile(r"= ?" + re.escape(written(a * (1 - a), 4))))
    expect(opened).not_to_contain_text("undefined")
