"""``HEAD`` is answered where ``GET`` is, ``OPTIONS`` everywhere, and ``Allow`` names them."""

from collections.abc import Awaitable

from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

#: The request ``OPTIONS *`` asks for what the server takes at all.
SERVER = "*"
METHODS = ("GET", "HEAD", "OPTIONS", "POST")


def allowed(error: HTTPException) -> str:
    """The header ``Allow`` for an address whose route has refused a method."""
    named = (error.headers or {}).get("Allow", "").replace(" ", "").split(",")
    methods = {"OPTIONS", *filter(None, named)}
    return ", ".join(sorted(methods | {"HEAD"} if "GET" in methods else methods))


class HeadAsGet:
    """The application's answer to ``GET`` without its body."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    def __call__(self, scope: Scope, receive: Receive, send: Send) -> Awaitable[None]:
        if scope["type"] != "http" or scope["method"] != "HEAD":
            return self.app(scope, receive, send)

        async def send_head(message: Message) -> None:
            if message["type"] == "http.response.body":
                message = {**message, "body": b""}
            await send(message)

        # A copy: the server itself must know that no body follows.
        return self.app({**scope, "method": "GET"}, receive, send_head)
