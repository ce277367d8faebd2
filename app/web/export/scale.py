"""What a file costs: its walkthrough, and the writing of it."""

from ..estimate import SECONDS_PER_NUMBER, Estimate, Scale
from ..trace.build import count_steps
from .build import TOOLS, with_steps
from .formats import FORMATS
from .schema import ExportRequest

#: Of a picture, whatever its scale: the part of the time that is not that of its pixels.
SMALLEST = 0.45
#: The answer is written and read once more, which takes so many times as long as writing it.
REREADING = 3


def count_of(asked: ExportRequest) -> int:
    """About how many steps the walkthrough has."""
    if asked.tool == "trace":
        return count_steps(asked.asked.network)
    return max(1, TOOLS[asked.tool].scale.estimate(asked.asked).numbers // 100)


def estimate(asked: ExportRequest) -> Estimate:
    own = TOOLS[asked.tool].scale.estimate(with_steps(asked))
    chosen = FORMATS[asked.chosen]
    steps = min(count_of(asked), chosen.most_steps) if asked.step is None else 1
    writing = chosen.seconds + chosen.step_seconds * steps + chosen.number_seconds * own.numbers
    if chosen.scaled:
        writing *= max(SMALLEST, asked.scale**2)
    seconds = own.seconds + REREADING * SECONDS_PER_NUMBER * own.numbers + writing
    return Estimate(seconds, own.numbers)


SCALE = Scale(estimate, factors=(), parts=(), otherwise=("request",))
