"""Networks over all that the engine's tables have, drawn with a seed."""

from itertools import cycle, islice
from typing import Any

import numpy as np

from app.engine.network.activations import ACTIVATIONS
from app.engine.network.losses import LOSSES
from app.engine.network.optimizers import OPTIMIZERS

FROZEN: tuple[dict[str, str], ...] = ({}, {"frozen": "biases"}, {"frozen": "all"})
#: What an optimizer may be given beside its defaults.
HYPERPARAMETERS: dict[str, dict[str, float]] = {
    "sgd": {"learning_rate": 0.5},
    "momentum": {"learning_rate": 0.2, "momentum": 0.8},
    "nesterov": {"learning_rate": 0.2, "momentum": 0.7},
    "adagrad": {"learning_rate": 0.3, "epsilon": 1e-6},
    "rmsprop": {"learning_rate": 0.05, "decay": 0.9},
    "adam": {"learning_rate": 0.03, "beta1": 0.8, "beta2": 0.9999},
    "adamw": {"learning_rate": 0.02, "weight_decay": 0.05},
}


def network(seed: int, activations: tuple[str, str], loss: str, optimizer: str) -> dict[str, Any]:
    """The request of a pass: two hidden layers with these activations, 1 to 3 samples, 1 to 5
    rounds; every third optimizer has its defaults, every second that has one a state.
    """
    rng = np.random.default_rng(seed)
    output = LOSSES[loss].output or list(ACTIVATIONS)[seed % len(ACTIVATIONS)]
    sizes = [int(n) for n in rng.integers(2, 5, 3)]
    samples = int(rng.integers(1, 4))
    layers: list[dict[str, Any]] = [
        {
            "units": units,
            "activation": activation,
            "weights": rng.normal(0, 0.9, (units, fan_in)).round(3).tolist(),
        }
        | FROZEN[int(rng.integers(3)) if seed % 4 == 0 else 0]
        | (
            {"bias": False}
            if rng.random() < 0.2
            else {"biases": rng.normal(0, 0.5, units).tolist()}
        )
        for units, fan_in, activation in zip(
            [*sizes[1:], 2], sizes, [*activations, output], strict=True
        )
    ]
    low, high = {"unit_interval": (0.0, 1.0), "nonnegative": (0.0, 0.9)}.get(
        LOSSES[loss].targets, (-1.0, 1.0)
    )
    # Of a softmax, shares: errors that are all alike would have gradients that are 0 but for
    # rounding, which some optimizers enlarge.
    targets = (
        rng.dirichlet(np.ones(2), samples)
        if output == "softmax"
        else rng.uniform(low, high, (samples, 2))
    )
    given = {"name": optimizer} | (HYPERPARAMETERS[optimizer] if seed % 3 else {})
    remembers = seed % 2 and OPTIMIZERS[optimizer].state
    return {
        "network": {"inputs": sizes[0], "layers": layers, "loss": loss},
        "inputs": rng.normal(0, 1, (samples, sizes[0])).tolist(),
        "targets": targets.tolist(),
        "reduction": ("mean", "sum")[seed % 2],
        "optimizer": given,
        **({"optimizer_state": state(rng, optimizer, layers)} if remembers else {}),
        "round": 1 + seed % 5,
    }


def state(rng: np.random.Generator, optimizer: str, layers: list[dict[str, Any]]) -> dict[str, Any]:
    """What an optimizer remembers after a few steps, drawn."""
    entry = OPTIMIZERS[optimizer]

    def drawn(*shape: int) -> dict[str, Any]:
        return {
            name: rng.uniform(0 if name == entry.squares else -0.1, 0.1, shape).tolist()
            for name in entry.state
        }

    return {
        "step": int(rng.integers(1, 30)),
        "layers": [
            {
                "weights": drawn(len(layer["weights"]), len(layer["weights"][0])),
                "biases": drawn(layer["units"]) if layer.get("bias", True) else None,
            }
            for layer in layers
        ],
    }


def networks(count: int) -> list[dict[str, Any]]:
    """``count`` requests, in which every entry of the tables is used."""
    names = list(ACTIVATIONS)
    assert count >= max(len(names), len(LOSSES), len(OPTIMIZERS))
    pairs = zip(cycle(names), islice(cycle(names), 5, None), strict=False)
    return [
        network(seed, pair, loss, optimizer)
        for seed, pair, loss, optimizer in zip(
            range(count), pairs, cycle(LOSSES), cycle(OPTIMIZERS), strict=False
        )
    ]
