"""The lines of figures 14 to 22: the slides' formulas to the letter, and true of any numbers."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.explain.latex import Printer
from app.explain.notation import Notation
from app.explain.topology import LayerShape, Topology
from app.explain.tree import Tree
from app.web.lesson.figures.derivation import DERIVATION_FIGURES
from app.web.trace.presets import PRESETS
from tests.explain.evaluate import Evaluator, leaves, sides
from tests.explain.passes import Case, case

DERIVED = {name: figure for name, figure in DERIVATION_FIGURES.items() if figure.lines}


def sizes_of(experiment: str) -> list[int]:
    network = PRESETS[experiment]["network"]
    return [network["inputs"], *(layer["units"] for layer in network["layers"])]


def notation_of(name: str) -> Notation:
    figure = DERIVED[name]
    layers = tuple(LayerShape(units, "sigmoid") for units in sizes_of(figure.experiment)[1:])
    return Notation(
        Topology(2, layers, "half_squared_error"), "derivation", dict(figure.names or {})
    )


@pytest.mark.parametrize("name", DERIVED)
def test_the_slides_formulas_to_the_letter(name: str) -> None:
    figure = DERIVED[name]
    printed = [Printer(notation_of(name)).latex(line.tree) for line in figure.lines or ()]
    assert set(figure.formulas) <= set(printed)


def test_the_lines_that_the_slides_do_not_spell_out() -> None:
    def printed(name: str) -> list[str]:
        return [Printer(notation_of(name)).latex(line.tree) for line in DERIVED[name].lines or ()]

    assert printed("15")[2] == r"\partial z/\partial b=1"
    assert printed("16")[2] == r"\frac{\partial a}{\partial z}=\sigma'(z)"
    assert printed("17")[2:] == [
        r"\frac{\partial z'}{\partial a}=w_3",
        r"\frac{\partial z''}{\partial a}=w_4",
    ]
    assert printed("20")[1] == r"\frac{\partial C}{\partial y_1}=y_1-t_1"
    assert printed("22")[0] == (
        r"\frac{\partial C}{\partial z_5}=\frac{\partial y_1}{\partial z_5}"
        r"\frac{\partial C}{\partial y_1}"
    )
    assert printed("22")[2] == (
        r"\frac{\partial C}{\partial z_3}=\sigma'(z_3)\left[w_{35}\frac{\partial C}{\partial z_5}"
        r"+w_{36}\frac{\partial C}{\partial z_6}\right]"
    )


@pytest.mark.parametrize("name", DERIVED)
def test_every_leaf_of_a_line_has_a_name_of_its_own(name: str) -> None:
    figure = DERIVED[name]
    for line in figure.lines or ():
        for leaf in leaves(line.tree):
            assert leaf in (figure.names or {}), leaf


def moved(each: Case, of: str, by: str, step: float) -> float:
    """``of`` in a forward pass with ``by`` moved by ``step``."""
    values: dict[str, float] = {}

    def settle(address: str, value: float) -> float:
        values[address] = value + (step if address == by else 0.0)
        return values[address]

    signals = [settle(f"x.{i}", float(x)) for i, x in enumerate(each.inputs[0])]
    for number, layer in enumerate(each.network.layers, start=1):
        outputs = []
        for j, row in enumerate(layer.weights):
            total = sum(
                settle(f"w{number}.{j}.{i}", float(w)) * signals[i] for i, w in enumerate(row)
            )
            assert layer.biases is not None
            z = settle(f"z{number}.{j}", total + settle(f"b{number}.{j}", float(layer.biases[j])))
            a = float(layer.activation.function(np.array([[z]]))[0, 0])
            outputs.append(settle(f"a{number}.{j}", a))
        signals = outputs
    return values[of]


class Derived(Evaluator):
    """A partial derivative is worked out from its definition, not taken from its tree."""

    def value(self, tree: Tree) -> float:
        if tree["op"] == "partial":
            h = 1e-5
            ends = [moved(self.case, tree["of"], tree["by"], side * h) for side in (1, -1)]
            slope = (ends[0] - ends[1]) / (2 * h)
            assert slope == pytest.approx(super().value(tree["value"]), abs=1e-8)
            return slope
        if tree["op"] == "ellipsis":
            return super().value(tree["value"])
        return super().value(tree)


@given(seed=st.integers(0, 2**32 - 1))
def test_both_sides_of_every_line_are_equal(seed: int) -> None:
    for name, figure in DERIVED.items():
        sizes = sizes_of(figure.experiment)
        each = case(sizes, ["sigmoid"] * (len(sizes) - 1), seed=seed)
        evaluator = Derived(each, each.read)
        for line in figure.lines or ():
            left, right = map(evaluator.value, sides(line.tree))
            assert left == pytest.approx(right, abs=1e-8), (name, line.say)


@pytest.mark.parametrize("name", DERIVED)
def test_the_lines_follow_the_order_of_the_pass(name: str) -> None:
    """``at`` and ``writes`` are addresses of the experiment, and ``at`` never goes back."""
    figure = DERIVED[name]
    sizes = sizes_of(figure.experiment)
    each = case(sizes, ["sigmoid"] * (len(sizes) - 1))
    order: list[Any] = [
        f"{array}{layer}.{unit}"
        for array, layers in (("a", range(1, len(sizes))), ("delta", range(len(sizes) - 1, 0, -1)))
        for layer in layers
        for unit in range(sizes[layer])
    ]
    places = [order.index(line.at.replace("z", "a", 1)) for line in figure.lines or ()]
    assert places == sorted(places)
    for line in figure.lines or ():
        for address in (*line.lights, *line.writes):
            each.read(address)
