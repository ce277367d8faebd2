"""What ``POST /api/v1/graph`` takes and answers."""

from typing import Annotated, Any, Literal

from pydantic import Field

from ...errors import Location
from ..limits import LIMITS
from ..schema import Declared
from ..trace.schema import Number, Strict, name_in

UNDEFINED = ("refuse", "mark")
INCLUDES = ("tangents",)

Expression = Annotated[
    str,
    Field(
        min_length=1,
        max_length=LIMITS["expression_length"],
        description="Lines such as y = sin(x), ended by ; or a new line, of + - * / **, brackets "
        "and functions. The result is the line named loss, or else the last one.",
    ),
]
NodeId = Annotated[int, Field(ge=0, lt=LIMITS["graph_nodes"])]


class GraphRequest(Strict):
    expression: Expression
    values: Annotated[
        dict[str, Number],
        Field(
            max_length=LIMITS["graph_inputs"],
            description="A number for every name that no line gives a value.",
        ),
    ] = {}
    undefined: Annotated[
        name_in(UNDEFINED),  # type: ignore[valid-type]  # made from the tuple
        Field(description="mark: numbers outside the domain are null and named in problems."),
    ] = "refuse"
    collapse: Annotated[
        tuple[NodeId, ...],
        Field(
            max_length=LIMITS["graph_nodes"],
            description="Nodes that are shown as one box with all that leads only to them.",
        ),
    ] = ()
    paths: Annotated[
        NodeId | None, Field(description="The node whose paths to the result are listed.")
    ] = None
    include: Annotated[
        tuple[name_in(INCLUDES), ...],  # type: ignore[valid-type]  # made from the tuple
        Field(max_length=len(INCLUDES), description="More parts of the answer."),
    ] = ()


KNOWN_FIELDS: dict[Location, str] = {(): ", ".join(GraphRequest.model_fields)}

MaybeNumber = float | None


class GraphNode(Declared):
    id: Annotated[int, Field(description="Its place in nodes; operands come before it")]
    operation: Annotated[str, Field(description="input, constant, or a name of the catalog")]
    operands: Annotated[list[int], Field(description="The nodes it reads, in order")]
    name: Annotated[str | None, Field(description="The name its line gives it")]
    value: MaybeNumber
    gradient: Annotated[MaybeNumber, Field(description="∂result/∂node")]
    place: Annotated[
        list[int],
        Field(min_length=2, max_length=2, description="Where it stands in the text: start, end"),
    ]
    inside: Annotated[
        int | None,
        Field(description="The nearest node that every path from here to the result passes"),
    ]
    hidden_in: Annotated[int | None, Field(description="The collapsed node that hides it")]
    depth: Annotated[int, Field(description="The longest way from an input or a constant")]


class GraphEdge(Declared):
    source: int
    target: int
    operand: Annotated[int, Field(description="Which operand of the target it is")]
    local_derivative: Annotated[MaybeNumber, Field(description="∂target/∂this operand")]
    contribution: Annotated[
        MaybeNumber, Field(description="∂result/∂target · local_derivative: what flows back here")
    ]
    formula: Annotated[
        dict[str, Any] | None, Field(description="The local derivative as a tree over addresses")
    ]


class GraphStep(Declared):
    phase: Literal["forward", "tangent", "backward"]
    rule: str
    layer: Annotated[int, Field(description="The node's depth")]
    unit: Annotated[int | None, Field(description="The node's id")]
    reads: Annotated[list[str], Field(description="Addresses: v.3, g.3, d.3.0, c.3.0, m.3.0")]
    writes: list[str]
    formula: dict[str, Any]
    figure: dict[str, Any]


class GraphProblem(Declared):
    node: int
    operand: Annotated[
        int | None, Field(description="Of which operand the derivative fails; null for the value")
    ]
    loc: list[str | int]
    msg: str


class GraphPath(Declared):
    nodes: Annotated[list[int], Field(description="From the node to the result")]
    operands: Annotated[list[int], Field(description="Which operand each edge is")]
    product: Annotated[MaybeNumber, Field(description="Of the local derivatives along it")]


class GraphPaths(Declared):
    node: int
    count: Annotated[float, Field(description="How many there are")]
    shown: Annotated[
        list[GraphPath],
        Field(
            max_length=LIMITS["shown_paths"], description="Those with the largest products first"
        ),
    ]
    shown_sum: MaybeNumber
    sum: Annotated[MaybeNumber, Field(description="Over all paths: ∂result/∂node")]


class Graph(Declared):
    nodes: list[GraphNode]
    edges: Annotated[list[GraphEdge], Field(description="As shown: a box has edges of its own")]
    result: int
    gradients: Annotated[dict[str, MaybeNumber], Field(description="∂result/∂input, by name")]
    forward_operations: Annotated[
        int, Field(description="Products and sums of forward mode, one sweep for each input")
    ]
    reverse_operations: Annotated[int, Field(description="Products and sums of the one sweep back")]
    steps: list[GraphStep]
    problems: list[GraphProblem]
    tangents: Annotated[
        dict[str, list[MaybeNumber]], Field(description="∂node/∂input for every node, by input")
    ] = {}
    paths: GraphPaths = Field(default=None)  # type: ignore[assignment]  # left out unless asked for
