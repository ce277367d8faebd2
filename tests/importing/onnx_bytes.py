"""ONNX files made byte by byte, so that they can be wrong in one place."""

import struct

import numpy as np

VARINT, FIXED64, BYTES, FIXED32 = 0, 1, 2, 5


def varint(value: int) -> bytes:
    made = bytearray()
    while value >= 0x80:
        made.append(0x80 | (value & 0x7F))
        value >>= 7
    made.append(value)
    return bytes(made)


def tag(number: int, wire: int) -> bytes:
    return varint(number << 3 | wire)


def data(number: int, content: bytes, told: int | None = None) -> bytes:
    """A field of bytes.

    :param told: the length that it claims.
    """
    return tag(number, BYTES) + varint(len(content) if told is None else told) + content


def text(number: int, content: str) -> bytes:
    return data(number, content.encode())


def count(number: int, value: int) -> bytes:
    return tag(number, VARINT) + varint(value)


def attribute(name: str, value: int | float) -> bytes:
    if isinstance(value, float):
        return data(5, text(1, name) + tag(2, FIXED32) + struct.pack("<f", value))
    return data(5, text(1, name) + count(3, value))


def tensor(name: str, dims: list[int], raw: bytes | None = None, kind: int = 1) -> bytes:
    if raw is None:
        raw = np.full(dims, 0.5, dtype="<f4").tobytes()
    sizes = b"".join(count(1, size) for size in dims)
    return sizes + count(2, kind) + text(8, name) + data(9, raw)


def node(op: str, inputs: list[str], output: str, more: bytes = b"", name: str = "") -> bytes:
    parts = [text(1, each) for each in inputs] + [text(2, output), text(4, op)]
    return b"".join(parts) + (text(3, name) if name else b"") + more


def ends(value_in: str = "x", value_out: str = "y") -> bytes:
    return data(11, text(1, value_in)) + data(12, text(1, value_out))


def model(graph: bytes) -> bytes:
    return count(1, 8) + data(7, graph)


def graph(nodes: list[bytes], tensors: list[bytes], around: bytes | None = None) -> bytes:
    parts = [data(1, each) for each in nodes] + [data(5, each) for each in tensors]
    return b"".join(parts) + (ends() if around is None else around)


def gemm(weights: str = "w", output: str = "y", more: bytes = b"") -> bytes:
    return node("Gemm", ["x", weights], output, more, name="layer")


def small(more: bytes = b"") -> bytes:
    """A network of one layer."""
    return model(graph([gemm(more=more)], [tensor("w", [2, 3])]))
