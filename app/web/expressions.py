"""Typed expressions at the endpoint: their faults become problems with a place in the text."""

from collections.abc import Collection
from dataclasses import asdict

from ..errors import Problem, unprocessable
from ..labs.expression.parse import ExpressionError, Program, parse

#: Of a longer part of a text only the beginning is shown.
LONGEST_PART = 40


def program_of(text: str, field: str, known: Collection[str]) -> Program:
    """Raises a `Refusal` that points at the character of ``field`` at fault."""
    try:
        return parse(text, known)
    except ExpressionError as error:
        fix = None if error.fix is None else asdict(error.fix)
        problem = Problem((field, error.position), error.key, error.params, fix)
        raise unprocessable([problem]) from None


def part_of(program: Program, node: int) -> str:
    """The text that a node was parsed from."""
    start, end = program.places[node]
    part = " ".join(program.text[start:end].split())
    return part if len(part) <= LONGEST_PART else part[:LONGEST_PART] + "…"
