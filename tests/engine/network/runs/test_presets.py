"""The runs that are known to learn do so, on samples that they have not seen too."""

import pytest

from tests.engine.network.runs.building import outcome
from tests.engine.network.runs.presets import PRESETS, plan_of

#: The least accuracy or R² over the training set, and over the test set.
LEARNT = {
    "two_spirals": (0.99, 0.99),
    "tight_spirals": (0.99, 0.95),
    "three_spirals": (0.99, 0.95),
    "three_blobs": (0.99, 0.99),
    "xor": (1.0, None),
    "circle": (0.99, 0.98),
    "moons": (0.99, 0.97),
    "checkerboard": (0.95, 0.88),
    "sine": (0.97, 0.97),
    "plane": (0.999, 0.999),
}


@pytest.mark.parametrize("name", PRESETS)
def test_a_preset_learns_its_data_set(name: str) -> None:
    frame, end = outcome(plan_of(PRESETS[name]))
    train, test = LEARNT[name]
    assert end.reason == "done"
    assert frame.accuracy is not None
    assert frame.accuracy >= train
    if test is None:
        assert frame.test_accuracy is None
    else:
        assert frame.test_accuracy is not None
        assert frame.test_accuracy >= test
