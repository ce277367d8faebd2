"""The table as it is published: a request or a link that leaves a number out keeps its meaning."""

import pytest

from app.engine.parameters import Hyperparameter
from app.labs.datasets.table import DATASETS

#: Of every set: samples, the most of them, and noise.
SAMPLES_AND_NOISE = {
    "xor": (300, 5000, 0.15),
    "and": (300, 5000, 0.15),
    "or": (300, 5000, 0.15),
    "circle": (300, 5000, 0.05),
    "moons": (300, 5000, 0.1),
    "gaussians": (300, 5000, 0.3),
    "spiral": (300, 5000, 0.02),
    "blobs": (300, 5000, 0.25),
    "checkerboard": (300, 5000, 0.0),
    "sine": (100, 5000, 0.1),
    "cubic": (100, 5000, 0.1),
    "stairs": (100, 5000, 0.0),
    "plane": (100, 5000, 0.1),
    # As many as were measured.
    "iris": (150, 150, 0.0),
    "digits": (500, 1797, 0.0),
}

#: What single sets have besides: default, bounds, letter, and whether it is a whole number.
OWN = {
    "gaussians": [Hyperparameter("distance", 1.5, 0, 4, "d")],
    "spiral": [
        Hyperparameter("arms", 2, 2, 6, "k", whole=True),
        Hyperparameter("turns", 1, 0.25, 3, "n"),
    ],
    "blobs": [Hyperparameter("classes", 3, 2, 10, "k", whole=True)],
    "checkerboard": [Hyperparameter("fields", 3, 2, 8, "n", whole=True)],
    "sine": [Hyperparameter("waves", 1, 0.25, 5, "n")],
    "stairs": [Hyperparameter("steps", 3, 2, 10, "n", whole=True)],
    "plane": [
        Hyperparameter("slope1", 0.5, -2, 2, "m_1"),
        Hyperparameter("slope2", 0.5, -2, 2, "m_2"),
    ],
}

#: The number of inputs, and of classes or the number that says it.
INPUTS_AND_CLASSES = {
    **dict.fromkeys(("xor", "and", "or", "circle", "moons", "gaussians"), (2, 2)),
    "spiral": (2, "arms"),
    "blobs": (2, "classes"),
    "checkerboard": (2, 2),
    **dict.fromkeys(("sine", "cubic", "stairs"), (1, None)),
    "plane": (2, None),
    "iris": (4, 3),
    "digits": (64, 10),
}


@pytest.mark.parametrize("name", SAMPLES_AND_NOISE)
def test_a_set_keeps_its_numbers(name: str) -> None:
    samples, most, noise = SAMPLES_AND_NOISE[name]
    entry = DATASETS[name]
    assert list(entry.hyperparameters) == [
        Hyperparameter("samples", samples, 2, most, "N", whole=True),
        Hyperparameter("noise", noise, 0, 2, r"\sigma"),
        Hyperparameter("seed", 1, 0, 2**53 - 1, r"\text{seed}", whole=True),
        Hyperparameter("train_share", 0.7, 0.01, 1, "p"),
        *OWN.get(name, []),
    ]
    assert (entry.inputs, entry.classes) == INPUTS_AND_CLASSES[name]
    assert entry.kind == ("regression" if entry.classes is None else "classes")


def test_no_other_set_is_in_the_table_and_the_measured_ones_alone_need_a_package() -> None:
    assert list(DATASETS) == list(SAMPLES_AND_NOISE)
    assert {name: entry.package for name, entry in DATASETS.items() if entry.package} == {
        "iris": "sklearn",
        "digits": "sklearn",
    }
