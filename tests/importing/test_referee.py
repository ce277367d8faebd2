"""What is imported computes what the framework that saved it computes: outputs and gradients."""

import json
import subprocess
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from tests.conftest import Client
from tests.frameworks import python
from tests.importing.asking import asked

#: What float32 leaves of a number of the size 1.
TOLERANCE = 1e-6


@pytest.fixture(scope="module")
def saved(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("saved")
    script = Path(__file__).with_name("referee.py")
    subprocess.run([python(), str(script), str(folder)], check=True, timeout=300)
    return folder


def imported(client: Client, file: Path) -> dict[str, Any]:
    reply = asked(client, file.read_bytes(), file.name)
    assert reply.status_code == 200, reply.text
    found: dict[str, Any] = reply.json()
    return found


def test_every_file_gives_the_outputs_and_gradients_of_its_framework(
    client: Client, saved: Path
) -> None:
    answers = json.loads((saved / "answers.json").read_text())
    assert {Path(name).suffix for name in answers} == {".safetensors", ".onnx", ".keras", ".txt"}
    for name, expected in answers.items():
        found = imported(client, saved / name)
        network = found["network"]
        activations = [layer["activation"] for layer in network["layers"]]
        if found["kind"] in ("onnx", "keras"):
            assert activations == expected["activations"], name
        for layer, activation in zip(network["layers"], expected["activations"], strict=True):
            layer["activation"] = activation
        network["loss"] = "half_squared_error"
        batch = {key: expected[key] for key in ("inputs", "targets")}
        trace = client.trace({"network": network, **batch}).json()
        close(trace["layers"][-1]["activations"], expected["outputs"], name)
        for layer, gradients in zip(trace["layers"], expected["gradients"], strict=True):
            close(layer["weight_gradients"], gradients["weights"], name)
            assert (layer["bias_gradients"] is None) == (gradients["biases"] is None), name
            if gradients["biases"] is not None:
                close(layer["bias_gradients"], gradients["biases"], name)


def close(found: Any, expected: Any, name: str) -> None:
    np.testing.assert_allclose(found, expected, rtol=TOLERANCE, atol=TOLERANCE, err_msg=name)


def test_the_numbers_are_the_float64_of_those_in_the_file(client: Client, saved: Path) -> None:
    """To the last bit: PyTorch printed the same numbers with all digits."""
    for kind in ("f32", "f64", "f16", "bf16"):
        network = imported(client, saved / f"deep-{kind}.safetensors")["network"]
        for layer in network["layers"]:
            for row in layer["weights"]:
                values = np.array(row)
                narrow = {"f32": np.float32, "f64": np.float64, "f16": np.float16}.get(kind)
                if narrow is None:
                    assert not (values.astype(np.float32).view(np.uint32) & 0xFFFF).any()
                else:
                    assert (values.astype(narrow).astype(np.float64) == values).all()


def test_what_torch_save_writes_is_not_opened_but_told_how_to_save(
    client: Client, saved: Path
) -> None:
    reply = asked(client, (saved / "model.pt").read_bytes(), "model.pt")
    assert reply.status_code == 422
    (problem,) = reply.json()["problems"]
    assert problem["code"] == "error.import.pickle"
    assert "from safetensors.torch import save_file\nsave_file(model.state_dict()" in problem["msg"]
