"""The chain-rule page by keyboard alone, with axe, narrow and wide, in both languages."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Complaints, Open
from tests.browser.graph import screen as graphs
from tests.browser.network.test_keyboard import tab_to
from tests.browser.screen import Screen
from tests.browser.test_accessibility import OVERFLOW, violations
from tests.browser.test_languages import NAMES, WORDS

#: What stands in programs and links, the same in every language.
PROGRAM = {"loss", "pi", "sqrt", "flow", "micrograd"}


def foreign(screen: Screen) -> set[str]:
    """Latin words on a Chinese page that are no names."""
    names = {word.lower() for word in NAMES} | PROGRAM
    names |= set(screen.page.locator("[data-insert]").all_text_contents())
    names |= set(re.findall(r"[a-z]+", graphs.text_field(screen).input_value().lower()))
    found = set()
    for text in screen.read(WORDS):
        for word in re.findall(r"[A-Za-z]{2,}", text):
            if word.lower() not in names:
                found.add(f"{word}: {text}")
    return found


def test_a_program_is_typed_walked_and_asked_by_keyboard_alone(
    open_screen: Open, complaints: Complaints
) -> None:
    complaints.allow("status of 422")
    screen = open_screen(graphs.PAGE)
    tab_to(screen, '[data-key="expression"]')
    screen.press("Control+a")
    screen.page.keyboard.type("y = w*x\nloss = (y - t)**2")
    screen.press("Control+Enter")
    screen.settle()
    tab_to(screen, '[data-key="value-x"]')
    screen.press("ArrowUp", "Enter")
    screen.settle()
    request = {
        "expression": "y = w*x\nloss = (y - t)**2",
        "values": {"w": 1, "x": 0.6, "t": 1},
    }
    tab_to(screen, '[data-key="tangents"]')
    screen.press("Space")
    screen.settle()
    answer = graphs.graph(screen, request, include=["tangents"])
    tab_to(screen, '[data-key="path-from"]')
    screen.page.keyboard.type("w")
    screen.settle()
    expect(screen.find("path-from")).to_have_value(str(graphs.named(answer, "w")))
    tab_to(screen, '[data-key="next"]', backwards=True)
    for _ in answer["steps"]:
        screen.press("Enter")
    screen.stands_at(len(answer["steps"]))
    graphs.leave(screen)
    graphs.agrees_with(screen, answer)
    screen.press("t")
    screen.settle()
    expect(screen.find("tangents")).to_have_attribute("aria-checked", "false")


def test_a_value_in_the_picture_is_reached_and_folded_by_keyboard(open_screen: Open) -> None:
    screen = open_screen(graphs.link(p="neuron"))
    request = graphs.presets(screen)["neuron"]
    a = graphs.named(graphs.graph(screen, request), "a")
    tab_to(screen, f'[data-node="{a}"], [data-node="{a}"] *')
    screen.press("Enter")
    screen.settle()
    expect(screen.find("path-from")).to_have_value(str(a))
    tab_to(screen, "details.folding summary", backwards=True)
    screen.press("Enter")
    tab_to(screen, f'[data-key="box-{a}"]')
    screen.press("Space")
    screen.settle()
    graphs.leave(screen)
    screen.press("End")
    graphs.agrees_with(screen, graphs.graph(screen, request, collapse=[a]))


@pytest.mark.parametrize(("scheme", "width"), [("light", 1280), ("dark", 320)])
def test_axe_finds_nothing_at_any_step(open_screen: Open, scheme: str, width: int) -> None:
    screen = open_screen(
        graphs.link(p="diamond", n=0, t=1),
        color_scheme=scheme,
        viewport={"width": width, "height": 800},
    )
    count = int(screen.page.get_by_role("slider").first.get_attribute("aria-valuemax") or 0)
    for position in (0, count // 2, count):
        graphs.walk_to(screen, position)
        assert violations(screen) == [], f"at step {position}"
        assert screen.read(OVERFLOW) <= 0


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_beside_mistakes_problems_and_open_lists(
    open_screen: Open, complaints: Complaints, scheme: str
) -> None:
    complaints.allow("status of 422")
    link = graphs.link(p="chain", e="y = log(x)\nz = y*2 + 1", v={"x": -1})
    screen = open_screen(link, color_scheme=scheme)
    for summary in screen.page.locator("main summary").all():
        summary.click()
    screen.find("grouping-phase").click()
    screen.find("next").click()
    assert violations(screen) == []
    graphs.write(screen, "y = log(x")
    assert violations(screen) == []
    graphs.write(screen, "")
    assert violations(screen) == []


@pytest.mark.parametrize("name", ["network", "micrograd"])
def test_a_large_graph_never_makes_the_page_scroll_sideways(open_screen: Open, name: str) -> None:
    for width in (320, 1280):
        screen = open_screen(
            graphs.link(p=name, t=1, n=0), viewport={"width": width, "height": 800}
        )
        screen.press("End")
        assert screen.read(OVERFLOW) <= 0


def test_a_chinese_page_has_no_english_words(open_screen: Open, complaints: Complaints) -> None:
    complaints.allow("status of 422")
    screen = open_screen(graphs.link(p="diamond", n=0, t=1), locale="zh-CN")
    for summary in screen.page.locator("main summary").all():
        summary.click()
    count = int(screen.page.get_by_role("slider").first.get_attribute("aria-valuemax") or 0)
    assert foreign(screen) == set()
    for position in range(1, count + 1):
        graphs.walk_to(screen, position)
        assert foreign(screen) == set()
    screen.press("3", "ArrowLeft")
    assert foreign(screen) == set()
    graphs.write(screen, "y = log(x) + 1/x")
    graphs.set_value(screen, "x", "0")
    assert foreign(screen) == set()
    graphs.write(screen, "y = log(x")
    assert foreign(screen) == set()
    graphs.write(screen, "")
    assert foreign(screen) == set()


def test_the_language_changes_and_nothing_is_lost(open_screen: Open) -> None:
    screen = open_screen(graphs.link(p="neuron", n=0))
    request = graphs.presets(screen)["neuron"]
    graphs.set_value(screen, "w1", "3")
    graphs.leave(screen)
    screen.press("End")
    before = screen.position()
    screen.speak("zh")
    screen.page.get_by_role("button", name="播放", exact=True).wait_for()
    screen.settle()
    screen.stands_at(before)
    request["values"]["w1"] = 3
    graphs.agrees_with(screen, graphs.graph(screen, request, paths=0))
    expect(screen.find("path-from")).to_have_value("0")
    assert foreign(screen) == set()


def test_the_table_of_both_modes_has_the_width_of_the_panel(open_screen: Open) -> None:
    screen = open_screen(graphs.link(p="diamond", t=1))
    scroll = screen.in_view("modes", ".scroll")
    panel, box = screen.in_view("modes", "").bounding_box(), scroll.bounding_box()
    assert panel is not None
    assert box is not None
    assert box["width"] == pytest.approx(panel["width"], abs=1)
    # What is wider is scrolled by keys, and the step stays.
    screen = open_screen(graphs.link(p="network", t=1))
    scroll = screen.in_view("modes", ".scroll")
    width, whole = scroll.evaluate("(node) => [node.clientWidth, node.scrollWidth]")
    assert whole > width
    scroll.focus()
    before = screen.position()
    screen.press("ArrowRight", "ArrowRight")
    screen.page.wait_for_function("(node) => node.scrollLeft > 0", arg=scroll.element_handle())
    assert screen.position() == before
