"""Every error is an RFC 9457 problem: in the reader's language, short, without the values sent.

Whoever finds an error raises a `Refusal` that names sentences of ``static/i18n``; here they are
put into words.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from html import escape
from http import HTTPStatus

import orjson
from pydantic_core import ErrorDetails, ValidationError
from starlette.responses import Response
from starlette.types import Scope

from . import harmless
from .localization import LANGUAGES, Localizer

MEDIA_TYPE = "application/problem+json"
MOST_PROBLEMS = 10
MOST_BYTES = 4000
LONGEST_NAME = 64
#: A header of refusals whose cause may be gone after a few seconds.
RETRY_SOON = {"Retry-After": "5"}

#: What a browser shows that was pointed at a page while the server cannot take requests. It loads
#: nothing, and asks again by itself.
LATER = """<!doctype html>
<html lang="{language}">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta name="color-scheme" content="light dark">
<meta http-equiv="refresh" content="{seconds}">
<title>Deltaflow</title>
<h1>Deltaflow</h1>
<p>{detail}</p>
<p>{again}</p>
"""

#: The code of an error is the key of its sentence; the page ``/api`` explains it at an anchor of
#: that name. The codes of whole requests begin with `OF_REQUESTS`, the others are of single fields.
CODES = "error."
OF_REQUESTS = "error.detail."

Params = dict[str, object]
Location = tuple[str | int, ...]


@dataclass(frozen=True)
class Problem:
    """What is wrong with one field: a sentence's key and what fills its params."""

    loc: Location
    key: str
    params: Params = field(default_factory=dict)
    #: A replacement that the sentence names: "start", "end" and "text".
    fix: dict[str, int | str] | None = None


class Refusal(Exception):
    """A request that is not met: its status, the sentence that says why, the fields at fault."""

    def __init__(
        self,
        status: int,
        key: str,
        params: Params | None = None,
        problems: Sequence[Problem] = (),
        headers: dict[str, str] | None = None,
    ) -> None:
        super().__init__(key)
        self.status = status
        self.key = key
        self.params = params or {}
        self.problems = problems
        self.headers = headers


def codes_of(keys: Iterable[str]) -> tuple[list[str], list[str]]:
    """Among the keys of all sentences, the codes of whole requests and those of single fields."""
    codes = sorted(key for key in keys if key.startswith(CODES))
    return (
        [code for code in codes if code.startswith(OF_REQUESTS)],
        [code for code in codes if not code.startswith(OF_REQUESTS)],
    )


def unprocessable(problems: Sequence[Problem]) -> Refusal:
    return Refusal(422, "error.detail.fields", problems=problems)


def printable(part: str | int) -> str | int:
    """A field's name, or an index, cut to what may be repeated."""
    if isinstance(part, int):
        return part
    return harmless.printable(part[:LONGEST_NAME])


def wants_html(scope: Scope) -> bool:
    """A browser that was pointed at a page."""
    accepted = (value for name, value in scope["headers"] if name == b"accept")
    is_page = not scope.get("path", "").startswith("/api/")
    return is_page and any(b"text/html" in each for each in accepted)


def later_page(refusal: Refusal, localizer: Localizer, headers: dict[str, str]) -> Response:
    """A refusal that may be over soon, as a page."""
    seconds = headers.get("Retry-After", RETRY_SOON["Retry-After"])
    html = LATER.format(
        language=LANGUAGES[localizer.language].html_lang,
        seconds=seconds,
        detail=escape(localizer.say(refusal.key, refusal.params)),
        again=escape(localizer.say("later.again", {"seconds": seconds})),
    )
    return Response(html, refusal.status, headers, media_type="text/html")


def problem_response(refusal: Refusal, localizer: Localizer) -> Response:
    """The problem; a browser that may have its page soon gets one that waits for it."""
    body: dict[str, object] = {
        "type": f"{localizer.api_page}#{refusal.key}",
        "title": HTTPStatus(refusal.status).phrase,
        "status": refusal.status,
        "detail": localizer.say(refusal.key, refusal.params),
        "code": refusal.key,
    }
    problems = [
        {
            "loc": [printable(part) for part in problem.loc],
            "msg": localizer.say(problem.key, problem.params),
            "code": problem.key,
        }
        | ({} if problem.fix is None else {"fix": problem.fix})
        for problem in refusal.problems[:MOST_PROBLEMS]
    ]
    if localizer.scope is not None:
        body["request_id"] = localizer.scope["request_id"]
        localizer.scope["problem"] = refusal.key  # for the log
    if problems:
        body["problems"] = problems
    content = orjson.dumps(body)
    while len(content) > MOST_BYTES:
        problems.pop()
        content = orjson.dumps(body)
    headers = {
        "Content-Language": localizer.language,
        "Vary": "Accept-Language",
        "Cache-Control": "no-store",
    } | (refusal.headers or {})
    if refusal.status == 503 and localizer.scope is not None and wants_html(localizer.scope):
        return later_page(refusal, localizer, headers | {"Vary": "Accept, Accept-Language"})
    return Response(content, refusal.status, headers, MEDIA_TYPE)


#: Fields that have a row for each sample, and what is said of them in the place of a sentence that
#: holds of any field.
OF_ROWS = ("inputs", "targets", "test_inputs", "test_targets")
SAID_OF_ROWS = {"error.list": "error.rows.list", "error.missing": "error.rows.missing"}

#: Which of our sentences explains which of pydantic's kinds of error.
KINDS = {
    "missing": "error.missing",
    "extra_forbidden": "error.unknown_field",
    "literal_error": "error.one_of",
    "float_type": "error.number",
    "finite_number": "error.finite",
    "int_type": "error.integer",
    "int_from_float": "error.integer",
    "int_parsing_size": "error.integer",
    "bool_type": "error.boolean",
    "gradient_type": "error.check.given",
    "string_type": "error.text",
    "string_too_long": "error.text_long",
    "string_too_short": "error.text_empty",
    "list_type": "error.list",
    "tuple_type": "error.list",
    "own_name": "error.train.own_name",
    "model_type": "error.object",
    "dict_type": "error.object",
    "greater_than": "error.above",
    "less_than": "error.below",
    "greater_than_equal": "error.at_least",
    "less_than_equal": "error.at_most",
    "too_long": "error.too_long",
    "too_short": "error.too_short",
}


def from_validation(
    error: ValidationError, known_fields: dict[Location, str], text: bytes
) -> Refusal:
    """Our words for what pydantic found in ``text``.

    :param known_fields: those of each object, by its place.
    """
    details = error.errors(include_url=False, include_input=False)
    if details[0]["type"] == "json_invalid":
        if not text.strip():
            return Refusal(400, "error.detail.empty")
        if not is_utf8(text):
            return Refusal(400, "error.detail.encoding")
        position = details[0]["msg"].rpartition(" at line ")[2].split(" column ")
        line, column = position if len(position) == 2 else ("1", "1")
        return Refusal(400, "error.detail.json", {"line": line, "column": column})
    return unprocessable([explained(detail, known_fields) for detail in details[:MOST_PROBLEMS]])


def is_utf8(text: bytes) -> bool:
    """Whether a text may be JSON in UTF-8. UTF-16 and UTF-32 have a zero among the first bytes."""
    try:
        text.decode()
    except UnicodeDecodeError:
        return False
    return b"\0" not in text[:4]


def explained(detail: ErrorDetails, known_fields: dict[Location, str]) -> Problem:
    kind, loc, context = detail["type"], detail["loc"], detail.get("ctx", {})
    if kind == "extra_forbidden":
        place = tuple(part for part in loc[:-1] if isinstance(part, str))
        return Problem(loc, KINDS[kind], {"fields": known_fields.get(place, "")})
    params: Params = {
        "choices": str(context.get("expected", "")).replace("'", "").replace(" or ", ", "),
        "low": context.get("ge", context.get("gt")),
        "high": context.get("le", context.get("lt")),
        "least": context.get("min_length"),
        "most": context.get("max_length"),
    }
    key = KINDS.get(kind, "error.invalid")
    names = [part for part in loc if isinstance(part, str)]
    if names and names[-1] in OF_ROWS:
        key = SAID_OF_ROWS.get(key, key)
    return Problem(loc, key, params)
