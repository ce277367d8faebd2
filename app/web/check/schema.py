"""What ``POST /api/v1/check`` takes and answers."""

from typing import Annotated, Any, Literal

from pydantic import AfterValidator, Field, WithJsonSchema
from pydantic_core import PydanticCustomError

from ...checking.gradient_check import VERDICTS
from ...checking.gradient_mistakes import MISTAKES, NOT_A_NUMBER
from ..limits import LIMITS
from ..mark.schema import LONGEST_NAME
from ..schema import Declared
from ..trace.schema import UpdateRequest, known_fields

#: Of what is found in common among wrong gradients.
NAMES = (NOT_A_NUMBER, *(mistake.name for mistake in MISTAKES))


#: What a gradient may be: a number as it was printed, or an array of such. The shape of an array is
#: the network's to say (`app.checking.own_gradients`).
NUMBER: dict[str, Any] = {"anyOf": [{"type": "string"}, {"type": "number"}]}
ROW = {"type": "array", "items": NUMBER}
GIVEN = {
    "anyOf": [*NUMBER["anyOf"], {"type": "array", "items": {"anyOf": [*NUMBER["anyOf"], ROW]}}]
}
DEEPEST = 2


def numbers_only(value: object, depth: int = 0) -> Any:
    """A text, a number, or a list of such or of lists of such, in short texts."""
    if isinstance(value, list) and depth < DEEPEST:
        for each in value:
            numbers_only(each, depth + 1)
    elif isinstance(value, bool) or not isinstance(value, str | float | int):
        raise PydanticCustomError("gradient_type", "no gradient")
    return value


Gradient = Annotated[Any, AfterValidator(numbers_only), WithJsonSchema(GIVEN)]


class CheckRequest(UpdateRequest):
    """A pass, and gradients of one's own if there are some."""

    gradients: Annotated[
        dict[Annotated[str, Field(max_length=LONGEST_NAME)], Gradient] | None,
        Field(
            min_length=1,
            max_length=LIMITS["check_parameters"],
            description="One's own gradients, as they were printed: number by number by their "
            "addresses, such as dw1.0.2 and db1.0, or as arrays, dw1 units × fan-in and db1 units. "
            "A text may be nan or inf.",
        ),
    ] = None


KNOWN_FIELDS = known_fields(CheckRequest)


class CheckedParameter(Declared):
    """The gradient of one weight or bias."""

    address: Annotated[str, Field(description="The gradient, such as dw1.0.2 or db1.0.")]
    analytic: Annotated[float, Field(description="By the backward pass.")]
    central: Annotated[
        float | None,
        Field(
            description="By a central difference, at a kink by a one-sided one; null: the loss "
            "overflows."
        ),
    ]
    complex_step: Annotated[float, Field(description="By a step in the imaginary direction.")]
    yours: Annotated[
        float | None,
        Field(description="The one that was sent; null: none, or it is NaN or infinite."),
    ]
    relative_error: Annotated[
        float | None,
        Field(
            description="How far yours, or without one the analytic gradient, is from the complex "
            "step, as a part of the larger one; null: yours is NaN or infinite."
        ),
    ]
    verdict: Annotated[
        Literal[VERDICTS],  # type: ignore[valid-type]  # made from the tuple
        Field(
            description="fine; kink: one-sided; saturated, cancellation: float64 has no more "
            "digits; wrong."
        ),
    ]
    text: Annotated[str, Field(description="The verdict in a sentence.")]


class GradientMistake(Declared):
    """What some wrong gradients have in common."""

    name: Annotated[
        Literal[NAMES],  # type: ignore[valid-type]  # made from the table
        Field(
            description="sign, double, half; sum, mean: a factor of the number of samples; "
            "outputs: divided by their number; rate, step: times the learning rate, or minus it; "
            "transposed; zero; not_a_number: NaN or infinite."
        ),
    ]
    code: Annotated[
        str | None,
        Field(description="The code of the same mistake in the answers of mark; null: none."),
    ]
    text: Annotated[str, Field(description="The mistake in a sentence.")]
    addresses: Annotated[list[str], Field(description="The gradients that it explains.")]


class ErrorCurve(Declared):
    """How good central differences are for each step."""

    h: Annotated[list[float], Field(description="The steps.")]
    error64: Annotated[
        list[float | None],
        Field(
            description="The largest error in float64, as a part of the largest gradient; null: "
            "the loss overflows."
        ),
    ]
    error32: Annotated[list[float | None], Field(description="The same in float32.")]
    text: Annotated[str, Field(description="Why h is neither large nor tiny.")]


class Check(Declared):
    """Every gradient held against two ways of working it out from the loss."""

    parameters: Annotated[list[CheckedParameter], Field(description="The worst first.")]
    mistakes: Annotated[
        list[GradientMistake], Field(description="Why some of one's own gradients are wrong.")
    ]
    curve: Annotated[ErrorCurve, Field(description="The error of differences against h.")]
    verdict: Annotated[
        Literal[VERDICTS],  # type: ignore[valid-type]  # made from the tuple
        Field(description="The worst of all."),
    ]
    text: Annotated[str, Field(description="The verdict in a sentence.")]
