"""A part of the work in a process of its own, with limits of time and memory.

So what a library in C does to its process ends there, a library that holds the interpreter's lock
holds up no other request, and the work ends when nobody waits for it any more. The parent calls
`answer_of`; the module of the child calls `limit` when it has imported what it needs.
"""

import os
import subprocess
import sys
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor, wait
from contextlib import suppress

#: How many run at once: each may take all the memory that it is allowed.
MOST = 2
#: How often the parent looks whether its client still waits, in seconds.
EVERY = 0.05

_places = threading.BoundedSemaphore(MOST)


class Failed(Exception):
    """The process gave no answer.

    :param code: its exit code, negative for a signal; None: it wrote too much, or did not start.
    """

    def __init__(self, code: int | None) -> None:
        super().__init__(code)
        self.code = code


def command_of(module: str) -> list[str]:
    """What calls ``main`` of a module in a new process, which imports what this one could."""
    script = (
        f"import sys; sys.path[:] = {sys.path!r}\n"
        f"from importlib import import_module; import_module({module!r}).main()"
    )
    return [sys.executable, "-I", "-c", script]


def answer_of(
    command: list[str],
    content: bytes,
    *,
    seconds: float,
    most_bytes: int,
    check_cancelled: Callable[[], None],
) -> bytes:
    """What a process writes that gets ``content``.

    :param seconds: of the clock, after which it is ended.
    :param check_cancelled: is called while it works; what it raises passes, and ends the process.
    :raises Failed: it ends with another code than 0, is ended, or writes more than ``most_bytes``.
    """
    check_cancelled()
    while not _places.acquire(timeout=EVERY):
        check_cancelled()
    try:
        return _answer_of(command, content, seconds, most_bytes, check_cancelled)
    finally:
        _places.release()


def _answer_of(
    command: list[str],
    content: bytes,
    seconds: float,
    most_bytes: int,
    check_cancelled: Callable[[], None],
) -> bytes:
    threads = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}
    try:
        process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=os.environ | threads,
        )
    except OSError:  # No memory, or no more processes.
        raise Failed(None) from None
    assert process.stdin is not None
    assert process.stdout is not None
    given, taken = process.stdin, process.stdout

    def give() -> None:
        with suppress(OSError):  # its exit code says why
            given.write(content)
        with suppress(OSError):
            given.close()

    def take() -> bytes:
        written = taken.read(most_bytes + 1)
        if len(written) > most_bytes:
            process.kill()
        return written

    ending = threading.Timer(seconds, process.kill)
    with taken, ThreadPoolExecutor(2) as pipes:
        try:
            ending.start()
            pipes.submit(give)
            answer = pipes.submit(take)
            while not wait([answer], EVERY).done:
                check_cancelled()
            written = answer.result()
            code = process.wait()
        finally:
            # Both threads end with the process: their pipes break.
            ending.cancel()
            process.kill()
            process.wait()
    if code or len(written) > most_bytes:
        raise Failed(None if len(written) > most_bytes else code)
    return written


def limit(*, seconds: int, room: int, files: int = 0) -> None:
    """From here on this process may take little memory and time, and write no file.

    :param seconds: of the processor.
    :param room: bytes beyond those that it has by now.
    :param files: how many it may open besides the standard streams.
    """
    try:
        import resource
    except ImportError:  # Windows has no such limits; the parent's time limit holds there.
        return
    try:
        with open("/proc/self/statm", "rb") as file:
            own = int(file.read().split()[0]) * resource.getpagesize()
    except OSError:
        own = 1 << 30
    resource.setrlimit(resource.RLIMIT_AS, (own + room, own + room))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    # The standard streams are open already.
    resource.setrlimit(resource.RLIMIT_NOFILE, (3 + files, 3 + files))
