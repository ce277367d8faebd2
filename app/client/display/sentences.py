"""The sentences of ``static/i18n`` for who shows a result."""

from collections.abc import Callable
from functools import cache, partial
from typing import Any

#: A sentence's key, and what fills its params.
Say = Callable[[str, dict[str, Any]], str]


@cache
def translations() -> Any:
    from ...folders import folder
    from ...localization import Translations

    return Translations(folder("static") / "i18n")


def sayer(language: str) -> Say:
    """:param language: one of `app.localization`, or what an Accept-Language header has."""
    from ...localization import preferred

    return partial(translations().say, preferred(language))
