"""What a graph costs, estimated from its text."""

from collections.abc import Sequence
from itertools import pairwise

from ...labs.expression.parse import words
from ..estimate import SECONDS_PER_NUMBER, Estimate, Scale, included
from .schema import GraphRequest

#: What becomes a node besides numbers and calls: a sign between operands, a further operand of a
#: call, a line that names a value.
SIGNS = ("**", "-", "+", "*", "/", ",", "=")

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
    found = words(expression)
    return 1 + len(calls(found)) + sum(each in SIGNS or is_number(each) for each in found)


def calls(found: Sequence[str]) -> list[str]:
    """The names of the functions that these tokens call."""
    return [name for name, after in pairwise(found) if after == "(" and name.isidentifier()]


def is_number(token: str) -> bool:
    return token[0] in "0123456789."


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
