"""The client for ordinary programs and for notebooks."""

import time
from collections.abc import Generator, Iterator, Mapping
from contextlib import contextmanager
from os import PathLike
from types import TracebackType
from typing import Any, Self, TypeVar, Unpack

import httpx

from . import calls
from .calls import Answered, Call
from .connection import (
    FAILURES,
    Connection,
    Gathered,
    LineReader,
    asks_again,
    refusal,
)
from .fields import (
    CheckFields,
    DescentFields,
    ExportFields,
    GraphFields,
    MarkFields,
    Request,
    SheetsFields,
    TraceFields,
    TrainFields,
)
from .in_process import Bridged
from .results.checking import Check, Mark, Sheets
from .results.files import File, Imported
from .results.laboratories import Descent, Graph
from .results.network import Trace
from .results.reading import Result
from .results.training import Frame, RunEnd, RunEvent, RunHeader

T = TypeVar("T")


class Client:
    """Asks a Deltaflow server, or computes in this process where no ``server`` is named.

    Each method takes a body as the API describes it, its fields as keyword arguments, or both. It
    raises a `Refused` that names each wrong field and the remedy, or `Unreachable`.

    :param server: its address, such as ``https://deltaflow.example``.
    :param language: of sentences, such as ``zh``. Left out: English.
    :param timeout: the longest silence of a server, in seconds; None: any.
    :param retries: how often a request is repeated that the server wants to be asked again later
        (429, 503 with Retry-After, at most a minute each time).
    :param headers: more headers, as a proxy may want them.
    :param transport: of httpx, in the place of its own.
    """

    def __init__(
        self,
        server: str | None = None,
        *,
        language: str | None = None,
        timeout: float | None = 60.0,
        retries: int = 3,
        headers: Mapping[str, str] | None = None,
        transport: httpx.BaseTransport | None = None,
    ) -> None:
        self._connection = Connection.of(server, language, timeout, retries, headers)
        if transport is None and server is None:
            transport = Bridged()
        self._http = httpx.Client(transport=transport, timeout=self._connection.timeout)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Ends its connections."""
        self._http.close()

    def trace(self, request: Request | None = None, /, **fields: Unpack[TraceFields]) -> Trace:
        """One pass of a network: every activation, every δ, every gradient, and the update."""
        return self.result(calls.trace(request, fields))

    def graph(
        self, request: Request | str | None = None, /, **fields: Unpack[GraphFields]
    ) -> Graph:
        """An expression as a graph of values: ``graph("x = w**2", values={"w": 1.5})``."""
        return self.result(calls.graph(request, fields))

    def descent(
        self, request: Request | None = None, /, **fields: Unpack[DescentFields]
    ) -> Descent:
        """The ways of optimizers down a function of one or two variables."""
        return self.result(calls.descent(request, fields))

    def mark(self, request: Request | None = None, /, **fields: Unpack[MarkFields]) -> Mark:
        """Judges one's own numbers of a pass, by address: texts, numbers or arrays (``delta2``)."""
        return self.result(calls.mark(request, fields))

    def check(self, request: Request | None = None, /, **fields: Unpack[CheckFields]) -> Check:
        """Holds gradients, also one's own (``gradients={"dw1": array}``), against differences."""
        return self.result(calls.check(request, fields))

    def sheets(self, request: Request | None = None, /, **fields: Unpack[SheetsFields]) -> Sheets:
        """Sheets to work by hand, from a plan and a seed, with their keys."""
        return self.result(calls.sheets(request, fields))

    def export(
        self, request: Request | Result | None = None, /, **fields: Unpack[ExportFields]
    ) -> File:
        """A walkthrough as a file: ``export(result, format="svg")``, or of a request."""
        return self.result(calls.export(request, fields))

    def train(self, request: Request | None = None, /, **fields: Unpack[TrainFields]) -> "Training":
        """A run of training: an iterator of its frames, computed as they are taken."""
        return Training(self, calls.train(request, fields))

    def import_model(self, model: bytes | str | PathLike[str], name: str | None = None) -> Imported:
        """Reads a model that another program saved.

        :param model: the path of a file, or its bytes with a ``name`` that says what they are.
        :raises OSError: the file cannot be read.
        """
        return self.result(calls.import_model(model, name))

    def result(self, call: Call[T]) -> T:
        """Asks, and reads the answer."""
        return call.read(self.ask(call))

    def ask(self, call: Call[Any]) -> Answered:
        """The answer as it came. Raises `Refused` and `Unreachable`."""
        with self.answering(call) as response:
            return gathered(response)

    @contextmanager
    def answering(self, call: Call[Any]) -> Iterator[httpx.Response]:
        """The answer while it comes. Raises `Refused` and `Unreachable`."""
        connection = self._connection
        for attempt in range(connection.retries + 1):
            try:
                with self._http.stream(**connection.options(call)) as response:
                    if response.is_success:
                        yield response
                        return
                    answered = gathered(response)
            except FAILURES as error:
                raise connection.failed(error) from error
            wait = asks_again(answered, attempt, connection.retries)
            if wait is None:
                raise refusal(answered, connection.address + call.path)
            time.sleep(wait)


def gathered(response: httpx.Response) -> Answered:
    whole = Gathered(response)
    for part in response.iter_bytes():
        whole.add(part)
    return whole.answered()


class Training:
    """A run of training: iterate over it for its frames. Leaving it ends the work.

    The request is sent when the first frame is taken.
    """

    def __init__(self, client: Client, call: Call[None]) -> None:
        self.request = call.request
        self._lines = LineReader()
        self._frames = self._read(client, call)

    @property
    def header(self) -> RunHeader | None:
        """What is trained; None before the first frame."""
        return self._lines.header

    @property
    def events(self) -> tuple[RunEvent, ...]:
        """The events that have been applied so far."""
        return tuple(self._lines.events)

    @property
    def end(self) -> RunEnd | None:
        """Why the run has ended; None while it goes on."""
        return self._lines.end

    def __iter__(self) -> Iterator[Frame]:
        return self

    def __next__(self) -> Frame:
        return next(self._frames)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Ends the work; no further frame comes."""
        self._frames.close()

    def _read(self, client: Client, call: Call[None]) -> Generator[Frame, None, None]:
        with client.answering(call) as response:
            for part in response.iter_bytes():
                yield from self._lines.take(part)
        self._lines.finished()
