"""What is shown of a result, before it is text or HTML or LaTeX."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import TypeAlias


@dataclass(frozen=True)
class Text:
    """A paragraph."""

    text: str


@dataclass(frozen=True)
class Formulas:
    """LaTeX, one formula a line, under a title."""

    title: str
    lines: Sequence[str]


@dataclass(frozen=True)
class Table:
    """Rows of texts under a head. Columns whose cells are numbers are aligned at the right.

    :param left_out: how many rows are not among them.
    """

    title: str
    head: Sequence[str]
    rows: Sequence[Sequence[str]]
    left_out: int = 0


def first_rows(
    title: str, head: Sequence[str], rows: Iterable[Sequence[str]], count: int
) -> "Table":
    """A table of the first of so many rows; the others are not made."""
    shown = tuple(islice(rows, MOST_ROWS))
    return Table(title, head, shown, count - len(shown))


Block: TypeAlias = Text | Formulas | Table


@dataclass(frozen=True)
class Document:
    """A result in one language."""

    title: str
    blocks: Sequence[Block]


#: Rows of a table that are shown; the rest is counted.
MOST_ROWS = 200
#: Formulas that are shown.
MOST_FORMULAS = 60


def number(value: float | None) -> str:
    """To six significant digits, as a table shows it; a minus sign, not a hyphen."""
    if value is None or value != value:
        return "–"
    return f"{value:.6g}".replace("-", "\N{MINUS SIGN}").replace("e+", "e")


def is_numeric(cell: str) -> bool:
    """Whether a cell is a number, or stands for one."""
    return cell == "–" or cell[:1].isdigit() or cell[:1] == "\N{MINUS SIGN}"
