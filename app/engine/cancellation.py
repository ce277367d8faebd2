"""Cancellation of long computations, checked between their chunks."""

from collections.abc import Callable

#: Called between chunks of work. Raises an exception of the caller's choice to end the work, for
#: example once the client has disconnected.
CheckCancelled = Callable[[], None]


def always() -> None:
    """A `CheckCancelled` that never cancels."""
