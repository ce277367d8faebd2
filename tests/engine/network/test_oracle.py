"""Sixty requests with the numbers that PyTorch's autograd gives."""

import json
from dataclasses import fields
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from app.engine.network.training import train
from tests.engine.network.building import ACTIVATION_NAMES, LOSS_NAMES, from_request

CASES: list[dict[str, Any]] = json.loads(
    (Path(__file__).parent / "oracle" / "traces.json").read_text()
)


def agree(ours: Any, theirs: Any) -> bool:
    """Within 1e-12 of the largest entry of ``theirs``; null is None."""
    if theirs is None or ours is None:
        return theirs is ours
    expected = np.asarray(theirs, dtype=np.float64)
    assert np.shape(ours) == expected.shape
    return bool(np.abs(ours - expected).max() <= 1e-12 * np.abs(expected).max())


@pytest.mark.parametrize("case", CASES, ids=map(str, range(len(CASES))))
def test_a_trace_agrees_with_autograd(case: dict[str, Any]) -> None:
    problem, optimization = from_request(case["request"])
    trained = train(
        problem.network, problem.inputs, problem.targets, problem.reduction, optimization
    )
    expected = case["response"]
    passed = trained.passed
    assert agree(passed.loss, expected["loss"])
    assert agree(passed.sample_losses, expected["sample_losses"])
    assert agree(passed.input_gradients, expected["input_gradients"])
    assert agree(trained.loss_after, expected["loss_after"])
    for layer, updated, numbers in zip(
        passed.layers, trained.updated.layers, expected["layers"], strict=True
    ):
        assert agree(updated.weights, numbers["updated_weights"])
        assert agree(updated.biases, numbers["updated_biases"])
        for name in (field.name for field in fields(layer)):
            assert agree(getattr(layer, name), numbers[name]), name


def test_the_oracle_covers_the_tables() -> None:
    networks = [case["request"]["network"] for case in CASES]
    used = {layer["activation"] for network in networks for layer in network["layers"]}
    assert used == set(ACTIVATION_NAMES)
    assert {network["loss"] for network in networks} == set(LOSS_NAMES)
