"""``GET /api/v1/catalog``: every table and every limit, so that no client hard-codes them."""

from typing import Any

import numpy as np
import orjson
from fastapi import APIRouter
from starlette.responses import Response

from ..engine.graph.operations import OPERATIONS
from ..engine.network.activations import ACTIVATIONS, Activation
from ..engine.network.as_drawn import FIGURE_RULE_LOSS, FIGURE_RULE_OPTIMIZER
from ..engine.network.initializers import INITIALIZERS
from ..engine.network.losses import LOSSES
from ..engine.network.optimizers import OPTIMIZERS
from ..engine.network.schedules import SCHEDULES
from ..engine.parameters import Hyperparameter
from ..explain.notation import NOTATIONS
from ..settings import Settings
from .catalog_schema import Catalog
from .descent.presets import DESCENT_PRESETS, GRAPH_PRESETS
from .limits import LIMITS, limits_of
from .trace.presets import PRESETS, letters_of
from .trace.schema import INCLUDES, REDUCTIONS, RULES
from .train.presets import TRAIN_PRESETS
from .train.schema import DATASETS


def parameters_json(parameters: tuple[Hyperparameter, ...]) -> list[dict[str, Any]]:
    return [
        {
            "name": p.name,
            "default": p.default,
            "low": p.low,
            "high": p.high,
            "latex": p.latex,
            "whole": p.whole,
        }
        for p in parameters
    ]


#: Where the curve of an activation function is given.
CURVE_AT = np.linspace(-4, 4, 33)


def curve_of(activation: Activation) -> list[float] | None:
    """f at `CURVE_AT`, for a small drawing; None where a_j depends on other neurons than j."""
    if not activation.elementwise:
        return None
    curve: list[float] = activation.function(CURVE_AT[:, np.newaxis])[:, 0].round(4).tolist()
    return curve


def catalog_json(settings: Settings) -> dict[str, Any]:
    return {
        "activations": [
            {
                "name": e.name,
                "latex": e.latex,
                "slope_latex": e.slope_latex,
                "symbol": e.symbol,
                "range": e.range,
                "elementwise": e.elementwise,
                "curve": curve_of(e),
            }
            for e in ACTIVATIONS.values()
        ],
        "losses": [
            {"name": e.name, "latex": e.latex, "output": e.output, "targets": e.targets}
            for e in LOSSES.values()
        ],
        "optimizers": [
            {
                "name": e.name,
                "latex": e.latex,
                "parameters": parameters_json(e.hyperparameters),
                "state": e.state,
            }
            for e in OPTIMIZERS.values()
        ],
        "initializers": [
            {"name": e.name, "latex": e.latex, "parameters": parameters_json(e.hyperparameters)}
            for e in INITIALIZERS.values()
        ],
        "schedules": [
            {"name": e.name, "latex": e.latex, "parameters": parameters_json(e.hyperparameters)}
            for e in SCHEDULES.values()
        ],
        "datasets": [
            {
                "name": e.name,
                "kind": e.kind,
                "inputs": e.inputs,
                "classes": e.classes,
                "parameters": parameters_json(e.hyperparameters),
            }
            for e in DATASETS.values()
        ],
        "reductions": REDUCTIONS,
        "rules": RULES,
        "as_drawn": {"loss": FIGURE_RULE_LOSS, "optimizer": FIGURE_RULE_OPTIMIZER},
        "includes": INCLUDES,
        "notations": NOTATIONS,
        "presets": [
            entry | {"letters": letters_of(entry["name"])} for entry in presets_json(PRESETS)
        ],
        "graph": {"operations": operations_json(), "presets": presets_json(GRAPH_PRESETS)},
        "descent": {"presets": presets_json(DESCENT_PRESETS)},
        "training": {"presets": presets_json(TRAIN_PRESETS)},
        "limits": limits_of(settings),
    }


def without_settings(catalog: dict[str, Any]) -> dict[str, Any]:
    """What is the same for every installation of a version."""
    return catalog | {"limits": LIMITS}


def operations_json() -> list[dict[str, Any]]:
    return [
        {"name": e.name, "latex": e.latex, "arity": e.arity, "sign": e.sign}
        for e in OPERATIONS.values()
    ]


def presets_json(presets: dict[str, dict[str, Any]]) -> list[dict[str, Any]]:
    return [{"name": name, "request": request} for name, request in presets.items()]


def router(settings: Settings) -> APIRouter:
    routes = APIRouter(prefix="/api/v1", tags=["catalog"])
    content = orjson.dumps(catalog_json(settings))
    described: dict[int | str, dict[str, Any]] = {
        200: {"model": Catalog, "description": "Every table, preset and limit"}
    }

    @routes.get("/catalog", summary="Tables, presets and limits", responses=described)
    async def catalog() -> Response:
        """What a request can name, and how large it may be, so that no client writes it down."""
        headers = {"Cache-Control": "no-cache"}
        return Response(content, media_type="application/json", headers=headers)

    return routes
