"""What a command reads: files of JSON, and lists in its options."""

import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any, NoReturn

import click
import orjson

from ..client.display.sentences import Say
from ..harmless import printable

STANDARD_INPUT = "-"
MEGABYTE = 1024 * 1024
#: A larger file is not read: no server takes it.
LARGEST_FILE = 32 * MEGABYTE


class Failed(click.ClickException):
    """A command that cannot be done, and the sentence that says why. Exit code 1."""

    def show(self, file: Any = None) -> None:
        # It may hold what a server or a file name has: nothing of it is to steer the terminal.
        lines = (printable(line) for line in self.message.splitlines())
        click.echo("\n".join(lines), file=file or sys.stderr)


def failed(say: Say, key: str, path: str, **params: object) -> NoReturn:
    """Raises a `Failed`, whatever is being handled."""
    raise Failed(say(f"command.{key}", {"path": path, **params})) from None


def content_of(path: str, say: Say) -> bytes:
    """The bytes of a file or of standard input. Raises `Failed`."""
    try:
        if path == STANDARD_INPUT:
            content = sys.stdin.buffer.read(LARGEST_FILE + 1)
        else:
            with Path(path).open("rb") as file:
                content = file.read(LARGEST_FILE + 1)
    except FileNotFoundError:
        failed(say, "no_file", path)
    except IsADirectoryError:
        failed(say, "folder", path)
    except (OSError, ValueError) as error:
        failed(say, "unreadable", path, reason=reason_of(error))
    if len(content) > LARGEST_FILE:
        failed(say, "too_large", path, megabytes=LARGEST_FILE // MEGABYTE)
    return content


def reason_of(error: Exception) -> str:
    return (error.strerror if isinstance(error, OSError) else None) or str(error)


def text_of(path: str, say: Say) -> str:
    return decoded(content_of(path, say), path, say)


def decoded(content: bytes, path: str, say: Say) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        failed(say, "not_text", path)


def json_of(path: str, say: Say, endpoint: str) -> tuple[bytes, dict[str, Any]]:
    """A file, and the JSON object in it. Raises `Failed`.

    :param endpoint: that takes it, for the sentence.
    """
    content = content_of(path, say)
    try:
        found = orjson.loads(decoded(content, path, say))
    except orjson.JSONDecodeError as error:
        reason = error.msg.partition(":")[0]
        failed(say, "not_json", path, reason=reason, line=error.lineno, column=error.colno)
    if not isinstance(found, dict):
        failed(say, "not_object", path, endpoint=f"/api/v1/{endpoint}")
    return content, found


def assignments(given: Iterable[str], option: str) -> dict[str, float]:
    """``w=1.5`` and ``x=1,y=2`` as numbers by names.

    :raises click.BadParameter: something else is written.
    """
    found: dict[str, float] = {}
    for part in (part for text in given for part in text.split(",")):
        name, sign, number = part.partition("=")
        if not sign or not name.strip():
            raise click.BadParameter(f"Write {option} NAME=NUMBER, such as {option} w=1.5.")
        found[name.strip()] = number_of(number, option)
    return found


def number_of(text: str, option: str) -> float:
    try:
        return float(text)
    except ValueError:
        raise click.BadParameter(f"{text[:40]!r} is no number; see {option}.") from None


def numbers(text: str, option: str) -> list[float]:
    """``1,0.5`` as numbers. Raises `click.BadParameter`."""
    return [number_of(part, option) for part in text.split(",")]


def named(text: str, option: str) -> dict[str, Any]:
    """``sgd:learning_rate=0.01`` as an entry of a table. Raises `click.BadParameter`."""
    name, _, values = text.partition(":")
    return {"name": name.strip()} | (assignments([values], option) if values else {})
