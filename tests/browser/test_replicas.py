"""Two replicas behind nginx, below a path, as ``deploy/nginx.conf`` has it: no reader is bound to
one of them, and one that goes takes no answer along.
"""

import http.server
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from ipaddress import ip_address, ip_network
from pathlib import Path
from subprocess import Popen
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest
import yaml
from playwright.sync_api import expect

from app.headers import HEADERS
from app.settings import MEGABYTE
from tests.browser.conftest import Open, free_port, serving_process
from tests.browser.lesson.page import LessonPage
from tests.browser.pages import KINDS
from tests.browser.screen import Api
from tests.conftest import Client
from tests.nginx import CONFIGURATION, nginx_before
from tests.paths import ROOT
from tests.test_cli import serving
from tests.test_stopping import BODY, HEAD, answer_on, connected, wait_until_refused
from tests.web.pages.test_openapi import validator
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


# ---- what nginx does with a reply, and without one


class StandIn(http.server.BaseHTTPRequestHandler):
    """A replica that notes the bodies it gets and answers as its server says."""

    protocol_version = "HTTP/1.1"
    server: "Replica"

    def do_GET(self) -> None:
        self.close_connection = True
        self.connection.close()

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.taken.append(body)
        if self.server.status is None:
            self.close_connection = True
            self.connection.close()
            return
        self.send_response(self.server.status)
        self.send_header("Retry-After", "7")
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *arguments: Any) -> None:
        pass


class Replica(http.server.ThreadingHTTPServer):
    """:param status: of every answer; without one the connection ends after the request."""

    def __init__(self, status: int | None) -> None:
        super().__init__(("127.0.0.1", 0), StandIn)
        self.status = status
        self.taken: list[bytes] = []
        threading.Thread(target=self.serve_forever, daemon=True).start()

    def handle_error(self, request: Any, address: Any) -> None:
        """The connection that it has closed itself."""


@contextmanager
def stand_ins(folder: Path, *statuses: int | None) -> Iterator[tuple[list[Replica], str]]:
    replicas = [Replica(status) for status in statuses]
    try:
        ports = [each.server_port for each in replicas]
        with nginx_before(folder, free_port(), ports) as address:
            yield replicas, address
    finally:
        for each in replicas:
            each.shutdown()
            each.server_close()


def test_a_post_whose_replica_has_gone_is_sent_to_the_other(tmp_path: Path) -> None:
    body = b"x" * 100_000
    with stand_ins(tmp_path, None, 200) as (replicas, address):
        for _ in range(4):
            assert httpx.post(f"{address}/api/v1/trace", content=body).status_code == 200
        gone, answering = (each.taken for each in replicas)
        assert gone == [body] * len(gone)
        assert 1 <= len(gone) <= 4
        assert answering == [body] * 4


def test_a_busy_replica_is_believed(tmp_path: Path) -> None:
    with stand_ins(tmp_path, 503, 503) as (replicas, address):
        reply = httpx.post(f"{address}/api/v1/trace", content=b"{}")
        assert reply.status_code == 503
        assert reply.headers["Retry-After"] == "7"
        assert sum(len(each.taken) for each in replicas) == 1


def test_a_page_asks_again_by_itself_where_no_replica_answers(tmp_path: Path) -> None:
    with stand_ins(tmp_path, None, None) as (_, address):
        reply = httpx.get(f"{address}/lesson")
        assert reply.status_code == 503
        assert reply.headers["Retry-After"] == "5"
        assert reply.headers["Content-Type"] == "text/html; charset=utf-8"
        assert '<meta http-equiv="refresh" content="5">' in reply.text
        assert "服务器" in reply.text


def test_a_program_is_answered_with_a_problem_where_nginx_itself_refuses(
    tmp_path: Path, client: Client
) -> None:
    """As the API describes it: the very fields, and a code that it has."""
    problem = validator(client, "Problem")
    with stand_ins(tmp_path, None, None) as (_, address):
        asked = f"{address}/api/v1/trace"
        for reply, status, code in (
            (httpx.post(asked, content=b"{}"), 503, "error.detail.stopping"),
            (httpx.post(asked, content=bytes(33 * 1024 * 1024)), 413, "error.detail.too_large"),
        ):
            assert reply.status_code == status
            assert reply.headers["Content-Type"] == "application/problem+json"
            assert reply.headers["Cache-Control"] == "no-store"
            assert (reply.headers.get("Retry-After") == "5") == (status == 503)
            said = reply.json()
            problem.validate(said)
            assert (said["status"], said["code"]) == (status, code)


# ---- compose.yaml and nginx.conf name the same things


def test_compose_starts_what_nginx_asks() -> None:
    compose = yaml.safe_load((ROOT / "deploy" / "compose.yaml").read_text(encoding="utf-8"))
    text = CONFIGURATION.read_text(encoding="utf-8")
    replicas = [name for name in compose["services"] if name != "proxy"]
    assert len(replicas) == 2
    addresses = set()
    for name in replicas:
        assert f"server {name}:8000 " in text
        environment = compose["services"][name]["environment"]
        assert f"location {environment['DELTAFLOW_ROOT_PATH']}/ {{" in text
        (network,) = compose["networks"]["inside"]["ipam"]["config"]
        assert environment["DELTAFLOW_PROXIES"] == network["subnet"]
        address = compose["services"][name]["networks"]["inside"]["ipv4_address"]
        assert ip_address(address) in ip_network(network["subnet"])
        addresses.add(address)
    assert len(addresses) == len(replicas)  # each keeps its own when it is replaced
    proxy = compose["services"]["proxy"]
    assert set(proxy["depends_on"]) == set(replicas)
    assert proxy["volumes"] == ["./nginx.conf:/etc/nginx/conf.d/default.conf:ro"]
    assert "EXPOSE 8000" in (ROOT / "Dockerfile").read_text(encoding="utf-8")
