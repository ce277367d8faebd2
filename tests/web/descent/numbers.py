"""Where an answer of ``POST /api/v1/descent`` holds the number of an address.

Written from the contract of the API, so that the browser code is never held against itself.
"""

from typing import Any


def split(address: str) -> tuple[str, str, str, int]:
    """``s.m.x@12`` is plain ``s.m.x``, of the family ``s``, named ``m.x``, in iteration 12."""
    plain, _, mark = address.partition("@")
    family, _, name = plain.partition(".")
    return plain, family, name, int(mark or 1)


def in_run(run: dict[str, Any], family: str, name: str, iteration: int) -> float | None:
    """A number of the run's own arrays; None if it is none of them or is beyond their end.

    p and n are a variable before and after the step, g the gradient before it.
    """
    places = {
        "p": (run.get(name), iteration - 1),
        "n": (run.get(name), iteration),
        "g": (run["gradient"].get(name), iteration - 1),
        "gradient_norm": (run["gradient_norm"], iteration - 1),
        "value": (run["value"], iteration),
        "count": (range(iteration + 1), iteration),
    }
    column, place = places.get(family, (None, 0))
    return float(column[place]) if column and place < len(column) else None
