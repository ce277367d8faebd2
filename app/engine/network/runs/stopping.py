"""When a training run stops before its last epoch, by the plan's `Stop`."""

from dataclasses import replace

from ...cancellation import CheckCancelled, always
from .measures import set_loss
from .moment import Moment
from .plan import Plan


def judged(
    plan: Plan, moment: Moment, check_cancelled: CheckCancelled = always
) -> tuple[Moment, str | None]:
    """The moment at the end of an epoch, with what patience is to know, and the reason to stop
    there: "loss", "patience" or None. Raises `Overflow` where a loss that is asked for is not
    finite.
    """
    stop = plan.stop
    if stop.loss is not None and training_loss(moment, check_cancelled) <= stop.loss:
        return moment, "loss"
    if stop.patience is None:
        return moment, None
    loss = test_loss(plan, moment, check_cancelled)
    loss = training_loss(moment, check_cancelled) if loss is None else loss
    if moment.best_loss is None or loss < moment.best_loss:
        return replace(moment, best_loss=loss, waited=0), None
    waited = moment.waited + 1
    return replace(moment, waited=waited), "patience" if waited >= stop.patience else None


def training_loss(moment: Moment, check_cancelled: CheckCancelled) -> float:
    """The mean loss over the training set, without penalties. Raises `Overflow`."""
    return set_loss(moment.network, *moment.training_set, check_cancelled)


def test_loss(plan: Plan, moment: Moment, check_cancelled: CheckCancelled) -> float | None:
    """The mean loss over the test set, or None without one. Raises `Overflow`."""
    if plan.test_inputs is None or plan.test_targets is None:
        return None
    return set_loss(moment.network, plan.test_inputs, plan.test_targets, check_cancelled)
