"""Every view that a figure names is there in the browser's tables of views."""

import re

import pytest

from app.web.lesson.sections import FIGURES
from tests.paths import STATIC

#: The module that has the table of views, by tool; the lesson adds its own to each.
TABLES = {tool: f"{tool}/views/index.js" for tool in ("network", "graph", "descent")}
LESSON = "lesson/views/index.js"


def views_in(module: str) -> set[str]:
    """The names in the table that a module exports."""
    text = (STATIC / "js" / module).read_text(encoding="utf-8")
    table = re.search(r"VIEWS = \{(.*?)\}", text, re.DOTALL)
    assert table is not None
    return {name.partition(":")[0].strip() for name in table[1].split(",") if name.strip()}


@pytest.mark.parametrize("name", FIGURES)
def test_every_view_of_a_figure_is_there(name: str) -> None:
    figure = FIGURES[name]
    assert set(figure.views) <= views_in(TABLES[figure.tool]) | views_in(LESSON)
