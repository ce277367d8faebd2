"""A document as text whose columns are aligned, in Chinese too."""

import unicodedata
from collections.abc import Iterator, Sequence

from ...harmless import printable
from .document import MOST_ROWS, Document, Formulas, Table, Text, is_numeric
from .sentences import Say

GAP = "  "


def width(text: str) -> int:
    """How many columns of a terminal it takes: a Chinese character takes two."""
    return sum(
        0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1
        for c in text
    )


def padded(text: str, columns: int, right: bool) -> str:
    room = " " * (columns - width(text))
    return room + text if right else text + room


def to_text(document: Document, say: Say) -> str:
    return "\n".join(lines(document, say))


def lines(document: Document, say: Say) -> Iterator[str]:
    yield printable(document.title)
    for block in document.blocks:
        yield ""
        if isinstance(block, Text):
            yield from map(printable, block.text.splitlines())
        elif isinstance(block, Formulas):
            yield printable(block.title)
            yield from (GAP + printable(line) for line in block.lines)
        else:
            yield from aligned(block, say)


def aligned(table: Table, say: Say) -> Iterator[str]:
    if table.title:
        yield printable(table.title)
    shown = [[printable(cell) for cell in row] for row in table.rows[:MOST_ROWS]]
    head = [printable(cell) for cell in table.head]
    columns = list(zip(head, *shown, strict=True))
    widths = [max(map(width, column)) for column in columns]
    right = [are_numbers(column[1:]) for column in columns]
    for row in (head, *shown):
        cells = zip(row, widths, right, strict=True)
        yield (GAP + GAP.join(padded(cell, most, side) for cell, most, side in cells)).rstrip()
    more = table.left_out + len(table.rows) - len(shown)
    if more:
        yield GAP + say("shown.more", {"count": more})


def are_numbers(cells: Sequence[str]) -> bool:
    return bool(cells) and all(is_numeric(cell) for cell in cells if cell)
