"""The parts of a lesson page that a link can hide, for the use in a class, and those of a player in
a frame of another page.

To add one, add its name to `HIDEABLE`, its sentence ``hide.<name>`` and its selector to
``static/css/lesson/teacher.css``; what a frame hides, ``templates/embed.html`` leaves out.
"""

from collections.abc import Sequence

#: More characters of the parameter are not read.
MAX_QUERY_LENGTH = 400
HIDEABLE = (
    *("exercises", "questions", "numbers", "captions", "players"),
    *("tools", "navigation", "header"),
)

#: What every link for a class hides besides: the ways into teacher's mode and to such links.
TEACHER = "teacher"

#: ``captions``: what a step says and its formulas; ``tools``: the choices over the picture.
HIDEABLE_IN_FRAMES = ("captions", "legend", "players", "tools", "link")


def hidden_in(query: str, hideable: Sequence[str] = (*HIDEABLE, TEACHER)) -> tuple[str, ...]:
    """The known names in ``?hide=exercises,tools``, each once; others are ignored."""
    names = set(query[:MAX_QUERY_LENGTH].split(","))
    return tuple(name for name in hideable if name in names)
