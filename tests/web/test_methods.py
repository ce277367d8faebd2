"""HEAD, OPTIONS, Allow and addresses that lead to others, for every address of the server."""

import asyncio

import pytest

from app.main import create_app
from app.settings import Settings
from app.web.endpoints import OPERATIONS
from app.web.pages.pages import PAGES
from tests.conftest import Client
from tests.web.requests import small

READ = ["/healthz", "/readyz", "/api/v1/catalog", "/openapi.json", "/static/favicon.svg", *PAGES]
SENT = [endpoint.path for endpoint in OPERATIONS]
ALLOWED = dict.fromkeys(READ, "GET, HEAD, OPTIONS") | dict.fromkeys(SENT, "OPTIONS, POST")
OTHERS = ["PUT", "PATCH", "DELETE", "TRACE", "PROPFIND"]


@pytest.mark.parametrize("address", READ)
def test_head_is_the_answer_to_get_without_its_body(client: Client, address: str) -> None:
    got, head = client.get(address), client.ask("HEAD", address)
    assert got.status_code == head.status_code == 200
    assert head.content == b""
    assert {**head.headers, "x-request-id": ""} == {**got.headers, "x-request-id": ""}
    assert int(head.headers["content-length"]) == len(got.content) or "content-encoding" in (
        got.headers
    )


@pytest.mark.parametrize("address", ALLOWED)
def test_options_and_a_refused_method_name_what_is_allowed(client: Client, address: str) -> None:
    options = client.ask("OPTIONS", address)
    assert (options.status_code, options.content) == (204, b"")
    assert options.headers["allow"] == ALLOWED[address]
    for method in {*OTHERS, "GET", "HEAD", "POST"} - {*ALLOWED[address].split(", ")}:
        refused = client.ask(method, address, json=small())
        assert refused.status_code == 405, method
        assert refused.headers["allow"] == ALLOWED[address]


@pytest.mark.parametrize("method", ["GET", "HEAD", "OPTIONS", "POST", *OTHERS])
@pytest.mark.parametrize("address", ["/nothing", "/static/nothing.js", "/api/v1/nothing"])
def test_an_unknown_address_takes_no_method(client: Client, method: str, address: str) -> None:
    response = client.ask(method, address)
    assert response.status_code == 404
    assert "allow" not in response.headers


@pytest.mark.parametrize("address", [page for page in PAGES if page != "/"])
@pytest.mark.parametrize("query", ["", "?lang=zh", "?next=//evil.example&a=%0d%0aX:%20y&b=%E4"])
def test_a_slash_at_the_end_leads_to_the_page(client: Client, address: str, query: str) -> None:
    for method in ("GET", "HEAD"):
        response = client.ask(method, f"{address}/{query}")
        assert response.status_code == 308
        assert response.headers["location"] == address + query


@pytest.mark.parametrize(
    "address",
    ["//evil.example/", "//evil.example//", "//lesson/", "/%2Fevil.example/", "/\\evil.example/"],
)
def test_no_address_leads_to_another_server(client: Client, address: str) -> None:
    response = client.get("http://test" + address)
    assert response.status_code == 404
    assert "location" not in response.headers


def test_below_a_path_a_slash_at_the_end_leads_there(runner: asyncio.Runner) -> None:
    client = Client(create_app(Settings(root_path="/deltaflow")), runner)
    response = client.get("/deltaflow/lesson/?lang=zh")
    assert (response.status_code, response.headers["location"]) == (
        308,
        "/deltaflow/lesson?lang=zh",
    )
    assert client.get("http://test/deltaflow//evil.example/").status_code == 404
