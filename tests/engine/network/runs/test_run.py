"""A run as a whole: the same plan gives the same bytes, its events and its end are recorded, and no
number in it is infinite.
"""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from app.engine.cancellation import Cancelled
from app.engine.network.optimizers import OPTIMIZERS
from app.engine.network.runs import measures
from app.engine.network.runs.frame import End, Frame
from app.engine.network.runs.plan import (
    Event,
    Plan,
    PointMoved,
    PointsAdded,
    PointsRemoved,
    SettingsChanged,
    Stop,
    WeightSet,
    frame_steps,
)
from app.engine.network.runs.run import next_stop, run
from app.engine.network.runs.step import one_step
from app.engine.network.schedules import SCHEDULES
from app.engine.network.training import start
from tests.engine.network.building import layer, network, optimization
from tests.engine.network.runs.building import (
    all_finite,
    drawn,
    frames,
    outcome,
    plan,
    same,
    settings,
)
from tests.examples import examples

RNG = np.random.default_rng(11)
INPUTS = RNG.normal(size=(13, 2))
TARGETS = (INPUTS[:, :1] * INPUTS[:, 1:] > 0).astype(np.float64)
TEST_INPUTS = RNG.normal(size=(7, 2))
TEST_TARGETS = (TEST_INPUTS[:, :1] * TEST_INPUTS[:, 1:] > 0).astype(np.float64)
NET = drawn([2, 4, 1], "tanh", "sigmoid", "binary_cross_entropy")


def made(optimizer: str = "sgd", epochs: int = 6, **more: Any) -> Plan:
    """13 samples in batches of 4: four steps an epoch, the last of one sample."""
    names = ("batch_size", "schedule", "l1", "l2", "clip_norm", "learning_rate")
    given = {name: more.pop(name) for name in names if name in more}
    chosen = settings(optimizer, **{"batch_size": 4, "learning_rate": 0.1, **given})
    sets = {"test_inputs": TEST_INPUTS, "test_targets": TEST_TARGETS}
    return plan(NET, INPUTS, TARGETS, chosen, epochs, **(sets | more))


EVENTS: tuple[Event, ...] = (
    SettingsChanged(2, {"learning_rate": 0.02, "clip_norm": 0.5}),
    PointMoved(3, 5, np.array([0.5, -0.5]), np.array([0.0])),
    WeightSet(7, 1, 2, 0, 0.25),
    WeightSet(7, 2, 0, None, -0.5),
    SettingsChanged(9, {"batch_size": 3}),
    SettingsChanged(10, {"optimization": optimization("momentum", learning_rate=0.05)}),
    PointsAdded(11, np.array([[0.1, 0.2], [-0.3, 0.4]]), np.array([[1.0], [0.0]])),
    PointsRemoved(13, (2, 13)),
    PointMoved(15, 0, None, np.array([1.0])),
    SettingsChanged(
        17, {"schedule": SCHEDULES["exponential"], "schedule_hyperparameters": {"gamma": 0.99}}
    ),
)


# --- the same plan, the same bytes


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_the_same_plan_gives_the_same_bytes(optimizer: str) -> None:
    wanted = made(optimizer, l1=0.001, l2=0.01, events=EVENTS, frame_steps=(0, 1, 5, 12))
    lines = list(run(wanted))
    assert same(lines, list(run(wanted)))
    other = replace(wanted, seed=1)
    assert not same(lines, list(run(other)))


@pytest.mark.parametrize("optimizer", ["sgd", "adam"])
@pytest.mark.parametrize("shuffle", [False, True])
def test_a_run_taken_up_at_any_of_its_frames_goes_on_as_it_was(
    optimizer: str, shuffle: bool
) -> None:
    wanted = made(
        optimizer,
        shuffle=shuffle,
        events=EVENTS,
        schedule={"name": "cosine"},
        stop=Stop(patience=4),
        frame_steps=tuple(range(50)),
    )
    lines = list(run(wanted))
    end = lines[-1]
    assert isinstance(end, End)
    for place, line in enumerate(lines):
        if isinstance(line, Frame) and (line.step < end.step or end.reason == "done"):
            assert same(list(run(wanted, moment=line.moment)), lines[place + 1 :])


def test_frames_do_not_change_the_run() -> None:
    wanted = made("adam", events=EVENTS)
    few, many = outcome(wanted), outcome(replace(wanted, frame_steps=tuple(range(100))))
    assert same(list(few), list(many))


def test_an_event_at_the_place_where_a_run_is_taken_up_is_as_in_a_plan_that_had_it() -> None:
    before = made("adam", frame_steps=frame_steps(24, 25, "linear"))
    frame = frames(before)[6]
    event = SettingsChanged(6, {"learning_rate": 0.3})
    after = replace(before, events=(event,))
    lines = list(run(after))
    assert same(list(run(after, moment=frame.moment)), lines[lines.index(event) :])


def test_frames_hold_what_single_steps_give() -> None:
    wanted = made("momentum", shuffle=False, frame_steps=tuple(range(25)))
    net, states = wanted.network, start(wanted.network, wanted.settings.optimization)
    for frame in frames(wanted):
        for ours, theirs in zip(frame.network.layers, net.layers, strict=True):
            np.testing.assert_array_equal(ours.weights, theirs.weights)
            np.testing.assert_array_equal(ours.biases, theirs.biases)
        first = frame.step % 4 * 4
        assert frame.batch.tolist() == list(range(13))[first : first + 4]
        assert frame.epoch == frame.step // 4
        batch = INPUTS[frame.batch], TARGETS[frame.batch]
        count = frame.step + 1
        net, states = one_step(net, *batch, wanted.settings, 0.1, states, count)


def test_losses_are_over_the_whole_sets_without_penalties() -> None:
    wanted = made(l1=0.1, l2=0.1, frame_steps=(0, 3, 9))
    for frame in frames(wanted):
        first, second = frame.network.layers
        assert first.biases is not None
        assert second.biases is not None
        for inputs, targets, loss, accuracy in (
            (INPUTS, TARGETS, frame.loss, frame.accuracy),
            (TEST_INPUTS, TEST_TARGETS, frame.test_loss, frame.test_accuracy),
        ):
            hidden = np.tanh(inputs @ first.weights.T + first.biases)
            a = 1 / (1 + np.exp(-(hidden @ second.weights.T + second.biases)))
            costs = -np.log(np.where(targets == 1, a, 1 - a))
            assert loss == pytest.approx(costs.mean())
            assert accuracy == np.mean((a > 0.5) == targets)


def test_without_the_measures_of_layers_frames_are_the_same_otherwise() -> None:
    whole = frames(made(frame_steps=(0, 3, 9)))
    short = frames(made(frame_steps=(0, 3, 9), measures_layers=False))
    assert all(frame.layers == () for frame in short)
    assert all(len(frame.layers) == 2 for frame in whole)
    assert same([replace(frame, layers=()) for frame in whole], short)


def test_without_a_test_set_its_numbers_are_none() -> None:
    frame, _ = outcome(made(test_inputs=None, test_targets=None))
    assert frame.test_loss is frame.test_accuracy is None


# --- events


def test_events_are_recorded_before_the_frame_of_their_step() -> None:
    wanted = made(events=EVENTS[::-1], frame_steps=(7,), epochs=5)
    lines = list(run(wanted))
    found = [line for line in lines if not isinstance(line, Frame | End)]
    assert sorted(found, key=lambda event: event.step) == found
    assert len(found) == len(EVENTS)
    place = next(k for k, line in enumerate(lines) if isinstance(line, Frame))
    assert {event.step for event in lines[place - 2 : place]} == {7}
    hidden, output = frames(wanted)[0].network.layers
    assert hidden.weights[2, 0] == 0.25
    assert output.biases is not None
    assert output.biases[0] == -0.5


def test_an_event_after_the_last_step_does_not_happen() -> None:
    wanted = made(events=(WeightSet(24, 1, 0, 0, 9.0),))
    assert same(list(run(wanted)), list(run(replace(wanted, events=()))))


def test_a_moved_point_is_learnt_where_it_is_now_and_leaves_the_plan_alone() -> None:
    wanted = made(frame_steps=(4, 8), events=(PointMoved(5, 3, np.array([9.0, 9.0])),))
    early, late, _ = frames(wanted)
    assert early.moment.inputs is wanted.inputs
    assert late.moment.inputs[3].tolist() == [9.0, 9.0]
    assert late.moment.targets is wanted.targets
    assert wanted.inputs[3].tolist() != [9.0, 9.0]
    moved = replace(wanted, inputs=late.moment.inputs, events=())
    assert late.loss != frames(moved)[1].loss


#: One point is added in the first step of the second epoch, and two in the middle of it; three are
#: removed in the third, one of those among them.
DRAWN: tuple[Event, ...] = (
    PointsAdded(4, np.array([[0.5, 0.5]]), np.array([[1.0]])),
    PointsAdded(6, np.array([[0.6, 0.5], [0.7, 0.5]]), np.array([[1.0], [1.0]])),
    PointsRemoved(9, (0, 5, 14)),
)


@pytest.mark.parametrize("shuffle", [False, True])
def test_added_and_removed_points_are_learnt_from_the_next_epoch_on(shuffle: bool) -> None:
    wanted = made(shuffle=shuffle, events=DRAWN, frame_steps=tuple(range(40)), epochs=4)
    epochs: dict[int, list[int]] = {}
    for frame in frames(wanted)[:-1]:
        epochs.setdefault(frame.epoch, []).extend(frame.batch.tolist())
    if not shuffle:
        assert epochs[2] == list(range(16))
    everyone = set(range(16))
    assert {epoch: sorted(found) for epoch, found in epochs.items()} == {
        0: list(range(13)),
        1: list(range(14)),
        2: list(range(16)),
        3: sorted(everyone - {0, 5, 14}),
    }


def test_a_frame_is_over_the_points_that_there_are() -> None:
    """As in a run of their own that starts there."""
    wanted = made(events=DRAWN, frame_steps=tuple(range(40)))
    for frame in frames(wanted):
        inputs, targets = frame.moment.training_set
        assert len(inputs) == 13 + (frame.step >= 4) + 2 * (frame.step >= 6) - 3 * (frame.step >= 9)
        alone = replace(wanted, network=frame.network, inputs=inputs, targets=targets, events=())
        assert frames(alone)[0].loss == frame.loss
    assert [0.7, 0.5] in frame.moment.training_set[0].tolist()
    assert [0.6, 0.5] not in frame.moment.training_set[0].tolist()
    assert len(wanted.inputs) == 13


def test_the_order_of_an_epoch_depends_on_its_points_alone() -> None:
    """Not on when they came: a reader who rewinds gets the batches that there were."""
    late = (PointsAdded(6, np.array([[0.5, 0.5]]), np.array([[1.0]])),)
    early = (PointsAdded(1, np.array([[0.5, 0.5]]), np.array([[1.0]])),)
    found = [
        [frame.batch.tolist() for frame in frames(made(events=events, frame_steps=range(24)))[8:]]
        for events in (early, late)
    ]
    assert found[0] == found[1]


def test_a_changed_rate_keeps_the_state_and_a_changed_optimizer_starts_afresh() -> None:
    changes: dict[str, dict[str, Any]] = {
        "rate": {"learning_rate": 0.05},
        "optimizer": {"optimization": optimization("adam", learning_rate=0.05)},
        "both": {"optimization": optimization("adam"), "learning_rate": 0.05},
    }
    found = {}
    for name, change in changes.items():
        events = (SettingsChanged(5, change),)
        frame = frames(made("adam", frame_steps=(5,), events=events))[0]
        assert frame.moment.settings.learning_rate == 0.05
        found[name] = frame.moment
    assert found["rate"].count == 5
    assert found["optimizer"].count == found["both"].count == 0
    ((m, _), _) = found["optimizer"].states[0]
    assert not m.any()
    ((m, _), _) = found["rate"].states[0]
    assert m.any()


def test_a_changed_batch_size_is_that_of_the_next_epoch() -> None:
    """Four steps of 4, 4, 4 and 1 samples; from step 8 on seven of 2 each, the last of 1."""
    wanted = made(
        epochs=4, events=(SettingsChanged(5, {"batch_size": 2}),), frame_steps=tuple(range(30))
    )
    sizes = [len(frame.batch) for frame in frames(wanted)]
    assert sizes == [4, 4, 4, 1] * 2 + [2, 2, 2, 2, 2, 2, 1] * 2 + [2]
    at_the_start = replace(wanted, events=(SettingsChanged(4, {"batch_size": 2}),))
    assert [len(frame.batch) for frame in frames(at_the_start)][4] == 2


def test_a_cosine_ends_with_the_run_as_far_as_is_known() -> None:
    """A later event does not change the rates before it."""
    event = SettingsChanged(8, {"batch_size": 13})
    without = made(schedule={"name": "cosine"}, frame_steps=tuple(range(30)))
    with_it = replace(without, events=(event,))
    for before, after in zip(frames(without)[:8], frames(with_it)[:8], strict=True):
        assert same([before], [after])
    last = frames(with_it)[-1].moment
    assert (last.step, last.total_steps) == (12, 12)


def test_a_kernel_that_spans_epochs_goes_on_to_the_next_thing_to_do() -> None:
    """Six epochs of four steps: 24, unless something is to be done or asked before."""
    wanted = made()
    first, sixth = (frame.moment for frame in frames(replace(wanted, frame_steps=(0, 5)))[:2])
    assert [next_stop(wanted, (), moment) for moment in (first, sixth)] == [4, 8]
    assert [next_stop(wanted, (), moment, True) for moment in (first, sixth)] == [24, 24]
    assert next_stop(wanted, (WeightSet(9, 1, 0, 0, 0.5),), sixth, True) == 9
    assert next_stop(replace(wanted, frame_steps=(5, 10, 11)), (), sixth, True) == 10
    for stop, step in ((Stop(loss=0.1), 8), (Stop(patience=2), 8), (Stop(steps=7), 7)):
        assert next_stop(replace(wanted, stop=stop), (), sixth, True) == step
    other = replace(sixth, settings=replace(sixth.settings, batch_size=3))
    assert next_stop(wanted, (), other, True) == 8


# --- ends


@pytest.mark.parametrize("steps", [0, 1, 6, 8, 23])
def test_a_run_that_stops_after_so_many_steps_has_the_frames_of_the_whole(steps: int) -> None:
    """Those of its events too, also where the rate depends on the length of the run."""
    whole = made("adam", schedule={"name": "cosine"}, events=EVENTS, frame_steps=tuple(range(50)))
    *lines, end = run(replace(whole, stop=Stop(steps=steps)))
    assert end == End("steps", frames(whole)[steps].epoch, steps)
    assert same(lines, list(run(whole))[: len(lines)])
    last = lines[-1]
    assert isinstance(last, Frame)
    assert last.step == steps
    rest = list(run(whole, moment=last.moment))
    assert same([*lines, *rest], list(run(whole)))


def test_a_run_that_is_over_before_its_last_step_allowed_is_done() -> None:
    assert outcome(made(epochs=1, stop=Stop(steps=4)))[1] == End("done", 1, 4)
    assert outcome(made(epochs=1, stop=Stop(steps=5)))[1] == End("done", 1, 4)


def test_a_run_ends_once_its_loss_is_low_enough() -> None:
    frame, end = outcome(made("adam", epochs=500, learning_rate=0.05, stop=Stop(loss=0.2)))
    assert end.reason == "loss"
    assert frame.loss <= 0.2
    assert end.step == frame.step == 4 * end.epoch < 2000
    earlier = frames(made("adam", epochs=end.epoch - 1, learning_rate=0.05))[-1]
    assert earlier.loss > 0.2


@pytest.mark.parametrize("test", [True, False])
def test_a_run_ends_when_the_loss_has_not_improved_for_so_many_epochs(test: bool) -> None:
    sets = {} if test else {"test_inputs": None, "test_targets": None}
    wanted = made("sgd", epochs=300, learning_rate=2.0, batch_size=2, stop=Stop(patience=5), **sets)
    _, end = outcome(wanted)
    assert end.reason == "patience"
    every = replace(wanted, stop=Stop(), frame_steps=tuple(range(7, 2100, 7)))
    shown = frames(every)
    losses = [frame.test_loss if test and frame.test_loss else frame.loss for frame in shown]
    least = [min(losses[: epoch + 1]) for epoch in range(len(losses))]
    stuck = [epoch for epoch in range(5, len(least)) if least[epoch] == least[epoch - 5]]
    assert end.epoch == stuck[0] + 1


def test_a_rule_that_is_met_after_the_last_epoch_is_the_reason() -> None:
    assert outcome(made(epochs=1, stop=Stop(loss=100.0)))[1] == End("loss", 1, 4)
    assert outcome(made(epochs=1))[1] == End("done", 1, 4)


def counting(steps: int, reason: str) -> Callable[[], None]:
    """A check that lets so many steps pass."""
    left = steps

    def check() -> None:
        nonlocal left
        if left == 0:
            raise Cancelled(reason)
        left -= 1

    return check


@pytest.mark.parametrize("reason", ["cancelled", "budget"])
def test_a_cancelled_run_shows_where_it_stands_and_can_be_taken_up(reason: str) -> None:
    wanted = made("adam", frame_steps=(0, 5, 20))
    *lines, frame, end = run(wanted, counting(6, reason))
    assert isinstance(frame, Frame)
    assert (end, frame.step) == (End(reason, 1, 6), 6)
    rest = list(run(wanted, moment=frame.moment))
    assert same([*lines, *rest], list(run(wanted)))


def test_another_exception_of_the_check_passes() -> None:
    def gone() -> None:
        raise ConnectionError

    with pytest.raises(ConnectionError):
        list(run(made(), gone))


@pytest.mark.parametrize("test", [False, True])
def test_a_frame_under_way_is_finished_before_a_run_is_cancelled(
    test: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each sample is a block of its own, so that the check is made while a frame is measured."""
    monkeypatch.setattr(measures, "BLOCK", 1)
    wanted = made(frame_steps=(0,))
    wanted = wanted if test else replace(wanted, test_inputs=None, test_targets=None)
    frame, end = run(wanted, counting(0, "cancelled"))
    assert end == End("cancelled", 0, 0)
    assert same([frame], frames(replace(wanted, stop=Stop(steps=0))))


def test_another_exception_ends_a_frame_under_way(monkeypatch: pytest.MonkeyPatch) -> None:
    def gone() -> None:
        raise ConnectionError

    monkeypatch.setattr(measures, "BLOCK", 1)
    with pytest.raises(ConnectionError):
        next(run(made(frame_steps=(0,)), gone))


# --- overflow


def linear_plan(rate: float, **more: Any) -> Plan:
    net = network(
        "half_squared_error", layer("linear", [[0.5, 0.3]], [0.0]), layer("linear", [[1.0]])
    )
    rng = np.random.default_rng(4)
    inputs, targets = rng.normal(size=(8, 2)), rng.normal(size=(8, 1))
    return plan(net, inputs, targets, settings(batch_size=2, learning_rate=rate), 50, **more)


@pytest.mark.parametrize("steps", [(), tuple(range(200))])
@pytest.mark.parametrize("rate", [3.0, 1e3, 1e6])
def test_a_run_that_diverges_names_what_overflowed_and_shows_finite_numbers_only(
    rate: float, steps: tuple[int, ...]
) -> None:
    lines = list(run(linear_plan(rate, frame_steps=steps)))
    *_, frame, end = lines
    assert isinstance(end, End)
    assert isinstance(frame, Frame)
    assert end.reason == "diverged"
    assert end.quantity is not None
    assert end.step >= 1
    assert end.epoch == end.step // 4
    assert frame.step in (end.step - 1, end.step)
    assert all(map(all_finite, lines))


def test_the_end_of_a_diverged_run_does_not_depend_on_its_frames() -> None:
    few = linear_plan(1e6)
    many = replace(few, frame_steps=tuple(range(200)))
    assert same(list(outcome(few)), list(outcome(many)))


def test_an_optimizer_that_overflows_is_named_with_its_line() -> None:
    """RMSprop's v = 0.01 g² does not hold a gradient of 1e160."""
    net = network("absolute_error", layer("linear", [[1.0]]))
    chosen = settings("rmsprop", 1, learning_rate=0.1)
    wanted = plan(net, np.array([[1e160]]), np.array([[0.0]]), chosen, 3)
    frame, end = outcome(wanted)
    assert end == End("diverged", 0, 0, 1, "v", "overflow")
    assert (frame.step, frame.loss) == (0, 1e160)
    assert frame.layers[0].gradient_norm == pytest.approx(1e160)
    assert frame.layers[0].update_ratio is None


def test_what_the_step_did_not_hold_is_told_and_not_what_its_frame_does_not() -> None:
    """½ (1e200)² of the first sample comes after 1e200 · 1e200 of the second, in a whole pass."""
    net = network("half_squared_error", layer("linear", [[1e200]]))
    inputs = np.array([[1.0], [1e200]])
    wanted = plan(net, inputs, np.zeros((2, 1)), settings(batch_size=1), 1, shuffle=False)
    assert list(run(wanted)) == [End("diverged", 0, 0, 1, "sample_losses", given=0)]


def test_a_run_whose_first_pass_overflows_has_no_frame() -> None:
    net = network("half_squared_error", layer("linear", [[1e200]]))
    wanted = plan(net, np.array([[1e200]]), np.array([[0.0]]), settings(), 3, frame_steps=(0,))
    assert list(run(wanted)) == [End("diverged", 0, 0, 1, "pre_activations", given=0)]


@pytest.mark.parametrize("rows", ["targets", "test_targets"])
def test_a_sample_that_was_too_large_from_the_start_is_told_from_a_rate(rows: str) -> None:
    """Also where other samples, or all of the training set, are learnt from before it is met."""
    sets = {"targets": TARGETS, "test_targets": TEST_TARGETS}
    sets[rows] = np.concatenate([sets[rows][:-1], [[1e200]]])
    net = drawn([2, 4, 1], "tanh", "linear", "half_squared_error")
    chosen, test = settings(batch_size=4, learning_rate=1e-9), sets["test_targets"]
    wanted = plan(
        net,
        INPUTS,
        sets["targets"],
        chosen,
        2,
        shuffle=False,
        test_inputs=TEST_INPUTS,
        test_targets=test,
    )
    (end,) = run(wanted)
    assert end == End(
        "diverged", *((0, 3) if rows == "targets" else (2, 8)), 2, "sample_losses", given=0
    )


def test_an_event_that_sets_too_large_a_number_is_told_from_a_rate() -> None:
    for event in (
        WeightSet(5, 2, 0, 0, 1e200),
        PointMoved(5, 0, None, np.array([1e200])),
        PointsAdded(5, np.array([[0.0, 0.0]]), np.array([[1e200]])),
    ):
        net = drawn([2, 4, 1], "tanh", "linear", "half_squared_error")
        chosen = settings(batch_size=4, learning_rate=1e-9)
        wanted = plan(net, INPUTS, TARGETS, chosen, 3, events=(event,), frame_steps=(4, 5))
        *_, end = run(wanted)
        assert isinstance(end, End)
        assert (end.reason, end.given) == ("diverged", 5)
    assert outcome(linear_plan(1e6))[1].given is None


def test_a_run_whose_last_step_leads_out_of_float64_has_diverged() -> None:
    """Also where its steps are all possible: the step's own loss came before it."""
    net = network("half_squared_error", layer("linear", [[1.0]]))
    chosen = settings(batch_size=1, learning_rate=1e160)
    wanted = plan(net, np.array([[1.0]]), np.array([[0.0]]), chosen, 1)
    frame, end = outcome(wanted)
    assert end == End("diverged", 1, 1, 1, "sample_losses")
    assert frame.step == 0
    shown = list(run(replace(wanted, frame_steps=(0,))))
    assert same(shown, [frame, end])


@pytest.mark.parametrize("stop", [Stop(loss=0.0), Stop(patience=3)])
def test_a_loss_asked_for_by_a_rule_that_overflows_ends_the_run(stop: Stop) -> None:
    """The only step of the epoch is possible; the loss after it is not."""
    net = network("half_squared_error", layer("linear", [[1.0]]))
    chosen = settings(batch_size=1, learning_rate=1e160)
    wanted = plan(net, np.array([[1.0]]), np.array([[0.0]]), chosen, 2, stop=stop)
    assert outcome(wanted)[1] == End("diverged", 1, 1, 1, "sample_losses")


@hypothesis_settings(max_examples=examples(60))
@given(
    optimizer=st.sampled_from(sorted(OPTIMIZERS)),
    rate=st.floats(0, 1e6),
    size=st.integers(1, 20),
    epochs=st.integers(1, 6),
    l1=st.floats(0, 100),
    l2=st.floats(0, 100),
    clip_norm=st.none() | st.floats(1e-6, 1e6),
    output=st.sampled_from(
        [
            ("linear", "half_squared_error"),
            ("relu", "huber"),
            ("sigmoid", "binary_cross_entropy"),
            ("tanh", "absolute_error"),
        ]
    ),
)
def test_nothing_that_a_run_yields_is_nan_or_infinite(
    optimizer: str,
    rate: float,
    size: int,
    epochs: int,
    l1: float,
    l2: float,
    clip_norm: float | None,
    output: tuple[str, str],
) -> None:
    chosen = settings(optimizer, size, None, l1, l2, clip_norm, **{"learning_rate": rate})
    net = drawn([2, 3, 1], "gelu", *output)
    wanted = plan(
        net,
        INPUTS,
        TARGETS,
        chosen,
        epochs,
        test_inputs=TEST_INPUTS,
        test_targets=TEST_TARGETS,
        frame_steps=tuple(range(80)),
        stop=Stop(loss=1e-9, patience=3),
    )
    lines = list(run(wanted))
    assert all(map(all_finite, lines))
    assert isinstance(lines[-1], End)
