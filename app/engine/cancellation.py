"""Long work asks between its parts whether it shall go on."""

from collections.abc import Callable

#: Raises, whatever it likes, when nobody waits for the result any more; the work ends there.
CheckCancelled = Callable[[], None]


def always() -> None:
    """Go on."""
