"""What the README says of adding things is true, tried in a copy of the project.

`EXTENSIONS` are added to the copy one after the other. Each changes the files that the README names
for it and no other; the catalog lists it; the generated tests cover it and pass.
"""

import json
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.packaging.extensions import EXTENSIONS, GENERAL, Extension, Insertion
from tests.paths import ROOT

COUNTS = {"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6}
#: What the copy has of the checkout. Compiled modules are copied too: it starts faster.
PARTS = ("app", "static", "templates", "tests", "pyproject.toml", "README.md", "LICENSE")
LEFT_OUT = ("node_modules", ".*_cache", ".hypothesis")

CATALOG = "import sys; from app.web.catalog import CATALOG; sys.stdout.buffer.write(CATALOG)"


@dataclass(frozen=True)
class Copy:
    """The extended copy, and which files each extension changed, by its name."""

    folder: Path
    changed: Mapping[str, set[str]]

    def run(self, *command: str) -> str:
        """The output of a command that must succeed there."""
        done = subprocess.run(command, cwd=self.folder, capture_output=True, text=True)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout


def insert(folder: Path, insertion: Insertion) -> None:
    file = folder / insertion.path
    if insertion.before is None:
        assert not file.exists()
        file.write_text(insertion.text, encoding="utf-8")
        return
    lines = file.read_text(encoding="utf-8").splitlines(keepends=True)
    (place,) = [k for k, line in enumerate(lines) if line.startswith(insertion.before)]
    lines.insert(place, insertion.text)
    file.write_text("".join(lines), encoding="utf-8")


def files_in(folder: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


@pytest.fixture(scope="module")
def extended(tmp_path_factory: pytest.TempPathFactory) -> Copy:
    folder = tmp_path_factory.mktemp("extended")
    for part in PARTS:
        if (ROOT / part).is_dir():
            shutil.copytree(ROOT / part, folder / part, ignore=shutil.ignore_patterns(*LEFT_OUT))
        else:
            shutil.copy(ROOT / part, folder / part)
    changed: dict[str, set[str]] = {}
    before = files_in(folder)
    for extension in EXTENSIONS:
        for insertion in extension.insertions:
            insert(folder, insertion)
        after = files_in(folder)
        changed[extension.name] = {name for name in after if after[name] != before.get(name)}
        before = after
    return Copy(folder, changed)


def promised(kind: str) -> tuple[int, set[str]]:
    """The number of files and their names, in the README's sentence on adding a ``kind``."""
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    sentence = re.search(
        rf"\*\*Add an? {re.escape(kind)}\.\*\* (\w+) files?: (.*?)\.(?=\s)", readme, re.DOTALL
    )
    assert sentence is not None, f"The README does not say how to add: {kind}"
    return COUNTS[sentence[1].lower()], set(re.findall(r"`([\w./]+\.\w+)`", sentence[2]))


@pytest.mark.parametrize("extension", EXTENSIONS, ids=lambda extension: extension.name)
def test_an_addition_changes_the_files_that_the_readme_names(
    extension: Extension, extended: Copy
) -> None:
    count, named = promised(extension.kind)
    assert extended.changed[extension.name] == named
    assert len(named) == count


def test_the_catalog_lists_every_addition(extended: Copy) -> None:
    catalog = json.loads(extended.run(sys.executable, "-c", CATALOG))
    for extension in EXTENSIONS:
        found = catalog
        for key in extension.listed:
            found = found[key]
        assert not extension.listed or extension.name in {entry["name"] for entry in found}


def test_the_generated_tests_cover_every_addition_and_pass(extended: Copy) -> None:
    files = sorted({file for extension in EXTENSIONS for file in extension.tests})
    names = [extension.name for extension in EXTENSIONS]
    output = extended.run(
        *(sys.executable, "-m", "pytest", "-v", "-p", "no:cacheprovider", "-p", "no:xdist"),
        *(*files, "-k", " or ".join([*names, *GENERAL])),
    )
    for name in [*names, *GENERAL]:
        assert re.search(rf"{name}.* PASSED", output), name


def test_the_node_tests_pass_with_every_addition(extended: Copy) -> None:
    tests = sorted(str(path) for path in (extended.folder / "tests/js/math").glob("*.test.js"))
    extended.run("node", "--test", *tests)


def test_what_is_added_is_formatted(extended: Copy) -> None:
    """Or the text in ``extensions.py`` is no example to follow."""
    changed = sorted(name for names in extended.changed.values() for name in names)
    sources = [name for name in changed if name.endswith(".py")]
    extended.run(sys.executable, "-m", "ruff", "check", "-q", *sources)
    extended.run(sys.executable, "-m", "ruff", "format", "-q", "--check", *sources)
