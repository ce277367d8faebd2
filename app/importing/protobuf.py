"""The wire format of Protocol Buffers, as far as ONNX needs it: the fields of a message.

No message is entered unasked, and the fields and whole numbers of a whole file are counted.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from .model import NotImportable

#: The fields of all messages of a file that are read; a network needs some hundred.
MOST_FIELDS = 8_000
#: The bytes of the shortest field.
FIELD = 2
#: Wire types.
VARINT, FIXED64, BYTES, FIXED32 = 0, 1, 2, 5
FIXED = {FIXED64: 8, FIXED32: 4}
#: A varint has at most so many bytes.
MOST_VARINT = 10


def broken() -> NotImportable:
    return NotImportable("error.import.broken", kind="ONNX")


@dataclass
class Budget:
    """What may still be read of a file.

    :param numbers: whole numbers that stand packed in fields.
    """

    numbers: int
    fields: int = MOST_FIELDS

    def take(self, numbers: int) -> None:
        """:raises NotImportable: there are too many."""
        self.numbers -= numbers
        if self.numbers < 0:
            raise NotImportable("error.import.too_many_parts")


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


def length(values: Sequence[int | memoryview]) -> int:
    """The bytes of a field that may be repeated; of each number that stands alone, one."""
    return sum(1 if isinstance(value, int) else len(value) for value in values)


def whole_numbers(values: Sequence[int | memoryview], budget: Budget) -> npt.NDArray[np.int64]:
    """(count,) the whole numbers of a field that may be repeated: each in a field of its own, or
    lists of them, packed in one field or in several.

    :raises NotImportable: a number has no end, there are too many, or both forms are mixed, as no
        program does.
    """
    alone = [signed(value) for value in values if isinstance(value, int)]
    lists = [value for value in values if not isinstance(value, int)]
    if alone and lists:
        raise broken()
    budget.take(len(alone))
    if alone:
        return np.array(alone, dtype=np.int64)
    if length(lists) > MOST_VARINT * budget.numbers:
        raise NotImportable("error.import.too_many_parts")
    if any(value[-1] >= 0x80 for value in lists if value):
        raise broken()
    return unpacked(b"".join(lists), budget)


def unpacked(content: bytes, budget: Budget) -> npt.NDArray[np.int64]:
    """(count,) the numbers of varints, the last of which has an end. All are read together, place
    by place: one after the other, a megabyte of them would take a second.
    """
    octets = np.frombuffer(content, dtype=np.uint8)
    ends = np.flatnonzero(octets < 0x80)
    budget.take(len(ends))
    starts = np.concatenate(([0], ends[:-1] + 1)) if len(ends) else ends
    sizes = ends - starts + 1
    longest = int(sizes.max(initial=0))
    if longest > MOST_VARINT:
        raise broken()
    values = np.zeros(len(ends), dtype=np.uint64)
    for place in range(longest):
        of_size = np.flatnonzero(sizes > place)
        septets = (octets[starts[of_size] + place] & 0x7F).astype(np.uint64)
        values[of_size] |= septets << np.uint64(7 * place)
    return values.view(np.int64)
