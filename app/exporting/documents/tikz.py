"""A network or a graph as a TikZ picture, with its numbers at the arrows and in the circles."""

from collections import defaultdict
from collections.abc import Callable
from typing import Any

from ...explain.latex import number_text
from ..source import NotExportable, Source
from .graph_symbols import GraphSymbols

#: Beyond these no number can be read.
MOST_UNITS = 12
MOST_CONNECTIONS = 150
MOST_NODES = 60
#: Centimetres from a layer to the next, and from a neuron to the next.
COLUMN, ROW, GRAPH_ROW = 4.4, 3.0, 2.0


def number(value: float | None) -> str:
    return "?" if value is None else number_text(value).latex


def of_network(source: Source) -> dict[str, Any]:
    """The neurons and the weights between them, of the first sample. Raises `NotExportable`."""
    one = source.network
    assert one is not None
    layers = one.trained.network.layers
    connections = sum(layer.weights.size for layer in layers)
    widest = max(one.network.inputs, *(layer.units for layer in layers))
    if widest > MOST_UNITS or connections > MOST_CONNECTIONS:
        params: dict[str, object] = {"units": MOST_UNITS, "connections": MOST_CONNECTIONS}
        raise NotExportable("error.export.picture", params)
    writer = one.writers[source.look.letters]
    notation, read = writer.notation, writer.read

    def equation(address: str) -> str:
        return f"{notation.symbol(address)}={number(read(address))}"

    neurons = [
        {"name": f"n0-{unit}", "x": 0, "y": height(unit, one.network.inputs, ROW), "input": True}
        | {"lines": [equation(f"x.{unit}")], "delta": None}
        for unit in range(one.network.inputs)
    ]
    for place, layer in enumerate(layers, start=1):
        for unit in range(layer.units):
            lines = [equation(f"{letter}{place}.{unit}") for letter in "za"]
            # δ of the figures is at the output, but where the loss has a formula for it.
            fused = notation.topology.fused(place)
            kind = "delta" if source.look.letters == "derivation" or fused else "error"
            neurons.append(
                {"name": f"n{place}-{unit}", "x": COLUMN * place, "input": False}
                | {"y": height(unit, layer.units, ROW), "lines": lines}
                | {"delta": equation(f"{kind}{place}.{unit}")}
            )
    arrows = [
        {"source": f"n{place - 1}-{k}", "target": f"n{place}-{unit}"}
        # Labels of neighbouring arrows stand at different places.
        | {"text": number(weight), "at": 0.22 + 0.16 * (unit % 4), "negative": weight < 0}
        for place, layer in enumerate(layers, start=1)
        for unit, row in enumerate(layer.weights.tolist())
        for k, weight in enumerate(row)
    ]
    outputs = layers[-1].units
    targets = [
        {"text": equation(f"t.{unit}"), "x": COLUMN * (len(layers) + 0.75)}
        | {"y": height(unit, outputs, ROW), "source": f"n{len(layers)}-{unit}"}
        for unit in range(outputs)
    ]
    return {"neurons": neurons, "arrows": arrows, "targets": targets}


def height(place: int, count: int, gap: float) -> float:
    """Of one of ``count`` circles in a column, around 0, the first on top."""
    return round(gap * ((count - 1) / 2 - place), 3)


def of_graph(source: Source) -> dict[str, Any]:
    """The shown nodes by their depth, and the edges with their derivatives. Raises
    `NotExportable`.
    """
    named = GraphSymbols(source.answer)
    shown = [node for node in named.nodes if node["hidden_in"] is None]
    if len(shown) > MOST_NODES:
        raise NotExportable("error.export.nodes", {"most": MOST_NODES})
    columns: dict[int, list[dict[str, Any]]] = defaultdict(list)
    for node in shown:
        columns[node["depth"]].append(node)
    nodes = [
        {
            "name": f"v{node['id']}",
            "x": round(COLUMN * depth, 3),
            "y": height(place, len(column), GRAPH_ROW),
            "symbol": named.names[node["id"]],
            "value": None if node["operation"] == "constant" else number(node["value"]),
            "gradient": number(node["gradient"]) if node["operation"] != "constant" else None,
        }
        for depth, column in columns.items()
        for place, node in enumerate(column)
    ]
    arrows = [
        {
            "source": f"v{edge['source']}",
            "target": f"v{edge['target']}",
            "text": number(edge["local_derivative"])
            if edge["local_derivative"] is not None
            else "",
            "bend": 12 * edge["operand"] if edge["source"] in twice(named, edge) else 0,
        }
        for edge in source.answer["edges"]
    ]
    return {"nodes": nodes, "arrows": arrows}


def twice(named: GraphSymbols, edge: dict[str, Any]) -> set[int]:
    """The operands that the target of an edge reads more than once."""
    operands = named.nodes[edge["target"]]["operands"]
    return {each for each in operands if operands.count(each) > 1}


DRAWINGS: dict[str, Callable[[Source], dict[str, Any]]] = {"trace": of_network, "graph": of_graph}
