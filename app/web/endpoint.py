"""An endpoint of the API: JSON in, JSON out; long work runs in threads and delays no other request.

Plain ASGI endpoints: what FastAPI does for a request costs as much as a small network's pass.
"""

import asyncio
import hashlib
from codecs import BOM_UTF8
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from enum import Enum
from threading import Event
from typing import Any, Generic, TypeVar

from anyio import CapacityLimiter, to_thread
from pydantic import BaseModel, ValidationError
from starlette.types import Receive, Scope, Send

from ..engine.cancellation import CheckCancelled, always
from ..errors import Location, Params, Refusal, from_validation
from ..localization import Localizer, Translations
from ..security import ClientGone
from ..settings import Settings
from .answers import Answers
from .repeated_fields import refuse_repeated_fields

#: Bodies up to here take less time than a thread costs.
SMALL_BODY = 65_536

JSON = (b"content-type", b"application/json")

#: A sentence's key, and what fills its params, in the language of the request.
Say = Callable[[str, Params], str]

T = TypeVar("T")
Asked = TypeVar("Asked", bound=BaseModel)


class Cost(Enum):
    """How long a request will take: no time at all, up to about a second, or longer."""

    AT_ONCE = 0
    QUICK = 1
    LONG = 2


@dataclass(frozen=True)
class Endpoint(Generic[Asked]):
    """A row of `app.web.endpoints.ENDPOINTS`: all that the application and its description need.

    ``answer`` raises a `Refusal`, and what its second argument raises, which long work calls
    between its parts; its third puts a sentence into the client's language. ``max_tokens``: how
    often each byte may occur in a body of more than `SMALL_BODY`. The largest legal request stays
    below; validating a body with a million faults would block the event loop for seconds.
    """

    name: str
    summary: str
    request: type[Asked]
    answered: type[BaseModel]
    answered_with: str
    #: The fields of every object of a request, by its place.
    known_fields: dict[Location, str]
    max_tokens: Mapping[bytes, int]
    cost: Callable[[Asked], Cost]
    answer: Callable[[Asked, CheckCancelled, Say], bytes]
    example: dict[str, Any]
    method: str = "POST"

    @property
    def path(self) -> str:
        return f"/api/v1/{self.name}"

    def read(self, body: bytes) -> Asked:
        if len(body) > SMALL_BODY and any(
            body.count(mark) > most for mark, most in self.max_tokens.items()
        ):
            raise Refusal(422, "error.detail.too_many_parts")
        text = body.removeprefix(BOM_UTF8)
        try:
            request = self.request.model_validate_json(text)
        except ValidationError as error:
            raise from_validation(error, self.known_fields, text) from None
        refuse_repeated_fields(text)
        return request


def is_json(scope: Scope) -> bool:
    for name, value in scope["headers"]:
        if name == b"content-type":
            kind: bytes = value
            return kind.partition(b";")[0].strip().lower() == b"application/json"
    return False


@asynccontextmanager
async def leaving(receive: Receive) -> AsyncIterator[CheckCancelled]:
    """A client that leaves takes its question back: what is asked to go on raises `ClientGone`."""
    gone = Event()

    async def watch() -> None:
        while (await receive())["type"] != "http.disconnect":
            pass
        gone.set()

    def check_cancelled() -> None:
        if gone.is_set():
            raise ClientGone

    watcher = asyncio.create_task(watch())
    try:
        yield check_cancelled
    finally:
        watcher.cancel()


class WorkerPool:
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


class WorkerPools:
    """Short work is done at once, other work in threads; quick work does not wait for long work.

    All endpoints share them.
    """

    def __init__(self, settings: Settings) -> None:
        self.quick, self.long = WorkerPool(settings), WorkerPool(settings)

    @property
    def pending(self) -> int:
        """How many computations run or wait."""
        return self.quick.pending + self.long.pending

    def pool(self, cost: Cost) -> WorkerPool:
        return self.long if cost is Cost.LONG else self.quick


class EndpointApp(Generic[Asked]):
    """An endpoint as an ASGI application."""

    def __init__(
        self,
        endpoint: Endpoint[Asked],
        pools: WorkerPools,
        answers: Answers,
        translations: Translations,
    ) -> None:
        self.endpoint = endpoint
        self.pools = pools
        self.answers = answers
        self.translations = translations

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if not is_json(scope):
            raise Refusal(415, "error.detail.media_type")
        # The shield around the application has already gathered the body into one message.
        body: bytes = (await receive()).get("body", b"")
        content = await self.content(body, receive, Localizer(self.translations, scope))
        length = (b"content-length", b"%d" % len(content))
        await send({"type": "http.response.start", "status": 200, "headers": [JSON, length]})
        await send({"type": "http.response.body", "body": content})

    async def content(self, body: bytes, receive: Receive, localizer: Localizer) -> bytes:
        endpoint = self.endpoint
        if len(body) > SMALL_BODY:
            request = await self.pools.quick.run(lambda: endpoint.read(body))
        else:
            request = endpoint.read(body)
        cost = endpoint.cost(request)
        if cost is Cost.AT_ONCE:
            return endpoint.answer(request, always, localizer.say)

        async def compute() -> bytes:
            async with leaving(receive) as check_cancelled:
                return await self.pools.pool(cost).run(
                    lambda: endpoint.answer(request, check_cancelled, localizer.say)
                )

        if len(body) > SMALL_BODY:  # a person's own numbers: nobody else asks the same
            return await compute()
        digest = hashlib.sha256(body).digest()
        return await self.answers.answer((endpoint.name, localizer.language, digest), compute)
