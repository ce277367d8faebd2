"""From a descent request to what the laboratory runs: checks of more than one field are here."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

import numpy as np

from ...engine.arrays import Array
from ...engine.graph.operations import OPERATIONS
from ...engine.network.optimizers import OPTIMIZERS
from ...engine.network.training import Optimization
from ...engine.parameters import with_defaults
from ...errors import Location, Params, Problem, Refusal, printable, unprocessable
from ...labs.descent.descent import Landscape
from ...labs.descent.function import Function
from ...labs.descent.model import Model
from ...labs.descent.network_slice import NetworkSlice, ParameterAddress, WholeNetwork
from ...labs.descent.surface import MIN_GRID_SIDE, Surface, View
from ...labs.expression.characters import GREEK
from ...labs.expression.parse import Program
from ..expressions import program_of
from ..limits import LIMITS
from ..trace.build import build as build_trace
from ..trace.build import count_parameters, hyperparameter_problems
from .schema import TAKEN, DescentRequest, SliceRequest

#: What a network brings itself.
OF_A_FUNCTION = ("function", "data", "batch", "model")
#: Work is counted in numbers of an array; a call of numpy costs as much as some hundreds. So much
#: for a node of a graph, for a layer of a network, and for a weight that an optimizer moves.
NODE_WORK = 500
LAYER_WORK = 5_000
WEIGHT_WORK = 4
#: So many products of matrices count as one number.
PRODUCTS = 2

#: Of a function that is descended, and those of a longer list that are named.
MOST_VARIABLES = 2
MOST_NAMED = 8

NAME = re.compile(f"[A-Za-z{GREEK}][A-Za-z0-9_{GREEK}]*")


class Field(Landscape, Surface, Protocol):
    """What is walked on, and drawn."""

    @property
    def variables(self) -> tuple[str, ...]: ...


@dataclass(frozen=True)
class DescentJob:
    """A request in the laboratory's terms. ``function`` is None for a network."""

    field: Field
    function: Function | None
    #: What the runs descend: the field, or a whole network of which it shows two numbers.
    landscape: Landscape
    #: Where on the landscape the runs start, and which of its coordinates are those of the field.
    start: Sequence[float] | Array
    shown: Sequence[int]
    optimizations: tuple[Optimization, ...]
    view: View | None
    model: Model | None = None


def build(request: DescentRequest) -> DescentJob:
    """Raises a `Refusal` that names every field at fault."""
    check(run_problems(request))
    if request.network is None:
        function, start = function_of(request)
        model = model_of(request, function)
        return replace(job_on(request, function, function, start, range(len(start))), model=model)
    field, point = slice_of(request, request.network)
    if request.network.learn == "two":
        return job_on(request, field, field, point, range(len(point)))
    whole = WholeNetwork(field)
    return job_on(request, field, whole, whole.start(point), whole.shown)


def check(problems: Sequence[Problem]) -> None:
    if problems:
        raise unprocessable(problems)


def job_on(
    request: DescentRequest,
    field: Field,
    landscape: Landscape,
    start: Sequence[float] | Array,
    shown: Sequence[int],
) -> DescentJob:
    check([*view_problems(request.view, field.variables), *work_problems(request)])
    view = None
    if request.view is not None:
        ends = [request.view[name] for name in field.variables]
        view = tuple((low, high) for low, high in ends)
    function = field if isinstance(field, Function) else None
    return DescentJob(field, function, landscape, start, shown, optimizations(request), view)


def run_problems(request: DescentRequest) -> list[Problem]:
    problems = [
        problem
        for index, run in enumerate(request.runs)
        for problem in hyperparameter_problems(
            ("runs", index, "optimizer"),
            OPTIMIZERS[run.optimizer.name].hyperparameters,
            run.optimizer.hyperparameters,
        )
    ]
    last = len(request.runs) - 1
    if request.explain is not None and request.explain.run > last:
        problems.append(Problem(("explain", "run"), "error.at_most", {"high": last}))
    return problems


def optimizations(request: DescentRequest) -> tuple[Optimization, ...]:
    chosen = [
        (OPTIMIZERS[run.optimizer.name], run.optimizer.hyperparameters) for run in request.runs
    ]
    return tuple(
        Optimization(optimizer, with_defaults(optimizer.hyperparameters, hyperparameters))
        for optimizer, hyperparameters in chosen
    )


# --- a function -----------------------------------------------------------------------------------


def function_of(request: DescentRequest) -> tuple[Function, list[float]]:
    """The function, and where to start on it."""
    text, start, columns = request.function, request.start, request.data or {}
    if text is None or start is None:
        missing = "function" if text is None else "start"
        raise unprocessable([Problem((missing,), "error.missing")])
    if len(start) > MOST_VARIABLES:
        names = ", ".join(str(printable(name)) for name in list(start)[:MOST_NAMED])
        params: Params = {"count": len(start), "names": names}
        raise unprocessable([Problem(("start",), "error.start.many", params)])
    program = program_of(text, "function", [*start, *columns])
    check([*name_problems(program, start, columns), *data_problems(request, columns)])
    arrays = {name: np.array(column) for name, column in columns.items()}
    return Function(program.graph, tuple(start), arrays, request.reduction), [*start.values()]


def name_problems(
    program: Program, start: Mapping[str, float], columns: Mapping[str, object]
) -> list[Problem]:
    """Every name in the function is a variable or a column. A variable that it does not
    ask for makes a plane of what is a line.
    """
    inputs = program.inputs
    taken = {node.name for node in program.graph.nodes} | set(OPERATIONS)
    problems = [
        Problem(("start", name), "error.start.missing", {"name": name})
        for name in inputs
        if name not in start and name not in columns
    ]
    for name in start:
        if name in TAKEN:
            problems.append(Problem(("start", name), "error.start.taken", {"name": name}))
        elif name not in inputs and (name in taken or not NAME.fullmatch(name)):
            problems.append(unused("start", name))
    problems += [unused("data", name) for name in columns if name not in inputs]
    return problems


def unused(field: str, name: str) -> Problem:
    return Problem((field, name), "error.values.unused", {"name": printable(name)})


def data_problems(request: DescentRequest, columns: Mapping[str, Sequence[float]]) -> list[Problem]:
    rows = len(next(iter(columns.values()), ()))
    problems = [
        Problem(("data", name), "error.data.rows", {"rows": rows, "found": len(column)})
        for name, column in columns.items()
        if len(column) != rows
    ]
    problems += [
        Problem(("data", name), "error.data.start", {"name": name})
        for name in columns
        if name in (request.start or {})
    ]
    if request.batch is not None and not columns:
        problems.append(Problem(("batch",), "error.batch_data"))
    elif request.batch is not None and request.batch > rows:
        problems.append(Problem(("batch",), "error.at_most", {"high": rows}))
    return problems


def model_of(request: DescentRequest, function: Function) -> Model | None:
    asked = request.model
    if asked is None:
        return None
    columns = ", ".join(function.columns)
    problems = [
        Problem(("model", field), "error.model.column", {"columns": columns})
        for field in ("input", "target")
        if getattr(asked, field) not in function.columns
    ]
    if asked.inputs is not None and asked.inputs[0] >= asked.inputs[1]:
        problems.append(Problem(("model", "inputs"), "error.view.order"))
    check(problems)
    names = [*function.variables, asked.input]
    try:
        program = program_of(asked.expression, "expression", names)
    except Refusal as refusal:
        raise within(("model",), refusal) from None
    check(
        [
            Problem(
                ("model", "expression", program.places[node][0]),
                "error.model.name",
                {"name": printable(name), "names": ", ".join(names)},
            )
            for name, node in program.graph.inputs.items()
            if name not in names
        ]
    )
    return Model(program.graph, function.variables, asked.input)


# --- two numbers of a network ---------------------------------------------------------------------


def slice_of(request: DescentRequest, asked: SliceRequest) -> tuple[NetworkSlice, list[float]]:
    """The loss over two weights or biases, and where to start on it."""
    check(
        [
            Problem((name,), "error.slice.only")
            for name in OF_A_FUNCTION
            if getattr(request, name) is not None
        ]
    )
    try:
        job = build_trace(asked.request)
    except Refusal as refusal:
        raise within(("network", "request"), refusal) from None
    problems, places = surface_problems(asked), []
    for axis, address in (("x", asked.x), ("y", asked.y)):
        place = ParameterAddress.parse(address)
        if place is None or not place.exists_in(job.network):
            problems.append(Problem(("network", axis), "error.slice.address"))
        elif place in places:
            problems.append(Problem(("network", axis), "error.slice.same"))
        else:
            places.append(place)
    check(problems)
    x, y = places
    field = NetworkSlice(job.network, job.inputs, job.targets, job.reduction, (x, y))
    if request.start is None:
        return field, [*field.start]
    check(axis_problems("start", request.start, field.variables))
    return field, [request.start[name] for name in field.variables]


def within(place: Location, refusal: Refusal) -> Refusal:
    """The same, its fields at their place inside a larger request."""
    problems = [Problem((*place, *p.loc), p.key, p.params, p.fix) for p in refusal.problems]
    return Refusal(refusal.status, refusal.key, refusal.params, problems)


# --- the view and the work ------------------------------------------------------------------------


def axis_problems(
    field: str, given: Mapping[str, object], variables: Sequence[str]
) -> list[Problem]:
    """One entry for each axis, and no other."""
    axes = ", ".join(variables)
    return [
        *(Problem((field, name), "error.missing") for name in variables if name not in given),
        *(
            Problem((field, name), "error.view.name", {"name": printable(name), "axes": axes})
            for name in given
            if name not in variables
        ),
    ]


def view_problems(
    view: Mapping[str, Sequence[float]] | None, variables: Sequence[str]
) -> list[Problem]:
    if view is None:
        return []
    return axis_problems("view", view, variables) + [
        Problem(("view", name), "error.view.order")
        for name, (low, high) in view.items()
        if low >= high
    ]


def work_of_a_step(request: DescentRequest) -> int:
    """For one look at the landscape, from the sizes alone: a node takes two signs at the least."""
    if request.network is None:
        nodes = 1 + len(request.function or "") // 2
        rows = len(next(iter((request.data or {}).values()), ()))
        return nodes * (NODE_WORK + rows)
    trace = request.network.request
    parameters, layers = count_parameters(trace.network), len(trace.network.layers)
    moved = parameters if request.network.learn == "all" else 0
    products = len(trace.inputs) * parameters
    return products // PRODUCTS + WEIGHT_WORK * moved + LAYER_WORK * layers


def work_problems(request: DescentRequest) -> list[Problem]:
    most = LIMITS["descent_work"] // (work_of_a_step(request) * len(request.runs))
    if request.steps > most:
        return [Problem(("steps",), "error.steps", {"most": most})]
    return []


def surface_work(asked: SliceRequest) -> int:
    """Every sample goes through the network at every point of the surface."""
    return MIN_GRID_SIDE**2 * len(asked.request.inputs) * count_parameters(asked.request.network)


def surface_problems(asked: SliceRequest) -> list[Problem]:
    work, samples = surface_work(asked), len(asked.request.inputs)
    if work <= LIMITS["surface_work"]:
        return []
    most = LIMITS["surface_work"] * samples // work
    return [Problem(("network", "request", "inputs"), "error.slice.samples", {"most": most})]
