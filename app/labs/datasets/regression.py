"""Numbers to predict from one or two inputs between −1 and 1.

Each function takes (generator, samples, hyperparameters) and gives the inputs, samples × inputs,
and their targets, (samples,). ``noise`` is the standard deviation of what is added to a target.
"""

from math import pi

import numpy as np

from ...engine.arrays import Array
from .classes import Rng


def with_noise(rng: Rng, inputs: Array, values: Array, noise: float) -> tuple[Array, Array]:
    return inputs, values + rng.normal(0.0, noise, values.shape)


def uniform(rng: Rng, samples: int, inputs: int) -> Array:
    return rng.uniform(-1.0, 1.0, (samples, inputs))


def sine(rng: Rng, samples: int, k: dict[str, float]) -> tuple[Array, Array]:
    """t = sin(2π · waves · x/2), so many waves from −1 to 1."""
    inputs = uniform(rng, samples, 1)
    return with_noise(rng, inputs, np.sin(pi * k["waves"] * inputs[:, 0]), k["noise"])


def cubic(rng: Rng, samples: int, k: dict[str, float]) -> tuple[Array, Array]:
    """t = 4x³ − 3x, which goes from −1 to 1 and turns at ±½."""
    inputs = uniform(rng, samples, 1)
    x = inputs[:, 0]
    return with_noise(rng, inputs, 4 * x**3 - 3 * x, k["noise"])


def stairs(rng: Rng, samples: int, k: dict[str, float]) -> tuple[Array, Array]:
    """From −1 to 1 in so many equal steps."""
    inputs = uniform(rng, samples, 1)
    count = int(k["steps"])
    level = np.floor((inputs[:, 0] + 1) / 2 * count)
    return with_noise(rng, inputs, 2 * level / (count - 1) - 1, k["noise"])


def plane(rng: Rng, samples: int, k: dict[str, float]) -> tuple[Array, Array]:
    """t = slope1 x₁ + slope2 x₂."""
    inputs = uniform(rng, samples, 2)
    slopes = np.array([k["slope1"], k["slope2"]])
    return with_noise(rng, inputs, inputs @ slopes, k["noise"])
