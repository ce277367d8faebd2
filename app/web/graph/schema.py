"""What ``POST /api/v1/graph`` takes and answers."""

from typing import Annotated, Literal

from pydantic import Field

from ...errors import Location
from ..limits import LIMITS
from ..schema import Declared, FormulaTree, LeftOut
from ..trace.schema import WHOLE, Number, Strict, fields_of, name_in

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
NodeId = Annotated[int, Field(ge=0, lt=LIMITS["graph_nodes"]), WHOLE]


class GraphRequest(Strict):
    """An expression, and a number for each of its inputs."""

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
        Field(
            description="What happens where a number does not exist. refuse: a 422. mark: it is "
            "null, and named in problems."
        ),
    ] = "refuse"
    collapse: Annotated[
        tuple[NodeId, ...],
        Field(
            fail_fast=True,
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


KNOWN_FIELDS: dict[Location, str] = {(): fields_of(GraphRequest)}

MaybeNumber = float | None


class GraphNode(Declared):
    """A value of the graph."""

    id: Annotated[int, Field(description="Its place in nodes; operands come before it.")]
    operation: Annotated[str, Field(description="input, constant, or a name of the catalog.")]
    operands: Annotated[list[int], Field(description="The ids of the nodes it reads, in order.")]
    name: Annotated[
        str | None, Field(description="The name that its line gives it; null: it has none.")
    ]
    value: Annotated[MaybeNumber, Field(description="Its number; null: it does not exist.")]
    gradient: Annotated[MaybeNumber, Field(description="∂result/∂node; null: it does not exist.")]
    place: Annotated[
        list[int],
        Field(
            min_length=2,
            max_length=2,
            description="Where it stands in the expression: start and end, in characters.",
        ),
    ]
    inside: Annotated[
        int | None,
        Field(
            description="The nearest node that every path from here to the result passes; null: "
            "this is the result."
        ),
    ]
    hidden_in: Annotated[
        int | None, Field(description="The collapsed node that hides it; null: it is shown.")
    ]
    depth: Annotated[
        int, Field(description="The longest way from an input or a constant, in edges.")
    ]


class GraphEdge(Declared):
    """An operand of a node, with its part of the chain rule."""

    source: Annotated[int, Field(description="The id of the node that is read.")]
    target: Annotated[int, Field(description="The id of the node that reads it.")]
    operand: Annotated[int, Field(description="Which operand of the target it is, from 0.")]
    local_derivative: Annotated[
        MaybeNumber, Field(description="∂target/∂this operand; null: it does not exist.")
    ]
    contribution: Annotated[
        MaybeNumber, Field(description="∂result/∂target · local_derivative: what flows back here.")
    ]
    formula: Annotated[
        FormulaTree | None, Field(description="The local derivative as a tree over addresses.")
    ]


class GraphStep(Declared):
    """A step of the walkthrough: one rule, applied at one node."""

    phase: Annotated[
        Literal["forward", "tangent", "backward"], Field(description="Its part of the walkthrough.")
    ]
    rule: Annotated[str, Field(description="The name of the rule.")]
    layer: Annotated[int, Field(description="The node's depth.")]
    unit: Annotated[int | None, Field(description="The node's id; null: the whole graph.")]
    reads: Annotated[list[str], Field(description="Addresses: v.3, g.3, d.3.0, c.3.0, m.3.0.")]
    writes: Annotated[list[str], Field(description="Addresses, as in reads.")]
    formula: Annotated[FormulaTree, Field(description="A tree in the derivation's notation.")]
    figure: Annotated[FormulaTree, Field(description="A tree in the figures' notation.")]


class GraphProblem(Declared):
    """A number that does not exist."""

    node: Annotated[int, Field(description="The id of the node.")]
    operand: Annotated[
        int | None, Field(description="Of which operand the derivative fails; null for the value.")
    ]
    loc: Annotated[
        list[str | int],
        Field(description="The way to the place in the request: expression, and the character."),
    ]
    msg: Annotated[str, Field(description="A sentence that says why.")]
    code: Annotated[
        str, Field(description="What is wrong, for programs; /api explains each at #code.")
    ]


class GraphNotice(Declared):
    """A number that is no formula's result: an agreement, a limit or a rounding to 0."""

    node: Annotated[int, Field(description="The id of the node.")]
    msg: Annotated[str, Field(description="A sentence that says what was taken, and why.")]
    code: Annotated[str, Field(description="Which it is, for programs: the name of the sentence.")]


class GraphPath(Declared):
    """A path from a node to the result."""

    nodes: Annotated[list[int], Field(description="Their ids, from the node to the result.")]
    operands: Annotated[list[int], Field(description="Which operand each edge is, from 0.")]
    product: Annotated[
        MaybeNumber, Field(description="Of the local derivatives along it; null: one is missing.")
    ]


class GraphPaths(Declared):
    """The paths from a node to the result; their products make up the gradient."""

    node: Annotated[int, Field(description="The id of the node.")]
    count: Annotated[float, Field(description="How many paths there are.")]
    shown: Annotated[
        list[GraphPath],
        Field(
            max_length=LIMITS["shown_paths"],
            description="Those with the largest products, the largest first.",
        ),
    ]
    shown_sum: Annotated[MaybeNumber, Field(description="Of the products that are shown.")]
    sum: Annotated[MaybeNumber, Field(description="Over all paths: ∂result/∂node.")]


class Graph(Declared):
    """An expression as a graph of values, and the chain rule on it."""

    nodes: Annotated[list[GraphNode], Field(description="In the order of computation.")]
    edges: Annotated[
        list[GraphEdge], Field(description="As shown: a collapsed node has edges of its own.")
    ]
    result: Annotated[int, Field(description="The id of the node of the result.")]
    gradients: Annotated[dict[str, MaybeNumber], Field(description="∂result/∂input, by name.")]
    forward_operations: Annotated[
        int, Field(description="Products and sums of forward mode, one sweep for each input.")
    ]
    reverse_operations: Annotated[
        int, Field(description="Products and sums of the one sweep back.")
    ]
    steps: Annotated[list[GraphStep], Field(description="The walkthrough.")]
    problems: Annotated[
        list[GraphProblem],
        Field(description="The numbers that do not exist, with undefined: mark."),
    ]
    notices: Annotated[
        list[GraphNotice],
        Field(
            description="Where a derivative at a kink, a tie or a jump is an agreement, where one "
            "is a limit or not needed, and where a value is rounded to 0."
        ),
    ]
    tangents: Annotated[
        LeftOut[dict[str, list[MaybeNumber]]],
        Field(description="∂node/∂input for every node, by input. Given with include: tangents."),
    ] = None
    paths: Annotated[
        LeftOut[GraphPaths], Field(description="Given where the request names a node in paths.")
    ] = None
