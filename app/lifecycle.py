"""Whether a process of the server is being stopped."""

import math
import time
from dataclasses import dataclass

#: Before the time for requests under way is over, runs are ended, so that their last lines are
#: still sent: so many seconds before, or a quarter of the time if that is less.
LAST_LINES = 1.0


@dataclass
class Lifecycle:
    """:param stopping: no connection is accepted any more, and each ends with its request.
    :param runs_end: when runs under way end, in seconds of `time.monotonic`.
    """

    stopping: bool = False
    runs_end: float = math.inf

    def stop(self, grace: float) -> None:
        """:param grace: how many seconds requests under way may take to finish."""
        if not self.stopping:
            self.stopping = True
            self.runs_end = time.monotonic() + grace - min(LAST_LINES, grace / 4)

    def ends_runs(self) -> bool:
        return time.monotonic() >= self.runs_end
