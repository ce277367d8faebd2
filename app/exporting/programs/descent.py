"""Runs of optimizers on a function as a program in numpy: the chain rule by hand, and the steps."""

from typing import Any

from ...harmless import printable
from ..source import DescentPass, NotExportable, Source
from ..templates import TEXT
from .graph import BY_HAND, GraphLines, names_in
from .library import library
from .literals import comment_lines, matrix
from .network import Framework


def program(source: Source, framework: Framework) -> str:
    """In numpy. Raises `NotExportable` for a network, whose pass has a program of its own."""
    if source.descent is None:
        raise NotExportable("error.export.descent_network", loc=("request", "network"))
    shown = fields(source, source.descent, framework)
    return f"{TEXT.get_template('programs/descent_numpy.py.jinja').render(shown).strip()}\n"


def fields(source: Source, one: DescentPass, framework: Framework) -> dict[str, Any]:
    """What the template shows."""
    graph, lines = one.graph, GraphLines(one.graph, BY_HAND)
    columns = {name: place for place, name in enumerate(one.columns)}
    given = {
        node: f"COLUMNS[{columns[name]}][rows]"
        if name in columns
        else f"p[{one.variables.index(name)}]"
        for name, node in graph.inputs.items()
    }
    values = lines.forward(given, "np.float64({})")
    slopes = list(lines.backward(graph.depending(one.variables)))
    found = [graph.inputs.get(name) for name in one.variables]
    parts, own = library("graph_numpy"), library("network_numpy")
    functions = sorted(names_in([*values, *slopes]) & parts.definitions.keys())
    optimizers = [each.optimizer.name for each in one.optimizations]
    return {
        "say": lambda key, **params: source.say(key, params),
        "title": source.say("export_file.title.descent", {}),
        "what": source.say("export_file.program.descent", {}),
        "expression": "\n".join(comment_lines(source.request["function"])),
        "imports": own.imports(optimizers, framework.always),
        "functions": parts.source(functions),
        "optimizers": own.source(optimizers),
        "variables": [printable(name) for name in one.variables],
        "columns": [(printable(name), matrix(column)) for name, column in one.columns.items()],
        "reduction": one.reduction,
        "start": list(one.start),
        "runs": [
            {
                "optimizer": each.optimizer.name,
                "hyperparameters": dict(each.hyperparameters),
                "steps": len(run["value"]) - 1,
            }
            for each, run in zip(one.optimizations, source.answer["runs"], strict=True)
        ],
        "batch": one.batch,
        "seed": one.seed,
        "values": values,
        "slopes": slopes,
        "result": graph.result,
        "gradients": [
            "0.0" if node is None or not graph.active[node] else f"g{node}" for node in found
        ],
        "show": library("show").source(["show"]),
    }
