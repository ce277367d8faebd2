"""A document as HTML that needs no script and no style sheet, as notebooks keep it.

GitHub and nbviewer show it too: what they remove (style attributes) changes no more than looks.
"""

from collections.abc import Iterator
from html import escape

from .document import MOST_ROWS, Document, Formulas, Table, Text
from .sentences import Say
from .text import are_numbers

#: Rows of a table in a notebook, where a page is read and not searched.
MOST_IN_HTML = 40
#: A formula that is longer or deeper is shown as its LaTeX: the converter does not bear them.
LONGEST_FORMULA = 4_000
DEEPEST_FORMULA = 40


def to_html(document: Document, say: Say, picture: str | None) -> str:
    """:param picture: SVG."""
    return "".join(parts(document, say, picture))


def parts(document: Document, say: Say, picture: str | None) -> Iterator[str]:
    yield f"<div><p><strong>{escape(document.title)}</strong></p>"
    if picture is not None:
        yield f"<div>{picture}</div>"
    for block in document.blocks:
        if isinstance(block, Text):
            yield f"<p>{escape(block.text)}</p>"
        elif isinstance(block, Formulas):
            yield f"<p>{escape(block.title)}</p>"
            yield from (f"<p>{formula(line)}</p>" for line in block.lines)
        else:
            yield from table(block, say)
    yield "</div>"


def table(block: Table, say: Say) -> Iterator[str]:
    shown = block.rows[: min(MOST_ROWS, MOST_IN_HTML)]
    sides = [
        "right" if are_numbers([row[place] for row in shown]) else "left"
        for place in range(len(block.head))
    ]
    yield "<table>"
    if block.title:
        yield f'<caption align="top">{escape(block.title)}</caption>'
    head = zip(block.head, sides, strict=True)
    cells = (f'<th scope="col" align="{side}">{escape(cell)}</th>' for cell, side in head)
    yield f"<thead><tr>{''.join(cells)}</tr></thead><tbody>"
    for row in shown:
        pairs = zip(row, sides, strict=True)
        cells = (f'<td align="{side}">{escape(cell)}</td>' for cell, side in pairs)
        yield f"<tr>{''.join(cells)}</tr>"
    yield "</tbody></table>"
    more = block.left_out + len(block.rows) - len(shown)
    if more:
        yield f"<p>{escape(say('shown.more', {'count': more}))}</p>"


def formula(latex: str) -> str:
    """LaTeX as MathML, which browsers show without a script; else as it is."""
    plain = f"<code>{escape(latex)}</code>"
    if len(latex) > LONGEST_FORMULA or depth(latex) > DEEPEST_FORMULA:
        return plain
    from math_core import LatexError, LatexToMathML

    try:
        written: str = LatexToMathML().convert_with_local_state(latex, displaystyle=True)
        return written
    except LatexError:
        return plain


def depth(latex: str) -> int:
    """How deep braces, brackets and environments are nested in a formula, at most."""
    deep = deepest = 0
    for place, character in enumerate(latex):
        if character in "{[(" or latex.startswith((r"\begin", r"\left"), place):
            deep += 1
            deepest = max(deepest, deep)
        elif character in "}])":
            deep = max(0, deep - 1)
    return deepest
