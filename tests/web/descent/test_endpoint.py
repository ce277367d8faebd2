"""``POST /api/v1/descent`` keeps its contract: names, shapes, and the document's own run."""

import copy
import json
from typing import Any

import mpmath
import numpy as np
import pytest

from app.engine.network.optimizers import OPTIMIZERS
from app.web.descent.presets import DESCENT_PRESETS
from app.web.descent.schema import TAKEN
from app.web.limits import LIMITS
from tests.conftest import Client
from tests.web.pages.test_openapi import declared, validator
from tests.web.requests import Request, document
from tests.web.test_refusals import change, first, problem

SGD = {"name": "sgd", "learning_rate": 0.01}
EXAMPLE = {
    "function": "x**2 + y**2 + 2*x + 2",
    "start": {"x": 1, "y": 4},
    "runs": [{"optimizer": SGD}],
    "steps": 4000,
    "stop": {"gradient_norm": 0},
    "view": {"x": [-5, 5], "y": [-5, 5]},
}
NAMES = {"notices", "variables", "gradient", "runs", "contours", "view", "minimum"}
RUN_NAMES = {"value", "gradient_norm", "gradient", "ended", "reason", "curvature"}


def example(**more: Any) -> Request:
    return copy.deepcopy(EXAMPLE) | more


def bowl(**more: Any) -> Request:
    """f(x) = x²: the next x is (1 − 2η) of the last."""
    run = {"optimizer": {"name": "sgd", "learning_rate": 0.25}}
    return {"function": "x**2", "start": {"x": 8.0}, "runs": [run], "steps": 3} | more


def fit(**more: Any) -> Request:
    """A line through the origin, four points of slope 2."""
    data = {"u": [1.0, 2.0, 3.0, 4.0], "t": [2.0, 4.0, 6.0, 8.0]}
    run = {"optimizer": {"name": "sgd", "learning_rate": 0.01}}
    return {
        "function": "(t - p*u)**2",
        "start": {"p": 0.0},
        "runs": [run],
        "steps": 20,
        "data": data,
    } | more


def slice_of(**more: Any) -> Request:
    run = {"optimizer": {"name": "sgd", "learning_rate": 0.5}}
    network = {"request": document(), "x": "w1.0.1", "y": "w3.0.0"} | more
    return {"network": network, "runs": [run], "steps": 10}


def answer(client: Client, request: Request) -> dict[str, Any]:
    return declared(client, "descent", "Descent", request)


def refused(client: Client, request: Request) -> tuple[list[Any], str]:
    return first(client.post("descent", request))


def test_the_published_example_is_the_documents_run(client: Client) -> None:
    """x_k = −1 + 2·0.98^k, y_k = 4·0.98^k, so that f = 1 + 20·0.98^(2k)."""
    content = answer(client, EXAMPLE)
    assert set(content) == NAMES
    assert content["variables"] == ["x", "y"]
    assert content["gradient"] == {"x": "2*x + 2", "y": "2*y"}
    assert content["view"] == EXAMPLE["view"]
    (run,) = content["runs"]
    assert set(run) == RUN_NAMES | {"x", "y"}
    assert run["ended"] == "steps"
    assert run["reason"] is None
    for column in (run["x"], run["y"], run["value"], run["gradient_norm"]):
        assert len(column) == 4001
    for k in (0, 1, 10, 100, 1000, 4000):
        assert run["x"][k] == pytest.approx(-1 + 2 * 0.98**k, abs=1e-12)
        assert run["y"][k] == pytest.approx(4 * 0.98**k, abs=1e-12)
        assert run["value"][k] == pytest.approx(1 + 20 * 0.98 ** (2 * k), abs=1e-12)
    printed = [run["value"][k] for k in (1, 10, 100)]
    assert [round(value, 6) for value in printed] == [20.208, 14.352159, 1.351759]
    assert run["gradient"]["x"][0] == 4
    assert run["gradient"]["y"][0] == 8
    assert run["gradient_norm"][0] == pytest.approx(80**0.5, rel=1e-15)


def test_contours_lie_on_their_levels(client: Client) -> None:
    contours = answer(client, EXAMPLE)["contours"]
    assert len(contours) >= 5
    levels = [contour["level"] for contour in contours]
    assert levels == sorted(levels)
    for contour in contours:
        assert contour["lines"]
        for line in contour["lines"]:
            x, y = np.array(line).T
            assert x.size >= 2
            assert (np.abs(x) <= 5 + 1e-9).all()
            assert (np.abs(y) <= 5 + 1e-9).all()
            values = x**2 + y**2 + 2 * x + 2
            assert values == pytest.approx(np.full(x.size, contour["level"]), abs=0.01)


@pytest.mark.parametrize("start", [(0.1 + 0.2, 1.0), (1.0, 1 / 3), (1e16, 1e16), (1e21, 1e21)])
def test_contours_of_a_run_that_hardly_moves_lie_on_their_levels(
    client: Client, start: tuple[float, float]
) -> None:
    """The grid around such a run is narrow beside its own coordinates."""
    request = {
        "function": "x ** 2 / 3 + y ** 2 / 7",
        "start": dict(zip("xy", start, strict=True)),
        "runs": [{"optimizer": {"name": "sgd", "learning_rate": 1e-6}}],
        "steps": 3,
    }
    reply = client.post("descent", request)
    assert reply.status_code == 200, reply.text
    content = reply.json()
    spread = np.ptp(content["runs"][0]["value"])
    for contour in content["contours"]:
        for line in contour["lines"]:
            x, y = np.array(line).T
            level = contour["level"]
            assert x**2 / 3 + y**2 / 7 == pytest.approx(level, rel=1e-9, abs=spread)


def test_the_curvature_says_whether_the_rate_is_too_high(client: Client) -> None:
    run = answer(client, bowl())["runs"][0]
    assert run["x"] == [8.0, 4.0, 2.0, 1.0]
    assert run["curvature"]["start"] == {
        "eigenvalues": [pytest.approx(2.0, rel=1e-9)],
        "factors": [pytest.approx(0.5, rel=1e-9)],
        "rate_limit": pytest.approx(1.0, rel=1e-9),
    }
    assert run["curvature"]["end"]["eigenvalues"] == [pytest.approx(2.0, rel=1e-9)]
    steep = [{"optimizer": {"name": "sgd", "learning_rate": 1.1}}]
    run = answer(client, bowl(runs=steep))["runs"][0]
    assert run["curvature"]["start"]["factors"] == [pytest.approx(-1.2, rel=1e-9)]
    assert run["x"] == pytest.approx([8.0, -9.6, 11.52, -13.824])
    adam = answer(client, bowl(runs=[{"optimizer": {"name": "adam"}}]))["runs"][0]
    assert adam["curvature"]["start"]["factors"] is None
    assert adam["curvature"]["start"]["rate_limit"] is None
    hill = answer(client, bowl() | {"function": "-x**2"})["runs"][0]
    assert hill["curvature"]["start"]["rate_limit"] is None


@pytest.mark.parametrize("name", OPTIMIZERS)
def test_an_optimizer_can_be_named_alone(client: Client, name: str) -> None:
    short = client.post("descent", bowl(runs=[{"optimizer": name}]))
    assert short.status_code == 200
    whole = client.post("descent", bowl(runs=[{"optimizer": {"name": name}}]))
    assert short.content == whole.content


def test_a_run_ends_below_the_gradient_asked_for(client: Client) -> None:
    run = answer(client, bowl(steps=1000, stop={"gradient_norm": 1e-3}))["runs"][0]
    assert run["ended"] == "gradient"
    assert run["gradient_norm"][-1] < 1e-3 <= run["gradient_norm"][-2]


def test_a_gradient_of_zero_is_not_below_zero(client: Client) -> None:
    run = answer(client, bowl(start={"x": 0.0}))["runs"][0]
    assert run["ended"] == "steps"
    assert run["x"] == [0.0] * 4


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_run_that_leaves_float64_says_why_and_is_cut_before_it(
    client: Client, language: str
) -> None:
    steep = [{"optimizer": {"name": "sgd", "learning_rate": 1e6}}]
    headers = {"Accept-Language": language}
    response = client.post("descent", bowl(runs=steep, steps=500), headers=headers)
    run = json.loads(response.content, parse_constant=pytest.fail)["runs"][0]
    assert run["ended"] == "diverged"
    assert run["reason"].isascii() == (language == "en")
    assert 1 < len(run["x"]) < 500
    assert np.isfinite(run["x"]).all()
    assert np.isfinite(run["value"]).all()
    assert np.isfinite(run["gradient_norm"]).all()


def test_a_step_out_of_the_domain_ends_the_run(client: Client) -> None:
    steep = [{"optimizer": {"name": "sgd", "learning_rate": 10.0}}]
    run = answer(client, bowl(function="x - log(x)", start={"x": 8.0}, runs=steep))["runs"][0]
    assert run["ended"] == "diverged"
    assert run["x"] == [8.0]
    assert run["reason"].endswith(".")


def test_a_start_outside_the_domain_is_refused(client: Client) -> None:
    loc, message = refused(client, bowl(function="log(x)", start={"x": -1.0}))
    assert loc == ["start"]
    assert message.endswith(".")


def test_one_variable_gives_a_curve_and_no_contours(client: Client) -> None:
    content = answer(client, bowl(view={"x": [-10, 10]}))
    assert content["contours"] == []
    curve = content["curve"]
    assert len(curve["x"]) == len(curve["value"]) >= 100
    assert curve["value"] == pytest.approx(np.square(curve["x"]))
    holes = answer(client, bowl(function="log(x)", start={"x": 2.0}, view={"x": [-1, 1]}))["curve"]
    assert None in holes["value"]


def test_the_surface_comes_when_it_is_asked_for(client: Client) -> None:
    content = answer(client, example(include=["surface"]))
    assert set(content) == NAMES | {"surface"}
    surface = content["surface"]
    x, y, values = np.array(surface["x"]), np.array(surface["y"]), np.array(surface["values"])
    assert values.shape == (len(y), len(x))
    assert max(values.shape) <= 61
    assert values == pytest.approx(x**2 + y[:, np.newaxis] ** 2 + 2 * x + 2)
    minimum = content["minimum"]
    assert set(minimum) == {"x", "y", "value"}
    assert minimum["value"] == pytest.approx(1, abs=1e-2)


def test_a_surface_has_holes_where_the_function_has(client: Client) -> None:
    view = {"x": [-1, 1], "y": [-1, 1]}
    holed = example(function="log(x) + y**2", start={"x": 1, "y": 1}, view=view, steps=5)
    values = answer(client, holed | {"include": ["surface"]})["surface"]["values"]
    assert None in values[0]
    assert values[0][-1] is not None


@pytest.mark.parametrize("name", OPTIMIZERS)
def test_every_optimizer_runs_and_explains_its_steps(client: Client, name: str) -> None:
    window = {"run": 1, "from": 3, "count": 4}
    runs = [{"optimizer": SGD}, {"optimizer": {"name": name}}]
    content = answer(client, example(runs=runs, steps=20, explain=window))
    explained = content["explain"]
    assert {key: explained[key] for key in window} == window
    run = content["runs"][1]
    assert explained["values"]["p.x"] == run["x"][3:7]
    assert explained["values"]["n.x"] == run["x"][4:8]
    assert explained["values"]["g.y"] == run["gradient"]["y"][3:7]
    assert explained["values"]["count"] == [4, 5, 6, 7]
    named: set[str] = set()

    def collect(tree: Any) -> None:
        if tree["op"] == "address":
            named.add(tree["address"])
        for part in tree.get("args", ()):
            collect(part)

    collect(explained["rules"]["update"])
    collect(explained["rules"]["gradient"])
    assert named <= set(explained["symbols"])
    assert named <= set(explained["values"])


def test_a_window_beyond_the_end_is_cut(client: Client) -> None:
    explained = answer(client, bowl(explain={"run": 0, "from": 2, "count": 10}))["explain"]
    assert explained["count"] == 1
    assert explained["values"]["n.x"] == [1.0]


def test_rows_of_data_make_the_function(client: Client) -> None:
    """Σ(t − pu)² = 30 (p − 2)²: (p − 2) shrinks by 1 − 60η a step, by a quarter under mean."""
    run = answer(client, fit(reduction="sum"))["runs"][0]
    assert run["value"][0] == 120
    assert run["p"] == pytest.approx([2 - 2 * 0.4**k for k in range(21)], abs=1e-12)
    run = answer(client, fit())["runs"][0]
    assert run["value"][0] == 30
    assert run["p"] == pytest.approx([2 - 2 * 0.85**k for k in range(21)], abs=1e-12)


def test_mini_batches_go_through_every_row_once_an_epoch(client: Client) -> None:
    content = answer(client, fit(batch=2, seed=3, steps=6))
    (run,) = content["runs"]
    u, t = np.array(fit()["data"]["u"]), np.array(fit()["data"]["t"])
    for epoch in range(3):
        rows = run["batches"][2 * epoch] + run["batches"][2 * epoch + 1]
        assert sorted(rows) == [0, 1, 2, 3]
    for k, rows in enumerate(run["batches"]):
        p = run["p"][k]
        average = np.mean(-2 * u[rows] * (t[rows] - p * u[rows]))
        assert run["gradient"]["p"][k] == pytest.approx(average, rel=1e-12)
        assert run["value"][k] == pytest.approx(np.mean((t - p * u) ** 2), rel=1e-12)
    assert answer(client, fit(batch=2, seed=3, steps=6)) == content


def test_two_weights_of_a_network_start_where_they_are_and_keep_its_loss(client: Client) -> None:
    trace = client.trace(document()).json()
    content = answer(client, slice_of())
    assert content["variables"] == ["x", "y"]
    assert content["gradient"] is None
    run = content["runs"][0]
    layers = document()["network"]["layers"]
    assert run["x"][0] == layers[0]["weights"][0][1]
    assert run["y"][0] == layers[2]["weights"][0][0]
    assert run["value"][0] == pytest.approx(trace["loss"], rel=1e-15)
    gradient = trace["layers"][0]["weight_gradients"][0][1]
    assert run["gradient"]["x"][0] == pytest.approx(gradient, rel=1e-14)


def test_the_whole_network_learns_as_the_trace_does(client: Client) -> None:
    rounds = client.trace(document() | {"round": 11}).json()
    content = answer(client, slice_of(learn="all"))
    run = content["runs"][0]
    assert run["value"] == pytest.approx(rounds["losses"], rel=1e-14)
    weights = rounds["network"]["layers"]
    assert run["x"][-1] == pytest.approx(weights[0]["weights"][0][1], rel=1e-14)


def test_a_slice_may_start_elsewhere(client: Client) -> None:
    run = answer(client, slice_of() | {"start": {"x": 2.0, "y": -3.0}})["runs"][0]
    assert (run["x"][0], run["y"][0]) == (2.0, -3.0)


@pytest.mark.parametrize("name", DESCENT_PRESETS)
def test_every_preset_is_answered(client: Client, name: str) -> None:
    request = copy.deepcopy(DESCENT_PRESETS[name])
    validator(client, "DescentRequest").validate(request)
    content = answer(client, request | {"include": ["surface"]})
    assert len(content["runs"]) == len(request["runs"])


@pytest.mark.parametrize(
    ("function", "position"),
    [("x^2", 1), ("x**2 + sinh", 7), ("x +", 3), ("x.y", 1), ("x + é", 4)],
)
def test_an_error_points_at_the_character(client: Client, function: str, position: int) -> None:
    loc, message = refused(client, bowl(function=function))
    assert loc == ["function", position]
    assert message.endswith(".")


def test_a_function_is_missing_or_there_is_a_network(client: Client) -> None:
    request = bowl()
    del request["function"]
    assert refused(client, request)[0] == ["function"]
    request = bowl()
    del request["start"]
    assert refused(client, request)[0] == ["start"]
    for field in ("function", "data", "batch"):
        value = fit(batch=2)[field]
        assert refused(client, slice_of() | {field: value})[0] == [field]


@pytest.mark.parametrize(
    ("path", "loc", "sentence"),
    [
        (("start", {}), ["start"], "at least 1"),
        (("start", {"a": 1, "b": 2, "c": 3}), ["start"], "one or two variables"),
        (("start", {"y": 1}), ["start", "x"], "x"),
        (("start", {"x": 1, "sin": 1}), ["start", "sin"], "sin"),
        (("start", {"x": 1, "y z": 1}), ["start", "y z"], "y z"),
        (("start", {"x": True}), ["start", "x"], "must be a number"),
        (("steps", 0), ["steps"], "at least 1"),
        (("steps", 10_001), ["steps"], "at most 10000"),
        (("runs", []), ["runs"], "at least 1"),
        (("runs", [{"optimizer": SGD}] * 9), ["runs"], "at most 8"),
        (("runs", [{}]), ["runs", 0, "optimizer"], "required"),
        (
            ("runs", [{"optimizer": {"name": "sdg"}}]),
            ["runs", 0, "optimizer", "name"],
            "Use one of: sgd",
        ),
        (
            ("runs", [{"optimizer": {"name": "sgd", "momentum": 1}}]),
            ["runs", 0, "optimizer", "momentum"],
            "The fields are: name, learning_rate",
        ),
        (
            ("runs", [{"optimizer": SGD}, {"optimizer": {"name": "adam", "beta1": 2}}]),
            ["runs", 1, "optimizer", "beta1"],
            "between 0 and 0.999999",
        ),
        (("runs", [{"optimiser": SGD}]), ["runs", 0, "optimizer"], "required"),
        (("stop", {"gradient_norm": -1}), ["stop", "gradient_norm"], "at least 0"),
        (("stop", {"norm": 1}), ["stop", "norm"], "The fields are: gradient_norm"),
        (("view", {"y": [0, 1]}), ["view", "x"], "required"),
        (("view", {"x": [0, 1], "y": [0, 1]}), ["view", "y"], "x"),
        (("view", {"x": [1, 0]}), ["view", "x"], "below"),
        (("view", {"x": [1, 1]}), ["view", "x"], "below"),
        (("view", {"x": [-1e308, 1e308]}), ["view", "x", 0], "at least"),
        (("view", {"x": [0]}), ["view", "x"], "at least 2"),
        (("data", {"u": [1]}), ["data", "u"], "u"),
        (("data", {"x": [1]}), ["data", "x"], "x"),
        (("data", {}), ["data"], "at least 1"),
        (("batch", 1), ["batch"], "data"),
        (("reduction", "max"), ["reduction"], "Use one of: mean, sum"),
        (("include", ["steps"]), ["include", 0], "Use one of: surface"),
        (("explain", {"run": 1}), ["explain", "run"], "at most 0"),
        (("explain", {"count": 201}), ["explain", "count"], "at most 200"),
        (("explain", {"first": 1}), ["explain", "first"], "The fields are: run, from, count"),
        (("seed", -1), ["seed"], "at least 0"),
        (("funktion", 1), ["funktion"], "The fields are: function, start, runs"),
    ],
)
def test_a_field_at_fault_is_named_with_its_remedy(
    client: Client, path: tuple[Any, ...], loc: list[Any], sentence: str
) -> None:
    found, message = refused(client, change(bowl(), *path))
    assert found == loc
    assert sentence in message


@pytest.mark.parametrize(
    ("path", "loc", "sentence"),
    [
        (("data", "t", [1.0]), ["data", "t"], "4"),
        (("data", "z", [1.0] * 4), ["data", "z"], "z"),
        (("data", "p", [1.0] * 4), ["data", "p"], "p"),
        (("batch", 5), ["batch"], "at most 4"),
        (("batch", 0), ["batch"], "at least 1"),
    ],
)
def test_columns_of_data_fit_the_function_and_each_other(
    client: Client, path: tuple[Any, ...], loc: list[Any], sentence: str
) -> None:
    found, message = refused(client, change(fit(), *path))
    assert found == loc
    assert sentence in message


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("en", "one or two variables, and here are 3: x, y, z."),
        ("zh", "只能移动一个或两个变量，这里有 3 个：x, y, z。"),
    ],
)
def test_three_variables_are_counted_and_named(
    client: Client, language: str, sentence: str
) -> None:
    request = bowl(function="x*y*z", start={"x": 1, "y": 1, "z": 1})
    response = client.post("descent", request, headers={"Accept-Language": language})
    assert response.status_code == 422
    (found,) = response.json()["problems"]
    assert found["loc"] == ["start"]
    assert sentence in found["msg"]


@pytest.mark.parametrize("name", TAKEN)
def test_a_variable_with_the_name_of_a_column_of_the_answer_is_refused(
    client: Client, name: str
) -> None:
    loc, message = refused(client, bowl(function=f"{name}**2", start={name: 1.0}))
    assert loc == ["start", name]
    assert name in message


@pytest.mark.parametrize(
    ("path", "loc", "sentence"),
    [
        (("x", "w9.0.0"), ["network", "x"], "w1.0.1"),
        (("x", "b1.0"), ["network", "x"], "w1.0.1"),
        (("x", "weights"), ["network", "x"], "w1.0.1"),
        (("y", "w1.0.1"), ["network", "y"], "another"),
        (("learn", "none"), ["network", "learn"], "Use one of: two, all"),
        (
            ("request", "targets", [[1, 2]]),
            ["network", "request", "targets", 0],
            "neurons of the last layer: 1",
        ),
        (("request", "network", "layers", 0, "units", 0), None, "at least 1"),
        (("request", "network", "depth", 1), None, "The fields are: inputs, layers"),
        (("request", "network", "loss", "cross_entropy"), None, "softmax"),
    ],
)
def test_a_slice_is_held_to_the_rules_of_the_trace(
    client: Client, path: tuple[Any, ...], loc: list[Any] | None, sentence: str
) -> None:
    request = slice_of()
    change(request["network"], *path)
    found, message = refused(client, request)
    assert found == (loc or ["network", *path[:-1]])
    assert sentence in message


def test_too_much_work_names_what_would_do(client: Client) -> None:
    data = {"u": [1.0] * 1000, "t": [1.0] * 1000}
    function = "(t - p*u)**2" + " + sin(p*u)" * 90
    runs = [{"optimizer": SGD}] * 8
    request = fit(data=data, function=function, runs=runs, steps=LIMITS["descent_steps"])
    loc, message = refused(client, request)
    assert loc == ["steps"]
    most = int("".join(c for c in message if c.isdigit()))
    assert 0 < most < LIMITS["descent_steps"]
    problem(client.post("descent", request | {"steps": most + 1}), 422)


def test_a_variable_that_the_function_does_not_ask_for_makes_a_plane(client: Client) -> None:
    content = answer(client, bowl(start={"x": 8.0, "y": 3.0}))
    assert content["gradient"] == {"x": "2*x", "y": "0"}
    assert content["runs"][0]["y"] == [3.0] * 4


@pytest.mark.parametrize("plane", [False, True])
@pytest.mark.parametrize("start", [1.0, 30.0, 1e-300, 1e300, 1e308])
@pytest.mark.parametrize(
    "function",
    ["exp(x**2)*x", "x/(1 + x**4)", "-x**3", "log(x)*x", "1/x", "sqrt(x)", "x*1e300"],
)
def test_nothing_that_is_not_finite_is_ever_answered(
    client: Client, function: str, start: float, plane: bool
) -> None:
    request = bowl(function=function, start={"x": start}, steps=50)
    if plane:
        request |= {"function": f"{function} + y**2", "start": {"x": start, "y": 1.0}}
    request["runs"] = [
        {"optimizer": {"name": optimizer, "learning_rate": 1e5}} for optimizer in OPTIMIZERS
    ]
    request |= {"include": ["surface"], "explain": {"count": 5}}
    response = client.post("descent", request)
    content = json.loads(response.content, parse_constant=pytest.fail)
    if response.status_code == 422:
        assert first(response)[0] == ["start"]
    else:
        assert response.status_code == 200
        validator(client, "Descent").validate(content)


# --- conventions and curvatures that are not known ------------------------------------------------


def test_a_convention_is_told_with_the_first_point_that_meets_it(client: Client) -> None:
    """relu(x) + y² from (1, 1): the second step arrives at x = 0."""
    request = {
        "function": "relu(x) + y**2",
        "start": {"x": 1.0, "y": 1.0},
        "runs": [{"optimizer": {"name": "sgd", "learning_rate": 0.5}}],
        "steps": 4,
    }
    found = answer(client, request)["notices"]
    assert [(each["run"], each["step"], each["code"]) for each in found] == [
        (0, 2, "notice.kink.relu"),
        (0, 4, "notice.curvature.kink"),
    ]
    assert found[0]["node"] == "relu(x)"
    assert answer(client, request | {"function": "x + y**2"})["notices"] == []


def test_a_curvature_that_rounding_eats_is_not_told(client: Client) -> None:
    """By mpmath the second derivative at 1e-5 is 0.33333…, so that η has to stay below 6."""
    request = {
        "function": "(exp(x) - 1)/x",
        "start": {"x": 1e-5},
        "runs": [{"optimizer": {"name": "sgd", "learning_rate": 1e-9}}],
        "steps": 1,
    }
    content = answer(client, request)
    assert content["runs"][0]["curvature"] is None
    assert {each["code"] for each in content["notices"]} == {"notice.curvature.rounding"}
    known = answer(client, request | {"start": {"x": 1e-3}})["runs"][0]["curvature"]["start"]
    with mpmath.workdps(60):
        bend = mpmath.diff(lambda x: (mpmath.exp(x) - 1) / x, mpmath.mpf(1e-3), 2)
    assert known["rate_limit"] == pytest.approx(float(2 / bend), rel=1e-4)


def test_a_surface_names_the_cells_across_a_pole(client: Client) -> None:
    request = {
        "function": "1/x + y**2",
        "start": {"x": 2.0, "y": 1.0},
        "runs": [{"optimizer": "sgd"}],
        "steps": 1,
        "view": {"x": [-5.0, 5.1], "y": [-5.0, 5.0]},
        "include": ["surface"],
    }
    surface = answer(client, request)["surface"]
    columns = {column for _, column in surface["cut"]}
    (column,) = columns
    assert surface["x"][column] < 0 < surface["x"][column + 1]
    assert len(surface["cut"]) == len(surface["y"]) - 1


def test_a_curve_has_a_gap_at_a_pole(client: Client) -> None:
    request = {
        "function": "1/x",
        "start": {"x": 2.0},
        "runs": [{"optimizer": "sgd"}],
        "steps": 1,
        "view": {"x": [-5.0, 5.1]},
    }
    curve = answer(client, request)["curve"]
    (gap,) = [n for n, value in enumerate(curve["value"]) if value is None]
    assert curve["value"][gap - 1] < 0 < curve["value"][gap + 1]
    assert curve["x"] == sorted(curve["x"])
