"""What ``templates/api.html`` shows, taken from the OpenAPI document."""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from textwrap import indent
from typing import Any

from ...engine.graph.operations import FUNCTIONS
from ...engine.network.activations import ACTIVATIONS
from ...engine.network.initializers import INITIALIZERS
from ...engine.network.losses import LOSSES
from ...engine.network.optimizers import OPTIMIZERS
from ...engine.network.schedules import SCHEDULES
from ...settings import Settings
from ..endpoint import JSON, Operation
from ..endpoints import ENDPOINTS, OPERATIONS
from ..limits import limits_of
from ..lines import MEDIA_TYPE
from ..train.schema import DATASETS


def api_page(document: dict[str, Any], base: str, settings: Settings) -> dict[str, Any]:
    """``document`` is the OpenAPI document, ``base`` the address of the server."""
    schemas = document["components"]["schemas"]
    anchors = {endpoint.path: endpoint.name for endpoint in OPERATIONS}
    told: set[str] = set()
    return {
        "operations": [
            (method.upper(), path, operation["summary"], anchors.get(path))
            for path, methods in document["paths"].items()
            for method, operation in methods.items()
        ],
        "endpoints": [
            {
                "name": endpoint.name,
                "method": endpoint.method,
                "path": endpoint.path,
                "summary": endpoint.summary,
                "description": endpoint.description,
                "text": pretty(endpoint.example),
                "texts": {name: pretty(each) for name, each in endpoint.examples.items()},
                "programs": programs(
                    base + endpoint.path, pretty(endpoint.example), endpoint.media_type
                ),
                "sections": {
                    "request": shapes(schemas, endpoint.request.__name__, told)
                    if endpoint.takes == JSON
                    else [in_address(base, endpoint)],
                    "answer": shapes(schemas, endpoint.answered.__name__, told)
                    if endpoint.answered
                    else [],
                },
            }
            for endpoint in OPERATIONS
        ],
        "catalog_curl": f"curl -s {base}/api/v1/catalog",
        "statuses": [
            (code, response["description"])
            for code, response in document["paths"][ENDPOINTS[0].path]["post"]["responses"].items()
            if code != "200"
        ],
        "codes": {
            "requests": schemas["ProblemCode"]["enum"],
            "fields": schemas["FieldProblemCode"]["enum"],
        },
        "tables": {
            "activations": list(ACTIVATIONS),
            "losses": list(LOSSES),
            "optimizers": list(OPTIMIZERS),
            "initializers": list(INITIALIZERS),
            "schedules": list(SCHEDULES),
            "datasets": list(DATASETS),
            "functions": list(FUNCTIONS),
        },
        "limits": limits_of(settings),
    }


def in_address(base: str, endpoint: Operation[Any]) -> tuple[str, list[dict[str, Any]]]:
    """What an address takes after its question mark, described like the fields of an object."""
    example = "&".join(f"{each.name}={each.example}" for each in endpoint.parameters)
    rows = [
        {
            "name": each.name,
            "type": "string",
            "required": False,
            "default": "",
            "meaning": each.description,
        }
        for each in endpoint.parameters
    ]
    return f"{base}{endpoint.path}?{example}", rows


def shapes(
    schemas: dict[str, Any], name: str, told: set[str]
) -> list[tuple[str, list[dict[str, Any]]]]:
    """The object ``name`` and those inside it, with their fields; each one is described once."""
    if name in told:
        return []
    told.add(name)
    inside = [shapes(schemas, inner, told) for inner in references(schemas[name])]
    own = [(name, fields(schemas[name], schemas))] if "properties" in schemas[name] else []
    return own + [shape for shapes_inside in inside for shape in shapes_inside]


def references(schema: Any) -> list[str]:
    """The objects that a schema names, in its order."""
    if isinstance(schema, dict):
        if "$ref" in schema:
            return [name_of(schema)]
        schema = list(schema.values())
    if isinstance(schema, list):
        return [name for part in schema for name in references(part)]
    return []


def name_of(reference: dict[str, Any]) -> str:
    return str(reference["$ref"]).rpartition("/")[2]


@dataclass(frozen=True)
class Program:
    """A program that sends a request. ``{address}`` and ``{body}`` stand for its parts.

    :param lines: what replaces the reading of an answer where it comes line by line: pairs of a
        text and the one in its place.
    :param literal: the text of a JSON value in the notation of the program; the same as in
        ``static/js/api/code.js``, which writes the body when it is edited.
    """

    title: str
    text: str
    literal: Callable[[str], str]
    lines: tuple[tuple[str, str], ...] = ()


PYTHON_NAMES = {"true": "True", "false": "False", "null": "None"}


def python_literal(text: str) -> str:
    """No string of our examples has escapes."""
    return re.sub(r'"[^"]*"|true|false|null', lambda m: PYTHON_NAMES.get(m[0], m[0]), text)


LINES_IN_PYTHON = """\
        for line in response:
            print(json.loads(line))
"""
REFUSED = "    print(json.dumps(json.load(refused), indent=1))"
LINES_IN_JAVASCRIPT = """\
let rest = "";
for await (const part of response.body.pipeThrough(new TextDecoderStream())) {
  const lines = (rest + part).split("\\n");
  rest = lines.pop();
  for (const line of lines) console.log(JSON.parse(line));
}
if (rest) console.log(JSON.parse(rest));"""

PROGRAMS = {
    "curl": Program(
        "curl",
        "curl -s {address} \\\n  -H 'Content-Type: application/json' \\\n  -d '{body}'",
        lambda text: text.replace("'", "'\\''"),
        (("curl -s ", "curl -sN "),),
    ),
    "python": Program(
        "Python",
        """\
import json
import urllib.error
import urllib.request

body = {body}
headers = {"Content-Type": "application/json"}
request = urllib.request.Request("{address}", json.dumps(body).encode(), headers)
try:
    with urllib.request.urlopen(request) as response:
        answer = json.load(response)
except urllib.error.HTTPError as refused:
    answer = json.load(refused)
print(json.dumps(answer, indent=1))""",
        python_literal,
        (
            ("        answer = json.load(response)\n", LINES_IN_PYTHON),
            ("    answer = json.load(refused)\nprint(json.dumps(answer, indent=1))", REFUSED),
        ),
    ),
    "javascript": Program(
        "JavaScript",
        """\
const body = {body};
const response = await fetch("{address}", {
  method: "POST",
  headers: { "Content-Type": "application/json" },
  body: JSON.stringify(body),
});
const answer = await response.json();
console.log(JSON.stringify(answer, null, 1));""",
        lambda text: text,
        (
            (
                "const answer = await response.json();\n"
                "console.log(JSON.stringify(answer, null, 1));",
                LINES_IN_JAVASCRIPT,
            ),
        ),
    ),
}


def programs(address: str, text: str, media_type: str) -> list[tuple[str, str, str, str, str]]:
    """Name, title, and the text before the body, the body and the text after it."""
    found = []
    for name, program in PROGRAMS.items():
        written = program.text
        for whole, by_line in program.lines if media_type == MEDIA_TYPE else ():
            written = written.replace(whole, by_line)
        before, after = written.replace("{address}", address).split("{body}")
        found.append((name, program.title, before, program.literal(text), after))
    return found


def pretty(value: Any, width: int = 88) -> str:
    """JSON to read: what fits stands in one line, all else in a line for each entry."""
    line = json.dumps(value, ensure_ascii=False)
    if len(line) <= width or not isinstance(value, dict | list):
        return line
    if isinstance(value, list):
        marks, entries = "[]", [pretty(each, width - 2) for each in value]
    else:
        marks = "{}"
        entries = [f"{json.dumps(name)}: {pretty(each, width - 2)}" for name, each in value.items()]
    lines = indent(",\n".join(entries), "  ")
    return f"{marks[0]}\n{lines}\n{marks[1]}"


def fields(schema: dict[str, Any], schemas: dict[str, Any]) -> list[dict[str, Any]]:
    required = schema.get("required", [])
    return [
        {
            "name": name,
            "type": type_of(field, schemas),
            "required": name in required,
            "default": json.dumps(field["default"]) if "default" in field else "",
            "meaning": field.get("description", ""),
        }
        for name, field in schema.get("properties", {}).items()
    ]


def type_of(field: dict[str, Any], schemas: dict[str, Any]) -> str:
    """A schema in a few words: ``[[number]]``, ``"mean" | "sum"``, ``LayerRequest``."""
    if "$ref" in field:
        name = name_of(field)
        referred = schemas[name]
        return name if "properties" in referred else type_of(referred, schemas)
    if "enum" in field:
        return " | ".join(json.dumps(value) for value in field["enum"])
    if "const" in field:
        return json.dumps(field["const"])
    for key in ("anyOf", "oneOf", "allOf"):
        if key in field:
            return " | ".join(dict.fromkeys(type_of(part, schemas) for part in field[key]))
    if field.get("type") == "array":
        return f"[{type_of(field.get('items', {}), schemas)}]"
    inside = field.get("additionalProperties")
    if field.get("type") == "object" and isinstance(inside, dict):
        return f"{{name: {type_of(inside, schemas)}}}"
    return str(field.get("type", "any"))
