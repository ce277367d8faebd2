"""Variables called as what objects of Python or JavaScript have: numbers, or a clear refusal."""

import builtins
import keyword
from typing import Any

import pytest

from app.engine.graph.operations import FUNCTIONS
from tests.conftest import Client
from tests.web.pages.test_openapi import declared
from tests.web.test_refusals import first

OF_OBJECTS = (
    "constructor", "toString", "valueOf", "hasOwnProperty", "isPrototypeOf", "toLocaleString",
    "propertyIsEnumerable", "prototype", "length", "name", "self", "cls", "this", "undefined",
    "null", "NaN", "Infinity", "nan", "inf", "root", "real",
)  # fmt: skip
OF_PYTHON = sorted(
    name
    for name in {*dir(builtins), *dir(dict), *dir(str)}
    if not name.startswith("_") and not keyword.iskeyword(name) and name not in FUNCTIONS
)
UNDERSCORED = ("__class__", "__init__", "__reduce__", "__proto__", "__dict__", "__import__", "_x")
RATE = {"name": "sgd", "learning_rate": 0.25}


def walk(function: str, start: dict[str, float], **more: Any) -> dict[str, Any]:
    return {"function": function, "start": start, "runs": [{"optimizer": RATE}], "steps": 3} | more


def test_a_graph_has_inputs_and_lines_of_such_names(client: Client) -> None:
    """Forty at once: d/dn of n² + 3n at 2 is 7."""
    names = [*OF_OBJECTS, *OF_PYTHON]
    for some in (names[n : n + 40] for n in range(0, len(names), 40)):
        text = " + ".join(f"{name}**2 + 3*{name}" for name in some)
        request = {"expression": text, "values": dict.fromkeys(some, 2.0), "include": ["tangents"]}
        content = declared(client, "graph", "Graph", request)
        assert content["gradients"] == dict.fromkeys(some, 7.0)
        assert content["tangents"].keys() == set(some)
    for name in OF_OBJECTS:
        request = {"expression": f"{name} = 3*x; {name}**2", "values": {"x": 1.0}}
        assert declared(client, "graph", "Graph", request)["gradients"] == {"x": 18.0}


@pytest.mark.parametrize("name", ["constructor", "toString", "self", "null", "print", "keys"])
def test_a_descent_moves_a_variable_of_such_a_name(client: Client, name: str) -> None:
    """x² with η = 1/4 halves x at every step; so it does beside a column of that name."""
    request = walk(f"{name}**2", {name: 8.0}, explain={"run": 0})
    content = declared(client, "descent", "Descent", request)
    (run,) = content["runs"]
    assert run[name] == [8, 4, 2, 1]
    assert run["gradient"] == {name: [16, 8, 4, 2]}
    assert content["gradient"] == {name: f"2*{name}"}
    request = walk(f"(w - {name})**2", {"w": 8.0}, data={name: [0.0, 0.0]})
    assert declared(client, "descent", "Descent", request)["runs"][0]["w"] == [8, 4, 2, 1]


@pytest.mark.parametrize("name", UNDERSCORED)
def test_underscores_in_front_are_refused_where_they_stand(client: Client, name: str) -> None:
    loc, message = first(client.post("graph", {"expression": f"x + {name}", "values": {"x": 1}}))
    assert loc == ["expression", 4]
    assert message.startswith("A name begins with a letter")
    loc, _ = first(client.post("graph", {"expression": "x", "values": {"x": 1, name: 1}}))
    assert loc == ["values", name]
    loc, _ = first(client.post("descent", walk(f"x + {name}", {"x": 1.0})))
    assert loc == ["function", 4]
    loc, _ = first(client.post("descent", walk("x**2", {"x": 1.0, name: 1.0})))
    assert loc == ["start", name]
    loc, _ = first(client.post("descent", walk("x**2", {"x": 1.0}, data={name: [1.0]})))
    assert loc == ["data", name]


@pytest.mark.parametrize("name", ["constructor", "toString", "self", *UNDERSCORED])
def test_no_optimizer_takes_a_parameter_of_such_a_name(client: Client, name: str) -> None:
    request = walk("x**2", {"x": 1.0})
    request["runs"] = [{"optimizer": RATE | {name: 1.0}}]
    loc, _ = first(client.post("descent", request))
    assert loc[:3] == ["runs", 0, "optimizer"]
