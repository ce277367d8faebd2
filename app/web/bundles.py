"""A page's modules as one script, and its style sheets as one sheet.

A browser that reads an entry module finds its imports one after the other: 110 requests for the
page of a network, in eight rounds. Joined, it is one. The Python registries have no maintained
bundler, and one for Node.js would put a build step before every start. The modules of this project
use few forms of ``import`` and ``export``, so that joining them is short. By tree-sitter's grammar
``tests/web/test_bundles.py`` compares every module with what became of it.

A module becomes a function that is called once and returns what the module exports:

    const $0 = (() => { function at(…) {…} return { at }; })();
    const $1 = (() => { const { at } = $0; … })();
"""

import re
from collections.abc import Iterator
from pathlib import Path

from rjsmin import jsmin

IMPORT = re.compile(r'^import (?:(\{[^}]*\}|\* as \w+) from )?"(\.[^"]+)";$', re.MULTILINE)
DECLARED = re.compile(
    r"^export (?=(?:async )?(?:function\*? ?|class |const )([\w$]+))", re.MULTILINE
)
#: ``export { a, b as c };`` and ``export { a } from "./b.js";``
LISTED = re.compile(r'^export \{([^}]*)\}(?: from "(\.[^"]+)")?;$', re.MULTILINE)
OTHER = re.compile(r"^(?:import|export)\b.*$", re.MULTILINE)

#: A comment in a style sheet, with the end of its line where it has one of its own. No sheet has
#: the signs of a comment in a string.
STYLE_COMMENT = re.compile(r"/\*.*?\*/\n?", re.DOTALL)
STYLE_IMPORT = re.compile(r'^@import "(\.[^"]+)"(?: (\w+))?;\n', re.MULTILINE)


class UnknownForm(ValueError):
    """A module imports or exports in a way that is not joined here."""


def renamed(names: str) -> str:
    """``a, b as c`` as a pattern of a destructuring: ``a, b: c``."""
    return re.sub(r"\b as \b", ": ", names)


class Modules:
    """The modules below an entry, dependencies first.

    :param entry: the module that the page names.
    :raises UnknownForm: a module uses another form of import or export, or imports itself.
    """

    def __init__(self, entry: Path) -> None:
        self.texts: dict[Path, str] = {}
        self._open: list[Path] = []
        self._add(entry.resolve())

    def _add(self, path: Path) -> None:
        if path in self.texts:
            return
        if path in self._open:
            raise UnknownForm(f"{path} imports itself, through {self._open[-1]}")
        self._open.append(path)
        text = path.read_text(encoding="utf-8")
        for pattern in (IMPORT, LISTED):
            for _, address in pattern.findall(text):
                if address:
                    self._add((path.parent / address).resolve())
        self._open.pop()
        self.texts[path] = text

    def script(self) -> str:
        """All modules as one script, each a function of its own.

        The entry stays outside of one, as it may wait (``await``) for its page. It exports nothing.
        """
        numbers = {path: f"${number}" for number, path in enumerate(self.texts)}
        *imported, entry = self.texts
        functions = [
            f"const {numbers[path]} = (() => {{\n{self._body(path, numbers)}}})();\n"
            for path in imported
        ]
        return "".join(functions) + self._body(entry, numbers)

    def _body(self, path: Path, numbers: dict[Path, str]) -> str:
        exports: list[str] = []

        def module(address: str) -> str:
            return numbers[(path.parent / address).resolve()]

        def imported(found: re.Match[str]) -> str:
            names, address = found.groups()
            if names is None:
                return ""
            pattern = names.removeprefix("* as ") if names.startswith("*") else renamed(names)
            return f"const {pattern} = {module(address)};"

        def declared(found: re.Match[str]) -> str:
            exports.append(found[1])
            return ""

        def listed(found: re.Match[str]) -> str:
            for name in filter(None, (each.strip() for each in found[1].split(","))):
                inner, _, outer = name.partition(" as ")
                source = f"{module(found[2])}.{inner}" if found[2] else inner
                exports.append(f"{outer or inner}: {source}" if found[2] or outer else inner)
            return ""

        text = IMPORT.sub(imported, self.texts[path])
        text = DECLARED.sub(declared, text)
        text = LISTED.sub(listed, text)
        if other := OTHER.search(text):
            raise UnknownForm(f"{path}: {other[0]}")
        return f"{text}\nreturn {{ {', '.join(exports)} }};\n" if exports else f"{text}\n"


def script_of(entry: Path) -> str:
    """The modules below an entry as one script, without comments and indentation.

    :raises UnknownForm: see `Modules`.
    """
    return str(jsmin(Modules(entry).script()))


def sheets_of(entry: Path) -> Iterator[str]:
    """The text of a style sheet without its comments, and before it those that it imports."""
    text = STYLE_COMMENT.sub("", entry.read_text(encoding="utf-8"))
    for address, medium in STYLE_IMPORT.findall(text):
        inner = "".join(sheets_of((entry.parent / address).resolve()))
        yield f"@media {medium} {{\n{inner}}}\n" if medium else inner
    yield STYLE_IMPORT.sub("", text)
