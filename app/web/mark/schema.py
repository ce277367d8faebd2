"""What ``POST /api/v1/mark`` takes and answers."""

from typing import Annotated, Literal

from pydantic import Field

from ...checking.marking.conventions import DELTAS, LAYOUTS, SHARES
from ...checking.marking.judge import VERDICTS
from ...checking.marking.mistakes import CODES
from ...checking.marking.trials import TRUTH, YOURS
from ..limits import LIMITS
from ..schema import Declared
from ..trace.schema import REDUCTIONS, Strict, UpdateRequest, fields_of, known_fields, name_in

#: A text that is longer is refused; what `app.checking.written_number` can read is shorter.
LONGEST_TEXT = 1_000
LONGEST_NAME = 100

#: Numbers as somebody wrote them, by their addresses.
WrittenNumbers = dict[
    Annotated[str, Field(max_length=LONGEST_NAME)],
    Annotated[str, Field(max_length=LONGEST_TEXT)],
]
Answers = Annotated[
    WrittenNumbers,
    Field(
        min_length=1,
        max_length=LIMITS["mark_answers"],
        description="The numbers as they were written (0.53, -0,02, 1/3, 5e-3), by their "
        "addresses: z1.0 and a1.0 (layer 1, first neuron), loss, slope2.0 (f'(z)), error2.0 "
        "(∂C/∂a), delta2.0 (∂C/∂z), dw1.0.2 and db1.0 (∂C/∂w to the first neuron from the third, "
        "∂C/∂b), step_w1.0.2 and step_b1.0 (what is added), new_w1.0.2 and new_b1.0; those of a "
        "second sample end in @1.",
    ),
]


class HandInRequest(Strict):
    """The numbers of one person."""

    id: Annotated[
        str, Field(min_length=1, max_length=LONGEST_NAME, description="What it is called.")
    ]
    answers: Answers


class ConventionsRequest(Strict):
    """What is known of the way in which the numbers are written."""

    delta: Annotated[
        name_in(DELTAS) | None,  # type: ignore[valid-type]  # made from the tuple
        Field(
            description="What δ is: ∂C/∂z; −∂C/∂z, as in (t − o) σ′(z); or −∂C/∂y, as in the "
            "figures. Left out: found out from the numbers."
        ),
    ] = None
    half: Annotated[
        bool | None,
        Field(description="Whether the squared error has a ½. Left out: as the loss has it."),
    ] = None
    reduction: Annotated[
        name_in(REDUCTIONS) | None,  # type: ignore[valid-type]  # made from the tuple
        Field(description="Mean or sum over the samples. Left out: as the request has it."),
    ] = None
    share: Annotated[
        name_in(SHARES) | None,  # type: ignore[valid-type]  # made from the tuple
        Field(
            description="Where the 1/N of a mean over samples stands: in each δ, or in the "
            "gradient alone. Left out: found out from the numbers."
        ),
    ] = None
    layout: Annotated[
        name_in(LAYOUTS) | None,  # type: ignore[valid-type]  # made from the tuple
        Field(
            description="Whether a square matrix of gradients has a row or a column for each "
            "unit. Left out: found out from the numbers."
        ),
    ] = None


class MarkRequest(UpdateRequest):
    """A pass, and the numbers that somebody worked out by hand."""

    answers: Annotated[
        Answers | None,
        Field(
            description="The numbers of one hand-in, by their addresses as in hand_ins. Left out: "
            "hand_ins."
        ),
    ] = None
    hand_ins: Annotated[
        list[HandInRequest] | None,
        Field(
            min_length=1,
            max_length=LIMITS["hand_ins"],
            description="Many hand-ins of the same sheet, in the place of answers.",
        ),
    ] = None
    conventions: Annotated[
        ConventionsRequest | None,
        Field(description="What is known of the way in which the numbers are written."),
    ] = None


KNOWN_FIELDS = known_fields(MarkRequest) | {
    ("hand_ins",): fields_of(HandInRequest),
    ("conventions",): fields_of(ConventionsRequest),
}


class FoundMistake(Declared):
    """A mistake that gives the number that was written."""

    code: Annotated[
        Literal[CODES],  # type: ignore[valid-type]  # made from the table
        Field(description="Which mistake, the same in every language and version."),
    ]
    text: Annotated[str, Field(description="What was done, in a sentence.")]
    address: Annotated[str, Field(description="Where it was done: this number, or one before it.")]
    formula: Annotated[
        str | None,
        Field(description="The right line of formula there, as LaTeX; null: it has none."),
    ]
    value: Annotated[float | None, Field(description="What the mistake gives.")]
    source: Annotated[
        Literal[YOURS, TRUTH],  # type: ignore[valid-type]  # made from the constants
        Field(
            alias="from",
            description="yours: worked out from the numbers that were handed in; truth: from the "
            "right ones.",
        ),
    ]


class MarkedAnswer(Declared):
    """What is said to one number."""

    address: Annotated[str, Field(description="Which number.")]
    verdict: Annotated[
        Literal[VERDICTS],  # type: ignore[valid-type]  # made from the tuple
        Field(
            description="right: in full; right_to_digits: as far as the digits written go, or as "
            "far as the rounding of the numbers before it allows; follows: from a slip before it, "
            "and right but for that; wrong; unreadable: the text says no number; unjudged: it fits "
            "a wrong 0, or wrong numbers that are all equal, from which nothing can be told."
        ),
    ]
    point: Annotated[
        int | None,
        Field(
            description="1: it is right, follows, or is wrong by a mistake that has cost its point "
            "before; 0: it is wrong; null: it cannot be read or judged, and does not count."
        ),
    ]
    repeats: Annotated[
        str | None,
        Field(description="The first number with the same mistake; null: it repeats none."),
    ]
    text: Annotated[str, Field(description="The verdict in a sentence.")]
    expected: Annotated[float, Field(description="The right number.")]
    from_yours: Annotated[
        float | None,
        Field(
            description="What is right from the numbers handed in before it; null: it cannot be "
            "read, or they give none."
        ),
    ]
    mistakes: Annotated[
        list[FoundMistake],
        Field(description="Mistakes that give this number, the likeliest first."),
    ]


class FoundConventions(Declared):
    """The way in which the numbers are read."""

    delta: Annotated[Literal[DELTAS], Field(description="What δ is.")]  # type: ignore[valid-type]
    half: Annotated[
        bool | None,
        Field(description="Whether the squared error has a ½; null: the loss is another."),
    ]
    reduction: Annotated[Literal[REDUCTIONS], Field(description="Over the samples.")]  # type: ignore[valid-type]
    share: Annotated[
        Literal[SHARES],  # type: ignore[valid-type]  # made from the tuple
        Field(description="Where the 1/N of a mean over samples stands."),
    ]
    layout: Annotated[
        Literal[LAYOUTS],  # type: ignore[valid-type]  # made from the tuple
        Field(description="Which way round a square matrix of gradients is."),
    ]
    found: Annotated[
        list[str], Field(description="Which of these were found out from the numbers.")
    ]


Points = Annotated[
    list[int],
    Field(
        min_length=2,
        max_length=2,
        description="Those of the numbers together, and how many numbers count.",
    ),
]


class MarkedHandIn(Declared):
    """One hand-in of many."""

    id: Annotated[str, Field(description="What it is called.")]
    answers: Annotated[list[MarkedAnswer], Field(description="In the order of computing.")]
    first_wrong: Annotated[
        str | None, Field(description="The first number that is wrong; null: none is.")
    ]
    conventions: Annotated[FoundConventions, Field(description="How its numbers are read.")]
    points: Points


class MistakeCount(Declared):
    """How many made a mistake."""

    code: Annotated[str, Field(description="Which mistake.")]
    text: Annotated[str, Field(description="What was done, in a sentence.")]
    count: Annotated[int, Field(description="How many hand-ins have it.")]
    of: Annotated[int, Field(description="How many hand-ins there are.")]


class Mark(Declared):
    """The marking of one hand-in, or of many."""

    answers: Annotated[
        list[MarkedAnswer],
        Field(description="In the order of computing; empty: there are hand_ins."),
    ]
    first_wrong: Annotated[
        str | None,
        Field(description="The first number that is wrong; null: none is, or there are hand_ins."),
    ]
    conventions: Annotated[
        FoundConventions | None,
        Field(description="How the numbers are read; null: each of the hand_ins has its own."),
    ]
    points: Points
    hand_ins: Annotated[
        list[MarkedHandIn],
        Field(description="One for each, as they came; empty: there are answers."),
    ]
    mistakes: Annotated[
        dict[str, int],
        Field(
            description="How many hand-ins have each mistake as the likeliest of a wrong number."
        ),
    ]
    table: Annotated[
        list[MistakeCount],
        Field(description="The same in sentences, the most frequent first."),
    ]
    csv: Annotated[
        str,
        Field(
            description="A line for each hand-in: id, points, of, first_wrong, its mistakes, and "
            "how many of its numbers do not count."
        ),
    ]
