"""What each set of classes looks like, without noise and with it."""

from typing import Any

import numpy as np
import pytest

from app.labs.datasets.dataset import CLASSES, samples_of
from app.labs.datasets.table import DATASETS
from tests.labs.datasets.drawing import OWN, labels, whole


@pytest.mark.parametrize(
    ("name", "rule"),
    [("xor", lambda x, y: x != y), ("and", lambda x, y: x and y), ("or", lambda x, y: x or y)],
)
def test_four_samples_of_a_gate_are_its_truth_table(name: str, rule: Any) -> None:
    samples = whole(name, samples=4)
    rows = {
        tuple(point): target
        for point, (target,) in zip(samples.inputs.tolist(), samples.targets.tolist(), strict=True)
    }
    assert rows == {(x, y): float(rule(x, y)) for x in (0.0, 1.0) for y in (0.0, 1.0)}


def test_a_disc_lies_in_a_ring() -> None:
    samples = whole("circle")
    radius = np.hypot(*samples.inputs.T)
    inner = labels(samples) == 1
    assert radius[inner].max() <= 0.5
    assert 0.75 <= radius[~inner].min() <= radius[~inner].max() <= 1 + 1e-12


def test_moons_are_those_of_scikit_learn() -> None:
    """make_moons(10, shuffle=False), to six digits."""
    samples = whole("moons", samples=10)
    outer = [(1, 0), (0.707107, 0.707107), (0, 1), (-0.707107, 0.707107), (-1, 0)]
    inner = [(1 - x, 0.5 - y) for x, y in outer]
    for label, expected in enumerate((outer, inner)):
        found = sorted(np.round(samples.inputs[labels(samples) == label], 5).tolist())
        np.testing.assert_allclose(found, sorted(expected), atol=2e-5)


def test_the_clouds_have_their_distance_and_their_noise() -> None:
    samples = samples_of(
        DATASETS["gaussians"], {"samples": 5000, "noise": 0.5, "distance": 2, "train_share": 1}
    )
    ones = samples.inputs[labels(samples) == 1]
    zeros = samples.inputs[labels(samples) == 0]
    assert np.hypot(*(ones.mean(axis=0) - zeros.mean(axis=0))) == pytest.approx(2, abs=0.1)
    np.testing.assert_allclose([ones.std(axis=0), zeros.std(axis=0)], 0.5, atol=0.04)


@pytest.mark.parametrize("arms", [2, 3, 6])
def test_the_arms_of_a_spiral_are_turned_copies_of_each_other(arms: int) -> None:
    samples = whole("spiral", samples=20 * arms, arms=arms, turns=1.5)
    points = samples.inputs @ np.array([1, 1j])
    found = labels(samples)
    first = points[found == 0]
    for arm in range(arms):
        back = points[found == arm] * np.exp(-2j * np.pi * arm / arms)
        order = np.argsort(np.abs(back))
        np.testing.assert_allclose(back[order], first[np.argsort(np.abs(first))], atol=1e-12)
    assert np.abs(first).min() == pytest.approx(0.1)
    assert np.abs(first).max() == pytest.approx(1)


@pytest.mark.parametrize("classes", [2, 3, 10])
def test_blobs_stand_on_a_circle_at_equal_distances(classes: int) -> None:
    samples = whole("blobs", classes=classes, samples=100)
    found = labels(samples)
    centres = np.array([samples.inputs[found == label][0] for label in range(classes)])
    np.testing.assert_allclose(np.hypot(*centres.T), 1)
    gaps = np.hypot(*(centres - np.roll(centres, 1, axis=0)).T)
    np.testing.assert_allclose(gaps, 2 * np.sin(np.pi / classes))


@pytest.mark.parametrize("fields", [2, 3, 8])
def test_neighbouring_fields_of_a_checkerboard_differ(fields: int) -> None:
    samples = whole("checkerboard", fields=fields, samples=2000)
    cell = np.floor((samples.inputs + 1) / 2 * fields).astype(int)
    for (row, column), label in zip(cell.tolist(), labels(samples), strict=True):
        assert label == (row % 2 != column % 2)
    assert len(np.unique(cell, axis=0)) == fields**2


@pytest.mark.parametrize("name", [name for name in OWN if DATASETS[name].kind == CLASSES])
def test_noise_is_added_to_the_inputs_of_classes(name: str) -> None:
    """To each coordinate of its own, after the class is known: normal, with this deviation."""
    quiet, loud = (
        samples_of(DATASETS[name], {"samples": 5000, "train_share": 1, "noise": noise})
        for noise in (0.0, 0.5)
    )
    np.testing.assert_array_equal(quiet.targets, loud.targets)
    added = loud.inputs - quiet.inputs
    np.testing.assert_allclose(added.mean(axis=0), 0, atol=0.03)
    np.testing.assert_allclose(np.cov(added.T), 0.25 * np.eye(2), atol=0.02)


def test_the_radii_of_disc_and_ring_are_even_and_so_are_the_angles() -> None:
    samples = whole("circle", samples=5000)
    radius = np.hypot(*samples.inputs.T)
    inner = labels(samples) == 1
    for some, low, high in ((radius[inner], 0.0, 0.5), (radius[~inner], 0.75, 1.0)):
        assert some.mean() == pytest.approx((low + high) / 2, abs=0.01)
        assert some.std() == pytest.approx((high - low) / 12**0.5, abs=0.01)
    angle = np.arctan2(*samples.inputs.T)
    counts = np.histogram(angle, bins=8, range=(-np.pi, np.pi))[0]
    assert counts.sum() == 5000
    np.testing.assert_allclose(counts, 5000 / 8, rtol=0.15)


def test_the_clouds_stand_on_the_diagonal_around_0_and_the_upper_one_is_class_1() -> None:
    samples = whole("gaussians", samples=10, distance=2**0.5)
    for label, side in ((0, -0.5), (1, 0.5)):
        np.testing.assert_allclose(samples.inputs[labels(samples) == label], side)
