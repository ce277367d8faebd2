"""A body that is read row by row is the request that pydantic reads from it as a whole."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.errors import Refusal
from app.web.descent.schema import DescentRequest
from app.web.endpoint import SMALL_BODY
from app.web.long_rows import LONG, read_by_rows
from app.web.trace import endpoint as trace
from app.web.trace.schema import TraceRequest
from tests.web.requests import Request, small

#: As texts, because that is what is read: whole numbers, exponents, many digits.
NUMBERS = (
    st.floats(-1e300, 1e300).map(repr)
    | st.integers(-(10**30), 10**30).map(str)
    | st.sampled_from(["-0", "-0.0", "1E2", "1e-400", "0.1000000000000000055511151231257827"])
)


def batch(rows: list[str]) -> bytes:
    """A request with these rows of inputs, and as many targets."""
    asked = small(inputs="INPUTS", targets=[[1]] * len(rows))
    return json.dumps(asked).replace('"INPUTS"', f"[{','.join(rows)}]").encode()


@given(st.lists(NUMBERS, min_size=1, max_size=1024))
def test_every_number_is_the_one_that_pydantic_reads(numbers: list[str]) -> None:
    row = f"[{' , '.join(numbers)}]" + " " * LONG
    text = batch([row.rstrip(), f"[ {' ' * LONG} 1]"])
    found = read_by_rows(TraceRequest, text)
    assert found is not None
    request, short = found
    assert request == TraceRequest.model_validate_json(text)
    assert list(map(str, request.inputs[0])) == list(
        map(str, TraceRequest.model_validate_json(text).inputs[0])
    )
    assert len(short) < LONG + 500


def long_row(length: int = 1000, value: str = "0.25") -> str:
    return f"[{','.join([value] * length)}]"


@pytest.mark.parametrize(
    "row",
    [
        long_row(1025),
        long_row(value="1e999"),
        long_row(value="01"),
        long_row(value="+1"),
        long_row()[:-1] + ",]",
        long_row()[:-1] + ",-]",
        long_row()[:-1] + ',"x"]',
    ],
    ids=["too long", "infinite", "leading zero", "sign", "comma", "minus", "text"],
)
def test_a_faulty_row_is_refused_as_pydantic_refuses_it(row: str) -> None:
    text = batch([long_row()] * 40 + [row] + [long_row()] * 40)
    assert len(text) > SMALL_BODY
    with pytest.raises(Refusal) as by_rows:
        trace.ENDPOINT.read(text)
    start = text.index(row.encode())
    whole = text[:start].replace(long_row().encode(), b"[1]") + text[start:].replace(
        long_row().encode(), b"[1]"
    )
    assert len(whole) < SMALL_BODY
    with pytest.raises(Refusal) as at_once:
        trace.ENDPOINT.read(whole)
    assert by_rows.value.key == at_once.value.key
    assert [(p.loc, p.key, p.params) for p in by_rows.value.problems] == [
        (p.loc, p.key, p.params) for p in at_once.value.problems
    ]


@pytest.mark.parametrize(
    "field", [{"seed": 1}, {"loss": 1}, {"initializer": {"name": "constant", "value": 1}}, {"x": 1}]
)
def test_a_long_row_in_another_field_is_refused_as_what_it_is(field: dict[str, Any]) -> None:
    name = next(iter(field))
    asked = small()
    asked["network"][name] = "ROW"
    text = json.dumps(asked).replace('"ROW"', long_row()).encode()
    assert read_by_rows(TraceRequest, text) is None
    with pytest.raises(Refusal) as refused:
        trace.ENDPOINT.read(text + b" " * SMALL_BODY)
    assert refused.value.problems[0].loc[:2] == ("network", name)


def test_a_long_row_in_a_text_is_left_there() -> None:
    expression = json.dumps(long_row())
    text = b'{"network": {"loss": %s}}' % expression.encode()
    assert read_by_rows(TraceRequest, text) is None


def test_a_field_that_repeats_is_found_in_a_large_body_too() -> None:
    text = batch([long_row(2)] * 1).replace(b'"targets"', b'"targets": [[1]], "targets"', 1)
    large = text.replace(b"[0.25,0.25]", b"[" + b" " * SMALL_BODY + b"0.25,0.25]")
    with pytest.raises(Refusal) as refused:
        trace.ENDPOINT.read(large)
    assert [(p.loc, p.key) for p in refused.value.problems] == [
        (("targets",), "error.repeated_field")
    ]


def test_columns_of_data_are_read_by_rows_too() -> None:
    asked: Request = {
        "function": "(w*x - t)**2",
        "start": {"w": 1},
        "data": {"x": [0.125] * 1000, "t": [-3e-7] * 1000},
        "runs": [{"optimizer": {"name": "sgd"}}],
    }
    text = json.dumps(asked).encode()
    found = read_by_rows(DescentRequest, text)
    assert found is not None
    assert found[0] == DescentRequest.model_validate_json(text)
