"""A server that is asked to stop: what is under way is finished, all else is told so in words."""

import asyncio
import contextlib
import errno
import json
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from app import __version__
from app.commands.serve import COMMAND, remedy, settings_from
from app.headers import HEADERS
from app.lifecycle import Lifecycle
from app.main import create_app
from tests.conftest import Client
from tests.paths import ROOT
from tests.test_cli import free_port, serving
from tests.web.requests import preset, small

BODY = json.dumps(small()).encode()
HEAD = (
    b"POST /api/v1/trace HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
    b"Content-Length: %d\r\n\r\n" % len(BODY)
)


def connected(port: int) -> socket.socket:
    connection = socket.create_connection(("127.0.0.1", port))
    connection.settimeout(30)
    return connection


def answer_on(connection: socket.socket) -> tuple[int, dict[str, str], bytes]:
    """Status, headers by their small names, and body of the next answer."""
    received = b""
    while b"\r\n\r\n" not in received:
        part = connection.recv(65536)
        assert part, f"closed after {received!r}"
        received += part
    head, _, body = received.partition(b"\r\n\r\n")
    first, *lines = head.decode().split("\r\n")
    headers = dict(line.split(": ", 1) for line in lines)
    while len(body) < int(headers["content-length"]):
        body += connection.recv(65536)
    return int(first.split()[1]), headers, body


def wait_until_refused(port: int) -> None:
    """No further connection is accepted once the server has begun to stop."""
    for _ in range(300):
        try:
            connected(port).close()
        except ConnectionRefusedError:
            return
        time.sleep(0.05)
    raise AssertionError("it still accepts connections")


def assert_is_stopping(answer: tuple[int, dict[str, str], bytes]) -> None:
    status, headers, body = answer
    assert status == 503
    assert json.loads(body)["status"] == 503
    assert {name: headers.get(name.lower()) for name in HEADERS} == HEADERS
    assert headers["content-type"] == "application/problem+json"
    assert headers["connection"] == "close"
    assert int(headers["retry-after"]) > 0


@contextlib.contextmanager
def stopped(process: subprocess.Popen[bytes], number: int = signal.SIGTERM) -> Iterator[None]:
    """Asks to stop; at the end the process has ended without a failure and without a traceback."""
    process.send_signal(number)
    yield
    _, errors = process.communicate(timeout=30)
    assert process.returncode == 0
    assert b"Traceback" not in errors
    assert b"Exception" not in errors


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_what_is_under_way_is_finished_and_what_is_idle_is_closed(number: int) -> None:
    with (
        serving("-m", "app.cli", grace=60) as (process, port),
        connected(port) as under_way,
        connected(port) as idle,
        connected(port) as new,
        connected(port) as halfway,
    ):
        idle.sendall(b"GET /readyz HTTP/1.1\r\nHost: x\r\n\r\n")
        assert answer_on(idle)[0] == 200
        under_way.sendall(HEAD + BODY[:10])
        halfway.sendall(HEAD[:30])
        time.sleep(0.5)  # until the server has read them
        with stopped(process, number):
            wait_until_refused(port)
            assert idle.recv(1) == new.recv(1) == b""
            for connection, rest in ((halfway, HEAD[30:] + BODY), (under_way, BODY[10:])):
                connection.sendall(rest)
                status, headers, _ = answer_on(connection)
                assert (status, headers["connection"]) == (200, "close")
                assert connection.recv(1) == b""


def test_workers_that_stop_accept_no_connection() -> None:
    """A proxy that got one would wait for its answer until the last of them has ended."""
    with (
        serving("-m", "app.cli", grace=60, workers=2) as (process, port),
        connected(port) as under_way,
    ):
        under_way.sendall(HEAD + BODY[:10])
        time.sleep(0.5)  # until the server has read it
        with stopped(process):
            wait_until_refused(port)
            under_way.sendall(BODY[10:])
            assert answer_on(under_way)[0] == 200


def test_what_outlasts_the_grace_is_a_503() -> None:
    """A body that does not come, and a computation that goes on in a thread."""
    long = json.dumps(preset("digits") | {"round": 8000}).encode()
    length = b"Content-Length: %d" % len(BODY)
    head = HEAD.replace(length, b"Content-Length: %d" % len(long))
    with (
        serving("-m", "app.cli", grace=1) as (process, port),
        connected(port) as body_missing,
        connected(port) as computing,
    ):
        body_missing.sendall(HEAD + BODY[:10])
        computing.sendall(head + long)
        time.sleep(0.5)
        with stopped(process):
            assert_is_stopping(answer_on(body_missing))
            assert_is_stopping(answer_on(computing))


def test_readiness_and_liveness_differ_while_it_stops(runner: asyncio.Runner) -> None:
    lifecycle = Lifecycle()
    client = Client(create_app(lifecycle=lifecycle), runner)
    for address in ("/healthz", "/readyz"):
        assert client.get(address).json() == {"status": "ok"}
        assert client.ask("HEAD", address).status_code == 200
    lifecycle.stop(grace=10)
    for answer in (client.get("/healthz"), client.get("/"), client.trace(small())):
        assert answer.status_code == 200
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.headers["content-type"] == "application/problem+json"
    assert {key: answer.headers.get(key) for key in HEADERS} == HEADERS
    assert answer.headers["retry-after"] == "5"


def started(*options: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "app", "serve", *options]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60)


def two_taken() -> tuple[socket.socket, socket.socket]:
    """Servers at a port and at the one after it."""
    for _ in range(100):
        first = socket.create_server(("127.0.0.1", 0))
        with contextlib.suppress(OSError, OverflowError):
            return first, socket.create_server(("127.0.0.1", first.getsockname()[1] + 1))
        first.close()
    raise AssertionError("no two ports are free")


@pytest.mark.parametrize("workers", ["1", "2"])
def test_a_port_that_is_taken_is_named_before_anything_starts_with_one_that_is_free(
    workers: str,
) -> None:
    first, second = two_taken()
    with first, second:
        port = first.getsockname()[1]
        for option, others in (
            ("--port", ["--workers", workers]),
            ("--metrics", ["--port", str(free_port())]),
        ):
            ended = started(option, str(port), *others)
            assert ended.returncode == 1
            [line] = ended.stderr.splitlines()
            said, _, free = line.rpartition(" ")
            assert said == (
                f"Port {port} of 127.0.0.1 is taken. Stop the program that uses it, or choose "
                f"another port: deltaflow serve {option}"
            )
            assert int(free) not in (port, port + 1)
            socket.create_server(("127.0.0.1", int(free))).close()


@pytest.mark.parametrize("option", ["--port", "--metrics"])
def test_a_port_that_needs_further_rights_is_answered_with_one_that_does_not(option: str) -> None:
    command = remedy(PermissionError(errno.EACCES, ""), "127.0.0.1", 80, option).split(" serve ")[1]
    given = COMMAND.make_context("serve", command.split()).params
    settings = settings_from({name: text for name, text in given.items() if text is not None}, {})
    assert (settings.port if option == "--port" else settings.metrics) == 8080


def test_an_address_of_another_machine_is_named() -> None:
    ended = started("--host", "192.0.2.1", "--port", "8000")
    assert ended.returncode == 1
    assert ended.stderr.startswith("192.0.2.1 is no address or name of this machine. Choose one")
    assert len(ended.stderr.splitlines()) == 1


def test_the_version_is_said() -> None:
    said = subprocess.run(
        [sys.executable, "-m", "app", "--version"], cwd=ROOT, capture_output=True, text=True
    )
    assert (said.returncode, said.stdout) == (0, f"deltaflow {__version__}\n")


def test_metrics_are_on_a_port_of_their_own_and_leave_nothing_behind(
    tmp_path: Path, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also while the kernel of training is being compiled for the first time."""
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("cache")))
    metrics = free_port()
    with serving("-m", "app.cli", metrics=metrics) as (process, port):
        assert httpx.get(f"http://127.0.0.1:{port}/metrics").status_code == 404
        text = httpx.get(f"http://127.0.0.1:{metrics}/metrics", timeout=30).text
        assert 'deltaflow_requests_total{endpoint="other",status="404"} 1.0' in text
        answer = httpx.get(f"http://127.0.0.1:{port}/api/v1/catalog", timeout=30)
        built = f'release="{__version__}",version="{answer.headers["deltaflow-version"]}"'
        assert f"deltaflow_build_info{{{built}}} 1.0" in text
        with stopped(process):
            pass
        assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("workers", [1, 2])
def test_the_line_of_the_start_comes_once_the_port_answers_and_names_the_version(
    workers: int,
) -> None:
    port = free_port()
    options = ["--port", str(port), "--workers", str(workers), "--log", "off"]
    command = [sys.executable, "-m", "app", "serve", *options]
    with subprocess.Popen(command, cwd=ROOT, stderr=subprocess.PIPE, text=True) as process:
        try:
            assert process.stderr is not None
            line = next(each for each in process.stderr if "serves" in each)
            assert f"serves http://127.0.0.1:{port}" in line
            # As long as a process needs for an answer, and not for its start.
            answer = httpx.get(f"http://127.0.0.1:{port}/api/v1/catalog", timeout=30)
            version = answer.headers["deltaflow-version"]
            assert f"Deltaflow {__version__}, version {version}, " in line
        finally:
            process.terminate()


def test_connections_beyond_the_open_files_are_told_of() -> None:
    limited = "import resource as r; r.setrlimit(r.RLIMIT_NOFILE, (200, 200)); "
    program = f"{limited}from app.cli import main; main()"
    with subprocess.Popen(
        [sys.executable, "-c", program, "serve", "--port", str(free_port())],
        cwd=ROOT,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        try:
            assert process.stderr is not None
            line = next(each for each in process.stderr if "WARNING" in each)
            assert "DELTAFLOW_CONNECTIONS=1000 needs 1048 open files; the limit is 200" in line
            assert "holds 152 connections" in line
        finally:
            process.kill()


def test_make_run_takes_a_port() -> None:
    def command(*variables: str) -> str:
        shown = subprocess.run(
            ["make", "--no-print-directory", "--dry-run", "run", *variables],
            cwd=ROOT,
            capture_output=True,
            text=True,
        )
        return shown.stdout.splitlines()[-1]

    assert command("PORT=8101").endswith("-m app serve --port 8101")
    assert command("PORT=").rstrip().endswith("-m app serve")
