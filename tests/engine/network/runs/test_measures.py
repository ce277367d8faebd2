"""What is measured of a network: scores, and the state of each layer, against plain counting."""

import tracemalloc

import numpy as np
import pytest

from app.engine.arrays import Array
from app.engine.network.activations import ACTIVATIONS
from app.engine.network.backprop import forward, propagate
from app.engine.network.network import Network
from app.engine.network.overflow import Overflow
from app.engine.network.runs import measures
from app.engine.network.runs.epochs import Indices
from app.engine.network.runs.frame import Frame, frame_at
from app.engine.network.runs.measures import SCORES, score_for, steepest
from app.engine.network.runs.moment import first_moment
from app.engine.network.runs.plan import Settings
from app.engine.network.runs.step import one_step
from tests.engine.network.building import layer, network
from tests.engine.network.runs.building import drawn, plan, settings

RNG = np.random.default_rng(3)


def frame_of(
    net: Network, inputs: Array, targets: Array, chosen: Settings, order: Indices | None = None
) -> Frame:
    """The frame before the first step."""
    made = plan(net, inputs, targets, chosen, 1)
    return frame_at(made, first_moment(made, np.arange(len(inputs)) if order is None else order))


# --- scores


@pytest.mark.parametrize(
    ("targets", "name"),
    [
        ([[0.0], [1.0]], "side_of_half"),
        ([[1.0], [1.0]], "side_of_half"),
        ([[0.0, 1.0], [1.0, 0.0]], "largest_output"),
        ([[0.0, 1.0], [1.0, 1.0]], "side_of_half"),
        ([[0.0, 0.0], [1.0, 0.0]], "side_of_half"),
        ([[0.0], [0.5]], "r_squared"),
        ([[-1.0], [1.0]], "r_squared"),
        ([[0.3, 0.7]], "r_squared"),
    ],
)
def test_the_targets_say_which_score_fits(targets: list[list[float]], name: str) -> None:
    assert score_for(np.array(targets)) == name


def test_the_largest_output_is_the_class() -> None:
    a = np.array([[0.2, 0.5, 0.3], [0.4, 0.3, 0.3], [0.1, 0.1, 0.8], [0.5, 0.5, 0.0]])
    t = np.eye(3)[[1, 2, 2, 0]]
    assert SCORES["largest_output"](a, t) == 0.75


def test_two_classes_are_the_sides_of_a_half() -> None:
    a = np.array([[0.2], [0.7], [0.5], [0.49]])
    assert SCORES["side_of_half"](a, np.array([[0.0], [1.0], [1.0], [1.0]])) == 0.75
    both = np.array([[0.2, 0.9], [0.2, 0.1]])
    assert SCORES["side_of_half"](both, np.array([[0.0, 1.0], [0.0, 1.0]])) == 0.5


def test_r_squared_is_1_for_the_targets_0_for_their_mean_and_less_below() -> None:
    t = RNG.normal(size=(30, 2))
    mean = np.broadcast_to(t.mean(axis=0), t.shape)
    assert SCORES["r_squared"](t, t) == 1
    assert SCORES["r_squared"](mean, t) == pytest.approx(0, abs=1e-12)
    assert SCORES["r_squared"](mean - (t - mean), t) == pytest.approx(-3)


def test_r_squared_is_undefined_where_the_targets_are_equal_or_no_number_holds_it() -> None:
    t = np.array([[0.3, 2.0], [0.3, 2.0]])
    assert SCORES["r_squared"](t + 1, t) is None
    with np.errstate(all="ignore"):
        assert SCORES["r_squared"](np.full((2, 1), 1e200), np.array([[0.1], [0.2]])) is None
        assert SCORES["r_squared"](np.zeros((2, 1)), np.array([[1e200], [-1e200]])) is None


# --- layers


@pytest.mark.parametrize("optimizer", ["sgd", "adam"])
def test_the_norms_and_ratios_are_those_of_the_next_step(optimizer: str) -> None:
    net = drawn([3, 4, 2], "tanh", "linear", "mean_squared_error")
    inputs, targets = RNG.normal(size=(9, 3)), RNG.normal(size=(9, 2))
    chosen = settings(optimizer, 4, {"name": "warmup"}, l2=0.1, clip_norm=0.1)
    order = RNG.permutation(9)
    frame = frame_of(net, inputs, targets, chosen, order)
    assert frame.batch.tolist() == order[:4].tolist()
    batch = inputs[order[:4]], targets[order[:4]]
    passed = propagate(net, *batch, "mean")
    after, _ = one_step(net, *batch, chosen, chosen.rate(0, 3), frame.moment.states, 1)
    for measured, gradient, old, new in zip(
        frame.layers, passed.layers, net.layers, after.layers, strict=True
    ):
        assert gradient.bias_gradients is not None
        both = np.concatenate([gradient.weight_gradients.ravel(), gradient.bias_gradients])
        assert measured.gradient_norm == pytest.approx(np.linalg.norm(both))
        change = np.linalg.norm(new.weights - old.weights) / np.linalg.norm(old.weights)
        assert measured.update_ratio == pytest.approx(change)


def test_a_layer_of_zeros_has_no_update_ratio() -> None:
    net = network("half_squared_error", layer("linear", [[0.0, 0.0]]))
    (measures,) = frame_of(net, np.ones((2, 2)), np.ones((2, 1)), settings()).layers
    assert measures.update_ratio is None
    assert measures.gradient_norm == pytest.approx(np.sqrt(2))


def test_a_frozen_layer_does_not_move_but_has_its_gradient() -> None:
    net = network("half_squared_error", layer("linear", [[1.0, 1.0]], [0.0], "all"))
    (measures,) = frame_of(net, np.ones((2, 2)), np.ones((2, 1)), settings()).layers
    assert measures.update_ratio == 0
    assert measures.gradient_norm == pytest.approx(np.sqrt(3))


def test_a_sigmoid_is_saturated_where_it_passes_less_than_a_twentieth_of_its_steepest_slope() -> (
    None
):
    """s(z) s(−z) < 0.05 · ¼ beyond |z| = 4.356; the units see ±z."""
    z = np.array([[4.3], [4.4], [9.0], [0.0]])
    net = network("half_squared_error", layer("sigmoid", [[1.0], [-1.0]]))
    (measures,) = frame_of(net, z, np.zeros((4, 2)), settings()).layers
    assert measures.saturated == 0.5
    assert measures.dead == 0
    net = network("half_squared_error", layer("tanh", [[0.5]]))
    (measures,) = frame_of(net, z, np.zeros((4, 1)), settings()).layers
    assert measures.saturated == 0.5


def test_a_relu_unit_is_dead_if_it_is_0_for_every_sample() -> None:
    inputs = RNG.uniform(0, 1, (20, 1))
    net = network(
        "half_squared_error",
        layer("relu", [[1.0], [-1.0], [0.0], [-1.0]], [0.0, 0.0, 0.0, 0.5]),
        layer("linear", [[1.0, 1.0, 1.0, 1.0]]),
    )
    hidden, output = frame_of(net, inputs, np.zeros((20, 1)), settings()).layers
    _, (a, _) = forward(net, inputs)
    assert hidden.dead == float((a == 0).all(axis=0).mean()) == 0.5
    assert hidden.saturated is None
    assert (output.dead, output.saturated) == (0, None)


def test_a_unit_of_a_bounded_activation_is_dead_far_out_on_its_flat_side() -> None:
    net = network("half_squared_error", layer("sigmoid", [[1.0], [1.0]], [50.0, 0.0]))
    (measures,) = frame_of(net, np.ones((3, 1)), np.zeros((3, 2)), settings()).layers
    assert (measures.saturated, measures.dead) == (0.5, 0.5)


def test_softmax_has_no_slopes_of_its_units() -> None:
    net = network("cross_entropy", layer("softmax", [[90.0], [-90.0]]))
    (measures,) = frame_of(net, np.ones((3, 1)), np.eye(2)[[0, 0, 1]], settings()).layers
    assert measures.saturated is measures.dead is None


@pytest.mark.parametrize("name", [name for name, entry in ACTIVATIONS.items() if entry.elementwise])
def test_no_slope_is_steeper_than_the_steepest(name: str) -> None:
    entry = ACTIVATIONS[name]
    assert entry.slope is not None
    z = np.concatenate([np.linspace(-30, 30, 60001), RNG.normal(size=1000)])[:, np.newaxis]
    assert np.abs(entry.slope(z)).max() <= steepest(entry) * 1.001


def test_measures_of_a_step_that_float64_does_not_hold_are_none() -> None:
    """The gradient overflows in the first case, the update in the second; the losses are finite."""
    inputs, targets = np.array([[1e200]]), np.array([[0.0]])
    net = network("absolute_error", layer("linear", [[1e10]]), layer("linear", [[1e98]]))
    hidden, output = frame_of(net, inputs, targets, settings()).layers
    assert hidden.gradient_norm == pytest.approx(1e298)
    assert output.gradient_norm == pytest.approx(1e210)
    chosen = settings(learning_rate=1e20)
    hidden, output = frame_of(net, inputs, targets, chosen).layers
    assert hidden.update_ratio is output.update_ratio is None
    assert hidden.gradient_norm == pytest.approx(1e298)
    wide = network("absolute_error", layer("linear", [[1e100]]), layer("linear", [[1e-100]]))
    hidden, output = frame_of(wide, inputs, targets, settings()).layers
    assert output.gradient_norm == pytest.approx(1e300)
    steep = network("absolute_error", layer("linear", [[1e-150]]), layer("linear", [[1e150]]))
    hidden, output = frame_of(steep, inputs, targets, settings()).layers
    assert hidden.gradient_norm is output.gradient_norm is None
    assert hidden.update_ratio is output.update_ratio is None


@pytest.mark.parametrize("output", ["sigmoid", "softmax"])
def test_a_set_is_measured_block_by_block_as_at_once(
    output: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Within rounding: BLAS may add up a block in another order."""
    loss = {"sigmoid": "binary_cross_entropy", "softmax": "cross_entropy"}[output]
    rng = np.random.default_rng(3)
    inputs, targets = rng.normal(size=(50, 3)), np.eye(2)[rng.integers(0, 2, 50)]
    net = drawn([3, 5, 2], "tanh", output, loss)
    made = plan(net, 3 * inputs, targets, settings(), 1)
    moment = first_moment(made, np.arange(50))
    at_once = frame_at(made, moment)
    calls: list[int] = []
    monkeypatch.setattr(measures, "BLOCK", 50_000)
    assert len(measures.blocks(net, 50)) > 5
    in_blocks = frame_at(made, moment, lambda: calls.append(1))
    assert len(calls) > 5
    assert in_blocks.loss == pytest.approx(at_once.loss, rel=1e-14)
    assert in_blocks.accuracy == at_once.accuracy
    assert in_blocks.layers == at_once.layers


def test_no_more_than_a_block_of_a_set_is_held() -> None:
    """Wide layers between narrow ones have few weights, and many numbers for a large set."""
    widths = [1, *[512, 1] * 4]
    net = drawn(widths, "tanh", "linear", "half_squared_error")
    inputs = RNG.normal(size=(2000, 1))
    made = plan(net, inputs, np.zeros((2000, 1)), settings(batch_size=1), 1)
    moment = first_moment(made, np.arange(2000))
    tracemalloc.start()
    try:
        frame_at(made, moment)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak < 2000 * sum(widths) * 8 / 10


def test_the_first_layer_that_overflows_is_named_whichever_sample_it_is_for(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """As if all samples went through layer by layer."""
    net = network("half_squared_error", layer("linear", [[1e200]]), layer("linear", [[1e100]]))
    monkeypatch.setattr(measures, "BLOCK", 1)
    for inputs, place in (
        ([1e10, 1e150], ("pre_activations", 1)),
        ([1e150, 1e10], ("pre_activations", 1)),
        ([0.0, 1e10], ("pre_activations", 2)),
        ([0.0, 1e-100], ("sample_losses", 2)),
    ):
        with pytest.raises(Overflow) as found:
            measures.set_loss(net, np.array(inputs)[:, np.newaxis], np.zeros((2, 1)))
        assert (found.value.quantity, found.value.layer) == place
    straight = network("absolute_error", layer("linear", [[1.0]]))
    with pytest.raises(Overflow) as found:
        measures.set_loss(straight, np.full((2, 1), 1.5e308), np.zeros((2, 1)))
    assert (found.value.quantity, found.value.layer) == ("loss", None)
