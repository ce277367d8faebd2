"""Training runs that are known to learn, for the page and the API's description."""

from typing import Any


def network(sizes: list[int], hidden: str, output: str, loss: str, **more: Any) -> dict[str, Any]:
    names = [hidden] * (len(sizes) - 2) + [output]
    layers = [
        {"units": units, "activation": name} for units, name in zip(sizes[1:], names, strict=True)
    ]
    return {"inputs": sizes[0], "layers": layers, "loss": loss, "seed": 1} | more


TRAIN_PRESETS: dict[str, dict[str, Any]] = {
    "two_spirals": {
        "network": network([2, 8, 8, 1], "tanh", "sigmoid", "binary_cross_entropy"),
        "data": {"name": "spiral", "samples": 300},
        "optimizer": {"name": "adam", "learning_rate": 0.02},
        "batch_size": 20,
        "epochs": 150,
        "seed": 1,
    },
    "tight_spirals": {
        "network": network(
            [2, 16, 16, 1], "tanh", "sigmoid", "binary_cross_entropy", initializer="normal"
        ),
        "data": {"name": "spiral", "samples": 400, "turns": 1.75},
        "optimizer": {"name": "adam", "learning_rate": 0.02},
        "schedule": {"name": "cosine", "factor": 0.05},
        "batch_size": 20,
        "epochs": 250,
        "seed": 1,
    },
    "three_spirals": {
        "network": network([2, 12, 12, 3], "tanh", "softmax", "cross_entropy"),
        "data": {"name": "spiral", "samples": 300, "arms": 3},
        "optimizer": {"name": "adam", "learning_rate": 0.02},
        "batch_size": 20,
        "epochs": 150,
        "seed": 1,
    },
    "three_blobs": {
        "network": network([2, 3], "tanh", "softmax", "cross_entropy"),
        "data": {"name": "blobs", "samples": 300},
        "optimizer": {"name": "sgd", "learning_rate": 0.3},
        "batch_size": 10,
        "epochs": 20,
        "seed": 1,
    },
    "xor": {
        "network": network([2, 4, 1], "tanh", "sigmoid", "binary_cross_entropy"),
        "data": {"name": "xor", "samples": 4, "noise": 0.0, "train_share": 1.0},
        "optimizer": {"name": "sgd", "learning_rate": 0.5},
        "batch_size": 1,
        "epochs": 300,
        "seed": 1,
        "shuffle": False,
    },
    "circle": {
        "network": network([2, 6, 1], "tanh", "sigmoid", "binary_cross_entropy"),
        "data": {"name": "circle"},
        "optimizer": {"name": "adam", "learning_rate": 0.05},
        "batch_size": 20,
        "epochs": 120,
        "seed": 1,
    },
    "moons": {
        "network": network(
            [2, 8, 8, 1], "tanh", "sigmoid", "binary_cross_entropy", initializer="normal"
        ),
        "data": {"name": "moons"},
        "optimizer": {"name": "adam", "learning_rate": 0.02},
        "batch_size": 20,
        "epochs": 120,
        "seed": 1,
    },
    "checkerboard": {
        "network": network([2, 16, 16, 1], "tanh", "sigmoid", "binary_cross_entropy"),
        "data": {"name": "checkerboard", "samples": 600},
        "optimizer": {"name": "adam", "learning_rate": 0.02},
        "batch_size": 20,
        "epochs": 150,
        "seed": 1,
    },
    "sine": {
        "network": network([1, 8, 8, 1], "tanh", "linear", "mean_squared_error"),
        "data": {"name": "sine", "samples": 150, "noise": 0.05},
        "optimizer": {"name": "adam", "learning_rate": 0.02},
        "batch_size": 10,
        "epochs": 150,
        "seed": 1,
    },
    "plane": {
        "network": network([2, 1], "tanh", "linear", "mean_squared_error"),
        "data": {"name": "plane", "noise": 0.0},
        "optimizer": {"name": "momentum", "learning_rate": 0.02},
        "batch_size": 10,
        "epochs": 60,
        "seed": 1,
    },
}

#: A bit of every kind of line, for the API's description: a small run.
XOR: dict[str, Any] = TRAIN_PRESETS["xor"] | {"frames": {"count": 5, "spacing": "linear"}}
EVERY_PART: dict[str, Any] = {
    "network": network([2, 3, 1], "tanh", "sigmoid", "binary_cross_entropy"),
    "data": {
        "inputs": [[0, 0], [0, 1], [1, 0], [1, 1]],
        "targets": [[0], [1], [1], [0]],
        "test_inputs": [[0.1, 0.9]],
        "test_targets": [[1]],
    },
    "optimizer": {"name": "momentum", "learning_rate": 0.1},
    "schedule": {"name": "cosine", "factor": 0.1},
    "batch_size": 2,
    "epochs": 20,
    "seed": 1,
    "regularization": {"l1": 0, "l2": 0.001},
    "clip_norm": 5,
    "stop": {"loss": 0.01, "steps": 30, "patience": 15},
    "frames": {"count": 4, "from": 2, "spacing": "log"},
    "include": ["weights", "layers", "batch", "data", "optimizer_state"],
    "events": [
        {
            "step": 4,
            "set": {
                "learning_rate": 0.05,
                "optimizer": {"name": "sgd"},
                "schedule": {"name": "constant"},
                "batch_size": 4,
                "regularization": {"l1": 0.001},
                "clip_norm": 1,
            },
        },
        {"step": 5, "add": {"inputs": [[0.9, 0.2], [0.8, 0.1]], "targets": [[1], [1]]}},
        {"step": 6, "point": {"sample": 0, "inputs": [0.1, 0], "targets": [0]}},
        {"step": 7, "remove": {"samples": [1, 4]}},
        {"step": 8, "weight": {"layer": 1, "unit": 0, "input": 1, "value": 0.5}},
    ],
}
#: A learning rate with which the weights grow until float64 does not hold them.
DIVERGING: dict[str, Any] = TRAIN_PRESETS["plane"] | {
    "network": network([2, 3, 1], "relu", "linear", "mean_squared_error"),
    "optimizer": {"name": "sgd", "learning_rate": 50},
    "frames": {"count": 3, "spacing": "linear"},
}
