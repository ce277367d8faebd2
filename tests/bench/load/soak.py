"""A class, training runs and the costliest requests at once before two replicas behind nginx.

    python -m tests.bench.load.soak --minutes 60

At a third of the time a worker process is killed, at two thirds a replica, which is started anew
after a few seconds, as `deploy/compose.yaml` has it. What fails is asked for again, as the pages
do; what is lost is what fails even so. The figures go into ``docs/proof.md``.
"""

import argparse
import asyncio
import contextlib
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Coroutine, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.bench.bench import free_port, wait_for
from tests.bench.fairness import costliest
from tests.bench.load.classroom import (
    Connection,
    Site,
    connected,
    family,
    request_of,
    resident_megabytes,
)
from tests.bench.load.scale import HABITS
from tests.bench.load.simulation import percentile
from tests.bench.load.tables import machine, table, write
from tests.nginx import nginx_before
from tests.paths import ROOT

DOCUMENT = ROOT / "docs" / "proof.md"
PREFIX = "/deltaflow"
SEED = 16
READERS, TRAINERS, HEAVY = 20, 2, 2
#: Seconds of thought of a reader, and between two runs and two heavy requests.
THINK, PAUSE = 3.0, 1.0
#: So often a request is asked again, after so many seconds and a random part more.
TRIES, AGAIN = 6, 1.0
#: A replica that was killed comes back after so many seconds.
AWAY = 5.0
SAMPLES = 10
AGAIN_ON = frozenset((429, 502, 503, 504))


class Replica:
    """A server of two worker processes that can be killed and started anew on its port."""

    def __init__(self) -> None:
        self.port = free_port()
        self.process = self.started()

    def started(self) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", "app", "serve", "--port", str(self.port)]
        command += ["--workers", "2", "--root-path", PREFIX, "--proxies", "127.0.0.1"]
        # All come from one address here.
        command += ["--address-share", "1"]
        return subprocess.Popen(command, cwd=ROOT, stderr=subprocess.DEVNULL)

    def workers(self) -> list[int]:
        return family(self.process.pid)[1:]

    def kill(self) -> None:
        self.process.kill()
        self.process.wait()

    def start_again(self) -> None:
        self.process = self.started()

    def stop(self) -> None:
        self.process.terminate()
        try:
            self.process.wait(20)
        except subprocess.TimeoutExpired:
            self.kill()

    def megabytes(self) -> list[float]:
        """Of each of its processes."""
        with contextlib.suppress(FileNotFoundError, ProcessLookupError):
            return [resident_megabytes(pid) for pid in family(self.process.pid)]
        return []


@dataclass
class Record:
    """What happened, in seconds from the start."""

    began: float
    #: Of readers: when an action was asked for, and how long until it was answered.
    answered: list[tuple[float, float]] = field(default_factory=list)
    replies: dict[str, Counter[str]] = field(default_factory=dict)
    lost: Counter[str] = field(default_factory=Counter)
    memory: list[tuple[float, list[float]]] = field(default_factory=list)
    events: list[str] = field(default_factory=list)

    def now(self) -> float:
        return time.perf_counter() - self.began

    def count(self, group: str, what: str) -> None:
        self.replies.setdefault(group, Counter())[what] += 1


async def until_answered(
    connection: Connection, request: bytes, group: str, record: Record, rng: random.Random
) -> None:
    """Asks again, as the pages do, until there is an answer or too many tries were in vain."""
    for _ in range(TRIES):
        try:
            status = (await connection.ask(request, seconds=120)).status
        except (OSError, TimeoutError) as error:
            record.count(group, type(error).__name__)
        else:
            record.count(group, str(status))
            if status not in AGAIN_ON:
                return
        await asyncio.sleep(AGAIN * (0.5 + rng.random()))
    record.lost[group] += 1


async def reader(site: Site, record: Record, seed: int) -> None:
    rng = random.Random(seed)
    kinds, weights = list(HABITS.mix), list(HABITS.mix.values())
    kind = HABITS.first
    async with connected(site.port) as connection:
        while True:
            await asyncio.sleep(rng.expovariate(1 / THINK))
            asked = record.now()
            for request in site.requests(kind):
                await until_answered(connection, request, "readers", record, rng)
            record.answered.append((asked, record.now() - asked))
            kind = rng.choices(kinds, weights)[0]


async def trainer(site: Site, record: Record, seed: int) -> None:
    rng = random.Random(seed)
    async with connected(site.port) as connection:
        while True:
            request = request_of("training", PREFIX)
            await until_answered(connection, request, "training runs", record, rng)
            await asyncio.sleep(PAUSE * rng.random())


async def heavy(site: Site, record: Record, requests: Sequence[bytes], seed: int) -> None:
    rng = random.Random(seed)
    async with connected(site.port) as connection:
        while True:
            request = rng.choice(requests).replace(b"POST /api", b"POST /deltaflow/api", 1)
            await until_answered(connection, request, "heavy requests", record, rng)
            await asyncio.sleep(PAUSE)


async def watch(replicas: Sequence[Replica], record: Record, every: float) -> None:
    while True:
        sizes = [size for replica in replicas for size in replica.megabytes()]
        record.memory.append((record.now(), sizes))
        await asyncio.sleep(every)


async def disturb(replicas: Sequence[Replica], record: Record, seconds: float) -> None:
    """Kills a worker process at a third of the time and a replica at two thirds."""
    await asyncio.sleep(seconds / 3)
    os.kill(replicas[0].workers()[0], signal.SIGKILL)
    record.events.append(f"worker process killed after {record.now():.0f} s")
    await asyncio.sleep(seconds / 3)
    replicas[1].kill()
    record.events.append(f"replica killed after {record.now():.0f} s")
    await asyncio.sleep(AWAY)
    replicas[1].start_again()


async def soak(port: int, replicas: Sequence[Replica], seconds: float) -> Record:
    site = await Site.at(port, PREFIX)
    requests = list((await asyncio.to_thread(costliest)).values())
    record = Record(time.perf_counter())
    work: list[Coroutine[Any, Any, None]] = [
        watch(replicas, record, seconds / 100),
        disturb(replicas, record, seconds),
        *(reader(site, record, SEED + number) for number in range(READERS)),
        *(trainer(site, record, SEED - number) for number in range(1, TRAINERS + 1)),
        *(heavy(site, record, requests, SEED * number) for number in range(2, HEAVY + 2)),
    ]
    tasks = [asyncio.create_task(each) for each in work]
    done, _ = await asyncio.wait(tasks, timeout=seconds, return_when=asyncio.FIRST_EXCEPTION)
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    for task in done:
        task.result()
    return record


def latency_rows(record: Record, seconds: float) -> Iterator[list[str]]:
    for name, first, last in (("first", 0.0, 0.1), ("last", 0.9, 1.0)):
        times = [took for at, took in record.answered if first <= at / seconds < last]
        p50, p99 = (f"{percentile(times, part) * 1e3:,.0f} ms" for part in (0.5, 0.99))
        yield [f"{name} tenth", f"{len(times):,}", p50, p99]


def memory_rows(record: Record) -> Iterator[list[str]]:
    """So many of the samples, evenly over the time, the first and the last among them."""
    last = len(record.memory) - 1
    for place in range(SAMPLES + 1):
        at, sizes = record.memory[round(last * place / SAMPLES)]
        largest = max(sizes, default=0.0)
        yield [f"{at:,.0f} s", str(len(sizes)), f"{sum(sizes):,.0f} MB", f"{largest:,.0f} MB"]


def told(record: Record, minutes: float, where: str) -> str:
    replies = [
        [group, ", ".join(f"{what}: {n:,}" for what, n in found.most_common()), str(lost)]
        for group, found in sorted(record.replies.items())
        for lost in (record.lost[group],)
    ]
    return "\n\n".join(
        (
            f"{minutes:g} minutes. {where}. {'; '.join(record.events)}.",
            table(("Who", "Replies and failures", "Lost"), replies),
            table(("Readers' actions", "", "p50", "p99"), latency_rows(record, minutes * 60)),
            table(("After", "Processes", "Resident memory", "Largest"), memory_rows(record)),
        )
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=60)
    minutes = parser.parse_args().minutes
    if not 0.5 <= minutes <= 240:
        parser.error("--minutes must be from 0.5 to 240")
    where = machine()
    with contextlib.ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        replicas = []
        for _ in range(2):
            replicas.append(replica := Replica())
            stack.callback(replica.stop)
        for replica in replicas:
            wait_for(replica.port)
        port = free_port()
        stack.enter_context(nginx_before(folder, port, [each.port for each in replicas]))
        record = asyncio.run(soak(port, replicas, minutes * 60))
    text = told(record, minutes, where)
    print(text)
    write(DOCUMENT, "soak", text)


if __name__ == "__main__":
    main()
