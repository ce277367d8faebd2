"""The page of sheets as a person meets it, and the key of what it shows."""

import json
from dataclasses import dataclass
from typing import Any

import httpx
from playwright.sync_api import Locator, expect

from tests.browser.conftest import Open
from tests.browser.links import link_to, linked
from tests.browser.screen import Screen
from tests.browser.truth import Json

PAGE = "/check/sheet"
PLAN = {
    "kind": "compute",
    "sizes": [2, 2, 2],
    "activation": "sigmoid",
    "loss": "half_squared_error",
    "digits": 3,
    "blanks": None,
    "ready": None,
}


@dataclass
class Worksheet:
    screen: Screen

    @property
    def page(self) -> Any:
        return self.screen.page

    def shown(self) -> Json:
        """The variant on the screen with its key, asked of the API."""
        state = linked(self.screen)
        body = {name: state[name] for name in ("plan", "seed", "variants")}
        variants = sheets(self.screen, body)["variants"]
        found: Json = variants[state["variant"] - 1]
        return found

    def number(self, address: str) -> Locator:
        found: Locator = self.page.locator(f'[data-number="{address}"]')
        return found

    def write(self, address: str, text: str) -> None:
        field = self.number(address).locator("input")
        field.fill(text)
        field.press("Tab")

    def mark(self, address: str) -> Locator:
        return self.number(address).locator(".sheet-number-row .verdict-mark")

    def said(self, address: str) -> Locator:
        return self.number(address).locator(".said").first

    def points(self, points: int, of: int) -> None:
        expect(self.page.locator("[data-points]")).to_have_text(f"Points: {points} of {of}")

    def tab(self, name: str) -> None:
        self.page.locator(f'[data-tab="{name}"]').click()


def sheets(screen: Screen, body: Json) -> Json:
    answer = httpx.post(f"{screen.api.address}/api/v1/sheets", json=body, timeout=60)
    assert answer.status_code == 200, answer.text
    found: Json = answer.json()
    return found


def link(**more: Any) -> str:
    """A link that somebody else has made."""
    plan = PLAN | more.pop("plan", {})
    return link_to(PAGE, **({"plan": plan, "seed": 3, "variants": 3, "variant": 1} | more))


def open_sheet(open_screen: Open, address: str | None = None, **options: Any) -> Worksheet:
    return Worksheet(open_screen(address or link(), **options))


def numbers(variant: Json) -> list[Json]:
    return [each for line in variant["lines"] for each in line["numbers"]]


def hand_in(variant: int, answers: Json, name: str, **more: Any) -> str:
    """A file as the page saves it."""
    work = {
        "name": name,
        "answers": answers,
        "signs": {},
        "principles": {},
        "slip": {"at": "", "right": ""},
    }
    content = {"format": "deltaflow sheet", "plan": PLAN, "seed": 3, "variant": variant}
    return json.dumps(content | {"work": work} | more)
