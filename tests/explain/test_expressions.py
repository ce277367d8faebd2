"""Typed expressions spelled out: every value as often as it is used, up to a size."""

import pytest

from app.explain.expressions import MAX_TREE_SIZE, graph_tree, program_lines
from app.explain.latex import Letters, Printer
from app.explain.tree import Tree, address
from app.labs.expression.parse import parse


def printed(tree: Tree) -> str:
    return Printer(Letters()).line(tree)


def spelled_out(text: str) -> Tree | None:
    graph = parse(text).graph
    return graph_tree(graph, {name: address(name) for name in graph.inputs})


@pytest.mark.parametrize(
    ("text", "latex"),
    [
        ("x**2 + y", "x^2+y"),
        ("u = x + 1; u*u", "(x+1)(x+1)"),
        ("u = 3*x; v = u/y; sin(v) - u", r"\operatorname{sin}\left(\frac{3x}{y}\right)-3x"),
        ("2 - x*(-0.5)", r"2+x\cdot 0.5"),
        ("x*0", r"x\cdot 0"),
        ("-3", "-3"),
    ],
)
def test_an_expression_is_spelled_out_down_to_its_names(text: str, latex: str) -> None:
    tree = spelled_out(text)
    assert tree is not None
    assert printed(tree) == latex


def test_up_to_120_operators_and_leaves_are_spelled_out() -> None:
    """A sum of k names has k leaves and k − 1 operators; a minus sign is one more."""
    assert MAX_TREE_SIZE == 120
    sixty = " + ".join(["x"] * 60)
    longest = spelled_out(f"-({sixty})")
    assert longest is not None
    assert spelled_out(f"--({sixty})") is None
    assert spelled_out(f"x + {sixty}") is None


def test_the_limit_counts_a_shared_value_as_often_as_it_is_written() -> None:
    """Doubling k times writes x 2^k times with 2^k − 1 signs: 127 for k = 6."""
    doubled = "; ".join(["t0 = x", *(f"t{k} = t{k - 1} + t{k - 1}" for k in range(1, 7))])
    assert spelled_out(doubled.rpartition(";")[0]) is not None
    assert spelled_out(doubled) is None


def test_the_lines_of_a_program_are_those_that_were_typed() -> None:
    graph = parse("z = w*x + 3; y = z; C = (y - t)**2").graph
    assert list(map(printed, program_lines(graph))) == ["z=wx+3", "y=z", "C=(y-t)^2"]
    graph = parse("a = x*x; b = a*a + a").graph
    assert list(map(printed, program_lines(graph))) == ["a=xx", "b=aa+a"]
