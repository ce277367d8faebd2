"""``POST /api/v1/mark``: which of somebody's own numbers is wrong, and by which mistake."""

from typing import Any

from ..endpoint import Endpoint
from ..limits import LIMITS
from .response import marked
from .scale import SCALE
from .schema import KNOWN_FIELDS, Mark, MarkRequest

MAX_TOKENS = {
    b":": LIMITS["mark_answers"] + 2_000,
    b"\\": 10_000,
    b"{": 2 * LIMITS["hand_ins"] + 1_000,
    b"[": 2 * LIMITS["samples"] + LIMITS["layers"] * LIMITS["units"] + 1_000,
    b",": LIMITS["mark_answers"] + LIMITS["mark_work"] + 2_000,
}
#: A slope is forgotten at the first output.
EXAMPLE: dict[str, Any] = {
    "network": {
        "inputs": 2,
        "layers": [
            {
                "units": 2,
                "activation": "sigmoid",
                "weights": [[0.2, 0.5], [-0.4, 0.6]],
                "bias": False,
            },
            {
                "units": 2,
                "activation": "sigmoid",
                "weights": [[0.1, -0.3], [-0.5, 0.8]],
                "bias": False,
            },
        ],
        "loss": "half_squared_error",
    },
    "inputs": [[0.5, 0.3]],
    "targets": [[0.23, -0.07]],
    "answers": {"a2.0": "0.477", "a2.1": "0.529", "delta2.0": "0.247", "delta2.1": "0.149"},
}
SHEET = {name: value for name, value in EXAMPLE.items() if name != "answers"}
CLASS = SHEET | {
    "reduction": "mean",
    "optimizer": {"name": "sgd", "learning_rate": 0.5},
    "round": 1,
    "rule": "gradient",
    "hand_ins": [
        {"id": "1", "answers": {"dw1.0.0": "0.0146", "dw1.1.0": "0.0130"}},
        {"id": "2", "answers": {"z1.0": "0,25", "z1.1": "-0,02"}},
    ],
    "conventions": {
        "delta": "dC_dz",
        "half": True,
        "reduction": "mean",
        "share": "in_delta",
        "layout": "row",
    },
}
#: δ as in the figures, which is found out; and a gradient with the neuron's own output.
OF_FIGURES = SHEET | {
    "answers": {
        "delta2.0": "-0.247",
        "delta2.1": "-0.599",
        "dw2.0.0": "0.0347",
        "dw2.0.1": "0.0294",
    }
}


ENDPOINT = Endpoint(
    name="mark",
    summary="Which of somebody's own numbers is wrong, and by which mistake",
    description="Each number is judged from the numbers before it, those handed in where there "
    "are some, with a tolerance that follows from the digits written. A wrong one gets the "
    "mistakes that give it; what only follows from an earlier slip is right but for that. Many "
    "hand-ins get a table of mistakes, too.",
    request=MarkRequest,
    answered=Mark,
    answered_with="The verdicts",
    known_fields=KNOWN_FIELDS,
    max_tokens=MAX_TOKENS,
    scale=SCALE,
    answer=marked,
    example=EXAMPLE,
    more_examples={"of_figures": OF_FIGURES, "class": CLASS},
)
