"""The figures of a lesson are saved too: the one that was used last."""

from playwright.sync_api import expect

from tests.browser.conftest import Open
from tests.browser.lesson.page import LessonPage
from tests.browser.take.saving import choose, formats, open_dialog, saved
from tests.browser.take.test_pictures import texts

SHOWN = """(root) => [...root.querySelectorAll("svg.network text:not(.caption)")]
  .filter((text) => text.checkVisibility({ opacityProperty: true, visibilityProperty: true }))
  .map((text) => text.textContent.trim()).filter((text) => /[.]\\d/.test(text))"""


def test_the_figure_that_was_used_is_saved(open_screen: Open) -> None:
    lesson = LessonPage(open_screen("/lesson/5?lang=en", ready=False).page)
    lesson.settle()
    figure = lesson.figure("7")
    figure.press("next")
    lesson.settle()
    shown = figure.root.evaluate(SHOWN)
    assert len(shown) > 10
    dialog = open_dialog(lesson.page)
    name, svg = saved(dialog)
    # It is called as the lesson calls and counts it.
    assert name == "deltaflow-figure-7-step-2.svg"
    written = texts(svg)
    assert any(text.startswith("Figure 7 · Step 2 of 3") for text in written)
    assert [number for number in shown if number not in written] == []
    choose(dialog, "format", "latex")
    _, latex = saved(dialog)
    assert rb"\delta" in latex


def test_another_figure_is_chosen_in_the_dialog(open_screen: Open) -> None:
    lesson = LessonPage(open_screen("/lesson/5?lang=en", ready=False).page)
    lesson.settle()
    lesson.figure("6")
    figure = lesson.figure("7")
    figure.press("next")
    lesson.settle()
    dialog = open_dialog(lesson.page)
    menu = dialog.locator('[data-key="take-figure"]')
    expect(menu.locator("option:checked")).to_have_text("Figure 7")
    expect(dialog).to_contain_text("this step (2)")
    choose(dialog, "format", "png")
    choose(dialog, "theme", "dark")
    menu.select_option(label="Figure 6")
    dialog = lesson.page.locator("dialog.take")
    # What was chosen stays chosen.
    expect(dialog.locator('[data-key="take-format"]')).to_have_value("png")
    expect(dialog.locator('[data-key="take-theme"]')).to_have_value("dark")
    choose(dialog, "format", "svg")
    expect(dialog).to_contain_text("this step (1)")
    expect(dialog.locator('[data-key="take-figure"] option:checked')).to_have_text("Figure 6")
    name, svg = saved(dialog)
    assert name == "deltaflow-figure-6-step-1.svg"
    assert any(text.startswith("Figure 6 · Step 1 of 2") for text in texts(svg))


def test_a_figure_whose_steps_are_the_lines_of_a_derivation_has_its_picture_alone(
    open_screen: Open,
) -> None:
    lesson = LessonPage(open_screen("/lesson/6?lang=en", ready=False).page)
    lesson.settle()
    figure = lesson.figure("15")
    figure.press("next")
    dialog = open_dialog(lesson.page)
    assert formats(dialog) == ["svg", "png"]
    name, svg = saved(dialog)
    assert name.endswith(".svg")
    assert len(texts(svg)) > 10
