"""The glossary over a section: from a formula to its symbols, by keyboard, and back."""

from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped] # no py.typed
from playwright.sync_api import expect

from tests.browser.conftest import Open
from tests.browser.lesson.page import LessonPage

#: The symbols of figure 11, whose rules read w'₁₄ = w₁₄ + ηδ₄ df₄(e)/de y₁.
OF_FIGURE_11 = {
    "weight",
    "order",
    "sum",
    "output",
    "activation",
    "slope",
    "error",
    "rate",
    "new_weight",
    "prime",
    "sign",
    "derivative",
}
SHOWN = """() => [...document.querySelectorAll("#glossary [data-symbol]")]
  .filter((row) => row.getClientRects().length > 0).map((row) => row.dataset.symbol)"""
#: Formulas of the text and its figures that lead nowhere.
WITHOUT = """() => [
    ...document.querySelectorAll("main :is(.formula, .step-caption-symbols, .line-symbols)"),
  ]
  .filter((node) => node.closest("figure")?.querySelector(".symbols-of button") == null)
  .filter((node) => {
    let next = node.nextElementSibling;
    while (next?.matches(".formula")) next = next.nextElementSibling;
    return !next?.matches(".symbols-of");
  }).map((node) => node.dataset.latex)"""
AXE = "axe.run({ include: [['#glossary']] }, { resultTypes: ['violations'], iframes: false })"


def test_a_formula_leads_to_its_symbols_and_back(open_screen: Open) -> None:
    page = open_screen(
        "/lesson/5?lang=zh",
        ready=False,
        color_scheme="dark",
        viewport={"width": 320, "height": 800},
    ).page
    lesson = LessonPage(page)
    lesson.settle()
    dialog = page.locator("#glossary")
    expect(page.locator(".formula + .symbols-of").first).to_be_attached()
    assert page.evaluate(WITHOUT) == []

    # From a figure: its symbols and no others, in the figure's own notation.
    opener = lesson.figure("11").root.locator(".symbols-of button")
    opener.focus()
    page.keyboard.press("Enter")
    expect(dialog).to_be_visible()
    expect(page.locator("#glossary-title")).to_be_focused()
    assert set(page.evaluate(SHOWN)) == OF_FIGURE_11
    assert page.evaluate("document.querySelector('#glossary').scrollWidth") <= 320
    page.evaluate(Axe().axe_script)
    assert page.evaluate(AXE)["violations"] == []

    # The search narrows them, says how many are left, and can be let go.
    page.locator("#glossary-search").focus()
    page.keyboard.type("学习率")
    expect(page.locator("#glossary [data-search-count]")).to_contain_text("显示 1 个")
    assert page.evaluate(SHOWN) == ["rate"]
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert len(page.evaluate(SHOWN)) > len(OF_FIGURE_11)
    expect(page.locator("#glossary-search")).to_be_focused()
    page.locator("[data-glossary-close]").focus()
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    expect(opener).to_be_focused()

    # A word of the text opens its own entry, without leaving the page.
    link = page.locator('a.term[data-term="sum"]').first
    link.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#symbol-sum")).to_be_focused()
    page.keyboard.press("Escape")
    expect(link).to_be_focused()

    # And the whole glossary stands at the head.
    page.locator("[data-lesson-tools] .glossary-all").click()
    assert {"next_sum", "variables"} <= set(page.evaluate(SHOWN))
