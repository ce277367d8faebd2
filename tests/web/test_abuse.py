"""What one client asks or does must not keep the others waiting, nor fill the memory."""

import asyncio
import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from typing import Any

import httpx
import pytest

from app.engine.cancellation import CheckCancelled
from app.main import create_app
from app.settings import Settings
from app.web.endpoint import QUICK_SECONDS, Content, Endpoint
from app.web.endpoints import ENDPOINTS
from app.web.limits import LIMITS
from app.web.trace import endpoint as trace
from app.web.trace.build import Job
from app.web.trace.scale import estimate
from app.web.trace.schema import TraceRequest
from tests.conftest import Client
from tests.paths import ROOT
from tests.test_cli import served_with, serving
from tests.web.requests import preset, small

STUCK = served_with("reader_seconds=0.5")


def head(body: bytes) -> bytes:
    lines = b"POST /api/v1/trace HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
    return lines + b"Content-Length: %d\r\n\r\n" % len(body)


def send_often(connection: socket.socket, line: bytes, times: int) -> None:
    for _ in range(times):
        connection.sendall(line)


def received(connection: socket.socket) -> int:
    """How much comes until the other side closes, or cuts, the connection."""
    size = 0
    with contextlib.suppress(ConnectionError):
        while part := connection.recv(65536):
            size += len(part)
    return size


@pytest.mark.parametrize(
    "body",
    [
        b'{"optimizer":{"name":"sgd",' + b",".join(b'"k%d":""' % i for i in range(500_000)) + b"}}",
        b'{"network":{"layers":[' + b"{}," * 2_000_000 + b"{}]}}",
        b'{"inputs":[' + b"[]," * 2_000_000 + b"[]]}",
        b'{"inputs":[[' + b"1," * 3_000_000 + b"1]]}",
    ],
    ids=["fields", "objects", "lists", "numbers"],
)
def test_a_body_with_more_parts_than_any_request_needs_is_not_read(
    client: Client, body: bytes
) -> None:
    response = client.trace_text(body)
    assert response.status_code == 422
    assert "more fields, lists or numbers" in response.json()["detail"]


def test_the_largest_batch_is_read() -> None:
    width, samples = LIMITS["units"], LIMITS["samples"]
    request = small(inputs=[[0] * width] * samples, targets=[[0] * width] * samples)
    request["network"] = {
        "inputs": width,
        "layers": [{"units": 1, "activation": "linear"}, {"units": width, "activation": "linear"}],
        "loss": "half_squared_error",
    }
    trace.ENDPOINT.read(json.dumps(request).encode())


@pytest.mark.parametrize("endpoint", ENDPOINTS, ids=lambda endpoint: str(endpoint.name))
def test_a_client_that_has_left_ends_the_work_of_every_door(endpoint: Endpoint[Any]) -> None:
    class Left(Exception):
        pass

    def check_cancelled() -> None:
        raise Left

    asked = endpoint.read(json.dumps(endpoint.example).encode())
    with pytest.raises(Left):
        endpoint.answer(asked, check_cancelled, lambda key, params: key)


def test_quick_work_does_not_wait_for_long_work(monkeypatch: pytest.MonkeyPatch) -> None:
    quick_is_done = threading.Event()

    def held(request: TraceRequest, job: Job, check_cancelled: CheckCancelled) -> Content:
        if estimate(request).seconds > QUICK_SECONDS:
            assert quick_is_done.wait(30)
        return {}

    monkeypatch.setattr(trace, "content", held)
    app = create_app(Settings(threads=1))

    async def both() -> list[int]:
        transport = httpx.ASGITransport(app=app)
        async with httpx.AsyncClient(transport=transport, base_url="http://test") as asking:
            long = asyncio.create_task(
                asking.post("/api/v1/trace", json=preset("digits") | {"round": 1000})
            )
            await asyncio.sleep(0.1)
            quick = await asking.post("/api/v1/trace", json=preset("digits"))
            quick_is_done.set()
            return [quick.status_code, (await long).status_code]

    assert asyncio.run(both()) == [200, 200]


def test_an_endless_head_is_refused() -> None:
    line = b"X-Filler: " + b"a" * 8000 + b"\r\n"
    with (
        serving("-m", "app.cli") as (_, port),
        socket.create_connection(("127.0.0.1", port)) as connection,
    ):
        connection.settimeout(20)
        connection.sendall(b"GET / HTTP/1.1\r\n")
        with pytest.raises(ConnectionError):
            send_often(connection, line, 20_000)


def test_a_head_that_is_too_long_is_a_431() -> None:
    with (
        serving("-m", "app.cli") as (_, port),
        socket.create_connection(("127.0.0.1", port)) as connection,
    ):
        connection.settimeout(20)
        connection.sendall(b"GET / HTTP/1.1\r\n")
        reply = b""
        for _ in range(40):  # one at a time, so that the reply is there before the next is sent
            connection.sendall(b"X-Filler: " + b"a" * 4000 + b"\r\n")
            time.sleep(0.01)
            connection.settimeout(0.01)
            try:
                reply = connection.recv(65536)
                break
            except TimeoutError:
                continue
    assert reply.startswith(b"HTTP/1.1 431 ")
    assert b"content-security-policy" in reply
    assert b"problem+json" in reply


def test_who_does_not_read_the_answer_is_cut_off() -> None:
    request = small(include=["steps"])
    request["network"]["layers"] = [{"units": 64, "activation": "sigmoid"}] * 16
    request["targets"] = [[1.0] * 64]
    body = json.dumps(request).encode()
    with (
        serving("-c", STUCK) as (_, port),
        socket.create_connection(("127.0.0.1", port)) as connection,
    ):
        connection.settimeout(20)
        connection.sendall(head(body) + body)
        time.sleep(6)
        assert 0 < received(connection) < 8_000_000  # the rest never comes


def test_it_stops_while_it_computes() -> None:
    request = preset("digits") | {"round": 8000}
    body = json.dumps(request).encode()
    with (
        serving("-m", "app.cli") as (process, port),
        socket.create_connection(("127.0.0.1", port)) as connection,
    ):
        connection.sendall(head(body) + body)
        time.sleep(1)
        process.send_signal(signal.SIGTERM)
        assert process.wait(20) == 0


def test_a_product_of_matrices_takes_one_thread() -> None:
    """Requests share the processors; a library that spreads small products over all of them spends
    its time waiting, and took twenty times as much of it.
    """
    script = (
        "import os, sys, uvicorn, app.cli\n"
        "def show(*_): print(os.environ['OPENBLAS_NUM_THREADS'], 'numpy' in sys.modules)\n"
        "uvicorn.Server.run = show\n"
        "app.cli.main(['serve', '--port', '0'])\n"
    )
    environment = {k: v for k, v in os.environ.items() if k != "OPENBLAS_NUM_THREADS"}
    shown = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, env=environment, capture_output=True, text=True
    )
    assert shown.stdout.split() == ["1", "False"]  # set before numpy reads it


def test_the_rounds_of_a_client_that_has_left_end() -> None:
    """Were they counted to the end, twenty of them would fill both threads for minutes."""
    asked = {
        "network": {
            "inputs": 16,
            "layers": [{"units": 16, "activation": "tanh"}, {"units": 4, "activation": "linear"}],
            "loss": "squared_error",
        },
        "inputs": [[0.5] * 16] * 300,
        "targets": [[1.0] * 4] * 300,
        "optimizer": {"name": "sgd", "learning_rate": 1e-6},
        "round": 10_000,
    }
    body = json.dumps(asked).encode()
    with serving("-m", "app.cli") as (_, port):
        for _ in range(20):
            with socket.create_connection(("127.0.0.1", port)) as leaving:
                leaving.sendall(head(body) + body)
                time.sleep(0.05)
        last = asked | {"round": 1_000}
        answer = httpx.post(f"http://127.0.0.1:{port}/api/v1/trace", json=last, timeout=20)
        assert answer.status_code == 200
