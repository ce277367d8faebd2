"""Gradients of random expressions compared with difference quotients in 80 digits."""

import random
from collections.abc import Mapping

import mpmath
import numpy as np
import pytest
from hypothesis import HealthCheck, assume, given, settings
from mpmath import mpf

from app.engine.graph.derivative import derivative, text_of
from app.engine.graph.graph import Graph, backward, evaluate, failures, local_derivatives, tangents
from app.engine.graph.operations import OPERATIONS
from app.labs.expression.parse import parse
from tests.engine.graph.random_expressions import (
    DIGITS,
    REFERENCES,
    Line,
    numbers,
    points,
    program_text,
    programs,
    slopes,
)
from tests.examples import examples

TOLERANCE = 1e-12
#: A gradient is ill-conditioned if rounding every intermediate value once moves it by a larger
#: share: no float64 computation has twelve digits there.
CONDITION = 1e-14
#: The rounding of a difference quotient, relative to the largest value: that of 80 digits over the
#: step of 1e-25, with two digits to spare.
QUOTIENT_ROUNDING = mpf(10) ** -53
BATCHES = 8
EXAMPLES = examples(300)

relaxed = settings(
    max_examples=EXAMPLES,
    derandomize=True,
    suppress_health_check=[HealthCheck.filter_too_much, HealthCheck.too_slow],
)


def test_every_operation_has_a_reference() -> None:
    assert set(REFERENCES) == set(OPERATIONS)


def sensitivity(
    lines: tuple[Line, ...], point: Mapping[str, float], name: str, truth: mpf
) -> float:
    """The largest change of the gradient when every line's value is rounded once, up or down at
    random, in three tries.
    """
    rng = random.Random(0)
    worst = mpf(0)
    for _ in range(3):
        roundings = [1 + mpf(rng.choice((-1, 1))) * mpf(2) ** -53 for _ in lines]
        left, right = slopes(lines, point, name, roundings)
        worst = max(worst, abs((left + right) / 2 - truth))
    return float(worst)


@pytest.mark.parametrize("batch", range(BATCHES))
def test_gradients_agree_with_difference_quotients_in_eighty_digits(batch: int) -> None:
    worst, accurate, ill = 0.0, 0, 0

    @settings(relaxed)
    @given(programs(longest=6 + batch), points, numbers)
    def law(lines: tuple[Line, ...], point: dict[str, float], salt: float) -> None:
        nonlocal worst, accurate, ill
        program = parse(program_text(lines))
        graph = program.graph
        here = {name: point[name] for name in program.inputs}
        assume(here)
        values = evaluate(graph, here)
        local = local_derivatives(graph, values)
        assume(not failures(graph, values, local))
        assume(all(np.abs(each) < 1e100 for each in values))
        gradients = backward(graph, local)
        with mpmath.workdps(DIGITS):
            for name, node in graph.inputs.items():
                left, right = slopes(lines, here, name)
                truth = (left + right) / 2
                if abs(left - right) > mpf(10) ** -15 * (abs(left) + abs(right)):
                    continue  # a kink: the derivative is a convention there
                ours = mpf(float(gradients[node]))
                error = abs(ours - truth)
                forward = tangents(graph, local, name)[graph.result]
                apart = abs(forward - gradients[node])
                if error <= TOLERANCE * abs(truth) and apart <= TOLERANCE * abs(ours):
                    accurate += 1
                    worst = max(worst, float(error / abs(truth)) if truth else 0.0)
                    continue
                # Fewer digits are required where the problem itself is ill-conditioned, and none
                # where the quotient is below its own rounding.
                ill += 1
                moved = sensitivity(lines, here, name, truth)
                noise = QUOTIENT_ROUNDING * max(abs(mpf(float(each))) for each in values)
                if error > TOLERANCE * abs(truth) + noise:
                    assert truth != 0, (program.text, here, name)
                    assert moved > CONDITION * abs(truth), (program.text, here, name)
                limit = 100 * moved + TOLERANCE * abs(truth) + noise
                assert error <= limit, (program.text, here, name)
                assert apart <= TOLERANCE * abs(ours) + 100 * moved, (program.text, here, name)

    law()
    print(f"\n{accurate} gradients, worst {worst:.1e}; {ill} more are ill-conditioned")
    assert accurate > EXAMPLES / 2


def exact(graph: Graph, point: Mapping[str, float]) -> mpf:
    """The graph's result in mpmath. Raises mpmath's exceptions where it is undefined."""
    known: list[mpf] = []
    for node in graph.nodes:
        if node.name is not None and node.name in point:
            known.append(mpf(point[node.name]))
        elif not node.operands:
            # The decimal number that is printed.
            known.append(mpf(repr(float(node.number))))
        else:
            known.append(REFERENCES[node.operation](*(known[operand] for operand in node.operands)))
    return known[graph.result]


#: Operations of which many can be simplified.
RATIONAL = ("add", "subtract", "multiply", "divide", "negate")


@relaxed
@given(programs(longest=7) | programs(longest=7, operations=RATIONAL, names=("x",)), points)
def test_the_derivative_as_an_expression_is_the_difference_quotient(
    lines: tuple[Line, ...], point: dict[str, float]
) -> None:
    """In 80 digits, in which cancellation does no harm."""
    program = parse(program_text(lines))
    here = {name: point[name] for name in program.inputs}
    values = evaluate(program.graph, here)
    assume(not failures(program.graph, values, local_derivatives(program.graph, values)))
    assume(all(np.abs(each) < 1e100 for each in values))
    for name in program.inputs:
        text = text_of(derivative(program.graph, name))
        if "…" in text:
            continue
        with mpmath.workdps(DIGITS):
            left, right = slopes(lines, here, name)
            scale = abs(left) + abs(right)
            if abs(left - right) > mpf(10) ** -15 * scale:
                continue  # a kink: the derivative is a convention there
            printed = exact(parse(text, program.inputs).graph, here)
            if mpmath.isnan(printed) and "log(" in text:
                continue  # y ln 0 in the derivative of 0^z, which is a limit
            moved = sensitivity(lines, here, name, (left + right) / 2)
            # 0.1 is its float64 in the program and the exact decimal in the printed text.
            assert abs(printed - (left + right) / 2) <= 1e-12 * scale + 100 * moved, text


@pytest.mark.parametrize("operation", OPERATIONS)
def test_the_derivative_of_a_long_chain_needs_no_recursion(operation: str) -> None:
    other = ("x",) if OPERATIONS[operation].arity == 2 else ()
    chain = [Line(operation, (f"t{k - 1}" if k else "y", *other)) for k in range(150)]
    graph = parse(program_text(chain)).graph
    assert text_of(derivative(graph, "y"))


@relaxed
@given(programs(), points)
def test_an_expression_read_back_from_its_text_has_the_same_value(
    lines: tuple[Line, ...], point: dict[str, float]
) -> None:
    program = parse(program_text(lines))
    text = text_of(program.graph)
    assume("…" not in text)
    here = {name: point[name] for name in program.inputs}
    values = evaluate(program.graph, here)
    assume(all(np.abs(each) < 1e100 for each in values))
    with mpmath.workdps(DIGITS):
        again = exact(parse(text, program.inputs).graph, here)
        once = exact(program.graph, here)
        assert abs(again - once) <= mpf(10) ** -30 * abs(once), text


def test_every_part_of_a_text_that_is_too_long_is_cut() -> None:
    graph = parse("sin(x) + cos(x) + tan(x)").graph
    whole = text_of(graph)
    assert text_of(graph, most=len(whole)) == whole
    assert text_of(graph, most=10) == f"{whole[:10]}…"
    assert text_of(graph, most=5) == "sin(x…"[:5] + "…"
