"""Points of the plane in two or more classes.

Each function takes (generator, samples, hyperparameters) and gives the points, samples × 2, and
their classes, (samples,). ``noise`` is the standard deviation of what is added to each coordinate,
after the class is known. Every class has the same number of samples or one more; those of the
checkerboard fall as they may.
"""

from math import pi

import numpy as np
import numpy.typing as npt

from ...engine.arrays import Array

Rng = np.random.Generator
#: The class of each sample, (samples,).
Labels = npt.NDArray[np.int64]

#: The corners of the unit square, in the order of a truth table.
CORNERS = np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])
#: The radii of the disc and of the ring around it.
DISC, RING = 0.5, (0.75, 1.0)


def turn(samples: int, classes: int) -> Labels:
    """The classes in turn."""
    return np.arange(samples, dtype=np.int64) % classes


def places(samples: int, classes: int) -> Array:
    """The place of each sample among those of its class, from 0 for the first to 1 for the last,
    (samples,).
    """
    index = np.arange(samples) // classes
    sizes = (samples - np.arange(samples) % classes + classes - 1) // classes
    return np.asarray(index / np.maximum(sizes - 1, 1))


def around(rng: Rng, points: Array, noise: float) -> Array:
    """The points with normal noise."""
    return points + rng.normal(0.0, noise, points.shape)


def truth_table(
    rng: Rng, samples: int, k: dict[str, float], column: Labels
) -> tuple[Array, Labels]:
    """The rows of a truth table in turn, with ``column`` as its last. Four samples without noise
    are the table itself.
    """
    row = turn(samples, 4)
    return around(rng, CORNERS[row], k["noise"]), column[row]


def xor_gate(rng: Rng, samples: int, k: dict[str, float]) -> tuple[Array, Labels]:
    return truth_table(rng, samples, k, np.array([0, 1, 1, 0]))


def and_gate(rng: Rng, samples: int, k: dict[str, float]) -> tuple[Array, Labels]:
    return truth_table(rng, samples, k, np.array([0, 0, 0, 1]))


def or_gate(rng: Rng, samples: int, k: dict[str, float]) -> tuple[Array, Labels]:
    return truth_table(rng, samples, k, np.array([0, 1, 1, 1]))


def circle(rng: Rng, samples: int, k: dict[str, float]) -> tuple[Array, Labels]:
    """A disc in a ring: radii evenly distributed over each, not over its area."""
    label = turn(samples, 2)
    radius = np.where(label == 1, rng.uniform(0, DISC, samples), rng.uniform(*RING, samples))
    return around(rng, on_circle(radius, rng.uniform(0, 2 * pi, samples)), k["noise"]), label


def on_circle(radius: Array | float, angle: Array) -> Array:
    """Points at these radii and angles, (n, 2)."""
    return np.stack([radius * np.cos(angle), radius * np.sin(angle)], axis=1)


def moons(rng: Rng, samples: int, k: dict[str, float]) -> tuple[Array, Labels]:
    """Two half circles that hold each other (sklearn.datasets.make_moons)."""
    label = turn(samples, 2)
    upper = on_circle(1.0, pi * places(samples, 2))
    points = np.where(label[:, np.newaxis] == 0, upper, np.array([1.0, 0.5]) - upper)
    return around(rng, points, k["noise"]), label


def gaussians(rng: Rng, samples: int, k: dict[str, float]) -> tuple[Array, Labels]:
    """Two normal clouds, with their centres at this distance on the diagonal through 0."""
    label = turn(samples, 2)
    side = np.where(label == 1, 0.5, -0.5) * k["distance"] / np.sqrt(2)
    return around(rng, np.stack([side, side], axis=1), k["noise"]), label


def spiral(rng: Rng, samples: int, k: dict[str, float]) -> tuple[Array, Labels]:
    """Arms that wind around 0 by so many turns; radius and angle grow in proportion, from a tenth
    to the whole (two arms: Lang and Witbrock 1988, with three turns).
    """
    arms = int(k["arms"])
    label = turn(samples, arms)
    radius = 0.1 + 0.9 * places(samples, arms)
    angle = 2 * pi * (k["turns"] * radius + label / arms)
    return around(rng, on_circle(radius, angle), k["noise"]), label


def blobs(rng: Rng, samples: int, k: dict[str, float]) -> tuple[Array, Labels]:
    """A normal cloud for each class, with their centres on the unit circle."""
    classes = int(k["classes"])
    label = turn(samples, classes)
    return around(rng, on_circle(1.0, 2 * pi * label / classes), k["noise"]), label


def checkerboard(rng: Rng, samples: int, k: dict[str, float]) -> tuple[Array, Labels]:
    """Points evenly over the square from −1 to 1, whose class is the colour of their field."""
    fields = int(k["fields"])
    points = rng.uniform(-1.0, 1.0, (samples, 2))
    row, column = np.floor((points.T + 1) / 2 * fields).astype(np.int64)
    return around(rng, points, k["noise"]), (row + column) % 2
