"""How the benchmarks that run in this process take the time."""

import time
from collections.abc import Callable


def least_seconds(work: Callable[[], object], repeats: int) -> float:
    """The least processor time of some runs."""
    times = []
    for _ in range(repeats):
        began = time.process_time()
        work()
        times.append(time.process_time() - began)
    return min(times)
