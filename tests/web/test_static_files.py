"""Scripts are served shortened and mean what they meant.

The referee is tree-sitter's grammar of JavaScript. What a script with a template inside a template
means, the shortening may change: write two statements.
"""

import asyncio
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
import tree_sitter_javascript
from tree_sitter import Language, Node, Parser

from app.main import create_app
from app.settings import Settings
from tests.conftest import Client
from tests.paths import STATIC

PARSER = Parser(Language(tree_sitter_javascript.language()))
SCRIPTS = sorted((STATIC / "js").rglob("*.js"))


def structure(node: Node) -> Iterator[tuple[str, bytes]]:
    """The kind of every node in order, and the text of those that hold no other."""
    if node.type == "comment":
        return
    yield node.type, b"" if node.children else node.text or b""
    for child in node.children:
        # A semicolon at the end of a line may be left out.
        if child.type != ";":
            yield from structure(child)


Serve = Callable[..., Client]


@pytest.fixture(scope="module")
def serve(runner: asyncio.Runner) -> Serve:
    return lambda **settings: Client(create_app(replace(Settings(), **settings)), runner)


@pytest.fixture(scope="module")
def client(serve: Serve) -> Client:
    return serve(minify=True)


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: str(path.relative_to(STATIC)))
def test_a_script_means_what_it_meant(client: Client, path: Path) -> None:
    answer = client.get(f"/static/{path.relative_to(STATIC)}")
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith("text/javascript")
    original = PARSER.parse(path.read_bytes()).root_node
    served = PARSER.parse(answer.content).root_node
    assert not original.has_error
    assert list(structure(served)) == list(structure(original))


def test_scripts_lose_their_comments_and_a_third_of_their_bytes(client: Client) -> None:
    served = [client.get(f"/static/{path.relative_to(STATIC)}").content for path in SCRIPTS]
    assert not any(b"/**" in each for each in served)
    assert sum(map(len, served)) < 0.75 * sum(path.stat().st_size for path in SCRIPTS)


def test_an_unchanged_file_costs_a_304_and_an_edited_one_is_served_anew(
    serve: Serve, tmp_path: Path
) -> None:
    file = tmp_path / "a.js"
    file.write_text("// one\nexport const a = 1;\n")
    (tmp_path / "i18n").symlink_to(STATIC / "i18n")
    client = serve(static=tmp_path, minify=True)
    first = client.get("/static/a.js")
    assert first.text == "export const a=1;"
    assert first.headers["cache-control"] == "no-cache"
    etag = {"If-None-Match": first.headers["etag"]}
    again = client.get("/static/a.js", headers=etag)
    assert (again.status_code, again.content) == (304, b"")
    file.write_text("export const a = 2;\n")
    edited = client.get("/static/a.js", headers=etag)
    assert (edited.status_code, edited.text) == (200, "export const a=2;")


@pytest.mark.parametrize(
    ("minify", "name"),
    [(False, "js/core/at.js"), (False, "css/base/formula.css"), (True, "css/base/formula.css")],
)
def test_styles_and_what_a_debugger_gets_are_the_files_as_they_are(
    serve: Serve, minify: bool, name: str
) -> None:
    answer = serve(minify=minify).get(f"/static/{name}")
    assert answer.content == (STATIC / name).read_bytes()
