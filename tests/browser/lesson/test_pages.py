"""Every page of the lesson, whole: axe, narrow screens, and one language at a time."""

import re
from dataclasses import astuple

import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped] # no py.typed
from playwright.sync_api import Page, expect

from app.engine.graph.operations import FUNCTIONS
from app.engine.network.activations import ACTIVATIONS
from app.engine.network.losses import LOSSES
from app.engine.network.optimizers import OPTIMIZERS
from app.web.lesson.sources import SOURCES
from tests.browser.conftest import Open
from tests.browser.lesson.page import FAINT_TEXTS, SECTIONS, LessonPage
from tests.browser.screen import NEXT_FRAME
from tests.browser.touching import PHONE

PAGES = ["", "/glossary", "/questions", *(f"/{section}" for section in SECTIONS)]
#: Goes on for as long as what comes makes the page longer.
SCROLL_THROUGH = """async () => {
  for (let top = 0; top < document.documentElement.scrollHeight; top += innerHeight / 2) {
    scrollTo(0, top);
    await NEXT_FRAME;
  }
}""".replace("NEXT_FRAME", NEXT_FRAME)
OVERFLOW = "document.scrollingElement.scrollWidth - document.documentElement.clientWidth"
#: What stands in no language: symbols, code, keys, and what is never shown.
APART = "math, code, kbd, .math-line, .token, option, [lang='en'], [role=math], noscript, textarea"
#: What a reader sees or hears besides.
WORDS = """(apart) => {
  const said = [];
  const walk = (node) => {
    if (node.nodeType === Node.TEXT_NODE) said.push(node.textContent);
    if (!(node instanceof Element) || node.matches(apart)) return;
    for (const name of ["aria-label", "title", "placeholder", "alt"])
      said.push(node.getAttribute(name) ?? "");
    node.childNodes.forEach(walk);
  };
  walk(document.querySelector("main"));
  document.querySelectorAll("dialog").forEach(walk);
  return said;
}"""
#: Names that are the same in every language: of functions, of keys, of this program's own fields.
NAMES = {
    *(part for name in [*ACTIVATIONS, *OPTIMIZERS, *LOSSES] for part in name.split("_")),
    *FUNCTIONS,
    *("Enter", "Tab", "Esc", "Space", "Home", "End", "Ctrl", "Shift", "Alt"),
    *("Mazur", "NaN", "ReLU", "XOR"),
    *("PyTorch", "micrograd", "API", "deltas", "learning", "rate", "loss", "data"),
}


#: The words of the works that the lesson names.
WORKS = {
    word
    for source in SOURCES.values()
    for word in re.findall("[A-Za-z]{3,}", " ".join(str(part) for part in astuple(source)))
}


def use_the_tools(page: Page) -> None:
    """The tools of section 5, opened, with all that they have to say."""
    page.locator('[data-tool="rules"] [data-key="rule-drawn"]').click()
    page.locator('[data-tool="ratios"] [data-key="example-b"]').click()
    page.locator('.conditions [data-verdict="between"]').wait_for()
    page.locator('[data-tool="rounds"]').scroll_into_view_if_needed()
    page.locator('.rounds[data-pending="false"]').wait_for()
    page.locator('[data-tool="rounds"] summary').click()


#: What opens when it comes near the window, and is still to come or waits for its numbers.
COMING = ", ".join(
    f'{place}:not([data-ready="true"]), {place}[data-pending="true"]'
    for place in ("[data-figure]", ".exercise-place.live")
)


def see_everything(lesson: LessonPage) -> None:
    """Scrolls through the page until every figure and every exercise is there."""
    lesson.read(SCROLL_THROUGH)
    # All at once: the server is asked for every figure of the page.
    lesson.page.wait_for_selector(COMING, state="detached", timeout=60_000)


SECTION_PAGES = [f"/{section}" for section in SECTIONS]


def open_the_menu(page: Page, section: str) -> None:
    """On a phone the sections are one button, which opens them as a list."""
    entries = page.locator(".sections a")
    menu = page.locator(".sections-menu")
    expect(menu).to_contain_text(f"{section} / {len(SECTIONS)}")
    expect(entries.first).to_be_hidden()
    menu.click()
    expect(entries).to_have_count(len(SECTIONS))
    expect(entries.last).to_be_in_viewport()
    page.keyboard.press("Escape")
    expect(entries.first).to_be_hidden()
    expect(menu).to_be_focused()


#: The sections in whose drawings some parts step back.
STEPPED_BACK = ("/5", "/6", "/7")


def what_steps_back_in_a_drawing_stays_readable(lesson: LessonPage) -> None:
    """In the steps that the figures open at, and in the next one."""
    assert lesson.read(FAINT_TEXTS) == []
    lesson.read(
        """() => document.querySelectorAll('[data-key="next"]:not([aria-disabled="true"])')
          .forEach((button) => button.click())"""
    )
    lesson.settle()
    assert lesson.read(FAINT_TEXTS) == []


#: Every rule of axe in one theme; of the other, whose elements are the same, the contrast alone.
EVERY_RULE = "{ resultTypes: ['violations'] }"
CONTRAST = "{ resultTypes: ['violations'], runOnly: ['color-contrast'] }"


@pytest.mark.parametrize(
    ("language", "scheme", "width", "rules"),
    [("en", "light", 1280, EVERY_RULE), ("zh", "dark", 320, CONTRAST)],
)
@pytest.mark.parametrize("path", PAGES)
def test_axe_finds_nothing_and_the_words_are_of_one_language(
    open_screen: Open, path: str, language: str, scheme: str, width: int, rules: str
) -> None:
    page = open_screen(
        f"/lesson{path}?lang={language}",
        ready=False,
        color_scheme=scheme,
        viewport={"width": width, "height": 900},
    ).page
    lesson = LessonPage(page)
    lesson.settle()
    # Also while figures further down are still to be built.
    assert lesson.read(OVERFLOW) <= 0
    if path == "/5":
        use_the_tools(page)
    if width == 320 and path in SECTION_PAGES:
        open_the_menu(page, path.removeprefix("/"))
    see_everything(lesson)
    assert lesson.read(OVERFLOW) <= 0
    if path in STEPPED_BACK:
        what_steps_back_in_a_drawing_stays_readable(lesson)
    page.evaluate(Axe().axe_script)
    found = page.evaluate(f"axe.run({rules})")["violations"]
    assert [f"{each['id']}: {each['nodes'][0]['html'][:160]}" for each in found] == []
    if language == "zh":
        # The English of a term stands in brackets after it.
        words = {
            word
            for text in page.evaluate(WORDS, APART)
            for word in re.findall("[A-Za-z]{3,}", re.sub(r"[（(][A-Za-z][^）)]*[）)]", "", text))
        }
        assert words - NAMES - WORKS == set()
    else:
        texts = [text.replace("李宏毅", "") for text in page.evaluate(WORDS, APART)]
        assert not [text for text in texts if re.search("[一-鿿]", text)]


#: By how many pixels a name of a column goes beyond the drawing, where it does.
CUT_CAPTIONS = """() => [...document.querySelectorAll("svg.network .caption")].flatMap((one) => {
  const { left, right } = one.getBoundingClientRect();
  const drawing = one.ownerSVGElement.getBoundingClientRect();
  const cut = Math.max(drawing.left - left, right - drawing.right);
  return cut > 0.5 ? [[one.textContent, cut]] : [];
})"""


@pytest.mark.parametrize("language", ["zh", "en"])
def test_no_name_of_a_column_is_cut_on_a_phone(open_screen: Open, language: str) -> None:
    page = open_screen(f"/lesson/3?lang={language}", ready=False, **PHONE).page
    lesson = LessonPage(page)
    lesson.settle()
    see_everything(lesson)
    expect(page.locator("svg.network text.caption").first).to_have_text(re.compile(r"\w"))
    assert page.evaluate(CUT_CAPTIONS) == []
