"""The OpenAPI document tells the truth; what it does not say, no request finds out."""

import json
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jsonschema_rs import validator_for
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    negative_data_rejection,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
    unsupported_method,
)

from app.engine.network.activations import ACTIVATIONS
from app.engine.network.initializers import INITIALIZERS
from app.engine.network.losses import LOSSES
from app.engine.network.optimizers import OPTIMIZERS
from app.main import create_app
from app.web.trace.presets import PRESETS
from tests.conftest import Client
from tests.web.requests import Request, document, preset, small

APP = create_app()
SCHEMA = schemathesis.openapi.from_asgi("/openapi.json", APP)
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    negative_data_rejection,
    unsupported_method,
]


@SCHEMA.parametrize()
@settings(
    max_examples=40,
    deadline=None,
    derandomize=True,
    suppress_health_check=list(HealthCheck),
)
def test_schemathesis_finds_nothing(case: schemathesis.Case[Any]) -> None:
    case.call_and_validate(checks=CHECKS)


def validator(client: Client, model: str) -> Any:
    schema = client.get("/openapi.json").json()
    whole = {"$ref": f"#/components/schemas/{model}", "components": schema["components"]}
    return validator_for(whole)


def declared(client: Client, endpoint: str, model: str, request: Request) -> dict[str, Any]:
    """A endpoint's answer, which keeps to its declared model and holds numbers only."""
    response = client.post(endpoint, request)
    assert response.status_code == 200, response.text
    assert response.headers["content-type"] == "application/json"
    content: dict[str, Any] = json.loads(response.content, parse_constant=pytest.fail)
    validator(client, model).validate(content)
    return content


@pytest.mark.parametrize("name", PRESETS)
def test_every_preset_and_its_answer_keep_the_schema(client: Client, name: str) -> None:
    include = ["steps", "latex"]
    if name not in ("digits", "xor"):
        include += ["as_drawn", "check"]
    request = preset(name) | {"include": include}
    validator(client, "TraceRequest").validate(request)
    validator(client, "Trace").validate(client.trace(request).json())


def test_a_problem_keeps_the_schema(client: Client) -> None:
    for request in ({}, small(round=0), small(rule="as_drawn", optimizer={"name": "adam"})):
        validator(client, "ProblemOut").validate(client.trace(request).json())


def test_the_catalog_keeps_the_schema_and_holds_every_table(client: Client) -> None:
    catalog = client.get("/api/v1/catalog").json()
    validator(client, "Catalog").validate(catalog)
    for field, table in (
        ("activations", ACTIVATIONS),
        ("losses", LOSSES),
        ("optimizers", OPTIMIZERS),
        ("initializers", INITIALIZERS),
        ("presets", PRESETS),
    ):
        assert [entry["name"] for entry in catalog[field]] == list(table)


def test_every_error_reply_is_declared(client: Client) -> None:
    paths = client.get("/openapi.json").json()["paths"]
    declared = set(paths["/api/v1/trace"]["post"]["responses"])
    assert declared == {"200", "400", "405", "408", "413", "415", "422", "429", "500", "503"}
    for operations in paths.values():
        for operation in operations.values():
            for status, response in operation["responses"].items():
                kind = "application/json" if status == "200" else "application/problem+json"
                assert list(response["content"]) == [kind]


KEYS = sorted(
    {"network", "inputs", "targets", "layers", "units", "weights", "biases", "bias", "frozen"}
    | {"activation", "loss", "seed", "initializer", "optimizer", "name", "round", "rule"}
)
NUMBERS = st.one_of(
    st.integers(),
    st.floats(),
    st.sampled_from([10**400, 1e308, 5e-324, -0.0, 2**53, 2**64]),
)
JSON = st.recursive(
    st.one_of(st.none(), st.booleans(), NUMBERS, st.text()),
    lambda inner: st.one_of(
        st.lists(inner), st.dictionaries(st.sampled_from(KEYS) | st.text(), inner)
    ),
)
ALLOWED = {200, 400, 422}
FUZZ = settings(
    max_examples=150,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


def accepted(client: Client, text: bytes) -> None:
    response = client.trace_text(text)
    assert response.status_code in ALLOWED, (text, response.text)
    if response.status_code != 200:
        assert response.headers["content-type"] == "application/problem+json"
        assert len(response.content) < 4096
        json.loads(response.content)


@FUZZ
@given(text=st.binary() | JSON.map(lambda value: json.dumps(value).encode()))
def test_any_text_is_answered(client: Client, text: bytes) -> None:
    accepted(client, text)


@FUZZ
@given(data=st.data())
def test_a_good_request_with_one_part_replaced_is_answered(
    client: Client, data: st.DataObject
) -> None:
    request: Any = document()
    part, key = request, data.draw(st.sampled_from(sorted(request)))
    while isinstance(part[key], dict | list) and part[key] and data.draw(st.booleans()):
        part = part[key]
        keys = sorted(part) if isinstance(part, dict) else range(len(part))
        key = data.draw(st.sampled_from(keys))
    part[key] = data.draw(JSON)
    accepted(client, json.dumps(request).encode())


@FUZZ
@given(position=st.integers(0, 600), junk=st.binary(min_size=1, max_size=4))
def test_a_good_request_with_some_bytes_replaced_is_answered(
    client: Client, position: int, junk: bytes
) -> None:
    text = bytearray(json.dumps(document()).encode())
    text[position : position + len(junk)] = junk
    accepted(client, bytes(text))
