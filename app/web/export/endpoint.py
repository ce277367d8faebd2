"""``POST /api/v1/export``: a walkthrough as a file."""

import json
from collections.abc import Iterator, Mapping
from typing import Any, ClassVar

import orjson
from pydantic import ValidationError

from ...engine.cancellation import CheckCancelled
from ...errors import Params, Problem, Refusal, from_validation, unprocessable
from ...exporting.formats import Format
from ...exporting.source import NotExportable
from ...settings import MEGABYTE
from ..answer import OCTETS, File
from ..endpoint import FileEndpoint, Say
from ..trace.endpoint import MAX_TOKENS as TRACE_TOKENS
from ..trace.presets import DOCUMENT
from .build import TOOLS, source_of
from .formats import FORMATS
from .scale import SCALE
from .schema import EXPORT_FIELDS, ExportRequest

KNOWN_FIELDS = {(): EXPORT_FIELDS} | {
    ("request", *loc): fields
    for endpoint in TOOLS.values()
    for loc, fields in endpoint.known_fields.items()
}
#: The most that the requests inside may have, and those of this one around them.
MAX_TOKENS = {
    mark: 100 + max(endpoint.max_tokens.get(mark, 0) for endpoint in TOOLS.values())
    for mark in TRACE_TOKENS
}
#: The format of a request that names none, whose client takes anything.
DEFAULT = "json"
#: A file is held whole until its client has taken it: no larger ones are made.
MOST_NUMBERS = 1_000_000
MOST_BYTES = 32 * MEGABYTE
ANYTHING = "*/*"


class ExportEndpoint(FileEndpoint[ExportRequest]):
    """Reads the request inside the request in the terms of its tool."""

    negotiates: ClassVar[bool] = True

    def read(self, body: bytes) -> ExportRequest:
        request = super().read(body)
        tool = TOOLS[request.tool]
        text = as_text(request.request)
        try:
            request._asked = tool.request.model_validate_json(text)
        except ValidationError as error:
            refusal = from_validation(error, tool.known_fields, text)
        else:
            return request
        raise inside(refusal)

    def negotiated(self, request: ExportRequest, accept: bytes) -> ExportRequest:
        if request.format is not None:
            return request
        made = {name: each for name, each in FORMATS.items() if request.tool in each.tools}
        found = next(accepted(accept.decode("latin-1"), made), None)
        if found is None:
            formats = ", ".join(dict.fromkeys(each.media_type for each in made.values()))
            raise Refusal(406, "error.detail.accept", {"formats": formats})
        chosen = request.model_copy(update={"format": found})
        chosen._asked = request._asked
        return chosen


def as_text(request: dict[str, Any]) -> bytes:
    """JSON once more, also of whole numbers that are larger than those that orjson writes."""
    try:
        return orjson.dumps(request)
    except orjson.JSONEncodeError:
        return json.dumps(request).encode()


def inside(refusal: Refusal) -> Refusal:
    """What is wrong with the request inside, at its place in the whole."""
    problems = [
        Problem(("request", *problem.loc), problem.key, problem.params)
        for problem in refusal.problems
    ]
    return Refusal(refusal.status, refusal.key, refusal.params, problems)


def accepted(accept: str, made: Mapping[str, Format]) -> Iterator[str]:
    """Those formats of ``made`` that an ``Accept`` header takes, the most wanted first."""
    wanted: list[tuple[float, str]] = []
    for part in (accept or ANYTHING).split(","):
        kind, *options = (each.strip().lower() for each in part.split(";"))
        weight = next((each[2:] for each in options if each.startswith("q=")), "1")
        try:
            wanted.append((float(weight), kind))
        except ValueError:
            continue
    for each, kind in sorted(wanted, key=lambda pair: -pair[0]):
        if not 0 < each <= 1:
            continue
        if kind in (ANYTHING, OCTETS):
            yield DEFAULT
        yield from (name for name, one in made.items() if matches(kind, one.media_type))


def matches(kind: str, media_type: str) -> bool:
    group, _, name = kind.partition("/")
    own = media_type.partition(";")[0]
    return kind == own or (name == "*" and own.startswith(f"{group}/"))


def file_of(asked: ExportRequest, check_cancelled: CheckCancelled, say: Say) -> File:
    """Raises a `Refusal`, and what ``check_cancelled`` raises."""
    chosen = FORMATS[asked.chosen]
    if asked.tool not in chosen.tools:
        names = ", ".join(name for name, each in FORMATS.items() if asked.tool in each.tools)
        params: Params = {"tool": asked.tool, "formats": names}
        raise unprocessable([Problem(("format",), "error.export.tool", params)])
    if SCALE.estimate(asked).numbers > MOST_NUMBERS:
        raise unprocessable([Problem(("request",), "error.export.large", {})])
    try:
        source = source_of(asked, check_cancelled, say)
    except Refusal as refusal:
        raise (inside(refusal) if refusal.problems else refusal) from None
    if asked.step is not None and asked.step > source.last:
        raise unprocessable([Problem(("step",), "error.at_most", {"high": source.last})])
    check_cancelled()
    try:
        content = chosen.write(source)
    except NotExportable as error:
        raise unprocessable([Problem(error.loc, error.key, error.params)]) from None
    if len(content) > MOST_BYTES:
        raise unprocessable([Problem(("request",), "error.export.large", {})])
    return File(content, chosen.media_type, f"{source.name}.{chosen.suffix}")


EXAMPLE: dict[str, Any] = {"tool": "trace", "request": DOCUMENT, "format": "json", "step": 1}
EVERY_FIELD = EXAMPLE | {
    "letters": "figure",
    "drawing": "flow",
    "theme": "light",
    "language": "zh",
    "scale": 2.0,
}

ENDPOINT = ExportEndpoint(
    name="export",
    summary="A walkthrough as a file: pictures, formulas, programs, tables",
    description="The walkthrough of a network, a graph or a descent, or one step of it, as a file "
    "of the format that the request or its Accept header names.",
    request=ExportRequest,
    answered_with="The file",
    known_fields=KNOWN_FIELDS,
    max_tokens=MAX_TOKENS,
    scale=SCALE,
    answer=file_of,
    media_types=tuple(dict.fromkeys(each.media_type for each in FORMATS.values())),
    example=EXAMPLE,
    more_examples={"every_part": EVERY_FIELD},
)
