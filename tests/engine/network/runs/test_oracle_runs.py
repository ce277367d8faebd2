"""Training runs as PyTorch makes them: 1,000 steps of every optimizer, with weight decay, clipping
and every schedule.

The runs are written by ``python -m tests.engine.network.oracle.write_runs`` where PyTorch is
installed.
"""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from app.engine.network.runs.plan import Plan
from app.engine.network.schedules import SCHEDULES
from tests.engine.network.building import layer, network
from tests.engine.network.oracle.counterparts import (
    OPTIMIZER_COUNTERPARTS,
    SCHEDULE_COUNTERPARTS,
)
from tests.engine.network.runs.building import outcome, plan, settings

RUNS: dict[str, Any] = json.loads(
    (Path(__file__).parents[1] / "oracle" / "runs.json").read_text(encoding="utf-8")
)
CASES: list[dict[str, Any]] = RUNS["cases"]
RATE_EVERY = 50


def plan_of(case: dict[str, Any]) -> Plan:
    problem = RUNS["problems"][case["problem"]]
    layers = [
        layer(part["activation"], part["weights"], part.get("biases"), part.get("frozen", "none"))
        for part in problem["network"]["layers"]
    ]
    optimizer = dict(case["optimizer"])
    size = problem["batch_size"]
    chosen = settings(
        optimizer.pop("name"),
        size,
        case["schedule"],
        case["l1"],
        case["l2"],
        case["clip_norm"],
        **optimizer,
    )
    inputs = np.array(problem["inputs"])
    return plan(
        network(problem["network"]["loss"], *layers),
        inputs,
        np.array(problem["targets"]),
        chosen,
        1000 // -(-len(inputs) // size),
        shuffle=case["shuffle"],
        seed=case["seed"],
    )


def described(case: dict[str, Any]) -> str:
    words = [case["problem"], case["optimizer"]["name"], case["schedule"]["name"]]
    words += [word for word in ("l1", "l2", "clip_norm") if case[word]]
    return "-".join(words) + ("" if case["shuffle"] else "-in_order")


@pytest.mark.parametrize("case", CASES, ids=map(described, CASES))
def test_a_thousand_steps_end_at_the_weights_of_pytorch(case: dict[str, Any]) -> None:
    made = plan_of(case)
    rates = [made.settings.rate(step, 1000) for step in range(0, 1000, RATE_EVERY)]
    np.testing.assert_allclose(rates, case["rates"], rtol=1e-9)
    frame, end = outcome(made)
    assert (end.reason, end.step) == ("done", 1000)
    assert frame.loss == pytest.approx(case["loss"], rel=1e-9)
    for ours, theirs in zip(frame.network.layers, case["layers"], strict=True):
        for array, expected in ((ours.weights, theirs["weights"]), (ours.biases, theirs["biases"])):
            if array is None:
                assert expected is None
            else:
                assert np.abs(array - expected).max() <= 1e-9 * np.abs(expected).max()


@pytest.mark.parametrize("optimizer", OPTIMIZER_COUNTERPARTS)
def test_every_optimizer_has_runs_with_all_that_changes_its_gradient(optimizer: str) -> None:
    found = [case for case in CASES if case["optimizer"]["name"] == optimizer]
    ways = {(case["l2"] > 0, case["clip_norm"] is not None) for case in found}
    assert ways == {(False, False), (True, False), (False, True), (True, True)}


def test_every_schedule_has_a_run() -> None:
    found = {case["schedule"]["name"] for case in CASES}
    assert found == SCHEDULE_COUNTERPARTS.keys()
    assert found <= SCHEDULES.keys()
