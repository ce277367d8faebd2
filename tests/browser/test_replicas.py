"""Two replicas behind nginx, below a path, as ``deploy/nginx.conf`` has it: no reader is bound to
one of them, and one that goes takes no answer along.
"""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from subprocess import Popen
from urllib.parse import urlsplit

import httpx
import pytest
from playwright.sync_api import expect

from app.headers import HEADERS
from app.settings import MEGABYTE
from tests.browser.conftest import Open, free_port, serving_process
from tests.browser.lesson.page import LessonPage
from tests.browser.pages import KINDS
from tests.browser.screen import Api
from tests.nginx import nginx_before
from tests.paths import ROOT
from tests.test_cli import serving
from tests.test_stopping import BODY, HEAD, answer_on, connected, wait_until_refused
from tests.web.requests import small

BEHIND = {"DELTAFLOW_ROOT_PATH": "/deltaflow", "DELTAFLOW_PROXIES": "127.0.0.1"}


def port_of(address: str) -> int:
    port = urlsplit(address).port
    assert port is not None
    return port


@pytest.fixture(scope="module")
def replicas(
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[tuple[list[Popen[bytes]], str]]:
    """The processes of two replicas, and the address at which nginx publishes them."""
    folder = tmp_path_factory.mktemp("nginx")
    with (
        serving_process(ROOT, **BEHIND) as (first, one),
        serving_process(ROOT, **BEHIND) as (second, two),
        nginx_before(folder, free_port(), [port_of(one), port_of(two)]) as address,
    ):
        yield [first, second], address


@pytest.fixture(scope="module")
def server(replicas: tuple[list[Popen[bytes]], str]) -> str:
    return replicas[1]


@pytest.fixture(scope="module")
def api(server: str) -> Api:
    return Api(server)


@pytest.mark.parametrize("address", KINDS)
def test_each_kind_of_page_works(open_screen: Open, address: str) -> None:
    KINDS[address](open_screen(f"{address}?lang=en", ready=False).page)


def test_replies_are_those_of_the_server(server: str) -> None:
    with httpx.Client(timeout=30) as client:
        first = client.get(server.removesuffix("/deltaflow"))
        assert first.headers["location"].endswith("/deltaflow/")
        page = client.get(f"{server}/api")
        assert {name: page.headers.get(name) for name in HEADERS} == HEADERS
        assert f"curl -s {server}/api/v1/catalog" in page.text
        answer = client.post(f"{server}/api/v1/trace", json=small())
        assert answer.status_code == 200
        large = client.post(f"{server}/api/v1/trace", content=b" " * (9 * MEGABYTE))
        assert large.status_code in (413, 415)
        assert large.headers["content-type"] == "application/problem+json"
        catalog = client.get(f"{server}/api/v1/catalog")
        assert catalog.headers["content-encoding"] == "gzip"


def test_a_replica_that_is_killed_takes_no_figure_along(
    open_screen: Open, replicas: tuple[list[Popen[bytes]], str]
) -> None:
    """The last test of these replicas."""
    page = open_screen("/lesson?lang=en", ready=False).page
    page.goto(f"{replicas[1]}/lesson/2?lang=en", wait_until="commit")
    replicas[0][0].kill()
    KINDS["/lesson/5"](page)
    expect(page.locator(".problem").filter(visible=True)).to_have_count(0)
    # The other one is left alone with every question.
    page.goto(f"{replicas[1]}/lesson/3?lang=en")
    LessonPage(page).settle()


def statuses(address: str) -> set[int]:
    """Of the answers to many who ask at the same time."""
    with ThreadPoolExecutor(8) as readers, httpx.Client(timeout=60) as client:
        return {each.status_code for each in readers.map(client.get, [address] * 24)}


def test_a_replica_that_stops_is_asked_no_more(tmp_path: Path) -> None:
    """While it still answers a request, so that it has not gone."""
    settings = {"root_path": "/deltaflow", "proxies": "127.0.0.1", "grace": 60}
    with (
        serving("-m", "app", **settings) as (stopping, one),
        serving("-m", "app", **settings) as (_, two),
        nginx_before(tmp_path, free_port(), [one, two]) as address,
        connected(one) as under_way,
    ):
        under_way.sendall(HEAD + BODY[:10])
        assert statuses(f"{address}/lesson/1") == {200}  # nginx keeps some connections
        stopping.terminate()
        wait_until_refused(one)
        assert statuses(f"{address}/lesson/1") == {200}
        under_way.sendall(BODY[10:])
        assert answer_on(under_way)[0] == 200
