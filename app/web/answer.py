"""The answer of an endpoint on its way to the client: whole, or in pieces if it is large."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, TypeAlias

import numpy as np
from starlette.types import Message, Send

from .json_pieces import Written, coalesced, dumped, pieces

#: An answer of more numbers is sent in pieces, and is not kept for further requests.
WHOLE_NUMBERS = 200_000
#: An answer of at most so many numbers is written in one call.
AT_ONCE_NUMBERS = 10_000
#: The least bytes that are sent at a time.
LEAST_BYTES = 65_536

JSON = (b"content-type", b"application/json")
#: Bytes of any kind: what the description of the API offers first of everything that is no JSON,
#: since generated clients know no other kind of bytes.
OCTETS = "application/octet-stream"

#: A part of a response's head: its name and its value.
Header: TypeAlias = tuple[bytes, bytes]


@dataclass(frozen=True)
class File:
    """An answer that is a file.

    :param name: what it is saved as: ASCII letters, digits, ``.``, ``_`` and ``-``.
    """

    content: bytes
    media_type: str
    name: str

    @property
    def headers(self) -> tuple[Header, ...]:
        return (
            (b"content-type", self.media_type.encode()),
            (b"content-disposition", b'attachment; filename="%s"' % self.name.encode()),
            (b"vary", b"Accept, Accept-Language"),
        )


@dataclass(frozen=True)
class Whole:
    """:param etag: of the content, with its quotation marks.
    :param headers: what the content is.
    """

    content: bytes
    etag: bytes
    headers: tuple[Header, ...] = (JSON,)


@dataclass(frozen=True)
class Streamed:
    """An answer of which each piece is written when it is sent.

    :param held: how many bytes it holds until then.
    :param etag: of the request, as the answer is not there as a whole: weak, with its marks.
    """

    pieces: Iterator[bytes]
    held: int
    etag: bytes

    def joined(self) -> Whole:
        return Whole(b"".join(self.pieces), self.etag)


@dataclass(frozen=True)
class Unchanged:
    """The client has the answer already."""

    etag: bytes


Answer: TypeAlias = Whole | Streamed | Unchanged


def answer_of(content: Mapping[str, Any] | File, numbers: int, etag: bytes) -> Answer:
    """:param numbers: how many the content is estimated to hold.
    :param etag: of the request, for an answer that is streamed.
    """
    if isinstance(content, File):
        return Whole(content.content, tag_of(content.content), content.headers)
    if numbers > WHOLE_NUMBERS:
        return Streamed(coalesced(pieces(content), LEAST_BYTES), held_bytes(content), etag)
    written = dumped(content) if numbers <= AT_ONCE_NUMBERS else b"".join(pieces(content))
    return Whole(written, tag_of(written))


def tag_of(content: bytes) -> bytes:
    return b'"%s"' % sha256(content).hexdigest()[:24].encode()


def held_bytes(value: object) -> int:
    """The bytes of all arrays and texts."""
    if isinstance(value, np.ndarray):
        return value.nbytes
    if isinstance(value, Written):
        return len(value.content)
    if isinstance(value, str):
        return len(value)
    if isinstance(value, Mapping):
        return sum(map(held_bytes, value.values()))
    if isinstance(value, list | tuple):
        return sum(map(held_bytes, value))
    return 8


def as_bytes(accept: bytes, send: Send) -> Send:
    """``send``, which calls an answer bytes of any kind if the ``Accept`` names these alone."""
    if {kind.partition(b";")[0].strip().lower() for kind in accept.split(b",")} != {
        OCTETS.encode()
    }:
        return send

    async def sent(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = [pair for pair in message["headers"] if pair[0] != b"content-type"]
            message = {**message, "headers": [*headers, (b"content-type", OCTETS.encode())]}
        await send(message)

    return sent


def tags(known: bytes) -> list[bytes]:
    """The tags of an ``If-None-Match``; none of ours holds a comma."""
    return [each.strip() for each in known.split(b",")] if known else []


async def send_whole(answer: Whole | Unchanged, known: bytes, send: Send) -> None:
    """:param known: the request's ``If-None-Match``. Although these requests are POST they change
    nothing, so that a client which has the answer already is told so with 304, as for GET.
    """
    etag = (b"etag", answer.etag)
    if isinstance(answer, Unchanged) or answer.etag in tags(known):
        await send({"type": "http.response.start", "status": 304, "headers": [etag]})
        await send({"type": "http.response.body", "body": b""})
        return
    length = (b"content-length", b"%d" % len(answer.content))
    headers = [*answer.headers, length, etag]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": answer.content})
