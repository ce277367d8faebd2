"""What is counted, and under which labels."""

import asyncio
import re
from collections.abc import Callable

import pytest
from prometheus_client import CollectorRegistry
from prometheus_client.exposition import generate_latest
from prometheus_client.parser import text_string_to_metric_families

from app.localization import Translations
from app.main import create_app
from app.observation import observer
from app.observation.metrics import HELD, Metrics
from app.settings import Settings
from app.web.endpoint import Shared
from tests.conftest import Client
from tests.paths import ROOT
from tests.web.requests import small

Read = Callable[..., float]


@pytest.fixture
def registry(monkeypatch: pytest.MonkeyPatch) -> CollectorRegistry:
    registry = CollectorRegistry()
    monkeypatch.setattr(observer, "new_metrics", lambda: Metrics(registry))
    return registry


@pytest.fixture
def counted(registry: CollectorRegistry, runner: asyncio.Runner) -> Client:
    return Client(create_app(Settings(metrics=9100)), runner)


def value(registry: CollectorRegistry, name: str, **labels: str) -> float:
    return registry.get_sample_value(name, labels) or 0.0


def test_requests_are_counted_by_endpoint_and_status(
    counted: Client, registry: CollectorRegistry
) -> None:
    answers = [counted.trace(small()) for _ in range(3)] + [counted.trace({})]
    named = {"endpoint": "/api/v1/trace"}
    assert value(registry, "deltaflow_requests_total", status="200", **named) == 3
    assert value(registry, "deltaflow_requests_total", status="422", **named) == 1
    assert value(registry, "deltaflow_request_seconds_count", **named) == 4
    sent = sum(len(answer.content) for answer in answers)
    assert value(registry, "deltaflow_sent_bytes_total", **named) == sent
    received = sum(len(answer.request.content) for answer in answers)
    assert value(registry, "deltaflow_received_bytes_total", **named) == received
    refused = {"status": "422", "reason": "error.detail.fields"}
    assert value(registry, "deltaflow_refused_total", **refused) == 1


def test_no_address_makes_a_label_of_its_own(counted: Client, registry: CollectorRegistry) -> None:
    for name in ("/", "/lesson/2", "/static/favicon.svg", "/healthz", "/api/v1/catalog"):
        counted.get(name)
    for number in range(30):
        counted.get(f"/nothing/{number}")
        counted.get(f"/static/{number}.js")
        counted.ask("POST", f"/api/v1/{number}")
    text = generate_latest(registry).decode()
    labels = {
        sample.labels["endpoint"]
        for family in text_string_to_metric_families(text)
        for sample in family.samples
        if "endpoint" in sample.labels
    }
    assert labels == {"/", "/lesson/2", "/static/", "/healthz", "/api/v1/catalog", "other"}


def test_what_a_process_holds_is_measured(
    registry: CollectorRegistry, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(observer, "SAMPLE_SECONDS", 0.01)
    watched = observer.Observer(Settings(metrics=9100))
    watched.under_way = 3

    async def sampled() -> None:
        sampling = asyncio.create_task(watched.sample(lambda: {"queue": 7, "queue_seconds": 2.5}))
        while not value(registry, "deltaflow_event_loop_lag_seconds_count"):
            await asyncio.sleep(0.01)
        sampling.cancel()

    asyncio.run(sampled())
    assert value(registry, "deltaflow_queue") == 7
    assert value(registry, "deltaflow_queue_seconds") == 2.5
    assert value(registry, "deltaflow_requests_under_way") == 3


def test_nothing_is_counted_unless_set(registry: CollectorRegistry, runner: asyncio.Runner) -> None:
    Client(create_app(Settings()), runner).get("/healthz")
    assert list(registry.collect()) == []


def test_what_the_application_holds_has_a_metric() -> None:
    settings = Settings()
    shared = Shared.of(settings, Translations(settings.static / "i18n"))
    assert {"requests_under_way", *shared.held()} == set(HELD)


def test_the_document_names_every_metric(registry: CollectorRegistry) -> None:
    Metrics(registry)
    document = (ROOT / "docs" / "operating.md").read_text(encoding="utf-8")
    named = set(re.findall(r"^\| `(deltaflow_\w+)` \|", document, re.MULTILINE))
    made = {
        f"{family.name}_total" if family.type == "counter" else family.name
        for family in registry.collect()
    }
    assert named == made
