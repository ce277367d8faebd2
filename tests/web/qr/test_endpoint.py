"""``POST /api/v1/qr``: what a reader of the picture gets."""

import re
from typing import Any

import pytest
import segno
from hypothesis import given, settings
from hypothesis import strategies as st

from app.exporting.qr import MARGIN, MOST_BYTES, qr_svg
from tests.conftest import Client
from tests.examples import examples

#: `M4 4.5h7m1 0h1…`: pieces of lines, each a module high.
PIECE = re.compile(r"([Mmh])(-?[\d.]+)(?: (-?[\d.]+))?")


def modules_of(picture: str) -> list[list[int]]:
    """The dark modules (1) that a picture shows, without its margin."""
    [size] = re.findall(r'viewBox="0 0 (\d+) \1"', picture)
    drawn = [[0] * int(size) for _ in range(int(size))]
    [path] = re.findall(r'stroke="#000" d="([^"]+)"', picture)
    x = y = 0.0
    for verb, first, second in PIECE.findall(path):
        if verb == "h":
            for column in range(int(x), int(x + float(first))):
                drawn[int(y)][column] = 1
            x += float(first)
        else:
            relative = verb == "m"
            x, y = float(first) + relative * x, float(second) + relative * y
    inner = [row[MARGIN:-MARGIN] for row in drawn[MARGIN:-MARGIN]]
    assert sum(map(sum, inner)) == sum(map(sum, drawn)), "the margin is white"
    return inner


def ask(client: Client, **body: Any) -> Any:
    return client.ask(method="POST", address="/api/v1/qr", json=body)


def test_the_answer_is_a_picture_of_the_code(client: Client) -> None:
    reply = ask(client, text="https://deltaflow.example/#1.eyJwIjoieG9yIn0")
    assert reply.status_code == 200
    assert reply.headers["Content-Type"] == "image/svg+xml"
    assert reply.headers["Content-Disposition"] == 'attachment; filename="deltaflow-qr.svg"'
    assert modules_of(reply.text)[0][:7] == [1] * 7


@settings(max_examples=examples(15))
@given(st.text(st.characters(codec="utf-8"), min_size=1, max_size=200))
def test_the_picture_has_the_modules_of_the_code(text: str) -> None:
    code = segno.make(text, error="l", micro=False, encoding="utf-8", mode="byte")
    assert modules_of(qr_svg(text).decode()) == [list(row) for row in code.matrix]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "text_empty"),
        ("a" * (MOST_BYTES + 1), "text_long"),
        ("数" * 1_000, "qr.long"),
    ],
)
def test_a_text_that_no_code_holds_is_refused(client: Client, text: str, code: str) -> None:
    reply = ask(client, text=text)
    assert reply.status_code == 422
    [problem] = reply.json()["problems"]
    assert problem["loc"] == ["text"]
    assert problem["code"].endswith(code)


def test_the_longest_text_has_a_code(client: Client) -> None:
    reply = ask(client, text="a" * MOST_BYTES)
    assert len(modules_of(reply.text)) == 177
