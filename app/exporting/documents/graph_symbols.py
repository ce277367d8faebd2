"""The symbols and numbers of a graph's addresses (`app.explain.graph_steps`), from its answer."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from math import e, nan, pi
from typing import Any

from ...engine.network.activations import ACTIVATIONS
from ...explain.latex import number_text
from ...explain.notation import partial_latex
from .names import spelt, symbol

#: Of values without a name, and of a result without one: the first that no name begins with.
VALUE_LETTERS = "vuqrhkn"
RESULT_LETTERS = "fFyzLg"
NAMED_CONSTANTS = {pi: r"\pi", e: "e"}

Node = dict[str, Any]


@dataclass(frozen=True)
class GraphSymbols:
    """``answer``: of ``POST /api/v1/graph``. It is what `app.explain.latex.Printer` asks."""

    answer: dict[str, Any]

    @property
    def nodes(self) -> list[Node]:
        nodes: list[Node] = self.answer["nodes"]
        return nodes

    def free_letter(self, letters: str) -> str:
        used = {node["name"][0] for node in self.nodes if node["name"] is not None}
        return next((each for each in letters if each not in used), letters[0])

    @cached_property
    def names(self) -> list[str]:
        """The LaTeX of every node. A name that would look like an earlier one is spelt out."""
        found: list[str] = []
        unnamed, count = self.free_letter(VALUE_LETTERS), 0
        for node in self.nodes:
            if node["name"] is not None:
                text = symbol(node["name"])
                if text in found:
                    text = spelt(node["name"])
            elif node["operation"] == "constant":
                value = node["value"]
                text = NAMED_CONSTANTS.get(value) or number_text(value).latex
            elif node["id"] == self.answer["result"]:
                text = self.free_letter(RESULT_LETTERS)
            else:
                count += 1
                text = f"{unnamed}_{{{count}}}"
            found.append(text)
        return found

    @cached_property
    def edges(self) -> dict[tuple[int, int], dict[str, Any]]:
        """By target and operand."""
        return {(edge["target"], edge["operand"]): edge for edge in self.answer["edges"]}

    def local(self, target: int, place: int) -> str:
        """∂target/∂operand; with its place where the operand is read twice."""
        operands = self.nodes[target]["operands"]
        text = partial_latex(self.names[target], self.names[operands[place]])
        twice = operands.count(operands[place]) > 1
        return rf"\left.{text}\right|_{{{place + 1}}}" if twice else text

    def gradient(self, node: int) -> str:
        return partial_latex(self.names[self.answer["result"]], self.names[node])

    def symbol(self, text: str, phase: str | None = None) -> str:
        family, *indices = text.split(".")
        return SYMBOLS[family](self, *map(int, indices))

    def function(self, name: str, unit: str | None) -> str:
        return ACTIVATIONS[name].symbol

    def read(self, text: str) -> float:
        """The number at an address; NaN where the answer has none."""
        family, *indices = text.split(".")
        found = NUMBERS[family](self, *map(int, indices))
        return nan if found is None else float(found)


SYMBOLS: dict[str, Callable[..., str]] = {
    "v": lambda symbols, node: symbols.names[node],
    "g": GraphSymbols.gradient,
    "d": GraphSymbols.local,
    "c": lambda symbols, target, place: f"{symbols.gradient(target)}{symbols.local(target, place)}",
    "m": lambda symbols, node, place: partial_latex(
        symbols.names[node], symbol(list(symbols.answer["gradients"])[place])
    ),
}
NUMBERS: dict[str, Callable[..., float | None]] = {
    "v": lambda symbols, node: symbols.nodes[node]["value"],
    "g": lambda symbols, node: symbols.nodes[node]["gradient"],
    "d": lambda symbols, target, place: symbols.edges[target, place]["local_derivative"],
    "c": lambda symbols, target, place: symbols.edges[target, place]["contribution"],
    "m": lambda symbols, node, place: symbols.answer["tangents"][
        list(symbols.answer["gradients"])[place]
    ][node],
}
