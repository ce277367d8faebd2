"""The OpenAPI document: FastAPI's own, with our endpoints and the errors as they really are."""

from typing import Any

import orjson
from fastapi import APIRouter, FastAPI, Request
from fastapi.openapi.utils import get_openapi
from pydantic import BaseModel
from pydantic.json_schema import models_json_schema
from starlette.responses import Response

from ...engine.cancellation import always
from ...errors import MEDIA_TYPE, Refusal, codes_of, problem_response
from ...localization import DEFAULT, Localizer, Translations
from ..answer import OCTETS
from ..catalog import catalog_json
from ..catalog_schema import Catalog
from ..endpoint import JSON, Endpoint, FileEndpoint, Operation
from ..endpoints import ENDPOINTS, OPERATIONS
from ..json_pieces import dumped
from ..lines import LinesEndpoint, line
from ..schema import FieldProblem, Problem
from .examples import Examples, Schema, show

EVERYWHERE = {
    400: "The request or its JSON cannot be read",
    405: "The address does not take this method",
    408: "The body did not arrive in time",
    413: "The body is too large",
    500: "An error of the server",
    503: "The server has too much to do, or is being stopped",
}
OF_AN_ENDPOINT = {
    415: "The body is not sent as JSON",
    422: "A field, or what they make together, cannot be used",
    429: "Most of the work that waits was asked for by this address",
}
#: An example of one.
REQUEST_ID = "4bf92f3577b34da6"
#: The schema of what is no JSON.
BYTES = {"type": "string", "format": "binary"}
REFERENCE = "#/components/schemas/"

routes = APIRouter(include_in_schema=False)


@routes.api_route("/openapi.json", methods=["GET", "HEAD"])
def openapi(request: Request) -> Response:
    """In a thread: the examples are computed when it is asked for first."""
    document = request.app.openapi()
    root_path = request.scope.get("root_path", "")
    if root_path:
        document = document | {"servers": [{"url": root_path}]}
    return Response(orjson.dumps(document), media_type="application/json")


def openapi_of(app: FastAPI, translations: Translations) -> dict[str, Any]:
    """:param app: whose own routes are described too; `app.state.settings` has the limits."""
    document = get_openapi(
        title=app.title, version=app.version, description=app.description, routes=app.routes
    )
    schemas = document.setdefault("components", {}).setdefault("schemas", {})
    schemas |= named_schemas(codes_of(translations.table(DEFAULT)))
    localizer = Localizer(translations, None)
    examples = Examples(schemas)
    examples.take(reference(Problem), a_problem(translations))
    examples.take(reference(Catalog), orjson.loads(orjson.dumps(catalog_json(app.state.settings))))
    for path in document["paths"].values():
        for described in path.values():
            for content in described["responses"]["200"]["content"].values():
                content["example"] = example_of(schemas, content["schema"])
            described["responses"] |= problems(EVERYWHERE)
    document["paths"] = {
        endpoint.path: {endpoint.method.lower(): operation(endpoint, examples, localizer)}
        for endpoint in OPERATIONS
    } | document["paths"]
    return document


def named_schemas(codes: tuple[list[str], list[str]]) -> dict[str, Schema]:
    """Every model by its name, and every enumeration. All are as requests have them, so that none
    is there twice.

    :param codes: of problems and of single fields.
    """
    models: list[type[BaseModel]] = [Problem, Catalog]
    for endpoint in OPERATIONS:
        models += models_of(endpoint)
    _, definitions = models_json_schema(
        [(model, "validation") for model in models], ref_template=f"{REFERENCE}{{model}}"
    )
    schemas: dict[str, Schema] = definitions["$defs"]
    for model, names in zip((Problem, FieldProblem), codes, strict=True):
        schemas[model.__name__]["properties"]["code"]["enum"] = names
    for name, schema in list(schemas.items()):
        schema["oneOf"] = [
            kind if "$ref" in kind else moved(kind, kind["title"], schemas)
            for kind in schema.get("oneOf", ())
        ]
        if not schema["oneOf"]:
            del schema["oneOf"]
        for field, inner in schema.get("properties", {}).items():
            words = [name.removesuffix("Request"), *field.split("_")]
            own = "".join(word[0].upper() + word[1:] for word in words)
            schema["properties"][field] = with_names(inner, own, inner, schemas)
    return schemas


def models_of(endpoint: Operation[Any]) -> list[type[BaseModel]]:
    """Those of its requests and of its answers, where these are JSON."""
    asked = [endpoint.request] if endpoint.takes == JSON else []
    return [*asked, *([endpoint.answered] if endpoint.answered else [])]


def with_names(schema: Schema, name: str, field: Schema, schemas: dict[str, Schema]) -> Schema:
    """The schema of a field, what a client has a class for moved to ``schemas``: enumerations, and
    entries of lists that have bounds. A generator would number the classes of fields alike.
    """
    schema = dict(schema)
    if "enum" in schema:
        return moved(schema | {"description": field["description"]}, name, schemas)
    if "anyOf" in schema:
        schema["anyOf"] = [with_names(each, name, field, schemas) for each in schema["anyOf"]]
    entry = schema.get("items", {})
    if entry and not entry.keys() <= {"type", "$ref", "anyOf", "items"}:
        schema["items"] = moved(
            entry | {"description": field["description"]}, f"{name}Entry", schemas
        )
    elif entry:
        schema["items"] = with_names(entry, name, field, schemas)
    return schema


def moved(schema: Schema, name: str, schemas: dict[str, Schema]) -> Schema:
    """A reference to the schema, which is put among ``schemas``.

    :raises ValueError: another one has the name.
    """
    if name in schemas:
        raise ValueError(f"two schemas are called {name}")
    own = {key: value for key, value in schema.items() if key not in ("default", "title")}
    schemas[name] = {"title": name} | own
    kept = {key: schema[key] for key in ("default", "description") if key in schema}
    return {"$ref": f"{REFERENCE}{name}"} | kept


def reference(model: type[BaseModel]) -> dict[str, str]:
    return {"$ref": f"{REFERENCE}{model.__name__}"}


def example_of(schemas: dict[str, Schema], schema: Schema) -> Any:
    """The first example of the schema that another one refers to."""
    return schemas[schema["$ref"].removeprefix(REFERENCE)]["examples"][0]


def a_problem(translations: Translations) -> Any:
    """Of a request whose fields are wrong."""
    scope = {"type": "http", "headers": [], "query_string": b"", "request_id": REQUEST_ID}
    try:
        ENDPOINTS[0].read(b'{"round": 0}')
    except Refusal as refusal:
        return orjson.loads(bytes(problem_response(refusal, Localizer(translations, scope)).body))
    raise AssertionError("a request without a network was accepted")


def answer_to(endpoint: Endpoint[Any], request: dict[str, Any], localizer: Localizer) -> Any:
    asked = endpoint.read(orjson.dumps(request))
    return orjson.loads(dumped(endpoint.answer(asked, always, localizer.say)))


def problems(texts: dict[int, str]) -> dict[str, Any]:
    content = {MEDIA_TYPE: {"schema": reference(Problem)}}
    return {str(code): {"description": text, "content": content} for code, text in texts.items()}


def lines_to(
    endpoint: LinesEndpoint[Any, Any], request: dict[str, Any], localizer: Localizer
) -> list[Any]:
    job = endpoint.build(endpoint.read(orjson.dumps(request)))
    return [orjson.loads(line(each)) for each in endpoint.lines(job, always, localizer.say)]


def answer_shown(
    endpoint: Operation[Any], examples: Examples, localizer: Localizer
) -> dict[str, Any]:
    """The example of an answer, or one for each kind of line. The further examples of requests are
    answered here. They are quick, and their answers have more parts.
    """
    assert endpoint.answered is not None
    schema = reference(endpoint.answered)
    if isinstance(endpoint, LinesEndpoint):
        lines = [
            examples.take(schema, each)
            for request in endpoint.more_examples.values()
            for each in lines_to(endpoint, request, localizer)
        ]
        show(examples.schemas[endpoint.answered.__name__], lines[0])
        kinds = {each["type"]: each for each in reversed(lines)}
        order = dict.fromkeys(each["type"] for each in lines)
        return {
            name: {"summary": f"A line of the type {name}", "value": kinds[name]} for name in order
        }
    assert isinstance(endpoint, Endpoint)
    answers = [
        examples.take(schema, answer_to(endpoint, request, localizer))
        for request in endpoint.more_examples.values()
    ]
    return {"simple": {"value": answers[0]}}


def answer_content(
    endpoint: Operation[Any], examples: Examples, localizer: Localizer
) -> dict[str, Any]:
    """By media type what an answer is. A file is bytes, but for kinds of JSON, whatever is in
    them: who reads the document may parse these. Before the kinds of files and of lines stand
    bytes of any kind (`app.web.answer.as_bytes`): a generator takes the first kind that it knows,
    and its client would read every file as that.
    """
    if isinstance(endpoint, FileEndpoint):
        return {OCTETS: {"schema": BYTES}} | {
            kind: {"schema": {} if kind.endswith("json") else BYTES}
            for kind in endpoint.media_types
        }
    assert endpoint.answered is not None
    shown = answer_shown(endpoint, examples, localizer)
    answer: dict[str, Any] = {"schema": reference(endpoint.answered)}
    answer |= {"examples": shown} if len(shown) > 1 else {"example": shown["simple"]["value"]}
    any_kind = {OCTETS: {"schema": BYTES}} if isinstance(endpoint, LinesEndpoint) else {}
    return any_kind | {endpoint.media_type: answer}


def request_body(
    endpoint: Operation[Any], examples: Examples, localizer: Localizer
) -> dict[str, Any]:
    if endpoint.takes != JSON:
        content: dict[str, Any] = {endpoint.takes: {"schema": BYTES}}
        return {"description": "The file itself.", "required": True, "content": content}
    for request in endpoint.examples.values():
        examples.take(reference(endpoint.request), request)
    body = {
        "schema": reference(endpoint.request),
        "examples": {
            name: {"summary": localizer.say(f"api.example.{name}"), "value": request}
            for name, request in endpoint.examples.items()
        },
    }
    description = endpoint.request.__doc__
    return {"description": description, "required": True, "content": {JSON: body}}


def parameters_of(endpoint: Operation[Any]) -> dict[str, Any]:
    """What its address may have after the question mark."""
    if not endpoint.parameters:
        return {}
    return {
        "parameters": [
            {
                "name": parameter.name,
                "in": "query",
                "required": False,
                "description": parameter.description,
                "schema": {"type": "string", "maxLength": parameter.longest},
                "example": parameter.example,
            }
            for parameter in endpoint.parameters
        ]
    }


def operation(endpoint: Operation[Any], examples: Examples, localizer: Localizer) -> dict[str, Any]:
    found = {
        "description": endpoint.answered_with,
        "content": answer_content(endpoint, examples, localizer),
    }
    refused = EVERYWHERE | OF_AN_ENDPOINT
    if endpoint.takes != JSON:  # any media type is taken
        del refused[415]
    return {
        "tags": [endpoint.name],
        "summary": endpoint.summary,
        "description": endpoint.description,
        "operationId": endpoint.name,
        **parameters_of(endpoint),
        "requestBody": request_body(endpoint, examples, localizer),
        "responses": {"200": found} | problems(refused),
    }
