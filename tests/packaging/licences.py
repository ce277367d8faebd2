"""The tables of ``docs/licences.md``: what ships, by the lock and by the packages' metadata.

    python -m tests.packaging.licences

writes them into the document; ``make licences`` does.
"""

import re
from collections.abc import Iterator
from importlib.metadata import distribution

from packaging.utils import canonicalize_name

from deploy.shipped import FONTS, licence_of
from tests.packaging.test_requirements import entries, pinned_version
from tests.paths import ROOT

DOCUMENT = ROOT / "docs" / "licences.md"
#: The name of a table, and its place in the document.
PLACE = r"(?<=<!-- {name} -->\n)(.*?)(?=\n<!-- end of {name} -->)"
Rows = list[tuple[str, ...]]


def locked() -> dict[str, list[str]]:
    """The packages that ship, each with its versions: there are several where a newer one needs a
    newer Python.
    """
    found: dict[str, list[str]] = {}
    for pinned, _ in entries("requirements.txt"):
        found.setdefault(canonicalize_name(pinned.name), []).append(pinned_version(pinned))
    return found


def packages() -> Iterator[tuple[str, ...]]:
    for name, versions in locked().items():
        yield name, ", ".join(versions), licence_of(distribution(name))


def fonts() -> Iterator[tuple[str, ...]]:
    for file, (name, licence) in FONTS.items():
        yield f"`{file}`", name, licence


TABLES = {
    "packages": (("Package", "Version", "Licence"), packages),
    "fonts": (("File", "Font", "Licence"), fonts),
}


def table(name: str) -> str:
    head, rows = TABLES[name]
    lines = [head, ("---",) * len(head), *rows()]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def written(text: str) -> str:
    """The document with its tables as they have to be."""
    for name in TABLES:
        place = re.compile(PLACE.format(name=name), re.DOTALL)
        assert place.search(text), f"docs/licences.md has lost the place of its {name}"
        text = place.sub(table(name).replace("\\", r"\\"), text)
    return text


def rows_of(text: str, name: str) -> Rows:
    """The rows of a table as it stands in the document, without its head."""
    place = re.search(PLACE.format(name=name), text, re.DOTALL)
    assert place is not None
    lines = place[1].splitlines()[2:]
    return [tuple(cell.strip() for cell in line.strip("|").split("|")) for line in lines]


def main() -> None:
    DOCUMENT.write_text(written(DOCUMENT.read_text(encoding="utf-8")), encoding="utf-8")


if __name__ == "__main__":
    main()
