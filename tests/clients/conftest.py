"""The OpenAPI document, as those generators read it that make clients from it."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import Client

Document = dict[str, Any]


@pytest.fixture(scope="session")
def document(client: Client) -> Document:
    content: Document = client.get("/openapi.json").json()
    return content


@pytest.fixture(scope="session")
def document_file(document: Document, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("document") / "openapi.json"
    path.write_text(json.dumps(document), encoding="utf-8")
    return path
