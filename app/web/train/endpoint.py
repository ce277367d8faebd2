"""``POST /api/v1/train``: a network learns a data set, and every line is a moment of it."""

from ..limits import LIMITS
from ..lines import LinesEndpoint
from .build import build
from .lines import TrainLine
from .presets import DIVERGING, EVERY_PART, XOR
from .response import lines_of
from .scale import SCALE
from .schema import KNOWN_FIELDS, TrainRequest

MAX_TOKENS = {
    b":": 1_000 + 20 * LIMITS["train_events"],
    b"\\": 1_000,
    b"{": 1_000 + 5 * LIMITS["train_events"],
    b"[": 5 * LIMITS["train_samples"]
    + LIMITS["layers"] * LIMITS["units"]
    + 3 * LIMITS["train_events"]
    + 1_000,
    b",": LIMITS["train_data"]
    + LIMITS["train_samples"]
    + LIMITS["parameters"]
    + LIMITS["train_events"] * (2 * LIMITS["units"] + 20)
    + 1_000,
}

ENDPOINT = LinesEndpoint(
    name="train",
    summary="Training with mini-batches, told while it goes on",
    description="A network learns a data set. The answer is JSON lines (application/x-ndjson), "
    "each an object with a type: a header, frames of the network before some of its steps, the "
    "events of the request, and an end with its reason, also for a run that diverges. The same "
    "request gives the same bytes. A closed connection ends the work. A run that was left is taken "
    "up again by the same request with frames.from, the step of the next frame wanted, and changed "
    "from there on by one more event of that step; stop.steps besides makes it a window of it.",
    request=TrainRequest,
    answered=TrainLine,
    answered_with="A line for each moment, from the header to the end",
    known_fields=KNOWN_FIELDS,
    max_tokens=MAX_TOKENS,
    scale=SCALE,
    build=build,
    lines=lines_of,
    example=XOR,
    more_examples={"every_line": EVERY_PART, "diverging": DIVERGING},
)
