"""The numbers as JSON: the request, and the answer to it."""

import orjson

from .source import Source

#: A file of more bytes is written without a line for each number, which makes it half as large.
READ_BY_PEOPLE = 1_000_000


def write(source: Source) -> bytes:
    """Whoever sends the request to the endpoint of the tool gets the answer."""
    content = {"tool": source.tool, "request": source.request, "answer": source.answer}
    written = orjson.dumps(content)
    if len(written) <= READ_BY_PEOPLE:
        written = orjson.dumps(content, option=orjson.OPT_INDENT_2)
    return written + b"\n"
