"""The simplifications one by one, each held against its simple form, built without any rule."""

import pytest

from app.engine.expressions import Expression
from app.engine.graph.graph import INPUT, Node
from app.engine.graph.simplify import Builder

Written = tuple[Expression, Expression]
#: What is written, and its simple form.
RULES: list[Written] = [
    (("add", 0, "x"), "x"),
    (("add", "x", 0), "x"),
    (("add", 2, 3), 5),
    (("add", 0.1, 0.2), 0.3),
    (("add", -2, "x"), ("subtract", "x", 2)),
    (("add", "x", -2), ("subtract", "x", 2)),
    (("add", "x", ("negate", "y")), ("subtract", "x", "y")),
    (("add", "x", "x"), ("multiply", 2, "x")),
    (("add", ("multiply", 2, "x"), ("multiply", 3, "x")), ("multiply", 5, "x")),
    (("add", "x", ("multiply", -2, "y")), ("subtract", "x", ("multiply", 2, "y"))),
    (("subtract", 5, 3), 2),
    (("subtract", 0.3, 0.1), 0.2),
    (("subtract", 0, "x"), ("negate", "x")),
    (("subtract", "x", 0), "x"),
    (("subtract", "x", "x"), 0),
    (("subtract", "x", ("negate", "y")), ("add", "x", "y")),
    (("subtract", ("multiply", 5, "x"), ("multiply", 2, "x")), ("multiply", 3, "x")),
    (("multiply", 2, 3), 6),
    (("multiply", 3, 0.1), 0.3),
    (("multiply", 0, "x"), 0),
    (("multiply", 1, "x"), "x"),
    (("multiply", -1, "x"), ("negate", "x")),
    (("multiply", "x", 3), ("multiply", 3, "x")),
    (("multiply", ("negate", "x"), "y"), ("negate", ("multiply", "x", "y"))),
    (("multiply", "x", ("negate", "y")), ("negate", ("multiply", "x", "y"))),
    (("multiply", 3, ("multiply", 2, "x")), ("multiply", 6, "x")),
    (("multiply", ("multiply", 2, "x"), "y"), ("multiply", 2, ("multiply", "x", "y"))),
    (("multiply", "x", ("multiply", 2, "y")), ("multiply", 2, ("multiply", "x", "y"))),
    (("multiply", "x", ("divide", "y", "z")), ("divide", ("multiply", "x", "y"), "z")),
    (("multiply", ("divide", "x", "z"), "y"), ("divide", ("multiply", "x", "y"), "z")),
    (("multiply", "x", "x"), ("power", "x", 2)),
    (("multiply", ("power", "x", 2), ("power", "x", 3)), ("power", "x", 5)),
    (("divide", 0, "x"), 0),
    (("divide", "x", 1), "x"),
    (("divide", "x", 4), ("multiply", 0.25, "x")),
    (("divide", ("negate", "x"), "y"), ("negate", ("divide", "x", "y"))),
    (("divide", ("divide", "x", "y"), "z"), ("divide", "x", ("multiply", "y", "z"))),
    (("divide", 6, ("multiply", 2, "x")), ("divide", 3, "x")),
    (
        ("divide", ("multiply", 6, "x"), ("multiply", 4, "y")),
        ("divide", ("multiply", 1.5, "x"), "y"),
    ),
    (("power", "x", 0), 1),
    (("power", "x", 1), "x"),
    (("negate", 3), -3),
    (("negate", ("negate", "x")), "x"),
    (("negate", ("subtract", "x", "y")), ("subtract", "y", "x")),
    (("negate", ("multiply", 3, "x")), ("multiply", -3, "x")),
    (("identity", "x"), "x"),
]
#: A third has no last decimal, 1e400 is no float64, and √x · x is no whole power.
SIMPLE: list[Expression] = [
    ("add", 1, "x"),
    ("add", "x", 1),
    ("add", "x", "y"),
    ("subtract", 1, "x"),
    ("subtract", "x", 1),
    ("multiply", "x", "y"),
    ("multiply", ("power", "x", 0.5), "x"),
    ("multiply", ("power", "x", -1), "x"),
    ("multiply", ("power", "x", 1000), "x"),
    ("multiply", 1e200, ("multiply", 1e201, "x")),
    ("divide", "x", 3),
    ("divide", "x", 0),
    ("divide", 2, "x"),
    ("divide", "x", "y"),
    ("power", "x", 2),
    ("power", 2, "x"),
    ("sin", "x"),
]


def as_it_is(builder: Builder, expression: Expression, letters: dict[str, int]) -> int:
    """The expression's node, without any simplification."""
    if isinstance(expression, str):
        return letters[expression]
    if isinstance(expression, int | float):
        return builder.number(expression)
    operation, *operands = expression
    return builder.add(
        Node(operation, tuple(as_it_is(builder, each, letters) for each in operands))
    )


@pytest.mark.parametrize(("written", "simple"), [*RULES, *((each, each) for each in SIMPLE)])
def test_an_expression_becomes_its_simple_form(written: Expression, simple: Expression) -> None:
    builder = Builder()
    letters = {name: builder.add(Node(INPUT, name=name)) for name in ("x", "y", "z")}
    found = builder.expression(written, letters)
    assert found == as_it_is(builder, simple, letters)


def test_equal_nodes_are_one() -> None:
    builder = Builder()
    letters = {"x": builder.add(Node(INPUT, name="x"))}
    first, second = (builder.expression(("sin", "x"), letters) for _ in range(2))
    assert first == second
    assert len(builder.nodes) == 2
    assert builder.number(0.0) == builder.number(-0.0)
