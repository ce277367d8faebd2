"""Runs exported programs in a process of their own, and reads what they print."""

import ast
import json
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

WITHOUT_PACKAGES = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
HERE = Path(__file__).parent
RUNNER = "run_programs.py"
#: Relative; and absolute where a number is the small difference of larger ones.
TOLERANCE, NEAR_ZERO = 1e-12, 1e-14

Numbers = dict[str, Any]


def run(programs: Sequence[str], folder: Path, python: str = sys.executable) -> list[Numbers]:
    """What each program prints, by name; all in one process of ``python``."""
    paths = []
    for place, text in enumerate(programs):
        path = folder / f"program_{place}.py"
        path.write_text(text, encoding="utf-8")
        paths.append(str(path))
    return [numbers_in(text) for text in started(python, RUNNER, paths)]


def started(python: str, script: str, paths: Sequence[str]) -> list[str]:
    """What a script of this folder says of the files, in a process of ``python``."""
    # Another Python has packages of its own.
    own = os.environ if python == sys.executable else WITHOUT_PACKAGES
    done = subprocess.run(
        [python, str(HERE / script), *paths],
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
        env={**own, "JAX_DISABLE_MOST_OPTIMIZATIONS": "1", "OMP_NUM_THREADS": "1"},
    )
    assert done.returncode == 0, done.stderr[-2000:]
    found: list[str] = json.loads(done.stdout)
    return found


def numbers_in(text: str) -> Numbers:
    """The assignments of a text of Python."""
    found: Numbers = {}
    for line in ast.parse(text).body:
        assert isinstance(line, ast.Assign)
        (target,) = line.targets
        assert isinstance(target, ast.Name)
        found[target.id] = ast.literal_eval(line.value)
    return found


def of_a_pass(answer: dict[str, Any]) -> Numbers:
    """The numbers of an answer of ``/api/v1/trace`` under the names that programs print."""
    found = {
        name: answer[name]
        for name in ("losses", "loss", "sample_losses", "input_gradients", "loss_after")
    }
    short = {
        "pre_activations": "z",
        "activations": "a",
        "activation_gradients": "error",
        "deltas": "delta",
        "weight_gradients": "dw",
        "bias_gradients": "db",
        "updated_weights": "new_w",
        "updated_biases": "new_b",
    }
    for number, layer in enumerate(answer["layers"], start=1):
        found |= {f"{short[name]}{number}": layer[name] for name in short}
    return found


def differences(
    found: Numbers, expected: Numbers, near_zero: float = NEAR_ZERO
) -> list[tuple[str, Any, Any]]:
    """The names whose numbers are not the expected ones."""
    assert found.keys() == expected.keys()
    return [
        (name, found[name], expected[name])
        for name in expected
        if not same(found[name], expected[name], near_zero)
    ]


def same(found: Any, expected: Any, near_zero: float) -> bool:
    if expected is None or found is None:
        return found is expected
    # What is too large for a float64 is None on both sides.
    pair = np.asarray(found, dtype=float), np.asarray(expected, dtype=float)
    return pair[0].shape == pair[1].shape and np.allclose(
        *pair, rtol=TOLERANCE, atol=near_zero, equal_nan=True
    )
