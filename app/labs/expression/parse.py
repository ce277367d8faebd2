"""Parses a typed expression or program into a computational graph.

The text is scanned token by token, then parsed by Python's own parser. Of its syntax tree only an
allow-list of nodes is accepted; anything else is refused with its position. No part of the text is
ever executed.
"""

import ast
import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches
from keyword import iskeyword
from math import e, pi

from ...engine.graph.graph import CONSTANT, INPUT, Graph, Node
from ...engine.graph.operations import FUNCTIONS, OPERATIONS
from .characters import GREEK, SPACES, instead_of, written_alike

#: Characters of the text.
MAX_LENGTH = 4000
MAX_NODES = 500
MAX_INPUTS = 64
#: Nesting of brackets, calls and operators.
MAX_DEPTH = 100
#: Digits of one number.
MAX_DIGITS = 40
#: Of the absolute value of a number in the text.
MAX_NUMBER = 1e300
MAX_NAME_LENGTH = 40
#: Of + and - in a row, as in 1 - -2.
MAX_CONSECUTIVE_SIGNS = 8

CONSTANTS = {"pi": pi, "e": e}
#: The name of the line whose value is the result; without one it is the last line.
RESULT = "loss"

BINARY: dict[type[ast.operator], str] = {
    ast.Add: "add",
    ast.Sub: "subtract",
    ast.Mult: "multiply",
    ast.Div: "divide",
    ast.Pow: "power",
}
#: Functions of two operands that accept more: max(a, b, c) = max(max(a, b), c).
VARIADIC = ("max", "min")

#: Signs between two operands.
BINARY_SIGNS = ("+", "-", "*", "/", "**", ",")

TOKEN = re.compile(
    r"(?P<number>(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?)"
    rf"|(?P<name>[A-Za-z_{GREEK}][A-Za-z0-9_{GREEK}]*)"
    r"|(?P<sign>\*\*|[-+*/=(),;])"
    r"|(?P<space>[ \t\r]+|\n)"
    r"|(?P<comment>#[^\n]*)"
)


@dataclass(frozen=True)
class Fix:
    """The ``text`` that may stand in place of the characters from ``start`` to ``end``."""

    start: int
    end: int
    text: str


class ExpressionError(Exception):
    """``position`` is the index of the character at fault; ``key`` and ``params`` name the sentence
    that explains it; ``fix`` is the replacement that it names, if any.
    """

    def __init__(
        self,
        position: int,
        key: str,
        params: dict[str, object] | None = None,
        fix: Fix | None = None,
    ) -> None:
        super().__init__(key)
        self.position = position
        self.key = key
        self.params = params or {}
        self.fix = fix


@dataclass(frozen=True)
class Program:
    """A parsed text and its graph."""

    text: str
    graph: Graph
    #: The (start, end) of every node in the text.
    places: tuple[tuple[int, int], ...]

    @property
    def inputs(self) -> tuple[str, ...]:
        return tuple(self.graph.inputs)


def parse(text: str, known: Collection[str] = ()) -> Program:
    """The program written in ``text``. Names in ``known`` are inputs, also the names of constants
    (e, pi). Raises `ExpressionError`.
    """
    plain = text.translate(SPACES)
    return replace(Builder(plain, known).program(lines_of(scan(plain))), text=text)


def words(text: str) -> list[str]:
    """The tokens of a text as the parser reads them, without spaces and comments, whether or not it
    is an expression.
    """
    found = TOKEN.finditer(text.translate(SPACES))
    return [token.group() for token in found if token.lastgroup not in ("space", "comment")]


def printable(character: str) -> str:
    """The character, or its code point if it cannot be printed."""
    return character if character.isprintable() else f"U+{ord(character):04X}"


def scan(text: str) -> list[re.Match[str]]:
    """The tokens without spaces and comments. Raises `ExpressionError` for text that no expression
    contains, in linear time and before Python's parser sees it.
    """
    if len(text) > MAX_LENGTH:
        raise ExpressionError(MAX_LENGTH, "error.expression.long", {"most": MAX_LENGTH})
    position, signs, joined = 0, 0, 0
    opened: list[int] = []
    tokens: list[re.Match[str]] = []
    closed = after_value = after_number = divided = False
    while position < len(text):
        token = TOKEN.match(text, position)
        if token is None:
            sign = text[position]
            found = instead_of(text, position)
            if found is not None and found[1] == "," and not opened:
                raise stray_comma(text, position)
            if found is not None:
                params: dict[str, object] = {"sign": found[0], "instead": found[1]}
                fix = Fix(position, *written_alike(text, position))
                raise ExpressionError(position, "error.expression.instead", params, fix)
            raise ExpressionError(position, "error.expression.sign", {"sign": printable(sign)})
        kind, word = token.lastgroup, token.group()
        if after_number and (kind == "name" or word == "("):
            raise ExpressionError(position, "error.expression.times")
        if after_value and kind in ("number", "name"):
            last = tokens[-1].group()
            if last in FUNCTIONS:
                place = tokens[-1].start()
                raise ExpressionError(place, "error.expression.brackets", {"name": last})
            raise ExpressionError(position, "error.expression.form")
        if kind == "number":
            check_number(position, word)
        elif kind == "name":
            if len(word) > MAX_NAME_LENGTH:
                raise ExpressionError(position, "error.expression.name", {"most": MAX_NAME_LENGTH})
            if "__" in word or word.startswith("_"):
                raise ExpressionError(position, "error.expression.underscore")
            if iskeyword(word):
                params = {"name": word, "instead": f"{word}_"}
                fix = Fix(position, position + len(word), f"{word}_")
                raise ExpressionError(position, "error.expression.keyword", params, fix)
        elif word == "(":
            if closed:
                raise ExpressionError(position, "error.expression.form")
            opened.append(position)
            if len(opened) > MAX_DEPTH:
                raise ExpressionError(position, "error.expression.deep", {"most": MAX_DEPTH})
        elif word == ")":
            if not opened:
                raise ExpressionError(position, "error.expression.closing")
            opened.pop()
        elif divided and word == "/":
            raise ExpressionError(position, "error.expression.form")
        elif word == "," and not opened:
            raise stray_comma(text, position)
        elif after_value and word in BINARY_SIGNS:
            joined += 1
            if joined >= MAX_NODES:
                raise ExpressionError(position, "error.expression.nodes", {"most": MAX_NODES})
        if word == "\n" or kind not in ("space", "comment"):
            tokens.append(token)
            signs = signs + 1 if word in "+-" else 0
            after_number, closed, divided = kind == "number", word == ")", word == "/"
            after_value = after_number or closed or kind == "name"
        if signs > MAX_CONSECUTIVE_SIGNS:
            raise ExpressionError(
                position, "error.expression.signs", {"most": MAX_CONSECUTIVE_SIGNS}
            )
        position = token.end()
    if opened:
        raise ExpressionError(opened[-1], "error.expression.opening")
    return tokens


def stray_comma(text: str, position: int) -> ExpressionError:
    """Of a comma outside brackets: meant as the point of a number, or as the end of a line."""
    before, sign, after = text[:position][-1:], text[position], text[position + 1 :][:1]
    if before.isdigit() and after.isdigit():
        fix = Fix(position, position + 1, ".")
        params: dict[str, object] = {"sign": sign, "instead": fix.text}
        return ExpressionError(position, "error.expression.instead", params, fix)
    fix = Fix(position, position + 1, ";")
    return ExpressionError(position, "error.expression.comma", {"sign": sign}, fix)


def check_number(position: int, word: str) -> None:
    if sum(sign.isdigit() for sign in word) > MAX_DIGITS:
        raise ExpressionError(position, "error.expression.digits", {"most": MAX_DIGITS})
    if float(word) > MAX_NUMBER:
        raise ExpressionError(position, "error.expression.large", {"most": f"{MAX_NUMBER:g}"})


@dataclass(frozen=True)
class Line:
    """One line, ``name`` = expression, with the positions in the text: ``name_at`` where the line
    begins, ``start`` and ``end`` of the expression.
    """

    name: str | None
    name_at: int
    start: int
    end: int


def lines_of(tokens: Sequence[re.Match[str]]) -> list[Line]:
    """The lines, separated by ``;`` or by a newline outside brackets. Raises `ExpressionError` if
    one without a name is not the last.
    """
    found: list[Line] = []
    line: list[re.Match[str]] = []
    depth = 0
    for token in (*tokens, None):
        word = token.group() if token else "\n"
        depth += (word == "(") - (word == ")")
        if token is None or word == ";" or (word == "\n" and depth == 0):
            if line:
                if found and found[-1].name is None:
                    raise ExpressionError(found[-1].start, "error.expression.unnamed")
                found.append(line_of(line))
            line, depth = [], 0
        elif word != "\n":
            line.append(token)
    return found


def line_of(tokens: list[re.Match[str]]) -> Line:
    named = len(tokens) > 1 and tokens[0].lastgroup == "name" and tokens[1].group() == "="
    if named and len(tokens) == 2:
        raise ExpressionError(tokens[1].end(), "error.expression.missing")
    for token in tokens[2 if named else 0 :]:
        if token.group() == "=":
            raise ExpressionError(token.start(), "error.expression.form")
    first = tokens[2 if named else 0]
    name = tokens[0].group() if named else None
    return Line(name, tokens[0].start(), first.start(), tokens[-1].end())


def tree_of(text: str, line: Line) -> ast.expr:
    """Python's syntax tree of one line's expression. Raises `ExpressionError`."""
    source = source_of(text, line)
    try:
        return ast.parse(source, mode="eval").body
    except SyntaxError as error:
        offset = min(max((error.offset or 1) - 2, 0), line.end - line.start)
        raise ExpressionError(line.start + offset, "error.expression.form") from None
    # The text's depth is bounded before; what else Python's parser refuses must not be a 500.
    except (RecursionError, MemoryError, ValueError):  # pragma: no cover
        raise ExpressionError(line.start, "error.expression.deep", {"most": MAX_DEPTH}) from None


def source_of(text: str, line: Line) -> str:
    """One line's expression for Python's parser, in brackets, where a newline is a space and no
    statement is allowed.
    """
    bare = re.sub(r"#[^\n]*", lambda found: " " * len(found.group()), text[line.start : line.end])
    return f"({bare})".replace("\n", " ").replace("\r", " ")


class Builder:
    """Builds the nodes of a program from its syntax trees, operands first."""

    def __init__(self, text: str, known: Collection[str]) -> None:
        self.text = text
        self.known = known
        self.nodes: list[Node] = []
        self.places: list[tuple[int, int]] = []
        self.names: dict[str, int] = {}
        self.offset = 0
        self.source = b""

    def program(self, lines: Sequence[Line]) -> Program:
        """The whole program. Raises `ExpressionError`."""
        if not lines:
            raise ExpressionError(0, "error.expression.empty")
        assigned = {line.name for line in lines}
        self.constants = {
            name: value
            for name, value in CONSTANTS.items()
            if name not in assigned and name not in self.known
        }
        result = 0
        for line in lines:
            self.offset = line.start - 1
            self.source = source_of(self.text, line).encode()
            result = self.assign(line, self.visit(tree_of(self.text, line), 0))
        return Program(
            self.text, Graph(tuple(self.nodes), self.names.get(RESULT, result)), tuple(self.places)
        )

    def assign(self, line: Line, node: int) -> int:
        """Give the line's name to the node of its value."""
        if line.name is None:
            return node
        params: dict[str, object] = {"name": line.name}
        if line.name in OPERATIONS:
            raise ExpressionError(line.name_at, "error.expression.function_name", params)
        if line.name in self.names:
            raise ExpressionError(line.name_at, "error.expression.twice", params)
        if self.nodes[node].name is not None or self.nodes[node].operation == CONSTANT:
            node = self.add(Node("identity", (node,)), (line.start, line.end))
        self.nodes[node] = replace(self.nodes[node], name=line.name)
        self.names[line.name] = node
        return node

    def add(self, node: Node, place: tuple[int, int]) -> int:
        if len(self.nodes) >= MAX_NODES:
            raise ExpressionError(place[0], "error.expression.nodes", {"most": MAX_NODES})
        self.nodes.append(node)
        self.places.append(place)
        return len(self.nodes) - 1

    def place(self, tree: ast.expr) -> tuple[int, int]:
        return self.character(tree.col_offset), self.character(tree.end_col_offset or 0)

    def character(self, column: int) -> int:
        """The index in the text of a column of Python's parser, which counts bytes."""
        return self.offset + len(self.source[:column].decode())

    def visit(self, tree: ast.expr, depth: int) -> int:
        """The node of an expression ``depth`` levels deep. Raises `ExpressionError`."""
        place = self.place(tree)
        if depth > MAX_DEPTH:
            raise ExpressionError(place[0], "error.expression.deep", {"most": MAX_DEPTH})
        match tree:
            case ast.Name(id=name):
                return self.named(name, place)
            case ast.BinOp():
                return self.binary(tree, depth)
            case ast.Constant(value=int() | float() as number) if not isinstance(number, bool):
                return self.add(Node(CONSTANT, number=float(number)), place)
            case ast.UnaryOp(op=ast.UAdd(), operand=operand):
                return self.visit(operand, depth + 1)
            case ast.UnaryOp(op=ast.USub(), operand=ast.Constant(value=int() | float() as number)):
                return self.add(Node(CONSTANT, number=-float(number)), place)
            case ast.UnaryOp(op=ast.USub(), operand=operand):
                return self.add(Node("negate", (self.visit(operand, depth + 1),)), place)
            case ast.Call(func=ast.Name(id=name), args=arguments, keywords=[]):
                return self.call(name, arguments, place, depth)
        raise ExpressionError(place[0], "error.expression.form")

    def binary(self, tree: ast.BinOp, depth: int) -> int:
        """The node of a binary operation. In the tree of a + b + c + … the left operand is nested
        as deeply as the sum is long, so left operands are followed in a loop, not by recursion.
        """
        last: ast.expr = tree
        operations: list[ast.BinOp] = []
        while isinstance(last, ast.BinOp):
            # Signs of other operations are refused before the text is parsed.
            if type(last.op) not in BINARY:  # pragma: no cover
                raise ExpressionError(self.place(last)[0], "error.expression.form")
            operations.append(last)
            last = last.left
        node = self.visit(last, depth + 1)
        for operation in reversed(operations):
            operands = (node, self.visit(operation.right, depth + 1))
            node = self.add(Node(BINARY[type(operation.op)], operands), self.place(operation))
        return node

    def named(self, name: str, place: tuple[int, int]) -> int:
        """The node of a name: an earlier line, a constant, or an input."""
        if name in self.names:
            return self.names[name]
        if name in self.constants:
            return self.add(Node(CONSTANT, number=self.constants[name]), place)
        if name in FUNCTIONS:
            raise ExpressionError(place[0], "error.expression.brackets", {"name": name})
        if sum(node.operation == INPUT for node in self.nodes) >= MAX_INPUTS:
            raise ExpressionError(place[0], "error.expression.inputs", {"most": MAX_INPUTS})
        self.names[name] = self.add(Node(INPUT, name=name), place)
        return self.names[name]

    def call(self, name: str, arguments: list[ast.expr], place: tuple[int, int], depth: int) -> int:
        if name not in FUNCTIONS:
            near = get_close_matches({"ln": "log"}.get(name, name), FUNCTIONS, 1)
            params: dict[str, object] = {"name": name, "functions": ", ".join(FUNCTIONS)}
            if near:
                raise ExpressionError(place[0], "error.expression.near", params | {"near": near[0]})
            raise ExpressionError(place[0], "error.expression.function", params)
        operation = OPERATIONS[name]
        enough = len(arguments) >= 2 if name in VARIADIC else len(arguments) == operation.arity
        if not enough:
            params = {"name": name, "needed": operation.arity, "found": len(arguments)}
            raise ExpressionError(place[0], "error.expression.operands", params)
        operands = [self.visit(argument, depth + 1) for argument in arguments]
        if operation.arity == 1:
            return self.add(Node(name, (operands[0],)), place)
        node = operands[0]
        for operand in operands[1:]:
            node = self.add(Node(name, (node, operand)), place)
        return node
