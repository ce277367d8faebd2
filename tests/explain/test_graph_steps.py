"""The steps through a graph of values: those of a small program written out by hand, the rule of a
sum over many uses, and the number of nodes that a box spells out.
"""

import pytest

from app.engine.graph.collapse import CollapsedGraph, collapse
from app.explain.graph_steps import MAX_SPELLED_OUT, Step, derivative_tree, graph_steps, value_tree
from app.explain.latex import Letters, Printer
from app.explain.tree import Tree, address, call, number
from app.labs.expression.parse import parse


def shown(text: str, *boxes: int) -> CollapsedGraph:
    return collapse(parse(text).graph, boxes)


def printed(tree: Tree) -> list[str]:
    return Printer(Letters()).lines(tree)


def told(step: Step) -> tuple[str, str, int, int, str, str, list[str]]:
    assert step["formula"] == step["figure"]
    reads, writes = " ".join(step["reads"]), " ".join(step["writes"])
    place = (step["phase"], step["rule"], step["layer"], step["unit"])
    return (*place, reads, writes, printed(step["formula"]))


#: v0 = w, v1 = x, v2 = wx, v3 = 3, v4 = u, v5 = 2, v6 = u², v7 the result.
SMALL = "u = w*x + 3; loss = u**2/x"

FORWARD = [
    ("forward", "multiply", 1, 2, "v.0 v.1", "v.2", ["v.2=v.0v.1"]),
    ("forward", "add", 2, 4, "v.2", "v.4", ["v.4=v.2+3"]),
    ("forward", "power", 3, 6, "v.4", "v.6", ["v.6=v.4^2"]),
    ("forward", "divide", 4, 7, "v.6 v.1", "v.7", [r"v.7=\frac{v.6}{v.1}"]),
]
BY_U, BY_SQUARE = "d.6.0=2v.4", r"d.7.0=\frac{1}{v.1}"
BY_X = r"d.7.1=-\frac{v.6}{v.1^2}"


def test_forward_and_backward_are_the_chain_rule() -> None:
    assert list(map(told, graph_steps(shown(SMALL)))) == [
        *FORWARD,
        ("backward", "seed", 4, 7, "", "g.7", ["g.7=1"]),
        (
            "backward", "gradient", 3, 6, "g.7 v.1", "d.7.0 c.7.0 g.6",
            ["g.6=g.7d.7.0", BY_SQUARE],
        ),
        ("backward", "gradient", 2, 4, "g.6 v.4", "d.6.0 c.6.0 g.4", ["g.4=g.6d.6.0", BY_U]),
        ("backward", "gradient", 1, 2, "g.4", "d.4.0 c.4.0 g.2", ["g.2=g.4d.4.0", "d.4.0=1"]),
        (
            "backward", "gradient", 0, 1, "g.2 g.7 v.0 v.6 v.1", "d.2.1 d.7.1 c.2.1 c.7.1 g.1",
            ["g.1=g.2d.2.1+g.7d.7.1", "d.2.1=v.0", BY_X],
        ),
        ("backward", "gradient", 0, 0, "g.2 v.1", "d.2.0 c.2.0 g.0", ["g.0=g.2d.2.0", "d.2.0=v.1"]),
    ]  # fmt: skip


def test_forward_mode_comes_between_and_leaves_the_derivatives_to_read() -> None:
    made = list(map(told, graph_steps(shown(SMALL), with_tangents=True)))
    assert made[:4] == FORWARD
    assert made[4:10] == [
        ("tangent", "tangent_seed", 0, 0, "", "m.0.0 m.0.1", ["m.0.0=1"]),
        ("tangent", "tangent_seed", 0, 1, "", "m.1.0 m.1.1", ["m.1.1=1"]),
        (
            "tangent", "tangent", 1, 2, "m.0.0 m.1.1 v.1 v.0", "m.2.0 m.2.1 d.2.0 d.2.1",
            ["m.2.0=d.2.0m.0.0", "m.2.1=d.2.1m.1.1", "d.2.0=v.1", "d.2.1=v.0"],
        ),
        (
            "tangent", "tangent", 2, 4, "m.2.0 m.2.1", "m.4.0 m.4.1 d.4.0",
            ["m.4.0=d.4.0m.2.0", "m.4.1=d.4.0m.2.1", "d.4.0=1"],
        ),
        (
            "tangent", "tangent", 3, 6, "m.4.0 m.4.1 v.4", "m.6.0 m.6.1 d.6.0",
            ["m.6.0=d.6.0m.4.0", "m.6.1=d.6.0m.4.1", BY_U],
        ),
        (
            "tangent", "tangent", 4, 7, "m.6.0 m.6.1 m.1.1 v.1 v.6", "m.7.0 m.7.1 d.7.0 d.7.1",
            ["m.7.0=d.7.0m.6.0", "m.7.1=d.7.0m.6.1+d.7.1m.1.1", BY_SQUARE, BY_X],
        ),
    ]  # fmt: skip
    # The derivatives that forward mode has written are read, not written once more.
    assert [step[4:6] for step in made[10:]] == [
        ("", "g.7"),
        ("g.7 d.7.0 v.1", "c.7.0 g.6"),
        ("g.6 d.6.0 v.4", "c.6.0 g.4"),
        ("g.4 d.4.0", "c.4.0 g.2"),
        ("g.2 d.2.1 g.7 d.7.1 v.0 v.6 v.1", "c.2.1 c.7.1 g.1"),
        ("g.2 d.2.0 v.1", "c.2.0 g.0"),
    ]


def test_a_box_computes_what_it_hides_and_its_derivatives_are_not_spelled_out() -> None:
    made = list(map(told, graph_steps(shown(SMALL, 4), with_tangents=True)))
    assert made[0] == ("forward", "box", 2, 4, "v.0 v.1", "v.4", ["v.4=v.0v.1+3"])
    tangent = next(step for step in made if step[:4] == ("tangent", "tangent", 2, 4))
    assert tangent[4:] == (
        "m.0.0 m.1.1",
        "m.4.0 m.4.1 d.4.0 d.4.1",
        ["m.4.0=d.4.0m.0.0", "m.4.1=d.4.1m.1.1"],
    )
    assert made[-1][4:] == ("g.4 d.4.0", "c.4.0 g.0", ["g.0=g.4d.4.0"])
    assert derivative_tree(shown(SMALL, 4), 4, 1) == address("d.4.1")


def test_a_derivative_by_what_does_not_vary_has_no_formula() -> None:
    assert derivative_tree(shown(SMALL), 4, 1) is None
    assert derivative_tree(shown(SMALL), 6, 1) is None
    square = derivative_tree(shown(SMALL), 6, 0)
    assert square is not None
    assert printed(square) == ["2v.4"]


@pytest.mark.parametrize(
    ("text", "by_first", "by_second"),
    [
        ("a - b", "1", "-1"),
        ("a**b", r"v.1v.0^{v.1-1}", r"v.2\operatorname{log}(v.0)"),
        ("exp(a)", "v.1", None),
        ("tanh(a)", "1-v.1^2", None),
        ("sin(a)", r"\operatorname{cos}(v.0)", None),
        ("0.5*a", None, "0.5"),
    ],
)
def test_a_local_derivative_is_that_of_the_table_of_derivatives(
    text: str, by_first: str | None, by_second: str | None
) -> None:
    graph = shown(text)
    for place, wanted in enumerate((by_first, by_second)):
        if place < len(graph.operands[graph.graph.result]):
            tree = derivative_tree(graph, graph.graph.result, place)
            assert (tree and printed(tree)) == (wanted and [wanted])


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("a + b", "v.0+v.1"),
        ("a - b", "v.0-v.1"),
        ("a*b", "v.0v.1"),
        ("a/b", r"\frac{v.0}{v.1}"),
        ("a**b", "v.0^{v.1}"),
        ("-a", "-v.0"),
        ("b = a", "v.0"),
        ("max(a, b)", r"\operatorname{max}(v.0,v.1)"),
    ],
)
def test_an_operation_is_written_with_its_sign_or_its_name(text: str, value: str) -> None:
    graph = shown(text)
    assert printed(value_tree(graph, graph.graph.result)) == [value]


def test_a_box_of_more_than_24_hidden_nodes_is_a_function_of_what_it_reads() -> None:
    """A sum of k numbers of its own on x hides k numbers and k − 1 sums."""
    assert MAX_SPELLED_OUT == 24
    for text, spelled in (("x" + " + 7*x" * 8, True), ("x" + " + 7*x" * 8 + " - 2", False)):
        graph = parse(text).graph
        box = collapse(graph, [graph.result])
        hidden = len(box.members[graph.result])
        assert hidden == (23 if spelled else 25)
        tree = value_tree(box, graph.result)
        assert (tree == call("f", address("v.0"))) is not spelled


def test_a_value_of_many_uses_adds_them_up_with_dots() -> None:
    """Of seven or more, the first three and the last."""
    text = " + ".join(f"sin({k}*x)" for k in range(2, 9))
    made = graph_steps(shown(text))
    last = printed(made[-1]["formula"])
    graph = shown(text)
    x = graph.graph.inputs["x"]
    uses = graph.uses(x)
    assert len(uses) == 7
    terms = [f"g.{user}d.{user}.{place}" for user, place in uses]
    assert last[0] == f"g.{x}=" + "+".join([*terms[:3], r"\cdots", terms[-1]])
    # Its derivatives by all uses are written, whichever of them the sum shows.
    assert last[1:] == [f"d.{user}.{place}={k}" for k, (user, place) in enumerate(uses, 2)]
    assert set(made[-1]["writes"]) == {
        f"g.{x}", *(f"{array}.{user}.{place}" for array in "cd" for user, place in uses)
    }  # fmt: skip


def test_what_the_result_does_not_depend_on_gets_no_gradient() -> None:
    made = graph_steps(shown("y = sin(x); z = cos(x); loss = 2*y"))
    graph = parse("y = sin(x); z = cos(x); loss = 2*y").graph
    unused = next(index for index, node in enumerate(graph.nodes) if node.name == "z")
    assert f"v.{unused}" in {name for step in made for name in step["writes"]}
    assert not [step for step in made if step["phase"] == "backward" and step["unit"] == unused]
    gradients = [name for step in made for name in step["writes"] if name.startswith("g.")]
    assert len(gradients) == 3


def test_of_many_inputs_forward_mode_shows_the_first_three_and_the_last() -> None:
    names = "abcdfgh"
    made = graph_steps(shown("*".join(names)), with_tangents=True)
    last = [step for step in made if step["phase"] == "tangent"][-1]
    assert [line[:6] for line in printed(last["formula"])[:5]] == [
        f"m.{last['unit']}.0", f"m.{last['unit']}.1", f"m.{last['unit']}.2",
        r"\vdots", f"m.{last['unit']}.6",
    ]  # fmt: skip
    assert last["writes"][:7] == [f"m.{last['unit']}.{k}" for k in range(7)]


def test_a_constant_is_written_as_its_number() -> None:
    graph = shown("7")
    made = graph_steps(graph)
    assert [told(step)[1:] for step in made] == [("seed", 0, 0, "", "g.0", ["g.0=1"])]
    assert value_tree(graph, 0) == number(7.0)
