"""Documents and programs from templates: of ``templates/exporting``, and of whoever else writes
such text.
"""

import re
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from ..folders import folder
from ..harmless import as_latex

FOLDER = folder("templates") / "exporting"


def plain_text(folder: Path) -> Environment:
    """Of templates for Markdown and programs."""
    return Environment(
        loader=FileSystemLoader(folder),
        autoescape=False,  # it is no HTML; what users wrote, each template escapes in its own way
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def latex(plain: Environment) -> Environment:
    """Of templates for LaTeX, whose braces are its own: <% if x %>, << value >>, <%# a note %>."""
    environment = plain.overlay(
        block_start_string="<%",
        block_end_string="%>",
        variable_start_string="<<",
        variable_end_string=">>",
        comment_start_string="<%#",
        comment_end_string="%>",
    )
    environment.filters["tex"] = as_latex
    return environment


def without_gaps(text: str) -> str:
    """At most one empty line between two others."""
    return re.sub(r"\n{3,}", "\n\n", text).strip() + "\n"


TEXT = plain_text(FOLDER)
LATEX = latex(TEXT)
