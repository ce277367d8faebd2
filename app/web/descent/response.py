"""From runs and maps to the JSON of a descent."""

from collections.abc import Mapping, Sequence
from math import inf, isfinite
from typing import Any

import numpy as np

from ...engine.arrays import Array
from ...engine.cancellation import CheckCancelled
from ...errors import Params, Problem, unprocessable
from ...explain.optimizer_steps import gradient_tree, symbols, update_tree, window_values
from ...labs.descent.breaks import broken_cells, broken_curve
from ...labs.descent.contours import contours, levels
from ...labs.descent.descent import (
    Curvature,
    Reason,
    Run,
    Undefined,
    batch_rows,
    descend,
)
from ...labs.descent.model import Model, inputs_over
from ...labs.descent.surface import Grid, View, curve, fitted_view, grid, side_for
from ..endpoint import Say
from ..limits import LIMITS
from .build import DescentJob
from .schema import DescentRequest, ExplainRequest, ModelRequest

#: Of this optimizer the distance to a minimum is multiplied by 1 − η·curvature in every step.
PLAIN = "sgd"


def content(
    request: DescentRequest, job: DescentJob, check_cancelled: CheckCancelled, say: Say
) -> dict[str, Any]:
    """The answer of the endpoint. Raises a `Refusal` where the start has no value."""
    variables = job.field.variables
    try:
        runs = [
            run_of(request, job, number, check_cancelled) for number in range(len(request.runs))
        ]
    except Undefined as undefined:
        params: Params = {"reason": sentence(undefined.reason, say)}
        problem = Problem(("start",), "error.start.undefined", params)
        raise unprocessable([problem]) from None
    view = job.view or fitted_view([run.points for run in runs])
    check_cancelled()
    bends = [ends_of(run, job) for run in runs]
    found: dict[str, Any] = {
        "variables": variables,
        "gradient": job.function and job.function.gradient_texts,
        "runs": [
            run_json(run, job, request.batch, say)
            | {"curvature": curvature_json(bends[number], job, number)}
            for number, run in enumerate(runs)
        ],
        "notices": notices_json(job, runs, bends, say),
        "view": dict(zip(variables, view, strict=True)),
        **map_json(request, job, view, runs, check_cancelled),
    }
    if request.explain is not None:
        found["explain"] = explain_json(job, request.explain, runs[request.explain.run])
        if request.model is not None and job.model is not None:
            asked, run = request.explain, runs[request.explain.run]
            found["model"] = model_json(job.model, request.model, request.data or {}, asked, run)
    return found


def run_of(
    request: DescentRequest, job: DescentJob, number: int, check_cancelled: CheckCancelled
) -> Run:
    batches = None
    if request.batch is not None and job.function is not None:
        batches = batch_rows(job.function.rows, request.batch, request.seed)
    return descend(
        job.landscape,
        job.start,
        job.optimizations[number],
        request.steps,
        gradient_norm=request.stop.gradient_norm,
        batches=batches,
        shown=job.shown,
        check_cancelled=check_cancelled,
    )


def sentence(reason: Reason, say: Say) -> str:
    params: Params = dict(reason.params)
    if reason.inner is not None:
        params["reason"] = sentence(reason.inner, say)
    return say(reason.key, params)


def run_json(run: Run, job: DescentJob, batch: int | None, say: Say) -> dict[str, Any]:
    variables = job.field.variables
    content: dict[str, Any] = {
        **columns(variables, run.points),
        "value": run.values,
        "gradient_norm": run.gradient_norms,
        "gradient": columns(variables, run.gradients),
        "ended": run.ended,
        "reason": run.reason and sentence(run.reason, say),
    }
    if batch is not None:
        content["batches"] = run.batches[: LIMITS["shown_batches"]]
    return content


Ends = dict[str, Curvature | None]


def ends_of(run: Run, job: DescentJob) -> Ends:
    """How the landscape bends at both ends of a run; None where a whole network learns."""
    with np.errstate(all="ignore"):
        return {
            name: job.landscape.curvature(point.tolist())
            for name, point in (("start", run.points[0]), ("end", run.points[-1]))
        }


def curvature_json(ends: Ends, job: DescentJob, number: int) -> dict[str, Any] | None:
    """At both ends of a run; None where neither is known."""
    optimization = job.optimizations[number]
    plain = optimization.optimizer.name == PLAIN
    rate = optimization.hyperparameters["learning_rate"] if plain else None
    bends = {name: bend_json(end, rate) for name, end in ends.items()}
    return bends if any(bends.values()) else None


def bend_json(curvature: Curvature | None, rate: float | None) -> dict[str, Any] | None:
    """How the function bends at a point, and what that means for a ``rate`` of plain descent."""
    if curvature is None or curvature.eigenvalues is None:
        return None
    eigenvalues = curvature.eigenvalues
    largest = eigenvalues[-1]
    limit = 2 / largest if largest > 0 else inf
    return {
        "eigenvalues": eigenvalues,
        "factors": None if rate is None else [1 - rate * each for each in eigenvalues],
        "rate_limit": None if rate is None or not isfinite(limit) else limit,
    }


def notices_json(
    job: DescentJob, runs: Sequence[Run], bends: Sequence[Ends], say: Say
) -> list[dict[str, Any]]:
    """Where a gradient of a run rests on a convention, and where the curvature is not known."""
    found: list[dict[str, Any]] = []
    for number, (run, ends) in enumerate(zip(runs, bends, strict=True)):
        if job.function is not None:
            for entry, notice in job.function.conventions(run.points):
                node = job.function.text_at(notice.node)
                found.append(notice_json(number, entry, notice.key, node, say))
        for entry, end in ((0, ends["start"]), (run.steps, ends["end"])):
            if end is not None and end.unknown is not None and (entry or end is ends["start"]):
                found.append(notice_json(number, entry, end.unknown, None, say))
    return found


def notice_json(run: int, step: int, key: str, node: str | None, say: Say) -> dict[str, Any]:
    params: Params = {} if node is None else {"node": node}
    return {"run": run, "step": step, "node": node, "code": key, "msg": say(key, params)}


def columns(variables: Sequence[str], table: Array) -> dict[str, Array]:
    """A column of ``table``, entries × variables, by the name of its variable."""
    return dict(zip(variables, table.T, strict=True))


def map_json(
    request: DescentRequest,
    job: DescentJob,
    view: View,
    runs: Sequence[Run],
    check_cancelled: CheckCancelled,
) -> dict[str, Any]:
    """What is drawn under the paths: contours or a curve, and the lowest point of all."""
    field = job.field
    if len(field.variables) == 1:
        line = curve(field, view, check_cancelled=check_cancelled)
        drawn = broken_curve(field, line, check_cancelled)
        return {
            "contours": [],
            "curve": {"x": drawn.axes[0], "value": drawn.values},
            "minimum": lowest(field.variables, line, runs),
        }
    plane = grid(field, view, side_for(field.cost), check_cancelled)
    content: dict[str, Any] = {
        "contours": [
            {"level": contour.level, "lines": contour.lines}
            for contour in contours(plane, levels(plane.values), field, check_cancelled)
        ],
        "minimum": lowest(field.variables, plane, runs),
    }
    if "surface" in request.include:
        coarse = grid(field, view, side_for(field.cost, LIMITS["surface_side"]), check_cancelled)
        x, y = coarse.axes
        cut = np.argwhere(broken_cells(field, coarse, check_cancelled))
        content["surface"] = {"x": x, "y": y, "values": coarse.values, "cut": cut}
    return content


def lowest(variables: Sequence[str], plane: Grid, runs: Sequence[Run]) -> dict[str, float]:
    """The lowest point of the grid, or of a path if that is lower."""
    seen = [(float(run.values.min()), run.points[run.values.argmin()].tolist()) for run in runs]
    found = plane.lowest()
    if found is not None:
        seen.append((found[1], found[0]))
    value, point = min(seen, key=lambda each: each[0])
    return dict(zip(variables, point, strict=True)) | {"value": value}


def explain_json(job: DescentJob, asked: ExplainRequest, run: Run) -> dict[str, Any]:
    """Some steps of a run: its rules, and the number at every address in each step."""
    variables, optimization = job.field.variables, job.optimizations[asked.run]
    function, optimizer = job.function, optimization.optimizer
    first = min(asked.first, run.steps)
    count = min(asked.count, run.steps - first)
    steps = slice(first, first + count)
    names = () if function is None else tuple(function.columns)
    rows: list[int] = []
    if function is not None and function.rows:
        rows = [len(batch) for batch in run.batches[steps]] or [function.rows] * count
    return {
        "run": asked.run,
        "from": first,
        "count": count,
        "rules": {
            "gradient": function and gradient_tree(function.derivatives, names, function.reduction),
            "update": update_tree(optimizer, variables),
        },
        "symbols": symbols(optimizer, variables, names),
        "values": window_values(
            optimizer,
            optimization.hyperparameters,
            variables,
            run.points[first : first + count + 1],
            run.gradients[steps],
            run.states[steps],
            first,
            rows,
        ),
    }


def model_json(
    model: Model,
    fitted: ModelRequest,
    data: Mapping[str, Sequence[float]],
    asked: ExplainRequest,
    run: Run,
) -> dict[str, Any]:
    """The model's predictions at every point from the first explained step on."""
    first = min(asked.first, run.steps)
    inputs = inputs_over(data[model.input], fitted.inputs)
    return {
        "run": asked.run,
        "from": first,
        "inputs": inputs,
        "predictions": model.predictions(run.points[first : first + asked.count + 1], inputs),
    }
