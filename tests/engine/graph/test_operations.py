"""Every operation: value and slopes compared with mpmath, also in the tails; conventions."""

from typing import Any

import mpmath
import numpy as np
import pytest
from mpmath import mpf

from app.engine.graph.operations import FUNCTIONS, OPERATIONS, Operation
from tests.engine.graph.random_expressions import REFERENCES

#: Small and large numbers, also those at which a form that cancels has no digits left.
PLACES = (1e-12, 1e-5, 0.3, 1.0, 2.5, 7.0, 18.0, 25.0, 45.0, 300.0)
POINTS = (*PLACES, *(-place for place in PLACES))
#: Second operands: exponents, divisors, numbers to compare.
SECONDS = (-2.0, -0.5, 0.75, 1.0, 2.0, 3.0)
ROUNDING = 1e-14
#: Digits enough for 1 − tanh² 300.
DIGITS = 700

LETTERS = {"a": 0, "b": 1}


def operands_of(operation: Operation) -> list[tuple[float, ...]]:
    """The points at which the operation has a finite value."""
    if operation.arity == 1:
        places: list[tuple[float, ...]] = [(a,) for a in POINTS]
    else:
        places = [(a, b) for a in POINTS for b in SECONDS]
    defined = []
    with np.errstate(all="ignore"):
        for place in places:
            numbers = [np.float64(number) for number in place]
            if any(domain.fails(*numbers) for domain in operation.domain):
                continue
            if np.isfinite(operation.value(*numbers)):
                defined.append(place)
    return defined


def symbolic(expression: Any, operands: tuple[mpf, ...], result: mpf) -> mpf:
    """The value of a partial in mpmath."""
    if isinstance(expression, str):
        return result if expression == "y" else operands[LETTERS[expression]]
    if isinstance(expression, int | float):
        return mpf(expression)
    name, *arguments = expression
    return REFERENCES[name](*(symbolic(each, operands, result) for each in arguments))


@pytest.mark.parametrize("name", OPERATIONS)
def test_values_and_slopes_hold_into_the_tails(name: str) -> None:
    operation = OPERATIONS[name]
    checked = 0
    with mpmath.workdps(DIGITS), np.errstate(all="ignore"):
        step = mpf(10) ** -300
        for place in operands_of(operation):
            numbers = [np.float64(number) for number in place]
            exact = tuple(mpf(number) for number in place)
            value, truth = operation.value(*numbers), REFERENCES[name](*exact)
            assert abs(mpf(float(value)) - truth) <= ROUNDING * abs(truth), place
            for k, slope in enumerate(operation.slopes):
                moved = [
                    REFERENCES[name](
                        *(each + sign * step * (i == k) for i, each in enumerate(exact))
                    )
                    for sign in (-1, 1)
                ]
                quotient = (moved[1] - moved[0]) / (2 * step)
                # A negative base has no derivative by the exponent; max has none at equal operands.
                one_sided = (truth - moved[0]) / step
                if isinstance(quotient, mpmath.mpc) or abs(quotient - one_sided) > mpf(
                    10
                ) ** -50 * (1 + abs(quotient)):
                    continue
                found = slope(*numbers, value)
                assert abs(mpf(float(found)) - quotient) <= ROUNDING * abs(quotient), (place, k)
                written = symbolic(operation.partials[k], exact, truth)
                assert abs(written - quotient) <= mpf(10) ** -100 * (1 + abs(quotient)), (place, k)
                checked += 1
    assert checked >= 8


@pytest.mark.parametrize("name", OPERATIONS)
def test_arrays_give_what_their_numbers_give(name: str) -> None:
    operation = OPERATIONS[name]
    places = operands_of(operation)
    columns = [np.array(column) for column in zip(*places, strict=True)]
    with np.errstate(all="ignore"):
        whole = operation.value(*columns)
        np.testing.assert_allclose(
            whole, [operation.value(*map(np.float64, place)) for place in places], rtol=1e-15
        )
        for slope in operation.slopes:
            singly = [
                slope(*map(np.float64, place), np.float64(value))
                for place, value in zip(places, whole, strict=True)
            ]
            table = np.broadcast_to(slope(*columns, whole), whole.shape)
            np.testing.assert_allclose(table, singly, rtol=1e-15)


@pytest.mark.parametrize(
    ("name", "operands", "slopes"),
    [
        ("relu", (0.0,), (0,)),
        ("abs", (0.0,), (0,)),
        ("max", (2.0, 2.0), (1, 0)),
        ("min", (2.0, 2.0), (1, 0)),
        ("step", (0.0,), (0,)),
        ("sign", (0.0,), (0,)),
        ("power", (0.0, 1.0), (1,)),
        ("power", (0.0, 0.0), (0,)),
        ("power", (0.0, 2.0), (0,)),
        ("power", (-3.0, 2.0), (-6,)),
    ],
)
def test_the_conventions_where_a_derivative_is_not_unique(
    name: str, operands: tuple[float, ...], slopes: tuple[float, ...]
) -> None:
    operation = OPERATIONS[name]
    numbers = [np.float64(number) for number in operands]
    value = operation.value(*numbers)
    for slope, agreed in zip(operation.slopes, slopes, strict=False):
        assert slope(*numbers, value) == agreed


@pytest.mark.parametrize("name", OPERATIONS)
def test_a_row_is_complete(name: str) -> None:
    operation = OPERATIONS[name]
    assert len(operation.slopes) == len(operation.partials) == operation.arity
    assert len(operation.smooth) in (0, operation.arity)
    assert (name in FUNCTIONS) == (operation.sign is None)
    for partial in operation.partials:
        assert letters(partial) <= {"a", "b", "y"}


def letters(expression: Any) -> set[str]:
    if isinstance(expression, str):
        return {expression}
    if isinstance(expression, int | float):
        return set()
    return set().union(*map(letters, expression[1:]))
