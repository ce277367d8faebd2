"""JSON in pieces: the bytes that orjson writes in one call, a few milliseconds' worth at a time.

orjson holds the interpreter's lock while it writes. An answer of megabytes in one call would keep
every other request waiting, and all of it would be in memory before its first byte is sent.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import numpy as np
import orjson

#: The most numbers that one call of orjson writes; it takes about 3 ms.
PIECE_ENTRIES = 32_768
#: So many characters of a text take as long to write as one number.
CHARACTERS = 32


class Written:
    """Part of an answer that is JSON already. It is no dataclass: orjson writes those itself."""

    def __init__(self, content: bytes) -> None:
        self.content = content


def dumped(value: object) -> bytes:
    """``value`` as JSON, in one call."""
    return orjson.dumps(value, default=plain, option=orjson.OPT_SERIALIZE_NUMPY)


def plain(value: object) -> object:
    """orjson writes arrays in row order only; it passes transposed views to this function."""
    if isinstance(value, np.ndarray):
        return np.ascontiguousarray(value)
    if isinstance(value, Written):
        return orjson.Fragment(value.content)
    raise TypeError(type(value).__name__)


def size(value: object) -> int:
    """How long a value takes to write, in units of one number."""
    if value is None or isinstance(value, int | float):  # most are; to be a Mapping is asked last
        return 1
    if isinstance(value, np.ndarray):
        return value.size
    if isinstance(value, str):
        return 1 + len(value) // CHARACTERS
    if isinstance(value, Written):
        return 1 + len(value.content) // CHARACTERS
    if isinstance(value, list | tuple):
        return 1 + sum(map(size, value))
    if isinstance(value, dict | Mapping):
        return 1 + sum(map(size, value.values()))
    return 1


def pieces(value: Any, entries: int = PIECE_ENTRIES) -> Iterator[bytes]:
    """`dumped` in pieces of about ``entries`` numbers each; joined, they are the same bytes."""
    if size(value) <= entries:
        yield dumped(value)
    elif isinstance(value, Written):
        step = entries * CHARACTERS
        yield from (
            value.content[first : first + step] for first in range(0, len(value.content), step)
        )
    elif isinstance(value, Mapping):
        yield b"{"
        for number, (name, part) in enumerate(value.items()):
            yield (b"," if number else b"") + orjson.dumps(name) + b":"
            yield from pieces(part, entries)
        yield b"}"
    elif isinstance(value, np.ndarray | list | tuple):
        yield from list_pieces(value, entries)
    else:
        yield dumped(value)


def list_pieces(value: Any, entries: int) -> Iterator[bytes]:
    """A list or an array: as many of its items at a time as ``entries`` has room for."""
    between = b"["
    for group in grouped(value, entries):
        yield between
        if len(group) == 1:
            yield from pieces(group[0], entries)
        else:
            yield dumped(group)[1:-1]
        between = b","
    yield b"]"


def grouped(value: Any, entries: int) -> Iterator[Any]:
    """Consecutive items of a list or an array, together at most ``entries`` numbers if several."""
    if isinstance(value, np.ndarray):
        rows = max(1, entries * len(value) // max(1, value.size))
        yield from (value[first : first + rows] for first in range(0, len(value), rows))
        return
    first, total = 0, 0
    for index, item in enumerate(value):
        weight = size(item)
        if index > first and total + weight > entries:
            yield value[first:index]
            first, total = index, 0
        total += weight
    yield value[first:]


def coalesced(parts: Iterable[bytes], least: int) -> Iterator[bytes]:
    """The same bytes in parts of at least ``least`` bytes, but for the last."""
    kept: list[bytes] = []
    length = 0
    for part in parts:
        kept.append(part)
        length += len(part)
        if length >= least:
            yield b"".join(kept)
            kept, length = [], 0
    if kept:
        yield b"".join(kept)
