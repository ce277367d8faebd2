"""A page of another origin, in a real browser: what it may call and frame, and what it may not."""

import http.server
import threading
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import serving
from tests.browser.screen import PATIENCE
from tests.paths import ROOT
from tests.web.requests import small

ASK = """async ([address, body]) => {
  try {
    const reply = await fetch(address, {
      method: "POST", headers: {"Content-Type": "application/json"}, body: JSON.stringify(body),
    });
    const json = await reply.json();
    return {status: reply.status, loss: json.loss, detail: json.detail,
            language: reply.headers.get("Content-Language")};
  } catch (error) {
    return {refused: error.name};
  }
}"""
FRAME = """async (address) => {
  const frame = document.body.appendChild(document.createElement("iframe"));
  const loaded = new Promise((resolve) => frame.addEventListener("load", resolve));
  frame.src = address;
  await loaded;
}"""


class EmptyPage(http.server.BaseHTTPRequestHandler):
    """The page of a school's own site."""

    def do_GET(self) -> None:
        body = b"<!doctype html><title>A school</title><link rel=icon href=data:,>"
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *arguments: Any) -> None:
        pass


@pytest.fixture(scope="module")
def schools() -> Iterator[list[str]]:
    """The origins of two sites. The settings name the first one."""
    servers = [http.server.ThreadingHTTPServer(("127.0.0.1", 0), EmptyPage) for _ in range(2)]
    for each in servers:
        threading.Thread(target=each.serve_forever, daemon=True).start()
    yield [f"http://127.0.0.1:{each.server_port}" for each in servers]
    for each in servers:
        each.shutdown()
        each.server_close()


@pytest.fixture(scope="module")
def open_server(schools: list[str]) -> Iterator[str]:
    named = {"DELTAFLOW_CORS_ORIGINS": schools[0], "DELTAFLOW_FRAME_ORIGINS": schools[0]}
    with serving(ROOT, **named) as address:
        yield address


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context()
    context.set_default_timeout(PATIENCE)
    yield context.new_page()
    context.close()


def test_a_named_origin_calls_the_api_and_reads_its_refusals(
    page: Page, schools: list[str], open_server: str
) -> None:
    page.goto(schools[0])
    answer = page.evaluate(ASK, [f"{open_server}/api/v1/trace", small()])
    assert answer["status"] == 200
    assert answer["loss"] > 0
    refused = page.evaluate(ASK, [f"{open_server}/api/v1/trace", {}])
    assert refused["status"] == 422
    assert refused["detail"]
    missing = page.evaluate(ASK, [f"{open_server}/api/v1/nothing", {}])
    assert missing["status"] == 404


def test_any_other_origin_is_refused(page: Page, schools: list[str], open_server: str) -> None:
    page.goto(schools[1])
    answer = page.evaluate(ASK, [f"{open_server}/api/v1/trace", small()])
    assert answer == {"refused": "TypeError"}


def test_without_a_named_origin_nobody_calls(page: Page, schools: list[str], server: str) -> None:
    page.goto(schools[0])
    answer = page.evaluate(ASK, [f"{server}/api/v1/trace", small()])
    assert answer == {"refused": "TypeError"}


@pytest.mark.parametrize(
    ("school", "address", "is_shown"),
    [(0, "/embed/descent", True), (0, "/", False), (0, "/lesson/1", False), (1, "/embed", False)],
)
def test_only_a_named_origin_frames_and_only_what_is_made_for_it(
    page: Page, schools: list[str], open_server: str, school: int, address: str, is_shown: bool
) -> None:
    page.goto(schools[school])
    page.evaluate(FRAME, f"{open_server}{address}")
    shown = page.frame_locator("iframe").locator("main")
    expect(shown).to_have_count(1 if is_shown else 0)
    assert (page.frames[1].url == f"{open_server}{address}") is is_shown
