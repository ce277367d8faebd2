"""From a training request to a plan: all checks that need more than one field are here."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from ...engine.network.initializers import INITIALIZERS
from ...engine.network.losses import LOSSES
from ...engine.network.network import Network
from ...engine.network.optimizers import OPTIMIZERS
from ...engine.network.runs.epochs import batches_in, total_steps
from ...engine.network.runs.measures import score_for
from ...engine.network.runs.plan import Plan, Settings, Stop, frame_steps
from ...engine.network.schedules import SCHEDULES
from ...errors import Problem, unprocessable
from ..limits import LIMITS
from ..trace.build import (
    count_parameters,
    fit_problems,
    layer_problems,
    layers,
    parameter_problems,
)
from .data import Data, data_of, data_problems, loss_problems, named_data_problems
from .entries import entry_problems, optimization_of, schedule_of
from .events import event_of, event_problems, most_samples, ordered
from .scale import most_batch
from .schema import EventRequest, TrainRequest


@dataclass(frozen=True)
class TrainJob:
    """A request in the engine's terms. ``asked_events`` are those of the plan, in their order of
    being applied, as the request has them.
    """

    request: TrainRequest
    plan: Plan
    total_steps: int
    asked_events: tuple[EventRequest, ...]


def build(request: TrainRequest) -> TrainJob:
    """Raises a `Refusal` that names every field at fault."""
    asked = request.network
    loss = LOSSES[asked.loss]
    check(
        [
            *entry_problems(("network", "initializer"), INITIALIZERS, asked.initializer),
            *entry_problems(("optimizer",), OPTIMIZERS, request.optimizer),
            *entry_problems(("schedule",), SCHEDULES, request.schedule),
            *layer_problems(asked),
            *parameter_problems(asked),
            *fit_problems(loss, asked.layers[-1].activation),
            *data_problems(request.data, asked),
        ]
    )
    data = data_of(request.data)
    check(named_data_problems(request.data, data, asked))
    check(loss_problems(request.data, data, loss, asked.layers[-1].activation))
    check(event_problems(request, data, loss))
    check([*pass_problems(request, data), *batch_problems(request, data)])
    settings = Settings(
        optimization_of(request.optimizer),
        *schedule_of(request.schedule),
        request.batch_size,
        request.regularization.l1,
        request.regularization.l2,
        request.clip_norm,
    )
    events = ordered(request.events)
    plan = Plan(
        Network(asked.inputs, tuple(layers(asked)), loss),
        data.inputs,
        data.targets,
        settings,
        request.epochs,
        score_for(data.targets),
        data.test_inputs,
        data.test_targets,
        request.shuffle,
        request.seed,
        Stop(request.stop.loss, request.stop.patience, request.stop.steps),
        tuple(map(event_of, events)),
        measures_layers="layers" in request.include,
    )
    return planned(request, plan, events)


def planned(request: TrainRequest, plan: Plan, events: tuple[EventRequest, ...]) -> TrainJob:
    """The job, once the number of its steps is known: an event may change the batch size."""
    total = total_steps(plan)
    check(total_problems(request, plan, total))
    check(
        Problem(("events", index, "step"), "error.at_most", {"high": total - 1})
        for index, event in enumerate(request.events)
        if event.step >= total
    )
    first, last = request.frames.first, min(total, request.stop.steps or total)
    if first > last:
        check([Problem(("frames", "from"), "error.at_most", {"high": last})])
    frames = frame_steps(last - first, request.frames.count, request.frames.spacing)
    shown = tuple(first + step for step in frames)
    return TrainJob(request, replace(plan, frame_steps=shown), total, events)


def check(problems: Iterable[Problem]) -> None:
    """Raises a `Refusal` if there are any."""
    found = list(problems)
    if found:
        raise unprocessable(found)


# --- the work -------------------------------------------------------------------------------------


def pass_problems(request: TrainRequest, data: Data) -> list[Problem]:
    """A pass over all samples takes at most some hundredths of a second."""
    samples = most_samples(request.events, data)
    samples += 0 if data.test_inputs is None else len(data.test_inputs)
    most = LIMITS["train_pass"] // count_parameters(request.network)
    if samples <= most:
        return []
    return [Problem(("data",), "error.train.samples", {"most": most, "found": samples})]


def batch_problems(request: TrainRequest, data: Data) -> Iterator[Problem]:
    """A step is not interrupted."""
    most, samples = most_batch(request.network), most_samples(request.events, data)
    if min(request.batch_size, samples) > most:
        yield Problem(("batch_size",), "error.train.batch", {"most": most})
    for index, event in enumerate(request.events):
        size = None if event.changed is None else event.changed.batch_size
        if size is not None and min(size, samples) > most:
            place = ("events", index, "set", "batch_size")
            yield Problem(place, "error.train.batch", {"most": most})


def total_problems(request: TrainRequest, plan: Plan, total: int) -> list[Problem]:
    """More steps than one request may ask for: fewer epochs will do, or larger batches."""
    most = LIMITS["train_steps"]
    if total <= most:
        return []
    epochs = max(1, request.epochs * most // total)
    problems = [Problem(("epochs",), "error.train.epochs", {"most": epochs, "steps": total})]
    batches = most // request.epochs
    if batches >= 1 and not any(changes_batch(event) for event in request.events):
        least = batches_in(plan.samples, batches)
        problems.append(Problem(("batch_size",), "error.at_least", {"low": least}))
    return problems


def changes_batch(event: EventRequest) -> bool:
    return event.changed is not None and event.changed.batch_size is not None
