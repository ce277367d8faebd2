"""``POST /api/v1/trace`` keeps its contract: names, shapes, and numbers that were published."""

import json
from typing import Any

import pytest

from app.engine.network.initializers import INITIALIZERS
from app.engine.network.optimizers import OPTIMIZERS
from app.web.trace.presets import PRESETS
from tests.conftest import Client
from tests.web.requests import Request, document, preset, small

LAYER_NAMES = {
    "pre_activations",
    "activations",
    "activation_gradients",
    "deltas",
    "weight_gradients",
    "bias_gradients",
    "updated_weights",
    "updated_biases",
}
NAMES = {
    "network",
    "loss",
    "sample_losses",
    "layers",
    "input_gradients",
    "loss_after",
    "losses",
    "notices",
}


def answer(client: Client, request: Request) -> dict[str, Any]:
    response = client.trace(request)
    assert response.status_code == 200, response.text
    assert response.headers["content-type"] == "application/json"
    content: dict[str, Any] = response.json()
    return content


def test_the_answer_has_the_names_of_the_contract_and_no_others(client: Client) -> None:
    content = answer(client, small())
    assert set(content) == NAMES
    assert set(content["layers"][0]) == LAYER_NAMES


@pytest.mark.parametrize("part", ["steps", "as_drawn", "check", "latex", "optimizer"])
def test_a_part_comes_when_it_is_asked_for(client: Client, part: str) -> None:
    assert set(answer(client, small(include=[part]))) == NAMES | {part}


def xor_on_its_kinks() -> Request:
    """relu, biases 0: both hidden units have z = 0 for the first sample."""
    return {
        "network": {
            "inputs": 2,
            "layers": [{"units": 2, "activation": "relu"}, {"units": 1, "activation": "sigmoid"}],
            "loss": "binary_cross_entropy",
            "initializer": "he_uniform",
            "seed": 1,
        },
        "inputs": [[0, 0], [0, 1], [1, 0], [1, 1]],
        "targets": [[0], [1], [1], [0]],
    }


def test_a_check_says_of_every_number_and_array_whether_it_is_right(client: Client) -> None:
    check = answer(client, xor_on_its_kinks() | {"include": ["check"]})["check"]
    assert (check["verdict"], check["bound"]) == ("kink", 1e-9)
    hidden, output = check["layers"]
    assert hidden["weight_verdicts"] == [["fine", "fine"], ["fine", "fine"]]
    assert hidden["bias_verdicts"] == ["kink", "kink"]
    assert hidden["verdict"] == {"weight_gradients": "fine", "bias_gradients": "kink"}
    assert output["verdict"] == {"weight_gradients": "fine", "bias_gradients": "fine"}
    assert check["max_relative_error"] < 1e-12


def test_a_layer_without_biases_has_no_verdicts_of_them(client: Client) -> None:
    (only,) = answer(client, logits() | {"include": ["check"]})["check"]["layers"]
    assert only["bias_verdicts"] is None
    assert only["verdict"] == {"weight_gradients": "fine", "bias_gradients": None}


def test_notices_name_the_units_and_samples_on_a_kink(client: Client) -> None:
    assert answer(client, xor_on_its_kinks())["notices"] == [
        {"code": "notice.network.kink", "address": "z1.0", "samples": [0]},
        {"code": "notice.network.kink", "address": "z1.1", "samples": [0]},
    ]
    assert answer(client, document())["notices"] == []


def test_a_notice_names_a_tie_of_the_absolute_error(client: Client) -> None:
    unit = {"units": 2, "activation": "linear", "weights": [[2.0], [3.0]], "bias": False}
    net = {"inputs": 1, "layers": [unit], "loss": "absolute_error"}
    content = answer(
        client, {"network": net, "inputs": [[1], [0.5]], "targets": [[2, 1], [1, 1.5]]}
    )
    assert content["notices"] == [
        {"code": "notice.network.tie", "address": "error1.0", "samples": [0, 1]},
        {"code": "notice.network.tie", "address": "error1.1", "samples": [1]},
    ]
    assert content["layers"][0]["activation_gradients"] == [[0, 0.5], [0, 0]]


def logits() -> Request:
    """Losses from logits: in round 3 z is −3155.6 for the first sample, whose target is 1."""
    unit = {"units": 1, "activation": "sigmoid", "weights": [[0.0]], "bias": False}
    return {
        "network": {"inputs": 1, "layers": [unit], "loss": "binary_cross_entropy"},
        "inputs": [[255], [250]],
        "targets": [[1], [0]],
        "optimizer": {"name": "sgd", "learning_rate": 0.1},
        "round": 3,
    }


def test_an_error_that_alone_overflows_is_null_with_a_notice(client: Client) -> None:
    content = answer(client, logits() | {"include": ["steps", "check"]})
    (layer,) = content["layers"]
    assert content["loss"] == pytest.approx(1577.8125, rel=1e-12)
    assert layer["weight_gradients"] == [[-127.5]]
    assert layer["activation_gradients"] == [[None], [0.5]]
    assert content["notices"] == [
        {"code": "notice.network.error", "address": "error1.0", "samples": [0]}
    ]
    assert content["check"]["verdict"] == "fine"


def test_an_overflow_after_the_update_is_told_as_that(client: Client) -> None:
    """z = 1e300 in the round itself; w = 1 − 0.1 · 1e300 after its update, and then z = −1e599."""
    unit = {"units": 1, "activation": "linear", "weights": [[1.0]], "bias": False}
    body = {
        "network": {"inputs": 1, "layers": [unit], "loss": "absolute_error"},
        "inputs": [[1e300]],
        "targets": [[0]],
    }
    refused = client.post("trace", body)
    assert refused.status_code == 422
    assert refused.json()["detail"].startswith(
        "After the update of round 1 the pre-activations z (pre_activations) of layer 1 grew"
    )
    assert refused.json()["code"] == "error.detail.overflow_after"


def test_the_document_takes_eighteen_steps(client: Client) -> None:
    steps = answer(client, document() | {"include": ["steps"]})["steps"]
    phases = [step["phase"] for step in steps]
    assert phases == ["forward"] * 6 + ["loss"] + ["backward"] * 5 + ["update"] * 6
    names = {"phase", "rule", "layer", "unit", "reads", "writes", "formula", "figure"}
    assert all(set(step) == names for step in steps)


def test_example_a_of_the_document(client: Client) -> None:
    """To all printed digits, true and as drawn; per η."""
    request = document() | {
        "include": ["as_drawn"],
        "optimizer": {"name": "sgd", "learning_rate": 1.0},
    }
    content = answer(client, request)

    def printed(numbers: list[float]) -> Any:
        # Half a unit of the last digit, and a little: the document rounded some numbers twice
        # (0.533593446 by way of 0.53359345 to 0.5335935).
        return pytest.approx(numbers, abs=0.55e-7)

    first, second, third = content["layers"]
    assert [content["loss"]] == printed([0.0955611])
    assert printed(first["activations"][0]) == [0.5124974, 0.6106392, 0.4501660]
    assert printed(second["activations"][0]) == [0.5335935, 0.6044081]
    assert printed(third["activations"][0]) == [0.5628247]
    assert printed([-g for g in third["activation_gradients"][0]]) == [0.4371753]
    assert printed([-g for g in second["activation_gradients"][0]]) == [0.0752978, -0.0215137]
    assert printed([-g for g in first["activation_gradients"][0]]) == [
        0.0045931,
        -0.0105821,
        0.0098841,
    ]
    drawn = content["as_drawn"]["layers"]
    assert printed(drawn[2]["errors"][0]) == [0.4371753]
    assert printed(drawn[1]["errors"][0]) == [0.3060227, -0.0874351]
    assert printed(drawn[0]["errors"][0]) == [0.0743198, -0.1748701, 0.1617549]
    updates = [
        (drawn[2]["weight_updates"][0][0], third["weight_gradients"][0][0], 2, 0, 0),
        (drawn[1]["weight_updates"][0][0], second["weight_gradients"][0][0], 1, 0, 0),
        (drawn[0]["weight_updates"][0][0], first["weight_gradients"][0][0], 0, 0, 0),
        (drawn[0]["weight_updates"][1][0], first["weight_gradients"][1][0], 0, 1, 0),
    ]
    shown = [update for update, *_ in updates]
    true = [-gradient for _, gradient, *_ in updates]
    assert shown == printed([0.0573978, 0.0390320, 0.0185683, -0.0415769])
    assert true == printed([0.0573978, 0.0096039, 0.0011476, -0.0025160])
    ratios = [drawn[layer]["ratios"][unit][index] for *_, layer, unit, index in updates]
    assert ratios[0] == 1
    assert round(ratios[1], 4) == 4.0642
    assert [round(ratio, 3) for ratio in ratios[2:]] == [16.181, 16.525]
    assert all(sign for layer in drawn for row in layer["signs_agree"] for sign in row)


def test_example_b_of_the_document_has_a_wrong_sign(client: Client) -> None:
    rows = ([[1, 1]] * 3, [[2, 2, 2], [-1.5, 1, 0.5]], [[1, 1]])
    layers = [{"units": len(w), "activation": "sigmoid", "weights": w, "bias": False} for w in rows]
    request = {
        "network": {"inputs": 2, "layers": layers, "loss": "half_squared_error"},
        "inputs": [[1, 1]],
        "targets": [[1]],
        "optimizer": {"name": "sgd", "learning_rate": 1.0},
        "include": ["as_drawn"],
    }
    content = answer(client, request)
    drawn = content["as_drawn"]["layers"][0]
    assert round(drawn["weight_updates"][0][0], 7) == 0.0096163
    assert round(content["layers"][0]["weight_gradients"][0][0], 7) == 0.0010502
    assert drawn["signs_agree"][0] == [False, False]


def test_mazurs_numbers(client: Client) -> None:
    content = answer(client, preset("mazur"))
    assert round(content["loss"], 9) == 0.298371109
    assert round(content["loss_after"], 9) == 0.280471447


def test_mazurs_loss_with_the_biases_frozen(client: Client) -> None:
    request = preset("mazur")
    for layer in request["network"]["layers"]:
        layer["frozen"] = "biases"
    content = answer(client, request)
    # His article keeps the biases and prints this number after one step.
    assert round(content["loss_after"], 9) == 0.291027774
    assert content["layers"][0]["updated_biases"] == [0.35, 0.35]
    assert content["layers"][0]["bias_gradients"] != [0, 0]


def test_the_worked_examples_true_numbers(client: Client) -> None:
    content = answer(client, preset("worked_example"))
    hidden, output = content["layers"]
    assert [round(a, 6) for a in hidden["activations"][0]] == [0.912934, 0.979164, 0.995274]
    assert [round(a, 6) for a in output["activations"][0]] == [0.891090, 0.904330]
    assert round(content["loss"], 6) == 0.391829
    assert round(output["weight_gradients"][0][0], 6) == 0.078064
    updated = [round(w, 6) for row in hidden["updated_weights"] for w in row]
    assert updated == [0.093866, 0.137732, 0.198027, 0.246054, 0.299453, 0.348907]


@pytest.mark.parametrize("name", PRESETS)
def test_every_preset_answers(client: Client, name: str) -> None:
    assert answer(client, preset(name) | {"include": ["steps"]})["loss"] > 0


@pytest.mark.parametrize("name", PRESETS)
def test_the_answered_network_asks_for_the_same_pass(client: Client, name: str) -> None:
    """Every weight and bias of the pass is filled in, under names that a request takes."""
    first = answer(client, preset(name))
    again = answer(client, preset(name) | {"network": first["network"]})
    assert again == first


def test_round_two_starts_where_round_one_ended(client: Client) -> None:
    first = answer(client, preset("mazur"))
    second = answer(client, preset("mazur") | {"round": 2})
    assert second["losses"] == [first["loss"], second["loss"]]
    assert second["loss"] == first["loss_after"]
    weights = [layer["weights"] for layer in second["network"]["layers"]]
    assert weights == [layer["updated_weights"] for layer in first["layers"]]


def test_given_weights_take_nothing_from_the_seed(client: Client) -> None:
    def drawn(first: Request) -> Any:
        layers = [first, {"units": 2, "activation": "tanh"}]
        network = {"inputs": 2, "layers": layers, "loss": "squared_error", "seed": 5}
        request = {"network": network, "inputs": [[1, 2]], "targets": [[0, 1]]}
        return [layer["weights"] for layer in answer(client, request)["network"]["layers"]]

    free = drawn({"units": 2, "activation": "tanh"})
    given = drawn({"units": 2, "activation": "tanh", "weights": [[1, 2], [3, 4]]})
    assert given[0] == [[1, 2], [3, 4]]
    assert given[1] == free[0]


def test_a_layer_without_biases_answers_null(client: Client) -> None:
    layer = answer(client, document())["layers"][0]
    assert layer["bias_gradients"] is None
    assert layer["updated_biases"] is None


@pytest.mark.parametrize("rule", ["gradient", "as_drawn"])
def test_the_rule_moves_the_weights_and_the_gradients_stay_true(client: Client, rule: str) -> None:
    content = answer(client, document() | {"rule": rule, "include": ["as_drawn"]})
    layer, drawn = content["layers"][0], content["as_drawn"]["layers"][0]
    old = content["network"]["layers"][0]["weights"][0][0]
    moved = layer["updated_weights"][0][0] - old
    expected = (
        drawn["weight_updates"][0][0]
        if rule == "as_drawn"
        else -0.5 * layer["weight_gradients"][0][0]
    )
    assert moved == pytest.approx(expected, rel=1e-12)
    assert layer["weight_gradients"] == answer(client, document())["layers"][0]["weight_gradients"]


@pytest.mark.parametrize("name", OPTIMIZERS)
def test_every_optimizer_and_its_parameters_can_be_named(client: Client, name: str) -> None:
    optimizer = {p.name: p.default for p in OPTIMIZERS[name].hyperparameters} | {"name": name}
    spelt = answer(client, small(optimizer=optimizer, round=3))
    assert spelt == answer(client, small(optimizer={"name": name}, round=3))


@pytest.mark.parametrize("name", OPTIMIZERS)
def test_an_optimizer_can_be_named_alone(client: Client, name: str) -> None:
    """As an initializer can; the answer echoes neither."""
    short = client.trace(document() | {"optimizer": name})
    assert short.status_code == 200
    assert short.content == client.trace(document() | {"optimizer": {"name": name}}).content


@pytest.mark.parametrize("name", INITIALIZERS)
def test_every_initializer_and_its_parameters_can_be_named(client: Client, name: str) -> None:
    spelt = {p.name: p.default for p in INITIALIZERS[name].hyperparameters} | {"name": name}

    def weights(initializer: Any) -> Any:
        request = small()
        del request["network"]["layers"][0]["weights"]
        request["network"]["initializer"] = initializer
        return answer(client, request)["network"]["layers"][0]["weights"]

    assert weights(spelt) == weights(name)


def test_numbers_are_full_float64(client: Client) -> None:
    content = answer(client, small(inputs=[[0.1, 1 / 3]]))
    weights = content["network"]["layers"][0]["weights"][0]
    z = content["layers"][0]["pre_activations"][0][0]
    assert z == weights[0] * 0.1 + weights[1] * (1 / 3)


def test_a_large_network_with_all_weights_given_is_answered(client: Client) -> None:
    request = preset("digits")
    filled = answer(client, request)
    body = json.dumps(request | {"network": filled["network"]}).encode()
    assert 4_000_000 < len(body) < 8 * 1024 * 1024
    assert client.trace_text(body).json() == filled


def test_long_work_and_many_samples(client: Client) -> None:
    request = preset("xor") | {"round": 2000}
    losses = answer(client, request)["losses"]
    assert len(losses) == 2000
    assert losses[-1] < 0.05 < losses[0]


def test_a_drawn_step_too_large_for_a_float_is_named(client: Client) -> None:
    request = {
        "network": {
            "inputs": 1,
            "layers": [
                {"units": 1, "activation": "sigmoid", "weights": [[0.0]]},
                {"units": 1, "activation": "sigmoid", "weights": [[1e300]]},
                {"units": 1, "activation": "sigmoid", "weights": [[1.0]]},
            ],
            "loss": "half_squared_error",
        },
        "inputs": [[1e7]],
        "targets": [[3.0]],
        "optimizer": {"name": "sgd", "learning_rate": 1e3},
        "include": ["as_drawn"],
    }
    answer = client.trace(request)
    assert answer.status_code == 422
    assert "drawn_weight_updates" in answer.json()["detail"]
