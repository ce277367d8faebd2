"""Networks worth looking at, by name.

To add one, add an entry, and its title ``preset.<name>`` in ``static/i18n``.
"""

from math import exp
from typing import Any

DOCUMENT: dict[str, Any] = {
    "network": {
        "inputs": 2,
        "layers": [
            {
                "units": 3,
                "activation": "sigmoid",
                "weights": [[0.2, -0.3], [0.4, 0.1], [-0.5, 0.6]],
                "bias": False,
            },
            {
                "units": 2,
                "activation": "sigmoid",
                "weights": [[0.3, -0.4, 0.5], [0.2, 0.6, -0.1]],
                "bias": False,
            },
            {"units": 1, "activation": "sigmoid", "weights": [[0.7, -0.2]], "bias": False},
        ],
        "loss": "half_squared_error",
    },
    "inputs": [[1.0, 0.5]],
    "targets": [[1.0]],
    "optimizer": {"name": "sgd", "learning_rate": 0.5},
}

#: For the description of the API: every field of a request and every part of an answer.
EVERY_PART = {
    "network": {
        "inputs": 2,
        "layers": [
            {"units": 2, "activation": "tanh", "biases": [0.1, -0.1], "frozen": "biases"},
            {"units": 1, "activation": "sigmoid", "weights": [[0.7, -0.2]], "bias": False},
        ],
        "loss": "half_squared_error",
        "initializer": {"name": "uniform", "limit": 0.5},
        "seed": 7,
    },
    "inputs": [[1.0, 0.5], [0.0, 1.0]],
    "targets": [[1.0], [0.0]],
    "reduction": "sum",
    "optimizer": "sgd",
    "round": 2,
    "rule": "gradient",
    "include": ["steps", "slopes", "as_drawn", "check", "latex", "optimizer"],
}

#: The first sample's z stand on the kink of relu.
AT_A_KINK = {
    "network": {
        "inputs": 2,
        "layers": [
            {"units": 2, "activation": "relu", "weights": [[0.9, -0.4], [0.5, 1.1]]},
            {"units": 1, "activation": "sigmoid", "weights": [[0.6, -0.8]]},
        ],
        "loss": "binary_cross_entropy",
    },
    "inputs": [[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]],
    "targets": [[0.0], [1.0], [1.0], [0.0]],
    "include": ["check"],
}

#: Section 5's second example: the drawn rule moves the weights into the first neuron the wrong way,
#: since its two ways to the output have opposite signs and the slope on the stronger one is small.
SIGN_FLIP = {
    "network": {
        "inputs": 2,
        "layers": [
            {
                "units": 3,
                "activation": "sigmoid",
                "weights": [[1.0, 1.0], [1.0, 1.0], [1.0, 1.0]],
                "bias": False,
            },
            {
                "units": 2,
                "activation": "sigmoid",
                "weights": [[2.0, 2.0, 2.0], [-1.5, 1.0, 0.5]],
                "bias": False,
            },
            {"units": 1, "activation": "sigmoid", "weights": [[1.0, 1.0]], "bias": False},
        ],
        "loss": "half_squared_error",
    },
    "inputs": [[1.0, 1.0]],
    "targets": [[1.0]],
    "optimizer": {"name": "sgd", "learning_rate": 0.1},
}

#: Section 5's third example: the drawn rule's changes of the hidden weights are so much too large
#: that y_4 and y_5 reach 0 long before the output weights have changed sign. Then nothing changes
#: any more: y = ½. The true gradient goes on to y = 0.
DRAWN_STUCK = {
    "network": {
        "inputs": 2,
        "layers": [
            {
                "units": 3,
                "activation": "sigmoid",
                "weights": [[2.0, 2.0], [2.0, 2.0], [2.0, 2.0]],
                "bias": False,
            },
            {
                "units": 2,
                "activation": "sigmoid",
                "weights": [[1.0, 1.0, 1.0], [1.0, 1.0, 1.0]],
                "bias": False,
            },
            {"units": 1, "activation": "sigmoid", "weights": [[2.0, 2.0]], "bias": False},
        ],
        "loss": "half_squared_error",
    },
    "inputs": [[1.0, 1.0]],
    "targets": [[0.0]],
    "optimizer": {"name": "sgd", "learning_rate": 0.5},
}

FIGURE_2 = {
    "network": {
        "inputs": 3,
        "layers": [
            {
                "units": 3,
                "activation": "sigmoid",
                "weights": [[0.2, -0.4, 0.1], [0.5, 0.3, -0.2], [-0.3, 0.6, 0.4]],
                "biases": [0.1, -0.2, 0.3],
            },
            {
                "units": 2,
                "activation": "sigmoid",
                "weights": [[0.4, -0.5, 0.3], [-0.6, 0.2, 0.7]],
                "biases": [-0.1, 0.2],
            },
        ],
        "loss": "half_squared_error",
    },
    "inputs": [[1.0, 0.5, -0.5]],
    "targets": [[1.0, 0.0]],
    "optimizer": {"name": "sgd", "learning_rate": 0.5},
}

WORKED_EXAMPLE = {
    "network": {
        "inputs": 2,
        "layers": [
            {
                "units": 3,
                "activation": "sigmoid",
                "weights": [[0.1, 0.15], [0.2, 0.25], [0.3, 0.35]],
                "biases": [0.35, 0.35, 0.35],
                "frozen": "biases",
            },
            {
                "units": 2,
                "activation": "sigmoid",
                "weights": [[0.4, 0.5, 0.6], [0.45, 0.55, 0.65]],
                "biases": [0.65, 0.65],
                "frozen": "biases",
            },
        ],
        "loss": "half_squared_error",
    },
    "inputs": [[5.0, 10.0]],
    "targets": [[0.01, 0.99]],
    "optimizer": {"name": "sgd", "learning_rate": 0.5},
}

MAZUR = {
    "network": {
        "inputs": 2,
        "layers": [
            {
                "units": 2,
                "activation": "sigmoid",
                "weights": [[0.15, 0.2], [0.25, 0.3]],
                "biases": [0.35, 0.35],
            },
            {
                "units": 2,
                "activation": "sigmoid",
                "weights": [[0.4, 0.45], [0.5, 0.55]],
                "biases": [0.6, 0.6],
            },
        ],
        "loss": "half_squared_error",
    },
    "inputs": [[0.05, 0.1]],
    "targets": [[0.01, 0.99]],
    "optimizer": {"name": "sgd", "learning_rate": 0.5},
}

#: The first two layers of the slides' network (figures 14 to 22) and what follows z' and z''.
SLIDES_LAYERS: list[dict[str, Any]] = [
    {
        "units": 2,
        "activation": "sigmoid",
        "weights": [[0.6, -0.4], [-0.3, 0.7]],
        "biases": [0.2, -0.1],
    },
    {
        "units": 2,
        "activation": "sigmoid",
        "weights": [[0.9, -0.5], [-0.8, 0.35]],
        "biases": [0.15, 0.3],
    },
    {
        "units": 2,
        "activation": "sigmoid",
        "weights": [[0.75, -0.65], [-0.45, 0.85]],
        "biases": [-0.2, 0.1],
    },
]


def slides(depth: int) -> dict[str, Any]:
    """The slides' network cut off behind layer ``depth``, its last layer the output."""
    return {
        "network": {
            "inputs": 2,
            "layers": SLIDES_LAYERS[:depth],
            "loss": "half_squared_error",
        },
        "inputs": [[1.0, 0.5]],
        "targets": [[1.0, 0.0]],
        "optimizer": {"name": "sgd", "learning_rate": 0.5},
    }


XOR = {
    "network": {
        "inputs": 2,
        "layers": [
            {
                "units": 3,
                "activation": "tanh",
                "weights": [[0.8, -0.7], [-0.6, 0.9], [0.5, 0.4]],
                "biases": [0.1, -0.1, 0.2],
            },
            {
                "units": 1,
                "activation": "sigmoid",
                "weights": [[0.7, 0.8, -0.5]],
                "biases": [0.0],
            },
        ],
        "loss": "binary_cross_entropy",
    },
    "inputs": [[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]],
    "targets": [[0.0], [1.0], [1.0], [0.0]],
    "optimizer": {"name": "sgd", "learning_rate": 0.5},
}


def ring(side: int = 28) -> list[float]:
    """A handwritten nought as grey levels in 0..1, row by row: a soft ellipse around the middle."""
    middle = (side - 1) / 2
    pixels = []
    for row in range(side):
        for column in range(side):
            x, y = (column - middle) / 6.0, (row - middle) / 9.0
            distance = (x * x + y * y) ** 0.5 - 1
            pixels.append(round(exp(-24 * distance * distance), 2))
    return pixels


DIGITS = {
    "network": {
        "inputs": 784,
        "layers": [
            {"units": 256, "activation": "relu"},
            {"units": 128, "activation": "relu"},
            {"units": 10, "activation": "softmax"},
        ],
        "loss": "cross_entropy",
        "initializer": "he_uniform",
        "seed": 7,
    },
    "inputs": [ring()],
    "targets": [[1.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0]],
    "optimizer": {"name": "sgd", "learning_rate": 0.05},
}

PRESETS: dict[str, dict[str, Any]] = {
    "document": DOCUMENT,
    "sign_flip": SIGN_FLIP,
    "drawn_stuck": DRAWN_STUCK,
    "figure2": FIGURE_2,
    "worked_example": WORKED_EXAMPLE,
    "mazur": MAZUR,
    "slides": slides(3),
    "slides_output": slides(2),
    "xor": XOR,
    "digits": DIGITS,
}

#: The letters that the examples of the document open in; all others in the textbook's.
LETTERS = dict.fromkeys(("document", "sign_flip", "drawn_stuck"), "figure") | dict.fromkeys(
    ("slides", "slides_output"), "derivation"
)


def letters_of(preset: str) -> str:
    return LETTERS.get(preset, "textbook")
