"""``GET /oembed``: what a site that is given a link puts into its page."""

import asyncio
import re
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urlencode

import httpx
import pytest

from app.main import create_app
from app.settings import Settings
from app.web.pages.oembed import PLAYERS
from tests.conftest import Client

HOST = "http://test"
STATE = "#1.eyJwIjoieG9yIiwiayI6NH0"


@pytest.fixture(scope="module")
def open_client(runner: asyncio.Runner) -> Client:
    return Client(create_app(Settings(frame_origins=("https://school.example",))), runner)


def described(client: Client, **query: Any) -> httpx.Response:
    return client.get(f"/oembed?{urlencode(query)}")


class Frames(HTMLParser):
    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))


def frame_of(answer: dict[str, Any]) -> dict[str, str | None]:
    [(tag, attributes)] = Frames(answer["html"]).found
    assert tag == "iframe"
    return attributes


@pytest.mark.parametrize("page", PLAYERS)
def test_the_answer_holds_a_frame_with_the_state_of_the_link(
    open_client: Client, page: str
) -> None:
    reply = described(open_client, url=f"{HOST}{page}?lang=zh{STATE}")
    assert reply.status_code == 200
    assert "Host" in reply.headers["Vary"]
    answer = reply.json()
    assert (answer["version"], answer["type"]) == ("1.0", "rich")
    frame = frame_of(answer)
    assert frame["src"] == f"{HOST}{PLAYERS[page][0]}?lang=zh{STATE}"
    assert (frame["width"], frame["height"]) == (str(answer["width"]), str(answer["height"]))
    assert frame["title"] == answer["title"]
    shown = open_client.get(str(frame["src"]).removeprefix(HOST))
    assert shown.status_code == 200
    assert "X-Frame-Options" not in shown.headers


@pytest.mark.parametrize(
    ("most", "width", "height"),
    [
        ({}, 900, 560),
        ({"maxwidth": 2000, "maxheight": 2000}, 900, 560),
        ({"maxwidth": 400}, 400, 860),
        ({"maxwidth": 400, "maxheight": 300}, 400, 300),
        ({"maxheight": 300}, 900, 300),
    ],
)
def test_the_frame_is_no_larger_than_asked_for(
    open_client: Client, most: dict[str, int], width: int, height: int
) -> None:
    answer = described(open_client, url=f"{HOST}/", **most).json()
    assert (answer["width"], answer["height"]) == (width, height)


@pytest.mark.parametrize("size", ["0", "-1", "1.5", "a", "", "100000", "１０"])
@pytest.mark.parametrize("name", ["maxwidth", "maxheight"])
def test_what_is_no_size_is_refused(open_client: Client, name: str, size: str) -> None:
    reply = described(open_client, url=f"{HOST}/", **{name: size})
    assert reply.status_code == 400
    assert name in reply.json()["detail"]


@pytest.mark.parametrize(
    "url",
    [
        *("", "/", "https://test/", "http://test.evil/", "http://evil@test/", f"{HOST}:81/"),
        *(f"{HOST}/lesson/5", f"{HOST}/training", f"{HOST}/embed/x", f"{HOST}//", "http://[", "\0"),
        "javascript:alert(1)",
    ],
)
def test_a_link_to_anything_else_has_no_answer(open_client: Client, url: str) -> None:
    reply = described(open_client, url=url)
    assert reply.status_code == 404
    assert reply.headers["Content-Type"] == "application/problem+json"


def test_nothing_of_a_link_gets_into_the_frame_but_what_a_player_knows(
    open_client: Client,
) -> None:
    evil = '"><script>alert(1)</script>'
    query = urlencode({"lang": evil, "hide": f"link,{evil}", "theme": "dark", "x": evil})
    for fragment in (evil, '1.a"b', "1.a b", "javascript:"):
        answer = described(open_client, url=f"{HOST}/descent?{query}#{fragment}").json()
        assert frame_of(answer)["src"] == f"{HOST}/embed/descent?theme=dark&hide=link"


def test_another_format_is_not_implemented(open_client: Client) -> None:
    assert described(open_client, url=f"{HOST}/", format="xml").status_code == 501
    assert described(open_client, url=f"{HOST}/", format="json").status_code == 200


def test_a_server_that_nobody_may_frame_says_so(client: Client) -> None:
    reply = described(client, url=f"{HOST}/")
    assert reply.status_code == 404
    assert "DELTAFLOW_FRAME_ORIGINS" in reply.json()["detail"]


@pytest.mark.parametrize("page", ["/", "/chain-rule", "/descent"])
def test_a_page_says_where_it_is_described(client: Client, open_client: Client, page: str) -> None:
    assert "json+oembed" not in client.get(page).text
    links = [
        attributes
        for tag, attributes in Frames(open_client.get(page).text).found
        if tag == "link" and attributes.get("type") == "application/json+oembed"
    ]
    [link] = links
    assert link["rel"] == "alternate"
    answer = open_client.get(str(link["href"]).removeprefix(HOST)).json()
    assert frame_of(answer)["src"] == f"{HOST}{PLAYERS[page][0]}"


def test_below_a_path_all_addresses_are(runner: asyncio.Runner) -> None:
    settings = Settings(root_path="/deltaflow", frame_origins=("*",))
    below = Client(create_app(settings), runner)
    answer = described(below, url=f"{HOST}/deltaflow/descent{STATE}").json()
    assert frame_of(answer)["src"] == f"{HOST}/deltaflow/embed/descent{STATE}"
    assert answer["provider_url"] == f"{HOST}/deltaflow/"
    assert described(below, url=f"{HOST}/descent").status_code == 404
    page = below.get("/deltaflow/descent").text
    assert re.search(r'href="http://test/deltaflow/oembed\?url=', page)
