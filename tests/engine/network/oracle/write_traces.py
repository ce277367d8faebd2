"""Writes what PyTorch's autograd computes to ``traces.json`` and ``initializers.json``.

Run by hand at the top of the checkout, where torch is installed:
``python -m tests.engine.network.oracle.write_traces``. The stored cases are computed again and
compared; for every entry of ``counterparts.py`` that has no case yet, cases are added. So run it
after adding an entry there, and commit the two files.

A case of ``traces.json`` is a request of ``POST /api/v1/trace`` and the numbers of its response,
those of its last round where it has several; one of ``initializers.json`` is a shape and a seed
with the weights. float64, on the CPU.
"""

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from unittest.mock import patch
from zlib import crc32

import numpy as np
import torch  # type: ignore[import-not-found]  # only where the cases are written

from app.engine.network.initializers import INITIALIZERS
from app.engine.network.losses import LOSSES
from app.engine.network.optimizers import OPTIMIZERS
from app.engine.parameters import with_defaults
from tests.engine.network.building import random_targets
from tests.engine.network.oracle.counterparts import (
    ACTIVATION_COUNTERPARTS,
    COUNTERPARTS,
    INITIALIZER_COUNTERPARTS,
    LOSS_COUNTERPARTS,
    OPTIMIZER_COUNTERPARTS,
    missing,
)
from tests.engine.network.oracle.coverage import covered_by

Case = dict[str, Any]

FOLDER = Path(__file__).parent
#: Allowed difference of a stored case, relative to the largest entry of an array.
TOLERANCE = 1e-12
ROUNDS = 5
#: Units × fan-in. PyTorch samples a wide orthogonal matrix in another order than the engine.
SHAPES = ((5, 3), (4, 4))


# --- the numbers of a request ---------------------------------------------------------------------


def response_to(request: Case) -> Case:
    """The numbers of the last round of a request whose weights and biases are all given."""
    network, optimizer = request["network"], dict(request["optimizer"])
    name = optimizer.pop("name")
    inputs, targets = tensor(request["inputs"]), tensor(request["targets"])
    weights = [tensor(layer["weights"]) for layer in network["layers"]]
    biases = [
        tensor(layer["biases"]) if layer.get("bias", True) else None for layer in network["layers"]
    ]
    parameters = [each for pair in zip(weights, biases, strict=True) for each in pair]
    steps = OPTIMIZER_COUNTERPARTS[name](
        torch,
        [each for each in parameters if each is not None],
        with_defaults(OPTIMIZERS[name].hyperparameters, optimizer),
    )
    response: Case = {}
    for _ in range(request.get("round", 1)):
        steps.zero_grad()
        response = passed(request, inputs, targets, weights, biases)
        steps.step()
    for layer, w, b in zip(response["layers"], weights, biases, strict=True):
        layer["updated_weights"] = numbers(w)
        layer["updated_biases"] = None if b is None else numbers(b)
    response["loss_after"] = passed(request, inputs, targets, weights, biases)["loss"]
    return response


def passed(
    request: Case,
    inputs: torch.Tensor,
    targets: torch.Tensor,
    weights: list[torch.Tensor],
    biases: list[torch.Tensor | None],
) -> Case:
    """One forward and backward pass; leaves the gradients in the parameters."""
    inputs.grad = None
    signal, kept = inputs, []
    for layer, w, b in zip(request["network"]["layers"], weights, biases, strict=True):
        z = signal @ w.T if b is None else signal @ w.T + b
        z.retain_grad()
        signal = ACTIVATION_COUNTERPARTS[layer["activation"]](torch, z)
        signal.retain_grad()
        kept.append((z, signal))
    samples = LOSS_COUNTERPARTS[request["network"]["loss"]](torch, signal, targets)
    loss = samples.mean() if request.get("reduction", "mean") == "mean" else samples.sum()
    for each in (*weights, *biases):
        if each is not None:
            each.grad = None
    loss.backward()
    return {
        "loss": loss.item(),
        "sample_losses": numbers(samples),
        "input_gradients": numbers(inputs.grad),
        "layers": [
            {
                "pre_activations": numbers(z),
                "activations": numbers(a),
                "activation_gradients": numbers(a.grad),
                "deltas": numbers(z.grad),
                "weight_gradients": numbers(w.grad),
                "bias_gradients": None if b is None else numbers(b.grad),
            }
            for (z, a), w, b in zip(kept, weights, biases, strict=True)
        ],
    }


def tensor(values: Any) -> torch.Tensor:
    return torch.tensor(values, dtype=torch.float64, requires_grad=True)


def numbers(values: torch.Tensor) -> Any:
    return values.detach().tolist()


# --- new requests ---------------------------------------------------------------------------------


def request_for(word: str, name: str, number: int) -> Case:
    """The ``number``-th request with this entry, the same on every machine."""
    rng = np.random.default_rng([crc32(f"{word}/{name}".encode()), number])
    loss = name if word == "loss" else "half_squared_error"
    activation = name if word == "activation" else "tanh"
    sizes = rng.integers(2, 6, rng.integers(3, 5)).tolist()
    names = [activation] * (len(sizes) - 1)
    names[-1] = LOSSES[loss].output or names[-1]
    layers = []
    for each, fan_in, units in zip(names, sizes, sizes[1:], strict=False):
        bias = bool(rng.integers(4))
        layer = {
            "units": units,
            "activation": each,
            "weights": rng.normal(0, 0.7, (units, fan_in)).tolist(),
            "bias": bias,
        }
        layers.append(layer | ({"biases": rng.normal(0, 0.7, units).tolist()} if bias else {}))
    batch = int(rng.choice([1, 2, 7]))
    request = {
        "network": {"inputs": sizes[0], "layers": layers, "loss": loss},
        "inputs": rng.normal(size=(batch, sizes[0])).tolist(),
        "targets": random_targets(rng, loss, (batch, sizes[-1])).tolist(),
        "reduction": ("mean", "sum")[number % 2],
        "optimizer": {"name": "sgd", "learning_rate": 0.1},
    }
    if word == "optimizer":
        chosen = {} if number == 0 else unusual(name)
        request["optimizer"] = {"name": name, **chosen, "learning_rate": 0.01}
        request["round"] = ROUNDS
    return request


def unusual(optimizer: str) -> dict[str, float]:
    """Hyperparameters that are not the defaults: at seven tenths of their ranges."""
    return {
        each.name: each.low + 0.7 * (each.high - each.low)
        for each in OPTIMIZERS[optimizer].hyperparameters
    }


# --- initializers ---------------------------------------------------------------------------------


@contextmanager
def numpy_numbers(rng: np.random.Generator) -> Iterator[None]:
    """Lets tensors be filled with the random numbers of numpy instead of PyTorch's own."""

    def filled(sampled: Callable[..., Any]) -> Callable[..., Any]:
        def fill(weights: Any, low: float, high: float, generator: None = None) -> Any:
            with torch.no_grad():
                return weights.copy_(torch.from_numpy(sampled(low, high, tuple(weights.shape))))

        return fill

    with (
        patch.object(torch.Tensor, "uniform_", filled(rng.uniform)),
        patch.object(torch.Tensor, "normal_", filled(rng.normal)),
    ):
        yield


def weights_of(case: Case) -> Any:
    weights = torch.empty(case["units"], case["fan_in"], dtype=torch.float64)
    name = case["initializer"]
    with numpy_numbers(np.random.default_rng(case["seed"])):
        INITIALIZER_COUNTERPARTS[name](
            torch, weights, with_defaults(INITIALIZERS[name].hyperparameters, {})
        )
    return weights.tolist()


# --- both files -----------------------------------------------------------------------------------


def difference(computed: Any, stored: Any) -> float:
    """The largest difference of two JSON values of one shape, relative to the largest entry of each
    array; infinite where the shapes differ.
    """
    if isinstance(computed, dict) and isinstance(stored, dict) and computed.keys() == stored.keys():
        return max(difference(computed[key], stored[key]) for key in stored)
    if isinstance(computed, list) and stored and isinstance(stored[0], dict):
        return max(map(difference, computed, stored)) if len(computed) == len(stored) else np.inf
    if computed is None or stored is None:
        return 0.0 if computed is stored else np.inf
    ours, theirs = np.asarray(computed), np.asarray(stored)
    if ours.shape != theirs.shape:
        return np.inf
    size = np.abs(theirs).max()
    return float(np.abs(ours - theirs).max() / (size or 1.0))


def main() -> None:
    problems = missing()
    if problems:
        sys.exit("\n".join(problems))
    traces: list[Case] = json.loads((FOLDER / "traces.json").read_text())
    initial: list[Case] = json.loads((FOLDER / "initializers.json").read_text())
    apart = [difference(response_to(case["request"]), case["response"]) for case in traces]
    apart += [difference(weights_of(case), case["weights"]) for case in initial]
    if max(apart, default=0.0) > TOLERANCE:
        worst = int(np.argmax(apart))
        sys.exit(f"Case {worst} of {len(apart)} differs by {apart[worst]:.1e} from what is stored.")
    print(f"{len(apart)} stored cases agree within {max(apart, default=0.0):.1e}.")

    covered = covered_by(traces, initial)
    for word in ("activation", "loss", "optimizer"):
        for name in sorted(COUNTERPARTS[word] - covered[word]):
            for number in range(2):
                request = request_for(word, name, number)
                traces.append({"request": request, "response": response_to(request)})
            print(f"Added two cases of the {word} {name}.")
    for name in sorted(COUNTERPARTS["initializer"] - covered["initializer"]):
        for seed, (units, fan_in) in enumerate(SHAPES):
            case = {"initializer": name, "units": units, "fan_in": fan_in, "seed": seed}
            initial.append(case | {"weights": weights_of(case)})
        print(f"Added {len(SHAPES)} cases of the initializer {name}.")
    (FOLDER / "traces.json").write_text(json.dumps(traces))
    (FOLDER / "initializers.json").write_text(json.dumps(initial))


if __name__ == "__main__":
    main()
