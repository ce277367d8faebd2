"""What a class needs: service times, a simulation of a class's arrivals, and a real run beside it.

``make scale`` writes the tables into ``docs/scale.md``. Service times are processor time of
the server (user and system), so that other work on the machine changes them little. What is
measured in the real run is time by the clock, with the clients on the same cores.
"""

import argparse
import asyncio
import math
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from app.engine.network.runs.kernels import compiled
from tests.bench.bench import server
from tests.bench.load.classroom import (
    ASKED,
    PAGES,
    Connection,
    Site,
    connected,
    family,
    processor_seconds,
    resident_megabytes,
    settled,
)
from tests.bench.load.simulation import (
    Answer,
    Habits,
    Student,
    class_of,
    percentile,
    simulate,
)
from tests.bench.load.tables import machine, table, write
from tests.paths import ROOT

DOCUMENT = ROOT / "docs" / "scale.md"
SEED = 16
#: A class opens a section of the lesson within a minute; then each acts every ten seconds.
HABITS = Habits(
    first="/lesson/5",
    mix={
        "trace": 50,
        "exercise": 15,
        "again /lesson/5": 10,
        "graph": 8,
        "descent": 5,
        "mark": 5,
        "training": 5,
        "picture": 2,
    },
    within=60,
    think=10,
    lasts=180,
)
#: A size is sufficient if 99 of 100 requests wait no longer than so many seconds.
WAIT = 0.1
#: And no process is busy for more than this part of the busiest ten seconds.
BUSY = 0.7
CLASSES = (100, 1_000, 10_000)
#: A kind is repeated until it took so many seconds of the processor, or so often; of so many such
#: measurements the least counts, as other work on the machine makes a processor slower, too.
SECONDS, MOST, ROUNDS = 0.2, 100, 3
#: Beside a process's own memory: what DELTAFLOW_ANSWERS_BYTES may keep (app/settings.py).
KEPT_MEGABYTES = 24


@dataclass(frozen=True)
class Service:
    """What one action of a kind takes: processor seconds, bytes that it sends, requests."""

    seconds: float
    size: float
    requests: int


async def service_of(site: Site, pid: int, kind: str) -> Service:
    async with connected(site.port) as connection:
        for request in site.requests(kind):  # the first makes what the others get
            assert (await connection.ask(request)).status == 200, kind
        rounds = [await one_round(connection, site, pid, kind) for _ in range(ROUNDS)]
    return min(rounds, key=lambda service: service.seconds)


async def one_round(connection: Connection, site: Site, pid: int, kind: str) -> Service:
    size = requests = repeats = 0
    began, spent = processor_seconds([pid]), 0.0
    while not repeats or (spent < SECONDS and repeats < MOST):
        for request in site.requests(kind):
            size += (await connection.ask(request)).size
            requests += 1
        repeats += 1
        spent = processor_seconds([pid]) - began
    return Service(spent / repeats, size / repeats, requests // repeats)


async def measured(pid: int, port: int) -> dict[str, Service]:
    site = await Site.at(port)
    await settled([pid])
    kinds = [*PAGES, *(f"again {page}" for page in PAGES), *ASKED]
    return {kind: await service_of(site, pid, kind) for kind in kinds}


def called(kind: str) -> str:
    if kind in ASKED:
        return ASKED[kind][0]
    page = kind.removeprefix("again ")
    return f"`{page}` for the first time" if page == kind else f"`{page}` again"


def service_rows(services: dict[str, Service]) -> list[list[str]]:
    return [
        [
            called(kind),
            f"{service.seconds * 1e3:,.1f}",
            str(service.requests),
            f"{service.size / 1e3:,.0f}",
            f"{BUSY / service.seconds:,.0f}",
            f"{BUSY * HABITS.think / service.seconds:,.0f}",
        ]
        for kind, service in services.items()
    ]


def busiest(amounts: Sequence[tuple[float, float]], window: float = 10.0) -> float:
    """The largest sum of the amounts (at, how much) in a window, for each of its seconds."""
    bins: Counter[int] = Counter()
    for at, amount in amounts:
        bins[int(at // window)] += amount  # type: ignore[assignment]  # a Counter of floats
    return max(bins.values()) / window


@dataclass(frozen=True)
class Need:
    students: int
    work: float  # of processors, in the busiest ten seconds
    processes: int
    p50: float
    p99: float
    bits: float  # a second, in the busiest ten seconds


def need_of(count: int, services: dict[str, Service]) -> Need:
    """The fewest processes that are sufficient by `WAIT` and `BUSY`."""
    seconds = {kind: service.seconds for kind, service in services.items()}
    students = class_of(count, HABITS, SEED)
    asked = [
        (answer.asked, answer.kind)
        for answer in simulate(students, dict.fromkeys(seconds, 0.0), 1, SEED)
    ]
    work = busiest([(at, seconds[kind]) for at, kind in asked])
    bits = busiest([(at, 8 * services[kind].size) for at, kind in asked])
    processes = max(1, math.ceil(work / BUSY))
    while True:
        waits = waits_of(simulate(students, seconds, processes, SEED), seconds)
        if (p99 := percentile(waits, 0.99)) <= WAIT:
            return Need(count, work, processes, percentile(waits, 0.5), p99, bits)
        processes = math.ceil(processes * 1.1)


def waits_of(answers: Sequence[Answer], seconds: dict[str, float]) -> list[float]:
    """What answers took beyond their own work; those of training come while it goes on."""
    return [
        max(0.0, answer.seconds - seconds[answer.kind])
        for answer in answers
        if answer.kind != "training"
    ]


def need_rows(needs: Sequence[Need], megabytes: float) -> list[list[str]]:
    return [
        [
            f"{need.students:,}",
            f"{need.work:.2f}",
            str(need.processes),
            f"{need.p50 * 1e3:.0f} / {need.p99 * 1e3:.0f} ms",
            f"{need.processes * (megabytes + KEPT_MEGABYTES) / 1e3:.1f} GB",
            f"{need.bits / 1e6:,.1f} Mbit/s",
        ]
        for need in needs
    ]


async def one(site: Site, student: Student, began: float) -> tuple[list[Answer], Counter[int]]:
    answers, statuses = [], Counter[int]()
    await asyncio.sleep(began + student.arrival - time.perf_counter())
    async with connected(site.port) as connection:
        for action in student.actions:
            await asyncio.sleep(action.think)
            asked = time.perf_counter()
            for request in site.requests(action.kind):
                try:
                    statuses[(await connection.ask(request)).status] += 1
                except (OSError, TimeoutError):
                    statuses[0] += 1
            answers.append(Answer(action.kind, asked - began, time.perf_counter() - asked))
    return answers, statuses


@dataclass(frozen=True)
class Real:
    answers: list[Answer]
    statuses: Counter[int]
    #: Of the processor, by the server.
    seconds: float


async def really(pid: int, port: int, students: Sequence[Student]) -> Real:
    """The same class before a real server: the same arrivals, thoughts and kinds of requests."""
    site = await Site.at(port)
    pids = family(pid)
    await settled(pids)
    before, began = processor_seconds(pids), time.perf_counter() + 1
    found = await asyncio.gather(*(one(site, student, began) for student in students))
    return Real(
        [answer for answers, _ in found for answer in answers],
        sum((statuses for _, statuses in found), Counter()),
        processor_seconds(pids) - before,
    )


def comparison(
    students: Sequence[Student], processes: int, services: dict[str, Service], real: Real
) -> str:
    seconds = {kind: service.seconds for kind, service in services.items()}
    simulated = simulate(students, seconds, processes, SEED)
    reckoned = sum(seconds[answer.kind] for answer in simulated)
    rows = []
    for name, answers, work in (
        ("simulated", simulated, reckoned),
        ("real", real.answers, real.seconds),
    ):
        took = [answer.seconds for answer in answers if answer.kind != "training"]
        p50, p99 = (percentile(took, part) * 1e3 for part in (0.5, 0.99))
        rows.append(
            [name, f"{len(answers):,}", f"{p50:,.0f} ms", f"{p99:,.0f} ms", f"{work:.1f} s"]
        )
    others = {status: count for status, count in sorted(real.statuses.items()) if status != 200}
    unlike = ", ".join(f"{count:,} × {status or 'cut off'}" for status, count in others.items())
    head = ("", "actions", "answered after, p50", "p99", "processor time")
    told = (
        f"Requests of the real run that were not answered with 200: {unlike or 'none'}, of "
        f"{real.statuses.total():,}. The server's processor time is "
        f"{real.seconds / reckoned:.1f} times what the service times add up to: those are of one "
        "kind of request after the other, without a pause, in a process that has answered it "
        "before."
    )
    return f"{table(head, rows)}\n\n{told}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--students", type=int, default=60, help="of the real run")
    arguments = parser.parse_args()
    compiled.prepare()
    where = machine()
    with server("app.cli", "serve") as (pid, port):
        services = asyncio.run(measured(pid, port))
        megabytes = resident_megabytes(pid)
    head = ("Action", "Processor ms", "Requests", "kB sent", "A second and core", "Readers a core")
    text = table(head, service_rows(services))
    write(DOCUMENT, "service times", f"{where}.\n\n{text}")
    print(text, flush=True)
    needs = [need_of(count, services) for count in CLASSES]
    head = ("Students", "Cores busy", "Processes", "Wait, p50 / p99", "Memory", "Sent")
    text = table(head, need_rows(needs, megabytes))
    write(DOCUMENT, "classes", text)
    print(text, flush=True)
    students = class_of(arguments.students, HABITS, SEED)
    many = ["--workers", "2", "--address-share", "1"]
    with server("app.cli", "serve", *many) as (pid, port):
        real = asyncio.run(really(pid, port, students))
    text = comparison(students, 2, services, real)
    text = f"{arguments.students} students, 2 processes, three minutes. {where}.\n\n{text}"
    write(DOCUMENT, "simulated and real", text)
    print(text)


if __name__ == "__main__":
    main()
