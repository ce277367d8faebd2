"""Every step of a pass as LaTeX: its rule, its numbers filled in, and its result."""

from dataclasses import dataclass
from typing import TypedDict

from .latex import Printer, one_below_the_other
from .notation import Notation
from .steps import Step
from .tree import Tree, arguments, by_figure_rule, equals, equations
from .values import PassValues, Read, with_numbers


class FormulaLatex(TypedDict):
    """One formula; several equations stand one below the other."""

    rule: str
    numbers: str
    result: str


@dataclass(frozen=True)
class StepWriter:
    """Writes the steps of a pass in one notation. ``values``: the numbers of the pass.

    ``figure_rule``: without the factors that the figures' rule omits.
    """

    notation: Notation
    values: PassValues
    figure_rule: bool = False

    def read(self, address: str) -> float:
        """The number that the symbol of an address stands for."""
        return self.notation.sign(address) * self.values(address)

    def tree(self, step: Step) -> Tree:
        tree = step.formula if self.notation.name == "derivation" else step.figure
        return by_figure_rule(tree) if self.figure_rule else tree

    def formula(self, step: Step) -> FormulaLatex:
        tree, printer = self.tree(step), Printer(self.notation, step.phase)
        return {
            "rule": printer.latex(tree),
            "numbers": printer.latex(with_numbers(tree, self.read)),
            "result": one_below_the_other(
                [result(equation, printer, self.read) for equation in equations(tree)]
            ),
        }


def result(equation: Tree, printer: Printer, read: Read) -> str:
    """The left side with its number, or the set of matrices that it is in: W ∈ ℝ^{3×2}."""
    if equation["op"] == "ellipsis":
        return printer.line(equation)
    left = arguments(equation)[0]
    if left["op"] == "address" and "shape" in left:
        rows, columns = left["shape"]
        return rf"{printer.line(left)}\in\mathbb{{R}}^{{{rows}\times {columns}}}"
    return printer.line(equals(left, with_numbers(left, read)))
