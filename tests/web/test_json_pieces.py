"""An answer that is written in pieces has the bytes of one that is written at once."""

from typing import Any

import numpy as np
import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from app.web.json_pieces import Written, coalesced, pieces, size

floats = st.floats(allow_nan=True, allow_infinity=True)
number_arrays = arrays.arrays(
    np.float64, arrays.array_shapes(min_dims=1, max_dims=3, min_side=0, max_side=7), elements=floats
)
views = number_arrays | number_arrays.map(lambda array: array.T)
masks = arrays.arrays(np.bool_, arrays.array_shapes(max_dims=2, max_side=7))
leaves: Any = st.none() | st.booleans() | st.integers(-(2**53), 2**53) | floats | st.text()
written = st.lists(st.integers(0, 9)).map(lambda value: Written(orjson.dumps(value)))
values = st.recursive(
    leaves | views | masks | written,
    lambda inner: (
        st.lists(inner, max_size=6)
        | st.lists(inner, max_size=6).map(tuple)
        | st.dictionaries(st.text(), inner, max_size=6)
    ),
    max_leaves=20,
)


def plain(value: Any) -> Any:
    """The value in lists and numbers alone."""
    if isinstance(value, np.ndarray):
        return value.tolist()
    if isinstance(value, Written):
        return orjson.loads(value.content)
    if isinstance(value, dict):
        return {name: plain(part) for name, part in value.items()}
    if isinstance(value, list | tuple):
        return [plain(part) for part in value]
    return value


@given(values, st.integers(1, 12))
def test_the_pieces_are_the_bytes_of_the_whole(value: Any, entries: int) -> None:
    assert b"".join(pieces(value, entries)) == orjson.dumps(plain(value))


@pytest.mark.parametrize(
    "value",
    [
        np.full((1000, 1000), 1 / 3),
        {"layers": [{"weights": np.full((300, 700), -1e-300).T}] * 4},
        [0.1] * 200_000,
        [{"latex": "x" * 100}] * 20_000,
        Written(b"[" + b"1," * 2_000_000 + b"1]"),
    ],
    ids=["matrix", "views", "numbers", "texts", "written"],
)
def test_no_piece_is_long(value: Any) -> None:
    """A float64 has at most 25 characters with its comma."""
    found = list(pieces(value))
    assert len(found) > 2
    assert max(map(len, found)) < 32_768 * 40


def test_a_long_text_is_one_piece() -> None:
    assert list(pieces("x" * 10_000_000))[0] == b'"' + b"x" * 10_000_000 + b'"'


def test_small_parts_are_sent_together() -> None:
    assert list(coalesced([b"a", b"bc", b"d", b"e"], 3)) == [b"abc", b"de"]
    assert list(coalesced([], 3)) == []


def test_the_size_counts_numbers_and_texts() -> None:
    assert size({"a": np.zeros((3, 4)), "b": [1, 2, "x" * 64]}) == 1 + 12 + (1 + 1 + 1 + 3)
