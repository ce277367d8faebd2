"""Every optimizer descends every preset as PyTorch's own does.

The paths agree within 1e-12 (relative where a coordinate is above 1) over 1,000 steps. Exempt are
paths on which rounding decides: those that a change of the size of one rounding moves by more than
1e-13. Of them the first 50 steps are compared. The changes are: the start moved by one ulp, up and
down; and, where a sum over rows is rounded, the rows in reverse order (RMSprop forgets the start
and then amplifies the rounding of its gradient).

The optimizers are those of the table of counterparts; another one has its reference alone.
"""

from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from app.engine.arrays import Array
from app.web.descent.presets import DESCENT_PRESETS
from tests.engine.network.building import optimization
from tests.engine.network.oracle.counterparts import OPTIMIZER_COUNTERPARTS
from tests.labs.descent.building import run_of

PATHS = np.load(Path(__file__).parent / "oracle" / "paths.npz")
PAIRS = [(preset, optimizer) for preset in DESCENT_PRESETS for optimizer in OPTIMIZER_COUNTERPARTS]
KEPT = PATHS["kept"].tolist()
STEPS, FIRST = KEPT[-1], 50
CALM, TOLERANCE = 1e-13, 1e-12


@cache
def ours(preset: str, optimizer: str, nudge: float = 0.0, backwards: bool = False) -> Array:
    """The engine's path. ``nudge`` ±∞ moves the start by one ulp up or down; ``backwards`` reverses
    the rows of the data.
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
    """The largest difference of a coordinate at every entry that both have, (entries,). Relative
    where the coordinate is above 1.
    """
    count = min(len(one), len(other))
    apart = np.abs(one[:count] - other[:count]) / np.maximum(1, np.abs(other[:count]))
    largest: Array = apart.max(axis=1)
    return largest


def is_calm(preset: str, optimizer: str) -> bool:
    """Does no change of the size of a rounding move a point by more than `CALM`?"""
    path = ours(preset, optimizer)
    nudged = [ours(preset, optimizer, way) for way in (np.inf, -np.inf)]
    # In reverse order the mini-batches would have other rows.
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
    """One test for all pairs: several workers would compute the paths several times."""
    apart = {pair: worst(*pair, STEPS) for pair in PAIRS}
    restless = [pair for pair, far in apart.items() if far >= TOLERANCE]
    for pair in restless:
        assert not is_calm(*pair), pair
        assert worst(*pair, FIRST) < TOLERANCE, pair
    assert len(PAIRS) == len(OPTIMIZER_COUNTERPARTS) * len(DESCENT_PRESETS)
    assert len(PAIRS) - len(restless) >= 70


def test_the_oracle_has_a_path_for_every_preset_and_optimizer() -> None:
    stored = {name for name in PATHS if name != "kept" and not name.endswith("/rate")}
    assert stored == {f"{preset}/{optimizer}" for preset, optimizer in PAIRS}


@pytest.mark.parametrize(("preset", "optimizer"), PAIRS)
def test_the_oracle_is_that_of_the_preset(preset: str, optimizer: str) -> None:
    """After a change of a preset ``write_paths.py`` must be run again."""
    np.testing.assert_array_equal(PATHS[f"{preset}/{optimizer}"][0], start_of(preset))
