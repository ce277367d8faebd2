"""The pages: their language, their frame, and no address that leads nowhere."""

import asyncio
import json
import re
import shutil
from html import unescape
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.robotparser import RobotFileParser

import pytest

from app.main import create_app
from app.settings import Settings
from app.web.endpoint import Operation
from app.web.endpoints import OPERATIONS
from app.web.lesson.hiding import HIDEABLE_IN_FRAMES
from app.web.pages.openapi import models_of
from app.web.pages.pages import FRAMED, PAGES
from tests.conftest import Client


class Links(HTMLParser):
    """Every address that a page names."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: set[str] = set()
        self.inline: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            if name in ("href", "src") and value and not value.startswith("#"):
                self.found.add(value)
            if name == "style" or name.startswith("on"):
                self.inline.append(f"{tag} {name}")
        # A script of JSON is data: the browser runs nothing of it.
        is_code = tag == "script" and dict(attrs).get("type") != "application/json"
        if tag == "style" or (is_code and "src" not in dict(attrs)):
            self.inline.append(tag)


@pytest.mark.parametrize("address", [*PAGES, *FRAMED, "/nothing"])
@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_address_on_a_page_exists_and_is_our_own(
    client: Client, address: str, language: str
) -> None:
    page = client.get(f"{address}?lang={language}", headers={"Accept": "text/html"})
    links = Links(page.text)
    assert links.found
    assert links.inline == []
    for link in links.found:
        assert link.startswith("/")
        assert client.get(link).status_code == 200, link


@pytest.mark.parametrize("address", [*PAGES, *FRAMED])
@pytest.mark.parametrize(
    ("query", "accepted", "language"),
    [
        ("", "zh-CN,en;q=0.5", "zh"),
        ("", "en-GB,zh;q=0.5", "en"),
        ("", "de", "en"),
        ("?lang=zh", "en", "zh"),
        ("?lang=en", "zh", "en"),
        ("?lang=xx", "zh", "zh"),
    ],
)
def test_the_language_is_the_one_asked_for(
    client: Client, address: str, query: str, accepted: str, language: str
) -> None:
    response = client.get(address + query, headers={"Accept-Language": accepted})
    assert response.status_code == 200
    assert response.headers["content-language"] == language
    assert re.search(r'<html lang="([a-z]+)', response.text)[1] == language  # type: ignore[index]
    assert response.headers["vary"] == "Accept-Language, Accept-Encoding"


@pytest.mark.parametrize("address", [*PAGES, *FRAMED])
def test_a_page_that_has_not_changed_is_not_sent_again(client: Client, address: str) -> None:
    first = client.get(address)
    headers = {"If-None-Match": first.headers["etag"]}
    again = client.get(address, headers=headers)
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["etag"] == first.headers["etag"]
    assert again.headers["cache-control"] == first.headers["cache-control"] == "no-cache"
    other = client.get(f"{address}?lang=zh", headers=headers)
    assert other.status_code == 200
    assert int(first.headers["content-length"]) < 0.5 * len(first.content)


def test_a_page_depends_on_what_is_hidden_and_on_the_host_of_its_server(client: Client) -> None:
    hidden = client.get("/lesson/5?hide=exercises,tools").text
    assert 'data-hide="exercises tools"' in hidden
    assert 'data-hide=""' in client.get("/lesson/5").text
    for host in ("one.example", "two.example"):
        assert f"curl -s http://{host}/api" in client.get("/api", headers={"Host": host}).text


@pytest.mark.parametrize("address", FRAMED)
def test_a_player_in_a_frame_leaves_out_what_is_hidden(client: Client, address: str) -> None:
    marks = {
        "captions": 'data-view="formula_panel"',
        "players": 'data-view="controls"',
        "link": 'data-key="whole-page"',
    }
    assert marks.keys() < set(HIDEABLE_IN_FRAMES)
    for hidden in ("", *marks):
        text = client.get(f"{address}?hide={hidden},nothing").text
        assert {name: mark in text for name, mark in marks.items()} == {
            name: name != hidden for name in marks
        }


def test_an_edited_template_is_seen_at_once(runner: asyncio.Runner, tmp_path: Path) -> None:
    shutil.copytree(Settings().templates, tmp_path / "templates")
    settings = Settings(templates=tmp_path / "templates", static_seconds=0)
    client = Client(create_app(settings), runner)
    before = client.get("/").headers["etag"]
    base = tmp_path / "templates" / "base.html"
    base.write_text(base.read_text().replace("</body>", "<p>edited</p></body>"))
    after = client.get("/")
    assert "<p>edited</p>" in after.text
    assert after.headers["etag"] != before


def test_two_servers_of_other_limits_are_of_one_version(runner: asyncio.Runner) -> None:
    """Or a page of one would tell its reader to reload, once the other answers."""
    apps = [create_app(Settings(body_limit=limit, work_seconds=limit)) for limit in (100, 10_000)]
    clients = [Client(app, runner) for app in apps]
    one, other = (each.get("/api/v1/catalog") for each in clients)
    assert one.json()["limits"] != other.json()["limits"]
    assert one.headers["deltaflow-version"] == other.headers["deltaflow-version"]
    # Browsers keep the catalog by its address.
    found = [re.findall(r'data-catalog="([^"]+)"', each.get("/lesson/1").text) for each in clients]
    assert found[0] != found[1]
    for client, [address], answer in zip(clients, found, (one, other), strict=True):
        assert client.get(address).json() == answer.json()


@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_page_describes_itself(client: Client, language: str) -> None:
    pages = [client.get(f"{address}?lang={language}").text for address in PAGES]
    found = [
        re.findall(r'<meta name="description" content="([^"]{15,200})">', each) for each in pages
    ]
    assert len({each for [each] in found}) == len(PAGES)


def test_programs_that_search_are_kept_from_the_api(client: Client) -> None:
    answer = client.get("/robots.txt")
    assert answer.headers["content-type"].startswith("text/plain")
    rules = RobotFileParser()
    rules.parse(answer.text.splitlines())
    assert rules.can_fetch("any", "/lesson/5")
    assert not rules.can_fetch("any", "/api/v1/trace")


@pytest.mark.parametrize("address", [*PAGES, "/healthz", "/api/v1/catalog"])
def test_head_answers_as_get_does(client: Client, address: str) -> None:
    assert client.ask("HEAD", address).status_code == 200


def test_a_missing_page_shows_a_person_the_way_back(client: Client) -> None:
    response = client.get("/nothing", headers={"Accept": "text/html,*/*;q=0.8"})
    assert response.status_code == 404
    assert response.headers["content-type"].startswith("text/html")
    assert '<a href="/?lang=en">' in response.text


@pytest.mark.parametrize("address", ["/nothing", "/api/v2/trace", "/docs", "/redoc", "/healthz/"])
def test_a_missing_address_tells_a_program_so(client: Client, address: str) -> None:
    response = client.get(address)
    assert response.status_code == 404
    assert response.headers["content-type"] == "application/problem+json"


def test_the_commands_on_the_api_page_are_ones_that_work(client: Client) -> None:
    page = unescape(client.get("/api", headers={"Host": "localhost:8000"}).text)
    text = re.sub(r"<[^>]+>", "", page)
    commands = re.findall(r"curl -sN? (\S+) \\\n.*?-d '(.*?)'", text, re.DOTALL)
    assert len(commands) == len(OPERATIONS)
    for endpoint, (address, body) in zip(OPERATIONS, commands, strict=True):
        assert address == f"http://localhost:8000{endpoint.path}"
        assert client.post(endpoint.name, json.loads(body)).status_code == 200


def test_a_host_that_is_no_name_does_not_reach_the_command(client: Client) -> None:
    page = client.get("/api", headers={"Host": "a';touch x;'"})
    assert "touch" not in page.text


@pytest.mark.parametrize("endpoint", OPERATIONS, ids=lambda endpoint: str(endpoint.name))
def test_the_api_page_names_every_field_of_a_door(client: Client, endpoint: Operation[Any]) -> None:
    page = client.get("/api").text
    assert f"<code>{endpoint.method} {endpoint.path}</code>" in page
    schemas = client.get("/openapi.json").json()["components"]["schemas"]
    waiting, seen = [model.__name__ for model in models_of(endpoint)], set()
    for parameter in endpoint.parameters:
        assert f"<code>{parameter.name}</code>" in page
    while waiting:
        name = waiting.pop()
        if name in seen:
            continue
        seen.add(name)
        for field in schemas[name].get("properties", {}):
            assert f"<code>{field}</code>" in page
        waiting += re.findall(r'"#/components/schemas/(\w+)"', json.dumps(schemas[name]))
    assert len(seen) >= (5 if endpoint.answered else 1)
