"""The application as a program that asks it sees it, without a network."""

import asyncio
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from starlette.types import ASGIApp

from app.engine.network.runs.kernels import compiled
from app.engine.network.runs.kernels.fused_run import Compiled
from app.main import create_app
from tests import examples
from tests.paths import ROOT

examples.register()

# The compiled kernel would turn up at some moment; a test that is to have it asks for `prepared`.
for prepare in ("app.main.prepare_in_background", "app.client.in_process.prepare_kernel"):
    pytest.MonkeyPatch().setattr(prepare, lambda: None)

BROWSER = ROOT / "tests" / "browser"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Browser tests come last: Playwright leaves its event loop running in the thread of a worker,
    and no test that runs a loop itself may follow there.
    """
    items.sort(key=lambda item: BROWSER in item.path.parents)


class Client:
    """Asks the application in this process, one request at a time."""

    def __init__(self, app: ASGIApp, runner: asyncio.Runner) -> None:
        self.app = app
        self.runner = runner

    def ask(self, method: str, address: str, **more: Any) -> httpx.Response:
        async def once() -> httpx.Response:
            transport = httpx.ASGITransport(app=self.app, raise_app_exceptions=False)
            async with httpx.AsyncClient(transport=transport, base_url="http://test") as client:
                return await client.request(method, address, **more)

        return self.runner.run(once())

    def get(self, address: str, **more: Any) -> httpx.Response:
        return self.ask("GET", address, **more)

    def post(self, endpoint: str, request: Any, **more: Any) -> httpx.Response:
        return self.ask("POST", f"/api/v1/{endpoint}", json=request, **more)

    def trace(self, request: Any, **more: Any) -> httpx.Response:
        return self.post("trace", request, **more)

    def trace_text(self, body: bytes, **more: Any) -> httpx.Response:
        headers = {"Content-Type": "application/json"} | more.pop("headers", {})
        return self.ask("POST", "/api/v1/trace", content=body, headers=headers, **more)


@pytest.fixture(scope="session")
def runner() -> Iterator[asyncio.Runner]:
    with asyncio.Runner() as runner:
        yield runner


@pytest.fixture(scope="session")
def app() -> ASGIApp:
    return create_app()


@pytest.fixture(scope="session")
def client(app: ASGIApp, runner: asyncio.Runner) -> Client:
    return Client(app, runner)


@pytest.fixture(scope="session")
def kernel() -> Compiled:
    """The compiled kernel, made ready once; the processes of a test session share its code."""
    assert compiled.prepare()
    found, compiled.STATE.kernel = compiled.STATE.kernel, None
    assert found is not None
    return found


@pytest.fixture
def prepared(kernel: Compiled, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Training of small networks takes the compiled kernel, in this test alone."""
    with monkeypatch.context() as patch:
        patch.setattr(compiled.STATE, "kernel", kernel)
        yield
