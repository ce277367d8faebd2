"""Exported programs print the page's very numbers: in numpy by hand, in PyTorch and JAX by their
own derivatives.
"""

from itertools import cycle
from pathlib import Path
from typing import Any

import pytest

from app.engine.network.activations import ACTIVATIONS
from app.engine.network.losses import LOSSES
from app.engine.network.optimizers import OPTIMIZERS
from app.exporting.programs import network
from app.exporting.programs.library import library
from app.web.trace.presets import DOCUMENT
from tests import frameworks
from tests.conftest import Client

from . import programs
from .networks import networks

#: Of JAX's programs, each of which it compiles; just enough for every entry of the tables.
JAX_NETWORKS = max(len(ACTIVATIONS), len(LOSSES), len(OPTIMIZERS))
NETWORKS = {"numpy": 30, "pytorch": 30, "jax": JAX_NETWORKS}

#: Inputs at which every activation of the first layer is far in its tails, where a rounds to its
#: limit; the last layer is saturated too.
TAILS = [[-36.0, 1.0], [40.0, -2.0], [-0.5, 300.0]]


def saturated(activation: str, loss: str, output: str) -> dict[str, Any]:
    return {
        "network": {
            "inputs": 2,
            "loss": loss,
            "layers": [
                {"units": 2, "activation": activation, "weights": [[1, 0.1], [0.3, -0.1]]},
                {"units": 3, "activation": "softmax", "weights": [[30, 1], [2, -20], [0, 0]]},
                {"units": 2, "activation": output, "weights": [[40, 0, 1], [-9, 3, 60]]},
            ],
        },
        "inputs": TAILS,
        "targets": [[1.0, 0.0], [0.0, 1.0], [1.0, 0.0]],
    }


SATURATED = [
    saturated(activation, loss, LOSSES[loss].output or "tanh")
    for activation, loss in zip(
        ACTIVATIONS,
        cycle(["binary_cross_entropy", "cross_entropy", "huber", "absolute_error"]),
        strict=False,  # the losses never end
    )
]

PYTHONS = {"numpy": None, "pytorch": frameworks.python, "jax": frameworks.python}


def program_of(client: Client, request: dict[str, Any], form: str, **fields: Any) -> str:
    reply = client.post("export", {"tool": "trace", "request": request, "format": form} | fields)
    assert reply.status_code == 200, reply.text
    return reply.text


def parts_of(request: dict[str, Any]) -> str:
    """What a network's program is made of: where it prints other numbers, one of them is wrong."""
    network = request["network"]
    activations = [layer["activation"] for layer in network["layers"]]
    optimizer = request.get("optimizer", {"name": "sgd"})["name"]
    return ", ".join([*activations, network["loss"], optimizer])


def compared(
    client: Client, requests: list[dict[str, Any]], form: str, folder: Path, near_zero: float
) -> list[Any]:
    """Where a program prints other numbers than the answer has."""
    written = [program_of(client, request, form) for request in requests]
    python = PYTHONS[form]
    printed = programs.run(written, folder, *([python()] if python else []))
    return [
        (parts_of(request), *difference)
        for request, found in zip(requests, printed, strict=True)
        for difference in programs.differences(
            found, programs.of_a_pass(client.trace(request).json()), near_zero
        )
    ]


@pytest.mark.parametrize("form", NETWORKS)
def test_programs_print_the_numbers_of_the_answer(
    client: Client, tmp_path: Path, form: str
) -> None:
    requests = networks(NETWORKS[form])
    assert compared(client, requests, form, tmp_path, programs.NEAR_ZERO) == []


@pytest.mark.parametrize("form", NETWORKS)
def test_their_numbers_keep_their_digits_in_the_tails(
    client: Client, tmp_path: Path, form: str
) -> None:
    requests = SATURATED[:: 3 if form == "jax" else 1]
    assert compared(client, requests, form, tmp_path, 0.0) == []


def test_the_figures_rule_is_written_in_numpy_alone(client: Client, tmp_path: Path) -> None:
    request = DOCUMENT | {"rule": "as_drawn", "round": 3}
    assert compared(client, [request], "numpy", tmp_path, programs.NEAR_ZERO) == []
    for form in ("pytorch", "jax"):
        reply = client.post("export", {"tool": "trace", "request": request, "format": form})
        assert reply.status_code == 422
        assert [problem["code"] for problem in reply.json()["problems"]] == ["error.export.rule"]


def take_out(monkeypatch: pytest.MonkeyPatch, name: str, part: str) -> None:
    """A file of parts without one of them; the others keep their order, also afterwards."""
    found = library(name).definitions
    rest = {each: node for each, node in found.items() if each != part}
    monkeypatch.setitem(library(name).__dict__, "definitions", rest)


def test_what_has_no_functions_yet_is_refused_by_its_name(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    take_out(monkeypatch, "network_numpy", "sigmoid_backward")
    for form in ("numpy", "notebook"):
        problem = refusal(client, DOCUMENT, form)
        assert problem["code"] == "error.export.part"
        assert "sigmoid_backward" in problem["msg"]
        assert advised(problem) == ["pytorch", "jax", "json"]


def test_a_refusal_advises_no_format_that_is_refused_too(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As of an activation that one has only just added."""
    # Another round than elsewhere: an answer is kept for those who ask once more.
    request = DOCUMENT | {"round": 7}
    take_out(monkeypatch, "network_torch", "sigmoid")
    assert advised(refusal(client, request, "pytorch")) == ["numpy", "jax", "json"]
    take_out(monkeypatch, "network_numpy", "sigmoid")
    take_out(monkeypatch, "network_jax", "sigmoid")
    for form in NETWORKS:
        assert advised(refusal(client, request, form)) == ["json"]
    as_drawn = request | {"rule": "as_drawn"}
    assert advised(refusal(client, as_drawn, "numpy")) == ["json"]


def refusal(client: Client, request: dict[str, Any], form: str) -> dict[str, Any]:
    reply = client.post("export", {"tool": "trace", "request": request, "format": form})
    assert reply.status_code == 422
    (problem,) = reply.json()["problems"]
    assert isinstance(problem, dict)
    return problem


def advised(problem: dict[str, Any]) -> list[str]:
    """The formats that a refusal's sentence ends with."""
    formats: str = problem["msg"].partition("take another format: ")[2]
    return formats.rstrip(".").split(", ")


def test_every_entry_of_the_tables_has_its_functions() -> None:
    """What one adds to the engine's tables has a program, or is named here."""
    by_hand = [
        *(f"{name}{part}" for name in ACTIVATIONS for part in ("", "_backward")),
        *(f"{name}{part}" for name in LOSSES for part in ("", "_gradient")),
        *(f"{name}_delta" for name, loss in LOSSES.items() if network.is_fused(loss)),
        *OPTIMIZERS,
    ]
    differentiated = [
        *ACTIVATIONS,
        *LOSSES,
        *(f"{name}_gradient" for name, loss in LOSSES.items() if network.is_fused(loss)),
    ]
    wanted = {
        "network_numpy": by_hand,
        "network_jax": [*differentiated, *OPTIMIZERS],
        "network_torch": [
            *differentiated,
            *(name for name, optimizer in OPTIMIZERS.items() if optimizer.corrected),
        ],
    }
    missing = {
        file: [name for name in names if name not in library(file).definitions]
        for file, names in wanted.items()
    }
    assert missing == dict.fromkeys(wanted, [])
    assert network.TORCH_OPTIMIZERS.keys() == OPTIMIZERS.keys()


def test_a_program_has_the_functions_that_it_calls_and_no_others() -> None:
    parts = library("network_numpy")
    assert parts.needed(["silu_backward"]) == ["sigmoid", "sigmoid_slope", "silu_backward"]
    assert parts.imports(["gelu"]) == "import math\n\nimport numpy as np"
    with pytest.raises(KeyError):
        parts.needed(["nothing"])
