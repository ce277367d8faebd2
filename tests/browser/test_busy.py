"""A server with too much to do: the page waits, says so, and asks again by itself."""

from collections import Counter

import pytest
from playwright.sync_api import Route, expect

from tests.browser.conftest import Complaints, Open
from tests.browser.lesson.page import LessonPage


@pytest.mark.parametrize(
    ("language", "sentence"),
    [("en", "The page asks again by itself in about 1 s."), ("zh", "页面约 1 秒后自动重试。")],
)
def test_no_figure_breaks_while_the_server_is_busy(
    open_screen: Open, complaints: Complaints, language: str, sentence: str
) -> None:
    asked: Counter[str] = Counter()

    def refuse_twice(route: Route) -> None:
        question = route.request.url + (route.request.post_data or "")
        asked[question] += 1
        if asked[question] <= 2:
            route.fulfill(status=503, headers={"Retry-After": "0.2"}, json={"detail": "No room."})
        else:
            route.fallback()

    complaints.allow("status of 503")
    page = open_screen("about:blank://", ready=False).page
    page.route("**/api/v1/*", refuse_twice)
    page.route("**/answers/**", refuse_twice)
    page.goto(f"{complaints.origin}/lesson/2?lang={language}")
    expect(page.locator("[data-lesson-notice]")).to_contain_text(sentence)
    LessonPage(page).settle()
    for _ in range(100):  # figures near the window, not yet in it, may still be waiting
        if set(asked.values()) == {3}:
            break
        page.wait_for_timeout(100)
    assert set(asked.values()) == {3}
    expect(page.locator("[data-figure]").first).to_be_visible()
    expect(page.get_by_text("No room.")).to_have_count(0)


def test_the_page_of_a_network_says_that_it_waits(
    open_screen: Open, complaints: Complaints
) -> None:
    screen = open_screen()
    refused = []

    def refuse_once(route: Route) -> None:
        refused.append(route.request.url)
        route.fulfill(status=503, headers={"Retry-After": "1"}, json={"detail": "No room."})

    complaints.allow("status of 503")
    screen.page.route("**/api/v1/trace", refuse_once, times=1)
    screen.page.locator('[data-key="preset"]').select_option("xor")
    expect(screen.notice()).to_contain_text("The page asks again by itself")
    screen.settle()
    assert len(refused) == 1
    expect(screen.page.get_by_text("No room.")).to_have_count(0)


@pytest.mark.parametrize(("address", "place"), [("/", "main"), ("/lesson/5", '[data-figure="5"]')])
def test_a_picture_that_never_came_can_be_asked_for_again(
    open_screen: Open, complaints: Complaints, address: str, place: str
) -> None:
    complaints.allow("ERR_FAILED")
    page = open_screen("about:blank://", ready=False).page
    page.clock.install()
    for questions in ("**/api/v1/*", "**/answers/**"):
        page.route(questions, lambda route: route.abort())
    page.goto(f"{complaints.origin}{address}?lang=en")
    failure = page.locator(f"{place} .failure:visible")
    for _ in range(40):  # more waits than the page makes before it gives up
        page.clock.run_for(30_000)
        if failure.is_visible():
            break
    expect(failure).to_contain_text("there is no picture yet")
    page.unroute_all()
    # The page comes back by itself when the browser is online; a reader need not wait for that.
    failure.get_by_role("button", name="Try again").click()
    page.clock.run_for(5_000)
    expect(page.locator(f"{place} .diagram")).to_be_visible()
    expect(failure).to_have_count(0)


def test_a_page_comes_back_when_the_browser_is_online(
    open_screen: Open, complaints: Complaints
) -> None:
    complaints.allow("ERR_INTERNET_DISCONNECTED")
    screen = open_screen()
    screen.page.context.set_offline(True)
    screen.page.locator('[data-key="preset"]').select_option("xor")
    expect(screen.notice()).to_contain_text("The server cannot be reached.")
    screen.page.context.set_offline(False)
    screen.settle()
    expect(screen.page.locator('html[data-stale="false"]')).to_have_count(1)
