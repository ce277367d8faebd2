"""What do readers who watch runs cost each other? Run by hand: ``make bench``, or ``python -m
tests.bench.watching``.

Small traces beside a run that goes at full speed (the aim is three times the idle p99), frames that
reach one client in a second (60 is the aim), how soon the work of a cut connection ends (a tenth of
a second is the aim), and how many readers train at once at 1,500 steps a second each, by class of
network. All over loopback, with a server of its own and its compiled kernel.
"""

import asyncio
import json
import time
from dataclasses import replace
from itertools import count
from math import inf
from statistics import median

from app.engine.network.runs.kernels import compiled
from app.web.train.presets import network
from tests.bench.bench import cpu_seconds, server
from tests.bench.fairness import beside, percentiles, probe
from tests.bench.training import CASES, Case

STEPS_A_SECOND = 1500
#: A page draws at most so many frames a second.
FRAMES_A_SECOND = 60
#: How long readers are watched, in seconds.
SECONDS = 4.0
SETTLE = 1.0
#: Of the larger networks so many samples are sent at most; each frame evaluates all of them.
SAMPLES = 250
#: So many readers are tried at once, until some of them have fewer than `STEPS_A_SECOND`.
READERS = (1, 2, 3, 4, 6, 8, 12, 16, 24, 32, 48, 64)
CUTS = 20
RUN = Case((2, 8, 8, 8, 1), "tanh", "sigmoid", "binary_cross_entropy", batch=10, samples=500)


def asked(case: Case, frames: int = 10_000, steps_a_frame: float = 1.0) -> bytes:
    """A run as bytes to send. Small networks show their weights and the state of their layers."""
    inputs, targets = (rows.tolist() for rows in case.data())
    request = {
        "network": network(list(case.sizes), case.activation, case.output, case.loss),
        "data": {"inputs": inputs, "targets": targets},
        "optimizer": {"name": "sgd", "learning_rate": 1e-4},
        "batch_size": case.batch,
        "epochs": max(1, round(frames * steps_a_frame / case.steps)),
        "frames": {"count": frames},
        "include": ["weights", "layers"] if case.sizes[-1] == 1 else [],
    }
    body = json.dumps(request).encode()
    head = (
        "POST /api/v1/train HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
        f"Content-Length: {len(body)}\r\nConnection: close\r\n\r\n"
    )
    return head.encode() + body


async def frames_of(port: int, request: bytes, seconds: float) -> float:
    """The frames a second that reach a client from the first on, of one run after the other."""
    found, begun = 0, inf
    while (now := time.perf_counter()) < begun + seconds:
        reader, writer = await asyncio.open_connection("127.0.0.1", port, limit=1 << 20)
        try:
            writer.write(request)
            assert b" 200 " in await reader.readline()
            while now < begun + seconds and (part := await reader.read(1 << 20)):
                now = time.perf_counter()
                # One that two parts share is not counted.
                frames = part.count(b'"type":"frame"')
                if found or not frames:
                    found += frames
                else:
                    found, begun = 1, now
        finally:
            writer.close()
    return found / (now - begun)


async def at_once(port: int, request: bytes, readers: int, seconds: float) -> list[float]:
    """The frames a second of each of so many clients."""
    return await asyncio.gather(*(frames_of(port, request, seconds) for _ in range(readers)))


async def most_readers(port: int, case: Case) -> tuple[int, float]:
    """Of the `READERS` the most that each have `STEPS_A_SECOND`, and what the slowest has then; of
    one reader if it has less. They go at full speed: none leaves to others what it does not need.
    """
    per_frame = STEPS_A_SECOND / FRAMES_A_SECOND
    request = asked(case, steps_a_frame=per_frame)
    most, least = 0, 0.0
    for readers in READERS:
        await asyncio.sleep(SETTLE)
        slowest = per_frame * min(await at_once(port, request, readers, SECONDS))
        least = least if most and slowest < STEPS_A_SECOND else slowest
        if slowest < STEPS_A_SECOND:
            break
        most = readers
    return most, least


async def seconds_to_end(pid: int, port: int, request: bytes) -> float:
    """How long the server still computes after a connection in mid-run was cut."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port, limit=1 << 20)
    writer.write(request)
    await reader.read(1 << 16)
    await asyncio.sleep(0.2)
    writer.transport.abort()
    began = cpu_seconds(pid)
    await asyncio.sleep(0.5)
    return cpu_seconds(pid) - began


async def measure(pid: int, port: int) -> None:
    # The kernel is loaded in the background; a run that begins meanwhile waits for it.
    await asyncio.sleep(5)
    await at_once(port, asked(RUN), 1, SECONDS)
    await probe(port)
    print(f"small traces, idle: {percentiles(await probe(port))}")
    for case in (RUN, CASES[3]):
        request = asked(case, frames=300, steps_a_frame=1000)

        async def client(index: int, request: bytes = request) -> None:
            for _ in count():
                await frames_of(port, request, 3600)

        async with beside(1, client):
            print(f"beside one run of {case.name}: {percentiles(await probe(port))}", flush=True)
        await asyncio.sleep(SETTLE)
    (frames,) = await at_once(port, asked(RUN), 1, SECONDS)
    print(f"frames of {RUN.name}: {frames:,.0f} a second reach a client", flush=True)
    times = [await seconds_to_end(pid, port, asked(RUN)) for _ in range(CUTS)]
    print(
        f"work after a cut: {median(times) * 1e3:.0f} ms of the processor, at most "
        f"{max(times) * 1e3:.0f} ms",
        flush=True,
    )


async def measure_readers(port: int) -> None:
    await asyncio.sleep(5)
    await at_once(port, asked(RUN), 4, SECONDS)
    for case in CASES:
        most, least = await most_readers(port, replace(case, samples=min(case.samples, SAMPLES)))
        said = f"{most} or more" if most == READERS[-1] else f"{most}"
        print(
            f"{case.name}: {said} readers at once, the slowest at {least:,.0f} steps/s", flush=True
        )


def main() -> None:
    compiled.prepare()  # for the servers, which find it there
    with server("app.cli", "serve") as (pid, port):
        asyncio.run(measure(pid, port))
    many = ["--workers", "2", "--runs", str(max(READERS)), "--address-share", "1"]
    with server("app.cli", "serve", *many) as (_, port):
        asyncio.run(measure_readers(port))


if __name__ == "__main__":
    main()
