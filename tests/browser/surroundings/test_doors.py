"""The links of the bar lead to each tool as one has left it in this tab."""

from playwright.sync_api import expect

from tests.browser.conftest import Open
from tests.browser.screen import Screen


def door(screen: Screen, path: str) -> None:
    page = screen.page
    page.locator(f'.site > .pages a[href*="{path}?"]').click()
    page.wait_for_function("(path) => location.pathname === path", arg=path)
    page.locator("html[data-ready]").wait_for(state="attached")


def test_each_link_of_the_bar_leads_to_the_work_one_has_left(screen: Screen) -> None:
    page = screen.page
    screen.enter("w1.0.0", "0.75")
    screen.press("Escape")
    screen.go(4)
    mine = screen.asked()
    screen.press("Escape")
    door(screen, "/chain-rule")
    screen.press("ArrowRight", "ArrowRight")
    chain = screen.position()
    door(screen, "/descent")
    door(screen, "/lesson")
    door(screen, "/")
    screen.stands_at(4)
    assert screen.asked() == mine
    screen.press("Escape")
    door(screen, "/chain-rule")
    screen.stands_at(chain)
    # A plain address opens the beginning, and so does the link from then on.
    page.goto(f"{screen.api.address}/")
    screen.settle()
    screen.stands_at(0)
    expect(screen.field("w1.0.0")).to_have_value("0.2")
    door(screen, "/chain-rule")
    page.locator(".site > .name").click()
    page.wait_for_function("location.pathname === '/'")
    screen.settle()
    expect(screen.field("w1.0.0")).to_have_value("0.2")


def test_the_link_of_the_page_one_is_on_leaves_the_work_alone(screen: Screen) -> None:
    screen.enter("w1.0.0", "0.75")
    screen.press("Escape")
    for query in (".site > .pages [aria-current]", ".site > .name"):
        screen.page.locator(query).click()
        screen.settle()
        expect(screen.field("w1.0.0")).to_have_value("0.75")
        expect(screen.find("undo")).to_be_enabled()


def test_another_tab_begins_anew(open_screen: Open) -> None:
    screen = open_screen("/")
    screen.enter("w1.0.0", "0.75")
    other = Screen(screen.page.context.new_page(), screen.api)
    other.page.goto(f"{screen.api.address}/chain-rule")
    other.settle()
    door(other, "/")
    expect(other.field("w1.0.0")).to_have_value("0.2")
