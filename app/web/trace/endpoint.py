"""``POST /api/v1/trace``: one forward and backward pass, every number of it."""

from ...engine.cancellation import CheckCancelled
from ...engine.network.overflow import Overflow
from ...errors import Refusal
from ..endpoint import Cost, Endpoint, Say
from ..limits import LIMITS
from ..schema import Trace
from .build import build, count_parameters
from .presets import DOCUMENT
from .response import answer
from .schema import KNOWN_FIELDS, TraceRequest

#: Work up to here takes less time than a thread costs. It is counted in products, samples ×
#: parameters for a pass; numpy's calls for one layer cost as much as some more.
SMALL_WORK = 20_000
LAYER_WORK = 1_000
#: Steps are written, and a difference quotient is taken, for each parameter.
SMALL_EXPLANATION = 64
#: Up to here, around a second.
QUICK_WORK = 50_000_000

MAX_TOKENS = {
    b":": 1_000,
    b"{": 1_000,
    b"[": 2 * LIMITS["samples"] + LIMITS["layers"] * LIMITS["units"] + 1_000,
    b",": 2 * LIMITS["samples"] * LIMITS["units"] + LIMITS["parameters"] + 1_000,
}


def trace_of(request: TraceRequest, check_cancelled: CheckCancelled, say: Say) -> bytes:
    try:
        return answer(request, build(request), check_cancelled)
    except Overflow as overflow:
        raise explained(overflow) from None


def explained(overflow: Overflow) -> Refusal:
    params: dict[str, object] = {
        "quantity": overflow.quantity,
        "layer": overflow.layer,
        "round": overflow.round_number,
    }
    return Refusal(
        422, "error.detail.overflow" if overflow.layer else "error.detail.overflow_input", params
    )


def cost_of(request: TraceRequest) -> Cost:
    parameters = count_parameters(request.network)
    one_pass = len(request.inputs) * parameters + LAYER_WORK * len(request.network.layers)
    work = request.round * one_pass
    if work <= SMALL_WORK and (not request.include or parameters <= SMALL_EXPLANATION):
        return Cost.AT_ONCE
    if "check" in request.include:
        work += parameters * one_pass
    return Cost.QUICK if work <= QUICK_WORK else Cost.LONG


ENDPOINT = Endpoint(
    name="trace",
    summary="One forward and backward pass, and the update that follows",
    request=TraceRequest,
    answered=Trace,
    answered_with="Every number",
    known_fields=KNOWN_FIELDS,
    max_tokens=MAX_TOKENS,
    cost=cost_of,
    answer=trace_of,
    example=DOCUMENT,
)
