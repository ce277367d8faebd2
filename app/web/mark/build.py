"""From a request to the sheet and the hand-ins that are marked."""

from collections.abc import Iterator, Mapping

from ...checking.marking.conventions import CHOICES, Conventions, place_of
from ...checking.marking.sheet import Sheet
from ...engine.cancellation import CheckCancelled
from ...engine.network.losses import LOSSES
from ...engine.network.network import Network
from ...engine.network.training import train
from ...errors import Location, Problem, unprocessable
from ..limits import LIMITS
from ..trace.build import build, count_parameters, trace_request
from .schema import ConventionsRequest, MarkRequest

#: A loss with the ½, and without.
HALVES = {"half_squared_error": "squared_error", "squared_error": "half_squared_error"}


def sheet_of(asked: MarkRequest, check_cancelled: CheckCancelled) -> Sheet:
    """Raises a `Refusal` that names the field, and `Overflow`."""
    conventions = asked.conventions or ConventionsRequest()
    reduction = conventions.reduction or asked.reduction
    job = build(trace_request(asked, reduction=reduction))
    batch = job.inputs, job.targets, job.reduction, job.optimization
    network = with_half(job.network, conventions)
    trained = train(network, *batch, job.rounds, check_cancelled=check_cancelled)
    return Sheet(trained.network, *batch, trained.states, trained.count)


def with_half(network: Network, conventions: ConventionsRequest) -> Network:
    """The network with the ½ that is asked for in its squared error."""
    if conventions.half is None or conventions.half == half_of(network):
        return network
    other = HALVES.get(network.loss.name)
    if other is None:
        raise unprocessable([Problem(("conventions", "half"), "error.mark.half")])
    return Network(network.inputs, network.layers, LOSSES[other])


def half_of(network: Network) -> bool | None:
    """Has the squared error a ½? None if the loss is another."""
    return network.loss.name == "half_squared_error" if network.loss.name in HALVES else None


def request_problems(asked: MarkRequest) -> Iterator[Problem]:
    """What can be told before there is a sheet."""
    work = count_parameters(asked.network) * len(asked.inputs)
    if work > LIMITS["mark_work"]:
        yield Problem(("network",), "error.mark.work", {"found": work, "most": LIMITS["mark_work"]})
    if asked.rule != "gradient":
        yield Problem(("rule",), "error.mark.rule")
    if (asked.answers is None) == (asked.hand_ins is None):
        yield Problem(("answers",), "error.mark.one_of")
    count = sum(len(answers) for _, answers in hand_ins_of(asked))
    if count > LIMITS["mark_answers"]:
        yield Problem(
            ("hand_ins",), "error.mark.answers", {"found": count, "most": LIMITS["mark_answers"]}
        )


def hand_ins_of(asked: MarkRequest) -> list[tuple[Location, Mapping[str, str]]]:
    """Each hand-in with its place in the request."""
    if asked.answers is not None:
        return [(("answers",), asked.answers)]
    return [
        (("hand_ins", index, "answers"), each.answers)
        for index, each in enumerate(asked.hand_ins or [])
    ]


def address_problems(asked: MarkRequest, sheet: Sheet) -> Iterator[Problem]:
    """The addresses at which the sheet has no number."""
    fixed = fixed_by(asked)
    for place, answers in hand_ins_of(asked):
        usual = [sheet.usual(address) for address in answers]
        if len(set(usual)) < len(usual):
            yield Problem(place, "error.mark.twice")
        for address, here in zip(answers, usual, strict=True):
            found = sheet.has(here)
            if found and fixed:
                found = sheet.has(place_of(sheet, Conventions(**fixed), here)[0])
            if not found:
                yield Problem((*place, address), "error.mark.address")


def fixed_by(asked: MarkRequest) -> dict[str, str]:
    """The conventions that are given, by name; the others are found out."""
    given = {name: getattr(asked.conventions, name, None) for name in CHOICES}
    return {name: value for name, value in given.items() if value is not None}
