"""Sheets to mark: networks with short numbers, and a student for each."""

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from app.checking.marking.hand_in import HandIn
from app.checking.marking.judge import Marked, mark
from app.checking.marking.sheet import Sheet
from app.engine.network.activations import ACTIVATIONS
from app.engine.network.losses import LOSSES
from app.engine.network.network import Layer, Network
from app.engine.network.optimizers import OPTIMIZERS
from app.engine.network.training import Optimization, start

from .student import RELU, SIGMOID, SOFTMAX, TANH, Student, decimals, significant

SIZES = ((2, 2, 2), (2, 3, 2), (3, 3, 2))
WAYS_TO_WRITE = (significant(2), significant(3), significant(4), decimals(3))
#: A key that circulates, 2-2-2 without biases; its weights w1 to w8 are named from the inputs on.
KEY: dict[str, Any] = {
    "weights": [[[0.2, 0.5], [-0.4, 0.6]], [[0.1, -0.3], [-0.5, 0.8]]],
    "biases": None,
    "activations": ["sigmoid", "sigmoid"],
    "loss": "half_squared_error",
    "inputs": [[0.5, 0.3]],
    "targets": [[0.23, -0.07]],
    "rate": 0.5,
}

Draw = tuple[Sheet, Callable[..., Student]]


def draw(
    rng: np.random.Generator,
    samples: int = 1,
    output: str | None = None,
    loss: str | None = None,
    sizes: tuple[int, ...] | None = None,
) -> Draw:
    """A sheet, and a student who is given it; what is left out is drawn."""
    sizes = sizes or SIZES[rng.integers(len(SIZES))]
    hidden = (SIGMOID, TANH, RELU)[rng.integers(3)]
    output = output or (SIGMOID, TANH, SOFTMAX)[rng.integers(3)]
    activations = [hidden] * (len(sizes) - 2) + [output]
    weights = [
        np.round(rng.uniform(-0.9, 0.9, (units, fan_in)), 2)
        for fan_in, units in zip(sizes, sizes[1:], strict=False)
    ]
    biases = [np.round(rng.uniform(-0.5, 0.5, units), 2) for units in sizes[1:]]
    inputs = np.round(rng.uniform(-1, 1, (samples, sizes[0])), 1)
    outputs = sizes[-1]
    classes = np.eye(outputs)[rng.integers(outputs, size=samples)]
    targets = np.round(rng.uniform(0.01, 0.99, (samples, outputs)), 2)
    if output == SOFTMAX or rng.integers(2):
        targets = classes
    if output == SOFTMAX:
        loss = "cross_entropy"
    loss = loss or "half_squared_error"
    rate = (0.5, 0.1, 0.3)[rng.integers(3)]
    given: dict[str, Any] = {
        "weights": [each.tolist() for each in weights],
        "biases": [each.tolist() for each in biases],
        "activations": activations,
        "loss": loss,
        "inputs": inputs.tolist(),
        "targets": targets.tolist(),
        "rate": rate,
    }
    return sheet_of(given), lambda **more: Student(**given, **more)


def sheet_of(given: Mapping[str, Any], reduction: str = "mean") -> Sheet:
    """The sheet of what a student is given."""
    biases = given["biases"] or [None] * len(given["weights"])
    network = Network(
        len(given["inputs"][0]),
        tuple(
            Layer(ACTIVATIONS[name], np.array(w), None if b is None else np.array(b))
            for name, w, b in zip(given["activations"], given["weights"], biases, strict=True)
        ),
        LOSSES[given["loss"]],
    )
    optimization = Optimization(OPTIMIZERS["sgd"], {"learning_rate": given["rate"]})
    return Sheet(
        network,
        np.array(given["inputs"], dtype=float),
        np.array(given["targets"], dtype=float),
        reduction,
        optimization,
        start(network, optimization),
    )


def only(answers: Mapping[str, str], *arrays: str) -> dict[str, str]:
    """The numbers of some arrays alone."""
    return {
        address: text
        for address, text in answers.items()
        if address.rstrip("0123456789.@") in arrays
    }


def marked(sheet: Sheet, answers: Mapping[str, str]) -> Marked:
    return mark(sheet, HandIn.read(answers))
