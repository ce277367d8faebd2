"""The functions of programs: real files of Python, of which a program takes what it uses."""

import ast
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property, lru_cache

from ..templates import FOLDER

PARTS = FOLDER / "programs" / "parts"


@dataclass(frozen=True)
class Library:
    """A file's definitions. ``text``: of the whole file."""

    text: str

    @cached_property
    def tree(self) -> ast.Module:
        return ast.parse(self.text)

    @cached_property
    def definitions(self) -> dict[str, ast.stmt]:
        """Functions and constants by name, in the file's order."""
        found: dict[str, ast.stmt] = {}
        for node in self.tree.body:
            match node:
                case ast.FunctionDef(name=name):
                    found[name] = node
                case ast.Assign(targets=[ast.Name(id=name)]):
                    found[name] = node
        return found

    @cached_property
    def imported(self) -> dict[str, str]:
        """The statement that imports a name."""
        return {
            (alias.asname or alias.name).partition(".")[0]: ast.unparse(node)
            for node in self.tree.body
            if isinstance(node, ast.Import)
            for alias in node.names
        }

    def needed(self, names: Iterable[str]) -> list[str]:
        """``names`` and what they call, in the file's order. Raises KeyError for a name that the
        file has not.
        """
        found: set[str] = set()
        waiting = list(names)
        while waiting:
            name = waiting.pop()
            if name not in found:
                found.add(name)
                waiting += self.read_by(self.definitions[name]) & self.definitions.keys()
        return [name for name in self.definitions if name in found]

    def read_by(self, node: ast.AST) -> set[str]:
        """The names that a definition reads, less its own parameters."""
        own = {each.arg for each in ast.walk(node) if isinstance(each, ast.arg)}
        return {each.id for each in ast.walk(node) if isinstance(each, ast.Name)} - own

    def source(self, names: Iterable[str]) -> str:
        """The definitions as text: functions two lines apart, as PEP 8 has them."""
        text, last = "", None
        for name in self.needed(names):
            node = self.definitions[name]
            alone = isinstance(node, ast.FunctionDef) or isinstance(last, ast.FunctionDef)
            gap = "" if last is None else "\n\n\n" if alone else "\n"
            text += gap + (ast.get_source_segment(self.text, node) or "")
            last = node
        return text

    def imports(self, names: Iterable[str], always: Iterable[str] = ()) -> str:
        """The import statements that the definitions need, and those of ``always``: first of
        Python's own modules.
        """
        read: set[str] = set()
        for name in self.needed(names):
            read |= self.read_by(self.definitions[name])
        needed = (statement for name, statement in self.imported.items() if name in read)
        wanted = sorted({*always, *needed})
        own = [each for each in wanted if each.split()[1] in sys.stdlib_module_names]
        others = [each for each in wanted if each not in own]
        return "\n\n".join("\n".join(each) for each in (own, others) if each)


@lru_cache
def library(name: str) -> Library:
    """The file ``name``.py of the parts."""
    return Library((PARTS / f"{name}.py").read_text(encoding="utf-8"))
