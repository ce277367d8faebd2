"""The wire format of Protocol Buffers, as far as ONNX needs it: the fields of a message.

Nothing is copied, no message is entered unasked, and the fields of a whole file are counted.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from .model import NotImportable

#: The fields of all messages of a file that are read; a network needs some hundred.
MOST_FIELDS = 20_000
#: Wire types.
VARINT, FIXED64, BYTES, FIXED32 = 0, 1, 2, 5
FIXED = {FIXED64: 8, FIXED32: 4}
#: A varint has at most so many bytes.
MOST_VARINT = 10


def broken() -> NotImportable:
    return NotImportable("error.import.broken", kind="ONNX")


@dataclass
class Budget:
    """How many fields may still be read."""

    fields: int = MOST_FIELDS


def varint(content: memoryview, at: int) -> tuple[int, int]:
    """A number, and where what follows it begins."""
    value = 0
    for place in range(MOST_VARINT):
        if at + place >= len(content):
            break
        byte = content[at + place]
        value |= (byte & 0x7F) << (7 * place)
        if byte < 0x80:
            return value & 0xFFFF_FFFF_FFFF_FFFF, at + place + 1
    raise broken()


def signed(value: int) -> int:
    """An int64 as a varint has it."""
    return value - 2**64 if value >= 2**63 else value


def fields(content: memoryview, budget: Budget) -> Iterator[tuple[int, int, int | memoryview]]:
    """The number of each field, its wire type and its value.

    :raises NotImportable: a length is wrong, a wire type unknown, or there are too many fields.
    """
    at = 0
    while at < len(content):
        budget.fields -= 1
        if budget.fields < 0:
            raise NotImportable("error.import.too_many_parts")
        tag, at = varint(content, at)
        number, wire = tag >> 3, tag & 7
        if wire == VARINT:
            value, at = varint(content, at)
            yield number, wire, value
            continue
        if wire == BYTES:
            size, at = varint(content, at)
        elif wire in FIXED:
            size = FIXED[wire]
        else:
            raise broken()
        if number == 0 or size > len(content) - at:
            raise broken()
        yield number, wire, content[at : at + size]
        at += size


def packed(value: int | memoryview) -> Iterator[int]:
    """The whole numbers of a field that may be repeated: one, or a list in one field."""
    if isinstance(value, int):
        yield signed(value)
        return
    at = 0
    while at < len(value):
        one, at = varint(value, at)
        yield signed(one)
