"""Small pictures of the data sets, as points for the page's own catalog."""

from typing import Any

import numpy as np

from ...engine.parameters import with_defaults
from ...labs.datasets.dataset import CLASSES
from ...labs.datasets.table import offered

#: So many points show what a data set looks like in the size of a button.
SAMPLES = 90
DECIMALS = 2
#: What has more inputs has no picture.
MOST_INPUTS = 2


def pictures_json() -> dict[str, Any]:
    """By the name of the data set its points: x, y and the class or, in a regression, a number from
    0 to 1 that is the target's place among all. One input has its target upwards.
    """
    return {
        name: points_of(name)
        for name, entry in offered().items()
        if entry.inputs <= MOST_INPUTS and entry.package is None
    }


def points_of(name: str) -> list[list[float]]:
    entry = offered()[name]
    k = with_defaults(entry.hyperparameters, {"samples": SAMPLES})
    inputs, values = entry.sample(np.random.default_rng(1), SAMPLES, k)
    up = values if entry.inputs == 1 else inputs[:, 1]
    shade = values if entry.kind == CLASSES else (values - values.min()) / np.ptp(values)
    points: list[list[float]] = np.stack([inputs[:, 0], up, shade], axis=1).round(DECIMALS).tolist()
    return points
