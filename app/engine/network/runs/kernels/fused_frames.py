"""The frames of a training run by the compiled kernel of `fused_measures`."""

from collections.abc import Iterator
from dataclasses import dataclass
from math import isfinite

import numpy as np

from ....arrays import Array
from ....cancellation import CheckCancelled
from ...backprop import reduce_samples
from ...network import Network
from ..epochs import Indices
from ..frame import Frame, frame_at
from ..measures import DEAD, SATURATED, SCORES, LayerMeasures, steepest
from ..moment import Moment
from ..plan import Plan
from .fused_run import (
    Data,
    FusedRun,
    constants_of,
    corrections_of,
    numbers_of,
    penalties_of,
    read_data,
    serves,
)
from .layout import Numbers


class FusedFrames:
    """What the kernel keeps for the frames of one run; the rest it has from the ``run``."""

    def __init__(self, run: FusedRun, plan: Plan) -> None:
        self.run = run
        #: After a step that is only measured.
        self.after = run.arrays()
        self.test_data: Data | None = None
        if plan.test_inputs is not None and plan.test_targets is not None:
            self.test_data = read_data(plan.test_inputs, plan.test_targets)
        self.thresholds = thresholds_of(plan.network) if plan.measures_layers else NO_THRESHOLDS

    def frame_at(self, plan: Plan, moment: Moment, check_cancelled: CheckCancelled) -> Frame:
        """As `frame.frame_at`."""
        return self.ordinary_frame(plan, moment) or frame_at(plan, moment, check_cancelled)

    def ordinary_frame(self, plan: Plan, moment: Moment) -> Frame | None:
        """The frame, or None where a number is not ordinary."""
        data = self.run.data_of(moment)
        if data is None:
            return None
        self.run.read(moment)
        counts = Counts(
            np.zeros(len(self.run.layout.layers), np.int64),
            np.zeros(self.run.layout.rows, np.int64),
        )
        present = moment.all_present
        of_set = self.of_set(plan, data, present, self.thresholds, counts)
        of_tests: tuple[float | None, float | None] | None = None, None
        if plan.test_inputs is not None:
            tests = self.test_data
            order = np.arange(len(plan.test_inputs))
            of_tests = tests and self.of_set(plan, tests, order, NO_THRESHOLDS, counts)
        if of_set is None or of_tests is None:
            return None
        measures: tuple[LayerMeasures, ...] = ()
        if plan.measures_layers:
            of_step = self.of_step(moment, data)
            if of_step is None:
                return None
            shares = counts.shares(moment.network, len(present))
            measures = tuple(
                LayerMeasures(norm, ratio if ratio >= 0 else None, *share)
                for norm, ratio, share in zip(*of_step, shares, strict=True)
            )
        return Frame(moment, of_set[0], of_tests[0], of_set[1], of_tests[1], measures)

    def of_set(
        self, plan: Plan, data: Data, order: Indices, thresholds: Array, counts: "Counts"
    ) -> tuple[float, float | None] | None:
        """The loss and the score over the samples of the order; None if they are not ordinary."""
        z, a = np.empty((2, len(order), data[1].shape[1]))
        if not self.run.kernel.measure_set(
            self.run.layout.layers,
            self.run.state,
            self.run.work,
            data,
            order,
            (z, a),
            thresholds,
            counts.flat,
            counts.alive,
        ):
            return None
        targets = data[1] if len(order) == len(data[1]) else data[1][order]
        with np.errstate(all="ignore"):
            loss = reduce_samples(plan.network.loss.value(z, a, targets), "mean")
            return (loss, SCORES[plan.score](a, targets)) if isfinite(loss) else None

    def of_step(self, moment: Moment, data: Data) -> tuple[list[float], list[float]] | None:
        """The norms and the ratios of the next step, a ratio −1 where there is none; None if it is
        not ordinary.
        """
        settings = moment.settings
        if not serves(settings.optimization):
            return None
        c1, c2 = corrections_of(settings.optimization, moment.count, 1)
        norms, ratios = np.empty((2, len(self.run.layout.layers)))
        is_ordinary = self.run.kernel.measure_step(
            self.run.layout.layers,
            self.run.layout.trained,
            (*self.run.loss, *numbers_of(settings.optimization)),
            self.run.state,
            self.after,
            self.run.gradients,
            self.run.work,
            data,
            moment.samples,
            float(settings.rate(moment.step, moment.total_steps)),
            (float(c1[0]), float(c2[0])),
            constants_of(settings.optimization),
            penalties_of(settings),
            norms,
            ratios,
        )
        return (norms.tolist(), ratios.tolist()) if is_ordinary else None


#: For a set whose slopes are not counted.
NO_THRESHOLDS = np.zeros((0, 2))


@dataclass(frozen=True)
class Counts:
    """What is counted of the slopes: ``flat``, (layers,), those that are saturated, and ``alive``,
    1 for every unit, layer by layer, that is not dead.
    """

    flat: Numbers
    alive: Numbers

    def shares(self, network: Network, samples: int) -> Iterator[tuple[float | None, float | None]]:
        """The saturated and the dead share of each layer, as of `LayerMeasures`."""
        first = 0
        for layer, count in zip(network.layers, self.flat.tolist(), strict=True):
            units = layer.units
            alive, first = int(self.alive[first : first + units].sum()), first + units
            if layer.activation.slope is None:
                yield None, None
            else:
                bounded = None not in layer.activation.range
                yield count / (samples * units) if bounded else None, (units - alive) / units


def thresholds_of(network: Network) -> Array:
    """The sizes below which a slope of each layer is saturated, and dead, layers × 2."""
    steepness = [
        0.0 if layer.activation.slope is None else steepest(layer.activation)
        for layer in network.layers
    ]
    return np.outer(steepness, (SATURATED, DEAD))
