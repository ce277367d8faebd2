"""A data set as a row of a table, and the samples that it gives."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from ...engine.arrays import Array
from ...engine.parameters import Hyperparameter, with_defaults

#: Of each sample its class, a whole number from 0, or its target value; (samples,).
Values = npt.NDArray[np.int64] | Array
#: (generator, samples, hyperparameters) -> inputs, samples × inputs, and their values. There may be
#: fewer samples than asked for, if there are no more.
Sample = Callable[[np.random.Generator, int, dict[str, float]], tuple[Array, Values]]

CLASSES, REGRESSION = "classes", "regression"


@dataclass(frozen=True)
class DataSet:
    """An entry of the table: ``sample`` draws from the generator alone, so that the same seed gives
    the same bytes.

    ``kind`` is CLASSES or REGRESSION, ``inputs`` the number of inputs of a sample. ``classes`` is
    the number of classes, or the name of the hyperparameter that has it; None in a regression.
    ``package`` is the one that must be importable for the entry to be offered, if there is one.
    ``class_names`` are the names that the classes have by themselves, empty where they have none.
    """

    name: str
    kind: str
    inputs: int
    sample: Sample
    hyperparameters: tuple[Hyperparameter, ...]
    classes: int | str | None = None
    package: str | None = None
    class_names: tuple[str, ...] = ()


@dataclass(frozen=True)
class Samples:
    """The samples of a data set, in two parts.

    ``inputs`` and ``test_inputs`` are samples × inputs, ``targets`` and ``test_targets`` samples ×
    outputs: two classes are one column of 0 and 1, more classes a column each with a 1 where the
    sample belongs (one-hot), a regression one column. The test part is None where it has no sample.
    ``classes`` is the number of classes, None in a regression.
    """

    inputs: Array
    targets: Array
    test_inputs: Array | None
    test_targets: Array | None
    kind: str
    classes: int | None


def samples_of(dataset: DataSet, given: dict[str, float]) -> Samples:
    """The samples for these hyperparameters; those not ``given`` have their defaults.

    ``numpy.random.default_rng(seed)`` draws the samples and then their order, of which the first
    part is for training: the ``train_share``, rounded, but at least one sample.
    """
    k = with_defaults(dataset.hyperparameters, given)
    rng = np.random.default_rng(int(k["seed"]))
    inputs, values = dataset.sample(rng, int(k["samples"]), k)
    order = rng.permutation(len(inputs))
    classes = int(k[dataset.classes]) if isinstance(dataset.classes, str) else dataset.classes
    inputs, targets = inputs[order], as_targets(values[order], classes)
    train = max(1, round(k["train_share"] * len(inputs)))
    has_test = train < len(inputs)
    return Samples(
        inputs[:train],
        targets[:train],
        inputs[train:] if has_test else None,
        targets[train:] if has_test else None,
        dataset.kind,
        classes,
    )


def as_targets(values: Values, classes: int | None) -> Array:
    """The targets, samples × outputs, of the classes or values of the samples, (samples,)."""
    if classes is None or classes == 2:
        return values[:, np.newaxis].astype(np.float64)
    return np.eye(classes)[values.astype(np.int64)]
