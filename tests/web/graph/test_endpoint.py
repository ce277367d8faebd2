"""``POST /api/v1/graph`` keeps its contract: names, shapes, places of what is at fault."""

import copy
import math
from typing import Any

import pytest

from app.web.descent.presets import GRAPH_PRESETS
from app.web.limits import LIMITS
from tests.conftest import Client
from tests.web.pages.test_openapi import declared, validator
from tests.web.requests import Request, document
from tests.web.test_refusals import first

EXAMPLE = {"expression": "x = w**2; loss = sin(x)*w", "values": {"w": 1.5}}
NAMES = {
    "nodes",
    "edges",
    "result",
    "gradients",
    "forward_operations",
    "reverse_operations",
    "steps",
    "problems",
    "notices",
}
NODE_NAMES = {
    "id",
    "operation",
    "operands",
    "name",
    "value",
    "gradient",
    "place",
    "inside",
    "hidden_in",
    "depth",
}
EDGE_NAMES = {"source", "target", "operand", "local_derivative", "contribution", "formula"}
STEP_NAMES = {"phase", "rule", "layer", "unit", "reads", "writes", "formula", "figure"}


def asked(expression: str, **values: float) -> Request:
    return {"expression": expression, "values": values}


def answer(client: Client, request: Request) -> dict[str, Any]:
    return declared(client, "graph", "Graph", request)


def refused(client: Client, request: Request) -> tuple[list[Any], str]:
    return first(client.post("graph", request))


def test_the_published_example(client: Client) -> None:
    content = answer(client, EXAMPLE)
    assert set(content) == NAMES
    w = 1.5
    expected = math.sin(w * w) + 2 * w * w * math.cos(w * w)
    assert content["gradients"] == {"w": pytest.approx(expected, rel=1e-14)}
    by_name = {node["name"]: node for node in content["nodes"]}
    assert by_name["x"]["value"] == 2.25
    assert by_name["x"]["operation"] == "power"
    loss = content["nodes"][content["result"]]
    assert loss["name"] == "loss"
    assert loss["value"] == pytest.approx(w * math.sin(w * w), rel=1e-15)
    assert loss["gradient"] == 1


def test_objects_have_the_names_of_the_contract_and_no_others(client: Client) -> None:
    content = answer(client, EXAMPLE | {"include": ["tangents"], "paths": 0})
    assert set(content) == NAMES | {"tangents", "paths"}
    assert all(set(node) == NODE_NAMES for node in content["nodes"])
    assert all(set(edge) == EDGE_NAMES for edge in content["edges"])
    assert all(set(step) == STEP_NAMES for step in content["steps"])
    assert set(content["paths"]) == {"node", "count", "shown", "shown_sum", "sum"}


@pytest.mark.parametrize("name", GRAPH_PRESETS)
def test_every_preset_is_answered(client: Client, name: str) -> None:
    request = copy.deepcopy(GRAPH_PRESETS[name])
    validator(client, "GraphRequest").validate(request)
    content = answer(client, request | {"include": ["tangents"]})
    assert content["problems"] == []
    assert set(content["gradients"]) == set(request["values"])
    result = content["result"]
    for input_name, tangents in content["tangents"].items():
        expected = content["gradients"][input_name]
        assert tangents[result] == pytest.approx(expected, rel=1e-12, abs=1e-300)


def test_nodes_stand_after_their_operands_and_in_the_text(client: Client) -> None:
    content = answer(client, GRAPH_PRESETS["micrograd"])
    text = GRAPH_PRESETS["micrograd"]["expression"]
    for index, node in enumerate(content["nodes"]):
        assert node["id"] == index
        assert all(operand < index for operand in node["operands"])
        start, end = node["place"]
        assert 0 <= start < end <= len(text)
        if node["operation"] == "input":
            assert text[start:end] == node["name"]


def test_what_flows_into_a_value_is_the_sum_of_its_edges(client: Client) -> None:
    content = answer(client, GRAPH_PRESETS["micrograd"])
    nodes = content["nodes"]
    assert content["gradients"] == {
        "a": pytest.approx(138.8338192, rel=1e-9),  # as micrograd's README prints them
        "b": pytest.approx(645.5772595, rel=1e-9),
    }
    flowing: dict[int, float] = dict.fromkeys(range(len(nodes)), 0.0)
    for edge in content["edges"]:
        assert nodes[edge["target"]]["operands"][edge["operand"]] == edge["source"]
        if edge["contribution"] is None:
            assert nodes[edge["source"]]["operation"] == "constant"
            continue
        product = nodes[edge["target"]]["gradient"] * edge["local_derivative"]
        assert edge["contribution"] == pytest.approx(product, rel=1e-15)
        flowing[edge["source"]] += edge["contribution"]
    for node in nodes:
        if node["operation"] != "constant" and node["id"] != content["result"]:
            assert node["gradient"] == pytest.approx(flowing[node["id"]], rel=1e-14)


def test_the_same_value_used_twice_has_two_edges(client: Client) -> None:
    edges = answer(client, asked("x*x", x=3.0))["edges"]
    assert [(edge["operand"], edge["contribution"]) for edge in edges] == [(0, 3.0), (1, 3.0)]


def test_the_network_as_an_expression_gives_the_gradients_of_the_trace(client: Client) -> None:
    gradients = answer(client, GRAPH_PRESETS["network"])["gradients"]
    trace = client.trace(document()).json()
    for number, layer in enumerate(trace["layers"], start=1):
        for j, row in enumerate(layer["weight_gradients"], start=1):
            for i, gradient in enumerate(row, start=1):
                assert gradients[f"w{number}_{j}{i}"] == pytest.approx(gradient, rel=1e-13)


def test_paths_come_with_their_products_and_sum(client: Client) -> None:
    content = answer(client, GRAPH_PRESETS["diamond"] | {"paths": 0})
    paths = content["paths"]
    assert paths["node"] == 0
    assert content["nodes"][0]["name"] == "s"
    assert paths["count"] == len(paths["shown"]) == 2
    products = [path["product"] for path in paths["shown"]]
    assert abs(products[0]) >= abs(products[1])
    assert paths["sum"] == pytest.approx(sum(products), rel=1e-15)
    assert paths["sum"] == pytest.approx(content["gradients"]["s"], rel=1e-15)
    for path in paths["shown"]:
        assert path["nodes"][0] == 0
        assert path["nodes"][-1] == content["result"]
        for (source, target), operand in zip(
            zip(path["nodes"], path["nodes"][1:], strict=False), path["operands"], strict=True
        ):
            assert content["nodes"][target]["operands"][operand] == source


def test_more_paths_than_anyone_can_count_are_counted(client: Client) -> None:
    lines = ["v0 = x", *(f"v{k + 1} = v{k}/2 + v{k}/2" for k in range(90))]
    paths = answer(client, asked(";".join(lines), x=1.0) | {"paths": 0})["paths"]
    assert paths["count"] == 2.0**90
    assert len(paths["shown"]) <= LIMITS["shown_paths"]
    assert paths["sum"] == 1.0


def test_a_neuron_can_be_one_box(client: Client) -> None:
    request = GRAPH_PRESETS["neuron"]
    whole = answer(client, request)
    box = next(node["id"] for node in whole["nodes"] if node["name"] == "a")
    content = answer(client, request | {"collapse": [box]})
    hidden = [node["id"] for node in content["nodes"] if node["hidden_in"] == box]
    assert hidden
    assert all(content["nodes"][node]["operation"] != "input" for node in hidden)
    into = [edge for edge in content["edges"] if edge["target"] == box]
    assert {content["nodes"][edge["source"]]["name"] for edge in into} == {
        "w1",
        "x1",
        "w2",
        "x2",
        "b",
    }
    for edge in into:
        name = content["nodes"][edge["source"]]["name"]
        assert edge["contribution"] == pytest.approx(whole["gradients"][name], rel=1e-14)
        assert edge["formula"] == {"op": "address", "address": f"d.{box}.{edge['operand']}"}
    assert not any(step["unit"] in hidden for step in content["steps"])


def test_without_a_domain_a_number_is_refused_at_its_place(client: Client) -> None:
    loc, message = refused(client, asked("y = x - 3; loss = log(y)", x=2.0))
    assert loc[0] == "expression"
    assert "y = x - 3; loss = log(y)"[loc[1] :].startswith("log")
    assert message.endswith(".")


@pytest.mark.parametrize(
    ("expression", "x"),
    [
        ("log(x)", -1.0),
        ("1/x", 0.0),
        ("sqrt(x)", -1.0),
        ("sqrt(x)", 0.0),
        ("x**-1", 0.0),
        ("x**0.5", -1.0),
        ("exp(x)", 1000.0),
        ("x*x", 1e200),
        ("exp(1000*x)*0 + 1/x", 0.0),
        ("x**0.5", 0.0),
    ],
)
def test_outside_the_domain_the_node_and_the_reason_are_named(
    client: Client, expression: str, x: float
) -> None:
    loc, message = refused(client, asked(expression, x=x))
    assert loc[0] == "expression"
    assert 0 <= loc[1] < len(expression)
    assert message.endswith(".")
    content = answer(client, asked(expression, x=x) | {"undefined": "mark"})
    assert content["problems"]
    named = content["problems"][0]
    assert set(named) == {"node", "operand", "loc", "msg", "code"}
    assert named["msg"] == message
    assert named["loc"] == loc
    node = content["nodes"][named["node"]]
    assert node["operation"] not in ("input", "constant")
    if named["operand"] is None:
        assert node["value"] is None
    assert content["gradients"]["x"] is None


@pytest.mark.parametrize(
    ("expression", "position"),
    [
        ("x^2", 1),
        ("x +", 3),
        ("x = 1; y = x; x = 2", 14),
        ("sin(x, x)", 0),
        ("tam(x)", 0),
        ("x.real", 1),
        ("x = w\ny = w ** __import__('os')", 15),
        ("x + é", 4),
        ("lambda: 1", 0),
        ("1e301", 0),
    ],
)
def test_an_error_points_at_the_character(client: Client, expression: str, position: int) -> None:
    loc, message = refused(client, asked(expression, x=1.0, w=1.0))
    assert loc == ["expression", position]
    assert message.endswith(".")


@pytest.mark.parametrize(
    ("change", "loc", "sentence"),
    [
        ({"expression": ""}, ["expression"], "empty"),
        ({"expression": "x" * 4001}, ["expression"], "at most 4000 characters"),
        ({"expression": 1}, ["expression"], "text in quotes"),
        ({"values": {}}, ["values", "w"], "w"),
        ({"values": {"w": 1, "v": 2}}, ["values", "v"], "v"),
        ({"values": {"w": 1, "x": 2}}, ["values", "x"], "x"),
        ({"values": {"w": "1"}}, ["values", "w"], "must be a number"),
        ({"values": {"w": True}}, ["values", "w"], "must be a number"),
        ({"values": [1]}, ["values"], "object in braces"),
        ({"undefined": "hide"}, ["undefined"], "Use one of: refuse, mark"),
        ({"include": ["paths"]}, ["include", 0], "Use one of: tangents"),
        ({"collapse": [99]}, ["collapse", 0], "0 to 4"),
        ({"collapse": [-1]}, ["collapse", 0], "at least 0"),
        ({"paths": 99}, ["paths"], "0 to 4"),
        ({"paths": 1.5}, ["paths"], "whole number"),
        ({"vlaues": {}}, ["vlaues"], "The fields are: expression, values, undefined"),
    ],
)
def test_a_field_at_fault_is_named_with_its_remedy(
    client: Client, change: Request, loc: list[Any], sentence: str
) -> None:
    found, message = refused(client, EXAMPLE | change)
    assert found == loc
    assert sentence in message


def test_a_missing_expression_is_named(client: Client) -> None:
    assert refused(client, {})[0] == ["expression"]


@pytest.mark.parametrize("language", ["en", "zh"])
def test_what_is_wrong_is_told_in_the_readers_language(client: Client, language: str) -> None:
    headers = {"Accept-Language": language}
    mark = {"undefined": "mark"}
    response = client.post("graph", asked("log(x)", x=-1.0) | mark, headers=headers)
    sentence = response.json()["problems"][0]["msg"]
    response = client.post("graph", asked("log(x)", x=-1.0), headers=headers)
    assert response.headers["content-language"] == language
    assert response.json()["problems"][0]["msg"] == sentence
    assert sentence.isascii() == (language == "en")


@pytest.mark.parametrize(
    ("expression", "x", "said"),
    [
        ("sqrt(x - 1)", -2.0, "root of -3, and a negative number has no real root. Change"),
        ("log(2*x)", -2.5, "logarithm of -5, which only positive numbers have. Change"),
        ("log(x)", 0.0, "logarithm of 0, which"),
        ("log(-x)", 0.0, "logarithm of 0, which"),
        ("x**0.5", -1 / 3, "power of -0.333333, and"),
        ("sqrt(x) + 2*sqrt(x)", -2.0, "root of -2, and"),
    ],
)
def test_a_number_outside_a_domain_is_said_once_with_its_value(
    client: Client, expression: str, x: float, said: str
) -> None:
    problems = client.post("graph", asked(expression, x=x)).json()["problems"]
    assert len(problems) == 1
    assert said in problems[0]["msg"]


@pytest.mark.parametrize(
    "text",
    [
        "²" * 4000,
        "+".join(f"x{n}²" for n in range(600)),
        "√" * 4000,
        "½\x01" * 2000,
        "√" + "a" * 3000,
        "x × 𝑥" + " # 𝑥" * 900 + "\n × y",
    ],
)
def test_a_sign_is_told_in_a_long_text_too(client: Client, text: str) -> None:
    response = client.post("graph", {"expression": text, "values": {}})
    (problem,) = response.json()["problems"]
    assert problem["code"] == "error.expression.instead"
    assert len(response.content) < 4096


def test_too_many_nodes_and_inputs_are_refused(client: Client) -> None:
    wide = (
        "("
        + ") + (".join("+".join(f"x{k}" for k in range(n, n + 13)) for n in range(0, 65, 13))
        + ")"
    )
    loc, message = refused(client, asked(wide, **{f"x{k}": 1.0 for k in range(64)}))
    assert loc == ["expression", wide.index("x64")]
    assert str(LIMITS["graph_inputs"]) in message
    line = "+".join(["x"] * 60)
    loc, message = refused(client, asked(";".join(f"a{k}={line}" for k in range(30)), x=1.0))
    assert loc[0] == "expression"
    assert str(LIMITS["graph_nodes"]) in message
    assert "100" in refused(client, asked("x" + "**x" * 200, x=1.0))[1]


def test_the_largest_graphs_are_answered_whole(client: Client) -> None:
    """Of nearly five hundred values, with all parts of the answer."""
    lines = [f"a{k}=" + "+".join(["x" if k == 0 else f"a{k - 1}"] * 20) for k in range(25)]
    content = answer(client, asked(";".join(lines), x=1e-9) | {"include": ["tangents"], "paths": 0})
    assert len(content["nodes"]) > 450
    assert content["gradients"] == {"x": pytest.approx(20.0**25)}
    assert content["paths"]["count"] == pytest.approx(20.0**25)
    names = [f"x{k}" for k in range(64)]
    lines = [f"a{k}=sin({name})*x0" + (f"+a{k - 1}" if k else "") for k, name in enumerate(names)]
    content = answer(
        client, asked(";".join(lines), **dict.fromkeys(names, 0.5)) | {"include": ["tangents"]}
    )
    assert set(content["tangents"]) == set(names)


# --- what is no formula's result ------------------------------------------------------------------


def test_a_tie_is_told_with_its_node(client: Client) -> None:
    """max(x, 0) + min(x, 0) is x; at 0 both give their derivative to x."""
    content = answer(client, {"expression": "max(x, 0) + min(x, 0)", "values": {"x": 0.0}})
    assert content["gradients"] == {"x": 2.0}
    operations = [content["nodes"][each["node"]]["operation"] for each in content["notices"]]
    assert operations == ["max", "min"]
    assert {each["code"] for each in content["notices"]} == {"notice.tie"}
    assert "max(x, 0)" in content["notices"][0]["msg"]


def test_a_missing_inner_derivative_says_that_the_whole_may_have_one(client: Client) -> None:
    body = {"expression": "x*sqrt(x)", "values": {"x": 0.0}}
    problem = client.post("graph", body).json()["problems"][0]
    assert problem["code"] == "error.domain.inner"
    assert problem["msg"].startswith("sqrt(x) has a value but no derivative")
    assert "may still have a derivative" in problem["msg"]
    alone = client.post("graph", body | {"expression": "2*sqrt(x)"}).json()["problems"][0]
    assert alone["code"] == "error.domain.sqrt_slope"


def test_what_contributes_nothing_is_drawn_as_nothing(client: Client) -> None:
    content = answer(
        client,
        {"expression": "max(sqrt(x), 1)", "values": {"x": 0.0}, "include": ["tangents"]},
    )
    assert content["gradients"] == {"x": 0.0}
    root = next(each["id"] for each in content["nodes"] if each["operation"] == "sqrt")
    edge = next(each for each in content["edges"] if each["target"] == root)
    assert (edge["local_derivative"], edge["contribution"]) == (None, 0.0)
    assert content["tangents"]["x"][content["result"]] == 0.0
    assert [each["code"] for each in content["notices"]] == ["notice.flat"]


def test_a_slope_that_overflows_is_not_a_value_that_does(client: Client) -> None:
    body = {"expression": "log(x)", "values": {"x": 5e-309}, "undefined": "mark"}
    content = answer(client, body)
    assert content["nodes"][content["result"]]["value"] == pytest.approx(-709.889355822726)
    assert [each["code"] for each in content["problems"]] == ["error.domain.slope"]
