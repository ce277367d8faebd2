"""Passes, updates and initial weights as PyTorch's autograd, optimizers and initializers give them.

The cases are written by ``python -m tests.engine.network.oracle.write_traces`` where PyTorch is
installed. An entry of the tables that has no case yet is held by its own reference.
"""

import json
from dataclasses import fields
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from app.engine.network.initializers import INITIALIZERS
from app.engine.network.training import train
from app.engine.parameters import with_defaults
from tests.engine.network.building import from_request
from tests.engine.network.oracle.counterparts import COUNTERPARTS, TABLES
from tests.engine.network.oracle.coverage import covered_by
from tests.engine.network.references import (
    ELEMENTWISE,
    LOSS_REFERENCES,
    MIXING,
    OPTIMIZER_REFERENCES,
)
from tests.engine.network.test_initializers import LAWS

FOLDER = Path(__file__).parent / "oracle"
CASES: list[dict[str, Any]] = json.loads((FOLDER / "traces.json").read_text())
INITIAL: list[dict[str, Any]] = json.loads((FOLDER / "initializers.json").read_text())

#: What tests an entry without PyTorch: the formula in 60 digits, or the law of a distribution.
REFERENCES: dict[str, set[str]] = {
    "activation": {*ELEMENTWISE, *MIXING},
    "loss": set(LOSS_REFERENCES),
    "optimizer": set(OPTIMIZER_REFERENCES),
    "initializer": set(LAWS),
}


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
        problem.network,
        problem.inputs,
        problem.targets,
        problem.reduction,
        optimization,
        case["request"].get("round", 1),
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


@pytest.mark.parametrize(
    "case", INITIAL, ids=[f"{case['initializer']}-{case['seed']}" for case in INITIAL]
)
def test_an_initializer_makes_of_the_same_random_numbers_the_same_weights(
    case: dict[str, Any],
) -> None:
    entry = INITIALIZERS[case["initializer"]]
    weights = entry.sample(
        np.random.default_rng(case["seed"]),
        case["units"],
        case["fan_in"],
        with_defaults(entry.hyperparameters, {}),
    )
    np.testing.assert_allclose(weights, case["weights"], rtol=1e-13, atol=1e-14)


@pytest.mark.parametrize("word", TABLES)
def test_the_oracle_covers_the_tables(word: str) -> None:
    """Every entry that PyTorch has, but for new ones, which must have another reference."""
    assert covered_by(CASES, INITIAL)[word] == COUNTERPARTS[word]
    assert COUNTERPARTS[word] <= TABLES[word]
    assert TABLES[word] - COUNTERPARTS[word] <= REFERENCES[word]
