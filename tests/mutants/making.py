"""The mutants of a module: mutmut's table of small faults, applied to every place of its tree.

Mutmut itself puts them into the bodies of undecorated functions alone and leaves the module level
out, where this project has its tables; it also wraps every function, which numba cannot compile.
"""

import builtins
import random
import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from hashlib import sha256
from pathlib import Path

import libcst as cst
from libcst.metadata import MetadataWrapper, PositionProvider
from mutmut.mutation.mutators import mutation_operators

from tests.paths import ROOT

#: Not run when the program is: annotations, imports, what decorates, texts that document.
PASSIVE = (cst.Annotation, cst.Import, cst.ImportFrom, cst.Decorator)
#: `Working = Callable[…]`, a name for a type.
TYPE_NAME = re.compile(r"[A-Z][a-z]\w*|[A-Z]")
PRAGMA = re.compile(r"#\s*pragma:\s*no (cover|branch|mutate)")


@dataclass(frozen=True)
class Mutant:
    """One fault: ``text`` is the module with it. ``lines`` are those of the statement that has it,
    first and last; ``place`` the function or class around it. ``key`` stays the same as long as the
    function, class or table around it does.
    """

    module: str
    key: str
    place: str
    lines: tuple[int, int]
    before: str
    after: str
    text: str


@dataclass(frozen=True)
class Candidate:
    """A mutant that has not been written yet."""

    key: str
    place: str
    lines: tuple[int, int]
    node: cst.CSTNode
    fault: cst.CSTNode


def faults(node: cst.CSTNode) -> Iterator[cst.CSTNode]:
    for kind, operator in mutation_operators:
        if isinstance(node, kind):
            yield from operator(node)


def is_text(node: cst.CSTNode) -> bool:
    """A docstring, or a line of dots."""
    return isinstance(node, cst.Expr) and isinstance(
        node.value, (cst.SimpleString, cst.ConcatenatedString, cst.Ellipsis)
    )


def names_type(node: cst.CSTNode) -> bool:
    if isinstance(node, cst.AnnAssign):
        kind = node.annotation.annotation
        return isinstance(kind, cst.Name) and kind.value == "TypeAlias"
    return isinstance(node, cst.TypeAlias) or (
        isinstance(node, cst.Assign)
        and isinstance(node.targets[0].target, cst.Name)
        and TYPE_NAME.fullmatch(node.targets[0].target.value) is not None
    )


def is_message(node: cst.CSTNode) -> bool:
    """One of Python's own errors with a text, which only a programmer reads."""
    return (
        isinstance(node, cst.Raise)
        and isinstance(node.exc, cst.Call)
        and isinstance(node.exc.func, cst.Name)
        and hasattr(builtins, node.exc.func.value)
        and all(isinstance(each.value, cst.BaseString) for each in node.exc.args)
    )


def is_formula(node: cst.CSTNode, path: str, place: str) -> bool:
    """The LaTeX of a row of the engine's tables: nothing computes with it, it is printed alone."""
    return (
        isinstance(node, cst.SimpleString)
        and "r" in node.prefix
        and path.startswith("app/engine/")
        and not place
    )


class Module:
    """A module of `app` by its path from the root, with its candidates."""

    def __init__(self, path: str) -> None:
        self.path = path
        self.source = (ROOT / path).read_text(encoding="utf-8")
        self.rows = self.source.splitlines()
        wrapper = MetadataWrapper(cst.parse_module(self.source), unsafe_skip_copy=True)
        self.tree = wrapper.module
        self.positions = wrapper.resolve(PositionProvider)
        self.candidates = [
            candidate for statement in self.tree.body for candidate in self.of_statement(statement)
        ]

    def code(self, node: cst.CSTNode) -> str:
        return str(self.tree.code_for_node(node))

    def of_statement(self, statement: cst.CSTNode) -> Iterator[Candidate]:
        """Of one statement at the module's level."""
        start = f"{self.path}\0{self.code(statement).strip()}\0"
        for number, (place, lines, node, fault) in enumerate(self.places(statement, "", (0, 0))):
            change = f"{number}\0{self.code(node)}\0{self.code(fault)}"
            key = sha256(f"{start}{change}".encode()).hexdigest()[:20]
            yield Candidate(key, place, lines, node, fault)

    def places(
        self, node: cst.CSTNode, place: str, lines: tuple[int, int]
    ) -> Iterator[tuple[str, tuple[int, int], cst.CSTNode, cst.CSTNode]]:
        if isinstance(node, PASSIVE) or is_text(node) or names_type(node):
            return
        if is_message(node):
            return
        if isinstance(node, (cst.FunctionDef, cst.ClassDef)):
            place = f"{place}.{node.name.value}".lstrip(".")
        if isinstance(node, (cst.BaseStatement, cst.BaseExpression)):
            position = self.positions[node]
            if isinstance(node, cst.BaseStatement):
                if PRAGMA.search(self.rows[position.start.line - 1]):
                    return
                lines = (0, 0)
            # The innermost simple statement; in the head of a compound one the expression.
            if lines == (0, 0) and not isinstance(node, cst.BaseCompoundStatement):
                lines = (position.start.line, position.end.line)
        if is_formula(node, self.path, place):
            return
        for fault in faults(node):
            yield place, lines, node, fault
        for child in node.children:
            if isinstance(node, cst.Assert) and child is node.msg:
                continue
            yield from self.places(child, place, lines)

    def mutant(self, candidate: Candidate) -> Mutant:
        text = self.tree.deep_replace(candidate.node, candidate.fault).code
        rows = text.splitlines()
        before, after = [], []
        for tag, i, j, k, m in SequenceMatcher(None, self.rows, rows, autojunk=False).get_opcodes():
            if tag != "equal":
                before += [row.strip() for row in self.rows[i:j]]
                after += [row.strip() for row in rows[k:m]]
        return Mutant(
            self.path, candidate.key, candidate.place, candidate.lines,
            " ".join(before), " ".join(after), text,
        )  # fmt: skip

    def sample(self, size: int | None, seed: int) -> list[Candidate]:
        """``size`` of them, drawn; a larger sample of the same seed holds the smaller one."""
        if size is None or size >= len(self.candidates):
            return self.candidates

        def lot(candidate: Candidate) -> float:
            return random.Random(f"{seed} {candidate.key}").random()

        return sorted(self.candidates, key=lot)[:size]


def modules(chosen: list[str], areas: tuple[str, ...]) -> list[str]:
    """The paths of the modules of the areas that are or are in one of ``chosen``; all if empty."""
    found = [
        path.relative_to(ROOT).as_posix()
        for area in areas
        for path in sorted((ROOT / "app" / area).rglob("*.py"))
        if path.name != "__init__.py"
    ]
    for name in chosen:
        if not any(is_in(path, name) for path in found):
            raise ValueError(
                f"MODULE: {name} is no module or folder of "
                f"{', '.join(f'app/{area}' for area in areas)}. "
                "Name one as in MODULE=app/engine/network/losses.py."
            )
    return [path for path in found if not chosen or any(is_in(path, name) for name in chosen)]


def is_in(path: str, name: str) -> bool:
    return Path(name) in (Path(path), *Path(path).parents)
