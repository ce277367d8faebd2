"""The id of a request: in its answer's ``X-Request-ID``, in its problem and in the log."""

import random
import re

from starlette.types import Scope

HEADER = b"x-request-id"
#: Longer ids, and those with other characters, are replaced: they go into the log.
WELL_FORMED = re.compile(rb"[A-Za-z0-9._:+/=-]{1,128}")


def new_id() -> str:
    """16 hexadecimal digits. Nobody gains by guessing them."""
    return f"{random.getrandbits(64):016x}"


def request_id_of(scope: Scope) -> str:
    """The id that the caller or a proxy gave, if it gave one that is well-formed, or a new one."""
    given = [value for name, value in scope["headers"] if name == HEADER]
    if len(given) == 1 and WELL_FORMED.fullmatch(given[0]):
        return str(given[0], "ascii")
    return new_id()
