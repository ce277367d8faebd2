"""Below a path, ``/deltaflow``, each kind of page works, and nothing that it does leaves the path.

`complaints` hears of every request that begins otherwise than the address of the ``server``.
"""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Complaints, Open, serving
from tests.browser.lesson.page import LessonPage
from tests.browser.pages import KINDS
from tests.browser.screen import Api, Screen
from tests.paths import ROOT

ROOT_PATH = "/deltaflow"
LINKS = "() => [...document.querySelectorAll('a[href]')].map((link) => link.href)"


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    with serving(ROOT, DELTAFLOW_ROOT_PATH=ROOT_PATH) as address:
        yield f"{address}{ROOT_PATH}"


@pytest.fixture(scope="module")
def api(server: str) -> Api:
    return Api(server)


@pytest.mark.parametrize("address", KINDS)
def test_a_page_works_and_its_links_stay_below_the_path(
    open_screen: Open, server: str, address: str
) -> None:
    page = open_screen(f"{address}?lang=en", ready=False).page
    KINDS[address](page)
    links = page.evaluate(LINKS)
    assert len(links) > 5
    assert [link for link in links if not link.startswith(f"{server}/")] == []


def test_what_is_copied_holds_the_path(screen: Screen, server: str) -> None:
    screen.find("copy-curl").click()
    expect(screen.notice()).not_to_be_empty()
    copied = screen.page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith(f"curl -s {server}/api/v1/trace ")


def test_a_network_opens_its_slice_and_comes_back(screen: Screen, server: str) -> None:
    screen.find("slice").click()
    screen.page.wait_for_url(re.compile(f"{re.escape(server)}/descent#"))
    screen.settle()
    screen.find("slice-back").click()
    screen.page.wait_for_url(re.compile(f"{re.escape(server)}/#"))
    screen.settle()


def test_a_change_of_language_needs_no_other_path(screen: Screen) -> None:
    screen.speak("zh")
    expect(screen.page.locator("html")).to_have_attribute("lang", "zh-Hans")


def test_a_teacher_goes_on_to_the_next_section(open_screen: Open, server: str) -> None:
    page = open_screen("/lesson/1?teach=end&hide=exercises", ready=False).page
    LessonPage(page).settle()
    page.keyboard.press("ArrowRight")
    page.wait_for_url(f"{server}/lesson/2?*teach=1*")
    LessonPage(page).settle()
    assert "hide=exercises" in page.url
    contents = page.locator(".sections a").first
    assert "hide=exercises" in (contents.get_attribute("href") or "")


def test_a_missing_page_leads_back(open_screen: Open, complaints: Complaints, server: str) -> None:
    complaints.allow("status of 404")
    page = open_screen("/nothing", ready=False).page
    expect(page.locator("main")).to_contain_text(f"{ROOT_PATH}/api")
    page.locator("main a").click()
    page.wait_for_url(f"{server}/?lang=en")
    KINDS["/"](page)
