"""Paths of PyTorch's own optimizers, written to ``paths.npz`` for ``test_oracle_paths.py``.

Run by hand at the top of the checkout, where torch is installed:
``python -m tests.labs.descent.oracle.write_paths``. Every optimizer goes down every preset from its
start; the functions are written out anew with torch's operations, the gradients are autograd's.
float64, on the CPU, one tensor a parameter. Kept are the first 50 steps and then every tenth, to
1,000. The rows of the mini-batches are numpy's, as the presets ask for them.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import torch  # type: ignore[import-not-found]  # only where the paths are written

from app.web.descent.presets import DESCENT_PRESETS

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

OPTIMIZERS: dict[str, Callable[[list[torch.Tensor], float], torch.optim.Optimizer]] = {
    "sgd": lambda p, lr: torch.optim.SGD(p, lr, foreach=False),
    "momentum": lambda p, lr: torch.optim.SGD(p, lr, momentum=0.9, foreach=False),
    "nesterov": lambda p, lr: torch.optim.SGD(p, lr, momentum=0.9, nesterov=True, foreach=False),
    "adagrad": lambda p, lr: torch.optim.Adagrad(p, lr, foreach=False),
    "rmsprop": lambda p, lr: torch.optim.RMSprop(p, lr, foreach=False),
    "adam": lambda p, lr: torch.optim.Adam(p, lr, foreach=False),
    "adamw": lambda p, lr: torch.optim.AdamW(p, lr, foreach=False),
}


def rate_of(preset: dict[str, Any], optimizer: str) -> float:
    """The preset's own rate for this optimizer, else its first."""
    rates = {run["optimizer"]["name"]: run["optimizer"]["learning_rate"] for run in preset["runs"]}
    rate: float = rates.get(optimizer, preset["runs"][0]["optimizer"]["learning_rate"])
    return rate


def batches_of(preset: dict[str, Any], rows: int) -> list[np.ndarray]:
    """The rows of every step: each epoch a new order, cut into pieces."""
    size, rng = preset["batch"], np.random.default_rng(preset["seed"])
    pieces: list[np.ndarray] = []
    while len(pieces) < STEPS:
        order = rng.permutation(rows)
        pieces.extend(order[first : first + size] for first in range(0, rows, size))
    return pieces


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
    chosen = OPTIMIZERS[optimizer](parameters, rate_of(preset, optimizer))
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
        for optimizer in OPTIMIZERS:
            written[f"{name}/{optimizer}"] = path(name, optimizer)
            written[f"{name}/{optimizer}/rate"] = np.array(rate_of(preset, optimizer))
    np.savez_compressed(Path(__file__).with_name("paths.npz"), **written)


if __name__ == "__main__":
    main()
