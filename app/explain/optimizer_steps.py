"""One step of an optimizer as formulas, for every variable, and the numbers of some iterations.

Step k (from 1) goes from x_{k−1} to x_k. Addresses: ``p.x`` the old x, ``n.x`` the new one,
``g.x`` the gradient at the old one, ``s.m.x`` what the line m of the rule gives, ``o.m.x`` what it
gave in the last step, ``k.learning_rate`` a parameter, ``count`` k.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from app.engine.arrays import Array
from app.engine.optimizers import Line, Optimizer, line_values
from app.explain.formulas import OPERATORS
from app.explain.tree import Tree, address, call, equals, lines, number

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


def line_tree(expression: Any, variable: str, optimizer: Optimizer) -> Tree:
    """A rule's formula as data (`app.engine.optimizers`), for one variable."""
    if isinstance(expression, str):
        return leaf(expression, variable, optimizer)
    if isinstance(expression, int):
        return number(expression)
    operator, *operands = expression
    if operator == "old":
        return address(f"o.{operands[0]}.{variable}")
    if operator == "call":
        return call(operands[0], *(line_tree(each, variable, optimizer) for each in operands[1:]))
    return OPERATORS[operator](*(line_tree(each, variable, optimizer) for each in operands))


def leaf(name: str, variable: str, optimizer: Optimizer) -> Tree:
    if name in ("p", "g"):
        return address(f"{name}.{variable}")
    if name == "count":
        return address(name)
    if any(parameter.name == name for parameter in optimizer.parameters):
        return address(f"k.{name}")
    return address(f"s.{name}.{variable}")


# --- symbols --------------------------------------------------------------------------------------


def symbols(optimizer: Optimizer, variables: Sequence[str], function: str = "f") -> dict[str, str]:
    """The LaTeX of every address: m_k now and m_{k−1} before, m_{x,k} where there are two."""
    found = {"count": "k"} | {f"k.{p.name}": p.latex for p in optimizer.parameters}
    for name in variables:
        letter = variable_latex(name)
        of = f"{letter}," if len(variables) > 1 else ""
        d = r"\partial" if len(variables) > 1 else "d"
        found[f"p.{name}"] = counted(letter, "k-1")
        found[f"n.{name}"] = counted(letter, "k")
        found[f"g.{name}"] = rf"\frac{{{d} {function}}}{{{d} {letter}}}"
        for line in optimizer.rule[:-1]:
            # A line that is the variable itself, changed, needs no second mark.
            own = "{p}" in line.latex
            base, mark = line.latex.replace("{p}", letter), "" if own else of
            found[f"s.{line.name}.{name}"] = f"{base}_{{{mark}k}}" if mark else f"{base}_k"
            if line.name in optimizer.state:
                found[f"o.{line.name}.{name}"] = f"{base}_{{{mark}k-1}}"
    return found


GREEK = re.compile(
    "alpha|beta|gamma|delta|epsilon|zeta|eta|theta|kappa|lambda|mu|nu|xi|rho|sigma|tau|phi|chi|psi"
    "|omega"
)


def variable_latex(name: str) -> str:
    r"""A typed name: x, \theta, w_{1}, \mathit{bias}."""
    base, _, index = name.partition("_")
    if not index and base.rstrip("0123456789"):
        base, index = base.rstrip("0123456789"), base[len(base.rstrip("0123456789")) :]
    if GREEK.fullmatch(base):
        base = rf"\{base}"
    elif len(base) != 1:
        base = rf"\mathit{{{base}}}"
    if not index:
        return base
    text = index.replace("_", r"\_")
    return f"{base}_{{{text}}}" if text.isdigit() else rf"{base}_{{\mathit{{{text}}}}}"


def counted(letter: str, count: str) -> str:
    """x_k; a letter that has an index already takes the count above, in brackets."""
    if "_{" in letter:
        return f"{letter}^{{({count})}}"
    return f"{letter}_{count}" if len(count) == 1 else f"{letter}_{{{count}}}"


# --- numbers --------------------------------------------------------------------------------------


def window_values(
    optimizer: Optimizer,
    knobs: Mapping[str, float],
    variables: Sequence[str],
    points: Array,
    gradients: Array,
    states: Array,
    first: int,
) -> dict[str, list[float]]:
    """The number at every address in each step of a window, the one after entry ``first`` first.

    ``points`` holds one entry more than there are steps, each entries × variables; ``gradients``
    are those of the old points; ``states``, steps × slots × variables, what was remembered before.
    """
    old, new = points[:-1], points[1:]
    steps = len(new)
    counts = np.arange(first + 1, first + steps + 1, dtype=np.float64)
    state = tuple(states[:, slot] for slot in range(len(optimizer.state)))
    with np.errstate(all="ignore"):
        worked_out = line_values(
            optimizer, old, gradients[:steps], state, counts[:, np.newaxis], dict(knobs)
        )
    found: dict[str, list[float]] = {"count": counts.tolist()}
    for name, value in knobs.items():
        found[f"k.{name}"] = [value] * steps
    for place, variable in enumerate(variables):
        found[f"p.{variable}"] = old[:, place].tolist()
        found[f"n.{variable}"] = new[:, place].tolist()
        found[f"g.{variable}"] = gradients[:steps, place].tolist()
        for line in optimizer.rule[:-1]:
            found[f"s.{line.name}.{variable}"] = worked_out[line.name][:, place].tolist()
        for name, slot in zip(optimizer.state, state, strict=True):
            found[f"o.{name}.{variable}"] = slot[:, place].tolist()
    return found
