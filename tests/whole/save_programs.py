"""Runs exported PyTorch programs and saves their networks, in the Python of `tests.frameworks`:

    python save_programs.py FOLDER COUNT

runs ``0.py`` and so on; prints as a list what they printed; and writes the weights and biases that
each began with as safetensors of float64 (``0.f64``) and float32, and as PyTorch prints them.
"""

import io
import json
import sys
from contextlib import redirect_stdout
from pathlib import Path
from typing import Any

# They are in the folder of `tests.frameworks` alone.
import torch  # type: ignore[import-not-found]
from safetensors.torch import save_file


def run(path: Path) -> tuple[str, dict[str, Any]]:
    """What a program prints, and its names."""
    written, names = io.StringIO(), {"__name__": "__main__"}
    with redirect_stdout(written):
        exec(compile(path.read_text(encoding="utf-8"), str(path), "exec"), names)
    return written.getvalue(), names


def state_of(names: dict[str, Any]) -> dict[str, Any]:
    """The parameters under the names that a Sequential gives them."""
    state = {}
    for place, (weights, biases) in enumerate(zip(names["WEIGHTS"], names["BIASES"], strict=True)):
        state[f"{2 * place}.weight"] = weights
        if biases is not None:
            state[f"{2 * place}.bias"] = biases
    return state


def main(folder: Path, count: int) -> None:
    torch.set_printoptions(precision=17, profile="full", sci_mode=True)
    texts = []
    for place in range(count):
        text, names = run(folder / f"{place}.py")
        texts.append(text)
        state = state_of(names)
        save_file(state, folder / f"{place}.f64")
        narrow = {name: value.to(torch.float32) for name, value in state.items()}
        save_file(narrow, folder / f"{place}.f32")
        (folder / f"{place}.txt").write_text(str(state))
    print(json.dumps(texts))


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
