"""An endpoint that answers line by line while its work goes on: JSON in, JSON lines out.

The work runs in a thread, in a queue of its own, and hands its lines to the event loop. There is
room for a few of them: a client that takes nothing keeps the work from going on. Lines that come
quickly are handed over many at a time, since each time the thread and the loop wait for the
interpreter's lock.
"""

import asyncio
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from math import inf
from typing import Any, Generic, TypeVar

from pydantic import BaseModel
from starlette.types import Receive, Scope, Send

from ..engine.cancellation import Cancelled, CheckCancelled
from ..errors import Refusal
from ..localization import Localizer
from ..security import ClientGone
from .answer import as_bytes
from .endpoint import (
    SECONDS_PER_BYTE,
    SMALL_BODY,
    Content,
    Operation,
    Say,
    Shared,
    header,
    received,
    watched,
)
from .estimate import check_size
from .json_pieces import pieces
from .limits import LIMITS

MEDIA_TYPE = "application/x-ndjson"
HEADERS = [
    (b"content-type", MEDIA_TYPE.encode()),
    (b"x-accel-buffering", b"no"),  # nginx hands on every line at once
]
#: No line is computed ahead while so many bytes wait for the client.
ROOM = 262_144
#: After some lines the event loop takes further ones so many seconds later, or once they fill so
#: much of the room.
PORTION_SECONDS = 0.012
PORTION = 0.5
#: How often a thread that waits for room looks whether its client is still there, in seconds.
LOOK_SECONDS = 0.02
#: How long a request is taken to need before its work begins, in seconds.
BUILD_SECONDS = 0.02

Asked = TypeVar("Asked", bound=BaseModel)
Job = TypeVar("Job")


@dataclass(frozen=True, kw_only=True)
class LinesEndpoint(Operation[Asked], Generic[Asked, Job]):
    """A row of `app.web.endpoints.LINES`.

    ``build`` makes of a request what is to be done, or raises a `Refusal`. ``lines`` yields the
    contents of the lines; what its second argument raises ends it: `Cancelled` with a last line,
    anything else at once.
    """

    build: Callable[[Asked], Job]
    lines: Callable[[Job, CheckCancelled, Say], Iterator[Content]]
    media_type: str = MEDIA_TYPE


def line(content: Content) -> bytes:
    return b"".join((*pieces(content), b"\n"))


@dataclass(eq=False)
class Lines:
    """Lines on their way from a thread to the event loop.

    :param stopping: whether the server ends its runs, to stop; then there is always room.
    :param is_left: whether nobody waits for the lines any more.
    :param waited: how many seconds the thread has waited for room.
    :param awaited: as many bytes are to wake the event loop.
    :param taken_at: when lines were taken last, in seconds of the loop's clock.
    :param is_idle: whether it has waited for some time now; ``becomes_idle`` is called then.
    """

    stopping: Callable[[], bool]
    becomes_idle: Callable[[], None]
    ready: asyncio.Event = field(default_factory=asyncio.Event)
    loop: asyncio.AbstractEventLoop = field(default_factory=asyncio.get_running_loop)
    changed: threading.Condition = field(default_factory=threading.Condition)
    waiting: deque[bytes] = field(default_factory=deque)
    held: int = 0
    waited: float = 0.0
    awaited: float = inf
    taken_at: float = -inf
    is_idle: bool = False
    is_left: bool = False
    is_over: bool = False

    def put(self, written: bytes) -> None:
        """Called in the thread. Raises `ClientGone`."""
        began = time.monotonic()
        with self.changed:
            while self.held >= ROOM and not self.is_left and not self.stopping():
                if not self.changed.wait(LOOK_SECONDS) and not self.is_idle:
                    self.is_idle = True
                    self.loop.call_soon_threadsafe(self.becomes_idle)
            self.is_idle = False
            if self.is_left:
                raise ClientGone
            self.waiting.append(written)
            self.held += len(written)
            wakes = self.held >= self.awaited
            if wakes:
                self.awaited = inf
        self.waited += time.monotonic() - began
        if wakes:
            self.loop.call_soon_threadsafe(self.ready.set)

    async def take(self) -> bytes | None:
        """All lines that wait, once there are some, but not at once after the last time; None after
        the last line.
        """
        pause = self.taken_at + PORTION_SECONDS - self.loop.time()
        if pause > 0:
            await self.wait_for(PORTION * ROOM, pause)
        while not (taken := self.all_that_wait()):
            if self.is_over:
                return None
            await self.wait_for(1, None)
        self.taken_at = self.loop.time()
        return taken

    def all_that_wait(self) -> bytes:
        with self.changed:
            taken = b"".join(self.waiting)
            self.waiting.clear()
            self.held, self.awaited = 0, inf
            self.changed.notify()
        return taken

    async def wait_for(self, size: float, seconds: float | None) -> None:
        """Returns once so many bytes of lines wait, or no further ones come, or after so long."""
        with self.changed:
            self.ready.clear()
            if self.is_over or self.held >= size:
                return
            self.awaited = size
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self.ready.wait()

    def end(self) -> None:
        """No further line comes. Called in the event loop."""
        self.is_over = True
        self.ready.set()

    def leave(self) -> None:
        """Ends the work. Called in the event loop."""
        with self.changed:
            self.is_left = True
            self.changed.notify()

    def check(self, seconds: float) -> CheckCancelled:
        """Raises `ClientGone` once nobody waits for the lines, and `Cancelled` once the server
        ends its runs, or after ``seconds`` of work: processor time of the thread in which this was
        called, and the time that it has waited for its client.
        """
        end = time.thread_time() + seconds

        def check_cancelled() -> None:
            if self.is_left:
                raise ClientGone
            if self.stopping():
                raise Cancelled("cancelled")
            if time.thread_time() + self.waited > end:
                raise Cancelled("budget")

        return check_cancelled


class LinesApp(Generic[Asked, Job]):
    """An endpoint that answers line by line, as an ASGI application."""

    def __init__(self, endpoint: LinesEndpoint[Asked, Job], shared: Shared) -> None:
        self.endpoint = endpoint
        self.shared = shared

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        body, address, localizer = await received(scope, receive, self.shared.translations)
        send = as_bytes(header(scope, b"accept"), send)
        async with watched(receive) as gone:
            job, seconds = await self.built(body, address, gone)
            runs = self.shared.queues.runs
            lines = Lines(self.shared.lifecycle.ends_runs, runs.start_next)
            working = asyncio.create_task(self.work(job, seconds, address, lines, localizer, gone))
            working.add_done_callback(lambda _: lines.end())
            leaving = asyncio.create_task(left(gone, lines))
            try:
                if scope["http_version"] == "1.0":  # it knows no chunks
                    await send_whole(lines, working, send)
                else:
                    await self.send_lines(lines, working, send)
            finally:
                leaving.cancel()
                lines.leave()
                await asyncio.wait((working,))
                if not working.cancelled():
                    working.exception()  # it has been raised, or nobody waits for it

    async def built(self, body: bytes, address: str, gone: asyncio.Event) -> tuple[Job, float]:
        """What is to be done, and the seconds that it will take at most; worked out in a thread."""
        queues, most = self.shared.queues, self.shared.settings.run_seconds

        def build() -> tuple[Job, float] | Refusal:
            # A refusal that is raised through a thread's future would keep the request.
            try:
                request = self.endpoint.read(body)
                estimate = self.endpoint.scale.estimate(request)
                job = self.endpoint.build(request)
                check_size(self.endpoint.scale, request, estimate, inf, LIMITS["answer_numbers"])
                return job, min(estimate.seconds, most)
            except Refusal as refusal:
                return refusal.with_traceback(None)

        queue = queues.reading if len(body) > SMALL_BODY else queues.quick
        seconds = BUILD_SECONDS + SECONDS_PER_BYTE * len(body)
        found = await queue.run(address, seconds, build, gone)
        if isinstance(found, Refusal):
            raise found
        return found

    async def work(
        self,
        job: Job,
        seconds: float,
        address: str,
        lines: Lines,
        localizer: Localizer,
        gone: asyncio.Event,
    ) -> None:
        """Computes the lines in a thread, once it is the turn of this request."""
        most = self.shared.settings.run_seconds

        def compute() -> None:
            try:
                for content in self.endpoint.lines(job, lines.check(most), localizer.say):
                    lines.put(line(content))
            except ClientGone:
                pass

        runs = self.shared.queues.runs
        await runs.run(address, seconds, compute, gone, lambda: lines.is_idle)

    async def send_lines(self, lines: Lines, working: "asyncio.Task[None]", send: Send) -> None:
        """A client that takes nothing for long is left: without an end of the answer, so that the
        server cuts the connection.
        """
        taken = await lines.take()
        if taken is None:
            await working
            return
        try:
            await self.sent(
                send, {"type": "http.response.start", "status": 200, "headers": HEADERS}
            )
            while taken is not None and not lines.is_left:
                part = {"type": "http.response.body", "body": taken, "more_body": True}
                await self.sent(send, part)
                taken = await lines.take()
        except TimeoutError:
            return
        await working
        if not lines.is_left:
            await send({"type": "http.response.body", "body": b""})

    async def sent(self, send: Send, message: dict[str, Any]) -> None:
        async with asyncio.timeout(self.shared.settings.reader_seconds):
            await send(message)


async def left(gone: asyncio.Event, lines: Lines) -> None:
    """Ends the work once the client has disconnected."""
    await gone.wait()
    lines.leave()


async def send_whole(lines: Lines, working: "asyncio.Task[None]", send: Send) -> None:
    parts = []
    while (taken := await lines.take()) is not None:
        parts.append(taken)
    await working
    content = b"".join(parts)
    headers = [*HEADERS, (b"content-length", b"%d" % len(content))]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": content})
