"""What ``templates/api.html`` shows, taken from the OpenAPI document."""

import json
from typing import Any

from app.engine.activations import ACTIVATIONS
from app.engine.initializers import INITIALIZERS
from app.engine.losses import LOSSES
from app.engine.optimizers import OPTIMIZERS
from app.web.api.trace import PATH
from app.web.limits import LIMITS
from app.web.presets import DOCUMENT

SHOWN = {
    "request": ("TraceRequest", "NetworkRequest", "LayerRequest"),
    "answer": (
        "Trace",
        "NetworkOut",
        "LayerOut",
        "LayerTrace",
        "AsDrawn",
        "DrawnLayerOut",
        "CheckOut",
        "Step",
    ),
}


def api_page(document: dict[str, Any], base: str) -> dict[str, Any]:
    """``document`` is the OpenAPI document, ``base`` the address of the server."""
    schemas = document["components"]["schemas"]
    operations = [
        (method.upper(), path, operation["summary"])
        for path, methods in document["paths"].items()
        for method, operation in methods.items()
    ]
    return {
        "operations": operations,
        "curl": curl(base + PATH, DOCUMENT),
        "catalog_curl": f"curl -s {base}/api/v1/catalog",
        "sections": {
            section: [(name, fields(schemas[name])) for name in names]
            for section, names in SHOWN.items()
        },
        "statuses": [
            (code, response["description"])
            for code, response in document["paths"][PATH]["post"]["responses"].items()
            if code != "200"
        ],
        "tables": {
            "activations": list(ACTIVATIONS),
            "losses": list(LOSSES),
            "optimizers": list(OPTIMIZERS),
            "initializers": list(INITIALIZERS),
        },
        "limits": LIMITS,
    }


def curl(address: str, body: dict[str, Any]) -> str:
    """A command for a shell; the presets hold no single quotes."""
    content = json.dumps(body, separators=(", ", ": "))
    return f"curl -s {address} \\\n  -H 'Content-Type: application/json' \\\n  -d '{content}'"


def fields(schema: dict[str, Any]) -> list[dict[str, Any]]:
    required = schema.get("required", [])
    return [
        {
            "name": name,
            "type": type_of(field),
            "required": name in required,
            "default": json.dumps(field["default"]) if "default" in field else "",
            "meaning": field.get("description", ""),
        }
        for name, field in schema.get("properties", {}).items()
    ]


def type_of(field: dict[str, Any]) -> str:
    """A schema in a few words: ``[[number]]``, ``"mean" | "sum"``, ``LayerRequest``."""
    if "$ref" in field:
        return str(field["$ref"]).rpartition("/")[2]
    if "enum" in field:
        return " | ".join(json.dumps(value) for value in field["enum"])
    if "const" in field:
        return json.dumps(field["const"])
    for key in ("anyOf", "oneOf", "allOf"):
        if key in field:
            return " | ".join(dict.fromkeys(type_of(part) for part in field[key]))
    if field.get("type") == "array":
        return f"[{type_of(field.get('items', {}))}]"
    return str(field.get("type", "any"))
