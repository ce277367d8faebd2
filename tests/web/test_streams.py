"""Large answers that nobody takes are bounded, and who reads is served."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator

from starlette.types import Message

from app.web.answer import Streamed
from app.web.streams import Streams

PIECES = [b"[1", b",2", b",3]"]


def run(test: Callable[[], Awaitable[None]]) -> None:
    async def once() -> None:
        await test()

    asyncio.run(asyncio.wait_for(once(), 20))


class Reader:
    """A connection that takes pieces as long as it is let."""

    def __init__(self) -> None:
        self.taken: list[bytes] = []
        self.is_whole = False
        self.may_read = asyncio.Event()

    async def send(self, message: Message) -> None:
        await self.may_read.wait()
        if message["type"] == "http.response.body":
            self.taken.append(message["body"])
            self.is_whole = not message.get("more_body", False)


def answer(held: int, counted: list[int] | None = None) -> Streamed:
    def pieces() -> Iterator[bytes]:
        for piece in PIECES:
            if counted is not None:
                counted.append(len(piece))
            yield piece

    return Streamed(pieces(), held, b'W/"x"')


async def settle() -> None:
    for _ in range(20):
        await asyncio.sleep(0.002)


def test_a_reader_gets_every_piece() -> None:
    async def test() -> None:
        streams, reader = Streams(100), Reader()
        reader.may_read.set()
        await streams.send(answer(50), reader.send, asyncio.Event())
        assert (b"".join(reader.taken), reader.is_whole) == (b"[1,2,3]", True)
        assert streams.held == 0

    run(test)


def test_the_slowest_reader_is_let_go_when_too_much_waits() -> None:
    async def test() -> None:
        streams = Streams(100)
        slow, good, new = Reader(), Reader(), Reader()
        tasks = []
        for reader in (slow, good):
            tasks.append(
                asyncio.create_task(streams.send(answer(50), reader.send, asyncio.Event()))
            )
            await settle()
        good.may_read.set()
        await settle()
        assert good.is_whole
        late = Reader()
        tasks.append(asyncio.create_task(streams.send(answer(50), late.send, asyncio.Event())))
        await settle()
        assert streams.held == 100
        tasks.append(asyncio.create_task(streams.send(answer(50), new.send, asyncio.Event())))
        await settle()
        assert streams.held == 100
        assert tasks[0].done()  # without an error, and without the end of its answer
        assert tasks[0].exception() is None
        assert not slow.is_whole
        for reader in (late, new):
            reader.may_read.set()
        await asyncio.gather(*tasks)
        assert late.is_whole
        assert new.is_whole
        assert streams.held == 0

    run(test)


def test_one_that_is_larger_than_all_may_be_sent_alone() -> None:
    async def test() -> None:
        streams, reader = Streams(10), Reader()
        reader.may_read.set()
        await streams.send(answer(50), reader.send, asyncio.Event())
        assert reader.is_whole

    run(test)


def test_nothing_more_is_written_for_a_client_that_has_left() -> None:
    async def test() -> None:
        streams, reader, gone, counted = Streams(100), Reader(), asyncio.Event(), list[int]()
        reader.may_read.set()
        gone.set()
        await streams.send(answer(50, counted), reader.send, gone)
        assert len(counted) <= 1
        assert not reader.is_whole

    run(test)


def test_a_cancelled_answer_makes_room() -> None:
    async def test() -> None:
        streams, reader = Streams(100), Reader()
        task = asyncio.create_task(streams.send(answer(50), reader.send, asyncio.Event()))
        await settle()
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        assert task.cancelled()
        assert streams.held == 0

    run(test)
