"""What the browser code expects of every answer is what the API's description promises."""

import re

import pytest

from app.web.endpoint import JSON
from app.web.endpoints import ENDPOINTS as ENDPOINTS_OF_API
from app.web.endpoints import FILES, LINES
from tests.conftest import Client
from tests.paths import STATIC

TABLE = (STATIC / "js/core/answers/shapes.js").read_text()
ENDPOINTS = re.findall(r'^  "(/api/v1/\w+)": \{(.*?)\}', TABLE, re.MULTILINE | re.DOTALL)


def test_every_endpoint_has_a_shape(client: Client) -> None:
    described = client.get("/openapi.json").json()["paths"]
    # Not read as one answer in JSON by the code that every page has.
    others = {endpoint.path for endpoint in (*LINES, *FILES)}
    others |= {endpoint.path for endpoint in ENDPOINTS_OF_API if endpoint.takes != JSON}
    whole = {path for path in described if "/api/v1/" in path} - others
    assert {path for path, _ in ENDPOINTS} == whole


@pytest.mark.parametrize(("path", "fields"), ENDPOINTS)
def test_a_shape_asks_for_what_an_answer_always_has(client: Client, path: str, fields: str) -> None:
    document = client.get("/openapi.json").json()
    schemas = document["components"]["schemas"]
    (operation,) = document["paths"][path].values()
    schema = operation["responses"]["200"]["content"]["application/json"]["schema"]
    answer = schemas[schema["$ref"].rpartition("/")[2]]
    shape = re.findall(r'(\w+): "(\w+)"', fields)
    assert len(shape) >= 4
    assert {name for name, _ in shape} <= set(answer["required"])
    for name, kind in shape:
        described = answer["properties"][name]
        described = schemas.get(described.get("$ref", "").rpartition("/")[2], described)
        options = described.get("anyOf") or described.get("oneOf") or [described]
        options = [schemas.get(each.get("$ref", "").rpartition("/")[2], each) for each in options]
        if kind != "any":
            assert {each["type"] for each in options} == {kind}, name
