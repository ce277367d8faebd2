"""Two versions of the server answer in turn while an update is under way: a page that gets its
parts from both works, or says that it is to be reloaded.
"""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.conftest import Complaints, Open, free_port, serving
from tests.browser.pages import KINDS
from tests.browser.screen import Api
from tests.browser.test_replicas import BEHIND, port_of
from tests.nginx import nginx_before
from tests.paths import ROOT

#: What the next version names otherwise, so that a page and a script of two versions do not fit.
RENAMED = ("lesson-data", "lesson-page-data")
PLACES = ("templates/lesson.html", "static/js/pages/lesson.js")


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    """The version of now, below a path."""
    with serving(ROOT, **BEHIND) as address:
        yield f"{address}/deltaflow"


@pytest.fixture(scope="module")
def api(server: str) -> Api:
    return Api(server)


@pytest.fixture(scope="module")
def following(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The next version, whose lesson pages need their own script."""
    folder = tmp_path_factory.mktemp("next")
    for part in ("app", "static", "templates"):
        shutil.copytree(ROOT / part, folder / part)
    for place in PLACES:
        file = folder / place
        text = file.read_text(encoding="utf-8")
        assert RENAMED[0] in text
        file.write_text(text.replace(*RENAMED), encoding="utf-8")
    with serving(folder, **BEHIND) as address:
        yield f"{address}/deltaflow"


def take_from(page: Page, pattern: str, server: str, following: str) -> None:
    """What the page requests by these addresses comes from the next version."""

    def answer(route: Route) -> None:
        route.fulfill(response=route.fetch(url=route.request.url.replace(server, following)))

    page.route(pattern, answer)


def expect_note(page: Page, is_shown: bool) -> None:
    note = page.get_by_text("reload the page")
    expect(note).to_be_visible() if is_shown else expect(note).to_be_hidden()


@pytest.mark.parametrize("address", KINDS)
def test_a_page_of_one_version_says_nothing(open_screen: Open, address: str) -> None:
    page = open_screen(f"{address}?lang=en", ready=False).page
    KINDS[address](page)
    expect_note(page, False)


@pytest.mark.parametrize("part", ["**/static/**", "**/static/**/js/**"])
def test_a_page_that_fits_parts_of_the_next_version_works_and_says_so(
    open_screen: Open, server: str, following: str, part: str
) -> None:
    page = open_screen("/api?lang=en", ready=False).page
    take_from(page, part, server, following)
    page.goto(f"{server}/?lang=en")
    KINDS["/"](page)
    expect_note(page, True)


def test_a_page_that_does_not_fit_its_script_says_that_it_is_to_be_reloaded(
    open_screen: Open, complaints: Complaints, server: str, following: str
) -> None:
    complaints.allow("page error")
    page = open_screen("/api?lang=en", ready=False).page
    take_from(page, "**/static/**", server, following)
    page.goto(f"{server}/lesson/1?lang=en")
    expect_note(page, True)
    assert page.locator('html[data-ready="true"]').count() == 0
    # The server is of one version again.
    page.unroute_all(behavior="wait")
    page.reload()
    KINDS["/lesson/5"](page)
    expect_note(page, False)


def test_an_open_page_notices_that_the_server_was_updated(
    open_screen: Open, server: str, following: str
) -> None:
    screen = open_screen("/?lang=en")
    expect_note(screen.page, False)
    take_from(screen.page, "**/api/v1/*", server, following)
    screen.choose("preset", "xor")
    expect_note(screen.page, True)
    screen.speak("zh")
    expect(screen.page.get_by_text("请重新加载页面")).to_be_visible()


def test_pages_work_while_nginx_asks_both_in_turn(
    open_screen: Open, complaints: Complaints, server: str, following: str, tmp_path: Path
) -> None:
    complaints.allow("left the origin|page error")
    ports = [port_of(server), port_of(following)]
    page = open_screen("/api?lang=en", ready=False).page
    with nginx_before(tmp_path, free_port(), ports) as address:
        for _ in range(3):
            page.goto(f"{address}/?lang=en")
            KINDS["/"](page)
            page.goto(f"{address}/lesson/1?lang=en")
            works_or_says = page.locator('html[data-ready="true"], html[data-mixed]').first
            expect(works_or_says).to_be_attached()
        page.goto("about:blank")
