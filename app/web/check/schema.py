"""What ``POST /api/v1/check`` takes and answers."""

from typing import Annotated, Literal

from pydantic import Field

from ...checking.gradient_check import VERDICTS
from ..limits import LIMITS
from ..mark.schema import WrittenNumbers
from ..schema import Declared
from ..trace.schema import UpdateRequest, known_fields


class CheckRequest(UpdateRequest):
    """A pass, and gradients of one's own if there are some."""

    gradients: Annotated[
        WrittenNumbers | None,
        Field(
            min_length=1,
            max_length=LIMITS["check_parameters"],
            description="One's own gradients by their addresses, such as dw1.0.2 and db1.0, as "
            "they were printed.",
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
        float | None, Field(description="The one that was sent; null: none, or it cannot be read.")
    ]
    relative_error: Annotated[
        float,
        Field(
            description="How far yours, or without one the analytic gradient, is from the complex "
            "step, as a part of the larger one."
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
    curve: Annotated[ErrorCurve, Field(description="The error of differences against h.")]
    verdict: Annotated[
        Literal[VERDICTS],  # type: ignore[valid-type]  # made from the tuple
        Field(description="The worst of all."),
    ]
    text: Annotated[str, Field(description="The verdict in a sentence.")]
