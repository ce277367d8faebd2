"""The lesson's mathematics: LaTeX of our own as MathML, its source kept beside it.

Only formulas of the project pass through here, never a reader's text.
"""

import re
from functools import cache

from jinja2.ext import Extension
from markupsafe import Markup, escape
from math_core import LatexToMathML

#: The converter leaves empty spaces where an operator could stand; they push symbols apart.
EMPTY_SPACE = "<mspace/>"
MATH = re.compile(r"<math[^>]*>")


@cache
def mathml(latex: str, display: bool = False) -> Markup:
    """``<math data-latex="…">``. Raises `math_core.LatexError` where the LaTeX cannot be read."""
    written = LatexToMathML().convert_with_local_state(latex, displaystyle=display)
    body = MATH.sub("", written.replace(EMPTY_SPACE, ""), count=1)
    block = ' display="block"' if display else ""
    return Markup(f'<math{block} data-latex="{escape(latex)}">{body}')


class RawStrings(Extension):
    r"""``r"\frac"`` in a template, as in Python: its backslashes stay."""

    RAW = re.compile(r'''\br"([^"\n]*)"''')

    def preprocess(self, source: str, name: str | None, filename: str | None = None) -> str:
        def escaped(match: re.Match[str]) -> str:
            return '"' + match[1].replace("\\", "\\\\") + '"'

        return self.RAW.sub(escaped, source)
