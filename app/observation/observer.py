"""Gives every request its id, logs and counts it."""

import asyncio
import os
import time
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from starlette.responses import JSONResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from .. import __version__
from ..headers import HEADERS
from ..settings import Settings
from .logs import CLIENT_LEFT, SERVER, Exchange, write
from .request_id import HEADER, request_id_of

if TYPE_CHECKING:
    from .metrics import Metrics

#: What stands for an address that is none of ours, and for a request that is no HTTP.
OTHER = "other"
#: How often what a process holds is measured, in seconds.
SAMPLE_SECONDS = 0.5
#: How long answers may take to be sent once they are cut short.
LAST_SECONDS = 1.0


class Observer:
    """The log and the metrics of one process.

    :param addresses: at which it serves, for the log.
    """

    def __init__(self, settings: Settings, addresses: Sequence[str] = ()) -> None:
        self.settings = settings
        self.addresses = addresses
        self.under_way = 0
        self.metrics = None if settings.metrics is None else new_metrics()

    def started(self, version: str) -> None:
        """Called once the process answers.

        :param version: of what it answers with.
        """
        if self.addresses:
            process = f", process {os.getpid()}" if self.settings.workers > 1 else ""
            SERVER.info(
                "Deltaflow %s, version %s, serves %s%s (Ctrl+C stops it)",
                __version__, version, ", ".join(self.addresses), process,
            )  # fmt: skip
        if self.metrics is not None:
            self.metrics.build.labels(__version__, version).set(1)

    def observe(
        self,
        exchange: Exchange,
        endpoint: str = OTHER,
        received: int = 0,
        failure: BaseException | None = None,
    ) -> None:
        write(exchange, self.settings, failure)
        if self.metrics is not None:
            self.metrics.count(exchange, endpoint, received)

    async def sample(self, held: Callable[[], Mapping[str, float]]) -> None:
        """Measures again and again what a process holds and how late its event loop is.

        :param held: what the application holds, by the names of `metrics.HELD`.
        """
        loop = asyncio.get_running_loop()
        while self.metrics is not None:
            due = loop.time() + SAMPLE_SECONDS
            await asyncio.sleep(SAMPLE_SECONDS)
            self.metrics.lag.observe(max(0.0, loop.time() - due))
            for name, value in {"requests_under_way": self.under_way, **held()}.items():
                self.metrics.held[name].set(value)

    async def all_answered(self) -> None:
        """Returns once no request is under way, after `LAST_SECONDS` at the latest."""
        for _ in range(100):
            if self.under_way == 0:
                break
            await asyncio.sleep(LAST_SECONDS / 100)


def new_metrics() -> "Metrics":
    from prometheus_client import CollectorRegistry

    from .metrics import Metrics  # Only who serves metrics loads the library.

    return Metrics(CollectorRegistry())


def failed(request_id: str) -> Response:
    """A problem that needs nothing of the application, for what fails outside of it."""
    problem = {"title": "Internal Server Error", "status": 500, "request_id": request_id}
    return JSONResponse(problem, 500, HEADERS, "application/problem+json")


class ObservationMiddleware:
    """Outside the application, and inside the layers that set the client's address and the path.

    :param endpoints: the addresses that are counted by name; one that ends with ``/`` stands for
        all below it.
    """

    def __init__(self, app: ASGIApp, observer: Observer, endpoints: frozenset[str]) -> None:
        self.app = app
        self.observer = observer
        self.exact = endpoints
        self.below = tuple(each for each in endpoints if each.endswith("/") and each != "/")

    def endpoint_of(self, scope: Scope) -> str:
        path: str = scope["path"]
        if path in self.exact:
            return path
        return next((address for address in self.below if path.startswith(address)), OTHER)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        observer = self.observer
        endpoint = OTHER if observer.metrics is None else self.endpoint_of(scope)
        request_id = scope["request_id"] = request_id_of(scope)
        header = (HEADER, request_id.encode())
        status, received, sent = CLIENT_LEFT, 0, 0
        failure: BaseException | None = None

        async def receive_observed() -> Message:
            nonlocal received
            message = await receive()
            received += len(message.get("body", b""))
            return message

        async def send_observed(message: Message) -> None:
            nonlocal status, sent
            if message["type"] == "http.response.start":
                status = message["status"]
                message["headers"] = [*message.get("headers", ()), header]
            else:
                sent += len(message.get("body", b""))
            await send(message)

        started = time.perf_counter()
        observer.under_way += 1
        try:
            await self.app(scope, receive_observed if observer.metrics else receive, send_observed)
        except Exception as error:
            failure = error
            if status == CLIENT_LEFT:
                await failed(request_id)(scope, receive, send_observed)
        finally:
            observer.under_way -= 1
            client = scope.get("client")
            exchange = Exchange(
                request_id,
                client[0] if client else "-",
                scope["method"],
                scope.get("raw_path") or scope["path"].encode(),
                status,
                time.perf_counter() - started,
                sent,
                scope.get("problem"),
            )
            observer.observe(exchange, endpoint, received, failure)
