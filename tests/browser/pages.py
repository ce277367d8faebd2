"""One page of each kind, as a reader finds it: drawn, with numbers, without a complaint."""

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from app.web.pages.pages import PAGES
from tests.browser.lesson.page import LessonPage

DIGIT = re.compile(r"\d")


def shows_numbers(page: Page) -> None:
    """A tool has drawn the server's answer."""
    page.wait_for_selector('html[data-ready="true"][data-pending="false"]', state="attached")
    expect(page.locator("[data-address][data-value]").filter(has_text=DIGIT).first).to_be_visible()


def shows_run(page: Page) -> None:
    """A run has come to its first frame at least."""
    page.wait_for_selector('html[data-ready="true"][data-pending="false"]', state="attached")
    expect(page.locator('[data-view="now"] td').filter(has_text=DIGIT).first).to_be_visible()


def shows_sheet(page: Page) -> None:
    """The sheet has its cells, and the diagram its weights."""
    page.wait_for_selector('html[data-ready="true"][data-pending="false"]', state="attached")
    expect(page.locator('[data-view="sheet"] input').first).to_be_visible()
    expect(page.locator('[data-view="diagram"] [data-focus^="w"]').first).to_be_visible()


def whole(page: Page) -> None:
    """A run has come to its end; on any other page all is there at once.

    Thousands of moments take their time on a machine that does other work.
    """
    come = page.locator(".run-track .come")
    if come.count() > 0:
        expect(come).to_have_attribute("style", re.compile(r"inline-size: 100%"), timeout=60_000)


def shows_figures(page: Page) -> None:
    """Each figure of a section has its answer, and the exercises have their questions."""
    LessonPage(page).settle()
    shown = page.locator("[data-figure] [data-address]").filter(has_text=DIGIT).first
    expect(shown).to_be_visible()
    expect(page.locator("[data-exercises] form").first).to_be_visible()


def shows_contents(page: Page) -> None:
    expect(page.locator("[data-section-done]").first).not_to_be_empty()


def shows_glossary(page: Page) -> None:
    expect(page.locator(".glossary-search")).to_be_visible()


def shows_questions(page: Page) -> None:
    expect(page.locator(".glossary-search")).to_be_visible()
    expect(page.locator("[data-asked] .live-number").first).to_have_text(DIGIT)


def shows_api(page: Page) -> None:
    expect(page.locator("h2#trace")).to_be_visible()


def shows_worksheet(page: Page) -> None:
    page.wait_for_selector('html[data-ready="true"][data-pending="false"]', state="attached")
    expect(page.locator(".sheet-number math").first).to_be_visible()


#: address -> what is seen on it once it works
KINDS: dict[str, Callable[[Page], None]] = {
    "/": shows_numbers,
    "/chain-rule": shows_numbers,
    "/training": shows_run,
    "/descent": shows_numbers,
    "/check": shows_sheet,
    "/check/sheet": shows_worksheet,
    "/lesson": shows_contents,
    "/lesson/5": shows_figures,
    "/lesson/glossary": shows_glossary,
    "/lesson/questions": shows_questions,
    "/api": shows_api,
}


def shows_all(page: Page, address: str) -> None:
    """What is seen on any page, also on the sections that `KINDS` leaves out."""
    KINDS.get(address, shows_figures)(page)


#: The addresses of all pages.
ALL = tuple(PAGES)
