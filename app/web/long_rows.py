"""Long lists of numbers in a large body are read one by one.

Reading JSON holds the interpreter's lock. A body of a million numbers, read in one call, would keep
every other request waiting for a fifth of a second; row by row they get their turns.
"""

import re
import secrets
from dataclasses import dataclass, field
from typing import TypeVar

import orjson
from pydantic import BaseModel, ValidationError, ValidationInfo

from .repeated_fields import STRING_OR_NUMBERS

#: A list of fewer bytes stays in the text.
LONG = 512

Asked = TypeVar("Asked", bound=BaseModel)


@dataclass
class SetAside:
    """The rows that were taken out of a text. Where each stood there is a string that begins with
    ``token``, which nobody else can know, and ends with the row's index.
    """

    token: str = field(default_factory=lambda: secrets.token_hex(16))
    rows: list[list[float]] = field(default_factory=list)
    restored: int = 0

    def take_out(self, match: re.Match[bytes]) -> bytes:
        found = match[0]
        if len(found) < LONG or found.startswith(b'"'):
            return found
        try:
            self.rows.append(orjson.loads(found))
        except orjson.JSONDecodeError:  # the reader of the whole text says what is wrong with it
            return found
        return b'"%s%d"' % (self.token.encode(), len(self.rows) - 1)


def restore(value: object, info: ValidationInfo) -> object:
    """For a field that holds numbers: the row that was set aside, or the value itself."""
    aside = info.context
    if isinstance(value, str) and isinstance(aside, SetAside) and value.startswith(aside.token):
        aside.restored += 1
        return aside.rows[int(value.removeprefix(aside.token))]
    return value


def read_by_rows(model: type[Asked], text: bytes) -> tuple[Asked, bytes] | None:
    """A request with long rows, and its text without them; None where the text has to be read as a
    whole, because it has no such rows, has them in another field, or is no JSON.

    :raises ValidationError: the request is not valid.
    """
    aside = SetAside()
    short = STRING_OR_NUMBERS.sub(aside.take_out, text)
    if not aside.rows:
        return None
    try:
        request = model.model_validate_json(short, context=aside)
    except ValidationError as error:
        # Are all rows in their places, then what is wrong is wrong beside them or in them.
        if aside.restored == len(aside.rows) and error.errors()[0]["type"] != "json_invalid":
            raise
        return None
    return (request, short) if aside.restored == len(aside.rows) else None
