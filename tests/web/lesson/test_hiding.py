"""A link hides the parts that it names and nothing else, whatever its query is."""

from pathlib import Path

import pytest

from app.localization import Translations
from app.settings import Settings
from app.web.lesson.hiding import HIDEABLE, TEACHER, hidden_in
from tests.conftest import Client

STYLES = Path(Settings().static / "css" / "lesson" / "teacher.css").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", HIDEABLE)
def test_every_part_has_its_words_and_its_style(name: str) -> None:
    assert f'[data-hide~="{name}"]' in STYLES
    for language in ("en", "zh"):
        assert Translations(Settings().static / "i18n").table(language)[f"hide.{name}"]


def test_what_a_teacher_uses_is_hidden_but_not_offered() -> None:
    assert f'[data-hide~="{TEACHER}"]' in STYLES
    assert hidden_in(f"{TEACHER},tools") == ("tools", TEACHER)
    assert TEACHER not in HIDEABLE


def test_known_names_count_once_and_in_order() -> None:
    assert hidden_in("tools,exercises,tools,main") == ("exercises", "tools")
    assert hidden_in("") == ()


@pytest.mark.parametrize(
    "asked", ["", "x", '"><script>', "exercises" * 900, ",,,", "%00", "exercises tools", "中文"]
)
def test_a_page_ignores_unknown_names(client: Client, asked: str) -> None:
    page = client.get(f"/lesson/5?hide={asked}", headers={"Accept": "text/html"})
    assert page.status_code == 200
    assert 'data-hide=""' in page.text


def test_a_page_opened_with_such_a_link_hides_from_the_start(client: Client) -> None:
    page = client.get("/lesson/5?hide=exercises,players", headers={"Accept": "text/html"})
    assert 'data-hide="exercises players"' in page.text
