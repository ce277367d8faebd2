"""``pyproject.toml`` and its locks agree, and the bounds in it are those that are tested.

Nothing here asks a package index. `make lock` writes the locks anew.
"""

import ast
import os
import re
import sys
import tomllib
from collections.abc import Iterator
from importlib.metadata import packages_distributions, version
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.paths import ROOT

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
NEEDED = PROJECT["project"]["dependencies"]
EXTRAS = PROJECT["project"]["optional-dependencies"]
DEV = EXTRAS["dev"]
FAST, ANIMATION, KERAS = EXTRAS["fast"], EXTRAS["animation"], EXTRAS["keras"]
BUILD = PROJECT["dependency-groups"]["build"]
#: A lock of deploy/, and the requirements that it is made from.
LOCKS = {
    "requirements.txt": [*NEEDED, *FAST, *ANIMATION],
    "requirements-dev.txt": [*NEEDED, *DEV, *FAST, *ANIMATION, *KERAS],
    "requirements-build.txt": BUILD,
    "requirements-lowest.txt": NEEDED,
}
#: Of a package of pydantic's that it requires in one version.
BROUGHT = {"pydantic-core"}
#: The module that an extra is for; the code runs without it.
OPTIONAL = {
    "sklearn": "datasets",
    "numba": "fast",
    "llvmlite": "fast",
    "PIL": "animation",
    "h5py": "keras",
    "anywidget": "jupyter",
    "traitlets": "jupyter",
}
#: What uvicorn imports for us, by name.
NOT_IMPORTED = {"uvloop"}
REMEDY = "run `make lock` and commit the locks"


def entries(lock: str) -> Iterator[tuple[Requirement, str]]:
    """Each pinned package, with the lines below it: its hashes, and what requires it."""
    text = (ROOT / "deploy" / lock).read_text(encoding="utf-8")
    for entry in re.split(r"\n(?=[a-z])", text.strip()):
        first, _, rest = entry.partition("\n")
        yield Requirement(first.removesuffix("\\")), rest


def direct(lock: str) -> dict[str, list[Requirement]]:
    """The pinned versions, by name, of the packages that pyproject.toml itself requires. There are
    several where a newer one needs a newer Python.
    """
    found: dict[str, list[Requirement]] = {}
    for pinned, rest in entries(lock):
        if re.search(r"deltaflow \(pyproject\.toml", rest):
            found.setdefault(canonicalize_name(pinned.name), []).append(pinned)
    return found


def pinned_version(pinned: Requirement) -> str:
    (specifier,) = pinned.specifier
    assert specifier.operator == "=="
    return specifier.version


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_is_that_of_the_requirements(lock: str) -> None:
    pins = direct(lock)
    required = [Requirement(text) for text in LOCKS[lock]]
    assert set(pins) == {canonicalize_name(requirement.name) for requirement in required}, REMEDY
    for requirement in required:
        for pinned in pins[canonicalize_name(requirement.name)]:
            held = requirement.specifier.contains(pinned_version(pinned), prereleases=True)
            assert held, f"{pinned} in {lock} is not {requirement}: {REMEDY}"


@pytest.mark.parametrize("lock", LOCKS)
def test_every_package_of_a_lock_has_its_hashes(lock: str) -> None:
    for pinned, rest in entries(lock):
        pinned_version(pinned)
        assert re.search(r"--hash=sha256:[0-9a-f]{64}", rest), pinned


@pytest.mark.parametrize("text", NEEDED)
def test_a_dependency_has_the_lower_bound_that_is_tested_and_an_upper_bound(text: str) -> None:
    requirement = Requirement(text)
    bounds = {specifier.operator: specifier.version for specifier in requirement.specifier}
    assert set(bounds) == {">=", "<"}
    (lowest,) = direct("requirements-lowest.txt")[canonicalize_name(requirement.name)]
    remedy = f"name the oldest version that is tested, {lowest}, as the lower bound"
    assert lowest.specifier.contains(bounds[">="]), remedy


def imported(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
            yield node.module.partition(".")[0]


def test_the_dependencies_are_what_the_code_imports() -> None:
    modules = {name for path in (ROOT / "app").rglob("*.py") for name in imported(path)}
    distributions = packages_distributions()
    used = {
        canonicalize_name(name)
        for module in modules - sys.stdlib_module_names - OPTIONAL.keys()
        for name in distributions[module]
    }
    required = {canonicalize_name(Requirement(text).name) for text in NEEDED}
    assert used - BROUGHT == required - NOT_IMPORTED
    assert OPTIONAL.keys() <= modules
    assert {*OPTIONAL.values(), "dev"} == EXTRAS.keys()


def test_the_tests_run_on_the_versions_of_one_lock() -> None:
    on_lowest = ".lowest" in os.environ.get("PYTHONPATH", "").split(os.pathsep)
    lock = "requirements-lowest.txt" if on_lowest else "requirements.txt"
    for name, pins in direct(lock).items():
        (pinned,) = [pin for pin in pins if pin.marker is None or pin.marker.evaluate()]
        assert version(name) == pinned_version(pinned), f"{name}: install deploy/{lock}"
