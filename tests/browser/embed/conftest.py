"""A school's own site on another port, that shows players of this server in its pages."""

import http.server
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from tests.browser.conftest import serving
from tests.paths import ROOT

#: What a page of the school notes of the messages that it hears, and of events of the element.
NOTES = """<script>
window.heard = [];
addEventListener("message", ({ origin, data }) => heard.push({ origin, ...data }));
</script>"""


class Site(http.server.ThreadingHTTPServer):
    """:ivar pages: the body of each page, by its path."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), SitePage)
        self.pages: dict[str, str] = {}

    @property
    def origin(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"


class SitePage(http.server.BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        assert isinstance(self.server, Site)
        body = self.server.pages.get(self.path, "")
        head = "<!doctype html><title>A school</title><link rel=icon href=data:,>"
        content = f"{head}{NOTES}{body}".encode()
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *arguments: Any) -> None:
        pass


@contextmanager
def site() -> Iterator[Site]:
    found = Site()
    threading.Thread(target=found.serve_forever, daemon=True).start()
    yield found
    found.shutdown()
    found.server_close()


@pytest.fixture(scope="session")
def school() -> Iterator[Site]:
    """The site that the settings of `open_server` name."""
    with site() as found:
        yield found


@pytest.fixture(scope="session")
def stranger() -> Iterator[Site]:
    """A site that no settings name."""
    with site() as found:
        yield found


@pytest.fixture(scope="session")
def open_server(school: Site) -> Iterator[str]:
    with serving(ROOT, DELTAFLOW_FRAME_ORIGINS=school.origin) as address:
        yield address


@pytest.fixture(scope="session")
def below_a_path(school: Site) -> Iterator[str]:
    """The same server behind a proxy that shows it below a path."""
    settings = {"DELTAFLOW_FRAME_ORIGINS": school.origin, "DELTAFLOW_ROOT_PATH": "/deltaflow"}
    with serving(ROOT, **settings) as address:
        yield f"{address}/deltaflow"
