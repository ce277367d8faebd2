"""Networks for the tests: from plain numbers, from a request of the API, at random."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from app.engine.arrays import Array
from app.engine.network.activations import ACTIVATIONS
from app.engine.network.losses import LOSSES
from app.engine.network.network import Layer, Network
from app.engine.network.optimizers import OPTIMIZERS
from app.engine.network.training import Optimization
from app.engine.parameters import with_defaults


@dataclass(frozen=True)
class Problem:
    """A network with one batch for it."""

    network: Network
    inputs: Array
    targets: Array
    reduction: str


def layer(
    activation: str,
    weights: Any,
    biases: Any = None,
    frozen: str = "none",
) -> Layer:
    """``weights`` and ``biases`` as nested lists; no ``biases``: a layer without."""
    return Layer(
        ACTIVATIONS[activation],
        np.array(weights, dtype=np.float64),
        None if biases is None else np.array(biases, dtype=np.float64),
        frozen,
    )


def network(loss: str, *layers: Layer) -> Network:
    return Network(layers[0].fan_in, layers, LOSSES[loss])


def optimization(name: str, **hyperparameters: float) -> Optimization:
    """The optimizer with its defaults filled in."""
    optimizer = OPTIMIZERS[name]
    return Optimization(optimizer, with_defaults(optimizer.hyperparameters, hyperparameters))


def from_request(request: dict[str, Any]) -> tuple[Problem, Optimization]:
    """What ``POST /api/v1/trace`` means, for a request whose weights are all given."""
    wanted = request["network"]
    layers = [
        layer(
            part["activation"],
            part["weights"],
            None if part.get("bias") is False else part.get("biases", [0.0] * part["units"]),
            part.get("frozen", "none"),
        )
        for part in wanted["layers"]
    ]
    hyperparameters = dict(request.get("optimizer", {"name": "sgd", "learning_rate": 0.1}))
    problem = Problem(
        network(wanted["loss"], *layers),
        np.array(request["inputs"], dtype=np.float64),
        np.array(request["targets"], dtype=np.float64),
        request.get("reduction", "mean"),
    )
    return problem, optimization(hyperparameters.pop("name"), **hyperparameters)


def random_targets(rng: np.random.Generator, loss: str, shape: tuple[int, int]) -> Array:
    """Targets that the loss allows, at random either hard (0 or 1) or soft."""
    allowed, hard = LOSSES[loss].targets, bool(rng.integers(2))
    if allowed == "unit_interval":
        return rng.integers(0, 2, shape).astype(np.float64) if hard else rng.random(shape)
    if allowed == "nonnegative":
        if hard:
            return np.eye(shape[1])[rng.integers(0, shape[1], shape[0])]
        return rng.dirichlet(np.ones(shape[1]), shape[0])
    return rng.normal(size=shape)


LOSS_NAMES, ACTIVATION_NAMES = list(LOSSES), list(ACTIVATIONS)


def random_problem(number: int, scale: float, widest: int = 5, batches: int = 32) -> Problem:
    """The ``number``-th network of this weight ``scale``.

    1 to 5 layers of 1 to ``widest`` units; losses and activations are taken in turn, so that
    consecutive numbers cover them all.
    """
    rng = np.random.default_rng([number, round(scale * 1000)])
    loss = LOSS_NAMES[number % len(LOSS_NAMES)]
    depth = 1 + number % 5
    widths = rng.integers(1, widest + 1, depth + 1).tolist()
    names = [
        ACTIVATION_NAMES[(number // 2 + 5 * place) % len(ACTIVATION_NAMES)]
        for place in range(depth)
    ]
    if LOSSES[loss].output is not None:
        names[-1] = str(LOSSES[loss].output)
    layers = [
        layer(
            name,
            rng.normal(0, scale, (units, fan_in)),
            rng.normal(0, scale, units) if rng.integers(2) else None,
        )
        for name, fan_in, units in zip(names, widths, widths[1:], strict=False)
    ]
    batch = int(rng.choice([1, 2, 3, 5, batches])) if batches > 5 else int(rng.integers(1, 6))
    return Problem(
        network(loss, *layers),
        rng.normal(size=(batch, widths[0])),
        random_targets(rng, loss, (batch, widths[-1])),
        ("mean", "sum")[int(rng.integers(2))],
    )
