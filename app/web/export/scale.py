"""What a file costs: its walkthrough, and the writing of it."""

from itertools import pairwise

from ..estimate import SECONDS_PER_NUMBER, Estimate, Scale
from ..trace.build import count_steps
from .build import TOOLS, with_steps
from .formats import FORMATS
from .schema import ExportRequest

#: What a picture has at scale 1, about 950 × 730, and of how many connections; with more of them it
#: is larger or fuller.
PIXELS, CONNECTIONS = 700_000, 100
#: The answer is written and read once more, which takes so many times as long as writing it.
REREADING = 3


def count_of(asked: ExportRequest) -> int:
    """About how many steps the walkthrough has."""
    if asked.tool == "trace":
        return count_steps(asked.asked.network)
    return max(1, TOOLS[asked.tool].scale.estimate(asked.asked).numbers // 100)


def pixels_of(asked: ExportRequest) -> float:
    """About how many pixels a picture has, as many as take as long to paint."""
    fuller = 1.0
    if asked.tool == "trace":
        network = asked.asked.network
        sizes = [network.inputs, *(layer.units for layer in network.layers)]
        connections = sum(first * second for first, second in pairwise(sizes))
        fuller = max(1.0, connections / CONNECTIONS)
    return PIXELS * fuller * (asked.scale or 1.0) ** 2


def estimate(asked: ExportRequest) -> Estimate:
    own = TOOLS[asked.tool].scale.estimate(with_steps(asked))
    chosen = FORMATS[asked.chosen]
    steps = min(count_of(asked), chosen.most_steps) if asked.step is None else 1
    writing = chosen.seconds + chosen.step_seconds * steps + chosen.number_seconds * own.numbers
    frames = max(1, steps) if chosen.step_seconds else 1
    writing += chosen.pixel_seconds * pixels_of(asked) * frames
    seconds = own.seconds + REREADING * SECONDS_PER_NUMBER * own.numbers + writing
    return Estimate(seconds, own.numbers)


SCALE = Scale(estimate, factors=(), parts=(), otherwise=("request",))
