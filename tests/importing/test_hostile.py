"""Hostile files get a sentence, quickly, and what they say is not repeated as they say it."""

import subprocess
import sys
import time
import tracemalloc
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from safetensors.numpy import save

from app.engine.cancellation import always
from app.errors import LONGEST_NAME
from app.importing import keras_file
from app.importing.kinds import kind_of
from app.importing.model import NotImportable
from app.web.import_model.response import MOST
from tests.conftest import Client
from tests.importing import onnx_bytes
from tests.importing.asking import asked
from tests.importing.hostile import FILES, KERAS, OTHERS, floats, keras, plain

#: What a hostile file may take: seconds of one processor, and bytes. The limits that hold on a
#: machine at rest, times what one that is busy and traced may need.
SECONDS, BYTES = 0.1 * 5, 50e6
CHILD_SECONDS, CHILD_BYTES = 2.0 * 3, 300e6


def test_there_are_sixty_and_more() -> None:
    assert len(FILES) >= 60


@pytest.mark.parametrize("name", FILES)
def test_a_hostile_file_gets_its_sentence(client: Client, name: str) -> None:
    hostile = FILES[name]
    for language in ("en", "zh"):
        reply = asked(client, hostile.make(), hostile.name, language)
        assert reply.status_code == 422, reply.text[:300]
        problem = reply.json()
        assert problem["code"] == "error.detail.import"
        (one,) = problem["problems"]
        assert one["code"] == f"error.import.{hostile.code}"
        assert len(reply.content) < 4_000
        # What a name holds that cannot be printed, or is longer than names are, is not repeated.
        assert "\u202e" not in reply.text
        assert "A" * LONGEST_NAME not in reply.text
        assert reply.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize("name", [name for name in FILES if name not in KERAS])
def test_a_hostile_file_takes_little_time_and_memory(name: str) -> None:
    content = FILES[name].make()
    began = time.thread_time()
    with pytest.raises(NotImportable):
        kind_of(content).read(content, MOST, always)
    assert time.thread_time() - began < SECONDS
    tracemalloc.start()
    try:
        with pytest.raises(NotImportable):
            kind_of(content).read(content, MOST, always)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < BYTES


#: Runs the reader's process on the standard input, and tells its seconds and bytes.
MEASURE = """
import resource, subprocess, sys
done = subprocess.run(sys.argv[1:], stdin=sys.stdin, capture_output=True)
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print(done.returncode, used.ru_utime + used.ru_stime, used.ru_maxrss * 1024)
"""


@pytest.mark.parametrize("name", KERAS)
def test_the_process_that_reads_keras_takes_little_time_and_memory(
    name: str, tmp_path: Path
) -> None:
    file = tmp_path / "model.keras"
    file.write_bytes(FILES[name].make())
    with file.open("rb") as opened:
        command = [sys.executable, "-c", MEASURE, *keras_file.COMMAND]
        told = subprocess.run(command, stdin=opened, capture_output=True, text=True, timeout=60)
    _, seconds, most = map(float, told.stdout.split())
    assert seconds < CHILD_SECONDS
    assert most < CHILD_BYTES


def test_the_process_that_reads_keras_can_open_and_write_no_file() -> None:
    script = "\n".join(
        [
            "from app.child_process import limit",
            "from app.importing import keras_child",
            "limit(seconds=keras_child.SECONDS, room=keras_child.BYTES)",
            "try: open('/etc/hostname')",
            "except OSError as error: print(error.errno)",
            "try: bytearray(1 << 30)",
            "except MemoryError: print('memory')",
        ]
    )
    command = [sys.executable, "-c", script]
    told = subprocess.run(command, capture_output=True, text=True, timeout=60)
    assert told.stdout.split() == ["24", "memory"], told.stderr


def test_a_process_that_does_not_end_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keras_file, "SECONDS", 0.3)
    began = time.monotonic()
    with pytest.raises(NotImportable) as refused:
        keras_file.answer_of([sys.executable, "-c", "import time; time.sleep(60)"], b"", always)
    assert refused.value.key == "error.import.keras_large"
    assert time.monotonic() - began < 30


def test_a_process_that_writes_without_end_is_ended() -> None:
    script = "import sys\nwhile True: sys.stdout.buffer.write(bytes(1 << 20))"
    with pytest.raises(NotImportable):
        keras_file.answer_of([sys.executable, "-c", script], b"", always)


def test_without_h5py_it_is_said_how_to_get_it(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    for language in ("en", "zh"):
        reply = asked(client, keras(plain), language=language)
        assert 'pip install "deltaflow[keras]"' in reply.json()["problems"][0]["msg"]


@pytest.mark.parametrize("name", ["a pickle", "an archive with a pickle", "an archive of numpy"])
def test_a_pickle_is_told_the_two_lines_in_every_language(client: Client, name: str) -> None:
    for language in ("en", "zh"):
        problem = asked(client, OTHERS[name].make(), language=language).json()["problems"][0]
        *_, first, second = problem["msg"].split("\n")
        assert "from safetensors." in first
        assert second.startswith("save_file(")
        assert second.endswith('"model.safetensors")')


# --- any bytes ------------------------------------------------------------------------------------


def read(content: bytes) -> Any:
    """What is read, or None where it is refused; any other error fails the test."""
    try:
        return kind_of(content).read(content, MOST, always)
    except NotImportable:
        return None


#: Files that are right, to be made wrong at some place.
WHOLE = [
    save({"0.weight": floats(3, 2), "0.bias": floats(3), "2.weight": floats(1, 3)}),
    onnx_bytes.small(),
    b"OrderedDict([('0.weight', tensor([[0.1, -2.0]])), ('0.bias', tensor([0.5]))])",
    b"W1 = [[0.1 0.2]\n [0.3 0.4]]\nb1 = [1. 2.]",
    b'{"inputs": 1, "layers": [{"units": 1, "activation": "tanh"}], "loss": "huber"}',
]
BEGINNINGS = [b"", b"\x08\x08", b"PK\x03\x04", b"{", b"[", b"tensor(", b"\x80\x02", bytes(8) + b"{"]


def test_the_whole_files_are_read() -> None:
    assert all(read(content) is not None for content in WHOLE)


@given(st.sampled_from(BEGINNINGS), st.binary(max_size=300))
def test_random_bytes_are_read_or_refused(beginning: bytes, rest: bytes) -> None:
    read(beginning + rest)


@given(st.sampled_from(WHOLE), st.data())
def test_a_file_with_other_bytes_is_read_or_refused(content: bytes, data: st.DataObject) -> None:
    changed = bytearray(content)
    for _ in range(data.draw(st.integers(1, 4))):
        changed[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    read(bytes(changed))


@given(st.sampled_from(WHOLE), st.data())
def test_a_file_that_is_cut_is_read_or_refused(content: bytes, data: st.DataObject) -> None:
    read(content[: data.draw(st.integers(0, len(content) - 1))])


@given(st.text(max_size=300))
def test_random_text_is_read_or_refused(text: str) -> None:
    for beginning in ("", "tensor([", "[[", "{"):
        read((beginning + text).encode(errors="replace"))
