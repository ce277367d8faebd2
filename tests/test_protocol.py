"""The protocol on a real socket: every state of a connection ends, and what it may hold is bounded.

The servers run in processes of their own, as the peak of their memory is measured.
"""

import asyncio
import contextlib
import json
import select
import socket
import time
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from uvicorn.server import ServerState

from app.connections import State
from app.headers import HEADERS
from app.protocol import HEAD_BYTES, HEAD_LINES, PIPELINED, Protocol, ServerConfig
from app.settings import MEGABYTE, Settings
from tests.test_cli import served_with, serving
from tests.web.requests import preset, small

GET = b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n"
POST = b"POST /api/v1/trace HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
UNKNOWN = POST.replace(b"trace", b"nothing")
BODY = json.dumps(small()).encode()
LENGTH = b"Content-Length: %d\r\n\r\n"
CHUNKED = b"Transfer-Encoding: chunked\r\n\r\n"
#: Bytes per chunk of what is sent without an end.
BLOCK = 65_536


def requested(head: bytes, body: bytes = b"") -> bytes:
    return head + b"Connection: close\r\n\r\n" + body


@dataclass
class Server:
    port: int
    process: int

    def connect(self) -> socket.socket:
        connection = socket.create_connection(("127.0.0.1", self.port))
        connection.settimeout(20)
        return connection

    def ask(self, request: bytes) -> bytes:
        """All that comes until the server closes."""
        with self.connect() as connection:
            connection.sendall(request)
            return rest_of(connection)

    def memory(self, field: str) -> int:
        """Bytes: ``VmRSS`` now, ``VmHWM`` at the peak."""
        with open(f"/proc/{self.process}/status", encoding="ascii") as status:
            line = next(line for line in status if line.startswith(field))
        return int(line.split()[1]) * 1024


#: The compiled kernel of training would take its memory while that of connections is looked at.
WITHOUT_NUMBA = "import sys\nsys.modules['numba'] = None\n"


def running(settings: str) -> Iterator[Server]:
    with serving("-c", WITHOUT_NUMBA + served_with(settings)) as (process, port):
        server = Server(port, process.pid)
        server.ask(requested(GET[:-2]))
        yield server


@pytest.fixture(scope="module")
def impatient() -> Iterator[Server]:
    """A server whose deadlines are short enough to wait for."""
    yield from running(
        "head_seconds=0.6, keep_alive=0.6, body_seconds=0.6, reader_seconds=0.6,"
        " body_limit=1048576, discard_limit=2097152, connections=40"
    )


@pytest.fixture(scope="module")
def patient() -> Iterator[Server]:
    yield from running("bodies_bytes=16*1024*1024, connections=500")


def send_for_ten_seconds(connection: socket.socket, part: bytes, pause: float) -> None:
    begun = time.monotonic()
    while time.monotonic() - begun < 10:
        with contextlib.suppress(TimeoutError):
            connection.sendall(part)
        time.sleep(pause)


def send_often(connection: socket.socket, part: bytes, times: int) -> None:
    for _ in range(times):
        connection.sendall(part)


def rest_of(connection: socket.socket) -> bytes:
    received = b""
    with contextlib.suppress(ConnectionError):
        while part := connection.recv(65536):
            received += part
    return received


def answer(connection: socket.socket) -> bytes:
    """One answer that says its length, whole."""
    received = b""
    while b"\r\n\r\n" not in received:
        part = connection.recv(65536)
        assert part, received
        received += part
    head, _, body = received.partition(b"\r\n\r\n")
    length = int(head.lower().partition(b"content-length: ")[2].partition(b"\r\n")[0])
    while len(body) < length:
        body += connection.recv(65536)
    return head + b"\r\n\r\n" + body


def statuses(received: bytes) -> list[int]:
    return [int(part[:3]) for part in received.split(b"HTTP/1.1 ")[1:]]


def check_problem(received: bytes, status: int) -> None:
    """One problem, with every header that a problem of the application has."""
    head, _, body = received.decode().partition("\r\n\r\n")
    fields = dict(line.split(": ", 1) for line in head.split("\r\n")[1:])
    assert statuses(received) == [status]
    assert fields["content-type"] == "application/problem+json"
    assert {name: fields.get(name.lower()) for name in HEADERS} == HEADERS
    assert {"date", "content-language", "cache-control"} <= set(fields)
    assert json.loads(body)["status"] == status


# Every state ends


STATES = {
    "nothing": b"",
    "a part of a line": b"GET / HT",
    "a part of a head": GET[:-2],
    "a request": GET,
    "an empty line after a request": GET + b"\r\n",
    "a part of a second request": GET + b"GET / HT",
    "a head": POST + LENGTH % 1000,
    "a part of a body": POST + LENGTH % 1000 + b"{",
    "a part of a chunk": POST + CHUNKED + b"5\r\n{",
    "a trailer": POST + CHUNKED + b"0\r\na: b\r\n",
    "a head for an unknown address": UNKNOWN + LENGTH % 1000,
    "no HTTP": b"\x16\x03\x01 no HTTP \r\n",
    "a head that expects": POST + b"Expect: 100-continue\r\n" + LENGTH % 1000,
}


@pytest.mark.parametrize("sent", STATES)
def test_a_connection_on_which_nothing_happens_is_closed(impatient: Server, sent: str) -> None:
    begun = time.monotonic()
    impatient.ask(STATES[sent])
    assert time.monotonic() - begun < 10


def test_a_late_body_is_told_to_its_sender(impatient: Server) -> None:
    received = impatient.ask(POST + LENGTH % 1000 + b"{")
    check_problem(received, 408)
    assert b"connection: close\r\n" in received


DRIPS = {
    "empty lines": (b"", b"\r\n"),
    "empty lines after a request": (GET, b"\r\n"),
    "a header": (GET[:-2] + b"X: ", b"a"),
    "a body": (POST + LENGTH % 5000, b" "),
    "chunks": (POST + CHUNKED, b"1\r\n \r\n"),
    "trailers": (POST + CHUNKED + b"0\r\n", b"a: b\r\n"),
    "a chunk's extension": (POST + CHUNKED + b"5;", b"a"),
    "no HTTP": (b"nonsense\r\n", b"a"),
    "a body for an unknown address": (UNKNOWN + LENGTH % 5000, b" "),
}


@pytest.mark.parametrize("name", DRIPS)
def test_a_byte_now_and_then_keeps_no_connection_open(impatient: Server, name: str) -> None:
    before, again = DRIPS[name]
    with impatient.connect() as connection:
        connection.sendall(before)
        with pytest.raises(ConnectionError):
            send_for_ten_seconds(connection, again, 0.1)


def test_a_small_answer_that_nobody_takes_is_dropped(impatient: Server) -> None:
    """Many of them, as the kernel takes the first megabytes."""
    request = b"GET /openapi.json HTTP/1.1\r\nHost: x\r\n\r\n"
    with impatient.connect() as connection:
        connection.settimeout(0.5)
        with pytest.raises(ConnectionError):
            send_for_ten_seconds(connection, request, 0.001)


def test_who_takes_an_answer_slowly_gets_it(impatient: Server) -> None:
    request = small(include=["steps"])
    request["network"]["layers"] = [{"units": 24, "activation": "sigmoid"}] * 16
    request["targets"] = [[1.0] * 24]
    body = json.dumps(request).encode()
    asked = POST.replace(b"Host", b"Connection: close\r\nHost") + LENGTH % len(body) + body
    _, _, whole = impatient.ask(asked).partition(b"\r\n\r\n")
    with socket.socket() as connection:
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, BLOCK)
        connection.connect(("127.0.0.1", impatient.port))
        connection.settimeout(20)
        connection.sendall(asked)
        received = b""
        begun = time.monotonic()
        while part := connection.recv(len(whole) // 16):
            received += part
            time.sleep(0.1)
    assert time.monotonic() - begun > 2 * 0.6  # longer than it may take nothing
    assert received.partition(b"\r\n\r\n")[2] == whole


# What is held is bounded


ENDLESS = {
    "trailers": (POST + CHUNKED + b"0\r\n", b"a:\r\n"),
    "one trailer": (POST + CHUNKED + b"0\r\na: ", b"a"),
    "a chunk's extension": (POST + CHUNKED + b"1;", b"a"),
    "chunks with long extensions": (POST + CHUNKED, b"1;" + b"a" * 1000 + b"\r\n \r\n"),
    "header lines": (GET[:-2], b"a:\r\n"),
    "a header": (GET[:-2] + b"X: ", b"a"),
    "an address": (b"GET /", b"a"),
    "empty lines": (b"", b"\r\n"),
    "empty lines between requests": (GET, b"\r\n"),
    "a body": (POST + CHUNKED, b"1000\r\n" + b" " * 4096 + b"\r\n"),
    "a body of an unknown address": (
        UNKNOWN + CHUNKED,
        b"1000\r\n" + b" " * 4096 + b"\r\n",
    ),
    "no HTTP": (b"", b"nonsense"),
}


@pytest.mark.parametrize("name", ENDLESS)
def test_what_has_no_end_is_cut_off_and_not_kept(patient: Server, name: str) -> None:
    before, again = ENDLESS[name]
    block = again * (BLOCK // len(again))
    held = patient.memory("VmHWM")
    with patient.connect() as connection:
        connection.sendall(before)
        with pytest.raises(ConnectionError):
            send_often(connection, block, 128 * MEGABYTE // BLOCK)
    assert patient.memory("VmHWM") - held < 16 * MEGABYTE
    assert statuses(patient.ask(requested(GET[:-2]))) == [200]


TOO_MUCH = {
    "lines": (GET[:-2] + b"a:\r\n" * HEAD_LINES + b"\r\n", 431),
    "a line": (GET[:-2] + b"X: " + b"a" * HEAD_BYTES + b"\r\n\r\n", 431),
    "an address": (b"GET /" + b"a" * HEAD_BYTES + b" HTTP/1.1\r\nHost: x\r\n\r\n", 431),
    "trailers": (POST + CHUNKED + b"0\r\n" + b"a:\r\n" * (HEAD_LINES + 2), 431),
    "trailers that end": (POST + CHUNKED + b"0\r\n" + b"a:\r\n" * (HEAD_LINES + 1) + b"\r\n", 431),
    "a length": (POST + LENGTH % (9 * MEGABYTE), 413),
    "a chunk's size": (POST + CHUNKED + b"fffffffffffffffff\r\n", 400),
}


@pytest.mark.parametrize("name", TOO_MUCH)
def test_the_bound_is_told(patient: Server, name: str) -> None:
    sent, status = TOO_MUCH[name]
    with patient.connect() as connection:
        connection.sendall(sent)
        check_problem(answer(connection), status)


def test_a_head_within_the_bounds_is_answered(patient: Server) -> None:
    lines = b"".join(b"X-%d: %s\r\n" % (n, b"a" * 300) for n in range(HEAD_LINES - 1))
    with patient.connect() as connection:
        connection.sendall(GET[:-2] + lines + b"\r\n")
        assert statuses(answer(connection)) == [200]


def test_unfinished_heads_cost_little(patient: Server) -> None:
    """Each has as many short lines as it may; a line costs more than its bytes."""
    held = patient.memory("VmRSS")
    with contextlib.ExitStack() as opened:
        for _ in range(200):
            connection = opened.enter_context(patient.connect())
            connection.sendall(GET[:-2] + b"a:\r\n" * (HEAD_LINES - 2))
            connection.sendall(b"X: " + b"a" * (HEAD_BYTES - 1000))
        assert statuses(patient.ask(requested(GET[:-2]))) == [200]
        assert patient.memory("VmRSS") - held < 32 * MEGABYTE


def test_bodies_are_not_gathered_where_nobody_reads_them(patient: Server) -> None:
    held = patient.memory("VmHWM")
    body = b" " * (7 * MEGABYTE)
    refused = {
        UNKNOWN: 404,
        POST.replace(b"POST", b"PUT"): 405,
        POST.replace(b"/api/v1/trace", b"/lesson"): 405,
        POST.replace(b"application/json", b"text/plain"): 415,
        POST.replace(b"POST", b"OPTIONS"): 204,
        POST.replace(b"POST /api/v1/trace", b"GET /healthz"): 200,
    }
    with contextlib.ExitStack() as opened:
        for head, status in refused.items():
            for _ in range(4):
                connection = opened.enter_context(patient.connect())
                connection.sendall(head + LENGTH % (len(body) + 1))
                connection.sendall(body)
                with contextlib.suppress(TimeoutError):
                    assert b"HTTP/1.1 %d " % status in connection.recv(4096)
    assert patient.memory("VmHWM") - held < 16 * MEGABYTE


def test_large_bodies_do_not_keep_small_ones_out(patient: Server) -> None:
    part = b" " * (7 * MEGABYTE)
    with contextlib.ExitStack() as opened:
        large = [opened.enter_context(patient.connect()) for _ in range(4)]
        for connection in large:
            connection.sendall(POST + LENGTH % (len(part) + 1) + part)
        with patient.connect() as connection:
            connection.sendall(POST + LENGTH % len(BODY) + BODY)
            assert statuses(answer(connection)) == [200]
        waiting = set(large)
        while len(waiting) > 2:  # 16 MiB hold two of them
            readable, _, _ = select.select(waiting, [], [], 20)
            assert readable
            for connection in readable:
                received = answer(connection)
                check_problem(received, 503)
                assert b"retry-after: " in received
                waiting.remove(connection)
        for connection in waiting:
            connection.sendall(b" ")
            assert statuses(answer(connection)) == [400]  # it is no JSON


# Connections


@pytest.mark.parametrize("name", ["nothing", "a part of a head", "a request", "a head"])
def test_idle_connections_keep_nobody_out(name: str) -> None:
    """Not even of the same address: behind a proxy all have the same."""
    for server in running("connections=20, head_seconds=30, keep_alive=30, body_seconds=30"):
        with contextlib.ExitStack() as opened:
            for _ in range(40):
                connection = opened.enter_context(server.connect())
                with contextlib.suppress(ConnectionError):
                    connection.sendall(STATES[name])
            with server.connect() as connection:
                connection.sendall(GET)
                received = answer(connection)
        # A body that arrives is work; only an address with fewer connections takes its place.
        if name == "a head":
            check_problem(received, 503)
        else:
            assert statuses(received) == [200]


def test_the_address_with_most_connections_makes_room_for_another() -> None:
    for server in running("connections=20, body_seconds=30"):
        with contextlib.ExitStack() as opened:
            for _ in range(40):
                connection = opened.enter_context(server.connect())
                with contextlib.suppress(ConnectionError):
                    connection.sendall(POST + LENGTH % 1000)
            other = opened.enter_context(socket.socket())
            other.bind(("127.0.0.2", 0))
            other.connect(("127.0.0.1", server.port))
            other.settimeout(20)
            other.sendall(GET)
            assert statuses(answer(other)) == [200]


# Requests that need care


@pytest.mark.parametrize("protocol", [b"h2c", b"websocket", b"TLS/1.0, HTTP/1.1"])
def test_another_protocol_is_not_spoken_and_the_request_is_answered(
    patient: Server, protocol: bytes
) -> None:
    """Java's HttpClient and ``curl --http2`` ask for h2c with their first request."""
    upgrade = (
        b"Connection: Upgrade, HTTP2-Settings\r\nUpgrade: " + protocol + b"\r\n"
        b"HTTP2-Settings: AAEAAEAAAAIAAAABAAMAAABkAAQBAAAAAAUAAEAA\r\n"
    )
    with patient.connect() as connection:
        for cut in (0, 1, len(BODY)):
            connection.sendall(POST + upgrade + LENGTH % len(BODY) + BODY[:cut])
            time.sleep(0.05)
            connection.sendall(BODY[cut:])
            plain = answer(connection)
            assert statuses(plain) == [200]
        connection.sendall(POST + upgrade + CHUNKED + b"%x\r\n%b\r\n0\r\n\r\n" % (len(BODY), BODY))
        assert answer(connection).partition(b"\r\n\r\n")[2] == plain.partition(b"\r\n\r\n")[2]
        connection.sendall(GET[:-2] + upgrade + b"\r\n")
        assert statuses(answer(connection)) == [200]


REFUSED = {
    "no HTTP": b"\x16\x03\x01 nonsense\r\n\r\n",
    "HTTP/2": b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
    "HTTP/2 in the first line": b"GET / HTTP/2.0\r\nHost: x\r\n\r\n",
    "no Host": b"GET / HTTP/1.1\r\n\r\n",
    "two Hosts": b"GET / HTTP/1.1\r\nHost: x\r\nHost: y\r\n\r\n",
    "a tunnel": b"CONNECT x:1 HTTP/1.1\r\nHost: x\r\n\r\n",
    "two lengths": POST + b"Content-Length: 3\r\nContent-Length: 4\r\n\r\n123",
    "the same length twice": POST + b"Content-Length: 3\r\nContent-Length: 3\r\n\r\n123",
    "a length and chunks": POST + b"Content-Length: 3\r\n" + CHUNKED + b"0\r\n\r\n",
    "chunks and a length": POST + CHUNKED[:-2] + LENGTH % 3 + b"0\r\n\r\n",
    "a signed length": POST + b"Content-Length: +3\r\n\r\n123",
    "a negative length": POST + b"Content-Length: -3\r\n\r\n123",
    "a huge length": POST + b"Content-Length: 99999999999999999999999\r\n\r\n",
    "an unknown coding": POST + b"Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n",
    "chunks that are not last": POST + b"Transfer-Encoding: chunked, gzip\r\n\r\n0\r\n\r\n",
    "a space before a colon": b"GET / HTTP/1.1\r\nHost : x\r\n\r\n",
    "a folded line": b"GET / HTTP/1.1\r\nHost: x\r\n y\r\n\r\n",
    "a NUL in a header": b"GET / HTTP/1.1\r\nHost: x\r\nX: a\0b\r\n\r\n",
    "a NUL in an address": b"GET /a\0b HTTP/1.1\r\nHost: x\r\n\r\n",
    "bytes in an address": b"GET /\xc3\xa4 HTTP/1.1\r\nHost: x\r\n\r\n",
    "lines without CR": b"GET / HTTP/1.1\nHost: x\n\n",
    "a chunk that is too short": POST + CHUNKED + b"1\r\n{}\r\n0\r\n\r\n",
    "a chunk without a size": POST + CHUNKED + b"\r\n{}\r\n",
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_understood_for_sure_is_refused(patient: Server, name: str) -> None:
    check_problem(patient.ask(REFUSED[name]), 400)


ANSWERED = {
    "an address with its server": (requested(b"GET http://x/healthz HTTP/1.1\r\nHost: y\r\n"), 200),
    "two slashes": (requested(b"GET //healthz HTTP/1.1\r\nHost: x\r\n"), 404),
    "wrong escapes": (requested(b"GET /%zz%f HTTP/1.1\r\nHost: x\r\n"), 404),
    "an escaped NUL": (requested(b"GET /%00 HTTP/1.1\r\nHost: x\r\n"), 404),
    "escapes that are no UTF-8": (requested(b"GET /%ff HTTP/1.1\r\nHost: x\r\n"), 404),
    "a lesson with two slashes": (requested(b"GET //x.example/ HTTP/1.1\r\nHost: x\r\n"), 404),
    "HTTP/1.0": (b"GET /healthz HTTP/1.0\r\n\r\n", 200),
    "HTTP/1.0 with a body": (POST.replace(b"1.1", b"1.0") + LENGTH % len(BODY) + BODY, 200),
    "HTTP/1.0 that expects": (
        POST.replace(b"1.1", b"1.0") + b"Expect: 100-continue\r\n" + LENGTH % len(BODY) + BODY,
        200,
    ),
    "the whole server": (requested(b"OPTIONS * HTTP/1.1\r\nHost: x\r\n"), 204),
    "an unknown method": (requested(b"PROPFIND / HTTP/1.1\r\nHost: x\r\n"), 405),
    "trailers": (
        requested(POST + CHUNKED[:-2], b"%x\r\n%b\r\n0\r\na: b\r\n\r\n" % (len(BODY), BODY)),
        200,
    ),
    "a trailer that would change the type": (
        requested(
            POST.replace(b"application/json", b"text/plain") + CHUNKED[:-2],
            b"%x\r\n%b\r\n0\r\nContent-Type: application/json\r\n\r\n" % (len(BODY), BODY),
        ),
        415,
    ),
}


@pytest.mark.parametrize("name", ANSWERED)
def test_what_is_unusual_is_answered(patient: Server, name: str) -> None:
    request, status = ANSWERED[name]
    assert statuses(patient.ask(request)) == [status]


def test_a_client_that_waits_to_send_its_body_is_told_to(patient: Server) -> None:
    with patient.connect() as connection:
        connection.sendall(POST + b"Expect: 100-continue\r\n" + LENGTH % len(BODY))
        assert connection.recv(100) == b"HTTP/1.1 100 Continue\r\n\r\n"
        connection.sendall(BODY)
        assert statuses(answer(connection)) == [200]
        refused = UNKNOWN + b"Expect: 100-continue\r\n"
        connection.sendall(refused + LENGTH % len(BODY))
        received = answer(connection)
        assert statuses(received) == [404]
        assert b"connection: close" in received


def test_requests_sent_at_once_are_answered_in_their_order(patient: Server) -> None:
    post = POST + LENGTH % len(BODY) + BODY
    missing = b"GET /nothing HTTP/1.1\r\nHost: x\r\n\r\n"
    received = patient.ask(post + GET + missing + post + requested(GET[:-2]))
    assert statuses(received) == [200, 200, 404, 200, 200]
    # What cannot be understood is refused after those before it.
    assert statuses(patient.ask(post + GET + b"nonsense\r\n\r\n")) == [200, 200, 400]


def test_a_connection_is_kept_however_many_requests_it_has_had(patient: Server) -> None:
    with patient.connect() as connection:
        for _ in range(2 * HEAD_BYTES // len(GET)):
            connection.sendall(GET + GET)
            received = b""
            while received.count(b'{"status":"ok"}') < 2:
                received += connection.recv(4096)
            assert statuses(received) == [200] * 2


def test_too_many_requests_at_once_are_not_kept(patient: Server) -> None:
    """Behind one that takes time they would wait, each with all that belongs to a request."""
    slow = json.dumps(preset("xor") | {"round": 2000}).encode()
    received = patient.ask(POST + LENGTH % len(slow) + slow + GET * 1000)
    assert statuses(received) == [200] * (1 + PIPELINED) + [429]


def test_the_sender_of_a_refused_body_gets_the_answer(impatient: Server) -> None:
    """It is still sending; were the connection closed at once, it would find it reset."""
    body = b" " * (MEGABYTE + MEGABYTE // 2)
    for head in (POST, UNKNOWN):
        for framed in (LENGTH % len(body) + body, CHUNKED + b"%x\r\n" % len(body) + body):
            with impatient.connect() as connection:
                connection.sendall(head + framed)
                assert statuses(answer(connection)) == [413 if head is POST else 404]


def test_a_body_of_many_tiny_chunks_is_refused() -> None:
    """Each costs a call; 40,000 of them kept the event loop busy for a fifth of a second."""
    with serving("-m", "app.cli") as (process, port):
        server = Server(port, process.pid)
        with server.connect() as connection:
            connection.sendall(POST + CHUNKED)
            time.sleep(0.1)
            with contextlib.suppress(ConnectionError):
                connection.sendall(b"1\r\n \r\n" * 40_000)
            answer = rest_of(connection)
        assert answer.startswith(b"HTTP/1.1 400 ")
        assert b"error.detail.chunks" in answer
        few = b"".join(b"1\r\n%c\r\n" % byte for byte in BODY) + b"0\r\n\r\n"
        head = POST + b"Connection: close\r\n" + CHUNKED
        assert server.ask(head + few).startswith(b"HTTP/1.1 200 ")


@pytest.mark.parametrize(
    "lines",
    [
        b"HTTP/1.1\r\nHost: x\r\nConnection: close, Upgrade\r\nUpgrade: h2c\r\n\r\n",
        b"HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nConnection: close\r\nUpgrade: h2c\r\n\r\n",
        b"HTTP/1.0\r\nConnection: Upgrade\r\nUpgrade: h2c\r\n\r\n",
    ],
    ids=["close", "two lines", "HTTP/1.0"],
)
def test_the_last_request_of_a_connection_may_ask_for_an_upgrade(lines: bytes) -> None:
    with serving("-m", "app.cli") as (process, port):
        answer = Server(port, process.pid).ask(b"GET /healthz " + lines)
    assert answer.startswith(b"HTTP/1.1 200 ")
    assert answer.endswith(b'{"status":"ok"}')


@pytest.mark.parametrize("rest", [b"no chunk\r\n", b"0\r\n" + b"a:\r\n" * 2 * HEAD_LINES + b"\r\n"])
def test_what_follows_an_answer_gets_no_second_one(patient: Server, rest: bytes) -> None:
    with patient.connect() as connection:
        connection.sendall(UNKNOWN + CHUNKED)
        assert statuses(answer(connection)) == [404]
        connection.sendall(rest)
        connection.shutdown(socket.SHUT_WR)
        assert rest_of(connection) == b""


# What of uvicorn and httptools is relied on


class Wire(asyncio.Transport):
    """A transport that keeps what is written to it."""

    def __init__(self) -> None:
        super().__init__({"peername": ("127.0.0.1", 1), "sockname": ("127.0.0.1", 2)})
        self.written = b""
        self.closed = False
        self.held = 0

    def write(self, data: bytes | bytearray | memoryview) -> None:
        self.written += data

    def close(self) -> None:
        self.closed = True

    def is_closing(self) -> bool:
        return self.closed

    def abort(self) -> None:
        self.closed = True

    def get_write_buffer_size(self) -> int:
        return self.held


class Recorded(Protocol):
    """Writes down the states that a connection enters, each with a deadline."""

    def enter(self, state: State) -> None:
        super().enter(state)
        self.entered = [*getattr(self, "entered", ()), state]


def test_the_installed_uvicorn_and_httptools_call_what_sets_the_deadlines() -> None:
    """They call parts of the protocol, and it calls parts of theirs, that no document promises."""
    config = ServerConfig(Settings())
    state = ServerState()

    async def twice() -> tuple[Recorded, Wire]:
        protocol, wire = Recorded(config, state, {}), Wire()
        protocol.connection_made(wire)
        for parts in ((GET[:-2], b"\r\n"), (POST, LENGTH % len(BODY), BODY)):
            for part in parts:
                protocol.data_received(part)
            await asyncio.gather(*state.tasks)
        protocol.connection_lost(None)
        return protocol, wire

    with asyncio.Runner() as runner:
        protocol, wire = runner.run(twice())
    rounds = [State.HEAD, State.BODY, State.ANSWER, State.IDLE]
    assert protocol.entered == [State.NEW, *rounds, *rounds]
    assert statuses(wire.written) == [200, 200]
    assert not config.open_connections.open
    seconds = config.open_connections.seconds
    assert {each for each in State if seconds[each] > 60} == {State.ANSWER}


def test_the_reader_for_whom_most_is_held_is_let_go() -> None:
    config = ServerConfig(Settings(untaken_bytes=10_000_000))

    async def read_slowly() -> list[bool]:
        protocols = [Protocol(config, ServerState(), {}) for _ in range(4)]
        wires = [Wire() for _ in protocols]
        for protocol, wire in zip(protocols, wires, strict=True):
            protocol.connection_made(wire)
        for number, held in enumerate((3_000_000, 4_000_000, 2_000_000)):
            wires[number].held = held
            protocols[number].pause_writing()
        assert config.open_connections.untaken_bytes() == 9_000_000
        wires[3].held = 1_000_001
        protocols[3].pause_writing()
        assert config.open_connections.untaken_bytes() == 6_000_001
        wires[0].held = 8_000_000
        protocols[0].write(b"more")
        protocols[2].resume_writing()
        assert config.open_connections.untaken_bytes() == 1_000_001
        closed = [wire.closed for wire in wires]
        for protocol in protocols:
            protocol.connection_lost(None)
        assert config.open_connections.untaken_bytes() == 0
        return closed

    with asyncio.Runner() as runner:
        assert runner.run(read_slowly()) == [True, True, False, False]
