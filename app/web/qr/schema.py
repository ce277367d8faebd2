"""What ``POST /api/v1/qr`` takes."""

from typing import Annotated

from pydantic import Field

from ...errors import Location
from ...exporting.qr import MOST_BYTES
from ..trace.schema import Strict, fields_of


class QrRequest(Strict):
    """A text, such as a link, to be read by a camera."""

    text: Annotated[
        str,
        Field(
            min_length=1,
            max_length=MOST_BYTES,
            description="What the code says. The largest code holds 2,953 bytes of UTF-8.",
        ),
    ]


KNOWN_FIELDS: dict[Location, str] = {(): fields_of(QrRequest)}
