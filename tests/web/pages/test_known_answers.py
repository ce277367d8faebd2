"""The answers that pages list are those of the API, at addresses that may be kept."""

import json
import re
from html.parser import HTMLParser
from typing import Any

import pytest

from app.web.lesson.sections import SECTIONS
from tests.conftest import Client

PAGES = ("/", "/chain-rule", "/descent", "/check", *(f"/lesson/{section}" for section in SECTIONS))


class Data(HTMLParser):
    """The JSON that a page brings with it, by its id, as a browser finds it."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.id: str | None = None
        self.found: dict[str, Any] = {}
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.id = given["id"] if given.get("type") == "application/json" else None

    def handle_data(self, data: str) -> None:
        if self.id is not None and data.strip():
            self.found[self.id] = json.loads(data)

    def handle_endtag(self, tag: str) -> None:
        self.id = None


def listed(client: Client, page: str, language: str) -> list[dict[str, Any]]:
    found = Data(client.get(f"{page}?lang={language}").text).found["known-answers"]
    assert isinstance(found, list)
    return found


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("page", ["/", "/chain-rule", "/descent", "/lesson/2", "/lesson/5"])
def test_a_listed_answer_is_that_of_the_api(client: Client, page: str, language: str) -> None:
    for known in listed(client, page, language):
        kept = client.get(known["address"])
        assert kept.headers["cache-control"] == "public, max-age=31536000, immutable"
        assert kept.headers["content-type"] == "application/json"
        endpoint = known["path"].removeprefix("/api/v1/")
        asked = client.post(endpoint, known["body"], headers={"Accept-Language": language})
        assert asked.status_code == 200, asked.text
        assert kept.content == asked.content


@pytest.mark.parametrize("page", PAGES)
def test_every_page_with_figures_lists_questions(client: Client, page: str) -> None:
    addresses = [known["address"] for known in listed(client, page, "en")]
    assert len(set(addresses)) == len(addresses) >= 1
    other = [known["address"] for known in listed(client, page, "zh")]
    assert not set(other) & set(addresses)


def catalog_of(client: Client, page: str) -> str:
    """The address that a page names, with the setting that is in the file."""
    found = re.search(r'href="(/static/\w+/catalog[.\w]*\.json\?body=\d+)"', client.get(page).text)
    assert found
    return found[1]


def test_the_catalog_of_the_release_is_that_of_the_api(client: Client) -> None:
    address = catalog_of(client, "/descent")
    kept = client.get(address)
    assert kept.content == client.get("/api/v1/catalog").content
    assert "immutable" in kept.headers["cache-control"]


def test_a_smaller_catalog_has_empty_parts_and_the_rest_as_it_is(client: Client) -> None:
    address = catalog_of(client, "/")
    smaller, whole = client.get(address).json(), client.get("/api/v1/catalog").json()
    assert smaller.keys() == whole.keys()
    for name, part in smaller.items():
        assert part == (whole[name] if part else type(whole[name])()), name
    assert len(client.get(address).content) < 0.8 * len(client.get("/api/v1/catalog").content)


def test_an_answer_that_no_page_lists_is_not_made(client: Client) -> None:
    assert client.get("/static/answers/trace/0123456789abcdef.en.json").status_code == 404
