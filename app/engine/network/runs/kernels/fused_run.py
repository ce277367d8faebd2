"""A training run by the compiled kernel of `fused`: stretches of many steps, also beyond the end of
an epoch. What each step depends on, its samples and its rate, is worked out for all at once.
"""

from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import partial

import numpy as np

from ....arrays import Array
from ....cancellation import Cancelled, CheckCancelled, always
from ...network import Network
from ...optimizers import OUTWEIGHING_EPSILON, one_minus_power
from ...schedules import SCHEDULES
from ...training import Optimization, States
from ..advance import Stretch, advance
from ..epochs import Indices
from ..moment import Moment
from ..plan import Plan, Settings
from .layout import OPTIMIZER_NUMBERS, activation_number, layout_of, loss_numbers

#: Networks with more parameters are for other kernels.
MOST_PARAMETERS = 4_000
#: Seconds of work between two calls of `CheckCancelled`, about, and what is taken to need how many:
#: a step, an epoch, a sample of an epoch, and a parameter and a unit for each sample of a step.
CHUNK_SECONDS = 0.004
STEP_SECONDS, EPOCH_SECONDS, SHUFFLE_SECONDS = 1e-6, 6e-6, 3e-8
PARAMETER_SECONDS, UNIT_SECONDS = 1e-9, 1e-8
#: Samples with larger numbers are left to the readable engine, as `fused` does with its own.
LARGEST = 1e140

#: Inputs, targets, and the sum of each sample's targets.
Data = tuple[Array, Array, Array]
#: Parameters and the two arrays of an optimizer's state, as `Layout.flat` has them.
State = tuple[Array, Array, Array]


@dataclass(frozen=True)
class Compiled:
    """The compiled functions, of `fused`, `fused_measures` and `fused_layers`, and how many samples
    go through a small network together.
    """

    take_steps: Callable[..., int]
    measure_set: Callable[..., bool]
    measure_step: Callable[..., bool]
    activate_layer: Callable[..., None]
    output_layer: Callable[..., None]
    block: int


def takes(network: Network) -> bool:
    """Is the network small, with a form for the kernel of all that it is made of?"""
    return (
        network.parameters <= MOST_PARAMETERS
        and network.loss.scalar is not None
        and all(activation_number(layer.activation) is not None for layer in network.layers)
    )


def serves(optimization: Optimization) -> bool:
    """Has the optimizer a form for the kernel? With a tiny ε every number has to be looked at."""
    optimizer = optimization.optimizer
    return optimizer.scalar is not None and (
        optimizer.squares is None or optimization.hyperparameters["epsilon"] >= OUTWEIGHING_EPSILON
    )


class FusedRun:
    """What the kernel keeps during one run: its arrays, and the samples as it reads them."""

    def __init__(self, kernel: Compiled, plan: Plan, orders: Iterator[Indices]) -> None:
        network = plan.network
        self.kernel = kernel
        self.orders = orders
        #: Orders of the next epochs that were taken from ``orders`` before they are entered.
        self.drawn: deque[Indices] = deque()
        self.layout = layout_of(network)
        self.loss = loss_numbers(network.loss)
        #: Now, before the last step, and at the beginning of the chunk.
        self.state, self.before, self.first = (self.arrays() for _ in range(3))
        #: What ``state`` has the numbers of.
        self.held: tuple[Network, States] | None = None
        self.gradients = np.zeros(self.layout.size)
        rows = [self.layout.rows] * 4 + [network.layers[-1].units, 1]
        self.work = tuple(np.zeros(count * kernel.block) for count in rows)
        units = self.layout.rows - network.inputs
        self.sample_seconds = PARAMETER_SECONDS * network.parameters + UNIT_SECONDS * units
        self.samples: tuple[Array, Array] | None = None
        self.data: Data | None = None

    def arrays(self) -> State:
        size = self.layout.size
        return np.zeros(size), np.zeros(size), np.zeros(size)

    def __call__(self, moment: Moment, until: int, check_cancelled: CheckCancelled) -> Stretch:
        """As `advance`, and beyond the moment's epoch."""
        data = self.data_of(moment)
        if data is None or not serves(moment.settings.optimization):
            until = min(until, moment.step + moment.batches - moment.batch)
            return advance(moment, until, check_cancelled)
        self.read(moment)
        earlier: Callable[[], Moment] | None = None
        while moment.step < until:
            try:
                check_cancelled()
            except Cancelled as reason:
                return Stretch(self.before_a_step(moment), earlier, reason)
            steps = min(until - moment.step, self.chunk_steps(moment))
            orders = self.orders_of(moment, steps)
            taken = self.take(moment, data, orders, steps)
            entered = 0
            if taken:
                entered = (moment.batch + taken - 1) // moment.batches
                epoch = entered, orders[entered]
                earlier = partial(self.moved, moment, taken - 1, *epoch, copied(self.before))
                moment = self.moved(moment, taken, *epoch, copied(self.state))
                self.held = moment.network, moment.states
            if taken < steps:
                # The next step has a number that is not ordinary: the readable engine takes it.
                self.drawn.extendleft(reversed(orders[entered + 1 :]))
                moment = self.before_a_step(moment)
                stretch = advance(moment, moment.step + 1, always)
                moment, earlier = stretch.moment, stretch.earlier or earlier
                if stretch.ended is not None:
                    return Stretch(moment, earlier, stretch.ended)
                self.read(moment)
        return Stretch(moment, earlier, None)

    def data_of(self, moment: Moment) -> Data | None:
        """The samples of a moment; None if they are not ordinary."""
        inputs, targets = moment.inputs, moment.targets
        if self.samples is None or self.samples[0] is not inputs or self.samples[1] is not targets:
            self.samples, self.data = (inputs, targets), read_data(inputs, targets)
        return self.data

    def read(self, moment: Moment) -> None:
        """Sets the arrays to what the moment has."""
        held, self.held = self.held, (moment.network, moment.states)
        if held is None or held[0] is not moment.network or held[1] is not moment.states:
            self.state[0][:] = self.layout.parameters(moment.network)
            self.state[1][:] = self.layout.state(moment.states, 0)
            self.state[2][:] = self.layout.state(moment.states, 1)

    def moved(
        self, moment: Moment, steps: int, entered: int, order: Indices, state: State
    ) -> Moment:
        """The moment so many steps later, with the parameters and the state of the arrays, of which
        it has views, in an epoch so many later, which has this order.
        """
        count = len(moment.settings.optimization.optimizer.state)
        return replace(
            moment,
            step=moment.step + steps,
            epoch=moment.epoch + entered,
            batch=moment.batch + steps - entered * moment.batches,
            network=self.layout.network(state[0], moment.network),
            states=self.layout.states(list(state[1 : 1 + count]), moment.network),
            count=moment.count + steps,
            order=order,
        )

    def before_a_step(self, moment: Moment) -> Moment:
        """The same moment; at the end of an epoch that before the first step of the next."""
        if moment.batch < moment.batches:
            return moment
        return replace(moment, epoch=moment.epoch + 1, batch=0, order=self.next_order())

    def orders_of(self, moment: Moment, steps: int) -> list[Indices]:
        """The order of the moment's epoch and of those that so many steps enter."""
        entered = (moment.batch + steps - 1) // moment.batches
        return [moment.order, *(self.next_order() for _ in range(entered))]

    def next_order(self) -> Indices:
        return self.drawn.popleft() if self.drawn else next(self.orders)

    def chunk_steps(self, moment: Moment) -> int:
        """How many steps there are between two calls of `CheckCancelled`."""
        samples = len(moment.order)
        step = STEP_SECONDS + min(moment.batch_size, samples) * self.sample_seconds
        epoch = EPOCH_SECONDS + SHUFFLE_SECONDS * samples
        return max(1, int(CHUNK_SECONDS / (step + epoch / moment.batches)))

    def take(self, moment: Moment, data: Data, orders: list[Indices], steps: int) -> int:
        """Takes so many steps, up to one with a number that is not ordinary, and returns how many.
        If there are any, ``before`` is that before the last of them.
        """
        if steps > 1:
            copy(self.state, self.first)
        # The next call writes to the arrays.
        self.held = None
        settings = moment.settings
        order = np.concatenate(orders, dtype=np.int64)
        rates = rates_of(settings, moment, steps)
        corrections = corrections_of(settings.optimization, moment.count, steps)
        constants = constants_of(settings.optimization)

        def taken(wanted: int) -> int:
            return self.kernel.take_steps(
                self.layout.layers,
                self.layout.trained,
                (*self.loss, *numbers_of(settings.optimization)),
                self.state,
                self.before,
                self.gradients,
                self.work,
                data,
                order,
                len(moment.order),
                min(moment.batch * moment.batch_size, len(moment.order)),
                moment.batch_size,
                rates[:wanted],
                corrections,
                constants,
                penalties_of(settings),
            )

        found = taken(steps)
        if 0 < found < steps:
            # Again up to there, for what was before the last of them.
            copy(self.first, self.state)
            found = taken(found)
        return found


def read_data(inputs: Array, targets: Array) -> Data | None:
    """The samples as the kernel reads them; None if they are not ordinary."""
    if not all(np.abs(part).max() < LARGEST for part in (inputs, targets)):
        return None
    return (
        np.array(inputs, dtype=np.float64, order="C"),
        np.array(targets, dtype=np.float64, order="C"),
        targets.sum(axis=1, dtype=np.float64),
    )


def numbers_of(optimization: Optimization) -> tuple[int, int]:
    """The optimizer's number in the table, and of how many arrays its state is."""
    optimizer = optimization.optimizer
    return OPTIMIZER_NUMBERS[optimizer.name], len(optimizer.state)


def penalties_of(settings: Settings) -> tuple[float, float, float]:
    return float(settings.l1), float(settings.l2), float(settings.clip_norm or 0.0)


def copied(state: State) -> State:
    first, second, third = state
    return first.copy(), second.copy(), third.copy()


def copy(source: State, target: State) -> None:
    for old, new in zip(source, target, strict=True):
        new[:] = old


def rates_of(settings: Settings, moment: Moment, steps: int) -> Array:
    """The learning rate of each step from the moment's on, (steps,)."""
    if settings.schedule is SCHEDULES["constant"]:
        return np.full(steps, float(settings.learning_rate))
    numbers = range(moment.step, moment.step + steps)
    return np.array([settings.rate(step, moment.total_steps) for step in numbers], np.float64)


def corrections_of(optimization: Optimization, count: int, steps: int) -> tuple[Array, Array]:
    """c₁ and c₂ of each step after ``count`` of them, (steps,) each."""
    first, second = np.ones((2, steps))
    names = optimization.optimizer.corrected
    if names:
        counts = np.arange(count + 1, count + 1 + steps, dtype=np.float64)
        for found, name in zip((first, second), names, strict=False):
            found[:] = one_minus_power(optimization.hyperparameters[name], counts)
    return first, second


def constants_of(optimization: Optimization) -> tuple[float, float, float, float]:
    """The values of the hyperparameters but the learning rate, in their order, and zeros."""
    found = [
        float(optimization.hyperparameters[parameter.name])
        for parameter in optimization.optimizer.hyperparameters
        if parameter.name != "learning_rate"
    ]
    first, second, third, fourth = found + [0.0] * (4 - len(found))
    return first, second, third, fourth
