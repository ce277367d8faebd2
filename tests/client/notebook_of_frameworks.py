"""Run by the Python of `tests.frameworks`: a notebook that uses the clients, run by Jupyter, with
what its cells show as JSON.

    python notebook_of_frameworks.py CHECKOUT PACKAGES
"""

import json
import sys
from importlib import import_module
from typing import Any

SETUP = """\
import sys
sys.path.insert(0, {checkout!r})
sys.path.append({packages!r})
import app as deltaflow
client = deltaflow.Client()
"""
CELLS = (
    'client.trace(network=[([[0.2, 0.5]], None, "tanh")], loss="half_squared_error",'
    ' inputs=[1, 2], targets=1, include=["latex"])',
    'client.graph("x = w**2", values={"w": 3})',
    'await deltaflow.AsyncClient().graph("x = w**2", values={"w": 4})',
    '[frame.step for frame in client.train(network={"inputs": 2, "layers": [{"units": 1,'
    ' "activation": "sigmoid"}], "loss": "binary_cross_entropy"}, data="spiral", epochs=1,'
    ' frames={"count": 2})][0]',
    'deltaflow.widget.Walkthrough(client.trace(network=[([[0.2, 0.5]], None, "tanh")],'
    ' loss="half_squared_error", inputs=[1, 2], targets=1), height=500, language="zh")',
    'client.graph("x*y", values={"x": 1})',
)


def outputs(checkout: str, packages: str) -> list[list[dict[str, Any]]]:
    """What each of `CELLS` shows."""
    nbformat, nbclient = import_module("nbformat"), import_module("nbclient")
    setup = SETUP.format(checkout=checkout, packages=packages)
    cells = [nbformat.v4.new_code_cell(code) for code in (setup, *CELLS)]
    notebook = nbformat.v4.new_notebook(cells=cells)
    nbclient.NotebookClient(notebook, timeout=120, allow_errors=True).execute()
    assert not notebook.cells[0].outputs, notebook.cells[0].outputs
    return [cell.outputs for cell in notebook.cells[1:]]


if __name__ == "__main__":
    print(json.dumps(outputs(*sys.argv[1:])))
