"""``POST /api/v1/graph``: a typed expression as a graph of values, forward and backward."""

from ..descent.presets import EXAMPLE
from ..endpoint import Endpoint
from ..limits import LIMITS
from .response import content
from .scale import SCALE
from .schema import KNOWN_FIELDS, Graph, GraphRequest

MAX_TOKENS = {
    b"\\": LIMITS["expression_length"] + 1_000,
    b":": LIMITS["graph_inputs"] + 1_000,
    b"{": 1_000,
    b"[": 1_000,
    b",": LIMITS["graph_inputs"] + LIMITS["graph_nodes"] + LIMITS["expression_length"] + 1_000,
}


ENDPOINT = Endpoint(
    name="graph",
    summary="A typed expression as a graph of values, and the chain rule on it",
    description="Every value, local derivative and gradient of an expression of named inputs, "
    "and the steps of the chain rule forward and back.",
    request=GraphRequest,
    answered=Graph,
    answered_with="Every value, derivative and step",
    known_fields=KNOWN_FIELDS,
    max_tokens=MAX_TOKENS,
    scale=SCALE,
    answer=content,
    example=EXAMPLE,
    more_examples={
        "every_part": EXAMPLE | {"include": ["tangents"], "paths": 0, "collapse": [2]},
        "outside_domain": {
            "expression": "log(x) + sqrt(y)",
            "values": {"x": 0.0, "y": 0.0},
            "undefined": "mark",
        },
        "kink": {"expression": "max(x, 0) + abs(x)", "values": {"x": 0.0}},
    },
)
