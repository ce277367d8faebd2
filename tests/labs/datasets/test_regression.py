"""The targets of a regression are its formula, and noise is added to them alone."""

from typing import Any

import numpy as np
import pytest

from app.labs.datasets.dataset import REGRESSION, samples_of
from app.labs.datasets.table import DATASETS
from tests.labs.datasets.drawing import OWN, whole


@pytest.mark.parametrize(
    ("name", "given", "rule"),
    [
        ("sine", {"waves": 2.0}, lambda x: np.sin(2 * np.pi * x[:, 0])),
        ("cubic", {}, lambda x: np.cos(3 * np.arccos(x[:, 0]))),
        ("stairs", {"steps": 2}, lambda x: np.sign(x[:, 0])),
        ("plane", {"slope1": 1.5, "slope2": -1.0}, lambda x: 1.5 * x[:, 0] - x[:, 1]),
    ],
)
def test_a_regression_without_noise_is_its_formula(name: str, given: Any, rule: Any) -> None:
    samples = whole(name, samples=100, **given)
    np.testing.assert_allclose(samples.targets[:, 0], rule(samples.inputs), atol=1e-12)
    assert np.abs(samples.inputs).max() <= 1


@pytest.mark.parametrize("name", [name for name in OWN if DATASETS[name].kind == REGRESSION])
def test_noise_is_added_to_the_targets_of_a_regression(name: str) -> None:
    quiet, loud = (
        samples_of(DATASETS[name], {"samples": 5000, "train_share": 1, "noise": noise})
        for noise in (0.0, 0.5)
    )
    np.testing.assert_array_equal(quiet.inputs, loud.inputs)
    assert (loud.targets - quiet.targets).std() == pytest.approx(0.5, abs=0.03)
