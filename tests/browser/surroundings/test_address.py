"""The address bar in a browser that limits its history, and with what others put into it."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Open
from tests.browser.links import link_to
from tests.browser.pages import KINDS, whole

#: Safari: 100 changes in 30 seconds, and an error for every further one. Counts them.
SAFARI = """
window.written = [];
for (const name of ["pushState", "replaceState"]) {
  const real = history[name].bind(history);
  history[name] = (...entry) => {
    const now = performance.now();
    window.written.push(now);
    if (window.written.filter((at) => now - at < 30000).length > 100)
      throw new DOMException("Attempt to use history more than 100 times", "SecurityError");
    real(...entry);
  };
}"""
#: A browser whose limit is already spent.
SPENT = """
for (const name of ["pushState", "replaceState"])
  history[name] = () => { throw new DOMException("The operation is insecure.", "SecurityError"); };
"""
#: The smallest distance of two changes, in milliseconds.
CLOSEST = "Math.min(1e9, ...written.slice(1).map((at, k) => at - written[k]))"
PLAYERS = ("/", "/training", "/chain-rule", "/descent")
NOTICE = '[role="status"]'


def open_with(open_screen: Open, script: str, address: str) -> Page:
    page = open_screen(address, ready=False, script=script).page
    KINDS[re.sub(r"^https?://[^/]+|[?#].*$", "", address) or "/"](page)
    return page


def step(page: Page, times: int) -> None:
    """Steps to and fro, each a change of the address."""
    # Of a run the steps between two frames are fetched first: a step back meanwhile takes the step
    # on back, and nothing has changed.
    whole(page)
    page.keyboard.press("ArrowRight")
    page.wait_for_selector('html:not([data-pending="true"])', state="attached")
    page.keyboard.press("ArrowLeft")
    for k in range(times):
        page.keyboard.press("ArrowRight" if k % 2 == 0 else "ArrowLeft")


def edit(page: Page) -> None:
    """An edit that every tool has: another preset, and the answer to it."""
    preset = page.locator('[data-key="preset"]')
    values = preset.locator("option").evaluate_all("(all) => all.map(({ value }) => value)")
    chosen = next(value for value in values if value and value != preset.input_value())
    preset.select_option(chosen)
    page.wait_for_selector('html[data-pending="false"][data-stale="false"]', state="attached")


@pytest.mark.parametrize("address", PLAYERS)
def test_the_address_is_written_at_most_once_a_second(
    open_screen: Open, server: str, address: str
) -> None:
    page = open_with(open_screen, SAFARI, f"{server}{address}")
    step(page, 120)
    page.wait_for_timeout(2500)
    assert page.evaluate("written.length") >= 1
    assert page.evaluate(CLOSEST) > 950
    edit(page)
    step(page, 120)
    page.wait_for_timeout(1500)
    shown = page.url
    assert "#1." in shown
    page.reload()
    KINDS[address](page)
    assert page.url == shown


@pytest.mark.parametrize("address", [*PLAYERS, "/lesson/5?teach=1"])
def test_a_browser_that_refuses_all_entries_stops_nothing(open_screen: Open, address: str) -> None:
    page = open_screen(address, ready=False, script=SPENT).page
    page.wait_for_selector('html[data-ready="true"]', state="attached")
    step(page, 10)
    if address in PLAYERS:
        edit(page)
    else:
        page.keyboard.press("End")
        expect(page.locator(".teach-place")).to_contain_text("Exercises")


def test_back_and_forward_go_through_edits_a_second_apart(open_screen: Open, server: str) -> None:
    page = open_with(open_screen, SAFARI, f"{server}/")
    weight = page.locator('.editor [data-field="w1.0.0"]')
    first = weight.input_value()
    for text in ("0.5", "0.75"):
        weight.fill(text)
        weight.press("Enter")
        page.wait_for_selector('html[data-pending="false"][data-stale="false"]', state="attached")
        page.wait_for_timeout(1100)
    page.go_back()
    expect(weight).to_have_value("0.5")
    page.go_back()
    expect(weight).to_have_value(first)
    page.go_forward()
    page.go_forward()
    expect(weight).to_have_value("0.75")


def test_the_way_back_to_an_anchor_shows_what_it_showed(open_screen: Open, server: str) -> None:
    page = open_with(open_screen, "", f"{server}/")
    weight = page.locator('.editor [data-field="w1.0.0"]')
    for text, goes_on in (("0.5", True), ("0.75", False)):
        weight.fill(text)
        weight.press("Enter")
        page.wait_for_selector('html[data-pending="false"][data-stale="false"]', state="attached")
        page.wait_for_timeout(1100)
        if goes_on:
            page.evaluate("location.hash = '#main'")
            page.wait_for_timeout(1100)
    page.go_back()
    expect(weight).to_have_value("0.5")


@pytest.mark.parametrize("address", [*PLAYERS, "/lesson/5"])
def test_a_damaged_link_is_told_and_stays_in_the_address_bar(
    open_screen: Open, server: str, address: str
) -> None:
    damaged = f"{server}{address}?lang=en#1.eyJwIjo"
    page = open_with(open_screen, "", damaged)
    expect(page.locator(NOTICE).filter(has_text="damaged")).to_be_visible()
    if address in PLAYERS:
        step(page, 3)
    page.wait_for_timeout(1500)
    assert page.url == damaged


@pytest.mark.parametrize("glue", [".", "。", "）", "%E3%80%82", '">', "_"])
def test_what_a_text_glues_to_a_link_does_not_damage_it(
    open_screen: Open, server: str, glue: str
) -> None:
    first = link_to(f"{server}/", p="xor", k=4)
    page = open_with(open_screen, "", first)
    expected = page.locator("html").get_attribute("data-position")
    page = open_with(open_screen, "", first + glue)
    expect(page.get_by_text("This link is damaged")).to_have_count(0)
    assert page.locator("html").get_attribute("data-position") == expected
    expect(page.locator('[data-key="preset"]')).to_have_value("xor")


def test_an_exercise_is_found_by_a_link_with_a_full_stop(open_screen: Open, server: str) -> None:
    page = open_with(open_screen, "", f"{server}/lesson/5#exercise-5-2-71.")
    expect(page.locator("#exercise-5-2-71")).to_be_visible()
