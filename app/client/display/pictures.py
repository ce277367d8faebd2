"""The picture of a result in a notebook, drawn in this process from its request."""

from functools import cache
from typing import Any

from ..errors import DeltaflowError

#: A larger picture would make a notebook slow to open, in characters.
LARGEST_PICTURE = 400_000


@cache
def drawer() -> Any:
    from ..client import Client

    return Client(timeout=30.0)


def picture(result: Any) -> str | None:
    """SVG, or None where there is no picture of such a result."""
    from ...exporting.formats import FORMATS
    from ...localization import preferred
    from ..calls import TOOLS

    if "svg" not in FORMATS or TOOLS.get(type(result)) not in FORMATS["svg"].tools:
        return None
    language = preferred(result.language)
    try:
        drawn: str = drawer().export(result, format="svg", language=language).text
    except DeltaflowError:  # too large to be drawn: the numbers stand there all the same
        return None
    return drawn if len(drawn) <= LARGEST_PICTURE else None
