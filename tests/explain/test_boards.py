"""The formulas above figures 5 to 13 are those of the figures' steps, by either rule."""

import pytest

from app.explain.latex import PRINTERS, Printer, Text, print_address
from app.explain.notation import Notation
from app.explain.steps import Step, steps
from app.explain.topology import LayerShape, Topology
from app.explain.tree import AddressNode, by_figure_rule
from app.web.lesson.figures.flow import FLOW_FIGURES

TOPOLOGY = Topology(
    2,
    tuple(LayerShape(units, "sigmoid", has_bias=False) for units in (3, 2, 1)),
    "half_squared_error",
)
NOTATION = Notation(TOPOLOGY, "figure")
STEPS = steps(TOPOLOGY)


def boxed(printer: Printer, node: AddressNode) -> Text:
    """A factor that the figures' rule leaves out is in a box."""
    plain = print_address(printer, node)
    return plain if node.get("drawn", True) else Text(rf"\boxed{{{plain.latex}}}", plain.kind)


def printed(step: Step, figure_rule: bool) -> list[str]:
    tree = by_figure_rule(step.figure) if figure_rule else step.figure
    return Printer(NOTATION, step.phase, PRINTERS | {"address": boxed}).lines(tree)


def steps_of(name: str) -> list[Step]:
    """From the step that writes the figure's first address to the one that writes its last."""
    figure = FLOW_FIGURES[name]
    first, last = (
        next(k for k, step in enumerate(STEPS) if address in step.writes)
        for address in (figure.first, figure.last)
    )
    return STEPS[first : last + 1]


@pytest.mark.parametrize("name", FLOW_FIGURES)
def test_the_document_writes_what_its_own_rule_computes(name: str) -> None:
    lines = [line for step in steps_of(name) for line in printed(step, figure_rule=True)]
    assert lines == list(FLOW_FIGURES[name].formulas)


@pytest.mark.parametrize("name", FLOW_FIGURES)
def test_under_the_gradient_the_board_has_the_factors_that_the_document_leaves_out(
    name: str,
) -> None:
    figure = FLOW_FIGURES[name]
    lines = [line for step in steps_of(name) for line in printed(step, figure_rule=False)]
    assert lines == list(figure.gradient_formulas or figure.formulas)
    # A board of its own exactly where something is left out.
    assert bool(figure.gradient_formulas) == any(r"\boxed" in line for line in lines)
