"""Text that users wrote, as others may open it: in a terminal, a program, a spreadsheet."""

from collections.abc import Iterable

#: What a table is made of.
Cell = str | int | float | None

#: Spreadsheets take a cell that begins so for a formula, some of them the wide signs, too.
FORMULA_SIGNS = tuple("=+-@\t\r\n＝＋－＠")
#: Beside commas and the ends of lines: where the comma is that of decimals, spreadsheets part cells
#: of the same file by semicolons.
PARTING = frozenset(',;\t\r\n"')


def printable(text: str) -> str:
    """The text without what controls a terminal or turns around what is read."""
    return "".join(each if each.isprintable() else "\N{REPLACEMENT CHARACTER}" for each in text)


def as_cell(text: str) -> str:
    """A cell that no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(FORMULA_SIGNS) else text


def as_csv(rows: Iterable[Iterable[Cell]]) -> str:
    """A table as CSV (RFC 4180): floats with all their digits, None empty. No text is a formula,
    nor begins another cell, whatever a spreadsheet parts cells by.
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
