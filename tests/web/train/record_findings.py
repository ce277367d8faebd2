"""Writes ``tests/js/training/recorded.ndjson``: runs that go wrong, without their weights.

The rules of ``static/js/training/runs/findings.js`` are tested with them. Run by hand:
``python -m tests.web.train.record_findings``
"""

import json
from collections.abc import Iterator
from typing import Any

from app.web.train.build import build
from app.web.train.response import lines_of
from app.web.train.schema import TrainRequest
from tests.paths import ROOT

RECORDED = ROOT / "tests/js/training/recorded.ndjson"
#: Digits of a number, enough for every rule.
DIGITS = 3
FRAMES = 32


def spiral(sizes: list[int], hidden: str, **more: Any) -> dict[str, Any]:
    layers: list[dict[str, Any]] = [{"units": n, "activation": hidden} for n in sizes]
    layers.append({"units": 1, "activation": "sigmoid"})
    network = {"inputs": 2, "layers": layers, "loss": "binary_cross_entropy", "seed": 1}
    return {
        "network": network | more.pop("network", {}),
        "data": {"name": "spiral", "samples": 100, "noise": 0.1, "seed": 1},
        "optimizer": {"name": "sgd", "learning_rate": 0.1},
        "schedule": {"name": "constant"},
        "batch_size": 10,
        "epochs": 40,
        "seed": 1,
    } | more


def dying() -> dict[str, Any]:
    """relu with biases so far below zero that no unit of the second layer ever answers."""
    request = spiral([8, 8], "relu")
    request["network"]["layers"][1]["biases"] = [-20.0] * 8
    return request


RUNS: dict[str, dict[str, Any]] = {
    "good": spiral([8, 8], "tanh", optimizer={"name": "adam", "learning_rate": 0.02}, epochs=100),
    "deep_sigmoid": spiral([6] * 8, "sigmoid"),
    "deep_sigmoid_adam": spiral(
        [6] * 8, "sigmoid", optimizer={"name": "adam", "learning_rate": 0.02}, epochs=2
    ),
    "noisy": spiral(
        [8, 8],
        "tanh",
        data={"name": "spiral", "samples": 300, "noise": 0.02, "seed": 1},
        optimizer={"name": "adam", "learning_rate": 0.02},
        batch_size=20,
        epochs=150,
    )
    | {"frames": {"count": 250}},
    "too_fast": spiral(
        [8, 8],
        "relu",
        network={"loss": "half_squared_error"},
        data={"name": "gaussians", "samples": 100, "seed": 1},
        optimizer={"name": "adam", "learning_rate": 3},
    ),
    "jumping": spiral([8, 8], "tanh", optimizer={"name": "sgd", "learning_rate": 6}),
    "growing": {
        "network": {
            "inputs": 1,
            "layers": [
                {"units": 6, "activation": "relu"},
                {"units": 1, "activation": "linear"},
            ],
            "loss": "half_squared_error",
            "seed": 1,
        },
        "data": {"name": "cubic", "samples": 60, "seed": 1},
        "optimizer": {"name": "sgd", "learning_rate": 0.05},
        "batch_size": 10,
        "epochs": 40,
        "seed": 1,
        "events": [{"step": 60, "set": {"learning_rate": 2.2}}],
    },
    "exploding": spiral(
        [8] * 6, "relu", network={"initializer": {"name": "normal", "standard_deviation": 4}}
    ),
    "dying": dying(),
    "saturated": spiral(
        [8, 8], "tanh", network={"initializer": {"name": "normal", "standard_deviation": 12}}
    ),
    "too_slow": spiral([8, 8], "tanh", optimizer={"name": "sgd", "learning_rate": 1e-6}),
    "overfitting": spiral(
        [24, 24],
        "tanh",
        data={"name": "gaussians", "samples": 60, "noise": 1.5, "seed": 2, "train_share": 0.4},
        optimizer={"name": "adam", "learning_rate": 0.03},
        epochs=150,
    ),
}


def rounded(value: Any) -> Any:
    if isinstance(value, float):
        return float(f"{value:.{DIGITS}g}")
    if isinstance(value, dict):
        return {name: rounded(one) for name, one in value.items()}
    return [rounded(one) for one in value] if isinstance(value, list) else value


def lines(request: dict[str, Any]) -> Iterator[Any]:
    """The lines of the answer without what the rules do not read."""
    frames = {"frames": {"count": FRAMES, "spacing": "linear"}, "include": ["layers", "data"]}
    job = build(TrainRequest.model_validate_json(json.dumps(frames | request)))
    for line in lines_of(job, lambda: None, lambda key, _params: key):
        if line["type"] == "frame":
            yield rounded(line) | {"weights": [], "biases": [], "batch": []}
        elif line["type"] == "header":
            data = {
                name: None if rows is None else rows.tolist() for name, rows in line["data"].items()
            }
            inputs = line["network"]["inputs"]
            layers = [
                {name: layer[name] for name in ("units", "activation")}
                for layer in line["network"]["layers"]
            ]
            small = {"targets": data["targets"], "inputs": None}
            yield line | {"network": {"inputs": inputs, "layers": layers}, "data": small}
        else:
            yield line


if __name__ == "__main__":
    found = {name: list(lines(request)) for name, request in RUNS.items()}
    RECORDED.write_text(
        "".join(json.dumps({"run": name, "lines": each}) + "\n" for name, each in found.items())
    )
