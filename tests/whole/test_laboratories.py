"""The state of a graph or of a descent from the page over its link and the API to exports."""

import csv
import io
import json
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.client import Client as OwnClient
from tests.conftest import Client
from tests.engine.graph.random_expressions import Line, points, program_text, programs
from tests.exporting import test_graph_programs as examples
from tests.exporting.programs import differences, numbers_in
from tests.web.requests import Request

from .conftest import Page
from .networks import hard
from .programs import printed_by

cheap = settings(max_examples=6, suppress_health_check=[HealthCheck.function_scoped_fixture])


@cheap
@given(lines=programs(longest=5), point=points)
def test_a_graph_has_the_same_numbers_wherever_it_is_opened(
    page: Page, client: Client, own: OwnClient, lines: tuple[Line, ...], point: dict[str, float]
) -> None:
    request: Request = {"expression": program_text(lines), "values": point, "collapse": []}
    opened = page("link", tool="graph", request=request)["state"]["request"]
    assert opened == request
    reply = client.post("graph", opened)
    if reply.status_code != 200:  # somewhere it has no value
        assert reply.json()["problems"]
        return
    answer = reply.json()
    result = own.graph(opened)
    assert [node.value for node in result.nodes] == [node["value"] for node in answer["nodes"]]
    exported = json.loads(own.export(result, format="json").content)
    for name in ("result", "gradients", "nodes", "edges"):
        assert exported["answer"][name] == answer[name]
    rows = csv.DictReader(io.StringIO(own.export(result, format="csv").text))
    table = [float(row["value"]) for row in rows if row["kind"] == "node"]
    assert table == [node["value"] for node in answer["nodes"]]
    printed = numbers_in(printed_by(own.export(result, format="numpy").text))
    expected = examples.of_a_graph(answer, printed)
    assert differences(printed, expected, near_zero=1e-15) == []


@pytest.mark.parametrize("request_", examples.DESCENTS)
def test_a_descent_has_the_same_path_wherever_it_is_opened(
    page: Page, client: Client, own: OwnClient, request_: Request
) -> None:
    opened = page("link", tool="descent", request=request_)["state"]["request"]
    assert opened == request_
    answer = client.post("descent", opened).json()
    result = own.descent(opened)
    exported = json.loads(own.export(result, format="json").content)["answer"]
    rows = list(csv.DictReader(io.StringIO(own.export(result, format="csv").text)))
    printed = numbers_in(printed_by(own.export(result, format="numpy").text))
    for number, run in enumerate(answer["runs"], start=1):
        assert exported["runs"][number - 1] == run
        for name in answer["variables"]:
            column = [float(row[name]) for row in rows if row["run"] == str(number)]
            assert column == run[name]
        assert printed[f"run{number}_values"] == pytest.approx(run["value"], rel=1e-12)


@cheap
@given(start=st.tuples(hard, hard), rate=st.floats(1e-6, 0.4))
def test_the_link_of_a_descent_keeps_every_digit(
    page: Page, client: Client, start: tuple[float, float], rate: float
) -> None:
    request: dict[str, Any] = {
        "function": "x ** 2 / 3 + y ** 2 / 7",
        "start": dict(zip("xy", start, strict=True)),
        "runs": [{"optimizer": {"name": "sgd", "learning_rate": rate}}],
        "steps": 3,
    }
    state = page("link", tool="descent", request=request, position=2, followed=0)["state"]
    assert (state["request"], state["position"]) == (request, 2)
    answer = client.post("descent", state["request"]).json()
    assert [answer["runs"][0][name][0] for name in "xy"] == [*start]
