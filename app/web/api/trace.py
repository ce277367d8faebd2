"""``POST /api/v1/trace``: one forward and backward pass, every number of it."""

from anyio import CapacityLimiter, to_thread
from fastapi import APIRouter, Request
from pydantic import ValidationError
from starlette.responses import Response

from app.engine.overflow import Overflow
from app.errors import Refusal, from_validation
from app.settings import Settings
from app.web.answer import answer
from app.web.building import build, count_parameters
from app.web.schemas.answers import Trace
from app.web.schemas.trace import KNOWN_FIELDS, TraceRequest

#: Bodies and passes (rounds × samples × parameters) up to here take less time than a thread costs.
SMALL_BODY = 32_768
SMALL_WORK = 20_000
#: A difference quotient costs a pass for each parameter.
SMALL_CHECK = 40


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
    return work <= SMALL_WORK and (parameters <= SMALL_CHECK or "check" not in request.include)


class Waiting:
    """Long computations run in a few threads; those that find too many before them are turned away."""

    def __init__(self, settings: Settings) -> None:
        self.threads = CapacityLimiter(settings.threads)
        self.most = settings.waiting

    async def run(self, body: bytes, request: TraceRequest | None) -> bytes:
        if self.threads.statistics().tasks_waiting >= self.most:
            raise Refusal(503, "error.detail.busy", headers={"Retry-After": "5"})
        return await to_thread.run_sync(
            lambda: trace_of(request or read(body)), limiter=self.threads
        )


def router(settings: Settings) -> APIRouter:
    routes = APIRouter(prefix="/api/v1", tags=["trace"])
    waiting: Waiting | None = None

    async def trace(request: Request) -> Response:
        nonlocal waiting
        kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
        if kind != "application/json":
            raise Refusal(415, "error.detail.media_type")
        body = await request.body()
        if len(body) <= SMALL_BODY:
            asked = read(body)
            if is_small(asked):
                return Response(trace_of(asked), media_type="application/json")
        else:
            asked = None
        if waiting is None:
            waiting = Waiting(settings)  # a limiter belongs to the running loop
        return Response(await waiting.run(body, asked), media_type="application/json")

    routes.add_api_route(
        "/trace",
        trace,
        methods=["POST"],
        summary="One forward and backward pass, and the update that follows",
        responses={200: {"model": Trace}},
        openapi_extra={
            "requestBody": {
                "required": True,
                "content": {
                    "application/json": {"schema": {"$ref": "#/components/schemas/TraceRequest"}}
                },
            }
        },
    )
    return routes
