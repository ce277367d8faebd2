"""Finds fields that stand twice in one object of a JSON text.

JSON's readers keep the last of them and say nothing: a program that writes a field twice would get
an answer to a request that it did not mean to make.
"""

import json
import re
from collections.abc import Iterator
from itertools import islice
from typing import Any

import orjson

from ..errors import MOST_PROBLEMS, Location, Problem, unprocessable

#: Larger texts consist of numbers almost wholly; they are looked through without them.
LARGE = 1_024
#: A string, or a list of numbers. Possessive, so that a long string takes no memory; a string that
#: does not end goes to the end of the text, so that the search does not begin anew within it.
STRING_OR_NUMBERS = re.compile(
    rb'"[^"\\]*+(?:\\.[^"\\]*+)*+(?:"|\\?\Z)|\[[-+0-9.eE,\s]*+\]', re.DOTALL
)


class Fields(list[tuple[str, Any]]):
    """The fields of an object in their order, those of one name too."""


def refuse_repeated_fields(text: bytes) -> None:
    """:param text: valid JSON in UTF-8.

    :raises Refusal: names the fields that stand more than once in one object.
    """
    if len(text) > LARGE:
        text = STRING_OR_NUMBERS.sub(without_numbers, text)
    if all_differ(text):
        return
    objects = json.loads(text, object_pairs_hook=Fields, parse_int=float)
    found = list(islice(repeated(objects, ()), MOST_PROBLEMS))
    if found:
        raise unprocessable([Problem(place, "error.repeated_field") for place in found])


def without_numbers(match: re.Match[bytes]) -> bytes:
    found = match[0]
    return found if found.startswith(b'"') else b"[]"


def all_differ(text: bytes) -> bool:
    """Quick: True only where no field repeats; False also where it takes a closer look.

    A reader that keeps the last of two fields drops at least one colon. Without escapes the
    strings that it writes are those that it read, so that the colons in them stay as many.
    """
    if b"\\" in text:
        return False
    try:
        kept = orjson.dumps(orjson.loads(text))
    except (orjson.JSONDecodeError, orjson.JSONEncodeError):  # NaN
        return False
    return text.count(b":") == kept.count(b":")


def repeated(value: Any, place: Location) -> Iterator[Location]:
    """The place of each field that repeats, once."""
    if isinstance(value, Fields):
        times: dict[str, int] = {}
        for name, inner in value:
            times[name] = times.get(name, 0) + 1
            if times[name] == 2:
                yield (*place, name)
            yield from repeated(inner, (*place, name))
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from repeated(inner, (*place, index))
