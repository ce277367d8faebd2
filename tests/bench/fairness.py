"""How long does a small request take beside the costliest ones? Run by hand: ``make bench``.

50 small traces a second are asked whether or not the answers come (an open loop): alone, beside
one and beside four clients that send the costliest legal requests one after the other, and beside
three that take nothing of a large answer. The aim is three times the idle time, and 50 ms at most.
"""

import asyncio
import contextlib
import json
import time
from collections.abc import AsyncIterator, Callable
from itertools import count
from pathlib import Path
from typing import Any

from app.web.check import endpoint as check
from app.web.estimate import largest
from app.web.limits import LIMITS
from app.web.trace import endpoint as trace
from app.web.trace.presets import PRESETS
from tests.bench.bench import server

RATE = 50
SECONDS = 8.0
WORK_SECONDS = 30
FIRST_SEED = 1_000_000


def layers(*widths: int, activation: str = "tanh") -> list[dict[str, Any]]:
    return [{"units": units, "activation": activation} for units in widths]


def network(inputs: int, *widths: int) -> dict[str, Any]:
    return {"inputs": inputs, "layers": layers(*widths), "loss": "half_squared_error"}


def batch(samples: int, inputs: int, outputs: int) -> dict[str, Any]:
    return {"inputs": [[0.5] * inputs] * samples, "targets": [[0.25] * outputs] * samples}


def longest_allowed(asked: dict[str, Any]) -> dict[str, Any]:
    """The request with as many samples and rounds as are legal."""
    scale = trace.ENDPOINT.scale
    request = trace.ENDPOINT.read(json.dumps(asked).encode())

    def fits(changed: Any) -> bool:
        estimate = scale.estimate(changed)
        return estimate.seconds <= WORK_SECONDS and estimate.numbers <= LIMITS["answer_numbers"]

    for factor in reversed(scale.factors):
        if not fits(request):
            request = factor.lowered(request, max(1, largest(factor, request, fits)))
    return dict(json.loads(request.model_dump_json(exclude_unset=True)))


def all_wrong() -> dict[str, Any]:
    """As many hand-ins as may be, in which every number is wrong and has to be explained."""
    addresses = [f"dw{layer}.{j}.{i}" for layer in (1, 2) for j in range(10) for i in range(5)]
    hand_ins = [
        {"id": str(number), "answers": dict.fromkeys(addresses, f"{1.001 + number / 99}")}
        for number in range(LIMITS["hand_ins"])
    ]
    return {"network": network(10, 10, 10, 10), **batch(1, 10, 10), "hand_ins": hand_ins}


def costliest_traces() -> dict[str, dict[str, Any]]:
    """One request for each thing that can be costly: the answer, the work, the body."""
    return {
        "answer": longest_allowed({"network": network(1, *[1024, 14] * 8), **batch(1024, 1, 14)}),
        "body": longest_allowed({"network": network(1000, 8), **batch(1024, 1000, 8)}),
        "rounds": longest_allowed(
            {"network": network(1, *[1] * 16), **batch(1, 1, 1), "round": 10_000}
        ),
        "check": longest_allowed(
            {"network": network(1, 1024, 1), **batch(1024, 1, 1), "include": ["check"]}
        ),
        "latex": longest_allowed(
            {"network": network(64, *[32] * 16), **batch(8, 64, 32), "include": ["steps", "latex"]}
        ),
    }


def most_differences() -> dict[str, Any]:
    """A deep network whose gradients are checked, with as many samples as are legal."""
    samples = LIMITS["samples"]
    while True:
        asked = {"network": network(1, *[16] * 15, 1), **batch(samples, 1, 1)}
        request = check.ENDPOINT.read(json.dumps(asked).encode())
        if check.ENDPOINT.scale.estimate(request).seconds <= WORK_SECONDS:
            return asked
        samples //= 2


def costliest() -> dict[str, bytes]:
    """The costliest requests: of traces, of marking, and of gradients held against differences."""
    traces = {name: posted(asked) for name, asked in costliest_traces().items()}
    return traces | {
        "marking": posted(all_wrong(), "mark"),
        "gradient check": posted(most_differences(), "check"),
    }


def posted(asked: dict[str, Any], endpoint: str = "trace") -> bytes:
    body = json.dumps(asked | {"network": asked["network"] | {"seed": FIRST_SEED}}).encode()
    head = (
        f"POST /api/v1/{endpoint} HTTP/1.1\r\nHost: localhost\r\n"
        f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n"
        "Connection: close\r\n\r\n"
    )
    return head.encode() + body


async def answered(port: int, request: bytes) -> int:
    """The status of an answer that is read to its end."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        writer.write(request)
        await writer.drain()
        status = int((await reader.readline()).split()[1])
        while await reader.read(1 << 20):
            pass
        return status
    finally:
        writer.close()


async def probe(port: int) -> list[float]:
    """The seconds of every small request, in ascending order."""
    request, times = posted(PRESETS["document"]), list[float]()

    async def one() -> None:
        began = time.perf_counter()
        assert await answered(port, request) == 200
        times.append(time.perf_counter() - began)

    tasks, began = [], time.perf_counter()
    for index in range(round(RATE * SECONDS)):
        await asyncio.sleep(max(0, began + index / RATE - time.perf_counter()))
        tasks.append(asyncio.create_task(one()))
    await asyncio.gather(*tasks)
    return sorted(times)


@contextlib.asynccontextmanager
async def beside(clients: int, client: Callable[[int], Any]) -> AsyncIterator[None]:
    tasks = [asyncio.create_task(client(index)) for index in range(clients)]
    await asyncio.sleep(0.5)
    try:
        yield
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


def sender(port: int, requests: list[bytes], statuses: dict[int, int]) -> Callable[[int], Any]:
    """Every request has another seed: the answer to the same question would be a kept one."""
    seeds = count(FIRST_SEED + 1)

    async def send(index: int) -> None:
        while True:
            request = requests[index % len(requests)]
            changed = request.replace(b"%d" % FIRST_SEED, b"%d" % next(seeds))
            status = await answered(port, changed)
            statuses[status] = statuses.get(status, 0) + 1
            if status in (429, 503):
                await asyncio.sleep(0.5)

    return send


def slow_reader(port: int, request: bytes) -> Callable[[int], Any]:
    async def hold(index: int) -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", port, limit=1024)
        writer.write(request)
        await asyncio.sleep(3600)

    return hold


def peak_megabytes(pid: int) -> float:
    fields = Path(f"/proc/{pid}/status").read_text()
    return int(fields.partition("VmHWM:")[2].split()[0]) / 1024


def percentiles(times: list[float]) -> str:
    p50, p99 = (times[int(len(times) * part)] * 1e3 for part in (0.5, 0.99))
    return f"p50 {p50:.1f} ms, p99 {p99:.1f} ms, longest {times[-1] * 1e3:.1f} ms"


async def measure(pid: int, port: int) -> None:
    requests = costliest()
    await probe(port)
    print(f"idle: {percentiles(await probe(port))}")
    for name, request in requests.items():
        statuses: dict[int, int] = {}
        async with beside(1, sender(port, [request], statuses)):
            times = await probe(port)
        print(f"beside 1 × {name}: {percentiles(times)}; answers {statuses}")
        print(f"    peak memory {peak_megabytes(pid):.0f} MB")
        await asyncio.sleep(2)
    statuses = {}
    async with beside(4, sender(port, list(requests.values()), statuses)):
        times = await probe(port)
    print(f"beside 4: {percentiles(times)}; answers {statuses}")
    async with beside(3, slow_reader(port, requests["answer"])):
        times = await probe(port)
    print(f"beside 3 slow readers: {percentiles(times)}")
    print(f"peak memory {peak_megabytes(pid):.0f} MB")


def main() -> None:
    with server("app.cli", "serve") as (pid, port):
        asyncio.run(measure(pid, port))


if __name__ == "__main__":
    main()
