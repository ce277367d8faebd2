"""A refusal alone leads to the right request: what it says of mistakes that engineers made."""

from typing import Any

import pytest

from tests.conftest import Client
from tests.web.requests import small

TRAIN: dict[str, Any] = {
    "network": small()["network"],
    "data": {"inputs": [[0.0, 1.0]], "targets": [[1.0]]},
    "optimizer": {"name": "sgd"},
}
CLASSES: dict[str, Any] = {
    "network": {
        "inputs": 2,
        "layers": [{"units": 2, "activation": "softmax"}],
        "loss": "cross_entropy",
    },
    "inputs": [[0.5, 0.3]],
    "targets": [[0, 1]],
}
GRAPH = {"tool": "graph", "request": {"expression": "x", "values": {"x": 1.0}}}


def layer(**fields: Any) -> dict[str, Any]:
    network = CLASSES["network"]
    return CLASSES | {"network": network | {"layers": [network["layers"][0] | fields]}}


#: (endpoint, request, field, what the sentence has)
MISTAKES = [
    ("trace", CLASSES | {"include": "steps"}, "include", "a list in square brackets"),
    (
        "trace",
        CLASSES | {"optimizer": {"name": "adam", "betas": [0.9, 0.999]}},
        "optimizer.betas",
        "The fields are: name, learning_rate, beta1, beta2",
    ),
    ("trace", CLASSES | {"targets": [0, 1]}, "targets.0", "one-hot, as in [[0, 1]]"),
    (
        "trace",
        {name: value for name, value in CLASSES.items() if name != "targets"},
        "targets",
        "a row for each sample",
    ),
    ("trace", layer(units="2"), "network.layers.0.units", "without quotes"),
    ("trace", CLASSES | {"inputs": [[0.5, None]]}, "inputs.0.1", "not null"),
    ("train", TRAIN | {"data": TRAIN["data"] | {"name": "own"}}, "data", "Leave name out"),
    ("export", GRAPH | {"format": "html"}, "format", "json, svg, png"),
]


@pytest.mark.parametrize(("endpoint", "request_body", "field", "said"), MISTAKES)
def test_a_mistake_is_answered_with_its_remedy(
    client: Client, endpoint: str, request_body: dict[str, Any], field: str, said: str
) -> None:
    reply = client.post(endpoint, request_body)
    assert reply.status_code == 422, reply.text
    problems = {".".join(map(str, each["loc"])): each["msg"] for each in reply.json()["problems"]}
    assert said in problems[field], problems


def test_an_empty_body_is_said_to_be_empty(client: Client) -> None:
    for body in (b"", b" \n"):
        reply = client.trace_text(body)
        assert (reply.status_code, reply.json()["code"]) == (400, "error.detail.empty")


def test_a_form_with_a_file_is_answered_with_how_to_send_the_file(client: Client) -> None:
    reply = client.ask("POST", "/api/v1/import", files={"file": ("model.safetensors", b"12345678")})
    assert (reply.status_code, reply.json()["code"]) == (400, "error.detail.form")
    assert "--data-binary" in reply.json()["detail"]


def test_a_wrong_method_is_answered_with_the_right_ones(client: Client) -> None:
    reply = client.ask("GET", "/api/v1/trace")
    assert reply.status_code == 405
    assert "OPTIONS, POST" in reply.json()["detail"]
