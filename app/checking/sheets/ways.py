"""How a number of a sheet is made: its rule as LaTeX, in symbols and with the numbers in."""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from ...engine.network.activations import ACTIVATIONS
from ...engine.network.losses import LOSSES
from ...explain.latex import PAPER, Printer, Text
from ...explain.notation import Address, Notation
from ...explain.topology import Topology
from ...explain.tree import (
    NumberNode,
    Tree,
    add,
    address,
    arguments,
    call,
    divide,
    equals,
    multiply,
    negate,
    negate_whole,
    number,
    power,
    sum_of,
)
from ...explain.values import with_numbers
from ..marking.rule_lines import rule_tree
from .worksheet import Worksheet

NOTATION = "derivation"


def print_as_written(printer: Printer, node: NumberNode) -> Text:
    """With the digits that a sheet can have: some numbers do not stand on it, rounded."""
    rounded = float(f"{node['value']:.6g}")
    text = f"{Decimal(repr(rounded)):f}".removesuffix(".0")
    return Text(text, "negative" if text.startswith("-") else "number")


AS_WRITTEN = PAPER | {"number": print_as_written}


def sigmoid_slope(a: Tree) -> Tree:
    return multiply(a, add(number(1), negate(a)))


def tanh_slope(a: Tree) -> Tree:
    return add(number(1), negate(power(a, number(2))))


#: Slopes that are worked out from a.
SLOPES: dict[str, Callable[[Tree], Tree]] = {"sigmoid": sigmoid_slope, "tanh": tanh_slope}


def square(a: Tree, t: Tree) -> Tree:
    return power(add(a, negate(t)), number(2))


def distance(a: Tree, t: Tree) -> Tree:
    return call("abs", add(a, negate(t)))


def surprise(a: Tree, t: Tree) -> Tree:
    return negate(multiply(t, call("ln", a)))


def surprise_of_both(a: Tree, t: Tree) -> Tree:
    other = multiply(add(number(1), negate(t)), call("ln", add(number(1), negate(a))))
    return negate_whole(add(multiply(t, call("ln", a)), other))


#: What an output adds to the loss, from a and t; those of `SHARES` times a factor.
LOSS_OF_OUTPUT: dict[str, Callable[[Tree, Tree], Tree]] = {
    "half_squared_error": square,
    "squared_error": square,
    "mean_squared_error": square,
    "absolute_error": distance,
    "binary_cross_entropy": surprise_of_both,
    "cross_entropy": surprise,
}
#: The number of outputs by which a sum of losses is divided.
SHARES: dict[str, Callable[[int], int]] = {
    "half_squared_error": lambda outputs: 2,
    "mean_squared_error": lambda outputs: outputs,
}


def loss_tree(topology: Topology) -> Tree | None:
    term = LOSS_OF_OUTPUT.get(topology.loss)
    if term is None:
        return None
    total = sum_of(
        topology.outputs,
        lambda k: term(address(f"a{topology.depth}.{k}"), address(f"t.{k}")),
    )
    share = SHARES[topology.loss](topology.outputs) if topology.loss in SHARES else 1
    factor = divide(number(1), number(share))
    return equals(address("loss"), total if share == 1 else multiply(factor, total))


@lru_cache(maxsize=4096)
def tree_of(topology: Topology, name: str) -> Tree | None:
    """The equation of a number; None: it has none that is worked out of other numbers."""
    at = Address.parse(name)
    if at.array == "loss":
        return loss_tree(topology)
    if at.array == "slope":
        slope = SLOPES.get(topology.layer(at.layer).activation)
        where = name.removeprefix("slope")
        return None if slope is None else equals(address(name), slope(address(f"a{where}")))
    return rule_tree(topology, name)


@lru_cache(maxsize=4096)
def symbol_of(topology: Topology, name: str) -> str:
    return Notation(topology, NOTATION).symbol(name)


@lru_cache(maxsize=4096)
def rule_of(topology: Topology, name: str) -> str:
    """The rule in symbols, with its left side."""
    at = Address.parse(name)
    if at.array == "loss":
        return f"C={LOSSES[topology.loss].latex}"
    tree = tree_of(topology, name)
    if tree is not None:
        return Printer(Notation(topology, NOTATION), printers=AS_WRITTEN).text(tree).latex
    slope = ACTIVATIONS[topology.layer(at.layer).activation].slope_latex
    return f"{symbol_of(topology, name)}={slope}"


@dataclass(frozen=True)
class Ways:
    """Those of one worksheet."""

    sheet: Worksheet
    topology: Topology

    @classmethod
    def of(cls, sheet: Worksheet) -> "Ways":
        made = sheet.sheet
        return cls(sheet, Topology.of(made.network, made.targets, made.reduction, "sgd"))

    def read(self, name: str) -> float:
        return self.sheet.sheet.rate if name == "eta" else self.sheet.right.value(name)

    def way(self, name: str) -> str:
        """The rule with the numbers in, and what comes of it."""
        result = self.sheet.right.texts[name]
        tree = tree_of(self.topology, name)
        if tree is None or arguments(tree)[-1]["op"] == "address":  # It is another number.
            return f"{symbol_of(self.topology, name)}={result}"
        printer = Printer(Notation(self.topology, NOTATION), printers=AS_WRITTEN)
        filled = printer.text(with_numbers(tree, self.read)).latex
        return f"{filled}={result}"
