"""``POST /api/v1/descent``: optimizers on a function of one or two variables, or on two weights."""

from ...engine.cancellation import CheckCancelled
from ..endpoint import Content, Endpoint, Say
from ..limits import LIMITS
from ..trace import endpoint as trace
from .build import build
from .presets import MORE_EXAMPLES, SECTION_2
from .response import content
from .scale import SCALE
from .schema import KNOWN_FIELDS, Descent, DescentRequest

COLUMNS = LIMITS["graph_inputs"] * (LIMITS["data_rows"] + 1)
MAX_TOKENS = {
    mark: most + (COLUMNS if mark == b"," else 1_000) for mark, most in trace.MAX_TOKENS.items()
}


def descent_of(request: DescentRequest, check_cancelled: CheckCancelled, say: Say) -> Content:
    return content(request, build(request), check_cancelled, say)


ENDPOINT = Endpoint(
    name="descent",
    summary="Optimizers on a function of one or two variables, or on two weights of a network",
    description="Every point of every run, the contours or the curve of the function under them, "
    "and, where asked for, the numbers of single steps.",
    request=DescentRequest,
    answered=Descent,
    answered_with="Every point of every run, and the map under them",
    known_fields=KNOWN_FIELDS,
    max_tokens=MAX_TOKENS,
    scale=SCALE,
    answer=descent_of,
    example=SECTION_2,
    more_examples=MORE_EXAMPLES,
)
