"""Asks a running server some thousand questions, writes every answer down, and compares two such
records byte by byte. For changes that must not change behaviour.

    python -m app.cli serve --port 8190 &
    python -m tests.behaviour.requests record --server http://127.0.0.1:8190 --out /tmp/old.json
    # … change the code, restart the server …
    python -m tests.behaviour.requests record --server http://127.0.0.1:8190 --out /tmp/new.json
    python -m tests.behaviour.requests compare /tmp/old.json /tmp/new.json

Run it as a module: as a script it would hide a package of the name ``requests`` from others.

What is asked is made from tables and from the server's own catalog: every address, every preset,
activation, loss, optimizer, initializer and function, every exercise, and requests with something
wrong about them. Each is asked in every language. A record is a file with one line for each
request, and beside it a folder ``<name>.bodies`` with what was sent and what came back, by SHA-256.

``compare`` prints each difference and ends with 1 if there is any. ``--rename OLD=NEW`` replaces a
text in the first record's bodies before they are compared, for an address that was moved on
purpose.
"""

import argparse
import copy
import difflib
import hashlib
import http.client
import json
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

Json = dict[str, Any]
#: Where a value stands in a request: keys and indices from the outside in.
Place = tuple[str | int, ...]

LANGUAGES = ("en", "zh")
#: Some pages name the address they were asked at, so every server is given the same name.
HOST = "behaviour.test"
#: They tell when, by what and from which file something was answered, not what.
UNWATCHED = {"date", "server", "etag", "last-modified"}
#: Longer than the slowest answer; a server that hangs ends the recording.
PATIENCE = 60

DOORS = ("trace", "graph", "descent", "exercise")
TOOL_PAGES = ("/", "/training", "/chain-rule", "/descent", "/api")
SECTIONS = (1, 2, 3, 4, 5, 6, 7)
LESSON_PAGES = (
    "/lesson",
    "/lesson/glossary",
    "/lesson/questions",
    *(f"/lesson/{section}" for section in SECTIONS),
)
PAGES = (*TOOL_PAGES, *LESSON_PAGES)
DATA = ("/api/v1/catalog", "/healthz", "/openapi.json")

AS_JSON = (("Content-Type", "application/json"),)
AS_BROWSER = (("Accept", "text/html,application/xhtml+xml,*/*;q=0.8"),)

#: More exercises of a section than it has are asked for on purpose: they are refused.
EXERCISES = (1, 2, 3)
SEEDS = (1, 7, 2**32 - 1)


@dataclass(frozen=True)
class Ask:
    """A question, asked once for each of ``languages``; None: no Accept-Language at all."""

    name: str
    method: str
    path: str
    headers: tuple[tuple[str, str], ...] = ()
    body: bytes | None = None
    languages: tuple[str | None, ...] = LANGUAGES


def post(name: str, door: str, request: Any) -> Ask:
    """NaN and Infinity are written as such, which is no JSON and is refused."""
    return Ask(f"{door}: {name}", "POST", f"/api/v1/{door}", AS_JSON, json.dumps(request).encode())


# --- changing a request ---------------------------------------------------------------------------


class Gone:
    """Stands for a field that is taken out."""


GONE = Gone()


def changed(request: Json, place: Place, value: Any) -> Json:
    """A copy of a request with another value at a place, or without the field that is there."""
    found = copy.deepcopy(request)
    inside: Any = found
    for part in place[:-1]:
        inside = inside[part]
    if isinstance(value, Gone):
        del inside[place[-1]]
    else:
        inside[place[-1]] = value
    return found


def named(presets: Sequence[Json]) -> dict[str, Json]:
    return {each["name"]: each["request"] for each in presets}


def written(value: Any) -> str:
    """A value as a part of a name, cut where it is long."""
    text = json.dumps(value, ensure_ascii=False)
    return (
        text if len(text) <= 60 else f"{text[:60]}… {hashlib.sha256(text.encode()).hexdigest()[:8]}"
    )


def other_value(parameter: Json) -> float:
    """Not the default, and within the bounds."""
    half = float(parameter["default"]) / 2
    return max(float(parameter["low"]), min(float(parameter["high"]), half or 0.05))


# --- networks -------------------------------------------------------------------------------------

TRACE_VARIANTS: tuple[Json, ...] = (
    {},
    {"include": ["steps"]},
    {"include": ["steps", "as_drawn"]},
    {"include": ["as_drawn", "check"]},
    {"include": ["steps", "check"], "round": 3, "reduction": "sum"},
    {"include": ["steps", "as_drawn"], "rule": "as_drawn", "round": 4},
)
#: Weights of 235 thousand are written out in each of its answers, so it is asked less.
LARGE_NETWORK = "digits"
LARGE_VARIANTS: tuple[Json, ...] = ({}, {"include": ["steps"], "round": 2}, {"include": ["check"]})

#: Two inputs, a hidden layer, two outputs; the targets suit every loss.
SMALL: Json = {
    "network": {
        "inputs": 2,
        "layers": [
            {
                "units": 3,
                "activation": "tanh",
                "weights": [[0.15, -0.2], [0.25, 0.3], [-0.5, 0.4]],
                "biases": [0.35, -0.35, 0.05],
            },
            {
                "units": 2,
                "activation": "sigmoid",
                "weights": [[0.4, -0.45, 0.2], [0.5, 0.55, -0.6]],
                "biases": [0.6, -0.1],
            },
        ],
        "loss": "half_squared_error",
    },
    "inputs": [[0.05, 0.1], [1.5, -0.75], [0.0, 0.0]],
    "targets": [[0.25, 0.75], [1.0, 0.0], [0.5, 0.5]],
    "optimizer": {"name": "sgd", "learning_rate": 0.5},
}
FIRST: Place = ("network", "layers", 0)
LAST: Place = ("network", "layers", 1)

TRACE_CHANGES: tuple[tuple[Place, Any], ...] = (
    ((*FIRST, "frozen"), "biases"),
    ((*FIRST, "frozen"), "all"),
    ((*LAST, "frozen"), "biases"),
    ((*LAST, "frozen"), "all"),
    ((*FIRST, "biases"), GONE),
    ((*FIRST, "weights"), GONE),
    (("reduction",), "mean"),
    (("reduction",), "sum"),
    (("optimizer",), GONE),
    (("round",), 2),
    (("round",), 50),
    (("rule",), "as_drawn"),
    (("include",), []),
    (("include",), ["steps", "steps"]),
    (("network", "seed"), 12),
    (("inputs", 0), [1, 2]),
    (("inputs", 1, 0), -0.0),
    (("inputs", 1, 0), 1e-320),
)
TRACE_FAULTS: tuple[tuple[Place, Any], ...] = (
    (("network",), GONE),
    (("network",), []),
    (("network",), None),
    (("network", "inputs"), GONE),
    (("network", "inputs"), 0),
    (("network", "inputs"), 3),
    (("network", "inputs"), 1025),
    (("network", "inputs"), 2.5),
    (("network", "inputs"), "2"),
    (("network", "inputs"), True),
    (("network", "layers"), []),
    (("network", "layers"), {}),
    (("network", "layers"), [SMALL["network"]["layers"][0]] * 17),
    (("network", "loss"), GONE),
    (("network", "loss"), "hinge"),
    (("network", "loss"), "cross_entropy"),
    (("network", "loss"), 3),
    (("network", "seed"), -1),
    (("network", "seed"), 2**53),
    (("network", "seed"), 10**30),
    (("network", "initializer"), "unknown"),
    (("network", "initializer"), {}),
    (("network", "initializer"), {"name": "normal", "gain": 1}),
    (("network", "initializer"), {"name": "normal", "standard_deviation": -1}),
    (("network", "extra"), 1),
    ((*FIRST, "units"), 0),
    ((*FIRST, "units"), 4),
    ((*FIRST, "units"), "3"),
    ((*FIRST, "units"), GONE),
    ((*FIRST, "activation"), "sine"),
    ((*FIRST, "activation"), GONE),
    ((*FIRST, "weights"), [[1, 2]]),
    ((*FIRST, "weights"), [[1, 2], [3], [4, 5]]),
    ((*FIRST, "weights"), [[1, 2], [3, "4"], [5, 6]]),
    ((*FIRST, "weights"), [1, 2, 3]),
    ((*FIRST, "weights"), []),
    ((*FIRST, "weights", 0, 0), True),
    ((*FIRST, "weights", 0, 0), None),
    ((*FIRST, "weights", 0, 0), float("nan")),
    ((*FIRST, "weights", 0, 0), float("inf")),
    ((*FIRST, "weights", 0, 0), 10**400),
    ((*FIRST, "biases"), [1]),
    ((*FIRST, "biases"), "none"),
    ((*FIRST, "bias"), False),
    ((*FIRST, "bias"), 0),
    ((*FIRST, "frozen"), "weights"),
    ((*FIRST, "a\x00b\u202e"), 1),
    (("inputs",), GONE),
    (("inputs",), []),
    (("inputs",), [[]]),
    (("inputs",), [0.05, 0.1]),
    (("inputs",), [[1, 2]]),
    (("inputs", 1), [1, 2, 3]),
    (("inputs", 1, 0), "x"),
    (("inputs",), [[0, 0]] * 1025),
    (("targets",), GONE),
    (("targets", 2), [1]),
    (("reduction",), "median"),
    (("optimizer",), "sgd"),
    (("optimizer",), {}),
    (("optimizer",), {"name": "newton"}),
    (("optimizer",), {"name": "sgd", "momentum": 0.9}),
    (("optimizer",), {"name": "sgd", "learning_rate": -1}),
    (("optimizer",), {"name": "sgd", "learning_rate": "0.1"}),
    (("optimizer",), {"name": "adam", "beta1": 1}),
    (("round",), 0),
    (("round",), 10_001),
    (("round",), 1.5),
    (("rule",), "descent"),
    (("include",), "steps"),
    (("include",), ["everything"]),
    (("include",), ["steps"] * 4),
    (("extra",), {"a": [1]}),
    (("x" * 300,), 1),
)
#: Each grows beyond float64 somewhere else.
TRACE_OVERFLOWS: tuple[tuple[Place, Any], ...] = (
    (("inputs", 0, 0), 1e308),
    ((*FIRST, "weights", 0, 0), 1e308),
    (("targets", 0, 0), 1e200),
    (("optimizer", "learning_rate"), 1e6),
)


def trace_asks(catalog: Json) -> Iterator[Ask]:
    presets = named(catalog["presets"])
    for name, request in presets.items():
        for more in LARGE_VARIANTS if name == LARGE_NETWORK else TRACE_VARIANTS:
            yield post(f"preset {name} {written(more)}", "trace", request | more)
    yield from trace_table_asks(catalog)
    whole = SMALL | {"include": ["steps", "check"]}
    for place, value in TRACE_CHANGES:
        yield trace_change("changed", whole, place, value)
    for place, value in TRACE_FAULTS:
        yield trace_change("fault", whole, place, value)
    linear = copy.deepcopy(SMALL) | {
        "round": 40,
        "optimizer": {"name": "sgd", "learning_rate": 1.0},
    }
    for layer in linear["network"]["layers"]:
        layer["activation"] = "linear"
    for place, value in TRACE_OVERFLOWS:
        yield trace_change("overflow", linear, place, value)
    yield post("many faults", "trace", {f"unknown{index}": index for index in range(30)})
    unbiased = copy.deepcopy(whole)
    for layer in unbiased["network"]["layers"]:
        layer["bias"] = False
        del layer["biases"]
    yield post("no biases", "trace", unbiased)
    for count in (1, 2, 12):
        rows = {"inputs": [[0.1 * k, 1 - 0.1 * k] for k in range(count)]}
        rows["targets"] = [[0.5, 0.05 * k] for k in range(count)]
        for reduction in catalog["reductions"]:
            more = rows | {"reduction": reduction, "round": 2}
            yield post(f"batch of {count}, {reduction}", "trace", whole | more)


def trace_change(kind: str, request: Json, place: Place, value: Any) -> Ask:
    what = "taken out" if isinstance(value, Gone) else written(value)
    where = ".".join(str(part) for part in place)
    return post(f"{kind} {where[:60]} {what}", "trace", changed(request, place, value))


def trace_table_asks(catalog: Json) -> Iterator[Ask]:
    """Every row of the tables that a network is made of."""
    whole = SMALL | {"include": ["steps", "check"]}
    losses = [loss["name"] for loss in catalog["losses"]]
    for activation in (each["name"] for each in catalog["activations"]):
        hidden = changed(whole, (*FIRST, "activation"), activation)
        yield post(f"hidden {activation}", "trace", hidden)
        output = changed(whole, (*LAST, "activation"), activation)
        for loss in losses:
            request = changed(output, ("network", "loss"), loss)
            yield post(f"output {activation}, {loss}", "trace", request)
    for loss in losses:
        outside = changed(whole, ("targets",), [[-0.5, 1.5]] * 3)
        for activation in ("sigmoid", "softmax"):
            request = changed(outside, (*LAST, "activation"), activation)
            request["network"]["loss"] = loss
            yield post(f"targets outside of 0 to 1, {activation}, {loss}", "trace", request)
    for optimizer in chosen(catalog["optimizers"]):
        for more in ({"round": 1}, {"round": 3, "reduction": "sum"}):
            request = whole | more | {"optimizer": optimizer}
            yield post(f"optimizer {written(optimizer)} {written(more)}", "trace", request)
    bare = changed(changed(whole, (*FIRST, "weights"), GONE), (*LAST, "weights"), GONE)
    for initializer in chosen(catalog["initializers"]):
        for seed in (0, 7, 2**53 - 1):
            request = changed(bare, ("network", "initializer"), initializer)
            request["network"]["seed"] = seed
            yield post(f"initializer {written(initializer)}, seed {seed}", "trace", request)


def chosen(table: Sequence[Json]) -> Iterator[Json]:
    """Every row of a table as it is, and with another value for each of its parameters."""
    for row in table:
        yield {"name": row["name"]}
        for parameter in row["parameters"]:
            yield {"name": row["name"], parameter["name"]: other_value(parameter)}


# --- graphs ---------------------------------------------------------------------------------------

#: What it computes, and the values of its names.
EXPRESSIONS: tuple[tuple[str, Json], ...] = (
    ("x", {"x": 1}),
    ("3", {}),
    ("pi*e", {}),
    ("e*x", {"e": 2, "x": 3}),
    ("-x**2", {"x": 3}),
    ("2**-x", {"x": 0.5}),
    ("x**3**0.5", {"x": 2}),
    ("x - -x + +x", {"x": 2.5}),
    ("a - (b - c) - d/(f*g)/h", {"a": 1, "b": 2, "c": 3, "d": 4, "f": 5, "g": 6, "h": 7}),
    ("y = x*x; z = y*y; w = z*z; w*w", {"x": 1.01}),
    ("loss = a*b; c = a + b", {"a": 2, "b": 3}),
    ("# a comment\n\ny = x # another\r\n\tz = y*2\n;;", {"x": 1.5}),
    ("max(a, b, c) + min(a, b, c)", {"a": 1, "b": 2, "c": 3}),
    ("max(a, a)", {"a": 1}),
    ("relu(x) + abs(x) + sign(x) + step(x)", {"x": 0}),
    ("1e-300*x*1e300 + .5 + 5.", {"x": 2}),
    ("x/x", {"x": -0.0}),
    ("+".join(f"v{index}" for index in range(64)), {f"v{index}": index / 8 for index in range(64)}),
)
#: Somewhere a value or a derivative does not exist.
UNDEFINED: tuple[tuple[str, Json], ...] = (
    ("log(x)", {"x": -1}),
    ("log(x)", {"x": 0}),
    ("sqrt(x)", {"x": -4}),
    ("sqrt(x)", {"x": 0}),
    ("1/x + y", {"x": 0, "y": 1}),
    ("x**y", {"x": -2, "y": 0.5}),
    ("x**y", {"x": 0, "y": -1}),
    ("x**0.5", {"x": 0}),
    ("x**y", {"x": -2, "y": 2}),
    ("exp(x)", {"x": 1000}),
    ("a = x*1e200; b = a*1e200; b*0", {"x": 1}),
    ("(x*1e-200)*1e200*1e250*(y*1e-250)", {"x": 1, "y": 1e200}),
    ("sin(x)/0 + log(0*x) + sqrt(-1 - x**2)", {"x": 2}),
)
#: What is no expression, or none with these values.
UNREADABLE: tuple[tuple[str, Json], ...] = (
    ("", {}),
    (" \n ", {}),
    ("# nothing", {}),
    ("sin", {"sin": 1}),
    ("sin x", {"x": 1}),
    ("sin()", {}),
    ("sin(x, y)", {"x": 1, "y": 2}),
    ("max(x)", {"x": 1}),
    ("sinn(x)", {"x": 1}),
    ("unheard(x)", {"x": 1}),
    ("sin = x", {"x": 1}),
    ("y = x; y = 2", {"x": 1}),
    ("y = y + 1", {"y": 1}),
    ("y =", {}),
    ("= x", {"x": 1}),
    ("x; y = 1", {"x": 1}),
    ("x = 1 = 2", {}),
    ("x +", {"x": 1}),
    ("x y", {"x": 1, "y": 2}),
    ("2x", {"x": 1}),
    ("2(x)", {"x": 1}),
    ("(x", {"x": 1}),
    ("x)", {"x": 1}),
    ("x // 2", {"x": 1}),
    ("x, y", {"x": 1, "y": 2}),
    ("x^2", {"x": 1}),
    ("x²", {"x": 1}),
    ("（x）", {"x": 1}),
    ("x × 2", {"x": 1}),
    ("π", {}),
    ("x @ y", {"x": 1, "y": 2}),
    ("x\x00", {"x": 1}),
    ("😀", {}),
    ("x.real", {"x": 1}),
    ("x[0]", {"x": 1}),
    ("'x'", {"x": 1}),
    ("__import__('os')", {}),
    ("_x", {"_x": 1}),
    ("lambda: 0", {}),
    ("x if x else 1", {"x": 1}),
    ("a" * 41, {}),
    ("1" * 41, {}),
    ("1e301", {}),
    ("--------- x", {"x": 1}),
    ("(" * 101 + "x" + ")" * 101, {"x": 1}),
    ("+".join(["x"] * 501), {"x": 1}),
    ("sin(" * 150 + "x" + ")" * 150, {"x": 1}),
    ("x" * 4001, {}),
    ("+".join(f"v{index}" for index in range(65)), {}),
    ("x*y", {"x": 1}),
    ("x", {"x": 1, "y": 2}),
    ("x", {"x": "1"}),
    ("x", {"x": None}),
    ("x", {"x": float("nan")}),
)
GRAPH_FAULTS: tuple[Json, ...] = (
    {"expression": None},
    {"expression": 3},
    {"values": []},
    {"values": None},
    {"undefined": "ignore"},
    {"collapse": [99]},
    {"collapse": [-1]},
    {"collapse": ["z"]},
    {"collapse": 1},
    {"paths": 99},
    {"paths": 500},
    {"paths": 1.5},
    {"include": ["steps"]},
    {"include": ["tangents", "tangents"]},
    {"extra": 1},
)


def graph_asks(catalog: Json) -> Iterator[Ask]:
    presets = named(catalog["graph"]["presets"])
    for name, request in presets.items():
        for more in ({}, {"include": ["tangents"]}, {"undefined": "mark"}):
            yield post(f"preset {name} {written(more)}", "graph", request | more)
        for more in graph_parts(request):
            yield post(f"preset {name} {written(more)}", "graph", request | more)
    for operation in catalog["graph"]["operations"]:
        for values in ({"a": 0.75, "b": 0.5}, {"a": -1.5, "b": 2.0}):
            given = values if operation["arity"] == 2 else {"a": values["a"]}
            expression = calling(operation)
            for undefined in ("refuse", "mark"):
                request = {"expression": expression, "values": given, "undefined": undefined}
                name = f"operation {operation['name']} {written(given)} {undefined}"
                yield post(name, "graph", request | {"include": ["tangents"]})
    for expression, values in (*EXPRESSIONS, *UNDEFINED, *UNREADABLE):
        for undefined in ("refuse", "mark"):
            request = {"expression": expression, "values": values, "undefined": undefined}
            yield post(f"{written(expression)} {written(values)} {undefined}", "graph", request)
    for more in GRAPH_FAULTS:
        yield post(f"fault {written(more)}", "graph", presets["diamond"] | more)
    yield post("fault, no expression", "graph", {"values": {"x": 1}})


def graph_parts(request: Json) -> Iterator[Json]:
    """Paths from, and boxes around, nodes here and there; some numbers are beyond the last."""
    nodes = 4 * len(request["expression"].splitlines())
    for node in range(0, nodes, max(1, nodes // 6)):
        yield {"paths": node}
        yield {"collapse": [node], "include": ["tangents"]}
    some = [*range(1, nodes, 3)]
    yield {"collapse": some, "paths": 0}
    yield {"collapse": [2, 3], "paths": 1, "include": ["tangents"], "undefined": "mark"}


def calling(operation: Json) -> str:
    """An operation of the catalog as one types it."""
    sign, two = operation["sign"], operation["arity"] == 2
    if sign is None:
        return f"{operation['name']}({'a, b' if two else 'a'})"
    return f"a {sign} b" if two else f"{sign}a"


# --- descents -------------------------------------------------------------------------------------

DESCENT_VARIANTS: tuple[Json, ...] = (
    {},
    {"include": ["surface"]},
    {"explain": {"from": 0, "count": 3}},
    {"explain": {"from": 5, "count": 20}, "include": ["surface"], "steps": 30},
    {"stop": {"gradient_norm": 0.5}},
    {"steps": 1, "view": None},
)
BOWL: Json = {
    "function": "x**2 + 3*y**2 + x*y",
    "start": {"x": 3.0, "y": 0.5},
    "runs": [{"optimizer": {"name": "sgd", "learning_rate": 0.1}}],
    "steps": 25,
}
LINE: Json = {
    "function": "(w*x - t)**2",
    "data": {"x": [0.1, 0.4, 0.8, 1.0], "t": [0.3, 0.7, 1.7, 1.9]},
    "start": {"w": 0.0},
    "runs": BOWL["runs"],
    "steps": 20,
}
DESCENT_FUNCTIONS: tuple[Json, ...] = (
    {"function": "x**2", "start": {"x": 2}},
    {"function": "x**2", "start": {"x": 2, "y": 1}},
    {"function": "abs(x)", "start": {"x": 1}},
    {"function": "relu(x) + step(x) + sign(x)", "start": {"x": 0.3}},
    {"function": "sin(x)*cos(y)", "start": {"x": 1, "y": 1}},
    {"function": "max(x, y)", "start": {"x": 1, "y": 1}},
    {"function": "sqrt(x**2 + y**2)", "start": {"x": 3, "y": 4}},
    {"function": "log(x) + y**2", "start": {"x": 0.5, "y": 1}},
    {"function": "log(x)", "start": {"x": -1}},
    {"function": "1/x", "start": {"x": 0}},
    {"function": "exp(x)", "start": {"x": 800}},
    {"function": "exp(x**2)", "start": {"x": 3}},
    {"function": "x**4 - x**2", "start": {"x": 0}},
    {"function": "u = x*y; v = u + x; loss = u*v + sigmoid(v)", "start": {"x": 1, "y": -1}},
    {"function": "3", "start": {"x": 1}},
)
DESCENT_FAULTS: tuple[Json, ...] = (
    {"function": None},
    {"function": ""},
    {"function": "x +"},
    {"function": "x*z"},
    {"function": 3},
    {"start": None},
    {"start": {}},
    {"start": {"x": 1, "y": 2, "z": 3}},
    {"start": {"x": 1}},
    {"start": {"x": "1", "y": 1}},
    {"start": {"x": float("inf"), "y": 1}},
    {"start": {"value": 1}, "function": "value**2"},
    {"start": {"2x": 1, "x": 1}, "function": "x"},
    {"runs": []},
    {"runs": BOWL["runs"] * 9},
    {"runs": [{}]},
    {"runs": [{"optimizer": "sgd"}]},
    {"runs": [{"optimizer": {"name": "newton"}}]},
    {"runs": [{"optimizer": {"name": "sgd", "learning_rate": -1}}]},
    {"runs": [{"optimizer": {"name": "sgd"}, "color": "red"}]},
    {"steps": 0},
    {"steps": 10_001},
    {"steps": 1.5},
    {"stop": {"gradient_norm": -1}},
    {"stop": {"value": 1}},
    {"stop": None},
    {"view": {"x": [-1, 1]}},
    {"view": {"x": [-1, 1], "z": [-1, 1]}},
    {"view": {"x": [1, -1], "y": [0, 0]}},
    {"view": {"x": [-1], "y": [-1, 1]}},
    {"view": {"x": [-1e200, 1], "y": [-1, 1]}},
    {"batch": 2},
    {"data": {"a": [1]}},
    {"data": {}},
    {"reduction": "max"},
    {"seed": -1},
    {"include": ["steps"]},
    {"explain": {"run": 1}},
    {"explain": {"count": 0}},
    {"explain": {"from": 9, "count": 201}},
    {"explain": {"from": 24, "count": 5}},
    {"explain": {"from": 30}},
    {"model": {"expression": "x", "input": "x", "target": "t"}},
    {"network": {}},
    {"network": None},
    {"extra": 1},
)
FIT_CHANGES: tuple[Json, ...] = (
    {},
    {"reduction": "sum"},
    {"batch": 1, "seed": 5},
    {"batch": 3, "stop": {"gradient_norm": 0.05}},
    {"batch": 5},
    {"data": {"x": [0.1, 0.4], "t": [0.3]}},
    {"data": {"x": [0.1], "t": [0.3], "u": [1]}},
    {"data": {"x": [0.1], "w": [0.3]}},
    {"data": {"x": [], "t": []}},
    {"model": {"expression": "w*x", "input": "x", "target": "t"}, "explain": {"count": 4}},
    {
        "model": {"expression": "w*x + q", "input": "x", "target": "t"},
    },
    {"model": {"expression": "w*", "input": "x", "target": "t"}},
    {"model": {"expression": "w*x", "input": "y", "target": "z"}},
    {"model": {"expression": "w*x", "input": "x", "target": "t", "inputs": [2, 1]}},
    {"model": {"expression": "w*x"}},
)
#: Which networks are cut, and along which two of their numbers.
SLICES = (
    ("document", "w1.0.0", "w3.0.1"),
    ("mazur", "w1.0.1", "b2.1"),
    ("xor", "b1.2", "w2.0.0"),
    ("slides", "w3.1.1", "w1.0.0"),
    ("worked_example", "w2.0.0", "b1.0"),
)
SLICE_CHANGES: tuple[Json, ...] = (
    {},
    {"include": ["surface"], "explain": {"from": 2, "count": 3}},
    {"start": {"x": 1.0, "y": -2.0}, "stop": {"gradient_norm": 0.01}},
    {"view": {"x": [-4, 4], "y": [-3, 3]}},
    {"start": {"w1.0.0": 1.0}},
    {"function": "x"},
    {"data": {"x": [1]}, "batch": 1},
)
SLICE_FAULTS: tuple[Json, ...] = (
    {"x": "w9.0.0"},
    {"x": "nonsense"},
    {"x": "w2.0.0", "y": "w2.0.0"},
    {"y": "b9.0"},
    {"x": 1},
    {"learn": "none"},
    {"request": {}},
    {"request": SMALL | {"round": 0}},
    {"request": changed(SMALL, (*FIRST, "weights"), [[1]])},
    {"extra": 1},
)


def descent_asks(catalog: Json) -> Iterator[Ask]:
    for name, request in named(catalog["descent"]["presets"]).items():
        for more in DESCENT_VARIANTS:
            yield post(f"preset {name} {written(more)}", "descent", request | more)
        last = {"explain": {"run": len(request["runs"]) - 1, "from": 1, "count": 2}}
        yield post(f"preset {name} {written(last)}", "descent", request | last)
    told = {"explain": {"from": 0, "count": 25}}
    for optimizer in chosen(catalog["optimizers"]):
        runs = [{"optimizer": optimizer}]
        name = written(optimizer)
        yield post(f"optimizer {name}", "descent", BOWL | told | {"runs": runs})
        yield post(f"optimizer {name}, a line", "descent", LINE | {"runs": runs, "batch": 2})
    race = [{"optimizer": {"name": each["name"]}} for each in catalog["optimizers"]]
    yield post("every optimizer", "descent", BOWL | {"runs": race, "include": ["surface"]})
    for more in DESCENT_FUNCTIONS:
        yield post(f"function {written(more)}", "descent", BOWL | more)
        whole = BOWL | more | told | {"include": ["surface"]}
        yield post(f"function {written(more)} with all", "descent", whole)
    for more in DESCENT_FAULTS:
        yield post(f"fault {written(more)}", "descent", BOWL | more)
    for more in FIT_CHANGES:
        yield post(f"fit {written(more)}", "descent", LINE | more)
    yield from slice_asks(catalog)


def slice_asks(catalog: Json) -> Iterator[Ask]:
    presets = named(catalog["presets"])
    race = [{"optimizer": {"name": name}} for name in ("sgd", "adam")]
    for name, x, y in SLICES:
        for learn in ("two", "all"):
            for more in SLICE_CHANGES:
                cut = {"request": presets[name], "x": x, "y": y, "learn": learn}
                request = {"network": cut, "runs": race, "steps": 12} | more
                yield post(f"slice of {name}, {learn} {written(more)}", "descent", request)
    cut = {"request": presets["mazur"], "x": "w1.0.1", "y": "b2.1"}
    for more in SLICE_FAULTS:
        request = {"network": cut | more, "runs": race, "steps": 12}
        yield post(f"slice fault {written(more)}", "descent", request)


# --- exercises ------------------------------------------------------------------------------------

EXERCISE: Json = {"section": 5, "number": 2, "seed": 7}
EXERCISE_FAULTS: tuple[Json, ...] = (
    {"section": 0},
    {"section": 8},
    {"section": "5"},
    {"number": 0},
    {"number": 4},
    {"seed": -1},
    {"seed": 2**32},
    {"seed": 1.5},
    {"seed": None},
    {"reveal": "yes"},
    {"answer": True},
    {"answer": "text"},
    {"answer": []},
    {"answer": {}},
    {"answer": 10**400},
    {"answer": float("nan")},
    {"extra": 1},
)
WRONG_PICKS = ("w1.0.0", "nonsense", ["w1.0.0", "w1.0.1"])


def exercise_asks(fetch: Callable[[str, Json], Any]) -> Iterator[Ask]:
    """The right answer to an exercise is asked from the server, so that it can be given to it."""
    for section in SECTIONS:
        for number in EXERCISES:
            for seed in SEEDS:
                question = {"section": section, "number": number, "seed": seed}
                found = fetch("/api/v1/exercise", question | {"reveal": True})
                name = f"{section}.{number} seed {seed}"
                yield post(name, "exercise", question)
                yield post(f"{name} revealed", "exercise", question | {"reveal": True})
                for answer in answers(found):
                    request = question | {"answer": answer}
                    yield post(f"{name} answered {written(answer)}", "exercise", request)
                wrong = question | {"answer": 0, "reveal": True}
                yield post(f"{name} answered and revealed", "exercise", wrong)
    for more in EXERCISE_FAULTS:
        yield post(f"fault {written(more)}", "exercise", EXERCISE | more)
    for field in EXERCISE:
        yield post(f"fault, no {field}", "exercise", changed(EXERCISE, (field,), GONE))


def answers(found: Json) -> list[Any]:
    """Right ones and wrong ones, and some of another kind than the question asks for."""
    right = found["verdict"]["expected"]
    if isinstance(right, int | float):
        factors = (1.001, 1.05, -1, 0.5, 2)
        return [right, *(right * factor for factor in factors), 12_345.0, "text"]
    options = [each if isinstance(each, str) else each["name"] for each in found["options"]]
    return [right, [right], *(each for each in options if each != right), *WRONG_PICKS, 1]


# --- what is wrong with a request whatever it asks ------------------------------------------------

RAW_BODIES: dict[str, bytes | None] = {
    "none": None,
    "empty": b"",
    "space": b" \n",
    "half an object": b'{"a": 1',
    "comma at the end": b'{"a": 1,\n}',
    "single quotes": b"{'a': 1}",
    "two values": b"{} {}",
    "a list": b"[]",
    "null": b"null",
    "a number": b"12",
    "a text": b'"text"',
    "NaN": b"NaN",
    "an infinite number": b'{"seed": Infinity}',
    "a number beyond float64": b'{"seed": 1e999, "values": {"x": 1e999}, "steps": 1e999}',
    "no UTF-8": b'{"a": "\xff\xfe"}',
    "half of a surrogate": b'{"a": "\\ud800"}',
    "a byte order mark": b"\xef\xbb\xbf{}",
    "UTF-16": '{"a": 1}'.encode("utf-16"),
    "the same field twice": b'{"section": 1, "section": 2, "number": 1, "seed": 1}',
    "deep": b"[" * 5_000 + b"]" * 5_000,
    "an empty object": b"{}",
    "a page": b"<html></html>",
    "many parts": b'{"a": [' + b"[]," * 60_000 + b"[]]}",
}
TYPES = ("text/plain", "application/x-www-form-urlencoded", "application/jsonp", "")
GOOD_TYPES = ("application/json; charset=utf-8", "Application/JSON")
METHODS = ("GET", "PUT", "PATCH", "DELETE", "OPTIONS", "HEAD", "BREW")
PREFERENCES = (
    *(None, "", "*", "fr", "ZH", "zh-Hant-TW", "en;q=0.2, zh;q=0.8", "zh;q=0.2, en;q=0.8"),
    *("zh;q=0", "zh;q=2", "zh;q=x, en", "fr, de;q=0.9, zh;q=0.1", "en, zh", ";;;,,,"),
)
#: One after the other, what each door is asked in its tests for media types and methods.
PLAIN: dict[str, Json] = {
    "trace": SMALL,
    "graph": {"expression": "x*x", "values": {"x": 3}},
    "descent": BOWL,
    "exercise": EXERCISE,
}
#: One byte more than is read.
TOO_LARGE = 8 * 1024 * 1024 + 1

LOST = (
    *("/nowhere", "/lesson/8", "/lesson/0", "/lesson/01", "/lesson/", "/lesson/glossary/", "//"),
    *("/chain-rule/", "/Descent", "/index.html", "/favicon.ico", "/docs", "/redoc", "/%00"),
    *("/api/", "/api/v1", "/api/v1/", "/api/v1/unknown", "/api/v1/trace/", "/api/v2/trace"),
    *("/openapi.yaml", "/healthz/", "/static", "/static/", "/static/missing.js", "/static/%00"),
    *("/static/../app/main.py", "/static/%2e%2e/pyproject.toml", "/../etc/passwd", "/%e4%b8%ad"),
)
QUERIES = ("?lang=en", "?lang=zh", "?lang=fr", "?lang=", "?lang=zh&lang=en", "?x=%3Cscript%3E")
HIDDEN = (
    *("exercises", "questions", "numbers", "captions", "players", "tools", "navigation", "header"),
    *("exercises,tools", "unknown,header", "%3Cb%3E", "", "exercises,exercises", "," * 600),
)


def wrong_asks() -> Iterator[Ask]:
    for door in DOORS:
        path, good = f"/api/v1/{door}", json.dumps(PLAIN[door]).encode()
        for name, body in RAW_BODIES.items():
            yield Ask(f"{door}: body, {name}", "POST", path, AS_JSON, body)
        for kind in (*TYPES, *GOOD_TYPES):
            headers = (("Content-Type", kind),)
            yield Ask(f"{door}: type {kind!r}", "POST", path, headers, good)
        yield Ask(f"{door}: no type", "POST", path, (), good)
        for method in METHODS:
            yield Ask(f"{door}: method {method}", method, path, AS_JSON, good)
        for query in QUERIES:
            yield Ask(f"{door}: address with {query}", "POST", path + query, AS_JSON, good)
            yield Ask(f"{door}: refused, {query}", "POST", path + query, AS_JSON, b"{}")
        chunks = b"%x\r\n%b\r\n0\r\n\r\n" % (len(good), good)
        chunked = (*AS_JSON, ("Transfer-Encoding", "chunked"))
        yield Ask(f"{door}: sent in chunks", "POST", path, chunked, chunks)
        yield Ask(f"{door}: too large", "POST", path, AS_JSON, b" " * TOO_LARGE)
        yield Ask(f"{door}: preferences", "POST", path, AS_JSON, b"{}", PREFERENCES)


# --- pages and what else can be fetched -----------------------------------------------------------


def page_asks() -> Iterator[Ask]:
    for path in PAGES:
        yield Ask(f"page {path}", "GET", path, AS_BROWSER)
        yield Ask(f"page {path} by a program", "GET", path)
        yield Ask(f"page {path}, head alone", "HEAD", path, AS_BROWSER)
        yield Ask(f"page {path}, POST", "POST", path, AS_BROWSER, b"a=1")
        for query in QUERIES:
            yield Ask(f"page {path}{query}", "GET", path + query, AS_BROWSER)
    for path in LESSON_PAGES:
        for hidden in HIDDEN:
            name = f"page {path} without {hidden[:40]!r}"
            yield Ask(name, "GET", f"{path}?hide={hidden}", AS_BROWSER)
    for path in DATA:
        yield Ask(f"data {path}", "GET", path)
        yield Ask(f"data {path}, asked by a browser", "GET", path, AS_BROWSER)
        for method in METHODS[1:]:
            yield Ask(f"data {path}, {method}", method, path)
    for path in LOST:
        yield Ask(f"lost {path}", "GET", path, AS_BROWSER)
        yield Ask(f"lost {path} by a program", "GET", path)
        yield Ask(f"lost {path}, POST", "POST", path, AS_JSON, b"{}")
    yield Ask("page /, preferences", "GET", "/", AS_BROWSER, None, PREFERENCES)
    yield Ask("lost /nowhere, preferences", "GET", "/nowhere", AS_BROWSER, None, PREFERENCES)


def asks(fetch: Callable[[str, Json | None], Any]) -> Iterator[Ask]:
    catalog = fetch("/api/v1/catalog", None)
    yield from page_asks()
    yield from trace_asks(catalog)
    yield from graph_asks(catalog)
    yield from descent_asks(catalog)
    yield from exercise_asks(fetch)
    yield from wrong_asks()


# --- recording ------------------------------------------------------------------------------------


class Server:
    """One connection, on which one question follows the other."""

    def __init__(self, address: str) -> None:
        parts = urlsplit(address)
        if parts.scheme != "http" or parts.hostname not in ("127.0.0.1", "localhost"):
            raise SystemExit("Only a server on this machine is asked: http://127.0.0.1:PORT")
        self.connection = http.client.HTTPConnection("127.0.0.1", parts.port, timeout=PATIENCE)

    def send(
        self, method: str, path: str, headers: dict[str, str], body: bytes | None
    ) -> tuple[int, list[tuple[str, str]], bytes]:
        """Status, headers and body of the answer; `http.client` connects anew where it must."""
        self.connection.request(method, path, body, headers)
        answer = self.connection.getresponse()
        return answer.status, answer.getheaders(), answer.read()

    def fetch(self, path: str, request: Json | None) -> Any:
        """JSON that is needed for asking further, and not recorded."""
        method, body = ("GET", None) if request is None else ("POST", json.dumps(request).encode())
        status, _, content = self.send(method, path, {"Host": HOST, **dict(AS_JSON)}, body)
        if status != 200:
            raise SystemExit(f"{method} {path} is answered with {status}: {content[:300]!r}")
        return json.loads(content)


def bodies_of(record: Path) -> Path:
    return record.with_suffix(".bodies")


def kept(folder: Path, content: bytes | None) -> str | None:
    """Writes a body under its SHA-256, the same one once only."""
    if content is None:
        return None
    digest = hashlib.sha256(content).hexdigest()
    path = folder / digest
    if not path.exists():
        path.write_bytes(content)
    return digest


def record(address: str, out: Path) -> int:
    """Asks everything and writes it down; returns how many questions there were."""
    server, folder = Server(address), bodies_of(out)
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.iterdir():
        old.unlink()
    lines: list[str] = []
    names: set[str] = set()
    for ask in asks(server.fetch):
        for language in ask.languages:
            name = f"{ask.name} [{language}]"
            if name in names:
                raise SystemExit(f"two requests are called {name!r}")
            names.add(name)
            headers = {"Host": HOST, **dict(ask.headers)}
            if language is not None:
                headers["Accept-Language"] = language
            status, answered, content = server.send(ask.method, ask.path, headers, ask.body)
            entry = {
                "name": name,
                "method": ask.method,
                "path": ask.path,
                "headers": headers,
                "sent": kept(folder, ask.body),
                "status": status,
                "answered": sorted(
                    [key.lower(), value] for key, value in answered if key.lower() not in UNWATCHED
                ),
                "body": kept(folder, content),
            }
            lines.append(json.dumps(entry, ensure_ascii=True))
    out.write_text("[\n" + ",\n".join(lines) + "\n]\n", encoding="utf-8")
    return len(lines)


# --- comparing ------------------------------------------------------------------------------------

#: So many characters are shown on each side of the first differing one.
AROUND = 60
#: So many differing lines of a page are shown.
MOST_LINES = 12


@dataclass(frozen=True)
class Record:
    entries: dict[str, Json]
    folder: Path
    #: Texts that are replaced in every body.
    renamed: tuple[tuple[bytes, bytes], ...] = ()

    @classmethod
    def read(cls, path: Path, renamed: Iterable[str] = ()) -> "Record":
        entries = {each["name"]: each for each in json.loads(path.read_text(encoding="utf-8"))}
        pairs = [text.encode().partition(b"=") for text in renamed]
        return cls(entries, bodies_of(path), tuple((old, new) for old, _, new in pairs))

    def body(self, digest: str | None) -> bytes:
        return b"" if digest is None else (self.folder / digest).read_bytes()

    def answer(self, name: str) -> tuple[list[list[str]], bytes]:
        """Headers and body; the length that a header names is that of the body as renamed."""
        entry = self.entries[name]
        whole = self.body(entry["body"])
        content = whole
        for old, new in self.renamed:
            content = content.replace(old, new)
        headers = [
            [key, str(len(content))]
            if key == "content-length" and content != whole
            else [key, value]
            for key, value in entry["answered"]
        ]
        return headers, content


def compare(old: Record, new: Record) -> Iterator[str]:
    """A paragraph for every difference."""
    for name, entry in old.entries.items():
        if name not in new.entries:
            yield f"{name}\n  is in the first record only"
            continue
        other = new.entries[name]
        found: list[str] = []
        for field in ("method", "path", "headers", "status"):
            if entry[field] != other[field]:
                found.append(f"{field}: {entry[field]} != {other[field]}")
        if entry["sent"] != other["sent"]:
            found += ["what was sent:", *unlike(old.body(entry["sent"]), new.body(other["sent"]))]
        if (entry["body"], entry["answered"]) != (other["body"], other["answered"]):
            (headers, content), (headers2, content2) = old.answer(name), new.answer(name)
            found += [f"header, first only: {each}" for each in headers if each not in headers2]
            found += [f"header, second only: {each}" for each in headers2 if each not in headers]
            if content != content2:
                found += ["body:", *unlike(content, content2)]
        if found:
            yield "\n  ".join([f"{name}\n  {entry['method']} {entry['path']}", *found])
    for name in new.entries:
        if name not in old.entries:
            yield f"{name}\n  is in the second record only"


def unlike(old: bytes, new: bytes) -> list[str]:
    """Where two bodies first differ: the field, the lines, or the characters around it."""
    first, second = old.decode(errors="replace"), new.decode(errors="replace")
    try:
        place = first_unlike(json.loads(first), json.loads(second), "$")
        if place is not None:
            return [place]
    except ValueError:
        if "\n" in first and "\n" in second:
            lines = changed_lines(first, second)
            if lines:
                return lines
    at = next((k for k, (a, b) in enumerate(zip(first, second, strict=False)) if a != b), None)
    at = min(len(first), len(second)) if at is None else at
    low = max(0, at - AROUND)
    return [f"at {at}: {first[low : at + AROUND]!r}", f"    != {second[low : at + AROUND]!r}"]


def changed_lines(old: str, new: str) -> list[str]:
    found = [
        line
        for line in difflib.unified_diff(old.splitlines(), new.splitlines(), n=0, lineterm="")
        if not line.startswith(("---", "+++"))
    ]
    more = len(found) - MOST_LINES
    return found[:MOST_LINES] + ([f"… and {more} more lines"] if more > 0 else [])


def first_unlike(old: Any, new: Any, at: str) -> str | None:
    """The first field in which two JSON values differ, in words; None where they are the same."""
    if isinstance(old, dict) and isinstance(new, dict):
        if old.keys() != new.keys():
            gone, come = sorted(old.keys() - new.keys()), sorted(new.keys() - old.keys())
            return f"{at}: fields of the first only {gone}, of the second only {come}"
        inside = [(f"{at}.{key}", old[key], new[key]) for key in old]
    elif isinstance(old, list) and isinstance(new, list):
        if len(old) != len(new):
            return f"{at}: {len(old)} entries != {len(new)} entries"
        inside = [(f"{at}[{k}]", a, b) for k, (a, b) in enumerate(zip(old, new, strict=True))]
    else:
        # 1 and 1.0, and 0.0 and -0.0, are equal in Python and not in a body.
        return None if repr(old) == repr(new) else f"{at}: {written(old)} != {written(new)}"
    return next(
        (found for each in inside if (found := first_unlike(each[1], each[2], each[0]))), None
    )


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="requests", description="Records and compares answers.")
    commands = parser.add_subparsers(dest="command", required=True)
    recording = commands.add_parser("record", help="ask everything and write the answers down")
    recording.add_argument("--server", required=True, help="such as http://127.0.0.1:8190")
    recording.add_argument("--out", required=True, type=Path)
    comparing = commands.add_parser("compare", help="print every difference of two records")
    comparing.add_argument("old", type=Path)
    comparing.add_argument("new", type=Path)
    comparing.add_argument("--rename", action="append", default=[], metavar="OLD=NEW")
    given = parser.parse_args(arguments)
    if given.command == "record":
        began = time.monotonic()
        count = record(given.server, given.out)
        print(f"{count} requests in {time.monotonic() - began:.1f} s, written to {given.out}")
        return 0
    old, new = Record.read(given.old, given.rename), Record.read(given.new)
    differences = list(compare(old, new))
    for difference in differences:
        print(difference, end="\n\n")
    print(f"{len(old.entries)} requests, {len(differences)} differences")
    return 1 if differences else 0


if __name__ == "__main__":
    sys.exit(main())
