"""``POST /api/v1/trace``: one forward and backward pass, every number of it."""

from ...engine.cancellation import CheckCancelled
from ...engine.network.overflow import Overflow
from ...errors import Refusal
from ..endpoint import Cost, Endpoint, Say
from ..limits import LIMITS
from ..schema import Trace
from .build import build, count_parameters, count_steps
from .presets import DOCUMENT
from .response import answer
from .schema import KNOWN_FIELDS, TraceRequest

#: Up to this many multiply-adds a request is answered in the event loop: a hand-over to a thread
#: costs more. A pass takes samples × parameters, and numpy's calls for one layer as long as
#: `LAYER_WORK`.
SMALL_WORK = 20_000
LAYER_WORK = 1_000
#: Up to this many parameters their steps and difference quotients are made in the event loop.
SMALL_EXPLANATION = 64
#: The LaTeX of one step takes as long, around a millisecond.
STEP_LATEX_WORK = 50_000
#: Up to this many multiply-adds an answer takes around a second.
QUICK_WORK = 50_000_000

MAX_TOKENS = {
    b":": 1_000,
    b"\\": LIMITS["expression_length"] + 1_000,
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
    if "latex" in request.include:
        work += STEP_LATEX_WORK * count_steps(request.network)
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
