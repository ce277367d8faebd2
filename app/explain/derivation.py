"""The derivation of section 6, line by line: formula trees about one neuron, and its own symbols.

The slides treat one neuron, z = x_1 w_1 + x_2 w_2 + b with a = σ(z), the two neurons z' and z''
that it feeds, and the two, z_a and z_b, behind z'. Here every symbol names an address, so that a
line is true of a real network and can be shown with its numbers.
"""

from collections.abc import Mapping

from .formulas import signal
from .notation import loss_derivative, partial_latex
from .tree import (
    Tree,
    add,
    address,
    call,
    ellipsis,
    equals,
    in_square_brackets,
    multiply,
    negate,
    number,
    partial,
    with_symbol,
)


def names_of(units: Mapping[str, tuple[str, str]], others: Mapping[str, str]) -> dict[str, str]:
    """LaTeX by address. ``units``: the symbols of a unit's z and a, "1.0" -> ("z", "a").

    ``others``: weights, biases, inputs, targets, by address.
    """
    names = {"loss": "C", "eta": r"\eta", **others}
    for unit, (z, a) in units.items():
        names |= {
            f"z{unit}": z,
            f"a{unit}": a,
            f"slope{unit}": rf"\sigma'({z})",
            f"delta{unit}": loss_derivative(z),
            f"error{unit}": loss_derivative(a),
        }
    for parameter, symbol in others.items():
        if parameter[0] in "wb":
            names[f"d{parameter}"] = loss_derivative(symbol)
    return names


def numbered_names(units: tuple[int, ...], inputs: int) -> dict[str, str]:
    """All neurons numbered consecutively, z_1, z_2, …; the last layer's outputs are y_1, y_2, …

    A weight is named after its source and its target, as in section 5.
    """
    depth, running = len(units), 0
    letters: dict[str, tuple[str, str]] = {}
    numbers: dict[tuple[int, int], str] = {(0, i): f"(x{i + 1})" for i in range(inputs)}
    others = {f"x.{i}": f"x_{i + 1}" for i in range(inputs)}
    for layer, count in enumerate(units, start=1):
        for j in range(count):
            running += 1
            output = f"y_{j + 1}" if layer == depth else f"a_{running}"
            letters[f"{layer}.{j}"] = (f"z_{running}", output)
            numbers[layer, j] = str(running)
            others[f"b{layer}.{j}"] = f"b_{running}"
            for i in range(inputs if layer == 1 else units[layer - 2]):
                others[f"w{layer}.{j}.{i}"] = f"w_{{{numbers[layer - 1, i]}{running}}}"
    others |= {f"t.{k}": f"t_{k + 1}" for k in range(units[-1])}
    return names_of(letters, others)


def weighted_sum(layer: int, unit: int, fan_in: int) -> Tree:
    """z = x_1 w_1 + x_2 w_2 + b (figure 14)."""
    where = f"{layer}.{unit}"
    terms = [product_of_input(layer, unit, i) for i in range(fan_in)]
    return equals(address(f"z{where}"), add(*terms, address(f"b{where}")))


def product_of_input(layer: int, unit: int, i: int) -> Tree:
    return multiply(address(signal(layer - 1, i)), address(f"w{layer}.{unit}.{i}"))


def weight_chain(layer: int, unit: int, i: int) -> Tree:
    """∂C/∂w = ∂z/∂w ∂C/∂z (figure 14), where w stands for any weight into the unit.

    The numbers are those of weight ``i``.
    """
    where, weight = f"{layer}.{unit}", f"w{layer}.{unit}.{i}"
    local = partial(f"z{where}", weight, address(signal(layer - 1, i)))
    return equals(
        with_symbol(address(f"d{weight}"), loss_derivative("w")),
        multiply(
            with_symbol(local, partial_latex("z", "w")),
            address(f"delta{where}"),
        ),
    )


def weight_partial(layer: int, unit: int, i: int) -> Tree:
    """∂z/∂w_1 = x_1 (figure 15)."""
    value = address(signal(layer - 1, i))
    return equals(
        partial(f"z{layer}.{unit}", f"w{layer}.{unit}.{i}", value, inline=True),
        value,
    )


def bias_partial(layer: int, unit: int) -> Tree:
    """∂z/∂b = 1: a bias is a weight whose input is always 1."""
    where = f"{layer}.{unit}"
    return equals(partial(f"z{where}", f"b{where}", number(1), inline=True), number(1))


def activation(layer: int, unit: int, function: str = "sigmoid") -> Tree:
    """a = σ(z) (figure 16)."""
    where = f"{layer}.{unit}"
    z = address(f"z{where}")
    return equals(address(f"a{where}"), call(function, z, unit=where))


def activation_partial(where: str) -> Tree:
    slope = address(f"slope{where}")
    return partial(f"a{where}", f"z{where}", slope)


def input_chain(layer: int, unit: int) -> Tree:
    """∂C/∂z = ∂a/∂z ∂C/∂a (figure 16), ∂C/∂z' = ∂y_1/∂z' ∂C/∂y_1 (figure 20)."""
    where = f"{layer}.{unit}"
    factors = multiply(activation_partial(where), address(f"error{where}"))
    return equals(address(f"delta{where}"), factors)


def slope(layer: int, unit: int) -> Tree:
    """∂a/∂z = σ'(z), the slope in figure 16."""
    where = f"{layer}.{unit}"
    return equals(activation_partial(where), address(f"slope{where}"))


def next_sum(layer: int, unit: int, i: int, fan_in: int) -> Tree:
    """z' = a w_3 + ⋯ (figure 17): only the term of input ``i``, the others and b' left out."""
    where = f"{layer}.{unit}"
    others = [product_of_input(layer, unit, k) for k in range(fan_in) if k != i]
    rest = ellipsis(fan_in, add(*others, address(f"b{where}")))
    return equals(address(f"z{where}"), add(product_of_input(layer, unit, i), rest))


def sum_partial(layer: int, unit: int, i: int) -> Tree:
    """∂z'/∂a, which is the weight w_3 from a to z'."""
    weight = address(f"w{layer}.{unit}.{i}")
    return partial(f"z{layer}.{unit}", signal(layer - 1, i), weight)


def sum_partial_is_weight(layer: int, unit: int, i: int) -> Tree:
    """∂z'/∂a = w_3 (figure 17, in boxes)."""
    return equals(sum_partial(layer, unit, i), address(f"w{layer}.{unit}.{i}"))


def output_chain(layer: int, unit: int, fan_out: int) -> Tree:
    """∂C/∂a = ∂z'/∂a ∂C/∂z' + ∂z''/∂a ∂C/∂z'' (figure 17): one product for each branch."""
    branches = [
        multiply(sum_partial(layer + 1, k, unit), address(f"delta{layer + 1}.{k}"))
        for k in range(fan_out)
    ]
    return equals(address(f"error{layer}.{unit}"), add(*branches))


def arriving(layer: int, unit: int, fan_out: int) -> Tree:
    """w_3 ∂C/∂z' + w_4 ∂C/∂z''."""
    return add(
        *(
            multiply(address(f"w{layer + 1}.{k}.{unit}"), address(f"delta{layer + 1}.{k}"))
            for k in range(fan_out)
        )
    )


def arriving_sum(layer: int, unit: int, fan_out: int) -> Tree:
    """∂C/∂a = w_3 ∂C/∂z' + w_4 ∂C/∂z'': figure 17 with the weights of its boxes."""
    return equals(address(f"error{layer}.{unit}"), arriving(layer, unit, fan_out))


def recursion(layer: int, unit: int, fan_out: int) -> Tree:
    """∂C/∂z = σ'(z)[w_3 ∂C/∂z' + w_4 ∂C/∂z''] (figures 18, 19 and, one layer on, 21)."""
    where = f"{layer}.{unit}"
    return equals(
        address(f"delta{where}"),
        multiply(address(f"slope{where}"), in_square_brackets(arriving(layer, unit, fan_out))),
    )


def output_error(layer: int, unit: int) -> Tree:
    """∂C/∂y_1 = y_1 − t_1, of C = ½Σ(y − t)²."""
    where = f"{layer}.{unit}"
    difference = add(address(f"a{where}"), negate(address(f"t.{unit}")))
    return equals(address(f"error{where}"), difference)
