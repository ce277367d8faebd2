"""The lesson's mathematics: LaTeX of our own as MathML, its source kept beside it.

Only formulas of the project pass through here, never a reader's text.
"""

import re
from functools import cache
from html import unescape
from xml.etree import ElementTree

from jinja2.ext import Extension
from markupsafe import Markup, escape
from math_core import LatexToMathML

#: The converter leaves empty spaces where an operator could stand; they push symbols apart.
EMPTY_SPACE = "<mspace/>"
MATH = re.compile(r"<math[^>]*>")
#: HTML's names of signs, that XML does not know.
NAMED = re.compile(r"&(?!amp;|lt;|gt;|quot;)\w+;")
#: Glyphs that stand raised already: as an exponent they would be raised twice and be hardly seen.
PRIMES = ("′", "″", "‴")
#: What carries something above: where its base stands, and what it is without that.
RAISED = {"msup": "mrow", "msubsup": "msub"}


def lower_primes(node: ElementTree.Element) -> None:
    """Puts the primes of every symbol below ``node`` beside it, in place: f′ is no exponent."""
    for inner in list(node.iter()):
        above = inner[-1] if inner.tag in RAISED else None
        if above is None:
            continue
        # A prime alone, or before the number of a layer.
        prime = above[0] if above.tag == "mrow" and len(above) else above
        if prime.tag != "mo" or prime.text not in PRIMES:
            continue
        beside = ElementTree.Element("mrow")
        beside.extend([inner[0], prime])
        prime.set("form", "postfix")
        inner[0] = beside
        if prime is above:
            inner.remove(above)
            inner.tag = RAISED[inner.tag]
        else:
            above.remove(prime)


@cache
def mathml(latex: str, display: bool = False) -> Markup:
    """``<math data-latex="…">``. Raises `math_core.LatexError` where the LaTeX cannot be read."""
    written = LatexToMathML().convert_with_local_state(latex, displaystyle=display)
    named = NAMED.sub(lambda match: unescape(match[0]), written.replace(EMPTY_SPACE, ""))
    tree = ElementTree.fromstring(named)
    lower_primes(tree)
    body = MATH.sub("", ElementTree.tostring(tree, encoding="unicode"), count=1)
    block = ' display="block"' if display else ""
    return Markup(f'<math{block} data-latex="{escape(latex)}">{body}')


class RawStrings(Extension):
    r"""``r"\frac"`` in a template, as in Python: its backslashes stay."""

    RAW = re.compile(r'''\br"([^"\n]*)"''')

    def preprocess(self, source: str, name: str | None, filename: str | None = None) -> str:
        def escaped(match: re.Match[str]) -> str:
            return '"' + match[1].replace("\\", "\\\\") + '"'

        return self.RAW.sub(escaped, source)
