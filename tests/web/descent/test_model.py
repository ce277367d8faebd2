"""``POST /api/v1/descent`` tells what a fitted model says at the points of the steps explained."""

from typing import Any

import numpy as np
import pytest
from numpy.testing import assert_allclose

from tests.conftest import Client
from tests.web.pages.test_openapi import validator
from tests.web.requests import Request, document
from tests.web.test_refusals import first, problem

MODEL = {"expression": "p*u + c", "input": "u", "target": "t"}


def fit(**more: Any) -> Request:
    return {
        "function": "(p*u + c - t)**2",
        "start": {"p": 0.0, "c": 1.0},
        "runs": [
            {"optimizer": {"name": "sgd", "learning_rate": 0.01}},
            {"optimizer": {"name": "adam", "learning_rate": 0.1}},
        ],
        "steps": 20,
        "data": {"u": [1.0, 2.0, 4.0], "t": [2.0, 4.0, 6.0]},
        "model": MODEL,
        "explain": {"run": 1, "from": 5, "count": 4},
    } | more


def told_of(client: Client, request: Request) -> dict[str, Any]:
    response = client.post("descent", request)
    assert response.status_code == 200, response.text
    content: dict[str, Any] = response.json()
    validator(client, "Descent").validate(content)
    return content


def test_predictions_are_those_of_the_runs_own_points(client: Client) -> None:
    answer = told_of(client, fit())
    told, run = answer["model"], answer["runs"][1]
    assert (told["run"], told["from"]) == (1, 5)
    inputs = np.array(told["inputs"])
    expected = [p * inputs + c for p, c in zip(run["p"][5:10], run["c"][5:10], strict=True)]
    assert_allclose(told["predictions"], expected, rtol=1e-14)


def test_steps_that_a_run_does_not_have_are_not_told(client: Client) -> None:
    request = fit(explain={"run": 0, "from": 18, "count": 200})
    told = told_of(client, request)["model"]
    assert len(told["predictions"]) == 3
    request = fit(explain={"run": 0, "from": 500, "count": 5})
    told = told_of(client, request)["model"]
    assert (told["from"], len(told["predictions"])) == (20, 1)


def test_a_model_has_the_range_of_inputs_asked_for(client: Client) -> None:
    request = fit(model=MODEL | {"inputs": [-3.0, 9.0]})
    told = told_of(client, request)["model"]
    assert_allclose([told["inputs"][0], told["inputs"][-1]], [-3.0, 9.0])


def test_without_steps_explained_no_model_is_told(client: Client) -> None:
    request = fit()
    del request["explain"]
    assert "model" not in told_of(client, request)


@pytest.mark.parametrize(
    ("change", "place"),
    [
        ({"input": "z"}, ["model", "input"]),
        ({"target": "p"}, ["model", "target"]),
        ({"inputs": [2.0, 2.0]}, ["model", "inputs"]),
        ({"expression": "p*u + q"}, ["model", "expression", 6]),
        ({"expression": "p*u + t"}, ["model", "expression", 6]),
        ({"expression": "p*u +"}, ["model", "expression", 5]),
        ({"expression": "p.real"}, ["model", "expression", 1]),
    ],
)
def test_a_refused_model_is_named_at_its_place(
    client: Client, change: Request, place: list[Any]
) -> None:
    found = problem(client.post("descent", fit(model=MODEL | change)), 422)["problems"]
    assert [each["loc"] for each in found] == [place]


def test_a_network_has_no_model(client: Client) -> None:
    request = fit(network={"request": document(), "x": "w1.0.0", "y": "w1.0.1"})
    del request["function"], request["data"], request["start"]
    assert first(client.post("descent", request))[0] == ["model"]
