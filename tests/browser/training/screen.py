"""The page of training as a person meets it, and what the API says of the same runs."""

import json
from typing import Any

import httpx
from playwright.sync_api import Locator, expect

from tests.browser.links import link_to, linked
from tests.browser.screen import Screen
from tests.browser.truth import Json

PAGE = "/training"


def link(**compact: Any) -> str:
    """A link that somebody else has made."""
    return link_to(PAGE, **compact)


def presets(screen: Screen) -> dict[str, Json]:
    return {each["name"]: each["request"] for each in screen.api.catalog()["training"]["presets"]}


def trained(screen: Screen, request: Json, **more: Any) -> list[Json]:
    """The lines of the same run, asked directly."""
    answer = httpx.post(f"{screen.api.address}/api/v1/train", json=request | more, timeout=60)
    assert answer.status_code == 200, answer.text
    return [json.loads(line) for line in answer.text.splitlines()]


def tab(screen: Screen, name: str) -> None:
    screen.page.locator(f'[data-tab="{name}"]').click()


def asked(screen: Screen) -> Json:
    """The request behind the screen, as its link has it."""
    preset = linked(screen).get("p")
    found = linked(screen).get("r", presets(screen).get(preset) if preset else None)
    assert isinstance(found, dict)
    return found


def asks(screen: Screen, request: Json) -> None:
    """The address bar, which follows a little later, has this request."""
    for _ in range(100):
        if asked(screen) == request:
            return
        screen.page.wait_for_timeout(100)
    raise AssertionError(asked(screen))


def link_holds(screen: Screen, name: str) -> None:
    """The address bar, which follows a little later, has a field."""
    for _ in range(50):
        if name in linked(screen):
            return
        screen.page.wait_for_timeout(100)
    raise AssertionError(linked(screen))


def waits_for_end(screen: Screen) -> None:
    """The whole run has come; its last frame is on the screen."""
    screen.press("End")
    expect(screen.in_view("now", ".run-end")).to_be_visible()


def frames(lines: list[Json]) -> list[Json]:
    return [line for line in lines if line["type"] == "frame"]


#: The width that the chosen words of a menu have, and the width that they need.
ROOM = """menu => {
    const style = getComputedStyle(menu);
    const brush = document.createElement('canvas').getContext('2d');
    brush.font = style.font;
    const arrow = 20;
    return [menu.clientWidth - parseFloat(style.paddingLeft) - arrow,
        brush.measureText(menu.options[menu.selectedIndex].text).width];
}"""


def shows_its_words(menu: Locator) -> None:
    """Nothing of what is chosen in a menu is cut off."""
    room, needed = menu.evaluate(ROOM)
    assert needed <= room


def chart(screen: Screen, name: str) -> Locator:
    return screen.page.locator(f'[data-view="curves"] [data-key="chart-{name}"]')
