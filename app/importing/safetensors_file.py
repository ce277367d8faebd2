"""Files of safetensors: a length, a header in JSON, and the numbers.

The header is checked here before the library reads the file, which takes names that stand twice,
NaN, and shapes beyond all bounds.
"""

from collections.abc import Mapping
from math import prod
from typing import Any

import numpy as np
import safetensors

from ..engine.arrays import Array
from ..engine.cancellation import CheckCancelled
from .json_text import read_json
from .model import Limits, Model, NotImportable, check_finite, written
from .state_dict import arrange, model_of

#: The bytes of the header's length, and the longest header that is read.
LENGTH = 8
MOST_HEADER = 262_144
#: By the name of a type: the bytes of a number.
SIZES = {"F16": 2, "BF16": 2, "F32": 4, "F64": 8}
METADATA = "__metadata__"


def is_safetensors(content: bytes) -> bool:
    """A header follows its length, which is short, so that it ends with zeros."""
    return has_header(content) and not any(content[4:LENGTH])


def has_header(content: bytes) -> bool:
    """What may be a header stands in its place, though its length be a lie."""
    return content[LENGTH : LENGTH + 1] == b"{"


def read(content: bytes, limits: Limits, check_cancelled: CheckCancelled) -> Model:
    """:raises NotImportable: the file is broken, or no fully connected network."""
    shapes = declared(content)
    arranged = arrange(shapes, limits)
    check_cancelled()
    return model_of(arranged, numbers(content, check_cancelled))


def declared(content: bytes) -> dict[str, tuple[int, ...]]:
    """The shapes by the tensors' names, where the file has room for all of them."""
    length = int.from_bytes(content[:LENGTH], "little")
    if len(content) <= LENGTH or length > len(content) - LENGTH:
        raise NotImportable("error.import.truncated", told=length, found=len(content))
    if length > MOST_HEADER:
        raise NotImportable("error.import.header", most=MOST_HEADER)
    header = read_json(content[LENGTH : LENGTH + length])
    if not isinstance(header, dict):
        raise NotImportable("error.import.broken", kind="safetensors")
    room = len(content) - LENGTH - length
    return {name: shape_of(name, entry, room) for name, entry in header.items() if name != METADATA}


def shape_of(name: str, entry: Any, room: int) -> tuple[int, ...]:
    names = {"name": name}
    if not isinstance(entry, dict) or entry.keys() != {"dtype", "shape", "data_offsets"}:
        raise NotImportable("error.import.entry", names)
    kind, shape, offsets = entry["dtype"], entry["shape"], entry["data_offsets"]
    if not (
        isinstance(kind, str) and are_counts(shape) and are_counts(offsets) and len(offsets) == 2
    ):
        raise NotImportable("error.import.entry", names)
    if kind not in SIZES:
        if is_counter(kind, shape):
            raise NotImportable("error.import.normalization", names | {"shape": written(shape)})
        choices = ", ".join(SIZES)
        raise NotImportable("error.import.type", names | {"type": kind}, choices=choices)
    begin, end = offsets
    if not begin <= end <= room or end - begin != prod(shape) * SIZES[kind]:
        raise NotImportable("error.import.offsets", names | {"shape": written(shape)})
    return tuple(shape)


def is_counter(kind: str, shape: list[int]) -> bool:
    """A whole number alone is what batch normalization counts with."""
    return kind == "I64" and shape == []


def are_counts(value: Any) -> bool:
    return (
        isinstance(value, list)
        and len(value) <= 8
        and all(type(each) is int and 0 <= each < 2**53 for each in value)
    )


def numbers(content: bytes, check_cancelled: CheckCancelled) -> Mapping[str, Array]:
    """Every array as float64, by its name; the library checks that none overlaps another."""
    try:
        entries = safetensors.deserialize(content)  # type: ignore[no-untyped-call]
    except safetensors.SafetensorError:
        raise NotImportable("error.import.broken", kind="safetensors") from None
    found = {}
    for name, entry in entries:
        check_cancelled()
        found[name] = as_float64(bytes(entry["data"]), entry["dtype"]).reshape(entry["shape"])
        check_finite(name, found[name])
    return found


def as_float64(data: bytes, kind: str) -> Array:
    """Little-endian numbers. A BF16 is the upper half of an F32."""
    if kind == "BF16":
        halves = np.frombuffer(data, dtype="<u2").astype(np.uint32)
        return (halves << 16).view(np.float32).astype(np.float64)
    return np.frombuffer(data, dtype=f"<f{SIZES[kind]}").astype(np.float64)
