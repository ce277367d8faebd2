"""A server of this process, for the clients that need a real one: browsers and programs in node."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

import uvicorn

from app.main import create_app


@contextmanager
def served() -> Iterator[str]:
    """The address of a server in a thread of this process."""
    server = uvicorn.Server(uvicorn.Config(create_app(), port=0, log_level="error"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        thread.join(0.05)
    try:
        yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join(5)
