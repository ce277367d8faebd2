"""What a training run is to do, as data: the network, the samples, how they are learnt, and what
changes on the way.

A plan says all that its run depends on: the same plan gives the same bytes. It is taken to be
valid; who makes it has checked names, shapes and ranges.

Steps are numbered from 0: step s is the optimizer step that turns the network after s steps into
that after s + 1. Epochs are numbered from 0 as well.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from ...arrays import Array
from ..network import Network
from ..schedules import Schedule
from ..training import Optimization


@dataclass(frozen=True)
class Settings:
    """How the samples are learnt; all of it may be changed by an event while the run goes on.

    ``optimization`` holds the base rate, its hyperparameter "learning_rate";
    ``schedule_hyperparameters`` has a value for each of the schedule's.
    ``batch_size`` may exceed the number of samples, which are then one batch. ``l1`` and ``l2`` are
    0 or more, ``clip_norm`` is positive, or None where the gradient is not clipped.
    """

    optimization: Optimization
    schedule: Schedule
    schedule_hyperparameters: dict[str, float]
    batch_size: int
    l1: float = 0.0
    l2: float = 0.0
    clip_norm: float | None = None

    @property
    def learning_rate(self) -> float:
        """The base rate."""
        return self.optimization.hyperparameters["learning_rate"]

    def rate(self, step: int, total_steps: int) -> float:
        """The learning rate of a step."""
        return self.schedule.rate(
            self.learning_rate, step, total_steps, self.schedule_hyperparameters
        )


@dataclass(frozen=True)
class SettingsChanged:
    """An event: some of the `Settings` have new values from step ``step`` on.

    ``changes`` has fields of `Settings`, and may have "learning_rate", which changes the base rate
    alone. A changed ``optimization`` starts with fresh state, also if its optimizer is the same; a
    changed learning rate keeps the state. A changed ``batch_size`` is that of the next epoch to
    begin, which is the one of this step if the step is the first of its epoch.
    """

    step: int
    changes: Mapping[str, Any]


@dataclass(frozen=True)
class PointMoved:
    """An event: from step ``step`` on, a sample of the training set has other inputs, (inputs,), or
    other targets, (outputs,); None leaves them.
    """

    step: int
    sample: int
    inputs: Array | None = None
    targets: Array | None = None


@dataclass(frozen=True)
class WeightSet:
    """An event: before step ``step``, a weight is set to ``value``. ``layer`` counts from 1 as in
    the addresses of a trace, ``unit`` and ``input`` from 0; without ``input`` it is the unit's
    bias, which the layer must have. The optimizer's state stays.
    """

    step: int
    layer: int
    unit: int
    input: int | None
    value: float


@dataclass(frozen=True)
class PointsAdded:
    """An event: from step ``step`` on, the training set has more samples: ``inputs`` is new samples
    × inputs, ``targets`` new samples × outputs. Their numbers follow the highest that there has
    been. They are learnt from the next epoch to begin on, as with a changed batch size.
    """

    step: int
    inputs: Array
    targets: Array


@dataclass(frozen=True)
class PointsRemoved:
    """An event: from step ``step`` on, the training set lacks these samples, of which it has all,
    and others too. The batches of the epoch under way stay as they are; the next epoch to begin is
    the first without them. The others keep their numbers.
    """

    step: int
    samples: tuple[int, ...]


Event = SettingsChanged | PointMoved | PointsAdded | PointsRemoved | WeightSet


@dataclass(frozen=True)
class Stop:
    """When a run ends before its last epoch; the first two are asked at the end of every epoch.

    ``loss``: once the loss over the training set, without penalties, is this or less.
    ``patience``: after so many epochs in a row whose loss, over the test set if there is one, else
    the training set, was not less than the least before; the first epoch sets it.
    ``steps``: after so many steps. Rates that depend on the length of the run do not change.
    """

    loss: float | None = None
    patience: int | None = None
    steps: int | None = None

    @property
    def judges_epochs(self) -> bool:
        """Is something to be asked at the end of every epoch?"""
        return self.loss is not None or self.patience is not None


@dataclass(frozen=True)
class Plan:
    """``inputs`` is samples × inputs, ``targets`` samples × outputs; of the test set likewise, or
    None. There is at least one sample and at least one epoch.

    ``score`` names an entry of `measures.SCORES`. Batches are taken in order, or with ``shuffle``
    from a new permutation of ``numpy.random.default_rng(seed)`` in each epoch. ``events`` may stand
    in any order; those of one step are applied as they stand. ``frame_steps`` are the steps before
    which a frame is shown, in rising order; that after the last step is always shown.
    ``measures_layers``: do frames have the measures of each layer?
    """

    network: Network
    inputs: Array
    targets: Array
    settings: Settings
    epochs: int
    score: str
    test_inputs: Array | None = None
    test_targets: Array | None = None
    shuffle: bool = True
    seed: int = 0
    stop: Stop = Stop()
    events: tuple[Event, ...] = ()
    frame_steps: tuple[int, ...] = ()
    measures_layers: bool = True

    @property
    def samples(self) -> int:
        return len(self.inputs)

    @property
    def ordered_events(self) -> tuple[Event, ...]:
        """The events by their steps."""
        return tuple(sorted(self.events, key=lambda event: event.step))


def frame_steps(total: int, count: int, spacing: str) -> tuple[int, ...]:
    """``count`` of the steps 0 to ``total`` in rising order, each once, 0 and ``total`` among them;
    all of them if there are not more.

    ``spacing`` is "linear", or "log": the steps after 0 then stand at equal ratios as far as whole
    numbers allow. ``count`` is at least 2.
    """
    count = min(count, total + 1)
    if count < 2:
        return (0,)
    places = (
        np.linspace(0, total, count)
        if spacing == "linear"
        else np.concatenate([[0.0], np.geomspace(1, total, count - 1)])
    )
    steps = [round(float(place)) for place in places]
    # Where rounding has made two of them equal, the later one moves up; each leaves room for those
    # after it.
    for index in range(1, count):
        steps[index] = min(max(steps[index], steps[index - 1] + 1), total - (count - 1 - index))
    return (*steps[:-1], total)
