"""What a graph costs, estimated from its text."""

import re

from ..estimate import SECONDS_PER_NUMBER, Estimate, Scale, included
from .schema import GraphRequest

#: What becomes a node: a number, a call, a sign between operands, a
#: further operand of a call, a line that names a value.
NODE = re.compile(
    r"[^\W\d]\w*\s*(?P<call>\()?|(?P<number>\d+\.?\d*(?:[eE][+-]?\d+)?)|(?P<sign>\*\*|[-+*/,=])"
)

# Seconds: for the request, a node, its tangent by one input, and a node again where paths are
# looked for.
REQUEST = 300e-6
NODE_SECONDS = 230e-6
TANGENT = 6e-6
PATHS = 60e-6
#: What a node takes in an answer, in numbers: its edges and steps are in it.
NODE_NUMBERS = 120


def count_nodes(expression: str) -> int:
    """About how many nodes its graph has, the inputs not counted."""
    return 1 + sum(1 for found in NODE.finditer(expression) if found.lastgroup)


def estimate(asked: GraphRequest) -> Estimate:
    nodes = count_nodes(asked.expression) + len(asked.values)
    seconds, numbers = REQUEST + NODE_SECONDS * nodes, NODE_NUMBERS * nodes
    if "tangents" in asked.include:
        seconds += TANGENT * nodes * len(asked.values)
        numbers += nodes * len(asked.values)
    if asked.paths is not None:
        seconds += PATHS * nodes
    return Estimate(seconds + SECONDS_PER_NUMBER * numbers, numbers)


SCALE: Scale[GraphRequest] = Scale(
    estimate,
    factors=(),
    parts=(included("tangents"),),
    otherwise=("expression",),
)
