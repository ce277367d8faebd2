"""Every data set: its samples, classes and parts are what was asked for, and the seed decides."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.engine.parameters import Hyperparameter
from app.labs.datasets.dataset import CLASSES, REGRESSION, samples_of
from app.labs.datasets.table import DATASETS
from app.localization import LANGUAGES, Translations
from app.settings import Settings
from tests.labs.datasets.drawing import OWN, labels, parts, whole


def values_of(parameter: Hyperparameter) -> st.SearchStrategy[float]:
    if parameter.name == "samples":
        return st.integers(int(parameter.low), 300).map(float)
    if parameter.whole:
        return st.integers(int(parameter.low), int(parameter.high)).map(float)
    return st.floats(parameter.low, parameter.high)


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
