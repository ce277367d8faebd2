"""Documents as files, whatever tool they are of."""

from collections.abc import Iterator
from typing import Any

from ...harmless import Cell
from ..source import NotExportable, Source
from ..templates import LATEX, TEXT, without_gaps
from . import tables
from .derivation import Derivation, derivation
from .tikz import DRAWINGS

#: Of a Markdown document's table, and of a CSV: a spreadsheet's own limit is near.
MOST_ROWS = {"markdown": 5_000, "csv": 100_000}


def fields(source: Source, content: Derivation) -> dict[str, Any]:
    """What the templates show."""
    return {
        "say": lambda key, **params: source.say(key, params),
        "language": source.look.language,
        "title": content.title,
        "notes": content.notes,
        "given": content.given,
        "phases": list(content.phases()),
        "tables": content.tables,
    }


def latex(source: Source) -> bytes:
    """Raises `NotExportable`."""
    shown = fields(source, derivation(source)) | {"compile": source.say("export_file.compile", {})}
    return without_gaps(LATEX.get_template("documents/derivation.tex").render(shown)).encode()


def markdown(source: Source) -> bytes:
    """The derivation; that of the whole with a table of every number. Raises `NotExportable`."""
    shown = fields(source, derivation(source))
    numbers = None
    if source.step is None:
        rows = [[cell_text(each) for each in row] for row in bounded(source, "markdown")]
        numbers = {"head": tables.head(source), "rows": rows}
    text = TEXT.get_template("documents/derivation.md").render(shown | {"numbers": numbers})
    return without_gaps(text).encode()


def bounded(source: Source, form: str) -> Iterator[tables.Row]:
    """The rows of the table. Raises `NotExportable` before the first one too many."""
    most = MOST_ROWS[form]
    for place, row in enumerate(tables.rows(source)):
        if place == most:
            raise NotExportable("error.export.rows", {"most": most})
        yield row


def cell_text(value: Cell) -> str:
    return "" if value is None else str(value) if isinstance(value, (int, str)) else repr(value)


def cell(text: str) -> str:
    """What stands in a cell of a Markdown table; a line of its own would end the table."""
    return text.replace("|", r"\|").replace("\n", " ")


TEXT.filters["cell"] = cell


def csv(source: Source) -> bytes:
    """Raises `NotExportable`."""
    return tables.written(tables.head(source), bounded(source, "csv")).encode()


def tikz(source: Source) -> bytes:
    """Raises `NotExportable`."""
    shown = DRAWINGS[source.tool](source) | {"compile": source.say("export_file.compile", {})}
    return without_gaps(LATEX.get_template(f"documents/{source.tool}.tikz").render(shown)).encode()
