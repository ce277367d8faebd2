"""The functions of one number that the scalar forms of the tables are written with.

A compiled kernel puts forms of its own in their place (`runs/kernels/vectorized.py`), which are
equal to these but for rounding. Like numpy's, they answer with infinity where the result is too
large for a float64.
"""

import math

#: e to a larger power is more than the largest float64.
LARGEST_POWER = 709.782712893384


def exp(x: float) -> float:
    """e^x."""
    return math.exp(x) if x <= LARGEST_POWER else math.inf


def exponentials(x: float) -> tuple[float, float]:
    """e^x and e^x − 1, each with all its digits, for x ≤ 700."""
    return math.exp(x), math.expm1(x)


def log1p(x: float) -> float:
    """ln(1 + x) for 0 ≤ x ≤ 1."""
    return math.log1p(x)
