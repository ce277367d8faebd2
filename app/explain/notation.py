"""How an address is written: its LaTeX symbol in both notations, and the sign of its value there.

To add a kind of address, add a row to both tables. ``static/js/network/notation.js`` writes the
same symbols in the browser; ``tests/explain/symbols.json`` holds the two together.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from ..engine.network.activations import ACTIVATIONS
from .topology import Topology

NOTATIONS = ("derivation", "figure")
ADDRESS = re.compile(r"([a-z_]+)(\d*)((?:\.\d+)*)(?:@(\d+))?")


@dataclass(frozen=True, slots=True)
class Address:
    """``new_w1.0.2@3`` taken apart: array new_w, layer 1 (0: none), indices (0, 2), sample 3."""

    array: str
    layer: int
    indices: tuple[int, ...]
    sample: int | None

    @property
    def mark(self) -> str:
        """The sample, counted from 1, in square brackets: y_1^{[2]}."""
        return "" if self.sample is None else f"[{self.sample + 1}]"

    @classmethod
    @lru_cache(maxsize=8192)
    def parse(cls, text: str) -> "Address":
        """Raises ValueError if ``text`` is not an address."""
        match = ADDRESS.fullmatch(text)
        if match is None:
            raise ValueError(f"not an address: {text}")
        array, layer, indices, sample = match.groups()
        return cls(
            array,
            int(layer or 0),
            tuple(int(index) for index in indices.split(".")[1:]),
            None if sample is None else int(sample),
        )


def superscript(text: str) -> str:
    return f"^{{{text}}}" if text else ""


def subscript(*parts: str) -> str:
    """``_1``, ``_{12}``; a comma where an index has two digits: 1,12 is not 11,2."""
    long = any(len(part.strip("(x)")) > 1 for part in parts)
    text = ("," if long and len(parts) > 1 else "").join(parts)
    return f"_{text}" if len(text) == 1 else f"_{{{text}}}"


def partial_latex(of: str, by: str) -> str:
    return rf"\frac{{\partial {of}}}{{\partial {by}}}"


def loss_derivative(by: str) -> str:
    """∂C/∂by."""
    return partial_latex("C", by)


@dataclass(frozen=True)
class Notation:
    """One notation over one network. ``name`` is "derivation" or "figure".

    ``names``: LaTeX by address, which takes precedence over the notation's symbols.
    ``inputs_count``: the derivation counts the inputs as layer 1.
    """

    topology: Topology
    name: str
    names: Mapping[str, str] = field(default_factory=dict)
    inputs_count: bool = False

    def symbol(self, text: str, phase: str | None = None) -> str:
        """The LaTeX of an address; in an update the figures write the slope as df(e)/de."""
        if text in self.names:
            return self.names[text]
        address = Address.parse(text)
        kind = address.array
        row = SYMBOLS[self.name][kind]
        if not address.indices and kind in WHOLE[self.name]:
            row = WHOLE[self.name][kind]
        if phase == "update" and (self.name, kind) in UPDATE_SYMBOLS:
            row = UPDATE_SYMBOLS[self.name, kind]
        return row(self, address)

    def sign(self, text: str) -> int:
        """−1 where the symbol stands for minus the API's value: δ_n = −∂C/∂y_n."""
        return value_sign(self.name, text)

    def function(self, name: str, unit: str | None) -> str:
        """The letter of an activation function: f_4 in the figures, σ in the derivation."""
        if self.name == "derivation" or unit is None:
            return ACTIVATIONS[name].symbol
        layer, _, index = unit.partition(".")
        if not index:
            return f"f^{{({layer})}}"
        return "f" + subscript(self.neuron(int(layer), int(index)))

    def neuron(self, layer: int, unit: int) -> str:
        """The number n of a neuron, consecutive through all hidden and output units."""
        return str(sum(shape.units for shape in self.topology.layers[: layer - 1]) + unit + 1)

    def source(self, layer: int, unit: int) -> str:
        """The source of a weight: (x1), or the number of a neuron of the previous layer."""
        return f"(x{unit + 1})" if layer == 1 else self.neuron(layer - 1, unit)

    def error_at_sum(self, at: Address) -> str:
        """−∂C/∂e; where the loss has a formula for it, it is the δ of the output layer."""
        if self.topology.fused(at.layer):
            return self.output(r"\delta", at)
        return "-" + loss_derivative(self.numbered("e", at))

    def error_at_output(self, at: Address) -> str:
        """δ = −∂C/∂y, unless δ is the error at the sum."""
        if self.topology.fused(at.layer):
            return "-" + loss_derivative(self.output("y", at))
        return self.output(r"\delta", at)

    def whole_error(self, letter: str, is_delta: bool, at: Address) -> str:
        """The same of a whole layer."""
        own = f"{letter}^{{({at.layer})}}"
        return rf"\delta^{{({at.layer})}}" if is_delta else "-" + loss_derivative(own)

    def is_only_output(self, layer: int) -> bool:
        return layer == self.topology.depth and self.topology.outputs == 1

    # --- the figures: consecutive numbers, w_{from to}, a single output without a number ---

    def numbered(self, letter: str, at: Address) -> str:
        number = subscript(self.neuron(at.layer, at.indices[0]))
        return letter + number + superscript(at.mark)

    def output(self, letter: str, at: Address) -> str:
        if self.is_only_output(at.layer):
            return letter + superscript(at.mark)
        return self.numbered(letter, at)

    def from_to(self, letter: str, at: Address) -> str:
        to, source = at.indices
        return letter + subscript(self.source(at.layer, source), self.neuron(at.layer, to))

    def figure_target(self, at: Address) -> str:
        return self.output("z", Address("t", self.topology.depth, at.indices, at.sample))

    def figure_slope(self, at: Address) -> str:
        n = subscript(self.neuron(at.layer, at.indices[0]))
        return f"f'{n}({self.numbered('e', at)})"

    def figure_update_slope(self, at: Address) -> str:
        if not at.indices:
            return rf"\frac{{df^{{({at.layer})}}(e)}}{{de}}"
        n = subscript(self.neuron(at.layer, at.indices[0]))
        return rf"\frac{{df{n}(e{superscript(at.mark)})}}{{de}}"

    # --- the derivation: z^{(l)}_j, w^{(l)}_{to from}, counted from 1 ---

    def layered(self, letter: str, at: Address) -> str:
        indices = subscript(*(str(index + 1) for index in at.indices))
        return f"{letter}^{{({at.layer + self.inputs_count}){at.mark}}}{indices}"

    def derivation_target(self, at: Address) -> str:
        if self.topology.outputs == 1:
            return "t" + superscript(at.mark)
        return self.counted("t", at)

    def slope_of(self, argument: str, at: Address) -> str:
        return f"{ACTIVATIONS[self.topology.layer(at.layer).activation].symbol}'({argument})"

    def counted(self, letter: str, at: Address) -> str:
        return letter + subscript(str(at.indices[0] + 1)) + superscript(at.mark)


def whole(letter: str) -> "Row":
    """The symbol of a whole layer's array: W^{(2)}."""
    return lambda n, at: f"{letter}^{{({at.layer})}}"


def whole_derivative(letter: str) -> "Row":
    return lambda n, at: loss_derivative(f"{letter}^{{({at.layer})}}")


Row = Callable[[Notation, Address], str]

COMMON: dict[str, Row] = {
    "x": lambda n, at: n.counted("x", at),
    "loss": lambda n, at: "C",
    "eta": lambda n, at: r"\eta",
}

SYMBOLS: dict[str, dict[str, Row]] = {
    "figure": COMMON
    | {
        "t": Notation.figure_target,
        "z": lambda n, at: n.numbered("e", at),
        "a": lambda n, at: n.output("y", at),
        "w": lambda n, at: n.from_to("w", at),
        "b": lambda n, at: n.numbered("b", at),
        "error": Notation.error_at_output,
        "delta": Notation.error_at_sum,
        "slope": Notation.figure_slope,
        "dw": lambda n, at: loss_derivative(n.from_to("w", at)),
        "db": lambda n, at: loss_derivative(n.numbered("b", at)),
        "new_w": lambda n, at: n.from_to("w'", at),
        "new_b": lambda n, at: n.numbered("b'", at),
    },
    "derivation": COMMON
    | {
        "t": Notation.derivation_target,
        "z": lambda n, at: n.layered("z", at),
        "a": lambda n, at: n.layered("a", at),
        "w": lambda n, at: n.layered("w", at),
        "b": lambda n, at: n.layered("b", at),
        "error": lambda n, at: loss_derivative(n.layered("a", at)),
        "delta": lambda n, at: loss_derivative(n.layered("z", at)),
        "slope": lambda n, at: n.slope_of(n.layered("z", at), at),
        "dw": lambda n, at: loss_derivative(n.layered("w", at)),
        "db": lambda n, at: loss_derivative(n.layered("b", at)),
        "new_w": lambda n, at: n.layered("w'", at),
        "new_b": lambda n, at: n.layered("b'", at),
    },
}

#: Whole arrays, for layers of more than 64 units: the letter and the layer, W for the weights.
COMMON_WHOLE: dict[str, Row] = {
    "x": lambda n, at: "x",
    "w": whole("W"),
    "b": whole("b"),
    "dw": whole_derivative("W"),
    "db": whole_derivative("b"),
    "new_w": whole("W'"),
    "new_b": whole("b'"),
}

WHOLE: dict[str, dict[str, Row]] = {
    "figure": COMMON_WHOLE
    | {
        "t": lambda n, at: "z",
        "z": whole("e"),
        "a": whole("y"),
        "error": lambda n, at: n.whole_error("y", not n.topology.fused(at.layer), at),
        "delta": lambda n, at: n.whole_error("e", n.topology.fused(at.layer), at),
        "slope": lambda n, at: f"f'(e^{{({at.layer})}})",
    },
    "derivation": COMMON_WHOLE
    | {
        "t": lambda n, at: "t",
        "z": whole("z"),
        "a": whole("a"),
        "error": whole_derivative("a"),
        "delta": whole_derivative("z"),
        "slope": lambda n, at: n.slope_of(f"z^{{({at.layer})}}", at),
    },
}

UPDATE_SYMBOLS: dict[tuple[str, str], Row] = {
    ("figure", "slope"): Notation.figure_update_slope,
}

SIGNS: dict[str, dict[str, int]] = {"figure": {"error": -1, "delta": -1}, "derivation": {}}


def value_sign(notation: str, text: str) -> int:
    """−1 where the symbol of an address stands for minus the API's value: δ_n = −∂C/∂y_n."""
    return SIGNS[notation].get(Address.parse(text).array, 1)
