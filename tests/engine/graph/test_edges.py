"""Every operation at the edges of its domain and of float64: values, derivatives and second
derivatives compared with mpmath; derivatives where a factor is not finite; notices.
"""

from math import isfinite, isinf

import mpmath
import numpy as np
import pytest
from mpmath import mpf

from app.engine.graph.graph import (
    backward,
    evaluate,
    failures,
    flat_edges,
    is_undecided,
    kept,
    live_edges,
    local_derivatives,
    notices,
    reverse,
)
from app.engine.graph.operations import OPERATIONS
from app.engine.graph.second_order import FEW_SAMPLES, MANY_VALUES, SAMPLES, hessians
from app.labs.expression.parse import parse
from tests.engine.graph.random_expressions import REFERENCES

TINY = 5e-324
LARGEST = 1.7976931348623157e308
#: Zeros, subnormal numbers, the ends of exp and of float64.
EDGES = (0.0, TINY, 5e-309, 2.3e-308, 1e-200, 1e-160, 1.0, 36.8, 709.7, 710.5, 745.2, 1e154, 1e300)
POINTS = (*EDGES, LARGEST, *(-edge for edge in EDGES[1:]), -LARGEST)
EXPONENTS = (0.0, 1.0, 2.0, 3.0, 0.5, 1.5, 2.5, 1e-10, -1.0, -0.5, -1e-10, 200.0)
SECONDS = {"power": EXPONENTS}
DIGITS = 1500
ROUNDING = 4e-14


def places_of(name: str) -> list[tuple[float, ...]]:
    if OPERATIONS[name].arity == 1:
        return [(a,) for a in POINTS]
    return [(a, b) for a in POINTS for b in SECONDS.get(name, POINTS)]


def exact(name: str, place: tuple[mpf, ...]) -> mpf | None:
    """The value; None where it is not real."""
    try:
        found = REFERENCES[name](*place)
    except (ZeroDivisionError, ValueError):
        return None
    return found if isinstance(found, mpf) and mpmath.isfinite(found) else None


def one_sided(name: str, place: tuple[mpf, ...], k: int, direction: int) -> mpf | None:
    """The derivative by operand ``k`` from one side; None if there is none: where the quotient
    grows with a smaller step, as at a jump or a vertical tangent.
    """
    here = exact(name, place)
    found = []
    # From 0 smaller steps, since the power 1.5 still has the quotient √step.
    for digits in (30, 40) if place[k] else (850, 860):
        step = direction * (min(abs(place[k]), 1) or 1) * mpf(10) ** -digits
        there = exact(name, tuple(p + step * (i == k) for i, p in enumerate(place)))
        if here is None or there is None:
            return None
        found.append((there - here) / step)
    first, second = found
    return second if agree(first, second) else None


def agree(a: mpf, b: mpf) -> bool:
    return bool(abs(a - b) <= mpf(10) ** -9 * abs(b) + mpf(10) ** -400)


def matches(found: float, want: mpf, tolerance: float = ROUNDING) -> bool:
    """Up to rounding, and to what is smaller or larger than float64 holds."""
    if not isfinite(found):
        return bool(abs(want) > LARGEST * (1 - mpf(tolerance)))
    return bool(abs(mpf(found) - want) <= tolerance * abs(want) + 1000 * TINY)


@pytest.mark.parametrize("name", OPERATIONS)
def test_values_and_derivatives_at_the_edges_are_those_of_mpmath(name: str) -> None:
    operation = OPERATIONS[name]
    checked = 0
    with mpmath.workdps(DIGITS), np.errstate(all="ignore"):
        for place in places_of(name):
            numbers = [np.float64(number) for number in place]
            value = float(operation.value(*numbers))
            at = tuple(mpf(number) for number in place)
            want = None if large_power(name, place) else exact(name, at)
            outside = any(bool(domain.fails(*numbers)) for domain in operation.domain)
            assert (want is None) == outside or large_power(name, place), place
            if want is None:
                continue
            assert matches(value, want), (place, value)
            if not isfinite(value):
                continue
            assert (value == 0) == (want == 0) or not bool(operation.zero(*numbers)), place
            for k, slope in enumerate(operation.slopes):
                found = float(slope(*numbers, np.float64(value)))
                sides = [one_sided(name, at, k, direction) for direction in (-1, 1)]
                known = [side for side in sides if side is not None]
                missing = operation.smooth and any(
                    bool(domain.fails(*numbers)) for domain in operation.smooth[k]
                )
                agreed = [
                    each
                    for each in operation.conventions
                    if k in each.places and bool(each.holds(*numbers))
                ]
                if len(known) == 2 and agree(*known):
                    assert not missing, (place, k)
                    assert matches(found, known[1]), (place, k, found)
                elif agreed:
                    assert isfinite(found), (place, k)
                    if all(each.exists for each in agreed):
                        assert known, (place, k)
                        assert matches(found, known[-1]), (place, k, found)
                elif len(known) == 1 and not missing:
                    assert matches(found, known[0]), (place, k, found)
                else:
                    assert missing, (place, k, known)
                    assert not isfinite(found), (place, k, found)
                checked += 1
    assert checked >= 12


def large_power(name: str, place: tuple[float, ...]) -> bool:
    """A power of a huge number is beyond mpmath's exponents too."""
    return name == "exp" and abs(place[0]) > 1e5 or name in ("sinh", "cosh") and abs(place[0]) > 1e5


@pytest.mark.parametrize("name", [name for name in OPERATIONS if OPERATIONS[name].bends])
def test_second_derivatives_are_those_of_mpmath(name: str) -> None:
    operation = OPERATIONS[name]
    inner = (1e-8, 0.3, 1.0, 2.5, 18.0, 40.0)
    near = (*inner, *(-point for point in inner), 0.0)
    places: list[tuple[float, ...]] = [(a,) for a in near]
    if operation.arity == 2:
        places = [(a, b) for a in near for b in (-2.0, 0.75, 1.0, 2.0, 3.0)]
    checked = 0
    with mpmath.workdps(300), np.errstate(all="ignore"):
        for place in places:
            numbers = [np.float64(number) for number in place]
            if any(bool(domain.fails(*numbers)) for domain in operation.domain):
                continue
            value = operation.value(*numbers)
            at = tuple(mpf(number) for number in place)
            for n, (i, j) in enumerate([(0, 0), (0, 1), (1, 1)][: len(operation.bends)]):
                if (want := mixed(name, at, i, j)) is None:
                    continue
                bend = operation.bends[n]
                found = 0.0 if bend is None else float(bend(*numbers, value))
                assert matches(found, want, 1e-13), (place, (i, j), found)
                checked += 1
    assert checked >= 5


def mixed(name: str, at: tuple[mpf, ...], i: int, j: int) -> mpf | None:
    """The second derivative by operands i and j, by a difference of differences; None where the
    operation is not real around ``at``, or not smooth.
    """
    quotients = []
    for digits in (60, 70):
        h = mpf(10) ** -digits
        total = mpf(0)
        for s in (-1, 1):
            for t in (-1, 1):
                moved = tuple(p + h * (s * (k == i) + t * (k == j)) for k, p in enumerate(at))
                value = exact(name, moved)
                if value is None:
                    return None
                total += s * t * value
        quotients.append(total / (4 * h * h))
    first, second = quotients
    if abs(first - second) > mpf(10) ** -40 * (1 + abs(second)):
        return None
    return second if abs(second) > mpf(10) ** -100 else mpf(0)


# --- products with a factor that is not finite ----------------------------------------------------


def gradients_of(text: str, **values: float) -> dict[str, float]:
    program = parse(text)
    found = reverse(program.graph, values)
    return {name: float(found[index]) for name, index in program.graph.inputs.items()}


@pytest.mark.parametrize(
    ("text", "values", "want"),
    [
        ("x**y", {"x": 0.0, "y": 2.0}, {"x": 0, "y": 0}),
        ("x**y", {"x": 0.0, "y": 1.0}, {"x": 1, "y": 0}),
        ("(x*y)**y", {"x": 0.0, "y": 2.0}, {"x": 0, "y": 0}),
        ("max(sqrt(x), 1)", {"x": 0.0}, {"x": 0}),
        ("max(1, sqrt(x))", {"x": 0.0}, {"x": 0}),
        ("min(sqrt(x), -1)", {"x": 0.0}, {"x": 0}),
        ("relu(sqrt(x) - 1)", {"x": 0.0}, {"x": 0}),
        ("sign(sqrt(x) + 1)*x", {"x": 0.0}, {"x": 1}),
        ("step(sqrt(x) - 1) + x", {"x": 0.0}, {"x": 1}),
        ("0*sqrt(x) + x", {"x": 0.0}, {"x": 1}),
        ("sqrt(x)*0 + x", {"x": 0.0}, {"x": 1}),
        ("0/(1 + sqrt(x)) + x", {"x": 0.0}, {"x": 1}),
        ("(1 + sqrt(x))**0 + x", {"x": 0.0}, {"x": 1}),
        ("1**sqrt(x) + x", {"x": 0.0}, {"x": 1}),
        ("0**(1 + sqrt(x)) + x", {"x": 0.0}, {"x": 1}),
        ("max(x**0.5, 1)*y", {"x": 0.0, "y": 3.0}, {"x": 0, "y": 1}),
        ("max(log(x), 1)", {"x": 5e-309}, {"x": 0}),
    ],
)
def test_what_the_result_does_not_depend_on_contributes_nothing(
    text: str, values: dict[str, float], want: dict[str, float]
) -> None:
    assert gradients_of(text, **values) == want
    program = parse(text)
    numbers = evaluate(program.graph, values)
    slopes = local_derivatives(program.graph, numbers)
    live = live_edges(program.graph, flat_edges(program.graph, numbers))
    assert failures(program.graph, numbers, slopes, live=live) == []


@pytest.mark.parametrize(
    "text",
    [
        "x*sqrt(x)",  # x^1.5: 0
        "x**0.25*sqrt(x)",  # x^0.75: no derivative
        "sqrt(x)*sqrt(x)",  # x: 1
        "sqrt(x) - sqrt(x)",  # 0
        "relu(sqrt(x))",  # √x: no derivative, although relu'(0) is taken to be 0
    ],
)
def test_a_product_of_0_and_infinity_is_not_taken_for_0(text: str) -> None:
    assert not isfinite(gradients_of(text, x=0.0)["x"])


def test_a_vertical_tangent_stays_infinite() -> None:
    assert isinf(gradients_of("2*sqrt(x)", x=0.0)["x"])


@pytest.mark.parametrize("text", ["max(sqrt(x), a)", "0*sqrt(x) + a*x", "relu(sqrt(x) - a)*x"])
def test_rows_are_told_apart(text: str) -> None:
    """An array gives what its numbers give, also where only some rows depend on a part."""
    program = parse(text, ["x"])
    rows = np.array([1.0, 2.0, 0.5])
    inputs = {"x": np.float64(0.0), "a": rows}
    whole = reverse(program.graph, inputs)[program.graph.inputs["x"]]
    singly = [gradients_of(text, x=0.0, a=row)["x"] for row in rows]
    np.testing.assert_array_equal(np.broadcast_to(whole, rows.shape), singly)


# --- notices --------------------------------------------------------------------------------------


def codes(text: str, **values: float) -> set[str]:
    graph = parse(text).graph
    numbers = evaluate(graph, values)
    slopes = local_derivatives(graph, numbers)
    live = live_edges(graph, flat_edges(graph, numbers))
    backward(graph, kept(slopes, live))
    return {notice.key for notice in notices(graph, numbers, slopes, live)}


@pytest.mark.parametrize(
    ("text", "values", "found"),
    [
        ("max(x, 0) + min(x, 0)", {"x": 0.0}, {"notice.tie"}),
        ("max(x, 0)", {"x": 1e-300}, set()),
        ("max(x, x)", {"x": 1.0}, set()),
        ("max(x, y)", {"x": 2.0, "y": 2.0}, {"notice.tie"}),
        ("relu(x - 1)", {"x": 1.0}, {"notice.kink.relu"}),
        ("abs(x*y)", {"x": 0.0, "y": 3.0}, {"notice.kink.abs"}),
        ("sign(x) + x", {"x": 0.0}, {"notice.jump"}),
        ("step(x)", {"x": 0.0}, {"notice.jump"}),
        ("relu(0) + x", {"x": 0.0}, set()),  # a constant has no derivative to agree on
        ("a = abs(x); loss = x**2", {"x": 0.0}, set()),  # the result does not depend on it
        ("max(abs(x), 1)", {"x": 0.0}, set()),  # nor here, near 0
        ("max(sqrt(x), 1)", {"x": 0.0}, {"notice.flat"}),
        ("x**y", {"x": 0.0, "y": 2.0}, {"notice.limit.exponent"}),
        ("x**2", {"x": 0.0}, set()),
        ("x**1.5", {"x": 0.0}, {"notice.edge.power"}),
        ("exp(x)", {"x": -800.0}, {"notice.underflow"}),
        ("x*x", {"x": 1e-200}, {"notice.underflow"}),
        ("x/1e300", {"x": 1e-200}, {"notice.underflow"}),
        ("x**200", {"x": 0.01}, {"notice.underflow"}),
        ("x*y", {"x": 0.0, "y": 1.0}, set()),
    ],
)
def test_a_convention_is_noticed_where_the_result_depends_on_it(
    text: str, values: dict[str, float], found: set[str]
) -> None:
    assert codes(text, **values) == found


@pytest.mark.parametrize(
    ("text", "values", "keys"),
    [
        ("log(x)", {"x": 5e-309}, ["error.domain.slope"]),
        ("1/x", {"x": 1e-200}, ["error.domain.slope"]),
        ("exp(x)", {"x": 800.0}, ["error.domain.overflow"]),
        ("1/x", {"x": 0.0}, ["error.domain.divide"]),
        ("1/x**200", {"x": 0.01}, ["error.domain.underflow"]),
        ("log(exp(x))", {"x": -800.0}, ["error.domain.underflow"]),
        ("x**y", {"x": 0.0, "y": 0.0}, ["error.domain.exponent"]),
        ("x**y", {"x": -1.0, "y": 2.0}, ["error.domain.exponent"]),
    ],
)
def test_a_failure_is_told_as_what_it_is(
    text: str, values: dict[str, float], keys: list[str]
) -> None:
    graph = parse(text).graph
    numbers = evaluate(graph, values)
    found = failures(graph, numbers, local_derivatives(graph, numbers))
    assert [failure.key for failure in found] == keys


@pytest.mark.parametrize(
    ("text", "values", "undecided"),
    [
        ("log(x)*y", {"x": 0.0, "y": 1.0}, [False]),  # no value, so no derivative
        ("sqrt(x)", {"x": 0.0}, [False]),  # the derivative of the result itself
        ("2*sqrt(x)", {"x": 0.0}, [False]),  # vertical, whatever it is multiplied by
        ("sqrt(x)*sqrt(x)", {"x": 0.0}, [True, True]),  # x: 1
        ("sqrt(x)*sqrt(x) + sqrt(y)", {"x": 0.0, "y": 0.0}, [True, True, False]),
        ("sqrt(y) + sqrt(x)*sqrt(x)", {"x": 0.0, "y": 0.0}, [False, True, True]),
        ("y*exp(log(x))", {"x": 5e-309, "y": 1.0}, [True]),  # x y: 1
    ],
)
def test_a_derivative_may_exist_where_an_inner_one_does_not(
    text: str, values: dict[str, float], undecided: list[bool]
) -> None:
    graph = parse(text).graph
    numbers = evaluate(graph, values)
    slopes = local_derivatives(graph, numbers)
    gradients = backward(graph, slopes)
    found = failures(graph, numbers, slopes)
    assert [is_undecided(graph, gradients, failure) for failure in found] == undecided


# --- second derivatives and their rounding --------------------------------------------------------

SMOOTH = {
    "exp(x*y) + sin(y)/x": lambda x, y: mpmath.exp(x * y) + mpmath.sin(y) / x,
    "x**y*tanh(y - x)": lambda x, y: x**y * mpmath.tanh(y - x),
    "sqrt(x)*log(x + y)*sigmoid(y)": lambda x, y: (
        mpmath.sqrt(x) * mpmath.log(x + y) / (1 + mpmath.exp(-y))
    ),
    "softplus(x*y)*cosh(y)*tan(x/9)": lambda x, y: (
        mpmath.log(1 + mpmath.exp(x * y)) * mpmath.cosh(y) * mpmath.tan(x / 9)
    ),
    "(x - y)**2*max(x, 0)": lambda x, y: (x - y) ** 2 * x,
}


@pytest.mark.parametrize("text", SMOOTH)
def test_hessians_are_those_of_mpmath(text: str) -> None:
    graph = parse(text).graph
    for x, y in ((0.7, -0.4), (2.5, 1.25), (1.0, 1.0)):
        found = hessians(graph, {"x": x, "y": y}, ("x", "y"))[0, :, :, 0]
        with mpmath.workdps(60):
            at = (mpf(x), mpf(y))
            xx, xy, yy = (
                float(mpmath.diff(SMOOTH[text], at, order)) for order in [(2, 0), (1, 1), (0, 2)]
            )
        np.testing.assert_allclose(found, [[xx, xy], [xy, yy]], rtol=1e-12, atol=1e-12)


def test_rows_of_a_hessian_are_the_single_ones() -> None:
    graph = parse("exp(a*x)*y", ["x", "y"]).graph
    rows = np.array([0.5, -1.0, 2.0])
    whole = hessians(graph, {"x": 0.3, "y": 2.0, "a": rows}, ("x", "y"), len(rows))[0]
    singly = [hessians(graph, {"x": 0.3, "y": 2.0, "a": a}, ("x", "y"))[0, :, :, 0] for a in rows]
    np.testing.assert_allclose(whole, np.stack(singly, axis=-1), rtol=1e-15)


@pytest.mark.parametrize(
    ("rows", "samples"),
    [(1, SAMPLES), (MANY_VALUES // 4, SAMPLES), (MANY_VALUES // 4 + 1, FEW_SAMPLES)],
)
def test_the_first_sample_of_a_hessian_is_the_result(rows: int, samples: int) -> None:
    """x²y has four nodes; ∂²/∂x² = 2y and ∂²/∂x∂y = 2x are rounded, ∂²/∂y² = 0 is not."""
    graph = parse("x*x*y", ["x", "y"]).graph
    assert len(graph.nodes) == 4
    found = hessians(graph, {"x": 3.3, "y": 5.3}, ("x", "y"), rows)[..., 0]
    assert found.shape == (samples + 1, 2, 2)
    np.testing.assert_array_equal(found[0], [[10.6, 6.6], [6.6, 0.0]])
    in_the_last_place = (found[1:, 0] - found[0, 0]) / np.spacing(found[0, 0])
    assert 1 <= np.abs(in_the_last_place).max() <= 3
    assert not found[:, 1, 1].any()
    # Rounded up as often as down, so far as a few samples can have both.
    if samples == SAMPLES:
        assert in_the_last_place.min() < 0 < in_the_last_place.max()
