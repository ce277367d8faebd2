"""What a link can hide of the lesson, so that a class sees what its teacher wants it to see.

To add something, add its name to `HIDEABLE`, its sentence ``hide.<name>`` and its selector to
``static/css/lesson/teacher.css``.
"""

HIDEABLE = (
    *("exercises", "questions", "numbers", "captions", "players"),
    *("tools", "navigation", "header"),
)


def hidden_in(asked: str) -> tuple[str, ...]:
    """The known names of ``?hide=exercises,tools``, each once; what else is there is ignored."""
    names = set(asked[:400].split(","))
    return tuple(name for name in HIDEABLE if name in names)
