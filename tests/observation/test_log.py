"""What the log says of requests, and what it never says."""

import asyncio
import json
import logging
import socket
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.main import create_app
from app.observation.logs import Exchange, JsonFormatter, TextFormatter
from app.observation.observer import ObservationMiddleware, Observer
from app.settings import Settings
from app.web.trace import endpoint as trace
from tests.conftest import Client
from tests.examples import examples
from tests.test_cli import serving as serving_process
from tests.web.requests import small

Line = logging.LogRecord


def lines(caplog: pytest.LogCaptureFixture) -> list[Exchange]:
    return [vars(record)["exchange"] for record in caplog.records if "exchange" in vars(record)]


@pytest.fixture(autouse=True)
def all_levels(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO, "deltaflow")


def serving(runner: asyncio.Runner, **chosen: Any) -> Client:
    return Client(create_app(Settings(**chosen)), runner)


ASKED: dict[str, tuple[int, dict[str, Any]]] = {
    "page": (200, {"method": "GET", "address": "/"}),
    "trace": (200, {"method": "POST", "address": "/api/v1/trace", "json": small()}),
    "missing page": (404, {"method": "GET", "address": "/nothing"}),
    "missing endpoint": (404, {"method": "GET", "address": "/api/v1/nothing"}),
    "wrong method": (405, {"method": "GET", "address": "/api/v1/trace"}),
    "not JSON": (415, {"method": "POST", "address": "/api/v1/trace", "content": b"x"}),
    "bad field": (422, {"method": "POST", "address": "/api/v1/trace", "json": {"s3cret": 1}}),
    "too large": (
        413,
        {
            "method": "POST",
            "address": "/api/v1/trace",
            "content": b" " * (2 * 2**20),
            "headers": {"Content-Type": "application/json"},
        },
    ),
}
REFUSED = {"missing endpoint", "wrong method", "not JSON", "bad field", "too large"}


@pytest.mark.parametrize("name", ASKED)
@pytest.mark.parametrize("level", ["off", "errors", "access"])
def test_what_is_logged(
    runner: asyncio.Runner, caplog: pytest.LogCaptureFixture, name: str, level: str
) -> None:
    status, request = ASKED[name]
    answer = serving(runner, log=level, body_limit=2**20).ask(**request)
    assert answer.status_code == status
    logged = {"off": False, "errors": name in REFUSED, "access": True}[level]
    assert len(lines(caplog)) == logged
    if logged:
        [line] = lines(caplog)
        assert (line.status, line.method, line.path) == (
            status,
            request["method"],
            request["address"],
        )
        assert line.request_id == answer.headers["x-request-id"]
        assert line.sent == answer.num_bytes_downloaded  # compressed
        assert (line.reason is None) == (status == 200)
        assert "s3cret" not in caplog.text


def test_a_slow_request_is_logged(runner: asyncio.Runner, caplog: pytest.LogCaptureFixture) -> None:
    serving(runner, slow_seconds=1e-6).get("/healthz")
    assert caplog.messages[-1].endswith(" slow")


def test_an_error_of_the_server_is_logged_once_with_its_id_and_traceback(
    runner: asyncio.Runner, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> bytes:
        raise RuntimeError("planted")

    monkeypatch.setattr(trace, "content", fail)
    answer = serving(runner, log="off").trace(small())
    assert answer.status_code == 500
    assert answer.json()["request_id"] == answer.headers["x-request-id"]
    [record] = caplog.records
    assert answer.headers["x-request-id"] in record.message
    assert record.exc_info is not None
    assert isinstance(record.exc_info[1], RuntimeError)


def test_a_failure_outside_of_the_application_is_a_500_with_its_id(
    runner: asyncio.Runner, caplog: pytest.LogCaptureFixture
) -> None:
    async def failing(*_: object) -> None:
        raise RuntimeError("planted")

    app = ObservationMiddleware(failing, Observer(Settings()), frozenset())
    answer = Client(app, runner).get("/lesson")
    assert answer.status_code == answer.json()["status"] == 500
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["request_id"] == answer.headers["x-request-id"]
    [line] = lines(caplog)
    assert line.status == 500
    assert caplog.records[0].exc_info is not None


@pytest.mark.parametrize("given_id", ["abc-123", "9f:a+b/c=._", "x" * 128])
def test_a_well_formed_id_is_kept(client: Client, given_id: str) -> None:
    answer = client.get("/nothing", headers={"X-Request-ID": given_id})
    assert answer.headers["x-request-id"] == given_id
    assert answer.json()["request_id"] == given_id


@pytest.mark.parametrize("given_id", ["", "a b", 'a"b', "x" * 129, "a\tb", "é", "<b>"])
def test_a_hostile_id_is_replaced(client: Client, given_id: str) -> None:
    answer = client.get("/healthz", headers={b"X-Request-ID": given_id.encode()})
    assert answer.headers["x-request-id"] != given_id
    assert len(answer.headers["x-request-id"]) == 16


def test_two_ids_are_replaced_and_no_two_requests_have_the_same(client: Client) -> None:
    twice = [("X-Request-ID", "a"), ("X-Request-ID", "b")]
    found = {client.get("/healthz", headers=twice).headers["x-request-id"] for _ in range(20)}
    assert len(found) == 20
    assert not found & {"a", "b", "a, b"}


@pytest.mark.parametrize("formatter", [TextFormatter(), JsonFormatter()])
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=examples(60))
@given(path=st.binary(min_size=1, max_size=400))
def test_no_path_makes_a_line_of_its_own(
    client: Client, caplog: pytest.LogCaptureFixture, formatter: logging.Formatter, path: bytes
) -> None:
    """Not even one that a server in front has decoded."""

    async def asked() -> None:
        scope = {
            "type": "http",
            "method": "GET",
            "path": "/api/v1/" + path.decode("latin-1"),
            "raw_path": b"/api/v1/" + path,
            "query_string": b"",
            "headers": [],
            "client": ("192.0.2.1", 1),
        }

        async def receive() -> dict[str, Any]:
            return {"type": "http.request", "body": b"", "more_body": False}

        async def send(message: Any) -> None:
            pass

        await client.app(scope, receive, send)

    caplog.clear()
    client.runner.run(asked())
    [record] = caplog.records
    line = formatter.format(record)
    assert line.isascii()
    assert line.isprintable()
    assert len(line) < 2000


def test_a_line_of_json_has_every_field(
    runner: asyncio.Runner, caplog: pytest.LogCaptureFixture
) -> None:
    answer = serving(runner).trace({})
    line = json.loads(JsonFormatter().format(caplog.records[-1]))
    assert line.pop("seconds") > 0
    assert line.pop("time").endswith("Z")
    assert line == {
        "level": "warning",
        "logger": "deltaflow.requests",
        "message": "request",
        "request_id": answer.headers["x-request-id"],
        "client": "127.0.0.1",
        "method": "POST",
        "path": "/api/v1/trace",
        "status": 422,
        "sent": len(answer.content),
        "reason": "error.detail.fields",
    }


def test_a_traceback_cannot_look_like_a_line() -> None:
    try:
        raise ValueError("one\n2026-01-01T00:00:00.000Z INFO forged")
    except ValueError as error:
        record = logging.LogRecord(
            "deltaflow", logging.ERROR, "", 0, "failed", None, (ValueError, error, None)
        )
    first, *more = TextFormatter().format(record).splitlines()
    assert first.endswith(" ERROR failed")
    assert all(line.startswith("    ") for line in more)
    assert len(JsonFormatter().format(record).splitlines()) == 1


def test_a_client_that_leaves_before_its_answer_is_499(
    runner: asyncio.Runner, caplog: pytest.LogCaptureFixture
) -> None:
    async def leave() -> None:
        scope = {
            "type": "http",
            "method": "POST",
            "path": "/api/v1/trace",
            "query_string": b"",
            "headers": [(b"content-type", b"application/json"), (b"content-length", b"5")],
        }

        async def receive() -> dict[str, Any]:
            return {"type": "http.disconnect"}

        async def send(message: Any) -> None:
            raise AssertionError("nobody is there")

        await create_app(Settings(log="access"))(scope, receive, send)

    runner.run(leave())
    assert [line.status for line in lines(caplog)] == [499]


@pytest.fixture
def restore_logging() -> Iterator[None]:
    """A server's configuration sets up the loggers of its process."""
    loggers = [logging.getLogger(name) for name in ("deltaflow", "uvicorn")]
    before = [(logger.handlers[:], logger.level, logger.propagate) for logger in loggers]
    yield
    for logger, (handlers, level, propagate) in zip(loggers, before, strict=True):
        logger.handlers[:], logger.propagate = handlers, propagate
        logger.setLevel(level)


@pytest.mark.usefixtures("restore_logging")
def test_the_forwarded_address_is_logged_only_from_a_proxy_that_is_named() -> None:
    """uvicorn's own middleware does it; here is how it is set."""
    from app.commands.serve import configuration

    async def logged(told: str = "203.0.113.7", **chosen: Any) -> str:
        config = configuration(Settings(log="access", **chosen))
        config.load()
        seen: list[str] = []
        config.observer.observe = lambda line, *_: seen.append(line.client)  # type: ignore
        transport = httpx.ASGITransport(config.loaded_app, client=("10.0.0.5", 1))
        async with httpx.AsyncClient(transport=transport, base_url="http://test") as asking:
            await asking.get("/healthz", headers={"X-Forwarded-For": told})
        return seen[0]

    assert asyncio.run(logged()) == "10.0.0.5"
    assert asyncio.run(logged(proxies="10.0.0.0/8")) == "203.0.113.7"
    assert asyncio.run(logged(proxies="10.1.0.0/16")) == "10.0.0.5"
    # Some proxies write the port as well; another connection is no other client.
    for told, client in {
        "203.0.113.7:4711": "203.0.113.7",
        "203.0.113.7:4711, 10.0.0.9:80": "203.0.113.7",
        "[2001:db8::1]:4711": "2001:db8::1",
        "2001:db8::1": "2001:db8::1",
        "203.0.113.7:x": "unknown",
    }.items():
        assert asyncio.run(logged(told, proxies="10.0.0.0/8")) == client, told


def test_what_is_no_http_is_logged_with_the_id_of_its_problem() -> None:
    with (
        serving_process("-m", "app.cli") as (process, port),
        socket.create_connection(("127.0.0.1", port)) as connection,
    ):
        connection.settimeout(30)
        connection.sendall(b"\x16\x03\x01 nonsense\r\n\r\n")
        received = b""
        while part := connection.recv(4096):
            received += part
        process.terminate()
        _, errors = process.communicate(timeout=30)
    head, _, body = received.partition(b"\r\n\r\n")
    request_id = json.loads(body)["request_id"].encode()
    assert b"x-request-id: " + request_id in head.splitlines()
    [line] = [line for line in errors.splitlines() if request_id in line]
    assert b" WARNING 400 - - " in line
    assert line.endswith(b" reason=error.detail.request")
