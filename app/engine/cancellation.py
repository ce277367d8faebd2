"""Cancellation of long computations, checked between their chunks."""

from collections.abc import Callable

#: Called between chunks of work. Raises an exception of the caller's choice to end the work, for
#: example once the client has disconnected.
CheckCancelled = Callable[[], None]


def always() -> None:
    """A `CheckCancelled` that never cancels."""


class Cancelled(Exception):
    """Raised by a `CheckCancelled` to end work that can answer with what it has so far.

    ``reason`` is "cancelled", or "budget" where the work allowed has been done.
    """

    def __init__(self, reason: str = "cancelled") -> None:
        super().__init__(reason)
        self.reason = reason
