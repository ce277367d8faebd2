"""Paths of PyTorch's own optimizers, written to ``paths.npz`` for ``test_oracle_paths.py``.

Run by hand at the top of the checkout, where torch is installed:
``python -m tests.labs.descent.oracle.write_paths``. Every optimizer of the table of counterparts
descends every preset from its start; the functions are written again with torch's operations, the
gradients are autograd's. float64, on the CPU, one tensor per parameter. Stored are the first 50
steps and then every tenth, up to 1,000. The rows of mini-batches are sampled by numpy with the seed
of the preset.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import torch  # type: ignore[import-not-found]  # only where the paths are written

from app.engine.network.optimizers import OPTIMIZERS
from app.engine.parameters import with_defaults
from app.web.descent.presets import DESCENT_PRESETS
from tests.engine.network.oracle.counterparts import OPTIMIZER_COUNTERPARTS

STEPS = 1000
KEPT = [*range(51), *range(60, STEPS + 1, 10)]

Function = Callable[..., torch.Tensor]

FUNCTIONS: dict[str, Function] = {
    "document": lambda x, y: x**2 + y**2 + 2 * x + 2,
    "line_fit": lambda p, *, x, t: ((p * x - t) ** 2).sum(),
    "sigmoid_fit": lambda w, b, *, x, t: ((torch.sigmoid(w * x + b) - t) ** 2 / 2).sum(),
    "mini_batch": lambda w, b, *, x, t: ((w * x + b - t) ** 2).mean(),
    "rosenbrock": lambda x, y: (1 - x) ** 2 + 100 * (y - x**2) ** 2,
    "himmelblau": lambda x, y: (x**2 + y - 11) ** 2 + (x + y**2 - 7) ** 2,
    "beale": lambda x, y: (
        (1.5 - x + x * y) ** 2 + (2.25 - x + x * y**2) ** 2 + (2.625 - x + x * y**3) ** 2
    ),
    "saddle": lambda x, y: x**2 - y**2 + y**4 / 8,
    "ravine": lambda x, y: x**2 / 2 + 10 * y**2,
    "noisy_bowl": lambda x, y, *, a, b: ((x - a) ** 2 + (y - b) ** 2).mean(),
    "too_high": lambda x, y: x**2 + 3 * y**2,
}


def rate_of(preset: dict[str, Any], optimizer: str) -> float:
    """The preset's own rate for this optimizer, else its first."""
    rates = {run["optimizer"]["name"]: run["optimizer"]["learning_rate"] for run in preset["runs"]}
    rate: float = rates.get(optimizer, preset["runs"][0]["optimizer"]["learning_rate"])
    return rate


def batches_of(preset: dict[str, Any], rows: int) -> list[np.ndarray]:
    """The rows of every step: each epoch is a new permutation, cut into batches."""
    size, rng = preset["batch"], np.random.default_rng(preset["seed"])
    batches: list[np.ndarray] = []
    while len(batches) < STEPS:
        order = rng.permutation(rows)
        batches.extend(order[first : first + size] for first in range(0, rows, size))
    return batches


def path(name: str, optimizer: str) -> np.ndarray:
    """(kept steps, variables), NaN from where torch's numbers are not finite."""
    preset = DESCENT_PRESETS[name]
    parameters = [
        torch.tensor(value, dtype=torch.float64, requires_grad=True)
        for value in preset["start"].values()
    ]
    columns = {
        column: torch.tensor(values, dtype=torch.float64)
        for column, values in preset.get("data", {}).items()
    }
    rows = len(next(iter(columns.values()))) if columns else 0
    batches = batches_of(preset, rows) if "batch" in preset else None
    hyperparameters = with_defaults(
        OPTIMIZERS[optimizer].hyperparameters, {"learning_rate": rate_of(preset, optimizer)}
    )
    chosen = OPTIMIZER_COUNTERPARTS[optimizer](torch, parameters, hyperparameters)
    points = []
    for step in range(STEPS + 1):
        points.append([float(p.detach()) for p in parameters])
        if not np.isfinite(points[-1]).all():
            break
        chosen.zero_grad()
        seen = columns
        if batches is not None and step < STEPS:
            seen = {column: values[batches[step]] for column, values in columns.items()}
        FUNCTIONS[name](*parameters, **seen).backward()
        chosen.step()
    whole = np.full((STEPS + 1, len(parameters)), np.nan)
    whole[: len(points)] = points
    return whole[KEPT]


def main() -> None:
    written: dict[str, Any] = {"kept": np.array(KEPT)}
    for name, preset in DESCENT_PRESETS.items():
        for optimizer in OPTIMIZER_COUNTERPARTS:
            written[f"{name}/{optimizer}"] = path(name, optimizer)
            written[f"{name}/{optimizer}/rate"] = np.array(rate_of(preset, optimizer))
    np.savez_compressed(Path(__file__).with_name("paths.npz"), **written)


if __name__ == "__main__":
    main()
