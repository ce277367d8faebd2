"""Bounds on every body, and a problem for every refusal and failure."""

import asyncio
from collections.abc import Mapping

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from .errors import Params, Refusal, problem_response
from .lifecycle import Lifecycle
from .localization import Localizer, Translations
from .settings import MEGABYTE, Settings

#: A client that is refused halfway may still be sending.
CLOSE = {"Connection": "close"}
BODY_HEADERS = frozenset((b"content-length", b"transfer-encoding"))


#: Answered as before while the server is being stopped.
HEALTH = frozenset(("/healthz", "/readyz"))
STOPPING = Refusal(503, "error.detail.stopping", headers=CLOSE | {"Retry-After": "5"})


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

        try:
            if self.lifecycle.stopping and scope["path"] not in HEALTH:
                raise STOPPING
            if has_body(scope):
                receive = replay(await self.body(receive), receive)
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

    async def refuse(self, refusal: Refusal, scope: Scope, receive: Receive, send: Send) -> None:
        response = problem_response(refusal, Localizer(self.translations, scope))
        await response(scope, receive, send)

    async def body(self, receive: Receive) -> bytes:
        """The whole body, counted as it arrives, whatever its headers say."""
        limit, loop = self.settings.body_limit, asyncio.get_running_loop()
        deadline = loop.time() + self.settings.body_seconds
        task = asyncio.current_task()
        assert task is not None
        # What asyncio.timeout does, at a third of its price.
        timer = loop.call_at(deadline, task.cancel)
        parts: list[bytes] = []
        size, more = 0, True
        try:
            while more and size <= self.settings.discard_limit:
                message = await receive()
                if message["type"] == "http.disconnect":
                    raise ClientGone
                part = message.get("body", b"")
                more = message.get("more_body", False)
                size += len(part)
                if size <= limit:
                    parts.append(part)
                else:
                    parts.clear()
        except asyncio.CancelledError:
            if loop.time() < deadline:
                raise
            task.uncancel()
            params: Params = {"seconds": round(self.settings.body_seconds)}
            raise Refusal(408, "error.detail.too_slow", params, headers=CLOSE) from None
        finally:
            timer.cancel()
        if size > limit:
            params = {"megabytes": limit // MEGABYTE}
            raise Refusal(413, "error.detail.too_large", params, headers=CLOSE)
        return b"".join(parts)


def has_body(scope: Scope) -> bool:
    return any(name in BODY_HEADERS for name, _ in scope["headers"])


def replay(body: bytes, receive: Receive) -> Receive:
    """A ``receive`` that gives the body that was already read, then goes on as before."""
    given = False

    async def again() -> Message:
        nonlocal given
        if given:
            return await receive()
        given = True
        return {"type": "http.request", "body": body, "more_body": False}

    return again
