"""The loss over two parameters is the network's loss with those two set, point by point."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.engine.network.activations import ACTIVATIONS
from app.engine.network.backprop import batch_loss, propagate
from app.engine.network.losses import LOSSES
from app.engine.network.network import Network
from app.engine.network.optimizers import OPTIMIZERS
from app.engine.network.overflow import Overflow
from app.engine.network.training import start, train, update
from app.labs.descent.contours import contours, levels
from app.labs.descent.descent import Landscape, Undefined, descend
from app.labs.descent.network_slice import NetworkSlice, ParameterAddress, WholeNetwork, addresses
from app.labs.descent.surface import grid
from tests.engine.network.building import layer, network, optimization
from tests.examples import examples


def slice_of(
    x: str,
    y: str,
    activations: tuple[str, ...] = ("tanh", "sigmoid", "linear"),
    loss: str = "half_squared_error",
    reduction: str = "mean",
    frozen: str = "none",
    seed: int = 5,
) -> NetworkSlice:
    """A 2-3-2-…-2 network, three samples."""
    rng = np.random.default_rng(seed)
    widths = [2, 3, *[2] * (len(activations) - 1)]
    layers = [
        layer(name, rng.normal(size=(widths[k + 1], widths[k])), rng.normal(size=widths[k + 1]))
        for k, name in enumerate(activations)
    ]
    layers[0] = layer(activations[0], layers[0].weights, layers[0].biases, frozen)
    targets = rng.uniform(0.1, 0.9, size=(3, 2))
    return NetworkSlice(
        network(loss, *layers),
        rng.normal(size=(3, 2)),
        targets,
        reduction,
        (place(x), place(y)),
    )


def place(address: str) -> ParameterAddress:
    found = ParameterAddress.parse(address)
    assert found is not None
    return found


PAIRS = [
    ("w1.0.1", "w3.0.0"),
    ("w3.1.1", "w1.2.0"),
    ("w2.0.1", "w2.0.2"),
    ("w2.0.1", "w2.1.1"),
    ("b1.0", "w1.0.0"),
    ("b3.1", "b2.0"),
    ("b1.1", "b1.2"),
]


def one_by_one(field: NetworkSlice, points: np.ndarray) -> list[float]:
    return [
        batch_loss(field.at(point), field.inputs, field.targets, field.reduction)
        for point in points.T
    ]


@pytest.mark.parametrize("reduction", ["mean", "sum"])
@pytest.mark.parametrize("pair", PAIRS)
def test_a_grid_of_losses_is_the_passes_one_by_one(pair: tuple[str, str], reduction: str) -> None:
    field = slice_of(*pair, reduction=reduction)
    points = np.random.default_rng(1).uniform(-3, 3, size=(2, 50))
    np.testing.assert_allclose(field.values(points), one_by_one(field, points), rtol=1e-13)


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_every_activation_may_stand_in_it(name: str) -> None:
    field = slice_of("w1.0.1", "w2.1.0", (name, name))
    points = np.random.default_rng(2).uniform(-3, 3, size=(2, 20))
    np.testing.assert_allclose(field.values(points), one_by_one(field, points), rtol=1e-12)


@pytest.mark.parametrize("name", LOSSES)
def test_every_loss_may_stand_at_its_end(name: str) -> None:
    field = slice_of("w1.0.1", "b2.0", ("tanh", LOSSES[name].output or "linear"), name)
    points = np.random.default_rng(3).uniform(-3, 3, size=(2, 20))
    np.testing.assert_allclose(field.values(points), one_by_one(field, points), rtol=1e-12)


def test_many_points_are_carried_in_parts() -> None:
    field = slice_of("w1.0.1", "w3.0.0")
    points = np.random.default_rng(4).uniform(-3, 3, size=(2, 9000))
    asked = []
    values = field.values(points, lambda: asked.append(True))
    assert len(asked) > 1
    np.testing.assert_array_equal(values[:10], field.values(points[:, :10]))
    np.testing.assert_allclose(values[-10:], field.values(points[:, -10:]), rtol=1e-14)


def test_a_pass_that_overflows_is_nan() -> None:
    field = slice_of("w1.0.0", "w3.0.0", ("linear", "linear", "linear"))
    points = np.array([[0.0, 1e200, 1e308], [0.0, 1e200, 1e308]])
    values = field.values(points)
    np.testing.assert_array_equal(np.isnan(values), [False, True, True])
    with pytest.raises(Overflow):
        batch_loss(field.at(points[:, 1]), field.inputs, field.targets, "mean")
    with pytest.raises(Undefined) as undefined:
        field.value_and_gradient([1e200, 1e200])
    assert undefined.value.reason.key.startswith("descent.too_large.")


@given(st.floats(-2, 2), st.floats(-2, 2), st.sampled_from(PAIRS))
@settings(max_examples=examples(60))
def test_its_gradient_is_the_difference_quotient_of_its_values(
    x: float, y: float, pair: tuple[str, str]
) -> None:
    field = slice_of(*pair)
    _, gradient = field.value_and_gradient([x, y])
    h = 1e-5
    for axis in (0, 1):
        ends = np.array([[x, x], [y, y]])
        ends[axis] += [h, -h]
        plus, minus = field.values(ends)
        assert np.isclose((plus - minus) / (2 * h), gradient[axis], rtol=1e-6, atol=1e-9)


def test_the_start_is_where_the_network_stands() -> None:
    field = slice_of("w1.0.1", "b3.1")
    assert field.start == (
        field.network.layers[0].weights[0, 1],
        field.network.layers[2].biases[1],  # type: ignore[index]  # it has some
    )
    value, _ = field.value_and_gradient(field.start)
    assert value == batch_loss(field.network, field.inputs, field.targets, "mean")


def test_the_network_itself_stays_as_it_is() -> None:
    field = slice_of("w1.0.1", "b3.1")
    before = [
        part.copy()
        for each in field.network.layers
        for part in (each.weights, each.biases)
        if part is not None
    ]
    field.values(np.ones((2, 5)))
    descend(field, (0.0, 0.0), optimization("adam", learning_rate=0.1), 5)
    whole = WholeNetwork(field)
    descend(whole, whole.start((0.0, 0.0)), optimization("adam", learning_rate=0.1), 5)
    after = [
        part
        for each in field.network.layers
        for part in (each.weights, each.biases)
        if part is not None
    ]
    for old, new in zip(before, after, strict=True):
        np.testing.assert_array_equal(old, new)


@pytest.mark.parametrize("name", OPTIMIZERS)
def test_when_the_two_learn_the_others_stay(name: str) -> None:
    """Every step uses the engine's gradients of the network with the two set."""
    field = slice_of("w1.0.1", "w3.0.0")
    chosen = optimization(name, learning_rate=0.05)
    run = descend(field, field.start, chosen, 30)
    p = np.array(field.start)
    state = chosen.optimizer.start(p)
    for count, (point, value) in enumerate(zip(run.points, run.values, strict=True), start=1):
        np.testing.assert_array_equal(point, p)
        passed = propagate(field.at(p), field.inputs, field.targets, "mean")
        assert value == passed.loss
        g = np.array(
            [passed.layers[0].weight_gradients[0, 1], passed.layers[2].weight_gradients[0, 0]]
        )
        p, state = chosen.optimizer.step(p, g, state, count, chosen.hyperparameters)
    assert run.values[-1] < run.values[0]


def trained_path(field: NetworkSlice, name: str, steps: int) -> tuple[list[Network], list[float]]:
    """The networks and losses of the engine's training, round by round."""
    chosen = optimization(name, learning_rate=0.05)
    net, states = field.network, start(field.network, chosen)
    networks, losses = [net], []
    for count in range(1, steps + 1):
        passed = propagate(net, field.inputs, field.targets, field.reduction)
        losses.append(passed.loss)
        net, states = update(net, passed.layers, chosen, states, count)
        networks.append(net)
    return networks, losses


@pytest.mark.parametrize("frozen", ["none", "biases"])
@pytest.mark.parametrize("name", OPTIMIZERS)
def test_when_all_learn_the_path_is_the_shadow_of_the_training(name: str, frozen: str) -> None:
    field = slice_of("w1.0.1", "w3.0.0", frozen=frozen)
    chosen = optimization(name, learning_rate=0.05)
    whole = WholeNetwork(field)
    run = descend(whole, whole.start(field.start), chosen, 30, shown=whole.shown)
    networks, losses = trained_path(field, name, 30)
    shadow = [[place.value(net) for place in field.places] for net in networks]
    np.testing.assert_allclose(run.points, shadow, rtol=1e-13)
    np.testing.assert_allclose(run.values[:-1], losses, rtol=1e-13)
    trained = train(field.network, field.inputs, field.targets, "mean", chosen, 30)
    assert np.isclose(run.values[-1], trained.loss_after, rtol=1e-13)
    assert run.states.shape == (30, len(chosen.optimizer.state), 2)


def test_a_frozen_parameter_that_was_picked_learns() -> None:
    field = slice_of("w1.0.1", "w3.0.0", frozen="all")
    whole = WholeNetwork(field)
    names = set(addresses(field.network))
    assert {name for name in names if not name.startswith(("w1", "b1"))} | {"w1.0.1"} == set(
        whole.variables
    )
    run = descend(whole, whole.start(field.start), optimization("sgd"), 3, shown=whole.shown)
    assert run.points[0].tolist() == list(field.start)
    assert (run.points[1] != run.points[0]).all()


def test_the_whole_gradient_decides_about_the_stop() -> None:
    field = slice_of("w1.0.1", "w3.0.0")
    whole = WholeNetwork(field)
    passed = propagate(field.network, field.inputs, field.targets, "mean")
    want = np.sqrt(
        sum(
            (each.weight_gradients**2).sum() + (each.bias_gradients**2).sum()
            for each in passed.layers
            if each.bias_gradients is not None
        )
    )
    run = descend(whole, whole.start(field.start), optimization("sgd"), 1, shown=whole.shown)
    assert np.isclose(run.gradient_norms[0], want, rtol=1e-14)
    _, two = field.value_and_gradient(field.start)
    np.testing.assert_allclose(run.gradients[0], two, rtol=1e-14)


@pytest.mark.parametrize(
    "address",
    ["w0.0.0", "w1.0", "b1.0.0", "w1.0.0.0", "x.0", "", "w1.-1.0", "w01.0.0", "w1.0.99999"],
)
def test_what_names_no_parameter_is_none(address: str) -> None:
    assert ParameterAddress.parse(address) is None


@pytest.mark.parametrize(
    ("address", "there"),
    [("w1.2.1", True), ("w1.3.1", False), ("w1.2.2", False), ("w4.0.0", False), ("b3.1", True)],
)
def test_a_place_stands_in_the_network_or_does_not(address: str, there: bool) -> None:
    found = place(address)
    assert found.address == address
    assert found.exists_in(slice_of("w1.0.0", "w1.0.1").network) == there


def test_a_layer_without_biases_has_no_bias_to_pick() -> None:
    net = network("half_squared_error", layer("tanh", np.ones((2, 2))))
    assert not place("b1.0").exists_in(net)
    assert place("w1.0.0").exists_in(net)


def test_its_contours_lie_where_the_loss_is() -> None:
    field = slice_of("w1.0.1", "w3.0.0")
    found = grid(field, ((-3.0, 3.0), (-3.0, 3.0)), 121)
    heights = levels(found.values)
    lines = contours(found, heights, field)
    assert [contour.level for contour in lines] == heights
    spread = found.values.max() - found.values.min()
    for contour in lines:
        for line in contour.lines:
            assert np.abs(field.values(line.T) - contour.level).max() < 1e-3 * spread


@pytest.mark.parametrize(("x", "y"), PAIRS)
def test_the_curvature_is_that_of_the_surface(x: str, y: str) -> None:
    """Compared with second differences of the losses."""
    field = slice_of(x, y)
    here, h = np.array(field.start), 1e-3

    def loss(i: int, j: int) -> float:
        return float(field.values((here + h * np.array([i, j]))[:, np.newaxis])[0])

    xx = (loss(1, 0) - 2 * loss(0, 0) + loss(-1, 0)) / h**2
    yy = (loss(0, 1) - 2 * loss(0, 0) + loss(0, -1)) / h**2
    xy = (loss(1, 1) - loss(1, -1) - loss(-1, 1) + loss(-1, -1)) / (4 * h**2)
    expected = np.linalg.eigvalsh([[xx, xy], [xy, yy]])
    found = field.curvature(field.start).eigenvalues
    assert found is not None
    np.testing.assert_allclose(found, expected, rtol=1e-4, atol=1e-6)


def test_two_weights_of_a_linear_output_bend_the_loss_by_what_enters_them() -> None:
    """C = mean ½(w·a − t)²: the second derivatives are the means of aᵢaⱼ."""
    field = slice_of("w3.0.0", "w3.0.1")
    signal = field.fixed_input
    expected = np.linalg.eigvalsh(signal.T @ signal / len(signal))
    found = field.curvature(field.start).eigenvalues
    assert found is not None
    np.testing.assert_allclose(found, expected, rtol=1e-8, atol=1e-10)


def test_where_a_whole_network_learns_two_curvatures_tell_nothing() -> None:
    field = slice_of("w3.0.0", "w3.0.1")
    whole: Landscape = WholeNetwork(field)
    assert whole.curvature(field.start) is None


def test_a_loss_beyond_float64_is_named_and_has_no_curvature() -> None:
    """Every sample's loss is finite and their sum is not."""
    linear = replace(
        slice_of("w1.0.0", "w2.0.0", activations=("linear", "linear"), reduction="sum"),
        inputs=np.ones((3, 2)),
        targets=np.zeros((3, 2)),
    )
    total, _ = linear.value_and_gradient([1e100, 1.0])
    far = [1e100 * (2.5 * (1e308 / total)) ** 0.5, 1.0]
    with pytest.raises(Undefined) as undefined:
        linear.value_and_gradient(far)
    assert undefined.value.reason.key == "descent.too_large.loss"
    assert linear.curvature(far).unknown == "notice.curvature.infinite"
