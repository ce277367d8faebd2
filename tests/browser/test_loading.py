"""What a page asks for when it is opened, and when it is opened again."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import pytest
from playwright.sync_api import Page

from app.web.bundles import Modules
from tests.browser.conftest import Open
from tests.paths import STATIC

PAGES = ("/", "/training", "/chain-rule", "/descent", "/check", "/lesson/2", "/lesson/5")


@dataclass(frozen=True)
class Sent:
    """A request that the server got, and the status of its answer."""

    address: str
    status: int


@contextmanager
def requests_of(page: Page) -> Iterator[list[Sent]]:
    """What goes over the wire until the page is ready and asks for nothing more."""
    sent: list[Sent] = []
    addresses: dict[str, str] = {}
    statuses: dict[str, int] = {}
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")

    def asked(event: dict[str, Any]) -> None:
        addresses[event["requestId"]] = event["request"]["url"]

    def answered(event: dict[str, Any]) -> None:
        """Only of what the network answered, with its own status: 304 is 200 to the page."""
        statuses[event["requestId"]] = event["statusCode"]

    session.on("Network.requestWillBeSent", asked)
    session.on("Network.responseReceivedExtraInfo", answered)
    yield sent
    page.wait_for_selector('html[data-ready="true"]', state="attached")
    page.wait_for_load_state("networkidle")
    session.detach()
    sent += [Sent(addresses[request], status) for request, status in statuses.items()]


@pytest.mark.parametrize(
    ("address", "language"), list(zip(PAGES, ["en", *["zh", "en"] * 3], strict=True))
)
def test_the_first_answers_come_with_the_page_and_a_reload_costs_three_requests_at_most(
    open_screen: Open, server: str, address: str, language: str
) -> None:
    page = open_screen("about:blank://", ready=False).page
    with requests_of(page) as first:
        page.goto(f"{server}{address}?lang={language}")
    assert len(first) > 5
    # A run comes line by line: no file holds it.
    if address != "/training":
        assert any("/answers/" in sent.address for sent in first)
        assert [sent for sent in first if "/api/" in sent.address] == []
    with requests_of(page) as again:
        page.reload()
    assert len(again) <= 3
    # Not even the page itself is sent again: the browser asks whether it has changed.
    assert again[0] == Sent(f"{server}{address}?lang={language}", 304)


def test_no_name_that_all_modules_of_a_script_see_is_one_of_the_browser(
    open_screen: Open,
) -> None:
    """A module that means the browser's would get the other."""
    scripts = (STATIC / "js" / "pages").rglob("*.js")
    names = sorted({name for path in scripts for name in Modules(path).shared})
    assert len(names) > 100
    page = open_screen("/api", ready=False).page
    assert page.evaluate("(names) => names.filter((name) => name in globalThis)", names) == []
