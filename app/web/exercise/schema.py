"""What ``POST /api/v1/exercise`` takes and answers.

The sentences stand in ``static/i18n`` under ``exercise.<kind>.prompt``, ``.right``, ``.why`` and
``.<reason>``. A blank is filled by a number; by mathematics, ``{"latex": …}``; or by a quantity,
``{"address": …}``, whose symbol depends on the notation.
"""

from typing import Annotated, Any, Literal

from pydantic import Field, WithJsonSchema

from ...errors import Location
from ...labs.exercises.table import MAX_PER_SECTION, SECTIONS
from ..limits import LIMITS
from ..schema import Declared
from ..trace.schema import Strict

INPUTS = ("number", "sign", "choice", "pick")
MAX_ANSWER_LENGTH = 40

#: Which of these is allowed depends on the question; `app.web.exercise.response` checks it.
Answer = Annotated[
    Any,
    WithJsonSchema(
        {
            "anyOf": [
                {"type": "number"},
                {"type": "string", "maxLength": MAX_ANSWER_LENGTH},
                {
                    "type": "array",
                    "items": {"type": "string", "maxLength": MAX_ANSWER_LENGTH},
                    "minItems": 1,
                    "maxItems": 1,
                },
                {"type": "null"},
            ]
        }
    ),
]


class ExerciseRequest(Strict):
    section: Annotated[int, Field(ge=min(SECTIONS), le=max(SECTIONS), description="Of the lesson.")]
    number: Annotated[
        int, Field(ge=1, le=MAX_PER_SECTION, description="Which of the section's exercises.")
    ]
    seed: Annotated[
        int,
        Field(
            ge=0, le=LIMITS["exercise_seed"], description="The same seed draws the same question."
        ),
    ]
    answer: Annotated[
        Answer,
        Field(
            description="As input asks: a number; the name of an option; the address of what is "
            "picked, such as w1.0.2, alone or as the only one of a list. Left out: the question."
        ),
    ] = None
    reveal: Annotated[bool, Field(description="Tell what is expected, right or wrong.")] = False


KNOWN_FIELDS: dict[Location, str] = {(): ", ".join(ExerciseRequest.model_fields)}


class OfMathematics(Declared):
    latex: str


class OfAddress(Declared):
    address: Annotated[str, Field(description="Such as error2.0: show its symbol")]


Blanks = dict[str, float | OfMathematics | OfAddress]


class WrittenOption(Declared):
    name: str
    latex: str


class Verdict(Declared):
    right: bool
    reason: Annotated[
        str | None,
        Field(description="right, or the mistake; null where the answer was only revealed"),
    ]
    expected: Annotated[
        float | str, Field(description="Given once it is answered rightly, or revealed")
    ] = Field(default=None)  # type: ignore[assignment]  # left out until then
    blanks: Annotated[Blanks, Field(description="Of the sentences of the reason and of why")]


class Exercise(Declared):
    section: int
    number: int
    seed: int
    kind: Annotated[str, Field(description="Its sentences are exercise.<kind>.prompt, …")]
    tool: Literal["network", "graph", "descent"]
    request: Annotated[
        dict[str, Any], Field(description="For /api/v1/trace, /api/v1/graph or /api/v1/descent")
    ]
    state: Annotated[dict[str, Any], Field(description="The tool's fields around the request")]
    at: Annotated[
        str,
        Field(
            description="Where the picture stands while the question is open: at the step that "
            "writes this address, or at start or end"
        ),
    ]
    after: Annotated[str, Field(description="Where it goes when it is answered")]
    input: Literal[INPUTS]  # type: ignore[valid-type]  # made from the tuple
    options: Annotated[
        list[str | WrittenOption],
        Field(description="A bare name has the sentence exercise.option.<name>"),
    ]
    families: Annotated[list[str], Field(description="Which kinds of quantity can be picked")]
    asked: Annotated[str, Field(description="An address, or LaTeX")]
    blanks: Annotated[Blanks, Field(description="Of the prompt")]
    tolerance: Annotated[float, Field(description="Relative: so far off a number is right")]
    verdict: Verdict | None
