"""What both clients have in common: how they ask, how long they wait, what failures mean."""

import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from typing import Any

import httpx
import orjson

from .. import __version__
from .calls import Answered, Call
from .errors import Refused, Unreachable, refused
from .in_process import ADDRESS
from .results.reading import Unreadable, read
from .results.training import LINES, Frame, RunEnd, RunEvent, RunHeader

#: Answers to ask again after: too much of this client's own work waits, or of everybody's.
AGAIN = (429, 503)
#: A server that wants to be asked only after so many seconds is not waited for.
LONGEST_WAIT = 60.0
#: A larger answer is not taken, nor a longer line of a run, in bytes.
LARGEST_ANSWER = 512 * 1024 * 1024
LARGEST_LINE = 64 * 1024 * 1024
CONNECT_SECONDS = 10.0


@dataclass(frozen=True)
class Connection:
    """Whom a client asks, and how.

    :param address: without a slash at its end.
    :param retries: how often a request is repeated that is to be asked again later.
    """

    address: str
    in_process: bool
    headers: Mapping[str, str]
    timeout: httpx.Timeout
    retries: int

    @classmethod
    def of(
        cls,
        server: str | None,
        language: str | None,
        timeout: float | None,
        retries: int,
        headers: Mapping[str, str] | None,
    ) -> "Connection":
        """:raises ValueError: the address is none of a server."""
        own = {"User-Agent": f"deltaflow/{__version__} httpx/{httpx.__version__}"}
        if language is not None:
            own["Accept-Language"] = language
        seconds = httpx.Timeout(timeout, connect=CONNECT_SECONDS if timeout else None)
        address = ADDRESS if server is None else checked(server)
        return cls(address, server is None, own | dict(headers or {}), seconds, retries)

    def options(self, call: Call[Any]) -> dict[str, Any]:
        """What httpx gets."""
        given = {"Content-Type": call.media_type, "Accept": call.accept}
        return {
            "method": "POST",
            "url": self.address + call.path,
            "content": call.body,
            "headers": {**self.headers, **given},
            "params": dict(call.params) if call.params else None,
        }

    def failed(self, error: Exception) -> Unreachable:
        """What to do, by what went wrong."""
        where = "The server in this process" if self.in_process else f"The server {self.address}"
        if isinstance(error, httpx.ConnectError | httpx.ConnectTimeout):
            return Unreachable(
                f"{where} cannot be reached ({error or 'no connection in time'}). Check the "
                "address and that it runs (deltaflow serve), or leave the address out: then it "
                "is computed in this process."
            )
        if isinstance(error, httpx.TimeoutException):
            return Unreachable(
                f"{where} did not answer within {self.timeout.read:g} seconds. Try again, ask for "
                "less, or allow more: Client(timeout=300)."
            )
        return Unreachable(f"The connection to {self.address} failed: {error!r:.200}. Try again.")


def checked(server: str) -> str:
    try:
        url = httpx.URL(server)
    except (httpx.InvalidURL, TypeError):
        url = httpx.URL()
    if url.scheme not in ("http", "https") or not url.host or url.query or url.fragment:
        raise ValueError(
            f"{server!r:.100} is no address of a server. Write one such as "
            "https://deltaflow.example or http://127.0.0.1:8000."
        )
    return str(url).rstrip("/")


def wait_of(headers: Mapping[str, str], status: int) -> float | None:
    """After how many seconds the server wants to be asked again; None: it does not say."""
    if status not in AGAIN:
        return None
    told = headers.get("retry-after", "").strip()
    if told.isascii() and told.isdigit():
        return float(told[:9])
    try:
        return max(0.0, parsedate_to_datetime(told).timestamp() - time.time())
    except (ValueError, OverflowError):
        return None


def refusal(answered: Answered, asked: str) -> Refused:
    """:param asked: the address that was asked."""
    try:
        answer: object = answered.json()
    except ValueError:
        answer = None
    remedy = (
        f" The address asked was {asked}: give the client only the part of the server's that "
        "stands before /api/v1."
        if answered.status == HTTPStatus.NOT_FOUND
        else ""
    )
    return refused(answered.status, answer, wait_of(answered.headers, answered.status), remedy)


def asks_again(answered: Answered, attempt: int, retries: int) -> float | None:
    """How many seconds to wait before asking again; None: what came is the answer.

    :param attempt: from 0.
    """
    wait = wait_of(answered.headers, answered.status)
    return wait if wait is not None and attempt < retries and wait <= LONGEST_WAIT else None


class Gathered:
    """The content of an answer as it comes, within a bound."""

    def __init__(self, response: httpx.Response) -> None:
        self.response = response
        self.parts: list[bytes] = []
        self.size = 0

    def add(self, part: bytes) -> None:
        """:raises Unreachable: the answer is too large."""
        self.size += len(part)
        if self.size > LARGEST_ANSWER:
            raise Unreachable(
                f"The answer has more than {LARGEST_ANSWER // 1024**2} MiB. Ask for less."
            )
        self.parts.append(part)

    def answered(self) -> Answered:
        headers = {name.lower(): value for name, value in self.response.headers.items()}
        language = self.response.request.headers.get("accept-language", "en")
        return Answered(self.response.status_code, headers, b"".join(self.parts), language)


class LineReader:
    """Bytes into the lines of a run, and these into what they say.

    :param header: once its line has come; ``end`` likewise, which is the last.
    """

    def __init__(self) -> None:
        self.rest = b""
        self.header: RunHeader | None = None
        self.events: list[RunEvent] = []
        self.end: RunEnd | None = None
        #: Every line as it came, for who wants them.
        self.latest = b""

    def take(self, part: bytes) -> Iterator[Frame]:
        """The frames that are whole with ``part``.

        :raises Unreachable: it is not what a Deltaflow server answers.
        """
        *whole, self.rest = (self.rest + part).split(b"\n")
        if len(self.rest) > LARGEST_LINE:
            raise Unreachable("A line of the run is too long for one. Ask for fewer parts.")
        for line in whole:
            if not line:
                continue
            frame = self.told(line)
            if frame is not None:
                yield frame

    def told(self, line: bytes) -> Frame | None:
        try:
            content = orjson.loads(line)
            found = read(LINES[content["type"]], content)
        except (Unreadable, ValueError, KeyError, TypeError) as error:
            raise Unreachable(
                f"A line of the run is not what this version of the client reads ({error!r:.100})."
            ) from None
        self.latest = line
        if isinstance(found, Frame):
            return found
        if isinstance(found, RunHeader):
            self.header = found
        elif isinstance(found, RunEvent):
            self.events.append(found)
        else:
            self.end = found
        return None

    def finished(self) -> None:
        """:raises Unreachable: the run was cut."""
        if self.end is None:
            raise Unreachable("The run was cut before its end. Try again.")


#: What httpx raises where no answer comes.
FAILURES = (httpx.TransportError, httpx.DecodingError, httpx.InvalidURL, httpx.TooManyRedirects)
