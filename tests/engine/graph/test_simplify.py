"""The simplifications that a derivative seldom or never needs, one by one."""

import pytest

from app.engine.expressions import Expression
from app.engine.graph.graph import INPUT, Node
from app.engine.graph.simplify import Builder


@pytest.mark.parametrize(
    ("written", "simple"),
    [
        (("add", 0, "x"), "x"),
        (("add", "x", 0), "x"),
        (("add", 2, 3), 5),
        (("add", -2, "x"), ("subtract", "x", 2)),
        (("add", "x", -2), ("subtract", "x", 2)),
        (("add", "x", ("negate", "y")), ("subtract", "x", "y")),
        (("subtract", 0, "x"), ("negate", "x")),
        (("subtract", "x", 0), "x"),
        (("subtract", "x", ("negate", "y")), ("add", "x", "y")),
        (("power", "x", 0), 1),
        (("power", "x", 1), "x"),
        (("negate", 3), -3),
        (("negate", ("negate", "x")), "x"),
        (("negate", ("subtract", "x", "y")), ("subtract", "y", "x")),
        (("identity", "x"), "x"),
    ],
)
def test_a_rule_gives_the_simple_form(written: Expression, simple: Expression) -> None:
    builder = Builder()
    letters = {name: builder.add(Node(INPUT, name=name)) for name in ("x", "y")}
    assert builder.expression(written, letters) == builder.expression(simple, letters)
