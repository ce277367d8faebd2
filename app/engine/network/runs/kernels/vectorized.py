"""What `fused` is compiled with: forms of the functions in `exponential` that have no branches, so
that a loop over numbers becomes one over vectors of them; and vectors of samples as values.

Needs numba; importing it changes how numba compiles those functions.
"""

from math import factorial
from types import FunctionType, SimpleNamespace
from typing import Any

import numpy as np
from llvmlite import ir
from numba import types
from numba.extending import intrinsic, models, overload, register_jitable, register_model

from ... import exponential

# --- e^x ------------------------------------------------------------------------------------------

#: x = k ln 2 + r, |r| ≤ ½ ln 2. ln 2 in two parts, the first with 32 bits, so that k times it is
#: exact (Cody and Waite 1980).
PER_LN_2 = 1.4426950408889634
LN_2_HIGH, LN_2_LOW = 0.6931471803691238, 1.9082149292705877e-10
#: A number in this range is added to 1.5 · 2⁵² to round it to a whole number, which then stands in
#: the lowest bits.
ROUNDER = 1.5 * 2.0**52
#: The bits of 1.5 · 2⁵², less the 1023 that an exponent is stored with.
ROUNDER_BITS_LESS_BIAS = 0x4338000000000000 - 1023
#: Beyond these e^x is 0 or infinite.
LOWEST, HIGHEST = -746.0, 710.0
#: 1/2!, 1/3!, … of the series of e^r − 1; what is left out is less than 5e−18 of it.
TAYLOR = np.array([1 / factorial(n) for n in range(2, 14)])

#: A loop is made one over vectors only if nothing is called in it.
INLINED = {"forceinline": True}


@intrinsic
def power_of_two(typing_context: Any, rounded: Any) -> Any:
    """2^k from the number k + 1.5 · 2⁵², −1022 ≤ k ≤ 1023."""

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        word = ir.IntType(64)
        bits = builder.bitcast(arguments[0], word)
        exponent = builder.sub(bits, ir.Constant(word, ROUNDER_BITS_LESS_BIAS))
        return builder.bitcast(builder.shl(exponent, ir.Constant(word, 52)), ir.DoubleType())

    return types.float64(types.float64), generate


@register_jitable(**INLINED)
def reduced(x: float) -> tuple[float, float, float]:
    """e^r − 1 and two powers of 2 whose product is 2^k."""
    inside = min(max(x, LOWEST), HIGHEST)
    rounded = inside * PER_LN_2 + ROUNDER
    k = rounded - ROUNDER
    half = k * 0.5 + ROUNDER
    r = inside - k * LN_2_HIGH
    r = r - k * LN_2_LOW
    # By halves (Estrin 1960): a chain of twelve products would be waited for.
    r2 = r * r
    r4 = r2 * r2
    first = (TAYLOR[0] + TAYLOR[1] * r) + (TAYLOR[2] + TAYLOR[3] * r) * r2
    second = (TAYLOR[4] + TAYLOR[5] * r) + (TAYLOR[6] + TAYLOR[7] * r) * r2
    third = (TAYLOR[8] + TAYLOR[9] * r) + (TAYLOR[10] + TAYLOR[11] * r) * r2
    series = first + (second + third * r4) * r4
    return r + r2 * series, power_of_two(half), power_of_two(k - (half - ROUNDER) + ROUNDER)


@overload(exponential.exp, strict=False, jit_options=INLINED)
def exp(x: Any) -> Any:
    def vectorized(x: float) -> float:
        more, first, second = reduced(x)
        return (1 + more) * first * second

    return vectorized


@overload(exponential.exponentials, strict=False, jit_options=INLINED)
def exponentials(x: Any) -> Any:
    def vectorized(x: float) -> tuple[float, float]:
        more, first, second = reduced(x)
        power = first * second
        return (1 + more) * first * second, more * power + (power - 1)

    return vectorized


# --- others ---------------------------------------------------------------------------------------

#: 1/3, 1/5, … of the series of artanh, enough of them for arguments up to 1/3.
ARTANH = np.array([1 / (2 * n + 1) for n in range(1, 17)])


@overload(exponential.log1p, strict=False, jit_options=INLINED)
def log1p(x: Any) -> Any:
    """ln(1 + x) = 2 artanh(x / (2 + x))."""

    def vectorized(x: float) -> float:
        part = x / (2 + x)
        square = part * part
        series = ARTANH[15]
        for n in range(14, -1, -1):
            series = series * square + ARTANH[n]
        return 2 * (part + part * square * series)

    return vectorized


def inlined(function: FunctionType) -> FunctionType:
    """Lets compiled code call a plain ``function`` of numbers, and those that it calls."""
    for name in function.__code__.co_names:
        called = function.__globals__.get(name)
        if isinstance(called, FunctionType) and called.__module__ != exponential.__name__:
            inlined(called)
    register_jitable(**INLINED)(function)
    return function


# --- pointers -------------------------------------------------------------------------------------
#
# A pointer is one word where an array is seven, and its indices, which are not checked, are not
# looked at for being negative: compiled code with many small arrays is twice as fast.

POINTER = types.CPointer(types.float64)


@intrinsic
def pointer(typing_context: Any, array: Any) -> Any:
    """To the first number of a contiguous array, which must outlive it."""

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        return context.make_array(signature.args[0])(context, builder, arguments[0]).data

    return types.CPointer(array.dtype)(array), generate


@intrinsic
def onward(typing_context: Any, start: Any, index: Any) -> Any:
    """To the ``index``-th number from there on."""

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        return builder.gep(arguments[0], [arguments[1]])

    return start(start, types.intp), generate


# --- vectors of samples ---------------------------------------------------------------------------


class Lanes(types.Type):
    """The numba type of ``count`` numbers that are computed with at once."""

    def __init__(self, count: int) -> None:
        super().__init__(name=f"Lanes({count})")
        self.count = count


@register_model(Lanes)
class LanesModel(models.PrimitiveModel):
    def __init__(self, manager: Any, lanes: Lanes) -> None:
        super().__init__(manager, lanes, ir.VectorType(ir.DoubleType(), lanes.count))


def lanes_of(count: int) -> SimpleNamespace:
    """What compiled code does with vectors of ``count`` numbers:

    ``spread`` (pointer, index) -> a vector of that number; ``load`` (pointer, index) -> those from
    the index on; ``zero`` () -> zeros; ``store`` (pointer, index, vector); ``add_product`` (sum, x,
    y) -> sum + x y; ``total`` vector -> the sum of its numbers.
    """
    lanes = Lanes(count)
    number, word = ir.DoubleType(), ir.IntType(32)
    vector = ir.VectorType(number, count)

    def vector_at(builder: Any, pointer: Any, index: Any) -> Any:
        return builder.bitcast(builder.gep(pointer, [index]), vector.as_pointer())

    @intrinsic
    def zero(typing_context: Any) -> Any:
        def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
            return ir.Constant(vector, [0.0] * count)

        return lanes(), generate

    @intrinsic
    def spread(typing_context: Any, pointer: Any, index: Any) -> Any:
        def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
            found = builder.load(builder.gep(arguments[0], [arguments[1]]))
            empty = ir.Constant(vector, ir.Undefined)
            first = builder.insert_element(empty, found, ir.Constant(word, 0))
            everywhere = ir.Constant(ir.VectorType(word, count), [0] * count)
            return builder.shuffle_vector(first, empty, everywhere)

        return lanes(POINTER, types.intp), generate

    @intrinsic
    def load(typing_context: Any, pointer: Any, index: Any) -> Any:
        def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
            at = vector_at(builder, *arguments)
            return builder.load(at, align=8)

        return lanes(POINTER, types.intp), generate

    @intrinsic
    def store(typing_context: Any, pointer: Any, index: Any, value: Any) -> Any:
        def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
            at = vector_at(builder, *arguments[:2])
            builder.store(arguments[2], at, align=8)
            return context.get_dummy_value()

        return types.void(POINTER, types.intp, lanes), generate

    @intrinsic
    def add_product(typing_context: Any, total: Any, x: Any, y: Any) -> Any:
        def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
            total, x, y = arguments
            kind = ir.FunctionType(vector, [vector] * 3)
            name = f"llvm.fmuladd.v{count}f64"
            function = builder.module.globals.get(name) or ir.Function(builder.module, kind, name)
            return builder.call(function, [x, y, total])

        return lanes(lanes, lanes, lanes), generate

    @intrinsic
    def total(typing_context: Any, value: Any) -> Any:
        def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
            kind = ir.FunctionType(number, [number, vector])
            name = f"llvm.vector.reduce.fadd.v{count}f64"
            function = builder.module.globals.get(name) or ir.Function(builder.module, kind, name)
            zero = ir.Constant(number, 0.0)
            return builder.call(function, [zero, arguments[0]], fastmath=("reassoc",))

        return types.float64(lanes), generate

    return SimpleNamespace(
        zero=zero, spread=spread, load=load, store=store, add_product=add_product, total=total
    )
