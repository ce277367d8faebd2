"""Several processes that answer: each keeps the deadlines, and none is missed for long."""

import contextlib
import os
import signal
import socket
import time
from collections.abc import Callable
from pathlib import Path

import httpx

from tests.test_cli import free_port, serving


def workers_of(process: int) -> set[int]:
    """The processes that a server started to answer; Python's own helper is none of them."""
    found = Path(f"/proc/{process}/task/{process}/children").read_text().split()
    return {
        int(child)
        for child in found
        if b"spawn_main" in Path(f"/proc/{child}/cmdline").read_bytes()
    }


def until(reached: Callable[[], bool]) -> None:
    for _ in range(600):
        if reached():
            return
        time.sleep(0.1)
    raise AssertionError("it took more than a minute")


def runs(process: int) -> bool:
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def test_every_process_closes_late_heads_and_counts_and_all_of_them_stop() -> None:
    metrics = free_port()
    chosen = {"workers": 2, "head_seconds": 0.5, "metrics": metrics}
    with serving("-m", "app.cli", **chosen) as (process, port), contextlib.ExitStack() as opened:
        address = f"http://127.0.0.1:{port}"
        until(lambda: len(workers_of(process.pid)) == 2)
        connections = []
        for index in range(40):
            connection = socket.create_connection(("127.0.0.1", port))
            opened.enter_context(connection)
            connection.sendall(b"GET /healthz HT"[: index % 15])
            connection.settimeout(30)
            connections.append(connection)
        assert [connection.recv(100) for connection in connections] == [b""] * 40
        for _ in range(20):
            assert httpx.get(f"{address}/lesson", timeout=30).status_code == 200
        text = httpx.get(f"http://127.0.0.1:{metrics}/metrics", timeout=30).text
        assert 'deltaflow_requests_total{endpoint="/lesson",status="200"} 20.0' in text
        workers = workers_of(process.pid)
        process.send_signal(signal.SIGTERM)
        _, errors = process.communicate(timeout=30)
        assert process.returncode == 0
        assert b"Traceback" not in errors
        assert not any(map(runs, workers))


def test_a_process_that_ends_is_replaced_and_none_outlives_the_first() -> None:
    with serving("-m", "app.cli", workers=2) as (process, port):
        until(lambda: len(workers_of(process.pid)) == 2)
        before = workers_of(process.pid)
        lost = min(before)
        os.kill(lost, signal.SIGKILL)
        until(lambda: len(workers_of(process.pid) - before) == 1)
        for _ in range(10):
            assert httpx.get(f"http://127.0.0.1:{port}/healthz", timeout=30).status_code == 200
        workers = workers_of(process.pid)
        process.kill()
        process.wait(20)
        until(lambda: not any(map(runs, workers)))
