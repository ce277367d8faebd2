"""``POST /api/v1/exercise``: a question of the lesson, and the verdict on an answer."""

from ..endpoint import Cost, Endpoint
from .response import answer
from .schema import KNOWN_FIELDS, Exercise, ExerciseRequest

MAX_TOKENS = {b"\\": 100, b":": 100, b"{": 100, b"[": 100, b",": 100}
#: The question "compute a δ".
EXAMPLE = {"section": 5, "number": 2, "seed": 7, "answer": 0.25}


def cost_of(request: ExerciseRequest) -> Cost:
    return Cost.AT_ONCE


ENDPOINT = Endpoint(
    name="exercise",
    summary="A question of the lesson drawn from a seed, and what is said to an answer",
    request=ExerciseRequest,
    answered=Exercise,
    answered_with="The question, and the verdict on the answer",
    known_fields=KNOWN_FIELDS,
    max_tokens=MAX_TOKENS,
    cost=cost_of,
    answer=answer,
    example=EXAMPLE,
)
