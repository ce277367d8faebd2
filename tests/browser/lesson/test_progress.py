"""What a reader has done is shown in the contents, survives a reload, and can be begun anew."""

import json

from playwright.sync_api import expect

from tests.browser.conftest import Open
from tests.browser.lesson.page import LessonPage

#: Two of section 5's four exercises, all of section 1's, and what is no progress at all.
KEPT = {
    "version": 1,
    "visited": [1, 5],
    "solved": ["5.when", "5.exercise-1", *(f"1.exercise-{number}" for number in (1, 2, 3))],
    "last": 5,
}


def test_the_contents_show_what_is_done_and_where_to_go_on(open_screen: Open) -> None:
    page = open_screen("/lesson?lang=en", ready=False).page
    lesson = LessonPage(page)
    lesson.settle()
    cards = page.locator(".section-cards > li")
    expect(cards).to_have_count(7)
    go_on, forget = page.locator("[data-go-on] a"), page.locator("[data-forget] button")
    expect(go_on).to_have_count(0)
    expect(forget).to_have_count(0)
    expect(cards.nth(4)).to_contain_text("Not begun · 4 exercises")

    # Whatever stands in the browser's memory, the page opens.
    for kept in ("{", '{"version":1,"visited":[1e99],"last":99}', json.dumps(KEPT)):
        page.evaluate("(kept) => localStorage.setItem('lesson', kept)", kept)
        page.reload()
        lesson.settle()
        expect(cards).to_have_count(7)
    expect(cards.nth(4).locator("[data-section-done]")).to_have_text("2 of 4 exercises solved")
    expect(cards.nth(0).locator("[data-section-done]")).to_have_text("✓ 3 of 3 exercises solved")
    expect(cards.nth(1)).to_contain_text("Not begun")

    # On from where one was; a section that is opened counts, here and after a reload.
    go_on.click()
    page.wait_for_url("**/lesson/5?lang=en")
    page.goto(page.url.replace("/5?", "/1?"))
    lesson.settle()
    here = page.locator('.sections [aria-current="page"]')
    expect(here).to_contain_text("1")
    expect(page.locator('.sections [data-section="5"] [data-section-done]')).to_contain_text("2")
    page.locator(".lesson-name a").click()
    lesson.settle()
    expect(go_on).to_have_attribute("href", "/lesson/1?lang=en")

    # To begin anew can be taken back, by keyboard, and the focus stays.
    forget.focus()
    page.keyboard.press("Enter")
    expect(cards.nth(0)).to_contain_text("Not begun")
    expect(go_on).to_have_count(0)
    expect(forget).to_be_focused()
    page.keyboard.press("Enter")
    expect(cards.nth(0)).to_contain_text("✓")
    expect(forget).to_be_focused()
    page.reload()
    lesson.settle()
    expect(cards.nth(0)).to_contain_text("✓")
