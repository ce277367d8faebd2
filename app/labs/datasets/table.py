"""The table of data sets.

To add one, write its function and put a `DataSet` in `DATASETS`, and its name and a sentence on it,
``training.set_<name>`` and ``training.set_about_<name>``, into ``static/i18n/<language>.json``.
"""

from importlib.util import find_spec

from ...engine.parameters import Hyperparameter
from . import classes, packaged, regression
from .dataset import CLASSES, REGRESSION, DataSet, Sample

MOST_SAMPLES = 5000
SEED = Hyperparameter("seed", 1.0, 0.0, 2.0**53 - 1, r"\text{seed}", whole=True)
TRAIN_SHARE = Hyperparameter("train_share", 0.7, 0.01, 1.0, r"p")


def count(name: str, default: float, low: float, high: float, latex: str) -> Hyperparameter:
    """A whole number."""
    return Hyperparameter(name, default, low, high, latex, whole=True)


def common(samples: float, noise: float, most: float = MOST_SAMPLES) -> tuple[Hyperparameter, ...]:
    """The hyperparameters of every data set, with its own defaults."""
    return (
        count("samples", samples, 2.0, most, "N"),
        Hyperparameter("noise", noise, 0.0, 2.0, r"\sigma"),
        SEED,
        TRAIN_SHARE,
    )


def plane_classes(
    name: str, sample: Sample, noise: float, *own: Hyperparameter, number: int | str = 2
) -> DataSet:
    """A data set of points in classes."""
    return DataSet(name, CLASSES, 2, sample, (*common(300.0, noise), *own), number)


def numbers(name: str, inputs: int, sample: Sample, noise: float, *own: Hyperparameter) -> DataSet:
    """A data set of numbers to predict."""
    return DataSet(name, REGRESSION, inputs, sample, (*common(100.0, noise), *own))


DATASETS: dict[str, DataSet] = {
    entry.name: entry
    for entry in (
        plane_classes("xor", classes.xor_gate, 0.15),
        plane_classes("and", classes.and_gate, 0.15),
        plane_classes("or", classes.or_gate, 0.15),
        plane_classes("circle", classes.circle, 0.05),
        plane_classes("moons", classes.moons, 0.1),
        plane_classes(
            "gaussians",
            classes.gaussians,
            0.3,
            Hyperparameter("distance", 1.5, 0.0, 4.0, "d"),
        ),
        plane_classes(
            "spiral",
            classes.spiral,
            0.02,
            count("arms", 2.0, 2.0, 6.0, "k"),
            Hyperparameter("turns", 1.0, 0.25, 3.0, "n"),
            number="arms",
        ),
        plane_classes(
            "blobs", classes.blobs, 0.25, count("classes", 3.0, 2.0, 10.0, "k"), number="classes"
        ),
        plane_classes(
            "checkerboard", classes.checkerboard, 0.0, count("fields", 3.0, 2.0, 8.0, "n")
        ),
        numbers("sine", 1, regression.sine, 0.1, Hyperparameter("waves", 1.0, 0.25, 5.0, "n")),
        numbers("cubic", 1, regression.cubic, 0.1),
        numbers("stairs", 1, regression.stairs, 0.0, count("steps", 3.0, 2.0, 10.0, "n")),
        numbers(
            "plane",
            2,
            regression.plane,
            0.1,
            Hyperparameter("slope1", 0.5, -2.0, 2.0, "m_1"),
            Hyperparameter("slope2", 0.5, -2.0, 2.0, "m_2"),
        ),
        DataSet(
            "iris",
            CLASSES,
            4,
            packaged.iris,
            common(150.0, 0.0, 150.0),
            3,
            "sklearn",
            ("setosa", "versicolor", "virginica"),
        ),
        DataSet(
            "digits",
            CLASSES,
            64,
            packaged.digits,
            common(500.0, 0.0, 1797.0),
            10,
            "sklearn",
            tuple("0123456789"),
        ),
    )
}


def offered() -> dict[str, DataSet]:
    """The entries that can be drawn here: those whose package, if they need one, is installed."""
    return {
        name: entry
        for name, entry in DATASETS.items()
        if entry.package is None or find_spec(entry.package) is not None
    }
