"""Large answers are written as JSON and sent piece by piece; what they hold until then is bounded.

What is counted here are the arrays of an answer, from its computation to its last piece. The bytes
that are written already, of large and small answers, are counted for each connection by
`app.connections`, which also ends a connection whose client takes nothing. Each of the two has the
bound ``untaken_bytes``.
"""

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass, field

from anyio import CapacityLimiter, to_thread
from starlette.types import Send

from .answer import JSON, Streamed


@dataclass(eq=False)
class Stream:
    """An answer that is being sent.

    :param task: sends it.
    :param held: bytes of its arrays and texts, all of them until the end.
    :param progressed: when its client took the last piece, in seconds of the loop's clock.
    """

    task: "asyncio.Task[object]"
    held: int
    progressed: float
    is_let_go: bool = False


@dataclass
class Streams:
    """The large answers that are being sent.

    :param most_bytes: how many bytes they may hold; over it the reader that has taken nothing for
        the longest time is let go. The one that came last is kept.
    """

    most_bytes: int
    streams: set[Stream] = field(default_factory=set)
    limiter: CapacityLimiter | None = None

    @property
    def held(self) -> int:
        return sum(stream.held for stream in self.streams)

    async def send(self, answer: Streamed, send: Send, gone: asyncio.Event) -> None:
        """Sends the answer until ``gone`` is set. To a reader that is let go the end is not sent,
        so that the server cuts the connection.
        """
        loop, task = asyncio.get_running_loop(), asyncio.current_task()
        assert task is not None
        stream = Stream(task, answer.held, loop.time())
        self.streams.add(stream)
        self.make_room(stream)
        try:
            headers = [JSON, (b"etag", answer.etag)]
            await send({"type": "http.response.start", "status": 200, "headers": headers})
            while (piece := await self.next_piece(answer.pieces)) is not None:
                if gone.is_set():
                    return
                await send({"type": "http.response.body", "body": piece, "more_body": True})
                stream.progressed = loop.time()
            await send({"type": "http.response.body", "body": b""})
        except asyncio.CancelledError:
            if not stream.is_let_go:
                raise
            task.uncancel()
        finally:
            self.streams.discard(stream)

    def make_room(self, newest: Stream) -> None:
        """Cancels other answers until the rest is within `most_bytes`."""
        others = sorted(self.streams - {newest}, key=lambda stream: stream.progressed)
        excess = self.held - self.most_bytes
        for stream in others:
            if excess <= 0:
                return
            if not stream.is_let_go:
                stream.is_let_go = True
                stream.task.cancel()
            excess -= stream.held

    async def next_piece(self, pieces: Iterator[bytes]) -> bytes | None:
        """Written in a thread, one of all streams at a time: it takes the interpreter's lock."""
        if self.limiter is None:  # it belongs to the running loop
            self.limiter = CapacityLimiter(1)
        return await to_thread.run_sync(next, pieces, None, limiter=self.limiter)
