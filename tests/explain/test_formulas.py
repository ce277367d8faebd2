"""Every formula, worked out with the numbers of a real pass, gives what its step writes."""

import numpy as np
import pytest
from hypothesis import given

from app.engine.network.activations import ACTIVATIONS
from app.engine.network.losses import LOSSES
from app.engine.network.optimizers import OPTIMIZERS
from app.explain.latex import Printer
from app.explain.notation import Address, Notation
from app.explain.steps import Step, steps
from app.explain.topology import Topology
from app.explain.tree import Tree, by_figure_rule
from tests.explain.evaluate import Evaluator, Hidden, address_of, equations, sides
from tests.explain.passes import Case, case, cases


def assert_formulas_hold(each: Case) -> int:
    """In both notations, with the signs of each; returns how many could be worked out."""
    worked_out = 0
    for name in ("derivation", "figure"):
        notation = Notation(each.topology, name)

        def read(address: str, notation: Notation = notation) -> float:
            return notation.sign(address) * each.read(address)

        evaluator = Evaluator(each, read)
        for step in steps(each.topology):
            for equation in equations(tree_of(step, name)):
                left, right = sides(equation)
                want = read(address_of(left))
                try:
                    got = evaluator.value(right)
                except Hidden:
                    continue
                assert agree(got, want, evaluator, right), (step.rule, left, name)
                worked_out += 1
    return worked_out


def agree(got: float, want: float, evaluator: Evaluator, tree: Tree) -> bool:
    """To 1e-12 of the scale of the formula, which is larger than the result if terms cancel."""
    error = abs(got - want)
    return error <= 1e-12 or error <= 1e-12 * evaluator.size(tree)


def tree_of(step: Step, notation: str) -> Tree:
    return step.formula if notation == "derivation" else step.figure


@given(cases())
def test_every_formula_gives_the_number_that_its_step_writes(each: Case) -> None:
    assert_formulas_hold(each)


@pytest.mark.parametrize("activation", ACTIVATIONS)
@pytest.mark.parametrize("samples", [1, 3])
def test_every_activation_is_explained(activation: str, samples: int) -> None:
    each = case([2, 3, 2], [activation, activation], samples=samples)
    assert assert_formulas_hold(each) > 2 * 2 * (3 + 2)


@pytest.mark.parametrize("loss", LOSSES)
@pytest.mark.parametrize("reduction", ["mean", "sum"])
def test_every_loss_is_explained(loss: str, reduction: str) -> None:
    output = LOSSES[loss].output
    for last in [output] if output else ["sigmoid", "softmax", "linear"]:
        assert_formulas_hold(
            case([2, 3, 4], ["tanh", last], loss, samples=2, reduction=reduction, seed=5)
        )


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_every_optimizer_is_explained(optimizer: str) -> None:
    assert_formulas_hold(case([2, 3, 1], ["tanh", "sigmoid"], optimizer=optimizer))


@given(cases(with_figure_rule=True))
def test_without_the_omitted_slopes_the_figures_give_the_numbers_of_their_rule(each: Case) -> None:
    drawn = each.trained.figure_rule
    assert drawn is not None

    def read(address: str) -> float:
        """The errors of the figures' rule; everything else as it is."""
        at = Address.parse(address)
        if at.array == "error":
            return float(drawn[at.layer - 1].errors[at.sample or 0, at.indices[0]])
        return each.read(address)

    evaluator = Evaluator(each, read)
    rate = each.optimization.hyperparameters["learning_rate"]
    for step in steps(each.topology):
        for equation in equations(by_figure_rule(step.figure)):
            left, right = sides(equation)
            at = Address.parse(address_of(left))
            gradients = drawn[at.layer - 1]
            want = read(address_of(left))
            if at.array in ("new_w", "dw"):
                change = gradients.weight_gradients[at.indices]
                want = each.read(address_of(left).replace("new_", "")) - rate * change
                want = change if at.array == "dw" else want
            elif at.array in ("new_b", "db"):
                assert gradients.bias_gradients is not None
                change = gradients.bias_gradients[at.indices]
                want = each.read(address_of(left).replace("new_", "")) - rate * change
                want = change if at.array == "db" else want
            try:
                got = evaluator.value(right)
            except Hidden:
                continue
            assert agree(got, want, evaluator, right), (step.rule, left)


#: sizes, output activation, loss, samples, reduction, whether the targets add up to 1 -> the lines
#: on δ of the first output in the derivation, and in the figures.
TEXTBOOK = [
    (
        ([3, 4, 2], "softmax", "cross_entropy", 2, "mean", True),
        (
            r"\delta^{(2)}_1=\frac{\partial C}{\partial z^{(2)}_1}=\frac{1}{2}(a^{(2)}_1-t_1)",
            r"\frac{\partial C}{\partial z^{(2)}_1}=\frac{1}{2}\left("
            r"-\frac{t_1}{a^{(2)}_1}a^{(2)}_1(1-a^{(2)}_1)"
            r"+\frac{t_2}{a^{(2)}_2}a^{(2)}_2a^{(2)}_1\right)",
            r"\frac{\partial C}{\partial z^{(2)}_1}=\frac{1}{2}(a^{(2)}_1(t_1+t_2)-t_1)",
        ),
        (
            r"\delta_5=-\frac{\partial C}{\partial e_5}=\frac{1}{2}(z_5-y_5)",
            r"\delta_5=\frac{1}{2}\left("
            r"\frac{z_5}{y_5}y_5(1-y_5)-\frac{z_6}{y_6}y_6y_5\right)",
            r"\delta_5=\frac{1}{2}(z_5-y_5(z_5+z_6))",
        ),
    ),
    (
        ([3, 4, 2], "softmax", "cross_entropy", 1, "mean", False),
        (
            r"\delta^{(2)}_1=\frac{\partial C}{\partial z^{(2)}_1}=a^{(2)}_1(t_1+t_2)-t_1",
            r"\frac{\partial C}{\partial z^{(2)}_1}=-\frac{t_1}{a^{(2)}_1}a^{(2)}_1(1-a^{(2)}_1)"
            r"+\frac{t_2}{a^{(2)}_2}a^{(2)}_2a^{(2)}_1",
        ),
        (
            r"\delta_5=-\frac{\partial C}{\partial e_5}=z_5-y_5(z_5+z_6)",
            r"\delta_5=\frac{z_5}{y_5}y_5(1-y_5)-\frac{z_6}{y_6}y_6y_5",
        ),
    ),
    (
        ([3, 4, 1], "sigmoid", "binary_cross_entropy", 4, "mean", False),
        (
            r"\delta^{(2)}_1=\frac{\partial C}{\partial z^{(2)}_1}=\frac{1}{4}(a^{(2)}_1-t)",
            r"\frac{\partial C}{\partial z^{(2)}_1}=\frac{1}{4}a^{(2)}_1(1-a^{(2)}_1)"
            r"\left(\frac{1-t}{1-a^{(2)}_1}-\frac{t}{a^{(2)}_1}\right)",
        ),
        (
            r"\delta=-\frac{\partial C}{\partial e_5}=\frac{1}{4}(z-y)",
            r"\delta=\frac{1}{4}y(1-y)\left(\frac{z}{y}-\frac{1-z}{1-y}\right)",
        ),
    ),
    (
        ([3, 4, 1], "sigmoid", "binary_cross_entropy", 4, "sum", False),
        (
            r"\delta^{(2)}_1=\frac{\partial C}{\partial z^{(2)}_1}=a^{(2)}_1-t",
            r"\frac{\partial C}{\partial z^{(2)}_1}=a^{(2)}_1(1-a^{(2)}_1)"
            r"\left(\frac{1-t}{1-a^{(2)}_1}-\frac{t}{a^{(2)}_1}\right)",
        ),
        (
            r"\delta=-\frac{\partial C}{\partial e_5}=z-y",
            r"\delta=y(1-y)\left(\frac{z}{y}-\frac{1-z}{1-y}\right)",
        ),
    ),
    (
        ([3, 4, 2], "softmax", "half_squared_error", 1, "mean", True),
        (
            r"\frac{\partial C}{\partial z^{(2)}_1}=a^{(2)}_1\left(\frac{\partial C}{\partial "
            r"a^{(2)}_1}-\left(a^{(2)}_1\frac{\partial C}{\partial a^{(2)}_1}"
            r"+a^{(2)}_2\frac{\partial C}{\partial a^{(2)}_2}\right)\right)",
        ),
        (r"-\frac{\partial C}{\partial e_5}=y_5(\delta_5-(y_5\delta_5+y_6\delta_6))",),
    ),
]


@pytest.mark.parametrize(("given", "derivation", "figure"), TEXTBOOK)
def test_delta_of_an_output_is_what_a_textbook_shows_and_the_way_to_it(
    given: tuple[list[int], str, str, int, str, bool],
    derivation: tuple[str, ...],
    figure: tuple[str, ...],
) -> None:
    sizes, activation, loss, samples, reduction, probabilities = given
    each = case(
        sizes,
        ["tanh", activation],
        loss,
        samples=samples,
        reduction=reduction,
        probabilities=probabilities,
    )
    for name, wanted in (("derivation", derivation), ("figure", figure)):
        printer = Printer(Notation(each.topology, name))
        lines = [
            printer.line(equation)
            for step in steps(each.topology)
            if step.phase == "loss" and step.unit == 0
            for equation in equations(tree_of(step, name))
            if address_of(sides(equation)[0]) == "delta2.0"
        ]
        assert tuple(lines) == wanted


def test_one_sample_whose_targets_do_not_add_up_to_1_is_enough_for_the_general_formula() -> None:
    network = case([3, 4, 2], ["tanh", "softmax"], "cross_entropy").network
    for targets, sum_to_one in (
        ([[0, 1], [0.3, 0.7]], True),
        ([[0, 1], [0.1 + 0.2, 0.7]], True),
        ([[0, 1], [0.3, 0.6]], False),
        ([[0, 1], [0, 0]], False),
        ([[1, 1]], False),
    ):
        topology = Topology.of(network, np.array(targets), "mean", "sgd")
        assert topology.targets_sum_to_one is sum_to_one


def test_the_sum_of_the_targets_matters_to_cross_entropy_alone() -> None:
    """Formulas of other losses are kept once, whatever the targets are."""
    for loss in LOSSES.values():
        network = case([2, 2], [loss.output or "linear"], loss.name).network
        topology = Topology.of(network, np.array([[0.0, 1.0]]), "mean", "sgd")
        assert topology.targets_sum_to_one is (loss.name == "cross_entropy")


def test_a_loss_for_one_activation_has_a_formula_of_its_own_for_delta() -> None:
    """The browser tells by the catalog's ``output`` which δ is the one at the sum."""
    for loss in LOSSES.values():
        assert (loss.output is None) == (loss.delta_expression is None)
