"""Models of the real PyTorch and Keras: read rightly, and their gradients are those of PyTorch."""

import json
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import numpy as np
import pytest

from app.client import Client
from tests.client.models_of_frameworks import CLASSES, INPUTS, SAMPLES
from tests.frameworks import python
from tests.paths import ROOT

PROGRAM = Path(__file__).parent / "models_of_frameworks.py"
#: Where the packages that the client needs are installed; the frameworks' own go before them.
PACKAGES = Path(httpx.__file__).parents[1]


@pytest.fixture(scope="module")
def results() -> dict[str, Any]:
    command = [python(), str(PROGRAM), str(ROOT), str(PACKAGES)]
    done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT)
    assert done.returncode == 0, done.stderr[-1000:]
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


@pytest.fixture(scope="module")
def here() -> Iterator[Client]:
    with Client() as client:
        yield client


def test_the_pass_of_a_model_of_pytorch_has_its_gradients(
    here: Client, results: dict[str, Any]
) -> None:
    assert len(results["torch"]) == 12
    for name, told in results["torch"].items():
        result = here.trace(network=told["network"], inputs=INPUTS, targets=[1, 1])
        weights, biases, last = told["gradients"]
        assert result.loss == pytest.approx(told["loss"], rel=1e-12), name
        np.testing.assert_allclose(result.layers[0].weight_gradients, weights, rtol=1e-10)
        assert result.layers[0].bias_gradients is not None
        np.testing.assert_allclose(result.layers[0].bias_gradients, biases, rtol=1e-10)
        np.testing.assert_allclose(result.layers[1].weight_gradients, last, rtol=1e-10)


def rows_of_losses() -> Iterator[tuple[str, str, float]]:
    """The losses of PyTorch in docs/python.md, ours, and what PyTorch's are of ours, for K = 3."""
    text = (ROOT / "docs/python.md").read_text(encoding="utf-8")
    for row in re.findall(r"^\| (`\w+Loss\(\)`.*) \|$", text, re.MULTILINE):
        theirs, ours, share = row.split(" | ")
        for name in re.findall(r"(\w+Loss)\(\)", theirs):
            yield name, ours.split("`")[1], {"the same": 1.0, "1/K": 1 / len(CLASSES[0])}[share]


def test_losses_of_pytorch_are_as_the_table_says(here: Client, results: dict[str, Any]) -> None:
    told = results["losses"]
    assert "call model.eval()" in told.pop("training")
    rows = list(rows_of_losses())
    assert {name for name, _, _ in rows} == set(told)
    for name, loss, share in rows:
        network = told[name]["network"] | {"loss": loss}
        result = here.trace(network=network, inputs=SAMPLES, targets=CLASSES)
        assert result.loss * share == pytest.approx(told[name]["loss"], rel=1e-12), name
        gradients = result.layers[0].weight_gradients * share
        np.testing.assert_allclose(gradients, told[name]["gradients"], rtol=1e-9, err_msg=name)


def test_a_module_is_held_against_its_own_forward(results: dict[str, Any]) -> None:
    assert results["modules"]["Chain"] == ["tanh", "linear"]
    assert "The forward() of Hidden computes something else" in results["modules"]["Hidden"]
    assert results["modules"]["short"] == [[0.5, -2.0]] * 2
    assert results["modules"]["silent"] == ["linear", "linear"]
    for name in ("hooked", "scaled"):
        assert "computes something else" in results["modules"][name]
    assert "has other settings than" in results["modules"]["early"]
    assert "are not numbers" in results["modules"]["empty"]


def test_the_outputs_of_a_model_of_keras_are_its_own(here: Client, results: dict[str, Any]) -> None:
    for name in ("Sequential", "Functional"):
        told = results["keras"][name]
        targets = np.zeros_like(told["outputs"])
        result = here.trace(network=told["network"], inputs=INPUTS, targets=targets)
        np.testing.assert_allclose(result.layers[-1].activations, told["outputs"], rtol=1e-5)
    assert "branched" in results["keras"]
