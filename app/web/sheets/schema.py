"""What ``POST /api/v1/sheets`` takes and answers."""

from typing import Annotated, Any, Literal

from pydantic import Field

from ...checking.marking.mistakes import MISTAKES
from ...checking.sheets.lines import PRINCIPLES
from ...checking.sheets.plan import BY_HAND, KINDS, READY
from ...engine.network.losses import LOSSES
from ...errors import Location
from ...localization import LANGUAGES
from ..limits import LIMITS
from ..schema import Declared
from ..trace.schema import WHOLE, Strict, TraceRequest, fields_of, name_in

FORMATS = ("json", "markdown", "latex", "moodle", "scorm")
FEWEST_DIGITS, MOST_DIGITS = 2, 6
FEWEST_SIZES, MOST_SIZES = 2, 4

SizeOfLayer = Annotated[int, Field(ge=1, le=LIMITS["sheet_units"]), WHOLE]


class PlanRequest(Strict):
    """What kind of sheet, over which network."""

    kind: Annotated[
        name_in(KINDS),  # type: ignore[valid-type]  # made from the tuple
        Field(
            description="compute: every number is asked for; faded: the last lines are, with the "
            "rule of each; find_the_slip: a mistake was made, and what comes after was worked out "
            "from it; signs: +, − or 0 of the backward pass."
        ),
    ] = "compute"
    sizes: Annotated[
        list[SizeOfLayer],
        Field(
            min_length=FEWEST_SIZES,
            max_length=MOST_SIZES,
            description="The inputs, then the units of each layer.",
        ),
    ] = [2, 2, 2]
    activation: Annotated[
        name_in(BY_HAND),  # type: ignore[valid-type]  # made from the tuple
        Field(description="Of the hidden layers, and of the output unless the loss has its own."),
    ] = "sigmoid"
    loss: Annotated[
        name_in(LOSSES),  # type: ignore[valid-type]  # made from the table
        Field(description="The loss; one of the cross-entropies brings the output activation."),
    ] = "half_squared_error"
    digits: Annotated[
        int,
        Field(
            ge=FEWEST_DIGITS,
            le=MOST_DIGITS,
            description="Significant digits; each line is worked out from the rounded ones.",
        ),
        WHOLE,
    ] = 3
    blanks: Annotated[
        int | None,
        Field(
            ge=1,
            le=LIMITS["sheet_blanks"],
            description="Of a faded sheet: how many lines are left out, from the last backwards; "
            "a line is a quantity of a layer, such as δ of layer 1. Left out: half of them.",
        ),
        WHOLE,
    ] = None
    ready: Annotated[
        name_in(READY) | None,  # type: ignore[valid-type]  # made from the tuple
        Field(
            description="A sheet whose numbers are not drawn, for which the rest of the plan does "
            "not count. published_key: a key in circulation with two wrong signs, to find the slip."
        ),
    ] = None


class SheetsRequest(Strict):
    """Which sheets, and in which format."""

    plan: Annotated[PlanRequest, Field(description="What kind of sheet.")] = PlanRequest()
    seed: Annotated[
        int,
        Field(ge=0, le=LIMITS["exercise_seed"], description="The same seed, the same sheets."),
        WHOLE,
    ] = 1
    variants: Annotated[
        int,
        Field(ge=1, le=LIMITS["sheet_variants"], description="How many, numbered from 1."),
        WHOLE,
    ] = 1
    format: Annotated[
        name_in(FORMATS),  # type: ignore[valid-type]  # made from the tuple
        Field(description="json: the variants; the others: a file, whose text is in file.text."),
    ] = "json"
    language: Annotated[
        name_in(LANGUAGES) | None,  # type: ignore[valid-type]  # made from the table
        Field(description="Of the words. Left out: what Accept-Language prefers."),
    ] = None


KNOWN_FIELDS: dict[Location, str] = {
    (): fields_of(SheetsRequest),
    ("plan",): fields_of(PlanRequest),
}


class CompletePlan(Declared):
    """The plan with all that was left out."""

    kind: Annotated[str, Field(description="Which kind of sheet.")]
    sizes: Annotated[list[int], Field(description="The inputs, then the units of each layer.")]
    activation: Annotated[str, Field(description="Of the hidden layers.")]
    loss: Annotated[str, Field(description="The loss.")]
    digits: Annotated[int, Field(description="Significant digits.")]
    blanks: Annotated[int | None, Field(description="Lines left out; null: half of them.")]
    ready: Annotated[str | None, Field(description="A sheet whose numbers are not drawn.")]


class GivenNumber(Declared):
    """A number that is given."""

    address: Annotated[str, Field(description="Which one, such as w1.0.1; eta is the rate.")]
    symbol: Annotated[str, Field(description="How it is written, as LaTeX.")]
    text: Annotated[str, Field(description="The number.")]


class SheetNumber(Declared):
    """A number of a line, with its key."""

    number: Annotated[int, Field(description="Its place on the sheet, from 1.")]
    address: Annotated[str, Field(description="Which one, such as delta1.0.")]
    symbol: Annotated[str, Field(description="How it is written, as LaTeX.")]
    shown: Annotated[
        str | None, Field(description="What stands on the sheet; null: it is left blank.")
    ]
    asked: Annotated[bool, Field(description="Whether it is to be found, or its sign.")]
    text: Annotated[str, Field(description="Key: the number, to the digits asked for.")]
    sign: Annotated[Literal["+", "-", "0"], Field(description="Key: its sign.")]
    exact: Annotated[float, Field(description="Key: the number with nothing rounded on the way.")]
    rule: Annotated[str, Field(description="Key: the rule in symbols, as LaTeX.")]
    way: Annotated[str, Field(description="Key: the rule with the numbers in, as LaTeX.")]
    points: Annotated[int, Field(description="For the number or its sign.")]


class SheetLine(Declared):
    """A quantity of one layer."""

    name: Annotated[str, Field(description="Such as delta1.")]
    principle: Annotated[
        Literal[PRINCIPLES],  # type: ignore[valid-type]  # made from the tuple
        Field(description="By which rule its numbers are made."),
    ]
    asks_principle: Annotated[bool, Field(description="Whether this rule is asked for.")]
    points: Annotated[int, Field(description="For naming the rule.")]
    numbers: Annotated[list[SheetNumber], Field(description="One for each unit or weight.")]


class Slip(Declared):
    """The mistake on a sheet to find the slip."""

    code: Annotated[
        Literal[tuple(MISTAKES)],  # type: ignore[valid-type]  # made from the table
        Field(description="Which mistake, as the marking names it."),
    ]
    text: Annotated[str, Field(description="What was done, in a sentence.")]
    at: Annotated[
        list[str],
        Field(description="The wrong numbers of the first line that has some; each is right."),
    ]


class SheetVariant(Declared):
    """A variant with its key."""

    variant: Annotated[int, Field(description="Its number, from 1.")]
    request: Annotated[
        TraceRequest, Field(description="The body of a trace; with answers, that of a mark.")
    ]
    given: Annotated[
        list[list[GivenNumber]], Field(description="What is given, in rows that belong together.")
    ]
    formulas: Annotated[list[str], Field(description="The activations and the loss, as LaTeX.")]
    lines: Annotated[list[SheetLine], Field(description="In the order of working.")]
    slip: Annotated[Slip | None, Field(description="Key: the mistake; null: none was made.")]
    points: Annotated[int, Field(description="All points of the sheet.")]


class NamedMistake(Declared):
    """A mistake of the marking."""

    code: Annotated[str, Field(description="Its name.")]
    text: Annotated[str, Field(description="What was done, in a sentence.")]


class Untold(Declared):
    """The mistakes that nobody can tell from a hand-in of such a sheet."""

    unseen: Annotated[list[NamedMistake], Field(description="They change no number of it.")]
    alike: Annotated[
        list[list[NamedMistake]], Field(description="Those of a group give the same numbers.")
    ]


class SheetFile(Declared):
    """The sheets as a file."""

    name: Annotated[str, Field(description="A name for it.")]
    media_type: Annotated[str, Field(description="What it is.")]
    encoding: Annotated[
        Literal["utf-8", "base64"],
        Field(description="How the text becomes the file: as UTF-8, or by undoing Base64."),
    ]
    text: Annotated[str, Field(description="What is in it, a zip in Base64.")]


class Sheets(Declared):
    """Sheets with their keys."""

    plan: Annotated[CompletePlan, Field(description="What was asked for, in full.")]
    seed: Annotated[int, Field(description="What the numbers are drawn from.")]
    language: Annotated[str, Field(description="Of the words.")]
    task: Annotated[str, Field(description="What is to be done, in a sentence.")]
    points_unit: Annotated[str, Field(description="What a point is given for, in a sentence.")]
    principles: Annotated[
        dict[str, str], Field(description="The rules that a line may follow, in words.")
    ]
    variants: Annotated[
        list[SheetVariant], Field(description="In the format json; otherwise empty.")
    ]
    untold: Annotated[Untold, Field(description="Mistakes that cannot be told on such a sheet.")]
    file: Annotated[SheetFile | None, Field(description="In another format than json.")]


def plan_fields(request: PlanRequest) -> dict[str, Any]:
    return request.model_dump() | {"sizes": list(request.sizes)}
