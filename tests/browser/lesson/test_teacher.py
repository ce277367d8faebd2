"""Teacher's mode, the link for the class, and paper."""

import json
import re

import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped] # no py.typed
from playwright.sync_api import Page, expect

from tests.browser.conftest import Open
from tests.browser.lesson.page import LessonPage
from tests.browser.links import link_to

#: Nothing of a slide is cut off, and the size of its words.
FITS = "document.documentElement.scrollHeight <= innerHeight"
TYPE = "parseFloat(getComputedStyle(document.querySelector('.prose-parts')).fontSize)"


def opened(open_screen: Open, address: str, **options: object) -> tuple[Page, LessonPage]:
    page = open_screen(address, ready=False, **options).page
    lesson = LessonPage(page)
    lesson.settle()
    return page, lesson


def wait_until(page: Page, script: str) -> None:
    """Asks again and again: the page's policy lets nobody evaluate a predicate in it."""
    for _ in range(60):
        if page.evaluate(script):
            return
        page.wait_for_timeout(50)
    raise AssertionError(script)


def turn_to(page: Page, key: str, slide: str) -> None:
    place = page.locator(".teach-place")
    for _ in range(12):
        if place.inner_text().startswith(slide):
            return
        page.keyboard.press(key)
    expect(place).to_contain_text(slide)


#: What is on the page at the moment after it was printed, before the screen is brought back.
PRINTED = """addEventListener("afterprint", () => {
  const count = (selector) => document.querySelectorAll(selector).length;
  const cells = (figure) => [...figure.querySelectorAll(".paper-step")].map((cell) => ({
    place: cell.querySelector(".paper-step-place").textContent,
    picture: cell.querySelectorAll("svg .unit, svg .value").length,
    asked: cell.querySelectorAll("svg [data-ball][data-state=active]").length,
    numbers: [...cell.querySelectorAll(".step-caption-numbers [data-value], "
      + "[data-state=current] .line-numbers")].map(({ dataset }) => dataset.value),
  }));
  window.printed = {
    figures: Object.fromEntries([...document.querySelectorAll("[data-figure]")].map((figure) =>
      [figure.dataset.figure, { ready: figure.dataset.ready, cells: cells(figure) }])),
    empty: count(".live-number:not([value])") + count(".loading"),
    exercises: count(".exercise form"),
    pending: count(".rounds[data-pending=true], .exercise[data-pending]"),
    theme: document.documentElement.dataset.theme,
  };
})"""


@pytest.mark.parametrize(
    ("address", "steps"),
    [
        # Of 4,000 iterations twelve are printed, of 100 seven.
        ("/lesson/2?lang=en", {"formula1": 0, "gif1": 12, "gif2": 7, "program": 12}),
        ("/lesson/4?lang=zh", {"3": 5, "4": 7, "composition": 7}),
        ("/lesson/5?lang=en", {"5": 0, "6": 2, "7": 3, "13": 0}),
        ("/lesson/6?lang=zh", {"14": 2, "15": 3, "20": 5, "21": 3}),
    ],
)
def test_paper_has_every_figure_with_all_its_steps_though_nobody_scrolled(
    open_screen: Open, address: str, steps: dict[str, int]
) -> None:
    page = open_screen(address, ready=False, script=PRINTED, color_scheme="dark").page
    page.wait_for_selector('html[data-ready="true"]', state="attached")
    page.pdf()
    printed = page.evaluate("printed")
    assert {name: figure["ready"] for name, figure in printed["figures"].items()} == dict.fromkeys(
        printed["figures"], "true"
    )
    for name, count in steps.items():
        cells = printed["figures"][name]["cells"]
        assert len(cells) == count
        assert len({cell["place"] for cell in cells}) == count
        assert all(cell["numbers"] and None not in cell["numbers"] for cell in cells)
        is_drawn = not any(name == plotted for plotted in ("gif1", "gif2", "program"))
        assert all((cell["picture"] > 0) == is_drawn for cell in cells)
        # Of the panels of several steps, each step has its own.
        if name in ("6", "7"):
            assert all(cell["asked"] == 1 for cell in cells)
    assert (printed["empty"], printed["pending"], printed["exercises"]) == (0, 0, 3)
    assert printed["theme"] == "light"
    expect(page.locator(".paper-steps")).to_have_count(0)
    assert page.evaluate("document.documentElement.dataset.theme ?? null") is None


def test_the_keys_go_through_steps_and_slides_and_a_reload_keeps_the_place(
    open_screen: Open,
) -> None:
    page, lesson = opened(open_screen, "/lesson/5?lang=en&teach=6")
    place = page.locator(".teach-place")
    expect(place).to_have_text("6 / 27 · Back over the same weights")
    expect(page.locator("section.part:visible")).to_have_count(1)
    assert page.locator(".site").is_hidden()
    # Figure 6 has two steps and stands on the first.
    figure = lesson.figure("6")
    first = figure.position()
    page.keyboard.press("ArrowRight")
    expect(figure.root).to_have_attribute("data-position", str(first + 1))
    expect(place).to_contain_text("6 / 27")
    page.keyboard.press("ArrowRight")
    expect(place).to_contain_text("7 / 27")
    expect(page).to_have_url(re.compile("teach=7"))
    page.reload()
    lesson.settle()
    expect(place).to_contain_text("7 / 27")
    page.keyboard.press("PageUp")
    expect(place).to_contain_text("6 / 27")
    page.keyboard.press("b")
    expect(page.locator(".teach-black")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator(".teach-black")).to_be_hidden()
    page.keyboard.press("?")
    keys = page.get_by_role("dialog", name="Keys")
    expect(keys).to_contain_text("then the next slide")
    page.keyboard.press("Escape")
    expect(keys).to_be_hidden()
    expect(place).to_contain_text("6 / 27")
    # The words of a part are a slide, and each of its figures fills one.
    turn_to(page, "PageDown", "9 / 27")
    expect(page.locator("figure.live:visible")).to_have_count(0)
    for number in (10, 11, 12):
        turn_to(page, "PageDown", f"{number} / 27")
        expect(page.locator("figure.live:visible")).to_have_count(1)
        expect(page.locator("figure.live:visible")).to_have_id(f"figure-{number - 2}")
    page.evaluate(Axe().axe_script)
    found = page.evaluate("axe.run({ resultTypes: ['violations'] })")["violations"]
    assert [each["id"] for each in found] == []
    # Nothing is cut off on a projector, and its type is to be read from afar.
    page.set_viewport_size({"width": 1920, "height": 1080})
    for key, slide in (("PageDown", "13 / 27"), ("End", "27 / 27")):
        turn_to(page, key, slide)
        assert page.evaluate(TYPE) >= 28, slide
        # A large picture with a long answer is read in screenfuls.
        if key == "PageDown":
            wait_until(page, FITS)
    # The exercises come one by one.
    expect(page.locator(".exercise:visible")).to_have_count(1)
    # What is longer than the screen is read in screenfuls, before the next slide comes.
    turn_to(page, "PageUp", "20 / 27")
    wait_until(page, f"!({FITS})")
    page.keyboard.press("PageDown")
    expect(place).to_contain_text("20 / 27")
    assert page.evaluate("scrollY") > 0
    turn_to(page, "PageDown", "21 / 27")
    page.keyboard.press("End")
    # Over the end of a section into the next one, and back to its end.
    for _ in range(20):
        if "/lesson/6" in page.url:
            break
        page.keyboard.press("ArrowRight")
        page.wait_for_timeout(100)
    page.wait_for_url("**/lesson/6?**teach=1**")
    lesson.settle()
    page.keyboard.press("ArrowLeft")
    page.wait_for_url(re.compile(r"/lesson/5\?"))
    lesson.settle()
    expect(place).to_contain_text("27 / 27")
    page.keyboard.press("Escape")
    expect(page.locator(".site")).to_be_visible()
    expect(page).not_to_have_url(re.compile("teach"))
    expect(page.locator('[data-key="teach"]')).to_be_focused()


#: The smallest words in the pictures of the slide, in pixels of the screen, without raised and
#: lowered signs and struck numbers; and the lines that begin with punctuation.
SMALLEST = """() => {
  const seen = (node) => node.getClientRects().length > 0;
  const sizes = [...document.querySelectorAll("[data-on] .sheet text, [data-on] .sheet tspan")]
    .filter((node) => seen(node) && !node.closest(".script, .ghost, .before")
      && [...node.childNodes].some(({ nodeType, data }) => nodeType === 3 && data.trim()))
    .map((node) =>
      parseFloat(getComputedStyle(node).fontSize) * node.closest("text").getScreenCTM().a);
  return Math.min(...sizes);
}"""


#: The smallest running words of the slide, in pixels; numbers in cells and signs are none.
SMALLEST_WORDS = """() => {
  const slide = document.querySelector("[data-on]");
  const texts = document.createTreeWalker(slide, NodeFilter.SHOW_TEXT);
  let least = Infinity;
  while (texts.nextNode()) {
    const { parentElement: node, data } = texts.currentNode;
    const { width, height } = node.getBoundingClientRect();
    if (!/\\p{L}{3}/u.test(data) || width < 2 || height < 2 || !node.checkVisibility()) continue;
    if (node.closest("svg, math, sub, sup")) continue;
    least = Math.min(least, parseFloat(getComputedStyle(node).fontSize));
  }
  return least;
}"""


@pytest.mark.parametrize(("section", "pictures"), [(5, 13), (6, 11)])
def test_the_words_of_every_picture_can_be_read_from_the_last_row(
    open_screen: Open, section: int, pictures: int
) -> None:
    page, lesson = opened(open_screen, f"/lesson/{section}?lang=zh&teach=1")
    page.set_viewport_size({"width": 1920, "height": 1080})
    place = page.locator(".teach-place")
    count = int(place.inner_text().split(" / ")[1].split(" ")[0])
    seen = 0
    for slide in range(1, count + 1):
        turn_to(page, "PageDown", f"{slide} / {count}")
        # A figure is drawn when it comes in sight.
        lesson.settle()
        if page.locator("[data-on] .sheet:visible").count() == 0:
            continue
        seen += 1
        tall = "[data-on] :is(.lesson-tool, .exercise):not([data-off])"
        wait_until(page, f"{FITS} || document.querySelector('{tall}')")
        size = page.evaluate(SMALLEST)
        assert size >= 18, (slide, size)
        words = page.evaluate(SMALLEST_WORDS)
        assert words >= 24, (slide, words)
    assert seen == pictures


def changed_link(page: Page, server: str) -> str:
    """Section 5 in teacher's mode at figure 6, its second step, with another first weight."""
    data = json.loads(page.locator("#lesson-data").text_content() or "")
    name = data["figures"]["6"]["experiment"]
    preset = data["experiments"][name]["preset"]
    catalog = page.request.get(f"{server}/api/v1/catalog").json()
    request = next(one["request"] for one in catalog["presets"] if one["name"] == preset)
    request["network"]["layers"][0]["weights"][0][0] = 0.75
    return link_to("/lesson/5?lang=en&teach=6", b={name: request}, f={"6": LAST})


#: Past the last step of any figure: it is shown at its end.
LAST = 10**6


def test_the_link_for_a_class_holds_step_and_numbers_without_the_teachers_controls(
    open_screen: Open, server: str
) -> None:
    page, lesson = opened(open_screen, "/lesson/5?lang=en")
    page.goto(f"{server}{changed_link(page, server)}")
    lesson.settle()
    here = lesson.figure("6")
    position, numbers = here.position(), here.root.inner_text()
    page.locator('[data-key="teach-link"]').click()
    expect(page.locator(".hide-address")).to_contain_text("hide=teacher")
    page.locator(".hide-dialog .primary").click()
    expect(page.locator(".lesson-notice")).to_contain_text("steps and numbers")
    link = page.evaluate("navigator.clipboard.readText()")
    assert "teach=" not in link

    student, theirs = opened(open_screen, link)
    figure = student.locator("#figure-6")
    expect(figure).to_be_in_viewport()
    assert theirs.figure("6").position() == position
    expect(figure.locator('[data-key="reset"]')).to_be_visible()
    for key in ("teach", "hide"):
        expect(student.locator(f'[data-key="{key}"]')).to_be_hidden()
    expect(student.locator(".hide-note")).to_have_count(0)
    assert re.findall(r"0\.\d+", numbers)[:2] == re.findall(r"0\.\d+", figure.inner_text())[:2]


def test_teachers_mode_begins_afresh_and_leaves_no_number_open(
    open_screen: Open, server: str
) -> None:
    wide = {"viewport": {"width": 1920, "height": 1080}}
    page, lesson = opened(open_screen, "/lesson/5?lang=en", reduced_motion="no-preference", **wide)
    page.goto(f"{server}{changed_link(page, server)}")
    lesson.settle()
    figure = lesson.figure("6")
    expect(figure.root.locator('[data-key="reset"]')).to_be_visible()
    end = figure.position()
    page.locator('[data-key="teach-fresh"]').click()
    expect(figure.root.locator('[data-key="reset"]')).to_be_hidden()
    expect(figure.root).to_have_attribute("data-position", str(end - 1))
    # The second step is shown alone here, and beside the first one on the page.
    page.keyboard.press("ArrowRight")
    expect(figure.root).to_have_attribute("data-position", str(end))
    expect(figure.root.get_by_text("?", exact=True)).to_have_count(0)
    page.keyboard.press("Escape")
    expect(page.locator(".site")).to_be_visible()
    expect(figure.root.locator(".panel:visible")).to_have_count(2)
    expect(figure.root.get_by_text("?", exact=True)).to_have_count(0)


def test_a_link_hides_controls_from_a_class_and_paper_shows_the_figures(open_screen: Open) -> None:
    page, lesson = opened(open_screen, "/lesson/5?lang=zh", color_scheme="dark")
    page.locator('[data-key="hide"]').click()
    for name in ("exercises", "players"):
        page.locator(f'.hide-dialog input[value="{name}"]').check()
    page.locator(".hide-dialog .primary").click()
    link = page.evaluate("navigator.clipboard.readText()")
    assert "hide=exercises,players" in link
    page.goto(link)
    lesson.settle()
    expect(page.locator(".exercises")).to_be_hidden()
    expect(page.locator(".stepper").first).to_be_hidden()
    expect(page.locator(".step-caption-numbers").first).to_be_visible()
    for way in page.locator(".sections a").all():
        assert "hide=exercises" in (way.get_attribute("href") or "")
    page.locator(".hide-note a").click()
    lesson.settle()
    expect(page.locator(".exercises")).to_be_visible()

    # White paper, though the screen is dark.
    page.emulate_media(media="print")
    for gone in (".site", ".stepper", ".sections", ".lesson-tools", ".symbols-of", ".figure-rule"):
        assert page.locator(f"{gone}:visible").count() == 0, gone
    for kept in (
        ".board",
        ".diagram svg",
        ".step-caption-symbols",
        ".step-caption-numbers",
        "figcaption",
    ):
        for name in ("5", "7", "13"):
            expect(lesson.figure(name).root.locator(kept).first).to_be_visible()
    white = "rgb(255, 255, 255)"
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == white
    surface = "getComputedStyle(document.querySelector('.question')).getPropertyValue('--surface')"
    assert page.evaluate(surface).strip() == white
    page.emulate_media(media=None)
    assert len(page.pdf()) > 50_000
    assert page.locator(".pictured").count() == 0
    assert page.evaluate("document.documentElement.dataset.theme ?? null") is None
