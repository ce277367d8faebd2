"""How the events of a plan change a moment. To add one, write its dataclass in ``plan.py``, and its
function here in `APPLY`.
"""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np

from ...arrays import Array
from ..training import Optimization, start
from .moment import Moment
from .plan import Event, PointMoved, PointsAdded, PointsRemoved, SettingsChanged, WeightSet


def settings_changed(moment: Moment, event: SettingsChanged) -> Moment:
    changes = dict(event.changes)
    rate = changes.pop("learning_rate", None)
    settings = replace(moment.settings, **changes)
    if rate is not None:
        chosen = settings.optimization
        hyperparameters = chosen.hyperparameters | {"learning_rate": rate}
        settings = replace(settings, optimization=Optimization(chosen.optimizer, hyperparameters))
    if "optimization" in changes:
        fresh = start(moment.network, settings.optimization)
        moment = replace(moment, states=fresh, count=0)
    return replace(moment, settings=settings)


def point_moved(moment: Moment, event: PointMoved) -> Moment:
    return replace(
        moment,
        inputs=with_row(moment.inputs, event.sample, event.inputs),
        targets=with_row(moment.targets, event.sample, event.targets),
    )


def with_row(rows: Array, index: int, row: Array | None) -> Array:
    """A copy of ``rows`` in which one is ``row``; ``rows`` itself if that is None."""
    if row is None:
        return rows
    changed = rows.copy()
    changed[index] = row
    return changed


def points_added(moment: Moment, event: PointsAdded) -> Moment:
    known = len(moment.inputs)
    new = np.arange(known, known + len(event.inputs))
    return replace(
        moment,
        inputs=np.concatenate([moment.inputs, event.inputs]),
        targets=np.concatenate([moment.targets, event.targets]),
        present=np.concatenate([moment.all_present, new]),
    )


def points_removed(moment: Moment, event: PointsRemoved) -> Moment:
    present = moment.all_present
    return replace(moment, present=present[~np.isin(present, event.samples)])


def weight_set(moment: Moment, event: WeightSet) -> Moment:
    layers = list(moment.network.layers)
    layer = layers[event.layer - 1]
    if event.input is not None:
        weights = layer.weights.copy()
        weights[event.unit, event.input] = event.value
        layer = replace(layer, weights=weights)
    else:
        assert layer.biases is not None
        biases = layer.biases.copy()
        biases[event.unit] = event.value
        layer = replace(layer, biases=biases)
    layers[event.layer - 1] = layer
    return replace(moment, network=replace(moment.network, layers=tuple(layers)))


APPLY: dict[type[Event], Callable[[Moment, Any], Moment]] = {
    SettingsChanged: settings_changed,
    PointMoved: point_moved,
    PointsAdded: points_added,
    PointsRemoved: points_removed,
    WeightSet: weight_set,
}


def applied(moment: Moment, event: Event) -> Moment:
    """The moment after the next of the plan's events."""
    changed = APPLY[type(event)](moment, event)
    return replace(changed, events=moment.events + 1)
