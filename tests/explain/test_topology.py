"""The shape of a network that its formulas depend on."""

import numpy as np
import pytest

from app.explain.topology import LayerShape, Topology
from tests.explain.passes import case

S = LayerShape


def test_what_is_not_said_is_one_sample_by_plain_descent_under_the_mean() -> None:
    assert Topology(2, (S(1, "linear"),), "huber") == Topology(
        2, (S(1, "linear", True, "none"),), "huber", 1, "mean", "sgd", False
    )


def test_a_network_has_its_topology() -> None:
    each = case(
        [3, 4, 2],
        ["tanh", "softmax"],
        "cross_entropy",
        biases=[False, True],
        frozen=["all", "biases"],
        samples=5,
        reduction="sum",
        optimizer="adam",
        probabilities=True,
    )
    found = Topology.of(each.network, each.targets, "sum", "adam")
    layers = (S(4, "tanh", False, "all"), S(2, "softmax", True, "biases"))
    assert found == Topology(3, layers, "cross_entropy", 5, "sum", "adam", True)
    assert Topology.of(each.network, each.targets, "mean").optimizer == "sgd"


def test_layers_are_counted_from_1_and_the_inputs_are_before_them() -> None:
    found = Topology(7, (S(5, "tanh"), S(3, "tanh"), S(2, "linear")), "huber")
    assert found.depth == 3
    assert found.outputs == 2
    assert [found.layer(number).units for number in (1, 2, 3)] == [5, 3, 2]
    assert [found.fan_in(number) for number in (1, 2, 3)] == [7, 5, 3]


@pytest.mark.parametrize(
    ("has_bias", "frozen", "weights", "biases"),
    [
        (True, "none", True, True),
        (True, "biases", True, False),
        (True, "all", False, False),
        (False, "none", True, False),
        (False, "all", False, False),
    ],
)
def test_what_is_frozen_or_missing_does_not_move(
    has_bias: bool, frozen: str, weights: bool, biases: bool
) -> None:
    layer = S(2, "tanh", has_bias, frozen)
    assert (layer.weights_move, layer.biases_move) == (weights, biases)


def test_softmax_alone_depends_on_more_than_its_own_sum() -> None:
    assert not S(2, "softmax").elementwise
    assert S(2, "tanh").elementwise


@pytest.mark.parametrize(
    ("loss", "output", "fused", "slopes"),
    [
        ("half_squared_error", "sigmoid", False, [True, True]),
        ("half_squared_error", "softmax", False, [True, False]),
        ("binary_cross_entropy", "sigmoid", True, [True, False]),
        ("cross_entropy", "softmax", True, [True, False]),
    ],
)
def test_a_loss_with_its_own_formula_at_the_output_needs_no_slope_there(
    loss: str, output: str, fused: bool, slopes: list[bool]
) -> None:
    found = Topology(2, (S(3, "tanh"), S(1, output)), loss)
    assert [found.fused(number) for number in (1, 2)] == [False, fused]
    assert [found.has_slope(number) for number in (1, 2)] == slopes


@pytest.mark.parametrize(("optimizer", "plain"), [("sgd", True), ("momentum", False)])
def test_the_step_of_plain_descent_alone_is_spelled_out(optimizer: str, plain: bool) -> None:
    assert Topology(2, (S(1, "linear"),), "huber", optimizer=optimizer).plain_step is plain


@pytest.mark.parametrize(("missed", "adds_up"), [(9e-13, True), (1.1e-12, False)])
def test_targets_add_up_to_1_but_for_rounding(missed: float, adds_up: bool) -> None:
    network = case([2, 2], ["softmax"], "cross_entropy").network
    found = Topology.of(network, np.array([[0.5, 0.5 + missed]]), "mean")
    assert found.targets_sum_to_one is adds_up
