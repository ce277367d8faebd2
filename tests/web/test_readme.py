"""The README's example is what the server really answers."""

import json
import re
from pathlib import Path

from tests.conftest import Client

README = (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8")


def test_the_curl_example_gives_the_output_that_stands_below_it(client: Client) -> None:
    request = re.search(r"-d '(\{.*?\})'\n```", README, re.DOTALL)
    output = re.search(r"```json\n(.*?)\n```", README, re.DOTALL)
    assert request
    assert output
    answer = client.trace(json.loads(request[1]))
    assert answer.status_code == 200
    assert answer.json() == json.loads(output[1])


def test_every_file_and_command_that_it_names_exists() -> None:
    root = Path(__file__).parents[2]
    for path in re.findall(r"`((?:app|static|templates|tests)/[\w/.]+)`", README):
        assert (root / path).exists(), path
    targets = re.findall(r"^([a-z]+):", (root / "Makefile").read_text(encoding="utf-8"), re.M)
    for target in re.findall(r"\bmake ([a-z]+)\b", README):
        assert target in targets, target
