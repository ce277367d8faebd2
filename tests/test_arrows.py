"""The folders of ``static/js`` know each other in one direction (docs/architecture.md):

pages -> lesson | check | embed -> network | graph | descent | sheets | api -> panels -> draw ->
math -> core

An import goes down this list or stays in its folder. JSDoc and type imports count as well.
import-linter holds the same for ``app``.
"""

import re
from pathlib import Path

import pytest

from tests.paths import STATIC

JS = STATIC / "js"

#: The folders from the bottom up; those of one row don't know each other.
LAYERS = (
    ("core",),
    ("math",),
    ("draw",),
    ("panels",),
    ("network", "graph", "descent", "training", "sheets", "api", "take"),
    ("lesson", "check", "embed"),
    ("pages",),
)
RANK = {folder: rank for rank, row in enumerate(LAYERS) for folder in row}
#: Imports of another tool's folder: a descent may run on the loss of a network.
EXCEPTIONS = {
    ("descent/tool.js", "network/permalink.js"),
    ("descent/tool.js", "network/state.js"),
    # The link back to the network needs the catalog's part on networks.
    ("descent/tool.js", "network/types.js"),
    # A request for a slice of a loss holds the request for the network.
    ("descent/types.d.ts", "network/types.js"),
    ("descent/views/slice.js", "network/parameters.js"),
    ("network/slice_link.js", "descent/types.js"),
    # A step of a run opens as the request for a trace.
    ("training/walkthrough.js", "network/types.js"),
}
#: What drives a page: only pages, tools and each other may know these.
DRIVERS = {
    f"core/{name}.js"
    for name in ("page", "tool", "api", "store", "player", "i18n", "keys", "request_queue")
} | {"core/address_bar.js", "core/browser/sentences.js", "core/browser/own_sentences.js"}
#: Modules that may use document, window and the like without being given them.
WORLDLY = {
    *(
        "core/page.js",
        "core/browser/clipboard.js",
        "core/browser/theme.js",
        "core/browser/sentences.js",
        "core/browser/own_sentences.js",
        "core/browser/later.js",
        "core/browser/save_file.js",
        "core/tool.js",
        "core/url_hash.js",
        "core/views.js",
        "core/i18n.js",
        "draw/dom.js",
        "draw/svg.js",
        "draw/shades.js",
    ),
    *("network/tool.js", "graph/tool.js", "descent/tool.js", "training/tool.js"),
    "check/tool.js",
}

#: The page of sheets, which is no player.
OF_SHEETS = "sheets/page/"
#: Folders whose modules may do so, as views may.
UPPER = ("pages", "lesson", "embed", "panels")

SPECIFIER = re.compile(r"""(?:\bfrom|\bimport)\s*\(?\s*["'](\.{1,2}/[^"']+)["']""")
STATEMENT = re.compile(
    r"""^\s*(?:import|export)\b[^;"'()]*?["'](\.{1,2}/[^"']+)["']""", re.MULTILINE
)
DYNAMIC = re.compile(r"\bimport\(\s*[\"'`](?!\.\./i18n)")
WORLD = re.compile(r"(?<![\w.])(document|window|location|history|localStorage|fetch|navigator)\.")


def code_of(text: str) -> str:
    """A module without its comments."""
    return re.sub(r"/\*[\s\S]*?\*/|(?<!:)//[^\n]*", "", text)


def targets(file: Path, pattern: re.Pattern[str], text: str) -> set[str]:
    """The modules of ``static/js`` that the imports in ``text`` name, by their path there."""
    found = set()
    for specifier in pattern.findall(text):
        target = (file.parent / specifier).resolve()
        if target.is_relative_to(JS):
            found.add(str(target.relative_to(JS)))
    return found


SOURCES = {
    str(file.relative_to(JS)): file.read_text(encoding="utf-8")
    for file in sorted(JS.rglob("*"))
    if file.suffix in (".js", ".ts")
}
#: Every import, those of types included; and only those that run.
MENTIONED = {name: targets(JS / name, SPECIFIER, text) for name, text in SOURCES.items()}
RUN = {name: targets(JS / name, STATEMENT, code_of(text)) for name, text in SOURCES.items()}


def folder(name: str) -> str:
    return name.partition("/")[0]


def test_every_folder_has_its_place() -> None:
    assert {folder(name) for name in SOURCES} == RANK.keys()
    assert len(SOURCES) > 100


def test_every_import_names_a_file() -> None:
    for name, found in MENTIONED.items():
        for target in found:
            assert target in SOURCES or target.removesuffix(".js") + ".d.ts" in SOURCES, (
                f"{name} imports {target}"
            )


def test_the_imports_go_down() -> None:
    up = {
        (name, target)
        for name, found in MENTIONED.items()
        for target in found
        if folder(target) != folder(name) and RANK[folder(target)] >= RANK[folder(name)]
    }
    assert up == EXCEPTIONS


def test_no_module_waits_for_itself() -> None:
    left = dict(RUN)
    while left:
        free = {name for name, found in left.items() if not found & left.keys()}
        assert free, f"a circle among {sorted(left)}"
        left = {name: found for name, found in left.items() if name not in free}


def test_nothing_is_imported_at_run_time() -> None:
    for name, text in SOURCES.items():
        assert name.endswith(".ts") or not DYNAMIC.search(code_of(text)), name


@pytest.mark.parametrize("driver", sorted(DRIVERS))
def test_what_drives_a_page_is_known_to_pages_alone(driver: str) -> None:
    """Views change the page through ``dispatch``, not past it."""
    knowing = {name for name, found in RUN.items() if driver in found}
    pages = {name for name in RUN if folder(name) in ("pages", "lesson")}
    pages |= {name for name in RUN if name.startswith(OF_SHEETS)}
    allowed = pages | {
        "core/page.js",
        "core/browser/clipboard.js",
        "core/browser/theme.js",
        "core/browser/sentences.js",
        "core/browser/own_sentences.js",
        "core/tool.js",
    }
    assert knowing <= allowed


@pytest.mark.parametrize("tool", ["network", "graph", "descent"])
def test_a_view_is_known_to_the_tables_and_to_other_views(tool: str) -> None:
    """State, explainer and geometry of a tool can be tested without a document."""
    for name, found in RUN.items():
        if folder(name) == tool and "/views/" not in name and name != f"{tool}/tool.js":
            assert not any("/views/" in target for target in found), name


def test_what_computes_touches_no_document() -> None:
    for name, text in SOURCES.items():
        if "/views/" in name or folder(name) in UPPER or name in WORLDLY:
            continue
        if name.startswith(OF_SHEETS):
            continue
        code = code_of(text)
        given = {each for each in WORLD.findall(code) if re.search(rf"[(,]\s*{each}\s*[,)]", code)}
        assert set(WORLD.findall(code)) == given, f"{name} does not get it as an argument"


def test_a_folder_can_be_seen_at_a_glance() -> None:
    for directory in {(JS / name).parent for name in SOURCES}:
        files = [path for path in directory.iterdir() if path.is_file()]
        assert len(files) <= 20, directory.relative_to(JS)


def test_a_line_fits_beside_another_file() -> None:
    """Biome breaks code at 110 columns, but neither comments nor long texts."""
    for name, text in SOURCES.items():
        long = [line for line in text.splitlines() if len(line) > 120]
        assert long == [], name
