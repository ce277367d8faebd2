"""What ``docs/extending.md`` says of adding things is true, tried in a copy of the project.

Each of `EXTENSIONS` changes the files that it names there and no other; the catalog lists
it; the generated tests cover it and pass. ``tests/browser/test_extending.py`` opens the copy.
"""

import json
import re
import sys

import pytest

from app.localization import LANGUAGES
from tests.packaging.extended_copy import Copy, make_extended_copy
from tests.packaging.extensions import EXTENSIONS, GENERAL, Extension
from tests.paths import ROOT

COUNTS = {"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "eleven": 11}

CATALOG = (
    "import json, sys; from app.settings import Settings; from app.web.catalog import catalog_json;"
    "json.dump(catalog_json(Settings()), sys.stdout)"
)


@pytest.fixture(scope="module")
def extended(tmp_path_factory: pytest.TempPathFactory) -> Copy:
    return make_extended_copy(tmp_path_factory.mktemp("extended"))


def promised(kind: str, name: str) -> set[str]:
    """The files, counted rightly, in the document's sentence on adding a ``kind``.

    What stands in angle brackets there is the ``name`` of the addition; a file for each
    ``<language>`` is not counted.
    """
    document = (ROOT / "docs/extending.md").read_text(encoding="utf-8")
    sentence = re.search(
        rf"\*\*Add an? {re.escape(kind)}\.\*\* (\w+) files?: (.*?)\.(?=\s)", document, re.DOTALL
    )
    assert sentence is not None, f"docs/extending.md does not say how to add: {kind}"
    files = re.findall(r"`([\w./<>]+\.\w+)`", sentence[2])
    assert COUNTS[sentence[1].lower()] == sum("<language>" not in file for file in files)
    return {
        re.sub(r"<\w+>", name, file.replace("<language>", language))
        for file in files
        for language in LANGUAGES
    }


@pytest.mark.parametrize("extension", EXTENSIONS, ids=lambda extension: extension.name)
def test_an_addition_changes_the_files_that_the_document_names(
    extension: Extension, extended: Copy
) -> None:
    assert extended.changed[extension.name] == promised(extension.kind, extension.name)


def test_the_catalog_lists_every_addition(extended: Copy) -> None:
    catalog = json.loads(extended.run(sys.executable, "-c", CATALOG))
    for extension in EXTENSIONS:
        found = catalog
        for key in extension.listed:
            found = found[key]
        assert not extension.listed or extension.name in {entry["name"] for entry in found}


def test_the_generated_tests_cover_every_addition_and_pass(extended: Copy) -> None:
    files = sorted({file for extension in EXTENSIONS for file in extension.tests})
    names = [extension.name for extension in EXTENSIONS if extension.tests]
    output = extended.run(
        *(sys.executable, "-m", "pytest", "-v", "-p", "no:cacheprovider", "-p", "no:xdist"),
        *(*files, "-k", " or ".join([*names, *GENERAL])),
    )
    for name in [*names, *GENERAL]:
        assert re.search(rf"{name}.* PASSED", output), name


def test_the_browser_code_passes_its_checks_with_every_addition(extended: Copy) -> None:
    tools = ROOT / "tests/js/node_modules/.bin"
    extended.run(str(tools / "tsc"), "-p", "tests/js")
    formatting = "--config-path=tests/js/formatting.json"
    extended.run(str(tools / "biome"), "check", formatting, "--diagnostic-level=error", "static/js")
    tests = sorted(str(path) for path in (extended.folder / "tests/js/math").glob("*.test.js"))
    extended.run("node", "--test", *tests)


def test_what_is_added_is_formatted(extended: Copy) -> None:
    """Or the text in ``extensions.py`` is no example to follow."""
    changed = sorted(name for names in extended.changed.values() for name in names)
    sources = [name for name in changed if name.endswith(".py")]
    extended.run(sys.executable, "-m", "ruff", "check", "-q", *sources)
    extended.run(sys.executable, "-m", "ruff", "format", "-q", "--check", *sources)
