"""The events of a request: what is wrong with them, and the engine's."""

from collections.abc import Iterator
from typing import Any

import numpy as np

from ...engine.arrays import Array
from ...engine.network.losses import Loss
from ...engine.network.optimizers import OPTIMIZERS
from ...engine.network.runs.plan import (
    Event,
    PointMoved,
    PointsAdded,
    PointsRemoved,
    SettingsChanged,
    WeightSet,
)
from ...engine.network.schedules import SCHEDULES
from ...errors import Location, Params, Problem
from ..limits import LIMITS
from ..trace.build import hyperparameter_problems
from ..trace.matrix import matrix
from ..trace.schema import NetworkRequest
from .data import Data, takes
from .entries import entry_problems, optimization_of, schedule_of
from .schema import (
    AddRequest,
    EventRequest,
    PointRequest,
    RemoveRequest,
    SettingsRequest,
    TrainRequest,
    WeightRequest,
)

#: Of an event one of these.
KINDS = ("set", "point", "add", "remove", "weight")


class Samples:
    """Which samples the training set has, from event to event."""

    def __init__(self, data: Data) -> None:
        #: So many numbers have been given away.
        self.known = len(data.inputs)
        self.removed: set[int] = set()

    @property
    def present(self) -> int:
        return self.known - len(self.removed)

    def problems(self, place: Location, sample: int) -> Iterator[Problem]:
        if sample >= self.known:
            yield Problem(place, "error.at_most", {"high": self.known - 1})
        elif sample in self.removed:
            yield Problem(place, "error.train.removed", {"sample": sample})


def ordered(events: list[EventRequest]) -> tuple[EventRequest, ...]:
    """In the order in which they are applied."""
    return tuple(sorted(events, key=lambda event: event.step))


def most_samples(events: list[EventRequest], data: Data) -> int:
    """How many samples the training set has at most. The events are without problems."""
    present = most = len(data.inputs)
    for event in ordered(events):
        present += len(event.add.inputs) if event.add is not None else 0
        present -= len(event.remove.samples) if event.remove is not None else 0
        most = max(most, present)
    return most


def event_problems(request: TrainRequest, data: Data, loss: Loss) -> list[Problem]:
    problems: list[Problem] = []
    # What has been chosen by the events before: a rate has the range of its optimizer.
    optimizer = request.optimizer.name
    samples = Samples(data)
    in_order = sorted(enumerate(request.events), key=lambda pair: pair[1].step)
    for index, event in in_order:
        place: Location = ("events", index)
        changes = (event.changed, event.point, event.add, event.remove, event.weight)
        if sum(change is not None for change in changes) != 1:
            problems.append(Problem(place, "error.train.event", {"kinds": ", ".join(KINDS)}))
        elif event.changed is not None:
            if event.changed.optimizer is not None:
                optimizer = event.changed.optimizer.name
            problems += settings_problems((*place, "set"), event.changed, optimizer)
        elif event.point is not None:
            problems += samples.problems((*place, "point", "sample"), event.point.sample)
            problems += point_problems((*place, "point"), event.point, data, loss)
        elif event.add is not None:
            problems += add_problems((*place, "add"), event.add, data, loss, samples)
        elif event.remove is not None:
            problems += remove_problems((*place, "remove", "samples"), event.remove, samples)
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
    if asked.inputs is None and asked.targets is None:
        yield Problem(place, "error.train.nothing", {"fields": "inputs, targets"})
    if asked.inputs is not None:
        yield from row_problems((*place, "inputs"), asked.inputs, data.inputs)
    if asked.targets is not None:
        yield from row_problems((*place, "targets"), asked.targets, data.targets, loss)


def row_problems(
    place: Location, row: list[float], rows: Array, loss: Loss | None = None
) -> Iterator[Problem]:
    """A row that does not fit the ``rows`` of the data; targets have to suit the ``loss`` too."""
    if len(row) != rows.shape[1]:
        params: Params = {"needed": rows.shape[1], "found": len(row)}
        yield Problem(place, "error.train.row", params)
    elif loss is not None and not takes(loss, np.array(row)):
        yield Problem(place, f"error.targets.{loss.targets}", {"loss": loss.name})


def add_problems(
    place: Location, asked: AddRequest, data: Data, loss: Loss, samples: Samples
) -> Iterator[Problem]:
    """Counts the new samples among ``samples``."""
    for index, row in enumerate(asked.inputs):
        yield from row_problems((*place, "inputs", index), row, data.inputs)
    for index, row in enumerate(asked.targets):
        yield from row_problems((*place, "targets", index), row, data.targets, loss)
    if len(asked.inputs) != len(asked.targets):
        counts: Params = {"inputs": len(asked.inputs), "targets": len(asked.targets)}
        yield Problem((*place, "targets"), "error.batch", counts)
    samples.known += len(asked.inputs)
    if samples.present > LIMITS["train_samples"]:
        counts = {"most": LIMITS["train_samples"], "found": samples.present}
        yield Problem(place, "error.train.full", counts)


def remove_problems(place: Location, asked: RemoveRequest, samples: Samples) -> Iterator[Problem]:
    """Takes them out of ``samples``."""
    for index, sample in enumerate(asked.samples):
        yield from samples.problems((*place, index), sample)
        samples.removed.add(sample)
    if samples.present < 1:
        yield Problem(place, "error.train.none_left")


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
    if asked.add is not None:
        return PointsAdded(asked.step, matrix(asked.add.inputs), matrix(asked.add.targets))
    if asked.remove is not None:
        return PointsRemoved(asked.step, tuple(asked.remove.samples))
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
