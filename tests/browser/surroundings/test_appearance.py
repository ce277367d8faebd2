"""What a reader's own settings do to the tools: other colours, another direction, a screen of
another density, and the font of formulas. What holds of every page: `test_every_page.py`.
"""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Open
from tests.browser.pages import shows_all
from tests.browser.screen import NEXT_FRAME, reveal

PLAYERS = ("/", "/training", "/chain-rule", "/descent")


def opened(open_screen: Open, address: str, **options: Any) -> Page:
    page = open_screen(address, ready=False, **options).page
    shows_all(page, address.partition("?")[0])
    return page


# ---- direction -----------------------------------------------------------------------------------


def test_a_minus_stays_before_its_number_in_a_page_from_right_to_left(open_screen: Open) -> None:
    page = opened(open_screen, "/?lang=en")
    reveal(page, '[data-view="tables"]')
    page.evaluate("document.documentElement.dir = 'rtl'")
    places = page.evaluate(
        """() => [...document.querySelectorAll("[data-view=tables] [data-address]")]
          .filter((node) => /^−\\d/.test(node.textContent) && node.firstChild?.nodeType === 3)
          .map((node) => [0, 1].map((k) => {
            const range = document.createRange();
            range.setStart(node.firstChild, k);
            range.setEnd(node.firstChild, k + 1);
            return range.getBoundingClientRect().left;
          }))"""
    )
    assert len(places) > 2
    assert all(minus < digit for minus, digit in places)


# ---- another density -----------------------------------------------------------------------------

CANVASES = """() => Object.fromEntries([...document.querySelectorAll("canvas")]
  .filter((one) => one.clientWidth > 0 && !one.closest("[hidden]"))
  .map((one, k) => [`${one.className} ${k}`, one.width / one.clientWidth]))"""
#: A screen of another density: a browser with a window of no screen tells no page of it.
SCREEN = """
let density = 1;
const asked = [];
const real = window.matchMedia;
Object.defineProperty(window, "devicePixelRatio", { get: () => density });
window.matchMedia = (query) => {
  if (!query.includes("resolution")) return real.call(window, query);
  const matches = query.includes(`${density}dppx`);
  const answer = Object.assign(new EventTarget(), { media: query, matches });
  asked.push(answer);
  return answer;
};
window.goToScreen = (other) => {
  density = other;
  for (const answer of asked.splice(0)) {
    answer.matches = !answer.matches;
    answer.dispatchEvent(new Event("change"));
  }
};
"""


@pytest.mark.parametrize("address", PLAYERS)
def test_canvases_are_as_fine_as_the_screen_that_the_window_goes_to(
    open_screen: Open, address: str
) -> None:
    page = open_screen(address, ready=False, script=SCREEN).page
    shows_all(page, address.partition("?")[0])
    if address == "/descent":
        reveal(page, '[data-key="show-surface"]').click()
        expect(page.locator(".surface-stage")).to_be_visible()
    for density in (1, 2, 1.5):
        page.evaluate("(density) => goToScreen(density)", density)
        page.evaluate(NEXT_FRAME)
        found = page.evaluate(CANVASES)
        assert found
        assert all(each == pytest.approx(density, rel=0.02) for each in found.values()), found


# ---- forced colours ------------------------------------------------------------------------------

BACKGROUND = "(node) => getComputedStyle(node).backgroundColor"


def shows_every_step_on_the_timeline(page: Page, address: str) -> None:
    track = page.locator(".track")
    seen = {track.screenshot()}
    for _ in range(3):
        page.keyboard.press("ArrowRight")
        seen.add(track.screenshot())
    page.keyboard.press("End")
    seen.add(track.screenshot())
    # Of 20,000 steps a pixel holds many.
    assert len(seen) == 5 or (address in ("/descent", "/training") and len(seen) >= 2)


def shows_which_tab_is_chosen_and_which_handle_has_the_focus(page: Page) -> None:
    for side in ("rail", "panel"):
        tabs = f'[data-side="{side}"] [data-tab]'
        if page.locator(tabs).count() > 1:
            chosen = page.locator(f"{tabs}[aria-selected=true]")
            other = page.locator(f"{tabs}[aria-selected=false]").first
            assert chosen.evaluate(BACKGROUND) != other.evaluate(BACKGROUND)
    handle = page.locator("[data-splitter]").first
    page.keyboard.press("Tab")
    handle.focus()
    assert handle.evaluate("(node) => getComputedStyle(node).outlineStyle") != "none"


def shows_what_is_chosen(page: Page) -> None:
    reveal(page, ".segmented")
    page.mouse.move(0, 0)
    chosen = page.locator('.segmented button[aria-pressed="true"]:visible').first
    other = page.locator('.segmented button[aria-pressed="false"]:visible').first
    assert chosen.evaluate(BACKGROUND) != other.evaluate(BACKGROUND)
    here = page.locator(".site > .pages [aria-current]")
    elsewhere = page.locator(".site > .pages a:not([aria-current])").first
    colour = "(node) => getComputedStyle(node).borderBottomColor"
    assert here.evaluate(colour) != elsewhere.evaluate(colour)


def shows_the_state_of_a_switch(page: Page) -> None:
    switch = reveal(page, '[data-key="drawn"], [data-key="tangents"]').first
    box = switch.bounding_box()
    assert box is not None
    #: The drawn switch alone, without the word beside it.
    clip = {"x": box["x"] + 2, "y": box["y"] + 2, "width": 36, "height": box["height"] - 4}
    before = page.screenshot(clip=clip)  # type: ignore[arg-type]
    switch.click()
    page.mouse.move(0, 0)
    switch.blur()
    expect(switch).to_have_attribute("aria-checked", "true")
    assert page.screenshot(clip=clip) != before  # type: ignore[arg-type]


def shows_the_numbers_of_a_step(page: Page) -> None:
    page.keyboard.press("Home")
    for _ in range(8):
        page.keyboard.press("ArrowRight")
    reveal(page, '[data-view="tables"]')
    for state in ("reads", "writes"):
        cell = page.locator(f"td.{state}:visible").first
        assert cell.evaluate("(node) => getComputedStyle(node).outlineStyle") != "none"


@pytest.mark.parametrize("address", PLAYERS)
def test_a_tool_shows_its_states_in_forced_colours(open_screen: Open, address: str) -> None:
    page = opened(open_screen, f"{address}?lang=en", forced_colors="active")
    shows_every_step_on_the_timeline(page, address)
    if address == "/":
        shows_the_numbers_of_a_step(page)
    shows_what_is_chosen(page)
    if address in ("/", "/chain-rule"):
        shows_the_state_of_a_switch(page)
    shows_which_tab_is_chosen_and_which_handle_has_the_focus(page)


# ---- the font of formulas ------------------------------------------------------------------------

#: What holds nothing but symbols and numbers.
SYMBOLS = "math mi, math mn, .diagram .italic, .diagram .number-label text, .graph .value .number"


@pytest.mark.parametrize("address", ["/", "/chain-rule", "/lesson/6"])
def test_symbols_and_numbers_are_printed_in_the_font_that_is_shipped(
    open_screen: Open, address: str
) -> None:
    page = opened(open_screen, f"{address}?lang=zh")
    page.evaluate("document.fonts.ready")
    session = page.context.new_cdp_session(page)
    session.send("DOM.enable")
    session.send("CSS.enable")
    root = session.send("DOM.getDocument")["root"]["nodeId"]
    found = session.send("DOM.querySelectorAll", {"nodeId": root, "selector": SYMBOLS})["nodeIds"]
    fonts = {
        (font["familyName"], font["isCustomFont"])
        for node in found[:150]
        for font in session.send("CSS.getPlatformFontsForNode", {"nodeId": node})["fonts"]
    }
    assert fonts == {("STIX Two Math", True)}
