"""The line of formula that makes a number, as LaTeX."""

from collections.abc import Callable
from functools import lru_cache

from ...explain import formulas
from ...explain.latex import PAPER, Printer
from ...explain.notation import Address, Notation
from ...explain.topology import Topology
from ...explain.tree import Tree, equations, lines


def forward(topology: Topology, layer: int, unit: int) -> Tree:
    if topology.layer(layer).elementwise:
        return formulas.forward_unit(topology, layer, unit)[0]
    return lines(
        formulas.pre_activation(topology, layer, unit)[0],
        formulas.softmax(topology, layer, unit)[0],
    )


def backward(topology: Topology, layer: int, unit: int) -> Tree:
    if layer == topology.depth:
        return formulas.output_error(topology, unit)[0]
    if topology.layer(layer).elementwise:
        return formulas.hidden_delta(topology, layer, unit)[0]
    return lines(
        formulas.error_sum(topology, layer, unit)[0],
        formulas.softmax_delta(topology, layer, unit)[0],
    )


def update(topology: Topology, layer: int, unit: int) -> Tree:
    return formulas.update(topology, layer, unit)[0]


#: By the array of an address: the formulas of its unit.
FORMULAS: dict[str, Callable[[Topology, int, int], Tree]] = {
    "z": forward,
    "a": forward,
    "error": backward,
    "delta": backward,
    "dw": update,
    "db": update,
    "new_w": update,
    "new_b": update,
}


def rule_tree(topology: Topology, address: str) -> Tree | None:
    """The equation whose left side is the number; None where no formula of a unit has it."""
    at = Address.parse(address)
    if at.array == "loss":
        tree = formulas.batch_loss(topology)
    elif at.array in FORMULAS:
        tree = FORMULAS[at.array](topology, at.layer, at.indices[0])
    else:
        return None
    name = address.partition("@")[0]
    for equation in equations(tree):
        if equation["op"] == "equals":
            left = equation["args"][0]
            if left["op"] == "address" and left["address"] == name:
                return equation
    return None


@lru_cache(maxsize=4096)
def rule_line(topology: Topology, address: str) -> str | None:
    """The equation of a number in the derivation's notation; None as for `rule_tree`."""
    tree = rule_tree(topology, address)
    if tree is None:
        return None
    return Printer(Notation(topology, "derivation"), printers=PAPER).text(tree).latex
