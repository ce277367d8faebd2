"""Pages that were kept work without the server, and none is older than it must be."""

import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Complaints, Open, serving_process
from tests.browser.screen import Api, Screen, reveal
from tests.browser.take.saving import open_dialog, saved
from tests.paths import ROOT

#: What a browser says of what it cannot reach.
OUT_OF_REACH = "ERR_INTERNET_DISCONNECTED|ERR_CONNECTION|ERR_FAILED|Failed to load resource"
REGISTERED = "navigator.serviceWorker.getRegistration().then((found) => found !== undefined)"


@dataclass
class Release:
    """A server of a copy of the program that can be changed, and stopped."""

    folder: Path
    address: str
    process: subprocess.Popen[bytes]

    def change(self) -> None:
        """The next release has another style and another word."""
        sheet = self.folder / "static/css/base/base.css"
        sheet.write_text(f"{sheet.read_text(encoding='utf-8')}\n/* next */\n", encoding="utf-8")
        page = self.folder / "templates/signal_flow.html"
        text = page.read_text(encoding="utf-8")
        mark = '<div class="rounds"'
        assert mark in text
        page.write_text(text.replace(mark, f'<div id="next"></div>{mark}'), encoding="utf-8")


@pytest.fixture
def release(tmp_path: Path) -> Iterator[Release]:
    for part in ("app", "static", "templates"):
        shutil.copytree(ROOT / part, tmp_path / part)
    with serving_process(tmp_path, DELTAFLOW_STATIC_SECONDS="0.1") as (process, address):
        yield Release(tmp_path, address, process)


@pytest.fixture
def server(release: Release) -> str:
    return release.address


@pytest.fixture
def api(server: str) -> Api:
    return Api(server)


def switch(page: Page) -> None:
    reveal(page, '[data-key="offline"]').click()
    page.locator('[data-key="offline-switch"]').click()


def keep(page: Page) -> None:
    switch(page)
    expect(page.locator(".take-said")).to_have_text(re.compile("are kept"))
    page.locator('[data-key="offline-close"]').click()


def version(page: Page) -> str:
    found = page.locator("html").get_attribute("data-version")
    assert found is not None
    return found


def kept(page: Page) -> list[str]:
    names = page.evaluate("caches.keys()")
    assert isinstance(names, list)
    return names


def test_nothing_is_kept_until_a_reader_says_so(open_screen: Open) -> None:
    page = open_screen().page
    page.reload()
    assert page.evaluate(REGISTERED) is False
    assert kept(page) == []


def test_a_kept_page_works_while_the_server_is_stopped(
    open_screen: Open, release: Release, complaints: Complaints
) -> None:
    complaints.allow(OUT_OF_REACH)
    screen = open_screen("/?lang=en")
    keep(screen.page)
    page = screen.page
    page.goto(f"{release.address}/chain-rule?lang=en")
    screen.settle()
    release.process.terminate()
    release.process.wait(timeout=10)
    page.goto(f"{release.address}/?lang=en")
    screen.settle()
    screen.go(18)
    dialog = open_dialog(page)
    _, svg = saved(dialog)
    assert b"0.5628" in svg
    page.goto(f"{release.address}/chain-rule?lang=en")
    screen.settle()
    screen.press("ArrowRight")
    screen.stands_at(1)


def test_a_kept_page_works_without_a_connection(
    open_screen: Open, release: Release, complaints: Complaints
) -> None:
    complaints.allow(OUT_OF_REACH)
    screen = open_screen("/?lang=en")
    keep(screen.page)
    screen.page.context.set_offline(True)
    screen.page.reload()
    screen.settle()
    screen.go(3)
    assert "0.4502" in screen.page.locator('[data-view="formula_panel"]').inner_text()


def test_a_new_release_is_on_the_screen_with_the_next_load(
    open_screen: Open, release: Release, complaints: Complaints
) -> None:
    complaints.allow(OUT_OF_REACH)
    screen = open_screen("/?lang=en")
    page = screen.page
    keep(page)
    first = version(page)
    page.reload()
    screen.settle()
    assert version(page) == first
    release.change()
    page.wait_for_timeout(500)
    page.reload()
    screen.settle()
    assert version(page) != first
    expect(page.locator("#next")).to_have_count(1)
    assert page.evaluate("navigator.serviceWorker.controller !== null")
    used = page.evaluate("performance.getEntriesByType('resource').map(({ name }) => name)")
    assert not [name for name in used if first in name]
    # What is kept is of the new release alone, and whole.
    page.wait_for_timeout(500)
    assert kept(page) == [f"deltaflow-{version(page)}"]
    page.context.set_offline(True)
    page.reload()
    screen.settle()
    expect(page.locator("#next")).to_have_count(1)


def test_switched_off_it_leaves_nothing_behind(open_screen: Open) -> None:
    screen = open_screen("/?lang=en")
    page = screen.page
    keep(page)
    assert page.evaluate(REGISTERED) is True
    page.reload()
    screen.settle()
    reveal(page, '[data-key="offline"]').click()
    box = page.locator('[data-key="offline-switch"]')
    expect(box).to_be_checked()
    box.click()
    expect(page.locator(".take-said")).to_have_text("Nothing is kept any more.")
    page.reload()
    screen.settle()
    assert page.evaluate(REGISTERED) is False
    assert kept(page) == []


def test_answers_that_are_computed_are_not_kept(open_screen: Open, complaints: Complaints) -> None:
    complaints.allow(OUT_OF_REACH)
    screen: Screen = open_screen("/?lang=en")
    page = screen.page
    keep(page)
    page.reload()
    screen.settle()
    screen.press("a")
    screen.settle()
    addresses = page.evaluate(
        "caches.keys().then((names) => Promise.all(names.map(async (name) =>"
        " (await (await caches.open(name)).keys()).map(({ url }) => url))))"
        ".then((all) => all.flat())"
    )
    assert addresses
    assert not [address for address in addresses if "/api/v1" in address]
