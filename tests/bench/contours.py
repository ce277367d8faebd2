"""How long do the contours of the presets take? Run by hand: ``make bench``.

The grid of 200 × 200 points and the contours on it; 50 ms is the aim on a quiet machine.
"""

from app.labs.descent.contours import contours, levels
from app.labs.descent.surface import MAX_GRID_SIDE, grid
from app.web.descent.presets import DESCENT_PRESETS
from tests.bench.timing import least_seconds
from tests.labs.descent.building import function_of
from tests.labs.descent.test_surface import PLANES, view_of

AIM = 0.05
REPEATS = 5


def seconds_for(name: str) -> float:
    field, view = function_of(DESCENT_PRESETS[name]), view_of(name)

    def draw() -> None:
        found = grid(field, view, MAX_GRID_SIDE)
        contours(found, levels(found.values), field)

    return least_seconds(draw, REPEATS)


def main() -> None:
    print(f"Contours of {MAX_GRID_SIDE} × {MAX_GRID_SIDE} points, the aim {AIM * 1e3:.0f} ms:")
    for name in PLANES:
        print(f"{name}: {1e3 * seconds_for(name):.0f} ms")


if __name__ == "__main__":
    main()
