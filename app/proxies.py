"""What a proxy in front says of a request, believed from the proxies that the settings name."""

import re
from ipaddress import ip_address

from starlette.types import ASGIApp, Receive, Scope, Send
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

from .settings import Settings

#: A host and perhaps a port, as ``Host`` has it.
HOST = re.compile(rb"(?:[A-Za-z0-9._-]+|\[[0-9A-Fa-f:.]+\])(?::[0-9]{1,5})?")
FOR = b"x-forwarded-for"
#: An address with a port, as some proxies write it into X-Forwarded-For.
WITH_PORT = re.compile(rb"\[([0-9A-Fa-f:.]+)\](?::[0-9]{1,5})?|([0-9.]+):[0-9]{1,5}")


class ForwardedMiddleware(ProxyHeadersMiddleware):
    """uvicorn's, which reads X-Forwarded-For and -Proto, with X-Forwarded-Host as well."""

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        trusted = [str(network) for network in settings.proxies]
        self.within = app
        super().__init__(self.named, trusted)  # type: ignore[arg-type]  # types of its own

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:  # type: ignore[override]
        client = scope.get("client")
        if scope["type"] == "http" and client and client[0] in self.trusted_hosts:
            headers = with_forwarded_host(without_ports(scope["headers"]))
            scope = {**scope, "headers": headers}
        await super().__call__(scope, receive, send)  # type: ignore[arg-type]

    async def named(self, scope: Scope, receive: Receive, send: Send) -> None:
        """What a header names as the client is an address, or "unknown"."""
        client = scope.get("client")
        if scope["type"] == "http" and client and not is_address(client[0]):
            scope = {**scope, "client": ("unknown", 0)}
        await self.within(scope, receive, send)


def is_address(name: str) -> bool:
    try:
        ip_address(name)
    except ValueError:
        return False
    return True


def without_ports(headers: list[tuple[bytes, bytes]]) -> list[tuple[bytes, bytes]]:
    """X-Forwarded-For with addresses alone: a port would make every connection another client."""
    return [
        (name, b", ".join(map(without_port, value.split(b","))) if name == FOR else value)
        for name, value in headers
    ]


def without_port(written: bytes) -> bytes:
    found = WITH_PORT.fullmatch(written.strip())
    return (found[1] or found[2]) if found else written.strip()


def with_forwarded_host(headers: list[tuple[bytes, bytes]]) -> list[tuple[bytes, bytes]]:
    """``Host`` is the first that X-Forwarded-Host names: the one that the client asked for."""
    forwarded = next((value for name, value in headers if name == b"x-forwarded-host"), b"")
    host = forwarded.split(b",")[0].strip()
    if not HOST.fullmatch(host):
        return headers
    return [(b"host", host), *(pair for pair in headers if pair[0] != b"host")]
