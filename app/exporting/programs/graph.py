"""An expression's graph as a program: a line for every value, and the chain rule.

Values are called v0, v1, …: a name that a user typed stands in comments alone. To cover a new
operation give it a row in `BY_HAND`, `IN_TORCH` and `IN_JAX`.
"""

import ast
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import isfinite
from typing import Any

from ...engine.graph.graph import CONSTANT, INPUT, Graph, Linearization, linearize
from ...harmless import printable
from ..source import NotExportable, Source
from ..templates import TEXT
from .library import library
from .literals import comment_lines
from .network import Framework, no_program

#: A value over the operands {a} and {b}, and ∂value/∂operand over them and the value {y}. Of a
#: framework that differentiates itself there are no slopes.
Written = tuple[str, ...]

BY_HAND: dict[str, Written] = {
    "add": ("{a} + {b}", "1", "1"),
    "subtract": ("{a} - {b}", "1", "-1"),
    "multiply": ("{a} * {b}", "{b}", "{a}"),
    "divide": ("{a} / {b}", "(1 / {b})", "(-{y} / {b})"),
    "power": ("{a} ** {b}", "power_slope({a}, {b})", "exponent_slope({a}, {b})"),
    "negate": ("-{a}", "-1"),
    "exp": ("np.exp({a})", "{y}"),
    "log": ("np.log({a})", "(1 / {a})"),
    "sqrt": ("np.sqrt({a})", "(0.5 / {y})"),
    "sin": ("np.sin({a})", "np.cos({a})"),
    "cos": ("np.cos({a})", "-np.sin({a})"),
    "tan": ("np.tan({a})", "(1 + {y} ** 2)"),
    "sinh": ("np.sinh({a})", "np.cosh({a})"),
    "cosh": ("np.cosh({a})", "np.sinh({a})"),
    "tanh": ("np.tanh({a})", "tanh_slope({a})"),
    "sigmoid": ("sigmoid({a})", "({y} * sigmoid(-{a}))"),
    "relu": ("np.maximum({a}, 0.0)", "step({a})"),
    "abs": ("np.abs({a})", "np.sign({a})"),
    "softplus": ("softplus({a})", "sigmoid({a})"),
    "max": ("np.maximum({a}, {b})", "(1 - step({b} - {a}))", "step({b} - {a})"),
    "min": ("np.minimum({a}, {b})", "(1 - step({a} - {b}))", "step({a} - {b})"),
    "sign": ("np.sign({a})", "0"),
    "step": ("step({a})", "0"),
    "identity": ("{a}", "1"),
}
SIGNS = ("add", "subtract", "multiply", "divide", "power", "negate")
IN_TORCH: dict[str, Written] = {
    **{name: BY_HAND[name][:1] for name in SIGNS},
    **{
        name: (f"torch.{name}({{a}})",)
        for name in ("exp", "log", "sqrt", "sin", "cos", "tan", "sinh", "cosh", "relu", "abs")
    },
    **{name: (f"{name}({{a}})",) for name in ("tanh", "sigmoid", "softplus", "step")},
    "max": ("larger({a}, {b})",),
    "min": ("smaller({a}, {b})",),
    "sign": ("torch.sign({a})",),
    "identity": ("{a}.clone()",),
}
IN_JAX: dict[str, Written] = {
    **{name: BY_HAND[name][:1] for name in SIGNS},
    **{
        name: (f"jnp.{name}({{a}})",)
        for name in ("exp", "log", "sqrt", "sin", "cos", "tan", "sinh", "cosh")
    },
    **{name: (f"{name}({{a}})",) for name in ("tanh", "sigmoid", "softplus", "step", "relu")},
    "power": ("power({a}, {b})",),
    "abs": ("size({a})",),
    "max": ("larger({a}, {b})",),
    "min": ("smaller({a}, {b})",),
    "sign": ("jnp.sign({a})",),
    "identity": ("{a}",),
}
TABLES = {"numpy": BY_HAND, "torch": IN_TORCH, "jax": IN_JAX}


@dataclass(frozen=True)
class GraphLines:
    """The lines of a graph in the words of a table.

    :param left_out: (target, operand): edges whose derivative does not exist and is not needed,
        since the result does not change with the operand there.
    """

    graph: Graph
    table: Mapping[str, Written]
    left_out: frozenset[tuple[int, int]] = frozenset()

    def value(self, index: int) -> str:
        return self.filled(index, self.table[self.graph.nodes[index].operation][0])

    def filled(self, index: int, text: str) -> str:
        operands = [f"v{operand}" for operand in self.graph.nodes[index].operands]
        return text.format(**dict(zip("ab", operands, strict=False)), y=f"v{index}")

    def note(self, index: int) -> str:
        """The name that the user gave a value, as a comment."""
        name = self.graph.nodes[index].name
        return "" if name is None else f"  # {printable(name)}"

    def forward(self, given: Mapping[int, str], number: str = "{}") -> list[str]:
        """A line for each value that the result reads; ``given``: of the inputs. ``number``: what
        makes a constant.
        """
        lines = []
        for index, node in enumerate(self.graph.nodes):
            if node.operation == INPUT:
                text = given[index]
            elif node.operation == CONSTANT:
                text = number.format(repr(float(node.number)))
            else:
                text = self.value(index)
            lines.append(f"v{index} = {text}{self.note(index)}")
        return lines

    def backward(self, needed: Sequence[bool]) -> Iterator[str]:
        """A line for the gradient of each needed value: Σ gradient of a reader · its derivative."""
        result = self.graph.result
        yield f"g{result} = 1.0"
        for index in range(result - 1, -1, -1):
            if not (needed[index] and self.graph.active[index]):
                continue
            terms = [
                self.term(user, place)
                for user, place in self.graph.uses[index]
                if self.graph.active[user] and (user, place) not in self.left_out
            ]
            yield f"g{index} = {' + '.join(terms) or '0.0'}{self.note(index)}"

    def term(self, user: int, place: int) -> str:
        slope = self.table[self.graph.nodes[user].operation][1 + place]
        if slope in ("1", "-1"):
            return f"{slope[:-1]}g{user}"
        return f"g{user} * {self.filled(user, slope)}"


def names_in(lines: Sequence[str]) -> set[str]:
    """The names that lines of a program read."""
    tree = ast.parse("\n".join(lines))
    return {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}


def not_needed(graph: Graph, near: Linearization) -> frozenset[tuple[int, int]]:
    """The edges whose derivative does not exist, and which the result does not need."""
    return frozenset(
        (index, place)
        for index, slopes in enumerate(near.slopes)
        for place, slope in enumerate(slopes)
        if slope is not None and graph.active[index] and not isfinite(slope)
    )


def missing_in(framework: Framework, graph: Graph) -> list[str]:
    """The operations of a graph that the framework's table does not have."""
    used = {node.operation for node in graph.nodes}
    return sorted(used - TABLES[framework.name].keys() - {INPUT, CONSTANT})


def leaves_out(framework: Framework, edges: frozenset[tuple[int, int]]) -> bool:
    """Can the framework's program do without the derivatives of ``edges``?"""
    return not edges or framework.name == "numpy"


def program(source: Source, framework: Framework) -> str:
    """Raises `NotExportable`."""
    one = source.graph
    assert one is not None
    if source.answer["problems"]:
        raise NotExportable("error.export.undefined", loc=("request", "undefined"))
    graph = one.graph
    left_out = not_needed(graph, linearize(graph, one.inputs))
    missing = missing_in(framework, graph)
    if missing:
        raise no_program(
            missing[0],
            framework,
            lambda other: leaves_out(other, left_out) and not missing_in(other, graph),
        )
    if not leaves_out(framework, left_out):
        raise NotExportable("error.export.not_needed", {"framework": framework.title})
    lines = GraphLines(graph, TABLES[framework.name], left_out)
    template = TEXT.get_template(f"programs/graph_{framework.name}.py.jinja")
    text = template.render(fields(source, one.inputs, lines, framework))
    return f"{text.strip()}\n"


def fields(
    source: Source, inputs: Mapping[str, float], lines: GraphLines, framework: Framework
) -> dict[str, Any]:
    """What the templates show."""
    graph = lines.graph
    given = {node: repr(float(inputs[name])) for name, node in graph.inputs.items()}
    number = {"numpy": "np.float64({})", "torch": "torch.tensor({})", "jax": "jnp.float64({})"}
    made = number[framework.name]
    leaf = "torch.tensor({}, requires_grad=True)" if framework.name == "torch" else made
    values = lines.forward({node: leaf.format(text) for node, text in given.items()}, made)
    needed = graph.varying
    slopes = list(lines.backward(needed)) if framework.name == "numpy" else []
    parts = library(f"graph_{framework.name}")
    functions = sorted(names_in([*values, *slopes]) & parts.definitions.keys())
    return {
        "say": lambda key, **params: source.say(key, params),
        "title": source.say("export_file.title.graph", {}),
        "what": source.say("export_file.program.graph", {}),
        "expression": "\n".join(comment_lines(source.request["expression"])),
        "imports": parts.imports(functions, framework.always),
        "functions": parts.source(functions),
        "values": values,
        "slopes": slopes,
        "varying": [index for index, varies in enumerate(needed) if varies and graph.active[index]],
        "nodes": list(range(len(graph.nodes))),
        "result": graph.result,
        "show": library("show").source(["show"]),
    }
