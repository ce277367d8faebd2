"""Every formula, worked out with the numbers of a real pass, gives what its step writes."""

import pytest
from hypothesis import given, settings

from app.engine.network.activations import ACTIVATIONS
from app.engine.network.losses import LOSSES
from app.engine.network.optimizers import OPTIMIZERS
from app.explain.notation import Address, Notation
from app.explain.steps import Step, steps
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


@settings(deadline=None)
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


@settings(deadline=None)
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
