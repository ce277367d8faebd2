"""A document as LaTeX: its formulas, and its tables as arrays."""

from collections.abc import Iterator

from .document import Document, Formulas, Table, Text
from .text import are_numbers

#: Rows and columns of an array.
MOST_IN_LATEX = 40
#: Characters that mean something in LaTeX's text, and what stands for them.
SPECIAL = {
    **{character: "\\" + character for character in "&%$#_{}"},
    "\\": r"\textbackslash{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    "<": r"\textless{}",
    ">": r"\textgreater{}",
    "\N{MINUS SIGN}": "-",
    "\N{EN DASH}": "--",
}


def escaped(text: str) -> str:
    return "".join(SPECIAL.get(character, character) for character in text)


def to_latex(document: Document) -> str:
    return "\n\n".join(f"${line}$" for line in lines(document))


def lines(document: Document) -> Iterator[str]:
    yield rf"\textbf{{{escaped(document.title)}}}"
    for block in document.blocks:
        if isinstance(block, Text):
            yield rf"\text{{{escaped(block.text)}}}"
        elif isinstance(block, Formulas):
            yield from (rf"\displaystyle {line}" for line in block.lines)
        elif block.rows:
            if block.title:
                yield rf"\text{{{escaped(block.title)}}}"
            yield array(block)


def array(table: Table) -> str:
    shown = table.rows[:MOST_IN_LATEX]
    sides = "".join(
        "r" if are_numbers([row[place] for row in shown]) else "l"
        for place in range(len(table.head))
    )
    rows = [" & ".join(rf"\text{{{escaped(cell)}}}" for cell in row) for row in shown]
    head = " & ".join(rf"\text{{{escaped(cell)}}}" for cell in table.head)
    if table.left_out or len(table.rows) > len(shown):
        rows.append(r"\vdots")
    body = " \\\\\n".join((head + r" \\ \hline", *rows)).replace(r"\hline \\", r"\hline")
    return f"\\begin{{array}}{{{sides}}}\n{body}\n\\end{{array}}"
