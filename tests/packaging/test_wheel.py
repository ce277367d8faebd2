"""The wheel carries the package ``deltaflow``, all that the application needs, and nothing else.

It is installed as a user does it: with what it requires, in an environment of its own, outside the
checkout, beside another project's package ``app``.
"""

import contextlib
import json
import os
import re
import subprocess
import sys
import time
import zipfile
from collections.abc import Iterator
from email import message_from_bytes
from hashlib import sha256
from pathlib import Path

import httpx
import pytest
from packaging.utils import canonicalize_name

from app import __version__
from app.web.endpoints import OPERATIONS
from app.web.pages.pages import PAGES
from tests.packaging.test_requirements import entries
from tests.paths import ROOT
from tests.test_cli import free_port

REPOSITORY = "https://forge.example/group/deltaflow"
#: How the server is started; the port follows.
SERVERS = {
    "command": ["deltaflow", "serve", "--port"],
    "module": ["python", "-m", "deltaflow", "serve", "--port"],
    "factory": ["uvicorn", "--factory", "deltaflow.main:create_app", "--port"],
}
#: What a project that uses the package may write, and in the last line what it may not.
USER = """\
from pathlib import Path

from starlette.types import ASGIApp

import deltaflow
from deltaflow.engine.network.activations import ACTIVATIONS
from deltaflow.main import create_app
from deltaflow.settings import Settings

version: str = deltaflow.__version__
names: list[str] = [entry.name for entry in ACTIVATIONS.values()]
static: Path = Settings(port=8123).static
application: ASGIApp = create_app()
mistake: int = deltaflow.__version__
"""


def built(target: Path, **variables: str) -> Path:
    """The wheel, built without a network by the build tool that the tests' environment holds."""
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(target)]
    environment = outside() | variables
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    return next(target.glob("*.whl"))


def outside() -> dict[str, str]:
    """The variables of a shell that knows nothing of this checkout or its settings."""
    return {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("PYTHON", "DELTAFLOW_", "VIRTUAL_ENV"))
    }


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return built(tmp_path_factory.mktemp("wheel"))


class Installed:
    """An environment that holds the wheel, what it requires, and the package of another project."""

    def __init__(self, folder: Path, wheel: Path) -> None:
        self.folder = folder / "environment"
        #: Where commands are run: an empty folder.
        self.elsewhere = folder / "elsewhere"
        self.elsewhere.mkdir()
        self.ran(sys.executable, "-m", "venv", "--without-pip", str(self.folder))
        constraints = folder / "constraints.txt"
        pins = (str(pinned) for pinned, _ in entries("requirements.txt"))
        constraints.write_text("\n".join(pins), encoding="utf-8")
        self.ran(
            *(sys.executable, "-m", "pip", "--python", str(self.command("python"))),
            *("install", "--quiet", "--no-compile", "--disable-pip-version-check"),
            *("--only-binary", ":all:", "--constraint", str(constraints), str(wheel)),
        )
        printed = self.ran(self.command("python"), "-c", "import fastapi; print(fastapi.__file__)")
        self.packages = Path(printed).parent.parent
        foreign = self.packages / "app"
        foreign.mkdir()
        (foreign / "__init__.py").write_text("")
        (foreign / "main.py").write_text("raise ImportError('this is another project')\n")

    def command(self, name: str) -> str:
        return str(self.folder / "bin" / name)

    def ran(self, *command: str) -> str:
        """What the command writes to its standard output, once it has succeeded."""
        done = subprocess.run(
            command, cwd=self.elsewhere, env=outside(), capture_output=True, text=True
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    @contextlib.contextmanager
    def serving(self, server: str) -> Iterator[httpx.Client]:
        port = free_port()
        first, *rest = SERVERS[server]
        process = subprocess.Popen(
            [self.command(first), *rest, str(port)],
            cwd=self.elsewhere,
            env=outside(),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
        )
        try:
            with httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=60) as client:
                for _ in range(600):
                    with contextlib.suppress(httpx.TransportError):
                        client.get("/healthz")
                        break
                    assert process.poll() is None, process.stderr and process.stderr.read()
                    time.sleep(0.1)
                yield client
        finally:
            process.terminate()
            process.communicate()


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Installed:
    return Installed(tmp_path_factory.mktemp("site"), wheel)


def files(folder: str) -> set[str]:
    return {
        str(path.relative_to(ROOT))
        for path in (ROOT / folder).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }


def test_the_wheel_holds_one_package_with_every_page_script_and_sentence(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        inside = {name for name in archive.namelist() if ".dist-info/" not in name}
    code = {re.sub("^app/", "deltaflow/", name) for name in files("app")}
    assert inside == code | {f"deltaflow/{name}" for name in files("templates") | files("static")}


def test_the_version_stands_in_one_place(wheel: Path) -> None:
    assert wheel.name.startswith(f"deltaflow-{__version__}-")
    written = re.compile(rf"(?<![\d.]){re.escape(__version__)}(?![\d.])")
    holding = [
        path for path in [*files("app"), "pyproject.toml"] if path.endswith((".py", ".toml"))
    ]
    found = [path for path in holding if written.search((ROOT / path).read_text(encoding="utf-8"))]
    assert found == ["app/__init__.py"]


def test_no_module_names_the_package_that_it_is_in() -> None:
    """Such an import would find nothing, or another project, where the wheel is installed."""
    for path in files("app"):
        if path.endswith(".py"):
            source = (ROOT / path).read_text(encoding="utf-8")
            assert not re.search(r"^\s*(from|import) app\b", source, re.MULTILINE), path


def test_the_commands_say_what_they_are(installed: Installed) -> None:
    for command in (
        [installed.command("deltaflow")],
        [installed.command("python"), "-m", "deltaflow"],
    ):
        assert installed.ran(*command, "--version").strip() == f"deltaflow {__version__}"
        assert "serve" in installed.ran(*command, "--help")
        assert "--root-path" in installed.ran(*command, "serve", "--help")


@pytest.mark.parametrize("server", SERVERS)
def test_every_public_address_is_served_beside_a_foreign_app(
    installed: Installed, server: str
) -> None:
    with installed.serving(server) as client:
        assert client.get("/openapi.json").json()["info"]["version"] == __version__
        assert client.get("/healthz").json() == {"status": "ok"}
        for page in PAGES:
            for language in ("en", "zh"):
                text = client.get(page, params={"lang": language}).raise_for_status().text
                addresses = re.findall(r'(?:href|src)="(/static/[^"]+)"', text)
                assert addresses
                for address in addresses:
                    assert client.get(address).status_code == 200, address
        assert client.get("/api/v1/catalog").status_code == 200
        for endpoint in OPERATIONS:
            answer = client.post(f"/api/v1/{endpoint.name}", json=endpoint.example)
            assert answer.status_code == 200, endpoint.name


def test_every_static_file_is_served(installed: Installed) -> None:
    with installed.serving("command") as client:
        for name in files("static"):
            client.get(f"/{name}").raise_for_status()


def test_the_installed_package_reads_its_files_from_inside_itself(installed: Installed) -> None:
    script = "from deltaflow.settings import Settings as S; print(S().templates, S().static)"
    package = installed.packages / "deltaflow"
    assert installed.ran(installed.command("python"), "-c", script).split() == [
        str(package / "templates"),
        str(package / "static"),
    ]


def test_a_project_that_uses_the_package_is_checked_against_its_types(
    installed: Installed,
) -> None:
    (installed.elsewhere / "user.py").write_text(USER, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "mypy", "--strict", "--cache-dir", "cache"]
        + ["--python-executable", installed.command("python"), "user.py"],
        cwd=installed.elsewhere,
        env=outside(),
        capture_output=True,
        text=True,
    )
    errors = [line for line in done.stdout.splitlines() if ": error:" in line]
    assert len(errors) == 1, done.stdout
    assert errors[0].startswith(f"user.py:{len(USER.splitlines())}: error: Incompatible types")


def test_the_bill_of_materials_names_all_that_is_installed(installed: Installed) -> None:
    python = installed.command("python")
    script = str(ROOT / "deploy" / "shipped.py")
    bill = json.loads(installed.ran(python, script, "deltaflow"))
    listed = "from importlib.metadata import distributions as d; print(*{x.name for x in d()})"
    names = {canonicalize_name(name) for name in installed.ran(python, "-c", listed).split()}
    assert names >= {"numpy", "starlette"}
    application = bill["metadata"]["component"]
    assert (application["name"], application["version"]) == ("deltaflow", __version__)
    assert {each["name"] for each in bill["components"]} == names - {"deltaflow"}
    fonts = {part["name"]: part for part in application["components"]}
    for name, part in fonts.items():
        content = (installed.packages / name).read_bytes()
        assert part["hashes"][0]["content"] == sha256(content).hexdigest()
        assert part["licenses"] == [{"license": {"id": "OFL-1.1"}}]
    assert len(fonts) == 2
    asked = {each["ref"]: each["dependsOn"] for each in bill["dependencies"]}
    assert asked.keys() == {each["bom-ref"] for each in (application, *bill["components"])}
    assert {ref for refs in asked.values() for ref in refs} == asked.keys() - {
        application["bom-ref"]
    }
    assert bill == json.loads(installed.ran(python, script, "deltaflow"))


def test_a_published_package_has_addresses_and_a_description_without_relative_links(
    tmp_path: Path,
) -> None:
    with zipfile.ZipFile(built(tmp_path, DELTAFLOW_REPOSITORY=REPOSITORY)) as archive:
        (name,) = [name for name in archive.namelist() if name.endswith(".dist-info/METADATA")]
        metadata = message_from_bytes(archive.read(name))
    addresses = dict(entry.split(", ") for entry in metadata.get_all("Project-URL", []))
    assert set(addresses) == {"Homepage", "Documentation", "Source", "Changelog", "Issues"}
    assert all(address.startswith(REPOSITORY) for address in addresses.values())
    assert metadata["Description-Content-Type"] == "text/markdown"
    description = metadata.get_payload(decode=True)
    assert isinstance(description, bytes)
    links = re.findall(r"(!?)\[[^\]]*\]\(([^)\s]+)\)", description.decode())
    pictures = [target for mark, target in links if mark]
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    shown = re.findall(r"!\[[^\]]*\]\(([^)]+)\)", readme)
    assert pictures == [f"{REPOSITORY}/raw/v{__version__}/{path}" for path in shown] != []
    assert len(links) > len(pictures)
    for _, target in links:
        assert target.startswith("https://"), target
        if target.startswith(REPOSITORY):
            path = target.removeprefix(REPOSITORY).split("/", 3)[3]
            assert (ROOT / path).exists(), target


def test_a_package_built_without_a_repository_names_none(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        (name,) = [name for name in archive.namelist() if name.endswith(".dist-info/METADATA")]
        metadata = message_from_bytes(archive.read(name))
    assert metadata.get_all("Project-URL") is None
    assert "Typing :: Typed" in metadata.get_all("Classifier", [])


def test_a_repository_that_is_no_address_stops_the_build(tmp_path: Path) -> None:
    with pytest.raises(AssertionError, match="must be an https address"):
        built(tmp_path, DELTAFLOW_REPOSITORY="git@forge.example:deltaflow")
