"""A page's modules as one script, and its style sheets as one sheet.

A browser that reads an entry module finds its imports one after the other: 110 requests for the
page of a network, in eight rounds. Joined, it is one. The Python registries have no maintained
bundler, and one for Node.js would put a build step before every start. The modules of this project
use few forms of ``import`` and ``export``, so that joining them is short. By tree-sitter's grammar
``tests/web/test_bundles.py`` compares every module with what became of it.

A module becomes a function that is called once and returns what the module exports:

    const { at } = (() => { function at(…) {…} return { at }; })();
    const $1 = (() => { … return { mount }; })();
    const $2 = (() => { const { mount } = $1; … at(…) … })();

A name that one module alone exports is seen by all that follow it, so that they need not fetch it:
3 % of a page's script. One that several export, or that is imported under another name, is fetched.
"""

import re
from collections import Counter
from collections.abc import Iterator
from functools import cached_property
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
        functions = [f"{self._function(path, numbers)}\n" for path in imported]
        return "".join(functions) + self._body(entry, numbers)[0]

    @cached_property
    def shared(self) -> set[str]:
        """The names that one module alone exports."""
        exported = [
            *(name for text in self.texts.values() for name in DECLARED.findall(text)),
            *(
                name.strip().rpartition(" as ")[2]
                for text in self.texts.values()
                for names, _ in LISTED.findall(text)
                for name in names.split(",")
            ),
        ]
        return {name for name, count in Counter(exported).items() if count == 1}

    @cached_property
    def _fetched(self) -> set[Path]:
        """The modules that others fetch names from."""
        return {
            (path.parent / address).resolve()
            for path, text in self.texts.items()
            for pattern in (IMPORT, LISTED)
            for names, address in pattern.findall(text)
            if address and (pattern is LISTED or self._names_fetched(names))
        }

    def _names_fetched(self, names: str) -> str:
        """Of ``{ a, b as c }`` or ``* as d`` what is not seen without."""
        if not names.startswith("{"):
            return names.removeprefix("* as ")
        each = (name.strip() for name in names.strip("{}").split(","))
        left = [renamed(name) for name in each if name and name not in self.shared]
        return f"{{ {', '.join(left)} }}" if left else ""

    def _function(self, path: Path, numbers: dict[Path, str]) -> str:
        body, exports = self._body(path, numbers)
        function = f"(() => {{\n{body}}})();"
        seen = f"{{ {', '.join(each for each in exports if each in self.shared)} }}"
        if path in self._fetched:
            then = f"const {seen} = {numbers[path]};" if seen != "{  }" else ""
            return f"const {numbers[path]} = {function}{then}"
        return f"const {seen} = {function}" if exports else function

    def _body(self, path: Path, numbers: dict[Path, str]) -> tuple[str, list[str]]:
        """The text of a module's function, and the names that it returns."""
        exports: list[str] = []
        returned: list[str] = []

        def module(address: str) -> str:
            return numbers[(path.parent / address).resolve()]

        def imported(found: re.Match[str]) -> str:
            names = self._names_fetched(found[1] or "{}")
            return f"const {names} = {module(found[2])};" if names else ""

        def export(name: str, source: str) -> None:
            exports.append(name)
            returned.append(name if name == source else f"{name}: {source}")

        def declared(found: re.Match[str]) -> str:
            export(found[1], found[1])
            return ""

        def listed(found: re.Match[str]) -> str:
            for name in filter(None, (each.strip() for each in found[1].split(","))):
                inner, _, outer = name.partition(" as ")
                export(outer or inner, f"{module(found[2])}.{inner}" if found[2] else inner)
            return ""

        text = IMPORT.sub(imported, self.texts[path])
        text = DECLARED.sub(declared, text)
        text = LISTED.sub(listed, text)
        if other := OTHER.search(text):
            raise UnknownForm(f"{path}: {other[0]}")
        end = f"return {{ {', '.join(returned)} }};\n" if returned else ""
        return f"{text}\n{end}", exports


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
