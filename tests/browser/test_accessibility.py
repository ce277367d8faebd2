"""axe finds nothing, in light and dark, narrow and wide, at several steps; the page never
scrolls sideways."""

import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped] # no py.typed

from tests.browser.conftest import Complaints, Open
from tests.browser.screen import Screen

POSITIONS = [0, 3, 7, 9, 14, 18]
CONTRAST = "color-contrast"
OVERFLOW = "document.scrollingElement.scrollWidth - document.documentElement.clientWidth"


def violations(screen: Screen, *only: str) -> list[str]:
    """What axe finds by all its rules, or by some: a page in its other theme has the same elements,
    in other colours (`CONTRAST`).
    """
    if not screen.read("'axe' in window"):
        screen.read(Axe().axe_script)
    rules = {"runOnly": list(only)} if only else {}
    options = {"resultTypes": ["violations"], "iframes": False, **rules}
    found = screen.read("(options) => axe.run(options)", options)["violations"]
    return [
        f"{each['id']}: {node['html'][:160]} {node.get('failureSummary', '')}"
        for each in found
        for node in each["nodes"][:4]
    ]


@pytest.mark.parametrize(
    ("scheme", "width", "positions"), [("light", 1280, POSITIONS), ("dark", 320, POSITIONS[2::3])]
)
def test_axe_finds_nothing_at_any_step(
    open_screen: Open, scheme: str, width: int, positions: list[int]
) -> None:
    screen = open_screen(color_scheme=scheme, viewport={"width": width, "height": 800})
    for position in positions:
        while screen.position() < position:
            screen.press("ArrowRight")
        screen.stands_at(position)
        assert violations(screen) == [], f"at step {position}"
        assert screen.read(OVERFLOW) <= 0


@pytest.mark.parametrize(
    ("scheme", "locale", "keys"),
    [
        ("light", "zh-CN", "n"),
        ("dark", "en-GB", "n"),
        ("light", "en-GB", "nc"),
        ("dark", "zh-CN", "c"),
    ],
)
def test_axe_finds_nothing_in_other_letters_and_drawings(
    open_screen: Open, scheme: str, locale: str, keys: str
) -> None:
    screen = open_screen(color_scheme=scheme, locale=locale)
    screen.press(*keys)
    screen.page.locator('[data-view="legend"] summary').click()
    screen.in_view("legend", "dd").first.wait_for()
    for key in ("End", "3", "ArrowLeft"):
        screen.press(key)
    assert violations(screen) == []


def test_axe_finds_nothing_as_drawn_with_a_curve_and_in_the_dialog(screen: Screen) -> None:
    screen.press("d", "a")
    screen.settle()
    screen.press("End")
    assert violations(screen) == []
    screen.press("?")
    assert violations(screen) == []


def test_axe_finds_nothing_beside_a_refused_edit_and_a_large_network(
    open_screen: Open, complaints: Complaints
) -> None:
    screen = open_screen(viewport={"width": 320, "height": 800})
    screen.choose("preset", "digits")
    screen.find("next").click()
    assert violations(screen) == []
    assert screen.read(OVERFLOW) <= 0


@pytest.mark.parametrize(
    "address", ["/", "/training", "/chain-rule", "/descent", "/check", "/lesson/2", "/lesson/6"]
)
def test_axe_finds_nothing_while_the_first_numbers_are_on_their_way(
    open_screen: Open, server: str, address: str
) -> None:
    """A picture has a role once it has a name: both come with the numbers."""
    screen = open_screen("about:blank://", ready=False)
    for numbers in ("**/answers/**", "**/api/v1/*"):
        screen.page.route(numbers, lambda route: None)
    # A run comes line by line: no file holds it.
    first = "**/api/v1/train" if address == "/training" else "**/answers/**"
    with screen.page.expect_request(first):
        screen.page.goto(f"{server}{address}")
    for figure in screen.page.locator("main figure").all():
        figure.scroll_into_view_if_needed()
    assert violations(screen) == []


# The API page in its other colours: tests/browser/test_api_page.py.
@pytest.mark.parametrize(("address", "scheme"), [("/api", "light"), ("/nothing/here", "dark")])
def test_axe_finds_nothing_on_the_other_pages(
    open_screen: Open, complaints: Complaints, address: str, scheme: str
) -> None:
    complaints.allow("status of 404")
    screen = open_screen(
        address, ready=False, color_scheme=scheme, viewport={"width": 320, "height": 800}
    )
    assert violations(screen) == []
    assert screen.read(OVERFLOW) <= 0
