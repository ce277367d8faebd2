"""Writes training runs of PyTorch to ``runs.json``, for ``runs/test_oracle_runs.py``.

Run by hand at the top of the checkout, where torch is installed:
``python -m tests.engine.network.oracle.write_runs``. A run is 1,000 steps of mini-batches with
autograd's gradients, torch.optim's optimizers, its learning-rate schedulers and
torch.nn.utils.clip_grad_norm_; the order of the samples is numpy's. float64, on the CPU.

``runs.json`` has "problems", a network with its samples for each name, and "cases": a problem, what
a request says of its training, and what came of it: the rate of every 50th step, the loss
over all samples, and the weights and biases.
"""

import json
from pathlib import Path
from typing import Any

import numpy as np
import torch  # type: ignore[import-not-found]  # only where the cases are written

from app.engine.network.optimizers import OPTIMIZERS
from app.engine.network.schedules import SCHEDULES
from app.engine.parameters import with_defaults
from tests.engine.network.oracle.counterparts import (
    ACTIVATION_COUNTERPARTS,
    LOSS_COUNTERPARTS,
    OPTIMIZER_COUNTERPARTS,
    SCHEDULE_COUNTERPARTS,
)

FILE = Path(__file__).parent / "runs.json"
STEPS = 1000
RATE_EVERY = 50
#: Rates at which every optimizer learns and none goes to and fro around the least loss.
LEARNING_RATES = {
    "sgd": 0.5,
    "momentum": 0.05,
    "nesterov": 0.05,
    "adagrad": 0.1,
    "rmsprop": 0.01,
    "adam": 0.01,
    "adamw": 0.01,
}
#: Hyperparameters of the schedules under which the rate changes within the run.
SCHEDULES_CHOSEN: dict[str, dict[str, float]] = {
    "constant": {},
    "step": {"step_size": 300, "gamma": 0.4},
    "exponential": {"gamma": 0.998},
    "cosine": {"factor": 0.1},
    "warmup": {"start_factor": 0.2, "steps": 150},
    "cyclic": {"factor": 0.25, "step_size": 120},
}

Case = dict[str, Any]


def problems() -> dict[str, Case]:
    """Two networks; the last batch of an epoch is shorter than the others in both."""
    rng = np.random.default_rng(13)

    def layer(units: int, fan_in: int, activation: str, **more: Any) -> Case:
        weights = rng.normal(0, 0.7, (units, fan_in)).tolist()
        biases = {} if "bias" in more else {"biases": rng.normal(0, 0.3, units).tolist()}
        return {"units": units, "activation": activation, "weights": weights, **biases, **more}

    points = rng.normal(size=(23, 2))
    two_classes = (points[:, :1] * points[:, 1:] > 0).astype(float)
    flowers = rng.normal(size=(20, 3))
    three_classes = np.eye(3)[np.argmax(flowers + rng.normal(0, 0.5, flowers.shape), axis=1)]
    return {
        "two_classes": {
            "network": {
                "layers": [layer(4, 2, "tanh"), layer(2, 4, "sigmoid"), layer(1, 2, "sigmoid")],
                "loss": "binary_cross_entropy",
            },
            "inputs": points.tolist(),
            "targets": two_classes.tolist(),
            "batch_size": 5,
        },
        "three_classes": {
            "network": {
                "layers": [
                    layer(4, 3, "silu", frozen="biases"),
                    layer(4, 4, "tanh", frozen="all"),
                    layer(3, 4, "softmax", bias=False),
                ],
                "loss": "cross_entropy",
            },
            "inputs": flowers.tolist(),
            "targets": three_classes.tolist(),
            "batch_size": 6,
        },
    }


def cases() -> list[Case]:
    """Every optimizer plain, with l2, with clipping, and with all at once; every schedule."""
    found: list[Case] = []

    def add(problem: str, optimizer: str, schedule: str = "constant", **more: Any) -> None:
        found.append(
            {
                "problem": problem,
                "optimizer": {"name": optimizer, "learning_rate": LEARNING_RATES[optimizer]},
                "schedule": {"name": schedule, **SCHEDULES_CHOSEN[schedule]},
                "shuffle": True,
                "seed": len(found),
                "l1": 0.0,
                "l2": 0.0,
                "clip_norm": None,
                **more,
            }
        )

    for name in OPTIMIZER_COUNTERPARTS:
        add("two_classes", name)
        add("two_classes", name, l2=0.01)
        add("two_classes", name, clip_norm=0.05)
        add("three_classes", name, "cosine", l2=0.01, clip_norm=0.1)
    for name in SCHEDULE_COUNTERPARTS:
        add("two_classes", "sgd", name, shuffle=False)
        add("three_classes", "adam", name)
    add("two_classes", "sgd", l1=0.001, l2=0.002)
    return found


def tensor(values: Any, learnt: bool = False) -> torch.Tensor:
    return torch.tensor(values, dtype=torch.float64, requires_grad=learnt)


def answer_to(case: Case, problem: Case) -> Case:
    """What 1,000 steps make of the network."""
    layers, loss_name = problem["network"]["layers"], problem["network"]["loss"]
    weights = [tensor(each["weights"], each.get("frozen") != "all") for each in layers]
    biases = [
        tensor(each["biases"], "frozen" not in each) if "biases" in each else None
        for each in layers
    ]
    learnt = [w for w in weights if w.requires_grad]
    learnt_biases = [b for b in biases if b is not None and b.requires_grad]
    name, rate = case["optimizer"]["name"], case["optimizer"]["learning_rate"]
    l2, clip = case["l2"], case["clip_norm"]
    # Weight decay of torch.optim comes after clipping, and that of AdamW is another one.
    by_optimizer = l2 if clip is None and name != "adamw" else 0.0
    group: Case = {"params": learnt} | ({"weight_decay": by_optimizer} if by_optimizer else {})
    optimizer = OPTIMIZER_COUNTERPARTS[name](
        torch,
        [group, {"params": learnt_biases}] if learnt_biases else [group],
        with_defaults(OPTIMIZERS[name].hyperparameters, case["optimizer"]),
    )
    chosen = case["schedule"]
    k = with_defaults(SCHEDULES[chosen["name"]].hyperparameters, chosen)
    schedule = SCHEDULE_COUNTERPARTS[chosen["name"]](torch, optimizer, rate, STEPS, k)
    inputs, targets = tensor(problem["inputs"]), tensor(problem["targets"])

    def loss_of(x: torch.Tensor, t: torch.Tensor) -> torch.Tensor:
        signal = x
        for each, w, b in zip(layers, weights, biases, strict=True):
            z = signal @ w.T if b is None else signal @ w.T + b
            signal = ACTIVATION_COUNTERPARTS[each["activation"]](torch, z)
        return LOSS_COUNTERPARTS[loss_name](torch, signal, t).mean()

    rng, size, rates, step = np.random.default_rng(case["seed"]), problem["batch_size"], [], 0
    while step < STEPS:
        count = len(inputs)
        order = rng.permutation(count) if case["shuffle"] else np.arange(count)
        for start in range(0, count, size):
            batch = order[start : start + size]
            if step % RATE_EVERY == 0:
                rates.append(optimizer.param_groups[0]["lr"])
            optimizer.zero_grad()
            penalty = sum(
                case["l1"] * w.abs().sum() + (l2 - by_optimizer) / 2 * (w * w).sum() for w in learnt
            )
            (loss_of(inputs[batch], targets[batch]) + penalty).backward()
            if clip is not None:
                torch.nn.utils.clip_grad_norm_([*learnt, *learnt_biases], clip)
            optimizer.step()
            schedule.step()
            step += 1
    return {
        "rates": rates,
        "loss": loss_of(inputs, targets).item(),
        "layers": [
            {"weights": w.tolist(), "biases": None if b is None else b.tolist()}
            for w, b in zip(weights, biases, strict=True)
        ],
    }


def main() -> None:
    made = problems()
    written = [case | answer_to(case, made[case["problem"]]) for case in cases()]
    FILE.write_text(json.dumps({"problems": made, "cases": written}))
    print(f"{len(written)} runs, losses {[round(case['loss'], 3) for case in written]}")


if __name__ == "__main__":
    main()
