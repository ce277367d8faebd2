"""The files of the browser code, and those that are made for it, served from memory.

The address of a file names what all of them hold, ``/static/<version>/js/pages/lesson.js``, and
its answer may be kept for a year; a change of any file changes the version that the pages write.
Without the version, or with another, the file of now is answered and not kept: so a page that
another release wrote still gets its parts while an update is under way. It tells its reader so: a
page's script compares its version with that of the page.
"""

import asyncio
import gzip
import hashlib
import os
import re
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

import brotli  # type: ignore[import-untyped] # no py.typed
from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from ..localization import sentences_of_pages
from .bundles import script_of, sheets_of

#: What is not served as it is written: a page's scripts and its style sheets, joined, and the
#: sentences, without the server's own.
ENTRIES: dict[str, Callable[[Path], str]] = {
    "js/pages/": script_of,
    "css/pages/": lambda entry: "".join(sheets_of(entry)),
    "i18n/": sentences_of_pages,
}
#: Stands before a page's script. Should the script not fit the page and fail, the page still says
#: why: base.css shows its note.
CHECK = (
    "{ const page = document.documentElement; "
    'if (page.dataset.version !== "%s") page.dataset.mixed = "true"; }\n'
)
KEPT = "public, max-age=31536000, immutable"
ASKED_ANEW = "no-cache"

#: Brotli's level by the most bytes that it compresses within a second, once. Level 10 takes
#: four times as long as 9 for 5 % less; 11 twice as long again for 2 %.
LEVELS = [(500_000, 11), (600_000, 10)]
#: encoding -> its compression. The first that the browser accepts is sent.
ENCODINGS: dict[str, Callable[[bytes], bytes]] = {
    "br": lambda body: brotli.compress(
        body, quality=next((level for most, level in LEVELS if len(body) <= most), 9)
    ),
    "gzip": lambda body: gzip.compress(body, 6, mtime=0),
}
#: By the end of a file's name. Not those of the system, which programs that are installed may
#: change: under another type a browser runs no script and applies no style sheet.
MEDIA_TYPES = {
    ".css": "text/css; charset=utf-8",
    ".gif": "image/gif",
    ".html": "text/html; charset=utf-8",
    ".ico": "image/x-icon",
    ".jpg": "image/jpeg",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".map": "application/json",
    ".mjs": "text/javascript; charset=utf-8",
    ".pdf": "application/pdf",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".ts": "text/plain; charset=utf-8",
    ".txt": "text/plain; charset=utf-8",
    ".wasm": "application/wasm",
    ".webp": "image/webp",
    ".woff": "font/woff",
    ".woff2": "font/woff2",
    ".xml": "application/xml",
}
#: Below this many bytes the compressed answer is no smaller.
SMALL = 256
VERSION = re.compile(r"^([0-9a-f]{16})/")


@dataclass(frozen=True)
class StaticFile:
    """:param etag: of the body without an encoding.
    :param encoded: the compressed bodies that were asked for so far.
    """

    body: bytes
    media_type: str
    etag: str
    encoded: dict[str, bytes] = field(default_factory=dict)
    compressing: asyncio.Lock = field(default_factory=asyncio.Lock)


def static_file(name: str, body: bytes) -> StaticFile:
    return StaticFile(body, media_type_of(name), digest(body))


def media_type_of(name: str) -> str:
    return MEDIA_TYPES.get(PurePosixPath(name).suffix.lower(), "application/octet-stream")


def digest(body: bytes) -> str:
    return hashlib.sha256(body).hexdigest()[:16]


def accepted_encoding(accepted: str) -> str | None:
    """The first of `ENCODINGS` that an ``Accept-Encoding`` names and does not refuse by ``q=0``."""
    named = {}
    for part in accepted.lower().split(","):
        name, _, quality = part.partition(";")
        named[name.strip()] = quality.replace(" ", "") not in ("q=0", "q=0.0", "q=0.00", "q=0.000")
    return next((name for name in ENCODINGS if named.get(name, False)), None)


class WatchedFolder:
    """Notices, at most once in a while, that a file below a folder was edited, added or removed.

    :param look_after: how many seconds after it has looked it looks again.
    """

    def __init__(self, folder: Path, look_after: float) -> None:
        self.folder = folder
        self.look_after = look_after
        self.seen: dict[str, tuple[int, int]] = {}
        self._looked = -float("inf")

    def changed(self) -> bool:
        now = time.monotonic()
        if now - self._looked < self.look_after:
            return False
        self._looked = now
        seen = {}
        for folder, _, names in os.walk(self.folder):
            for name in names:
                path = os.path.join(folder, name)
                with suppress(FileNotFoundError):  # an editor's own file, gone by now
                    found = os.stat(path)
                    seen[os.path.relpath(path, self.folder)] = (found.st_mtime_ns, found.st_size)
        if seen == self.seen:
            return False
        self.seen = seen
        return True


class StaticFiles:
    """An application for GET and HEAD of the files below a folder.

    A file is always answered whole: ranges of them have no use.

    :param made: further files by name, made when they are asked for first.
    :param release: another text where one of these is another.
    :param bundle: whether an entry of `ENTRIES` is joined with what it imports.
    :param look_after: how many seconds after it has looked it looks for edited files again.
    """

    def __init__(
        self,
        folder: Path,
        made: Mapping[str, Callable[[], bytes]],
        *,
        release: str,
        bundle: bool,
        look_after: float,
    ) -> None:
        self.folder = WatchedFolder(folder, look_after)
        self.made = made
        self.bundle = bundle
        self._release = release
        self._files: dict[str, StaticFile] = {}
        self._prepared: dict[str, StaticFile] = {}
        self._preparing = asyncio.Lock()
        #: Of all files, and of what makes them: two servers of one version may answer in turn.
        self.version = ""
        self._look()

    def address(self, name: str) -> str:
        """The address below ``/static`` that may be kept for a year."""
        self._look()
        return f"{self.version}/{name}"

    def _look(self) -> None:
        """Reads the files again if one was edited, added or removed."""
        if not self.folder.changed():
            return
        self._files = {}
        for name in sorted(self.folder.seen):
            with suppress(FileNotFoundError):
                self._files[name] = static_file(name, (self.folder.folder / name).read_bytes())
        self._prepared = {}
        etags = [(name, file.etag) for name, file in self._files.items()]
        self.version = digest(repr((self.bundle, self._release, etags)).encode())

    def _maker(self, name: str) -> Callable[[], bytes] | None:
        """What makes a file that is not served as it is: an entry with what it imports, an answer;
        None for any other.
        """
        if name in self.made:
            return self.made[name]
        join = next((ENTRIES[each] for each in ENTRIES if name.startswith(each)), None)
        if join is None or not self.bundle or name not in self._files:
            return None
        check = CHECK % self.version if name.endswith(".js") else ""
        return lambda: (check + join(self.folder.folder / name)).encode()

    async def _file(self, name: str) -> StaticFile | None:
        make = self._maker(name)
        if make is None:
            return self._files.get(name)
        if name not in self._prepared:
            async with self._preparing:
                prepared = self._prepared
                if name not in prepared:
                    prepared[name] = static_file(name, await asyncio.to_thread(make))
                return prepared[name]
        return self._prepared[name]

    async def unversioned(self, name: str, asked: Headers) -> Response:
        """A file at an address of its own, without a version.

        :param asked: the headers of the request.
        :raises HTTPException: there is no such file.
        """
        self._look()
        file = await self._file(name)
        if file is None:
            raise HTTPException(404)
        headers = {"Cache-Control": ASKED_ANEW, "Vary": "Accept-Encoding"}
        return await response_of(file, asked, headers)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        self._look()
        name = scope["path"].removeprefix("/static").lstrip("/")
        version = VERSION.match(name)
        file = await self._file(VERSION.sub("", name))
        if file is None:
            raise HTTPException(404)
        if scope["method"] not in ("GET", "HEAD"):
            raise HTTPException(405, headers={"Allow": "GET, HEAD"})
        is_kept = version is not None and version[1] == self.version
        headers = {"Cache-Control": KEPT if is_kept else ASKED_ANEW, "Vary": "Accept-Encoding"}
        response = await response_of(file, Headers(scope=scope), headers)
        await response(scope, receive, send)


async def response_of(file: StaticFile, asked: Headers, headers: dict[str, str]) -> Response:
    """A file in an encoding that the browser accepts, or 304 if it has it.

    :param asked: the headers of the request.
    :param headers: further headers of the response.
    """
    encoding = accepted_encoding(asked.get("accept-encoding", ""))
    if len(file.body) < SMALL:
        encoding = None
    etag = f'"{file.etag}-{encoding}"' if encoding else f'"{file.etag}"'
    headers = headers | {"ETag": etag}
    if etag in asked.get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    if encoding is None:
        return Response(file.body, headers=headers, media_type=file.media_type)
    async with file.compressing:
        if encoding not in file.encoded:
            file.encoded[encoding] = await asyncio.to_thread(ENCODINGS[encoding], file.body)
    headers["Content-Encoding"] = encoding
    return Response(file.encoded[encoding], headers=headers, media_type=file.media_type)
