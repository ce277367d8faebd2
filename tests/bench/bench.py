"""How fast are the endpoints of the API? Run by hand: ``make bench``.

The trace is asked by one client over many kept connections, so that the server never waits; its
processor time is read from the system. The rates of one run compare; their absolute size depends on
the machine.
"""

import http.client
import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from itertools import count
from pathlib import Path
from statistics import median
from typing import Any

import numpy as np
import orjson

from app.web.descent.presets import DESCENT_PRESETS
from app.web.trace.presets import PRESETS
from tests.paths import ROOT

CONNECTIONS = 16
ROUNDS = 7
#: Stands in a request for a number that is another one each time: the server keeps its answers.
OTHER = 0.0123456789
NUMBERS = count(1)


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


def wait_for(port: int) -> None:
    """Until a server listens; on a busy machine a start takes long.

    :raises TimeoutError: after two minutes.
    """
    for _ in range(2400):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise TimeoutError(f"no server listens at port {port}")


@contextmanager
def server(*command: str) -> Iterator[tuple[int, int]]:
    """A server on loopback as (process id, port); stopped at the end."""
    port = free_port()
    arguments = [sys.executable, "-m", *command, "--host", "127.0.0.1", "--port", str(port)]
    process = subprocess.Popen(arguments, cwd=ROOT, stderr=subprocess.DEVNULL)
    try:
        wait_for(port)
        yield process.pid, port
    finally:
        process.terminate()
        process.wait(60)


def cpu_seconds(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def another(request: bytes) -> bytes:
    """The request with a number that no other one has, of the same length."""
    return request.replace(str(OTHER).encode(), b"0.01%08d" % next(NUMBERS))


class Client:
    """Keeps a request under way on each connection."""

    def __init__(self, port: int, path: str, body: bytes, connections: int) -> None:
        head = (
            f"POST {path} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
            f"Content-Length: {len(body)}\r\n\r\n"
        )
        self.request = head.encode() + body
        self.room = memoryview(bytearray(1024 * 1024))
        self.sockets = [socket.create_connection(("127.0.0.1", port)) for _ in range(connections)]
        for connection in self.sockets:
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def close(self) -> None:
        for connection in self.sockets:
            connection.close()

    def read(self, connection: socket.socket) -> None:
        """An answer of known length, into a buffer that is kept: the client's cost stays small."""
        room, size, length, start = self.room, 0, None, 0
        while length is None or size < length:
            part = connection.recv_into(room[size:])
            if not part:
                raise RuntimeError("the server hung up")
            size += part
            if length is None and (start := bytes(room[:2048]).find(b"\r\n\r\n", 0, size) + 4) > 3:
                head = bytes(room[:start]).lower()
                if b" 200 " not in head[:16]:
                    raise RuntimeError(bytes(room[:size]))
                length = start + int(head.partition(b"content-length:")[2].split(b"\r\n")[0])

    def run(self, seconds: float) -> int:
        """How many answers came."""
        end, count = time.perf_counter() + seconds, 0
        for connection in self.sockets:
            connection.sendall(another(self.request))
        while time.perf_counter() < end:
            for connection in self.sockets:
                self.read(connection)
                connection.sendall(another(self.request))
                count += 1
        for connection in self.sockets:
            self.read(connection)
        return count + len(self.sockets)


def measure(pid: int, client: Client, seconds: float) -> tuple[float, float]:
    """(answers a second, the server's processor time for one in µs)."""
    began, cpu = time.perf_counter(), cpu_seconds(pid)
    count = client.run(seconds)
    return count / (time.perf_counter() - began), (cpu_seconds(pid) - cpu) / count * 1e6


def eight_layers() -> dict[str, Any]:
    rng = np.random.default_rng(1)
    return {
        "network": {
            "inputs": 16,
            "layers": [
                {
                    "units": 16,
                    "activation": "tanh",
                    "weights": rng.normal(0, 0.25, (16, 16)).tolist(),
                }
                for _ in range(8)
            ],
            "loss": "half_squared_error",
        },
        "inputs": rng.normal(0, 1, (1, 16)).tolist(),
        "targets": rng.normal(0, 1, (1, 16)).tolist(),
    }


def orjson_seconds(content: bytes) -> float:
    """How long orjson alone takes to write the same numbers from arrays."""
    decoded = json.loads(content)

    def arrays(value: Any) -> Any:
        if isinstance(value, dict):
            return {name: arrays(part) for name, part in value.items()}
        if isinstance(value, list) and value and isinstance(value[0], dict):
            return [arrays(part) for part in value]
        if isinstance(value, list) and value and not isinstance(value[0], str):
            return np.array(value, dtype=np.float64)
        return value

    content_of_arrays = arrays(decoded)
    times = []
    for _ in range(15):
        began = time.perf_counter()
        orjson.dumps(content_of_arrays, option=orjson.OPT_SERIALIZE_NUMPY)
        times.append(time.perf_counter() - began)
    return median(times)


def chain(nodes: int) -> dict[str, Any]:
    """An expression whose graph has about so many values."""
    lines = ["v0 = w", *(f"v{k + 1} = sin(v{k})*w + v{k}" for k in range(nodes // 3))]
    return {"expression": ";".join(lines), "values": {"w": OTHER}}


def seconds_of(
    port: int, endpoint: str, request: dict[str, Any], times: int = 8
) -> tuple[float, bytes]:
    """How long an answer takes, and its body."""
    body = json.dumps(request).encode()
    took, answer = [], b""
    with closing(http.client.HTTPConnection("127.0.0.1", port)) as connection:
        for _ in range(times):
            began = time.perf_counter()
            connection.request(
                "POST", f"/api/v1/{endpoint}", another(body), {"Content-Type": "application/json"}
            )
            response = connection.getresponse()
            answer = response.read()
            took.append(time.perf_counter() - began)
            if response.status != 200:
                raise RuntimeError(answer)
    return median(took), answer


def laboratories(port: int) -> None:
    document, rosenbrock = (
        DESCENT_PRESETS[name] | {"start": {"x": OTHER, "y": 1.5}}
        for name in ("document", "rosenbrock")
    )
    for name, endpoint, request in (
        ("a graph of 300 values", "graph", chain(300)),
        ("200 × 200 points with contours and one step", "descent", document | {"steps": 1}),
        ("the same of Rosenbrock's valley", "descent", rosenbrock | {"steps": 1}),
        ("4,000 steps of descent", "descent", document),
    ):
        seconds, answer = seconds_of(port, endpoint, request)
        print(f"{name}: {seconds * 1e3:.1f} ms for {len(answer):,} bytes")


def main() -> None:
    each = {"optimizer": {"name": "sgd", "learning_rate": OTHER}}
    requests = {"2-3-2-1": PRESETS["document"] | each, "8 layers of 16": eight_layers() | each}
    with (
        server("uvicorn", "--factory", "tests.bench.constant:create_app", "--no-access-log") as (
            constant_pid,
            constant_port,
        ),
        server("app", "serve") as (pid, port),
    ):
        small = json.dumps({"name": "constant", "value": 0.5}).encode()
        constant = Client(constant_port, "/constant", small, CONNECTIONS)
        measure(constant_pid, constant, 0.5)
        for name, request in requests.items():
            body = json.dumps(request).encode()
            client = Client(port, "/api/v1/trace", body, CONNECTIONS)
            same = Client(constant_port, "/constant_of_a_trace", body, CONNECTIONS)
            measure(pid, client, 0.5)
            runs = [
                (
                    measure(constant_pid, constant, 0.6),
                    measure(pid, client, 0.6),
                    measure(constant_pid, same, 0.6),
                )
                for _ in range(ROUNDS)
            ]
            base, trace, parsed = (
                (median(run[i][0] for run in runs), median(run[i][1] for run in runs))
                for i in range(3)
            )
            print(
                f"{name}: {trace[0]:,.0f}/s ({trace[1]:.0f} µs of processor time); "
                f"constant endpoint {base[0]:,.0f}/s ({base[1]:.0f} µs): "
                f"rate {median(run[1][0] / run[0][0] for run in runs):.2f}; "
                f"constant endpoint that takes the same body {parsed[0]:,.0f}/s "
                f"({parsed[1]:.0f} µs): rate {median(run[1][0] / run[2][0] for run in runs):.2f}"
            )
            client.close()
            same.close()
        constant.close()
        laboratories(port)
        seconds, content = seconds_of(port, "trace", PRESETS["digits"] | each)
        alone = orjson_seconds(content)
        print(
            f"784-256-128-10: {seconds * 1e3:.1f} ms for {len(content):,} bytes; "
            f"orjson alone {alone * 1e3:.1f} ms: {seconds / alone:.2f} times"
        )


if __name__ == "__main__":
    main()
