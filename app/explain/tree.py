"""Formula trees as plain data: nested dictionaries whose leaves are addresses and numbers.

The builders keep a tree in one normal form: no sum or product of one term, no product inside a
product, and a minus sign in front of a product instead of inside it. A tree is written into the
JSON of the API as it is. To add an operator, add its node here and its printer in
`app.explain.latex`.
"""

from collections.abc import Callable
from typing import Literal, NotRequired, TypeAlias, TypedDict, TypeVar, final

#: A sum of more terms keeps its first three and its last.
MAX_TERMS = 6
LEADING_TERMS = 3


@final
class AddressNode(TypedDict):
    """The number at an address. ``drawn`` is false for a factor that the figures' rule omits;
    ``shape`` is given where the address names a whole array; ``latex`` replaces its symbol.
    """

    op: Literal["address"]
    address: str
    drawn: NotRequired[bool]
    shape: NotRequired[list[int]]
    latex: NotRequired[str]


@final
class PartialNode(TypedDict):
    """∂of/∂by of two addresses; ``value`` is what the derivative is equal to, left out where only
    its symbol is needed. ``inline``: written on one line, ∂z/∂w.
    """

    op: Literal["partial"]
    of: str
    by: str
    value: NotRequired["Tree"]
    inline: NotRequired[bool]
    latex: NotRequired[str]


@final
class NumberNode(TypedDict):
    op: Literal["number"]
    value: float


@final
class SymbolNode(TypedDict):
    """A letter that stands for no number of a pass. Only exercises use it."""

    op: Literal["symbol"]
    latex: str


@final
class EllipsisNode(TypedDict):
    """Stands for ``count`` terms or equations; ``value`` is the sum of the terms."""

    op: Literal["ellipsis"]
    count: int
    value: NotRequired["Tree"]


@final
class OperationNode(TypedDict):
    """``equals`` may have more than two sides: a = b = c. ``lines`` are equations one below the
    other. Only exercises use ``row`` (a, b, c side by side) and ``point`` (a, b).
    """

    op: Literal["equals", "fraction", "power", "negate", "lines", "transpose", "row", "point"]
    args: list["Tree"]


@final
class SumNode(TypedDict):
    """``square``: its brackets, where it needs some, are square ones."""

    op: Literal["sum"]
    args: list["Tree"]
    square: NotRequired[bool]


@final
class ProductNode(TypedDict):
    op: Literal["product"]
    args: list["Tree"]
    elementwise: NotRequired[bool]


@final
class CallNode(TypedDict):
    """A function by its name. ``unit`` is the unit ("2.0") or layer ("2") whose activation function
    it is.
    """

    op: Literal["call"]
    name: str
    args: list["Tree"]
    unit: NotRequired[str]


Branch: TypeAlias = OperationNode | SumNode | ProductNode | CallNode
NamedLeaf = TypeVar("NamedLeaf", AddressNode, PartialNode)
Tree: TypeAlias = Branch | AddressNode | PartialNode | NumberNode | SymbolNode | EllipsisNode


# --- leaves ---------------------------------------------------------------------------------------


def address(
    name: str, *, in_figure_rule: bool = True, shape: tuple[int, int] | None = None
) -> AddressNode:
    """``in_figure_rule=False``: a factor that the figures' rule omits."""
    leaf: AddressNode = {"op": "address", "address": name}
    if not in_figure_rule:
        leaf["drawn"] = False
    if shape is not None:
        leaf["shape"] = list(shape)
    return leaf


def partial(of: str, by: str, value: Tree | None = None, *, inline: bool = False) -> PartialNode:
    """∂of/∂by of two addresses, which is equal to ``value``."""
    leaf: PartialNode = {"op": "partial", "of": of, "by": by}
    if value is not None:
        leaf["value"] = value
    if inline:
        leaf["inline"] = True
    return leaf


def with_symbol(leaf: NamedLeaf, latex: str) -> NamedLeaf:
    """The same number under another symbol: ∂C/∂w, where w stands for any weight."""
    renamed = leaf.copy()
    renamed["latex"] = latex
    return renamed


def number(value: float) -> Tree:
    return {"op": "number", "value": value}


def symbol(latex: str) -> Tree:
    return {"op": "symbol", "latex": latex}


def ellipsis(count: int, value: Tree | None = None) -> Tree:
    """Stands for ``count`` terms or equations; ``value`` is the sum of the terms."""
    node: EllipsisNode = {"op": "ellipsis", "count": count}
    if value is not None:
        node["value"] = value
    return node


# --- operators ------------------------------------------------------------------------------------


def equals(*sides: Tree) -> Tree:
    return {"op": "equals", "args": list(sides)}


def lines(*equations: Tree) -> Tree:
    """Equations one below the other."""
    return equations[0] if len(equations) == 1 else {"op": "lines", "args": list(equations)}


def row(*formulas: Tree) -> Tree:
    """Formulas side by side."""
    return formulas[0] if len(formulas) == 1 else {"op": "row", "args": list(formulas)}


def point(*coordinates: Tree) -> Tree:
    return {"op": "point", "args": list(coordinates)}


def add(*terms: Tree) -> Tree:
    return terms[0] if len(terms) == 1 else {"op": "sum", "args": list(terms)}


def in_square_brackets(tree: Tree) -> Tree:
    """A sum that gets square brackets where it needs some; of a single term there is no sum."""
    if tree["op"] != "sum":
        return tree
    total = tree.copy()
    total["square"] = True
    return total


def multiply(*factors: Tree, elementwise: bool = False) -> Tree:
    """A product, its sign in front, x · (−y) = −(x · y), flat where its factors are of its kind."""
    flat: list[Tree] = []
    negative = False
    for factor in factors:
        while factor["op"] == "negate":
            negative, factor = not negative, factor["args"][0]
        if factor["op"] == "product" and factor.get("elementwise", False) == elementwise:
            flat.extend(factor["args"])
        else:
            flat.append(factor)
    product = flat[0] if len(flat) == 1 else product_of(flat, elementwise)
    return negate_whole(product) if negative else product


def product_of(factors: list[Tree], elementwise: bool) -> ProductNode:
    product: ProductNode = {"op": "product", "args": factors}
    if elementwise:
        product["elementwise"] = True
    return product


def divide(numerator: Tree, denominator: Tree) -> Tree:
    return {"op": "fraction", "args": [numerator, denominator]}


def power(base: Tree, exponent: Tree) -> Tree:
    return {"op": "power", "args": [base, exponent]}


def call(name: str, *arguments: Tree, unit: str | None = None) -> Tree:
    """``unit``: whose activation function it is, "2.0", or "2" for that of a whole layer."""
    node: CallNode = {"op": "call", "name": name, "args": list(arguments)}
    if unit is not None:
        node["unit"] = unit
    return node


def transpose(matrix: Tree) -> Tree:
    return {"op": "transpose", "args": [matrix]}


def negate(tree: Tree) -> Tree:
    """−tree, written without brackets where possible: −(a − t) is t − a, positive terms first."""
    if tree["op"] == "negate":
        return tree["args"][0]
    if tree["op"] == "sum":
        terms = [
            term["args"][0] if term["op"] == "negate" else negate_whole(term)
            for term in tree["args"]
        ]
        return add(*sorted(terms, key=lambda term: term["op"] == "negate"))
    if tree["op"] == "product" and any(factor["op"] == "sum" for factor in tree["args"]):
        factors = list(tree["args"])
        place = max(k for k, factor in enumerate(factors) if factor["op"] == "sum")
        factors[place] = negate(factors[place])
        return with_arguments(tree, factors)
    return negate_whole(tree)


def negate_whole(tree: Tree) -> Tree:
    """−(…): a sum keeps its terms and gets one minus sign in front."""
    return {"op": "negate", "args": [tree]}


# --- long sums ------------------------------------------------------------------------------------


def shown(count: int) -> list[int]:
    """Which of ``count`` terms are written out; an ellipsis stands for the others."""
    if count <= MAX_TERMS:
        return list(range(count))
    return [*range(LEADING_TERMS), count - 1]


def abbreviated(count: int, term: Callable[[int], Tree]) -> list[Tree]:
    """The terms 0 to count − 1, or the first three, ⋯ and the last."""
    terms = [term(k) for k in shown(count)]
    if count > len(terms):
        terms.insert(LEADING_TERMS, ellipsis(count - len(terms)))
    return terms


def sum_of(count: int, term: Callable[[int], Tree]) -> Tree:
    return add(*abbreviated(count, term))


# --- whole trees ----------------------------------------------------------------------------------


def with_arguments(tree: Branch, arguments: list[Tree]) -> Tree:
    changed = tree.copy()
    changed["args"] = arguments
    return changed


def arguments(tree: Tree) -> list[Tree]:
    """What an operator stands over; a leaf has none."""
    if "args" in tree:
        return tree["args"]
    return []


def addresses(tree: Tree) -> list[str]:
    """The addresses in a tree, in reading order."""
    if tree["op"] == "address":
        return [tree["address"]]
    return [found for argument in arguments(tree) for found in addresses(argument)]


def unique_addresses(tree: Tree) -> list[str]:
    return list(dict.fromkeys(addresses(tree)))


def equations(tree: Tree) -> list[Tree]:
    """The equations of a formula, with the ellipsis between them if there is one."""
    return tree["args"] if tree["op"] == "lines" else [tree]


def by_figure_rule(tree: Tree) -> Tree:
    """The formula by the figures' rule: without the factors that it omits."""
    if "args" not in tree:
        return tree
    kept = [by_figure_rule(each) for each in tree["args"] if in_figure_rule(each)]
    if tree["op"] == "product" and len(kept) == 1:
        return kept[0]
    return with_arguments(tree, kept)


def in_figure_rule(tree: Tree) -> bool:
    return tree["op"] != "address" or tree.get("drawn", True)
