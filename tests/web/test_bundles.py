"""A page's script is its modules, and its style sheet its sheets.

The referee is tree-sitter's grammar of JavaScript. What a script with a template inside a template
means, the shortening may change: write two statements.
"""

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
import tree_sitter_javascript
from rjsmin import jsmin
from tree_sitter import Language, Node, Parser

from app.headers import FRAMING_FILES
from app.web.bundles import Modules, UnknownForm, script_of, sheets_of
from tests.paths import STATIC

PARSER = Parser(Language(tree_sitter_javascript.language()))
#: What `app/client/widget.py` gives to notebooks.
OF_NOTEBOOKS = "js/embed/notebook.js"
#: Of every page but those of other sites and notebooks, which load theirs as it is.
SCRIPTS = sorted(
    path
    for path in (STATIC / "js").rglob("*.js")
    if str(path.relative_to(STATIC)) not in (*FRAMING_FILES, OF_NOTEBOOKS)
)
FOLDERS = sorted({path.parent for path in SCRIPTS})
PAGES = sorted((STATIC / "js" / "pages").rglob("*.js"))
SHEETS = sorted((STATIC / "css" / "pages").glob("*.css"))
Structure = list[tuple[str, bytes]]


def name_of(path: Path) -> str:
    """The path of a file below its folder of pages, as two folders may have one of a name."""
    return str(path.relative_to(STATIC))


def parse(text: str | bytes) -> Node:
    root = PARSER.parse(text if isinstance(text, bytes) else text.encode()).root_node
    assert not root.has_error
    return root


def structure(node: Node) -> Structure:
    """The kind of every node in order, and the text of those that hold no other."""
    found: Structure = []
    waiting = [node]
    while waiting:
        each = waiting.pop()
        # A semicolon at the end of a line may be left out.
        if each.type in ("comment", ";"):
            continue
        children = each.children
        found.append((each.type, b"" if children else each.text or b""))
        waiting.extend(reversed(children))
    return found


def statements(body: Node) -> list[Node]:
    return [each for each in body.named_children if each.type != "comment"]


def own_statements(module: Node) -> list[Structure]:
    """What a module does, without its imports and the word ``export``."""
    found = []
    for each in statements(module):
        if each.type == "import_statement":
            continue
        if each.type == "export_statement":
            declaration = each.child_by_field_name("declaration")
            if declaration is None:
                continue
            each = declaration
        found.append(structure(each))
    return found


#: Declarations of one name; ``const a = 1, b = 2`` and ``{ a, b }`` hold several.
ONE_NAME = ("function_declaration", "generator_function_declaration", "class_declaration")


def names_exported(module: Node) -> set[str]:
    found: set[str] = set()
    for each in statements(module):
        if each.type != "export_statement":
            continue
        declaration = each.child_by_field_name("declaration")
        named = each.named_children[0] if declaration is None else declaration
        parts = [named] if named.type in ONE_NAME else named.named_children
        for part in parts:
            name = part.child_by_field_name("alias") or part.child_by_field_name("name")
            if name is not None and name.text:
                found.add(name.text.decode())
    return found


def imports_of(module: Node) -> list[Node]:
    """The imports that bind names."""
    imports = [each for each in module.children if each.type == "import_statement"]
    return [each for each in imports if each.named_children[0].type == "import_clause"]


def constant_for(statement: Node, path: Path, numbers: dict[Path, int], shared: set[str]) -> str:
    """What becomes of an import: ``const { b: c } = $7;``, without the names that are seen."""
    clause, source = statement.named_children
    imported = (path.parent / (source.text or b"").decode().strip('"')).resolve()
    text = (clause.text or b"").decode()
    if text.startswith("{"):
        names = [each.strip() for each in text.strip("{} \n").split(",") if each.strip()]
        left = [each.replace(" as ", ": ") for each in names if each not in shared]
        text = f"{{ {', '.join(left)} }}" if left else ""
    return f"const {text.replace('* as ', '')} = ${numbers[imported]};" if text else ""


def descendants(node: Node) -> Iterator[Node]:
    yield node
    for child in node.children:
        yield from descendants(child)


def body_of(function: Node) -> list[Node]:
    """The statements of ``const $1 = (() => {…})();``."""
    for node in descendants(function):
        if node.type == "arrow_function":
            body = node.child_by_field_name("body")
            assert body is not None
            return statements(body)
    raise AssertionError("no function")


def keys_of(returned: Node) -> set[str]:
    assert returned.type == "return_statement"
    parts = returned.named_children[0].named_children
    keys = [part.child_by_field_name("key") or part for part in parts]
    return {(key.text or b"").decode() for key in keys}


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_a_module_means_the_same_in_the_script_of_a_page(page: Path) -> None:
    modules = Modules(page)
    *imported, entry = modules.texts
    top = statements(parse(modules.script()))
    numbers = {path: number for number, path in enumerate(modules.texts)}
    exports = {path: names_exported(parse(path.read_bytes())) for path in modules.texts}
    counted = Counter(name for names in exports.values() for name in names)
    shared = {name for name, count in counted.items() if count == 1}
    assert modules.shared == shared
    seen: set[str] = set()
    for path in [*imported, entry]:
        module = parse(path.read_bytes())
        body = top if path == entry else body_of(top[0])
        if path != entry:
            # What others see of it follows at once.
            function = re.sub(rb"(?s)= \(\(\) => .*", b"", top.pop(0).text or b"").decode()
            if function == f"const ${numbers[path]} " and top:
                after = (top[0].text or b"").decode()
                if re.fullmatch(rf"const {{[^}}]*}} = \${numbers[path]};", after):
                    function = (top.pop(0).text or b"").decode()
            seen |= set(re.findall(r"\w+", function.partition("{")[2].partition("}")[0]))
            assert exports[path] & shared <= seen, path
        # A constant for each import, the module's own statements, and what it returns.
        imports = [constant_for(each, path, numbers, shared) for each in imports_of(module)]
        count = sum(text != "" for text in imports)
        assert [(each.text or b"").decode() for each in body[:count]] == [*filter(None, imports)]
        own = body[count:]
        if exports[path]:
            assert keys_of(own.pop()) == exports[path], path
        assert [structure(each) for each in own] == own_statements(module), path
    assert seen == shared


def test_every_module_belongs_to_a_page() -> None:
    assert {path for page in PAGES for path in Modules(page).texts} == set(SCRIPTS)


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: str(path.relative_to(STATIC)))
def test_a_module_has_none_of_the_forms_that_joining_would_change(path: Path) -> None:
    for node in descendants(parse(path.read_bytes())):
        # What another module assigns later, a constant would not see.
        assert not (node.type == "export_statement" and b"export let" in (node.text or b"")[:12])
        assert node.type != "meta_property"
        assert not (node.type == "import" and node.is_named) or is_import_of_anywhere(node)
        assert node.type != "await_expression" or is_within_function(node) or path in PAGES


def is_import_of_anywhere(node: Node) -> bool:
    """Whether a call of ``import`` has a computed address, which joining leaves as it is."""
    arguments = node.parent and node.parent.child_by_field_name("arguments")
    return arguments is not None and all(each.type != "string" for each in arguments.children)


def is_within_function(node: Node) -> bool:
    kinds = (
        *("function_declaration", "generator_function_declaration", "arrow_function"),
        *("method_definition", "function_expression"),
    )
    while node.parent is not None:
        node = node.parent
        if node.type in kinds:
            return True
    return False


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda path: str(path.relative_to(STATIC)))
def test_shortening_a_module_changes_nothing_but_its_comments(folder: Path) -> None:
    for path in folder.glob("*.js"):
        text = path.read_text(encoding="utf-8")
        short = jsmin(text)
        assert structure(parse(short)) == structure(parse(text)), path
        assert "/**" not in short


@pytest.mark.parametrize("path", PAGES, ids=name_of)
def test_the_script_of_a_page_is_shortened(path: Path) -> None:
    assert script_of(path) == jsmin(Modules(path).script())


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('import a from "./b.js";\n', 'import a from "./b.js";'),
        ("export default 1;\n", "export default 1;"),
        ("export let a = 1;\n", "export let a = 1;"),
        ('export * from "./b.js";\n', 'export \\* from "./b.js";'),
        ('import { b } from "./a.js";\n', "a.js imports itself"),
    ],
)
def test_another_form_of_import_or_export_is_refused(tmp_path: Path, text: str, told: str) -> None:
    (tmp_path / "a.js").write_text(text)
    (tmp_path / "b.js").write_text("export const b = 1;\n")
    with pytest.raises(UnknownForm, match=told):
        script_of(tmp_path / "a.js")


def without_comments(sheet: str) -> str:
    first, *rest = sheet.split("/*")
    return first + "".join(part.split("*/", 1)[1].removeprefix("\n") for part in rest)


@pytest.mark.parametrize("path", SHEETS, ids=name_of)
def test_a_style_sheet_holds_the_sheets_that_it_names_in_their_order(path: Path) -> None:
    joined = "".join(sheets_of(path))
    named = re.findall(r'^@import "\.\./(.+?)"( print)?;$', path.read_text(), re.MULTILINE)
    assert len(named) == len(path.read_text().splitlines())
    for name, medium in named:
        text = without_comments((STATIC / "css" / name).read_text())
        text = f"@media print {{\n{text}}}\n" if medium else text
        assert joined.startswith(text)
        joined = joined.removeprefix(text)
    assert joined == ""
