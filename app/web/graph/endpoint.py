"""``POST /api/v1/graph``: a typed expression as a graph of values, forward and backward."""

from ..descent.presets import EXAMPLE
from ..endpoint import Door, Pace
from ..limits import LIMITS
from .response import answer
from .schema import KNOWN_FIELDS, Graph, GraphRequest

#: Texts up to here are answered in less time than a thread costs the others.
SHORT = 400

MARKS = {
    b":": LIMITS["graph_inputs"] + 1_000,
    b"{": 1_000,
    b"[": 1_000,
    b",": LIMITS["graph_inputs"] + LIMITS["graph_nodes"] + LIMITS["expression_length"] + 1_000,
}


def pace_of(request: GraphRequest) -> Pace:
    simple = not request.include and request.paths is None
    return Pace.AT_ONCE if simple and len(request.expression) <= SHORT else Pace.QUICK


DOOR = Door(
    name="graph",
    summary="A typed expression as a graph of values, and the chain rule on it",
    request=GraphRequest,
    answered=Graph,
    answered_with="Every value, derivative and step",
    known_fields=KNOWN_FIELDS,
    marks=MARKS,
    pace=pace_of,
    answer=answer,
    example=EXAMPLE,
)
