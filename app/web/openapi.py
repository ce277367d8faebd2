"""The OpenAPI document: FastAPI's own, with the trace and with the errors as they really are."""

from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from pydantic.json_schema import models_json_schema

from app.errors import MEDIA_TYPE
from app.web.api.trace import PATH
from app.web.presets import DOCUMENT
from app.web.schemas.answers import ProblemOut, Trace
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


def openapi_of(app: FastAPI) -> dict[str, Any]:
    document = get_openapi(
        title=app.title, version=app.version, description=app.description, routes=app.routes
    )
    _, definitions = models_json_schema(
        [(TraceRequest, "validation"), (Trace, "serialization"), (ProblemOut, "serialization")],
        ref_template="#/components/schemas/{model}",
    )
    schemas = document.setdefault("components", {}).setdefault("schemas", {})
    schemas.update(definitions["$defs"])
    document["paths"] = {PATH: {"post": trace_operation()}} | document["paths"]
    for path, operations in document["paths"].items():
        for operation in operations.values():
            errors = EVERYWHERE | (OF_A_TRACE if path == PATH else {})
            operation["responses"] |= {str(code): problem(text) for code, text in errors.items()}
    return document


def reference(model: type) -> dict[str, str]:
    return {"$ref": f"#/components/schemas/{model.__name__}"}


def problem(text: str) -> dict[str, Any]:
    return {"description": text, "content": {MEDIA_TYPE: {"schema": reference(ProblemOut)}}}


def trace_operation() -> dict[str, Any]:
    request = {"schema": reference(TraceRequest), "example": DOCUMENT}
    answer = {"schema": reference(Trace)}
    return {
        "tags": ["trace"],
        "summary": "One forward and backward pass, and the update that follows",
        "operationId": "trace",
        "requestBody": {"required": True, "content": {"application/json": request}},
        "responses": {
            "200": {"description": "Every number", "content": {"application/json": answer}}
        },
    }
