"""What the kernel with buffers does besides its products, in compiled functions: the activations
and the errors of the output, each in one pass over the numbers.

Arrays are batch × units, in row order.
"""

from typing import Any

from numba import njit

from .fused import AS_WRITTEN, activate, output_errors, softmax, softmax_errors
from .layout import SOFTMAX
from .vectorized import onward, pointer


@njit(**AS_WRITTEN, cache=True)
def activate_layer(number: int, z: Any, signals: Any, slopes: Any) -> None:
    """a and f'(z); ``signals``, which a goes to, may have more columns."""
    units, columns = z.shape[1], signals.shape[1]
    from_z, to_a, to_slopes = pointer(z), pointer(signals), pointer(slopes)
    for s in range(len(z)):
        first = s * units
        activate(
            number,
            onward(from_z, first),
            onward(to_a, s * columns),
            onward(to_slopes, first),
            units,
        )


@njit(**AS_WRITTEN, cache=True)
def output_layer(
    number: int, loss: int, fused: bool, z: Any, targets: Any, room: Any, deltas: Any
) -> None:
    """δ of the output layer, of the mean over the batch. ``fused``: does the loss give δ? ``room``
    has six arrays for as many numbers.
    """
    n, units = z.shape
    z_of, a, slopes = pointer(room[0]), pointer(room[1]), pointer(room[2])
    t, d, totals = pointer(room[3]), pointer(room[4]), pointer(room[5])
    for s in range(n):
        total = 0.0
        for k in range(units):
            z_of[k * n + s] = z[s, k]
            t[k * n + s] = targets[s, k]
            total += targets[s, k]
        totals[s] = total
    if number == SOFTMAX:
        softmax(z_of, a, slopes, units, n)
    else:
        activate(number, z_of, a, slopes, units * n)
    for k in range(units):
        at = k * n
        output_errors(
            loss,
            onward(z_of, at),
            onward(a, at),
            onward(slopes, at),
            onward(t, at),
            totals,
            float(units),
            onward(d, at),
            n,
        )
    if not fused:
        if number == SOFTMAX:
            softmax_errors(a, d, units, n)
        else:
            for i in range(units * n):
                d[i] *= slopes[i]
    for s in range(n):
        for k in range(units):
            deltas[s, k] = d[k * n + s] * (1 / n)
