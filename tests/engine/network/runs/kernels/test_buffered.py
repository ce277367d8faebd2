"""The kernel with buffers computes what the readable engine does, over all of the tables, and
leaves to it whatever is not ordinary.
"""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.engine.arrays import Array
from app.engine.cancellation import Cancelled, always
from app.engine.network.activations import ACTIVATIONS
from app.engine.network.losses import LOSSES
from app.engine.network.optimizers import OPTIMIZERS
from app.engine.network.runs.advance import advance
from app.engine.network.runs.kernels import buffered
from app.engine.network.runs.kernels.buffered import ORDINARY, ORDINARY_STATE, Buffered
from app.engine.network.runs.kernels.choice import KERNELS, Kernel, kernel_for
from app.engine.network.runs.kernels.fused_run import Compiled
from app.engine.network.runs.moment import Moment, first_moment
from app.engine.network.runs.plan import Plan, WeightSet
from app.engine.network.runs.run import run
from app.engine.parameters import with_defaults
from tests.engine.network.building import optimization
from tests.engine.network.runs.building import drawn, frames, outcome, plan, same, settings

RNG = np.random.default_rng(8)
INPUTS = RNG.normal(size=(23, 3))
OUTPUTS = np.eye(4)[RNG.integers(0, 4, 23)]


def made(activation: str = "tanh", loss: str = "cross_entropy", **more: Any) -> Plan:
    """23 samples in batches of 5, the last of 3; two hidden layers."""
    names = ("batch_size", "schedule", "l1", "l2", "clip_norm", "learning_rate", "optimizer")
    given = {name: more.pop(name) for name in names if name in more}
    chosen = settings(**{"batch_size": 5, "learning_rate": 0.05, **given})
    output = more.pop("output", LOSSES[loss].output or "linear")
    net = drawn([3, 6, 5, 4], activation, output, loss)
    return plan(net, INPUTS, OUTPUTS, chosen, 3, **more)


def moment_of(made: Plan) -> Moment:
    order = np.random.default_rng(2).permutation(made.samples)
    return first_moment(made, order)


def numbers(moment: Moment) -> list[Array]:
    """All that the steps have changed."""
    found = []
    for layer, (weights, biases) in zip(moment.network.layers, moment.states, strict=True):
        found += [layer.weights, *weights]
        found += [] if layer.biases is None else [layer.biases, *(biases or ())]
    return found


def assert_equal(ours: Moment | None, theirs: Moment | None) -> None:
    """Within 1e-12 of the largest number of each array."""
    assert ours is not None
    assert theirs is not None
    assert (ours.step, ours.batch, ours.count) == (theirs.step, theirs.batch, theirs.count)
    for found, expected in zip(numbers(ours), numbers(theirs), strict=True):
        assert found.shape == expected.shape
        assert np.abs(found - expected).max() <= 1e-12 * max(1.0, np.abs(expected).max())


def assert_same_steps(wanted: Plan, steps: int = 5, kernel: Compiled | None = None) -> None:
    moment = moment_of(wanted)
    ours = Buffered(wanted.network, kernel)(moment, steps, always)
    theirs = advance(moment, steps, always)
    assert ours.ended is theirs.ended is None
    assert_equal(ours.moment, theirs.moment)
    assert_equal(ours.before, theirs.before)


# --- the same mathematics -------------------------------------------------------------------------


@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_every_activation_is_that_of_the_readable_engine(activation: str) -> None:
    assert_same_steps(made(activation))
    assert_same_steps(made(activation, "half_squared_error", output=activation))


@pytest.mark.parametrize("loss", LOSSES)
def test_every_loss_is_that_of_the_readable_engine(loss: str) -> None:
    assert_same_steps(made("gelu", loss))


@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_so_is_every_activation_by_the_compiled_kernel(activation: str, kernel: Compiled) -> None:
    assert_same_steps(made(activation), kernel=kernel)
    assert_same_steps(made(activation, "half_squared_error", output=activation), kernel=kernel)


@pytest.mark.parametrize("loss", LOSSES)
def test_so_is_every_loss_by_the_compiled_kernel(loss: str, kernel: Compiled) -> None:
    assert_same_steps(made("gelu", loss), kernel=kernel)
    assert_same_steps(made("relu", loss, clip_norm=0.01, l2=0.1, batch_size=4), kernel=kernel)


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
@pytest.mark.parametrize("clip_norm", [None, 0.01, 100.0])
def test_every_optimizer_is_that_of_the_readable_engine(
    optimizer: str, clip_norm: float | None
) -> None:
    wanted = made(optimizer=optimizer, clip_norm=clip_norm, l1=0.01, l2=0.1)
    assert_same_steps(wanted)
    assert_same_steps(replace(wanted, settings=replace(wanted.settings, l1=0.0, l2=0.0)))


@pytest.mark.parametrize("optimizer", ["sgd", "adam"])
@pytest.mark.parametrize("without", [{0}, {1, 2}, {0, 1, 2}])
def test_layers_without_biases_are_those_of_the_readable_engine(
    optimizer: str, without: set[int]
) -> None:
    wanted = made(optimizer=optimizer, clip_norm=0.1, l2=0.1)
    layers = tuple(
        replace(layer, biases=None if index in without else layer.biases)
        for index, layer in enumerate(wanted.network.layers)
    )
    assert_same_steps(replace(wanted, network=replace(wanted.network, layers=layers)))


def test_a_layer_of_many_blocks_is_updated_whole() -> None:
    for optimizer in ("sgd", "rmsprop"):
        net = drawn([40, 1000, 2], "relu", "linear", "huber")
        inputs, targets = RNG.normal(size=(6, 40)), RNG.normal(size=(6, 2))
        chosen = settings(optimizer, 4, learning_rate=0.01)
        assert_same_steps(plan(net, inputs, targets, chosen, 1), 2)


def test_a_network_of_one_layer_learns() -> None:
    net = drawn([3, 4], "tanh", "softmax", "cross_entropy")
    assert_same_steps(plan(net, INPUTS, OUTPUTS, settings("adam", 5, learning_rate=0.1), 1))


def test_it_takes_every_plan_but_those_with_frozen_layers() -> None:
    wanted = made()
    assert kernel_for(wanted).name != "readable"
    first, *rest = wanted.network.layers
    for frozen in ("biases", "all"):
        layers = (replace(first, frozen=frozen), *rest)
        held = replace(wanted, network=replace(wanted.network, layers=layers))
        assert not buffered.takes(held)


def test_what_it_returns_is_never_written_to() -> None:
    wanted = made("relu", optimizer="adam")
    kernel = Buffered(wanted.network)
    first = kernel(moment_of(wanted), 2, always)
    kept = [each.copy() for each in numbers(first.moment)]
    kernel(first.moment, 4, always)
    kernel(moment_of(wanted), 4, always)
    for found, expected in zip(numbers(first.moment), kept, strict=True):
        np.testing.assert_array_equal(found, expected)


# --- runs -----------------------------------------------------------------------------------------


@pytest.fixture
def only_buffered(monkeypatch: pytest.MonkeyPatch) -> None:
    """No other kernel takes a run."""
    monkeypatch.setattr(
        "app.engine.network.runs.kernels.choice.KERNELS",
        (kernel_named("buffered"), kernel_named("readable")),
    )


def kernel_named(name: str) -> Kernel:
    return next(kernel for kernel in KERNELS if kernel.name == name)


@pytest.mark.usefixtures("only_buffered")
@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_a_run_does_not_depend_on_its_frames(optimizer: str) -> None:
    events = (WeightSet(6, 1, 0, 0, 0.5),)
    few = made(optimizer=optimizer, events=events, schedule={"name": "cosine"})
    many = replace(few, frame_steps=tuple(range(16)))
    assert same(list(outcome(few)), list(outcome(many)))
    for frame in frames(many)[:-1]:
        rest = list(run(few, moment=frame.moment))
        assert same(rest[-2:], list(outcome(few)))


@pytest.mark.usefixtures("only_buffered")
@pytest.mark.parametrize("steps", [(), tuple(range(400))])
@pytest.mark.parametrize("rate", [3.0, 1e3, 1e6, 1e40])
@pytest.mark.parametrize("more", [{}, {"l2": 1e6}, {"l2": 1e6, "clip_norm": 1e308}], ids=str)
def test_a_run_that_diverges_ends_as_by_the_readable_engine(
    rate: float, steps: tuple[int, ...], more: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    """It names the step, the layer and the quantity, wherever the frames stand."""
    wanted = replace(made("leaky_relu", "half_squared_error"), epochs=80)
    chosen = optimization("sgd", learning_rate=rate)
    changed = replace(wanted.settings, optimization=chosen, **more)
    wanted = replace(wanted, settings=changed)
    frame, end = outcome(replace(wanted, frame_steps=steps))
    with monkeypatch.context() as patched:
        patched.setattr(
            "app.engine.network.runs.kernels.choice.KERNELS", (kernel_named("readable"),)
        )
        their_frame, their_end = outcome(wanted)
    assert end.reason == "diverged"
    assert (end, frame.step) == (their_end, their_frame.step)


@pytest.mark.parametrize("optimizer", ["sgd", "momentum", "adam"])
def test_steps_that_are_not_ordinary_but_possible_are_taken(optimizer: str) -> None:
    """By the readable engine, so to the last bit."""
    net = drawn([3, 4, 1], "relu", "linear", "absolute_error")
    inputs = INPUTS * 1e60
    chosen = settings(optimizer, 5, learning_rate=1e-70)
    wanted = plan(net, inputs, np.zeros((23, 1)), chosen, 1)
    moment = moment_of(wanted)
    ours = Buffered(net)(moment, 4, always)
    theirs = advance(moment, 4, always)
    assert ours.ended is None
    for found, expected in zip(numbers(ours.moment), numbers(theirs.moment), strict=True):
        np.testing.assert_array_equal(found, expected)


def test_an_epsilon_that_outweighs_nothing_is_left_to_the_readable_engine() -> None:
    wanted = made(optimizer="rmsprop")
    chosen = optimization("rmsprop", learning_rate=0.1, epsilon=0.0)
    wanted = replace(wanted, settings=replace(wanted.settings, optimization=chosen))
    dead = np.zeros_like(INPUTS)
    moment = moment_of(replace(wanted, inputs=dead))
    ours, theirs = Buffered(wanted.network)(moment, 3, always), advance(moment, 3, always)
    assert ours.ended is not None
    assert str(ours.ended) == str(theirs.ended)


def counting(steps: int) -> Callable[[], None]:
    """A check that lets so many steps pass."""
    passed = iter(range(steps))

    def check() -> None:
        if next(passed, None) is None:
            raise Cancelled

    return check


@pytest.mark.parametrize("steps", [0, 1, 3])
def test_a_cancelled_stretch_shows_where_it_stands(steps: int) -> None:
    moment = moment_of(made("silu", optimizer="momentum"))
    ours = Buffered(moment.network)(moment, 5, counting(steps))
    theirs = advance(moment, 5, counting(steps))
    assert isinstance(ours.ended, Cancelled)
    assert_equal(ours.moment, theirs.moment)
    if steps:
        assert_equal(ours.before, theirs.before)
    else:
        assert ours.before is None


def test_the_check_is_called_before_every_step_in_long_stretches_too() -> None:
    net = drawn([3, 4], "tanh", "softmax", "cross_entropy")
    inputs = np.tile(INPUTS, (10, 1))
    wanted = plan(net, inputs, np.tile(OUTPUTS, (10, 1)), settings("sgd", 1), 1)
    for steps in (63, 64, 65, 150):
        moment = moment_of(wanted)
        ours = Buffered(net)(moment, 230, counting(steps))
        assert ours.moment.step == steps
        assert_equal(ours.before, advance(moment, steps - 1, always).moment)


# --- what makes it enough to look at z and δ ------------------------------------------------------

EDGE = ORDINARY**0.5
Z = np.array([[-EDGE, -1.0, 0.0, 1.0, EDGE], [EDGE, EDGE, -EDGE, -EDGE, 0.0]])


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_no_activation_is_much_larger_than_its_argument(name: str) -> None:
    with np.errstate(all="ignore"):
        assert (np.abs(ACTIVATIONS[name].function(Z)) <= 2 * np.abs(Z) + 2).all()


@pytest.mark.parametrize("name", LOSSES)
def test_no_loss_of_ordinary_numbers_overflows(name: str) -> None:
    loss = LOSSES[name]
    a = ACTIVATIONS[loss.output or "linear"].function(Z)
    for size in (0.0, 1.0) if loss.targets == "unit_interval" else (0.0, 1.0, EDGE):
        for targets in (np.full_like(Z, size), size * np.eye(2, 5)):
            with np.errstate(all="ignore"):
                assert np.isfinite(loss.value(Z, a, targets)).all()


@given(data=st.data(), name=st.sampled_from(sorted(OPTIMIZERS)))
def test_no_step_of_ordinary_numbers_leads_far(data: st.DataObject, name: str) -> None:
    """Far less far than to the end of float64, even two million times."""
    entry = OPTIMIZERS[name]
    largest = 1e106
    sizes = st.sampled_from([0.0, 1e-200, 1e-60, 1.0, EDGE, largest])
    k = with_defaults(entry.hyperparameters, {"learning_rate": 1e6})
    p, state = np.array([EDGE]), entry.start(np.zeros(1))
    for count in range(1, 5):
        g = np.array([data.draw(sizes) * data.draw(st.sampled_from([-1, 1]))])
        with np.errstate(all="ignore"):
            new, state = entry.step(p, g, state, count, k)
        assert np.abs(new - p).max() < 1e150
        assert all(np.abs(each).max() < ORDINARY_STATE / 1e12 for each in state)
        p = new


def test_the_step_in_place_is_the_step() -> None:
    for entry in OPTIMIZERS.values():
        if entry.in_place is not None:
            p, g = RNG.normal(size=(3, 4)), RNG.normal(size=(3, 4))
            k = with_defaults(entry.hyperparameters, {"learning_rate": 0.3})
            assert not entry.state
            expected, _ = entry.step(p, g, (), 1, k)
            entry.in_place(p, g, k)
            np.testing.assert_array_equal(p, expected)
