"""Which samples a step learns from, how many steps there are, and before which a frame is shown."""

from itertools import islice, pairwise

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from app.engine.network.runs.epochs import batch_of, batches_in, orders, total_steps
from app.engine.network.runs.plan import (
    Event,
    PointsAdded,
    PointsRemoved,
    Settings,
    SettingsChanged,
    frame_steps,
)
from tests.engine.network.runs.building import drawn, frames, plan, settings, steps_of

counts = st.integers(1, 60)


@given(samples=counts, size=st.integers(1, 80), shuffle=st.booleans(), seed=st.integers(0, 9))
def test_the_batches_of_an_epoch_have_every_sample_once(
    samples: int, size: int, shuffle: bool, seed: int
) -> None:
    for order in islice(orders(samples, shuffle, seed), 3):
        batches = [batch_of(order, index, size) for index in range(batches_in(samples, size))]
        assert sorted(np.concatenate(batches).tolist()) == list(range(samples))
        assert all(len(batch) == size for batch in batches[:-1])
        assert 1 <= len(batches[-1]) <= size


def test_without_shuffling_samples_come_in_their_order() -> None:
    assert [order.tolist() for order in islice(orders(4, False, 5), 2)] == [[0, 1, 2, 3]] * 2


def test_the_orders_are_the_permutations_of_one_generator() -> None:
    rng = np.random.default_rng(5)
    expected = [rng.permutation(9).tolist() for _ in range(4)]
    assert [order.tolist() for order in islice(orders(9, True, 5), 4)] == expected
    assert next(orders(9, True, 5, epoch=3)).tolist() == expected[3]


@given(
    samples=st.integers(1, 12),
    size=st.integers(1, 14),
    epochs=st.integers(1, 4),
    changes=st.lists(
        st.tuples(
            st.integers(0, 40),
            st.sampled_from(["batch_size", "batch_size", "l1"]),
            st.integers(1, 14),
        ),
        max_size=3,
    ),
    added=st.lists(st.tuples(st.integers(0, 40), st.integers(1, 5)), max_size=3),
    removed=st.lists(st.integers(0, 40), max_size=3),
)
@example(samples=3, size=2, epochs=3, changes=[(1, "l1", 1)], added=[], removed=[])
def test_the_number_of_steps_is_that_of_the_run(
    samples: int,
    size: int,
    epochs: int,
    changes: list[tuple[int, str, int]],
    added: list[tuple[int, int]],
    removed: list[int],
) -> None:
    inputs = np.ones((samples, 1))
    events: list[Event] = [SettingsChanged(step, {name: value}) for step, name, value in changes]
    events += [PointsAdded(step, np.ones((n, 1)), np.ones((n, 1))) for step, n in added]
    # At least the first sample stays.
    events += [PointsRemoved(s, (k + 1,)) for k, s in enumerate(removed[: samples - 1])]
    made = plan(
        drawn([1, 1], "linear", "linear", "half_squared_error"),
        inputs,
        inputs,
        settings(batch_size=size, learning_rate=0.0),
        epochs,
        events=tuple(events),
    )
    assert steps_of(made) == total_steps(made)


def test_settings_penalize_and_clip_nothing_unless_told() -> None:
    usual = settings()
    bare = Settings(
        usual.optimization, usual.schedule, usual.schedule_hyperparameters, usual.batch_size
    )
    assert (bare.l1, bare.l2, bare.clip_norm) == (0.0, 0.0, None)


@given(
    total=st.integers(0, 5000),
    count=st.integers(2, 300),
    spacing=st.sampled_from(["linear", "log"]),
)
def test_frames_are_so_many_different_steps_with_the_first_and_the_last(
    total: int, count: int, spacing: str
) -> None:
    found = frame_steps(total, count, spacing)
    assert len(found) == min(count, total + 1)
    assert found[0] == 0
    assert found[-1] == total
    assert all(before < after for before, after in pairwise(found))


def test_linear_frames_are_at_equal_distances() -> None:
    assert frame_steps(1000, 5, "linear") == (0, 250, 500, 750, 1000)
    gaps = np.diff(frame_steps(997, 100, "linear"))
    assert gaps.max() - gaps.min() <= 1


def test_logarithmic_frames_are_at_equal_ratios() -> None:
    assert frame_steps(1000, 5, "log") == (0, 1, 10, 100, 1000)
    assert frame_steps(10**6, 200, "log")[:8] == (0, 1, 2, 3, 4, 5, 6, 7)


@pytest.mark.parametrize("steps", [(), (0,), (0, 3, 4, 9), (9,)])
def test_a_run_shows_the_frames_of_its_plan_and_the_last(steps: tuple[int, ...]) -> None:
    inputs = np.ones((3, 1))
    made = plan(
        drawn([1, 1], "linear", "linear", "half_squared_error"),
        inputs,
        inputs,
        settings(batch_size=1),
        3,
        frame_steps=steps,
    )
    assert [frame.step for frame in frames(made)] == sorted({*steps, 9})
