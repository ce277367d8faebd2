"""Answers that took time to compute, kept in memory: the same request has the same answer.

A class that opens a page asks its questions thirty times within seconds; they are computed once.
"""

import asyncio
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from typing import TypeAlias

from ..errors import Refusal
from ..security import ClientGone
from .answer import Answer, Whole

#: A digest of all that distinguishes two requests.
Key: TypeAlias = bytes
#: An answer of more bytes than all kept answers may have, divided by this, is not kept.
LARGEST_PART = 8


class Answers:
    """The answers used last, up to a number of bytes.

    :param most_bytes: how many bytes of answers are kept.
    """

    def __init__(self, most_bytes: int) -> None:
        self.most_bytes = most_bytes
        self.kept: OrderedDict[Key, Whole] = OrderedDict()
        self.kept_bytes = 0
        self.running: dict[Key, asyncio.Future[Answer]] = {}

    async def answer(self, key: Key, compute: Callable[[], Awaitable[Answer]]) -> Answer:
        """The kept answer, that of the same request under way, or a new one.

        :raises Refusal: what ``compute`` raises, also to those who wait for it. Nothing is kept.
        """
        while True:
            if key in self.kept:
                self.kept.move_to_end(key)
                return self.kept[key]
            running = self.running.get(key)
            if running is None:
                return await self._compute(key, compute)
            try:
                return await asyncio.shield(running)
            except ClientGone:
                pass  # The client who asked first has left and taken its computation along.
            except Refusal as refusal:
                if refusal.status != 429:  # that is about the address of the client who asked first
                    raise

    async def _compute(self, key: Key, compute: Callable[[], Awaitable[Answer]]) -> Answer:
        future = self.running[key] = asyncio.get_running_loop().create_future()
        try:
            answer = await compute()
        except BaseException as error:
            future.set_exception(error if isinstance(error, Exception) else ClientGone())
            future.exception()  # Perhaps nobody waits for it.
            raise
        else:
            future.set_result(answer)
            self._keep(key, answer)
            return answer
        finally:
            del self.running[key]

    def _keep(self, key: Key, answer: Answer) -> None:
        if not isinstance(answer, Whole) or len(answer.content) * LARGEST_PART > self.most_bytes:
            return
        self.kept[key] = answer
        self.kept_bytes += len(answer.content)
        while self.kept_bytes > self.most_bytes:
            _, oldest = self.kept.popitem(last=False)
            self.kept_bytes -= len(oldest.content)
