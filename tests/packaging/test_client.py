"""The client of the installed package: imported quickly, typed, and run from another project."""

import re
import subprocess
import sys
from pathlib import Path

import httpx
import pytest

from app import __version__
from tests.packaging.test_wheel import built, outside
from tests.paths import ROOT

EXAMPLE = ROOT / "tests" / "client" / "example.py"
#: What the package requires lies where the tests have it.
REQUIRED = Path(httpx.__file__).parents[1]
PRINTED = f"""(2, 2)
(1, 2)
4
['values.y']
application/json
[6.0, 32.0]
True {__version__}
"""


class Elsewhere:
    """An environment with the wheel alone, and the folder of another project."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder / "project"
        self.folder.mkdir()
        environment = folder / "environment"
        self.ran(sys.executable, "-m", "venv", "--without-pip", str(environment))
        self.python = str(environment / "bin" / "python")
        self.ran(
            *(sys.executable, "-m", "pip", "--python", self.python, "install", "--quiet"),
            *("--no-deps", "--no-index", "--disable-pip-version-check"),
            str(built(folder / "wheel")),
        )
        self.command = str(environment / "bin" / "deltaflow")
        purelib = "import sysconfig; print(sysconfig.get_path('purelib'))"
        packages = Path(self.ran(self.python, "-c", purelib).strip())
        (packages / "required.pth").write_text(f"{REQUIRED}\n", encoding="utf-8")
        (self.folder / "example.py").write_bytes(EXAMPLE.read_bytes())

    def ran(self, *command: str, text: str | None = None) -> str:
        """What the command writes to its standard output, once it has succeeded."""
        done = subprocess.run(
            command, cwd=self.folder, env=outside(), capture_output=True, text=True, input=text
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout


@pytest.fixture(scope="module")
def elsewhere(tmp_path_factory: pytest.TempPathFactory) -> Elsewhere:
    return Elsewhere(tmp_path_factory.mktemp("client"))


def test_a_program_that_uses_the_client_runs(elsewhere: Elsewhere) -> None:
    assert elsewhere.ran(elsewhere.python, "-W", "error", "example.py") == PRINTED


def test_a_program_that_uses_the_client_is_checked_against_its_types(elsewhere: Elsewhere) -> None:
    mypy = [sys.executable, "-m", "mypy", "--strict", "--cache-dir", "cache"]
    mypy += ["--python-executable", elsewhere.python]
    assert "no issues found" in elsewhere.ran(*mypy, "example.py")
    # Each line is a mistake: a result's field, a keyword, an argument, an error's field.
    mistakes = (
        "import deltaflow",
        "client = deltaflow.Client()",
        "client.trace().los",
        "client.trace(learning_rate=0.1)",
        "client.graph(3)",
        "deltaflow.Refused(422, '', '').problems[0].field + 1",
        "deltaflow.Klient()",
    )
    (elsewhere.folder / "wrong.py").write_text("\n".join(mistakes), encoding="utf-8")
    done = subprocess.run(
        [*mypy, "wrong.py"], cwd=elsewhere.folder, env=outside(), capture_output=True, text=True
    )
    lines = {int(line) for line in re.findall(r"^wrong\.py:(\d+): error", done.stdout, re.M)}
    assert lines == set(range(3, len(mistakes) + 1)), done.stdout


def test_the_package_is_imported_without_what_it_need_not_have(elsewhere: Elsewhere) -> None:
    program = (
        "import sys, deltaflow; deltaflow.__version__;"
        "print(sorted({'numpy', 'httpx', 'fastapi', 'pydantic'} & set(sys.modules)))"
    )
    assert elsewhere.ran(elsewhere.python, "-c", program) == "[]\n"
    asks = program.replace("deltaflow.__version__", "deltaflow.Client('http://127.0.0.1:9')")
    assert elsewhere.ran(elsewhere.python, "-c", asks) == "['httpx', 'numpy']\n"


def test_the_command_computes(elsewhere: Elsewhere) -> None:
    printed = elsewhere.ran(elsewhere.command, "graph", "-", "--at", "w=3", text="w**2")
    assert printed.startswith("Result: 9\n")
