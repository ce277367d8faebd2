"""``POST /api/v1/export``: which file one gets, and what is said where there is none."""

from typing import Any

import pytest

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
    assert reply.headers["Content-Disposition"] == f'attachment; filename="deltaflow-{tool}.json"'
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
