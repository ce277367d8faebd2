"""What may differ from one installation to the next, and where the files are."""

import os
from dataclasses import dataclass
from pathlib import Path

MEGABYTE = 1024 * 1024
HERE = Path(__file__).resolve().parent


def folder(name: str) -> Path:
    """``templates`` or ``static``: inside the package when installed, beside it in a checkout."""
    inside = HERE / name
    return inside if inside.is_dir() else HERE.parent / name


@dataclass(frozen=True)
class Settings:
    templates: Path = folder("templates")
    static: Path = folder("static")
    #: Whether a page's modules are served as one script without comments. A debugger wants them one
    #: by one: ``DELTAFLOW_BUNDLE=0``.
    bundle: bool = os.environ.get("DELTAFLOW_BUNDLE", "1") != "0"
    #: How often edited files are looked for, in seconds.
    static_seconds: float = 1.0
    #: The largest body that is read, in bytes.
    body_limit: int = 8 * MEGABYTE
    #: A larger body is read and thrown away up to here, so that its sender does receive the 413.
    discard_limit: int = 32 * MEGABYTE
    #: How long a body may take to arrive, a request's head, and a connection's next request.
    body_seconds: float = 20.0
    head_seconds: float = 10.0
    keep_alive: float = 15.0
    #: How long a client may take nothing of its answer.
    reader_seconds: float = 20.0
    #: What one process holds: connections, bytes of requests' bodies, bytes of answers.
    connections: int = 1000
    bodies_bytes: int = 64 * MEGABYTE
    untaken_bytes: int = 128 * MEGABYTE
    #: Long computations that run at once, and that may wait for their turn.
    threads: int = 2
    waiting: int = 32
    #: How many bytes of answers that took time are kept for those who ask the same.
    answers_bytes: int = 32 * MEGABYTE
