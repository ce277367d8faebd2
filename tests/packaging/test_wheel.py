"""The wheel carries the package ``deltaflow``, all that the application needs, and nothing else."""

import os
import re
import socket
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import httpx
import pytest

from app import __version__
from tests.paths import ROOT

SERVE = "import sys; from deltaflow.cli import main; main(['serve', '--port', sys.argv[1]])"


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Built without a network, by the build tool that the tests' environment holds."""
    target = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(target)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    return next(target.glob("*.whl"))


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder on the import path with the wheel, and with another project's ``app/main.py``."""
    folder = tmp_path_factory.mktemp("site")
    foreign = folder / "app"
    foreign.mkdir()
    (foreign / "__init__.py").write_text("")
    (foreign / "main.py").write_text("raise ImportError('this is another project')\n")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder)
    assert (foreign / "main.py").read_text().startswith("raise ImportError")
    return folder


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


def environment(site: Path) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    return kept | {"PYTHONPATH": str(site)}


def test_the_wheel_serves_its_own_files_beside_a_foreign_app(
    installed: Path, tmp_path: Path
) -> None:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port = listener.getsockname()[1]
    with subprocess.Popen(
        [sys.executable, "-c", SERVE, str(port)],
        cwd=tmp_path,
        env=environment(installed),
        stderr=subprocess.PIPE,
        text=True,
    ) as server:
        try:
            check_pages(f"http://127.0.0.1:{port}", server)
        finally:
            server.terminate()


def check_pages(base: str, server: subprocess.Popen[str]) -> None:
    with httpx.Client(base_url=base) as client:
        for _ in range(100):
            try:
                client.get("/healthz")
                break
            except httpx.TransportError:
                assert server.poll() is None, server.stderr and server.stderr.read()
                time.sleep(0.1)
        assert client.get("/openapi.json").json()["info"]["version"] == __version__
        addresses = re.findall(r'(?:href|src)="(/static/[^"]+)"', client.get("/").text)
        assert addresses
        for address in addresses:
            assert client.get(address).status_code == 200, address
        assert client.get("/lesson/5", headers={"Accept-Language": "zh"}).status_code == 200
        assert client.get("/api/v1/catalog").status_code == 200


def test_the_installed_package_reads_its_files_from_inside_itself(
    installed: Path, tmp_path: Path
) -> None:
    script = (
        "from deltaflow.settings import Settings; print(Settings().templates, Settings().static)"
    )
    done = subprocess.run(
        [sys.executable, "-c", script],
        cwd=tmp_path,
        env=environment(installed),
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    package = installed / "deltaflow"
    assert done.stdout.split() == [str(package / "templates"), str(package / "static")]
