"""A formula tree as LaTeX: with symbols, or with numbers in the place of everything but left sides.

To add an operator, write a function (printer, node) -> `Text` and put it in `PRINTERS`.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

from ..engine.network.activations import ACTIVATIONS
from ..engine.network.losses import LOSSES
from .notation import Notation, partial
from .tree import Tree, as_drawn

#: LaTeX around the arguments of a call; what is neither here nor an activation prints its name.
CALLS = {
    "exp": (r"\exp(", ")"),
    "ln": (r"\ln(", ")"),
    "abs": ("|", "|"),
    "sign": (r"\operatorname{sgn}(", ")"),
    "clip": (r"\operatorname{clip}_{[-1,1]}(", ")"),
    "sum_over_units": (r"\sum_k(", ")"),
    "sum_over_samples": (r"\sum_s(", ")"),
    **dict.fromkeys(LOSSES, (r"\ell(", ")")),
}

#: From a trace: the number behind an address, true sign.
Reader = Callable[[str], float]


class Text(NamedTuple):
    """LaTeX and what it is, which decides about brackets.

    One of atom, number, product, sum, square (a sum that wants square ones) and negative.
    """

    latex: str
    kind: str

    def bracketed(self) -> str:
        """Inside a product: a sum or a negative number gets brackets."""
        if self.kind == "square":
            return rf"\left[{self.latex}\right]"
        return brackets(self.latex) if self.kind in ("sum", "negative") else self.latex


@dataclass(frozen=True)
class Printer:
    """``values`` None prints symbols. ``phase`` is the step's; it decides how f' is written."""

    notation: Notation
    phase: str | None = None
    values: Reader | None = None

    def text(self, tree: Tree) -> Text:
        return PRINTERS[tree["op"]](self, tree)

    def symbols(self) -> "Printer":
        return Printer(self.notation, self.phase)


def latex_lines(
    tree: Tree,
    notation: Notation,
    *,
    phase: str | None = None,
    drawn: bool = False,
    values: Reader | None = None,
) -> tuple[str, ...]:
    """Every equation of a formula. ``drawn``: without the factors that the figures leave out."""
    tree = as_drawn(tree) if drawn else tree
    printer = Printer(notation, phase, values)
    equations = tree["args"] if tree["op"] == "lines" else [tree]
    return tuple(
        r"\vdots" if equation["op"] == "ellipsis" else printer.text(equation).latex
        for equation in equations
    )


def latex(
    tree: Tree,
    notation: Notation,
    *,
    phase: str | None = None,
    drawn: bool = False,
    values: Reader | None = None,
) -> str:
    """The whole formula, several equations one below the other."""
    equations = latex_lines(tree, notation, phase=phase, drawn=drawn, values=values)
    return equations[0] if len(equations) == 1 else r" \\ ".join(equations)


def number_text(value: float) -> Text:
    """Four significant digits: 0.5125, −0.3, 1.2·10^{−8}; a whole number as it is."""
    text = str(int(value)) if value == int(value) and abs(value) < 1e6 else f"{value:.4g}"
    mantissa, _, exponent = text.partition("e")
    if exponent:
        text = rf"{mantissa}\cdot10^{{{int(exponent)}}}"
    return Text(text, "negative" if text.startswith("-") else "number")


def brackets(text: str) -> str:
    return rf"\left({text}\right)" if r"\frac" in text else f"({text})"


def join(left: str, right: str) -> str:
    r"""Side by side, with the space that keeps ``\eta y`` from becoming another command."""
    gap = " " if re.search(r"\\[A-Za-z]+$", left) and re.match("[A-Za-z]", right) else ""
    return left + gap + right


def print_address(printer: Printer, node: Tree) -> Text:
    address, notation = node["address"], printer.notation
    if printer.values is not None and "shape" not in node:
        return number_text(notation.sign(address) * printer.values(address))
    symbol = node.get("latex") or notation.symbol(address, printer.phase)
    return Text(symbol, "negative" if symbol.startswith("-") else "atom")


def print_partial(printer: Printer, node: Tree) -> Text:
    if printer.values is not None:
        return printer.text(node["value"])
    if "latex" in node:
        return Text(node["latex"], "atom")
    of, by = (printer.notation.symbol(node[end]) for end in ("of", "by"))
    if node.get("inline"):
        return Text(rf"\partial {of}/\partial {by}", "atom")
    return Text(partial(by, of), "atom")


def print_number(printer: Printer, node: Tree) -> Text:
    return number_text(node["value"])


def print_equals(printer: Printer, node: Tree) -> Text:
    left, right = node["args"]
    return Text(f"{printer.symbols().text(left).latex}={printer.text(right).latex}", "equation")


def print_sum(printer: Printer, node: Tree) -> Text:
    text = ""
    for term in node["args"]:
        piece = printer.text(term).latex
        text += piece if not text or piece.startswith("-") else f"+{piece}"
    return Text(text, "square" if node.get("square") else "sum")


def print_negate(printer: Printer, node: Tree) -> Text:
    return Text(f"-{printer.text(node['args'][0]).bracketed()}", "negative")


def print_product(printer: Printer, node: Tree) -> Text:
    r"""Factors side by side; a dot before a number: 2y, but y·2 and 0.3·(−0.2)."""
    text = ""
    for factor in map(printer.text, node["args"]):
        piece = factor.bracketed()
        is_number = factor.kind == "number" or (
            factor.kind == "negative" and re.match(r"-[\d.]+", factor.latex) is not None
        )
        if node.get("elementwise"):
            dot = r"\odot " if text else ""
        else:
            dot = r"\cdot " if text and is_number else ""
        text = join(text, dot + piece) if text else piece
    return Text(text, "product")


def print_fraction(printer: Printer, node: Tree) -> Text:
    over, under = (printer.text(argument).latex for argument in node["args"])
    return Text(rf"\frac{{{over}}}{{{under}}}", "atom")


def print_power(printer: Printer, node: Tree) -> Text:
    base, exponent = map(printer.text, node["args"])
    simple = base.kind in ("atom", "number") and "^" not in base.latex
    return Text(f"{base.latex if simple else brackets(base.latex)}^{{{exponent.latex}}}", "atom")


def print_transpose(printer: Printer, node: Tree) -> Text:
    matrix = printer.text(node["args"][0])
    inner = matrix.latex if matrix.kind == "atom" else brackets(matrix.latex)
    return Text(rf"{{{inner}}}^{{\top}}", "atom")


def print_call(printer: Printer, node: Tree) -> Text:
    name = node["name"]
    if name in ACTIVATIONS:
        start, end = printer.notation.function(name, node.get("unit")) + "(", ")"
    else:
        plain = rf"\operatorname{{{name.replace('_', ' ')}}}("
        start, end = CALLS.get(name, (plain, ")"))
    inside = ",".join(printer.text(argument).latex for argument in node["args"])
    if r"\frac" in inside and start.endswith("("):
        start, end = start[:-1] + r"\left(", r"\right)"
    return Text(f"{start}{inside}{end}", "atom")


def print_ellipsis(printer: Printer, node: Tree) -> Text:
    if printer.values is not None and "value" in node:
        return printer.text(node["value"])
    return Text(r"\cdots", "atom")


PRINTERS: dict[str, Callable[[Printer, Tree], Text]] = {
    "address": print_address,
    "partial": print_partial,
    "number": print_number,
    "equals": print_equals,
    "sum": print_sum,
    "negate": print_negate,
    "product": print_product,
    "fraction": print_fraction,
    "power": print_power,
    "transpose": print_transpose,
    "call": print_call,
    "ellipsis": print_ellipsis,
}
