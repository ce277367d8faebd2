"""Pulses run; under `prefers-reduced-motion` nothing moves. And the theme can be chosen."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Open
from tests.browser.screen import NUMBERS, Screen, check_numbers

#: Takes a step, then counts over so many frames what is painted and which animations run.
WATCH = """(frames) => new Promise((resolve) => {
  const brush = CanvasRenderingContext2D.prototype;
  const own = { fill: brush.fill, fillRect: brush.fillRect, stroke: brush.stroke };
  let painted = 0;
  for (const [name, paint] of Object.entries(own)) {
    brush[name] = function (...all) {
      painted += 1;
      return paint.apply(this, all);
    };
  }
  const running = new Set();
  let seen = 0;
  const step = new KeyboardEvent("keydown", { key: "ArrowRight", bubbles: true });
  document.body.dispatchEvent(step);
  const look = () => {
    for (const each of document.getAnimations()) running.add(each.constructor.name);
    if (++seen < frames) {
      requestAnimationFrame(look);
      return;
    }
    Object.assign(brush, own);
    resolve({ painted, running: [...running] });
  };
  requestAnimationFrame(look);
})"""


def test_without_motion_no_frame_changes_anything(screen: Screen) -> None:
    for position in range(1, 19):
        seen = screen.read(WATCH, 4)
        screen.stands_at(position)
        assert seen == {"painted": 0, "running": []}
    assert screen.read("document.getAnimations().length") == 0


def test_playing_without_motion_moves_in_steps(screen: Screen) -> None:
    document = screen.api.preset("document")
    trace = screen.api.trace(document)
    screen.find("speed").select_option("4")
    screen.find("play").click()
    while screen.position() < 4:
        check_numbers(screen.read(NUMBERS), document, trace)
        assert screen.read("document.getAnimations().length") == 0


@pytest.mark.parametrize("position", [1, 7, 10, 14])
def test_with_motion_pulses_run_and_are_gone_at_the_end(open_screen: Open, position: int) -> None:
    screen = open_screen(reduced_motion="no-preference")
    if position > 1:
        screen.go(position - 1)
    seen = screen.read(WATCH, 30)
    assert seen["painted"] > 0
    screen.stands_at(position)
    screen.arrives(screen.api.preset("document"))
    screen.press("ArrowLeft")
    screen.stands_at(position - 1)
    screen.agrees_with(screen.api.preset("document"))


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_theme_follows_the_system_until_it_is_chosen(open_screen: Open, scheme: str) -> None:
    screen = open_screen(color_scheme=scheme)
    background = "getComputedStyle(document.body).backgroundColor"
    own = screen.read(background)
    other = "dark" if scheme == "light" else "light"
    screen.find("theme").select_option(other)
    expect(screen.page.locator("html")).to_have_attribute("data-theme", other)
    chosen = screen.read(background)
    assert chosen != own
    screen.page.reload()
    screen.settle()
    assert screen.read(background) == chosen
    screen.find("theme").select_option("auto")
    assert screen.read(background) == own
