"""What is asked before a step, and the backward pass as acts, against the marking of the API.

The questions and the acts are worked out by the browser's modules in node
(``tests/js/network/practice/asked.js``), over every preset, activation and loss; the referee is
``POST /api/v1/mark``.
"""

import json
import subprocess
from typing import Any

import pytest

from app.engine.network.activations import ACTIVATIONS
from app.engine.network.losses import LOSSES
from app.web.trace.presets import PRESETS
from tests.conftest import Client
from tests.paths import ROOT
from tests.test_localization import ENGLISH
from tests.web.requests import Request, preset

Found = dict[str, list[dict[str, Any]]]
RIGHT = {"right", "right_to_digits"}


def network(hidden: str, output: str, loss: str) -> Request:
    layers = [
        {
            "units": 3,
            "activation": hidden,
            "weights": [[0.31, -0.52], [0.74, 0.23], [-0.45, 0.62]],
            "biases": [0.12, -0.23, 0.34],
        },
        {
            "units": 2,
            "activation": output,
            "weights": [[0.53, -0.67, 0.28], [0.36, 0.41, -0.72]],
            "biases": [0.05, -0.15],
        },
    ]
    targets = [[0.8, 0.2]]
    return {
        "network": {"inputs": 2, "layers": layers, "loss": loss},
        "inputs": [[0.7, -0.4]],
        "targets": targets,
    }


def requests() -> dict[str, Request]:
    found = {name: preset(name) for name in PRESETS}
    for name, entry in ACTIVATIONS.items():
        if entry.elementwise:
            found[f"{name} inside"] = network(name, "sigmoid", "half_squared_error")
    for name, loss in LOSSES.items():
        found[f"{name} after tanh"] = network("tanh", loss.output or "sigmoid", name)
    return {
        name: request
        for name, request in found.items()
        if len(request["network"]["layers"]) < 6 and request["network"]["inputs"] < 20
    }


@pytest.fixture(scope="module")
def found(client: Client) -> Found:
    traces = []
    for name, request in requests().items():
        answer = client.post("trace", request | {"include": ["steps"]})
        assert answer.status_code == 200, (name, answer.text)
        traces.append({"name": name, "request": request, "answer": answer.json()})
    catalog = client.get("/api/v1/catalog").json()
    done = subprocess.run(
        ["node", "tests/js/network/practice/asked.js"],
        cwd=ROOT,
        input=json.dumps({"catalog": catalog, "traces": traces}),
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    result: Found = json.loads(done.stdout)
    return result


def verdict(client: Client, body: Request) -> dict[str, Any]:
    answer = client.post("mark", body)
    assert answer.status_code == 200, answer.text
    address = list(body["answers"])[-1]
    (one,) = [each for each in answer.json()["answers"] if each["address"] == address]
    assert isinstance(one, dict)
    return one


def numbers(found: Found) -> list[dict[str, Any]]:
    return [
        each for each in found["questions"] if each["four"] and each["notation"] != "derivation"
    ]


def test_every_question_of_the_table_is_asked(found: Found) -> None:
    names = {each["question"] for each in found["questions"]}
    assert {
        "sum",
        "sum_sign",
        "error_sign",
        "delta",
        "delta_sign",
        "largest",
        "new_weight",
    } == names


def test_a_question_does_not_stand_where_its_number_is_known(found: Found) -> None:
    assert [each for each in found["questions"] if not each["hidden"]] == []


def test_few_questions_are_some_of_the_many(found: Found) -> None:
    by_often: dict[str, set[tuple[Any, ...]]] = {"seldom": set(), "often": set()}
    for each in found["questions"]:
        key = (each["name"], each["notation"], each["index"], each["question"])
        by_often[each["often"]].add(key)
    assert by_often["seldom"] < by_often["often"]
    document = [each for each in by_often["seldom"] if each[:2] == ("document", "figure")]
    assert 4 <= len(document) <= 8


def test_a_choice_has_one_right_answer_and_a_reason(found: Found) -> None:
    for each in found["questions"]:
        if each["four"] is None:
            assert 1 <= each["right"] < each["choices"], each
            assert each["reason"] in ENGLISH, each


@pytest.mark.parametrize("digits", ["four", "two"])
def test_the_right_number_is_right_to_its_digits(client: Client, found: Found, digits: str) -> None:
    wrong = [
        (each["name"], each["notation"], each["address"], each["value"])
        for each in numbers(found)
        if each["often"] == "seldom" and verdict(client, each[digits])["verdict"] not in RIGHT
    ]
    assert wrong == []


def test_the_other_sign_of_a_delta_is_named(client: Client, found: Found) -> None:
    """Of the figures' δ of a hidden neuron the page says it itself."""
    for each in numbers(found):
        if each["question"] != "delta" or each["often"] != "seldom" or each["value"] == 0:
            continue
        marked = verdict(client, each["minus"])
        assert marked["verdict"] == "wrong", each
        if each["notation"] == "textbook":
            assert "error_sign" in [one["code"] for one in marked["mistakes"]], each


def test_the_acts_of_the_hints_are_the_whole_backward_pass(found: Found) -> None:
    done = [each for each in found["passes"] if each["refused"] is None]
    assert len(done) > 20
    assert all(each["isOver"] and each["count"] == 0 for each in done)
    refused = {each["refused"] for each in found["passes"]} - {None}
    assert refused <= {"act.softmax", "act.too_large"}


def test_what_wrong_acts_amount_to_is_wrong_and_named(client: Client, found: Found) -> None:
    slips = [slip for each in found["passes"] for slip in each["slips"]]
    named = 0
    for slip in slips:
        marked = verdict(client, slip["body"])
        assert marked["verdict"] == "wrong", slip
        codes = {one["code"] for one in marked["mistakes"]}
        if len(slip["codes"]) == 1 and slip["codes"] != ["one_branch_only"]:
            assert slip["codes"][0] in codes, (slip, codes)
            named += 1
    assert named > 20
    assert {code for slip in slips for code in slip["codes"]} >= {
        "output_slope_forgotten",
        "hidden_slope_forgotten",
        "one_branch_only",
    }
