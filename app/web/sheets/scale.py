"""What sheets cost, estimated from the plan alone."""

from ..estimate import Estimate, Factor, Scale
from .response import count_parameters
from .schema import SheetsRequest

#: Seconds of a request, of a variant, and of each number of one.
SECONDS, SECONDS_A_VARIANT, SECONDS_A_NUMBER = 1.5e-2, 2e-3, 2.5e-4
#: Numbers of a sheet for each parameter and unit of the network; a number of it with all that is
#: said to it takes as much of an answer as so many numbers.
A_PARAMETER, A_UNIT, NUMBERS_A_NUMBER = 2, 5, 25


def estimate(asked: SheetsRequest) -> Estimate:
    sizes = asked.plan.sizes
    numbers = A_PARAMETER * count_parameters(sizes) + A_UNIT * sum(sizes[1:]) + 1
    seconds = SECONDS + asked.variants * (SECONDS_A_VARIANT + SECONDS_A_NUMBER * numbers)
    return Estimate(seconds, NUMBERS_A_NUMBER * numbers * asked.variants)


SCALE: Scale[SheetsRequest] = Scale(
    estimate,
    factors=(
        Factor(
            ("variants",),
            "error.lower.value",
            lambda asked: asked.variants,
            lambda asked, count: asked.model_copy(update={"variants": count}),
        ),
    ),
    parts=(),
    otherwise=("plan", "sizes"),
)
