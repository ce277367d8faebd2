"""The formats as a file of a release, for the pages that offer them."""

import orjson

from .formats import FORMATS

FORMATS_NAME = "formats.json"


def formats_json() -> bytes:
    """By name: the ending of the file, its media type, and the tools that there is one of."""
    return orjson.dumps(
        {
            name: {"suffix": one.suffix, "media_type": one.media_type, "tools": one.tools}
            for name, one in FORMATS.items()
        }
    )
