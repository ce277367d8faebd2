"""Gradients of random expressions against difference quotients in 80 digits."""

import random
from collections.abc import Mapping

import mpmath
import numpy as np
import pytest
from hypothesis import HealthCheck, assume, given, settings
from mpmath import mpf

from app.engine.derivative import derivative, text_of
from app.engine.graph import (
    backward,
    evaluate,
    failures,
    local_derivatives,
    tangents,
)
from app.engine.operations import OPERATIONS
from app.labs.expression import parse
from tests.labs.random_expressions import (
    DIGITS,
    REFERENCES,
    Line,
    numbers,
    points,
    program_text,
    programs,
    slopes,
)

TOLERANCE = 1e-12
#: What one rounding of every intermediate value may move, before a gradient counts as
#: ill-conditioned: no float64 computation can promise twelve digits there.
CONDITION = 1e-14
BATCHES = 8
EXAMPLES = 300

relaxed = settings(
    max_examples=EXAMPLES,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.filter_too_much, HealthCheck.too_slow],
)


def test_every_operation_has_a_reference() -> None:
    assert set(REFERENCES) == set(OPERATIONS)


def sensitivity(
    lines: tuple[Line, ...], point: Mapping[str, float], name: str, truth: mpf
) -> float:
    """How far the gradient moves when every line's value is rounded once, in three draws."""
    rng = random.Random(0)
    worst = mpf(0)
    for _ in range(3):
        roundings = [1 + mpf(rng.choice((-1, 1))) * mpf(2) ** -53 for _ in lines]
        left, right = slopes(lines, point, name, roundings)
        worst = max(worst, abs((left + right) / 2 - truth))
    return float(worst)


@pytest.mark.parametrize("batch", range(BATCHES))
def test_gradients_agree_with_difference_quotients_in_eighty_digits(batch: int) -> None:
    worst, judged, ill = 0.0, 0, 0

    @settings(relaxed)
    @given(programs(longest=6 + batch), points, numbers)
    def law(lines: tuple[Line, ...], point: dict[str, float], salt: float) -> None:
        nonlocal worst, judged, ill
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
                moved = sensitivity(lines, here, name, truth)
                if truth == 0 or moved <= CONDITION * abs(truth):
                    judged += 1
                    if truth:
                        worst = max(worst, float(error / abs(truth)))
                    assert error <= TOLERANCE * abs(truth), (program.text, here, name)
                else:
                    ill += 1
                    assert error <= 100 * moved + TOLERANCE * abs(truth), (program.text, here, name)
                forward = tangents(graph, local, name)[graph.result]
                assert abs(forward - gradients[node]) <= 1e-12 * abs(ours) + 100 * moved

    law()
    print(f"\n{judged} gradients, worst {worst:.1e}; {ill} more are ill-conditioned")
    assert judged > EXAMPLES / 2


@relaxed
@given(programs(longest=6), points)
def test_the_derivative_as_an_expression_is_the_gradient(
    lines: tuple[Line, ...], point: dict[str, float]
) -> None:
    program = parse(program_text(lines))
    graph = program.graph
    here = {name: point[name] for name in program.inputs}
    values = evaluate(graph, here)
    local = local_derivatives(graph, values)
    assume(not failures(graph, values, local))
    gradients = backward(graph, local)
    for name, node in graph.inputs.items():
        text = text_of(derivative(graph, name))
        if "…" in text or len(text) > 1000:
            continue
        slope = parse(text, program.inputs)
        asked = {each: here[each] for each in slope.inputs}
        found = evaluate(slope.graph, asked)[slope.graph.result]
        if not np.isfinite(found):
            continue  # a form that is short for the reader may overflow where the sweep does not
        with mpmath.workdps(DIGITS):
            left, right = slopes(lines, here, name)
            moved = sensitivity(lines, here, name, (left + right) / 2)
        assert (
            abs(found - gradients[node]) <= 1e-9 * (abs(found) + abs(gradients[node])) + 1e4 * moved
        )
