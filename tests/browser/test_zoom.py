"""Pictures are zoomed and moved by wheel, pinch, pointer and keyboard, and stay what they are: what
lies under the pointer is what is chosen, and the pulses run along the arrows.
"""

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import Open
from tests.browser.screen import NEXT_FRAME, PATIENCE

#: A picture, something in its middle, and whether the page around it scrolls.
PICTURES = {
    "/": ('[data-view="diagram"]', '[data-unit="2.1"]'),
    "/#n=derivation": ('[data-view="diagram"]', "[data-unit]"),
    "/chain-rule": ('[data-view="graph"]', '[data-node="1"]'),
    "/check": ('[data-view="diagram"]', '[data-unit="2.1"]'),
    "/lesson/5": ("#figure-5", '[data-unit="1.1"]'),
}

#: The bounds of what is painted on the pulses' canvas in some frame of the next step, in pixels of
#: the window, with those of the edges in use.
PULSES = """async () => {
  const canvas = document.querySelector(".pulses");
  const place = canvas.getBoundingClientRect();
  const copy = new OffscreenCanvas(1, 1);
  const pen = copy.getContext("2d", { willReadFrequently: true });
  const deadline = performance.now() + PATIENCE;
  while (performance.now() < deadline) {
    await NEXT_FRAME;
    Object.assign(copy, { width: canvas.width, height: canvas.height });
    pen.drawImage(canvas, 0, 0);
    const { data, width, height } = pen.getImageData(0, 0, copy.width, copy.height);
    let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
    for (let k = 3; k < data.length; k += 4) {
      if (data[k] < 128) continue;
      const [x, y] = [((k - 3) / 4) % width, Math.floor((k - 3) / 4 / width)];
      [left, right] = [Math.min(left, x), Math.max(right, x)];
      [top, bottom] = [Math.min(top, y), Math.max(bottom, y)];
    }
    if (left === Infinity) continue;
    const scale = place.width / width;
    const lines = [...document.querySelectorAll('[data-state="signal"] .line')];
    const boxes = lines.map((line) => line.getBoundingClientRect());
    return {
      painted: [place.left + left * scale, place.top + top * scale,
        place.left + right * scale, place.top + bottom * scale],
      edges: [Math.min(...boxes.map((b) => b.left)), Math.min(...boxes.map((b) => b.top)),
        Math.max(...boxes.map((b) => b.right)), Math.max(...boxes.map((b) => b.bottom))],
    };
  }
  throw new Error("no pulse was painted");
}""".replace("NEXT_FRAME", NEXT_FRAME).replace("PATIENCE", str(PATIENCE))

#: The wheel was turned, and what came of it is drawn.
TURNED = """() => {
  window.turned = new Promise((go) => {
    addEventListener("wheel", async () => { await NEXT_FRAME; await NEXT_FRAME; go(); },
      { once: true, capture: true, passive: true });
    setTimeout(go, PATIENCE);
  });
}""".replace("NEXT_FRAME", NEXT_FRAME).replace("PATIENCE", str(PATIENCE))


def centre(node: Locator) -> tuple[float, float, float]:
    """Its middle and its width on the screen."""
    box = node.bounding_box()
    assert box is not None
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2, box["width"]


def near(one: tuple[float, ...], other: tuple[float, ...], by: float = 1.5) -> bool:
    return all(abs(a - b) <= by for a, b in zip(one, other, strict=True))


def wheel(page: Page, x: float, y: float, amount: float, key: str | None = "Control") -> None:
    page.mouse.move(x, y)
    if key:
        page.keyboard.down(key)
    page.evaluate(TURNED)
    page.mouse.wheel(0, amount)
    if key:
        page.keyboard.up(key)
    page.evaluate("() => window.turned")


@pytest.mark.parametrize("address", PICTURES)
def test_a_picture_is_zoomed_moved_and_fitted(open_screen: Open, address: str) -> None:
    """What is under the pointer stays there, dragging moves by as much, 0 shows all again."""
    place, something = PICTURES[address]
    page = open_screen(address, ready=not address.startswith("/lesson")).page
    root = page.locator(place).first
    thing = root.locator(something).first
    thing.wait_for()
    thing.scroll_into_view_if_needed()
    before = centre(thing)
    wheel(page, before[0], before[1], -200)
    zoomed = centre(thing)
    assert near(zoomed[:2], before[:2])
    assert zoomed[2] > before[2] * 1.3
    assert page.evaluate("() => visualViewport.scale") == 1

    page.mouse.down()
    page.mouse.move(before[0] + 20, before[1] + 10, steps=4)
    page.mouse.up()
    moved = centre(thing)
    assert near(moved, (zoomed[0] + 20, zoomed[1] + 10, zoomed[2]))
    # The click that ended the dragging chose nothing.
    assert thing.get_attribute("aria-pressed") in {None, "false"}

    root.locator(".zoom-pane").first.focus()
    page.keyboard.press("Shift+ArrowLeft")
    assert centre(thing)[0] > moved[0]
    page.keyboard.press("0")
    assert near(centre(thing), before, 4)
    page.keyboard.press("+")
    assert centre(thing)[2] > before[2] * 1.2
    page.keyboard.press("-")
    assert near(centre(thing), before, 4)


def test_a_plain_wheel_scrolls_a_lesson_past_its_figures(open_screen: Open) -> None:
    page = open_screen("/lesson/5", ready=False).page
    thing = page.locator('#figure-5 [data-unit="1.1"]')
    thing.wait_for()
    thing.scroll_into_view_if_needed()
    before = centre(thing)
    top = page.evaluate("() => scrollY")
    wheel(page, before[0], before[1], 120, key=None)
    page.wait_for_function("(top) => scrollY > top", arg=top)
    assert centre(thing)[2] == pytest.approx(before[2], abs=4)


def test_the_pulses_run_along_the_arrows_of_a_zoomed_picture(open_screen: Open) -> None:
    page = open_screen("/", reduced_motion="no-preference").page
    x, y, _ = centre(page.locator('[data-unit="1.1"]'))
    wheel(page, x - 60, y, -150)
    page.locator('[data-view="diagram"] .zoom-pane').focus()
    # On a slow machine the pulses may be gone before anybody looks for them.
    page.evaluate(f"() => {{ window.seen = ({PULSES})(); }}")
    page.keyboard.press("ArrowRight")
    found = page.evaluate("() => window.seen")
    (left, top, right, bottom), edges = found["painted"], found["edges"]
    # A pulse shines beyond its arrow, farther the larger the neurons are.
    reach = 20
    assert left >= edges[0] - reach
    assert top >= edges[1] - reach
    assert right <= edges[2] + reach
    assert bottom <= edges[3] + reach


def test_a_number_of_a_zoomed_picture_opens_where_it_is(open_screen: Open) -> None:
    page = open_screen("/").page
    number = page.locator('.zoom-pane [data-edit="w2.0.1"]')
    x, y, _ = centre(number)
    wheel(page, x, y, -250)
    number.click()
    field = page.locator(".in-place")
    assert near(centre(field)[:2], centre(number)[:2], 3)
    field.fill("0.123")
    field.press("Enter")
    expect(number).to_contain_text("0.123")


def test_two_fingers_zoom_a_picture(open_screen: Open) -> None:
    """As a touch screen sends them; the page is not zoomed with it."""
    page = open_screen("/", has_touch=True, viewport={"width": 420, "height": 860}).page
    thing = page.locator('[data-unit="1.1"]')
    _, _, width = centre(thing)
    x, y, _ = centre(page.locator(".zoom-pane"))
    touch = page.context.new_cdp_session(page)

    def fingers(kind: str, *distances: float) -> None:
        points = [{"x": x + d, "y": y + d / 2, "id": k} for k, d in enumerate(distances)]
        touch.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})

    fingers("touchStart", -20, 20)
    for distance in (25, 30, 40, 50):
        fingers("touchMove", -distance, distance)
    fingers("touchEnd")
    now = centre(thing)
    assert now[2] / width == pytest.approx(2.5, rel=0.2)
    assert page.evaluate("() => visualViewport.scale") == 1


def test_a_picture_fills_the_screen_with_its_player(open_screen: Open) -> None:
    """In a browser that has no full screen it fills the window instead."""
    script = "Element.prototype.requestFullscreen = undefined"
    page = open_screen("/", script=script).page
    button = page.locator('[data-key="zoom-full"]')
    button.click()
    place = page.locator("[data-full]")
    place.wait_for()
    box = place.bounding_box()
    assert box == {"x": 0, "y": 0, "width": page.evaluate("() => innerWidth"), "height": 900}
    assert button.get_attribute("aria-pressed") == "true"
    assert place.locator('[data-view="controls"] .play').is_visible()
    page.keyboard.press("Escape")
    place.wait_for(state="detached")
    page.keyboard.press("f")
    place.wait_for()
