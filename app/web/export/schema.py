"""What ``POST /api/v1/export`` takes."""

from typing import Annotated, Any

from pydantic import BaseModel, Field, PrivateAttr

from ...exporting.formats import TOOLS
from ...exporting.source import DRAWINGS, LETTERS, THEMES
from ...localization import LANGUAGES
from ..trace.schema import WHOLE, Number, Strict, fields_of, name_in
from .formats import FORMATS

#: A position of the player is below this.
MOST_STEPS = 1_000_000


class ExportRequest(Strict):
    """A walkthrough, and the file to make of it."""

    tool: Annotated[
        name_in(TOOLS),  # type: ignore[valid-type]  # made from the tuple
        Field(description="Whose walkthrough it is."),
    ]
    request: Annotated[
        dict[str, Any],
        Field(description="What is shown: a body for the endpoint of the tool."),
    ]
    format: Annotated[
        name_in(FORMATS) | None,  # type: ignore[valid-type]  # made from the table
        Field(description="The kind of file. Left out: the first that the Accept header names."),
    ] = None
    step: Annotated[
        int | None,
        Field(
            ge=0,
            le=MOST_STEPS,
            description="Which step, from 1; 0 is the state before the first. Left out: all; an "
            "svg or png then shows the state after the last with every number. Tables, programs, "
            "tikz and json hold the whole with any step; html opens at it.",
        ),
        WHOLE,
    ] = None
    letters: Annotated[
        name_in(LETTERS),  # type: ignore[valid-type]  # made from the tuple
        Field(description="The letters of formulas and pictures: the derivation's or the figures'"),
    ] = "derivation"
    drawing: Annotated[
        name_in(DRAWINGS),  # type: ignore[valid-type]  # made from the tuple
        Field(description="How a network is drawn."),
    ] = "flow"
    theme: Annotated[
        name_in(THEMES),  # type: ignore[valid-type]  # made from the tuple
        Field(description="The colours of a picture."),
    ] = "light"
    language: Annotated[
        name_in(LANGUAGES) | None,  # type: ignore[valid-type]  # made from the tuple
        Field(description="The language of its words. Left out: that of the client."),
    ] = None
    scale: Annotated[
        Annotated[Number, Field(ge=0.25, le=8)] | None,
        Field(
            description="Pixels of a png, gif, apng or webp for each unit of its drawing. Left "
            "out: 1, or of an animation as many as it may have, if they are fewer."
        ),
    ] = None

    _asked: BaseModel = PrivateAttr()

    @property
    def asked(self) -> Any:
        """``request`` in the terms of its tool."""
        return self._asked

    @property
    def chosen(self) -> str:
        """The format, also where the request leaves it to the endpoint."""
        return self.format or next(iter(FORMATS))


EXPORT_FIELDS = fields_of(ExportRequest)
