"""Links as somebody else makes and reads them."""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from typing import Any

from tests.browser.screen import Screen
from tests.browser.truth import Json


def link_to(page: str, **compact: Any) -> str:
    text = json.dumps(compact, separators=(",", ":")).encode()
    return f"{page}#1.{urlsafe_b64encode(text).decode().rstrip('=')}"


def linked(screen: Screen) -> Json:
    """What the address bar holds."""
    text = screen.page.url.partition("#1.")[2]
    found = json.loads(urlsafe_b64decode(text + "=" * (-len(text) % 4)))
    assert isinstance(found, dict)
    return found
