"""Jupyter runs the clients, whose results show themselves there."""

import json
import subprocess
from pathlib import Path

from tests.client.test_frameworks import PACKAGES
from tests.frameworks import python
from tests.paths import ROOT

PROGRAM = Path(__file__).parent / "notebook_of_frameworks.py"


def test_the_cells_of_a_notebook_show_the_results(tmp_path: Path) -> None:
    command = [python(), str(PROGRAM), str(ROOT), str(PACKAGES)]
    done = subprocess.run(command, capture_output=True, text=True, cwd=tmp_path)
    assert done.returncode == 0, done.stderr[-1000:]
    trace, graph, awaited, frame, widget, refused = json.loads(done.stdout.splitlines()[-1])
    (shown,) = trace
    assert shown["data"]["text/plain"].startswith("Network 2-1: loss ")
    assert "<svg" in shown["data"]["text/html"]
    assert "<math" in shown["data"]["text/html"]
    assert shown["data"]["text/latex"].startswith(r"$\textbf{Network 2-1")
    assert graph[0]["data"]["text/plain"].startswith("Result: 9\n")
    assert awaited[0]["data"]["text/plain"].startswith("Result: 16\n")
    assert frame[0]["data"]["text/plain"] == "0"
    assert "application/vnd.jupyter.widget-view+json" in widget[0]["data"]
    assert refused[0]["output_type"] == "error"
    assert "values.y: " in refused[0]["evalue"]
