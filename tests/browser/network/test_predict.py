"""Predict first: a question stands before a step; a wrong guess gets its reason."""

import re

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.conftest import Open
from tests.browser.screen import NEXT_FRAME, Screen
from tests.browser.test_accessibility import violations


def card(screen: Screen) -> Locator:
    return screen.page.locator(".practice")


def switch_on(screen: Screen, often: str | None = None) -> None:
    screen.find("practise-ask").click()
    expect(screen.page.locator(".practice-count")).to_be_visible()
    if often is not None:
        screen.find("ask-often").select_option(often)


def words(screen: Screen) -> Locator:
    return screen.page.locator(".practice-words")


def reply(screen: Screen) -> Locator:
    return screen.page.locator(".practice .prediction")


def expect_count(screen: Screen, right: int, asked: int) -> None:
    expect(screen.page.locator(".practice-count")).to_have_text(re.compile(rf"{right} .*{asked} "))


def until_question(screen: Screen, most: int = 20) -> None:
    for _ in range(most):
        before = screen.position()
        screen.find("next").click()
        screen.read(NEXT_FRAME)
        if words(screen).is_visible():
            return
        screen.stands_at(before + 1)
    raise AssertionError("no question came")


def shown(screen: Screen, address: str, digits: int = 4) -> str:
    """The number that the figures' letters print there, as somebody writes it."""
    trace = screen.api.trace(screen.asked())
    family, layer, unit = re.fullmatch(r"(z|error)(\d)\.(\d)", address).groups()  # type: ignore[union-attr]
    name = {"z": "pre_activations", "error": "activation_gradients"}[family]
    value = trace["layers"][int(layer) - 1][name][0][int(unit)]
    return f"{-value if family == 'error' else value:.{digits}g}"


def test_a_step_waits_for_its_answer_and_hides_its_numbers(screen: Screen) -> None:
    switch_on(screen)
    until_question(screen)
    assert screen.position() == 5
    field = screen.page.locator('[data-key="ask-number"]')
    expect(field).to_be_focused()
    screen.agrees_with(screen.asked())
    field.fill(shown(screen, "z3.0", 2))
    screen.press("Enter")
    screen.stands_at(6)
    expect(reply(screen)).to_have_attribute("data-right", "true")
    expect_count(screen, 1, 1)
    screen.agrees_with(screen.asked())


def test_a_wrong_number_gets_its_reason_and_another_go(screen: Screen) -> None:
    switch_on(screen)
    screen.go(7)
    until_question(screen)
    right = shown(screen, "error2.0")
    field = screen.page.locator('[data-key="ask-number"]')
    field.fill(right.removeprefix("-") if right.startswith("-") else f"-{right}")
    screen.press("Enter")
    expect(reply(screen)).to_contain_text("other sign")
    assert violations(screen) == []
    assert screen.position() == 7
    expect_count(screen, 0, 1)
    field.fill(right)
    screen.press("Enter")
    screen.stands_at(8)
    expect_count(screen, 0, 1)


def test_playing_pauses_at_a_question_and_goes_on_after_it(screen: Screen) -> None:
    switch_on(screen)
    screen.choose("speed", "4")
    screen.go(4)
    screen.find("play").click()
    expect(words(screen)).to_be_visible()
    assert screen.position() == 5
    expect(screen.find("play")).to_have_attribute("aria-label", "Play")
    screen.press("Escape")
    screen.stands_at(6)
    expect(words(screen)).to_contain_text("sign")
    screen.find("ask-positive").click()
    screen.stands_at(7)
    expect(reply(screen)).to_be_visible()


@pytest.mark.parametrize("often", ["seldom", "often"])
def test_a_link_holds_the_switch_and_the_count(open_screen: Open, often: str) -> None:
    screen = open_screen()
    switch_on(screen, often)
    screen.go(6)
    until_question(screen)
    screen.find("ask-positive").click()
    screen.stands_at(7)
    before = screen.page.locator(".practice-count").inner_text()
    other = open_screen(screen.link())
    expect(other.page.locator(".practice-count")).to_have_text(before)
    expect(other.find("ask-often")).to_have_value(often)
    expect(other.find("practise-ask")).to_have_attribute("aria-pressed", "true")
