"""``POST /api/v1/import``: what the address and the answer are, whatever the kind of file."""

import json
from typing import Any

import pytest
from safetensors.numpy import save

from app.engine.network.losses import LOSSES
from app.web.trace.presets import DOCUMENT, PRESETS
from tests.conftest import Client
from tests.importing import onnx_bytes as onnx
from tests.importing.asking import asked
from tests.importing.hostile import floats

MODEL = save(
    {
        "0.weight": floats(3, 2),
        "0.bias": floats(3),
        "2.weight": floats(1, 3),
    }
)


def imported(client: Client, content: bytes) -> dict[str, Any]:
    reply = asked(client, content)
    assert reply.status_code == 200, reply.text
    found: dict[str, Any] = reply.json()
    return found


def test_the_answer_is_a_network_with_the_names_and_shapes_of_the_file(client: Client) -> None:
    found = imported(client, MODEL)
    assert found["kind"] == "safetensors"
    assert found["layers"] == [{"name": "0", "shape": [3, 2]}, {"name": "2", "shape": [1, 3]}]
    first, last = found["network"]["layers"]
    assert first["weights"] == [[0.5, 0.5]] * 3
    assert first["biases"] == [0.5] * 3
    assert last["bias"] is False
    assert "biases" not in last
    body = {"network": found["network"], "inputs": [[1.0, 2.0]], "targets": [[0.0]]}
    assert client.trace(body).status_code == 200


def test_what_is_assumed_is_said_in_the_language_of_the_client(client: Client) -> None:
    english, chinese = (asked(client, MODEL, language=name).json() for name in ("en", "zh"))
    codes = [notice["code"] for notice in english["notices"]]
    assert codes == ["imported.activations", "imported.loss"]
    assert codes == [notice["code"] for notice in chinese["notices"]]
    assert "relu" in english["notices"][0]["text"]
    assert "激活函数" in chinese["notices"][0]["text"]


@pytest.mark.parametrize("kind", ["", "application/json", "text/plain", "a/b; c=d"])
def test_any_media_type_is_taken(client: Client, kind: str) -> None:
    headers = {"Content-Type": kind} if kind else {}
    reply = client.ask("POST", "/api/v1/import", content=MODEL, headers=headers)
    assert reply.status_code == 200


def test_the_name_is_checked_and_a_refusal_says_it(client: Client) -> None:
    for query, loc in [
        ("name=a&name=b", ["name"]),
        ("colour=red", ["colour"]),
        (f"name={'a' * 256}", ["name"]),
    ]:
        reply = client.ask("POST", f"/api/v1/import?{query}", content=MODEL)
        assert reply.status_code == 422, query
        assert [problem["loc"] for problem in reply.json()["problems"]] == [loc]
    assert client.ask("POST", "/api/v1/import?" + "a=&" * 20, content=MODEL).status_code == 400
    assert (
        client.ask("POST", "/api/v1/import?name=%FF%00&lang=zh", content=MODEL).status_code == 200
    )
    refused = asked(client, b"?", "my model.bin").json()
    assert refused["problems"][0]["loc"] == ["file", "my model.bin"]


def test_the_description_has_the_file_and_its_name(client: Client) -> None:
    described = client.get("/openapi.json").json()["paths"]["/api/v1/import"]["post"]
    assert described["requestBody"]["content"] == {
        "application/octet-stream": {"schema": {"type": "string", "format": "binary"}}
    }
    assert [(each["name"], each["in"]) for each in described["parameters"]] == [("name", "query")]
    assert "415" not in described["responses"]


@pytest.mark.parametrize("name", PRESETS)
def test_every_form_of_our_own_json_gives_its_network(client: Client, name: str) -> None:
    request = {key: value for key, value in PRESETS[name].items() if key != "include"}
    network = request["network"]
    page = {"deltaflow": 1, "state": {"request": request, "position": 0}}
    for around in (network, request, page):
        found = imported(client, json.dumps(around).encode())
        assert found["kind"] == "json"
        assert found["network"]["loss"] == network["loss"]
        assert weights_of(found["network"]) == weights_of(network)
        assert bool(found["notices"]) == (around is not network)


def test_an_exported_walkthrough_gives_its_network(client: Client) -> None:
    asking = {"tool": "trace", "request": DOCUMENT, "format": "json"}
    exported = client.post("export", asking).json()
    found = imported(client, json.dumps(exported).encode())
    assert weights_of(found["network"]) == weights_of(exported["request"]["network"])


def weights_of(network: dict[str, Any]) -> list[Any]:
    return [layer.get("weights") for layer in network["layers"]]


def test_an_answer_of_the_api_is_a_network_too(client: Client) -> None:
    answer = client.trace(DOCUMENT).json()
    network = imported(client, json.dumps(answer["network"]).encode())["network"]
    again = client.trace(DOCUMENT | {"network": network}).json()
    assert again["layers"] == answer["layers"]


def test_what_is_wrong_in_a_network_of_json_is_named(client: Client) -> None:
    network: dict[str, Any] = dict(DOCUMENT)["network"]
    cases: list[tuple[dict[str, Any], Any]] = [
        ({"inputs": 0}, ["inputs"]),
        ({"colour": 1}, ["colour"]),
        ({"layers": [{"units": 1, "activation": "tanh", "weights": [[1, 2, 3]]}]}, "weights"),
        ({"layers": [{"units": 1024, "activation": "tanh"}] * 2}, "layers"),
        ({"loss": "cross_entropy"}, "loss"),
        ({"initializer": {"name": "constant", "height": 1}}, "height"),
    ]
    for changed, loc in cases:
        body = json.dumps(network | changed).encode()
        problems = asked(client, body).json()["problems"]
        places = [problem["loc"] for problem in problems]
        assert any(loc in (place, *place) for place in places), (changed, places)


@pytest.mark.parametrize(
    ("activation", "units", "loss"),
    [("Softmax", 3, "cross_entropy"), ("Sigmoid", 1, "binary_cross_entropy")]
    + [("Sigmoid", 2, "half_squared_error"), ("Tanh", 1, "half_squared_error")],
)
def test_the_loss_fits_the_output(client: Client, activation: str, units: int, loss: str) -> None:
    nodes = [onnx.gemm(output="z"), onnx.node(activation, ["z"], "y")]
    file = onnx.model(onnx.graph(nodes, [onnx.tensor("w", [2, units])]))
    network = imported(client, file)["network"]
    assert network["loss"] == loss
    assert LOSSES[loss].output in (None, network["layers"][0]["activation"])


def test_the_same_file_has_the_same_etag_in_one_language(client: Client) -> None:
    first, again = asked(client, MODEL), asked(client, MODEL)
    assert first.headers["etag"] == again.headers["etag"]
    assert asked(client, MODEL, language="zh").headers["etag"] != first.headers["etag"]
