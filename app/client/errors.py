"""What a client raises: the server's own sentences, or what to do where there is no server."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any


class DeltaflowError(Exception):
    """What every error of a client is."""


@dataclass(frozen=True)
class FieldProblem:
    """What is wrong with one field.

    :param loc: the way to the field: names, and indices of lists.
    :param msg: a sentence that says what the field needs.
    :param code: the same in every language and version.
    :param fix: a replacement that the sentence names: ``start``, ``end`` and ``text``.
    """

    loc: tuple[str | int, ...]
    msg: str
    code: str
    fix: Mapping[str, Any] | None = None

    @property
    def field(self) -> str:
        """The way to the field as one would write it: ``network.layers[0].activation``."""
        return place(self.loc)

    def __str__(self) -> str:
        return f"{self.field}: {self.msg}" if self.loc else self.msg


def place(loc: Sequence[str | int]) -> str:
    """``network.layers[0].activation``."""
    parts = [f"[{part}]" if isinstance(part, int) else f".{part}" for part in loc]
    return "".join(parts).removeprefix(".")


class Refused(DeltaflowError):
    """The server does not meet the request. As text: its sentence, and one for each field.

    :param status: the HTTP status.
    :param code: what is wrong, the same in every language and version; empty if it is not said.
    :param retry_after: after so many seconds the same request may be met; None: not said.
    """

    def __init__(
        self,
        status: int,
        code: str,
        detail: str,
        problems: Sequence[FieldProblem] = (),
        request_id: str = "",
        retry_after: float | None = None,
    ) -> None:
        super().__init__(status, code, detail, tuple(problems), request_id, retry_after)
        self.status = status
        self.code = code
        self.detail = detail
        self.problems = tuple(problems)
        self.request_id = request_id
        self.retry_after = retry_after

    def __str__(self) -> str:
        return "\n".join((self.detail, *(f"  {problem}" for problem in self.problems)))


class Unreachable(DeltaflowError):
    """No server answered, or not with what a Deltaflow server answers. The text says what to do."""


def refused(status: int, answer: object, retry_after: float | None, remedy: str = "") -> Refused:
    """Of an answer with an error's status.

    :param answer: the JSON of a problem (RFC 9457), or anything else that came.
    :param remedy: what the client adds to the server's sentence.
    """
    if not isinstance(answer, dict) or not isinstance(answer.get("detail"), str):
        return Refused(status, "", said_by_status(status) + remedy, (), "", retry_after)
    found = answer.get("problems")
    return Refused(
        status,
        str(answer.get("code", "")),
        answer["detail"] + remedy,
        [problem(each) for each in found if isinstance(each, dict)]
        if isinstance(found, list)
        else (),
        str(answer.get("request_id", "")),
        retry_after,
    )


def problem(found: Mapping[str, Any]) -> FieldProblem:
    loc, fix = found.get("loc"), found.get("fix")
    return FieldProblem(
        tuple(part if isinstance(part, int) else str(part) for part in loc)
        if isinstance(loc, list)
        else (),
        str(found.get("msg", "")),
        str(found.get("code", "")),
        fix if isinstance(fix, dict) else None,
    )


def said_by_status(status: int) -> str:
    try:
        phrase = HTTPStatus(status).phrase
    except ValueError:
        phrase = "unknown"
    return (
        f"The server answered {status} ({phrase}) and did not say why. Something between may have "
        "answered in its place: check the address, or ask who runs it."
    )
