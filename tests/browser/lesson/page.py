"""A page of the lesson as a reader meets it: its figures, what they say and how they stand."""

import re
from dataclasses import dataclass
from typing import Any

from playwright.sync_api import Locator, Page, expect

SECTIONS = (1, 2, 3, 4, 5, 6, 7)
LANGUAGES = ("en", "zh")

#: What a drawing of a network shows: the state of every neuron, ball, edge, loop; of several, that
#: of the present step.
PICTURE = """(figure) => {
  const root = figure.querySelector(".panel[data-present]") ?? figure;
  const kinds = ["unit", "edge", "ball", "transport", "loop", "compare"];
  const shown = (node) => node.getClientRects().length > 0;
  return Object.fromEntries(kinds.map((kind) => [kind, Object.fromEntries(
    [...root.querySelectorAll(`[data-${kind}]`)].filter(shown)
      .map((node) => [node.dataset[kind], node.dataset.state ?? "there"]))]));
}"""
SETTLED = """() => [...document.querySelectorAll("[data-figure]")].every((figure) => {
  const { top, bottom, height } = figure.getBoundingClientRect();
  const { ready, pending } = figure.dataset;
  const isSeen = height > 0 && top < innerHeight && bottom > 0;
  return ready === undefined ? !isSeen : ready === "true" && pending === "false";
})"""
#: The texts of drawings whose contrast with the plate or the paper that they stand on is below 4.5.
FAINT_TEXTS = """() => {
  const pixel = new OffscreenCanvas(1, 1).getContext("2d", { willReadFrequently: true });
  const rgba = (colour) => {
    pixel.clearRect(0, 0, 1, 1);
    pixel.fillStyle = colour;
    pixel.fillRect(0, 0, 1, 1);
    return [...pixel.getImageData(0, 0, 1, 1).data];
  };
  const linear = (c) => (c / 255 <= 0.04045 ? c / 255 / 12.92 : ((c / 255 + 0.055) / 1.055) ** 2.4);
  const light = ([r, g, b]) => 0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b);
  const over = (a, b, part) => [0, 1, 2].map((k) => a[k] * part + b[k] * (1 - part));
  const paper = rgba(getComputedStyle(document.documentElement).getPropertyValue("--surface"));
  const isSeen = { opacityProperty: true, visibilityProperty: true };
  const found = [];
  for (const text of document.querySelectorAll("svg.network text")) {
    if (text.textContent.trim() === "" || !text.checkVisibility(isSeen)) continue;
    const { ball } = text.parentElement.dataset;
    const plate = ball
      ? text.ownerSVGElement.querySelector(`[data-disc="${ball}"]`)
      : text.parentElement.querySelector(":scope > :is(.plate, .body, rect)");
    let ground = paper;
    if (plate?.checkVisibility(isSeen)) {
      const { fill, fillOpacity, opacity } = getComputedStyle(plate);
      if (fill.startsWith("url")) continue;
      const [r, g, b, alpha] = rgba(fill);
      ground = over([r, g, b], paper, (alpha / 255) * fillOpacity * opacity);
    }
    let left = 1;
    for (let node = text; node.localName !== "svg"; node = node.parentElement)
      left *= getComputedStyle(node).opacity;
    const ink = over(rgba(getComputedStyle(text).fill), ground, left);
    const [dark, bright] = [light(ink), light(ground)].sort((a, b) => a - b);
    const contrast = (bright + 0.05) / (dark + 0.05);
    if (contrast < 4.5)
      found.push([text.closest("[data-figure]")?.id, text.textContent, contrast.toFixed(2)]);
  }
  return found;
}"""
FORMULAS = "(root) => [...root.querySelectorAll('[data-latex]')].map((node) => node.dataset.latex)"


def plain(latex: str) -> str:
    """LaTeX without what changes nothing: spaces, sizes of brackets, braces around one sign."""
    text = re.sub(r"\\(left|right|,|quad|!|;)(?![A-Za-z])", "", latex)
    text = re.sub(r"\\c?dots(?![A-Za-z])", r"\\cdots", text)
    text = re.sub(r"(\\[A-Za-z]+)\s+", r"\1 ", text)
    text = re.sub(r"(?<![A-Za-z])\s+|\s+(?![A-Za-z])", "", text)
    while (shorter := re.sub(r"\{(\w|\\[a-z]+)\}", r"\1", text)) != text:
        text = shorter
    return text


@dataclass(frozen=True)
class LiveFigure:
    """A figure on the page."""

    root: Locator

    @property
    def formulas(self) -> set[str]:
        """Every formula of the figure: on its board, in its lines, in its caption."""
        return {plain(latex) for latex in self.root.evaluate(FORMULAS)}

    def picture(self) -> dict[str, dict[str, str]]:
        found: dict[str, dict[str, str]] = self.root.evaluate(PICTURE)
        return found

    def place(self) -> str:
        return self.root.locator(".stepper-place").inner_text()

    def press(self, key: str) -> None:
        self.root.locator(f'[data-view="stepper"] [data-key="{key}"]').click()

    def position(self) -> int:
        return int(self.root.get_attribute("data-position") or -1)


@dataclass(frozen=True)
class LessonPage:
    page: Page

    def settle(self) -> None:
        """The figures in the window are there, and every figure that is there has been answered."""
        self.page.wait_for_selector('html[data-ready="true"]', state="attached")
        self.page.wait_for_function(SETTLED)

    def settle_all(self) -> None:
        """The same of every figure: a reader goes through the whole page."""
        self.settle()
        for figure in self.page.locator("[data-figure]").all():
            self.reach(figure)
        self.page.evaluate("scrollTo(0, 0)")

    def reach(self, figure: Locator) -> None:
        """A figure is built when it comes near the window."""
        if figure.get_attribute("data-ready") != "true":
            figure.scroll_into_view_if_needed()
        expect(figure).to_have_attribute("data-ready", "true")
        expect(figure).to_have_attribute("data-pending", "false")

    def figure(self, name: str) -> LiveFigure:
        figure = self.page.locator(f'[data-figure="{name}"]')
        self.reach(figure)
        return LiveFigure(figure)

    def read(self, script: str) -> Any:
        return self.page.evaluate(script)
