"""From a training request to a plan: all checks that need more than one field are here."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from ...engine.arrays import Array
from ...engine.network.initializers import INITIALIZERS
from ...engine.network.losses import LOSSES, Loss
from ...engine.network.network import Network
from ...engine.network.optimizers import OPTIMIZERS
from ...engine.network.runs.epochs import batches_in, total_steps
from ...engine.network.runs.measures import score_for
from ...engine.network.runs.plan import (
    Event,
    Plan,
    PointMoved,
    Settings,
    SettingsChanged,
    Stop,
    WeightSet,
    frame_steps,
)
from ...engine.network.schedules import SCHEDULES, Schedule
from ...engine.network.training import Optimization
from ...engine.parameters import with_defaults
from ...errors import Location, Params, Problem, unprocessable
from ...labs.datasets.dataset import samples_of
from ..limits import LIMITS
from ..trace.build import (
    count_parameters,
    fit_problems,
    hyperparameter_problems,
    layer_problems,
    layers,
    matrix,
    parameter_problems,
    row_problems,
)
from ..trace.schema import Entry, InitializerRequest, NetworkRequest, OptimizerRequest
from .schema import (
    DATASETS,
    OWN,
    DataRequest,
    EventRequest,
    PointRequest,
    ScheduleRequest,
    SettingsRequest,
    TrainRequest,
    WeightRequest,
)


@dataclass(frozen=True)
class TrainJob:
    """A request in the engine's terms. ``asked_events`` are those of the plan, in their order of
    being applied, as the request has them.
    """

    request: TrainRequest
    plan: Plan
    total_steps: int
    asked_events: tuple[EventRequest, ...]


@dataclass(frozen=True)
class Data:
    """The samples of a request; the targets are samples × outputs."""

    inputs: Array
    targets: Array
    test_inputs: Array | None
    test_targets: Array | None


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
    check([*named_data_problems(request.data, data, asked), *pass_problems(data, asked)])
    check(loss_problems(request.data, data, loss, asked.layers[-1].activation))
    check(event_problems(request, data, loss))
    settings = Settings(
        optimization_of(request.optimizer),
        *schedule_of(request.schedule),
        request.batch_size,
        request.regularization.l1,
        request.regularization.l2,
        request.clip_norm,
    )
    ordered = tuple(sorted(request.events, key=lambda event: event.step))
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
        Stop(request.stop.loss, request.stop.patience),
        tuple(map(event_of, ordered)),
    )
    return planned(request, plan, ordered)


def planned(request: TrainRequest, plan: Plan, ordered: tuple[EventRequest, ...]) -> TrainJob:
    """The job, once the number of its steps is known: an event may change the batch size."""
    total = total_steps(plan)
    check(total_problems(request, plan, total))
    check(
        Problem(("events", index, "step"), "error.at_most", {"high": total - 1})
        for index, event in enumerate(request.events)
        if event.step >= total
    )
    frames = frame_steps(total, request.frames.count, request.frames.spacing)
    return TrainJob(request, replace(plan, frame_steps=frames), total, ordered)


def check(problems: Iterable[Problem]) -> None:
    """Raises a `Refusal` if there are any."""
    found = list(problems)
    if found:
        raise unprocessable(found)


# --- entries of tables ----------------------------------------------------------------------------


def entry_problems(
    place: Location,
    table: Mapping[str, Entry],
    chosen: OptimizerRequest | InitializerRequest | ScheduleRequest,
) -> list[Problem]:
    entry = table[chosen.name]
    return hyperparameter_problems(place, entry.hyperparameters, chosen.hyperparameters)


def optimization_of(asked: OptimizerRequest) -> Optimization:
    optimizer = OPTIMIZERS[asked.name]
    return Optimization(optimizer, with_defaults(optimizer.hyperparameters, asked.hyperparameters))


def schedule_of(asked: ScheduleRequest) -> tuple[Schedule, dict[str, float]]:
    schedule = SCHEDULES[asked.name]
    return schedule, with_defaults(schedule.hyperparameters, asked.hyperparameters)


# --- the data -------------------------------------------------------------------------------------


def data_problems(asked: DataRequest, network: NetworkRequest) -> list[Problem]:
    given = [name for name in OWN if getattr(asked, name) is not None]
    if asked.name is not None:
        return [
            *(Problem(("data", name), "error.train.named_and_own") for name in given),
            *hyperparameter_problems(
                ("data",), DATASETS[asked.name].hyperparameters, asked.hyperparameters
            ),
        ]
    if not given:
        names = ", ".join(DATASETS)
        return [Problem(("data", "name"), "error.train.no_data", {"names": names})]
    fields = ", ".join(OWN)
    return [
        *(
            Problem(("data", name), "error.unknown_field", {"fields": fields})
            for name in asked.hyperparameters
        ),
        *rows_problems(asked, network, "inputs", "targets", required=True),
        *rows_problems(asked, network, "test_inputs", "test_targets", required=False),
        *number_problems(asked),
    ]


def rows_problems(
    asked: DataRequest, network: NetworkRequest, inputs: str, targets: str, required: bool
) -> list[Problem]:
    """What is wrong with the rows of one of the two sets."""
    rows, wanted = getattr(asked, inputs), getattr(asked, targets)
    if rows is None and wanted is None and not required:
        return []
    if rows is None or wanted is None:
        return [Problem(("data", inputs if rows is None else targets), "error.missing")]
    problems = row_problems(inputs, rows, network.inputs, ("data",), "inputs")
    problems += row_problems(targets, wanted, network.layers[-1].units, ("data",), "targets")
    if len(rows) != len(wanted):
        counts: Params = {"inputs": len(rows), "targets": len(wanted)}
        problems.append(Problem(("data", targets), "error.batch", counts))
    return problems


def number_problems(asked: DataRequest) -> list[Problem]:
    """A body of some megabytes could hold more numbers than are wanted in memory."""
    found = sum(len(row) for name in OWN for row in getattr(asked, name) or ())
    if found <= LIMITS["train_data"]:
        return []
    samples = len(asked.inputs or ()) * LIMITS["train_data"] // found
    return [Problem(("data", "inputs"), "error.lower.samples", {"most": max(1, samples)})]


def data_of(asked: DataRequest) -> Data:
    if asked.name is not None:
        found = samples_of(DATASETS[asked.name], asked.hyperparameters)
        return Data(found.inputs, found.targets, found.test_inputs, found.test_targets)
    assert asked.inputs is not None
    assert asked.targets is not None
    return Data(
        matrix(asked.inputs),
        matrix(asked.targets),
        None if asked.test_inputs is None else matrix(asked.test_inputs),
        None if asked.test_targets is None else matrix(asked.test_targets),
    )


def named_data_problems(asked: DataRequest, data: Data, network: NetworkRequest) -> list[Problem]:
    """The network has to fit a data set that it has not brought along."""
    if asked.name is None:
        return []
    last = len(network.layers) - 1
    sizes: list[tuple[Location, str, int, int]] = [
        (("network", "inputs"), "error.train.inputs", network.inputs, data.inputs.shape[1]),
        (
            ("network", "layers", last, "units"),
            "error.train.outputs",
            network.layers[-1].units,
            data.targets.shape[1],
        ),
    ]
    return [
        Problem(
            place,
            key,
            {"data": asked.name, "needed": needed, "found": found},
        )
        for place, key, found, needed in sizes
        if found != needed
    ]


def loss_problems(asked: DataRequest, data: Data, loss: Loss, output: str) -> list[Problem]:
    """Targets that the loss is not defined for."""
    if asked.name is None:
        return [
            Problem(("data", name), f"error.targets.{loss.targets}", {"loss": loss.name})
            for name in ("targets", "test_targets")
            if (targets := getattr(data, name)) is not None and not takes(loss, targets)
        ]
    sets = [targets for targets in (data.targets, data.test_targets) if targets is not None]
    if all(takes(loss, targets) for targets in sets):
        return []
    others = ", ".join(
        each.name for each in LOSSES.values() if each.output is None and each.targets == "any"
    )
    params: Params = {"loss": loss.name, "data": asked.name, "losses": others}
    return [Problem(("network", "loss"), "error.train.loss", params)]


def takes(loss: Loss, targets: Array) -> bool:
    """Whether the loss is defined for all of the targets."""
    if loss.targets == "any":
        return True
    return bool(targets.min() >= 0 and (loss.targets == "nonnegative" or targets.max() <= 1))


# --- the work -------------------------------------------------------------------------------------


def pass_problems(data: Data, network: NetworkRequest) -> list[Problem]:
    """A pass over all samples is the longest work that is not interrupted."""
    samples = len(data.inputs) + (0 if data.test_inputs is None else len(data.test_inputs))
    most = LIMITS["train_pass"] // count_parameters(network)
    if samples <= most:
        return []
    return [Problem(("data",), "error.train.samples", {"most": most, "found": samples})]


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


# --- events ---------------------------------------------------------------------------------------

#: Of an event one of these.
KINDS = ("set", "point", "weight")


def event_problems(request: TrainRequest, data: Data, loss: Loss) -> list[Problem]:
    problems: list[Problem] = []
    # What has been chosen by the events before: a rate has the range of its optimizer.
    optimizer = request.optimizer.name
    ordered = sorted(enumerate(request.events), key=lambda pair: pair[1].step)
    for index, event in ordered:
        place: Location = ("events", index)
        changes = (event.changed, event.point, event.weight)
        if sum(change is not None for change in changes) != 1:
            problems.append(Problem(place, "error.train.event", {"kinds": ", ".join(KINDS)}))
        elif event.changed is not None:
            if event.changed.optimizer is not None:
                optimizer = event.changed.optimizer.name
            problems += settings_problems((*place, "set"), event.changed, optimizer)
        elif event.point is not None:
            problems += point_problems((*place, "point"), event.point, data, loss)
        elif event.weight is not None:
            problems += weight_problems((*place, "weight"), event.weight, request.network)
    return problems


def settings_problems(place: Location, asked: SettingsRequest, optimizer: str) -> list[Problem]:
    if not asked.model_fields_set:
        fields = ", ".join(SettingsRequest.model_fields)
        return [Problem(place, "error.train.nothing", {"fields": fields})]
    problems = [
        Problem((*place, name), "error.train.null")
        for name in sorted(asked.model_fields_set - {"clip_norm"})
        if getattr(asked, name) is None
    ]
    if asked.optimizer is not None:
        problems += entry_problems((*place, "optimizer"), OPTIMIZERS, asked.optimizer)
    if asked.schedule is not None:
        problems += entry_problems((*place, "schedule"), SCHEDULES, asked.schedule)
    if asked.learning_rate is not None:
        known = OPTIMIZERS[optimizer].hyperparameters
        given = {"learning_rate": asked.learning_rate}
        problems += hyperparameter_problems(place, known, given)
    return problems


def point_problems(
    place: Location, asked: PointRequest, data: Data, loss: Loss
) -> Iterator[Problem]:
    last = len(data.inputs) - 1
    if asked.sample > last:
        yield Problem((*place, "sample"), "error.at_most", {"high": last})
    if asked.inputs is None and asked.targets is None:
        yield Problem(place, "error.train.nothing", {"fields": "inputs, targets"})
    for name, row, needed in (
        ("inputs", asked.inputs, data.inputs.shape[1]),
        ("targets", asked.targets, data.targets.shape[1]),
    ):
        if row is not None and len(row) != needed:
            params: Params = {"needed": needed, "found": len(row)}
            yield Problem((*place, name), "error.train.row", params)
        elif row is not None and name == "targets" and not takes(loss, np.array(row)):
            params = {"loss": loss.name}
            yield Problem((*place, name), f"error.targets.{loss.targets}", params)


def weight_problems(
    place: Location, asked: WeightRequest, network: NetworkRequest
) -> Iterator[Problem]:
    if asked.layer > len(network.layers):
        yield Problem((*place, "layer"), "error.at_most", {"high": len(network.layers)})
        return
    layer = network.layers[asked.layer - 1]
    fan_in = network.inputs if asked.layer == 1 else network.layers[asked.layer - 2].units
    if asked.unit >= layer.units:
        yield Problem((*place, "unit"), "error.at_most", {"high": layer.units - 1})
    if asked.input is not None and asked.input >= fan_in:
        yield Problem((*place, "input"), "error.at_most", {"high": fan_in - 1})
    if asked.input is None and not layer.bias:
        yield Problem((*place, "input"), "error.train.no_bias", {"layer": asked.layer})


def event_of(asked: EventRequest) -> Event:
    if asked.point is not None:
        point = asked.point
        return PointMoved(
            asked.step,
            point.sample,
            None if point.inputs is None else np.array(point.inputs, dtype=np.float64),
            None if point.targets is None else np.array(point.targets, dtype=np.float64),
        )
    if asked.weight is not None:
        weight = asked.weight
        return WeightSet(asked.step, weight.layer, weight.unit, weight.input, weight.value)
    assert asked.changed is not None
    return SettingsChanged(asked.step, changes_of(asked.changed))


def changes_of(asked: SettingsRequest) -> dict[str, Any]:
    """By the names of the engine's settings."""
    changes: dict[str, Any] = {}
    if asked.learning_rate is not None:
        changes["learning_rate"] = asked.learning_rate
    if asked.optimizer is not None:
        changes["optimization"] = optimization_of(asked.optimizer)
    if asked.schedule is not None:
        changes["schedule"], changes["schedule_hyperparameters"] = schedule_of(asked.schedule)
    if asked.batch_size is not None:
        changes["batch_size"] = asked.batch_size
    if asked.regularization is not None:
        changes |= {"l1": asked.regularization.l1, "l2": asked.regularization.l2}
    if "clip_norm" in asked.model_fields_set:
        changes["clip_norm"] = asked.clip_norm
    return changes
