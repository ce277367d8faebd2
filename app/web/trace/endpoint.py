"""``POST /api/v1/trace``: one forward and backward pass, every number of it."""

from ...engine.cancellation import CheckCancelled
from ...engine.network.optimizers import OPTIMIZERS, OVERFLOW, SMALL, ZERO
from ...engine.network.overflow import OF_NO_LAYER, OptimizerOverflow, Overflow
from ...errors import Refusal
from ..endpoint import Content, Endpoint, Say
from ..limits import LIMITS
from ..schema import Trace
from .build import build
from .presets import AT_A_KINK, DOCUMENT, EVERY_PART
from .response import content
from .scale import SCALE
from .schema import KNOWN_FIELDS, TraceRequest

#: The weights, and those of an optimizer's state, which are as large.
ARRAYS = 1 + max(len(optimizer.state) for optimizer in OPTIMIZERS.values())
MAX_TOKENS = {
    b":": 1_000,
    b"\\": LIMITS["expression_length"] + 1_000,
    b"{": 1_000,
    b"[": 2 * LIMITS["samples"] + ARRAYS * LIMITS["layers"] * LIMITS["units"] + 1_000,
    b",": 2 * LIMITS["samples"] * LIMITS["units"] + ARRAYS * LIMITS["parameters"] + 1_000,
}

#: The sentence of an overflow, by whether it came after the update and whether in a layer.
OVERFLOW_REFUSALS = {
    (False, True): "error.detail.overflow",
    (False, False): "error.detail.overflow_input",
    (True, True): "error.detail.overflow_after",
    (True, False): "error.detail.overflow_loss_after",
}

#: The sentence of each kind of fault inside an optimizer.
OPTIMIZER_REFUSALS = {
    OVERFLOW: "error.detail.optimizer_overflow",
    ZERO: "error.detail.optimizer_zero",
    SMALL: "error.detail.optimizer_small",
}


def trace_of(request: TraceRequest, check_cancelled: CheckCancelled, say: Say) -> Content:
    try:
        return content(request, build(request), check_cancelled)
    except Overflow as overflow:
        raise explained(overflow) from None


def explained(overflow: Overflow) -> Refusal:
    params: dict[str, object] = {
        "quantity": overflow.quantity,
        "layer": overflow.layer,
        "round": overflow.round_number,
    }
    if isinstance(overflow, OptimizerOverflow):
        params = {"line": overflow.quantity, "layer": overflow.layer, "round": params["round"]}
        return Refusal(422, OPTIMIZER_REFUSALS[overflow.kind], params)
    has_layer = bool(overflow.layer) and overflow.quantity not in OF_NO_LAYER
    return Refusal(422, OVERFLOW_REFUSALS[overflow.after_update, has_layer], params)


ENDPOINT = Endpoint(
    name="trace",
    summary="One forward and backward pass, and the update that follows",
    description="Every activation, every δ and every gradient of a network over a batch of "
    "samples. Weights that are left out are drawn from a seed. Numbers are full float64; a pass "
    "that overflows is a 422.",
    request=TraceRequest,
    answered=Trace,
    answered_with="Every number",
    known_fields=KNOWN_FIELDS,
    max_tokens=MAX_TOKENS,
    scale=SCALE,
    answer=trace_of,
    example=DOCUMENT,
    more_examples={"every_part": EVERY_PART, "kink": AT_A_KINK},
)
