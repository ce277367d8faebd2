"""Every data set: its samples, classes and parts are what was asked for, and the seed decides."""

import sys
from collections.abc import Iterator
from types import ModuleType
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.engine.parameters import Hyperparameter
from app.labs.datasets import packaged, table
from app.labs.datasets.dataset import CLASSES, REGRESSION, Samples, samples_of
from app.labs.datasets.table import DATASETS, offered
from app.localization import LANGUAGES, Translations
from app.settings import Settings

OWN = [name for name, entry in DATASETS.items() if entry.package is None]
PACKAGED = [name for name in DATASETS if name not in OWN]


def whole(name: str, **given: float) -> Samples:
    """All samples in the training part, without noise."""
    return samples_of(DATASETS[name], {"noise": 0.0, "train_share": 1.0, **given})


def labels(samples: Samples) -> Any:
    """The class of each sample."""
    targets = samples.targets
    return targets.argmax(axis=1) if targets.shape[1] > 1 else targets[:, 0]


def values_of(parameter: Hyperparameter) -> st.SearchStrategy[float]:
    if parameter.name == "samples":
        return st.integers(int(parameter.low), 300).map(float)
    if parameter.whole:
        return st.integers(int(parameter.low), int(parameter.high)).map(float)
    return st.floats(parameter.low, parameter.high)


def parts(samples: Samples) -> list[bytes]:
    arrays = (samples.inputs, samples.targets, samples.test_inputs, samples.test_targets)
    return [b"" if array is None else array.tobytes() for array in arrays]


@pytest.fixture
def scikit_learn(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A stand-in for scikit-learn, with data of the shapes of its own."""
    datasets = ModuleType("sklearn.datasets")
    package = ModuleType("sklearn")
    sizes = {"load_iris": (150, 4, 3), "load_digits": (1797, 64, 10)}
    for name, (rows, columns, classes) in sizes.items():
        inputs = np.random.default_rng(0).integers(0, 17, (rows, columns)).astype(np.float64)
        answer = (inputs, np.arange(rows) % classes)
        setattr(datasets, name, lambda return_X_y, answer=answer: answer)
    package.datasets = datasets  # type: ignore[attr-defined]  # a module made here
    monkeypatch.setitem(sys.modules, "sklearn", package)
    monkeypatch.setitem(sys.modules, "sklearn.datasets", datasets)
    packaged.measured.cache_clear()
    yield
    packaged.measured.cache_clear()


# --- the laws of the table


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", DATASETS)
def test_a_data_set_has_its_name_and_its_sentence(name: str, language: str) -> None:
    table = Translations(Settings().static / "i18n").table(language)
    assert table.get(f"training.set_{name}")
    assert table.get(f"training.set_about_{name}")


@pytest.mark.parametrize("name", DATASETS)
def test_a_default_lies_within_its_bounds(name: str) -> None:
    for parameter in DATASETS[name].hyperparameters:
        assert parameter.low <= parameter.default <= parameter.high
        assert not parameter.whole or parameter.default.is_integer()


@pytest.mark.parametrize("name", DATASETS)
def test_every_data_set_has_the_common_hyperparameters(name: str) -> None:
    names = [parameter.name for parameter in DATASETS[name].hyperparameters]
    assert names[:4] == ["samples", "noise", "seed", "train_share"]
    assert len(set(names)) == len(names)


@pytest.mark.parametrize("name", OWN)
@given(data=st.data())
def test_the_parts_have_the_samples_the_shapes_and_the_classes_that_were_asked_for(
    name: str, data: st.DataObject
) -> None:
    entry = DATASETS[name]
    k = {p.name: data.draw(values_of(p), p.name) for p in entry.hyperparameters}
    samples = samples_of(entry, k)
    count, trained = int(k["samples"]), len(samples.inputs)
    assert trained == max(1, round(k["train_share"] * count))
    assert samples.inputs.shape == (trained, entry.inputs)
    outputs = 1 if samples.classes in (None, 2) else samples.classes
    assert samples.targets.shape == (trained, outputs)
    if trained == count:
        assert samples.test_inputs is samples.test_targets is None
    else:
        assert samples.test_inputs is not None
        assert samples.test_targets is not None
        assert samples.test_inputs.shape == (count - trained, entry.inputs)
        assert samples.test_targets.shape == (count - trained, outputs)
    for array in (samples.inputs, samples.targets, samples.test_inputs, samples.test_targets):
        assert array is None or (array.dtype == np.float64 and np.isfinite(array).all())
    assert samples.kind == entry.kind
    if samples.kind == CLASSES:
        assert np.isin(samples.targets, (0, 1)).all()
        assert outputs == 1 or (samples.targets.sum(axis=1) == 1).all()
    else:
        assert samples.kind == REGRESSION
        assert samples.classes is None
    assert parts(samples_of(entry, k)) == parts(samples)


@pytest.mark.parametrize("name", OWN)
def test_another_seed_draws_other_samples(name: str) -> None:
    first, second = (samples_of(DATASETS[name], {"seed": seed}) for seed in (1, 2))
    assert parts(first) != parts(second)


@pytest.mark.parametrize("name", OWN)
def test_the_order_of_the_samples_is_not_that_of_their_classes(name: str) -> None:
    """Batches taken in order mix the classes."""
    samples = whole(name, samples=200)
    if samples.kind == CLASSES:
        found = labels(samples)
        assert len(set(np.diff(found)[:20])) > 1


@pytest.mark.parametrize(
    ("name", "classes"),
    [("spiral", {"arms": k}) for k in (2, 3, 5)]
    + [("blobs", {"classes": k}) for k in (2, 3, 10)]
    + [(name, {}) for name in ("circle", "moons", "gaussians", "xor")],
)
def test_classes_are_of_equal_size(name: str, classes: dict[str, float]) -> None:
    found = labels(whole(name, samples=240, **classes))
    sizes = np.unique(found, return_counts=True)[1]
    assert len(sizes) == next(iter(classes.values()), 2)
    assert sizes.max() - sizes.min() <= (1 if name != "xor" else 0)


# --- what each of them looks like, without noise


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


@pytest.mark.parametrize(
    ("name", "given", "rule"),
    [
        ("sine", {"waves": 2.0}, lambda x: np.sin(2 * np.pi * x[:, 0])),
        ("cubic", {}, lambda x: np.cos(3 * np.arccos(x[:, 0]))),
        ("stairs", {"steps": 2}, lambda x: np.sign(x[:, 0])),
        ("plane", {"slope1": 1.5, "slope2": -1.0}, lambda x: 1.5 * x[:, 0] - x[:, 1]),
    ],
)
def test_a_regression_without_noise_is_its_formula(name: str, given: Any, rule: Any) -> None:
    samples = whole(name, samples=100, **given)
    np.testing.assert_allclose(samples.targets[:, 0], rule(samples.inputs), atol=1e-12)
    assert np.abs(samples.inputs).max() <= 1


@pytest.mark.parametrize("name", [name for name in OWN if DATASETS[name].kind == REGRESSION])
def test_noise_is_added_to_the_targets_of_a_regression(name: str) -> None:
    quiet, loud = (
        samples_of(DATASETS[name], {"samples": 5000, "train_share": 1, "noise": noise})
        for noise in (0.0, 0.5)
    )
    np.testing.assert_array_equal(quiet.inputs, loud.inputs)
    assert (loud.targets - quiet.targets).std() == pytest.approx(0.5, abs=0.03)


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


# --- the measured ones


def test_measured_data_sets_are_offered_where_scikit_learn_is(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(table, "find_spec", lambda package: None)
    assert list(offered()) == OWN
    monkeypatch.setattr(table, "find_spec", lambda package: package)
    assert list(offered()) == [*OWN, *PACKAGED]


@pytest.mark.usefixtures("scikit_learn")
@pytest.mark.parametrize(("name", "classes"), [("iris", 3), ("digits", 10)])
def test_measured_samples_are_chosen_by_the_seed(name: str, classes: int) -> None:
    entry = DATASETS[name]
    samples = samples_of(entry, {"samples": 100, "train_share": 0.8})
    assert samples.inputs.shape == (80, entry.inputs)
    assert samples.targets.shape == (80, classes)
    assert parts(samples) == parts(samples_of(entry, {"samples": 100, "train_share": 0.8}))
    assert parts(samples) != parts(samples_of(entry, {"samples": 100, "seed": 2}))
    full = whole(name, samples=next(p.high for p in entry.hyperparameters if p.name == "samples"))
    assert len(np.unique(full.inputs, axis=0)) == len(full.inputs)
    if name == "iris":
        np.testing.assert_allclose(full.inputs.mean(axis=0), 0, atol=1e-12)
        np.testing.assert_allclose(full.inputs.std(axis=0), 1)
    else:
        assert full.inputs.min() == 0
        assert full.inputs.max() == 1


@pytest.mark.usefixtures("scikit_learn")
@pytest.mark.parametrize("name", PACKAGED)
def test_every_measured_input_gets_noise_of_its_own(name: str) -> None:
    quiet, loud = (
        samples_of(DATASETS[name], {"samples": 150, "train_share": 1, "noise": noise})
        for noise in (0.0, 0.5)
    )
    np.testing.assert_array_equal(quiet.targets, loud.targets)
    added = loud.inputs - quiet.inputs
    assert added.mean() == pytest.approx(0, abs=0.05)
    np.testing.assert_allclose(np.cov(added.T), 0.25 * np.eye(added.shape[1]), atol=0.1)


@pytest.mark.usefixtures("scikit_learn")
def test_measured_inputs_and_classes_are_made_of_the_types_of_the_others(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Whatever types a version of scikit-learn gives."""
    loaded = (np.array([[0, 16]], dtype=np.uint8), np.array([3], dtype=np.uint8))
    monkeypatch.setattr(sys.modules["sklearn.datasets"], "load_digits", lambda return_X_y: loaded)
    inputs, label = packaged.measured("load_digits")
    assert inputs.dtype == np.float64
    assert label.dtype == np.int64
    assert inputs.tolist() == [[0.0, 16.0]]
    assert label.tolist() == [3]


@pytest.mark.parametrize("name", PACKAGED)
def test_scikit_learn_has_as_many_samples_as_the_table_says(name: str) -> None:
    pytest.importorskip("sklearn")
    most = next(p.high for p in DATASETS[name].hyperparameters if p.name == "samples")
    assert len(whole(name, samples=most).inputs) == most
    assert samples_of(DATASETS[name], {}).classes == DATASETS[name].classes


def test_every_class_that_has_a_name_of_its_own_has_one_and_no_other_has_the_same() -> None:
    named = [entry for entry in table.DATASETS.values() if entry.class_names]
    assert {entry.name for entry in named} == {"iris", "digits"}
    for entry in named:
        assert len(set(entry.class_names)) == entry.classes


def test_the_names_of_the_classes_are_those_of_scikit_learn() -> None:
    loaders = pytest.importorskip("sklearn.datasets")
    for entry in table.DATASETS.values():
        if entry.class_names:
            found = getattr(loaders, f"load_{entry.name}")().target_names
            assert tuple(map(str, found)) == entry.class_names
