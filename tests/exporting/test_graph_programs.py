"""Programs of graphs and of descents print the page's very numbers, whatever the names."""

from pathlib import Path
from typing import Any

import pytest

from app.engine.graph.operations import OPERATIONS
from app.exporting.programs import graph
from app.labs.expression.parse import parse
from app.web.trace.presets import DOCUMENT
from tests import frameworks
from tests.conftest import Client

from . import programs

FORMATS = ("numpy", "pytorch", "jax")
#: Between them they use every operation, in its tails, at kinks and at ties.
GRAPHS: list[dict[str, Any]] = [
    {"expression": "x * y + sin(x) / y - tan(x) ** 2", "values": {"x": 2.0, "y": 3.0}},
    {
        "expression": "u = tanh(x) * sigmoid(y)\nw = softplus(-x) + exp(-y)\nloss = u * w + u",
        "values": {"x": 30.0, "y": 45.0},
    },
    {
        "expression": "max(x, y, 2) + min(x, y) * abs(x - y) + relu(x - y) + step(x) * sign(y)",
        "values": {"x": 1.0, "y": 1.0},
    },
    {
        "expression": "a ** b + sqrt(log(a)) + sinh(b) - cosh(b) + cos(a * pi) + (-a) ** 3",
        "values": {"a": 2.5, "b": -0.5},
    },
    {"expression": "x ** 2 + x ** 0 + 0 ** y", "values": {"x": 0.0, "y": 2.0}},
    {"expression": "k = x\nm = k\nn = 3 * m - -x\nn / 7 + e", "values": {"x": 0.1}},
    {"expression": "2 + 3 * step(x)", "values": {"x": -1.0}},
    # A name is a comment of a program, whatever Python or a framework means by it.
    {
        "expression": "np = v0 * g1  # '''\nshow = np + torch\njnp = show ** 2\n"
        "print_ = jnp / math\nresult = α * print_ + shift + λ\nloss = result",
        "values": {"v0": 1.5, "g1": 2, "torch": 0.5, "math": 4, "α": 3, "shift": 1, "λ": 2},
    },
]
#: A derivative that does not exist and is not needed is left out.
NOT_NEEDED = {"expression": "max(sqrt(x), 1) + x", "values": {"x": 0.0}}

DESCENTS: list[dict[str, Any]] = [
    {
        "function": "(1 - x) ** 2 + 100 * (y - x ** 2) ** 2",
        "start": {"x": -1.2, "y": 1.0},
        "runs": [
            {"optimizer": {"name": "sgd", "learning_rate": 0.001}},
            {"optimizer": {"name": "adam", "learning_rate": 0.05}},
            {"optimizer": {"name": "nesterov", "learning_rate": 0.0005, "momentum": 0.8}},
        ],
        "steps": 60,
    },
    {
        "function": "abs(x) + sigmoid(x)",
        "start": {"x": 0.75},
        "runs": [{"optimizer": {"name": "momentum", "learning_rate": 0.25}}],
        "steps": 30,
        "stop": {"gradient_norm": 1e-3},
    },
    {
        "function": "(w * x + b - t) ** 2 + w ** 2 / 100",
        "start": {"w": 0.1, "b": 0.0},
        "data": {"x": [1.0, 2.0, 3.0, 4.0, 5.0], "t": [2.0, 3.9, 6.2, 7.8, 10.1]},
        "runs": [
            {"optimizer": {"name": name, "learning_rate": 0.01}}
            for name in ("sgd", "adagrad", "rmsprop", "adamw")
        ],
        "batch": 2,
        "seed": 3,
        "steps": 17,
    },
    {
        "function": "q ** 2 * np",
        "start": {"np": 3.0, "q": 1.0},
        "runs": [{"optimizer": {"name": "sgd", "learning_rate": 0.5}}],
        "steps": 40,
    },
    {
        "function": "w * x",
        "start": {"w": 2.0, "b": 1.0},
        "data": {"x": [1.0, -2.0, 4.0]},
        "reduction": "sum",
        "runs": [{"optimizer": {"name": "sgd", "learning_rate": 0.5}}],
        "steps": 3,
    },
]


def program_of(client: Client, tool: str, request: dict[str, Any], form: str) -> str:
    reply = client.post("export", {"tool": tool, "request": request, "format": form})
    assert reply.status_code == 200, reply.text
    return reply.text


def of_a_graph(answer: dict[str, Any], found: programs.Numbers) -> programs.Numbers:
    """The numbers of an answer under the names that programs print: gradients of what varies."""
    nodes = answer["nodes"]
    values = {f"v{node['id']}": node["value"] for node in nodes}
    gradients = {f"g{node['id']}": node["gradient"] for node in nodes}
    return values | {name: gradients[name] for name in gradients if name in found}


@pytest.mark.parametrize("form", FORMATS)
def test_programs_print_the_numbers_of_a_graph(client: Client, tmp_path: Path, form: str) -> None:
    requests = [*GRAPHS, *([NOT_NEEDED] if form == "numpy" else [])]
    written = [program_of(client, "graph", request, form) for request in requests]
    python = [] if form == "numpy" else [frameworks.python()]
    printed = programs.run(written, tmp_path, *python)
    for request, found in zip(requests, printed, strict=True):
        answer = client.post("graph", request).json()
        expected = of_a_graph(answer, found)
        assert programs.differences(found, expected, near_zero=1e-15) == [], request
        inputs = {f"g{node['id']}" for node in answer["nodes"] if node["operation"] == "input"}
        assert inputs <= found.keys()


def test_every_operation_is_written_in_every_framework() -> None:
    for table in graph.TABLES.values():
        assert table.keys() == OPERATIONS.keys()
    for name, written in graph.BY_HAND.items():
        assert len(written) == 1 + OPERATIONS[name].arity
    used = {node["operation"] for request in GRAPHS for node in graph_of(request)}
    assert used >= OPERATIONS.keys()


def graph_of(request: dict[str, Any]) -> list[dict[str, Any]]:
    found = parse(request["expression"], request["values"])
    return [{"operation": node.operation} for node in found.graph.nodes]


def test_an_operation_without_a_row_is_refused_by_its_name(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delitem(graph.IN_TORCH, "sin")
    # Asked for nowhere else: an answer is kept for those who ask once more.
    request = {"expression": "sin(alone)", "values": {"alone": 0.5}}
    reply = client.post("export", {"tool": "graph", "request": request, "format": "pytorch"})
    assert reply.status_code == 422
    (problem,) = reply.json()["problems"]
    assert problem["code"] == "error.export.part"
    assert "sin" in problem["msg"]
    assert problem["msg"].endswith(": numpy, jax, json.")


def test_what_a_framework_would_compute_otherwise_is_refused(client: Client) -> None:
    for form in ("pytorch", "jax"):
        body = {"tool": "graph", "request": NOT_NEEDED, "format": form}
        reply = client.post("export", body)
        assert reply.status_code == 422
        assert reply.json()["problems"][0]["code"] == "error.export.not_needed"
    undefined = {"expression": "1 / x", "values": {"x": 0.0}, "undefined": "mark"}
    reply = client.post("export", {"tool": "graph", "request": undefined, "format": "numpy"})
    assert reply.status_code == 422
    assert reply.json()["problems"][0]["loc"] == ["request", "undefined"]


def test_a_program_prints_the_points_of_every_run(client: Client, tmp_path: Path) -> None:
    written = [program_of(client, "descent", request, "numpy") for request in DESCENTS]
    printed = programs.run(written, tmp_path)
    for request, found in zip(DESCENTS, printed, strict=True):
        answer = client.post("descent", request).json()
        variables = answer["variables"]
        expected: programs.Numbers = {"variables": variables}
        assert found.pop("variables") == expected.pop("variables")
        for number, run in enumerate(answer["runs"], start=1):
            columns = zip(*(run[name] for name in variables), strict=True)
            slopes = zip(*(run["gradient"][name] for name in variables), strict=True)
            expected |= {
                f"run{number}_points": [list(row) for row in columns],
                f"run{number}_values": run["value"],
                f"run{number}_gradients": [list(row) for row in slopes],
                f"run{number}_gradient_norms": run["gradient_norm"],
            }
        assert programs.differences(found, expected) == [], request


def test_a_descent_on_a_network_has_no_program(client: Client) -> None:
    request = {
        "network": {"request": DOCUMENT, "x": "w1.0.0", "y": "w3.0.1"},
        "runs": [{"optimizer": {"name": "sgd"}}],
        "steps": 2,
    }
    reply = client.post("export", {"tool": "descent", "request": request, "format": "numpy"})
    assert reply.status_code == 422
    assert reply.json()["problems"][0]["loc"] == ["request", "network"]
    for form in ("csv", "markdown", "latex"):
        reply = client.post("export", {"tool": "descent", "request": request, "format": form})
        assert reply.status_code == 200, reply.text
