"""What a frame shows of a small network, in compiled functions: `measures` once more, but for the
loss and the score, from the same passes as the steps of `fused`.

A number that is not ordinary is left to the readable engine: then the functions say so, and what
they have written is not to be used.
"""

from math import sqrt
from typing import Any

from numba import njit

from .fused import (
    BLOCK,
    FAST,
    INLINED,
    LARGEST_SQUARES,
    add_block,
    clip,
    copy,
    forward_block,
    gather,
    optimize,
    penalize,
    pointers,
    squares,
)
from .layout import BIASES, COLUMNS, FAN_IN, OUTPUTS, UNITS, WEIGHTS
from .vectorized import lanes_of, onward, pointer

#: Where a sum of squares is smaller, and not 0, some of the squares may have left the normal
#: numbers.
SMALLEST_SQUARES = 1e-280

four = lanes_of(4)
zero4, store4 = four.zero, four.store


@njit(**FAST, **INLINED)
def count_flat(
    slopes: Any, units: int, n: int, taken: int, flat: float, dead: float, alive: Any
) -> int:
    """How many slopes of the samples are smaller than ``flat``; marks the units that have one of
    the size of ``dead`` or more.
    """
    found = 0
    for j in range(units):
        steepest = 0.0
        for s in range(taken):
            slope = abs(slopes[j * n + s])
            found += 1 if slope < flat else 0
            steepest = max(steepest, slope)
        if steepest >= dead:
            alive[j] = 1
    return found


@njit(**FAST, cache=True)
def measure_set(
    layers: Any,
    state: Any,
    work: Any,
    data: Any,
    order: Any,
    outcome: Any,
    thresholds: Any,
    flat: Any,
    alive: Any,
) -> bool:
    """Evaluates the network for the samples of the ``order``.

    ``outcome`` gets z and a of the last layer, each samples × outputs. ``thresholds`` has two
    numbers of each layer: ``flat`` counts its slopes below the first, and ``alive``, of every unit,
    gets 1 where some slope is not below the second. With no thresholds nothing is counted.
    """
    depth, samples = len(layers), len(order)
    outputs = data[1].shape[1]
    sizes = data[0].shape[1], outputs
    p, layer_numbers, arrays = pointer(state[0]), pointer(layers), pointers(work)
    a, z, slopes, _, t, totals = arrays
    sets = pointer(data[0]), pointer(data[1]), pointer(data[2])
    every, marks, bounds = pointer(order), pointer(alive), pointer(thresholds)
    last_z, last_a = pointer(outcome[0]), pointer(outcome[1])
    first_row = sizes[0]
    found = 0.0
    for begin in range(0, samples, BLOCK):
        taken = min(BLOCK, samples - begin)
        n = (taken + 3) // 4 * 4
        gather(sets, sizes, onward(every, begin), taken, n, a, t, totals)
        forward_block(layer_numbers, depth, p, a, z, slopes, n)
        last = layers[depth - 1, OUTPUTS] * n
        for s in range(taken):
            for k in range(outputs):
                last_z[(begin + s) * outputs + k] = z[last + k * n + s]
                last_a[(begin + s) * outputs + k] = a[last + k * n + s]
        first = first_row * n
        found += squares(onward(z, first), last + outputs * n - first)
        for number in range(len(thresholds)):
            row = layers[number, OUTPUTS]
            flat[number] += count_flat(
                onward(slopes, row * n),
                layers[number, UNITS],
                n,
                taken,
                bounds[2 * number],
                bounds[2 * number + 1],
                onward(marks, row - first_row),
            )
    return found < LARGEST_SQUARES


@njit(**FAST, **INLINED)
def is_ordinary(found: float) -> bool:
    """Can the root of this sum of squares be taken as it is?"""
    return found == 0 or SMALLEST_SQUARES < found < LARGEST_SQUARES


@njit(**FAST, cache=True)
def measure_step(
    layers: Any,
    trained: Any,
    numbers: Any,
    state: Any,
    after: Any,
    gradients: Any,
    work: Any,
    data: Any,
    batch: Any,
    rate: float,
    corrections: Any,
    constants: Any,
    penalties: Any,
    norms: Any,
    ratios: Any,
) -> bool:
    """The norm of each layer's gradient for the samples of the ``batch``, without penalties and not
    clipped, and what part of the norm of its weights their change is, −1 where they are all 0.

    ``state`` is not changed; ``after`` gets what the step leads to.
    """
    loss, fused, optimizer, parts = numbers
    l1, l2, clip_norm = penalties
    depth, count = len(layers), len(gradients)
    sizes = data[0].shape[1], data[1].shape[1]
    old, p, u, v = pointer(state[0]), pointer(after[0]), pointer(after[1]), pointer(after[2])
    g, layer_numbers, arrays = pointer(gradients), pointer(layers), pointers(work)
    sets = pointer(data[0]), pointer(data[1]), pointer(data[2])
    every, ranges = pointer(batch), pointer(trained)
    copy(old, p, count)
    if parts > 0:
        copy(pointer(state[1]), u, count)
    if parts > 1:
        copy(pointer(state[2]), v, count)
    for i in range(0, count, 4):
        store4(g, i, zero4())
    size = 0.0
    for begin in range(0, len(batch), BLOCK):
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
            min(BLOCK, len(batch) - begin),
            1 / len(batch),
        )
    if not size < LARGEST_SQUARES:
        return False
    for number in range(depth):
        layer = onward(layer_numbers, number * COLUMNS)
        end = layer[WEIGHTS] + layer[UNITS] * layer[FAN_IN]
        if layer[BIASES] >= 0:
            end += layer[UNITS]
        found = 0.0
        for i in range(layer[WEIGHTS], end):
            found += g[i] * g[i]
        if not is_ordinary(found):
            return False
        norms[number] = sqrt(found)
    if l1 > 0 or l2 > 0:
        penalize(layer_numbers, depth, p, g, l1, l2)
    if clip_norm > 0 and not clip(layer_numbers, depth, g, count, clip_norm):
        return False
    for part in range(len(trained)):
        first = ranges[2 * part]
        optimize(
            optimizer,
            onward(p, first),
            onward(g, first),
            onward(u, first),
            onward(v, first),
            rate,
            corrections[0],
            corrections[1],
            constants,
            ranges[2 * part + 1] - first,
        )
    size = squares(p, count)
    if parts > 0:
        size += squares(u, count)
    if parts > 1:
        size += squares(v, count)
    if not size < LARGEST_SQUARES:
        return False
    for number in range(depth):
        layer = onward(layer_numbers, number * COLUMNS)
        change, whole = 0.0, 0.0
        for i in range(layer[WEIGHTS], layer[WEIGHTS] + layer[UNITS] * layer[FAN_IN]):
            change += (p[i] - old[i]) * (p[i] - old[i])
            whole += old[i] * old[i]
        if not (is_ordinary(change) and is_ordinary(whole)):
            return False
        ratios[number] = sqrt(change) / sqrt(whole) if whole > 0 else -1.0
    return True
