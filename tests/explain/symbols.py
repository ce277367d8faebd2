"""Golden cases: the symbols that Python and the browser must both write.

``python -m tests.explain.symbols`` writes ``symbols.json`` again after a change of the notation.
"""

import json
from pathlib import Path
from typing import Any

from app.engine.network.activations import ACTIVATIONS
from app.explain.notation import NOTATIONS, Notation
from app.explain.topology import LayerShape, Topology

FILE = Path(__file__).with_name("symbols.json")

#: Sizes and activations: the document's network, figure 2's, two-digit neurons, softmax, one unit.
#: Losses with a formula for ∂C/∂z, which is δ then, stand beside the others.
NETWORKS: list[tuple[list[int], list[str], str]] = [
    ([2, 3, 2, 1], ["sigmoid", "sigmoid", "sigmoid"], "half_squared_error"),
    ([3, 3, 2], ["tanh", "linear"], "half_squared_error"),
    ([11, 10, 3], ["relu", "softmax"], "half_squared_error"),
    ([1, 1], ["gelu"], "half_squared_error"),
    ([3, 4, 2], ["tanh", "softmax"], "cross_entropy"),
    ([2, 2, 1], ["tanh", "sigmoid"], "binary_cross_entropy"),
]
#: Everything is listed for the small ones; of others the ends of every layer.
ENDS_ONLY_FROM = 8


def topology(sizes: list[int], activations: list[str], loss: str) -> Topology:
    layers = tuple(map(LayerShape, sizes[1:], activations))
    return Topology(sizes[0], layers, loss)


def places(count: int) -> list[int]:
    return list(range(count)) if count < ENDS_ONLY_FROM else [0, 1, count - 2, count - 1]


def addresses(sizes: list[int], activations: list[str]) -> list[str]:
    """Every kind of address: single numbers, whole arrays, and named samples."""
    found = ["loss", "eta", "x", "t"]
    found += [f"x.{i}" for i in places(sizes[0])] + [f"t.{k}" for k in places(sizes[-1])]
    for layer, units in enumerate(sizes[1:], start=1):
        slope = ["slope"] if ACTIVATIONS[activations[layer - 1]].elementwise else []
        by_unit = ["z", "a", "b", "error", "delta", "db", "new_b", *slope]
        by_edge = ["w", "dw", "new_w"]
        found += [f"{array}{layer}" for array in (*by_unit, *by_edge)]
        for unit in places(units):
            found += [f"{array}{layer}.{unit}" for array in by_unit]
            for array in by_edge:
                found += [f"{array}{layer}.{unit}.{i}" for i in places(sizes[layer - 1])]
        found += [f"{array}{layer}.0@1" for array in ("z", "a", "error", "delta", *slope)]
    return [*found, "x.0@1", "t.0@1"]


def cases() -> list[dict[str, Any]]:
    listed: list[dict[str, Any]] = []
    for sizes, activations, loss in NETWORKS:
        network = topology(sizes, activations, loss)
        letters = [ACTIVATIONS[name].symbol for name in activations]
        for name in NOTATIONS:
            notation = Notation(network, name)
            for address in addresses(sizes, activations):
                phases = ["backward", "update"] if address.startswith("slope") else [None]
                for phase in phases:
                    case = {
                        "sizes": sizes,
                        "activations": activations,
                        "letters": letters,
                        "fused": network.fused(network.depth),
                        "notation": name,
                        "address": address,
                        "latex": notation.symbol(address, phase),
                        "sign": notation.sign(address),
                    }
                    listed.append(case if phase is None else {**case, "phase": phase})
    return listed


def text() -> str:
    rows = (json.dumps(case, ensure_ascii=False) for case in cases())
    return "[\n" + ",\n".join(rows) + "\n]\n"


if __name__ == "__main__":
    FILE.write_text(text(), encoding="utf-8")
