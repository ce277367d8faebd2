"""``POST /api/v1/graph``: a typed expression as a graph of values, forward and backward."""

from ..descent.presets import EXAMPLE
from ..endpoint import Cost, Endpoint
from ..limits import LIMITS
from .response import answer
from .schema import KNOWN_FIELDS, Graph, GraphRequest

#: Texts up to here are answered in less time than a thread costs the others.
SHORT = 400

MAX_TOKENS = {
    b"\\": LIMITS["expression_length"] + 1_000,
    b":": LIMITS["graph_inputs"] + 1_000,
    b"{": 1_000,
    b"[": 1_000,
    b",": LIMITS["graph_inputs"] + LIMITS["graph_nodes"] + LIMITS["expression_length"] + 1_000,
}


def cost_of(request: GraphRequest) -> Cost:
    simple = not request.include and request.paths is None
    return Cost.AT_ONCE if simple and len(request.expression) <= SHORT else Cost.QUICK


ENDPOINT = Endpoint(
    name="graph",
    summary="A typed expression as a graph of values, and the chain rule on it",
    request=GraphRequest,
    answered=Graph,
    answered_with="Every value, derivative and step",
    known_fields=KNOWN_FIELDS,
    max_tokens=MAX_TOKENS,
    cost=cost_of,
    answer=answer,
    example=EXAMPLE,
)
