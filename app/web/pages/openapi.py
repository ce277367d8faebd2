"""The OpenAPI document: FastAPI's own, with our endpoints and the errors as they really are."""

from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from pydantic import BaseModel
from pydantic.json_schema import JsonSchemaMode, models_json_schema

from ...errors import MEDIA_TYPE
from ..endpoint import Endpoint
from ..endpoints import ENDPOINTS
from ..schema import ProblemOut

EVERYWHERE = {
    400: "The request or its JSON cannot be read",
    405: "The address does not take this method",
    408: "The body did not arrive in time",
    413: "The body is too large",
    500: "An error of the server",
}
OF_AN_ENDPOINT = {
    415: "The body is not sent as JSON",
    422: "A field, or what they make together, cannot be used",
    429: "Most of the work that waits was asked for by this address",
    503: "Too many long computations are waiting",
}


def openapi_of(app: FastAPI) -> dict[str, Any]:
    document = get_openapi(
        title=app.title, version=app.version, description=app.description, routes=app.routes
    )
    models: list[tuple[type[BaseModel], JsonSchemaMode]] = [(ProblemOut, "serialization")]
    for endpoint in ENDPOINTS:
        models += [(endpoint.request, "validation"), (endpoint.answered, "serialization")]
    _, definitions = models_json_schema(models, ref_template="#/components/schemas/{model}")
    schemas = document.setdefault("components", {}).setdefault("schemas", {})
    schemas.update(definitions["$defs"])
    operations = {
        endpoint.path: {endpoint.method.lower(): operation(endpoint)} for endpoint in ENDPOINTS
    }
    for path in document["paths"].values():
        for described in path.values():
            described["responses"] |= problems(EVERYWHERE)
    document["paths"] = operations | document["paths"]
    return document


def reference(model: type[BaseModel]) -> dict[str, str]:
    return {"$ref": f"#/components/schemas/{model.__name__}"}


def problems(texts: dict[int, str]) -> dict[str, Any]:
    content = {MEDIA_TYPE: {"schema": reference(ProblemOut)}}
    return {str(code): {"description": text, "content": content} for code, text in texts.items()}


def operation(endpoint: Endpoint[Any]) -> dict[str, Any]:
    request = {"schema": reference(endpoint.request), "example": endpoint.example}
    answer = {"schema": reference(endpoint.answered)}
    found = {"description": endpoint.answered_with, "content": {"application/json": answer}}
    return {
        "tags": [endpoint.name],
        "summary": endpoint.summary,
        "operationId": endpoint.name,
        "requestBody": {"required": True, "content": {"application/json": request}},
        "responses": {"200": found} | problems(EVERYWHERE | OF_AN_ENDPOINT),
    }
