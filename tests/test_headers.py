"""Who may frame a page and who may call the API: nobody, until the settings name an origin."""

import asyncio
from typing import Any

import httpx
import pytest
from pydantic import ValidationError

from app.errors import Refusal
from app.headers import FILE_HEADERS, FRAMING_FILES, HEADERS, ROUTES
from app.main import create_app
from app.settings import Settings
from tests.conftest import Client
from tests.test_security import REPLIES
from tests.web.requests import small

SCHOOL, OTHER, STRANGER = "https://school.example", "https://lab.example:8443", "https://evil.test"
PREFLIGHT = {
    "Access-Control-Request-Method": "POST",
    "Access-Control-Request-Headers": "content-type",
}


@pytest.fixture(scope="module")
def open_client(runner: asyncio.Runner) -> Client:
    """Two origins may call the API, and two may frame what is made for it."""
    settings = Settings(
        cors_origins=(SCHOOL, OTHER), frame_origins=(SCHOOL, "https://*.lab.example")
    )
    return Client(create_app(settings), runner)


def sharing_headers(reply: httpx.Response) -> dict[str, str]:
    return {
        name: value
        for name, value in reply.headers.items()
        if name.startswith("access-control-") or name == "vary"
    }


# ---- frames


def test_without_origins_no_page_can_be_framed(client: Client) -> None:
    for part in ROUTES:
        reply = client.get(f"/{part}/network")
        assert {name: reply.headers.get(name) for name in HEADERS} == HEADERS


def test_the_origins_may_frame_what_is_made_for_it_and_nothing_else(open_client: Client) -> None:
    for address in ("/embed", "/embed/chain-rule?hide=link", "/embed/descent", "/embed/nothing"):
        reply = open_client.get(address)
        ancestors = f"frame-ancestors {SCHOOL} https://*.lab.example"
        strict = HEADERS["Content-Security-Policy"]
        assert reply.headers["Content-Security-Policy"] == strict.replace(
            "frame-ancestors 'none'", ancestors
        )
        assert "X-Frame-Options" not in reply.headers
        assert reply.headers["Cross-Origin-Opener-Policy"] == "same-origin"
    for address in ("/", "/embedded", "/lesson/1", "/api", "/static/nothing"):
        reply = open_client.get(address)
        assert {name: reply.headers.get(name) for name in HEADERS} == HEADERS, address


def test_a_file_carries_what_files_obey_and_may_not_be_framed(open_client: Client) -> None:
    first = open_client.get("/static/favicon.svg")
    again = open_client.get("/static/favicon.svg", headers={"If-None-Match": first.headers["ETag"]})
    assert (first.status_code, again.status_code) == (200, 304)
    for reply in (first, again):
        found = {name: reply.headers.get(name) for name in HEADERS}
        assert {name: value for name, value in found.items() if value} == FILE_HEADERS
    assert FILE_HEADERS["Content-Security-Policy"] == "default-src 'none'; frame-ancestors 'none'"


@pytest.mark.parametrize("name", FRAMING_FILES)
def test_the_element_is_shared_where_an_origin_may_frame(
    client: Client, open_client: Client, name: str
) -> None:
    closed = client.get(f"/static/{name}", headers={"Origin": SCHOOL})
    assert closed.status_code == 200
    assert sharing_headers(closed) == {"vary": "Accept-Encoding"}
    assert closed.headers["Cross-Origin-Resource-Policy"] == "same-origin"
    shared = {"Cross-Origin-Resource-Policy": "cross-origin"}
    for address in (f"/static/{name}", f"/static/0123456789abcdef/{name}"):
        reply = open_client.get(address, headers={"Origin": SCHOOL})
        assert sharing_headers(reply)["access-control-allow-origin"] == "*"
        found = {name: reply.headers.get(name) for name in HEADERS}
        assert {name: value for name, value in found.items() if value} == FILE_HEADERS | shared
    # Nothing else is, and no refusal.
    for address in (f"/static/x{name}", "/static/js/pages/later/embed.js", f"/{name}"):
        reply = open_client.get(address, headers={"Origin": SCHOOL})
        assert "access-control-allow-origin" not in sharing_headers(reply), address


# ---- other origins' pages


@pytest.mark.parametrize("origin", [SCHOOL, "null", "http://test"])
def test_without_origins_nobody_is_answered_as_a_caller(client: Client, origin: str) -> None:
    headers = {"Origin": origin}
    replies = [
        client.trace(small(), headers=headers),
        client.ask("OPTIONS", "/api/v1/trace", headers=headers | PREFLIGHT),
    ]
    for reply in replies:
        assert not any(name.startswith("access-control-") for name in reply.headers)
        assert {name: reply.headers.get(name) for name in HEADERS} == HEADERS


@pytest.mark.parametrize("origin", [SCHOOL, OTHER])
def test_an_origin_that_may_call_is_told_so(open_client: Client, origin: str) -> None:
    preflight = open_client.ask("OPTIONS", "/api/v1/trace", headers={"Origin": origin} | PREFLIGHT)
    assert preflight.status_code == 200
    told = preflight.headers
    assert told["Access-Control-Allow-Origin"] == origin
    assert {each.strip() for each in told["Access-Control-Allow-Methods"].split(",")} == {
        *("GET", "HEAD", "POST")
    }
    assert "content-type" in told["Access-Control-Allow-Headers"].lower()
    assert "Access-Control-Allow-Credentials" not in told
    assert "Origin" in told["Vary"]
    assert told["X-Content-Type-Options"] == "nosniff"

    answer = open_client.trace(small(), headers={"Origin": origin})
    assert answer.status_code == 200
    assert answer.headers["Access-Control-Allow-Origin"] == origin
    assert "Access-Control-Allow-Credentials" not in answer.headers
    exposed = {each.strip() for each in answer.headers["Access-Control-Expose-Headers"].split(",")}
    assert exposed >= {"ETag", "Retry-After", "X-Request-ID"}
    assert "Origin" in answer.headers["Vary"]
    shared = HEADERS | {"Cross-Origin-Resource-Policy": "cross-origin"}
    assert {name: answer.headers.get(name) for name in HEADERS} == shared


def test_an_answer_without_cors_cannot_be_kept_for_one_with_it(open_client: Client) -> None:
    plain = open_client.get("/api/v1/catalog")
    stranger = open_client.get("/api/v1/catalog", headers={"Origin": STRANGER})
    for reply in (plain, stranger):
        assert "Origin" in reply.headers["Vary"]
        assert not any(name.startswith("access-control-") for name in reply.headers)
        assert {name: reply.headers.get(name) for name in HEADERS} == HEADERS


@pytest.mark.parametrize(
    "origin",
    [STRANGER, "null", f"{SCHOOL}.evil.test", f"{SCHOOL}:444", "http://school.example", ""],
)
def test_any_other_origin_is_refused(open_client: Client, origin: str) -> None:
    headers = {"Origin": origin}
    preflight = open_client.ask("OPTIONS", "/api/v1/trace", headers=headers | PREFLIGHT)
    answer = open_client.trace(small(), headers=headers)
    for reply in (preflight, answer):
        assert not any(name.startswith("access-control-") for name in reply.headers)


def test_every_origin_may_call_where_a_star_says_so(runner: asyncio.Runner) -> None:
    client = Client(create_app(Settings(cors_origins=("*",))), runner)
    reply = client.trace(small(), headers={"Origin": STRANGER})
    assert reply.headers["Access-Control-Allow-Origin"] == "*"
    assert "Access-Control-Allow-Credentials" not in reply.headers
    preflight = client.ask("OPTIONS", "/api/v1/graph", headers={"Origin": STRANGER} | PREFLIGHT)
    assert preflight.headers["Access-Control-Allow-Origin"] == "*"


@pytest.mark.parametrize("name", [name for name, (status, _) in REPLIES.items() if status >= 400])
def test_a_refusal_can_be_read_by_who_may_call(open_client: Client, name: str) -> None:
    status, request = REPLIES[name]
    headers = request.get("headers", {}) | {"Origin": SCHOOL}
    reply = open_client.ask(**(request | {"headers": headers}))
    assert reply.status_code == status
    is_api = str(request["address"]).startswith("/api/")
    assert reply.headers.get("Access-Control-Allow-Origin") == (SCHOOL if is_api else None)


@pytest.mark.parametrize("failure", [Refusal(503, "error.detail.stopping"), RuntimeError("ours")])
def test_a_busy_server_and_a_failure_can_be_read_too(
    open_client: Client, monkeypatch: pytest.MonkeyPatch, failure: Exception
) -> None:
    def fail(*arguments: Any) -> None:
        raise failure

    monkeypatch.setattr("app.web.endpoint.Endpoint.read", fail)
    reply = open_client.trace(small(), headers={"Origin": SCHOOL})
    assert reply.status_code == (503 if isinstance(failure, Refusal) else 500)
    assert reply.headers["Access-Control-Allow-Origin"] == SCHOOL


@pytest.mark.parametrize("address", ["/", "/lesson/1", "/api", "/static/favicon.svg", "/healthz"])
def test_pages_and_files_are_shared_with_nobody(open_client: Client, address: str) -> None:
    reply = open_client.get(address, headers={"Origin": SCHOOL})
    assert not any(name.startswith("access-control-") for name in reply.headers)
    assert reply.headers["Cross-Origin-Resource-Policy"] == "same-origin"


@pytest.mark.parametrize("setting", ["cors_origins", "frame_origins"])
@pytest.mark.parametrize(
    "origin",
    [
        *("school.example", "https://school.example/", "https://school.example/page", "ftp://x.y"),
        *("https://", "https://a.b; script-src *", "https://a b", "'self'", "null", "HTTPS://A.B"),
        "https://school.example\nX-Header: 1",
    ],
)
def test_what_is_no_origin_stops_the_start(setting: str, origin: str) -> None:
    with pytest.raises(ValidationError):
        Settings.model_validate({setting: (origin,)})


# ---- behind a proxy


@pytest.mark.parametrize(
    ("proxies", "headers", "base"),
    [
        (("127.0.0.1",), {"X-Forwarded-Proto": "https"}, "https://test"),
        (
            ("127.0.0.0/8",),
            {"X-Forwarded-Proto": "https", "X-Forwarded-Host": "school.example"},
            "https://school.example",
        ),
        (("127.0.0.1",), {"X-Forwarded-Host": "a.example:8443, b"}, "http://a.example:8443"),
        (("127.0.0.1",), {"X-Forwarded-Host": "a.example/<b>"}, "http://test"),
        (("10.0.0.1",), {"X-Forwarded-Proto": "https", "X-Forwarded-Host": "a"}, "http://test"),
        ((), {"X-Forwarded-Proto": "https", "X-Forwarded-Host": "a"}, "http://test"),
    ],
)
def test_the_address_in_examples_is_the_one_that_the_named_proxy_tells(
    runner: asyncio.Runner, proxies: tuple[str, ...], headers: dict[str, str], base: str
) -> None:
    settings = Settings(proxies=proxies, root_path="/deltaflow")  # type: ignore[arg-type]
    page = Client(create_app(settings), runner).get("/api", headers=headers)
    assert f"curl -s {base}/deltaflow/api/v1/catalog" in page.text
