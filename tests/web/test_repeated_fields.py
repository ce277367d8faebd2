"""A field that stands twice in one object is refused by name, however it is written."""

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from app.errors import MOST_PROBLEMS, Location, Refusal
from app.web.repeated_fields import LARGE, refuse_repeated_fields
from tests.conftest import Client
from tests.web.requests import document, small

# --- texts, as lists of pairs: a tree of objects that may have a field twice ----------------------

NAMES = st.sampled_from(["a", "b", ":", '":', "a\\", "{", "}", "[", "[1]", "[2]", "", "é", "😀"])
LEAVES = st.one_of(
    *(st.none(), st.booleans(), st.integers(), st.floats(allow_nan=False, allow_infinity=False)),
    NAMES | st.text(),
)


class Object(tuple[tuple[str, Any], ...]):
    """The fields of an object, in order."""


TREES = st.recursive(
    LEAVES,
    lambda inner: (
        st.lists(inner) | st.lists(st.tuples(NAMES | st.text(), inner), max_size=6).map(Object)
    ),
)
#: How one character of a string can be written.
SPELLINGS: dict[str, Callable[[str], str]] = {
    "plain": lambda c: json.dumps(c, ensure_ascii=False)[1:-1],
    "ascii": lambda c: json.dumps(c)[1:-1],
    "escaped": lambda c: "".join(
        f"\\u{unit:04X}"
        for unit in memoryview(c.encode("utf-16-le", "surrogatepass")).cast("H").tolist()
    ),
}
SPACES = st.sampled_from(["", " ", "\n", "\t ", "\r\n"])


def written(tree: Any, draw: Any) -> str:
    def string(text: str) -> str:
        spelling = SPELLINGS[draw(st.sampled_from(sorted(SPELLINGS)))]
        return f'"{"".join(map(spelling, text))}"'

    space: str = draw(SPACES)
    if isinstance(tree, Object):
        fields = (f"{string(name)}{space}:{written(inner, draw)}" for name, inner in tree)
        return f"{space}{{{space}{f'{space},{space}'.join(fields)}}}"
    if isinstance(tree, list):
        return f"[{f'{space},'.join(written(inner, draw) for inner in tree)}]{space}"
    return space + (string(tree) if isinstance(tree, str) else json.dumps(tree))


def repeats(tree: Any, place: Location = ()) -> Iterator[Location]:
    """The fields that repeat, by comparing every two."""
    if isinstance(tree, Object):
        for index, (name, inner) in enumerate(tree):
            if any(name == other for other, _ in tree[:index]):
                yield (*place, name)
            yield from repeats(inner, (*place, name))
    elif isinstance(tree, list):
        for index, inner in enumerate(tree):
            yield from repeats(inner, (*place, index))


def named_in(text: bytes) -> list[Location]:
    try:
        refuse_repeated_fields(text)
    except Refusal as refusal:
        return [problem.loc for problem in refusal.problems]
    return []


@given(TREES, st.data(), st.booleans())
def test_every_field_that_repeats_is_named_and_no_other(
    tree: Any, data: st.DataObject, large: bool
) -> None:
    text = written(tree, data.draw)
    text += " " * (LARGE + 1) * large
    assert (named_in(text.encode("utf-8", "surrogatepass")) != []) == bool([*repeats(tree)])


@given(TREES.filter(lambda tree: not isinstance(tree, str)), st.data())
def test_the_places_are_right(tree: Any, data: st.DataObject) -> None:
    expected = list(dict.fromkeys(repeats(tree)))
    found = named_in(written(tree, data.draw).encode())
    assert found[:1] == expected[:1]
    assert set(found) <= set(expected)
    assert len(found) == min(len(set(found)), MOST_PROBLEMS)


# --- requests -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("old", "new", "loc"),
    [
        ('"loss"', '"seed": 1, "seed": 2, "loss"', ["network", "seed"]),
        ('"units"', '"units": 5, "units"', ["network", "layers", 0, "units"]),
        ('"units"', '"\\u0075nits": 5, "units"', ["network", "layers", 0, "units"]),
        ('"inputs": [[', '"inputs": [[1, 2]], "inputs": [[', ["inputs"]),
        ('"name"', '"momentum": 1, "momentum": 2, "name"', ["optimizer", "momentum"]),
        # A name in its short form, or a colon in a text, must not make up for the field.
        ('"loss"', '"initializer": "zeros", "seed": 1, "seed": 2, "loss"', ["network", "seed"]),
        ('"name": "m', '"name": "\\u0073gd", "name": "m', ["optimizer", "name"]),
    ],
)
@pytest.mark.parametrize("spaces", [0, 70_000])
def test_a_repeated_field_of_a_request_is_named(
    client: Client, old: str, new: str, loc: list[Any], spaces: int
) -> None:
    text = json.dumps(small(optimizer={"name": "momentum"}) | {"round": 1})
    assert old in text
    response = client.trace_text((text.replace(old, new, 1) + " " * spaces).encode())
    assert response.status_code == 422
    (problem,) = response.json()["problems"]
    assert problem["loc"] == loc
    assert "more than once" in problem["msg"]


def test_a_repeated_variable_is_named(client: Client) -> None:
    body = b'{"expression": "a*b", "values": {"a": 1, "b": 2, "a": 3}}'
    headers = {"Content-Type": "application/json"}
    response = client.ask("POST", "/api/v1/graph", content=body, headers=headers)
    assert response.json()["problems"][0]["loc"] == ["values", "a"]


@given(st.text(alphabet=[":", '"', "\\", "{", "}", "\n", "a"], max_size=20))
@example('":"')
def test_a_name_that_looks_like_json_repeats_nothing(name: str) -> None:
    text = json.dumps({"values": {name: 1, f"{name}:": 2}, "list": [{name: 1}, {name: 1}]})
    assert named_in(text.encode()) == []


def test_the_whole_document_repeats_nothing() -> None:
    assert named_in(json.dumps(document()).encode()) == []
