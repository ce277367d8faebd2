"""The formulas of an optimizer's step, worked out with the numbers given, give what they write."""

import math
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import pytest

from app.engine.arrays import Array
from app.engine.network.optimizers import OPTIMIZERS
from app.explain.latex import Letters, Printer
from app.explain.optimizer_steps import (
    gradient_tree,
    indexed,
    letter_and_index,
    symbols,
    update_tree,
    window_values,
)
from app.explain.tree import Tree, arguments, equations
from app.labs.expression.parse import parse
from tests.engine.network.building import optimization
from tests.explain.evaluate import address_of, sides

WORKED_OUT: dict[str, Callable[[list[float]], float]] = {
    "sum": math.fsum,
    "product": math.prod,
    "fraction": lambda values: values[0] / values[1],
    "negate": lambda values: -values[0],
    "power": lambda values: values[0] ** values[1],
    "sqrt": lambda values: math.sqrt(values[0]),
}


def value(tree: Tree, read: Mapping[str, float]) -> float:
    if tree["op"] == "address":
        return read[tree["address"]]
    if tree["op"] == "number":
        return float(tree["value"])
    operator = tree["name"] if tree["op"] == "call" else tree["op"]
    return WORKED_OUT[operator]([value(each, read) for each in arguments(tree)])


def addresses(tree: Tree) -> set[str]:
    if tree["op"] == "address":
        return {tree["address"]}
    return set().union(*(addresses(each) for each in arguments(tree)))


def descend(name: str, variables: int, steps: int) -> tuple[Array, Array, Array]:
    """Points, gradients and remembered states on C(p) = ¼ p⁴ − cos p."""
    chosen = optimization(name, learning_rate=0.05)
    p = np.linspace(1.5, -0.7, variables)
    state = chosen.optimizer.start(p)
    points, gradients, states = [p], [], []
    for count in range(1, steps + 1):
        gradients.append(p**3 + np.sin(p))
        states.append(state)
        p, state = chosen.optimizer.step(p, gradients[-1], state, count, chosen.hyperparameters)
        points.append(p)
    slots = len(chosen.optimizer.state)
    return np.array(points), np.array(gradients), np.array(states).reshape(steps, slots, variables)


def window(name: str, variables: list[str], first: int, steps: int) -> dict[str, list[float]]:
    chosen = optimization(name, learning_rate=0.05)
    points, gradients, states = descend(name, len(variables), first + steps)
    return window_values(
        chosen.optimizer,
        chosen.hyperparameters,
        variables,
        points[first:],
        gradients[first:],
        states[first:],
        first,
    )


@pytest.mark.parametrize("first", [0, 7])
@pytest.mark.parametrize("variables", [["x"], ["x", "y"]])
@pytest.mark.parametrize("name", OPTIMIZERS)
def test_every_line_gives_the_number_at_its_left(
    name: str, variables: list[str], first: int
) -> None:
    numbers = window(name, variables, first, 5)
    lines = equations(update_tree(OPTIMIZERS[name], variables))
    assert len(lines) == len(variables) * len(OPTIMIZERS[name].rule)
    for k in range(5):
        for line in lines:
            left, right = sides(line)
            got = value(right, {address: column[k] for address, column in numbers.items()})
            assert math.isclose(got, numbers[address_of(left)][k], rel_tol=1e-13, abs_tol=1e-15)


@pytest.mark.parametrize("name", OPTIMIZERS)
def test_a_window_goes_on_where_the_last_step_ended(name: str) -> None:
    numbers = window(name, ["x", "y"], 3, 6)
    assert numbers["count"] == [4, 5, 6, 7, 8, 9]
    for variable in ("x", "y"):
        assert numbers[f"p.{variable}"][1:] == numbers[f"n.{variable}"][:-1]
        for line in OPTIMIZERS[name].state:
            remembered, kept = numbers[f"o.{line}.{variable}"], numbers[f"s.{line}.{variable}"]
            np.testing.assert_allclose(remembered[1:], kept[:-1], rtol=1e-15)


@pytest.mark.parametrize("name", OPTIMIZERS)
def test_nothing_is_remembered_before_the_first_step(name: str) -> None:
    numbers = window(name, ["x"], 0, 1)
    assert all(numbers[address] == [0.0] for address in numbers if address.startswith("o."))


@pytest.mark.parametrize("name", OPTIMIZERS)
def test_every_address_has_a_symbol_and_a_number(name: str) -> None:
    variables = ["x", "y"]
    named = addresses(update_tree(OPTIMIZERS[name], variables))
    written = symbols(OPTIMIZERS[name], variables)
    assert named <= set(written)
    assert set(written) == set(window(name, variables, 0, 2))
    assert len(set(written.values())) == len(written)


@pytest.mark.parametrize("name", OPTIMIZERS)
def test_a_line_reads_only_what_is_known_by_then(name: str) -> None:
    known = {"count"} | {f"k.{p.name}" for p in OPTIMIZERS[name].hyperparameters}
    for variable in ("x", "y"):
        known |= {f"{family}.{variable}" for family in "pg"}
        known |= {f"o.{line}.{variable}" for line in OPTIMIZERS[name].state}
    for line in equations(update_tree(OPTIMIZERS[name], ["x", "y"])):
        left, right = sides(line)
        assert addresses(right) <= known
        known.add(address_of(left))
    assert {"n.x", "n.y"} <= known


@pytest.mark.parametrize(
    ("name", "latex"),
    [
        ("x", "x"),
        ("theta", r"\theta"),
        ("bias", r"\mathit{bias}"),
        ("w1", "w_1"),
        ("w_12", "w_{12}"),
        ("theta_0", r"\theta_0"),
        ("w_a", "w_a"),
        ("w_in", r"w_{\mathit{in}}"),
        ("w_in_2", r"w_{\mathit{in\_2}}"),
        ("rate2", r"\mathit{rate}_2"),
        ("_a", r"\mathit{\_a}"),
        ("a__b", r"\mathit{a\_\_b}"),
        ("a1b", r"\mathit{a1b}"),
    ],
)
def test_a_typed_name_is_set_as_mathematics(name: str, latex: str) -> None:
    assert indexed(*letter_and_index(name)) == latex


def test_what_is_known_by_its_place_shows_it() -> None:
    written: dict[str, Any] = symbols(OPTIMIZERS["adam"], ["x", "y"])
    assert written["p.x"] == "x_{k-1}"
    assert written["n.x"] == "x_k"
    assert written["g.x"] == r"\frac{\partial f}{\partial x}"
    assert written["s.m.y"] == "m_{y,k}"
    assert written["o.m.y"] == "m_{y,k-1}"
    assert written["s.m_hat.x"] == r"\hat{m}_{x,k}"
    alone = symbols(OPTIMIZERS["adamw"], ["w1"])
    assert alone["p.w1"] == "w_1^{(k-1)}"
    assert alone["n.w1"] == "w_1^{(k)}"
    assert alone["g.w1"] == r"\frac{df}{dw_1}"
    assert alone["s.m.w1"] == "m_k"
    assert alone["s.decayed.w1"] == r"\tilde{w}_1^{(k)}"
    assert alone["k.beta1"] == r"\beta_1"


def test_a_derivative_too_long_to_read_is_not_spelled_out() -> None:
    long = parse(" + ".join(f"sin({k}*x)" for k in range(2, 60))).graph
    assert gradient_tree({"x": parse("cos(x)").graph}) is not None
    assert gradient_tree({"x": long}) is None


class Written(Letters):
    """Every address by its symbol."""

    def __init__(self, table: dict[str, str]) -> None:
        self.table = table

    def symbol(self, text: str, phase: str | None = None) -> str:
        return self.table[text]


def gradient_latex(
    derivatives: dict[str, str], columns: list[str], reduction: str = "mean"
) -> list[str]:
    """The equations of a gradient with derivatives that are typed."""
    graphs = {name: parse(text).graph for name, text in derivatives.items()}
    tree = gradient_tree(graphs, columns, reduction)
    assert tree is not None
    written = symbols(OPTIMIZERS["sgd"], list(derivatives), columns)
    return Printer(Written(written)).lines(tree)


def test_a_gradient_is_written_at_the_old_point() -> None:
    assert gradient_latex({"x": "2*x*y1", "y1": "x**2"}, []) == [
        r"\frac{\partial f}{\partial x}=2x_{k-1}y_1^{(k-1)}",
        r"\frac{\partial f}{\partial y_1}=x_{k-1}^2",
    ]


@pytest.mark.parametrize(("reduction", "share"), [("mean", r"\frac{1}{m}"), ("sum", "")])
def test_over_data_a_gradient_is_the_mean_or_the_sum_over_the_rows(
    reduction: str, share: str
) -> None:
    """(p u − t)² differentiated by p: 2 (p u − t) u in each of the m rows s."""
    assert gradient_latex({"p": "2*(p*u - t)*u"}, ["u", "t"], reduction) == [
        rf"\frac{{df}}{{dp}}={share}\sum_s(2(p_{{k-1}}u_s-t_s)u_s)"
    ]


def test_the_columns_and_the_rows_of_data_have_symbols_of_their_own() -> None:
    with_data = symbols(OPTIMIZERS["sgd"], ["w"], ["x1", "rate"])
    without = symbols(OPTIMIZERS["sgd"], ["w"])
    assert with_data == without | {
        "rows": "m",
        "c.x1": "x_1^{(s)}",
        "c.rate": r"\mathit{rate}_s",
    }
    assert without["count"] == "k"


def test_a_window_over_data_tells_how_many_rows_each_step_used() -> None:
    chosen = optimization("sgd", learning_rate=0.5)
    points, gradients = np.array([[1.0], [0.0], [0.5]]), np.array([[2.0], [-1.0], [9.0]])
    found = window_values(
        chosen.optimizer,
        chosen.hyperparameters,
        ["x"],
        points,
        gradients,
        np.zeros((2, 0, 1)),
        3,
        rows=[4, 2],
    )
    assert found == {
        "count": [4.0, 5.0],
        "rows": [4.0, 2.0],
        "k.learning_rate": [0.5, 0.5],
        "p.x": [1.0, 0.0],
        "n.x": [0.0, 0.5],
        "g.x": [2.0, -1.0],
    }
