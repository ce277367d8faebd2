"""What students ask a server for, and clients that ask it."""

import asyncio
import json
import os
import re
import zlib
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any

from app.web.descent.presets import DESCENT_PRESETS
from app.web.mark.endpoint import SHEET
from app.web.trace.presets import PRESETS
from app.web.train.presets import TRAIN_PRESETS

#: The files that a page names, also below a path.
NAMED = re.compile(
    rb'(?:href|src|data-first-answer)="((?:/[\w-]+)?/static/[^"]+)"'
    rb'|"address": "((?:/[\w-]+)?/static/[^"]+)"'
)
#: A page as it is opened for the first time, with all its files.
PAGES = ("/", "/chain-rule", "/descent", "/lesson/5", "/training", "/check", "/check/sheet")
#: Every request has a number of its own: the answer to the same question would be a kept one.
NUMBERS = count(1)

Body = Callable[[int], dict[str, Any]]


def trace(number: int) -> dict[str, Any]:
    optimizer = {"name": "sgd", "learning_rate": 0.1 + number * 1e-6}
    return PRESETS["document"] | {"optimizer": optimizer, "include": ["steps", "as_drawn"]}


def graph(number: int) -> dict[str, Any]:
    return {"expression": "x * y + sin(x) * exp(y)", "values": {"x": 1 + number * 1e-6, "y": 0.5}}


def descent(number: int) -> dict[str, Any]:
    return DESCENT_PRESETS["document"] | {"start": {"x": 1 + number * 1e-6, "y": 4.0}, "steps": 100}


def exercise(number: int) -> dict[str, Any]:
    return {"section": 5, "number": 2, "seed": number, "answer": 0.25}


def mark(number: int) -> dict[str, Any]:
    return SHEET | {"answers": {"delta2.0": str(0.2 + number * 1e-6), "z1.0": "0.25"}}


def picture(number: int) -> dict[str, Any]:
    request = {name: value for name, value in trace(number).items() if name != "include"}
    return {"tool": "trace", "format": "svg", "step": 4, "request": request}


def training(number: int) -> dict[str, Any]:
    asked = TRAIN_PRESETS["two_spirals"] | {"seed": number, "frames": {"count": 200}}
    return asked | {"include": ["weights", "layers"]}


#: Kinds of requests to the API: what a student calls them, the endpoint, the body.
ASKED: dict[str, tuple[str, str, Body]] = {
    "trace": ("a weight of a network is changed", "trace", trace),
    "graph": ("an expression is typed", "graph", graph),
    "descent": ("a descent of 100 steps with its contours", "descent", descent),
    "exercise": ("an exercise is answered", "exercise", exercise),
    "mark": ("numbers of one's own are marked", "mark", mark),
    "picture": ("a picture is saved (SVG)", "export", picture),
    "training": ("two spirals are learned, 150 epochs, 200 frames", "train", training),
}


@dataclass(frozen=True)
class Reply:
    status: int
    #: Of head and body, as they came.
    size: int
    body: bytes
    closes: bool


def request_of(kind: str, prefix: str = "") -> bytes:
    """A request of the API with a number of its own."""
    _, endpoint, body = ASKED[kind]
    content = json.dumps(body(next(NUMBERS))).encode()
    head = (
        f"POST {prefix}/api/v1/{endpoint} HTTP/1.1\r\nHost: localhost\r\n"
        f"Content-Type: application/json\r\nContent-Length: {len(content)}\r\n\r\n"
    )
    return head.encode() + content


def get(address: str) -> bytes:
    return f"GET {address} HTTP/1.1\r\nHost: localhost\r\nAccept-Encoding: gzip\r\n\r\n".encode()


async def read_reply(reader: asyncio.StreamReader) -> Reply:
    """One answer, of a known length or in chunks.

    :raises OSError: the connection broke off, also in the middle.
    """
    try:
        head = await reader.readuntil(b"\r\n\r\n")
        lines = head.lower().split(b"\r\n")
        fields = {name: value.strip() for name, _, value in (x.partition(b":") for x in lines)}
        body, size = bytearray(), len(head)
        if b"content-length" in fields:
            body += await reader.readexactly(int(fields[b"content-length"]))
            size += len(body)
        else:
            length = -1
            while length:
                line = await reader.readuntil(b"\r\n")
                length = int(line, 16)
                body += (await reader.readexactly(length + 2))[:-2]
                size += len(line) + length + 2
    except asyncio.IncompleteReadError as error:
        raise ConnectionResetError("the answer broke off") from error
    closes = fields.get(b"connection") == b"close"
    return Reply(int(head[9:12]), size, bytes(body), closes)


class Connection:
    """One that is kept between requests, as a browser's; opened when it is needed."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    def close(self) -> None:
        if self.streams:
            self.streams[1].close()
            self.streams = None

    async def ask(self, request: bytes, seconds: float = 60.0) -> Reply:
        """:raises OSError: the connection was refused or broke off, or no answer came in time."""
        if self.streams is not None and self.streams[0].at_eof():
            self.close()  # the server closed it while nothing was asked; browsers open another
        try:
            if self.streams is None:
                # Not wait_for: before Python 3.12 it loses a cancellation that comes with the
                # answer, and the client goes on when a run ends.
                async with asyncio.timeout(seconds):
                    opened = asyncio.open_connection("127.0.0.1", self.port, limit=1 << 22)
                    self.streams = await opened
            reader, writer = self.streams
            writer.write(request)
            async with asyncio.timeout(seconds):
                reply = await read_reply(reader)
        except (OSError, TimeoutError):
            self.close()
            raise
        if reply.closes:
            self.close()
        return reply


@asynccontextmanager
async def connected(port: int) -> AsyncIterator[Connection]:
    connection = Connection(port)
    try:
        yield connection
    finally:
        connection.close()


async def files_of(port: int, prefix: str, page: str) -> list[str]:
    """The files that a page names. Below a path its scripts put the path before some of them."""
    async with connected(port) as connection:
        # The first answer of a server waits for its start.
        reply = await connection.ask(get(prefix + page), seconds=300)
    text = zlib.decompress(reply.body, 31)
    found = {(one or other).decode() for one, other in NAMED.findall(text)}
    return sorted(prefix + name.removeprefix(prefix) for name in found)


class Site:
    """What the kinds of requests are at one server: its pages have their files."""

    def __init__(self, port: int, files: dict[str, list[str]], prefix: str = "") -> None:
        self.port = port
        self.files = files
        self.prefix = prefix

    @classmethod
    async def at(cls, port: int, prefix: str = "") -> "Site":
        return cls(port, {each: await files_of(port, prefix, each) for each in PAGES}, prefix)

    def requests(self, kind: str) -> Iterator[bytes]:
        """The requests of an action: a page with its files, a page again, or one of the API."""
        page = kind.removeprefix("again ")
        if page in PAGES:
            yield get(self.prefix + page)
            yield from map(get, self.files[page] if kind == page else ())
        else:
            yield request_of(kind, self.prefix)


def processor_seconds(pids: list[int]) -> float:
    """Of these processes, and of those children of theirs that have ended."""
    ticks = 0
    for pid in pids:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        ticks += sum(map(int, fields[11:15]))
    return ticks / os.sysconf("SC_CLK_TCK")


async def settled(pids: list[int]) -> None:
    """Until processes do nothing for a second: after its start a server loads its kernel.

    :raises TimeoutError: they are still at work after two minutes.
    """
    before = processor_seconds(pids)
    for _ in range(120):
        await asyncio.sleep(1)
        if (now := processor_seconds(pids)) <= before + 0.01:
            return
        before = now
    raise TimeoutError("the server does not come to rest")


def family(pid: int) -> list[int]:
    """A process and those that it has started."""
    found = [pid]
    for task in Path(f"/proc/{pid}/task").iterdir():
        for child in re.findall(r"\d+", (task / "children").read_text()):
            found += family(int(child))
    return found


def resident_megabytes(pid: int) -> float:
    match = re.search(r"VmRSS:\s+(\d+)", Path(f"/proc/{pid}/status").read_text())
    return int(match[1]) / 1024 if match else 0.0
