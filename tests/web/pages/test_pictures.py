"""The small pictures of the data sets."""

import numpy as np
import pytest

from app.labs.datasets.table import DATASETS
from app.web.pages.pictures import pictures_json

PICTURES = pictures_json()


def test_what_fits_on_a_plane_has_a_picture() -> None:
    drawn = {name for name, each in DATASETS.items() if each.inputs <= 2 and each.package is None}
    assert PICTURES.keys() == drawn


@pytest.mark.parametrize("name", PICTURES)
def test_a_picture_shows_every_class_or_the_whole_range_of_numbers(name: str) -> None:
    points = np.array(PICTURES[name])
    assert np.isfinite(points).all()
    entry = DATASETS[name]
    if entry.kind == "regression":
        assert (points[:, 2].min(), points[:, 2].max()) == (0, 1)
        return
    defaults = {each.name: each.default for each in entry.hyperparameters}
    classes = defaults[entry.classes] if isinstance(entry.classes, str) else entry.classes
    assert classes is not None
    assert set(points[:, 2]) == set(range(int(classes)))
