"""What a marking costs, estimated from its sizes alone."""

from ..estimate import Estimate, Scale
from ..trace.build import count_parameters
from ..trace.scale import rounds_seconds
from .build import hand_ins_of
from .schema import MarkRequest

#: Seconds of a hand-in, of one of its numbers, and for each parameter and sample of the sheet.
SECONDS, SECONDS_A_NUMBER, SECONDS_A_PARAMETER = 5e-3, 6e-4, 1.5e-4
#: What is said to a number takes as much of an answer as so many numbers.
NUMBERS_A_NUMBER = 12


def estimate(asked: MarkRequest) -> Estimate:
    hand_ins = hand_ins_of(asked)
    count = sum(len(answers) for _, answers in hand_ins)
    work = count_parameters(asked.network) * len(asked.inputs)
    one = SECONDS + SECONDS_A_PARAMETER * work
    seconds = rounds_seconds(asked) + one * len(hand_ins) + SECONDS_A_NUMBER * count
    return Estimate(seconds, NUMBERS_A_NUMBER * count)


SCALE = Scale(estimate, factors=(), parts=(), otherwise=("hand_ins",))
