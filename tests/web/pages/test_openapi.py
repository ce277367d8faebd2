"""The OpenAPI document tells the truth; what it does not say, no request finds out."""

import ast
import json
import re
from collections.abc import Iterator
from typing import Any

import openapi_spec_validator
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
from app.engine.network.schedules import SCHEDULES
from app.labs.datasets.table import offered
from app.main import create_app
from app.settings import Settings
from app.web.answer import OCTETS
from app.web.endpoints import FILES, LINES
from app.web.pages.openapi import BYTES
from app.web.trace.presets import LETTERS, PRESETS
from tests.conftest import Client
from tests.examples import examples
from tests.paths import APP as CODE
from tests.web.requests import Request, document, preset, small

#: A run that is drawn at random may be long.
APP = create_app(Settings(run_seconds=0.05))
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
    max_examples=examples(40),
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
        validator(client, "Problem").validate(client.trace(request).json())


def test_the_catalog_keeps_the_schema_and_holds_every_table(client: Client) -> None:
    catalog = client.get("/api/v1/catalog").json()
    validator(client, "Catalog").validate(catalog)
    for field, table in (
        ("activations", ACTIVATIONS),
        ("losses", LOSSES),
        ("optimizers", OPTIMIZERS),
        ("initializers", INITIALIZERS),
        ("schedules", SCHEDULES),
        ("datasets", offered()),
        ("presets", PRESETS),
    ):
        assert [entry["name"] for entry in catalog[field]] == list(table)
    assert set(LETTERS) < set(PRESETS)


def test_every_error_reply_is_declared(client: Client) -> None:
    paths = client.get("/openapi.json").json()["paths"]
    declared = set(paths["/api/v1/trace"]["post"]["responses"])
    assert declared == {"200", "400", "405", "408", "413", "415", "422", "429", "500", "503"}
    kinds = {endpoint.path: [OCTETS, endpoint.media_type] for endpoint in LINES}
    kinds |= {each.path: [OCTETS, *each.media_types] for each in FILES}
    for path, operations in paths.items():
        answered = kinds.get(path, ["application/json"])
        for operation in operations.values():
            for status, response in operation["responses"].items():
                expected = answered if status == "200" else ["application/problem+json"]
                assert list(response["content"]) == expected


def test_a_client_that_takes_bytes_of_any_kind_alone_gets_files_and_lines_as_such(
    client: Client,
) -> None:
    for endpoint in (*LINES, *FILES):
        for accept in ("application/octet-stream", "Application/Octet-Stream;q=0.9"):
            bytes_of = client.ask(
                "POST", endpoint.path, json=endpoint.example, headers={"Accept": accept}
            )
            assert bytes_of.headers["content-type"] == OCTETS, endpoint.name
            for other in ("*/*", f"{accept}, {endpoint.media_type}, image/svg+xml"):
                found = client.ask(
                    "POST", endpoint.path, json=endpoint.example, headers={"Accept": other}
                )
                assert found.headers["content-type"] != OCTETS, endpoint.name
                assert found.content == bytes_of.content


# --- the document itself --------------------------------------------------------------------------

Schema = dict[str, Any]


@pytest.fixture(scope="module")
def described(client: Client) -> Schema:
    content: Schema = client.get("/openapi.json").json()
    return content


def operations_of(described: Schema) -> Iterator[tuple[str, Schema]]:
    for path, methods in described["paths"].items():
        for method, operation in methods.items():
            yield f"{method.upper()} {path}", operation


def fields_of(described: Schema) -> Iterator[tuple[str, Schema]]:
    for name, schema in described["components"]["schemas"].items():
        for field, inner in schema.get("properties", {}).items():
            yield f"{name}.{field}", inner


def refers(schema: Schema) -> bool:
    """Whether another schema has the examples."""
    inside = [*schema.get("anyOf", ()), schema.get("items", {})]
    return "$ref" in schema or any(refers(each) for each in inside if each)


def shown(content: Schema) -> list[Any]:
    """The examples of an answer: one, or one for each kind of its lines; a file has none."""
    if "example" in content:
        return [content["example"]]
    return [each["value"] for each in content.get("examples", {}).values()]


def is_sentence(text: str) -> bool:
    return len(text.split()) > 1 and text.strip() == text


def test_the_document_keeps_its_own_standard(described: Schema) -> None:
    openapi_spec_validator.validate(described)


def test_operations_keep_their_names(described: Schema) -> None:
    """Generated clients call them so; a name that is lost breaks every one of them."""
    names = {operation["operationId"] for _, operation in operations_of(described)}
    assert names >= {"trace", "graph", "descent", "exercise", "train", "catalog", "healthz"}
    assert len(names) == len(list(operations_of(described)))
    assert all(name.isidentifier() for name in names)


def test_every_operation_says_what_it_does_and_shows_it(described: Schema) -> None:
    for name, operation in operations_of(described):
        assert is_sentence(operation["summary"]), name
        assert is_sentence(operation["description"]), name
        for content in operation.get("requestBody", {}).get("content", {}).values():
            # A file has none.
            assert content.get("examples") or content["schema"] == BYTES, name
        for content in operation["responses"]["200"]["content"].values():
            assert shown(content) or content["schema"] in (BYTES, {}), name
            assert all(shown(content)), name
        for status, response in operation["responses"].items():
            assert is_sentence(response["description"]), f"{name} {status}"


def test_every_schema_and_field_says_what_it_is(described: Schema) -> None:
    everything = [*described["components"]["schemas"].items(), *fields_of(described)]
    silent = [name for name, each in everything if not is_sentence(each.get("description", ""))]
    assert silent == []


def test_every_schema_and_field_has_an_example(described: Schema) -> None:
    schemas = described["components"]["schemas"].items()
    without = [name for name, schema in schemas if not schema.get("examples")]
    without += [
        name
        for name, field in fields_of(described)
        if not refers(field) and field.get("examples", [None])[0] in (None, [], {})
    ]
    assert without == []


def test_every_example_and_default_keeps_its_schema(described: Schema) -> None:
    schemas, values = {}, {}
    for name, schema in [*described["components"]["schemas"].items(), *fields_of(described)]:
        schemas[name] = schema
        values[name] = schema.get("examples", []) + [
            schema[key] for key in ("default",) if key in schema
        ]
    for name, operation in operations_of(described):
        for kind, content in operation.get("requestBody", {}).get("content", {}).items():
            schemas[f"{name} asked {kind}"] = content["schema"]
            values[f"{name} asked {kind}"] = [
                each["value"] for each in content.get("examples", {}).values()
            ]
        for kind, content in operation["responses"]["200"]["content"].items():
            schemas[f"{name} {kind}"] = content["schema"]
            values[f"{name} {kind}"] = shown(content)
    # One validator for all of them: to make one takes longer than to use it.
    check = validator_for({"properties": schemas, "components": described["components"]})
    for number in range(max(map(len, values.values()))):
        check.validate({name: found[number] for name, found in values.items() if found[number:]})


def test_schemas_have_names_that_make_classes(described: Schema) -> None:
    """No pydantic's Name-Input beside Name-Output, and nothing a generator has to rename."""
    for name, schema in described["components"]["schemas"].items():
        assert re.fullmatch(r"([A-Z][a-z0-9]*)+[a-z]", name)
        assert schema.get("title", name) == name


# --- problems -------------------------------------------------------------------------------------


def codes_used() -> tuple[set[str], set[str]]:
    """The codes in the server's code, and how those begin that it puts together."""
    whole, beginnings = set(), set()
    for path in CODE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.JoinedStr) and isinstance(node.values[0], ast.Constant):
                beginnings.add(str(node.values[0].value))
            elif isinstance(node, ast.Constant) and isinstance(node.value, str):
                whole.add(node.value)
    return whole, {text for text in beginnings if text.startswith("error.")}


def test_the_codes_are_those_in_use(described: Schema) -> None:
    schemas = described["components"]["schemas"]
    declared = [*schemas["ProblemCode"]["enum"], *schemas["FieldProblemCode"]["enum"]]
    assert len(declared) == len(set(declared))
    whole, beginnings = codes_used()
    assert beginnings
    sentence = re.compile(r"error\.[\w.]*\w")
    assert {text for text in whole if sentence.fullmatch(text)} <= set(declared)
    unused = [code for code in declared if code not in whole]
    assert all(code.startswith(tuple(beginnings)) for code in unused), unused


@pytest.mark.parametrize(
    ("method", "address", "status", "code"),
    [
        ("GET", "/nothing", 404, "error.detail.not_found"),
        ("GET", "/api/v1/trace", 405, "error.detail.method"),
        ("POST", "/api/v1/trace", 415, "error.detail.media_type"),
    ],
)
def test_a_problem_has_a_code_and_its_type_is_explained(
    client: Client, method: str, address: str, status: int, code: str
) -> None:
    content = client.ask(method, address).json()
    assert (content["status"], content["code"]) == (status, code)
    assert content["type"] == f"/api#{code}"


def test_every_code_is_explained_on_the_page(client: Client, described: Schema) -> None:
    page = client.get("/api").text
    anchors = re.findall(r'id="([^"]+)"', page)
    assert len(anchors) == len(set(anchors))
    schemas = described["components"]["schemas"]
    assert set(anchors) >= {*schemas["ProblemCode"]["enum"], *schemas["FieldProblemCode"]["enum"]}


def test_every_field_problem_has_a_code(client: Client) -> None:
    content = client.trace(small(round=0, rule="x")).json()
    assert content["code"] == "error.detail.fields"
    codes = [problem["code"] for problem in content["problems"]]
    assert codes == ["error.at_least", "error.one_of"]


# --- requests -------------------------------------------------------------------------------------

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
    max_examples=examples(150),
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
