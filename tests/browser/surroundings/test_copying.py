"""What is copied where the browser gives the page no clipboard: it can be taken by hand."""

import json
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Open
from tests.browser.pages import KINDS
from tests.browser.screen import reveal

#: A page over http, and one that may not copy.
WITHOUT = {
    "missing": "Object.defineProperty(Navigator.prototype, 'clipboard', { value: undefined });",
    "refused": "Clipboard.prototype.writeText = () => Promise.reject("
    "new DOMException('Write permission denied.', 'NotAllowedError'));",
}
SELECTED = """() => {
  const field = document.activeElement;
  return field.value.slice(field.selectionStart, field.selectionEnd);
}"""


def is_link(text: str) -> bool:
    return text.startswith("http://127.0.0.1:") and "#1." in text


def is_request(text: str) -> bool:
    return isinstance(json.loads(text), dict)


def press_hide_link(page: Page) -> None:
    page.locator('.lesson-tools [data-key="hide"]').click()
    page.get_by_role("button", name="Copy the link").click()


def is_hiding_link(text: str) -> bool:
    return text.startswith("http://127.0.0.1:") and "/lesson/5" in text


def press_key(key: str) -> Callable[[Page], None]:
    return lambda page: reveal(page, f'[data-key="{key}"]').click()


#: what is copied: the page, how, and whether a text is what was to be copied
COPIES: dict[str, tuple[str, Callable[[Page], None], Callable[[str], bool]]] = {
    f"{what} of {address}": (address, press_key(key), test)
    for address in ("/", "/training", "/chain-rule", "/descent")
    for what, key, test in (
        ("link", "share", is_link),
        ("JSON", "copy-json", is_request),
        ("command", "copy-curl", lambda text: text.startswith("curl ")),
    )
} | {
    "link of a section": ("/lesson/5", press_key("share"), is_link),
    "link that hides parts": ("/lesson/5", press_hide_link, is_hiding_link),
    "program of the API": (
        "/api",
        lambda page: page.locator("[data-copy]:visible").first.click(),
        lambda text: "/api/v1/" in text,
    ),
}


#: Each of what is copied in one of the two ways, each page in both.
PAIRS = [(what, list(WITHOUT)[k % 2]) for k, what in enumerate(COPIES)]


@pytest.mark.parametrize(("what", "without"), PAIRS)
def test_what_cannot_be_copied_is_shown_selected(
    open_screen: Open, what: str, without: str
) -> None:
    address, press, is_right = COPIES[what]
    page = open_screen(address, ready=False, script=WITHOUT[without]).page
    KINDS[address](page)
    press(page)
    dialog = page.get_by_role("dialog", name="Copy by hand")
    expect(dialog).to_be_visible()
    assert is_right(page.evaluate(SELECTED))
    # The keys belong to the dialog, and Escape closes it.
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()


def test_latex_that_cannot_be_copied_is_shown_selected(open_screen: Open) -> None:
    page = open_screen("/?lang=zh", ready=False, script=WITHOUT["missing"]).page
    KINDS["/"](page)
    page.keyboard.press("ArrowRight")
    reveal(page, '[data-key="copy-latex"]').click()
    expect(page.get_by_role("dialog", name="请手动复制")).to_be_visible()
    assert "y_1=" in page.evaluate(SELECTED)
