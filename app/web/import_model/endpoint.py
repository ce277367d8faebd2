"""``POST /api/v1/import``: the network in a file."""

from typing import Any

from ...importing.json_text import MOST as MOST_IN_JSON
from ...importing.kinds import kind_of
from ..bytes_endpoint import BytesEndpoint, FileRequest
from ..endpoint import Parameter
from ..estimate import SECONDS_PER_NUMBER, Estimate, Scale
from ..limits import LIMITS
from ..trace.presets import AT_A_KINK, DOCUMENT
from .response import KNOWN_FIELDS, imported
from .schema import Imported

#: The fewest bytes that a number has.
BYTES_PER_NUMBER = 2


def estimate(asked: FileRequest) -> Estimate:
    kind = kind_of(asked.content)
    size = len(asked.content)
    numbers = min(size // BYTES_PER_NUMBER, LIMITS["parameters"])
    return Estimate(kind.estimate(size) + SECONDS_PER_NUMBER * numbers, numbers)


EXAMPLE: dict[str, Any] = DOCUMENT
ALONE: Any = AT_A_KINK["network"]
#: With all that a network may have.
EVERY_PART: dict[str, Any] = {
    "network": {
        "inputs": 2,
        "layers": [
            {
                "units": 2,
                "activation": "tanh",
                "weights": [[0.9, -0.4], [0.5, 1.1]],
                "biases": [0.1, -0.2],
                "frozen": "biases",
            },
            {"units": 1, "activation": "linear", "bias": False},
        ],
        "loss": "half_squared_error",
        "initializer": {"name": "xavier_uniform"},
        "seed": 7,
    }
}

ENDPOINT = BytesEndpoint(
    name="import",
    summary="The network in a file: safetensors, ONNX, Keras, printed weights, JSON",
    description="The body is the file itself, of any media type; with curl: --data-binary "
    "@model.safetensors. Its kind is recognized by what it holds. Taken are a PyTorch state_dict "
    "in safetensors, a chain of layers in ONNX or Keras' .keras, weights as numpy and PyTorch "
    "print them, and this API's own JSON, as in the example. Pickles (.pt, .pth) are never opened. "
    "Weights are given as the float64 of the file's numbers, units × fan-in.",
    answered=Imported,
    answered_with="The network, and what was assumed of it",
    known_fields=KNOWN_FIELDS,
    max_tokens=MOST_IN_JSON,
    scale=Scale(estimate, factors=(), parts=(), otherwise=("file",)),
    answer=imported,
    parameters=(
        Parameter(
            name="name",
            description="What the file is called; a refusal names it.",
            longest=255,
            example="model.safetensors",
        ),
    ),
    example=EXAMPLE,
    more_examples={"alone": ALONE, "every_part": EVERY_PART},
)
