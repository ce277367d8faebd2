"""Every page, opened once and read in many ways: from top to end, by the keys of an input method,
in another direction, by a translator, in larger text and in a narrow window.
"""

import pytest
from playwright.sync_api import Page, expect

from app.web.pages.pages import FRAMED
from tests.browser.conftest import Open
from tests.browser.pages import ALL, shows_all
from tests.browser.screen import NEXT_FRAME
from tests.browser.surroundings.spoken import faults_of

PLAYERS = ("/", "/training", "/chain-rule", "/descent")

# ---- links and keys ------------------------------------------------------------------------------


def skips_to_its_content(page: Page, address: str) -> None:
    """By a link that is no damaged link, neither now nor when the page is loaded again."""
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    # A tool's address holds what it shows, and stays.
    if address == "/api":
        page.wait_for_url("**#main")
    else:
        expect(page.locator("#main")).to_be_focused()
    expect(page.get_by_text("This link is damaged")).to_have_count(0)
    page.reload()
    shows_all(page, address)
    expect(page.get_by_text("This link is damaged")).to_have_count(0)


#: A key as browsers report it while an input method is composing, and the Enter that ends it in
#: Safari. Returns whether the page has used it.
TAKEN = """(target, [key, safari]) => !target.dispatchEvent(new KeyboardEvent("keydown", {
  key, keyCode: 229, isComposing: !safari, bubbles: true, cancelable: true, composed: true,
  ctrlKey: key === "z",
}))"""
KEYS = [
    "Enter",
    "ArrowDown",
    "ArrowUp",
    "ArrowRight",
    "ArrowLeft",
    "Escape",
    " ",
    "Home",
    "End",
    "b",
]
#: Whatever listens to keys.
LISTENING = (
    "input, textarea, select, button, [tabindex], [data-start], .slider, [role=slider], body"
)
USED = f"""(all, keys) => all.slice(0, 400).flatMap((one) =>
  keys.filter((key) => ({TAKEN})(one, key)))"""
STATE = """() => JSON.stringify([
  document.documentElement.dataset.position,
  [...document.querySelectorAll("input, textarea, select")].map((one) => one.value),
  document.querySelector("dialog[open], html[data-teach]") !== null,
  location.href,
])"""


def leaves_the_keys_of_an_input_method_alone(page: Page) -> None:
    before = page.evaluate(STATE)
    for safari in (False, True):
        used = page.locator(LISTENING).evaluate_all(USED, [[key, safari] for key in KEYS])
        assert used == []
        assert page.evaluate(STATE) == before


def asks_for_no_number_on_a_keypad_without_a_minus(page: Page) -> None:
    asked = page.locator("input").evaluate_all("(all) => all.map((one) => one.inputMode)")
    assert "decimal" not in asked


# ---- direction and translation -------------------------------------------------------------------

#: What is written from left to right in every language.
WRITTEN = (
    "math, code, pre, kbd, textarea, input.number, svg text, "
    "[data-address]:not(.request), [data-value]"
)
WRONG_WAY = f"""() => [...document.querySelectorAll({WRITTEN!r})]
  .filter((node) => node.getClientRects().length > 0)
  .filter((node) => getComputedStyle(node).direction !== "ltr")
  .map((node) => node.outerHTML.slice(0, 120))"""
#: Formulas, code, numbers, names: none of them is a word of a language.
KEPT = "math, code, pre, kbd, [data-address]:not(input, .request), .site .name"
TRANSLATED = f"""() => [...document.querySelectorAll({KEPT!r})]
  .filter((node) => node.textContent.trim() !== "" && node.translate !== false)
  .filter((node) => !node.closest("svg") && node.closest("[translate=no]") === null)
  .map((node) => node.outerHTML.slice(0, 120))"""
#: Scrolls to the end, so that every figure is built.
READ_THROUGH = """async () => {
  for (let top = 0; top < document.documentElement.scrollHeight; top += innerHeight / 2) {
    scrollTo(0, top);
    await NEXT_FRAME;
  }
  scrollTo(0, 0);
}""".replace("NEXT_FRAME", NEXT_FRAME)
#: A figure that is still to come, or waits for its numbers.
COMING = '[data-figure]:not([data-ready="true"]), [data-figure][data-pending="true"]'


def keeps_numbers_and_formulas_from_left_to_right_and_untranslated(page: Page) -> None:
    page.evaluate("document.documentElement.dir = 'rtl'")
    for key in ("ArrowRight", "End"):
        page.keyboard.press(key)
        assert page.evaluate(WRONG_WAY)[:5] == []
        assert page.evaluate(TRANSLATED)[:5] == []
    page.evaluate("document.documentElement.dir = 'ltr'")


# ---- larger text and a narrow window -------------------------------------------------------------

OVERFLOW = """async () => {
  for (let frame = 0; frame < 3; frame += 1) await NEXT_FRAME;
  return document.scrollingElement.scrollWidth - document.documentElement.clientWidth;
}""".replace("NEXT_FRAME", NEXT_FRAME)
#: Elements that stand out of the window, for the message.
OUTSIDE = """() => [...document.querySelectorAll("body *")].filter((node) => {
  const { right, width } = node.getBoundingClientRect();
  if (width === 0 || right <= document.documentElement.clientWidth + 1) return false;
  for (let at = node.parentElement; at && at !== document.body; at = at.parentElement)
    if (getComputedStyle(at).overflowX !== "visible") return false;
  return true;
}).slice(0, 5).map((node) => node.outerHTML.slice(0, 120))"""


def overflows_neither_in_text_of_twice_the_size_nor_at_a_zoom_of_400_percent(page: Page) -> None:
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    assert page.evaluate(OVERFLOW) <= 0, page.evaluate(OUTSIDE)
    page.evaluate("document.documentElement.style.fontSize = ''")
    page.set_viewport_size({"width": 320, "height": 256})
    assert page.evaluate(OVERFLOW) <= 0, page.evaluate(OUTSIDE)


@pytest.mark.parametrize("address", ALL)
def test_a_page_stands_every_way_of_reading_it(open_screen: Open, address: str) -> None:
    page = open_screen(
        f"{address}?lang=en", ready=False, viewport={"width": 1280, "height": 800}
    ).page
    shows_all(page, address)
    skips_to_its_content(page, address)
    assert faults_of(page.locator("body").aria_snapshot()) == []
    asks_for_no_number_on_a_keypad_without_a_minus(page)
    leaves_the_keys_of_an_input_method_alone(page)
    page.evaluate(READ_THROUGH)
    page.wait_for_selector(COMING, state="detached")
    keeps_numbers_and_formulas_from_left_to_right_and_untranslated(page)
    if address in PLAYERS:
        page.keyboard.press("ArrowLeft")
    overflows_neither_in_text_of_twice_the_size_nor_at_a_zoom_of_400_percent(page)


@pytest.mark.parametrize("address", FRAMED)
def test_a_frame_read_from_top_to_end_names_what_it_has(open_screen: Open, address: str) -> None:
    page = open_screen(address, ready=False).page
    page.wait_for_selector('html[data-ready]:not([data-pending="true"])', state="attached")
    assert faults_of(page.locator("body").aria_snapshot()) == []
