"""Section 5 for a reader with the keyboard alone, and for one who listens.

How the questions and exercises are answered by keyboard stands in test_lesson_exercises.py.
"""

from typing import Any

from playwright.sync_api import expect

from tests.browser.conftest import Open
from tests.browser.lesson.page import LessonPage

#: More than this many presses of Tab would be a trap.
MOST_STOPS = 1_200
WHERE = """() => {
  const at = document.activeElement;
  return {
    figure: at.closest("figure")?.dataset.figure ?? null,
    key: at.dataset.key ?? null,
    part: at.closest("section.part")?.id ?? null,
    disabled: at.getAttribute("aria-disabled") === "true",
  };
}"""
FLOW = [str(number) for number in range(5, 14)]


def test_every_figure_is_walked_through_by_the_keyboard_and_told_to_a_listener(
    open_screen: Open,
) -> None:
    page = open_screen("/lesson/5?lang=en", ready=False).page
    lesson = LessonPage(page)
    lesson.settle()
    # A figure is built when one comes near it; on a slow machine the Tab key is there sooner.
    for name in FLOW:
        lesson.figure(name).root.scroll_into_view_if_needed()
        expect(lesson.figure(name).root).to_have_attribute("data-ready", "true")
    page.evaluate("scrollTo(0, 0)")
    told: dict[str, list[str]] = {}
    where: dict[str, Any] = {}
    for _ in range(MOST_STOPS):
        page.keyboard.press("Tab")
        where = page.evaluate(WHERE)
        if where["part"] == "exercises":
            break
        name = where["figure"]
        if where["key"] != "next" or name not in FLOW:
            continue
        spoken = lesson.figure(name).root.locator("[data-spoken]")
        # Nothing is said of a figure before it is touched.
        expect(spoken).to_have_text("")
        told[name] = []
        before = lesson.figure(name).position()
        if where["disabled"]:
            # It stands on its last step: one back, and on again.
            page.keyboard.press("ArrowLeft")
            expect(lesson.figure(name).root).to_have_attribute("data-position", str(before - 1))
        while not page.evaluate(WHERE)["disabled"]:
            page.keyboard.press("Enter")
            expect(spoken).to_contain_text(lesson.figure(name).place())
            told[name].append(spoken.inner_text())
            assert page.evaluate(WHERE)["key"] == "next", "the focus was lost"
    assert where["part"] == "exercises", "the exercises are not reached"
    assert list(told) == FLOW
    assert [len(sentences) for sentences in told.values()] == [1, 1, 2, 1, 1, 1, 1, 1, 1]
    assert all("error of neuron" in sentence for sentence in told["7"])
    assert "update" in told["8"][0].lower()

    # What a listener finds: every figure by its name, every button with one.
    for name in FLOW:
        figure = page.get_by_role("figure", name=f"Figure {name}", exact=False)
        expect(figure.first).to_be_visible()
    unnamed = page.evaluate(
        """() => [...document.querySelectorAll("main button, main a, main input, main select")]
          .filter((node) => node.getClientRects().length > 0)
          .filter((node) => !(node.getAttribute("aria-label") || node.textContent.trim()
            || node.labels?.length || node.getAttribute("aria-labelledby")))
          .map((node) => node.outerHTML.slice(0, 120))"""
    )
    assert unnamed == []
