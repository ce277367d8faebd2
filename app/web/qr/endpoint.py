"""``POST /api/v1/qr``: a link as a picture that a camera reads."""

from ...engine.cancellation import CheckCancelled
from ...errors import Params, Problem, unprocessable
from ...exporting.qr import MOST_BYTES, qr_svg
from ..answer import File
from ..endpoint import FileEndpoint, Say
from ..estimate import Estimate, Scale
from .schema import KNOWN_FIELDS, QrRequest

#: A code costs the same for each byte, whatever it says, and so much besides.
SECONDS, SECONDS_PER_BYTE = 10e-3, 2.5e-4
MAX_TOKENS = {b"\\": 6 * MOST_BYTES, b":": MOST_BYTES, b"{": MOST_BYTES, b"[": MOST_BYTES}
MAX_TOKENS |= {b",": MOST_BYTES}


def estimate(asked: QrRequest) -> Estimate:
    return Estimate(SECONDS + SECONDS_PER_BYTE * len(asked.text.encode()), 0)


def file_of(asked: QrRequest, check_cancelled: CheckCancelled, say: Say) -> File:
    """Raises a `Refusal`, and what ``check_cancelled`` raises."""
    size = len(asked.text.encode())
    if size > MOST_BYTES:
        params: Params = {"most": MOST_BYTES, "found": size}
        raise unprocessable([Problem(("text",), "error.qr.long", params)])
    check_cancelled()
    return File(qr_svg(asked.text), "image/svg+xml", "deltaflow-qr.svg")


ENDPOINT = FileEndpoint(
    name="qr",
    summary="A link as a QR code",
    description="An SVG picture of a text that a camera reads, for a projector or a sheet. Links "
    "hold their state behind #, which no server sees: the text is sent as it is to be read.",
    request=QrRequest,
    answered_with="The picture",
    known_fields=KNOWN_FIELDS,
    max_tokens=MAX_TOKENS,
    scale=Scale(estimate, factors=(), parts=(), otherwise=("text",)),
    answer=file_of,
    media_types=("image/svg+xml",),
    example={"text": "https://deltaflow.example/lesson/5"},
    more_examples={},
)
