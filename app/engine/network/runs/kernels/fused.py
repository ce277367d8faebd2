"""Many mini-batch steps of a small network in one compiled function.

A block of samples goes through the network together, every layer's numbers units × samples, so that
the loops over samples are over vectors. The numbers are those of `step.one_step` but for rounding.

Needs numba; `choice` imports this once numba has compiled it or can load it.
"""

from collections.abc import Callable
from math import sqrt
from types import SimpleNamespace
from typing import Any

from numba import njit

from ... import exponential
from ...activations import ACTIVATIONS
from ...losses import LOSSES
from ...optimizers import OPTIMIZERS
from ..step import CLIP_EPSILON
from .layout import (
    ACTIVATION,
    BIASES,
    COLUMNS,
    FAN_IN,
    INPUTS,
    OUTPUTS,
    SOFTMAX,
    TRAINED,
    UNITS,
    WEIGHTS,
)
from .vectorized import inlined, lanes_of, onward, pointer

#: Samples that go through the network together; a multiple of the longest vector.
BLOCK = 32
#: Where a sum of squares is larger, or is none, the step is left to the readable engine: some
#: product of two numbers of the step may be too large for a float64.
LARGEST_SQUARES = 1e280

#: Sums may be taken in any order, which vectors need. Nothing is counted for the garbage collector:
#: no array is made.
FAST: dict[str, Any] = {
    "nogil": True,
    "_nrt": False,
    "error_model": "numpy",
    "fastmath": {"reassoc", "contract"},
}
#: The forms of the tables are computed as they are written.
AS_WRITTEN = FAST | {"fastmath": {"contract"}}
#: For what stands in one place: every call would cost as much as a small layer.
INLINED = {"forceinline": True}

# --- products, over the samples of a block --------------------------------------------------------


def products_of(count: int) -> SimpleNamespace:
    """The inner products of a layer for ``count`` samples at once; n is the distance of two rows of
    a block.
    """
    lanes = lanes_of(count)
    zero, spread, load, store = lanes.zero, lanes.spread, lanes.load, lanes.store
    add_product, total = lanes.add_product, lanes.total

    @njit(**FAST, **INLINED)
    def forward(p: Any, row: int, bias: int, fan_in: int, x: Any, n: int, z: Any) -> None:
        """z = Σ w x + b of one unit; ``row`` and ``bias`` are places in p, this −1 without one."""
        found = spread(p, bias) if bias >= 0 else zero()
        for i in range(fan_in):
            found = add_product(found, spread(p, row + i), load(x, i * n))
        store(z, 0, found)

    @njit(**FAST, **INLINED)
    def backward(p: Any, column: int, fan_in: int, units: int, d: Any, n: int, u: Any) -> None:
        """∂C/∂x = Σ w δ of one input, over the units that it goes to."""
        found = zero()
        for j in range(units):
            found = add_product(found, spread(p, column + j * fan_in), load(d, j * n))
        store(u, 0, found)

    @njit(**FAST, **INLINED)
    def product(d: Any, x: Any, s: int) -> float:
        """Σ δ x over the samples from the ``s``-th on."""
        return total(add_product(zero(), load(d, s), load(x, s)))

    @njit(**FAST, **INLINED)
    def summed(d: Any, s: int) -> float:
        """Σ δ over the samples from the ``s``-th on."""
        return total(load(d, s))

    return SimpleNamespace(forward=forward, backward=backward, product=product, summed=summed)


SIXTEEN, EIGHT, FOUR = map(products_of, (16, 8, 4))
forward16, backward16, product16 = SIXTEEN.forward, SIXTEEN.backward, SIXTEEN.product
forward8, backward8, product8 = EIGHT.forward, EIGHT.backward, EIGHT.product
forward4, backward4, product4 = FOUR.forward, FOUR.backward, FOUR.product
summed16, summed8, summed4 = SIXTEEN.summed, EIGHT.summed, FOUR.summed


@njit(**FAST)
def weighted_sums(layer: Any, p: Any, a: Any, z: Any, n: int) -> None:
    """z of a layer; n, here and below, is the samples of the block, a multiple of 4."""
    units, fan_in, row, bias = layer[UNITS], layer[FAN_IN], layer[WEIGHTS], layer[BIASES]
    inputs, to = onward(a, layer[INPUTS] * n), onward(z, layer[OUTPUTS] * n)
    for _ in range(units):
        s = 0
        while s + 16 <= n:
            forward16(p, row, bias, fan_in, onward(inputs, s), n, onward(to, s))
            s += 16
        if s + 8 <= n:
            forward8(p, row, bias, fan_in, onward(inputs, s), n, onward(to, s))
            s += 8
        if s < n:
            forward4(p, row, bias, fan_in, onward(inputs, s), n, onward(to, s))
        row += fan_in
        bias += 1 if bias >= 0 else 0
        to = onward(to, n)


@njit(**FAST)
def errors_back(layer: Any, p: Any, d: Any, n: int) -> None:
    """∂C/∂a of the layer before, from δ of this one; both are in ``d``."""
    units, fan_in, column = layer[UNITS], layer[FAN_IN], layer[WEIGHTS]
    to, outputs = onward(d, layer[INPUTS] * n), onward(d, layer[OUTPUTS] * n)
    for _ in range(fan_in):
        s = 0
        while s + 16 <= n:
            backward16(p, column, fan_in, units, onward(outputs, s), n, onward(to, s))
            s += 16
        if s + 8 <= n:
            backward8(p, column, fan_in, units, onward(outputs, s), n, onward(to, s))
            s += 8
        if s < n:
            backward4(p, column, fan_in, units, onward(outputs, s), n, onward(to, s))
        column += 1
        to = onward(to, n)


@njit(**FAST)
def add_gradients(layer: Any, g: Any, d: Any, a: Any, n: int) -> None:
    """Adds ∂C/∂W and ∂C/∂b of the block."""
    units, fan_in, place, bias = layer[UNITS], layer[FAN_IN], layer[WEIGHTS], layer[BIASES]
    delta = onward(d, layer[OUTPUTS] * n)
    for _ in range(units):
        x = onward(a, layer[INPUTS] * n)
        for _ in range(fan_in):
            found = 0.0
            s = 0
            while s + 16 <= n:
                found += product16(delta, x, s)
                s += 16
            if s + 8 <= n:
                found += product8(delta, x, s)
                s += 8
            if s < n:
                found += product4(delta, x, s)
            g[place] += found
            place += 1
            x = onward(x, n)
        if bias >= 0:
            found = 0.0
            s = 0
            while s + 16 <= n:
                found += summed16(delta, s)
                s += 16
            if s + 8 <= n:
                found += summed8(delta, s)
                s += 8
            if s < n:
                found += summed4(delta, s)
            g[bias] += found
            bias += 1
        delta = onward(delta, n)


# --- entries of the tables, chosen by number ------------------------------------------------------
#
# A chain of functions: each knows one entry, and leaves the others to the next. The loop over the
# numbers is inside, so that it is one over vectors.


def chain(table: dict[str, Any], link: Callable[[int, Any, Any], Any]) -> Any:
    """One function for all entries that have a scalar form."""

    @njit(**AS_WRITTEN, **INLINED)
    def nothing(*arguments: Any) -> None:
        pass

    found = nothing
    for number, entry in enumerate(table.values()):
        if entry.scalar is not None:
            found = link(number, inlined(entry.scalar), found)
    return found


def link_activation(own: int, scalar: Any, others: Any) -> Any:
    @njit(**AS_WRITTEN, **INLINED)
    def chosen(number: int, z: Any, a: Any, slopes: Any, count: int) -> None:
        if number == own:
            for i in range(count):
                a[i], slopes[i] = scalar(z[i])
        else:
            others(number, z, a, slopes, count)

    return chosen


def link_loss(own: int, scalar: Any, others: Any) -> Any:
    @njit(**AS_WRITTEN, **INLINED)
    def chosen(
        number: int,
        z: Any,
        a: Any,
        slopes: Any,
        t: Any,
        totals: Any,
        outputs: float,
        d: Any,
        n: int,
    ) -> None:
        if number == own:
            for s in range(n):
                d[s] = scalar(z[s], a[s], slopes[s], t[s], totals[s], outputs)
        else:
            others(number, z, a, slopes, t, totals, outputs, d, n)

    return chosen


def link_optimizer(own: int, scalar: Any, others: Any) -> Any:
    @njit(**AS_WRITTEN, **INLINED)
    def chosen(
        number: int,
        p: Any,
        g: Any,
        u: Any,
        v: Any,
        rate: float,
        c1: float,
        c2: float,
        constants: Any,
        count: int,
    ) -> None:
        if number == own:
            for i in range(count):
                p[i], u[i], v[i] = scalar(p[i], g[i], u[i], v[i], rate, c1, c2, constants)
        else:
            others(number, p, g, u, v, rate, c1, c2, constants, count)

    return chosen


activate_entry = chain(ACTIVATIONS, link_activation)
loss_entry = chain(LOSSES, link_loss)
optimizer_entry = chain(OPTIMIZERS, link_optimizer)


@njit(**AS_WRITTEN)
def activate(number: int, z: Any, a: Any, slopes: Any, count: int) -> None:
    activate_entry(number, z, a, slopes, count)


@njit(**AS_WRITTEN)
def output_errors(
    number: int, z: Any, a: Any, slopes: Any, t: Any, totals: Any, outputs: float, d: Any, n: int
) -> None:
    loss_entry(number, z, a, slopes, t, totals, outputs, d, n)


@njit(**AS_WRITTEN)
def optimize(
    number: int,
    p: Any,
    g: Any,
    u: Any,
    v: Any,
    rate: float,
    c1: float,
    c2: float,
    constants: Any,
    count: int,
) -> None:
    optimizer_entry(number, p, g, u, v, rate, c1, c2, constants, count)


# --- softmax --------------------------------------------------------------------------------------


@njit(**AS_WRITTEN)
def softmax(z: Any, a: Any, rest: Any, units: int, n: int) -> None:
    """a_j and 1 − a_j, each with all its digits; all of them units × n."""
    for s in range(n):
        top = z[s]
        for j in range(1, units):
            top = max(top, z[j * n + s])
        for j in range(units):
            a[j * n + s] = z[j * n + s] - top
    for i in range(units * n):
        a[i] = exponential.exp(a[i])
    for s in range(n):
        largest = 0
        while largest < units - 1 and a[largest * n + s] != 1:
            largest += 1
        others = 0.0
        for j in range(units):
            if j != largest:
                others += a[j * n + s]
        total = a[largest * n + s] + others
        for j in range(units):
            e = a[j * n + s]
            rest[j * n + s] = (others if j == largest else total - e) / total
            a[j * n + s] = e / total


@njit(**AS_WRITTEN)
def softmax_errors(a: Any, d: Any, units: int, n: int) -> None:
    """δ in place of ∂C/∂a, as `activations.softmax_pull_back`."""
    for s in range(n):
        largest = 0
        for j in range(1, units):
            if a[j * n + s] > a[largest * n + s]:
                largest = j
        shift = d[largest * n + s]
        mean = 0.0
        for j in range(units):
            mean += a[j * n + s] * (d[j * n + s] - shift)
        for j in range(units):
            d[j * n + s] = a[j * n + s] * ((d[j * n + s] - shift) - mean)


# --- a step ---------------------------------------------------------------------------------------

four = lanes_of(4)
zero4, load4, store4, add_product4 = four.zero, four.load, four.store, four.add_product
total4 = four.total


@njit(**FAST, **INLINED)
def squares(x: Any, count: int) -> float:
    """Σ x²; the count, here and below, is a multiple of 4."""
    found = zero4()
    for i in range(0, count, 4):
        found = add_product4(found, load4(x, i), load4(x, i))
    return total4(found)


@njit(**FAST, **INLINED)
def copy(source: Any, target: Any, count: int) -> None:
    for i in range(0, count, 4):
        store4(target, i, load4(source, i))


@njit(**FAST, **INLINED)
def times(d: Any, slopes: Any, count: int) -> None:
    for i in range(0, count, 4):
        store4(d, i, add_product4(zero4(), load4(d, i), load4(slopes, i)))


@njit(**FAST, **INLINED)
def pointers(work: Any) -> Any:
    """To the arrays of a block: a, z, f'(z) and δ, rows × n, the targets and their sums."""
    return (
        pointer(work[0]),
        pointer(work[1]),
        pointer(work[2]),
        pointer(work[3]),
        pointer(work[4]),
        pointer(work[5]),
    )


@njit(**FAST)
def gather(
    data: Any, sizes: Any, samples: Any, taken: int, n: int, a: Any, t: Any, totals: Any
) -> None:
    """The inputs and targets of the samples, and the sums of these. What is too much in a vector
    repeats the first sample.
    """
    inputs, targets, sums = data
    features, outputs = sizes
    for s in range(n):
        sample = samples[s if s < taken else 0]
        for i in range(features):
            a[i * n + s] = inputs[sample * features + i]
        for k in range(outputs):
            t[k * n + s] = targets[sample * outputs + k]
        totals[s] = sums[sample]


@njit(**FAST, **INLINED)
def forward_block(layers: Any, depth: int, p: Any, a: Any, z: Any, slopes: Any, n: int) -> None:
    """z, a and f'(z) of every layer, from the inputs in ``a``."""
    for number in range(depth):
        layer = onward(layers, number * COLUMNS)
        weighted_sums(layer, p, a, z, n)
        first, units = layer[OUTPUTS] * n, layer[UNITS]
        if layer[ACTIVATION] == SOFTMAX:
            softmax(onward(z, first), onward(a, first), onward(slopes, first), units, n)
        else:
            activate(
                layer[ACTIVATION],
                onward(z, first),
                onward(a, first),
                onward(slopes, first),
                units * n,
            )


@njit(**FAST, **INLINED)
def add_block(
    layers: Any,
    depth: int,
    sizes: Any,
    loss: int,
    fused: bool,
    p: Any,
    g: Any,
    work: Any,
    data: Any,
    samples: Any,
    taken: int,
    weight: float,
) -> float:
    """Adds the gradient of the ``taken`` samples, each with the ``weight`` 1/N; returns a sum of
    squares that is large, or none, if a number of the passes is. ``fused``: does the loss give δ?
    """
    a, z, slopes, d, t, totals = work
    features, outputs = sizes
    n = (taken + 3) // 4 * 4
    gather(data, sizes, samples, taken, n, a, t, totals)
    forward_block(layers, depth, p, a, z, slopes, n)
    last = layers[(depth - 1) * COLUMNS + OUTPUTS] * n
    for k in range(outputs):
        at = last + k * n
        output_errors(
            loss,
            onward(z, at),
            onward(a, at),
            onward(slopes, at),
            onward(t, k * n),
            totals,
            float(outputs),
            onward(d, at),
            n,
        )
        for s in range(n):
            d[at + s] = d[at + s] * weight if s < taken else 0.0
    for number in range(depth - 1, -1, -1):
        layer = onward(layers, number * COLUMNS)
        first, units = layer[OUTPUTS] * n, layer[UNITS]
        if not (fused and number == depth - 1):
            if layer[ACTIVATION] == SOFTMAX:
                softmax_errors(onward(a, first), onward(d, first), units, n)
            else:
                times(onward(d, first), onward(slopes, first), units * n)
        add_gradients(layer, g, d, a, n)
        if number > 0:
            errors_back(layer, p, d, n)
    first = features * n
    count = last + outputs * n - first
    return squares(onward(z, first), count) + squares(onward(d, first), count)


@njit(**FAST)
def penalize(layers: Any, depth: int, p: Any, g: Any, l1: float, l2: float) -> None:
    """As `step.penalized`."""
    for number in range(depth):
        layer = onward(layers, number * COLUMNS)
        if layer[TRAINED] > 0:
            for i in range(layer[WEIGHTS], layer[WEIGHTS] + layer[UNITS] * layer[FAN_IN]):
                sign = 1.0 if p[i] > 0 else (-1.0 if p[i] < 0 else 0.0)
                g[i] += l2 * p[i] + l1 * sign


@njit(**FAST)
def clip(layers: Any, depth: int, g: Any, count: int, clip_norm: float) -> bool:
    """As `step.clipped`; whether the norm can be taken so."""
    found = 0.0
    for number in range(depth):
        layer = onward(layers, number * COLUMNS)
        for i in range(layer[WEIGHTS], layer[WEIGHTS] + layer[TRAINED]):
            found += g[i] * g[i]
    scale = clip_norm / (sqrt(found) + CLIP_EPSILON)
    if scale < 1:
        for i in range(count):
            g[i] *= scale
    return found < LARGEST_SQUARES


@njit(**FAST, cache=True)
def take_steps(
    layers: Any,
    trained: Any,
    numbers: Any,
    state: Any,
    before: Any,
    gradients: Any,
    work: Any,
    data: Any,
    order: Any,
    samples: int,
    place: int,
    batch_size: int,
    rates: Any,
    corrections: Any,
    constants: Any,
    penalties: Any,
) -> int:
    """Takes a step for each of the ``rates``, in place, and returns how many. It stops before a
    step some number of which is not ordinary.

    ``order`` has the samples of whole epochs, so many ``samples`` in each; ``place`` is where the
    first step begins. ``before`` gets
    the parameters and the optimizer's state before the last step; after a stop it is not defined.
    """
    loss, fused, optimizer, parts = numbers
    l1, l2, clip_norm = penalties
    depth, count = len(layers), len(gradients)
    sizes = data[0].shape[1], data[1].shape[1]
    p, u, v = pointer(state[0]), pointer(state[1]), pointer(state[2])
    old_p, old_u, old_v = pointer(before[0]), pointer(before[1]), pointer(before[2])
    g, layer_numbers, arrays = pointer(gradients), pointer(layers), pointers(work)
    sets = pointer(data[0]), pointer(data[1]), pointer(data[2])
    every, ranges = pointer(order), pointer(trained)
    first_rate, first_c1, first_c2 = (
        pointer(rates),
        pointer(corrections[0]),
        pointer(corrections[1]),
    )
    epoch_end = place - place % samples + samples
    for step in range(len(rates)):
        end = min(place + batch_size, epoch_end)
        weight = 1 / (end - place)
        copy(p, old_p, count)
        if parts > 0:
            copy(u, old_u, count)
        if parts > 1:
            copy(v, old_v, count)
        for i in range(0, count, 4):
            store4(g, i, zero4())
        size = 0.0
        for begin in range(place, end, BLOCK):
            size += add_block(
                layer_numbers,
                depth,
                sizes,
                loss,
                fused,
                p,
                g,
                arrays,
                sets,
                onward(every, begin),
                min(BLOCK, end - begin),
                weight,
            )
        done = size < LARGEST_SQUARES
        if done:
            if l1 > 0 or l2 > 0:
                penalize(layer_numbers, depth, p, g, l1, l2)
            if clip_norm > 0:
                done = clip(layer_numbers, depth, g, count, clip_norm)
        if done:
            for part in range(len(trained)):
                first = ranges[2 * part]
                optimize(
                    optimizer,
                    onward(p, first),
                    onward(g, first),
                    onward(u, first),
                    onward(v, first),
                    first_rate[step],
                    first_c1[step],
                    first_c2[step],
                    constants,
                    ranges[2 * part + 1] - first,
                )
            size = squares(p, count)
            if parts > 0:
                size += squares(u, count)
            if parts > 1:
                size += squares(v, count)
            done = size < LARGEST_SQUARES
        if not done:
            copy(old_p, p, count)
            if parts > 0:
                copy(old_u, u, count)
            if parts > 1:
                copy(old_v, v, count)
            return step
        place = end
        if end == epoch_end:
            epoch_end += samples
    return len(rates)
