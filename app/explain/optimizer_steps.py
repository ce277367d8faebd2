"""One step of an optimizer as formulas, for every variable, and the numbers of a range of steps.

Step k (from 1) goes from x_{k−1} to x_k. Addresses: ``p.x`` the old x, ``n.x`` the new one,
``g.x`` the gradient at the old one, ``s.m.x`` the value of the rule's line m, ``o.m.x`` its value
in the step before, ``k.learning_rate`` a hyperparameter, ``count`` k; of data ``c.t`` the column t
in the current row of a sum, ``rows`` the number of rows of the sum.
"""

import re
from collections.abc import Mapping, Sequence

import numpy as np

from ..engine.arrays import Array
from ..engine.expressions import Expression
from ..engine.graph.graph import Graph
from ..engine.network.optimizers import Line, Optimizer, line_values
from .expressions import graph_tree
from .formulas import OPERATORS
from .notation import partial_latex
from .tree import Tree, address, call, divide, equals, lines, multiply, number

#: The last line of every rule, whose value is the new point.
NEW = "new"


def update_tree(optimizer: Optimizer, variables: Sequence[str]) -> Tree:
    """The lines of the rule, one set for each variable, each set ending in the new value."""
    return lines(
        *(
            equals(target(line, variable), line_tree(line.value, variable, optimizer))
            for variable in variables
            for line in optimizer.rule
        )
    )


def target(line: Line, variable: str) -> Tree:
    return address(f"n.{variable}" if line.name == NEW else f"s.{line.name}.{variable}")


def line_tree(expression: Expression, variable: str, optimizer: Optimizer) -> Tree:
    """A rule's formula as data (`app.engine.network.optimizers`), for one variable."""
    match expression:
        case str():
            return leaf(expression, variable, optimizer)
        case int() | float():
            return number(expression)
        case ("old", str(line)):
            return address(f"o.{line}.{variable}")
        case ("call", str(name), *operands):
            return call(name, *(line_tree(each, variable, optimizer) for each in operands))
    operator, *operands = expression
    return OPERATORS[operator](*(line_tree(each, variable, optimizer) for each in operands))


def leaf(name: str, variable: str, optimizer: Optimizer) -> Tree:
    if name in ("p", "g"):
        return address(f"{name}.{variable}")
    if name == "count":
        return address(name)
    if any(parameter.name == name for parameter in optimizer.hyperparameters):
        return address(f"k.{name}")
    return address(f"s.{name}.{variable}")


# --- the gradient ---------------------------------------------------------------------------------


def gradient_tree(
    derivatives: Mapping[str, Graph], columns: Sequence[str] = (), reduction: str = "mean"
) -> Tree | None:
    """∂f/∂x over the old point, a line for each variable; with columns of data the mean or the sum
    over the rows. None where a derivative is too long to be spelled out.
    """
    equations = []
    for name, graph in derivatives.items():
        leaves = {
            letter: address(f"c.{letter}" if letter in columns else f"p.{letter}")
            for letter in graph.inputs
        }
        tree = graph_tree(graph, leaves)
        if tree is None:
            return None
        if columns:
            total = call("sum_over_samples", tree)
            share = divide(number(1), address("rows"))
            tree = multiply(share, total) if reduction == "mean" else total
        equations.append(equals(address(f"g.{name}"), tree))
    return lines(*equations)


# --- symbols --------------------------------------------------------------------------------------


def symbols(
    optimizer: Optimizer, variables: Sequence[str], columns: Sequence[str] = ()
) -> dict[str, str]:
    """The LaTeX of every address: m_k now and m_{k−1} before, m_{x,k} where there are two; x_s is
    a column of the data in row s.
    """
    found = {"count": "k"} | {f"k.{p.name}": p.latex for p in optimizer.hyperparameters}
    if columns:
        found["rows"] = "m"
    for name in columns:
        found[f"c.{name}"] = counted(*letter_and_index(name), "s")
    for name in variables:
        base, index = letter_and_index(name)
        letter = indexed(base, index)
        of = f"{letter}," if len(variables) > 1 else ""
        found[f"p.{name}"] = counted(base, index, "k-1")
        found[f"n.{name}"] = counted(base, index, "k")
        found[f"g.{name}"] = slope_latex(letter, len(variables))
        for line in optimizer.rule[:-1]:
            if "{p}" in line.latex:  # the variable itself, changed
                changed = line.latex.replace("{p}", base)
                found[f"s.{line.name}.{name}"] = counted(changed, index, "k")
            else:
                found[f"s.{line.name}.{name}"] = indexed(line.latex, f"{of}k")
            if line.name in optimizer.state:
                found[f"o.{line.name}.{name}"] = indexed(line.latex, f"{of}k-1")
    return found


def slope_latex(letter: str, variables: int) -> str:
    """df/dx, or the partial derivative where there are more variables."""
    if variables == 1:
        return rf"\frac{{df}}{{d{letter}}}"
    return partial_latex("f", letter)


def indexed(base: str, index: str) -> str:
    if not index:
        return base
    return f"{base}_{index}" if len(index) == 1 else f"{base}_{{{index}}}"


def counted(base: str, index: str, count: str) -> str:
    """x_k; a letter that has an index already takes the count above, in brackets."""
    return f"{indexed(base, index)}^{{({count})}}" if index else indexed(base, count)


TYPED = re.compile(r"([A-Za-z][A-Za-z]*?)_?(\d+|(?<=_)[A-Za-z]\w*)?")
GREEK = re.compile(
    "alpha|beta|gamma|delta|epsilon|zeta|eta|theta|kappa|lambda|mu|nu|xi|rho|sigma|tau|phi|chi|psi"
    "|omega"
)


def letter_and_index(name: str) -> tuple[str, str]:
    r"""A typed name: x, \theta, w and 1, \mathit{bias}."""
    match = TYPED.fullmatch(name)
    base, index = (name, "") if match is None else (match[1], match[2] or "")
    if GREEK.fullmatch(base):
        base = rf"\{base}"
    elif len(base) > 1:
        base = word(base)
    return base, word(index) if len(index) > 1 and not index.isdigit() else index


def word(text: str) -> str:
    return rf"\mathit{{{text}}}".replace("_", r"\_")


# --- numbers --------------------------------------------------------------------------------------


def window_values(
    optimizer: Optimizer,
    hyperparameters: Mapping[str, float],
    variables: Sequence[str],
    points: Array,
    gradients: Array,
    states: Array,
    first: int,
    rows: Sequence[int] = (),
) -> dict[str, list[float]]:
    """The number at every address in each step of a window, the one after entry ``first`` first.

    ``points`` and ``gradients`` are entries × variables, with one point more than there are steps;
    ``states``, steps × slots × variables, the optimizer's state before each step; ``rows`` the
    number of rows of data of each step, if there are any.
    """
    old, new = points[:-1], points[1:]
    steps = len(new)
    counts = np.arange(first + 1, first + steps + 1, dtype=np.float64)
    state = tuple(states[:, slot] for slot in range(len(optimizer.state)))
    with np.errstate(all="ignore"):
        line_numbers = line_values(
            optimizer, old, gradients[:steps], state, counts[:, np.newaxis], dict(hyperparameters)
        )
    found: dict[str, list[float]] = {"count": counts.tolist()}
    if rows:
        found["rows"] = [float(count) for count in rows]
    for name, value in hyperparameters.items():
        found[f"k.{name}"] = [value] * steps
    for place, variable in enumerate(variables):
        found[f"p.{variable}"] = old[:, place].tolist()
        found[f"n.{variable}"] = new[:, place].tolist()
        found[f"g.{variable}"] = gradients[:steps, place].tolist()
        for line in optimizer.rule[:-1]:
            found[f"s.{line.name}.{variable}"] = line_numbers[line.name][:, place].tolist()
        for name, slot in zip(optimizer.state, state, strict=True):
            found[f"o.{name}.{variable}"] = slot[:, place].tolist()
    return found
