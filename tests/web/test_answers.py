"""The same request is computed once, and its answer kept while there is room."""

import asyncio
from collections.abc import Awaitable, Callable

import pytest

from app.errors import Refusal
from app.security import ClientGone
from app.web.answer import Whole
from app.web.answers import Answers, Key


def key(name: str) -> Key:
    return name.encode()


def whole(content: bytes) -> Whole:
    return Whole(content, b'"etag"')


ONE, TWO = whole(b"one"), whole(b"two")


class Computer:
    """Counts what it computes; a computation ends when it is let go."""

    def __init__(self, *outcomes: Whole | Exception) -> None:
        self.outcomes = list(outcomes)
        self.calls = 0
        self.free = asyncio.Event()

    async def __call__(self) -> Whole:
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
        answers, compute = Answers(1000), Computer(ONE)
        asked = [asyncio.create_task(answers.answer(key("a"), compute)) for _ in range(30)]
        await asyncio.sleep(0)
        compute.free.set()
        assert await asyncio.gather(*asked) == [ONE] * 30
        assert await answers.answer(key("a"), compute) == ONE
        assert compute.calls == 1
        assert not answers.running

    run(test)


def test_when_the_first_leaves_the_next_computes() -> None:
    async def test() -> None:
        answers, compute = Answers(1000), Computer(ClientGone(), TWO)
        compute.free.set()
        first, second, third = (
            asyncio.create_task(answers.answer(key("a"), compute)) for _ in range(3)
        )
        with pytest.raises(ClientGone):
            await first
        assert [await second, await third] == [TWO, TWO]
        assert compute.calls == 2

    run(test)


def test_when_the_first_is_cancelled_the_next_computes() -> None:
    async def test() -> None:
        answers, compute = Answers(1000), Computer(ONE, TWO)
        first, second = (asyncio.create_task(answers.answer(key("a"), compute)) for _ in range(2))
        await asyncio.sleep(0)
        first.cancel()
        compute.free.set()
        assert await second == TWO

    run(test)


def test_a_refusal_is_told_to_all_and_not_kept() -> None:
    async def test() -> None:
        refusal = Refusal(422, "error.detail.overflow")
        answers, compute = Answers(1000), Computer(refusal, TWO)
        asked = [asyncio.create_task(answers.answer(key("a"), compute)) for _ in range(2)]
        await asyncio.sleep(0)
        compute.free.set()
        assert await asyncio.gather(*asked, return_exceptions=True) == [refusal, refusal]
        assert await answers.answer(key("a"), compute) == TWO

    run(test)


def test_who_waits_is_not_refused_for_the_share_of_another_address() -> None:
    async def test() -> None:
        refusal = Refusal(429, "error.detail.share")
        answers, compute = Answers(1000), Computer(refusal, TWO)
        compute.free.set()
        first, second = (asyncio.create_task(answers.answer(key("a"), compute)) for _ in range(2))
        with pytest.raises(Refusal):
            await first
        assert await second == TWO

    run(test)


def test_the_answers_used_last_are_kept_up_to_the_number_of_bytes() -> None:
    async def test() -> None:
        answers = Answers(100)

        async def asked(name: str, size: int) -> int:
            compute = Computer(whole(bytes(size)))
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
        kept = sum(len(answer.content) for answer in answers.kept.values())
        assert answers.kept_bytes == kept == 100

    run(test)
