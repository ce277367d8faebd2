"""What an installation ships, with its licences, as a bill of materials.

    python deploy/shipped.py deltaflow > sbom.cdx.json

writes that of the distribution ``deltaflow`` and of all that it requires, as this Python imports
it, in the form of CycloneDX 1.6. It needs nothing but Python, so that it runs where the image is
built, in the environment that it tells of. The same installation gives the same bytes.
"""

import hashlib
import json
import re
import sys
from collections.abc import Iterator, Mapping, Set
from importlib.metadata import Distribution, distributions
from pathlib import Path, PurePath
from typing import Any

Component = dict[str, Any]

#: Licences that a distribution names by their SPDX identifier where it has no expression.
NAMED = frozenset(("Apache-2.0", "BSD-3-Clause", "MIT", "MPL-2.0"))
#: Licences of distributions whose metadata do not name one for sure: read from their texts.
READ = {
    "contourpy": "BSD-3-Clause",
    "jinja2": "BSD-3-Clause",
    "numba": "BSD-2-Clause",
    "resvg-py": "MIT",
    "safetensors": "Apache-2.0",
    "segno": "BSD-3-Clause",
    "uvloop": "Apache-2.0 OR MIT",
}
#: Licences of the fonts, by the names of their files.
FONTS = {
    "DejaVuSans.ttf": ("DejaVu Sans", "Bitstream-Vera"),
    "STIXTwoMath-Regular.ttf": ("STIX Two Math", "OFL-1.1"),
    "stix-two-math.woff2": ("STIX Two Math, cut to the characters in use", "OFL-1.1"),
    "words.ttf": ("Noto Sans CJK SC, cut to the characters in use", "OFL-1.1"),
}
FONT_ENDINGS = frozenset((".otf", ".ttf", ".woff", ".woff2"))
#: Texts that a distribution should bring and does not, as ``licences/<name>.txt`` beside this file.
TEXTS = Path(__file__).parent / "licences"
LICENCE_FILE = re.compile(r"(licen[cs]e|copying|notice|ofl)", re.IGNORECASE)
#: What a licence file tells of a library inside of a wheel.
INSIDE = re.compile(r"^Name: (.+)\n(?:(?!Name: ).+\n)*?License: (.+)$", re.MULTILINE)
#: Extras of the distribution that are for the work on it, and do not ship.
OF_DEVELOPMENT = frozenset(("dev",))
#: A requirement: a name, and the extras in brackets. And what its marker says of extras.
REQUIREMENT = re.compile(r"([\w.-]+)\s*(?:\[([^\]]*)\])?")
EXTRA = re.compile(r"""extra\s*==\s*["']([^"']+)["']""")
#: Where auditwheel puts the libraries that a wheel needs.
LIBRARY = re.compile(r"^[^/]+\.libs/lib[^/]+$")


class Unknown(Exception):
    """A licence that nothing names."""


def plain(name: str) -> str:
    """A name in the form that package indexes compare (PEP 503)."""
    return re.sub(r"[-_.]+", "-", name.strip()).lower()


def name_of(distribution: Distribution) -> str:
    return plain(distribution.metadata["Name"])


def licence_of(distribution: Distribution) -> str:
    """Its licence as an SPDX expression.

    :raises Unknown: nothing names it.
    """
    name, metadata = name_of(distribution), distribution.metadata
    if "License-Expression" in metadata:
        return str(metadata["License-Expression"])
    if "License" in metadata and metadata["License"] in NAMED:
        return str(metadata["License"])
    if name in READ:
        return READ[name]
    raise Unknown(
        f"{name} {distribution.version} names no licence: read its licence file, and write what it "
        "is into READ of deploy/shipped.py."
    )


def licence_files(distribution: Distribution) -> list[Path]:
    """The texts of its licences and notices that are installed with it, and ours of `TEXTS`."""
    found = [
        Path(str(distribution.locate_file(file)))
        for file in distribution.files or ()
        if ".dist-info/" in str(file) and LICENCE_FILE.search(file.name)
    ]
    ours = TEXTS / f"{name_of(distribution)}.txt"
    return [*sorted(found), *([ours] if ours.exists() else [])]


def inside(distribution: Distribution) -> list[tuple[str, str]]:
    """Libraries inside of its wheel, by name and licence, as its licence files name them."""
    texts = (file.read_text(encoding="utf-8") for file in licence_files(distribution))
    return [found for text in texts for found in INSIDE.findall(text)]


def licences(expression: str) -> list[dict[str, Any]]:
    is_one = re.fullmatch(r"[\w.+-]+", expression) is not None
    return [{"license": {"id": expression}}] if is_one else [{"expression": expression}]


def file_component(name: str, path: Path) -> Component:
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    return {"type": "file", "name": name, "hashes": [{"alg": "SHA-256", "content": digest}]}


def fonts_of(distribution: Distribution) -> Iterator[tuple[PurePath, Path]]:
    """The fonts among its files: the path inside of it, and where it is."""
    for file in distribution.files or ():
        if file.suffix in FONT_ENDINGS:
            yield file, Path(str(distribution.locate_file(file)))


def parts_of(distribution: Distribution) -> Iterator[Component]:
    """Fonts, libraries, and what the wheel's own bills of materials name (PEP 770).

    :raises Unknown: a font has no licence in `FONTS`.
    """
    for name, licence in inside(distribution):
        yield {"type": "library", "name": name, "licenses": licences(licence)}
    for file, path in fonts_of(distribution):
        if file.name not in FONTS:
            raise Unknown(f"Write the licence of the font {file} into FONTS of deploy/shipped.py.")
        description, licence = FONTS[file.name]
        more = {"description": description, "licenses": licences(licence)}
        yield file_component(str(file), path) | more
    for file in distribution.files or ():
        path = Path(str(distribution.locate_file(file)))
        if LIBRARY.match(str(file)):
            yield file_component(str(file), path)
        elif ".dist-info/sboms/" in str(file) and file.name.endswith(".cyclonedx.json"):
            yield from compiled_in(path)


def compiled_in(bill: Path) -> Iterator[Component]:
    """What was compiled into a wheel; what only built it is left out."""
    kept = ("type", "name", "version", "purl", "licenses", "hashes")
    for component in json.loads(bill.read_text(encoding="utf-8")).get("components", ()):
        if component.get("scope") != "excluded":
            yield {key: component[key] for key in kept if key in component}


def component_of(distribution: Distribution) -> Component:
    name, version = name_of(distribution), distribution.version
    address = f"pkg:pypi/{name}@{version}"
    component = {
        "type": "library",
        "bom-ref": address,
        "name": name,
        "version": version,
        "purl": address,
        "licenses": licences(licence_of(distribution)),
    }
    # One that is named twice is one.
    parts = {json.dumps(part, sort_keys=True): part for part in parts_of(distribution)}
    return component | ({"components": [parts[key] for key in sorted(parts)]} if parts else {})


def requirements_of(distribution: Distribution, extras: Set[str]) -> Iterator[tuple[str, set[str]]]:
    """The names of what it requires with some of its extras, on whatever system, each with the
    extras that it requires of it.
    """
    for requirement in distribution.requires or ():
        found = REQUIREMENT.match(requirement)
        assert found is not None
        needed_for = {plain(each) for each in EXTRA.findall(requirement)}
        if not needed_for or needed_for & extras:
            yield plain(found[1]), {plain(each) for each in (found[2] or "").split(",") if each}


def needed_by(root: str, installed: Mapping[str, Distribution]) -> dict[str, set[str]]:
    """The distribution ``root`` with all its extras but those of its development, and all that it
    requires as far as it is installed: the extras of each by its name.

    :raises KeyError: ``root`` is not installed.
    """
    offered = installed[root].metadata.get_all("Provides-Extra") or ()
    found = {root: {plain(each) for each in offered} - OF_DEVELOPMENT}
    waiting = [root]
    while waiting:
        name = waiting.pop()
        for needed, extras in requirements_of(installed[name], found[name]):
            if needed in installed and not (needed in found and extras <= found[needed]):
                found[needed] = found.get(needed, set()) | extras
                waiting.append(needed)
    return found


def bill_of_materials(root: str) -> dict[str, Any]:
    """Of the distribution ``root`` and of what it requires, as this Python imports it. What it
    imports besides is told of on the standard error stream.

    :raises Unknown: something has no licence.
    :raises KeyError: ``root`` is not installed.
    """
    installed = {name_of(each): each for each in distributions()}
    extras = needed_by(root, installed)
    if others := sorted(installed.keys() - extras.keys()):
        print(f"Not listed, as {root} does not require it: {', '.join(others)}", file=sys.stderr)
    found = {name: installed[name] for name in extras}
    components = {name: component_of(found[name]) for name in sorted(found)}
    application = components.pop(root) | {"type": "application"}
    everything = {root: application, **components}
    return {
        "$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {"lifecycles": [{"phase": "build"}], "component": application},
        "components": list(components.values()),
        "dependencies": [
            {
                "ref": component["bom-ref"],
                "dependsOn": [
                    everything[needed]["bom-ref"]
                    for needed in sorted(
                        {each for each, _ in requirements_of(found[name], extras[name])}
                    )
                    if needed in everything
                ],
            }
            for name, component in everything.items()
        ],
    }


def main() -> None:
    if len(sys.argv) != 2:
        sys.exit("Name the distribution: python deploy/shipped.py deltaflow > sbom.cdx.json")
    try:
        bill = bill_of_materials(sys.argv[1])
    except Unknown as unknown:
        sys.exit(str(unknown))
    except KeyError:
        sys.exit(f"{sys.argv[1]} is not installed where {sys.executable} looks.")
    json.dump(bill, sys.stdout, indent=1, sort_keys=True)
    print()


if __name__ == "__main__":
    main()
