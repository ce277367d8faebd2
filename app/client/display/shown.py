"""A result that shows itself: in a terminal, in a notebook, in a document of LaTeX."""

from dataclasses import dataclass
from typing import Any

from ..results.reading import Result


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class Shown(Result):
    """:param language: of the words around the numbers."""

    language: str = "en"

    def document(self, say: Any) -> Any:
        from .parts import document_of

        return document_of(self, say)

    def __repr__(self) -> str:
        from .sentences import sayer

        return f"<{type(self).__name__}: {self.document(sayer('en')).title}>"

    def __str__(self) -> str:
        from .sentences import sayer
        from .text import to_text

        say = sayer(self.language)
        return to_text(self.document(say), say)

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, str]:
        """What Jupyter asks for: HTML, LaTeX and text."""
        from .html import to_html
        from .latex import to_latex
        from .pictures import picture
        from .sentences import sayer

        say = sayer(self.language)
        document = self.document(say)
        return {
            "text/html": to_html(document, say, picture(self)),
            "text/latex": to_latex(document),
            "text/plain": str(self),
        }
