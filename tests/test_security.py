"""Security headers stand on every kind of reply, and no body or connection holds the server up."""

import asyncio
from collections.abc import AsyncIterator, Callable
from typing import Any

import httpx
import pytest
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message

from app.errors import RETRY_SOON, Refusal
from app.headers import FILE_HEADERS, HEADERS
from app.main import create_app
from app.security import Bodies, Body
from app.settings import MEGABYTE, Settings
from tests.conftest import Client
from tests.web.requests import small

REPLIES: dict[str, tuple[int, dict[str, Any]]] = {
    "page": (200, {"method": "GET", "address": "/"}),
    "API page": (200, {"method": "GET", "address": "/api"}),
    "catalog": (200, {"method": "GET", "address": "/api/v1/catalog"}),
    "health": (200, {"method": "GET", "address": "/healthz"}),
    "schema": (200, {"method": "GET", "address": "/openapi.json"}),
    "static file": (200, {"method": "GET", "address": "/static/favicon.svg"}),
    "missing static file": (404, {"method": "GET", "address": "/static/nothing.js"}),
    "a NUL in a path": (404, {"method": "GET", "address": "/static/%00"}),
    "a path upwards": (404, {"method": "GET", "address": "/static/..%2f..%2fpyproject.toml"}),
    "missing page": (404, {"method": "GET", "address": "/nothing"}),
    "missing page in a browser": (
        404,
        {"method": "GET", "address": "/nothing", "headers": {"Accept": "text/html"}},
    ),
    "trace": (200, {"method": "POST", "address": "/api/v1/trace", "json": small()}),
    "wrong method": (405, {"method": "GET", "address": "/api/v1/trace"}),
    "too large": (
        413,
        {
            "method": "POST",
            "address": "/api/v1/trace",
            "content": b" " * (9 * MEGABYTE),
            "headers": {"Content-Type": "application/json"},
        },
    ),
    "a body for no page": (
        404,
        {"method": "POST", "address": "/nothing", "content": b" " * (9 * MEGABYTE)},
    ),
    "not JSON": (415, {"method": "POST", "address": "/api/v1/trace", "content": b"x"}),
    "bad field": (422, {"method": "POST", "address": "/api/v1/trace", "json": {}}),
}


@pytest.mark.parametrize("name", REPLIES)
def test_every_reply_carries_the_security_headers(client: Client, name: str) -> None:
    status, request = REPLIES[name]
    response = client.ask(**request)
    assert response.status_code == status
    expected = FILE_HEADERS if name == "static file" else HEADERS
    assert {key: response.headers.get(key) for key in expected} == expected


def test_the_policy_has_no_unsafe_source() -> None:
    policy = HEADERS["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert policy.startswith("default-src 'none'")
    assert "require-trusted-types-for 'script'" in policy


@pytest.mark.parametrize(("language", "word"), [("en", "stopped"), ("zh-CN", "服务器")])
def test_a_browser_that_asks_for_a_page_gets_one_that_waits(
    client: Client, monkeypatch: pytest.MonkeyPatch, language: str, word: str
) -> None:
    async def stop(*arguments: Any) -> None:
        raise HTTPException(503, headers=RETRY_SOON)

    monkeypatch.setattr("app.web.pages.pages.response_of", stop)
    asked = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8", "Accept-Language": language}
    page = client.get("/lesson", headers=asked)
    assert page.status_code == 503
    assert page.headers["content-type"] == "text/html; charset=utf-8"
    assert page.headers["retry-after"] == "5"
    assert '<meta http-equiv="refresh" content="5">' in page.text
    assert word in page.text
    assert {key: page.headers.get(key) for key in HEADERS} == HEADERS
    for other in ({}, {"Accept": "application/json"}, {"Accept": "*/*"}):
        assert client.get("/lesson", headers=other).json()["code"] == "error.detail.stopping"


@pytest.mark.parametrize("address", ["/healthz", "/api/v1/trace"])
def test_a_failure_of_our_own_is_a_500_problem(
    runner: asyncio.Runner, monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    app = create_app()

    def fail(*arguments: object) -> None:
        raise RuntimeError("a secret of the server")

    monkeypatch.setattr("app.web.trace.endpoint.content", fail)
    monkeypatch.setattr("app.web.health.Health", fail)
    client = Client(app, runner)
    method = "POST" if address.startswith("/api") else "GET"
    response = client.ask(method, address, json=small())
    assert response.status_code == 500
    assert response.headers["content-type"] == "application/problem+json"
    assert "secret" not in response.text
    assert {key: response.headers.get(key) for key in HEADERS} == HEADERS


@pytest.mark.parametrize("chunked", [True, False])
def test_a_body_over_the_limit_is_refused(client: Client, chunked: bool) -> None:
    part = b"[" * MEGABYTE

    async def parts() -> AsyncIterator[bytes]:
        for _ in range(10):
            yield part

    content: Any = parts() if chunked else part * 10
    response = client.trace_text(content)
    assert response.status_code == 413
    assert response.headers["content-type"] == "application/problem+json"
    assert "8 MiB" in response.json()["detail"]


def test_a_limit_below_a_mebibyte_is_named_as_it_is(runner: asyncio.Runner) -> None:
    app = create_app(Settings(body_limit=MEGABYTE // 4))
    response = Client(app, runner).trace_text(b"[" * MEGABYTE)
    assert response.status_code == 413
    assert "0.25 MiB" in response.json()["detail"]


def messages(app: ASGIApp, *, parts: int, size: int, pause: float) -> tuple[list[Message], int]:
    """What the application sends to a client that goes on sending, and how much it read."""
    sent: list[Message] = []
    taken = 0

    async def receive() -> Message:
        nonlocal taken
        await asyncio.sleep(pause)
        taken += 1
        return {"type": "http.request", "body": b" " * size, "more_body": taken < parts}

    async def send(message: Message) -> None:
        sent.append(message)

    scope = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": "POST",
        "path": "/api/v1/trace",
        "raw_path": b"/api/v1/trace",
        "query_string": b"",
        "root_path": "",
        "scheme": "http",
        "headers": [(b"transfer-encoding", b"chunked"), (b"content-type", b"application/json")],
        "server": ("test", 80),
        "client": ("test", 1),
    }

    async def once() -> None:
        await app(scope, receive, send)

    asyncio.run(once())
    return sent, taken


def test_reading_stops_where_a_body_has_no_end() -> None:
    sent, taken = messages(create_app(), parts=1000, size=MEGABYTE, pause=0)
    assert sent[0]["status"] == 413
    assert taken == 9


def test_a_body_that_does_not_arrive_is_a_408() -> None:
    sent, taken = messages(create_app(Settings(body_seconds=0.2)), parts=1000, size=1, pause=0.05)
    assert sent[0]["status"] == 408
    assert taken < 10


def test_a_slow_body_within_the_deadline_is_answered(runner: asyncio.Runner) -> None:
    async def parts() -> AsyncIterator[bytes]:
        for character in b'{"network": 1}':
            await asyncio.sleep(0.001)
            yield bytes([character])

    content: Any = parts()
    response = Client(create_app(), runner).trace_text(content)
    assert response.status_code == 422


def test_any_host_is_answered(client: Client) -> None:
    assert client.get("/healthz", headers={"Host": "anything.example:1"}).status_code == 200


def test_a_static_file_is_asked_for_anew_and_costs_a_304(client: Client) -> None:
    response = client.get("/static/favicon.svg")
    assert response.headers["cache-control"] == "no-cache"
    again: httpx.Response = client.get(
        "/static/favicon.svg", headers={"If-None-Match": response.headers["etag"]}
    )
    assert again.status_code == 304
    assert {key: again.headers.get(key) for key in FILE_HEADERS} == FILE_HEADERS


def test_a_static_file_is_always_answered_whole(client: Client) -> None:
    whole = client.get("/static/css/base/tokens.css")
    for asked in ("chickens", "bytes=0-4", "bytes=99999999-"):
        answer = client.get("/static/css/base/tokens.css", headers={"Range": asked})
        assert (answer.status_code, answer.content) == (200, whole.content)


def test_a_late_body_is_refused_though_the_clock_says_that_it_has_time(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async def nothing() -> Message:
        await asyncio.Event().wait()
        raise AssertionError("nothing arrives")

    async def late() -> None:
        bodies = Bodies(Settings())
        body = Body({"type": "http", "headers": []}, nothing, bodies)
        loop = asyncio.get_running_loop()

        def fire_early(_: float, callback: Callable[[], object]) -> asyncio.Handle:
            return loop.call_soon(callback)

        # A loop's clock is rounded: uvloop's timer may fire before its time by that very clock.
        monkeypatch.setattr(loop, "call_at", fire_early)
        monkeypatch.setattr(loop, "call_later", fire_early)
        with pytest.raises(Refusal) as refused:
            await body.gather()
        assert refused.value.status == 408

    with asyncio.Runner() as runner:
        runner.run(late())


@pytest.mark.parametrize("address", ["/api", "/oembed", "/api/v1/catalog"])
def test_a_host_too_long_for_a_name_is_refused(client: Client, address: str) -> None:
    """It would stand many times in a page that is kept."""
    refused = client.get(address, headers={"Host": "a" * 256})
    assert refused.status_code == 400
    assert "Host" in refused.json()["detail"]
    assert client.get(address, headers={"Host": "a" * 255}).status_code != 400
