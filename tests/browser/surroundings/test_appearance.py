"""What a reader's own settings do to the pages: larger text, other colours, another direction,
a translator, and a screen of another density."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Open
from tests.browser.pages import ALL, KINDS, shows_all
from tests.browser.screen import reveal

PLAYERS = ("/", "/training", "/chain-rule", "/descent")
OVERFLOW = "document.scrollingElement.scrollWidth - document.documentElement.clientWidth"
#: Elements that stand out of the window, for the message.
OUTSIDE = """() => [...document.querySelectorAll("body *")].filter((node) => {
  const { right, width } = node.getBoundingClientRect();
  if (width === 0 || right <= document.documentElement.clientWidth + 1) return false;
  for (let at = node.parentElement; at && at !== document.body; at = at.parentElement)
    if (getComputedStyle(at).overflowX !== "visible") return false;
  return true;
}).slice(0, 5).map((node) => node.outerHTML.slice(0, 120))"""


def opened(open_screen: Open, address: str, **options: Any) -> Page:
    page = open_screen(address, ready=False, **options).page
    shows_all(page, address.partition("?")[0])
    return page


def read_through(page: Page) -> None:
    """Scrolls to the end, so that every figure is built."""
    height = page.evaluate("document.documentElement.scrollHeight")
    for top in range(0, height, 500):
        page.evaluate("(top) => scrollTo(0, top)", top)
        page.evaluate("new Promise(requestAnimationFrame)")
    page.evaluate("scrollTo(0, 0)")


# ---- larger text ---------------------------------------------------------------------------------


#: Every page in English, whose words are longer; in Chinese one of each kind.
SPOKEN = [*((address, "en") for address in ALL), *((address, "zh") for address in KINDS)]


@pytest.mark.parametrize(("address", "language"), SPOKEN)
def test_text_of_twice_the_size_overflows_no_page(
    open_screen: Open, address: str, language: str
) -> None:
    page = opened(
        open_screen, f"{address}?lang={language}", viewport={"width": 1280, "height": 800}
    )
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    read_through(page)
    if address in PLAYERS:
        page.keyboard.press("End")
        page.keyboard.press("ArrowLeft")
    assert page.evaluate(OVERFLOW) <= 0, page.evaluate(OUTSIDE)


@pytest.mark.parametrize("address", ALL)
def test_a_zoom_of_400_percent_overflows_no_page(open_screen: Open, address: str) -> None:
    page = open_screen(
        f"{address}?lang=en", ready=False, viewport={"width": 320, "height": 256}
    ).page
    page.wait_for_selector('html[data-ready="true"]', state="attached")
    read_through(page)
    assert page.evaluate(OVERFLOW) <= 0, page.evaluate(OUTSIDE)


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


@pytest.mark.parametrize("address", ALL)
def test_numbers_and_formulas_run_from_left_to_right_and_are_not_translated(
    open_screen: Open, address: str
) -> None:
    page = opened(open_screen, f"{address}?lang=en")
    page.evaluate("document.documentElement.dir = 'rtl'")
    read_through(page)
    for key in ("ArrowRight", "End"):
        page.keyboard.press(key)
        assert page.evaluate(WRONG_WAY)[:5] == []
        assert page.evaluate(TRANSLATED)[:5] == []


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
        page.evaluate("new Promise(requestAnimationFrame)")
        found = page.evaluate(CANVASES)
        assert found
        assert all(each == pytest.approx(density, rel=0.02) for each in found.values()), found


# ---- forced colours ------------------------------------------------------------------------------


@pytest.mark.parametrize("address", PLAYERS)
def test_the_timeline_is_seen_in_forced_colours(open_screen: Open, address: str) -> None:
    page = opened(open_screen, f"{address}?lang=en", forced_colors="active")
    track = page.locator(".track")
    seen = {track.screenshot()}
    for _ in range(3):
        page.keyboard.press("ArrowRight")
        seen.add(track.screenshot())
    page.keyboard.press("End")
    seen.add(track.screenshot())
    # Of 20,000 steps a pixel holds many.
    assert len(seen) == 5 or (address in ("/descent", "/training") and len(seen) >= 2)


@pytest.mark.parametrize("address", PLAYERS)
def test_what_is_chosen_is_seen_in_forced_colours(open_screen: Open, address: str) -> None:
    page = opened(open_screen, f"{address}?lang=en", forced_colors="active")
    reveal(page, ".segmented")
    page.mouse.move(0, 0)
    chosen = page.locator('.segmented button[aria-pressed="true"]:visible').first
    other = page.locator('.segmented button[aria-pressed="false"]:visible').first
    colour = "(node) => getComputedStyle(node).backgroundColor"
    assert chosen.evaluate(colour) != other.evaluate(colour)
    here = page.locator(".site > .pages [aria-current]")
    elsewhere = page.locator(".site > .pages a:not([aria-current])").first
    colour = "(node) => getComputedStyle(node).borderBottomColor"
    assert here.evaluate(colour) != elsewhere.evaluate(colour)


@pytest.mark.parametrize("address", ["/", "/chain-rule"])
def test_a_switch_shows_its_state_in_forced_colours(open_screen: Open, address: str) -> None:
    page = opened(open_screen, f"{address}?lang=en", forced_colors="active")
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


def test_the_numbers_of_a_step_are_seen_in_forced_colours(open_screen: Open) -> None:
    page = opened(open_screen, "/?lang=en", forced_colors="active")
    for _ in range(8):
        page.keyboard.press("ArrowRight")
    reveal(page, '[data-view="tables"]')
    for state in ("reads", "writes"):
        cell = page.locator(f"td.{state}:visible").first
        assert cell.evaluate("(node) => getComputedStyle(node).outlineStyle") != "none"


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
