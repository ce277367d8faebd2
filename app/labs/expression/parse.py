"""A typed expression becomes a graph of values.

The text is looked at sign by sign, then read by Python's own grammar into a tree that is only
looked at: what is not on the list below is refused with its place. Nothing typed is ever run.
"""

import ast
import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches
from math import e, pi

from ...engine.graph.graph import CONSTANT, INPUT, Graph, Node
from ...engine.graph.operations import FUNCTIONS, OPERATIONS

LONGEST = 4000
MOST_NODES = 500
MOST_INPUTS = 64
DEEPEST = 100
MOST_DIGITS = 40
LARGEST = 1e300
LONGEST_NAME = 40
#: So many signs may stand in a row, as in 1 - -2.
MOST_SIGNS = 8

CONSTANTS = {"pi": pi, "e": e}
#: The line whose value is the result, wherever it stands.
RESULT = "loss"

BINARY: dict[type[ast.operator], str] = {
    ast.Add: "add",
    ast.Sub: "subtract",
    ast.Mult: "multiply",
    ast.Div: "divide",
    ast.Pow: "power",
}
#: Functions of two operands that take more: max(a, b, c) = max(max(a, b), c).
FOLDED = ("max", "min")

#: What a keyboard of another script writes for the signs of the language.
INSTEAD = {
    "（": "(",
    "）": ")",
    "，": ",",
    "；": ";",
    "＋": "+",
    "－": "-",
    "−": "-",
    "–": "-",
    "×": "*",
    "·": "*",
    "÷": "/",
    "／": "/",
    "＊": "*",
    "＝": "=",
    "^": "**",
    "√": "sqrt()",
    "π": "pi",
    "。": ".",
    "．": ".",
    "、": ",",
    "²": "**2",
    "³": "**3",
}

#: What stands between two values and makes one of them.
JOINING = ("+", "-", "*", "/", "**", ",")

TOKEN = re.compile(
    r"(?P<number>(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)"
    r"|(?P<name>[A-Za-z_]\w*)"
    r"|(?P<sign>\*\*|[-+*/=(),;])"
    r"|(?P<space>[ \t\r]+|\n)"
    r"|(?P<comment>#[^\n]*)",
    re.ASCII,
)


class ExpressionError(Exception):
    """``position``: the code point of the text at fault; ``key``, ``params``: the sentence."""

    def __init__(self, position: int, key: str, params: dict[str, object] | None = None) -> None:
        super().__init__(key)
        self.position = position
        self.key = key
        self.params = params or {}


@dataclass(frozen=True)
class Program:
    text: str
    graph: Graph
    #: Where each node stands in the text: start, end.
    places: tuple[tuple[int, int], ...]

    @property
    def inputs(self) -> tuple[str, ...]:
        return tuple(self.graph.inputs)


def parse(text: str, known: Collection[str] = ()) -> Program:
    """The graph of a program. ``known`` names are inputs even where they name a constant. Raises
    `ExpressionError`.
    """
    return Builder(text, known).program(lines_of(scan(text)))


def shown(text: str) -> str:
    return text if text.isprintable() else f"U+{ord(text):04X}"


def scan(text: str) -> list[re.Match[str]]:
    """The tokens but spaces and comments. Refuses, in one pass and before any grammar sees it, what
    no expression needs.
    """
    if len(text) > LONGEST:
        raise ExpressionError(LONGEST, "error.expression.long", {"most": LONGEST})
    position, signs, joined = 0, 0, 0
    opened: list[int] = []
    tokens: list[re.Match[str]] = []
    closed = after_value = after_number = divided = False
    while position < len(text):
        token = TOKEN.match(text, position)
        if token is None:
            sign = text[position]
            if sign in INSTEAD:
                params: dict[str, object] = {"sign": sign, "instead": INSTEAD[sign]}
                raise ExpressionError(position, "error.expression.instead", params)
            raise ExpressionError(position, "error.expression.sign", {"sign": shown(sign)})
        kind, piece = token.lastgroup, token.group()
        if after_number and (kind == "name" or piece == "("):
            raise ExpressionError(position, "error.expression.times")
        if after_value and kind in ("number", "name"):
            last = tokens[-1].group()
            if last in FUNCTIONS:
                place = tokens[-1].start()
                raise ExpressionError(place, "error.expression.brackets", {"name": last})
            raise ExpressionError(position, "error.expression.form")
        if kind == "number":
            check_number(position, piece)
        elif kind == "name":
            if len(piece) > LONGEST_NAME:
                raise ExpressionError(position, "error.expression.name", {"most": LONGEST_NAME})
            if "__" in piece or piece.startswith("_"):
                raise ExpressionError(position, "error.expression.underscore")
        elif piece == "(":
            if closed:
                raise ExpressionError(position, "error.expression.form")
            opened.append(position)
            if len(opened) > DEEPEST:
                raise ExpressionError(position, "error.expression.deep", {"most": DEEPEST})
        elif piece == ")":
            if not opened:
                raise ExpressionError(position, "error.expression.closing")
            opened.pop()
        elif (divided and piece == "/") or (piece == "," and not opened):
            raise ExpressionError(position, "error.expression.form")
        elif after_value and piece in JOINING:
            joined += 1
            if joined >= MOST_NODES:
                raise ExpressionError(position, "error.expression.nodes", {"most": MOST_NODES})
        if piece == "\n" or kind not in ("space", "comment"):
            tokens.append(token)
            signs = signs + 1 if piece in "+-" else 0
            after_number, closed, divided = kind == "number", piece == ")", piece == "/"
            after_value = after_number or closed or kind == "name"
        if signs > MOST_SIGNS:
            raise ExpressionError(position, "error.expression.signs", {"most": MOST_SIGNS})
        position = token.end()
    if opened:
        raise ExpressionError(opened[-1], "error.expression.opening")
    return tokens


def check_number(position: int, piece: str) -> None:
    if sum(sign.isdigit() for sign in piece) > MOST_DIGITS:
        raise ExpressionError(position, "error.expression.digits", {"most": MOST_DIGITS})
    if float(piece) > LARGEST:
        raise ExpressionError(position, "error.expression.large", {"most": f"{LARGEST:g}"})


@dataclass(frozen=True)
class Line:
    """A line of the program: its name, if it has one, and its expression's place in the text."""

    name: str | None
    name_at: int
    start: int
    end: int


def lines_of(tokens: Sequence[re.Match[str]]) -> list[Line]:
    """The lines, ended by ``;`` or by a new line outside brackets. The last one alone may stand
    without a name.
    """
    found: list[Line] = []
    line: list[re.Match[str]] = []
    depth = 0
    for token in (*tokens, None):
        piece = token.group() if token else "\n"
        depth += (piece == "(") - (piece == ")")
        if token is None or piece == ";" or (piece == "\n" and depth == 0):
            if line:
                if found and found[-1].name is None:
                    raise ExpressionError(found[-1].start, "error.expression.unnamed")
                found.append(line_of(line))
            line, depth = [], 0
        elif piece != "\n":
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
    """The grammar's tree of one line's expression."""
    # Inside brackets a new line is a space, and nothing but an expression can stand.
    source = (
        "("
        + re.sub(r"#[^\n]*", lambda found: " " * len(found.group()), text[line.start : line.end])
        + ")"
    )
    source = source.replace("\n", " ").replace("\r", " ")
    try:
        return ast.parse(source, mode="eval").body
    except SyntaxError as error:
        offset = min(max((error.offset or 1) - 2, 0), line.end - line.start)
        raise ExpressionError(line.start + offset, "error.expression.form") from None
    except (RecursionError, MemoryError, ValueError):
        raise ExpressionError(line.start, "error.expression.deep", {"most": DEEPEST}) from None


class Builder:
    """Puts nodes together, operands first."""

    def __init__(self, text: str, known: Collection[str]) -> None:
        self.text = text
        self.known = known
        self.nodes: list[Node] = []
        self.places: list[tuple[int, int]] = []
        self.names: dict[str, int] = {}
        self.offset = 0

    def program(self, lines: Sequence[Line]) -> Program:
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
            result = self.assigned(line, self.visit(tree_of(self.text, line), 0))
        return Program(
            self.text, Graph(tuple(self.nodes), self.names.get(RESULT, result)), tuple(self.places)
        )

    def assigned(self, line: Line, node: int) -> int:
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
        if len(self.nodes) >= MOST_NODES:
            raise ExpressionError(place[0], "error.expression.nodes", {"most": MOST_NODES})
        self.nodes.append(node)
        self.places.append(place)
        return len(self.nodes) - 1

    def place(self, tree: ast.expr) -> tuple[int, int]:
        return self.offset + tree.col_offset, self.offset + (tree.end_col_offset or 0)

    def visit(self, tree: ast.expr, depth: int) -> int:
        place = self.place(tree)
        if depth > DEEPEST:
            raise ExpressionError(place[0], "error.expression.deep", {"most": DEEPEST})
        match tree:
            case ast.Name(id=name):
                return self.named(name, place)
            case ast.BinOp():
                return self.joined(tree, depth)
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

    def joined(self, tree: ast.BinOp, depth: int) -> int:
        """Operands joined by signs. a + b + c + … leans to the left as far as it is long: it is
        gone through without going deeper.
        """
        last: ast.expr = tree
        joints: list[ast.BinOp] = []
        while isinstance(last, ast.BinOp):
            if type(last.op) not in BINARY:
                raise ExpressionError(self.place(last)[0], "error.expression.form")
            joints.append(last)
            last = last.left
        node = self.visit(last, depth + 1)
        for joint in reversed(joints):
            operands = (node, self.visit(joint.right, depth + 1))
            node = self.add(Node(BINARY[type(joint.op)], operands), self.place(joint))
        return node

    def named(self, name: str, place: tuple[int, int]) -> int:
        if name in self.names:
            return self.names[name]
        if name in self.constants:
            return self.add(Node(CONSTANT, number=self.constants[name]), place)
        if name in FUNCTIONS:
            raise ExpressionError(place[0], "error.expression.brackets", {"name": name})
        if sum(node.operation == INPUT for node in self.nodes) >= MOST_INPUTS:
            raise ExpressionError(place[0], "error.expression.inputs", {"most": MOST_INPUTS})
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
        enough = len(arguments) >= 2 if name in FOLDED else len(arguments) == operation.arity
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
