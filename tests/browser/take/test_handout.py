"""All steps on paper: what a handout holds, and that the page is as before."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Open
from tests.browser.screen import Api
from tests.browser.take.saving import choose, open_dialog

#: The browser of the tests shows no dialog for printing.
NO_PRINTER = "window.print = () => { document.documentElement.dataset.printed = 'true'; };"
#: All parts of the drawing. Those of a step lie above the others, and stay there after it.
DRAWN = """() => [...document.querySelectorAll(".drawing svg.network *")].map((part) =>
  [part.localName, ...[...part.attributes].map(({ name, value }) => `${name}=${value}`).sort(),
   part.children.length > 0 ? "" : part.textContent].join(" ")).sort()"""
#: The pages of a PDF.
PDF_PAGE = re.compile(rb"/Type\s*/Page\b(?!s)")


def print_handout(page: Page) -> None:
    dialog = open_dialog(page)
    choose(dialog, "format", "handout")
    expect(dialog.locator('[data-key="take-save"]')).to_have_text(re.compile("Print…|打印…"))
    dialog.locator('[data-key="take-save"]').click()
    expect(page.locator("html")).to_have_attribute("data-printed", "true", timeout=60_000)


@pytest.mark.parametrize(
    ("address", "locale"),
    [("/", "en-GB"), ("/", "zh-CN"), ("/chain-rule", "en-GB")],
)
def test_a_handout_has_every_step_with_its_picture_its_rule_and_its_numbers(
    open_screen: Open, address: str, locale: str
) -> None:
    screen = open_screen(address, locale=locale, color_scheme="dark", script=NO_PRINTER)
    screen.go(2)
    page = screen.page
    print_handout(page)
    page.emulate_media(media="print")
    steps = page.locator(".handout-step")
    narrated = page.locator(".handout-step p")
    total = steps.count()
    assert total > 5
    assert narrated.count() >= total - 1
    expect(page.locator(".handout-step").last.locator(".math-line").first).to_be_visible()
    expect(page.locator("dialog.take")).to_be_hidden()
    expect(page.locator("main")).to_be_hidden()
    assert page.locator(".handout-step svg").count() == total
    ids = page.evaluate("[...document.querySelectorAll('.handout [id]')].map(({ id }) => id)")
    assert len(ids) == len(set(ids))
    words = narrated.first.inner_text()
    assert bool(re.search(r"[\u4e00-\u9fff]", words)) == (locale == "zh-CN")
    # The end of printing takes the handout off the page.
    pages = len(PDF_PAGE.findall(page.pdf(format="A4")))
    assert total / 3 <= pages <= total
    expect(page.locator(".handout")).to_have_count(0)


def test_a_handout_has_the_numbers_of_the_steps(open_screen: Open, api: Api) -> None:
    screen = open_screen(script=NO_PRINTER)
    print_handout(screen.page)
    texts = screen.page.locator(".handout-step").all_text_contents()
    trace = api.trace(api.preset("document"))
    assert len(texts) == 1 + len(trace["steps"])
    outputs = [output for layer in trace["layers"] for output in layer["activations"][0]]
    for output in outputs:
        assert any(f"={output:.4g}" in text.replace(" ", "") for text in texts), output


def test_after_printing_the_page_is_as_it_was(open_screen: Open) -> None:
    screen = open_screen(script=NO_PRINTER)
    screen.go(6)
    before = screen.page.evaluate(DRAWN)
    print_handout(screen.page)
    screen.page.evaluate("window.dispatchEvent(new Event('afterprint'))")
    expect(screen.page.locator(".handout")).to_have_count(0)
    screen.page.keyboard.press("Escape")
    screen.stands_at(6)
    expect(screen.find("take")).to_be_focused()
    assert screen.page.evaluate(DRAWN) == before


def test_too_many_steps_are_refused_with_their_number(open_screen: Open) -> None:
    descent = open_screen("/descent", script=NO_PRINTER)
    dialog = open_dialog(descent.page)
    choose(dialog, "format", "handout")
    dialog.locator('[data-key="take-save"]').click()
    expect(dialog.locator(".refusal")).to_contain_text("300 steps")
    assert descent.page.locator("html").get_attribute("data-printed") is None
