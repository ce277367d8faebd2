"""``POST /api/v1/trace``: one forward and backward pass, every number of it.

A plain ASGI endpoint: what FastAPI does for a request costs as much as a small
network's pass.
"""

from anyio import CapacityLimiter, to_thread
from pydantic import ValidationError
from starlette.types import Receive, Scope, Send

from app.engine.overflow import Overflow
from app.errors import Refusal, from_validation
from app.settings import Settings
from app.web.answer import answer
from app.web.building import build, count_parameters
from app.web.schemas.trace import KNOWN_FIELDS, TraceRequest

PATH = "/api/v1/trace"
METHOD = "POST"
#: Bodies and passes (rounds × samples × parameters) up to here take less time than a thread costs.
SMALL_BODY = 65_536
SMALL_WORK = 20_000
#: Steps are written, and a difference quotient is taken, for each parameter.
SMALL_EXPLANATION = 64

JSON = (b"content-type", b"application/json")


def read(body: bytes) -> TraceRequest:
    try:
        return TraceRequest.model_validate_json(body)
    except ValidationError as error:
        raise from_validation(error, KNOWN_FIELDS) from None


def trace_of(request: TraceRequest) -> bytes:
    try:
        return answer(request, build(request))
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


def is_small(request: TraceRequest) -> bool:
    parameters = count_parameters(request.network)
    work = request.round * len(request.inputs) * parameters
    return work <= SMALL_WORK and (not request.include or parameters <= SMALL_EXPLANATION)


def is_json(scope: Scope) -> bool:
    for name, value in scope["headers"]:
        if name == b"content-type":
            kind: bytes = value
            return kind.partition(b";")[0].strip().lower() == b"application/json"
    return False


class TraceDoor:
    """Short passes run at once; long ones in a few threads, unless too many wait already."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.threads: CapacityLimiter | None = None
        self.pending = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if not is_json(scope):
            raise Refusal(415, "error.detail.media_type")
        message = await receive()
        body: bytes = message["body"]
        while message["more_body"]:
            message = await receive()
            body += message["body"]
        content = await self.content(body)
        length = (b"content-length", b"%d" % len(content))
        await send({"type": "http.response.start", "status": 200, "headers": [JSON, length]})
        await send({"type": "http.response.body", "body": content})

    async def content(self, body: bytes) -> bytes:
        if len(body) > SMALL_BODY:
            return await self.in_thread(body)
        request = read(body)
        return trace_of(request) if is_small(request) else await self.in_thread(request)

    async def in_thread(self, work: bytes | TraceRequest) -> bytes:
        if self.threads is None:  # it belongs to the running loop
            self.threads = CapacityLimiter(self.settings.threads)
        if self.pending >= self.settings.threads + self.settings.waiting:
            raise Refusal(503, "error.detail.busy", headers={"Retry-After": "5"})
        self.pending += 1
        try:
            return await to_thread.run_sync(
                lambda: trace_of(read(work) if isinstance(work, bytes) else work),
                limiter=self.threads,
            )
        finally:
            self.pending -= 1
