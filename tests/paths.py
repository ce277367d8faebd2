"""Where the parts of the project are, for tests that read its files."""

from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
APP = ROOT / "app"
STATIC = ROOT / "static"
TEMPLATES = ROOT / "templates"
