"""A moment of a training run: all that the rest of the run depends on besides its plan.

A run may be taken up again at any of its moments. Nothing changes a moment: what comes after it is
a new one, and arrays are replaced, never written to.
"""

from dataclasses import dataclass, replace

import numpy as np

from ...arrays import Array
from ..network import Network
from ..training import States, start
from .epochs import Indices, batch_of, batches_in, order_of
from .plan import Plan, Settings


@dataclass(frozen=True)
class Moment:
    """What is so before step ``step``, of which it is to be the ``batch``-th of epoch ``epoch``.

    ``inputs`` and ``targets`` have all samples that the training set has had so far; ``present``
    are those that it has now, (samples,) in rising order, or None while no event has added or
    removed any. ``order`` has the samples of this epoch in their order, (samples,), cut into
    batches of ``batch_size``. ``states`` is the optimizer's state after ``count`` steps with it.
    ``total_steps`` is the number of steps of the whole run as far as is known: later events may
    change the batch size. ``events`` is how many of the plan's have been applied.
    ``best_loss`` is the least loss at the end of an epoch so far, None before the first, and
    ``waited`` the number of epochs since; both stand still in a run without patience.
    """

    step: int
    epoch: int
    batch: int
    network: Network
    states: States
    count: int
    inputs: Array
    targets: Array
    settings: Settings
    order: Indices
    batch_size: int
    total_steps: int
    present: Indices | None = None
    events: int = 0
    best_loss: float | None = None
    waited: int = 0

    @property
    def batches(self) -> int:
        """The number of batches of this epoch."""
        return batches_in(len(self.order), self.batch_size)

    @property
    def samples(self) -> Indices:
        """The samples that the step learns from."""
        return batch_of(self.order, self.batch, self.batch_size)

    @property
    def keeps_its_epochs(self) -> bool:
        """Will the next epoch have as many batches as this one, of the plan's own samples?"""
        return self.present is None and self.settings.batch_size == self.batch_size

    @property
    def all_present(self) -> Indices:
        """The samples of the training set, (samples,), in rising order."""
        return np.arange(len(self.inputs)) if self.present is None else self.present

    @property
    def training_set(self) -> tuple[Array, Array]:
        """Of all samples that are present the inputs, samples × inputs, and the targets,
        samples × outputs.
        """
        if self.present is None:
            return self.inputs, self.targets
        return self.inputs[self.present], self.targets[self.present]


def first_moment(plan: Plan, order: Indices) -> Moment:
    """The moment before step 0 and before its events; ``order`` is that of the first epoch."""
    size = plan.settings.batch_size
    return Moment(
        step=0,
        epoch=0,
        batch=0,
        network=plan.network,
        states=start(plan.network, plan.settings.optimization),
        count=0,
        inputs=plan.inputs,
        targets=plan.targets,
        settings=plan.settings,
        order=order,
        batch_size=size,
        total_steps=plan.epochs * batches_in(plan.samples, size),
    )


def next_epoch(moment: Moment, plan: Plan, order: Indices) -> Moment:
    """The moment after the last step of an epoch, as the one before the first step of the next."""
    return begin_epoch(replace(moment, epoch=moment.epoch + 1, batch=0, order=order), plan)


def begin_epoch(moment: Moment, plan: Plan) -> Moment:
    """The moment before the first step of an epoch, with the batch size that is set now, and the
    samples that are present now.
    """
    size, order = moment.settings.batch_size, moment.order
    if moment.present is not None:
        order = order_of(moment.present, plan.shuffle, plan.seed, moment.epoch)
    left = (plan.epochs - moment.epoch) * batches_in(len(order), size)
    return replace(moment, batch_size=size, order=order, total_steps=moment.step + left)
