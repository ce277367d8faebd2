"""Predict first, in a figure of the lesson: the switch and the count are the section's."""

import re

from playwright.sync_api import Locator, expect

from tests.browser.conftest import Open


def test_a_figure_asks_before_its_steps(open_screen: Open) -> None:
    page = open_screen("/lesson/5?lang=en", ready=False).page
    figures = page.locator("[data-figure]:has(.figure-practice [data-key=practise-ask])")
    first = figures.first
    first.scroll_into_view_if_needed()
    first.locator('[data-key="practise-ask"]').click()
    expect(first.locator(".practice-count")).to_be_visible()
    expect(first.locator('[data-key="practise-act"]')).to_have_count(0)
    first.locator('[data-key="ask-often"]').select_option("often")

    back = first.locator('[data-key="back"]')
    while back.get_attribute("aria-disabled") is None:
        back.click()
        page.wait_for_timeout(150)
    assert until_question(first)
    choice = first.locator('[data-key="ask-positive"]')
    if choice.is_visible():
        choice.click()
    else:
        first.locator('[data-key="ask-number"]').fill("123")
        page.keyboard.press("Enter")
    expect(first.locator(".prediction")).to_be_visible()
    expect(first.locator(".practice-count")).to_have_text(re.compile(r"of 1 "))

    page.reload()
    first.scroll_into_view_if_needed()
    expect(first.locator(".practice-count")).to_have_text(re.compile(r"of 1 "))
    expect(first.locator('[data-key="ask-often"]')).to_have_value("often")


def until_question(figure: Locator) -> bool:
    for _ in range(12):
        figure.locator('[data-key="next"]').click()
        figure.page.wait_for_timeout(150)
        if figure.locator(".practice-words").is_visible():
            return True
    return False
