"""The id of a request: in its answer's ``X-Request-ID``, in its problem and in the log."""

import re
import secrets

from starlette.types import Scope

HEADER = b"x-request-id"
#: Longer ids, and those with other characters, are replaced: they go into the log.
WELL_FORMED = re.compile(rb"[A-Za-z0-9._:+/=-]{1,128}")


def new_id() -> str:
    return secrets.token_hex(8)


def request_id_of(scope: Scope) -> str:
    """The id that the caller or a proxy gave, if it gave one that is well-formed, or a new one."""
    given = [value for name, value in scope["headers"] if name == HEADER]
    if len(given) == 1 and WELL_FORMED.fullmatch(given[0]):
        return str(given[0], "ascii")
    return new_id()
