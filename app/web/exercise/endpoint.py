"""``POST /api/v1/exercise``: a question of the lesson, and the verdict on an answer."""

from typing import Any

from ..endpoint import Endpoint
from ..estimate import Estimate, Scale
from .response import content
from .schema import KNOWN_FIELDS, Exercise, ExerciseRequest

MAX_TOKENS = {b"\\": 100, b":": 100, b"{": 100, b"[": 100, b",": 100}
#: A question takes 1 to 20 ms; its answer is a few hundred numbers.
SECONDS, NUMBERS = 8e-3, 500
#: The question "compute a δ".
EXAMPLE = {"section": 5, "number": 2, "seed": 7, "answer": 0.25}
MORE_EXAMPLES: dict[str, dict[str, Any]] = {
    "second_try": EXAMPLE | {"attempt": 2},
    "revealed": {"section": 5, "number": 3, "seed": 7, "reveal": True},
    "picked": {"section": 7, "number": 3, "seed": 7, "answer": ["w2.0.0"]},
}


def estimate(request: ExerciseRequest) -> Estimate:
    return Estimate(SECONDS, NUMBERS)


ENDPOINT = Endpoint(
    name="exercise",
    summary="A question of the lesson drawn from a seed, and what is said to an answer",
    description="The same section, number and seed make the same question. With an answer, the "
    "verdict names the mistake behind it, with a hint at the first try, the rule at the second "
    "and the solution at the third, or where the answer is right or revealed.",
    request=ExerciseRequest,
    answered=Exercise,
    answered_with="The question, and the verdict on the answer",
    known_fields=KNOWN_FIELDS,
    max_tokens=MAX_TOKENS,
    scale=Scale(estimate, factors=(), parts=(), otherwise=("section",)),
    answer=content,
    example=EXAMPLE,
    more_examples=MORE_EXAMPLES,
)
