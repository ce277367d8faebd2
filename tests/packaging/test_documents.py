"""The requests of ``docs/api.md`` are answered as it says, and the documents hold together."""

import json
import re
from typing import Any

import numpy as np
import pytest
from safetensors.numpy import save

from app.web.endpoints import OPERATIONS
from app.web.pages.pages import PAGES
from tests.conftest import Client
from tests.packaging import pictures
from tests.paths import ROOT

API = (ROOT / "docs/api.md").read_text(encoding="utf-8")
DOCUMENTS = {
    str(path.relative_to(ROOT)): path.read_text(encoding="utf-8")
    for path in (*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md"))
}
#: ``[text](path)`` and ``![text](path)``, unless the path is an address elsewhere.
#: Code within a line, which may have brackets of its own.
CODE = re.compile(r"(`+)(?!`).+?(?<!`)\1(?!`)")
LINK = re.compile(r"(!?)\[([^\]]*)\]\((?!https?://|mailto:)([^)\s]+)\)")
BLOCK = re.compile(r"```(\w*)\n(.*?)```", re.DOTALL)


def flat(value: Any) -> Any:
    """Every leaf by its place, so that numbers can be compared with a tolerance."""
    if isinstance(value, dict):
        return {f"{k}.{p}": v for k, part in value.items() for p, v in flat(part).items()}
    if isinstance(value, list):
        return {f"{k}.{p}": v for k, part in enumerate(value) for p, v in flat(part).items()}
    return {"": value}


COMMANDS = re.findall(
    r"curl -sN? http://127\.0\.0\.1:8000/api/v1/(\w+) .*?-d '(.*?)'", API, re.DOTALL
)


#: The commands that send a file: the endpoint, the parameters of its address, the file.
FILE_COMMANDS = re.findall(
    r"curl -s 'http://127\.0\.0\.1:8000/api/v1/(\w+)\?(\S*)' --data-binary @(\S+)", API
)


def test_every_endpoint_is_shown_by_a_command() -> None:
    shown = {name for name, *_ in (*COMMANDS, *FILE_COMMANDS)}
    assert {endpoint.name for endpoint in OPERATIONS} == shown


def test_every_command_that_sends_a_file_is_answered(client: Client) -> None:
    model = {"0.weight": np.ones((3, 2), dtype=np.float32)}
    (command,) = FILE_COMMANDS
    endpoint, query, file = command
    assert file.endswith(".safetensors")
    reply = client.ask("POST", f"/api/v1/{endpoint}?{query}", content=save(model))
    assert reply.status_code == 200


def test_the_lines_that_make_a_file_are_those_of_the_refusal(client: Client) -> None:
    """`tests.importing.test_referee` runs what they do with PyTorch's own library."""
    refused = client.ask("POST", "/api/v1/import", content=b"\x80\x02}.").json()["problems"][0]
    for line in refused["msg"].split("\n")[1:]:
        assert line in API


@pytest.mark.parametrize(("endpoint", "body"), COMMANDS)
def test_every_command_is_answered(client: Client, endpoint: str, body: str) -> None:
    assert client.post(endpoint, json.loads(body)).status_code == 200


def test_what_is_said_of_the_laboratories_is_so(client: Client) -> None:
    bodies = {endpoint: json.loads(body) for endpoint, body in COMMANDS}
    gradient = client.post("graph", bodies["graph"]).json()["gradients"]["w"]
    printed = re.search(r'"gradients": \{"w": (-?[\d.]+)…\}', API)
    assert printed is not None
    assert repr(gradient).startswith(printed[1])
    formulas = client.post("descent", bodies["descent"]).json()["gradient"]
    assert f'"gradient": {json.dumps(formulas)}' in API


def test_the_command_gives_the_printed_answer(client: Client) -> None:
    body = re.search(r"curl -s \S+/api/v1/trace .*?-d '(.*?)'", API, re.DOTALL)
    printed = re.search(r"```json\n(.*?)\n```", API, re.DOTALL)
    assert body is not None
    assert printed is not None
    answer = client.trace_text(body[1].encode()).json()
    expected = flat(json.loads(printed[1]))
    assert set(flat(answer)) == set(expected)
    for place, value in flat(answer).items():
        told = expected[place]
        assert value == (pytest.approx(told, rel=1e-14) if isinstance(told, float) else told), place


def test_the_printed_problem_is_that_of_the_server(client: Client) -> None:
    body = re.search(r"curl -s \S+/api/v1/trace .*?-d '(.*?)'", API, re.DOTALL)
    assert body is not None
    (printed,) = re.findall(r"```json\n(\{\"type\".*?)\n```", API)
    problem = client.trace(json.loads(body[1]) | {"round": 0}).json()
    assert json.loads(printed) | {"request_id": ""} == problem | {"request_id": ""}


def targets_of(text: str) -> set[str]:
    """The targets of make that a text names as commands."""
    shown = "\n".join(block for _, block in BLOCK.findall(text))
    return set(re.findall(r"`make (\w+)", text)) | set(re.findall(r"^make (\w+)", shown, re.M))


def test_every_make_target_that_a_document_names_exists() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    exist = set(re.findall(r"^(\w[\w-]*):", makefile, re.MULTILINE))
    assert targets_of(DOCUMENTS["README.md"]) >= {"run", "test"}
    assert {name: targets_of(text) - exist for name, text in DOCUMENTS.items()} == dict.fromkeys(
        DOCUMENTS, set()
    )


def heading_links(text: str) -> set[str]:
    """The fragments that lead to the headings of a document, as GitHub makes them."""
    headings = re.findall(r"^#+ (.+)$", BLOCK.sub("", text), re.MULTILINE)
    return {re.sub(r"[^\w -]", "", title.lower()).replace(" ", "-") for title in headings}


@pytest.mark.parametrize("name", DOCUMENTS)
def test_every_link_leads_somewhere(name: str) -> None:
    for _, _, target in LINK.findall(CODE.sub("", BLOCK.sub("", DOCUMENTS[name]))):
        path, _, fragment = target.partition("#")
        place = (ROOT / name).parent.joinpath(path).resolve() if path else ROOT / name
        assert place.exists(), target
        if fragment:
            assert fragment in heading_links(place.read_text(encoding="utf-8")), target


def rows_of(text: str) -> list[list[str]]:
    """What is the same in every language of each row of the tables: where its links lead."""
    rows = [line for line in text.splitlines() if line.startswith("|")]
    return [[target for _, _, target in LINK.findall(row)] for row in rows]


def commands_of(text: str) -> list[tuple[str, str]]:
    """The blocks of code, without comments."""
    return [(kind, re.sub(r" *# .*", "", block)) for kind, block in BLOCK.findall(text)]


def test_both_languages_of_the_readme_have_the_same_commands_and_the_same_rows() -> None:
    english, chinese = DOCUMENTS["README.md"], DOCUMENTS["README.zh.md"]
    assert commands_of(english) == commands_of(chinese) != []
    assert rows_of(english) == rows_of(chinese) != []
    quoted = re.compile(r"^\| `([^`]+)`", re.MULTILINE)
    assert quoted.findall(english) == quoted.findall(chinese) == list(SHOWN_PAGES)


#: The pages that README presents.
SHOWN_PAGES = (
    "/",
    "/training",
    "/chain-rule",
    "/descent",
    "/check",
    "/check/sheet",
    "/lesson",
    "/api",
)


def test_every_page_that_the_readme_presents_is_served() -> None:
    assert set(SHOWN_PAGES) <= set(PAGES)
    assert {page for page in PAGES if not page.startswith("/lesson/")} == set(SHOWN_PAGES)


def test_every_claim_of_the_readme_names_a_test_of_the_file_that_it_leads_to() -> None:
    claims = re.findall(r"\[`(test_\w+)`\]\(([^)]+)\)", DOCUMENTS["README.md"])
    assert claims
    for test, path in claims:
        source = (ROOT / path).read_text(encoding="utf-8")
        assert re.search(rf"^def {test}\(", source, re.MULTILINE), test


def test_every_picture_is_made_by_the_script_shown_somewhere_and_described() -> None:
    shown = {}
    for name, text in DOCUMENTS.items():
        for mark, words, target in LINK.findall(text):
            if mark:
                shown[(ROOT / name).parent.joinpath(target).resolve()] = words
    made = {pictures.FOLDER / pictures.file_of(name) for name in pictures.PICTURES}
    assert set(shown) == made == set(pictures.FOLDER.iterdir())
    assert all(len(words.split()) > 5 or not words.isascii() for words in shown.values())
    assert sum(path.stat().st_size for path in made) < pictures.MOST_BYTES
