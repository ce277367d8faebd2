"""An endpoint of the API: JSON in, JSON out; long work runs in threads and delays no other request.

Plain ASGI endpoints: what FastAPI does for a request costs as much as a small network's pass.
"""

import asyncio
import os
import time
from codecs import BOM_UTF8
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from typing import Any, ClassVar, Generic, TypeAlias, TypeVar

from anyio import to_thread
from pydantic import BaseModel, ValidationError
from starlette.types import Receive, Scope, Send

from .. import __version__
from ..engine.cancellation import CheckCancelled, always
from ..errors import Location, Params, Refusal, from_validation
from ..lifecycle import Lifecycle
from ..localization import Localizer, Translations
from ..security import ClientGone
from ..settings import Settings
from .answer import (
    WHOLE_NUMBERS,
    Answer,
    File,
    Streamed,
    Unchanged,
    answer_of,
    as_bytes,
    send_whole,
    tags,
)
from .answers import Answers
from .estimate import Estimate, Scale, check_size
from .limits import LIMITS
from .long_rows import read_by_rows
from .repeated_fields import refuse_repeated_fields
from .streams import Streams
from .work_queue import WorkQueue

#: Bodies of more bytes are read in a thread, where one byte takes so many seconds.
SMALL_BODY = 65_536
SECONDS_PER_BYTE = 40e-9
#: In a smaller body the parts need not be counted.
UNCOUNTED_BODY = 4_096
#: Up to so many estimated seconds a request is answered in the event loop: a hand-over to a thread
#: costs more.
AT_ONCE_SECONDS = 4e-3
#: Up to so many it is not made to wait behind longer ones.
QUICK_SECONDS = 1.0

#: A sentence's key, and what fills its params, in the language of the request.
Say = Callable[[str, Params], str]

#: The parts of an answer by name; arrays are written as lists.
Content: TypeAlias = dict[str, Any]

T = TypeVar("T")
Asked = TypeVar("Asked", bound=BaseModel)


@dataclass(frozen=True, kw_only=True)
class Parameter:
    """Something that an address may have after its question mark: a text.

    :param longest: the most characters that it may have.
    """

    name: str
    description: str
    longest: int
    example: str


#: The media type of most requests.
JSON = "application/json"


@dataclass(frozen=True, kw_only=True)
class Operation(Generic[Asked]):
    """What the description of an endpoint needs, and how its requests are read.

    ``answered`` is the model of an answer, or of each of its lines; None of one that answers with
    files. ``max_tokens``: how often each
    byte may occur in a body of more than `UNCOUNTED_BODY`. The largest legal request stays below;
    validating a body with a million faults would block the event loop for seconds.
    """

    name: str
    summary: str
    description: str
    request: type[Asked]
    answered: type[BaseModel] | None
    answered_with: str
    #: The fields of every object of a request, by its place.
    known_fields: dict[Location, str]
    max_tokens: Mapping[bytes, int]
    scale: Scale[Asked]
    example: dict[str, Any]
    #: Requests whose answers show what that of ``example`` does not have, by a name for each.
    more_examples: dict[str, dict[str, Any]]
    method: str = "POST"
    media_type: str = JSON
    #: What a request's body is. One that is no JSON may be sent as any media type.
    takes: str = JSON
    parameters: Sequence[Parameter] = ()

    @property
    def path(self) -> str:
        return f"/api/v1/{self.name}"

    @property
    def examples(self) -> dict[str, dict[str, Any]]:
        """All requests to show, by name; it has the sentence ``api.example.<name>``."""
        return {"simple": self.example} | self.more_examples

    def read(self, body: bytes) -> Asked:
        if len(body) > UNCOUNTED_BODY and any(
            body.count(mark) > most for mark, most in self.max_tokens.items()
        ):
            raise Refusal(422, "error.detail.too_many_parts")
        text = body.removeprefix(BOM_UTF8)
        try:
            found = read_by_rows(self.request, text) if len(text) > SMALL_BODY else None
            request, text = found or (self.request.model_validate_json(text), text)
        except ValidationError as error:
            refusal = from_validation(error, self.known_fields, text)
        else:
            refuse_repeated_fields(text)
            return request
        raise refusal  # outside, as it would keep the error, which holds the whole body


@dataclass(frozen=True, kw_only=True)
class Computed(Operation[Asked]):
    """An operation that is answered as a whole, from a thread if that takes long.

    ``answer`` raises a `Refusal`, and what its second argument raises, which long work calls
    between its parts; its third puts a sentence into the client's language.
    """

    answer: Callable[[Asked, CheckCancelled, Say], Content | File]

    #: Whether the request's ``Accept`` may choose the form of the answer.
    negotiates: ClassVar[bool] = False

    def negotiated(self, request: Asked, accept: bytes) -> Asked:
        """The request with the form of the answer that ``accept`` asks for, where it names none."""
        return request

    def addressed(self, request: Asked, query: bytes) -> Asked:
        """The request with what its address says in its ``query``.

        :raises Refusal: a parameter cannot be used.
        """
        return request


@dataclass(frozen=True, kw_only=True)
class Endpoint(Computed[Asked]):
    """A row of `app.web.endpoints.ENDPOINTS`: all that the application and its description need."""

    answered: type[BaseModel]
    answer: Callable[[Asked, CheckCancelled, Say], Content]


@dataclass(frozen=True, kw_only=True)
class FileEndpoint(Computed[Asked]):
    """A row of `app.web.endpoints.FILES`.

    :param media_types: of its files.
    """

    media_types: Sequence[str]
    answered: None = None
    answer: Callable[[Asked, CheckCancelled, Say], File]


def header(scope: Scope, name: bytes) -> bytes:
    """The value of a request's header; empty if it has none."""
    return next((value for found, value in scope["headers"] if found == name), b"")


def is_json(scope: Scope) -> bool:
    kind = header(scope, b"content-type")
    return kind.partition(b";")[0].strip().lower() == JSON.encode()


async def received(
    scope: Scope, receive: Receive, translations: Translations, takes: str = JSON
) -> tuple[bytes, str, Localizer]:
    """The body of a request, the address that it comes from, and the client's language.

    :param takes: what the body is.
    :raises Refusal: the body is to be JSON, and not sent as such.
    """
    if takes == JSON and not is_json(scope):
        raise Refusal(415, "error.detail.media_type")
    # The security middleware has already gathered the body into one message.
    body: bytes = (await receive()).get("body", b"")
    address = scope["client"][0] if scope.get("client") else ""
    return body, address, Localizer(translations, scope)


@asynccontextmanager
async def watched(receive: Receive) -> AsyncIterator[asyncio.Event]:
    """An event that is set when the client disconnects."""
    gone = asyncio.Event()

    async def watch() -> None:
        while (await receive())["type"] != "http.disconnect":
            pass
        gone.set()

    watcher = asyncio.create_task(watch())
    try:
        yield gone
    finally:
        watcher.cancel()


def until(gone: asyncio.Event, seconds: float) -> CheckCancelled:
    """Raises `ClientGone` once ``gone`` is set, and a `Refusal` after so many seconds of processor
    time of the thread in which this was called.
    """
    end = time.thread_time() + seconds

    def check_cancelled() -> None:
        if gone.is_set():
            raise ClientGone
        if time.thread_time() > end:
            raise Refusal(422, "error.detail.took_too_long", {"most": f"{seconds:g}"})

    return check_cancelled


def runs_at_once(settings: Settings) -> int:
    """How many training runs one process computes at the same time."""
    return settings.runs if isinstance(settings.runs, int) else os.cpu_count() or 1


class WorkQueues:
    """Quick work does not wait for long work, which takes at most half of the threads. All
    endpoints share them.
    """

    def __init__(self, settings: Settings) -> None:
        threads, seconds, share = settings.threads, settings.queue_seconds, settings.address_share
        self.quick = WorkQueue(threads, seconds, share)
        self.long = WorkQueue(max(1, threads // 2), seconds, share)
        #: Large bodies are read one at a time: what is read from one takes ten times its bytes.
        self.reading = WorkQueue(1, seconds, share)
        #: Training runs. As many as run at once may wait, each with all the work it may use.
        runs = runs_at_once(settings)
        self.runs = WorkQueue(runs, 2 * runs * settings.run_seconds, share)

    @property
    def jobs(self) -> int:
        """How many computations run or wait."""
        return sum(len(each.jobs) for each in (self.quick, self.long, self.reading, self.runs))

    @property
    def pending(self) -> float:
        """The seconds of estimated work that are to be done."""
        return self.quick.pending() + self.long.pending() + self.runs.pending()

    def queue(self, seconds: float) -> WorkQueue:
        return self.quick if seconds <= QUICK_SECONDS else self.long


@dataclass(frozen=True)
class Shared:
    """What the endpoints of one application have in common."""

    settings: Settings
    translations: Translations
    queues: WorkQueues
    answers: Answers
    streams: Streams
    lifecycle: Lifecycle

    @classmethod
    def of(
        cls, settings: Settings, translations: Translations, lifecycle: Lifecycle | None = None
    ) -> "Shared":
        return cls(
            settings,
            translations,
            WorkQueues(settings),
            Answers(settings.answers_bytes),
            Streams(settings.untaken_bytes),
            lifecycle or Lifecycle(),
        )

    def held(self) -> dict[str, float]:
        """What is under way, for the metrics."""
        return {
            "queue": self.queues.jobs,
            "queue_seconds": self.queues.pending,
            "untaken_bytes": self.streams.held,
        }


@dataclass(frozen=True)
class Question:
    """A request on its way to an answer: its body, who asks, and how to answer in words."""

    endpoint: str
    body: bytes
    address: str
    receive: Receive
    localizer: Localizer
    #: The request's ``If-None-Match``.
    known: bytes
    #: Its ``Accept``, if that may choose the answer.
    accept: bytes = b""
    #: What follows the question mark of its address, if that may have parameters.
    query: bytes = b""

    @cached_property
    def digest(self) -> bytes:
        """The same for the same question to the same release."""
        parts = (__version__, self.endpoint, self.localizer.language)
        return sha256(
            b"\0".join(("\0".join(parts).encode(), self.accept, self.query, self.body))
        ).digest()

    @property
    def etag(self) -> bytes:
        return b'W/"%s"' % self.digest.hex()[:24].encode()

    @property
    def is_known(self) -> bool:
        return self.etag in tags(self.known)


class EndpointApp(Generic[Asked]):
    """An endpoint as an ASGI application."""

    def __init__(self, endpoint: Computed[Asked], shared: Shared) -> None:
        self.endpoint = endpoint
        self.shared = shared

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        endpoint = self.endpoint
        body, address, localizer = await received(
            scope, receive, self.shared.translations, endpoint.takes
        )
        known = header(scope, b"if-none-match")
        accept = header(scope, b"accept") if endpoint.negotiates else b""
        query = scope["query_string"] if endpoint.parameters else b""
        question = Question(endpoint.name, body, address, receive, localizer, known, accept, query)
        answer = await self.answer(question)
        if isinstance(endpoint, FileEndpoint):
            send = as_bytes(header(scope, b"accept"), send)
        if isinstance(answer, Streamed) and scope["http_version"] == "1.0":  # it knows no chunks
            answer = await to_thread.run_sync(answer.joined)
        if isinstance(answer, Streamed):
            async with watched(receive) as gone:
                await self.shared.streams.send(answer, send, gone)
        else:
            await send_whole(answer, known, send)

    async def answer(self, question: Question) -> Answer:
        """:raises Refusal: the request cannot be used, or asks for too much.
        :raises ClientGone: the client has disconnected.
        """
        if len(question.body) > SMALL_BODY:
            return await self.answer_large(question)
        request = self.read(question)
        estimate = self.estimate(request)
        if estimate.seconds <= AT_ONCE_SECONDS:
            return self.compute(request, estimate, always, question)

        async def computed() -> Answer:
            return await self.queued(
                self.shared.queues.queue(estimate.seconds),
                question,
                estimate.seconds,
                lambda check_cancelled: self.compute(request, estimate, check_cancelled, question),
            )

        if estimate.numbers > WHOLE_NUMBERS:
            return Unchanged(question.etag) if question.is_known else await computed()
        return await self.shared.answers.answer(question.digest, computed)

    async def answer_large(self, question: Question) -> Answer:
        """Reads the body in a thread. The answer is not kept: the same large body does not come
        twice. Before a long computation the body is read a second time, so that only the body is
        held while it waits for its turn; the request takes ten times as much memory.
        """
        reading = SECONDS_PER_BYTE * len(question.body)

        def begin(check_cancelled: CheckCancelled) -> Answer | Estimate:
            request = self.read(question)
            estimate = self.estimate(request)
            if estimate.seconds > QUICK_SECONDS:
                return estimate
            return self.compute(request, estimate, check_cancelled, question)

        found = await self.queued(self.shared.queues.reading, question, reading, begin)
        if not isinstance(found, Estimate):
            return found
        estimate = found

        def compute(check_cancelled: CheckCancelled) -> Answer:
            request = self.read(question)
            return self.compute(request, estimate, check_cancelled, question)

        seconds = reading + estimate.seconds
        return await self.queued(self.shared.queues.queue(seconds), question, seconds, compute)

    def read(self, question: Question) -> Asked:
        """:raises Refusal: the request cannot be used."""
        request = self.endpoint.addressed(self.endpoint.read(question.body), question.query)
        return self.endpoint.negotiated(request, question.accept)

    def estimate(self, request: Asked) -> Estimate:
        """Raises a `Refusal` if the request asks for too much."""
        estimate = self.endpoint.scale.estimate(request)
        most = self.shared.settings.work_seconds
        check_size(self.endpoint.scale, request, estimate, most, LIMITS["answer_numbers"])
        return estimate

    def compute(
        self,
        request: Asked,
        estimate: Estimate,
        check_cancelled: CheckCancelled,
        question: Question,
    ) -> Answer:
        localizer = question.localizer.speaking(getattr(request, "language", None))
        content = self.endpoint.answer(request, check_cancelled, localizer.say)
        is_large = estimate.numbers > WHOLE_NUMBERS
        return answer_of(content, estimate.numbers, question.etag if is_large else b"")

    async def queued(
        self,
        queue: WorkQueue,
        question: Question,
        seconds: float,
        work: Callable[[CheckCancelled], T],
    ) -> T:
        """What ``work``, estimated to take so many seconds, returns from a thread."""
        most = self.shared.settings.work_seconds

        def finished(gone: asyncio.Event) -> T | Refusal:
            # Raised through a thread's future, it would keep the request until the next garbage
            # collection.
            try:
                return work(until(gone, most))
            except Refusal as refusal:
                return refusal.with_traceback(None)

        async with watched(question.receive) as gone:
            found = await queue.run(question.address, seconds, lambda: finished(gone), gone)
        if isinstance(found, Refusal):
            raise found
        return found
