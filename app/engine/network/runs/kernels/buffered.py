"""The steps of a training run by BLAS into buffers that are kept, for networks whose time goes into
products of matrices.

It is the mathematics of `one_step` on other arrays. The weights and biases of a layer are one
matrix, units × (fan-in + 1), and its input has a last column of ones, so that one product gives z,
and one all of its gradients. The parameters lie in one array, and so do their gradients and each
array of the optimizer's state. They are changed in place.

Activations and the errors of the output are computed by the compiled kernel where it is there and
has a form of them.

Numbers are not looked at one by one: where a sum of squares leaves the ordinary range, the step is
taken by the readable engine instead, which names what overflows, if anything does. That depends on
the numbers of the step alone, so that a run does not depend on where its frames cut it.
"""

from dataclasses import dataclass

import numpy as np

from ....arrays import Array
from ....cancellation import Cancelled, CheckCancelled, always
from ...activations import Activation
from ...backprop import sample_scale
from ...network import Layer, Network
from ...optimizers import OUTWEIGHING_EPSILON, State
from ...overflow import Overflow
from ...training import Optimization, States
from ..advance import Stretch, advance, known, later
from ..epochs import batch_of
from ..moment import Moment
from ..plan import Plan, Settings
from ..step import clip_scale, optimization_at, with_penalties
from .fused_run import Compiled
from .layout import SOFTMAX, activation_number, loss_numbers

#: Where the squares of an array add up to less, its entries are below 1e50. Of such z, a, δ and t
#: no loss, gradient or number inside an optimizer is near the largest float64.
ORDINARY = 1e100
#: Such gradients lead to smaller parameters and numbers in an optimizer's state, whatever the
#: number of steps.
ORDINARY_STATE = 1e250
#: So many parameters are updated at once: what an optimizer's step computes on its way then stays
#: in the processor's cache.
BLOCK = 16_384
#: After so many steps at most the state is kept, to take the steps from there once more if one of
#: them is not ordinary.
CHUNK = 64


class Unordinary(Exception):
    """A number of a step is large, infinite or NaN, so that it has to be looked at closely."""


def takes(plan: Plan) -> bool:
    """Every network that learns with all of its parameters."""
    return all(layer.frozen == "none" for layer in plan.network.layers)


class Buffered:
    """An `Advance` that keeps its buffers between the calls."""

    def __init__(self, network: Network, kernel: Compiled | None = None) -> None:
        self.layers, self.loss = network.layers, network.loss
        self.kernel = kernel
        #: Of each layer the number of its activation, where the kernel has a form of it that is
        #: for one number, and of the output and the loss.
        self.activations: list[int | None] = [None] * len(network.layers)
        self.output: tuple[int, int, bool] | None = None
        if kernel is not None:
            self.activations = [scalar_number(layer.activation) for layer in network.layers]
            self.output = output_numbers(network)
        self.now = Parameters(network, 0)
        #: What ``now`` has the numbers of.
        self.held: tuple[Network, States] | None = None
        self.gradients = Gradients(network)
        self.samples: Samples | None = None
        self.batches: dict[int, BatchBuffers] = {}

    def __call__(self, moment: Moment, until: int, check_cancelled: CheckCancelled) -> Stretch:
        reached: Moment = moment
        before: Moment | None = None
        while reached.step < until:
            wanted = min(until - reached.step, CHUNK)
            taken, cancelled = self.steps(reached, wanted, check_cancelled)
            if taken < wanted:
                # The buffers may be in the middle of a step.
                self.held = None
                self.steps(reached, taken, always)
            if taken:
                before, reached = self.moments(reached, taken)
            if cancelled is not None:
                return Stretch(reached, known(before), cancelled)
            if taken < wanted:
                found = advance(reached, reached.step + 1, check_cancelled)
                before, reached = found.before or before, found.moment
                if found.ended is not None:
                    return Stretch(reached, known(before), found.ended)
        return Stretch(reached, known(before), None)

    def steps(
        self, moment: Moment, wanted: int, check_cancelled: CheckCancelled
    ) -> tuple[int, Cancelled | None]:
        """How many steps from the moment's on have been taken: those that are ``wanted``, if they
        have none but ordinary numbers. Then ``now`` has their outcome, and ``before`` that of all
        but the last.
        """
        taken = 0
        try:
            with np.errstate(all="ignore"):
                samples = self.prepared(moment)
                while taken < wanted:
                    check_cancelled()
                    if 1 < wanted == taken + 1:
                        self.before = self.now.written(moment.network)
                    self.step(moment, taken, samples)
                    taken += 1
        except (Unordinary, Overflow):
            return taken, None
        except Cancelled as cancelled:
            return taken, cancelled
        return taken, None

    def moments(self, moment: Moment, taken: int) -> tuple[Moment, Moment]:
        """The moments ``taken`` − 1 and ``taken`` steps later, which `steps` has reached."""
        self.held = self.now.written(moment.network)
        before = later(moment, taken - 1, self.before) if taken > 1 else moment
        return before, later(moment, taken, self.held)

    def prepared(self, moment: Moment) -> "Samples":
        """The samples of the moment, once ``now`` has its numbers. Raises `Unordinary`."""
        chosen = moment.settings.optimization
        if chosen.optimizer.squares and chosen.hyperparameters["epsilon"] < OUTWEIGHING_EPSILON:
            raise Unordinary
        if self.samples is None or not self.samples.are_of(moment):
            self.samples = Samples.of(moment)
        held = self.held
        if held is None or held[0] is not moment.network or held[1] is not moment.states:
            states = len(chosen.optimizer.state)
            if len(self.now.states) != states:
                self.now = Parameters(moment.network, states)
            self.now.read(moment.network, moment.states)
        self.held = None
        return self.samples

    def step(self, moment: Moment, taken: int, samples: "Samples") -> None:
        """The step ``taken`` steps after the moment's, in place. Raises `Unordinary`, with ``now``
        in the middle of it.
        """
        settings = moment.settings
        batch = batch_of(moment.order, moment.batch + taken, moment.batch_size)
        at = self.batches.get(len(batch))
        if at is None:
            at = self.batches[len(batch)] = BatchBuffers(self.layers, len(batch), samples)
        np.take(samples.inputs, batch, axis=0, out=at.signals[0], mode="clip")
        np.take(samples.targets, batch, axis=0, out=at.targets, mode="clip")
        squares = self.forward(at)
        rate = settings.rate(moment.step + taken, moment.total_steps)
        chosen = optimization_at(settings, rate)
        squares += self.backward(at, settings, chosen, moment.count + taken + 1)
        if not squares < ORDINARY:
            raise Unordinary

    def forward(self, at: "BatchBuffers") -> float:
        """The sum of all z². Computes z, and a but of the output."""
        last = len(self.layers) - 1
        for index, layer in enumerate(self.layers):
            z, number = at.pre_activations[index], self.activations[index]
            np.matmul(at.signals[index], self.now.matrices[index].T, out=z)
            if index == last:
                break
            if self.kernel is not None and number is not None:
                self.kernel.activate_layer(number, z, at.signals[index + 1], at.slopes[index])
            else:
                at.activations[index][...] = layer.activation.function(z)
        return float(at.all_pre_activations.dot(at.all_pre_activations))

    def backward(
        self,
        at: "BatchBuffers",
        settings: Settings,
        chosen: Optimization,
        count: int,
    ) -> float:
        """Updates every layer once the layer before has what it needs of the old weights, and all
        at the end where the gradient is clipped. The sum of all δ².
        """
        clip_norm, squares = settings.clip_norm, 0.0
        gradients = self.gradients.all_matrices if clip_norm else self.gradients.matrices
        deltas = self.output_deltas(at)
        for index in range(len(self.layers) - 1, -1, -1):
            flat = deltas.ravel(order="K")
            squares += flat.dot(flat)
            np.matmul(deltas.T, at.signals[index], out=gradients[index])
            weights = self.now.weights[index]
            if index:
                np.matmul(deltas, weights, out=at.upstream[index])
            if settings.l1 or settings.l2:
                part = gradients[index][:, : weights.shape[1]]
                part[...] = with_penalties(part, weights, settings.l1, settings.l2)
            if clip_norm is None:
                self.update(index, gradients[index], chosen, count)
            if index:
                deltas = self.deltas(at, index - 1, at.upstream[index])
        if clip_norm is not None:
            scale = clip_scale([self.gradients.flat], clip_norm)
            if scale < 1:
                self.gradients.flat *= scale
            for index, gradient in enumerate(gradients):
                self.update(index, gradient, chosen, count)
        return squares

    def deltas(self, at: "BatchBuffers", index: int, upstream: Array) -> Array:
        """δ of a layer, batch × units, from ∂C/∂a, whose place it may take."""
        if self.activations[index] is not None:
            return np.multiply(upstream, at.slopes[index], out=upstream)
        z, a = at.pre_activations[index], at.activations[index]
        return self.layers[index].activation.pull_back(z, a, upstream)

    def output_deltas(self, at: "BatchBuffers") -> Array:
        """δ of the output layer, batch × units."""
        z, targets = at.pre_activations[-1], at.targets
        if self.kernel is not None and self.output is not None:
            self.kernel.output_layer(*self.output, z, targets, at.room, at.deltas)
            return at.deltas
        a = self.layers[-1].activation.function(z)
        loss, scale = self.loss, sample_scale(len(z), "mean")
        if loss.delta is not None:
            return scale * loss.delta(z, a, targets)
        upstream = scale * loss.gradient(z, a, targets)
        return self.layers[-1].activation.pull_back(z, a, upstream)

    def update(self, index: int, gradients: Array, chosen: Optimization, count: int) -> None:
        """Updates a layer along its ``gradients``, units × (fan-in + 1)."""
        optimizer, hyperparameters = chosen.optimizer, chosen.hyperparameters
        if optimizer.in_place is not None:
            optimizer.in_place(self.now.matrices[index], gradients, hyperparameters)
            return
        flat = gradients.ravel()
        for place, parameters, state in self.now.blocks[index]:
            new, new_state = optimizer.step(parameters, flat[place], state, count, hyperparameters)
            parameters[...] = new
            for array, values in zip(state, new_state, strict=True):
                array[...] = values


def scalar_number(activation: Activation) -> int | None:
    """The number of an activation that the kernel has in a form for one number."""
    number = activation_number(activation)
    return None if number == SOFTMAX else number


def output_numbers(network: Network) -> tuple[int, int, bool] | None:
    """The numbers of the output's activation and of the loss, and whether this gives δ; None where
    one of them has no form for the kernel.
    """
    number = activation_number(network.layers[-1].activation)
    if network.loss.scalar is None or number is None:
        return None
    return number, *loss_numbers(network.loss)


class Parameters:
    """The parameters of a network and the optimizer's state, so many arrays of the same size.

    ``flat`` is (parameters,). Its views: ``matrices`` of each layer, units × (fan-in + 1), units ×
    fan-in without biases; ``weights``, units × fan-in; ``blocks``, for each layer its place in the
    layer's part of ``flat``, with the block itself and that of the state.
    """

    def __init__(self, network: Network, states: int) -> None:
        self.flat = np.empty(network.parameters)
        self.states = [np.empty(network.parameters) for _ in range(states)]
        self.matrices = matrices(network, self.flat)
        self.weights = [
            matrix[:, : layer.fan_in]
            for layer, matrix in zip(network.layers, self.matrices, strict=True)
        ]
        of_states = [matrices(network, array) for array in self.states]
        self.blocks: list[list[tuple[slice, Array, State]]] = []
        for index, matrix in enumerate(self.matrices):
            flat, state = matrix.ravel(), [each[index].ravel() for each in of_states]
            places = [slice(k, k + BLOCK) for k in range(0, len(flat), BLOCK)]
            self.blocks.append(
                [(place, flat[place], tuple(array[place] for array in state)) for place in places]
            )

    def read(self, network: Network, states: States) -> None:
        """Takes over numbers. Raises `Unordinary`."""
        for matrix, layer in zip(self.matrices, network.layers, strict=True):
            write(matrix, layer.weights, layer.biases)
        for number, array in enumerate(self.states):
            for matrix, (of_weights, of_biases) in zip(
                matrices(network, array), states, strict=True
            ):
                biases = None if of_biases is None else of_biases[number]
                write(matrix, of_weights[number], biases)
        if not all(np.abs(array).max() < ORDINARY_STATE for array in (self.flat, *self.states)):
            raise Unordinary

    def written(self, network: Network) -> tuple[Network, States]:
        """The numbers as the network and the state of the readable engine, in arrays of theirs."""
        layers = tuple(
            Layer(layer.activation, *split(layer, matrix), layer.frozen)
            for layer, matrix in zip(network.layers, self.matrices, strict=True)
        )
        of_states = [matrices(network, array) for array in self.states]
        states: list[tuple[State, State | None]] = []
        for index, layer in enumerate(network.layers):
            parts = [split(layer, each[index]) for each in of_states]
            weights = tuple(part for part, _ in parts)
            biases = tuple(part for _, part in parts if part is not None)
            states.append((weights, None if layer.biases is None else biases))
        return Network(network.inputs, layers, network.loss), tuple(states)


class Gradients:
    """Room for the gradients: ``matrices`` of one layer at a time, as of `Parameters`, all in the
    same place, so that they stay in the cache; ``all_matrices`` of all layers in ``flat``.
    """

    def __init__(self, network: Network) -> None:
        self.flat = np.empty(network.parameters)
        self.all_matrices = matrices(network, self.flat)
        self.matrices = [self.flat[: each.size].reshape(each.shape) for each in self.all_matrices]


def matrices(network: Network, flat: Array) -> list[Array]:
    """Of every layer its part of ``flat``, (parameters,), as weights and biases side by side."""
    found, start = [], 0
    for layer in network.layers:
        columns = layer.fan_in + (layer.biases is not None)
        end = start + layer.units * columns
        found.append(flat[start:end].reshape(layer.units, columns))
        start = end
    return found


def write(matrix: Array, weights: Array, biases: Array | None) -> None:
    """Weights, units × fan-in, and biases into the ``matrix`` of a layer."""
    matrix[:, : weights.shape[1]] = weights
    if biases is not None:
        matrix[:, -1] = biases


def split(layer: Layer, matrix: Array) -> tuple[Array, Array | None]:
    """Copies of what `write` has written."""
    return matrix[:, : layer.fan_in].copy(), None if layer.biases is None else matrix[:, -1].copy()


@dataclass(frozen=True)
class Samples:
    """All samples of a moment: ``inputs`` has a last column of ones if the first layer has biases.

    ``sources`` are the moment's own arrays.
    """

    inputs: Array
    targets: Array
    sources: tuple[Array, Array]

    @classmethod
    def of(cls, moment: Moment) -> "Samples":
        """Raises `Unordinary`."""
        inputs, targets = moment.inputs, moment.targets
        if not all(flat.dot(flat) < ORDINARY for flat in (inputs.ravel(), targets.ravel())):
            raise Unordinary
        sources = inputs, targets
        if moment.network.layers[0].biases is not None:
            inputs = np.column_stack([inputs, np.ones(len(inputs))])
        return cls(np.ascontiguousarray(inputs), np.ascontiguousarray(targets), sources)

    def are_of(self, moment: Moment) -> bool:
        return self.sources[0] is moment.inputs and self.sources[1] is moment.targets


class BatchBuffers:
    """What a step computes, for batches of one size.

    ``targets`` is batch × outputs. Of every layer: ``signals``, its input, batch × (fan-in + 1),
    and ``upstream``, ∂C/∂a of that, batch × fan-in, all in the same place; ``pre_activations`` and
    ``slopes``, batch × units, and ``activations``, its part of the next layer's input. ``deltas``
    and ``room`` are for the compiled function of the output.
    """

    def __init__(self, layers: tuple[Layer, ...], batch: int, samples: Samples) -> None:
        self.targets = np.empty((batch, samples.targets.shape[1]))
        self.signals = [np.empty((batch, samples.inputs.shape[1]))]
        self.signals += [
            np.ones((batch, layer.fan_in + (layer.biases is not None))) for layer in layers[1:]
        ]
        self.activations = [
            signal[:, : layer.fan_in]
            for layer, signal in zip(layers[1:], self.signals[1:], strict=True)
        ]
        room = np.empty(batch * max(layer.fan_in for layer in layers))
        self.upstream = [
            room[: batch * layer.fan_in].reshape(batch, layer.fan_in) for layer in layers
        ]
        ends = np.cumsum([layer.units for layer in layers]) * batch
        self.all_pre_activations = np.empty(ends[-1])
        self.pre_activations = [
            part.reshape(batch, -1) for part in np.split(self.all_pre_activations, ends[:-1])
        ]
        self.slopes = [np.empty((batch, layer.units)) for layer in layers]
        self.deltas = np.empty((batch, layers[-1].units))
        #: z, a, f'(z), t and δ, units × batch, and Σt.
        self.room = tuple(np.empty(batch * layers[-1].units) for _ in range(6))
