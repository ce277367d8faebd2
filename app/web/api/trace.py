"""``POST /api/v1/trace``: one forward and backward pass, every number of it.

A plain ASGI endpoint: what FastAPI does for a request costs as much as a small
network's pass.
"""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from enum import Enum
from threading import Event
from typing import TypeVar

from anyio import CapacityLimiter, to_thread
from pydantic import ValidationError
from starlette.types import Receive, Scope, Send

from app.engine.overflow import Overflow
from app.engine.patience import Proceed, always
from app.errors import Refusal, from_validation
from app.security import ClientGone
from app.settings import Settings
from app.web.answer import answer
from app.web.building import build, count_parameters
from app.web.limits import LIMITS
from app.web.schemas.trace import KNOWN_FIELDS, TraceRequest

PATH = "/api/v1/trace"
METHOD = "POST"
#: Bodies and work up to here take less time than a thread costs. Work is counted in products,
#: samples × parameters for a pass; numpy's calls for one layer cost as much as some more.
SMALL_BODY = 65_536
SMALL_WORK = 20_000
LAYER_WORK = 1_000
#: Steps are written, and a difference quotient is taken, for each parameter.
SMALL_EXPLANATION = 64
#: Up to here, around a second.
QUICK_WORK = 50_000_000

#: A large body with more of these than the largest request has is not read: it would take seconds,
#: in which nobody else is answered, to find a million faults.
MARKS = {
    b":": 1_000,
    b"{": 1_000,
    b"[": 2 * LIMITS["samples"] + LIMITS["layers"] * LIMITS["units"] + 1_000,
    b",": 2 * LIMITS["samples"] * LIMITS["units"] + LIMITS["parameters"] + 1_000,
}

JSON = (b"content-type", b"application/json")


T = TypeVar("T")


class Pace(Enum):
    """How long a request will take: no time at all, up to about a second, or longer."""

    AT_ONCE = 0
    QUICK = 1
    LONG = 2


def read(body: bytes) -> TraceRequest:
    if len(body) > SMALL_BODY and any(body.count(mark) > most for mark, most in MARKS.items()):
        raise Refusal(422, "error.detail.too_many_parts")
    try:
        return TraceRequest.model_validate_json(body)
    except ValidationError as error:
        raise from_validation(error, KNOWN_FIELDS) from None


def trace_of(request: TraceRequest, proceed: Proceed = always) -> bytes:
    try:
        return answer(request, build(request), proceed)
    except Overflow as overflow:
        raise explained(overflow) from None


def explained(overflow: Overflow) -> Refusal:
    blanks: dict[str, object] = {
        "quantity": overflow.quantity,
        "layer": overflow.layer,
        "round": overflow.round_number,
    }
    return Refusal(
        422, "error.detail.overflow" if overflow.layer else "error.detail.overflow_input", blanks
    )


def pace_of(request: TraceRequest) -> Pace:
    parameters = count_parameters(request.network)
    one_pass = len(request.inputs) * parameters + LAYER_WORK * len(request.network.layers)
    work = request.round * one_pass
    if work <= SMALL_WORK and (not request.include or parameters <= SMALL_EXPLANATION):
        return Pace.AT_ONCE
    if "check" in request.include:
        work += parameters * one_pass
    return Pace.QUICK if work <= QUICK_WORK else Pace.LONG


def is_json(scope: Scope) -> bool:
    for name, value in scope["headers"]:
        if name == b"content-type":
            kind: bytes = value
            return kind.partition(b";")[0].strip().lower() == b"application/json"
    return False


@asynccontextmanager
async def leaving(receive: Receive) -> AsyncIterator[Proceed]:
    """A client that leaves takes its question back: what is asked to go on raises `ClientGone`."""
    gone = Event()

    async def watch() -> None:
        while (await receive())["type"] != "http.disconnect":
            pass
        gone.set()

    def proceed() -> None:
        if gone.is_set():
            raise ClientGone

    watcher = asyncio.create_task(watch())
    try:
        yield proceed
    finally:
        watcher.cancel()


class Lane:
    """A few threads and a bounded queue before them."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.threads: CapacityLimiter | None = None
        self.pending = 0

    async def run(self, work: Callable[[], T]) -> T:
        if self.threads is None:  # it belongs to the running loop
            self.threads = CapacityLimiter(self.settings.threads)
        if self.pending >= self.settings.threads + self.settings.waiting:
            raise Refusal(503, "error.detail.busy", headers={"Retry-After": "5"})
        self.pending += 1
        try:
            return await to_thread.run_sync(work, limiter=self.threads)
        finally:
            self.pending -= 1


class TraceDoor:
    """Short passes run at once, others in threads; quick ones do not wait for long ones."""

    def __init__(self, settings: Settings) -> None:
        self.lanes = {Pace.QUICK: Lane(settings), Pace.LONG: Lane(settings)}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if not is_json(scope):
            raise Refusal(415, "error.detail.media_type")
        # The shield around the application has already gathered the body into one message.
        body: bytes = (await receive()).get("body", b"")
        content = await self.content(body, receive)
        length = (b"content-length", b"%d" % len(content))
        await send({"type": "http.response.start", "status": 200, "headers": [JSON, length]})
        await send({"type": "http.response.body", "body": content})

    async def content(self, body: bytes, receive: Receive) -> bytes:
        if len(body) > SMALL_BODY:
            request = await self.lanes[Pace.QUICK].run(lambda: read(body))
        else:
            request = read(body)
        pace = pace_of(request)
        if pace is Pace.AT_ONCE:
            return trace_of(request)
        async with leaving(receive) as proceed:
            return await self.lanes[pace].run(lambda: trace_of(request, proceed))
