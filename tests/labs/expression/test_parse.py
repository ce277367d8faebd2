"""The expressions that are accepted, and the position and message of every mistake."""

import pytest

from app.engine.graph.graph import evaluate, failures, local_derivatives
from app.engine.graph.operations import FUNCTIONS
from app.labs.expression.characters import INSTEAD
from app.labs.expression.parse import MAX_NODES, ExpressionError, parse


def value(text: str, **inputs: float) -> float:
    graph = parse(text, inputs).graph
    return float(evaluate(graph, inputs)[graph.result])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("-2**2", -4),
        ("2**-1", 0.5),
        ("2**3**2", 512),
        ("7 - 2 - 1", 4),
        ("8/4/2", 1),
        ("+3 - -2", 5),
        ("1e3 + .5", 1000.5),
        ("max(1, 4, 2) + min(3, 2, 5)", 6),
        ("cos(pi)", -1),
        ("log(e)", 1),
        ("e = 3; e + 1", 4),
        ("a = 1; b = a + 1; b*b", 4),
        ("a = 1\n   b = a + 1   # comment\n\nb*b;;", 4),
        ("a = (1 +\n 2)\na*2", 6),
        ("loss = 5; c = 3", 5),
        ("a = 2; b = a; b*3", 6),
        ("a=5;\r\na", 5),
    ],
)
def test_the_language_reads_as_python_does(text: str, expected: float) -> None:
    assert value(text) == pytest.approx(expected, rel=1e-15)


def test_a_long_sum_is_not_deep() -> None:
    text = "x" + " + 1 - y*2" * 90
    assert value(text, x=1.0, y=0.5) == 1
    assert parse("/".join("xy" * 200)).graph.depths[-1] == 399


def test_names_without_a_line_are_inputs_in_order_of_their_first_use() -> None:
    assert parse("y = b*a; y + c*a").inputs == ("b", "a", "c")


def test_a_constant_that_is_given_a_value_is_an_input() -> None:
    assert value("e*2", e=5.0) == 10


def test_every_node_knows_its_place_in_the_text() -> None:
    text = "x = w**2\nloss = sin(x)*w"
    program = parse(text)
    pieces = [text[start:end] for start, end in program.places]
    assert pieces == ["w", "2", "w**2", "sin(x)", "sin(x)*w"]
    text = "x + -3 - -x"
    pieces = [text[start:end] for start, end in parse(text).places]
    assert pieces == ["x", "-3", "x + -3", "-x", text]


MISTAKES = [
    ("", "empty", 0),
    ("  \n ; ", "empty", 0),
    ("x +", "form", 3),
    ("x = ", "missing", 3),
    ("sin(x", "opening", 3),
    ("(x))", "closing", 3),
    ("2x", "times", 1),
    ("x^2", "instead", 1),
    ("sin（x)", "instead", 3),
    ("x.y", "sign", 1),
    ("x[0]", "sign", 1),
    ("'x'", "sign", 0),
    ("a = 1; a = 2", "twice", 7),
    ("sin = 2", "function_name", 0),
    ("y = ln(x)", "near", 4),
    ("y = foo(x)", "function", 4),
    ("sin + 1", "brackets", 0),
    ("y = sin(x, 2)", "operands", 4),
    ("max(x)", "operands", 0),
    ("__import__", "underscore", 0),
    ("lambda x", "keyword", 0),
    ("x if y else z", "form", 2),
    ("1e400", "large", 0),
    ("1" * 41, "digits", 0),
    ("x" * 41, "name", 0),
    ("x\0", "sign", 1),
    ("x + \u0445", "sign", 4),
    ("x + ４", "instead", 4),
    ("x and y", "form", 2),
    ("x == y", "form", 3),
    ("f(a=1)", "form", 3),
    ("exp(a=1)", "form", 5),
    ("exp(*x)", "form", 4),
    ("x ** ** y", "form", 5),
    ("True", "keyword", 0),
    ("2(x)", "times", 1),
    ("x y", "form", 2),
    ("sin(x) cos(x)", "form", 7),
    ("sin x", "brackets", 0),
    ("x = y = 2", "form", 6),
    ("2 = 3", "form", 2),
    ("= 3", "form", 0),
    ("a, b", "comma", 1),
    ("x//y", "form", 2),
    ("max(x,,y)", "form", 6),
    ("a = x ; b = a *; b", "form", 15),
    ("a = b +\nc", "form", 7),
    ("# 注释\nx ** ** y", "form", 10),
    ("ｘ", "instead", 0),
]


@pytest.mark.parametrize(("text", "key", "position"), MISTAKES)
def test_a_mistake_is_named_at_its_place(text: str, key: str, position: int) -> None:
    with pytest.raises(ExpressionError) as caught:
        parse(text)
    assert caught.value.key == f"error.expression.{key}"
    assert caught.value.position == position


@pytest.mark.parametrize("sign", INSTEAD)
def test_signs_of_other_keyboards_are_refused_with_what_to_write(sign: str) -> None:
    with pytest.raises(ExpressionError) as caught:
        # In brackets, where a comma has a meaning.
        parse(f"max(x{sign}")
    assert caught.value.params["instead"] == INSTEAD[sign]


def test_an_unknown_function_is_answered_with_the_known_ones() -> None:
    with pytest.raises(ExpressionError) as caught:
        parse("zzz(x)")
    assert str(caught.value.params["functions"]).split(", ") == list(FUNCTIONS)


@pytest.mark.parametrize(
    ("text", "inputs", "key", "operand"),
    [
        ("log(x)", {"x": -1.0}, "log", None),
        ("log(x)", {"x": 0.0}, "log", None),
        ("1/x", {"x": 0.0}, "divide", None),
        ("0*x/x", {"x": 0.0}, "divide", None),
        ("sqrt(x)", {"x": -1.0}, "sqrt", None),
        ("sqrt(x)", {"x": 0.0}, "sqrt_slope", 0),
        ("x**0.5", {"x": 0.0}, "power_slope", 0),
        ("x**-1", {"x": 0.0}, "power_zero", None),
        ("x**0.5", {"x": -1.0}, "power_negative", None),
        ("x**y", {"x": -2.0, "y": 2.0}, "exponent", 1),
        ("exp(x)", {"x": 1000.0}, "overflow", None),
        ("9**9**9", {}, "overflow", None),
    ],
)
def test_a_number_that_does_not_exist_is_named_with_its_reason(
    text: str, inputs: dict[str, float], key: str, operand: int | None
) -> None:
    graph = parse(text).graph
    values = evaluate(graph, inputs)
    first = failures(graph, values, local_derivatives(graph, values))[0]
    assert (first.key, first.operand) == (f"error.domain.{key}", operand)
    assert graph.nodes[first.node].operands


@pytest.mark.parametrize(
    ("text", "inputs"),
    [
        ("x**2", {"x": -3.0}),
        ("x**0", {"x": 0.0}),
        ("x**1", {"x": 0.0}),
        ("x**3", {"x": 0.0}),
        ("relu(x) + abs(x) + max(x, 0)", {"x": 0.0}),
        ("sigmoid(x) + softplus(x) + tanh(x)", {"x": 800.0}),
        ("sigmoid(x) + softplus(x) + tanh(x)", {"x": -800.0}),
    ],
)
def test_what_exists_is_not_refused(text: str, inputs: dict[str, float]) -> None:
    graph = parse(text).graph
    values = evaluate(graph, inputs)
    assert failures(graph, values, local_derivatives(graph, values)) == []


def test_a_node_that_the_result_does_not_use_may_be_left_out_of_the_failures() -> None:
    graph = parse("unused = 1/x\n2*x").graph
    values = evaluate(graph, {"x": 0.0})
    slopes = local_derivatives(graph, values)
    assert len(failures(graph, values, slopes)) == 1
    assert failures(graph, values, slopes, active_only=True) == []


def test_a_program_without_signs_may_not_have_too_many_nodes_either() -> None:
    lines = [f"z{k}=-x" for k in range(MAX_NODES + 1)]
    with pytest.raises(ExpressionError) as refused:
        parse("\n".join(lines))
    assert refused.value.key == "error.expression.nodes"
