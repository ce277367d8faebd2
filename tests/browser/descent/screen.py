"""The page of gradient descent as a person meets it, and what the API says of the same runs.

Written anew from the contract of POST /api/v1/descent, so that the page is never held against its
own code.
"""

from typing import Any

import httpx
from playwright.sync_api import Locator, expect

from tests.browser.links import link_to
from tests.browser.links import linked as linked
from tests.browser.screen import NOTHING, POWERS, Screen
from tests.browser.truth import Json, written
from tests.web.descent.numbers import in_run, split

PAGE = "/descent"
#: The panels that tell the walk; the plots have tests of their own.
TELLING = ("listing", "formula_panel", "runs")

NUMBERS = """(nodes) => nodes
  .filter((node) => node !== document.activeElement && node.dataset.value)
  .map((node) => {
    const copy = node.cloneNode(true);
    POWERS(copy);
    return {
      address: node.dataset.address, value: node.dataset.value,
      text: copy.textContent.replace("·e", "e").trim(),
      symbol: node.classList.contains("token"),
      print: node.closest(".output") !== null,
    };
  })""".replace("POWERS", f"({POWERS})")


def link(**compact: Any) -> str:
    """A link that somebody else has made."""
    return link_to(PAGE, **compact)


def presets(screen: Screen) -> dict[str, Json]:
    return {each["name"]: each["request"] for each in screen.api.catalog()["descent"]["presets"]}


def asked(screen: Screen) -> Json:
    """The request behind the screen, as anybody can copy it."""
    screen.page.evaluate("navigator.clipboard.writeText('')")
    screen.find("copy-json").click()
    expect(screen.notice()).not_to_be_empty()
    copied = screen.read("navigator.clipboard.readText().then((text) => JSON.parse(text))")
    assert isinstance(copied, dict)
    return copied


def descent(screen: Screen, request: Json, **more: Any) -> Json:
    """The same question, asked directly."""
    answer = httpx.post(
        f"{screen.api.address}/api/v1/descent", json={**request, **more}, timeout=30
    )
    assert answer.status_code == 200, answer.text
    found = answer.json()
    assert isinstance(found, dict)
    return found


class Told:
    """The API's numbers of one run, asked for as they are needed."""

    def __init__(self, screen: Screen, request: Json, run: int = 0) -> None:
        self.screen, self.request, self.run = screen, request, run
        self.answer = descent(screen, request)
        self.values = self.answer["runs"][run]
        self.steps = len(self.values["value"]) - 1
        self.windows: dict[int, Json] = {}

    def window(self, iteration: int) -> Json:
        """Every number of an iteration by its address, asked for with its neighbours."""
        first = 150 * ((iteration - 1) // 150)
        if first not in self.windows:
            told = {"run": self.run, "from": first, "count": 200}
            self.windows[first] = descent(self.screen, self.request, explain=told)["explain"]
        found = self.windows[first]
        return {name: column[iteration - 1 - first] for name, column in found["values"].items()}

    def number(self, address: str) -> float:
        plain, family, name, iteration = split(address)
        if family.startswith("run"):
            return float(self.answer["runs"][int(family[3:])][name][iteration])
        if family == "factor":
            raise AssertionError("held against the run in a test of its own")
        found = in_run(self.values, family, name, iteration)
        return float(self.window(min(iteration, self.steps))[plain]) if found is None else found


def agrees_with(screen: Screen, told: Told) -> int:
    """Every number that the walk shows, tab after tab, is the API's; how many there are."""
    seen = [
        {"view": view, **each}
        for view in TELLING
        for each in screen.in_view(view, "[data-address]").evaluate_all(NUMBERS)
    ]
    for each in seen:
        if each["address"].startswith("factor"):
            continue
        where = f"{each['view']} {each['address']} at {screen.position()}: {each['text']!r}"
        expected = told.number(each["address"])
        assert float(each["value"]) == expected, f"{where}; the API says {expected!r}"
        shown = each["text"].rsplit("=", 1)[-1].strip().strip("()")
        if each["print"]:
            assert shown == repr(expected), f"{where} is not what a program prints"
        elif shown not in NOTHING and not each["symbol"]:
            assert shown == written(expected, 4), f"{where} is no rounding of {expected!r}"
    return len(seen)


def program(screen: Screen, query: str = "") -> Locator:
    """The program, or a part of it, its tab open."""
    return screen.in_view("listing", f".listing {query}".strip())


def code(screen: Screen) -> str:
    """The program on the screen, without its comments."""
    lines = program(screen, "li code").evaluate_all(
        """(lines) => lines.map((code) =>
          [parseFloat(code.style.paddingInlineStart) / 2, code.textContent])"""
    )
    return "\n".join("    " * int(indent) + text for indent, text in lines)


def prints(screen: Screen) -> dict[int, list[float]]:
    """The output pane: what every step shown printed."""
    found = screen.in_view("listing", ".output [data-iteration]").evaluate_all(
        """(lines) => lines.map((line) =>
          [Number(line.dataset.iteration),
           [...line.querySelectorAll("[data-value]")].map((one) => one.dataset.value)])"""
    )
    return {iteration: [float(value) for value in values] for iteration, values in found}


def active(screen: Screen) -> str:
    """The line that is being run."""
    return program(screen, '[aria-current="step"] code').inner_text()


def runs(screen: Screen) -> Locator:
    """The runs of the race, their tab open."""
    return screen.in_view("runs", "[data-run-row]")


def goes_to(screen: Screen, iteration: int) -> None:
    """Types the iteration to go to."""
    field = screen.find("iteration")
    field.focus()
    screen.press("Control+a")
    screen.page.keyboard.type(str(iteration))
    screen.press("Enter")
    screen.settle()
    screen.press("Escape")
    field.blur()


def types(screen: Screen, key: str, text: str) -> None:
    """Types into a field by its key."""
    screen.find(key).focus()
    screen.press("Control+a")
    screen.page.keyboard.type(text)
    screen.press("Enter")
    screen.settle()


def start(screen: Screen) -> dict[str, float]:
    """Where the runs start, as the fields say."""
    found = screen.in_view("stops", "[data-start-field]").evaluate_all(
        "(fields) => fields.map((one) => [one.dataset.startField, one.title])"
    )
    return {name: float(value) for name, value in found}


def linked_part(screen: Screen) -> dict[str, list[float]]:
    """The part of the plane that is seen, as a link to it says."""
    screen.find("share").click()
    found: dict[str, list[float]] = linked(screen)["w"]
    return found
