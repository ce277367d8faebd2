"""Draws the folders and their imports into ``docs/architecture.md``, from the code itself.

Run by hand after folders have changed: ``python -m tests.packaging.architecture``. A test holds
the picture to the code.
"""

import ast
import re
from collections.abc import Mapping
from pathlib import Path

from tests.paths import APP, ROOT
from tests.test_arrows import MENTIONED, folder

DOCUMENT = ROOT / "docs" / "architecture.md"
PICTURE = re.compile(r"```mermaid\n.*?```", re.DOTALL)

#: What one box of the picture holds, by the start of a module's path; the longest start counts.
BOXES = (
    *("commands", "client"),
    *("web/pages", "web/lesson", "web"),
    *("explain", "checking", "labs/exercises", "labs/descent", "labs/expression", "labs/datasets"),
    *("engine/network", "engine/graph", "engine"),
)
#: Imports of another tool's folder that tests/test_arrows.py names; they stand in the text.
EXCEPTIONS = {("descent", "network"), ("network", "descent"), ("training", "network")}


def box_of(path: str) -> str | None:
    """The box of a module of ``app``; None for the few beside the folders."""
    found = [box for box in BOXES if path.startswith(f"{box}/")]
    return max(found, key=len) if found else None


def targets(path: Path) -> set[str]:
    """The modules of ``app`` that a module imports, as paths below ``app``."""
    package = path.relative_to(APP).parent.parts
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.level:
            base = package[: len(package) - node.level + 1]
            name = "/".join((*base, *(node.module or "").split(".")))
            found |= {f"{name}/{alias.name}" for alias in node.names}
    return found


def server_arrows() -> set[tuple[str, str]]:
    arrows = set()
    for path in sorted(APP.rglob("*.py")):
        source = box_of(str(path.relative_to(APP)))
        for target in map(box_of, targets(path)):
            if source and target and source != target:
                arrows.add((source, target))
    return arrows


def browser_arrows() -> set[tuple[str, str]]:
    return {
        (folder(name), folder(target))
        for name, found in MENTIONED.items()
        for target in found
        if folder(name) != folder(target)
    } - EXCEPTIONS


def reduced(arrows: set[tuple[str, str]]) -> set[tuple[str, str]]:
    """Without the arrows that a longer way says as well. The graph has no circle."""
    after: dict[str, set[str]] = {}
    for source, target in arrows:
        after.setdefault(source, set()).add(target)

    def reached(start: str) -> set[str]:
        return {node for target in after.get(start, ()) for node in {target} | reached(target)}

    return {
        (source, target)
        for source, target in arrows
        if not any(target in reached(other) for other in after[source] - {target})
    }


def picture() -> str:
    parts: Mapping[str, tuple[str, set[tuple[str, str]]]] = {
        "app": ("app (Python)", server_arrows()),
        "js": ("static/js (browser)", browser_arrows()),
    }
    lines = ["flowchart TD"]
    for name, (title, arrows) in parts.items():
        boxes = sorted({box for arrow in arrows for box in arrow})
        names = {box: f"{name}_{box.replace('/', '_')}" for box in boxes}
        lines.append(f'  subgraph {name}["{title}"]')
        lines += [f'    {names[box]}["{box}"]' for box in boxes]
        lines += [f"    {names[a]} --> {names[b]}" for a, b in sorted(reduced(arrows))]
        lines.append("  end")
    return "\n".join(["```mermaid", *lines, "```"])


def main() -> None:
    text = DOCUMENT.read_text(encoding="utf-8")
    DOCUMENT.write_text(PICTURE.sub(lambda _: picture(), text), encoding="utf-8")


if __name__ == "__main__":
    main()
