"""How long do the steps of the largest network take that goes unit by unit? Run by hand:
``make bench``. 1 s is the aim on a quiet machine.
"""

import orjson

from app.explain.steps import steps
from tests.bench.timing import least_seconds
from tests.explain.test_steps import largest_of_single_units

AIM = 1.0
REPEATS = 3


def seconds_for(samples: int) -> float:
    topology = largest_of_single_units(samples)
    return least_seconds(lambda: orjson.dumps(steps(topology)), REPEATS)


def main() -> None:
    print(f"Steps of 16 layers of 64 units as JSON, the aim {AIM:.0f} s:")
    for samples in (1, 1024):
        print(f"  {seconds_for(samples):.2f} s with {samples} samples")


if __name__ == "__main__":
    main()
