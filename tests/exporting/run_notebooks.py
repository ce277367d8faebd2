"""Executes notebooks: ``python run_notebooks.py FILE…`` prints a list of what the cells of each
printed, as JSON. Runs in the Python of `tests.frameworks`.
"""

import json
import sys
from pathlib import Path

import nbformat
from nbclient import NotebookClient  # type: ignore[import-not-found]  # of the other Python


def printed(path: str) -> str:
    notebook = nbformat.reads(Path(path).read_text(encoding="utf-8"), as_version=4)  # type: ignore[no-untyped-call]
    NotebookClient(notebook, timeout=120, kernel_name="python3").execute()
    return "".join(
        output["text"]
        for cell in notebook.cells
        if cell.cell_type == "code"
        for output in cell.outputs
        if output.output_type == "stream" and output.name == "stdout"
    )


if __name__ == "__main__":
    print(json.dumps([printed(path) for path in sys.argv[1:]]))
