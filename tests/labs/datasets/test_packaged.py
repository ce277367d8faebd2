"""The measured data sets of scikit-learn, with a stand-in where it is not installed."""

import sys
from collections.abc import Iterator
from types import ModuleType

import numpy as np
import pytest

from app.labs.datasets import packaged, table
from app.labs.datasets.dataset import samples_of
from app.labs.datasets.table import DATASETS, offered
from tests.labs.datasets.drawing import OWN, parts, whole

PACKAGED = [name for name in DATASETS if name not in OWN]


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
