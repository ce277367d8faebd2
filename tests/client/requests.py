"""A request for every method of the clients, small enough to be asked often."""

from typing import Any

from app.web.endpoints import FILES, OPERATIONS

TRACE: dict[str, Any] = {
    "network": {
        "inputs": 2,
        "layers": [
            {"units": 2, "activation": "sigmoid", "weights": [[0.2, 0.5], [-0.4, 0.6]]},
            {"units": 2, "activation": "sigmoid", "weights": [[0.1, -0.3], [-0.5, 0.8]]},
        ],
        "loss": "half_squared_error",
    },
    "inputs": [[0.5, 0.3]],
    "targets": [[0.23, -0.07]],
}
GRAPH: dict[str, Any] = {"expression": "x = w**2; loss = sin(x)*w", "values": {"w": 1.5}}
DESCENT: dict[str, Any] = {
    "function": "x**2 + y**2",
    "start": {"x": 1, "y": 4},
    "runs": [{"optimizer": "sgd"}],
    "steps": 20,
}
TRAIN: dict[str, Any] = {
    "network": {
        "inputs": 2,
        "layers": [
            {"units": 3, "activation": "tanh"},
            {"units": 1, "activation": "sigmoid"},
        ],
        "loss": "binary_cross_entropy",
    },
    "data": {"name": "spiral", "samples": 40},
    "epochs": 5,
    "frames": {"count": 4},
    "include": ["weights"],
    "events": [{"step": 3, "set": {"learning_rate": 0.05}}],
}
MARK = TRACE | {"answers": {"a2.0": "0.477", "delta2.0": "0,247"}}
CHECK = TRACE | {"gradients": {"dw2.0.0": "0.034633", "dw2.0.1": "0.2"}}
SHEETS: dict[str, Any] = {"plan": {"kind": "find_the_slip"}, "seed": 7}
EXPORT: dict[str, Any] = {"tool": "trace", "request": TRACE, "format": "json"}

#: By the name of the method that answers with the whole of it.
REQUESTS: dict[str, dict[str, Any]] = {
    "trace": TRACE | {"include": ["steps", "slopes", "as_drawn", "check", "latex", "optimizer"]},
    "graph": GRAPH | {"include": ["tangents"], "paths": 0},
    "descent": DESCENT | {"include": ["surface"], "explain": {"run": 0, "count": 3}},
    "mark": MARK,
    "check": CHECK,
    "sheets": SHEETS,
    "export": EXPORT,
}
#: The endpoints that compute, by name.
ENDPOINTS = {operation.name: operation for operation in OPERATIONS if operation not in FILES}
