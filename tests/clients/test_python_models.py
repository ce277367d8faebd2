"""The models that datamodel-code-generator makes have names of their own and read every answer."""

import ast
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from app.web.endpoint import Endpoint
from tests.clients.conftest import Document
from tests.clients.generated import generate, imported
from tests.clients.test_python_client import EXAMPLES
from tests.conftest import Client

NAME = "generated_python_models"


@pytest.fixture(scope="module")
def models(document_file: Path, tmp_path_factory: pytest.TempPathFactory) -> ModuleType:
    folder = tmp_path_factory.mktemp("python_models")
    options = (
        *("--input-file-type", "openapi", "--output-model-type", "pydantic_v2.BaseModel"),
        *("--target-python-version", "3.11", "--formatters", "builtin"),
    )
    paths = ("--input", document_file, "--output", folder / f"{NAME}.py")
    generate("datamodel_code_generator", *options, *paths)
    return imported(folder, NAME)


def test_every_schema_has_a_class_and_no_class_is_numbered(
    models: ModuleType, document: Document
) -> None:
    assert models.__file__ is not None
    text = Path(models.__file__).read_text(encoding="utf-8")
    classes = [node.name for node in ast.parse(text).body if isinstance(node, ast.ClassDef)]
    assert len(classes) == len(set(classes))
    assert [name for name in classes if name[-1].isdigit()] == []
    assert set(document["components"]["schemas"]) <= set(classes)


@pytest.mark.parametrize(("endpoint", "request_body"), EXAMPLES)
def test_they_read_every_request_and_its_answer(
    models: ModuleType, client: Client, endpoint: Endpoint[Any], request_body: dict[str, Any]
) -> None:
    getattr(models, endpoint.request.__name__).model_validate(request_body)
    answer = client.post(endpoint.name, request_body).json()
    read = getattr(models, endpoint.answered.__name__).model_validate(answer)
    assert len(read.model_fields_set) == len(answer)


def test_they_read_the_catalog_and_a_problem(models: ModuleType, client: Client) -> None:
    models.Catalog.model_validate(client.get("/api/v1/catalog").json())
    problem = models.Problem.model_validate(client.trace({}).json())
    assert problem.code.value == "error.detail.fields"
