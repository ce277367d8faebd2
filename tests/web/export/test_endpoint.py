"""``POST /api/v1/export``: which file one gets, and what is said where there is none."""

import json
import re
from typing import Any

import pytest

from app.web.export.endpoint import ENDPOINT
from app.web.trace.presets import DOCUMENT
from tests.conftest import Client

BODIES: dict[str, dict[str, Any]] = {
    "trace": DOCUMENT,
    "graph": {"expression": "x * y + x", "values": {"x": 2.0, "y": 3.0}},
    "descent": {
        "function": "x ** 2",
        "start": {"x": 1.0},
        "runs": [{"optimizer": {"name": "sgd", "learning_rate": 0.1}}],
    },
}


def export(client: Client, tool: str = "trace", accept: str = "", **fields: Any) -> Any:
    body = {"tool": tool, "request": BODIES[tool]} | fields
    headers = {"Accept": accept} if accept else {}
    return client.ask(method="POST", address="/api/v1/export", json=body, headers=headers)


@pytest.mark.parametrize("tool", BODIES)
def test_the_json_is_a_request_and_the_answer_to_it(client: Client, tool: str) -> None:
    reply = export(client, tool, format="json")
    assert reply.status_code == 200
    assert reply.headers["Content-Type"] == "application/json"
    named = reply.headers["Content-Disposition"]
    assert re.search(rf"deltaflow-{'network(-[0-9]+)+' if tool == 'trace' else tool}\.json", named)
    content = reply.json()
    asked = client.post(tool, content["request"])
    assert asked.status_code == 200
    assert asked.json() == content["answer"]


@pytest.mark.parametrize(
    ("accept", "status"),
    [
        ("application/json", 200),
        ("*/*", 200),
        ("text/nothing, */*;q=0.1", 200),
        ("application/*", 200),
        ("application/octet-stream", 200),
        ("text/nothing", 406),
        ("application/json;q=0", 406),
        ("a;q=x, ;;,", 406),
    ],
)
def test_the_header_accept_chooses_the_format(client: Client, accept: str, status: int) -> None:
    reply = export(client, accept=accept)
    assert reply.status_code == status
    assert export(client, accept=accept, format="json").status_code == 200


def test_what_is_wrong_inside_the_request_is_named_at_its_place(client: Client) -> None:
    for request, loc in [
        ({}, ["request", "network"]),
        (DOCUMENT | {"round": "1"}, ["request", "round"]),
        (DOCUMENT | {"colour": 1}, ["request", "colour"]),
        (DOCUMENT | {"targets": [[1.0, 2.0, 3.0]]}, ["request", "targets", 0]),
    ]:
        reply = export(client, format="json", request=request)
        assert reply.status_code == 422
        assert loc in [problem["loc"] for problem in reply.json()["problems"]]


def test_a_step_after_the_last_is_refused(client: Client) -> None:
    steps = len(export(client, format="json").json()["answer"]["steps"])
    assert export(client, format="json", step=steps).status_code == 200
    reply = export(client, format="json", step=steps + 1)
    assert reply.status_code == 422
    assert [problem["loc"] for problem in reply.json()["problems"]] == [["step"]]
    assert str(steps) in reply.json()["problems"][0]["msg"]


def test_a_format_that_the_tool_has_not_gives_way_to_the_next_accepted(client: Client) -> None:
    accept = "text/html, application/json;q=0.9"
    assert export(client, "graph", accept=accept).headers["Content-Type"] == "application/json"
    assert export(client, "trace", accept=accept).headers["Content-Type"].startswith("text/html")
    for weight in ("nan", "inf", "7", "-1"):
        reply = export(client, accept=f"application/json;q={weight}")
        assert reply.status_code == 406, weight
        assert "application/json" in reply.json()["detail"]
    assert "Accept" in export(client, accept=accept).headers["Vary"]


@pytest.mark.parametrize("value", [10**30, -(10**400), 2**64])
def test_a_whole_number_of_any_length_is_read_as_the_tool_reads_it(
    client: Client, value: int
) -> None:
    for request in (DOCUMENT | {"round": value}, DOCUMENT | {"inputs": [[value, 1]]}):
        alone = client.post("trace", request)
        reply = export(client, format="json", request=request)
        assert reply.status_code == alone.status_code
        if alone.status_code == 422:
            places = [["request", *problem["loc"]] for problem in alone.json()["problems"]]
            assert [problem["loc"] for problem in reply.json()["problems"]] == places


def deep(units: int, times: int) -> dict[str, Any]:
    layers = [{"units": each, "activation": "tanh"} for each in (units, 1) * times]
    network = {"inputs": 1, "layers": layers, "loss": "half_squared_error"}
    return {"network": network, "inputs": [[0.5]], "targets": [[0.1]]}


@pytest.mark.parametrize("name", ["json", "numpy", "svg"])
def test_the_steps_of_a_pass_are_estimated_though_one_is_asked_for(name: str) -> None:
    """They are worked out whichever is shown: 700 of them are no work for the event loop."""
    body = {"tool": "trace", "request": deep(64, 8), "format": name, "step": 1}
    assert ENDPOINT.scale.estimate(ENDPOINT.read(json.dumps(body).encode())).seconds > 0.02


def test_a_file_that_is_too_large_to_be_held_is_refused_before_the_work(client: Client) -> None:
    layers = [{"units": 250, "activation": "tanh"} for _ in range(3)]
    network = {"inputs": 250, "layers": layers, "loss": "half_squared_error"}
    rows = [[0.5] * 250] * 500
    request = {"network": network, "inputs": rows, "targets": rows}
    reply = export(client, format="json", request=request)
    assert reply.status_code == 422
    assert [problem["code"] for problem in reply.json()["problems"]] == ["error.export.large"]
