"""What somebody meets who tries things out: nonsense, refused edits, a server that is gone."""

from playwright.sync_api import expect

from tests.browser.conftest import Complaints
from tests.browser.screen import Screen


def test_nonsense_is_answered_with_what_can_stand_there(screen: Screen) -> None:
    field = screen.field("w1.0.0")
    for text, sentence in {
        "5₂": "“₂”, character 2",
        "1,000": "as 1.000 or as 1000",
        "": "such as 0.25",
        "0x10": "“x”, character 2",
    }.items():
        field.fill(text)
        field.press("Enter")
        line = screen.page.locator(f"#{field.get_attribute('aria-errormessage')}")
        expect(line).to_contain_text(sentence)
    field.press("Tab")
    expect(field).to_have_value("0x10")
    expect(screen.page.locator(".mistake")).to_have_count(1)


def test_an_invalid_number_of_rounds_runs_nothing(screen: Screen) -> None:
    screen.find("times").fill("0")
    screen.find("again-many").click()
    expect(screen.in_view("rounds", ".mistake")).to_contain_text("from 1 to 10000")
    expect(screen.in_view("rounds", ".round")).to_have_text("Round 1 · updates so far: 0")


def test_what_was_refused_stays_out_of_the_address_and_of_undo(
    screen: Screen, complaints: Complaints
) -> None:
    complaints.allow("status of 422")
    screen.enter("x.0@0", "1e10")
    good = screen.link()
    screen.enter("w1.0.0", "1e300")
    expect(screen.field("w1.0.0")).to_have_attribute("aria-invalid", "true")
    screen.page.wait_for_timeout(300)
    assert screen.page.url == good
    screen.press("Control+z")
    screen.settle()
    expect(screen.field("w1.0.0")).to_have_value("0.2")
    expect(screen.field("x.0@0")).to_have_value("1e10")


def test_the_page_comes_back_with_its_server(screen: Screen, complaints: Complaints) -> None:
    complaints.allow("ERR_FAILED")
    screen.page.wait_for_load_state("networkidle")
    screen.page.route("**/api/**", lambda route: route.abort())
    screen.field("w1.0.0").fill("0.9")
    screen.press("Enter")
    stale = screen.page.locator('html[data-stale="true"]')
    expect(stale).to_have_count(1)
    expect(screen.notice()).to_contain_text("The server cannot be reached.")
    expect(screen.field("w1.0.0")).to_have_value("0.9")
    screen.speak("zh")
    expect(screen.page.locator("html")).to_have_attribute("lang", "zh-Hans")
    screen.page.unroute("**/api/**")
    expect(stale).to_have_count(0)
    expect(screen.page.get_by_role("alert")).to_be_hidden()
