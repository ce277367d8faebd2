"""Values and words as they stand in a program."""

from ...engine.arrays import Array
from ...harmless import printable

#: Of a comment's line that was written by a user.
LONGEST_LINE = 200


def matrix(array: Array, indent: int = 0) -> str:
    """An array as nested lists, a matrix with a row on each line; every number in full."""
    rows = array.tolist()
    if array.ndim < 2 or (len(rows) == 1 and len(rows[0]) <= 8):
        return repr(rows)
    gap = " " * indent
    lines = "".join(f"{gap}    {row},\n" for row in rows)
    return f"[\n{lines}{gap}]"


def comment_lines(text: str) -> list[str]:
    """What a user wrote as comments: nothing in it can end the line that it is on."""
    return [f"# {printable(line)[:LONGEST_LINE]}".rstrip() for line in text.splitlines()]
