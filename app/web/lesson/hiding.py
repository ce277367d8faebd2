"""The parts of a lesson page that a link can hide, for the use in a class.

To add one, add its name to `HIDEABLE`, its sentence ``hide.<name>`` and its selector to
``static/css/lesson/teacher.css``.
"""

#: More characters of the parameter are not read.
MAX_QUERY_LENGTH = 400
HIDEABLE = (
    *("exercises", "questions", "numbers", "captions", "players"),
    *("tools", "navigation", "header"),
)


def hidden_in(query: str) -> tuple[str, ...]:
    """The known names in ``?hide=exercises,tools``, each once; others are ignored."""
    names = set(query[:MAX_QUERY_LENGTH].split(","))
    return tuple(name for name in HIDEABLE if name in names)
