"""``POST /api/v1/trace``: one forward and backward pass, every number of it."""

from ...engine.cancellation import Proceed
from ...engine.network.overflow import Overflow
from ...errors import Refusal
from ..endpoint import Door, Pace, Say
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

MARKS = {
    b":": 1_000,
    b"{": 1_000,
    b"[": 2 * LIMITS["samples"] + LIMITS["layers"] * LIMITS["units"] + 1_000,
    b",": 2 * LIMITS["samples"] * LIMITS["units"] + LIMITS["parameters"] + 1_000,
}


def trace_of(request: TraceRequest, proceed: Proceed, say: Say) -> bytes:
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


DOOR = Door(
    name="trace",
    summary="One forward and backward pass, and the update that follows",
    request=TraceRequest,
    answered=Trace,
    answered_with="Every number",
    known_fields=KNOWN_FIELDS,
    marks=MARKS,
    pace=pace_of,
    answer=trace_of,
    example=DOCUMENT,
)
