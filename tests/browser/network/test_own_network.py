"""A reader with homework enters a network of their own, from the first visit on."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Open
from tests.browser.links import link_to
from tests.browser.screen import Screen

#: 3-4-2 with a softmax, two samples.
HOMEWORK: dict[str, list[list[float]]] = {
    "w1": [[0.12, -0.31, 0.45], [0.26, 0.38, -0.2], [-0.4, 0.33, 0.15], [0.5, -0.12, 0.22]],
    "b1": [[0.1, -0.1, 0.2, 0]],
    "w2": [[0.61, -0.27, 0.34, -0.44], [-0.18, 0.52, -0.36, 0.2]],
    "b2": [[0.05, -0.05]],
    "x": [[0.5, -1, 0.25], [1, 0.5, -0.5]],
    "t": [[0, 1], [1, 0]],
}


def paste(screen: Screen, text: str) -> None:
    screen.page.evaluate("(text) => navigator.clipboard.writeText(text)", text)
    screen.press("Control+v")


def sheet(rows: list[list[float]]) -> str:
    return "\n".join("\t".join(map(str, row)) for row in rows)


def by_pointer(screen: Screen, key: str) -> None:
    screen.find(key).click()


def by_keyboard(screen: Screen, key: str) -> None:
    for _ in range(60):
        if screen.read("document.activeElement?.getAttribute('data-key')") == key:
            return
        screen.press("Tab")
    raise AssertionError(f"{key} is not reached by keyboard")


@pytest.mark.parametrize("reach", [by_pointer, by_keyboard])
def test_homework_is_entered_without_scrolling(
    open_screen: Open, reach: Callable[[Screen, str], None]
) -> None:
    screen = open_screen()
    actions = 0

    def act(key: str, *keys: str, text: str | None = None) -> None:
        nonlocal actions
        reach(screen, key)
        if text is not None:
            paste(screen, text)
        screen.press(*keys)
        actions += 1 + (text is not None) + (len(keys) > 0)

    if reach is by_pointer:
        act("start-own")
    else:
        act("own", "Enter")
    dialog = screen.page.locator("dialog.own-network")
    expect(dialog).to_be_visible()
    reach(screen, "own-sizes")
    screen.press("Control+a")
    screen.page.keyboard.type("3-4-2")
    actions += 2
    for key, value in {"own-hidden": "tanh", "own-output": "softmax"}.items():
        screen.find(key).select_option(value)
        actions += 1
    expect(screen.find("own-loss")).to_have_value("cross_entropy")
    for name, rows in HOMEWORK.items():
        act(f"own-{name}", text=sheet(rows))
    expect(dialog.locator(".own-says.refusal:not(:empty)")).to_have_count(0)
    if reach is by_pointer:
        act("own-enter")
    else:
        act("own-enter", "Enter")
    expect(dialog).to_be_hidden()
    screen.settle()
    assert actions <= 25
    assert screen.read("[scrollX, scrollY]") == [0, 0]
    asked = screen.asked()
    layers = asked["network"]["layers"]
    assert [layer["weights"] for layer in layers] == [HOMEWORK["w1"], HOMEWORK["w2"]]
    assert [[layer["biases"]] for layer in layers] == [HOMEWORK["b1"], HOMEWORK["b2"]]
    assert (asked["inputs"], asked["targets"]) == (HOMEWORK["x"], HOMEWORK["t"])
    assert screen.api.trace(asked)["loss"] > 0


def test_mistakes_are_named_and_nothing_is_lost(screen: Screen) -> None:
    before = screen.asked()
    screen.press("Escape")
    screen.find("own").click()
    screen.find("own-w1").fill("1 2 3")
    screen.find("own-w2").fill("1 two 3")
    expect(screen.page.locator("#own-w1-says")).to_contain_text("3 × 2 are needed")
    screen.find("own-enter").click()
    dialog = screen.page.locator("dialog.own-network")
    expect(dialog).to_be_visible()
    expect(screen.page.locator("#own-w2-says")).to_contain_text("Row 1, number 2 is “two”")
    assert screen.read("document.activeElement.dataset.key") == "own-w1"
    screen.find("own-w1").fill(json.dumps([[1, 2], [3, 4], [5, 6]]))
    screen.find("own-sizes").fill("2-3-2")
    screen.find("own-sizes").fill("2-3-1")
    assert screen.find("own-w1").input_value().startswith("[[1, 2]")
    screen.find("own-cancel").click()
    expect(dialog).to_be_hidden()
    assert screen.asked() == before


def test_the_first_visit_offers_three_starts_and_the_next_none(open_screen: Open) -> None:
    screen = open_screen()
    welcome: Any = screen.page.locator(".welcome")
    expect(welcome).to_be_visible()
    assert welcome.locator("button, a").count() == 3
    screen.find("start-watch").click()
    expect(welcome).to_be_hidden()
    expect(screen.find("play")).to_contain_text("Pause")
    screen.press("Space")
    expect(screen.find("play")).to_contain_text("Play")
    screen.page.reload()
    screen.settle()
    expect(welcome).to_be_hidden()


def test_a_link_with_a_network_is_shown_without_the_welcome(screen: Screen) -> None:
    """The welcome is for a first visit without one, and comes at the next that has none."""
    expect(screen.page.locator(".welcome")).to_be_visible()
    request = screen.asked()
    request["inputs"][0][0] = 0.25
    other = screen.page.context.new_page()
    other.goto(f"{screen.api.address}{link_to('/', r=request)}")
    other.wait_for_selector('html[data-ready="true"]', state="attached")
    expect(other.locator(".welcome")).to_be_hidden()
    screen.page.reload()
    expect(screen.page.locator(".welcome")).to_be_visible()


def test_save_is_busy_until_its_dialog_is_there(screen: Screen) -> None:
    waiting: list[Any] = []
    screen.page.route("**/js/pages/later/take.js*", lambda route: waiting.append(route))
    screen.press("Escape")
    screen.find("take").click()
    expect(screen.find("take")).to_have_attribute("aria-busy", "true")
    for _ in range(100):
        if waiting:
            break
        screen.page.wait_for_timeout(50)
    waiting[0].continue_()
    expect(screen.page.locator("dialog[open]")).to_be_visible()
    expect(screen.find("take")).not_to_have_attribute("aria-busy", "true")


#: As a teacher writes it: everything in one text.
WHOLE = {
    "en": "2-2-1 network, tanh, linear output, half squared error, x = (0.5, 0.1), t = 1, η = 0.25,"
    " W1 = [[0.1, -0.2], [0.3, 0.4]], b1 = [0.1, 0.2], W2 = [[0.5, -0.6]], b2 = 0.3",
    "zh": "网络结构：2-2-1\n隐藏层用 tanh，输出层为线性；半平方误差\n输入 x＝（0.5，0.1），"
    "目标值 t＝1，学习率 η＝0.25\nW1＝[[0.1, -0.2], [0.3, 0.4]]；"
    "b1＝(0.1, 0.2)；W2＝[[0.5, -0.6]]；b2＝0.3",
}
#: What a solution below works out is no part of the network.
RESULTS = "\nz1 = (0.03, 0.19)\nW1new = [[0.11, -0.19], [0.31, 0.41]]\nb2new = 0.29"


@pytest.mark.parametrize("language", WHOLE)
def test_a_whole_homework_text_that_is_pasted_fills_the_form(
    open_screen: Open, language: str
) -> None:
    screen = open_screen(f"/?lang={language}")
    screen.press("Escape")
    # On the page itself: the dialog opens with it.
    screen.page.locator("h1").first.evaluate("(node) => node.ownerDocument.activeElement?.blur()")
    paste(screen, WHOLE[language] + RESULTS)
    dialog = screen.page.locator("dialog.own-network")
    expect(dialog).to_be_visible()
    expect(screen.find("own-sizes")).to_have_value("2-2-1")
    expect(screen.page.locator(".own-taken")).to_contain_text("η")
    expect(screen.page.locator(".own-taken")).to_contain_text("W1new")
    expect(screen.find("own-rate")).to_have_value("0.25")
    screen.find("own-enter").click()
    expect(dialog).to_be_hidden()
    screen.settle()
    asked = screen.asked()
    assert [layer["activation"] for layer in asked["network"]["layers"]] == ["tanh", "linear"]
    assert [layer["weights"] for layer in asked["network"]["layers"]] == [
        [[0.1, -0.2], [0.3, 0.4]],
        [[0.5, -0.6]],
    ]
    assert asked["network"]["loss"] == "half_squared_error"
    assert (asked["inputs"], asked["targets"]) == ([[0.5, 0.1]], [[1]])
    assert asked["optimizer"]["learning_rate"] == 0.25


def test_pressing_twice_opens_one_form(screen: Screen) -> None:
    screen.press("Escape")
    screen.page.locator("[data-key=own]").dblclick()
    expect(screen.find("own-sizes")).to_be_visible()
    screen.settle()
    expect(screen.page.locator("dialog.own-network")).to_have_count(1)


def test_a_table_that_is_pasted_over_a_whole_one_takes_its_place(screen: Screen) -> None:
    screen.press("Escape")
    screen.find("own").click()
    screen.find("own-sizes").fill("2-2-1")
    for text in ("1 2\n3 4", "5 6\n7 8"):
        screen.find("own-w1").click()
        paste(screen, text)
    expect(screen.find("own-w1")).to_have_value("5 6\n7 8")
    # On a new line it is one more sample.
    screen.find("own-x").fill("1 2\n")
    screen.press("End")
    paste(screen, "3 4")
    expect(screen.find("own-x")).to_have_value("1 2\n3 4")
