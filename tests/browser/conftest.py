"""A server and a browser for each worker; a fresh, watched context for each page that a test opens.

A test fails on any console message, page error or refused resource, and on any request that leaves
the origin. `complaints.allow` names the one message that a test provokes.
"""

import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import pytest
from playwright.sync_api import Browser, BrowserContext, expect, sync_playwright

from tests.browser.screen import PATIENCE, Api, Screen
from tests.chromium import FLAGS, find_chromium
from tests.paths import ROOT

#: Until a page has come: the first time its server puts its scripts together.
OPENING = 60_000

expect.set_options(timeout=PATIENCE)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def serving(folder: Path, **environment: str) -> Iterator[str]:
    """The address of a server that runs from a folder, with further environment variables."""
    with serving_process(folder, **environment) as (_, address):
        yield address


@contextmanager
def serving_process(
    folder: Path, **environment: str
) -> Iterator[tuple[subprocess.Popen[bytes], str]]:
    """A server as `serving` starts it, and its address."""
    port = free_port()
    command = [sys.executable, "-m", "uvicorn", "--factory", "app.main:create_app"]
    command += ["--port", str(port), "--log-level", "warning"]
    address = f"http://127.0.0.1:{port}"
    process = subprocess.Popen(command, cwd=folder, env=os.environ | environment)
    try:
        deadline = time.monotonic() + 60
        while True:
            assert process.poll() is None, "the server ended at its start"
            try:
                httpx.get(f"{address}/healthz").raise_for_status()
                break
            except httpx.TransportError:
                assert time.monotonic() < deadline, "the server does not answer"
                time.sleep(0.05)
        yield process, address
    finally:
        process.terminate()
        process.wait(timeout=10)


@pytest.fixture(scope="session")
def server() -> Iterator[str]:
    """The address of a server that runs for the whole session of this worker."""
    with serving(ROOT) as address:
        yield address


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=find_chromium(), args=FLAGS)
        yield found
        found.close()


@pytest.fixture(scope="session")
def api(server: str) -> Api:
    return Api(server)


@dataclass
class Complaints:
    """Everything that the browser said against the page."""

    origin: str
    heard: list[str] = field(default_factory=list)
    allowed: list[str] = field(default_factory=list)

    def allow(self, pattern: str) -> None:
        self.allowed.append(pattern)

    def hear(self, sentence: str) -> None:
        self.heard.append(sentence)

    def watch(self, context: BrowserContext) -> None:
        context.on("console", lambda message: self.hear(f"console {message.type}: {message.text}"))
        context.on("weberror", lambda problem: self.hear(f"page error: {problem.error}"))
        context.on("request", lambda request: self.check_origin(request.url))

    def check_origin(self, address: str) -> None:
        if not address.startswith((f"{self.origin}/", "data:", f"blob:{self.origin}/")):
            self.hear(f"left the origin: {address}")

    def left(self) -> list[str]:
        return [one for one in self.heard if not any(re.search(each, one) for each in self.allowed)]


@pytest.fixture
def complaints(server: str) -> Iterator[Complaints]:
    found = Complaints(server)
    yield found
    assert found.left() == []


Open = Callable[..., Screen]


@pytest.fixture
def open_screen(browser: Browser, server: str, api: Api, complaints: Complaints) -> Iterator[Open]:
    """Opens the page in a context of its own, where ``script`` runs before those of the page;
    options go to the context.
    """
    contexts: list[BrowserContext] = []

    def open_page(
        address: str = "/", *, ready: bool = True, script: str = "", **options: Any
    ) -> Screen:
        settings: dict[str, Any] = {
            "viewport": {"width": 1280, "height": 900},
            "locale": "en-GB",
            "reduced_motion": "reduce",
            "permissions": ["clipboard-read", "clipboard-write"],
        }
        context = browser.new_context(**(settings | options))
        context.set_default_timeout(PATIENCE)
        context.set_default_navigation_timeout(OPENING)
        complaints.watch(context)
        contexts.append(context)
        screen = Screen(context.new_page(), api)
        if script:
            screen.page.add_init_script(script)
        screen.page.goto(address if "://" in address else f"{server}{address}")
        if ready:
            screen.settle()
        return screen

    yield open_page
    for context in contexts:
        context.close()


@pytest.fixture
def screen(open_screen: Open) -> Screen:
    """The page as it opens: English, light, wide, without motion."""
    return open_screen()
