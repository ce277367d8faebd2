"""``POST /api/v1/sheets``: sheets to work by hand, each with its answer key."""

from typing import Any

from ..endpoint import Endpoint
from .response import made
from .scale import SCALE
from .schema import KNOWN_FIELDS, Sheets, SheetsRequest

MAX_TOKENS = {b"\\": 100, b":": 100, b"{": 100, b"[": 100, b",": 100}
EXAMPLE: dict[str, Any] = {
    "plan": {"kind": "compute", "sizes": [2, 2, 2], "activation": "sigmoid"},
    "seed": 7,
}
FADED = {
    "plan": {"kind": "faded", "loss": "cross_entropy", "digits": 4, "blanks": 6},
    "seed": 7,
    "variants": 2,
    "format": "markdown",
    "language": "en",
}
SLIP = {"plan": {"kind": "find_the_slip"}, "seed": 7, "format": "json", "language": "zh"}
PUBLISHED = {"plan": {"ready": "published_key"}}


ENDPOINT = Endpoint(
    name="sheets",
    summary="Sheets to work by hand, drawn from a seed, with their answer keys",
    description="For 1 to 60 variants: compute every number; complete a faded example and name "
    "its rules; find the slip that was planted; predict signs. Each number has its key, its way "
    "and its points. The answer is always JSON; in the formats markdown, latex and moodle its "
    "file.text is the file, in scorm the zip of a SCORM 1.2 package in Base64. The request of a "
    "variant, with answers, is one for POST /api/v1/mark.",
    request=SheetsRequest,
    answered=Sheets,
    answered_with="The sheets, or a file of them",
    known_fields=KNOWN_FIELDS,
    max_tokens=MAX_TOKENS,
    scale=SCALE,
    answer=made,
    example=EXAMPLE,
    more_examples={"faded": FADED, "slip": SLIP, "published": PUBLISHED},
)
