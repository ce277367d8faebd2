"""Every optimizer goes down every preset as PyTorch's own does.

To 1e-12 (of the coordinate where that is above 1) over 1,000 steps where the path is calm: where a
nudge of the size of one rounding moves no point by more than 1e-13. Elsewhere rounding decides
where the path goes, and the first 50 steps are compared. Two nudges are tried: the start moved by
one ulp, up and down; and, where a sum over rows is rounded, the rows taken backwards (RMSprop
forgets where it started, and then grows the rounding of its gradient).
"""

from collections import Counter
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from app.engine.arrays import Array
from app.engine.network.optimizers import OPTIMIZERS
from app.web.descent.presets import DESCENT_PRESETS
from tests.engine.network.building import optimization
from tests.labs.descent.building import run_of

PATHS = np.load(Path(__file__).parent / "oracle" / "paths.npz")
PAIRS = [(preset, optimizer) for preset in DESCENT_PRESETS for optimizer in OPTIMIZERS]
KEPT = PATHS["kept"].tolist()
STEPS, FIRST = KEPT[-1], 50
CALM = 1e-13


@cache
def ours(preset: str, optimizer: str, nudge: float = 0.0, backwards: bool = False) -> Array:
    """``nudge`` ±∞ moves the start by one ulp up or down; ``backwards`` takes the rows of the data
    from the last to the first.
    """
    start = start_of(preset)
    if nudge:
        start = np.nextafter(start, nudge)
    request: dict[str, Any] = DESCENT_PRESETS[preset]
    if backwards:
        data = {name: column[::-1] for name, column in request["data"].items()}
        request = request | {"data": data}
    chosen = optimization(optimizer, learning_rate=float(PATHS[f"{preset}/{optimizer}/rate"]))
    return run_of(request, chosen, STEPS, start).points


def start_of(preset: str) -> Array:
    return np.array(list(DESCENT_PRESETS[preset]["start"].values()))


def distance(one: Array, other: Array) -> Array:
    """At every entry that both have; of the coordinate where it is above 1."""
    count = min(len(one), len(other))
    apart = np.abs(one[:count] - other[:count]) / np.maximum(1, np.abs(other[:count]))
    largest: Array = apart.max(axis=1)
    return largest


def is_calm(preset: str, optimizer: str) -> bool:
    path = ours(preset, optimizer)
    nudged = [ours(preset, optimizer, way) for way in (np.inf, -np.inf)]
    # Backwards, other rows would stand in a batch.
    if "data" in DESCENT_PRESETS[preset] and "batch" not in DESCENT_PRESETS[preset]:
        nudged.append(ours(preset, optimizer, backwards=True))
    return all(distance(each, path).max() < CALM for each in nudged)


def worst(preset: str, optimizer: str, last: int) -> float:
    """The largest distance to PyTorch's path up to step ``last``."""
    path = ours(preset, optimizer)
    theirs = PATHS[f"{preset}/{optimizer}"]
    kept = [k for k in KEPT if k <= last and k < len(path)]
    assert np.isfinite(theirs[: len(kept)]).all()
    return float(distance(path[kept], theirs[: len(kept)]).max())


def test_every_path_is_that_of_pytorch_and_nearly_all_over_a_thousand_steps() -> None:
    """In one test: workers that share the pairs would each find out which of them are calm."""
    calm = {pair: is_calm(*pair) for pair in PAIRS}
    apart = {pair: worst(*pair, STEPS if still else FIRST) for pair, still in calm.items()}
    assert {pair: far for pair, far in apart.items() if far >= 1e-12} == {}
    counts = Counter(calm.values())
    restless = ", ".join(f"{preset}/{name}" for (preset, name), still in calm.items() if not still)
    print(f"{counts[True]} paths over {STEPS} steps, {counts[False]} over {FIRST}: {restless}")
    assert counts[True] >= 70
    assert len(calm) == len(OPTIMIZERS) * len(DESCENT_PRESETS)


@pytest.mark.parametrize(("preset", "optimizer"), PAIRS)
def test_the_oracle_is_that_of_the_preset(preset: str, optimizer: str) -> None:
    """After a change of a preset, ``write_paths.py`` is to be run again."""
    np.testing.assert_array_equal(PATHS[f"{preset}/{optimizer}"][0], start_of(preset))
