"""``POST /api/v1/descent``: optimizers on a function of one or two variables, or on two weights."""

from ...engine.cancellation import CheckCancelled
from ..endpoint import Cost, Endpoint, Say
from ..limits import LIMITS
from ..trace import endpoint as trace
from .build import build, surface_work, work_of_a_step
from .presets import SECTION_2
from .response import answer
from .schema import KNOWN_FIELDS, Descent, DescentRequest

#: Up to here, in numbers of an array, the steps take less time than a thread costs the others; the
#: map of two variables always takes more.
SMALL_WORK = 500_000
#: Its derivative is written out and kept short, which grows faster than the text.
SHORT = 100
#: Up to here, around a second.
QUICK_WORK = 100_000_000
QUICK_SURFACE = 10_000_000_000

COLUMNS = LIMITS["graph_inputs"] * (LIMITS["data_rows"] + 1)
MAX_TOKENS = {
    mark: most + (COLUMNS if mark == b"," else 1_000) for mark, most in trace.MAX_TOKENS.items()
}


def descent_of(request: DescentRequest, check_cancelled: CheckCancelled, say: Say) -> bytes:
    return answer(request, build(request), check_cancelled, say)


def cost_of(request: DescentRequest) -> Cost:
    work = request.steps * len(request.runs) * work_of_a_step(request)
    short = len(request.start or ()) == 1 and len(request.function or "") <= SHORT
    if short and work <= SMALL_WORK:
        return Cost.AT_ONCE
    drawn = 0 if request.network is None else surface_work(request.network)
    return Cost.QUICK if work <= QUICK_WORK and drawn <= QUICK_SURFACE else Cost.LONG


ENDPOINT = Endpoint(
    name="descent",
    summary="Optimizers on a function of one or two variables, or on two weights of a network",
    request=DescentRequest,
    answered=Descent,
    answered_with="Every point of every run, and the map under them",
    known_fields=KNOWN_FIELDS,
    max_tokens=MAX_TOKENS,
    cost=cost_of,
    answer=descent_of,
    example=SECTION_2,
)
