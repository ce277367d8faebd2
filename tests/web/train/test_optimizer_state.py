"""What an optimizer remembers: a run's frames have it, and a trace goes on from it, so that the
trace of a step of a run has the weights of the run after that step.
"""

from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest

from app.engine.network.optimizers import OPTIMIZERS
from app.web.trace.matrix import SMALL_MATRIX
from app.web.train.scale import estimate
from app.web.train.schema import TrainRequest
from tests.conftest import Client
from tests.web.requests import Request
from tests.web.train.requests import lines, preset, quick

#: Kernels and the readable engine differ in the last bits.
LAST_BITS: dict[str, Any] = {"rtol": 1e-12, "atol": 1e-14}
REMEMBERING = [name for name, optimizer in OPTIMIZERS.items() if optimizer.state]
FIRST, STEPS = 17, 5


def run_request(optimizer: Any, **more: Any) -> Request:
    """Some steps of a run, one of whose layers has no biases, and one is frozen but for weights."""
    layers = [
        {"units": 4, "activation": "tanh", "frozen": "biases"},
        {"units": 3, "activation": "tanh", "bias": False},
        {"units": 1, "activation": "sigmoid"},
    ]
    network = {"inputs": 2, "layers": layers, "loss": "binary_cross_entropy"}
    return (
        preset("circle", network=network, optimizer=optimizer, schedule="cosine")
        | {"frames": {"count": STEPS + 1, "from": FIRST}, "stop": {"steps": FIRST + STEPS}}
        | {"include": ["weights", "batch", "data", "optimizer_state"]}
        | more
    )


def frames_of(client: Client, request: Request) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """The header and the frames."""
    header, *others = lines(client.post("train", request))
    return header, [line for line in others if line["type"] == "frame"]


def trace_of(request: Request, header: dict[str, Any], frame: dict[str, Any]) -> Request:
    """The request for the step after a frame, whose optimizer is that of the ``request``."""
    layers = [
        layer | {"weights": weights} | ({"bias": False} if biases is None else {"biases": biases})
        for layer, weights, biases in zip(
            request["network"]["layers"], frame["weights"], frame["biases"], strict=True
        )
    ]
    return {
        "network": request["network"] | {"layers": layers},
        "inputs": [header["data"]["inputs"][n] for n in frame["batch"]],
        "targets": [header["data"]["targets"][n] for n in frame["batch"]],
        "optimizer": request["optimizer"] | {"learning_rate": frame["learning_rate"]},
        "optimizer_state": frame["optimizer_state"],
    }


def parameters_of(layers: list[dict[str, Any]], prefix: str = "") -> Iterator[Any]:
    for layer in layers:
        yield layer[f"{prefix}weights"]
        if layer[f"{prefix}biases"] is not None:
            yield layer[f"{prefix}biases"]


@pytest.mark.parametrize("name", OPTIMIZERS)
def test_the_trace_of_a_step_has_the_weights_of_the_run_after_it(client: Client, name: str) -> None:
    request = run_request({"name": name, "learning_rate": 0.05})
    header, frames = frames_of(client, request)
    assert [frame["step"] for frame in frames] == list(range(FIRST, FIRST + STEPS + 1))
    for frame, after in zip(frames, frames[1:], strict=False):
        answer = client.trace(trace_of(request, header, frame)).json()
        for layer, weights, biases in zip(
            answer["layers"], after["weights"], after["biases"], strict=True
        ):
            np.testing.assert_allclose(layer["updated_weights"], weights, **LAST_BITS)
            assert (layer["updated_biases"] is None) == (biases is None)
            if biases is not None:
                np.testing.assert_allclose(layer["updated_biases"], biases, **LAST_BITS)


@pytest.mark.parametrize("name", REMEMBERING)
def test_without_its_state_the_same_step_goes_elsewhere(client: Client, name: str) -> None:
    request = run_request({"name": name, "learning_rate": 0.05})
    header, (frame, after, *_) = frames_of(client, request)
    answer = client.trace(trace_of(request, header, frame) | {"optimizer_state": None}).json()
    moved = np.array(answer["layers"][0]["updated_weights"]) - after["weights"][0]
    assert np.abs(moved).max() > 1e-4


@pytest.mark.parametrize("name", REMEMBERING)
def test_rounds_go_on_from_the_state(client: Client, name: str) -> None:
    """All samples are one batch, so that the steps of the run are rounds."""
    request = run_request({"name": name, "learning_rate": 0.05}, batch_size=1000)
    request |= {"schedule": "constant", "shuffle": False}
    header, frames = frames_of(client, request)
    body = trace_of(request, header, frames[0]) | {"round": STEPS, "include": ["optimizer"]}
    answer = client.trace(body).json()
    assert answer["optimizer"]["values"]["count"] == FIRST + STEPS
    for layer, weights in zip(answer["layers"], frames[-1]["weights"], strict=True):
        np.testing.assert_allclose(layer["updated_weights"], weights, rtol=1e-9, atol=1e-12)


def test_the_written_rule_shows_what_is_remembered(client: Client) -> None:
    request = run_request({"name": "adam", "learning_rate": 0.05})
    header, (frame, *_) = frames_of(client, request)
    body = trace_of(request, header, frame) | {"include": ["optimizer"]}
    rule = client.trace(body).json()["optimizer"]
    state = frame["optimizer_state"]
    assert state["step"] == FIRST
    assert rule["values"]["count"] == FIRST + 1
    for layer, remembered in zip(rule["layers"], state["layers"], strict=True):
        for letter in ("m", "v"):
            assert layer["weights"][f"o.{letter}.w"] == remembered["weights"][letter]
    assert state["layers"][1]["biases"] is None


def test_a_large_state_is_read_as_it_is_written(client: Client) -> None:
    """Row by row, as a matrix of so many numbers would keep other requests waiting."""
    units, inputs = 101, 100
    assert units * inputs > SMALL_MATRIX
    remembered = np.random.default_rng(0).normal(0, 1, (units, inputs)).tolist()
    layer = {"weights": {"u": remembered}, "biases": {"u": remembered[0][:1] * units}}
    body = {
        "network": {
            "inputs": inputs,
            "layers": [{"units": units, "activation": "tanh"}],
            "loss": "squared_error",
        },
        "inputs": [[0.1] * inputs],
        "targets": [[0.0] * units],
        "optimizer": "momentum",
        "optimizer_state": {"step": 1, "layers": [layer]},
        "include": ["optimizer"],
    }
    (rule,) = client.trace(body).json()["optimizer"]["layers"]
    assert rule["weights"]["o.u.w"] == remembered
    remembered[-1][-1] = 1e300
    (problem,) = client.trace(body).json()["problems"]
    place = ["optimizer_state", "layers", 0, "weights", "u", units - 1, inputs - 1]
    assert (problem["loc"], problem["code"]) == (place, "error.between")


def test_a_hand_in_is_marked_by_the_update_with_the_state(client: Client) -> None:
    request = run_request({"name": "adam", "learning_rate": 0.05})
    header, (frame, after, *_) = frames_of(client, request)
    new = [f"{row[0]!r}" for row in after["weights"][0]]
    answers = {f"new_w1.{j}.0": text for j, text in enumerate(new)}
    body = trace_of(request, header, frame) | {"answers": answers}
    marked = client.post("mark", body).json()["answers"]
    assert [each["verdict"] for each in marked] == ["right"] * len(new)
    without = client.post("mark", body | {"optimizer_state": None}).json()["answers"]
    assert "right" not in [each["verdict"] for each in without]


def test_a_file_of_numbers_has_the_request_with_the_state(client: Client) -> None:
    """Whoever sends it gets the answer beside it."""
    request = run_request({"name": "adamw", "learning_rate": 0.05})
    header, (frame, *_) = frames_of(client, request)
    asked = trace_of(request, header, frame)
    body = {"tool": "trace", "request": asked, "format": "json"}
    found = client.post("export", body).json()
    assert found["request"]["optimizer_state"] == frame["optimizer_state"]
    again, direct = client.trace(found["request"]).json(), client.trace(asked).json()
    for name in ("updated_weights", "updated_biases"):
        expected = [layer[name] for layer in direct["layers"]]
        assert [layer[name] for layer in again["layers"]] == expected
        assert [layer[name] for layer in found["answer"]["layers"]] == expected
    bare = client.post("export", body | {"request": asked | {"optimizer_state": None}}).json()
    assert "optimizer_state" not in bare["request"]


@pytest.mark.parametrize("count", [1, 3])
def test_a_document_says_that_earlier_steps_count(client: Client, count: int) -> None:
    request = run_request({"name": "momentum", "learning_rate": 0.05})
    header, (frame, *_) = frames_of(client, request)
    asked = trace_of(request, header, frame) | {"round": count}
    body = {"tool": "trace", "request": asked, "format": "markdown", "language": "en", "step": 1}
    sentence = f"Earlier steps of the optimizer: {FIRST + count - 1};"
    assert sentence in client.post("export", body).text
    afresh = body | {"request": asked | {"optimizer_state": None}}
    assert "Earlier steps of the optimizer" not in client.post("export", afresh).text


def test_another_optimizer_begins_afresh(client: Client) -> None:
    event = {"step": FIRST + 2, "set": {"optimizer": {"name": "momentum", "learning_rate": 0.1}}}
    _, frames = frames_of(client, run_request({"name": "adam"}, events=[event]))
    states = [frame["optimizer_state"] for frame in frames]
    assert [state["step"] for state in states] == [FIRST, FIRST + 1, 0, 1, 2, 3]
    assert [sorted(state["layers"][0]["weights"]) for state in states[1:3]] == [["m", "v"], ["u"]]
    assert not np.any(states[2]["layers"][0]["weights"]["u"])


def test_an_optimizer_without_memory_has_none(client: Client) -> None:
    request = run_request({"name": "sgd", "learning_rate": 0.1})
    _, (frame, *_) = frames_of(client, request)
    assert frame["optimizer_state"] is None


def test_the_numbers_of_a_state_count_among_those_of_an_answer() -> None:
    """Also those of an optimizer that comes later."""
    bare = quick(optimizer="sgd", frames={"count": 3})
    event = {"step": 4, "set": {"optimizer": {"name": "adam"}}}

    def numbers(**more: Any) -> int:
        return estimate(TrainRequest.model_validate(bare | more)).numbers

    frames, parameters = 3, 2 * 4 + 4 + 4 + 1
    asked = {"include": ("optimizer_state",)}
    assert numbers(**asked) == numbers()
    assert numbers(**asked, optimizer="momentum") == numbers() + frames * parameters
    assert numbers(**asked, events=[event]) == numbers() + frames * 2 * parameters


def adam_state(**changed: Any) -> Any:
    """Of a network 1-1 with a bias."""
    layer = {"weights": {"m": [[0.1]], "v": [[0.01]]}, "biases": {"m": [0.1], "v": [0.01]}}
    return {"step": 3, "layers": [layer | changed]}


LAYER = ("optimizer_state", "layers", 0)


@pytest.mark.parametrize(
    ("optimizer", "state", "place", "code"),
    [
        ("sgd", adam_state(), ("optimizer_state",), "error.state.none"),
        ("adam", 3, ("optimizer_state",), "error.object"),
        ("adam", {"layers": []}, ("optimizer_state", "step"), "error.missing"),
        ("adam", adam_state() | {"step": -1}, ("optimizer_state", "step"), "error.at_least"),
        ("adam", adam_state() | {"steps": 1}, ("optimizer_state", "steps"), "error.unknown_field"),
        (
            "adam",
            {"step": 1, "layers": 2 * adam_state()["layers"]},
            ("optimizer_state", "layers"),
            "error.state.layers",
        ),
        ("adam", adam_state(bias={}), (*LAYER, "bias"), "error.unknown_field"),
        (
            "adam",
            adam_state(weights={"m": [[0.1]]}),
            (*LAYER, "weights", "v"),
            "error.state.missing",
        ),
        (
            "momentum",
            adam_state(),
            (*LAYER, "weights", "m"),
            "error.unknown_field",
        ),
        (
            "adam",
            adam_state(weights={"m": [[0.1, 0.2]], "v": [[0.1]]}),
            (*LAYER, "weights", "m"),
            "error.state.weights",
        ),
        (
            "adam",
            adam_state(weights={"m": [[0.1]], "v": [[0.1], [0.2]]}),
            (*LAYER, "weights", "v"),
            "error.state.weights",
        ),
        (
            "adam",
            adam_state(biases={"m": [0.1], "v": [0.1, 0.2]}),
            (*LAYER, "biases", "v"),
            "error.state.biases",
        ),
        ("adam", adam_state(biases=None), (*LAYER, "biases"), "error.state.no_biases"),
        (
            "adam",
            adam_state(weights={"m": [[-0.1]], "v": [[-0.1]]}),
            (*LAYER, "weights", "v", 0, 0),
            "error.between",
        ),
        (
            "adam",
            adam_state(biases={"m": [1e300], "v": [0.1]}),
            (*LAYER, "biases", "m", 0),
            "error.between",
        ),
        (
            "adam",
            adam_state(weights={"m": [["x"]], "v": [[0.1]]}),
            (*LAYER, "weights", "m", 0, 0),
            "error.number",
        ),
    ],
)
def test_a_state_that_cannot_be_is_refused_at_its_field(
    client: Client, optimizer: str, state: Any, place: tuple[Any, ...], code: str
) -> None:
    network = {"inputs": 1, "layers": [{"units": 1, "activation": "tanh"}], "loss": "squared_error"}
    body = {"network": network, "inputs": [[1.0]], "targets": [[0.5]]}
    reply = client.trace(body | {"optimizer": optimizer, "optimizer_state": state})
    assert reply.status_code == 422
    found = {tuple(problem["loc"]): problem["code"] for problem in reply.json()["problems"]}
    assert found.get(place) == code


def test_a_layer_without_biases_takes_no_state_of_them(client: Client) -> None:
    layers = [{"units": 1, "activation": "tanh", "bias": False}]
    network = {"inputs": 1, "layers": layers, "loss": "squared_error"}
    body = {"network": network, "inputs": [[1.0]], "targets": [[0.5]], "optimizer": "adam"}
    reply = client.trace(body | {"optimizer_state": adam_state()})
    (problem,) = reply.json()["problems"]
    assert (problem["loc"], problem["code"]) == ([*LAYER, "biases"], "error.biases.none")


@pytest.mark.parametrize("name", REMEMBERING)
def test_the_largest_numbers_of_a_state_do_not_leave_float64(client: Client, name: str) -> None:
    """Nothing that a step makes of them overflows unseen: every line of the rule is finite."""
    letters = OPTIMIZERS[name].state
    layer = {
        "weights": {letter: [[1e290]] for letter in letters},
        "biases": {letter: [1e290] for letter in letters},
    }
    network = {"inputs": 1, "layers": [{"units": 1, "activation": "tanh"}], "loss": "squared_error"}
    body = {"network": network, "inputs": [[1.0]], "targets": [[0.5]], "include": ["optimizer"]}
    most = {p.name: p.high for p in OPTIMIZERS[name].hyperparameters if p.name.startswith("beta")}
    chosen = {"name": name, "learning_rate": 1e-9} | most
    state = {"step": 0, "layers": [layer]}
    reply = client.trace(body | {"optimizer": chosen, "optimizer_state": state})
    assert reply.status_code == 200, reply.text
    rule = reply.json()["optimizer"]["layers"][0]
    for part in (rule["weights"], rule["biases"]):
        assert all(np.isfinite(np.array(numbers, dtype=float)).all() for numbers in part.values())
