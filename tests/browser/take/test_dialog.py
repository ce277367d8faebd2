"""The dialog that saves what is shown, as a person uses it."""

import json
import re

import pytest
from playwright.sync_api import Route, expect

from app.localization import LANGUAGES
from app.web.export.formats import FORMATS
from tests.browser.conftest import Complaints, Open
from tests.browser.screen import Screen
from tests.browser.take.saving import choose, formats, open_dialog, saved
from tests.browser.test_accessibility import violations
from tests.paths import STATIC

TOOLS = {"/": "trace", "/chain-rule": "graph", "/descent": "descent", "/check": "trace"}
EXPORT = "**/api/v1/export"


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_format_of_the_server_has_a_name(language: str) -> None:
    sentences = json.loads((STATIC / f"i18n/take/{language}.json").read_text(encoding="utf-8"))
    assert {name for name in FORMATS if f"take.format_{name}" not in sentences} == set()


@pytest.mark.parametrize("address", TOOLS)
def test_the_dialog_offers_what_there_is_and_nothing_else(open_screen: Open, address: str) -> None:
    dialog = open_dialog(open_screen(address).page)
    there = {name for name, one in FORMATS.items() if TOOLS[address] in one.tools}
    offered = formats(dialog)
    assert set(offered) - {"svg", "png", "handout"} == there - {"svg", "png"}
    assert len(offered) == len(set(offered))


def test_the_keyboard_opens_it_and_the_focus_returns(screen: Screen) -> None:
    dialog = open_dialog(screen.page)
    expect(dialog.locator('[data-key="take-format"]')).to_be_focused()
    screen.page.keyboard.press("ArrowRight")
    screen.stands_at(0)
    screen.page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    expect(screen.find("take")).to_be_focused()


def test_saving_changes_nothing_that_undo_would_bring_back(screen: Screen) -> None:
    screen.go(5)
    screen.page.wait_for_url(re.compile("#1[.]"))
    address = screen.page.url
    length = screen.page.evaluate("history.length")
    dialog = open_dialog(screen.page)
    saved(dialog)
    screen.page.keyboard.press("Escape")
    assert screen.page.url == address
    assert screen.page.evaluate("history.length") == length
    expect(screen.find("undo")).to_be_disabled()
    screen.stands_at(5)


def test_numbers_come_from_the_server_as_they_are(screen: Screen) -> None:
    screen.go(4)
    dialog = open_dialog(screen.page)
    choose(dialog, "format", "json")
    expect(dialog.locator('[data-key="take-all"]')).to_be_checked()
    name, content = saved(dialog)
    assert name == "deltaflow-network-2-3-2-1.json"
    expect(dialog.locator(".take-said")).to_have_text(f"Saved as {name}.")
    assert json.loads(content)["tool"] == "trace"


def test_formulas_of_a_step_and_of_all_steps_are_saved(screen: Screen) -> None:
    screen.go(4)
    dialog = open_dialog(screen.page)
    choose(dialog, "format", "latex")
    dialog.locator('[data-key="take-step"]').check()
    name, step = saved(dialog)
    assert name == "deltaflow-network-2-3-2-1-step-4.tex"
    dialog.locator('[data-key="take-all"]').check()
    name, whole = saved(dialog)
    assert name == "deltaflow-network-2-3-2-1.tex"
    assert 0 < len(step) < len(whole)


def test_an_iteration_of_a_descent_is_saved_as_the_page_counts_it(open_screen: Open) -> None:
    """Each of its lines is a step of the player, so that the two counts differ."""
    screen = open_screen("/descent")
    page = screen.page
    for _ in range(5):
        screen.press("ArrowRight")
    number = page.get_by_role("textbox", name="Iteration")
    expect(number).to_have_value("5")
    dialog = open_dialog(page)
    choose(dialog, "format", "latex")
    step = dialog.locator('[data-key="take-step"]')
    step.check()
    expect(step.locator("xpath=..")).to_have_text("this step (5)")
    name, content = saved(dialog)
    assert name.endswith("-step-5.tex")
    assert content
    choose(dialog, "format", "svg")
    name, content = saved(dialog)
    assert name.endswith("-step-5.svg")
    assert b"Iteration 5 of " in content
    page.keyboard.press("Escape")
    # The server knows no iteration of the number that the last line has.
    screen.press("End")
    dialog = open_dialog(page)
    choose(dialog, "format", "latex")
    last = number.input_value()
    expect(dialog.locator('[data-key="take-step"]').locator("xpath=..")).to_contain_text(
        f"({last})"
    )
    assert saved(dialog)[0].endswith(f"-step-{last}.tex")


def test_what_was_chosen_is_there_the_next_time(screen: Screen) -> None:
    dialog = open_dialog(screen.page)
    choose(dialog, "format", "png")
    choose(dialog, "scale", "4")
    choose(dialog, "theme", "dark")
    saved(dialog)
    screen.page.reload()
    screen.settle()
    dialog = open_dialog(screen.page)
    for name, value in (("format", "png"), ("scale", "4"), ("theme", "dark")):
        expect(dialog.locator(f'[data-key="take-{name}"]')).to_have_value(value)


def test_a_text_and_a_picture_are_copied(screen: Screen) -> None:
    dialog = open_dialog(screen.page)
    dialog.locator('[data-key="take-copy"]').click()
    expect(dialog.locator(".take-said")).to_have_text("Copied.")
    assert "<svg" in screen.page.evaluate("navigator.clipboard.readText()")
    choose(dialog, "format", "png")
    dialog.locator('[data-key="take-copy"]').click()
    expect(dialog.locator(".take-said")).to_have_text("Copied.")
    types = "navigator.clipboard.read().then((items) => items.flatMap(({ types }) => types))"
    assert screen.page.evaluate(types) == ["image/png"]


def test_a_refusal_is_said_in_the_dialog(screen: Screen, complaints: Complaints) -> None:
    complaints.allow("422")
    said = "There is no such file of this network."
    problem = {"title": "", "status": 422, "detail": said}

    def refuse(route: Route) -> None:
        route.fulfill(status=422, content_type="application/problem+json", body=json.dumps(problem))

    screen.page.route(EXPORT, refuse)
    dialog = open_dialog(screen.page)
    choose(dialog, "format", "json")
    dialog.locator('[data-key="take-save"]').click()
    expect(dialog.locator(".refusal")).to_have_text(said)
    expect(dialog.locator('[data-key="take-save"]')).to_be_enabled()
    choose(dialog, "format", "svg")
    expect(dialog.locator(".refusal")).to_be_hidden()
    saved(dialog)


def test_long_work_can_be_cancelled(screen: Screen) -> None:
    waiting: list[Route] = []
    screen.page.route(EXPORT, lambda route: waiting.append(route))
    dialog = open_dialog(screen.page)
    choose(dialog, "format", "json")
    dialog.locator('[data-key="take-save"]').click()
    expect(dialog.locator("progress")).to_be_visible()
    expect(dialog.locator('[data-key="take-save"]')).to_be_disabled()
    with screen.page.expect_event("requestfailed"):
        dialog.locator('[data-key="take-close"]').click()
    expect(dialog.locator(".take-said")).to_have_text("Cancelled. Nothing was saved.")
    expect(dialog.locator("progress")).to_be_hidden()
    assert len(waiting) == 1
    screen.page.unroute(EXPORT)
    saved(dialog)


@pytest.mark.parametrize(
    ("width", "locale", "scheme"), [(320, "zh-CN", "dark"), (1280, "en-GB", "light")]
)
def test_axe_finds_nothing_and_a_phone_has_room(
    open_screen: Open, width: int, locale: str, scheme: str
) -> None:
    options = {
        "viewport": {"width": width, "height": 720},
        "locale": locale,
        "color_scheme": scheme,
    }
    screen = open_screen("/", **options)
    dialog = open_dialog(screen.page)
    box = dialog.bounding_box()
    assert box is not None
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= width
    assert violations(screen) == []


def test_it_is_loaded_when_it_is_opened_first(screen: Screen) -> None:
    sent: list[str] = []
    screen.page.on("request", lambda request: sent.append(request.url))
    open_dialog(screen.page)
    names = [re.sub(r".*/static/[0-9a-f]{16}/", "", address) for address in sent]
    assert {"js/pages/later/take.js", "css/pages/take.css", "i18n/take/en.json"} <= set(names)
