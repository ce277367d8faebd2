"""A language and a view added as ``docs/extending.md`` says, in the browser."""

from collections.abc import Iterator

import numpy as np
import pytest

from tests.browser.conftest import Open, serving
from tests.browser.lesson.page import LessonPage
from tests.browser.screen import Api
from tests.packaging.extended_copy import make_extended_copy
from tests.packaging.extensions import JAPANESE, TranslatedCopy


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a server of the extended copy, in place of that of the checkout."""
    copy = make_extended_copy(tmp_path_factory.mktemp("extended"))
    with serving(copy.folder) as address:
        yield address


@pytest.fixture(scope="session")
def api(server: str) -> Api:
    return Api(server)


def test_an_added_language_stays_when_the_page_has_started(open_screen: Open) -> None:
    (sentences,) = [
        each.sentences
        for each in JAPANESE.insertions
        if isinstance(each, TranslatedCopy) and each.sentences
    ]
    screen = open_screen(locale="qja")
    assert screen.page.locator("html").get_attribute("lang") == "qja"
    for key in ("control.play", "control.next"):
        screen.page.get_by_role("button", name=sentences[key], exact=True).wait_for()
    screen.page.get_by_role("heading", name=sentences["page.heading"], exact=True).wait_for()
    screen.page.get_by_role("region", name=sentences["page.diagram"], exact=True).wait_for()
    # From and to the other languages, without loading the page again.
    for language, play in (("zh", "播放"), ("qja", sentences["control.play"])):
        screen.speak(language)
        screen.page.get_by_role("button", name=play, exact=True).wait_for()


def test_prose_that_is_not_translated_says_its_language(open_screen: Open) -> None:
    page = open_screen("/lesson/2", locale="qja", ready=False).page
    LessonPage(page).settle()
    for part in page.locator("section.part:not(.exercises)").all():
        assert part.evaluate("part => part.closest('[lang]').lang") == "en"
    assert page.locator("#exercises").evaluate("part => part.closest('[lang]').lang") == "qja"


def test_an_added_view_shows_the_answer_and_follows_an_edit(open_screen: Open) -> None:
    screen = open_screen(locale="en-GB")
    view = screen.page.locator('[data-view="parameter_count"]')
    for preset in ("document", "xor"):
        screen.page.locator('[data-key="preset"]').select_option(preset)
        screen.settle()
        layers = screen.api.trace(screen.api.preset(preset))["network"]["layers"]
        count = sum(np.size(layer["weights"]) + np.size(layer["biases"] or []) for layer in layers)
        view.get_by_text(f"{count} weights and biases", exact=True).wait_for()
