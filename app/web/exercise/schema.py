"""What ``POST /api/v1/exercise`` takes and answers.

The sentences stand in ``static/i18n`` under ``exercise.<kind>.prompt``, ``.right``, ``.why`` and
``.<reason>``; ``.rule`` states the rule. A blank is filled by a number; by mathematics,
``{"latex": …}``; or by a quantity, ``{"address": …}``, whose symbol depends on the notation.
"""

from typing import Annotated, Any, Literal

from pydantic import Field, WithJsonSchema

from ...errors import Location
from ...labs.exercises.table import MAX_PER_SECTION, SECTIONS
from ..descent.schema import DescentRequest
from ..graph.schema import GraphRequest
from ..limits import LIMITS
from ..schema import Declared, LeftOut
from ..trace.schema import WHOLE, Strict, TraceRequest, fields_of

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
    """A question of the lesson, with an answer to it or without."""

    section: Annotated[
        int,
        Field(ge=min(SECTIONS), le=max(SECTIONS), description="The section of the lesson."),
        WHOLE,
    ]
    number: Annotated[
        int,
        Field(ge=1, le=MAX_PER_SECTION, description="Which of the section's exercises, from 1."),
        WHOLE,
    ]
    seed: Annotated[
        int,
        Field(
            ge=0, le=LIMITS["exercise_seed"], description="The same seed draws the same question."
        ),
        WHOLE,
    ]
    answer: Annotated[
        Answer,
        Field(
            description="As input asks: a number, or a text that says one, such as 1/3 or 0,5; the "
            "name of an option; the address of what is picked, such as w1.0.2, alone or as the "
            "only one of a list. Left out: the question."
        ),
    ] = None
    reveal: Annotated[
        bool, Field(description="Whether to tell what is expected, even if the answer is wrong.")
    ] = False
    attempt: Annotated[
        int,
        Field(
            ge=1,
            le=1000,
            description="Which try at the question this is. To a wrong answer, the first gets a "
            "hint, the second the rule as well, the third the solution.",
        ),
        WHOLE,
    ] = 1


KNOWN_FIELDS: dict[Location, str] = {(): fields_of(ExerciseRequest)}


class OfMathematics(Declared):
    """A blank that mathematics fills."""

    latex: Annotated[str, Field(description="The mathematics.")]


class OfAddress(Declared):
    """A blank that the symbol of a quantity fills."""

    address: Annotated[str, Field(description="The quantity, such as error2.0.")]


Blanks = dict[str, float | OfMathematics | OfAddress]


class WrittenOption(Declared):
    """An option that is mathematics."""

    name: Annotated[str, Field(description="What an answer calls it.")]
    latex: Annotated[str, Field(description="What is shown.")]


class Verdict(Declared):
    """What is said to an answer."""

    right: Annotated[bool, Field(description="Whether the answer is right.")]
    reason: Annotated[
        str | None,
        Field(
            description="right, or the mistake behind the answer; null: no answer, only revealed."
        ),
    ]
    tells: Annotated[
        Literal["hint", "rule", "solution"],
        Field(
            description="hint: the sentence of the reason alone; rule: that of the rule, too; "
            "solution: the right answer and why."
        ),
    ]
    expected: Annotated[
        LeftOut[float | str],
        Field(
            description="The right answer. Given once it is answered rightly, revealed, or tried "
            "three times."
        ),
    ] = None
    blanks: Annotated[
        Blanks, Field(description="What fills the sentences of the reason and of why, by name.")
    ]


class Exercise(Declared):
    """A question of the lesson, and the verdict on an answer."""

    section: Annotated[int, Field(description="The section of the lesson.")]
    number: Annotated[int, Field(description="Which of the section's exercises, from 1.")]
    seed: Annotated[int, Field(description="What the question is drawn from.")]
    kind: Annotated[str, Field(description="Its sentences are exercise.<kind>.prompt, ….")]
    tool: Annotated[
        Literal["network", "graph", "descent"], Field(description="What shows the request.")
    ]
    request: Annotated[
        TraceRequest | GraphRequest | DescentRequest,
        Field(description="A body for POST /api/v1/trace, /api/v1/graph or /api/v1/descent."),
    ]
    state: Annotated[dict[str, Any], Field(description="The tool's fields around the request.")]
    at: Annotated[
        str,
        Field(
            description="Where the picture stands while the question is open: at the step that "
            "writes this address, or at start or end."
        ),
    ]
    after: Annotated[
        str, Field(description="Where the picture goes when the question is answered.")
    ]
    later_request: Annotated[
        TraceRequest | None,
        Field(description="What the picture then shows instead of request; null: the same."),
    ]
    input: Annotated[
        Literal[INPUTS],  # type: ignore[valid-type]  # made from the tuple
        Field(description="What an answer is: see answer of the request."),
    ]
    options: Annotated[
        list[str | WrittenOption],
        Field(description="A bare name has the sentence exercise.option.<name>."),
    ]
    families: Annotated[
        list[str], Field(description="Which kinds of quantity can be picked, such as delta.")
    ]
    asked: Annotated[str, Field(description="What is asked for: an address, or LaTeX.")]
    blanks: Annotated[Blanks, Field(description="What fills the sentence of the prompt, by name.")]
    tolerance: Annotated[
        float, Field(description="So far off a number is right, as a part of the value.")
    ]
    verdict: Annotated[Verdict | None, Field(description="null: there is no answer yet.")]
