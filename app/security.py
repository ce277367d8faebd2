"""The outermost layer: security headers on every reply, and bounds on every body.

It wraps the finished application, so that 404, 413 and 500 replies and static files carry the headers too.
"""

import asyncio

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.errors import Refusal, problem_response
from app.languages import Sentences, preferred
from app.settings import Settings

CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        "base-uri 'none'",
        "form-action 'none'",
        "frame-ancestors 'none'",
        "require-trusted-types-for 'script'",
        "trusted-types 'none'",
    )
)
HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "X-Frame-Options": "DENY",
}
RAW_HEADERS = [(name.lower().encode(), value.encode()) for name, value in HEADERS.items()]


class ClientGone(Exception):
    """The client hung up before its body was whole."""


class Shield:
    def __init__(self, app: ASGIApp, settings: Settings, sentences: Sentences) -> None:
        self.app = app
        self.settings = settings
        self.sentences = sentences

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message.get("headers", ()), *RAW_HEADERS]
            await send(message)

        if not any(
            name in (b"content-length", b"transfer-encoding") for name, _ in scope["headers"]
        ):
            await self.app(scope, receive, send_with_headers)
            return
        try:
            body = await self.body(scope, receive)
        except ClientGone:
            return
        except Refusal as refusal:
            language = preferred(Headers(scope=scope).get("accept-language"))
            response = problem_response(refusal, self.sentences, language)
            await response(scope, receive, send_with_headers)
            return
        await self.app(scope, replay(body, receive), send_with_headers)

    async def body(self, scope: Scope, receive: Receive) -> bytes:
        """The whole body, counted as it arrives, whatever its headers say."""
        message = await self.part(receive, 0.0)
        first: bytes = message.get("body", b"")
        if not message.get("more_body") and len(first) <= self.settings.body_limit:
            return first
        deadline = asyncio.get_running_loop().time() + self.settings.body_seconds
        parts, size = [first], len(first)
        while message.get("more_body"):
            message = await self.part(receive, deadline)
            part = message.get("body", b"")
            size += len(part)
            if size <= self.settings.body_limit:
                parts.append(part)
            else:
                parts.clear()
            if size > self.settings.discard_limit:
                break
        if size > self.settings.body_limit:
            megabytes = self.settings.body_limit // (1024 * 1024)
            raise Refusal(
                413,
                "error.detail.too_large",
                {"megabytes": megabytes},
                headers={"Connection": "close"},
            )
        return b"".join(parts)

    async def part(self, receive: Receive, deadline: float) -> Message:
        """The next message; ``deadline`` 0 is the full time from now."""
        loop = asyncio.get_running_loop()
        try:
            async with asyncio.timeout_at(deadline or loop.time() + self.settings.body_seconds):
                message = await receive()
        except TimeoutError:
            seconds = round(self.settings.body_seconds)
            raise Refusal(
                408, "error.detail.too_slow", {"seconds": seconds}, headers={"Connection": "close"}
            ) from None
        if message["type"] == "http.disconnect":
            raise ClientGone
        return message


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
