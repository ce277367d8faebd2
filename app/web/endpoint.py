"""A door of the API: a JSON body in, JSON out, and nobody waits for another's long work.

Plain ASGI endpoints: what FastAPI does for a request costs as much as a small network's pass.
"""

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from enum import Enum
from threading import Event
from typing import Any, Generic, TypeVar

from anyio import CapacityLimiter, to_thread
from pydantic import BaseModel, ValidationError
from starlette.types import Receive, Scope, Send

from ..engine.cancellation import Proceed, always
from ..errors import Blanks, Location, Refusal, from_validation
from ..localization import Reader, Sentences
from ..security import ClientGone
from ..settings import Settings

#: Bodies up to here take less time than a thread costs.
SMALL_BODY = 65_536

JSON = (b"content-type", b"application/json")

#: A sentence's key, and what fills its blanks, in the words of whoever asks.
Say = Callable[[str, Blanks], str]

T = TypeVar("T")
Asked = TypeVar("Asked", bound=BaseModel)


class Pace(Enum):
    """How long a request will take: no time at all, up to about a second, or longer."""

    AT_ONCE = 0
    QUICK = 1
    LONG = 2


@dataclass(frozen=True)
class Door(Generic[Asked]):
    """A row of `app.web.endpoints.DOORS`: all that the application and its description need of it.

    ``answer`` raises a `Refusal`, and what its second argument raises, which long work asks
    whether to go on; what it has to say is said by the third. ``marks``: a large body with more of
    these than the largest request has is not read: it would take seconds, in which nobody else is
    answered, to find a million faults.
    """

    name: str
    summary: str
    request: type[Asked]
    answered: type[BaseModel]
    answered_with: str
    #: The fields of every object of a request, by its place.
    known_fields: dict[Location, str]
    marks: Mapping[bytes, int]
    pace: Callable[[Asked], Pace]
    answer: Callable[[Asked, Proceed, Say], bytes]
    example: dict[str, Any]
    method: str = "POST"

    @property
    def path(self) -> str:
        return f"/api/v1/{self.name}"

    def read(self, body: bytes) -> Asked:
        if len(body) > SMALL_BODY and any(
            body.count(mark) > most for mark, most in self.marks.items()
        ):
            raise Refusal(422, "error.detail.too_many_parts")
        try:
            return self.request.model_validate_json(body)
        except ValidationError as error:
            raise from_validation(error, self.known_fields) from None


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


class Lanes:
    """Short work is done at once, other work in threads; quick work does not wait for long work.

    All doors share them.
    """

    def __init__(self, settings: Settings) -> None:
        self.quick, self.long = Lane(settings), Lane(settings)

    def lane(self, pace: Pace) -> Lane:
        return self.long if pace is Pace.LONG else self.quick


class Endpoint(Generic[Asked]):
    """A door as an application."""

    def __init__(self, door: Door[Asked], lanes: Lanes, sentences: Sentences) -> None:
        self.door = door
        self.lanes = lanes
        self.sentences = sentences

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if not is_json(scope):
            raise Refusal(415, "error.detail.media_type")
        # The shield around the application has already gathered the body into one message.
        body: bytes = (await receive()).get("body", b"")
        content = await self.content(body, receive, Reader(self.sentences, scope).say)
        length = (b"content-length", b"%d" % len(content))
        await send({"type": "http.response.start", "status": 200, "headers": [JSON, length]})
        await send({"type": "http.response.body", "body": content})

    async def content(self, body: bytes, receive: Receive, say: Say) -> bytes:
        door = self.door
        if len(body) > SMALL_BODY:
            request = await self.lanes.quick.run(lambda: door.read(body))
        else:
            request = door.read(body)
        pace = door.pace(request)
        if pace is Pace.AT_ONCE:
            return door.answer(request, always, say)
        async with leaving(receive) as proceed:
            return await self.lanes.lane(pace).run(lambda: door.answer(request, proceed, say))
