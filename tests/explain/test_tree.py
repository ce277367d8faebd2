"""The normal form that the builders keep formulas in."""

import pytest

from app.explain.tree import (
    add,
    address,
    arguments,
    by_figure_rule,
    in_square_brackets,
    multiply,
    negate,
    number,
    shown,
    sum_of,
)

A, T, W = address("a1.0"), address("t.0"), address("w1.0.0")


def test_minus_a_difference_is_the_other_difference() -> None:
    assert negate(add(A, negate(T))) == add(T, negate(A))


def test_minus_a_product_with_a_difference_turns_the_difference() -> None:
    assert negate(multiply(number(2), add(A, negate(T)))) == multiply(number(2), add(T, negate(A)))


def test_two_signs_cancel() -> None:
    assert negate(negate(A)) == A
    assert multiply(negate(A), negate(T)) == multiply(A, T)
    assert multiply(A, negate(T)) == negate(multiply(A, T))


def test_a_product_is_flat() -> None:
    assert multiply(W, multiply(A, T)) == multiply(W, A, T)


@pytest.mark.parametrize("count", range(1, 12))
def test_a_sum_of_more_than_six_terms_keeps_the_first_three_and_the_last(count: int) -> None:
    tree = sum_of(count, lambda k: address(f"x.{k}"))
    if count <= 6:
        assert tree == add(*(address(f"x.{k}") for k in range(count)))
    else:
        *first, ellipsis, last = arguments(tree)
        assert first == [address(f"x.{k}") for k in range(3)]
        assert ellipsis == {"op": "ellipsis", "count": count - 4}
        assert last == address(f"x.{count - 1}")
    assert shown(count)[-1] == count - 1


def test_the_figures_rule_leaves_the_marked_factors_out() -> None:
    slope = address("slope1.0", in_figure_rule=False)
    assert by_figure_rule(multiply(W, slope, A)) == multiply(W, A)
    assert by_figure_rule(multiply(slope, A)) == A
    assert by_figure_rule(add(multiply(W, slope, A), T)) == add(multiply(W, A), T)


def test_only_a_sum_gets_square_brackets() -> None:
    assert in_square_brackets(A) == A
    assert in_square_brackets(add(A, T)) == add(A, T) | {"square": True}
