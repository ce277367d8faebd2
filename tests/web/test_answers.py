"""The same request is computed once, and its answer kept while there is room."""

import asyncio
from collections.abc import Awaitable, Callable

import pytest

from app.errors import Refusal
from app.security import ClientGone
from app.web.answers import Answers, Key


def key(name: str) -> Key:
    return ("trace", "en", name.encode())


class Computer:
    """Counts what it computes; a computation ends when it is let go."""

    def __init__(self, *outcomes: bytes | Exception) -> None:
        self.outcomes = list(outcomes)
        self.calls = 0
        self.free = asyncio.Event()

    async def __call__(self) -> bytes:
        outcome = self.outcomes[self.calls]
        self.calls += 1
        await self.free.wait()
        if isinstance(outcome, Exception):
            raise outcome
        return outcome


def run(test: Callable[[], Awaitable[None]]) -> None:
    async def once() -> None:
        await test()

    asyncio.run(once())


def test_a_class_that_asks_at_once_has_one_computation() -> None:
    async def test() -> None:
        answers, compute = Answers(1000), Computer(b"one")
        asked = [asyncio.create_task(answers.answer(key("a"), compute)) for _ in range(30)]
        await asyncio.sleep(0)
        compute.free.set()
        assert await asyncio.gather(*asked) == [b"one"] * 30
        assert await answers.answer(key("a"), compute) == b"one"
        assert compute.calls == 1
        assert not answers.running

    run(test)


def test_when_the_first_leaves_the_next_computes() -> None:
    async def test() -> None:
        answers, compute = Answers(1000), Computer(ClientGone(), b"two")
        compute.free.set()
        first, second, third = (
            asyncio.create_task(answers.answer(key("a"), compute)) for _ in range(3)
        )
        with pytest.raises(ClientGone):
            await first
        assert [await second, await third] == [b"two", b"two"]
        assert compute.calls == 2

    run(test)


def test_when_the_first_is_cancelled_the_next_computes() -> None:
    async def test() -> None:
        answers, compute = Answers(1000), Computer(b"one", b"two")
        first, second = (asyncio.create_task(answers.answer(key("a"), compute)) for _ in range(2))
        await asyncio.sleep(0)
        first.cancel()
        compute.free.set()
        assert await second == b"two"

    run(test)


def test_a_refusal_is_told_to_all_and_not_kept() -> None:
    async def test() -> None:
        refusal = Refusal(503, "error.detail.busy")
        answers, compute = Answers(1000), Computer(refusal, b"two")
        asked = [asyncio.create_task(answers.answer(key("a"), compute)) for _ in range(2)]
        await asyncio.sleep(0)
        compute.free.set()
        assert await asyncio.gather(*asked, return_exceptions=True) == [refusal, refusal]
        assert await answers.answer(key("a"), compute) == b"two"

    run(test)


def test_the_answers_used_last_are_kept_up_to_the_number_of_bytes() -> None:
    async def test() -> None:
        answers = Answers(100)

        async def asked(name: str, size: int) -> int:
            compute = Computer(bytes(size))
            compute.free.set()
            await answers.answer(key(name), compute)
            return compute.calls

        for name in "abcdefghij":
            assert await asked(name, 10) == 1
        assert await asked("a", 10) == 0
        assert await asked("k", 10) == 1  # now b, the one used longest ago, is gone
        assert await asked("a", 10) == 0
        assert await asked("b", 10) == 1
        assert await asked("large", 13) == 1
        assert await asked("large", 13) == 1
        assert answers.kept_bytes == sum(map(len, answers.kept.values())) == 100

    run(test)
