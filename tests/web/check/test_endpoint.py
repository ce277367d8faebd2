"""``POST /api/v1/check``: gradients against differences and a complex step."""

from math import log10
from typing import Any

import pytest

from app.checking.gradient_check import VERDICTS
from app.web.check.endpoint import EXAMPLE, OWN
from tests.conftest import Client
from tests.web.pages.test_openapi import validator
from tests.web.requests import Request

#: A unit that stands on its kink: z = 0 for this sample.
ON_A_KINK: Request = {
    "network": {
        "inputs": 2,
        "layers": [
            {"units": 2, "activation": "relu", "weights": [[1, -1], [0.5, 0.2]], "biases": [0, 0]},
            {"units": 1, "activation": "linear", "weights": [[0.7, -0.4]], "biases": [0]},
        ],
        "loss": "half_squared_error",
    },
    "inputs": [[1, 1]],
    "targets": [[1]],
}


def answer(client: Client, request: Request) -> dict[str, Any]:
    content = client.post("check", request)
    assert content.status_code == 200, content.text
    found: dict[str, Any] = content.json()
    validator(client, "Check").validate(found)
    return found


def by_address(found: dict[str, Any]) -> dict[str, Any]:
    return {each["address"]: each for each in found["parameters"]}


def test_every_gradient_of_a_trace_is_there_and_fine(client: Client) -> None:
    found = answer(client, EXAMPLE)
    assert found["verdict"] == "fine"
    layers = client.trace(EXAMPLE).json()["layers"]
    traced = {
        f"dw{number}.{unit}.{i}": gradient
        for number, layer in enumerate(layers, 1)
        for unit, row in enumerate(layer["weight_gradients"])
        for i, gradient in enumerate(row)
    } | {
        f"db{number}.{unit}": gradient
        for number, layer in enumerate(layers, 1)
        for unit, gradient in enumerate(layer["bias_gradients"])
    }
    assert {address: each["analytic"] for address, each in by_address(found).items()} == traced
    for each in found["parameters"]:
        assert each["central"] == pytest.approx(each["analytic"], abs=1e-9)
        assert each["complex_step"] == pytest.approx(each["analytic"], rel=1e-12)


def test_the_curve_is_best_near_the_cube_root_of_the_epsilon(client: Client) -> None:
    curve = answer(client, EXAMPLE)["curve"]
    for name, best, error in (("error64", 1e-5, 1e-9), ("error32", 1e-2, 1e-3)):
        errors = curve[name]
        smallest = min(range(len(errors)), key=errors.__getitem__)
        assert abs(log10(curve["h"][smallest] / best)) <= 1.01
        assert errors[smallest] < error
        assert errors[0] > 10 * errors[smallest]
        assert errors[-1] > 1e6 * errors[smallest] or errors[-1] > 0.01


def test_a_wrong_gradient_of_ones_own_comes_first(client: Client) -> None:
    found = answer(client, OWN)
    assert found["verdict"] == "wrong"
    assert found["parameters"][0]["address"] == "dw2.0.1"
    assert found["parameters"][0]["yours"] == 0.0654
    assert by_address(found)["dw2.0.0"]["verdict"] == "fine"
    assert by_address(found)["dw1.0.0"]["yours"] is None


@pytest.mark.parametrize("text", ["-0.14757", "-1.4757e-01", "-0,147567"])
def test_a_gradient_is_right_to_the_digits_printed(client: Client, text: str) -> None:
    found = answer(client, EXAMPLE | {"gradients": {"dw2.0.0": text}})
    assert by_address(found)["dw2.0.0"]["verdict"] == "fine"


def test_a_later_round_has_the_gradients_of_its_trace(client: Client) -> None:
    request = EXAMPLE | {"round": 4, "optimizer": {"name": "adam", "learning_rate": 0.2}}
    traced = client.trace(request).json()["layers"][0]["weight_gradients"][1][0]
    assert by_address(answer(client, request))["dw1.1.0"]["analytic"] == traced


def test_a_sign_and_a_factor_are_seen(client: Client) -> None:
    right = by_address(answer(client, EXAMPLE))["dw1.1.0"]["analytic"]
    for factor in (-1, 2, 0.5, 1 + 1e-4):
        found = answer(client, EXAMPLE | {"gradients": {"dw1.1.0": repr(right * factor)}})
        assert by_address(found)["dw1.1.0"]["verdict"] == "wrong"


def test_at_a_kink_the_difference_is_one_sided(client: Client) -> None:
    found = by_address(answer(client, ON_A_KINK))
    assert found["dw1.0.0"]["verdict"] == "kink"
    # relu'(0) is 0: on that side the loss does not change.
    assert found["dw1.0.0"]["analytic"] == found["dw1.0.0"]["central"] == 0
    assert found["dw1.1.0"]["verdict"] == "fine"


def test_verdicts_are_sorted_from_the_worst(client: Client) -> None:
    places = [VERDICTS.index(each["verdict"]) for each in answer(client, ON_A_KINK)["parameters"]]
    assert places == sorted(places, reverse=True)


@pytest.mark.parametrize(
    ("gradients", "code"),
    [
        ({"dw9.0.0": "1"}, "error.check.address"),
        ({"w1.0.0": "1"}, "error.check.address"),
        ({"dw1.0.0": "?"}, "error.number_sign"),
        ({"dw1.0.0": "9" * 500}, "error.text_long"),
    ],
)
def test_a_gradient_that_cannot_be_used_is_named(
    client: Client, gradients: dict[str, str], code: str
) -> None:
    content = client.post("check", EXAMPLE | {"gradients": gradients})
    assert content.status_code == 422
    (problem,) = content.json()["problems"]
    assert problem["loc"] == ["gradients", *gradients]
    assert problem["code"] == code
    assert len(content.content) < 4096


def test_a_network_of_too_many_parameters_is_refused(client: Client) -> None:
    layers = [{"units": 200, "activation": "tanh"}, {"units": 1, "activation": "tanh"}]
    network = {"inputs": 100, "layers": layers, "loss": "squared_error"}
    request = {"network": network, "inputs": [[0.1] * 100], "targets": [[0]]}
    content = client.post("check", request)
    assert content.status_code == 422
    (problem,) = content.json()["problems"]
    assert (problem["loc"], problem["code"]) == (["network", "layers"], "error.check")
