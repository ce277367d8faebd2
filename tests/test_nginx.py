"""What nginx does with a reply of a replica, and without one, as ``deploy/nginx.conf`` has it; and
that ``compose.yaml`` names the same things.
"""

import http.server
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from ipaddress import ip_address, ip_network
from pathlib import Path
from typing import Any

import httpx
import yaml

from tests.conftest import Client
from tests.nginx import CONFIGURATION, nginx_before
from tests.paths import ROOT
from tests.test_cli import free_port
from tests.web.pages.test_openapi import validator


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
