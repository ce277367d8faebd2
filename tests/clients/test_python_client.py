"""The client that openapi-python-client makes calls every endpoint and reads every answer."""

import asyncio
import importlib
import json
from pathlib import Path
from types import ModuleType
from typing import Any

import httpx
import pytest
from starlette.types import ASGIApp

from app.errors import MEDIA_TYPE
from app.web.endpoint import JSON, Endpoint, Operation
from app.web.endpoints import ENDPOINTS, FILES, LINES
from tests.clients.conftest import Document
from tests.clients.generated import generate, imported

NAME = "generated_python_client"
EXAMPLES = [
    pytest.param(endpoint, request, id=f"{endpoint.name}-{name}")
    for endpoint in ENDPOINTS
    if endpoint.takes == JSON
    for name, request in endpoint.examples.items()
]


@pytest.fixture(scope="module")
def package(document_file: Path, tmp_path_factory: pytest.TempPathFactory) -> ModuleType:
    folder = tmp_path_factory.mktemp("python_client")
    options = ("--meta", "none", "--fail-on-warning")
    paths = ("--path", document_file, "--output-path", folder / NAME)
    generate("openapi_python_client", "generate", *options, *paths)
    return imported(folder, NAME)


@pytest.fixture(scope="module")
def call(package: ModuleType, app: ASGIApp, runner: asyncio.Runner) -> Any:
    """(tag, operation, body) -> the detailed response."""

    async def once(tag: str, operation_name: str, **more: Any) -> Any:
        client = package.Client(base_url="http://test")
        transport = httpx.ASGITransport(app=app)
        client.set_async_httpx_client(
            httpx.AsyncClient(transport=transport, base_url="http://test")
        )
        operation = importlib.import_module(f"{NAME}.api.{tag}.{operation_name}")
        return await operation.asyncio_detailed(client=client, **more)

    return lambda *asked, **more: runner.run(once(*asked, **more))


def model(package: ModuleType, name: str) -> Any:
    return getattr(importlib.import_module(f"{package.__name__}.models"), name)


@pytest.mark.parametrize(("endpoint", "request_body"), EXAMPLES)
def test_it_calls_every_endpoint_and_reads_the_answer(
    package: ModuleType, call: Any, endpoint: Endpoint[Any], request_body: dict[str, Any]
) -> None:
    body = model(package, endpoint.request.__name__).from_dict(request_body)
    assert body.to_dict().items() >= request_body.items()
    response = call(endpoint.name, endpoint.name, body=body)
    assert response.status_code == 200, response.content
    assert type(response.parsed) is model(package, endpoint.answered.__name__)
    assert response.parsed.to_dict() == httpx.Response(200, content=response.content).json()


@pytest.mark.parametrize("form", [None, "json", "csv", "svg", "latex", "notebook", "html"])
def test_it_gets_a_file_as_bytes(package: ModuleType, call: Any, form: str | None) -> None:
    (export,) = (each for each in FILES if each.name == "export")
    request = {name: value for name, value in export.example.items() if name != "format"}
    body = request if form is None else request | {"format": form}
    response = call("export", "export", body=model(package, "ExportRequest").from_dict(body))
    assert response.status_code == 200, response.content
    assert response.parsed.payload.read() == response.content
    assert len(response.content) > 100


@pytest.mark.parametrize(
    "endpoint",
    [each for each in (*LINES, *FILES) if each.name != "export"],
    ids=lambda each: each.name,
)
def test_it_gets_lines_and_pictures_as_bytes(
    package: ModuleType, call: Any, endpoint: Operation[Any]
) -> None:
    body = model(package, endpoint.request.__name__).from_dict(endpoint.example)
    response = call(endpoint.name, endpoint.name, body=body)
    assert response.status_code == 200, response.content
    assert response.headers["content-type"] != "application/octet-stream"
    assert response.parsed.payload.read() == response.content != b""


def test_it_sends_a_file_and_its_name(package: ModuleType, call: Any) -> None:
    (endpoint,) = (each for each in ENDPOINTS if each.takes != JSON)
    file = importlib.import_module(f"{package.__name__}.types").File
    content = json.dumps(endpoint.example).encode()
    name = endpoint.parameters[0]
    # The language's keywords get an underscore.
    tag = operation = f"{endpoint.name}_"
    # An asynchronous client takes no file that is read in turns; its bytes it does.
    body = file(payload=content)
    response = call(tag, operation, body=body, **{name.name: name.example})
    assert response.status_code == 200, response.content
    assert response.parsed.to_dict() == httpx.Response(200, content=response.content).json()


def test_it_calls_what_takes_no_body(package: ModuleType, call: Any, document: Document) -> None:
    for methods in document["paths"].values():
        if "get" in methods:
            operation = methods["get"]
            response = call(operation["tags"][0], operation["operationId"])
            assert response.parsed.to_dict() == httpx.Response(200, content=response.content).json()


def test_it_reads_a_problem(package: ModuleType, call: Any) -> None:
    trace = ENDPOINTS[0]
    body = model(package, trace.request.__name__).from_dict(trace.example | {"round": 0})
    response = call(trace.name, trace.name, body=body)
    assert response.headers["content-type"] == MEDIA_TYPE
    problem = response.parsed
    assert type(problem) is model(package, "Problem")
    assert problem.code == model(package, "ProblemCode")("error.detail.fields")
    assert problem.problems[0].code == model(package, "FieldProblemCode")("error.at_least")
    assert problem.problems[0].loc == ["round"]
