"""The page as a person meets it: what can be read off the screen, and what can be done to it."""

import re
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

import httpx
from playwright.sync_api import Locator, Page, expect

from tests.browser.truth import (
    FLIPPED,
    Json,
    drawn_number,
    is_known,
    number,
    numbers_of,
    parts_of,
    writings,
)

T = TypeVar("T")

#: Milliseconds. Generous: the machine may be busy with the other worker.
PATIENCE = 15_000

#: Waits for the next frame; a page that draws none holds no test for ever.
NEXT_FRAME = "new Promise((go) => { requestAnimationFrame(go); setTimeout(go, 1000); })"

#: What an element shows that has no number yet.
NOTHING = {"", "·", "?", "…", "not yet", "尚未"}

#: Writes 3·10^4 in a formula as 3e4.
POWERS = """(copy) => {
  for (const power of copy.querySelectorAll("msup")) {
    const [base, exponent] = power.children;
    if (base.textContent === "10") power.replaceWith("e", exponent.textContent);
  }
}"""

#: Reads the screen, and the tabs of the panel one after the other: a view whose tab is closed is
#: not drawn.
IN_EVERY_TAB = """
  const isOpen = (part) => {
    const pane = part.closest("[data-pane]");
    return (pane === null || pane.hasAttribute("data-open")) &&
      part.closest("[popover]:not(:popover-open)") === null;
  };
  const inEveryTab = (read) => {
    const tabs = [...document.querySelectorAll('.panel [data-tab]')];
    const isChosen = (tab) => tab.getAttribute("aria-selected") === "true";
    const chosen = tabs.filter(isChosen);
    read();
    for (const tab of [...tabs, ...chosen]) {
      if (!isChosen(tab)) tab.click();
      read();
    }
  };
"""

#: The numbers of the whole page.
NUMBERS = """() => {
  IN_EVERY_TAB
  const found = new Map();
  inEveryTab(() => {
    for (const node of document.querySelectorAll(
      "[data-address], [data-contribution], [data-difference]")) {
      if (node === document.activeElement || found.has(node) || !isOpen(node)) continue;
      const copy = node.cloneNode(true);
      const typed = node.localName === "input" ? node.value : null;
      for (const old of copy.querySelectorAll(".ghost, .before, .drawn")) old.remove();
      POWERS(copy);
      found.set(node, {
        view: node.closest("[data-view]").dataset.view,
        address: node.dataset.edit ?? node.dataset.address ?? null,
        contribution: node.dataset.contribution ?? null,
        difference: node.dataset.difference ?? null,
        value: node.dataset.value || null,
        text: (typed ?? copy.textContent).replace("·e", "e").trim(),
        symbol: node.classList.contains("token"),
      });
    }
  });
  return {
    position: Number(document.documentElement.dataset.position),
    numbers: [...found.values()],
  };
}""".replace("IN_EVERY_TAB", IN_EVERY_TAB).replace("POWERS", f"({POWERS})")

PICTURE = """() => {
  const state = (name) => (node) => [node.dataset[name], node.dataset.state ?? "there"];
  const all = (name) => [...document.querySelectorAll(`[data-${name}]`)].map(state(name));
  const kinds = ["unit", "edge", "ball", "transport", "loop", "compare"];
  return Object.fromEntries(kinds.map((name) => [name, Object.fromEntries(all(name))]));
}"""

#: Opens what holds a part of the page, as one does before using it: the side that is folded away,
#: the tab, the menu. A menu that is open elsewhere is closed: it may cover the part. A view whose
#: side or tab is closed is not drawn, so that the part may be there only when they are open.
REVEAL = """(query) => {
  const folded = [...document.querySelectorAll('[data-fold][aria-expanded="false"]')];
  const tabs = [...document.querySelectorAll("[data-tab]")];
  const isOpen = (one) =>
    (one.getAttribute("aria-selected") ?? one.getAttribute("aria-expanded")) === "true";
  const chosen = tabs.filter(isOpen);
  let part = document.querySelector(query);
  for (const one of [...folded, ...tabs]) {
    if (part === null && !isOpen(one)) one.click();
    part ??= document.querySelector(query);
  }
  if (part === null) {
    for (const tab of chosen) if (!isOpen(tab)) tab.click();
    for (const fold of folded) if (isOpen(fold)) fold.click();
  }
  const menu = part?.closest(".menu[popover]");
  for (const open of document.querySelectorAll(".menu:popover-open"))
    if (open !== menu) open.hidePopover();
  const side = part?.closest("[data-side]")?.dataset.side;
  if (side && document.querySelector(`main[data-folded-${side}]`))
    document.querySelector(`[data-fold="${side}"]`).click();
  const pane = part?.closest("[data-pane]");
  if (pane && !pane.hasAttribute("data-open"))
    document.querySelector(`[data-tab="${pane.dataset.pane}"]`).click();
  if (menu && !menu.matches(":popover-open"))
    document.querySelector(`[popovertarget="${menu.id}"]`).click();
}"""


def soon(page: Page, read: Callable[[], T], holds: Callable[[T], bool]) -> T:
    """What is read, once it holds: for what `expect` cannot read."""
    deadline = time.monotonic() + PATIENCE / 1000
    while not holds(found := read()):
        assert time.monotonic() < deadline, found
        page.wait_for_timeout(50)
    return found


def reveal(page: Page, query: str) -> Locator:
    """A part of a page, its side, tab or menu open."""
    page.evaluate(REVEAL, query)
    return page.locator(query)


#: The formulas of a section as LaTeX, read off the MathML that is drawn.
FORMULAS = r"""(section) => {
  const tex = (node) => {
    if (node.nodeType === Node.TEXT_NODE) return node.data;
    const [base, first, second] = node.children;
    switch (node.localName) {
      case "msub": return `${tex(base)}_{${tex(first)}}`;
      case "msup": return `${tex(base)}^{${tex(first)}}`;
      case "msubsup": return `${tex(base)}_{${tex(first)}}^{${tex(second)}}`;
      case "mfrac": return `\\frac{${tex(base)}}{${tex(first)}}`;
      default: return [...node.childNodes].map(tex).join("");
    }
  };
  return [...document.querySelectorAll(`[data-section="${section}"] .math-line`)].map((line) =>
    [...line.querySelectorAll("math")].map(tex).join("").replaceAll(/[\u2061-\u2064\s]/g, ""));
}"""


@dataclass(frozen=True)
class Api:
    """The same server, asked directly."""

    address: str

    def catalog(self) -> Json:
        answer = httpx.get(f"{self.address}/api/v1/catalog").raise_for_status().json()
        assert isinstance(answer, dict)
        return answer

    def preset(self, name: str) -> Json:
        found = {each["name"]: each["request"] for each in self.catalog()["presets"]}[name]
        assert isinstance(found, dict)
        return found

    def trace(self, request: Json, *more: str) -> Json:
        body = {**request, "include": ["steps", *more]}
        answer = httpx.post(f"{self.address}/api/v1/trace", json=body, timeout=30)
        assert answer.status_code == 200, answer.text
        trace = answer.json()
        assert isinstance(trace, dict)
        return trace


@dataclass(frozen=True)
class Screen:
    """One open page."""

    page: Page
    api: Api

    # ---- looking

    def find(self, key: str) -> Locator:
        """A control by the key that survives a change of language, its tab or menu open."""
        return self._revealed(f'[data-key="{key}"]:not(.number-label)')

    def field(self, name: str) -> Locator:
        """The field of the editor for an address or a path of the request, its tab open."""
        return self._revealed(f'.editor [data-field="{name}"]')

    def in_view(self, view: str, query: str) -> Locator:
        place = f'[data-view="{view}"]'
        self._revealed(place)
        return self.page.locator(f"{place} {query}")

    def _revealed(self, query: str) -> Locator:
        return reveal(self.page, query)

    def read(self, script: str, argument: Any = None) -> Any:
        return self.page.evaluate(script, argument)

    def position(self) -> int:
        return int(self.read("Number(document.documentElement.dataset.position)"))

    def numbers(self) -> list[Json]:
        found = self.read(NUMBERS)["numbers"]
        assert isinstance(found, list)
        return found

    def picture(self) -> dict[str, dict[str, str]]:
        found = self.read(PICTURE)
        assert isinstance(found, dict)
        return found

    def everything(self) -> tuple[list[tuple[Any, ...]], dict[str, dict[str, str]]]:
        """All that a position decides, in an order of its own."""
        shown = [tuple(each.values()) for each in self.numbers()]
        return sorted(shown, key=repr), self.picture()

    def formulas(self, section: str = "rule") -> list[str]:
        found = self.read(FORMULAS, section)
        assert isinstance(found, list)
        return found

    def notice(self) -> Locator:
        return self.page.get_by_role("status")

    # ---- doing

    def settle(self) -> None:
        """Until the answer to the last question stands on the screen."""
        ready = self.page.locator('html[data-ready="true"][data-pending="false"]')
        ready.wait_for(state="attached")

    def link(self) -> str:
        """The address, once it has followed what is on the screen: the page writes it at most once
        a second, and a clock of the page itself is late when the page is.
        """
        self.settle()
        self.page.evaluate("() => new Promise((done) => { setTimeout(done, 1100); })")
        return self.page.url

    def stands_at(self, position: int) -> None:
        self.page.locator(f'html[data-position="{position}"]').wait_for(state="attached")

    def stands_near(self, position: float, within: float) -> None:
        """As `stands_at`, of a place that somebody points at."""
        for _ in range(100):
            if abs(self.position() - position) <= within:
                return
            self.page.wait_for_timeout(50)
        raise AssertionError(f"at {self.position()}, not near {position}")

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)

    def go(self, position: int) -> None:
        """A click on the timeline, where the step is."""
        track = self._revealed(".track")
        slider = self.page.get_by_role("slider", name=re.compile(".+")).first
        count = int(slider.get_attribute("aria-valuemax") or 0)
        if position == 0:
            self.find("first").click()
        else:
            track.scroll_into_view_if_needed()
            box = track.bounding_box()
            assert box is not None
            x = box["x"] + box["width"] * (position - 0.5) / count
            self.page.mouse.click(x, box["y"] + box["height"] / 2)
        self.stands_at(position)

    def enter(self, field: str, text: str) -> None:
        """Types into a field of the editor."""
        self.field(field).focus()
        self.press("Control+a")
        self.page.keyboard.type(text)
        self.press("Enter")
        self.settle()

    def choose(self, key: str, value: str) -> None:
        self.find(key).select_option(value)
        self.settle()

    def speak(self, language: str) -> None:
        """Changes the language of the page, by the language's own code."""
        self._revealed(f'[data-language="{language}"]').click()

    def asked(self) -> Json:
        """The request behind the screen, as anybody can copy it."""
        self.page.evaluate("navigator.clipboard.writeText('')")
        self.find("copy-json").click()
        expect(self.notice()).not_to_be_empty()
        self.settle()
        copied = self.read("navigator.clipboard.readText().then((text) => JSON.parse(text))")
        assert isinstance(copied, dict)
        copied.pop("include")
        return copied

    # ---- holding the screen against the API

    def agrees_with(
        self, request: Json, *, notation: str = "figure", drawn: bool = False, sample: int = 0
    ) -> Json:
        """Every number on the screen is the API's number, and all that is known is shown."""
        trace = self.api.trace(request, *(["as_drawn"] if drawn else []))
        at = check_numbers(self.read(NUMBERS), request, trace, notation, drawn, sample)
        assert at == self.position()
        return trace

    def arrives(self, request: Json) -> None:
        """The same, as soon as the motion under way has come to its end."""
        deadline = time.monotonic() + 15
        while True:
            try:
                self.agrees_with(request)
                return
            except AssertionError:
                if time.monotonic() > deadline:
                    raise
            self.read(NEXT_FRAME)


def check_numbers(
    seen: Json,
    request: Json,
    trace: Json,
    notation: str = "figure",
    drawn: bool = False,
    sample: int = 0,
    arrived: bool = True,
) -> int:
    """Holds what was read off the screen against a trace; returns the position it was read at."""
    at = int(seen["position"])
    sign: Callable[[str], int] = lambda address: (  # noqa: E731
        -1 if notation == "figure" and parts_of(address)[0] in FLIPPED else 1
    )
    tabled = set()
    for each in seen["numbers"]:
        view, value, text, address = each["view"], each["value"], each["text"], each["address"]
        where = f"{view} {address or each['contribution'] or each['difference']} at {at}: {text!r}"
        if value is None:
            assert each["symbol"] or text in NOTHING, f"{where} names no number"
            continue
        if address:
            assert is_known(trace, at, address), f"{where} is shown before its step"
            expected = sign(address) * number(request, trace, address, sample)
            if drawn and view in ("diagram", "formula_panel"):
                figure = drawn_number(request, trace, address)
                expected = expected if figure is None else figure
            if view == "tables":
                tabled.add(address)
        elif each["contribution"]:
            layer, unit, _ = each["contribution"].split(".")
            weight = number(request, trace, f"w{each['contribution']}")
            onward = sign("delta0.0") * number(request, trace, f"delta{layer}.{unit}", sample)
            if drawn:
                onward = trace["as_drawn"]["layers"][int(layer) - 1]["errors"][sample][int(unit)]
            expected = weight * onward
        else:
            letter, place = each["difference"][0], each["difference"][1:]
            assert is_known(trace, at, f"d{letter}{place}"), f"{where} is shown before its step"
            expected = number(request, trace, f"new_{letter}{place}") - number(
                request, trace, f"{letter}{place}"
            )
        assert float(value) == expected, f"{where} stands for {value}, the API says {expected!r}"
        shown = text.rsplit("=", 1)[-1].strip().lstrip("← +").strip("()")
        if shown not in NOTHING or arrived:
            assert shown in writings(expected, view), f"{where} is not a rounding of {expected!r}"
    if arrived:
        wanted = {each for each in numbers_of(trace) if is_known(trace, at, each)}
        assert tabled == wanted
    return at
