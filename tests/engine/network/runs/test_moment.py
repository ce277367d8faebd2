"""What is so before a step of a run: which samples there are, and how many steps."""

import numpy as np

from app.engine.network.runs.moment import Moment
from app.engine.network.runs.plan import PointsRemoved, SettingsChanged
from tests.engine.network.runs.building import drawn, frames, plan, settings


def test_a_moment_knows_its_samples_and_how_many_steps_there_are() -> None:
    """Six samples in batches of 4, of which two are removed before the third of four epochs."""
    inputs = np.arange(6.0)[:, np.newaxis]
    made = plan(
        drawn([1, 1], "linear", "linear", "half_squared_error"),
        inputs,
        inputs,
        settings(batch_size=4, learning_rate=0.0),
        4,
        events=(PointsRemoved(4, (1, 3)), SettingsChanged(5, {"batch_size": 3})),
        frame_steps=tuple(range(9)),
    )
    found: list[Moment] = [frame.moment for frame in frames(made)]
    assert [moment.total_steps for moment in found] == [8] * 4 + [6] + [7] * 3
    assert [moment.all_present.tolist() for moment in found] == [[*range(6)]] * 4 + [
        [0, 2, 4, 5]
    ] * 4
    for moment in found:
        rows = inputs[moment.all_present]
        assert all(np.array_equal(part, rows) for part in moment.training_set)
