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
    assert found["parameters"][0]["yours"] == 0.01572
    assert [each["name"] for each in found["mistakes"]] == ["rate"]
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
        ({"dw1": "1"}, "error.check.array"),
        ({"dw1.0": ["1", "2"]}, "error.check.address"),
        ({"2.weight": [[0.1]]}, "error.check.pytorch"),
        ({"dw2": [["1"], ["2"]]}, "error.check.transposed"),
        ({"dw2": [["1", "2"], ["3", "4"]]}, "error.check.shape"),
        ({"db1": [[0.1, 0.2]]}, "error.check.shape"),
        ({"dw1": [[0.1, 0.2], [0.3]]}, "error.check.rows"),
        ({"dw2": [["1", "?"]]}, "error.number_sign"),
        ({"dw2": [[1, None]]}, "error.check.given"),
        ({"dw2": [[[1], [2]]]}, "error.check.given"),
        ({"dw2": True}, "error.check.given"),
        ({"dw2": {"0": 1}}, "error.check.given"),
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


def test_arrays_are_taken_as_their_numbers(client: Client) -> None:
    """As lists of numbers or of texts, by the network's shapes: 2-2-1."""
    one_by_one = {"dw1.0.1": "-0.25", "dw1.1.0": "0.5", "dw1.0.0": "1.5", "dw1.1.1": "2.5"}
    expected = answer(client, EXAMPLE | {"gradients": one_by_one})
    for whole in ([[1.5, -0.25], [0.5, 2.5]], [["1.5", "-0.25"], ["0.5", "2.5"]]):
        assert answer(client, EXAMPLE | {"gradients": {"dw1": whole}}) == expected


def test_a_shape_is_said_beside_the_one_that_is_wanted(client: Client) -> None:
    reply = client.post("check", EXAMPLE | {"gradients": {"dw2": [[1], [2]]}})
    assert "2 × 1" in reply.json()["problems"][0]["msg"]
    assert "1 × 2" in reply.json()["problems"][0]["msg"]


@pytest.mark.parametrize("value", ["abc", 0.5, "0,25"])
def test_a_number_in_the_place_of_an_array_is_told_where_it_belongs(
    client: Client, value: object
) -> None:
    (problem,) = client.post("check", EXAMPLE | {"gradients": {"dw2": value}}).json()["problems"]
    assert (problem["loc"], problem["code"]) == (["gradients", "dw2"], "error.check.array")
    assert "1 × 2" in problem["msg"]
    assert "dw2.0.0" in problem["msg"]


def test_the_names_of_pytorch_are_told_as_what_they_are_here(client: Client) -> None:
    gradients = {f"{n}.{kind}.grad": [1.0] for n in (0, 2) for kind in ("weight", "bias")}
    problems = client.post("check", EXAMPLE | {"gradients": gradients}).json()["problems"]
    for problem, ours in zip(problems, ("dw1", "db1", "dw2", "db2"), strict=True):
        assert ours in problem["msg"]


@pytest.mark.parametrize("text", ["nan", "NaN", "-nan", "inf", "-Infinity"])
def test_a_gradient_that_has_become_no_number_is_wrong_and_said_to_be(
    client: Client, text: str
) -> None:
    found = answer(client, EXAMPLE | {"gradients": {"dw2.0.0": "-0.1476", "db2.0": text}})
    assert found["verdict"] == "wrong"
    first = found["parameters"][0]
    assert (first["address"], first["verdict"]) == ("db2.0", "wrong")
    assert first["yours"] is first["relative_error"] is None
    (mistake,) = found["mistakes"]
    assert (mistake["name"], mistake["addresses"]) == ("not_a_number", ["db2.0"])
    assert mistake["text"].startswith("Not a number")


def test_the_mistake_in_all_gradients_is_named_and_its_cause_only_where_all_are_wrong(
    client: Client,
) -> None:
    right = {each["address"]: each["analytic"] for each in answer(client, EXAMPLE)["parameters"]}
    flipped = {address: repr(-value) for address, value in right.items()}
    (mistake,) = answer(client, EXAMPLE | {"gradients": flipped})["mistakes"]
    assert (mistake["name"], mistake["code"]) == ("sign", "error_sign")
    assert "swapped" in mistake["text"]
    one_layer = {
        address: repr(-value if address.startswith("dw2") else value)
        for address, value in right.items()
    }
    (mistake,) = answer(client, EXAMPLE | {"gradients": one_layer})["mistakes"]
    assert (mistake["name"], mistake["code"]) == ("sign", None)
    assert mistake["addresses"] == ["dw2.0.0", "dw2.0.1"]
    assert "swapped" not in mistake["text"]
    assert answer(client, EXAMPLE)["mistakes"] == []


#: Two samples through a linear layer of three outputs, by hand: the sum of 2 (a - t) x over both.
SUMS = [2 * 2 * 1, 2 * 1 * 1 + 2 * 1 * 2, 2 * 2 * 2]
LINEAR: dict[str, Any] = {
    "network": {
        "inputs": 1,
        "layers": [{"units": 3, "activation": "linear", "weights": [[1], [1], [1]], "bias": False}],
        "loss": "mean_squared_error",
    },
    "inputs": [[1], [2]],
    "targets": [[-1, 0, 1], [2, 1, 0]],
}


@pytest.mark.parametrize(
    ("loss", "reduction", "divisor", "name"),
    [
        ("mean_squared_error", "mean", 1, "all_summed"),
        ("mean_squared_error", "mean", 2, "outputs_summed"),
        ("squared_error", "sum", 6, "all_averaged"),
    ],
)
def test_sums_and_means_of_samples_and_outputs_are_named(
    client: Client, loss: str, reduction: str, divisor: int, name: str
) -> None:
    gradients = {"dw1": [[each / divisor] for each in SUMS]}
    network = LINEAR["network"] | {"loss": loss}
    request = LINEAR | {"network": network, "reduction": reduction, "gradients": gradients}
    (mistake,) = answer(client, request)["mistakes"]
    assert mistake["name"] == name
    assert mistake["addresses"] == ["dw1.0.0", "dw1.1.0", "dw1.2.0"]


def test_a_network_of_too_many_parameters_is_refused(client: Client) -> None:
    layers = [{"units": 200, "activation": "tanh"}, {"units": 1, "activation": "tanh"}]
    network = {"inputs": 100, "layers": layers, "loss": "squared_error"}
    request = {"network": network, "inputs": [[0.1] * 100], "targets": [[0]]}
    content = client.post("check", request)
    assert content.status_code == 422
    (problem,) = content.json()["problems"]
    assert (problem["loc"], problem["code"]) == (["network", "layers"], "error.check")
