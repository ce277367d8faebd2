"""Text that users wrote, as others may open it: in a terminal, a program, a spreadsheet, LaTeX."""

import re
from collections.abc import Iterable

#: What a table is made of.
Cell = str | int | float | None

#: Spreadsheets take a cell that begins so for a formula, some of them the wide signs, too.
FORMULA_SIGNS = tuple("=+-@\t\r\n＝＋－＠")
#: Beside commas and the ends of lines: where the comma is that of decimals, spreadsheets part cells
#: of the same file by semicolons.
PARTING = frozenset(',;\t\r\n"')
ROWS_AND_CELLS = frozenset(";\t\r\n")
#: What such a spreadsheet may read between two cells: our quotation marks stand within its cells.
BETWEEN = re.compile(r"""[;"'\s]+""")

#: Characters that mean something in LaTeX's text or are missing from its fonts.
IN_LATEX = str.maketrans(
    {character: f"\\{character}" for character in "&%$#_{}"}
    | {
        "\\": r"\textbackslash{}",
        "~": r"\textasciitilde{}",
        "^": r"\textasciicircum{}",
        "<": r"\textless{}",
        ">": r"\textgreater{}",
        "\N{MINUS SIGN}": "-",
        "\N{EN DASH}": "--",
    }
)


def printable(text: str) -> str:
    """The text without what controls a terminal or turns around what is read."""
    return "".join(each if each.isprintable() else "\N{REPLACEMENT CHARACTER}" for each in text)


def as_latex(text: str) -> str:
    """Text between the commands of a LaTeX document."""
    return text.translate(IN_LATEX)


def as_cell(text: str) -> str:
    """A cell that no spreadsheet takes for a formula, nor any part of it."""

    def guard(found: re.Match[str]) -> str:
        begins_a_cell = not ROWS_AND_CELLS.isdisjoint(found[0])
        is_formula = text.startswith(FORMULA_SIGNS, found.end())
        return f"{found[0]}'" if begins_a_cell and is_formula else found[0]

    guarded = BETWEEN.sub(guard, text)
    return f"'{guarded}" if text.startswith(FORMULA_SIGNS) else guarded


def as_csv(rows: Iterable[Iterable[Cell]]) -> str:
    """A table as CSV (RFC 4180): floats with all their digits, None empty. No text is a formula,
    nor has one after a sign by which a spreadsheet may part cells: an apostrophe stands before it.
    """
    return "".join(f"{','.join(map(written_cell, row))}\r\n" for row in rows)


def written_cell(value: Cell) -> str:
    if not isinstance(value, str):
        return "" if value is None else repr(value) if isinstance(value, float) else str(value)
    text = as_cell(value)
    if PARTING.isdisjoint(text):
        return text
    doubled = text.replace('"', '""')
    return f'"{doubled}"'
