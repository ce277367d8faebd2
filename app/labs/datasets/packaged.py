"""Measured data sets that come with scikit-learn (the extra ``datasets``).

It is imported when they are asked for, as the import takes longer than a start of the server.
"""

from functools import cache
from typing import Any

import numpy as np

from ...engine.arrays import Array
from .classes import Labels, Rng


def iris(rng: Rng, samples: int, k: dict[str, float]) -> tuple[Array, Labels]:
    """150 flowers of three species (Fisher 1936): length and width of sepal and petal, each scaled
    to mean 0 and standard deviation 1 over all flowers.
    """
    inputs, label = measured("load_iris")
    scaled = (inputs - inputs.mean(axis=0)) / inputs.std(axis=0)
    return some(rng, samples, k, scaled, label)


def digits(rng: Rng, samples: int, k: dict[str, float]) -> tuple[Array, Labels]:
    """1,797 handwritten digits of 8 × 8 pixels (Alpaydin and Kaynak 1998), the brightness from 0 to
    1.
    """
    inputs, label = measured("load_digits")
    return some(rng, samples, k, inputs / 16, label)


@cache
def measured(loader: str) -> tuple[Array, Labels]:
    """The inputs, samples × inputs, and classes, (samples,), of a data set of scikit-learn."""
    from sklearn import datasets

    loaded: Any = getattr(datasets, loader)(return_X_y=True)
    inputs, label = loaded
    return np.asarray(inputs, dtype=np.float64), np.asarray(label, dtype=np.int64)


def some(
    rng: Rng, samples: int, k: dict[str, float], inputs: Array, label: Labels
) -> tuple[Array, Labels]:
    """So many of the samples, without a repetition, and with normal noise on their inputs."""
    chosen = rng.permutation(len(inputs))[:samples]
    return inputs[chosen] + rng.normal(0.0, k["noise"], inputs[chosen].shape), label[chosen]
