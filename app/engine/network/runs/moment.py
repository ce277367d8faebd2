"""A moment of a training run: all that the rest of the run depends on besides its plan.

A run may be taken up again at any of its moments. Nothing changes a moment: what comes after it is
a new one, and arrays are replaced, never written to.
"""

from dataclasses import dataclass, replace

from ...arrays import Array
from ..network import Network
from ..training import States, start
from .epochs import Indices, batch_of, batches_in
from .plan import Plan, Settings


@dataclass(frozen=True)
class Moment:
    """What is so before step ``step``, of which it is to be the ``batch``-th of epoch ``epoch``.

    ``order`` has the samples of this epoch in their order, (samples,), cut into batches of
    ``batch_size``. ``states`` is the optimizer's state after ``count`` steps with it.
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
    events: int = 0
    best_loss: float | None = None
    waited: int = 0

    @property
    def batches(self) -> int:
        """The number of batches of this epoch."""
        return batches_in(len(self.inputs), self.batch_size)

    @property
    def samples(self) -> Indices:
        """The samples that the step learns from."""
        return batch_of(self.order, self.batch, self.batch_size)


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
    """The moment before the first step of an epoch, with the batch size that is set now."""
    size = moment.settings.batch_size
    left = (plan.epochs - moment.epoch) * batches_in(plan.samples, size)
    return replace(moment, batch_size=size, total_steps=moment.step + left)
