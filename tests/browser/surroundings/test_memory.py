"""Every page works where the browser keeps nothing, or lacks what only makes it nicer."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Open
from tests.browser.pages import KINDS, shows_all
from tests.browser.screen import reveal

#: Cookies are blocked: every way to the browser's memory throws, already at its name.
BLOCKED = """
const refuse = () => { throw new DOMException("Access is denied", "SecurityError"); };
for (const name of ["localStorage", "sessionStorage", "indexedDB", "caches"])
  Object.defineProperty(window, name, { get: refuse });
Object.defineProperty(Document.prototype, "cookie", { get: refuse, set: refuse });
"""
#: What is kept can be read, and nothing can be written.
FULL = """
Storage.prototype.setItem = () => {
  throw new DOMException("The quota has been exceeded", "QuotaExceededError");
};
"""
#: An embedded browser, or one with a privacy extension.
BARE = "Object.defineProperty(window, 'matchMedia', { value: undefined });"

SURROUNDINGS = {"blocked": BLOCKED + BARE, "full": FULL}
#: The pages whose bar has the themes.
THEMED = ("/", "/training", "/chain-rule", "/descent", "/check", "/lesson/5")


def chooses_a_theme_for_itself(page: Page) -> None:
    page.locator('[data-key="theme"]').wait_for(state="attached")
    theme = reveal(page, '[data-key="theme"]')
    for chosen in ("dark", "light", "auto"):
        theme.select_option(chosen)
        expect(theme).to_have_value(chosen)
        shown = page.locator("html").get_attribute("data-theme")
        assert shown == (None if chosen == "auto" else chosen)


def keeps_its_changes_until_it_is_left(page: Page) -> None:
    exercise = page.locator(".exercise").first
    question = exercise.get_attribute("id")
    exercise.locator("button", has_text="Another").click()
    expect(exercise).not_to_have_id(question or "")


#: What throws at its name is met on every page; what cannot be written, where something is kept.
MET = [*(("blocked", address) for address in KINDS), *(("full", address) for address in THEMED)]


@pytest.mark.parametrize(("surroundings", "address"), MET)
def test_every_page_works(open_screen: Open, surroundings: str, address: str) -> None:
    page = open_screen(address, ready=False, script=SURROUNDINGS[surroundings]).page
    shows_all(page, address)
    if address in THEMED:
        chooses_a_theme_for_itself(page)
    if address == "/lesson/5":
        keeps_its_changes_until_it_is_left(page)


def test_teachers_mode_opens_where_nothing_is_kept(open_screen: Open) -> None:
    page = open_screen("/lesson/5?teach=2", ready=False, script=BLOCKED + BARE).page
    expect(page.locator("html[data-teach]")).to_be_attached()
