"""Training runs that are known to learn, as requests of ``POST /api/v1/train`` have them."""

from typing import Any

from app.engine.network.runs.plan import Plan
from app.labs.datasets.dataset import samples_of
from app.labs.datasets.table import DATASETS
from tests.engine.network.runs.building import drawn, plan, settings


def network(sizes: list[int], hidden: str, output: str, loss: str) -> dict[str, Any]:
    names = [hidden] * (len(sizes) - 2) + [output]
    layers = [
        {"units": units, "activation": name} for units, name in zip(sizes[1:], names, strict=True)
    ]
    return {"inputs": sizes[0], "layers": layers, "loss": loss, "seed": 1}


PRESETS: dict[str, dict[str, Any]] = {
    "two_spirals": {
        "network": network([2, 8, 8, 1], "tanh", "sigmoid", "binary_cross_entropy"),
        "data": {"name": "spiral", "samples": 300},
        "optimizer": {"name": "adam", "learning_rate": 0.02},
        "batch_size": 20,
        "epochs": 150,
    },
    "tight_spirals": {
        "network": network([2, 16, 16, 1], "tanh", "sigmoid", "binary_cross_entropy")
        | {"initializer": "normal"},
        "data": {"name": "spiral", "samples": 400, "turns": 1.75},
        "optimizer": {"name": "adam", "learning_rate": 0.02},
        "schedule": {"name": "cosine", "factor": 0.05},
        "batch_size": 20,
        "epochs": 250,
    },
    "three_spirals": {
        "network": network([2, 12, 12, 3], "tanh", "softmax", "cross_entropy"),
        "data": {"name": "spiral", "samples": 300, "arms": 3},
        "optimizer": {"name": "adam", "learning_rate": 0.02},
        "batch_size": 20,
        "epochs": 150,
    },
    "three_blobs": {
        "network": network([2, 3], "tanh", "softmax", "cross_entropy"),
        "data": {"name": "blobs", "samples": 300},
        "optimizer": {"name": "sgd", "learning_rate": 0.3},
        "batch_size": 10,
        "epochs": 20,
    },
    "xor": {
        "network": network([2, 4, 1], "tanh", "sigmoid", "binary_cross_entropy"),
        "data": {"name": "xor", "samples": 4, "noise": 0.0, "train_share": 1.0},
        "optimizer": {"name": "sgd", "learning_rate": 0.5},
        "batch_size": 1,
        "epochs": 300,
        "shuffle": False,
    },
    "circle": {
        "network": network([2, 6, 1], "tanh", "sigmoid", "binary_cross_entropy"),
        "data": {"name": "circle"},
        "optimizer": {"name": "adam", "learning_rate": 0.05},
        "batch_size": 20,
        "epochs": 120,
    },
    "moons": {
        "network": network([2, 8, 8, 1], "tanh", "sigmoid", "binary_cross_entropy")
        | {"initializer": "normal"},
        "data": {"name": "moons"},
        "optimizer": {"name": "adam", "learning_rate": 0.02},
        "batch_size": 20,
        "epochs": 120,
    },
    "checkerboard": {
        "network": network([2, 16, 16, 1], "tanh", "sigmoid", "binary_cross_entropy"),
        "data": {"name": "checkerboard", "samples": 600},
        "optimizer": {"name": "adam", "learning_rate": 0.02},
        "batch_size": 20,
        "epochs": 150,
    },
    "sine": {
        "network": network([1, 8, 8, 1], "tanh", "linear", "mean_squared_error"),
        "data": {"name": "sine", "samples": 150, "noise": 0.05},
        "optimizer": {"name": "adam", "learning_rate": 0.02},
        "batch_size": 10,
        "epochs": 150,
    },
    "plane": {
        "network": network([2, 1], "tanh", "linear", "mean_squared_error"),
        "data": {"name": "plane", "noise": 0.0},
        "optimizer": {"name": "momentum", "learning_rate": 0.02},
        "batch_size": 10,
        "epochs": 60,
    },
}


def plan_of(request: dict[str, Any]) -> Plan:
    """The plan of a request whose weights are drawn by the seed of its network."""
    wanted, optimizer, data = (dict(request[key]) for key in ("network", "optimizer", "data"))
    samples = samples_of(DATASETS[data.pop("name")], data)
    names = [part["activation"] for part in wanted["layers"]]
    sizes = [wanted["inputs"], *(part["units"] for part in wanted["layers"])]
    return plan(
        drawn(
            sizes,
            names[0],
            names[-1],
            wanted["loss"],
            wanted["seed"],
            wanted.get("initializer", "xavier_uniform"),
        ),
        samples.inputs,
        samples.targets,
        settings(
            optimizer.pop("name"), request["batch_size"], request.get("schedule"), **optimizer
        ),
        request["epochs"],
        test_inputs=samples.test_inputs,
        test_targets=samples.test_targets,
        shuffle=request.get("shuffle", True),
        seed=request.get("seed", 1),
    )
