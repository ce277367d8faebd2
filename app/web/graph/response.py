"""From a graph's numbers to the JSON of a graph."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import fsum, isfinite, nan, prod
from typing import Any

from ...engine.cancellation import CheckCancelled
from ...engine.graph.collapse import (
    MAX_PATHS,
    CollapsedGraph,
    collapse,
    collapsed_derivatives,
    count_paths,
    paths,
)
from ...engine.graph.graph import (
    Edges,
    Failure,
    Graph,
    Value,
    backward,
    failures,
    is_undecided,
    kept,
    linearize,
    notices,
    operation_counts,
    tangents,
)
from ...errors import Params, Problem, printable, unprocessable
from ...explain.graph_steps import derivative_tree, graph_steps
from ...labs.expression.parse import Program
from ..endpoint import Say
from ..expressions import part_of, program_of
from .schema import GraphRequest

Slopes = Sequence[tuple[Value | None, ...]]
#: JSON's readers take larger numbers for infinite.
MOST_COUNTED = 10**300


@dataclass(frozen=True)
class Numbers:
    """Every number of a graph at one place; what there is none of is not finite. ``live`` are the
    edges through which the result depends on an operand near this place; in ``kept`` the slopes of
    the others are 0 where there is none.
    """

    values: Sequence[Value]
    slopes: Slopes
    live: Edges
    kept: Slopes
    gradients: Sequence[Value]
    tangents: dict[str, Sequence[Value]]


def content(request: GraphRequest, check_cancelled: CheckCancelled, say: Say) -> dict[str, Any]:
    """The answer. Raises a `Refusal`, and what ``check_cancelled`` raises."""
    program = program_of(request.expression, "expression", request.values)
    graph = program.graph
    problems = [*value_problems(program, request), *node_problems(program, request)]
    if problems:
        raise unprocessable(problems)
    numbers = numbers_of(graph, request, check_cancelled)
    failed = [
        (failure, problem_of(failure, program, numbers, say))
        for failure in (
            *failures(graph, numbers.values, numbers.slopes, live=numbers.live),
            *overflows(graph, numbers),
        )
    ]
    if failed and request.undefined == "refuse":
        # The same part may stand at several places.
        told = {(problem.key, str(problem.params)): problem for _, problem in reversed(failed)}
        raise unprocessable(list(reversed(told.values())))
    check_cancelled()
    shown = collapse(graph, request.collapse)
    forward_operations, reverse_operations = operation_counts(graph)
    found: dict[str, Any] = {
        "nodes": nodes_json(program, shown, numbers),
        "edges": edges_json(shown, numbers),
        "result": graph.result,
        "gradients": {name: number(numbers.gradients[node]) for name, node in graph.inputs.items()},
        "forward_operations": forward_operations,
        "reverse_operations": reverse_operations,
        "steps": graph_steps(shown, with_tangents="tangents" in request.include),
        "problems": [
            {
                "node": failure.node,
                "operand": failure.operand,
                "loc": problem.loc,
                "msg": say(problem.key, problem.params),
                "code": problem.key,
            }
            for failure, problem in failed
        ],
        "notices": notices_json(program, numbers, say),
    }
    if "tangents" in request.include:
        found["tangents"] = {
            name: [number(tangent) for tangent in found] for name, found in numbers.tangents.items()
        }
    if request.paths is not None:
        check_cancelled()
        found["paths"] = paths_json(shown, numbers, request.paths)
    return found


def number(value: Value | None) -> float | None:
    """As JSON holds it: null where there is none."""
    return float(value) if value is not None and isfinite(value) else None


# --- what is asked --------------------------------------------------------------------------------


def value_problems(program: Program, request: GraphRequest) -> list[Problem]:
    """Every input has a value, and every value an input."""
    inputs, values = program.inputs, request.values
    return [
        *(
            Problem(("values", name), "error.values.missing", {"name": name})
            for name in inputs
            if name not in values
        ),
        *(
            Problem(("values", name), "error.values.unused", {"name": printable(name)})
            for name in values
            if name not in inputs
        ),
    ]


def node_problems(program: Program, request: GraphRequest) -> list[Problem]:
    last = len(program.graph.nodes) - 1
    named: list[tuple[tuple[str | int, ...], int]] = [
        (("collapse", index), node) for index, node in enumerate(request.collapse)
    ]
    if request.paths is not None:
        named.append((("paths",), request.paths))
    return [Problem(loc, "error.node", {"last": last}) for loc, node in named if node > last]


# --- its numbers ----------------------------------------------------------------------------------


def numbers_of(graph: Graph, request: GraphRequest, check_cancelled: CheckCancelled) -> Numbers:
    near = linearize(graph, request.values)
    # What has no value has no derivative, whatever its formula gives.
    slopes = [
        local if isfinite(value) else tuple(None if slope is None else nan for slope in local)
        for value, local in zip(near.values, near.slopes, strict=True)
    ]
    used = kept(slopes, near.live)
    swept: dict[str, Sequence[Value]] = {}
    if "tangents" in request.include:
        for name in graph.inputs:
            check_cancelled()
            swept[name] = tangents(graph, slopes, name, near.flat)
    return Numbers(near.values, slopes, near.live, used, backward(graph, used), swept)


def overflows(graph: Graph, numbers: Numbers) -> Iterator[Failure]:
    """Where a gradient or a tangent first leaves float64 though all that makes it is within."""
    for index in range(graph.result, -1, -1):
        if not isfinite(numbers.gradients[index]) and all(
            finite(numbers.gradients[reader]) and finite(numbers.kept[reader][place])
            for reader, place in graph.uses[index]
            if graph.active[reader]
        ):
            yield Failure(index, None, "error.domain.gradient")
    for found in numbers.tangents.values():
        for index, node in enumerate(graph.nodes):
            if not isfinite(found[index]) and all(
                finite(found[operand]) and finite(slope)
                for operand, slope in zip(node.operands, numbers.slopes[index], strict=True)
            ):
                yield Failure(index, None, "error.domain.tangent")


def finite(value: Value | None) -> bool:
    return value is None or isfinite(value)


def problem_of(failure: Failure, program: Program, numbers: Numbers, say: Say) -> Problem:
    """In words, where the node begins in the text."""
    loc = ("expression", program.places[failure.node][0])
    params: Params = failure.params(part_of(program, failure.node))
    if is_undecided(program.graph, numbers.gradients, failure):
        return Problem(loc, "error.domain.inner", {"reason": say(failure.key, params)})
    return Problem(loc, failure.key, params)


def notices_json(program: Program, numbers: Numbers, say: Say) -> list[dict[str, Any]]:
    """What of the numbers is an agreement, a limit or a rounding to 0."""
    return [
        {
            "node": notice.node,
            "code": notice.key,
            "msg": say(notice.key, {"node": part_of(program, notice.node)}),
        }
        for notice in notices(program.graph, numbers.values, numbers.slopes, numbers.live)
    ]


# --- the answer -----------------------------------------------------------------------------------


def nodes_json(program: Program, shown: CollapsedGraph, numbers: Numbers) -> list[dict[str, Any]]:
    graph = program.graph
    return [
        {
            "id": index,
            "operation": node.operation,
            "operands": shown.operands[index],
            "name": node.name,
            "value": number(numbers.values[index]),
            "gradient": number(numbers.gradients[index]),
            "place": program.places[index],
            "inside": around,
            "hidden_in": box,
            "depth": graph.depths[index],
        }
        for index, (node, around, box) in enumerate(
            zip(graph.nodes, shown.inside, shown.hidden_in, strict=True)
        )
    ]


def edges_json(shown: CollapsedGraph, numbers: Numbers) -> list[dict[str, Any]]:
    """As shown: a box has one edge from everything that its inside reads."""
    used = collapsed_derivatives(shown, numbers.kept)
    return [
        {
            "source": source,
            "target": target,
            "operand": place,
            "local_derivative": number(
                (used if target in shown.members else numbers.slopes)[target][place]
            ),
            "contribution": contribution(numbers.gradients[target], used[target][place]),
            "formula": derivative_tree(shown, target, place),
        }
        for target in shown.nodes
        for place, source in enumerate(shown.operands[target])
    ]


def contribution(gradient: Value, slope: Value | None) -> float | None:
    return None if slope is None else number(float(gradient) * float(slope))


def paths_json(shown: CollapsedGraph, numbers: Numbers, start: int) -> dict[str, Any]:
    """The paths from a node to the result; through what is hidden, if the node is."""
    if shown.hidden_in[start] is not None:
        shown = collapse(shown.graph, ())
    slopes = collapsed_derivatives(shown, numbers.kept)
    found = paths(shown, slopes, start, MAX_PATHS)
    products = [
        prod(
            nan if slope is None else float(slope)
            for slope in (
                slopes[reader][place]
                for reader, place in zip(path.nodes[1:], path.operands, strict=True)
            )
        )
        for path in found
    ]
    return {
        "node": start,
        "count": float(min(count_paths(shown, start), MOST_COUNTED)),
        "shown": [
            {"nodes": path.nodes, "operands": path.operands, "product": number(product)}
            for path, product in zip(found, products, strict=True)
        ],
        "shown_sum": number(fsum(products)) if all(map(isfinite, products)) else None,
        "sum": number(numbers.gradients[start]),
    }
