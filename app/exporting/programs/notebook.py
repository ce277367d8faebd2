"""A Jupyter notebook (nbformat 4.5): the numpy program in pieces, with the formulas of its steps
between them.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import orjson

from ..documents.derivation import Derivation, WrittenStep, derivation
from ..source import Source
from .files import PROGRAMS
from .network import FRAMEWORKS

#: What begins a piece of a program, and the title of the piece.
PIECE = re.compile(r"^# %% (.*)\n", re.MULTILINE)
#: The phases whose formulas stand before a piece, by the key of its title.
EXPLAINED: Mapping[str, Sequence[str]] = {
    "export_file.program.forward": ("forward",),
    "export_file.program.backward": ("tangent", "loss", "backward"),
    "export_file.program.update": ("update",),
}

Cell = dict[str, Any]


def write(source: Source) -> bytes:
    """Raises `NotExportable`."""
    content = derivation(source)
    program = PROGRAMS[source.tool](source, FRAMEWORKS["numpy"])
    cells = list(numbered(cells_of(source, content, program)))
    notebook = {
        "cells": cells,
        "metadata": {
            "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
            "language_info": {"name": "python"},
        },
        "nbformat": 4,
        "nbformat_minor": 5,
    }
    return orjson.dumps(notebook, option=orjson.OPT_INDENT_2) + b"\n"


def cells_of(source: Source, content: Derivation, program: str) -> Iterator[Cell]:
    opening, *pieces = PIECE.split(program)
    what = "\n\n".join(opening.strip().strip('"').strip().splitlines()[1:]).strip()
    formulas = "\n\n".join(map(display, content.given))
    yield markdown("\n\n".join([f"# {content.title}", what, *content.notes, formulas]))
    before = {source.say(key, {}): phases for key, phases in EXPLAINED.items()}
    for title, code in zip(pieces[::2], pieces[1::2], strict=True):
        yield markdown(f"## {title}")
        for step in content.steps:
            if step.phase in before.get(title, ()):
                yield markdown(written(step))
        yield {
            "cell_type": "code",
            "execution_count": None,
            "metadata": {},
            "outputs": [],
            "source": lines(code.strip()),
        }


def written(step: WrittenStep) -> str:
    formula = step.formula
    parts = (formula["rule"], formula["numbers"], formula["result"])
    return "\n\n".join([f"### {step.number}. {step.title}", *map(display, parts)])


def display(formula: str) -> str:
    return f"$$\n{formula}\n$$"


def markdown(text: str) -> Cell:
    return {"cell_type": "markdown", "metadata": {}, "source": lines(text)}


def lines(text: str) -> list[str]:
    return text.splitlines(keepends=True)


def numbered(cells: Iterator[Cell]) -> Iterator[Cell]:
    """Each cell with an id of its own."""
    for number, cell in enumerate(cells, start=1):
        yield {"id": f"cell-{number}", **cell}
