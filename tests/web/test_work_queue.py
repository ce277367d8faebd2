"""The queue before the threads: bounded in seconds, fair to addresses, honest about the wait."""

import asyncio
import threading
from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from app.errors import Refusal
from app.security import ClientGone
from app.web.work_queue import WorkQueue


def run(test: Callable[[], Awaitable[None]]) -> None:
    async def once() -> None:
        await test()

    asyncio.run(asyncio.wait_for(once(), 20))


class Clients:
    """Asks a queue for work that ends when it is let go, and notes in which order it was done."""

    def __init__(self, queue: WorkQueue) -> None:
        self.queue = queue
        self.free = threading.Event()
        self.done: list[str] = []

    def ask(
        self, address: str, seconds: float, gone: asyncio.Event | None = None
    ) -> "asyncio.Task[Any]":
        def work() -> str:
            assert self.free.wait(10)
            self.done.append(address)
            return address

        return asyncio.create_task(self.queue.run(address, seconds, work, gone or asyncio.Event()))


async def refusal_of(task: "asyncio.Task[Any]") -> tuple[int, int]:
    """The status of a refusal, and its Retry-After in seconds."""
    with pytest.raises(Refusal) as refused:
        await task
    assert refused.value.headers is not None
    return refused.value.status, int(refused.value.headers["Retry-After"])


def test_the_seconds_that_wait_are_bounded_and_the_wait_is_said() -> None:
    async def test() -> None:
        clients = Clients(WorkQueue(threads=2, most_seconds=100))
        taken = [clients.ask(str(k), 24) for k in range(4)]
        await asyncio.sleep(0)
        # 96 of 100 seconds are taken; 16 of 20 must be done before, by two threads.
        assert await refusal_of(clients.ask("new", 20)) == (503, 8)
        assert await refusal_of(clients.ask("new", 1000)) == (503, 48)
        more = clients.ask("new", 4)
        clients.free.set()
        assert await asyncio.gather(*taken, more) == ["0", "1", "2", "3", "new"]
        assert clients.queue.pending() == 0

    run(test)


def test_one_address_takes_no_more_than_its_share() -> None:
    async def test() -> None:
        clients = Clients(WorkQueue(threads=1, most_seconds=100, share=0.5))
        taken = [clients.ask("greedy", 25) for _ in range(2)]
        await asyncio.sleep(0)
        assert await refusal_of(clients.ask("greedy", 5)) == (429, 5)
        other = clients.ask("other", 40)
        clients.free.set()
        await asyncio.gather(*taken, other)
        assert await clients.ask("greedy", 5) == "greedy"

    run(test)


def test_a_single_job_is_always_taken() -> None:
    async def test() -> None:
        clients = Clients(WorkQueue(threads=1, most_seconds=10, share=0.1))
        clients.free.set()
        assert await clients.ask("a", 1000) == "a"

    run(test)


def test_addresses_take_turns() -> None:
    async def test() -> None:
        clients = Clients(WorkQueue(threads=1, most_seconds=100))
        tasks = [clients.ask(address, 1) for address in "aaaaabbc"]
        await asyncio.sleep(0)
        clients.free.set()
        await asyncio.gather(*tasks)
        assert "".join(clients.done) == "abcabaaa"[:8] or "".join(clients.done) == "aabcabaa"

    run(test)


def test_who_leaves_is_taken_out_of_the_queue() -> None:
    async def test() -> None:
        clients = Clients(WorkQueue(threads=1, most_seconds=10))
        first, gone = clients.ask("a", 1), asyncio.Event()
        waiting = clients.ask("b", 5, gone)
        await asyncio.sleep(0.01)
        gone.set()
        with pytest.raises(ClientGone):
            await waiting
        assert clients.queue.pending() <= 1
        last = clients.ask("c", 5)
        clients.free.set()
        await asyncio.gather(first, last)
        assert clients.done == ["a", "c"]

    run(test)


def test_a_cancelled_request_is_taken_out_of_the_queue() -> None:
    async def test() -> None:
        clients = Clients(WorkQueue(threads=1, most_seconds=10))
        first, waiting = clients.ask("a", 1), clients.ask("b", 5)
        await asyncio.sleep(0.01)
        waiting.cancel()
        with pytest.raises(asyncio.CancelledError):
            await waiting
        clients.free.set()
        await first
        assert clients.queue.jobs == []
        assert clients.done == ["a"]

    run(test)


def test_work_that_fails_makes_room() -> None:
    async def test() -> None:
        queue = WorkQueue(threads=1, most_seconds=10)

        def fail() -> None:
            raise ZeroDivisionError

        for _ in range(3):
            with pytest.raises(ZeroDivisionError):
                await queue.run("a", 9, fail, asyncio.Event())
        assert queue.jobs == []

    run(test)


# --- work that waits for its client


class Reader:
    """A client whose work waits for it to take something, until it does."""

    def __init__(self, queue: WorkQueue, address: str) -> None:
        self.queue, self.takes, self.idle = queue, threading.Event(), False
        self.started = asyncio.Event()
        loop = asyncio.get_running_loop()

        def work() -> str:
            self.idle = True
            loop.call_soon_threadsafe(self.started.set)
            loop.call_soon_threadsafe(queue.start_next)
            assert self.takes.wait(10)
            return address

        self.task = asyncio.create_task(
            queue.run(address, 1, work, asyncio.Event(), lambda: self.idle)
        )


def test_work_that_waits_for_its_client_holds_up_nobody() -> None:
    async def test() -> None:
        queue = WorkQueue(threads=1, most_seconds=100)
        readers = [Reader(queue, "slow") for _ in range(2)]
        await asyncio.gather(*(reader.started.wait() for reader in readers))
        clients = Clients(queue)
        clients.free.set()
        assert await clients.ask("other", 1) == "other"
        assert not any(reader.task.done() for reader in readers)
        for reader in readers:
            reader.takes.set()
        assert await asyncio.gather(*(reader.task for reader in readers)) == ["slow"] * 2

    run(test)


def test_one_address_has_no_more_than_its_share_of_work_that_waits() -> None:
    """So that not all threads wait for it."""

    async def test() -> None:
        queue = WorkQueue(threads=2, most_seconds=100, share=0.5)
        readers = [Reader(queue, "slow") for _ in range(30)]
        clients = Clients(queue)
        clients.free.set()
        for address in ("a", "b", "c"):
            assert await clients.ask(address, 1) == address
        started = sum(reader.started.is_set() for reader in readers)
        assert 2 < started < 10
        for reader in readers:
            reader.takes.set()
        await asyncio.gather(*(reader.task for reader in readers))

    run(test)
