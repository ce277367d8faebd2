"""Formulas with their numbers filled in, and what they give."""

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
