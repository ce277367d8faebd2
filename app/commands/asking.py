"""What the commands that compute have in common: whom they ask, and how the answer is shown."""

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property, wraps
from typing import Any

import click

from ..client import calls
from ..client.calls import Call, as_written
from ..client.client import Client
from ..client.display.sentences import Say, sayer
from ..client.display.shown import Shown
from ..client.display.text import to_text
from ..client.errors import DeltaflowError
from ..localization import LANGUAGES
from .input import Failed, failed, json_of, reason_of

#: Where the shell says its language, the first that says one.
VARIABLES = ("LC_ALL", "LC_MESSAGES", "LANG")
#: The exit code where the answer is no: something is wrong in what was to be judged.
NO = 3
#: What makes a call of a request and of changes to it, by endpoint.
MAKERS: dict[str, Callable[[Any, Any], Call[Any]]] = {
    **{"trace": calls.trace, "descent": calls.descent, "train": calls.train},
    **{"mark": calls.mark, "check": calls.check, "sheets": calls.sheets},
}


def language_of_shell() -> str:
    told = next((os.environ[name] for name in VARIABLES if os.environ.get(name)), "")
    return next((code for code in LANGUAGES if told.lower().startswith(code)), "en")


@dataclass(frozen=True)
class Asking:
    """What the common options say.

    :param server: an address; None: this process.
    :param timeout: seconds.
    """

    as_json: bool
    server: str | None
    language: str
    timeout: float

    @cached_property
    def say(self) -> Say:
        return sayer(self.language)

    @contextmanager
    def client(self) -> Iterator[Client]:
        """Raises `Failed` in the place of what a client raises."""
        try:
            with Client(self.server, language=self.language, timeout=self.timeout) as client:
                yield client
        except (DeltaflowError, ValueError, TypeError) as error:
            raise Failed(str(error)) from None

    def answer(self, call: Call[Any]) -> Any:
        """Asks, prints the answer and returns it as a result."""
        with self.client() as client:
            answered = client.ask(call)
            result = call.read(answered)
        if self.as_json:
            write(answered.content + b"\n", self.say)
        elif isinstance(result, Shown):
            write(to_text(result.document(self.say), self.say) + "\n", self.say)
        return result

    def call(self, name: str, path: str, changes: dict[str, Any]) -> Call[Any]:
        """Of the request in a file, with some of its fields changed.

        :param name: of the endpoint.
        """
        content, request = json_of(path, self.say, name)
        if not changes:
            return as_written(name, content, request)
        try:
            return MAKERS[name](request, changes)
        except (ValueError, TypeError) as error:
            raise Failed(str(error)) from None


def write(content: bytes | str, say: Say) -> None:
    """To standard output. Raises `Failed` where it takes no more, such as on a full disk."""
    try:
        if isinstance(content, str):
            sys.stdout.write(content)
            sys.stdout.flush()
        else:
            sys.stdout.flush()
            sys.stdout.buffer.write(content)
            sys.stdout.buffer.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        # Python is not to try it again when it flushes at its end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        failed(say, "unwritable", "stdout", reason=reason_of(error))


def asks(function: Callable[..., Any]) -> Callable[..., Any]:
    """A command's function, with the common options as an `Asking` before its own."""

    @click.option("--json", "as_json", is_flag=True, help="Print the API's answer as it is.")
    @click.option("--server", metavar="URL", help="Ask this server; else this process computes.")
    @click.option(
        "--language",
        type=click.Choice(list(LANGUAGES)),
        help="Of the words; else that of the shell (LANG).",
    )
    @click.option(
        "--timeout",
        type=click.FloatRange(min=0, min_open=True, max=86_400),
        default=120.0,
        show_default=True,
        metavar="SECONDS",
        help="How long the server may be silent.",
    )
    @wraps(function)
    def command(
        as_json: bool, server: str | None, language: str | None, timeout: float, **own: Any
    ) -> Any:
        asking = Asking(as_json, server, language or language_of_shell(), timeout)
        try:
            return function(asking, **own)
        except KeyboardInterrupt:
            click.echo(asking.say("command.interrupted", {}), file=sys.stderr)
            raise click.Abort from None

    return command
