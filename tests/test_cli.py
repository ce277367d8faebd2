"""The command as it is started: it serves, keeps its deadlines, and stops cleanly."""

import contextlib
import json
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator

import httpx
import pytest

from app.headers import HEADERS
from tests.paths import ROOT
from tests.web.requests import small


def served_with(settings: str) -> str:
    """A program that serves, on the port that ends its command line, with other settings."""
    return (
        "import sys, uvicorn\n"
        "from app.protocol import ServerConfig\n"
        "from app.settings import Settings\n"
        f"config = ServerConfig(Settings({settings}), port=int(sys.argv[-1]), log_level='error')\n"
        "uvicorn.Server(config).run()\n"
    )


#: A server whose deadline for a request's head is short enough to wait for.
IMPATIENT = served_with("head_seconds=0.5")


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


def wait_for(port: int) -> None:
    """Returns once the server answers."""
    for _ in range(300):
        with contextlib.suppress(httpx.TransportError):
            httpx.get(f"http://127.0.0.1:{port}/healthz", timeout=30)
            return
        time.sleep(0.1)


@contextlib.contextmanager
def serving(*command: str, **settings: object) -> Iterator[tuple[subprocess.Popen[bytes], int]]:
    """The process and its port, once it answers; ``settings`` become options."""
    port = free_port()
    options = [f"--{name.replace('_', '-')}={value}" for name, value in settings.items()]
    process = subprocess.Popen(
        [sys.executable, *command, "serve", *options, "--port", str(port)],
        cwd=ROOT,
        stderr=subprocess.PIPE,
    )
    try:
        wait_for(port)
        yield process, port
    finally:
        process.kill()
        process.communicate()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_it_serves_and_being_asked_to_stop_is_no_failure(number: int) -> None:
    with serving("-m", "app.cli") as (process, port):
        base = f"http://127.0.0.1:{port}"
        assert httpx.get(f"{base}/healthz", timeout=30).json() == {"status": "ok"}
        response = httpx.post(f"{base}/api/v1/trace", json=small(), timeout=30)
        assert response.status_code == 200
        assert "server" not in response.headers
        process.send_signal(number)
        assert process.wait(20) == 0


def test_half_open_connections_are_closed_and_starve_nobody() -> None:
    with serving("-c", IMPATIENT) as (_, port), contextlib.ExitStack() as opened:
        heads = [b"", b"GET / HT", b"POST /api/v1/trace HTTP/1.1\r\nHost: x\r\nContent-Le"]
        sockets = []
        for index in range(90):
            connection = socket.create_connection(("127.0.0.1", port))
            opened.enter_context(connection)
            connection.sendall(heads[index % 3])
            connection.settimeout(20)
            sockets.append(connection)
        assert httpx.get(f"http://127.0.0.1:{port}/healthz", timeout=30).status_code == 200
        assert [connection.recv(100) for connection in sockets] == [b""] * 90


def test_a_second_request_on_a_connection_has_the_same_deadline() -> None:
    with (
        serving("-c", IMPATIENT) as (_, port),
        socket.create_connection(("127.0.0.1", port)) as connection,
    ):
        connection.settimeout(20)
        connection.sendall(b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n")
        received = b""
        while b'"ok"}' not in received:
            received += connection.recv(4096)
        connection.sendall(b"GET /healthz HT")
        assert connection.recv(100) == b""


def test_what_is_no_http_is_a_problem_with_all_headers() -> None:
    with (
        serving("-m", "app.cli") as (_, port),
        socket.create_connection(("127.0.0.1", port)) as connection,
    ):
        connection.settimeout(20)
        connection.sendall(b"\x16\x03\x01 nonsense\r\n\r\n")
        received = b""
        while part := connection.recv(4096):
            received += part
    head, _, body = received.decode().partition("\r\n\r\n")
    lines = dict(line.split(": ", 1) for line in head.split("\r\n")[1:])
    assert head.startswith("HTTP/1.1 400 ")
    assert lines["content-type"] == "application/problem+json"
    assert {name: lines.get(name.lower()) for name in HEADERS} == HEADERS
    assert json.loads(body)["status"] == 400


def test_the_413_arrives_while_the_client_is_still_sending() -> None:
    with (
        serving("-m", "app.cli") as (_, port),
        httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=60) as client,
    ):
        for size in (10, 31):
            headers = {"Content-Type": "application/json"}
            body = b" " * (size * 1024 * 1024)
            response = client.post("/api/v1/trace", content=body, headers=headers)
            assert response.status_code == 413
            assert response.json()["status"] == 413
