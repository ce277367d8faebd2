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


def shows_api(page: Page) -> None:
    expect(page.locator("h2#trace")).to_be_visible()


#: address -> what is seen on it once it works
KINDS: dict[str, Callable[[Page], None]] = {
    "/": shows_numbers,
    "/chain-rule": shows_numbers,
    "/descent": shows_numbers,
    "/lesson": shows_contents,
    "/lesson/5": shows_figures,
    "/lesson/glossary": shows_glossary,
    "/api": shows_api,
}


def shows_all(page: Page, address: str) -> None:
    """What is seen on any page, also on the sections that `KINDS` leaves out."""
    KINDS.get(address, shows_figures)(page)


#: The addresses of all pages.
ALL = tuple(PAGES)
