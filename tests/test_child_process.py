"""A part of the work in a process of its own: it ends, whatever it does."""

import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from app import child_process
from app.child_process import Failed, answer_of
from app.engine.cancellation import always

ECHO = "import sys; sys.stdout.buffer.write(sys.stdin.buffer.read())"
SLEEP = "import time; time.sleep(600)"
#: Bounds of the clock are generous: what is tested would take ten minutes.
SOON = 60


def ask(script: str, content: bytes = b"", **told: object) -> bytes:
    asked = {"seconds": 60.0, "most_bytes": 1 << 23, "check_cancelled": always} | told
    return answer_of([sys.executable, "-c", script], content, **asked)  # type: ignore[arg-type]


def test_it_gets_what_is_given_and_its_answer_is_taken() -> None:
    content = bytes(range(256)) * (1 << 14)
    assert ask(ECHO, content) == content


def test_it_imports_what_this_process_could() -> None:
    command = child_process.command_of("tests.test_child_process")
    assert answer_of(command, b"", seconds=60, most_bytes=9, check_cancelled=always) == b"here"


def main() -> None:
    """Is called in the process of the test above."""
    sys.stdout.write("here")


@pytest.mark.parametrize(
    ("script", "code"),
    [("raise SystemExit(7)", 7), ("import os; os.kill(os.getpid(), 9)", -9), (SLEEP, -9)],
)
def test_an_end_without_an_answer_is_told(script: str, code: int) -> None:
    began = time.monotonic()
    with pytest.raises(Failed) as failed:
        ask(script, bytes(1 << 20), seconds=60.0 if script != SLEEP else 0.3)
    assert failed.value.code == code
    assert time.monotonic() - began < SOON


def test_an_answer_that_is_too_long_is_none() -> None:
    with pytest.raises(Failed) as failed:
        ask("import sys\nwhile True: sys.stdout.buffer.write(bytes(1 << 20))")
    assert failed.value.code is None


def test_what_cannot_be_started_is_told() -> None:
    with pytest.raises(Failed):
        answer_of(["/no/such"], b"", seconds=1, most_bytes=1, check_cancelled=always)


class Left(Exception):
    pass


def test_it_ends_when_its_client_has_left() -> None:
    began = time.monotonic()
    with pytest.raises(Left):
        ask(SLEEP, check_cancelled=leave)
    assert time.monotonic() - began < SOON


def leave() -> None:
    raise Left


def test_no_more_run_at_once_than_there_are_places() -> None:
    """Who waits for a place can leave; and every place is free again afterwards."""
    free = threading.Event()

    def until_free() -> None:
        if free.is_set():
            raise Left

    with ThreadPoolExecutor(child_process.MOST) as pool:
        running = [
            pool.submit(ask, SLEEP, check_cancelled=until_free) for _ in range(child_process.MOST)
        ]
        deadline = time.monotonic() + SOON
        while child_process._places._value and time.monotonic() < deadline:
            time.sleep(0.01)
        with pytest.raises(Left):
            ask(ECHO, check_cancelled=leave)
        free.set()
        for each in running:
            assert isinstance(each.exception(), Left)
    assert ask(ECHO, b"free") == b"free"


def test_memory_time_and_files_are_limited() -> None:
    script = """
from app.child_process import limit
limit(seconds=1, room=1 << 26)
try: open("/etc/hostname")
except OSError as error: print(error.errno)
try: bytearray(1 << 30)
except MemoryError: print("memory", flush=True)
while True: pass
"""
    with pytest.raises(Failed):
        ask(script)
    told = ask(script.replace("while True: pass", ""))
    assert told.split() == [b"24", b"memory"]
