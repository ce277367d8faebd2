"""A step as LaTeX: its rule, its numbers and its result, on a network small enough for the head."""

import numpy as np
import pytest

from app.engine.network.activations import ACTIVATIONS
from app.engine.network.losses import LOSSES
from app.engine.network.network import Layer, Network
from app.engine.network.training import train
from app.explain.notation import Notation
from app.explain.step_latex import FormulaLatex, StepWriter
from app.explain.steps import Step, steps
from app.explain.topology import Topology
from app.explain.values import PassValues
from tests.engine.network.building import optimization
from tests.explain.passes import case


def writer(notation: str, figure_rule: bool = False) -> tuple[StepWriter, list[Step]]:
    """x = 2, w = 0.5, a = 1, w' = 2, y = 2 and t = 1: of identities, without biases."""
    linear = ACTIVATIONS["linear"]
    layers = tuple(Layer(linear, np.array([[w]]), None) for w in (0.5, 2.0))
    network = Network(1, layers, LOSSES["half_squared_error"])
    inputs, targets = np.array([[2.0]]), np.array([[1.0]])
    trained = train(network, inputs, targets, "mean", optimization("sgd", learning_rate=0.1))
    topology = Topology.of(network, targets, "mean")
    values = PassValues(network, inputs, targets, trained.passed, 0.1, trained.updated)
    return StepWriter(Notation(topology, notation), values, figure_rule), steps(topology)


def written(notation: str, place: int, figure_rule: bool = False) -> FormulaLatex:
    formulas, made = writer(notation, figure_rule)
    return formulas.formula(made[place])


def gathered(*lines: str) -> str:
    return r"\begin{gathered}" + r" \\ ".join(lines) + r"\end{gathered}"


def test_a_formula_its_numbers_and_its_result() -> None:
    assert written("figure", 1) == {
        "rule": "y=f_2(w_{12}y_1)",
        "numbers": r"y=f_2(2\cdot 1)",
        "result": "y=2",
    }
    assert written("derivation", 1) == {
        "rule": gathered("z^{(2)}_1=w^{(2)}_{11}a^{(1)}_1", "a^{(2)}_1=f(z^{(2)}_1)"),
        "numbers": gathered(r"z^{(2)}_1=2\cdot 1", "a^{(2)}_1=f(2)"),
        "result": gathered("z^{(2)}_1=2", "a^{(2)}_1=2"),
    }


def test_the_figures_errors_have_the_sign_of_their_symbol() -> None:
    """δ = t − y = 1 − 2, where ∂C/∂y is 1."""
    assert written("figure", 2)["numbers"] == r"\delta=1-2"
    assert written("figure", 2)["result"] == r"\delta=-1"
    error = r"\frac{\partial C}{\partial a^{(2)}_1}"
    assert f"{error}=2-1" in written("derivation", 2)["numbers"]
    assert f"{error}=1" in written("derivation", 2)["result"]
    assert written("figure", 4) == {
        "rule": r"w'_{(x1)1}=w_{(x1)1}+\eta\delta_1\frac{df_1(e)}{de}x_1",
        "numbers": r"w'_{(x1)1}=0.5+0.1\cdot (-2)\cdot 1\cdot 2",
        "result": "w'_{(x1)1}=0.1",
    }


@pytest.mark.parametrize(
    ("figure_rule", "rule", "numbers"),
    [
        (False, r"\delta_1=w_{12}f'_2(e_2)\delta", r"\delta_1=2\cdot 1\cdot (-1)"),
        (True, r"\delta_1=w_{12}\delta", r"\delta_1=2\cdot (-1)"),
    ],
)
def test_by_the_figures_rule_its_omitted_factors_are_left_out(
    figure_rule: bool, rule: str, numbers: str
) -> None:
    assert written("figure", 3, figure_rule) == {
        "rule": rule,
        "numbers": numbers,
        "result": r"\delta_1=-2",
    }


def test_the_result_of_a_whole_layer_is_the_set_that_its_array_is_in() -> None:
    """Of 66 units on 2 inputs with one sample, and of more weights than are listed."""
    each = case([2, 66, 1], ["tanh", "linear"])
    made = steps(each.topology)
    for notation, letters in (("figure", ("y",)), ("derivation", ("z", "a"))):
        formulas = StepWriter(Notation(each.topology, notation), each.values)
        forward = formulas.formula(made[0])
        wanted = [rf"{letter}^{{(1)}}\in\mathbb{{R}}^{{1\times 66}}" for letter in letters]
        assert forward["result"] == (gathered(*wanted) if len(wanted) > 1 else wanted[0])
        # The letters of whole arrays stay where numbers are filled in.
        assert forward["numbers"] == forward["rule"]
    update = next(step for step in made if step.rule == "update_layer")
    result = StepWriter(Notation(each.topology, "figure"), each.values).formula(update)["result"]
    assert result == gathered(
        r"W'^{(1)}\in\mathbb{R}^{66\times 2}", r"b'^{(1)}\in\mathbb{R}^{1\times 66}"
    )


def test_equations_that_are_left_out_stay_dots() -> None:
    """Of the weights into a unit with eight inputs the first three and the last are written."""
    each = case([8, 1], ["linear"], biases=[False])
    update = steps(each.topology)[-1]
    formula = StepWriter(Notation(each.topology, "figure"), each.values).formula(update)
    for text in formula.values():
        assert isinstance(text, str)
        assert text.split(r" \\ ")[3] == r"\vdots"
        assert text.count(r" \\ ") == 4
