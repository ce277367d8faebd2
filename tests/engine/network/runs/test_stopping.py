"""When a run stops at the end of an epoch: its loss is worked out by hand."""

from dataclasses import replace

import numpy as np
import pytest

from app.engine.network.runs import measures
from app.engine.network.runs.moment import Moment, first_moment
from app.engine.network.runs.plan import Plan, Stop
from app.engine.network.runs.stopping import judged
from tests.engine.network.building import layer, network
from tests.engine.network.runs.building import plan, settings


def at_the_end(stop: Stop, *, test: bool = False, samples: int = 2) -> tuple[Plan, Moment]:
    """C = ½ · 1² over the training set, and ½ · 2² over the test set if there is one."""
    ones = np.ones((samples, 1))
    sets = {"test_inputs": 2 * ones, "test_targets": 0 * ones} if test else {}
    net = network("half_squared_error", layer("linear", [[1.0]]))
    made = plan(net, ones, 0 * ones, settings(), 5, stop=stop, **sets)
    return made, first_moment(made, np.arange(samples))


def test_a_loss_as_low_as_asked_for_is_low_enough() -> None:
    for test in (False, True):
        for least, reason in ((0.5, "loss"), (np.nextafter(0.5, 0.0), None)):
            made, moment = at_the_end(Stop(loss=least), test=test)
            assert judged(made, moment) == (moment, reason)


@pytest.mark.parametrize(("test", "loss"), [(False, 0.5), (True, 2.0)])
def test_epochs_are_counted_since_the_loss_was_least(test: bool, loss: float) -> None:
    """An equal loss is no better; that of the test set counts where there is one."""
    made, moment = at_the_end(Stop(patience=2), test=test)
    for best, waited, then, counted, reason in (
        (None, 0, loss, 0, None),
        (loss + 0.25, 1, loss, 0, None),
        (loss, 0, loss, 1, None),
        (loss, 1, loss, 2, "patience"),
        (loss - 0.25, 0, loss - 0.25, 1, None),
        (loss - 0.25, 2, loss - 0.25, 3, "patience"),
    ):
        found, why = judged(made, replace(moment, best_loss=best, waited=waited))
        assert (found.best_loss, found.waited, why) == (then, counted, reason)


def test_a_low_loss_comes_before_patience() -> None:
    made, moment = at_the_end(Stop(loss=0.5, patience=1))
    worse = replace(moment, best_loss=0.25, waited=5)
    assert judged(made, worse) == (worse, "loss")


@pytest.mark.parametrize("test", [False, True])
@pytest.mark.parametrize("stop", [Stop(loss=0.0), Stop(patience=1)])
def test_who_waits_is_asked_between_the_blocks_of_a_set(
    stop: Stop, test: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    def gone() -> None:
        raise ConnectionError

    monkeypatch.setattr(measures, "BLOCK", 1)
    made, moment = at_the_end(stop, test=test)
    with pytest.raises(ConnectionError):
        judged(made, moment, gone)
