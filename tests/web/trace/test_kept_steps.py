"""The page keeps the steps of a walkthrough while what they depend on stays the same.

``static/js/network/topology.js`` says what that is. Networks are edited at random in node, by the
page's own verbs, against a real server (``tests/js/network/kept_steps.js``); the referees are the
server's whole answer to the same request, and its own `Topology`.
"""

import json
import subprocess
from itertools import combinations
from typing import Any

import pytest

from app.explain.topology import Topology
from app.web.trace import build as trace_build
from app.web.trace.response import topology
from app.web.trace.schema import TraceRequest
from tests.conftest import Client
from tests.paths import ROOT
from tests.served import served
from tests.web.requests import Request, preset

Found = list[dict[str, Any]]
EDITS = 120


def node(program: str, given: object) -> Any:
    done = subprocess.run(
        ["node", f"tests/js/network/{program}"],
        cwd=ROOT,
        input=json.dumps(given),
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def topology_of(request: Request) -> Topology:
    return topology(trace_build.build(TraceRequest.model_validate_json(json.dumps(request))))


@pytest.fixture(scope="module")
def found() -> Found:
    with served() as origin:
        return [
            each
            for seed in (1, 2, 3)
            for each in node("kept_steps.js", {"origin": origin, "seed": seed, "edits": EDITS})
        ]


def answered(found: Found) -> Found:
    return [each for each in found if "refused" not in each]


def test_kept_steps_and_new_numbers_are_the_whole_answer(found: Found) -> None:
    assert [each["edit"] for each in answered(found) if not each["isWhole"]] == []
    edits = {each["edit"] for each in answered(found)}
    assert edits >= {"number", "undo", "redo", "preset", "round", "sample", "activation", "loss"}


def test_the_same_key_has_the_same_steps(found: Found) -> None:
    steps: dict[str, str] = {}
    for each in answered(found):
        assert steps.setdefault(each["key"], each["steps"]) == each["steps"]
    assert len(steps) > 30


def test_a_key_tells_apart_what_the_server_tells_apart(found: Found) -> None:
    topologies: dict[str, Topology] = {}
    for each in answered(found):
        topologies.setdefault(each["key"], topology_of(each["request"]))
        assert topologies[each["key"]] == topology_of(each["request"])
    assert len({*topologies.values()}) == len(topologies)


def test_an_edit_of_a_number_asks_for_numbers(found: Found) -> None:
    numbers = [each for each in answered(found) if each["edit"] == "number"]
    with_steps = [each for each in numbers if "steps" in each["asked"]]
    assert len(numbers) > 100
    # The targets of a softmax came to add up to 1, or no longer do.
    assert len(with_steps) < len(numbers) / 10
    assert all(each["request"]["network"]["loss"] == "cross_entropy" for each in with_steps)


def test_targets_that_add_up_to_one_but_for_rounding_have_a_key_of_their_own(
    client: Client,
) -> None:
    """0.1 + 0.2 + 0.7 is 1 for the server; where the order of adding could decide, no key is
    shared."""
    catalog = client.get("/api/v1/catalog").json()
    request = preset("slides")
    request["network"]["loss"] = "cross_entropy"
    request["network"]["layers"][-1] |= {"activation": "softmax"}
    units = request["network"]["layers"][-1]["units"]
    rest = 1 / units
    requests = [
        request | {"targets": [[rest] * (units - 1) + [rest + off]] * len(request["targets"])}
        for off in (0, 1e-16, 4e-13, 0.9e-12, 1e-12, 1.1e-12, 3e-12, 1e-3)
    ]
    keys = node("topology_keys.js", {"catalog": catalog, "requests": requests})
    for (key, one), (other_key, other) in combinations(zip(keys, requests, strict=True), 2):
        if key == other_key:
            assert topology_of(one) == topology_of(other)
    assert keys[0] == keys[1] == keys[2] != keys[-1] == keys[-2]


@pytest.mark.parametrize("name", ["document", "xor", "mazur"])
def test_numbers_without_steps_have_all_that_formulas_name(client: Client, name: str) -> None:
    full = client.trace(preset(name) | {"include": ["steps"]}).json()
    numbers = client.trace(preset(name) | {"include": ["slopes"]}).json()
    assert numbers == {part: full[part] for part in full if part != "steps"}
