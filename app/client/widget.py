"""A walkthrough that plays in a cell of a notebook: the pages' own modules, without a server.

It needs anywidget, which ``pip install "deltaflow[jupyter]"`` brings.
"""

from typing import Any

from ..folders import folder
from .display.pictures import drawer
from .results.network import Trace

try:
    import anywidget
    import traitlets
except ImportError as error:
    raise ImportError(
        'A walkthrough that plays needs anywidget. Install it: pip install "deltaflow[jupyter]"'
    ) from error


class Walkthrough(anywidget.AnyWidget):
    """``Walkthrough(client.trace(…))`` as the last line of a cell.

    :param result: the pass that is played.
    :param height: of the frame, in CSS pixels.
    :param fields: as those of ``Client.export``: step, letters, drawing, theme, language.
    :raises TypeError: the result is no pass.
    :raises Refused: the walkthrough cannot be written, with the sentence that says why.
    """

    _esm = folder("static") / "js" / "embed" / "notebook.js"
    #: The whole walkthrough as one file (`app.web.export.single_page`).
    page = traitlets.Unicode().tag(sync=True)
    height = traitlets.Int().tag(sync=True)

    def __init__(self, result: Trace, *, height: int = 640, **fields: Any) -> None:
        if not isinstance(result, Trace):
            kind = type(result).__name__
            raise TypeError(f"A walkthrough plays a result of Client.trace, not a {kind}.")
        page: str = drawer().export(result, format="html", **fields).text
        super().__init__(page=page, height=height)
