"""Graphs of values: published examples, collapsed nodes, paths, both modes, steps."""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, assume, given, settings
from mpmath import mpf

from app.engine.graph.collapse import (
    collapse,
    collapsed_derivatives,
    count_paths,
    immediate_post_dominators,
    paths,
)
from app.engine.graph.graph import (
    CONSTANT,
    INPUT,
    Graph,
    backward,
    evaluate,
    failures,
    local_derivatives,
    operation_counts,
    reverse,
    tangents,
)
from app.explain.graph_steps import graph_steps
from app.explain.tree import addresses
from app.labs.expression.parse import Program, parse
from tests.engine.graph.random_expressions import REFERENCES, Line, points, program_text, programs
from tests.examples import examples

MICROGRAD = """
c1 = a + b; d1 = a*b + b**3
c2 = c1 + (c1 + 1); c3 = c2 + (1 + c2 + (-a))
d2 = d1 + (d1*2 + relu(b + a)); d3 = d2 + (3*d2 + relu(b - a))
e = c3 - d3; f = e**2
g1 = f/2; g = g1 + 10/f
"""


def node(program: Program, name: str) -> int:
    return next(i for i, each in enumerate(program.graph.nodes) if each.name == name)


def test_the_classic_example_of_micrograd() -> None:
    program = parse(MICROGRAD)
    here = {"a": -4.0, "b": 2.0}
    gradients = reverse(program.graph, here)
    assert evaluate(program.graph, here)[program.graph.result] == pytest.approx(24.7041, abs=5e-5)
    assert gradients[program.graph.inputs["a"]] == pytest.approx(138.8338, abs=5e-5)
    assert gradients[program.graph.inputs["b"]] == pytest.approx(645.5773, abs=5e-5)


def test_a_value_used_twice_has_two_edges_and_gets_their_sum() -> None:
    program = parse("loss = w*w")
    graph = program.graph
    assert graph.nodes[graph.result].operands == (0, 0)
    assert graph.uses[0] == ((1, 0), (1, 1))
    assert reverse(graph, {"w": 3.0})[0] == 6


def test_forward_mode_sweeps_once_for_every_input_and_reverse_mode_once() -> None:
    # x·y: each input needs one product in forward mode; reverse mode needs one for each.
    assert operation_counts(parse("x*y").graph) == (2, 2)
    # Ten inputs in a chain of nine products.
    product = "*".join(f"x{k}" for k in range(10))
    forward, backwards = operation_counts(parse(product).graph)
    assert backwards == 18
    assert forward == sum(10 - max(k, 1) for k in range(10))


def test_a_node_lies_inside_the_nearest_one_that_all_its_paths_pass() -> None:
    program = parse("x = s**2; y = sin(s); z = x*y")
    above = immediate_post_dominators(program.graph)
    z = program.graph.result
    assert above[node(program, "x")] == z
    assert above[program.graph.inputs["s"]] == z
    assert above[z] is None


def test_a_collapsed_neuron_reads_what_its_inside_reads() -> None:
    program = parse("z = w1*x1 + w2*x2 + b; a = sigmoid(z); loss = (a - t)**2 / 2")
    a, z = node(program, "a"), node(program, "z")
    shown = collapse(program.graph, [a])
    names = [program.graph.nodes[operand].name for operand in shown.operands[a]]
    assert names == ["w1", "x1", "w2", "x2", "b"]
    assert shown.hidden_in[z] == a
    assert z not in shown.nodes


def numbers_of(program: Program, point: dict[str, float]) -> tuple[list[Any], list[Any]]:
    values = evaluate(program.graph, point)
    slopes = local_derivatives(program.graph, values)
    assume(not failures(program.graph, values, slopes))
    assume(all(np.abs(value) < 1e100 for value in values))
    return values, slopes


relaxed = settings(
    max_examples=examples(150),
    suppress_health_check=[HealthCheck.filter_too_much, HealthCheck.too_slow],
)


def size(values: Any) -> float:
    return float(sum(abs(value) for value in values))


@relaxed
@given(programs(), points)
def test_collapsing_changes_no_gradient(lines: tuple[Line, ...], point: dict[str, float]) -> None:
    """The sum over the paths through visible nodes is the gradient, whatever is collapsed."""
    program = parse(program_text(lines))
    graph = program.graph
    _, slopes = numbers_of(program, point)
    gradients = backward(graph, slopes)
    for collapsed in ((), range(0, len(graph.nodes), 2), range(len(graph.nodes))):
        shown = collapse(graph, set(collapsed))
        local = collapsed_derivatives(shown, slopes)
        sums = {graph.result: 1.0}
        for index in reversed(shown.nodes):
            if index != graph.result and graph.active[index]:
                terms = [
                    sums[reader] * slope
                    for reader, place in shown.uses(index)
                    if (slope := local[reader][place]) is not None
                ]
                sums[index] = sum(terms)
                if graph.varying[index]:
                    scale = size(terms) + abs(gradients[index])
                    assert abs(sums[index] - gradients[index]) <= 1e-9 * scale


@relaxed
@given(programs(longest=7), points)
def test_the_products_along_all_paths_add_up_to_the_gradient(
    lines: tuple[Line, ...], point: dict[str, float]
) -> None:
    program = parse(program_text(lines))
    graph = program.graph
    _, slopes = numbers_of(program, point)
    gradients = backward(graph, slopes)
    for collapsed in ((), range(0, len(graph.nodes), 2), range(len(graph.nodes))):
        shown = collapse(graph, set(collapsed))
        local = collapsed_derivatives(shown, slopes)
        for start in graph.inputs.values():
            count = count_paths(shown, start)
            found = paths(shown, local, start, most=200)
            if count > 200:
                continue
            assert len(found) == count
            assert len({(path.nodes, path.operands) for path in found}) == count
            sizes = [abs(path.product) for path in found]
            assert sizes == sorted(sizes, reverse=True)
            total = sum(path.product for path in found)
            assert abs(total - gradients[start]) <= 1e-9 * (size(sizes) + abs(gradients[start]))


def test_paths_without_number_are_counted_and_not_listed() -> None:
    """Sixty nodes in a row with two paths each: 2⁶⁰ paths."""
    lines = ["t0 = x + 0*x"] + [f"t{k} = sin(t{k - 1}) + cos(t{k - 1})" for k in range(1, 61)]
    program = parse("\n".join(lines))
    shown = collapse(program.graph, ())
    slopes = local_derivatives(program.graph, evaluate(program.graph, {"x": 0.3}))
    assert count_paths(shown, node(program, "t0")) == 2**60
    assert len(paths(shown, slopes, node(program, "t0"))) == 12


def given_addresses(graph: Graph) -> set[str]:
    return {
        f"v.{index}"
        for index, each in enumerate(graph.nodes)
        if each.operation in (INPUT, CONSTANT)
    }


@relaxed
@given(programs(), points)
def test_a_step_reads_only_what_is_known_and_nothing_is_written_twice(
    lines: tuple[Line, ...], point: dict[str, float]
) -> None:
    graph = parse(program_text(lines)).graph
    for collapsed in (set(), set(range(len(graph.nodes)))):
        for with_tangents in (False, True):
            known = given_addresses(graph)
            for step in graph_steps(collapse(graph, collapsed), with_tangents):
                assert known >= set(step["reads"])
                assert not known & set(step["writes"])
                known |= set(step["writes"])
                assert set(addresses(step["formula"])) <= known


CALLS: dict[str, Callable[..., Any]] = {
    "exp": np.exp, "log": np.log, "sqrt": np.sqrt, "sin": np.sin, "cos": np.cos, "tan": np.tan,
    "sinh": np.sinh, "cosh": np.cosh, "tanh": np.tanh, "abs": np.abs, "sign": np.sign,
    "sigmoid": lambda a: 1 / (1 + np.exp(-a)), "relu": lambda a: max(a, 0.0),
    "softplus": lambda a: np.logaddexp(0, a), "max": max, "min": min,
    "step": lambda a: float(a > 0),
}  # fmt: skip


def called(name: str, arguments: Sequence[Any]) -> Any:
    """A function of a formula; one that is not in `CALLS` by its reference in mpmath."""
    if name in CALLS:
        return CALLS[name](*arguments)
    found = REFERENCES[name](*(mpf(float(argument)) for argument in arguments))
    return np.float64(float(found)) if isinstance(found, mpf) else np.float64("nan")


def evaluated(tree: Any, values: dict[str, Any]) -> Any:
    """The value of a formula tree, by an evaluator independent of the application's."""
    operator = tree["op"]
    if operator == "number":
        return np.float64(tree["value"])
    if operator == "address":
        return np.float64(values[tree["address"]])
    arguments = [evaluated(argument, values) for argument in tree["args"]]
    if operator == "sum":
        return sum(arguments)
    if operator == "product":
        return np.prod(arguments)
    if operator == "fraction":
        return arguments[0] / arguments[1]
    if operator == "power":
        return arguments[0] ** arguments[1]
    if operator == "negate":
        return -arguments[0]
    assert operator == "call"
    return called(tree["name"], arguments)


def equations(tree: Any) -> list[Any]:
    return tree["args"] if tree["op"] == "lines" else [tree]


@relaxed
@given(programs(), points)
def test_every_formula_with_its_numbers_gives_the_number_it_stands_for(
    lines: tuple[Line, ...], point: dict[str, float]
) -> None:
    program = parse(program_text(lines))
    graph = program.graph
    numbers, slopes = numbers_of(program, point)
    gradients = backward(graph, slopes)
    shown = collapse(graph, ())
    values = {f"v.{index}": value for index, value in enumerate(numbers)}
    values |= {f"g.{index}": value for index, value in enumerate(gradients)}
    for index, local in enumerate(slopes):
        values |= {f"d.{index}.{k}": d for k, d in enumerate(local) if d is not None}
    for i, name in enumerate(graph.inputs):
        moving = tangents(graph, slopes, name)
        values |= {f"m.{index}.{i}": value for index, value in enumerate(moving)}
    for step in graph_steps(shown, with_tangents=True):
        for equation in equations(step["formula"]):
            if equation["op"] == "ellipsis":
                continue
            left, right = equation["args"]
            if "ellipsis" in str(right):
                continue
            with np.errstate(all="ignore"):
                found = evaluated(right, values)
            expected = values[left["address"]]
            parts = [abs(values[name]) for name in addresses(right)]
            if step["phase"] == "forward" or not left["address"].startswith("d."):
                scale = abs(expected) + (max(parts, default=0.0) ** 2 if parts else 0.0)
                assert abs(found - expected) <= 1e-9 * scale + 1e-300, step
            elif np.isfinite(found) and abs(expected) > 1e-6:
                # The textbook's form of a slope loses digits in the tails: 1 − tanh² near 1.
                assert found == pytest.approx(expected, rel=1e-6, abs=1e-9), step


def test_a_chain_as_deep_as_allowed_needs_no_recursion() -> None:
    lines = ["t0 = x"] + [f"t{k} = sin(t{k - 1})" for k in range(1, 400)]
    program = parse("\n".join(lines)[:4000].rpartition("\n")[0])
    gradients = reverse(program.graph, {"x": 0.5})
    assert 0 < gradients[0] < 1
    assert graph_steps(collapse(program.graph, range(len(program.graph.nodes))))


@pytest.mark.parametrize(
    ("text", "points", "outside"),
    [
        ("log(x)", [3.0, 2.0, -1.5, -5.0], -1.5),
        ("sqrt(x)", [4.0, -0.25, -9.0], -0.25),
        ("x ** 0.5", [4.0, -0.5, -2.0], -0.5),
        ("exp(x)", [1.0, 2.0, 1000.0], None),
    ],
)
def test_the_first_number_outside_a_domain_is_named(
    text: str, points: list[float], outside: float | None
) -> None:
    graph = parse(text).graph
    values = evaluate(graph, {"x": np.array(points)})
    (failure, *_) = failures(graph, values, local_derivatives(graph, values))
    assert failure.outside == outside
