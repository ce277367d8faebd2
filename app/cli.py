"""``deltaflow serve``: the application under uvicorn, with a deadline that uvicorn itself lacks."""

import argparse
import os
import signal
import sys
from asyncio import BaseTransport, TimerHandle
from http import HTTPStatus
from types import FrameType

import uvicorn
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from .errors import Refusal, problem_response
from .localization import Localizer, Translations
from .security import RAW_HEADERS
from .settings import Settings

#: How long a client may take for a request's head, and how long it may idle between two requests.
HEAD_SECONDS = 10.0
IDLE_SECONDS = 15
#: How large a head may grow, in bytes, and how long a client may take nothing of its answer.
HEAD_BYTES = 65_536
READER_SECONDS = 20.0


class Protocol(HttpToolsProtocol):
    """Closes a connection whose request head is late or endless, and one whose answer is not read;
    bodies have a deadline in `app.security`.
    """

    head_timer: TimerHandle | None = None
    head_bytes = 0
    reader_timer: TimerHandle | None = None

    def connection_made(self, transport: BaseTransport) -> None:
        super().connection_made(transport)  # type: ignore[arg-type]
        self.start_head_timer()

    def connection_lost(self, exc: Exception | None) -> None:
        self.stop_head_timer()
        self.stop_reader_timer()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        in_head = self.head_timer is not None
        super().data_received(data)
        if in_head and self.head_timer is not None:
            self.head_bytes += len(data)
            if self.head_bytes > HEAD_BYTES and not self.transport.is_closing():
                self.refuse(431, "error.detail.head_too_large")

    def on_message_begin(self) -> None:
        super().on_message_begin()
        self.start_head_timer()

    def on_headers_complete(self) -> None:
        self.stop_head_timer()
        self.head_bytes = 0
        super().on_headers_complete()

    def pause_writing(self) -> None:
        super().pause_writing()
        self.watch_reader(None)

    def resume_writing(self) -> None:
        super().resume_writing()
        self.stop_reader_timer()

    def watch_reader(self, before: int | None) -> None:
        """Looks again and again whether the client has taken some of what is held for it."""
        left = self.transport.get_write_buffer_size()
        if left == before:
            self.transport.abort()
        else:
            self.reader_timer = self.loop.call_later(READER_SECONDS, self.watch_reader, left)

    def send_400_response(self, msg: str) -> None:
        self.refuse(400, "error.detail.request")

    def refuse(self, status: int, key: str) -> None:
        """What never becomes a request is refused as everything else is."""
        translations = Translations(Settings().static / "i18n")
        response = problem_response(Refusal(status, key), Localizer(translations, None))
        headers = [*response.raw_headers, *RAW_HEADERS, (b"connection", b"close")]
        first = f"HTTP/1.1 {status} {HTTPStatus(status).phrase}".encode()
        lines = [first, *(name + b": " + value for name, value in headers)]
        self.transport.write(b"\r\n".join([*lines, b"", bytes(response.body)]))
        self.transport.close()

    def start_head_timer(self) -> None:
        if self.head_timer is None:
            self.head_timer = self.loop.call_later(HEAD_SECONDS, self.transport.close)

    def stop_head_timer(self) -> None:
        if self.head_timer is not None:
            self.head_timer.cancel()
            self.head_timer = None

    def stop_reader_timer(self) -> None:
        if self.reader_timer is not None:
            self.reader_timer.cancel()
            self.reader_timer = None


def configuration(host: str, port: int) -> uvicorn.Config:
    return uvicorn.Config(
        f"{__package__}.main:create_app",
        factory=True,
        host=host,
        port=port,
        http=Protocol,
        ws="none",
        loop="auto",
        log_level="info",
        access_log=False,
        server_header=False,
        timeout_keep_alive=IDLE_SECONDS,
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
