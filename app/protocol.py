"""HTTP/1.1 as uvicorn speaks it, with the deadlines and bounds that it lacks."""

import math
from asyncio import BaseTransport, TimerHandle
from http import HTTPStatus
from typing import Any

import uvicorn
from starlette.types import ASGIApp
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from .errors import Refusal, problem_response
from .headers import RAW_HEADERS
from .lifecycle import Lifecycle
from .localization import Localizer, Translations
from .observation.logs import Exchange
from .observation.observer import Observer
from .observation.request_id import HEADER, new_id
from .settings import Settings
from .workers import follow_parent

#: How large a head may grow, in bytes.
HEAD_BYTES = 65_536
#: How often it is looked whether the last request is finished, in seconds.
STOP_SECONDS = 0.05


class ServerConfig(uvicorn.Config):
    """uvicorn's configuration, which every process of the server gets, with our settings in it."""

    def __init__(self, settings: Settings, **options: Any) -> None:
        self.settings = settings
        self.lifecycle = Lifecycle()
        super().__init__(
            self.application,
            factory=True,
            http=Protocol,
            ws="none",
            server_header=False,
            timeout_keep_alive=math.ceil(settings.keep_alive),
            **options,
        )

    def application(self) -> ASGIApp:
        """What a process serves. It is imported where it runs: a process that only starts others
        needs no numpy.
        """
        from .main import create_app

        follow_parent()
        self.observer = Observer(self.settings)
        return create_app(self.settings, self.lifecycle, self.observer)


class Protocol(HttpToolsProtocol):
    """Closes a connection whose request head is late or endless, and one whose answer is not read;
    bodies have a deadline in `app.security`.
    """

    config: ServerConfig
    head_timer: TimerHandle | None = None
    head_bytes = 0
    reader_timer: TimerHandle | None = None

    @property
    def settings(self) -> Settings:
        return self.config.settings

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
            self.reader_timer = self.loop.call_later(
                self.settings.reader_seconds, self.watch_reader, left
            )

    def send_400_response(self, msg: str) -> None:
        self.refuse(400, "error.detail.request")

    def refuse(self, status: int, key: str) -> None:
        """What never becomes a request is refused as everything else is."""
        translations = Translations(self.settings.static / "i18n")
        request_id = new_id()
        scope = {"type": "http", "headers": [], "query_string": b"", "request_id": request_id}
        response = problem_response(Refusal(status, key), Localizer(translations, scope))
        own = [(HEADER, request_id.encode()), (b"connection", b"close")]
        headers = [*response.raw_headers, *RAW_HEADERS, *own]
        first = f"HTTP/1.1 {status} {HTTPStatus(status).phrase}".encode()
        lines = [first, *(name + b": " + value for name, value in headers)]
        self.transport.write(b"\r\n".join([*lines, b"", bytes(response.body)]))
        self.transport.close()
        client = self.client[0] if self.client else "-"
        sent = len(response.body)
        self.config.observer.observe(Exchange(request_id, client, "-", b"-", status, 0, sent, key))

    def shutdown(self) -> None:
        """Called once the server is to stop, for each connection that is open then."""
        self.config.lifecycle.stopping = True
        if self.cycle is None or self.cycle.response_complete:
            self.close_after_others()
        else:
            self.cycle.keep_alive = False

    def close_after_others(self) -> None:
        """Closes an idle connection once no request is under way on any.

        What arrives on it until then is refused in words.
        """
        if self.server_state.tasks:
            self.loop.call_later(STOP_SECONDS, self.close_after_others)
        elif not self.transport.is_closing():
            self.transport.close()

    def start_head_timer(self) -> None:
        if self.head_timer is None:
            self.head_timer = self.loop.call_later(self.settings.head_seconds, self.transport.close)

    def stop_head_timer(self) -> None:
        if self.head_timer is not None:
            self.head_timer.cancel()
            self.head_timer = None

    def stop_reader_timer(self) -> None:
        if self.reader_timer is not None:
            self.reader_timer.cancel()
            self.reader_timer = None
