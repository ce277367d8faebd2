"""Samples of a data set of the table, by its name."""

from typing import Any

from app.labs.datasets.dataset import Samples, samples_of
from app.labs.datasets.table import DATASETS

#: What needs no other package.
OWN = [name for name, entry in DATASETS.items() if entry.package is None]


def whole(name: str, **given: float) -> Samples:
    """All samples in the training part, without noise."""
    return samples_of(DATASETS[name], {"noise": 0.0, "train_share": 1.0, **given})


def labels(samples: Samples) -> Any:
    """The class of each sample."""
    targets = samples.targets
    return targets.argmax(axis=1) if targets.shape[1] > 1 else targets[:, 0]


def parts(samples: Samples) -> list[bytes]:
    arrays = (samples.inputs, samples.targets, samples.test_inputs, samples.test_targets)
    return [b"" if array is None else array.tobytes() for array in arrays]
