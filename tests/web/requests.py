"""Requests that the tests start from; every call makes a new one, so that a test may change it."""

import copy
from typing import Any

from app.web.trace.presets import PRESETS

Request = dict[str, Any]


def preset(name: str) -> Request:
    return copy.deepcopy(PRESETS[name])


def document() -> Request:
    return preset("document")


def small(**more: Any) -> Request:
    """2 inputs, one layer of one unit."""
    layer = {"units": 1, "activation": "sigmoid", "weights": [[0.5, -0.25]]}
    network = {"inputs": 2, "layers": [layer], "loss": "half_squared_error"}
    return {"network": network, "inputs": [[1.0, 0.5]], "targets": [[1.0]]} | more
