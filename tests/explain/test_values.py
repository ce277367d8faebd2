"""Formulas with their numbers filled in, and what they give."""

import numpy as np
import pytest

from app.explain.tree import (
    Tree,
    add,
    address,
    call,
    divide,
    ellipsis,
    equals,
    multiply,
    negate,
    number,
    partial,
    symbol,
)
from app.explain.values import value_of, with_numbers, worked_out
from tests.explain.passes import case

NUMBERS = {"x": 3.0, "y": -2.0}
X, Y = address("x"), address("y")
READ = NUMBERS.__getitem__


@pytest.mark.parametrize(
    ("tree", "filled"),
    [
        (equals(X, add(X, negate(Y))), equals(X, add(number(3.0), negate(number(-2.0))))),
        (multiply(X, partial("f", "x", Y)), multiply(number(3.0), number(-2.0))),
        (partial("f", "x"), partial("f", "x")),
        (add(X, ellipsis(2, Y)), add(number(3.0), number(-2.0))),
        (add(X, ellipsis(2)), add(number(3.0), ellipsis(2))),
        (multiply(X, symbol("f")), multiply(number(3.0), symbol("f"))),
        (
            multiply(X, address("w1", shape=(2, 2))),
            multiply(number(3.0), address("w1", shape=(2, 2))),
        ),
    ],
)
def test_numbers_take_the_place_of_all_addresses_but_left_sides_and_arrays(
    tree: Tree, filled: Tree
) -> None:
    assert with_numbers(tree, READ) == filled


@pytest.mark.parametrize(
    ("tree", "value"),
    [
        (add(X, negate(Y)), 5.0),
        (multiply(X, Y, number(0.5)), -3.0),
        (divide(X, Y), -1.5),
        (partial("f", "x", multiply(X, X)), 9.0),
    ],
)
def test_a_formula_has_a_value(tree: Tree, value: float) -> None:
    assert value_of(tree, READ) == value
    assert worked_out(equals(symbol("z"), tree), READ) == equals(
        symbol("z"), with_numbers(tree, READ), number(value)
    )
    assert worked_out(tree, READ) == equals(with_numbers(tree, READ), number(value))


@pytest.mark.parametrize("tree", [symbol("f"), partial("f", "x"), call("exp", X), equals(X, Y)])
def test_what_is_no_arithmetic_has_no_value(tree: Tree) -> None:
    with pytest.raises(ValueError, match="not a number"):
        value_of(tree, READ)


def test_an_address_reads_its_number_of_the_pass() -> None:
    """Of two samples and two layers; the second sample by its mark."""
    found = case([2, 3, 2], ["tanh", "linear"], samples=2)
    updated = found.trained.updated
    arrays = {"x0": found.inputs, "t2": found.targets}
    for depth, (layer, after, of_pass) in enumerate(
        zip(found.network.layers, updated.layers, found.trained.passed.layers, strict=True), 1
    ):
        slope = layer.activation.slope
        assert slope is not None
        arrays |= {
            f"w{depth}": layer.weights,
            f"b{depth}": layer.biases,
            f"new_w{depth}": after.weights,
            f"new_b{depth}": after.biases,
            f"z{depth}": of_pass.pre_activations,
            f"a{depth}": of_pass.activations,
            f"slope{depth}": slope(of_pass.pre_activations),
            f"error{depth}": of_pass.activation_gradients,
            f"delta{depth}": of_pass.deltas,
            f"dw{depth}": of_pass.weight_gradients,
            f"db{depth}": of_pass.bias_gradients,
        }
    of_samples = {"x", "t", "z", "a", "slope", "error", "delta"}
    for name, array in arrays.items():
        assert array is not None
        for place, value in np.ndenumerate(array):
            if name[:-1] in of_samples:
                sample, *rest = place
                address = ".".join([name, *map(str, rest)]) + f"@{sample}"
            else:
                address = ".".join([name, *map(str, place)])
            address = address.replace("x0.", "x.").replace("t2.", "t.")
            assert found.values(address) == value, address
    assert found.values("loss") == found.trained.passed.loss
    assert found.values("eta") == found.optimization.hyperparameters["learning_rate"]
