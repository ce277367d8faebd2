"""The files of the browser code; scripts are served without comments and indentation.

A third of their bytes are JSDoc types, comments and indentation; without these the first visit
stays within the limit that ``tests/browser/test_weight.py`` holds.
"""

import hashlib
from functools import lru_cache
from os import PathLike, fspath, stat_result
from typing import Any

from rjsmin import jsmin
from starlette.datastructures import Headers
from starlette.responses import Response
from starlette.staticfiles import NotModifiedResponse, StaticFiles
from starlette.types import Receive, Scope, Send


@lru_cache(maxsize=1024)
def minified(path: str, modified: int) -> tuple[bytes, str]:
    """The shortened text of a script and its ETag, kept until the file is edited.

    :param modified: when it was edited last, in nanoseconds.
    """
    with open(path, encoding="utf-8") as file:
        body = jsmin(file.read()).encode()
    return body, f'"{hashlib.sha256(body).hexdigest()[:32]}"'


class FreshFiles(StaticFiles):
    """Static files that a browser requests again each time; unchanged ones are a 304.

    Always whole: they are small, and a range that makes no sense would need an error of its own.

    :param minify: False serves scripts as they are in the folder, for a debugger.
    """

    def __init__(self, *, minify: bool, **more: Any) -> None:
        super().__init__(**more)
        self.minify = minify

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        headers = [(name, value) for name, value in scope["headers"] if name != b"range"]
        await super().__call__({**scope, "headers": headers}, receive, send)

    def file_response(
        self,
        full_path: str | PathLike[str],
        stat_result: stat_result,
        scope: Scope,
        status_code: int = 200,
    ) -> Response:
        if not (self.minify and fspath(full_path).endswith(".js")):
            response = super().file_response(full_path, stat_result, scope, status_code)
            response.headers["Cache-Control"] = "no-cache"
            return response
        body, etag = minified(fspath(full_path), stat_result.st_mtime_ns)
        headers = {"Cache-Control": "no-cache", "ETag": etag}
        response = Response(body, status_code, headers, "text/javascript")
        if self.is_not_modified(response.headers, Headers(scope=scope)):
            return NotModifiedResponse(response.headers)
        return response

    def lookup_path(self, path: str) -> tuple[str, stat_result | None]:
        return ("", None) if "\0" in path else super().lookup_path(path)
