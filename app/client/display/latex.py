"""A document as LaTeX: its formulas, and its tables as arrays."""

from collections.abc import Iterator

from ...harmless import as_latex
from .document import Document, Formulas, Table, Text
from .text import are_numbers

#: Rows and columns of an array.
MOST_IN_LATEX = 40


def to_latex(document: Document) -> str:
    return "\n\n".join(f"${line}$" for line in lines(document))


def lines(document: Document) -> Iterator[str]:
    yield rf"\textbf{{{as_latex(document.title)}}}"
    for block in document.blocks:
        if isinstance(block, Text):
            yield rf"\text{{{as_latex(block.text)}}}"
        elif isinstance(block, Formulas):
            yield from (rf"\displaystyle {line}" for line in block.lines)
        elif block.rows:
            if block.title:
                yield rf"\text{{{as_latex(block.title)}}}"
            yield array(block)


def array(table: Table) -> str:
    shown = table.rows[:MOST_IN_LATEX]
    sides = "".join(
        "r" if are_numbers([row[place] for row in shown]) else "l"
        for place in range(len(table.head))
    )
    rows = [" & ".join(rf"\text{{{as_latex(cell)}}}" for cell in row) for row in shown]
    head = " & ".join(rf"\text{{{as_latex(cell)}}}" for cell in table.head)
    if table.left_out or len(table.rows) > len(shown):
        rows.append(r"\vdots")
    body = " \\\\\n".join((head + r" \\ \hline", *rows)).replace(r"\hline \\", r"\hline")
    return f"\\begin{{array}}{{{sides}}}\n{body}\n\\end{{array}}"
