"""JSON of unknown origin, read with bounds: on its parts, its depth and its names."""

import json
from typing import Any, NoReturn

from .model import NotImportable

#: How often each byte may occur: the largest network of the API, its samples and what a file has
#: around them need fewer, and what is read from so many parts takes some ten megabytes.
MOST = {b",": 1_000_000, b":": 100_000, b"{": 50_000, b"[": 100_000, b"\\": 20_000}


def read_json(content: bytes) -> Any:
    """:raises NotImportable: it is no JSON, has NaN or a name twice, or is too large or deep."""
    if any(content.count(mark) > most for mark, most in MOST.items()):
        raise NotImportable("error.import.too_many_parts")
    try:
        return json.loads(content.decode(), object_pairs_hook=as_object, parse_constant=refuse)
    except RecursionError:
        raise NotImportable("error.import.too_deep") from None
    except ValueError:  # of the encoding, the form, or a number of thousands of digits
        raise NotImportable("error.import.json") from None


def as_object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) == len(pairs):
        return found
    seen: set[str] = set()
    for name, _ in pairs:
        if name in seen:
            break
        seen.add(name)
    raise NotImportable("error.import.repeated", {"name": name})


def refuse(constant: str) -> NoReturn:
    """NaN and the infinities, which are no JSON."""
    raise NotImportable("error.import.constant", constant=constant)
