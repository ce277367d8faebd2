"""Work in a few threads, and before them a queue that is bounded in seconds and fair to clients."""

import asyncio
import time
from collections import OrderedDict, deque
from collections.abc import Callable
from dataclasses import dataclass, field
from math import ceil
from typing import TypeVar

from anyio import CapacityLimiter, to_thread

from ..errors import Refusal
from ..security import ClientGone

T = TypeVar("T")

#: The part of its estimate that a job is taken to need still, however long it has run.
OVERRUN = 0.1
#: For each thread that works so many more may wait for their clients.
IDLE = 3


def never() -> bool:
    return False


@dataclass(eq=False)
class Job:
    """Work that waits, or is done since ``started``. ``seconds`` is its estimate. It ``is_idle``
    while it waits for its client.
    """

    address: str
    seconds: float
    turn: asyncio.Future[None]
    is_idle: Callable[[], bool]
    started: float | None = None

    def left(self, now: float) -> float:
        """The seconds of its estimate that are still to come; a part of it where it took longer."""
        if self.started is None:
            return self.seconds
        return max(OVERRUN * self.seconds, self.seconds - now + self.started)


@dataclass
class WorkQueue:
    """The addresses that wait take turns, however much one of them has asked for.

    :param threads: how many are worked on at once, besides those that wait for their clients.
    :param most_seconds: how many seconds of estimated work may be under way or wait. One job is
        always taken.
    :param share: the part of them that one address may take, and of the threads that wait for
        clients.
    """

    threads: int
    most_seconds: float
    share: float = 1.0
    waiting: OrderedDict[str, deque[Job]] = field(default_factory=OrderedDict)
    running: list[Job] = field(default_factory=list)
    limiter: CapacityLimiter | None = None

    @property
    def jobs(self) -> list[Job]:
        return [*self.running, *(job for jobs in self.waiting.values() for job in jobs)]

    def pending(self, address: str | None = None) -> float:
        """The seconds of estimated work that are to be done, of one address or of all."""
        now = time.monotonic()
        return sum(job.left(now) for job in self.jobs if address in (None, job.address))

    async def run(
        self,
        address: str,
        seconds: float,
        work: Callable[[], T],
        gone: asyncio.Event,
        is_idle: Callable[[], bool] = never,
    ) -> T:
        """What ``work`` returns or raises, from a thread, once its turn has come.

        While it ``is_idle`` it only waits for its client, and others may start: who makes it so
        calls `start_next`.

        :raises Refusal: 503 where too much waits already, 429 where most of it is of this address.
        :raises ClientGone: if ``gone`` is set before the turn comes.
        """
        self.admit(address, seconds)
        job = Job(address, seconds, asyncio.get_running_loop().create_future(), is_idle)
        self.waiting.setdefault(address, deque()).append(job)
        self.start_next()
        try:
            await self.turn_of(job, gone)
            if self.limiter is None:  # it belongs to the running loop
                self.limiter = CapacityLimiter((1 + IDLE) * self.threads)
            return await to_thread.run_sync(work, limiter=self.limiter)
        finally:
            self.remove(job)
            self.start_next()

    def admit(self, address: str, seconds: float) -> None:
        """Raises a `Refusal` that says after how many seconds there will be room."""
        for status, key, part, pending in (
            (503, "error.detail.busy", 1.0, self.pending()),
            (429, "error.detail.share", self.share, self.pending(address)),
        ):
            excess = pending + seconds - part * self.most_seconds
            if pending > 0 and excess > 0:
                wait = max(1, ceil(min(excess, pending) / self.threads))
                raise Refusal(status, key, {"seconds": wait}, headers={"Retry-After": str(wait)})

    async def turn_of(self, job: Job, gone: asyncio.Event) -> None:
        """Returns when the job may start. Raises `ClientGone`."""
        if job.turn.done():
            return
        left = asyncio.ensure_future(gone.wait())
        try:
            await asyncio.wait((job.turn, left), return_when=asyncio.FIRST_COMPLETED)
        finally:
            left.cancel()
        if not job.turn.done():
            raise ClientGone

    def start_next(self) -> None:
        """Starts waiting jobs while there are threads, one of each address in turn."""
        while (address := self.next_address()) is not None:
            jobs = self.waiting.pop(address)
            job = jobs.popleft()
            if jobs:
                self.waiting[address] = jobs
            job.started = time.monotonic()
            self.running.append(job)
            job.turn.set_result(None)

    def next_address(self) -> str | None:
        """Whose turn it is; None if nobody waits, or no thread is free for who does."""
        idle = [job.address for job in self.running if job.is_idle()]
        if len(self.running) - len(idle) >= self.threads or len(idle) >= IDLE * self.threads:
            return None
        most = max(1, self.share * IDLE * self.threads)
        return next((each for each in self.waiting if idle.count(each) < most), None)

    def remove(self, job: Job) -> None:
        """Takes out a job that is done, or whose client has left."""
        if job in self.running:
            self.running.remove(job)
            return
        jobs = self.waiting[job.address]
        jobs.remove(job)
        if not jobs:
            del self.waiting[job.address]
