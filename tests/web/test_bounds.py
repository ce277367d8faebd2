"""What one request may cost: numbers of an answer, seconds of work; and that less is answered."""

import asyncio
import json
import socket
from typing import Any

import orjson
import pytest

from app.engine.cancellation import always
from app.errors import Refusal
from app.main import create_app
from app.settings import Settings
from app.web.answer import Streamed, answer_of
from app.web.descent import endpoint as descent
from app.web.descent.presets import DESCENT_PRESETS
from app.web.endpoint import until
from app.web.endpoints import OPERATIONS
from app.web.estimate import Estimate, check_size
from app.web.graph import endpoint as graph
from app.web.limits import LIMITS
from app.web.trace import endpoint as trace
from app.web.trace.schema import INCLUDES
from tests.conftest import Client
from tests.test_cli import serving
from tests.web.requests import Request, document, preset, small

UNLIMITED = 10**12


def wide(samples: int, *widths: int, activation: str = "tanh", **more: Any) -> Request:
    """Layers of these widths behind as many inputs as the first has units."""
    layers = [{"units": units, "activation": activation} for units in widths]
    network = {"inputs": widths[0], "layers": layers, "loss": "half_squared_error"}
    inputs, targets = [[0.5] * widths[0]] * samples, [[0.5] * widths[-1]] * samples
    return {"network": network, "inputs": inputs, "targets": targets} | more


def numbers_in(value: Any) -> int:
    if isinstance(value, dict):
        return sum(map(numbers_in, value.values()))
    if isinstance(value, list):
        return sum(map(numbers_in, value))
    return isinstance(value, float)


def checked(endpoint: Any, asked: Request, seconds: float, numbers: int) -> None:
    request = endpoint.read(json.dumps(asked).encode())
    check_size(endpoint.scale, request, endpoint.scale.estimate(request), seconds, numbers)


def refusal(endpoint: Any, asked: Request, seconds: float, numbers: int = UNLIMITED) -> Refusal:
    with pytest.raises(Refusal) as refused:
        checked(endpoint, asked, seconds, numbers)
    return refused.value


@pytest.mark.parametrize(
    "asked",
    [
        document(),
        preset("digits"),
        wide(64, 32, 32, 32),
        document() | {"include": ["as_drawn"]},
        wide(16, 8, 8, include=["check"]),
        wide(200, 3, 70, 3, include=["steps"], round=50),
    ],
    ids=["document", "digits", "batch", "rule", "check", "rounds"],
)
def test_the_numbers_of_a_trace_are_counted_beforehand(asked: Request) -> None:
    request = trace.ENDPOINT.read(json.dumps(asked).encode())
    content = trace.ENDPOINT.answer(request, always, lambda key, params: key)
    for written_as_text in ("steps", "latex"):
        content.pop(written_as_text, None)
    answer = answer_of(content, UNLIMITED, b"")
    assert isinstance(answer, Streamed)
    found = numbers_in(orjson.loads(b"".join(answer.pieces)))
    estimate = trace.ENDPOINT.scale.estimate(request).numbers
    if "steps" in asked.get("include", ()):
        assert found <= estimate
    else:
        assert found - 10 <= estimate <= 1.3 * found + 10


def test_an_answer_of_too_many_numbers_is_refused_before_the_work(client: Client) -> None:
    """8.8 KB of request were 770 MB of answer."""
    request = wide(1024, *[1024, 14] * 8)
    request["network"]["inputs"] = 1
    request["inputs"], request["targets"] = [[0]] * 1024, [[0.0] * 14] * 1024
    response = client.trace(request)
    assert response.status_code == 422
    detail = response.json()["detail"]
    assert str(LIMITS["answer_numbers"]) in detail
    (problem,) = response.json()["problems"]
    assert problem["loc"] == ["inputs"]
    most = int(problem["msg"].split("at most ")[1].split()[0])
    for samples, status in ((most, 200), (most + 1, 422)):
        request["inputs"], request["targets"] = [[0]] * samples, [[0.0] * 14] * samples
        assert client.trace(request).status_code == status


@pytest.mark.parametrize(
    ("endpoint", "asked", "places"),
    [
        (trace, small(round=10_000), {("round",)}),
        (trace, wide(64, 60, 60, include=["check"]), {("inputs",), ("include",)}),
        (trace, wide(1, *[64] * 16, include=["latex"]), {("include",)}),
        (descent, DESCENT_PRESETS["line_fit"] | {"steps": 10_000}, {("steps",)}),
        (
            descent,
            {
                "network": {"request": wide(60, 16, 16, 16), "x": "w1.0.0", "y": "w1.0.1"},
                "runs": DESCENT_PRESETS["document"]["runs"],
                "steps": 1,
            },
            {("network", "request", "inputs")},
        ),
        (graph, {"expression": "x" + "+x" * 490, "values": {"x": 1}}, {("expression",)}),
    ],
    ids=["rounds", "check", "latex", "steps", "map", "expression"],
)
def test_work_that_would_take_too_long_names_what_to_lower(
    endpoint: Any, asked: Request, places: set[tuple[str, ...]]
) -> None:
    request = endpoint.ENDPOINT.read(json.dumps(asked).encode())
    seconds = endpoint.ENDPOINT.scale.estimate(request).seconds
    checked(endpoint.ENDPOINT, asked, seconds, UNLIMITED)
    refused = refusal(endpoint.ENDPOINT, asked, 0.5 * seconds)
    assert (refused.status, refused.key) == (422, "error.detail.too_much_work")
    assert {problem.loc for problem in refused.problems} == places


@pytest.mark.parametrize("limit", [0.01, 0.05, 0.2])
def test_the_named_number_is_the_largest_that_is_allowed(limit: float) -> None:
    asked = small(round=10_000)
    (problem,) = refusal(trace.ENDPOINT, asked, limit).problems
    most = problem.params["most"]
    assert isinstance(most, int)
    checked(trace.ENDPOINT, asked | {"round": most}, limit, UNLIMITED)
    refusal(trace.ENDPOINT, asked | {"round": most + 1}, limit)


def test_what_cannot_be_lowered_enough_names_the_network() -> None:
    (problem,) = refusal(trace.ENDPOINT, wide(1, 400, 400), 1e-9).problems
    assert problem.loc == ("network", "layers")


def test_every_include_adds_to_the_estimate() -> None:
    def estimate(*include: str) -> Estimate:
        asked = json.dumps(document() | {"include": include}).encode()
        return trace.ENDPOINT.scale.estimate(trace.ENDPOINT.read(asked))

    for name in INCLUDES:
        assert estimate(name).seconds > estimate().seconds
        assert estimate(name).numbers > estimate().numbers


@pytest.mark.parametrize("endpoint", OPERATIONS, ids=lambda endpoint: str(endpoint.name))
def test_the_example_of_every_endpoint_is_small(endpoint: Any) -> None:
    request = endpoint.read(json.dumps(endpoint.example).encode())
    estimate = endpoint.scale.estimate(request)
    assert estimate.seconds < 1
    assert estimate.numbers < 100_000


def test_work_ends_at_its_time_though_it_was_estimated_lower() -> None:
    check_cancelled = until(asyncio.Event(), 0.02)

    def work() -> None:
        while True:
            check_cancelled()

    with pytest.raises(Refusal) as refused:
        work()
    assert (refused.value.status, refused.value.key) == (422, "error.detail.took_too_long")


def test_the_longest_work_is_a_setting(runner: asyncio.Runner) -> None:
    asked = preset("xor") | {"round": 2000}
    assert Client(create_app(Settings(work_seconds=30)), runner).trace(asked).status_code == 200
    response = Client(create_app(Settings(work_seconds=0.01)), runner).trace(asked)
    assert response.status_code == 422
    assert "0.01 s" in response.json()["detail"]


def test_the_same_request_has_the_same_etag(client: Client) -> None:
    for request in (document(), preset("digits") | {"include": ["steps"]}):
        first, second = client.trace(request), client.trace(request)
        assert first.headers["etag"] == second.headers["etag"]
        known = client.trace(request, headers={"If-None-Match": first.headers["etag"]})
        assert (known.status_code, known.content) == (304, b"")
        assert known.headers["etag"] == first.headers["etag"]
        changed = client.trace(request | {"round": 2}, headers={"If-None-Match": 'W/"x"'})
        assert changed.status_code == 200
        assert changed.headers["etag"] != first.headers["etag"]


def test_a_large_answer_is_streamed_with_the_same_bytes(client: Client) -> None:
    request = wide(700, 40, 90, 40)
    asked = trace.ENDPOINT.read(json.dumps(request).encode())
    content = trace.ENDPOINT.answer(asked, always, lambda key, params: key)
    response = client.trace(request)
    assert "content-length" not in response.headers
    assert response.content == b"".join(answer_pieces(content))


def test_a_client_of_http_1_0_gets_a_large_answer_whole() -> None:
    body = json.dumps(wide(700, 40, 90, 40)).encode()
    head = b"POST /api/v1/trace HTTP/1.0\r\nContent-Type: application/json\r\n"
    with (
        serving("-m", "app.cli") as (_, port),
        socket.create_connection(("127.0.0.1", port)) as connection,
    ):
        connection.settimeout(60)
        connection.sendall(head + b"Content-Length: %d\r\n\r\n" % len(body) + body)
        answer = b"".join(iter(lambda: connection.recv(1 << 20), b""))
    heads, _, content = answer.partition(b"\r\n\r\n")
    assert b"transfer-encoding" not in heads.lower()
    assert b"content-length: %d" % len(content) in heads.lower()
    assert len(orjson.loads(content)["layers"]) == 3


def answer_pieces(content: dict[str, Any]) -> list[bytes]:
    answer = answer_of(content, UNLIMITED, b"")
    assert isinstance(answer, Streamed)
    return list(answer.pieces)
