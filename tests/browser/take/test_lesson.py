"""The figures of a lesson are saved too: the one that was used last."""

import re

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
    assert re.fullmatch(rf"deltaflow-network-2-3-2-1-step-{figure.position()}\.svg", name)
    written = texts(svg)
    assert [number for number in shown if number not in written] == []
    choose(dialog, "format", "latex")
    _, latex = saved(dialog)
    assert rb"\delta" in latex


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
