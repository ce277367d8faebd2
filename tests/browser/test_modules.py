"""The arrows between the browser's modules point one way:

page entry -> api, store, player, views -> frame, geometry, scales, formula -> nothing.
"""

import re
from pathlib import Path

from tests.paths import STATIC

JS = STATIC / "js"
IMPORT = re.compile(
    r"""^\s*(?:import\s+(?:[^;"'()=]+?\s+from\s+)?|export\s+[^;"'()=]+?\s+from\s+)["']([^"']+)["']""",
    re.MULTILINE,
)
DYNAMIC = re.compile(r"\bimport\(\s*[\"'`](?!\.\./i18n)")
#: The parts of a tool -> the table of its views
PARTS = {
    "parts/signal_flow.js": "views/index.js",
    "parts/chain_rule.js": "views/chain_rule_index.js",
    "parts/descent.js": "views/descent_index.js",
}
#: page entry -> what it opens
ENTRIES = {
    "signal_flow.js": "parts/signal_flow.js",
    "chain_rule.js": "parts/chain_rule.js",
    "descent.js": "parts/descent.js",
}
#: The lesson puts many tools on a page: it may know all that a page knows.
LESSON = re.compile(r"lesson(_[a-z]+)?(\.js|/)")
#: What every page runs on, and what puts it together. Only the entries know these.
MACHINERY = {
    *("page.js", "instrument.js", "api.js", "store.js", "player.js", "i18n.js", "keys.js"),
    *("asking.js", "address_bar.js", "url.js", "graph_link.js", "descent_link.js"),
}
PUTS_TOGETHER = {"page.js", "instrument.js"}
#: How a page may change: views may read it, whatever it puts together too.
STATES = {"editing.js", "state.js", "graph_state.js", "descent_state.js"}
#: Those that may touch the page.
DRAWING = {
    *("dom.js", "svg.js", "theme.js", "i18n.js", "page.js", "instrument.js"),
    *PARTS,
}
WORLD = re.compile(r"(?<![\w.])(document|window|location|history|localStorage|fetch|navigator)\.")


def code_of(file: Path) -> str:
    """A module without its comments."""
    return re.sub(r"/\*[\s\S]*?\*/|(?<!:)//[^\n]*", "", file.read_text())


def arrows() -> dict[str, set[str]]:
    found = {}
    for file in sorted(JS.rglob("*.js")):
        text = code_of(file)
        assert not DYNAMIC.search(text), f"{file.name} imports at run time"
        found[str(file.relative_to(JS))] = {
            str((file.parent / target).resolve().relative_to(JS)) for target in IMPORT.findall(text)
        }
    return found


def test_every_import_names_a_file() -> None:
    found = arrows()
    assert len(found) > 30
    for entry in ENTRIES:
        assert found[entry]
    for targets in found.values():
        assert targets <= found.keys()


def test_the_arrows_point_one_way() -> None:
    for name, targets in arrows().items():
        views = {each for each in targets if each.startswith("views/")}
        machinery = targets & MACHINERY
        assert not targets & (ENTRIES.keys() | {"lesson.js"})
        if LESSON.match(name):
            assert not name.startswith("lesson/") or "page.js" not in targets
            continue
        assert not any(LESSON.match(each) for each in targets), f"{name} knows the lesson"
        if name in ENTRIES:
            assert targets == {"page.js", ENTRIES[name]}
        elif name in PARTS:
            assert views == {PARTS[name]}
        elif name in MACHINERY:
            assert not views, f"{name} knows a view"
            assert not machinery or name in PUTS_TOGETHER, f"{name} looks up: {machinery}"
        elif name.startswith("views/"):
            assert not machinery, f"{name} reaches past dispatch: {machinery}"
        elif name in STATES:
            assert not views | machinery, f"{name} looks up: {views | machinery}"
        else:
            looked = views | machinery | (targets & STATES)
            assert not looked, f"{name} looks up: {looked}"


def test_no_module_waits_for_itself() -> None:
    left = arrows()
    while left:
        free = {name for name, targets in left.items() if not targets & left.keys()}
        assert free, f"a circle among {sorted(left)}"
        left = {name: targets for name, targets in left.items() if name not in free}


def test_what_computes_touches_no_page() -> None:
    for name in arrows():
        if name.startswith("views/") or name in DRAWING or LESSON.match(name):
            continue
        text = code_of(JS / name)
        given = {each for each in WORLD.findall(text) if re.search(rf"[(,]\s*{each}\s*[,)]", text)}
        assert set(WORLD.findall(text)) == given, f"{name} does not get it as an argument"
