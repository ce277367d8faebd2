"""Many steps of a training run at once, by the readable engine.

`advance` is a pure function from a moment to a later one of the same epoch; a faster one may stand
in its place (`kernels/choice.py`).
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from ...cancellation import Cancelled, CheckCancelled
from ..network import Network
from ..overflow import Overflow
from ..training import States
from .epochs import batch_of
from .moment import Moment
from .step import one_step


@dataclass(frozen=True)
class Stretch:
    """How far `advance` came: the last ``moment`` that it reached, what gives the one before, if it
    took a step, and why it went no further, if it did not go all the way.
    """

    moment: Moment
    earlier: Callable[[], Moment] | None
    ended: Overflow | Cancelled | None

    @property
    def before(self) -> Moment | None:
        """The moment before the last step. Only few are asked for."""
        return None if self.earlier is None else self.earlier()


def known(moment: Moment | None) -> Callable[[], Moment] | None:
    """What gives a moment that is there already."""
    return None if moment is None else lambda: moment


#: (moment, until, check_cancelled) -> the steps from the moment's up to ``until``, as `advance`
Advance = Callable[[Moment, int, CheckCancelled], Stretch]


def advance(moment: Moment, until: int, check_cancelled: CheckCancelled) -> Stretch:
    """The steps from the moment's up to ``until``, none of them beyond the moment's epoch.

    ``check_cancelled`` is called before every step.
    """
    settings = moment.settings
    before = now = (moment.network, moment.states)
    taken = 0
    ended: Overflow | Cancelled | None = None
    with np.errstate(all="ignore"):
        try:
            while moment.step + taken < until:
                check_cancelled()
                batch = batch_of(moment.order, moment.batch + taken, moment.batch_size)
                network, states = now
                after = one_step(
                    network,
                    moment.inputs[batch],
                    moment.targets[batch],
                    settings,
                    settings.rate(moment.step + taken, moment.total_steps),
                    states,
                    moment.count + taken + 1,
                )
                before, now = now, after
                taken += 1
        except (Overflow, Cancelled) as reason:
            ended = reason
    previous = later(moment, taken - 1, before) if taken else None
    return Stretch(later(moment, taken, now), known(previous), ended)


def later(moment: Moment, taken: int, reached: tuple[Network, States]) -> Moment:
    """The moment ``taken`` steps later, with the network and the state that it has reached."""
    network, states = reached
    return replace(
        moment,
        step=moment.step + taken,
        batch=moment.batch + taken,
        count=moment.count + taken,
        network=network,
        states=states,
    )
