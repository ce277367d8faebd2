"""What a training run shows on its way, and its end."""

from collections.abc import Callable
from dataclasses import dataclass

from ...cancellation import Cancelled, CheckCancelled, always
from ..network import Network
from ..overflow import OptimizerOverflow, Overflow
from .epochs import Indices
from .measures import Flats, LayerMeasures, layer_measures, set_measures
from .moment import Moment
from .plan import Plan


@dataclass(frozen=True)
class Frame:
    """A run as it is before a step, after that step's events; every number is finite.

    ``loss`` and ``accuracy`` are over the whole training set: the mean loss, without penalties, and
    the plan's score; ``test_loss`` and ``test_accuracy`` are None without a test set, and an
    accuracy is None where the score has no value. ``layers`` has the measures of each layer, none
    where the plan does not ask for them.
    """

    moment: Moment
    loss: float
    test_loss: float | None
    accuracy: float | None
    test_accuracy: float | None
    layers: tuple[LayerMeasures, ...]

    @property
    def epoch(self) -> int:
        """The epoch of the step; where a new one begins, so many are done."""
        return self.moment.epoch

    @property
    def step(self) -> int:
        return self.moment.step

    @property
    def network(self) -> Network:
        """The network with its weights and biases."""
        return self.moment.network

    @property
    def learning_rate(self) -> float:
        """That of the step, as the schedule has it."""
        return self.moment.settings.rate(self.moment.step, self.moment.total_steps)

    @property
    def batch(self) -> Indices:
        """The samples that the step learns from; after the last step of a run, those that the next
        one would.
        """
        return self.moment.samples


@dataclass(frozen=True)
class End:
    """Why a run has ended, before step ``step``, which is of epoch ``epoch``.

    ``reason``: "done" after the last epoch; a field of `Stop` by the plan's; "diverged"
    where the step is not possible in float64, or the loss after the last step is not finite:
    ``quantity`` of ``layer`` is the first that it does not hold, as in `Overflow`, and ``kind`` as
    in `OptimizerOverflow`, else None. ``given`` is a step before which the loss was not finite
    without anything learnt since: with the plan's own numbers, or those that an event has set; None
    where the learning has led there. Any other reason is that of `Cancelled`.
    """

    reason: str
    epoch: int
    step: int
    layer: int | None = None
    quantity: str | None = None
    kind: str | None = None
    given: int | None = None


def frame_at(plan: Plan, moment: Moment, check_cancelled: CheckCancelled = always) -> Frame:
    """The frame of a moment. Raises `Overflow` where the loss over a set is not finite."""
    network, score = moment.network, plan.score
    flats = Flats(network) if plan.measures_layers else None
    loss, accuracy = set_measures(
        network, *moment.training_set, score, check_cancelled, None if flats is None else flats.see
    )
    test_loss = test_accuracy = None
    if plan.test_inputs is not None and plan.test_targets is not None:
        test_loss, test_accuracy = set_measures(
            network, plan.test_inputs, plan.test_targets, score, check_cancelled
        )
    layers = () if flats is None else layer_measures(moment, flats)
    return Frame(moment, loss, test_loss, accuracy, test_accuracy, layers)


#: (plan, moment, check_cancelled) -> a frame, as `frame_at`
FrameAt = Callable[[Plan, Moment, CheckCancelled], Frame]


def end_at(moment: Moment, reason: str | Cancelled | Overflow, given: int | None = None) -> End:
    """The end of a run at a moment."""
    if isinstance(reason, Overflow):
        kind = reason.kind if isinstance(reason, OptimizerOverflow) else None
        place = (moment.epoch, moment.step, reason.layer, reason.quantity, kind)
        return End("diverged", *place, given)
    name = reason if isinstance(reason, str) else reason.reason
    return End(name, moment.epoch, moment.step)
