"""A copy of the project with `EXTENSIONS` added to it, one after the other."""

import json
import shutil
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from tests.packaging.extensions import EXTENSIONS, Insertion, TranslatedCopy
from tests.paths import ROOT

#: What the copy has of the checkout. Compiled modules are copied too: it starts faster.
PARTS = ("app", "static", "templates", "tests", "pyproject.toml", "README.md", "LICENSE")
LEFT_OUT = ("node_modules", ".*_cache", ".hypothesis")


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


def translate(folder: Path, copy: TranslatedCopy) -> None:
    table = json.loads((folder / copy.source).read_text(encoding="utf-8"))
    unknown = copy.sentences.keys() - table.keys()
    assert not unknown, f"{copy.source} has no {unknown}"
    text = json.dumps(table | copy.sentences, ensure_ascii=False, indent=2)
    (folder / copy.path).write_text(f"{text}\n", encoding="utf-8")


def files_in(folder: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def make_extended_copy(folder: Path) -> Copy:
    """Copies the checkout to ``folder`` and adds `EXTENSIONS` in their order."""
    for part in PARTS:
        if (ROOT / part).is_dir():
            shutil.copytree(ROOT / part, folder / part, ignore=shutil.ignore_patterns(*LEFT_OUT))
        else:
            shutil.copy(ROOT / part, folder / part)
    changed: dict[str, set[str]] = {}
    before = files_in(folder)
    for extension in EXTENSIONS:
        for insertion in extension.insertions:
            if isinstance(insertion, TranslatedCopy):
                translate(folder, insertion)
            else:
                insert(folder, insertion)
        after = files_in(folder)
        changed[extension.name] = {name for name in after if after[name] != before.get(name)}
        before = after
    return Copy(folder, changed)
