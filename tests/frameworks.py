"""The Python with PyTorch, JAX, ONNX, Keras and Jupyter: of a folder apart from .venv, since they
are large and no part of the project runs on them (`frameworks.txt` lists them).
"""

from pathlib import Path

FOLDER = Path(__file__).parents[1] / ".frameworks"


def python() -> str:
    """The path of its Python. Raises where it is missing: what these check is never skipped."""
    for path in (FOLDER / "bin" / "python", FOLDER / "Scripts" / "python.exe"):
        if path.exists():
            return str(path)
    raise FileNotFoundError(
        f"These tests need PyTorch and JAX in {FOLDER}, and it is not there. "
        "Run `make .frameworks/.stamp` once (a few minutes), then the tests again."
    )
