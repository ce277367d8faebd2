"""Which samples each step of a training run learns from."""

from collections import deque
from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

from .plan import Event, Plan, PointsAdded, PointsRemoved, SettingsChanged

#: Indices of samples, (n,).
Indices = npt.NDArray[np.int64]


def batches_in(samples: int, batch_size: int) -> int:
    """The number of batches of an epoch; the last may be shorter than the others."""
    return -(-samples // batch_size)


def orders(samples: int, shuffle: bool, seed: int, epoch: int = 0) -> Iterator[Indices]:
    """The order of the samples in each epoch from the ``epoch``-th on, (samples,), without end.

    With ``shuffle`` the permutations are those that one ``default_rng(seed)`` gives one after the
    other, so that the order of an epoch does not depend on the epochs before it.
    """
    if not shuffle:
        while True:
            yield np.arange(samples)
    rng = np.random.default_rng(seed)
    for _ in range(epoch):
        rng.permutation(samples)
    while True:
        yield rng.permutation(samples)


def order_of(present: Indices, shuffle: bool, seed: int, epoch: int) -> Indices:
    """The order of an epoch after samples were added or removed: ``present`` are those that there
    are, (samples,). It depends on nothing else.
    """
    return np.random.default_rng([seed, epoch]).permutation(present) if shuffle else present


def batch_of(order: Indices, batch: int, batch_size: int) -> Indices:
    """The samples of the ``batch``-th batch of an epoch, at most ``batch_size``."""
    return order[batch * batch_size : (batch + 1) * batch_size]


def total_steps(plan: Plan) -> int:
    """The number of steps of the whole run, its events included, unless it stops before."""
    samples, size = plan.samples, plan.settings.batch_size
    changes = deque(plan.ordered_events)
    step = 0
    for _ in range(plan.epochs):
        while changes and changes[0].step <= step:
            event = changes.popleft()
            samples += added_by(event)
            if isinstance(event, SettingsChanged):
                size = event.changes.get("batch_size", size)
        step += batches_in(samples, size)
    return step


def added_by(event: Event) -> int:
    """How many samples the training set has more after an event; less than 0 if it removes some."""
    if isinstance(event, PointsAdded):
        return len(event.inputs)
    return -len(event.samples) if isinstance(event, PointsRemoved) else 0
