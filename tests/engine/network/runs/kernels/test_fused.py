"""The compiled kernel computes what the readable engine does: over all entries of the tables, and
where a run ends early, is cancelled or is taken up again.
"""

import subprocess
import sys
import time
from dataclasses import astuple, replace
from itertools import cycle
from typing import Any

import numpy as np
import pytest

from app.engine.arrays import Array
from app.engine.cancellation import Cancelled
from app.engine.network.activations import ACTIVATIONS
from app.engine.network.losses import LOSSES
from app.engine.network.network import Network
from app.engine.network.optimizers import OPTIMIZERS
from app.engine.network.runs.frame import End, Frame, frame_at
from app.engine.network.runs.kernels import choice
from app.engine.network.runs.kernels.fused_run import takes
from app.engine.network.runs.plan import (
    Plan,
    PointMoved,
    PointsRemoved,
    SettingsChanged,
    Stop,
    WeightSet,
)
from app.engine.network.runs.run import run
from app.engine.network.schedules import SCHEDULES
from tests.engine.network.building import layer, network
from tests.engine.network.runs import test_oracle_runs as oracle
from tests.engine.network.runs.building import drawn, outcome, plan, same, settings
from tests.paths import ROOT

pytestmark = pytest.mark.usefixtures("prepared")

RNG = np.random.default_rng(5)
#: Batches of 10 have a last one of 3.
INPUTS = RNG.normal(size=(43, 2))
CLASSES = np.eye(3)[RNG.integers(0, 3, 43)]


def readable(made: Plan, monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """All that the readable engine's run of the plan yields."""
    with monkeypatch.context() as patch:
        patch.setattr(choice, "KERNELS", (choice.READABLE,))
        return list(run(made))


def fused(made: Plan) -> list[Any]:
    assert choice.kernel_for(made) is choice.FUSED
    return list(run(made))


def parameters(net: Network) -> Array:
    parts = [part for one in net.layers for part in (one.weights, one.biases) if part is not None]
    return np.concatenate([part.ravel() for part in parts])


def compare(made: Plan, monkeypatch: pytest.MonkeyPatch, tolerance: float = 1e-12) -> None:
    """Both runs have the same events and the same end, and frames with the same parameters."""
    expected, found = readable(made, monkeypatch), fused(made)
    assert [type(line) for line in expected] == [type(line) for line in found]
    assert found[-1] == expected[-1]
    for ours, theirs in zip(found, expected, strict=True):
        if isinstance(ours, Frame):
            assert (ours.epoch, ours.step) == (theirs.epoch, theirs.step)
            assert ours.batch.tolist() == theirs.batch.tolist()
            known = parameters(theirs.network)
            error = np.abs(parameters(ours.network) - known).max()
            assert error <= tolerance * np.abs(known).max()


def compiled(table: dict[str, Any]) -> list[str]:
    """The entries that the kernel has a form of."""
    return [name for name, entry in table.items() if entry.scalar or name == "softmax"]


def pairs() -> list[tuple[str, str]]:
    """Every output activation with every loss that is defined for it."""
    return [
        (output, loss)
        for output in compiled(ACTIVATIONS)
        for loss in compiled(LOSSES)
        if LOSSES[loss].output in (None, output)
    ]


#: Together with the pairs, every entry of the other tables comes several times.
OTHERS = zip(
    cycle(compiled(OPTIMIZERS)), cycle(SCHEDULES), cycle(compiled(ACTIVATIONS)), strict=False
)
#: Small enough that no run is chaotic: rounding errors do not grow.
RATE = 0.003


@pytest.mark.parametrize(
    ("output", "loss", "optimizer", "schedule", "hidden"),
    [(*pair, *others) for pair, others in zip(pairs(), OTHERS, strict=False)],
)
def test_a_thousand_steps_are_those_of_the_readable_engine(
    output: str,
    loss: str,
    optimizer: str,
    schedule: str,
    hidden: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    net = drawn([2, 4, 3, 3], hidden, output, loss, seed=7)
    chosen = settings(optimizer, 10, {"name": schedule}, learning_rate=RATE)
    # Where an optimizer divides by the root of small squares, or the absolute error's sign jumps,
    # a rounding error may grow: there are fewer steps.
    rough = OPTIMIZERS[optimizer].squares is not None or LOSSES[loss].tie
    compare(plan(net, INPUTS, CLASSES, chosen, 20 if rough else 200), monkeypatch)


@pytest.mark.parametrize(
    ("output", "loss", "optimizer", "schedule", "hidden"),
    [(*pair, *others) for pair, others in zip(pairs(), OTHERS, strict=False)],
)
def test_frames_measure_what_the_readable_engine_does(
    output: str, loss: str, optimizer: str, schedule: str, hidden: str
) -> None:
    net = drawn([2, 4, 3, 3], hidden, output, loss, seed=7)
    net = replace(net, layers=(replace(net.layers[0], frozen="all"), *net.layers[1:]))
    chosen = settings(optimizer, 10, {"name": schedule}, l1=0.01, l2=0.1, clip_norm=0.3)
    tests = {"test_inputs": 4 * INPUTS[:35], "test_targets": CLASSES[:35]}
    remove = PointsRemoved(4, (2, 5, 11))
    made = plan(net, 3 * INPUTS, CLASSES, chosen, 2, **tests, events=(remove,))
    made = replace(made, frame_steps=(0, 3, 4, 7))
    for measured in (made, replace(made, test_inputs=None, test_targets=None)):
        found = [line for line in fused(measured) if isinstance(line, Frame)]
        assert len(found) == 5
        for frame in found:
            expected = frame_at(measured, frame.moment)
            for name in ("loss", "test_loss", "accuracy", "test_accuracy"):
                assert getattr(frame, name) == close(getattr(expected, name))
            for ours, theirs in zip(frame.layers, expected.layers, strict=True):
                assert astuple(ours) == tuple(map(close, astuple(theirs)))


def close(value: float | None) -> Any:
    return value if value is None else pytest.approx(value, rel=1e-11, abs=1e-14)


def test_frames_without_the_measures_of_layers_are_the_same_otherwise() -> None:
    made = replace(long_plan(frame_steps=(0, 3)), epochs=1)
    without = replace(made, measures_layers=False)
    bare = [replace(line, layers=()) if isinstance(line, Frame) else line for line in fused(made)]
    assert same(fused(without), bare)


@pytest.mark.parametrize("scale", [1e-150, 1e145, 1e150])
def test_a_frame_of_numbers_that_are_not_ordinary_is_that_of_the_readable_engine(
    scale: float,
) -> None:
    """Squares of some of them leave float64."""
    net = network("half_squared_error", layer("linear", [[scale, 0.0]], [0.0]))
    made = plan(net, INPUTS, scale * CLASSES[:, :1], settings(learning_rate=1e-9), 1)
    frame = next(line for line in fused(made) if isinstance(line, Frame))
    assert same([frame.layers], [frame_at(made, frame.moment).layers])


@pytest.mark.parametrize("optimizer", compiled(OPTIMIZERS))
@pytest.mark.parametrize(
    "more",
    [
        {"l2": 0.01},
        {"l1": 0.001, "clip_norm": 1e6},
        {"l2": 0.1, "clip_norm": 0.05},
        {"batch_size": 1},
        {"batch_size": 37},
        {"batch_size": 100},
    ],
    ids=str,
)
def test_penalties_clipping_and_sizes_of_batches(
    optimizer: str, more: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    net = drawn([2, 5, 3], "tanh", "softmax", "cross_entropy")
    chosen = settings(optimizer, **({"batch_size": 10, "learning_rate": 0.01} | more))
    compare(plan(net, INPUTS, CLASSES, chosen, 15), monkeypatch)


@pytest.mark.parametrize("frozen", ["none", "biases", "all"])
@pytest.mark.parametrize("biased", [True, False])
@pytest.mark.parametrize("shuffle", [True, False])
def test_frozen_layers_layers_without_biases_and_samples_in_order(
    frozen: str, biased: bool, shuffle: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second, third = drawn([2, 5, 4, 3], "silu", "linear", "huber").layers
    second = replace(second, frozen=frozen, biases=np.full(4, 0.1) if biased else None)
    net = Network(2, (first, second, third), LOSSES["huber"])
    chosen = settings("momentum", 10, learning_rate=0.01, l2=0.1, clip_norm=0.3)
    steps = (0, 3, 50, 199)
    compare(plan(net, INPUTS, CLASSES, chosen, 40, shuffle=shuffle, frame_steps=steps), monkeypatch)


@pytest.mark.parametrize("case", oracle.CASES, ids=map(oracle.described, oracle.CASES))
def test_a_thousand_steps_end_at_the_weights_of_pytorch(case: dict[str, Any]) -> None:
    made = oracle.plan_of(case)
    assert choice.kernel_for(made) is choice.FUSED
    oracle.test_a_thousand_steps_end_at_the_weights_of_pytorch(case)


def test_events_and_frames_are_where_they_are_in_the_readable_run(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    events = (
        SettingsChanged(7, {"learning_rate": 0.02, "clip_norm": 0.5}),
        PointMoved(11, 3, np.array([0.5, -0.5]), None),
        WeightSet(12, 1, 2, 0, 0.25),
        SettingsChanged(21, {"batch_size": 4}),
    )
    net = drawn([2, 5, 3], "tanh", "softmax", "cross_entropy")
    made = plan(
        net,
        INPUTS,
        CLASSES,
        settings("adam", learning_rate=0.01),
        20,
        events=events,
        frame_steps=(0, 1, 5, 12, 25, 26, 100),
    )
    compare(made, monkeypatch)
    compare(replace(made, stop=Stop(patience=2)), monkeypatch)


# --- the same plan, the same bytes


def long_plan(**more: Any) -> Plan:
    net = drawn([2, 5, 3], "tanh", "softmax", "cross_entropy")
    return plan(net, INPUTS, CLASSES, settings("adam", learning_rate=0.01), 3000, **more)


def test_neither_frames_nor_an_interruption_change_a_bit() -> None:
    few = outcome(long_plan())
    lines = fused(long_plan(frame_steps=(3, 500, 501, 14_000)))
    assert same(list(few), lines[-2:])
    for place, line in enumerate(lines[:-2]):
        taken_up = list(run(long_plan(frame_steps=(3, 500, 501, 14_000)), moment=line.moment))
        assert same(taken_up, lines[place + 1 :])


def test_a_cancelled_run_ends_within_a_tenth_of_a_second() -> None:
    times: list[float] = []

    def check() -> None:
        times.append(time.thread_time())
        if len(times) == 30:
            raise Cancelled("cancelled")

    made = replace(long_plan(), epochs=1_000_000)
    *_, end = run(made, check)
    assert isinstance(end, End)
    assert end.reason == "cancelled"
    assert end.step > 0
    assert np.median(np.diff(times)) < 0.1


@pytest.mark.parametrize("batch_size", [10, 22, 43])
@pytest.mark.parametrize("checks", [2, 3, 7])
def test_a_cancelled_run_stands_before_a_step_that_has_samples(
    batch_size: int, checks: int
) -> None:
    """Also where an epoch has just ended: the step is then the first of the next."""
    left = iter(range(checks))

    def check() -> None:
        if next(left, None) is None:
            raise Cancelled("budget")

    net = drawn([2, 5, 3], "tanh", "softmax", "cross_entropy")
    chosen = settings("sgd", batch_size, learning_rate=0.01)
    made = plan(net, INPUTS, CLASSES, chosen, 100_000)
    *_, frame, end = run(made, check)
    assert isinstance(frame, Frame)
    assert isinstance(end, End)
    assert end.reason == "budget"
    assert len(frame.batch) > 0
    batches = -(-43 // batch_size)
    assert (end.epoch, frame.moment.batch) == divmod(end.step, batches)


# --- numbers that are too large


@pytest.mark.parametrize("rate", [3.0, 1e3, 1e20, 1e150])
@pytest.mark.parametrize("optimizer", ["sgd", "momentum", "nesterov", "rmsprop", "adam"])
def test_a_run_that_overflows_ends_where_the_readable_one_does(
    rate: float, optimizer: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    net = drawn([2, 4, 3], "leaky_relu", "linear", "half_squared_error")
    chosen = settings(optimizer, 10, learning_rate=rate)
    made = plan(net, 10 * INPUTS, CLASSES, chosen, 100)
    expected, found = readable(made, monkeypatch)[-1], fused(made)[-1]
    assert found == expected


@pytest.mark.parametrize("batch_size", [10, 22, 43])
@pytest.mark.parametrize("l2", [1e6, 1e30, 1e100])
@pytest.mark.parametrize("epochs", range(1, 14))
def test_the_last_finite_frame_is_that_of_the_readable_run(
    batch_size: int, l2: float, epochs: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It may be of the first step of an epoch, which the kernel has entered on its way."""
    net = drawn([2, 4, 3], "leaky_relu", "linear", "half_squared_error")
    chosen = settings("sgd", batch_size, learning_rate=0.1, l2=l2)
    made = plan(net, INPUTS, CLASSES, chosen, epochs)
    places = [
        [(line.epoch, line.step, line.batch.tolist()) for line in lines if isinstance(line, Frame)]
        for lines in (fused(made), readable(made, monkeypatch))
    ]
    assert places[0] == places[1]


def test_samples_that_are_too_large_are_left_to_the_readable_engine(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    net = network("absolute_error", layer("linear", [[1.0]]))
    chosen = settings("sgd", 1, learning_rate=0.1)
    made = plan(net, np.array([[1e160]]), np.array([[0.0]]), chosen, 3, frame_steps=(0, 1, 2))
    assert same(fused(made), readable(made, monkeypatch))


def test_a_tiny_epsilon_is_left_to_the_readable_engine(monkeypatch: pytest.MonkeyPatch) -> None:
    chosen = settings("adagrad", 10, learning_rate=0.1, epsilon=0.0)
    made = plan(drawn([2, 3, 3], "relu", "linear", "huber"), INPUTS, CLASSES, chosen, 5)
    assert same(fused(made), readable(made, monkeypatch))


# --- what the kernel is not for


def test_a_large_network_or_an_entry_without_a_scalar_form_is_for_others() -> None:
    small = drawn([2, 4, 1], "tanh", "sigmoid", "half_squared_error")
    assert takes(small)
    assert not takes(drawn([100, 100, 1], "tanh", "sigmoid", "half_squared_error"))
    own = replace(ACTIVATIONS["tanh"], name="own", scalar=None)
    first = replace(small.layers[0], activation=own)
    assert not takes(replace(small, layers=(first, small.layers[1])))


def test_without_numba_a_run_takes_another_kernel() -> None:
    program = """
import sys
sys.modules["numba"] = None
from app.engine.network.runs.kernels import choice, compiled
from tests.engine.network.runs.building import outcome
from tests.engine.network.runs.kernels.test_fused import long_plan
from dataclasses import astuple, replace
assert not compiled.prepare()
made = replace(long_plan(), epochs=2)
assert choice.kernel_for(made).name != "fused"
print(outcome(made)[1].reason)
"""
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout == "done\n"
