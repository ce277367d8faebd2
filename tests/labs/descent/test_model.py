"""The predictions of a model are the values of its expression."""

from math import exp, nan

import numpy as np
from numpy.testing import assert_allclose, assert_array_equal

from app.labs.descent.model import INPUT_COUNT, Model, inputs_over
from app.labs.expression.parse import parse


def model(text: str, *variables: str) -> Model:
    return Model(parse(text, [*variables, "x"]).graph, variables, "x")


def test_every_point_has_a_row_and_every_input_a_column() -> None:
    points = np.array([[1.0, 2.0], [0.5, -1.0], [0.0, 3.0]])
    inputs = np.array([-2.0, 0.0, 1.0, 4.0])
    expected = [[w * x + b for x in inputs] for w, b in points]
    assert_array_equal(model("w*x + b", "w", "b").predictions(points, inputs), expected)


def test_a_curve_agrees_with_the_textbook() -> None:
    inputs = np.linspace(-5, 5, 11)
    (found,) = model("sigmoid(w*x + b)", "w", "b").predictions(np.array([[-0.47, 1.03]]), inputs)
    assert_allclose(found, [1 / (1 + exp(0.47 * x - 1.03)) for x in inputs], rtol=1e-14)


def test_what_names_neither_variable_nor_input_is_the_same_everywhere() -> None:
    points = np.array([[1.0], [2.0]])
    assert_array_equal(model("7", "p").predictions(points, np.zeros(3)), np.full((2, 3), 7.0))
    assert_array_equal(model("p", "p").predictions(points, np.zeros(2)), [[1, 1], [2, 2]])


def test_it_is_undefined_where_a_node_is() -> None:
    (found,) = model("log(p*x)", "p").predictions(np.array([[1.0]]), np.array([-1.0, 0.0, 1.0]))
    assert_array_equal(found, [nan, nan, 0.0])


def test_inputs_reach_over_the_column_or_as_far_as_asked() -> None:
    inputs = inputs_over([3.0, -1.0, 2.0])
    assert len(inputs) == INPUT_COUNT
    assert inputs[0] < -1
    assert inputs[-1] > 3
    assert_allclose(inputs_over([3.0], [-5.0, 5.0])[[0, -1]], [-5.0, 5.0])
    alone = inputs_over([2.0, 2.0])
    assert alone[0] < 2 < alone[-1]


def test_the_margin_is_eight_hundredths_of_the_range_or_1_around_a_single_input() -> None:
    inputs = inputs_over([3.0, -1.0, 2.0])
    assert len(inputs) == 61
    assert_allclose(inputs, np.linspace(-1.32, 3.32, 61))
    assert_allclose(inputs_over([2.0, 2.0]), np.linspace(1.0, 3.0, 61))
    assert_allclose(inputs_over([3.0], [-5.0, 5.0]), np.linspace(-5.0, 5.0, 61))
