"""The pages' own code in one process of node, for all tests of this folder."""

import json
import subprocess
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from app.client import Client as OwnClient
from tests.conftest import Client
from tests.paths import ROOT

#: Asks ``page.js`` to do something, and has its answer.
Page = Callable[..., Any]


@pytest.fixture(scope="session")
def page(client: Client) -> Iterator[Page]:
    command = ["node", "tests/whole/page.js"]
    with subprocess.Popen(
        command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        write, read = process.stdin, process.stdout
        assert write is not None
        assert read is not None

        def ask(does: str, **question: Any) -> Any:
            write.write(json.dumps({"does": does, **question}) + "\n")
            write.flush()
            line = read.readline()
            assert line, f"node ended on {does} {question}"
            return json.loads(line)

        ask("know", catalog=client.get("/api/v1/catalog").json())
        yield ask
        write.close()


@pytest.fixture(scope="session")
def own() -> Iterator[OwnClient]:
    """The Python client, which computes in this process."""
    with OwnClient() as found:
        yield found
