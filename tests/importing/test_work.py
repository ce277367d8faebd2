"""How much work a file makes: what is read twice, what is counted, what can be ended."""

import json
import sys
import time
import tracemalloc
from types import ModuleType
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from safetensors.numpy import save

from app.engine.cancellation import Cancelled, always
from app.importing import keras_child, keras_file, onnx_file, printed, protobuf, state_dict
from app.importing.kinds import kind_of
from app.importing.model import Model, NotImportable
from app.importing.protobuf import Budget, whole_numbers
from app.web.bytes_endpoint import FileRequest
from app.web.endpoint import AT_ONCE_SECONDS, SMALL_BODY
from app.web.import_model.endpoint import estimate
from app.web.import_model.response import MOST
from tests.importing import onnx_bytes as onnx
from tests.importing.hostile import (
    FILES,
    archive,
    floats,
    keras,
    plain,
    repeated,
    squares_and_a_stranger,
    whole,
)


def chained(tensors: list[bytes], names: list[str]) -> bytes:
    """A chain of products with these tensors."""
    nodes = [onnx.node("MatMul", [f"v{k}", name], f"v{k + 1}") for k, name in enumerate(names)]
    return onnx.model(onnx.graph(nodes, tensors, onnx.ends("v0", f"v{len(names)}")))


def noted(monkeypatch: pytest.MonkeyPatch, module: ModuleType, name: str) -> list[Any]:
    """The first argument of each call of a function, from now on."""
    found: list[Any] = []
    function = getattr(module, name)

    def noting(first: Any, *more: Any) -> Any:
        found.append(first)
        return function(first, *more)

    monkeypatch.setattr(module, name, noting)
    return found


# --- whole numbers of ONNX ------------------------------------------------------------------------


@given(st.lists(st.integers(-(2**63), 2**63 - 1), max_size=40), st.integers(0, 40))
def test_whole_numbers_are_read_packed_in_one_or_two_fields_and_alone(
    numbers: list[int], parted: int
) -> None:
    unsigned = [number % 2**64 for number in numbers]
    written = [onnx.varint(number) for number in unsigned]
    lists = [memoryview(b"".join(part)) for part in (written[:parted], written[parted:])]
    for fields in (lists, unsigned):
        budget = Budget(len(numbers))
        assert whole_numbers(fields, budget).tolist() == numbers
        assert budget.numbers == 0
        if numbers:
            with pytest.raises(NotImportable):
                whole_numbers(fields, Budget(len(numbers) - 1))


def test_whole_numbers_may_have_more_bytes_than_they_need() -> None:
    written = memoryview(b"\x81" + b"\x80" * 8 + b"\x00" + b"\x02")
    assert whole_numbers([written], Budget(2)).tolist() == [1, 2]


def test_an_array_that_many_layers_take_is_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    read = noted(monkeypatch, protobuf, "unpacked")
    content = repeated(77)
    found = kind_of(content).read(content, MOST, always)
    assert isinstance(found, Model)
    assert len(found.layers) == 16
    assert (found.layers[-1].weights == np.ones((77, 77))).all()
    assert [len(content) for content in read if content] == [10 * 77**2]


def test_arrays_are_read_until_the_parameters_are_too_many(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    read = noted(monkeypatch, onnx_file, "array_of")
    names = [f"w{k}" for k in range(16)]
    content = chained([onnx.tensor(name, [400, 400]) for name in names], names)
    with pytest.raises(NotImportable) as refused:
        kind_of(content).read(content, MOST, always)
    assert refused.value.key == "error.import.all_parameters"
    assert read == ["w0", "w1"]


def test_the_numbers_of_a_whole_file_are_counted() -> None:
    """Sizes for Reshape, of which each is allowed."""
    size = 900
    most = MOST.parameters + protobuf.MOST_FIELDS
    budget = Budget(most)

    def read() -> None:
        written = memoryview(whole([size], b"\1" * size))
        onnx_file.array_of("w", onnx_file.message(written, onnx_file.TENSOR, budget), MOST, budget)

    for _ in range(most // (size + 1)):
        read()
    with pytest.raises(NotImportable) as refused:
        read()
    assert refused.value.key == "error.import.too_many_parts"


# --- the estimate ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "content",
    [repeated(77), onnx.model(onnx.data(1, onnx.data(5, b"") * 2_000))],
    ids=["long numbers", "many fields"],
)
def test_onnx_of_much_work_is_read_in_a_thread(content: bytes) -> None:
    assert len(content) < SMALL_BODY
    assert kind_of(content).name == "onnx"
    assert estimate(FileRequest(content=content)).seconds > AT_ONCE_SECONDS
    assert estimate(FileRequest(content=onnx.small())).seconds < AT_ONCE_SECONDS


# --- orders and names -----------------------------------------------------------------------------


def test_few_orders_are_tried(monkeypatch: pytest.MonkeyPatch) -> None:
    tried: list[int] = []
    partial_orders = state_dict.partial_orders

    def counted(*asked: object) -> object:
        for order in partial_orders(*asked):  # type: ignore[arg-type]
            tried.append(len(order))
            yield order

    monkeypatch.setattr(state_dict, "partial_orders", counted)
    content = squares_and_a_stranger()
    with pytest.raises(NotImportable):
        kind_of(content).read(content, MOST, always)
    assert len(tried) <= 1_000


@pytest.mark.parametrize("sign", ["²", "①", "٣", "½", "𝟛"])
def test_a_name_may_have_digits_that_are_none_of_a_number(sign: str) -> None:
    content = save({sign: floats(3, 2), f"{sign}2": floats(1, 3)})
    found = kind_of(content).read(content, MOST, always)
    assert isinstance(found, Model)
    assert [layer.name for layer in found.layers] == [sign, f"{sign}2"]
    text = f"w=[[1,2],[3,4]]\n{sign}1e5w=[[1,2]]".encode()
    found = kind_of(text).read(text, MOST, always)
    assert isinstance(found, Model)
    assert len(found.layers) == 2


def test_a_text_is_read_no_further_than_a_network_has_arrays(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    read = noted(monkeypatch, printed, "read_array")
    content = FILES["a text of arrays far from their names"].make()
    with pytest.raises(NotImportable):
        kind_of(content).read(content, MOST, always)
    assert len(read) == 2 * MOST.layers


def test_room_before_an_array_is_looked_at_once() -> None:
    """A pattern that shares room between its parts takes the square of it."""
    began = time.thread_time()
    for _ in range(100):
        assert printed.name_before("a=" + " " * 20_000 + "x") == ""
        assert printed.name_before("a=" + " " * 20_000 + "(" + " " * 20_000) == "a"
    assert time.thread_time() - began < 5


def test_the_end_of_an_array_is_looked_for_once() -> None:
    """Where it has none, however often its description says ``numpy=``."""

    def seconds(times: int) -> float:
        content = b"<tf.a " + b"numpy=" * times + b" " * 2_000_000
        began = time.thread_time()
        with pytest.raises(NotImportable):
            printed.read(content, MOST, always)
        return time.thread_time() - began

    assert min(seconds(50) for _ in range(2)) < 10 * min(seconds(1) for _ in range(2)) + 0.05


def test_calls_without_brackets_are_not_kept() -> None:
    content = b"array(" * 200_000
    tracemalloc.start()
    try:
        with pytest.raises(NotImportable):
            printed.read(content, MOST, always)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak < 8 * len(content)


# --- cancellation ---------------------------------------------------------------------------------

MANY = {
    "safetensors": save({f"{k}.weight": floats(2, 2) for k in range(10)}),
    "onnx": chained(
        [onnx.tensor(f"w{k}", [2, 2]) for k in range(10)], [f"w{k}" for k in range(10)]
    ),
    "printed": json.dumps([[1.0, 2.0], [3.0, 4.0]]).encode() * 10,
}


@pytest.mark.parametrize("name", MANY)
def test_reading_can_be_ended_before_each_array(name: str) -> None:
    content = MANY[name]
    assert kind_of(content).name == name
    asked = 0

    def after(most: int) -> None:
        nonlocal asked
        asked += 1
        if asked > most:
            raise Cancelled

    kind_of(content).read(content, MOST, lambda: after(1_000))
    calls, asked = asked, 0
    assert calls >= 10
    with pytest.raises(Cancelled):
        kind_of(content).read(content, MOST, lambda: after(calls - 1))
    assert asked == calls


def test_the_process_that_reads_keras_ends_when_nobody_waits_for_it() -> None:
    def gone() -> None:
        raise Cancelled

    began = time.monotonic()
    with pytest.raises(Cancelled):
        keras_file.answer_of([sys.executable, "-c", "import time; time.sleep(60)"], b"", gone)
    assert time.monotonic() - began < 30
    with pytest.raises(Cancelled):
        keras_file.read(keras(plain), MOST, gone)


def test_a_directory_is_not_read_that_has_too_many_entries(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    content = archive({}, b"", **{f"f{k}": b"" for k in range(keras_child.MOST_ENTRIES)})
    monkeypatch.setattr("zipfile.ZipFile", lambda *_: pytest.fail("the archive was opened"))
    with pytest.raises(SystemExit) as left:
        keras_child.unpacked(content)
    assert left.value.code == keras_child.TOO_LARGE
