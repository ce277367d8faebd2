"""``POST /api/v1/exercise``: a question of the lesson, and what is said to an answer."""

from ..endpoint import Door, Pace
from .response import answer
from .schema import KNOWN_FIELDS, Exercise, ExerciseRequest

MARKS = {b":": 100, b"{": 100, b"[": 100, b",": 100}
#: Compute a δ.
EXAMPLE = {"section": 5, "number": 2, "seed": 7, "answer": 0.25}


def pace_of(request: ExerciseRequest) -> Pace:
    return Pace.AT_ONCE


DOOR = Door(
    name="exercise",
    summary="A question of the lesson drawn from a seed, and what is said to an answer",
    request=ExerciseRequest,
    answered=Exercise,
    answered_with="The question, and the verdict on the answer",
    known_fields=KNOWN_FIELDS,
    marks=MARKS,
    pace=pace_of,
    answer=answer,
    example=EXAMPLE,
)
