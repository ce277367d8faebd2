"""``deltaflow serve``: the application under uvicorn."""

import argparse
import os
import signal
import sys
from types import FrameType

import uvicorn

from .protocol import ServerConfig
from .settings import Settings


def configuration(host: str, port: int) -> ServerConfig:
    return ServerConfig(
        Settings(),
        host=host,
        port=port,
        loop="auto",
        log_level="info",
        access_log=False,
        timeout_graceful_shutdown=5,
    )


def stop(number: int, frame: FrameType | None) -> None:
    """Being asked to stop is no failure: uvicorn raises the signal again once it has finished.

    Nobody waits any more for what a thread still computes, so the process does not either.
    """
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(0)


def main(arguments: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(prog="deltaflow", description="A backpropagation visualizer.")
    commands = parser.add_subparsers(dest="command", required=True)
    serve = commands.add_parser("serve", help="serve the page and the API")
    serve.add_argument("--host", default=os.environ.get("HOST", "127.0.0.1"))
    serve.add_argument("--port", type=int, default=int(os.environ.get("PORT", "8000")))
    chosen = parser.parse_args(arguments)
    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    uvicorn.Server(configuration(chosen.host, chosen.port)).run()


if __name__ == "__main__":
    main()
