"""The number at an address, and formulas with their numbers filled in.

`PassValues` has the signs of the trace. In the figures some symbols stand for the negative number,
δ = −∂C/∂y; a `Read` function returns the number that the symbol stands for.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from math import prod

from ..engine.arrays import Array
from ..engine.network.as_drawn import FigureRuleLayer
from ..engine.network.backprop import LayerPass, Pass
from ..engine.network.network import Layer, Network
from .notation import Address
from .tree import Tree, equals, number, with_arguments

#: address -> number
Read = Callable[[str], float]


@dataclass(frozen=True)
class PassValues:
    """Every number of one pass by its address, with the sign of the trace.

    ``inputs`` and ``targets`` are batch × units. ``sample`` is the row that is read where an
    address names none; ``updated`` the network after the update, for ``new_w`` and ``new_b``.
    """

    network: Network
    inputs: Array
    targets: Array
    passed: Pass
    learning_rate: float
    updated: Network | None = None
    sample: int = 0

    def __call__(self, address: str) -> float:
        """Raises ValueError if the pass has no such number."""
        at = Address.parse(address)
        if at.array in SCALARS:
            return SCALARS[at.array](self)
        if at.array not in ARRAYS:
            raise ValueError(f"not an array of a pass: {at.array}")
        array = ARRAYS[at.array](self, at.layer)
        if array is None:
            raise ValueError(f"layer {at.layer} has no {at.array}")
        row = self.sample if at.sample is None else at.sample
        indices = (row, *at.indices) if at.array in PER_SAMPLE else at.indices
        return float(array[indices])

    @cached_property
    def slopes(self) -> list[Array | None]:
        """f'(z) of each layer, batch × units; None where a_j depends on more than z_j."""
        return [
            layer.activation.slope and layer.activation.slope(layer_pass.pre_activations)
            for layer, layer_pass in zip(self.network.layers, self.passed.layers, strict=True)
        ]

    def layer(self, number: int) -> Layer:
        """Layer ``number`` of the network, counted from 1."""
        return self.network.layers[number - 1]

    def layer_pass(self, number: int) -> LayerPass:
        return self.passed.layers[number - 1]

    def updated_layer(self, number: int) -> Layer:
        if self.updated is None:
            raise ValueError("this pass has no update")
        return self.updated.layers[number - 1]


SCALARS: dict[str, Callable[[PassValues], float]] = {
    "loss": lambda values: values.passed.loss,
    "eta": lambda values: values.learning_rate,
}

#: The array of a layer that the indices of an address run through; None where it has none.
ARRAYS: dict[str, Callable[[PassValues, int], Array | None]] = {
    "x": lambda values, layer: values.inputs,
    "t": lambda values, layer: values.targets,
    "w": lambda values, layer: values.layer(layer).weights,
    "b": lambda values, layer: values.layer(layer).biases,
    "z": lambda values, layer: values.layer_pass(layer).pre_activations,
    "a": lambda values, layer: values.layer_pass(layer).activations,
    "slope": lambda values, layer: values.slopes[layer - 1],
    "error": lambda values, layer: values.layer_pass(layer).activation_gradients,
    "delta": lambda values, layer: values.layer_pass(layer).deltas,
    "dw": lambda values, layer: values.layer_pass(layer).weight_gradients,
    "db": lambda values, layer: values.layer_pass(layer).bias_gradients,
    "new_w": lambda values, layer: values.updated_layer(layer).weights,
    "new_b": lambda values, layer: values.updated_layer(layer).biases,
}

#: The arrays with a row per sample.
PER_SAMPLE = {"x", "t", "z", "a", "slope", "error", "delta"}


def by_figure_rule(passed: Pass, layers: Sequence[FigureRuleLayer]) -> Pass:
    """The pass with the errors of the figures' rule and what it uses in place of the gradients.

    ∂C/∂z, which the figures do not show, is not changed.
    """
    changed = tuple(
        replace(
            layer,
            activation_gradients=-by_rule.errors,
            weight_gradients=by_rule.weight_gradients,
            bias_gradients=by_rule.bias_gradients,
        )
        for layer, by_rule in zip(passed.layers, layers, strict=True)
    )
    return replace(passed, layers=changed)


def with_numbers(tree: Tree, read: Read) -> Tree:
    """The formula with numbers in the place of its addresses, but for the left sides of equations.

    Addresses of whole arrays keep their symbols.
    """
    match tree["op"]:
        case "address":
            return tree if "shape" in tree else number(read(tree["address"]))
        case "partial" | "ellipsis":
            return with_numbers(tree["value"], read) if "value" in tree else tree
        case "number" | "symbol":
            return tree
        case "equals":
            left, *right = tree["args"]
            return equals(left, *(with_numbers(side, read) for side in right))
    return with_arguments(tree, [with_numbers(each, read) for each in tree["args"]])


def value_of(tree: Tree, read: Read) -> float:
    """What a formula of sums, products and quotients gives."""
    if tree["op"] == "address":
        return read(tree["address"])
    if tree["op"] == "number":
        return tree["value"]
    if tree["op"] == "partial" and "value" in tree:
        return value_of(tree["value"], read)
    if "args" not in tree or tree["op"] not in ARITHMETIC:
        raise ValueError(f"not a number: {tree['op']}")
    return ARITHMETIC[tree["op"]]([value_of(each, read) for each in tree["args"]])


ARITHMETIC: dict[str, Callable[[list[float]], float]] = {
    "sum": sum,
    "product": prod,
    "fraction": lambda sides: sides[0] / sides[1],
    "negate": lambda sides: -sides[0],
}


def worked_out(formula: Tree, read: Read) -> Tree:
    """left = numbers = result; a formula without a left side becomes numbers = result."""
    *left, right = formula["args"] if formula["op"] == "equals" else [formula]
    return equals(*left, with_numbers(right, read), number(value_of(right, read)))
