"""Formula trees as plain data: nested dictionaries whose leaves are addresses and numbers.

The builders keep a tree in one tidy form: no sum or product of one term, no product inside a
product, and a minus sign in front of a product instead of inside it.
"""

from collections.abc import Callable
from typing import Any

Tree = dict[str, Any]

#: A sum of more terms keeps its first three and its last.
LONGEST_SUM = 6
KEPT_AT_THE_START = 3


def address(name: str, *, drawn: bool = True, shape: tuple[int, int] | None = None) -> Tree:
    """A leaf. ``drawn=False``: a factor that the document's figures leave out."""
    leaf: Tree = {"op": "address", "address": name}
    if not drawn:
        leaf["drawn"] = False
    if shape is not None:
        leaf["shape"] = list(shape)
    return leaf


def partial(of: str, by: str, value: Tree, *, inline: bool = False) -> Tree:
    """∂of/∂by of one quantity by another; ``value`` is what it is known to be.

    ``inline``: written on one line, ∂z/∂w.
    """
    leaf: Tree = {"op": "partial", "of": of, "by": by, "value": value}
    return {**leaf, "inline": True} if inline else leaf


def written(leaf: Tree, latex: str) -> Tree:
    """The same number under a symbol of its own: ∂C/∂w, where w stands for any weight."""
    return {**leaf, "latex": latex}


def number(value: float) -> Tree:
    return {"op": "number", "value": value}


def equals(left: Tree, right: Tree) -> Tree:
    return {"op": "equals", "args": [left, right]}


def add(*terms: Tree) -> Tree:
    return terms[0] if len(terms) == 1 else {"op": "sum", "args": list(terms)}


def square(total: Tree) -> Tree:
    """A sum that stands in square brackets where it needs some."""
    return {**total, "square": True}


def multiply(*factors: Tree, elementwise: bool = False) -> Tree:
    """A product, its sign in front, x · (−y) = −(x · y), flat where its factors are of its kind."""
    flat: list[Tree] = []
    negative = False
    for factor in factors:
        while factor["op"] == "negate":
            negative, factor = not negative, factor["args"][0]
        same = factor["op"] == "product" and factor.get("elementwise", False) == elementwise
        flat.extend(factor["args"] if same else [factor])
    product: Tree = flat[0] if len(flat) == 1 else {"op": "product", "args": flat}
    if elementwise and len(flat) > 1:
        product["elementwise"] = True
    return {"op": "negate", "args": [product]} if negative else product


def divide(numerator: Tree, denominator: Tree) -> Tree:
    return {"op": "fraction", "args": [numerator, denominator]}


def call(name: str, *arguments: Tree, unit: str | None = None) -> Tree:
    """``unit`` says whose activation function it is: "2.0", or "2" for that of a whole layer."""
    node: Tree = {"op": "call", "name": name, "args": list(arguments)}
    if unit is not None:
        node["unit"] = unit
    return node


def transpose(matrix: Tree) -> Tree:
    return {"op": "transpose", "args": [matrix]}


def negate(tree: Tree) -> Tree:
    """−tree, written without a bracket where it can be: −(a − t) is t − a, positive terms first."""
    if tree["op"] == "negate":
        inner: Tree = tree["args"][0]
        return inner
    if tree["op"] == "sum":
        terms = [negate(term) for term in tree["args"]]
        return add(*sorted(terms, key=lambda term: term["op"] == "negate"))
    if tree["op"] == "product" and any(factor["op"] == "sum" for factor in tree["args"]):
        factors = list(tree["args"])
        place = max(k for k, factor in enumerate(factors) if factor["op"] == "sum")
        factors[place] = negate(factors[place])
        return {**tree, "args": factors}
    return negate_whole(tree)


def negate_whole(tree: Tree) -> Tree:
    """−(…): a sum keeps its terms and gets one minus sign in front."""
    return {"op": "negate", "args": [tree]}


def ellipsis(count: int, value: Tree | None = None) -> Tree:
    """Stands for ``count`` terms or equations; ``value``: what the terms come to."""
    node: Tree = {"op": "ellipsis", "count": count}
    return node if value is None else {**node, "value": value}


def shown(count: int) -> list[int]:
    """Which of ``count`` terms are written out; an ellipsis stands for the others."""
    if count <= LONGEST_SUM:
        return list(range(count))
    return [*range(KEPT_AT_THE_START), count - 1]


def abbreviated(count: int, term: Callable[[int], Tree]) -> list[Tree]:
    """The terms 0 to count − 1, or the first three, ⋯ and the last."""
    terms = [term(k) for k in shown(count)]
    if count > len(terms):
        terms.insert(KEPT_AT_THE_START, ellipsis(count - len(terms)))
    return terms


def sum_of(count: int, term: Callable[[int], Tree]) -> Tree:
    return add(*abbreviated(count, term))


def lines(*equations: Tree) -> Tree:
    """Equations one below the other."""
    return equations[0] if len(equations) == 1 else {"op": "lines", "args": list(equations)}


def as_drawn(tree: Tree) -> Tree:
    """The formula as the document's figures print it: without factors marked ``drawn: false``."""
    if "args" not in tree:
        return tree
    kept = [as_drawn(argument) for argument in tree["args"] if argument.get("drawn", True)]
    if tree["op"] == "product" and len(kept) == 1:
        return kept[0]
    return {**tree, "args": kept}
