"""Converts the lesson's LaTeX to MathML, with its source in an attribute.

For formulas of the project only, not for text that a client sends.
"""

import re
from functools import cache
from html import unescape
from xml.etree import ElementTree

from jinja2.ext import Extension
from markupsafe import Markup, escape
from math_core import LatexToMathML

#: The converter writes empty spaces where an operator is possible; they push symbols apart.
EMPTY_SPACE = "<mspace/>"
MATH = re.compile(r"<math[^>]*>")
#: Entities of HTML that XML does not have.
HTML_ENTITY = re.compile(r"&(?!amp;|lt;|gt;|quot;)\w+;")
#: Glyphs that are raised already: as exponents they would be raised twice, and too small.
PRIMES = ("′", "″", "‴")
#: What ``\boxed`` becomes: browsers draw no ``menclose``.
BOX = {"class": "token left-out"}
#: Elements with a superscript, and what they become without it.
WITHOUT_SUPERSCRIPT = {"msup": "mrow", "msubsup": "msub"}


def lower_primes(node: ElementTree.Element) -> None:
    """Moves the primes of all symbols below ``node`` from the superscript to beside the symbol."""
    for inner in list(node.iter()):
        above = inner[-1] if inner.tag in WITHOUT_SUPERSCRIPT else None
        if above is None:
            continue
        # Alone, or before the number of a layer.
        prime = above[0] if above.tag == "mrow" and len(above) else above
        if prime.tag != "mo" or prime.text not in PRIMES:
            continue
        beside = ElementTree.Element("mrow")
        beside.extend([inner[0], prime])
        prime.set("form", "postfix")
        inner[0] = beside
        if prime is above:
            inner.remove(above)
            inner.tag = WITHOUT_SUPERSCRIPT[inner.tag]
        else:
            above.remove(prime)


def mark_boxes(node: ElementTree.Element) -> None:
    """Boxes mark the factors that the document's figures leave out, as in the live formulas."""
    for enclosed in list(node.iter("menclose")):
        enclosed.tag = "mrow"
        enclosed.attrib = BOX.copy()


@cache
def mathml(latex: str, display: bool = False) -> Markup:
    """``<math data-latex="…">``. Raises `math_core.LatexError` if the LaTeX cannot be parsed."""
    written = LatexToMathML().convert_with_local_state(latex, displaystyle=display)
    named = HTML_ENTITY.sub(lambda match: unescape(match[0]), written.replace(EMPTY_SPACE, ""))
    tree = ElementTree.fromstring(named)
    lower_primes(tree)
    mark_boxes(tree)
    body = MATH.sub("", ElementTree.tostring(tree, encoding="unicode"), count=1)
    block = ' display="block"' if display else ""
    return Markup(f'<math{block} translate="no" data-latex="{escape(latex)}">{body}')


class RawStrings(Extension):
    r"""Raw strings in templates, as in Python: ``r"\frac"`` keeps its backslash."""

    RAW = re.compile(r'''\br"([^"\n]*)"''')

    def preprocess(self, source: str, name: str | None, filename: str | None = None) -> str:
        def escaped(match: re.Match[str]) -> str:
            return '"' + match[1].replace("\\", "\\\\") + '"'

        return self.RAW.sub(escaped, source)


class KeptMarks(Extension):
    """Keeps the punctuation after a formula in its line: browsers may break a line after a formula.

    ``{{ tex("z") }}。`` becomes one element that is not broken. Between two of them a line may be
    broken, which Firefox has to be told.
    """

    FORMULA = re.compile(
        r"""(\{\{ *tex\(r?"(?:[^"\\]|\\.)*"\) *\}\})([，。；：！？、）」》,.;:!?)]+)"""
    )

    def preprocess(self, source: str, name: str | None, filename: str | None = None) -> str:
        kept = self.FORMULA.sub(r'<span class="kept">\1\2</span>', source)
        return kept.replace('</span><span class="kept">', '</span><wbr><span class="kept">')
