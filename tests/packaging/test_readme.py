"""The README's examples are what happens."""

import json
import re
from typing import Any

import numpy as np
import pytest
from safetensors.numpy import save

from app.web.endpoints import OPERATIONS
from tests.conftest import Client
from tests.paths import ROOT

README = (ROOT / "README.md").read_text(encoding="utf-8")


def flat(value: Any) -> Any:
    """Every leaf by its place, so that numbers can be compared with a tolerance."""
    if isinstance(value, dict):
        return {f"{k}.{p}": v for k, part in value.items() for p, v in flat(part).items()}
    if isinstance(value, list):
        return {f"{k}.{p}": v for k, part in enumerate(value) for p, v in flat(part).items()}
    return {"": value}


COMMANDS = re.findall(
    r"curl -sN? http://127\.0\.0\.1:8000/api/v1/(\w+) .*?-d '(.*?)'", README, re.DOTALL
)


#: The commands that send a file: the endpoint, the parameters of its address, the file.
FILE_COMMANDS = re.findall(
    r"curl -s 'http://127\.0\.0\.1:8000/api/v1/(\w+)\?(\S*)' --data-binary @(\S+)", README
)


def test_every_endpoint_is_shown_by_a_command() -> None:
    shown = {name for name, *_ in (*COMMANDS, *FILE_COMMANDS)}
    assert {endpoint.name for endpoint in OPERATIONS} == shown


def test_every_command_that_sends_a_file_is_answered(client: Client) -> None:
    model = {"0.weight": np.ones((3, 2), dtype=np.float32)}
    (command,) = FILE_COMMANDS
    endpoint, query, file = command
    assert file.endswith(".safetensors")
    reply = client.ask("POST", f"/api/v1/{endpoint}?{query}", content=save(model))
    assert reply.status_code == 200


def test_the_lines_that_make_a_file_are_those_of_the_refusal(client: Client) -> None:
    """`tests.importing.test_referee` runs what they do with PyTorch's own library."""
    refused = client.ask("POST", "/api/v1/import", content=b"\x80\x02}.").json()["problems"][0]
    for line in refused["msg"].split("\n")[1:]:
        assert line in README


@pytest.mark.parametrize(("endpoint", "body"), COMMANDS)
def test_every_command_is_answered(client: Client, endpoint: str, body: str) -> None:
    assert client.post(endpoint, json.loads(body)).status_code == 200


def test_what_is_said_of_the_laboratories_is_so(client: Client) -> None:
    bodies = {endpoint: json.loads(body) for endpoint, body in COMMANDS}
    gradient = client.post("graph", bodies["graph"]).json()["gradients"]["w"]
    printed = re.search(r'"gradients": \{"w": (-?[\d.]+)…\}', README)
    assert printed is not None
    assert repr(gradient).startswith(printed[1])
    formulas = client.post("descent", bodies["descent"]).json()["gradient"]
    assert f'"gradient": {json.dumps(formulas)}' in README


def test_the_command_gives_the_printed_answer(client: Client) -> None:
    body = re.search(r"curl -s \S+/api/v1/trace .*?-d '(.*?)'", README, re.DOTALL)
    printed = re.search(r"```json\n(.*?)\n```", README, re.DOTALL)
    assert body is not None
    assert printed is not None
    answer = client.trace_text(body[1].encode()).json()
    expected = flat(json.loads(printed[1]))
    assert set(flat(answer)) == set(expected)
    for place, value in flat(answer).items():
        told = expected[place]
        assert value == (pytest.approx(told, rel=1e-14) if isinstance(told, float) else told), place


def test_every_make_target_that_it_names_exists() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    named = set(re.findall(r"\bmake (\w+)", README)) & set(re.findall(r"`make (\w+)`", README))
    assert named >= {"run", "test"}
    assert all(re.search(rf"^{name}:", makefile, re.MULTILINE) for name in named)
