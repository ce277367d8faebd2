"""The formulas of the tables, as LaTeX: the numbers are those of the entries' own tests."""

import re
from collections.abc import Mapping
from typing import Any

import pytest

from app.engine.graph.operations import OPERATIONS
from app.engine.network.activations import ACTIVATIONS
from app.engine.network.initializers import INITIALIZERS
from app.engine.network.losses import LOSSES
from app.engine.network.optimizers import OPTIMIZERS
from app.engine.network.schedules import SCHEDULES

#: Each table, with a letter that every formula of it has.
TABLES: dict[str, tuple[Mapping[str, Any], str]] = {
    "activations": (ACTIVATIONS, "z"),
    "losses": (LOSSES, "a"),
    "optimizers": (OPTIMIZERS, "w"),
    "schedules": (SCHEDULES, r"\eta"),
    "initializers": (INITIALIZERS, "w"),
    "operations": (OPERATIONS, "a"),
}


def closes(latex: str) -> bool:
    """Has every opening brace and command its partner?"""
    depth = 0
    for sign in re.findall(r"(?<!\\)[{}]", latex):
        depth += 1 if sign == "{" else -1
        if depth < 0:
            return False
    return depth == 0 and all(
        len(re.findall(first, latex)) == len(re.findall(last, latex))
        for first, last in ((r"\\left\b", r"\\right\b"), (r"\\begin\b", r"\\end\b"))
    )


@pytest.mark.parametrize("name", TABLES)
def test_every_formula_of_a_table_has_its_letter_and_brackets_that_close(name: str) -> None:
    table, letter = TABLES[name]
    for entry in table.values():
        assert letter in entry.latex.lower(), entry.name
        assert closes(entry.latex), entry.name


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_every_activation_has_a_slope_and_a_symbol(name: str) -> None:
    entry = ACTIVATIONS[name]
    assert entry.symbol
    assert closes(entry.symbol)
    assert entry.slope_latex
    assert closes(entry.slope_latex)
