"""The dialog that gives the HTML of a player, as a person uses it."""

import re
from html.parser import HTMLParser
from urllib.parse import unquote

import pytest
import segno
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import Complaints, Open
from tests.browser.embed.conftest import Site
from tests.browser.embed.test_frames import ADDRESSES, OpenPage, open_page, ready
from tests.browser.links import link_to
from tests.browser.take.saving import open_dialog
from tests.browser.test_accessibility import violations
from tests.web.qr.test_endpoint import modules_of

__all__ = ["open_page"]


class Tags(HTMLParser):
    """The elements of a text, each with its attributes."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))


def embed_dialog(page: Page) -> Locator:
    open_dialog(page).locator('[data-key="take-other"]').click()
    dialog = page.locator("dialog.embed-dialog")
    expect(dialog).to_be_visible()
    return dialog


def code(dialog: Locator, kind: str) -> str:
    return dialog.locator(f'[data-key="embed-{kind}"]').input_value()


@pytest.mark.parametrize("tool", ADDRESSES)
def test_the_code_shows_elsewhere_what_is_shown_here(
    open_screen: Open,
    open_page: OpenPage,
    complaints: Complaints,
    school: Site,
    open_server: str,
    tool: str,
) -> None:
    complaints.allow(f"left the origin: {re.escape(open_server)}")
    screen = open_screen(f"{open_server}{ADDRESSES[tool][1]}?lang=en")
    for _ in range(3):
        screen.press("ArrowRight")
    position = str(screen.page.locator("html").get_attribute("data-position"))
    dialog = embed_dialog(screen.page)
    expect(dialog.locator(".embed-refused")).to_be_hidden()
    dialog.locator('[data-key="embed-link"]').uncheck()
    dialog.locator('[data-key="embed-theme"]').select_option("dark")
    dialog.locator('[data-key="embed-language"]').select_option("zh")
    dialog.locator('[data-key="embed-height"]').fill("610")
    for kind in ("element", "frame"):
        dialog.locator(f'[data-key="embed-{kind}-copy"]').click()
        text = screen.page.evaluate("navigator.clipboard.readText()")
        assert text == code(dialog, kind)
        frame = ready(open_page(school, text))
        html = frame.locator("html")
        expect(html).to_have_attribute("data-position", position)
        expect(html).to_have_attribute("data-theme", "dark")
        expect(html).to_have_attribute("lang", "zh-Hans")
        expect(frame.locator('[data-key="whole-page"]')).to_have_count(0)
    [(_, attributes)] = Tags(code(dialog, "frame")).found
    assert (attributes["width"], attributes["height"]) == ("900", "610")
    # A size that is none is the usual one.
    dialog.locator('[data-key="embed-height"]').fill("7")
    [(_, attributes)] = Tags(code(dialog, "frame")).found
    assert attributes["height"] == "560"


def test_a_server_that_nobody_may_frame_is_told_of(open_screen: Open) -> None:
    for language, sentence in (("en", "--frame-origins"), ("zh", "--frame-origins")):
        dialog = embed_dialog(open_screen(f"/?lang={language}").page)
        expect(dialog.locator(".embed-refused")).to_contain_text(sentence)


def test_a_camera_reads_the_link_of_what_is_shown(open_screen: Open, server: str) -> None:
    page = open_screen(link_to("/", p="xor", k=5)).page
    dialog = embed_dialog(page)
    image = dialog.locator(".embed-qr img")
    expect(image).to_be_visible()
    picture = unquote(str(image.get_attribute("src")).removeprefix("data:image/svg+xml,"))
    link = link_to(f"{server}/", p="xor", k=5)
    expected = segno.make(link, error="l", micro=False, encoding="utf-8", mode="byte")
    assert modules_of(picture) == [list(row) for row in expected.matrix]


def test_a_link_that_no_code_holds_gets_its_reason(
    open_screen: Open, complaints: Complaints
) -> None:
    complaints.allow("422")
    page = open_screen(link_to("/", r=large())).page
    dialog = embed_dialog(page)
    expect(dialog.locator(".refusal")).to_contain_text("2953")
    expect(dialog.locator(".embed-qr")).to_be_hidden()


def large() -> dict[str, object]:
    """A request with so many typed numbers that its link is long."""
    layers = [
        {
            "units": units,
            "activation": "tanh",
            "weights": [[(j - i) / 97 for i in range(fan_in)] for j in range(units)],
            "biases": [0.0] * units,
        }
        for fan_in, units in ((10, 16), (16, 1))
    ]
    network = {"inputs": 10, "layers": layers, "loss": "half_squared_error"}
    return {"network": network, "inputs": [[0.5] * 10], "targets": [[1.0]]}


@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize("colors", ["light", "dark"])
def test_the_dialog_fits_and_can_be_used_by_all(open_screen: Open, width: int, colors: str) -> None:
    screen = open_screen(viewport={"width": width, "height": 700}, color_scheme=colors)
    page = screen.page
    dialog = embed_dialog(page)
    expect(dialog.locator(".embed-qr img")).to_be_visible()
    assert dialog.evaluate("dialog => dialog.scrollWidth <= dialog.clientWidth")
    assert violations(screen) == []
    page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
