"""Fingers on a touch screen."""

from collections.abc import Callable
from typing import Any

from playwright.sync_api import CDPSession, Locator, Page

from tests.browser.screen import NEXT_FRAME

PHONE: dict[str, Any] = {
    "has_touch": True,
    "is_mobile": True,
    "viewport": {"width": 375, "height": 800},
}
MOVES = 24
#: Of one move, in CSS pixels.
DISTANCE = 6


def finger(page: Page) -> Callable[[str, list[dict[str, Any]]], None]:
    """Real touches, which the browser takes for scrolling where the page does not say otherwise."""
    session: CDPSession = page.context.new_cdp_session(page)

    def touch(kind: str, points: list[dict[str, Any]]) -> None:
        session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})

    return touch


def middle(target: Locator) -> tuple[float, float]:
    box = target.bounding_box()
    assert box is not None
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def move(
    page: Page, x: float, y: float, *, across: float = 0, down: float = 0, moves: int = MOVES
) -> None:
    """Moves a finger from a point of the window; ``across`` and ``down``: of one move."""
    touch = finger(page)
    touch("touchStart", [{"x": x, "y": y}])
    for k in range(1, moves + 1):
        touch("touchMove", [{"x": x + across * k, "y": y + down * k}])
        page.evaluate(NEXT_FRAME)
    touch("touchEnd", [])


def drag(page: Page, target: Locator, *, across: float = DISTANCE, down: float = 0) -> None:
    """Moves a finger from the middle of an element."""
    target.scroll_into_view_if_needed()
    target.evaluate("(node) => node.scrollIntoView({ block: 'center' })")
    move(page, *middle(target), across=across, down=down)
