"""Why gradients of one's own are wrong: what those that are have in common.

To add a mistake, add a row to `MISTAKES` and its sentence ``check.mistake.<name>``; one whose
sentence says a cause in the loss has ``check.mistake.<name>_here`` as well, and one that two
samples or outputs may cause ``check.mistake.<name>_of_two``.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from math import isfinite

from .differences import Parameter

#: Two numbers are the same if they differ by this part: what is printed has few digits.
NEAR = 2e-3
#: Beside the largest gradient, this part of it is nothing.
NOTHING = 1e-9


@dataclass(frozen=True)
class Known:
    """What the gradients of a network are known by.

    :param right: the right ones, by their addresses.
    :param averages_outputs: the loss is a mean over the outputs; else it is a sum.
    :param rate: the learning rate; None where there is none.
    """

    right: Mapping[str, float]
    samples: int
    outputs: int
    averages_outputs: bool
    rate: float | None


#: What somebody who makes the mistake has in the place of a right number; None: it does not arise.
Slipped = Callable[[Parameter, Known], float | None]


@dataclass(frozen=True)
class Mistake:
    """:param code: of the marking's mistake that is the same.
    :param is_of_all: it is in the loss or its error, so that it makes all gradients wrong: where
        others are right, its cause is another one.
    :param is_of_two: with two samples or outputs, a sum in the place of a mean gives it as well, or
        a mean in that of a sum: ``check.mistake.<name>_of_two`` says so.
    """

    name: str
    slipped: Slipped
    code: str | None = None
    is_of_all: bool = False
    is_of_two: bool = False


@dataclass(frozen=True)
class FoundMistake:
    """:param key: of the sentence that says it."""

    name: str
    key: str
    code: str | None
    addresses: tuple[str, ...]


def times(factor: Callable[[Known], float | None]) -> Slipped:
    def slipped(parameter: Parameter, known: Known) -> float | None:
        by = factor(known)
        return None if by is None or by == 1 else by * known.right[parameter.address]

    return slipped


def transposed(parameter: Parameter, known: Known) -> float | None:
    """dW[i][j] where dW[j][i] belongs."""
    if parameter.kind != "weights" or parameter.place[0] == parameter.place[1]:
        return None
    return known.right.get(parameter._replace(place=parameter.place[::-1]).address)


def of_a_mean(factor: Callable[[Known], float]) -> Slipped:
    """A factor that arises where the loss is a mean over the outputs."""
    return times(lambda known: factor(known) if known.averages_outputs else None)


#: The likeliest first.
MISTAKES = (
    Mistake("sign", times(lambda known: -1), "error_sign", is_of_all=True),
    Mistake("double", times(lambda known: 2), "loss_factor", is_of_all=True, is_of_two=True),
    Mistake("half", times(lambda known: 0.5), "loss_factor", is_of_all=True, is_of_two=True),
    Mistake("sum", times(lambda known: known.samples), "gradients_not_averaged", is_of_all=True),
    Mistake("mean", times(lambda known: 1 / known.samples)),
    Mistake("outputs", times(lambda known: 1 / known.outputs), "mean_for_sum", is_of_all=True),
    Mistake(
        "outputs_summed",
        of_a_mean(lambda known: known.outputs),
        "sum_for_mean",
        is_of_all=True,
    ),
    # What reduction="sum" and "mean" of PyTorch do: over the samples and the outputs at once.
    Mistake("all_summed", of_a_mean(lambda known: known.samples * known.outputs), is_of_all=True),
    Mistake("all_averaged", times(lambda known: 1 / (known.samples * known.outputs))),
    Mistake("rate", times(lambda known: known.rate), "rate_in_gradient"),
    Mistake(
        "step",
        times(lambda known: None if known.rate is None else -known.rate),
        "rate_in_gradient",
    ),
    Mistake("transposed", transposed, "weights_transposed"),
    Mistake("zero", lambda parameter, known: 0.0),
)
#: NaN or infinite: found before all others, as nothing can be worked out from it.
NOT_A_NUMBER = "not_a_number"


def mistakes_in(
    wrong: Sequence[tuple[Parameter, float]], right: Sequence[float], known: Known
) -> list[FoundMistake]:
    """The mistakes that explain wrong gradients, each with those that it explains; what several
    explain goes to the one that explains most.

    :param wrong: the wrong ones, as they were handed in.
    :param right: the right ones of the same program.
    """
    largest = max(map(abs, known.right.values()), default=0.0)
    found = []
    lost = tuple(parameter.address for parameter, value in wrong if not isfinite(value))
    if lost:
        key = f"check.mistake.{NOT_A_NUMBER}"
        found.append(FoundMistake(NOT_A_NUMBER, key, None, lost))
    left = [(parameter, value) for parameter, value in wrong if isfinite(value)]
    # A gradient of 0 is right with any factor.
    others_are_right = any(abs(value) > NOTHING * largest for value in right)
    while left:
        explained = [
            [one for one in left if fits(one[1], mistake.slipped(one[0], known), largest)]
            for mistake in MISTAKES
        ]
        most = max(map(len, explained))
        if most == 0:
            break
        number = next(n for n, each in enumerate(explained) if len(each) == most)
        mistake, addresses = MISTAKES[number], [one[0].address for one in explained[number]]
        is_here = mistake.is_of_all and (others_are_right or most < len(wrong))
        are_two = mistake.is_of_two and 2 in (known.samples, known.outputs)
        ending = "_here" if is_here else "_of_two" if are_two else ""
        key = f"check.mistake.{mistake.name}{ending}"
        code = None if is_here else mistake.code
        found.append(FoundMistake(mistake.name, key, code, tuple(addresses)))
        left = [one for one in left if one[0].address not in addresses]
    return found


def fits(yours: float, slipped: float | None, largest: float) -> bool:
    if slipped is None:
        return False
    return abs(yours - slipped) <= NEAR * max(abs(slipped), abs(yours)) + NOTHING * largest
