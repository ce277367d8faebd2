"""uvicorn's HTTP/1.1 protocol with the deadlines and bounds that it lacks.

It relies on parts of uvicorn and httptools that are not documented;
``tests/test_protocol.py`` holds them to what is expected here.
"""

import asyncio
import math
import socket
from collections.abc import Sequence
from contextlib import suppress
from functools import cached_property
from http import HTTPStatus
from typing import Any

import httptools
import uvicorn
from starlette.types import ASGIApp
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from .connections import Connections, State
from .errors import RETRY_SOON, Refusal, problem_response
from .headers import RAW_HEADERS
from .lifecycle import Lifecycle
from .localization import Localizer, Translations
from .observation.logs import Exchange
from .observation.observer import Observer
from .observation.request_id import HEADER, new_id
from .settings import Settings
from .workers import follow_parent

#: How large one head may be, with those that wait behind it on the connection, in bytes and lines.
HEAD_BYTES = 32_768
HEAD_LINES = 100
#: Chunks of one body: so many, and one more for each of these bytes. Each costs a call, so that
#: many tiny ones would keep the event loop busy for next to nothing.
MANY_CHUNKS = 1_000
CHUNK_BYTES = 64
#: Requests that wait on one connection for the answer to an earlier one.
PIPELINED = 16
#: How many bytes of an answer the kernel may hold before they are sent. More would hide that a
#: client takes nothing, and are counted nowhere.
UNSENT_BYTES = 131_072

#: Headers that ask for another protocol, and the values that ``Connection`` then has.
UPGRADE = frozenset((b"upgrade", b"http2-settings"))
CLOSE = (b"connection", b"close")
#: The time between two looks whether the last request is finished, in seconds.
STOP_SECONDS = 0.05


def head_too_large() -> Refusal:
    return Refusal(431, "error.detail.head_too_large")


class ServerConfig(uvicorn.Config):
    """uvicorn's configuration, which every process of the server gets, with our settings in it.

    :param addresses: at which the server serves, for the log.
    """

    def __init__(self, settings: Settings, addresses: Sequence[str] = (), **options: Any) -> None:
        self.settings = settings
        self.addresses = addresses
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
        self.observer = Observer(self.settings, self.addresses)
        return create_app(self.settings, self.lifecycle, self.observer)

    @cached_property
    def open_connections(self) -> Connections:
        """Those of this process."""
        return Connections(self.settings)

    @cached_property
    def translations(self) -> Translations:
        return Translations(self.settings.static / "i18n")


class Protocol(HttpToolsProtocol):
    """One connection. `Connections` ends it when it stays in one `State` for too long.

    To the answer of a request (uvicorn's cycle) it is the transport: `write`, `close` and
    `is_closing` know how much is held for the client, and what it still sends.
    """

    config: ServerConfig
    state = State.NEW
    since = deadline = math.inf
    address = ""
    head_bytes = 0
    written = taken = 0
    taken_at = 0.0

    #: Of the request that is arriving: whether its head is, and whether all of it is there.
    in_head = False
    is_whole = True
    #: Whether its head asks for another protocol.
    is_upgrade = False
    #: Bytes of bodies on this connection, of the last request after its head, and of it since the
    #: last byte of its body.
    body_bytes = message_bytes = quiet_bytes = 0
    #: Chunks of the last request's body, and the bytes in them.
    chunks = chunk_bytes = 0
    #: Why the connection takes no further request. What the client sends now is discarded.
    fault: Refusal | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        super().connection_made(transport)  # type: ignore[arg-type]
        self.address = self.client[0] if self.client else ""
        self.connections_here = self.config.open_connections
        self.enter(State.NEW)
        connected = transport.get_extra_info("socket")
        with suppress(AttributeError, OSError):  # not every system and socket has it
            connected.setsockopt(socket.IPPROTO_TCP, socket.TCP_NOTSENT_LOWAT, UNSENT_BYTES)
        if not self.connections_here.admit(self):
            self.fault = Refusal(503, "error.detail.connections", headers=RETRY_SOON)
            self.write(self.reply(self.fault))
            self.transport.close()

    def connection_lost(self, exc: Exception | None) -> None:
        self.connections_here.remove(self)
        super().connection_lost(exc)

    def enter(self, state: State) -> None:
        self.state = state
        self.since = self.loop.time()
        self.deadline = self.since + self.connections_here.seconds[state]

    @property
    def is_answering(self) -> bool:
        """Whether a request is not yet answered whose head is complete."""
        return self.cycle is not None and not self.cycle.response_complete

    # What arrives

    def data_received(self, data: bytes) -> None:
        state, body_bytes = self.state, self.body_bytes
        if self.fault is None:
            self.parse(data)
        if state is State.BODY or state is State.LEFTOVER:
            grown = self.body_bytes > body_bytes
            self.quiet_bytes = 0 if grown else self.quiet_bytes + len(data)
            self.message_bytes += len(data)
            self.bound_body()
        elif self.fault is None:
            self.count_head(len(data) - (self.body_bytes - body_bytes))
        if self.fault is None and not self.is_whole and len(self.headers) > HEAD_LINES:
            self.refuse(head_too_large())

    def parse(self, data: bytes) -> None:
        try:
            self.parser.feed_data(data)
        except httptools.HttpParserUpgrade as upgrade:
            self.ignore_upgrade(data[upgrade.args[0] :])
        except httptools.HttpParserError:
            if not self.transport.is_closing():
                self.refuse(self.fault or Refusal(400, "error.detail.request"))

    def count_head(self, size: int) -> None:
        if self.state is not State.ANSWER or self.in_head or self.pipeline:
            self.connections_here.count_head(self, size)
        if self.head_bytes > HEAD_BYTES and not self.transport.is_closing():
            self.refuse(head_too_large())

    def bound_body(self) -> None:
        """Ends what is no body any more: chunks, or lines after them, without a byte of one."""
        if self.message_bytes > self.config.settings.discard_limit + HEAD_BYTES:
            self.transport.abort()
        elif self.quiet_bytes > HEAD_BYTES and self.fault is None:
            self.refuse(head_too_large())

    def on_message_begin(self) -> None:
        if self.state is State.LEFTOVER or self.transport.is_closing():
            raise ConnectionAbortedError("no further request is taken")
        self._unset_keepalive_if_required()
        self.message_bytes = self.quiet_bytes = 0
        self.chunks = self.chunk_bytes = 0
        self.in_head, self.is_whole = True, False
        super().on_message_begin()
        if not self.is_answering:
            self.enter(State.HEAD)

    def on_headers_complete(self) -> None:
        self.is_upgrade = self.parser.should_upgrade()
        if self.is_upgrade:
            return
        version = self.parser.get_http_version()
        self.check_head(version)
        is_next = not self.is_answering
        super().on_headers_complete()
        self.in_head = False
        # What follows a body in chunks is counted and else ignored.
        self.headers = []
        cycle = self.cycle
        cycle.transport = self  # type: ignore[assignment]
        # Unless the request is whole before the answer begins, the connection ends with it.
        cycle.default_headers = [*cycle.default_headers, CLOSE]
        if version == "1.0":
            cycle.waiting_for_100_continue = False
        if self.config.lifecycle.stopping:
            cycle.keep_alive = False
        if is_next:
            self.enter(State.BODY)

    def check_head(self, version: str) -> None:
        size, hosts = len(self.url), 0
        for name, value in self.headers:
            size += len(name) + len(value)
            hosts += name == b"host"
        if size > HEAD_BYTES or len(self.headers) > HEAD_LINES:
            self.fault = head_too_large()
        elif version not in ("1.0", "1.1") or (hosts != 1 and version == "1.1"):
            self.fault = Refusal(400, "error.detail.request")
        elif len(self.pipeline) >= PIPELINED:
            self.fault = Refusal(429, "error.detail.pipelined")
        if self.fault is not None:
            raise self.fault

    def on_chunk_header(self) -> None:
        self.chunks += 1
        if self.chunks > MANY_CHUNKS + self.chunk_bytes // CHUNK_BYTES:
            self.fault = Refusal(400, "error.detail.chunks")
            raise self.fault

    def on_body(self, body: bytes) -> None:
        self.body_bytes += len(body)
        self.chunk_bytes += len(body)
        super().on_body(body)

    def on_message_complete(self) -> None:
        if self.is_upgrade:
            return
        if len(self.headers) > HEAD_LINES:
            self.fault = head_too_large()
            raise self.fault
        self.is_whole = True
        if not self.cycle.response_started:
            self.cycle.default_headers = self.server_state.default_headers
        super().on_message_complete()
        if self.state is State.LEFTOVER:
            self.transport.close()
        elif self.state is State.BODY:
            self.enter(State.ANSWER)
            self.connections_here.forget_head(self)

    def ignore_upgrade(self, rest: bytes) -> None:
        """Reads the request again as what it is without the headers that ask for another protocol.

        The parser takes such a request as ended with its head.
        """
        method = self.parser.get_method()
        if method == b"CONNECT":
            self.refuse(Refusal(400, "error.detail.request"))
            return
        version = self.parser.get_http_version().encode()
        # The old one may be at the end of its connection.
        self.parser = httptools.HttpRequestParser(self)
        self.parser.set_dangerous_leniencies(lenient_data_after_close=True)
        head = [b" ".join((method, self.url, b"HTTP/" + version))]
        for name, value in self.headers:
            if name == b"connection":
                options = [option.strip() for option in value.split(b",")]
                value = b", ".join(each for each in options if each.lower() not in UPGRADE)
            if name not in UPGRADE:
                head.append(name + b": " + value)
        self.parse(b"\r\n".join((*head, b"", rest)))

    # What is answered

    def write(self, data: bytes) -> None:
        self.written += len(data)
        self.transport.write(data)
        if self in self.connections_here.readers:
            self.connections_here.bound_answers()

    def close(self) -> None:
        """Ends the connection, once the rest of its last request has arrived: were it closed
        before, the client would lose the answer while it sends.
        """
        if self.is_whole or self.in_head:
            self.transport.close()
        else:
            self.pipeline.clear()
            self.enter(State.LEFTOVER)

    def is_closing(self) -> bool:
        return self.transport.is_closing()

    def on_response_complete(self) -> None:
        super().on_response_complete()
        if self.transport.is_closing():
            return
        if self.state is State.LEFTOVER:
            self._unset_keepalive_if_required()
        elif self.is_answering:
            # What the request just answered had of the heads on this connection.
            share = self.head_bytes // (len(self.pipeline) + 2)
            self.connections_here.count_head(self, -share)
            arriving = not self.pipeline and not self.is_whole and not self.in_head
            self.enter(State.BODY if arriving else State.ANSWER)
        elif self.fault is not None:
            self.say_fault(self.fault)
        elif self.in_head:
            self._unset_keepalive_if_required()
            self.enter(State.HEAD)
        else:
            self.connections_here.forget_head(self)
            self.enter(State.IDLE)

    def shutdown(self) -> None:
        """Called once the server is to stop, for each connection that is open then.

        One that waits for its next request is closed at once: a proxy then takes another server,
        where an answer of this one would be passed on. A request of which a part has arrived is
        the last one of its connection, and answered.
        """
        self.config.lifecycle.stop(self.config.settings.grace)
        if self.is_answering:
            self.cycle.keep_alive = False
        elif self.state in (State.NEW, State.IDLE):
            self.transport.close()
        else:
            self.close_after_others()

    def close_after_others(self) -> None:
        """Closes a connection whose request does not arrive, once none is under way on any."""
        if self.is_answering:
            return  # It has arrived; the connection ends with its answer.
        if self.server_state.tasks:
            self.loop.call_later(STOP_SECONDS, self.close_after_others)
        elif not self.transport.is_closing():
            self.transport.close()

    def pause_writing(self) -> None:
        super().pause_writing()
        self.connections_here.readers.add(self)
        self.connections_here.bound_answers()

    def resume_writing(self) -> None:
        super().resume_writing()
        self.connections_here.readers.discard(self)

    def send_400_response(self, msg: str) -> None:
        self.refuse(Refusal(400, "error.detail.request"))

    def refuse(self, refusal: Refusal) -> None:
        """Answers what never becomes a request as everything else is refused, after the requests
        before it.
        """
        self.fault = refusal
        if self.state is State.LEFTOVER:
            return  # it has its answer
        if self.is_answering and not self.is_whole and not self.in_head:
            # The body of the last request is at fault; it gets no other answer.
            if self.pipeline:
                self.pipeline.popleft()
            elif self.cycle.response_started:
                return
            else:
                self.cycle.disconnected = True
                self.cycle.message_event.set()
                self.say_fault(refusal)
        elif not self.is_answering:
            self.say_fault(refusal)

    def say_fault(self, refusal: Refusal) -> None:
        self._unset_keepalive_if_required()
        self.write(self.reply(refusal))
        if self.transport.can_write_eof():
            self.transport.write_eof()
        self.message_bytes = 0
        self.connections_here.forget_head(self)
        self.enter(State.LEFTOVER)

    def reply(self, refusal: Refusal) -> bytes:
        """A problem as it stands on the wire, in the language that the head asks for; it is logged
        and counted as others are.
        """
        request_id = new_id()
        scope = {
            "type": "http",
            "headers": self.scope["headers"] if self.scope else [],
            "query_string": b"",
            "request_id": request_id,
        }
        response = problem_response(refusal, Localizer(self.config.translations, scope))
        headers = [
            *self.server_state.default_headers,
            *response.raw_headers,
            *RAW_HEADERS,
            (HEADER, request_id.encode()),
            CLOSE,
        ]
        client, sent = self.address or "-", len(response.body)
        exchange = Exchange(request_id, client, "-", b"-", refusal.status, 0, sent, refusal.key)
        self.config.observer.observe(exchange)
        first = f"HTTP/1.1 {refusal.status} {HTTPStatus(refusal.status).phrase}".encode()
        lines = [first, *(name + b": " + value for name, value in headers)]
        return b"\r\n".join([*lines, b"", bytes(response.body)])
