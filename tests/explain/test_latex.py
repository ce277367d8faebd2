"""The formulas as LaTeX: those of figures 5 to 13 to the letter, and brackets, dots and signs."""

import pytest

from app.explain.latex import PAPER, Letters, Printer, number_text
from app.explain.notation import Notation
from app.explain.steps import steps
from app.explain.topology import LayerShape, Topology
from app.explain.tree import (
    Tree,
    add,
    address,
    by_figure_rule,
    call,
    divide,
    equals,
    multiply,
    negate,
    negate_whole,
    number,
    partial,
    point,
    power,
    row,
    symbol,
    transpose,
)
from app.explain.values import with_numbers
from tests.explain.passes import case

DOCUMENT = Topology(
    2, tuple(LayerShape(n, "sigmoid", False) for n in (3, 2, 1)), "half_squared_error"
)
FIGURE = Notation(DOCUMENT, "figure")
DERIVATION = Notation(DOCUMENT, "derivation")


def moved(source: str, to: str, delta: str, neuron: int, signal: str) -> str:
    weight = rf"{{{source}{to}}}"
    return rf"w'_{weight}=w_{weight}+\eta{delta}\frac{{df_{neuron}(e)}}{{de}}{signal}"


#: Step by step: by the figures' rule, and the true formula where that differs.
FIGURES: list[tuple[list[str], list[str] | None]] = [
    ([r"y_1=f_1(w_{(x1)1}x_1+w_{(x2)1}x_2)"], None),
    ([r"y_2=f_2(w_{(x1)2}x_1+w_{(x2)2}x_2)"], None),
    ([r"y_3=f_3(w_{(x1)3}x_1+w_{(x2)3}x_2)"], None),
    ([r"y_4=f_4(w_{14}y_1+w_{24}y_2+w_{34}y_3)"], None),
    ([r"y_5=f_5(w_{15}y_1+w_{25}y_2+w_{35}y_3)"], None),
    ([r"y=f_6(w_{46}y_4+w_{56}y_5)"], None),
    # figure 5
    ([r"\delta=z-y"], None),
    # figure 6
    ([r"\delta_4=w_{46}\delta"], [r"\delta_4=w_{46}f'_6(e_6)\delta"]),
    ([r"\delta_5=w_{56}\delta"], [r"\delta_5=w_{56}f'_6(e_6)\delta"]),
    # figure 7
    *(
        (
            [rf"\delta_{n}=w_{{{n}4}}\delta_4+w_{{{n}5}}\delta_5"],
            [rf"\delta_{n}=w_{{{n}4}}f'_4(e_4)\delta_4+w_{{{n}5}}f'_5(e_5)\delta_5"],
        )
        for n in (1, 2, 3)
    ),
    # figures 8 to 10
    *(
        ([moved(f"(x{i})", str(n), rf"\delta_{n}", n, f"x_{i}") for i in (1, 2)], None)
        for n in (1, 2, 3)
    ),
    # figures 11 and 12
    *(
        ([moved(str(m), str(n), rf"\delta_{n}", n, f"y_{m}") for m in (1, 2, 3)], None)
        for n in (4, 5)
    ),
    # figure 13
    ([moved(str(m), "6", r"\delta", 6, f"y_{m}") for m in (4, 5)], None),
]


def test_the_figures_formulas_to_the_letter() -> None:
    made = steps(DOCUMENT)
    assert len(made) == len(FIGURES)
    for step, (by_rule, true) in zip(made, FIGURES, strict=True):
        printed = Printer(FIGURE, step.phase).lines(by_figure_rule(step.figure))
        assert list(printed) == by_rule
        printed = Printer(FIGURE, step.phase).lines(step.figure)
        assert list(printed) == (true or by_rule)


def test_the_derivation_follows_section_six() -> None:
    made = steps(DOCUMENT)
    hidden = Printer(DERIVATION).lines(made[9].formula)
    assert tuple(hidden) == (
        r"\frac{\partial C}{\partial a^{(1)}_1}=w^{(2)}_{11}\frac{\partial C}{\partial z^{(2)}_1}"
        r"+w^{(2)}_{21}\frac{\partial C}{\partial z^{(2)}_2}",
        r"\frac{\partial C}{\partial z^{(1)}_1}=\sigma'(z^{(1)}_1)"
        r"\frac{\partial C}{\partial a^{(1)}_1}",
    )
    moved_weight = Printer(DERIVATION, "update").lines(made[12].formula)[2]
    assert moved_weight == (
        r"w'^{(1)}_{11}=w^{(1)}_{11}-\eta\frac{\partial C}{\partial w^{(1)}_{11}}"
    )


def test_numbers_filled_in_keep_the_left_side() -> None:
    values = {"w1.0.0": 0.2, "w1.0.1": -0.3, "x.0": 1.0, "x.1": 0.5}
    printed = Printer(FIGURE).latex(with_numbers(steps(DOCUMENT)[0].figure, values.__getitem__))
    assert printed == r"y_1=f_1(0.2\cdot 1+(-0.3)\cdot 0.5)"


def test_the_values_of_a_figure_have_its_sign() -> None:
    values = {"w3.0.0": 0.5, "slope3.0": 0.25, "error3.0": -0.4}

    def read(address: str) -> float:
        return FIGURE.sign(address) * values[address]

    printed = Printer(FIGURE).latex(with_numbers(steps(DOCUMENT)[7].figure, read))
    assert printed == r"\delta_4=0.5\cdot 0.25\cdot 0.4"


A, T, Z, ETA = address("a3.0"), address("t.0"), address("z3.0"), address("eta")


@pytest.mark.parametrize(
    ("tree", "printed"),
    [
        (multiply(number(2), add(A, negate(T))), "2(y-z)"),
        (multiply(A, number(2)), r"y\cdot 2"),
        (multiply(number(0.5), number(-2)), r"0.5\cdot (-2)"),
        (negate(multiply(ETA, A)), r"-\eta y"),
        (negate(add(A, T)), "-y-z"),
        (negate_whole(add(A, T)), "-(y+z)"),
        (add(A, number(-0.25)), "y-0.25"),
        (multiply(divide(number(1), number(4)), add(T, negate(A))), r"\frac{1}{4}(z-y)"),
        (multiply(A, address("delta3.0")), r"y\left(-\frac{\partial C}{\partial e_6}\right)"),
        (power(A, number(2)), "y^2"),
        (power(add(A, T), number(2)), "(y+z)^2"),
        (power(A, number(12)), "y^{12}"),
        (call("exp", Z), r"\exp(e_6)"),
        (call("exp", divide(A, T)), r"\exp\left(\frac{y}{z}\right)"),
        (call("sign", A), r"\operatorname{sgn}(y)"),
        (call("adam", address("dw3.0.0")), None),
        (transpose(address("w3", shape=(1, 2))), r"{W^{(3)}}^{\top}"),
        (multiply(address("error3"), address("slope3"), elementwise=True), None),
        (
            multiply(
                multiply(address("error3"), address("slope3"), elementwise=True), address("w3")
            ),
            r"(\delta^{(3)}\odot f'(e^{(3)}))W^{(3)}",
        ),
    ],
)
def test_brackets_dots_and_signs(tree: Tree, printed: str | None) -> None:
    special = {
        "call": r"\operatorname{adam}\left(\frac{\partial C}{\partial w_{46}}\right)",
        "product": r"\delta^{(3)}\odot f'(e^{(3)})",
    }
    assert Printer(FIGURE).latex(tree) == (printed or special[tree["op"]])


@pytest.mark.parametrize(
    ("value", "printed"),
    [
        (3.0, "3"),
        (-0.51249738, "-0.5125"),
        (1.2e-8, r"1.2\cdot10^{-8}"),
        (-3e20, r"-3\cdot10^{20}"),
        (0.0, "0"),
        (-0.0, "0"),
        # Rounded before its form is chosen.
        (9999.7, "10000"),
        (-9999.7, "-10000"),
        (9999.4, "9999"),
        (12345.6, "12346"),
        (99999.6, "100000"),
        (999999.4, "999999"),
        (999999.6, r"1\cdot10^{6}"),
        (0.99996, "1"),
        (0.000099996, "0.0001"),
        (0.00009994, r"9.994\cdot10^{-5}"),
    ],
)
def test_a_number_has_four_digits(value: float, printed: str) -> None:
    assert number_text(value).latex == printed


@pytest.mark.parametrize(
    ("value", "printed"),
    [
        (-0.0, "0"),
        (0.00009994, "0.00009994"),
        (-1.2344e-8, "-0.00000001234"),
        (1.2e-9, r"1.2\cdot10^{-9}"),
        (9999.7, "10000"),
        (1234567.0, r"1.235\cdot10^{6}"),
    ],
)
def test_a_number_on_paper_has_no_power_of_ten_unless_it_needs_one(
    value: float, printed: str
) -> None:
    node = number(value)
    assert Printer(Letters(), printers=PAPER).latex(node) == printed


def test_several_equations_stand_one_below_the_other() -> None:
    assert Printer(DERIVATION).latex(steps(DOCUMENT)[0].formula).count(r" \\ ") == 1


def test_terms_left_out_are_dots() -> None:
    each = case([9, 1], ["linear"], samples=9)
    notation = Notation(each.topology, "derivation")
    made = steps(each.topology)
    assert r"+w^{(1)}_{13}x_3+\cdots+b^{(1)}_1" in Printer(notation).latex(made[0].formula)
    assert r"\vdots" in Printer(notation, "update").lines(made[-1].formula)


@pytest.mark.parametrize("name", ["derivation", "figure"])
def test_every_formula_of_wide_layers_prints(name: str) -> None:
    layers = (
        LayerShape(65, "softmax"),
        LayerShape(66, "tanh"),
        LayerShape(67, "softmax"),
    )
    topology = Topology(70, layers, "cross_entropy", samples=2, optimizer="adam")
    notation = Notation(topology, name)
    for step in steps(topology):
        tree = step.figure if name == "figure" else step.formula
        assert "=" in Printer(notation, step.phase).latex(tree)


@pytest.mark.parametrize(
    ("tree", "printed"),
    [
        (row(number(1), number(-2)), r"1,\;-2"),
        (point(number(1), number(-2)), "(1,-2)"),
        (negate(symbol(r"\nabla f")), r"-\nabla f"),
        (multiply(symbol(r"\eta"), symbol("x")), r"\eta x"),
        (equals(symbol("n"), add(number(1), number(2)), number(3)), "n=1+2=3"),
        (partial("z", "x", number(1)), r"\frac{\partial z}{\partial x}"),
        (address("x"), "x"),
        (call("tanh", address("x")), r"\tanh(x)"),
    ],
)
def test_formulas_over_typed_names(tree: Tree, printed: str) -> None:
    assert Printer(Letters()).latex(tree) == printed


@pytest.mark.parametrize(
    ("tree", "printed"),
    [
        (multiply(number(-0.3), number(-2)), r"-0.3\cdot (-2)"),
        (multiply(number(0.5), add(number(1), number(-2))), r"0.5\cdot (1-2)"),
        (multiply(add(number(1), number(2)), number(3)), r"(1+2)\cdot 3"),
        (negate(number(-2)), "-(-2)"),
        (multiply(A, add(A, divide(A, T))), r"y(y+\frac{y}{z})"),
        (number(0.000012345), "0.00001234"),
        (number(-0.0), "0"),
    ],
)
def test_as_one_works_it_out_on_paper(tree: Tree, printed: str) -> None:
    assert Printer(FIGURE, printers=PAPER).text(tree).latex == printed
