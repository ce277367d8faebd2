"""The OpenAPI document: FastAPI's own, with the errors as they really are."""

from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from pydantic.json_schema import models_json_schema

from app.errors import MEDIA_TYPE
from app.web.presets import DOCUMENT
from app.web.schemas.answers import ProblemOut
from app.web.schemas.trace import TraceRequest

EVERYWHERE = {
    400: "The request or its JSON cannot be read",
    405: "The address does not take this method",
    408: "The body did not arrive in time",
    413: "The body is too large",
    500: "An error of the server",
}
OF_A_TRACE = {
    415: "The body is not sent as JSON",
    422: "A field, or what they make together, cannot be used",
    503: "Too many long computations are waiting",
}
TRACE = "/api/v1/trace"


def openapi_of(app: FastAPI) -> dict[str, Any]:
    document = get_openapi(
        title=app.title, version=app.version, description=app.description, routes=app.routes
    )
    _, definitions = models_json_schema(
        [(TraceRequest, "validation"), (ProblemOut, "serialization")],
        ref_template="#/components/schemas/{model}",
    )
    document.setdefault("components", {}).setdefault("schemas", {}).update(definitions["$defs"])
    for path, operations in document["paths"].items():
        for operation in operations.values():
            errors = EVERYWHERE | (OF_A_TRACE if path == TRACE else {})
            operation["responses"] |= {str(code): problem(text) for code, text in errors.items()}
    content = document["paths"][TRACE]["post"]["requestBody"]["content"]
    content["application/json"]["example"] = DOCUMENT
    return document


def problem(text: str) -> dict[str, Any]:
    schema = {"$ref": "#/components/schemas/ProblemOut"}
    return {"description": text, "content": {MEDIA_TYPE: {"schema": schema}}}
