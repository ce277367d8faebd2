"""Which samples each step of a training run learns from."""

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

from .plan import Plan, SettingsChanged

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


def batch_of(order: Indices, batch: int, batch_size: int) -> Indices:
    """The samples of the ``batch``-th batch of an epoch, at most ``batch_size``."""
    return order[batch * batch_size : (batch + 1) * batch_size]


def total_steps(plan: Plan) -> int:
    """The number of steps of the whole run, its events included, unless it stops before."""
    size = plan.settings.batch_size
    changes = [
        (event.step, event.changes["batch_size"])
        for event in plan.ordered_events
        if isinstance(event, SettingsChanged) and "batch_size" in event.changes
    ]
    step = 0
    for _ in range(plan.epochs):
        while changes and changes[0][0] <= step:
            size = changes.pop(0)[1]
        step += batches_in(plan.samples, size)
    return step
