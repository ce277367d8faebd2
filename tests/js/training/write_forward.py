"""Writes ``forward.json``: what the engine answers, for the test of the browser's pictures.

Run ``python -m tests.js.training.write_forward`` after a change of the activations' table.
"""

from pathlib import Path
from typing import Any

import numpy as np
import orjson

from app.engine.network.activations import ACTIVATIONS
from app.web.pages.known_answers import curves_json

TARGET = Path(__file__).with_name("forward.json")
SIZES = (2, 5, 6, 3)
POINTS = 12
#: The scale of the weights of the first layer: with the second one pre-activations come to lie far
#: beyond the samples of the curves.
SCALES = (1.0, 30.0)


def case(name: str, scale: float, rng: np.random.Generator) -> dict[str, Any]:
    """A network with the activation in both hidden layers, its points and its answers."""
    points = rng.uniform(-2, 2, (POINTS, SIZES[0]))
    a = points
    layers, outputs = [], []
    for index, (inputs, units) in enumerate(zip(SIZES, SIZES[1:], strict=False)):
        # Later layers average, so that an error of the pictures is not enlarged on its way.
        weights = rng.normal(0, scale if index == 0 else 1 / inputs, (units, inputs))
        biases = rng.normal(0, 0.5, units)
        activation = "softmax" if index == len(SIZES) - 2 else name
        a = ACTIVATIONS[activation].function(a @ weights.T + biases)
        layers.append(
            {"activation": activation, "weights": weights.tolist(), "biases": biases.tolist()}
        )
        outputs.append(a.tolist())
    return {
        "name": name,
        "scale": scale,
        "points": points.tolist(),
        "layers": layers,
        "outputs": outputs,
    }


def main() -> None:
    """Every elementwise activation, near and far."""
    rng = np.random.default_rng(1)
    names = [name for name, each in ACTIVATIONS.items() if each.elementwise]
    record = {
        "curves": curves_json(),
        "cases": [case(name, scale, rng) for name in names for scale in SCALES],
    }
    TARGET.write_bytes(orjson.dumps(record))


if __name__ == "__main__":
    main()
