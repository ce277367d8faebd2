r"""A formula tree as LaTeX.

To add an operator, write a function (printer, node) -> `Text` and put it in `PRINTERS`. A table
that overrides some of them is another style of printing, such as `PAPER`.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from math import isnan
from typing import Any, NamedTuple, Protocol

from ..engine.network.activations import ACTIVATIONS
from ..engine.network.losses import LOSSES
from .notation import partial_latex
from .tree import (
    AddressNode,
    CallNode,
    EllipsisNode,
    NumberNode,
    OperationNode,
    PartialNode,
    ProductNode,
    SumNode,
    SymbolNode,
    Tree,
    equations,
)

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


class Symbols(Protocol):
    """How addresses and activations are written; `app.explain.notation.Notation` is one."""

    def symbol(self, text: str, phase: str | None = None) -> str: ...

    def function(self, name: str, unit: str | None) -> str: ...


class Letters:
    """For formulas over typed names: an address is its own symbol."""

    def symbol(self, text: str, phase: str | None = None) -> str:
        return text

    def function(self, name: str, unit: str | None) -> str:
        return ACTIVATIONS[name].symbol


class Text(NamedTuple):
    """LaTeX and its kind, which decides about brackets.

    One of atom, number, product, elementwise (a product entry by entry), sum, square (a sum that
    gets square brackets) and negative.
    """

    latex: str
    kind: str

    @property
    def is_number(self) -> bool:
        if self.kind == "negative":
            return re.match(r"-[\d.]+", self.latex) is not None
        return self.kind == "number"

    def bracketed(self) -> str:
        """Inside a product: a sum or a negative number gets brackets, and so does a product entry
        by entry, as (A ⊙ B)C would read as A ⊙ (BC).
        """
        if self.kind == "square":
            return rf"\left[{self.latex}\right]"
        weak = self.kind in ("sum", "negative", "elementwise")
        return brackets(self.latex) if weak else self.latex


@dataclass(frozen=True)
class Printer:
    """``phase`` is the step's; it decides how f' is written. ``printers``: a function by op."""

    symbols: Symbols
    phase: str | None = None
    #: Each function takes the node of its own op.
    printers: Mapping[str, Callable[["Printer", Any], Text]] = field(
        default_factory=lambda: PRINTERS
    )

    def text(self, tree: Tree) -> Text:
        return self.printers[tree["op"]](self, tree)

    def line(self, equation: Tree) -> str:
        """One equation; a vertical ellipsis where some are left out."""
        return r"\vdots" if equation["op"] == "ellipsis" else self.text(equation).latex

    def lines(self, tree: Tree) -> list[str]:
        """Every equation of a formula."""
        return list(map(self.line, equations(tree)))

    def latex(self, tree: Tree) -> str:
        """The whole formula, several equations one below the other."""
        return one_below_the_other(self.lines(tree))


def one_below_the_other(lines: Sequence[str]) -> str:
    if len(lines) == 1:
        return lines[0]
    return r"\begin{gathered}" + r" \\ ".join(lines) + r"\end{gathered}"


#: From here on a number is written with a power of ten.
HUGE = 1e6


def short_number(value: float) -> str:
    """Four significant digits, or all before the point up to a million.

    The number is rounded before its form is chosen: 9999.7 is 10000, and so is 9999.99.
    """
    if abs(value) < HUGE and (value == int(value) or float(f"{abs(value):.4g}") >= 1e4):
        text = f"{value:.0f}"
        if abs(int(text)) < HUGE:
            return "0" if text == "-0" else text
    return f"{value:.4g}"


def number_text(value: float) -> Text:
    """Four significant digits: 0.5125, −0.3, 1.2·10^{−8}, 12346; a whole number as it is. NaN, a
    number that an answer leaves out, is "null" as there.
    """
    if isnan(value):
        return Text(r"\text{null}", "atom")
    text = short_number(value)
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


# --- leaves ---------------------------------------------------------------------------------------


def print_address(printer: Printer, node: AddressNode) -> Text:
    symbol = node.get("latex") or printer.symbols.symbol(node["address"], printer.phase)
    return symbol_text(symbol)


def print_symbol(printer: Printer, node: SymbolNode) -> Text:
    return symbol_text(node["latex"])


def symbol_text(symbol: str) -> Text:
    return Text(symbol, "negative" if symbol.startswith("-") else "atom")


def print_partial(printer: Printer, node: PartialNode) -> Text:
    if "latex" in node:
        return Text(node["latex"], "atom")
    of, by = printer.symbols.symbol(node["of"]), printer.symbols.symbol(node["by"])
    if node.get("inline"):
        return Text(rf"\partial {of}/\partial {by}", "atom")
    return Text(partial_latex(of, by), "atom")


def print_number(printer: Printer, node: NumberNode) -> Text:
    return number_text(node["value"])


def print_ellipsis(printer: Printer, node: EllipsisNode) -> Text:
    return Text(r"\cdots", "atom")


# --- operators ------------------------------------------------------------------------------------


def print_equals(printer: Printer, node: OperationNode) -> Text:
    return Text("=".join(printer.text(side).latex for side in node["args"]), "equation")


def print_row(printer: Printer, node: OperationNode) -> Text:
    return Text(r",\;".join(printer.text(each).latex for each in node["args"]), "row")


def print_point(printer: Printer, node: OperationNode) -> Text:
    return Text(f"({','.join(printer.text(each).latex for each in node['args'])})", "atom")


def print_sum(printer: Printer, node: SumNode) -> Text:
    text = ""
    for term in node["args"]:
        printed = printer.text(term).latex
        text += printed if not text or printed.startswith("-") else f"+{printed}"
    return Text(text, "square" if node.get("square") else "sum")


def print_negate(printer: Printer, node: OperationNode) -> Text:
    return Text(f"-{printer.text(node['args'][0]).bracketed()}", "negative")


def print_product(printer: Printer, node: ProductNode) -> Text:
    r"""Factors side by side; a dot before a number: 2y, but y·2 and 0.3·(−0.2)."""
    text = ""
    for factor in map(printer.text, node["args"]):
        if not text:
            text = factor.bracketed()
        elif node.get("elementwise"):
            text = join(text, rf"\odot {factor.bracketed()}")
        else:
            dot = r"\cdot " if factor.is_number else ""
            text = join(text, dot + factor.bracketed())
    return Text(text, "elementwise" if node.get("elementwise") else "product")


def print_fraction(printer: Printer, node: OperationNode) -> Text:
    over, under = (printer.text(argument).latex for argument in node["args"])
    return Text(rf"\frac{{{over}}}{{{under}}}", "atom")


def print_power(printer: Printer, node: OperationNode) -> Text:
    base, exponent = map(printer.text, node["args"])
    simple = base.kind in ("atom", "number") and "^" not in base.latex
    raised = exponent.latex if len(exponent.latex) == 1 else f"{{{exponent.latex}}}"
    return Text(f"{base.latex if simple else brackets(base.latex)}^{raised}", "atom")


def print_transpose(printer: Printer, node: OperationNode) -> Text:
    matrix = printer.text(node["args"][0])
    inner = matrix.latex if matrix.kind == "atom" else brackets(matrix.latex)
    return Text(rf"{{{inner}}}^{{\top}}", "atom")


def print_call(printer: Printer, node: CallNode) -> Text:
    name = node["name"]
    if name in ACTIVATIONS:
        start, end = printer.symbols.function(name, node.get("unit")) + "(", ")"
    else:
        plain = rf"\operatorname{{{name.replace('_', ' ')}}}("
        start, end = CALLS.get(name, (plain, ")"))
    inside = ",".join(printer.text(argument).latex for argument in node["args"])
    if r"\frac" in inside and start.endswith("("):
        start, end = start[:-1] + r"\left(", r"\right)"
    return Text(f"{start}{inside}{end}", "atom")


PRINTERS: dict[str, Callable[[Printer, Any], Text]] = {
    "address": print_address,
    "partial": print_partial,
    "number": print_number,
    "symbol": print_symbol,
    "ellipsis": print_ellipsis,
    "equals": print_equals,
    "row": print_row,
    "point": print_point,
    "sum": print_sum,
    "negate": print_negate,
    "product": print_product,
    "fraction": print_fraction,
    "power": print_power,
    "transpose": print_transpose,
    "call": print_call,
}


# --- as one works it out on paper -----------------------------------------------------------------


#: The smallest number that is written out; before it come powers of ten.
SMALLEST_ON_PAPER = 1e-8


def print_paper_number(printer: Printer, node: NumberNode) -> Text:
    """Four significant digits, without powers of ten from 1e-8 on; zero has no sign."""
    value = node["value"]
    text = short_number(value)
    if "e" not in text or abs(value) < SMALLEST_ON_PAPER or abs(value) > 1:
        return number_text(value)
    return Text(f"{Decimal(text):f}", "negative" if value < 0 else "number")


def print_paper_product(printer: Printer, node: ProductNode) -> Text:
    r"""A dot on both sides of a number, the first without brackets: −0.3·(−0.2), 0.5·(1+2)."""
    text, after_number = "", False
    for factor in map(printer.text, node["args"]):
        bare = factor.kind not in ("sum", "negative") or (factor.kind == "negative" and not text)
        written = factor.latex if bare else f"({factor.latex})"
        dot = r"\cdot " if text and (after_number or factor.is_number) else ""
        text = join(text, dot + written)
        after_number = factor.is_number
    return Text(text, "product")


#: A style for `Printer.printers`.
PAPER = PRINTERS | {"number": print_paper_number, "product": print_paper_product}
