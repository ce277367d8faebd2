"""Functions and runs for the tests, from a text or from a preset's request."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from app.engine.network.training import Optimization
from app.labs.descent.descent import Run, batch_rows, descend
from app.labs.descent.function import Function
from app.labs.expression.parse import parse
from tests.engine.network.building import optimization


def function(
    text: str,
    *variables: str,
    data: Mapping[str, Any] | None = None,
    reduction: str = "mean",
) -> Function:
    columns = {name: np.array(column, dtype=np.float64) for name, column in (data or {}).items()}
    return Function(parse(text, [*variables, *columns]).graph, variables, columns, reduction)


def function_of(request: Mapping[str, Any]) -> Function:
    return function(
        request["function"],
        *request["start"],
        data=request.get("data"),
        reduction=request.get("reduction", "mean"),
    )


def optimization_of(run: Mapping[str, Any]) -> Optimization:
    hyperparameters = dict(run["optimizer"])
    return optimization(hyperparameters.pop("name"), **hyperparameters)


def run_of(
    request: Mapping[str, Any],
    chosen: Optimization,
    steps: int | None = None,
    start: Any = None,
    gradient_norm: float = 0.0,
) -> Run:
    """The run of a request of ``POST /api/v1/descent``, by any optimizer."""
    landscape = function_of(request)
    batches = None
    if "batch" in request:
        batches = batch_rows(landscape.rows, request["batch"], request["seed"])
    return descend(
        landscape,
        list(request["start"].values()) if start is None else start,
        chosen,
        request["steps"] if steps is None else steps,
        gradient_norm=gradient_norm,
        batches=batches,
    )
