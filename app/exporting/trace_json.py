"""The numbers as JSON: the request, and the answer to it."""

import orjson

from .source import Source


def write(source: Source) -> bytes:
    """Whoever sends the request to the endpoint of the tool gets the answer."""
    content = {"tool": source.tool, "request": source.request, "answer": source.answer}
    return orjson.dumps(content, option=orjson.OPT_INDENT_2) + b"\n"
