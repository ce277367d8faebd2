"""Links as somebody else makes and reads them."""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from typing import Any

from playwright.sync_api import Page

from tests.browser.screen import Screen
from tests.browser.truth import Json


def link_to(page: str, **compact: Any) -> str:
    text = json.dumps(compact, separators=(",", ":")).encode()
    return f"{page}#1.{urlsafe_b64encode(text).decode().rstrip('=')}"


def link_follows(page: Page, before: str) -> None:
    """The address bar, which follows a little later, has changed from what it was."""
    page.wait_for_function("(before) => location.href !== before", arg=before)


def linked(screen: Screen) -> Json:
    """What the address bar holds."""
    text = screen.page.url.partition("#1.")[2]
    found = json.loads(urlsafe_b64decode(text + "=" * (-len(text) % 4)))
    assert isinstance(found, dict)
    return found
