"""The security headers of every reply, by what its address is for, and who may share it.

`HeadersMiddleware` is outside all that answers, so that 404, 413 and 500 replies and static files
carry them too. Pages of other origins get nothing, unless the settings name these origins:
`frame_origins` may show what is below ``/embed`` in a frame and load the element that makes it,
`cors_origins` may call what is below ``/api/``.
"""

from collections.abc import Callable, Sequence

from starlette.datastructures import Headers
from starlette.middleware.cors import CORSMiddleware
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from .settings import Settings

RawHeaders = list[tuple[bytes, bytes]]

CONTENT_SECURITY_POLICY = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self' data:",
    "font-src": "'self'",
    "connect-src": "'self'",
    "base-uri": "'none'",
    "form-action": "'none'",
    "frame-ancestors": "'none'",
    "require-trusted-types-for": "'script'",
    # One policy: a page may name its service worker alone (static/js/pages/later/offline.js).
    "trusted-types": "deltaflow-offline",
}


def policy(directives: dict[str, str]) -> str:
    return "; ".join(f"{name} {value}" for name, value in directives.items())


#: What every reply carries unless a function of `ROUTES` says otherwise.
HEADERS = {
    "Content-Security-Policy": policy(CONTENT_SECURITY_POLICY),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "X-Frame-Options": "DENY",
}


#: What a file carries instead: what only a document obeys is left out, 2.5 KB of a first visit. A
#: picture that is opened alone is a document, and may load nothing.
FILE_HEADERS = {
    "Content-Security-Policy": policy(
        {name: CONTENT_SECURITY_POLICY[name] for name in ("default-src", "frame-ancestors")}
    ),
    **{
        name: HEADERS[name]
        for name in ("X-Content-Type-Options", "Referrer-Policy", "Cross-Origin-Resource-Policy")
    },
}
#: Files that the pages of `frame_origins` run. A module of another origin needs what an API needs.
FRAMING_FILES = ("js/embed/delta-flow.js",)
#: How the addresses of files begin. A refusal below it is a document.
FILES = "/static/"


def framed(settings: Settings) -> dict[str, str]:
    """Headers of a page that `frame_origins` may show in a frame."""
    if not settings.frame_origins:
        return HEADERS
    ancestors = {"frame-ancestors": " ".join(settings.frame_origins)}
    headers = HEADERS | {
        "Content-Security-Policy": policy(CONTENT_SECURITY_POLICY | ancestors),
        "Cross-Origin-Resource-Policy": "cross-origin",
    }
    # X-Frame-Options cannot name origins; frame-ancestors of the policy takes its place.
    del headers["X-Frame-Options"]
    return headers


def framing(settings: Settings) -> dict[str, str]:
    """Headers of `FRAMING_FILES`. They hold nothing that not every reader of a page may see."""
    if not settings.frame_origins:
        return FILE_HEADERS
    shared = {"Cross-Origin-Resource-Policy": "cross-origin", "Access-Control-Allow-Origin": "*"}
    return FILE_HEADERS | shared


#: The first part of an address -> its headers. Every other address has `HEADERS`.
ROUTES: dict[str, Callable[[Settings], dict[str, str]]] = {
    "embed": framed,
}

#: How the addresses begin that `cors_origins` may call, and the methods that they may use.
SHARED = "/api/"
METHODS = ("GET", "HEAD", "POST")
#: Headers of a request, besides those that any page may send.
SENT = ("Content-Type", "If-None-Match", "X-Request-ID")
#: Headers of an answer, besides those that any page may read.
EXPOSED = ("Allow", "Deltaflow-Version", "ETag", "Retry-After", "X-Request-ID")
#: How long a browser may remember that an origin may call, in seconds: the longest that any of them
#: accepts.
REMEMBERED = 7200


def raw(headers: dict[str, str]) -> RawHeaders:
    return [(name.lower().encode(), value.encode()) for name, value in headers.items()]


RAW_HEADERS = raw(HEADERS)
RAW_FILE_HEADERS = raw(FILE_HEADERS)


class HeadersMiddleware:
    """Adds the headers to every reply, and answers for the API whether another origin may call it.

    :param version: of the server. An answer of the API carries it, so that a page notices when it
        is of another one.

    An origin that may not gets the answer of a server without CORS: its browser withholds it.
    """

    def __init__(self, app: ASGIApp, settings: Settings, version: Callable[[], str]) -> None:
        self.app = app
        self.version = version
        self.routes = {part: raw(headers(settings)) for part, headers in ROUTES.items()}
        self.framing = raw(framing(settings))
        self.origins = frozenset(settings.cors_origins)
        self.shared = sharing(app, settings.cors_origins)
        self.shared_headers = raw(HEADERS | {"Cross-Origin-Resource-Policy": "cross-origin"})
        # An answer that is kept on its way must not be given to another origin.
        varies = self.origins and "*" not in self.origins
        self.private_headers = [*RAW_HEADERS, *([(b"vary", b"Origin")] if varies else [])]

    def answering(self, scope: Scope) -> tuple[ASGIApp, RawHeaders]:
        """The application that answers a request, and the headers that its reply gets."""
        path: str = scope["path"]
        if not path.startswith(SHARED) or not self.origins:
            part = path.removeprefix("/").partition("/")[0]
            return self.app, self.routes.get(part, RAW_HEADERS)
        origin = Headers(scope=scope).get("origin")
        if origin is not None and ("*" in self.origins or origin in self.origins):
            return self.shared, self.shared_headers
        return self.app, self.private_headers

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        app, headers = self.answering(scope)
        if scope["path"].startswith(SHARED):
            headers = [*headers, (b"deltaflow-version", self.version().encode())]

        is_file = scope["path"].startswith(FILES)
        of_files = self.framing if scope["path"].endswith(FRAMING_FILES) else RAW_FILE_HEADERS

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                own = of_files if is_file and message["status"] < 400 else headers
                message["headers"] = [*message.get("headers", ()), *own]
            await send(message)

        await app(scope, receive, send_with_headers)


def sharing(app: ASGIApp, origins: Sequence[str]) -> ASGIApp:
    """The application for those who may call it. Cookies and the like are never sent along."""
    return CORSMiddleware(
        app,
        allow_origins=origins,
        allow_methods=METHODS,
        allow_headers=SENT,
        expose_headers=EXPOSED,
        max_age=REMEMBERED,
    )
