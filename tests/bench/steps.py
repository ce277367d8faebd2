"""How long do the steps of the largest network take that goes unit by unit? Run by hand:
``make bench``. 1 s is the aim on a quiet machine.
"""

import time

import orjson

from app.explain.steps import steps
from tests.explain.test_steps import largest_of_single_units

AIM = 1.0
REPEATS = 3


def seconds_for(samples: int) -> float:
    """The least processor time of some runs."""
    times = []
    for _ in range(REPEATS):
        began = time.process_time()
        orjson.dumps(steps(largest_of_single_units(samples)))
        times.append(time.process_time() - began)
    return min(times)


def main() -> None:
    print(f"Steps of 16 layers of 64 units as JSON, the aim {AIM:.0f} s:")
    for samples in (1, 1024):
        print(f"  {seconds_for(samples):.2f} s with {samples} samples")


if __name__ == "__main__":
    main()
