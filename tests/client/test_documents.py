"""The programs and commands of the documents run, and print what is said of them."""

import os
import re
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from orjson import dumps
from safetensors.numpy import save

from app.cli import COMMANDS as NAMES
from tests.client.requests import MARK, TRACE, TRAIN
from tests.paths import ROOT
from tests.served import served

DOCUMENTS = ("README.md", *(f"docs/{path.name}" for path in (ROOT / "docs").glob("*.md")))
TEXTS = {name: (ROOT / name).read_text(encoding="utf-8") for name in DOCUMENTS}
PROGRAMS = {
    name: "\n".join(programs)
    for name, text in TEXTS.items()
    if "import deltaflow"
    in "".join(programs := re.findall(r"```python\n(.*?)```", text, re.DOTALL))
}
COMMANDS = sorted(
    {
        command
        for text in TEXTS.values()
        for block in re.findall(r"```sh\n(.*?)```", text, re.DOTALL)
        for command in re.findall(r"^deltaflow .*$", block, re.MULTILINE)
    }
)
#: The files that the commands name.
FILES = {
    "network.json": dumps(TRACE),
    "training.json": dumps(TRAIN),
    "homework.json": dumps(MARK),
    "model.safetensors": save({"0.weight": np.ones((2, 2)), "0.bias": np.zeros(2)}),
}
#: The commands whose answer is no.
NO = "deltaflow mark homework.json"
#: The package is called so in a checkout.
IMPORT = re.compile(r"^( *)import deltaflow$", re.MULTILINE)


def run(program: str, folder: Path) -> str:
    here = IMPORT.sub(r"\1import app as deltaflow", program).replace("from deltaflow", "from app")
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", here],
        cwd=folder,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


#: What comments beside a ``print`` say is printed.
SAID = {
    "docs/engineers.md": ("wrong",),
    "docs/python.md": ("wrong", "['dw2.0.1']", "422 error.detail.fields", "values.y"),
}


@pytest.mark.parametrize("name", PROGRAMS)
def test_a_program_prints_what_is_said_and_the_same_from_a_server(
    name: str, tmp_path: Path
) -> None:
    printed = run(PROGRAMS[name], tmp_path)
    assert printed
    for said in SAID.get(name, ()):
        assert f"  # {said}\n" in PROGRAMS[name]
        assert said in printed.splitlines()
    with served() as address:
        # In a server the words around numbers are the same; addresses are not printed.
        asked = PROGRAMS[name].replace("deltaflow.Client()", f"deltaflow.Client({address!r})")
        assert asked != PROGRAMS[name]
        assert run(asked, tmp_path) == printed


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_does_what_it_is_for(command: str, tmp_path: Path) -> None:
    for name, content in FILES.items():
        (tmp_path / name).write_bytes(content)
    before = set(os.listdir(tmp_path))
    words = command.replace("deltaflow", f"{sys.executable} -m app", 1)
    done = subprocess.run(
        ["bash", "-c", words],
        cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": str(ROOT), "LANG": "C.UTF-8"},
        capture_output=True,
        text=True,
    )
    assert done.returncode == (3 if command == NO else 0), done.stderr
    written = re.search(r"-o (\S+)", command)
    assert set(os.listdir(tmp_path)) - before == ({written[1]} if written else set())
    assert done.stdout or written


def test_every_command_is_shown() -> None:
    shown = {command.split()[1] for command in COMMANDS}
    assert shown | {"serve"} == set(NAMES)
