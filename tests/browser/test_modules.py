"""The arrows between the browser's modules point one way:

page entry -> api, store, player, views -> frame, geometry, scales, formula -> nothing.
"""

import re
from pathlib import Path

JS = Path(__file__).parents[2] / "static" / "js"
IMPORT = re.compile(
    r"""^\s*(?:import\s+(?:[^;"'()=]+?\s+from\s+)?|export\s+[^;"'()=]+?\s+from\s+)["']([^"']+)["']""",
    re.MULTILINE,
)
DYNAMIC = re.compile(r"\bimport\(\s*[\"'`](?!\.\./i18n)")
ENTRY = "signal_flow.js"
#: What a page entry puts together. Of these only the page's own state may be read by others.
MACHINERY = {"api.js", "store.js", "player.js", "state.js", "url.js", "i18n.js"}
#: Those that may touch the page.
DRAWING = {"dom.js", "svg.js", "theme.js", "i18n.js", ENTRY}
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
    assert found[ENTRY]
    for targets in found.values():
        assert targets <= found.keys()


def test_the_arrows_point_one_way() -> None:
    for name, targets in arrows().items():
        views = {each for each in targets if each.startswith("views/")}
        machinery = targets & MACHINERY
        assert ENTRY not in targets
        if name == ENTRY:
            assert views == {"views/index.js"}
        elif name.startswith("views/"):
            assert machinery <= {"state.js"}, f"{name} reaches past dispatch: {machinery}"
        elif name in MACHINERY:
            assert not views, f"{name} knows a view"
            assert machinery <= {"state.js"}
        else:
            assert not views | machinery, f"{name} looks up: {views | machinery}"


def test_no_module_waits_for_itself() -> None:
    left = arrows()
    while left:
        free = {name for name, targets in left.items() if not targets & left.keys()}
        assert free, f"a circle among {sorted(left)}"
        left = {name: targets for name, targets in left.items() if name not in free}


def test_what_computes_touches_no_page() -> None:
    for name in arrows():
        if name.startswith("views/") or name in DRAWING:
            continue
        text = code_of(JS / name)
        given = {each for each in WORLD.findall(text) if re.search(rf"[(,]\s*{each}\s*[,)]", text)}
        assert set(WORLD.findall(text)) == given, f"{name} does not get it as an argument"
