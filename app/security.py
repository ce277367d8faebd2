"""Bounds on every body, and a problem for every refusal and failure.

A body is read when the application asks for it: what is refused for its address, its method or its
headers is refused at once, and no body of it is held.
"""

import asyncio
from collections.abc import Mapping

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from .errors import RETRY_SOON, Params, Refusal, problem_response
from .lifecycle import Lifecycle
from .localization import Localizer, Translations
from .settings import MEGABYTE, Settings

BODY_HEADERS = frozenset((b"content-length", b"transfer-encoding"))
#: The name of a server has no more characters. A longer one would stand many times in a page that
#: is kept.
LONGEST_HOST = 255
STOPPING = Refusal(503, "error.detail.stopping", headers={"Connection": "close", **RETRY_SOON})


class ClientGone(Exception):
    """The client hung up before its body was whole."""


class SecurityMiddleware:
    """``direct`` names endpoints, by method and path, that are reached without the framework's
    router; they run often, and what it does for a request costs as much as they do.
    """

    def __init__(
        self,
        app: ASGIApp,
        settings: Settings,
        translations: Translations,
        direct: Mapping[tuple[str, str], ASGIApp],
        lifecycle: Lifecycle,
    ) -> None:
        self.app = app
        self.settings = settings
        self.translations = translations
        self.direct = direct
        self.bodies = Bodies(settings)
        self.lifecycle = lifecycle

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        started = False

        async def send_and_note(message: Message) -> None:
            nonlocal started
            started = started or message["type"] == "http.response.start"
            await send(message)

        body = Body(scope, receive, self.bodies) if has_body(scope) else None
        if body is not None:
            receive = body.receive
        try:
            check_host(scope)
            app = self.direct.get((scope["method"], scope["path"]), self.app)
            await app(scope, receive, send_and_note)
        except ClientGone:
            return
        except asyncio.CancelledError:  # The time for requests under way is over.
            if not self.lifecycle.stopping:
                raise
            if not started:
                await self.refuse(STOPPING, scope, receive, send_and_note)
        except Refusal as refusal:
            await self.refuse(refusal, scope, receive, send_and_note)
        except Exception:
            if not started:
                failure = Refusal(500, "error.detail.internal")
                await self.refuse(failure, scope, receive, send_and_note)
            raise  # the server writes it into its log
        finally:
            if body is not None:
                self.bodies.remove(body)

    async def refuse(self, refusal: Refusal, scope: Scope, receive: Receive, send: Send) -> None:
        response = problem_response(refusal, Localizer(self.translations, scope))
        await response(scope, receive, send)


def check_host(scope: Scope) -> None:
    """Raises a `Refusal` where the name of this server is too long for one."""
    if any(name == b"host" and len(value) > LONGEST_HOST for name, value in scope["headers"]):
        raise Refusal(400, "error.detail.host", {"most": LONGEST_HOST})


class Bodies:
    """The bodies of all requests under way. Together they are held within a bound."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.held: dict[Body, int] = {}
        self.bytes = 0

    def add(self, body: "Body", size: int) -> None:
        """Counts what has arrived. Over the bound the largest body that is still arriving is
        refused, so that large ones do not keep small ones out.
        """
        self.held[body] = self.held.get(body, 0) + size
        self.bytes += size
        if self.bytes > self.settings.bodies_bytes:
            arriving = (each for each in self.held if not each.is_whole)
            largest = max(arriving, key=self.held.__getitem__, default=body)
            if largest is body:
                raise too_many_bodies()
            largest.refuse()

    def remove(self, body: "Body") -> None:
        self.bytes -= self.held.pop(body, 0)


class Body:
    """A request's body, which is gathered into one message when it is first asked for."""

    def __init__(self, scope: Scope, receive: Receive, bodies: Bodies) -> None:
        self.scope = scope
        self.receive_part = receive
        self.bodies = bodies
        self.is_asked_for = False
        self.is_whole = False
        self.is_refused = False
        self.is_late = False
        self.task: asyncio.Task[object] | None = None

    async def receive(self) -> Message:
        """The whole body in one message; after it what the server says."""
        if self.is_asked_for:
            return await self.receive_part()
        self.is_asked_for = True
        body = await self.gather()
        return {"type": "http.request", "body": body, "more_body": False}

    def refuse(self) -> None:
        """Ends the gathering, from another request."""
        self.bodies.remove(self)
        self.is_refused = True
        assert self.task is not None
        self.task.cancel()

    def end_late(self) -> None:
        """Ends the gathering once its time is over."""
        # Said here and not read off the clock: a loop may wake up a rounding before its deadline.
        self.is_late = True
        assert self.task is not None
        self.task.cancel()

    async def gather(self) -> bytes:
        """The body, counted as it arrives, whatever its headers say."""
        settings, loop = self.bodies.settings, asyncio.get_running_loop()
        if declared_length(self.scope) > settings.body_limit:
            raise too_large(settings.body_limit)
        task = self.task = asyncio.current_task()
        assert task is not None
        # What asyncio.timeout does, at a third of its price.
        timer = loop.call_later(settings.body_seconds, self.end_late)
        try:
            return await self.whole(settings.body_limit)
        except asyncio.CancelledError:
            if not (self.is_refused or self.is_late):
                raise
            task.uncancel()
            if self.is_refused:
                raise too_many_bodies() from None
            params: Params = {"seconds": round(settings.body_seconds)}
            raise Refusal(408, "error.detail.too_slow", params) from None
        finally:
            timer.cancel()

    async def whole(self, limit: int) -> bytes:
        parts: list[bytes] = []
        size = 0
        while not self.is_whole:
            message = await self.receive_part()
            if message["type"] == "http.disconnect":
                raise ClientGone
            part = message.get("body", b"")
            self.is_whole = not message.get("more_body", False)
            size += len(part)
            if size > limit:
                raise too_large(limit)
            parts.append(part)
            self.bodies.add(self, len(part))
        return b"".join(parts)


def too_many_bodies() -> Refusal:
    return Refusal(503, "error.detail.bodies", headers=RETRY_SOON)


def too_large(limit: int) -> Refusal:
    """:param limit: the largest body that is accepted, in bytes."""
    megabytes = limit / MEGABYTE
    params: Params = {"megabytes": f"{megabytes:.3g}" if megabytes < 999.5 else f"{megabytes:.0f}"}
    return Refusal(413, "error.detail.too_large", params)


def has_body(scope: Scope) -> bool:
    return any(name in BODY_HEADERS for name, _ in scope["headers"])


def declared_length(scope: Scope) -> int:
    """The ``Content-Length``, in bytes; 0 where there is none."""
    for name, value in scope["headers"]:
        if name == b"content-length" and value.isdigit():
            return int(value)
    return 0
