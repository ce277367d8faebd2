"""Runs a generator, and imports what it wrote."""

import importlib
import os
import subprocess
import sys
from pathlib import Path
from types import ModuleType


def generate(*command: str | Path) -> None:
    """Runs a module of this environment, whose programs it may call."""
    programs = os.pathsep.join((str(Path(sys.executable).parent), os.environ["PATH"]))
    done = subprocess.run(
        [sys.executable, "-m", *map(str, command)],
        capture_output=True,
        text=True,
        env=os.environ | {"PATH": programs},
    )
    assert done.returncode == 0, done.stdout + done.stderr


def imported(folder: Path, name: str) -> ModuleType:
    sys.path.insert(0, str(folder))
    try:
        return importlib.import_module(name)
    finally:
        sys.path.remove(str(folder))
