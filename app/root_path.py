"""The path below which a proxy shows the application, such as ``/deltaflow``.

The application itself knows its own addresses only, ``/lesson/5``; requests lose the prefix before
they reach it, and what writes an address for a reader puts ``scope["root_path"]`` in front of it.
"""

from starlette.types import ASGIApp, Receive, Scope, Send

#: The first parts of the application's own addresses. Below a path that begins with one of them,
#: ``/lesson/5`` could mean two pages.
OWN_PARTS = (
    *("api", "chain-rule", "check", "descent", "embed", "healthz", "lesson", "metrics", "training"),
    *("oembed", "openapi.json", "readyz", "static", "sw.js"),
)


class RootPathMiddleware:
    """Answers below a path, whether or not the proxy in front removes it from the address.

    :param root_path: without a slash at its end, and not empty.
    """

    def __init__(self, app: ASGIApp, root_path: str) -> None:
        self.app = app
        self.root_path = root_path

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            path: str = scope["path"]
            if path == self.root_path or path.startswith(f"{self.root_path}/"):
                path = path.removeprefix(self.root_path) or "/"
                if path.startswith(self.root_path):
                    # The framework would remove the prefix once more.
                    path = f"/-{path}"
            scope = {**scope, "path": path, "root_path": self.root_path}
        await self.app(scope, receive, send)
