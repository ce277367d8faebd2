"""Activation functions a = f(z), each beside its derivative.

To add one, write an `Activation` and put it in `ACTIVATIONS`; the API, the menus and the generated
tests pick it up (a new entry without a reference in ``tests/engine/network/references.py`` fails
the suite).

Every form keeps its relative accuracy in the tails, where the textbook form would round to 0 or 1
or overflow. At a kink the derivative is that of the negative side.
"""

from collections.abc import Callable
from dataclasses import dataclass
from math import exp, pi, sqrt

import numpy as np

from ..arrays import Array, ComplexArray
from . import exponential

#: z -> (a, f'(z)), of one number
Scalar = Callable[[float], tuple[float, float]]

#: Self-normalizing constants of Klambauer et al. (2017), equation 14.
SELU_ALPHA = 1.6732632423543772848170429916717
SELU_SCALE = 1.0507009873554804934193349852946
LEAK = 0.01
ROOT_TWO_OVER_PI = sqrt(2 / pi)
INVERSE_ROOT_TWO_PI = 1 / sqrt(2 * pi)
GELU_TANH_CUBIC = 0.044715


@dataclass(frozen=True)
class Activation:
    """An entry of the table. All arrays are batch × units.

    ``function`` z -> a; ``slope`` z -> f'(z), None where a_j depends on other units than z_j;
    ``pull_back`` (z, a, ∂C/∂a) -> ∂C/∂z, defined for every activation, and ``pull_back_size``
    (z, a, s) -> the sum of the sizes of its terms where those of ∂C/∂a have the sizes s: how large
    rounding errors may be. ``textbook`` is the plain formula for complex z with a tiny imaginary
    part: the complex-step check differentiates it, so it is finite for every finite z and loses no
    digits of the imaginary part. A branch is chosen by the real part, at a kink that of the
    negative side. ``kink`` is the z at which the slope jumps. ``scalar`` z -> (a, f'(z)) is both
    for one number, from what `exponential` has and other such functions, for a kernel that compiles
    it; without, other kernels take the networks that use the entry. Where terms of f' cancel, it is
    as accurate as the largest of them.
    """

    name: str
    latex: str
    slope_latex: str
    #: LaTeX of the function's symbol, as in σ′(z).
    symbol: str
    function: Callable[[Array], Array]
    slope: Callable[[Array], Array] | None
    pull_back: Callable[[Array, Array, Array], Array]
    pull_back_size: Callable[[Array, Array, Array], Array]
    textbook: Callable[[ComplexArray], ComplexArray]
    kink: float | None = None
    #: Smallest and largest value of a; None is unbounded.
    range: tuple[float | None, float | None] = (None, None)
    scalar: Scalar | None = None

    @property
    def elementwise(self) -> bool:
        """Does a_j depend on z_j alone?"""
        return self.slope is not None


# --- slopes that change sign ----------------------------------------------------------------------

#: Nodes and weights of five-point Gauss-Legendre quadrature over [0, 1], (5,) each. Its error on
#: the integrals below is less than their rounding.
NODES, WEIGHTS = 0.5 * (np.polynomial.legendre.leggauss(5) + np.array([[1.0], [0.0]]))


def exact_near_root(
    z: Array, slope: Array, root: float, rest: float, curvature: Callable[[Array], Array]
) -> Array:
    """``slope``, f'(z) in the shape of z, made accurate near its root z₀ = ``root`` + ``rest``.

    Near z₀, f'(z) is a small difference of two terms. There it is replaced by the integral of f''
    (``curvature``) from z₀ to z, whose terms have one sign. ``rest`` is z₀ minus its float64.
    """
    near = np.abs(z - root) < 0.1
    if not near.any():
        return slope
    distance = (z[near] - root) - rest
    exact = slope.copy()
    exact[near] = distance * (curvature(root + distance[:, np.newaxis] * NODES) @ WEIGHTS)
    return exact


# --- linear: a = z --------------------------------------------------------------------------------


def linear(z: Array) -> Array:
    return z.copy()


def linear_slope(z: Array) -> Array:
    return np.ones_like(z)


def linear_scalar(z: float) -> tuple[float, float]:
    return z, 1.0


# --- sigmoid: a = 1 / (1 + e^−z) ------------------------------------------------------------------


def sigmoid(z: Array) -> Array:
    """e^−z overflows below −709, where s(z) is less than 1e−307; 1 / ∞ = 0 stands for it."""
    with np.errstate(over="ignore"):
        return np.asarray(1 / (1 + np.exp(-z)))


def sigmoid_textbook(z: ComplexArray) -> ComplexArray:
    """1 / (1 + e^−z), multiplied by e^z / e^z where Re z < 0, so that no exponential overflows."""
    negative = z.real < 0
    e = np.exp(np.where(negative, z, -z))
    return np.asarray(np.where(negative, e, 1.0) / (1 + e))


def sigmoid_slope(z: Array) -> Array:
    """s'(z) = s(z) s(−z) = e / (1 + e)²; the textbook's a (1 − a) loses all digits once a rounds
    to 1.
    """
    e = np.exp(-np.abs(z))
    return np.asarray(e / (1 + e) ** 2)


def sigmoids(z: float) -> tuple[float, float]:
    """s(z) and s(−z) of one number."""
    e = exponential.exp(-abs(z))
    larger = 1 / (1 + e)
    smaller = e * larger
    return (larger, smaller) if z >= 0 else (smaller, larger)


def sigmoid_scalar(z: float) -> tuple[float, float]:
    a, rest = sigmoids(z)
    return a, a * rest


# --- tanh -----------------------------------------------------------------------------------------


def tanh_slope(z: Array) -> Array:
    """tanh'(z) = 1 − tanh² z = 4e / (1 + e)², e = exp(−2|z|)."""
    e = np.exp(-2 * np.abs(z))
    return np.asarray(4 * e / (1 + e) ** 2)


def tanh_scalar(z: float) -> tuple[float, float]:
    """|tanh z| = (1 − e) / (1 + e)."""
    e, e_less_one = exponential.exponentials(-2 * abs(z))
    part = 1 / (1 + e)
    size = -e_less_one * part
    return size if z >= 0 else -size, 4 * e * part * part


# --- relu and leaky relu: a = max(0, z), a = max(0.01 z, z) ---------------------------------------


def relu(z: Array) -> Array:
    return np.maximum(z, 0.0)


def relu_textbook(z: ComplexArray) -> ComplexArray:
    return np.where(z.real > 0, z, 0.0)


def relu_slope(z: Array) -> Array:
    return (z > 0).astype(np.float64)


def relu_scalar(z: float) -> tuple[float, float]:
    return (z, 1.0) if z > 0 else (0.0, 0.0)


def leaky_relu(z: Array) -> Array:
    return np.where(z > 0, z, LEAK * z)


def leaky_relu_textbook(z: ComplexArray) -> ComplexArray:
    return np.where(z.real > 0, z, LEAK * z)


def leaky_relu_slope(z: Array) -> Array:
    return np.where(z > 0, 1.0, LEAK)


def leaky_relu_scalar(z: float) -> tuple[float, float]:
    return (z, 1.0) if z > 0 else (LEAK * z, LEAK)


# --- elu and selu: a = z above 0, α (e^z − 1) below -----------------------------------------------


def elu(z: Array) -> Array:
    return np.where(z > 0, z, np.expm1(np.minimum(z, 0.0)))


def elu_textbook(z: ComplexArray) -> ComplexArray:
    return np.where(z.real > 0, z, np.expm1(np.where(z.real > 0, 0.0, z)))


def elu_slope(z: Array) -> Array:
    return np.exp(np.minimum(z, 0.0))


def elu_scalar(z: float) -> tuple[float, float]:
    e, e_less_one = exponential.exponentials(min(z, 0.0))
    return (z, 1.0) if z > 0 else (e_less_one, e)


def selu(z: Array) -> Array:
    return SELU_SCALE * np.where(z > 0, z, SELU_ALPHA * np.expm1(np.minimum(z, 0.0)))


def selu_textbook(z: ComplexArray) -> ComplexArray:
    below = SELU_ALPHA * np.expm1(np.where(z.real > 0, 0.0, z))
    return np.asarray(SELU_SCALE * np.where(z.real > 0, z, below))


def selu_slope(z: Array) -> Array:
    return SELU_SCALE * np.where(z > 0, 1.0, SELU_ALPHA * np.exp(np.minimum(z, 0.0)))


def selu_scalar(z: float) -> tuple[float, float]:
    e, e_less_one = exponential.exponentials(min(z, 0.0))
    if z > 0:
        return SELU_SCALE * z, SELU_SCALE
    return SELU_SCALE * SELU_ALPHA * e_less_one, SELU_SCALE * SELU_ALPHA * e


# --- gelu: a = z Φ(z), Φ the normal distribution function -----------------------------------------


def normal_density(z: Array) -> Array:
    """φ(z) = e^{−z²/2} / √(2π)."""
    return INVERSE_ROOT_TWO_PI * np.exp(-0.5 * z * z)


#: Step h of the quadrature below, its squared nodes t_k² and its weights (h/π) e^{−t_k²/2}, 13 of
#: each, with t_k = (k + ½) h. The relative error of the rule is e^{−2π²/h²} = 3e−18, that of the
#: terms left out less than 1e−17.
STEP = 0.7
SQUARED_NODES = ((np.arange(13) + 0.5) * STEP) ** 2
NORMAL_WEIGHTS = np.array([STEP / pi * exp(-0.5 * node) for node in SQUARED_NODES])


def normal_tail(x: ComplexArray) -> ComplexArray:
    """Φ(−x) = ½ erfc(x/√2) for real or complex x whose real part is ≥ 0, in the shape of x.

    Φ(−x) = (x/π) e^{−x²/2} ∫₀^∞ e^{−t²/2} / (x² + t²) dt, by the midpoint rule; the poles t = ± ix
    add 1 / (1 + e^{2πx/h}) where they are nearer than 2π/h (Matta and Reichel 1971, Mathematics of
    Computation 25, 339). No two terms cancel, so that the tail keeps its digits.
    """
    square = x * x
    integral = sum(
        weight / (square + node) for node, weight in zip(SQUARED_NODES, NORMAL_WEIGHTS, strict=True)
    )
    poles = np.where(x.real < 2 * pi / STEP, 1 / (1 + np.exp(2 * pi / STEP * x)), 0.0)
    return np.asarray(x * np.exp(-0.5 * square) * integral + poles)


def normal_distribution(z: Array) -> Array:
    """Φ(z): the tail where z < 0, and 1 less the tail beyond."""
    # Φ(−40) is 0 in float64, and z² could overflow.
    tail = normal_tail(np.minimum(np.abs(z), 40.0))
    return np.where(z < 0, tail, 1 - tail)


def gelu_textbook(z: ComplexArray) -> ComplexArray:
    """z Φ(z); `normal_tail` takes that of z and −z whose real part is ≥ 0."""
    outward = np.where(z.real < 0, -z, z)
    # As in `normal_distribution`.
    tail = normal_tail(np.where(outward.real < 40.0, outward, 40.0))
    return z * np.where(z.real < 0, tail, 1 - tail)


def gelu(z: Array) -> Array:
    return z * normal_distribution(z)


def gelu_slope(z: Array) -> Array:
    """Φ(z) + z φ(z)."""
    slope = normal_distribution(z) + z * normal_density(z)
    return exact_near_root(z, slope, -0.7517915246935645, 1.4956759177009883e-17, gelu_curvature)


def gelu_curvature(z: Array) -> Array:
    """(2 − z²) φ(z)."""
    return (2 - z * z) * normal_density(z)


def gelu_scalar(z: float) -> tuple[float, float]:
    """As the array forms: Φ by `normal_tail` of |z|, no farther than 40."""
    x = min(abs(z), 40.0)
    square = x * x
    bell = exponential.exp(-0.5 * square)
    integral = 0.0
    for k in range(13):
        integral += NORMAL_WEIGHTS[k] / (square + SQUARED_NODES[k])
    poles = 1 / (1 + exponential.exp(2 * pi / STEP * x))
    tail = x * bell * integral + (poles if x < 2 * pi / STEP else 0.0)
    share = tail if z < 0 else 1 - tail
    density = INVERSE_ROOT_TWO_PI * bell
    return z * share, share + (x if z >= 0 else -x) * density


# --- gelu_tanh: a = z s(v), v = 2u = 2 √(2/π) (z + 0.044715 z³) -----------------------------------


def gelu_tanh(z: Array) -> Array:
    """½ z (1 + tanh u) = z s(2u), which is accurate where tanh u rounds to −1."""
    return z * sigmoid(2 * ROOT_TWO_OVER_PI * z * (1 + GELU_TANH_CUBIC * z * z))


def gelu_tanh_textbook(z: ComplexArray) -> ComplexArray:
    """z s(v); beyond ±60 s(v) is 0 or 1, and z³ could overflow."""
    near = np.where(np.abs(z.real) < 60.0, z, np.clip(z.real, -60.0, 60.0))
    return z * sigmoid_textbook(2 * ROOT_TWO_OVER_PI * (near + GELU_TANH_CUBIC * near**3))


def gelu_tanh_slope(z: Array) -> Array:
    """s(v) (1 + z v' s(−v))."""
    # Beyond ±60 the slope is 0 or 1 in float64, and z³ could overflow.
    z = np.clip(z, -60.0, 60.0)
    v = 2 * ROOT_TWO_OVER_PI * z * (1 + GELU_TANH_CUBIC * z * z)
    v_slope = 2 * ROOT_TWO_OVER_PI * (1 + 3 * GELU_TANH_CUBIC * z * z)
    slope = sigmoid(v) * (1 + z * v_slope * sigmoid(-v))
    return exact_near_root(
        z, slope, -0.7524614220710163, 3.635560509207687e-17, gelu_tanh_curvature
    )


def gelu_tanh_curvature(z: Array) -> Array:
    """s(v) s(−v) (2v' + z v'' + z v'² (s(−v) − s(v)))."""
    v = 2 * ROOT_TWO_OVER_PI * z * (1 + GELU_TANH_CUBIC * z * z)
    v_slope = 2 * ROOT_TWO_OVER_PI * (1 + 3 * GELU_TANH_CUBIC * z * z)
    v_curvature = 12 * ROOT_TWO_OVER_PI * GELU_TANH_CUBIC * z
    bend = 2 * v_slope + z * v_curvature + z * v_slope**2 * (sigmoid(-v) - sigmoid(v))
    return sigmoid_slope(v) * bend


def gelu_tanh_scalar(z: float) -> tuple[float, float]:
    near = min(max(z, -60.0), 60.0)
    s, rest = sigmoids(2 * ROOT_TWO_OVER_PI * near * (1 + GELU_TANH_CUBIC * near * near))
    v_slope = 2 * ROOT_TWO_OVER_PI * (1 + 3 * GELU_TANH_CUBIC * near * near)
    return z * s, s * (1 + near * v_slope * rest)


# --- silu: a = z s(z) -----------------------------------------------------------------------------


def silu(z: Array) -> Array:
    return z * sigmoid(z)


def silu_slope(z: Array) -> Array:
    """s(z) + z s(z) s(−z)."""
    slope = sigmoid(z) * (1 + z * sigmoid(-z))
    return exact_near_root(z, slope, -1.2784645427610737, -1.0946994183093437e-16, silu_curvature)


def silu_curvature(z: Array) -> Array:
    """s(z) s(−z) (2 + z (s(−z) − s(z)))."""
    return sigmoid_slope(z) * (2 + z * (sigmoid(-z) - sigmoid(z)))


def silu_scalar(z: float) -> tuple[float, float]:
    s, rest = sigmoids(z)
    return z * s, s * (1 + z * rest)


# --- softplus: a = ln(1 + e^z) --------------------------------------------------------------------


def softplus(z: Array) -> Array:
    return np.maximum(z, 0.0) + np.log1p(np.exp(-np.abs(z)))


def softplus_textbook(z: ComplexArray) -> ComplexArray:
    """z + ln(1 + e^−z) where Re z > 0, so that no exponential overflows."""
    positive = z.real > 0
    e = np.exp(np.where(positive, -z, z))
    # np.log1p of a complex number rounds 1 + e, and with it a small real part of the logarithm.
    size: Array = np.log1p(e.real * (2 + e.real) + e.imag**2) / 2
    angle: Array = np.arctan2(e.imag, 1 + e.real)
    return np.asarray(np.where(positive, z, 0.0) + size + 1j * angle)


def softplus_scalar(z: float) -> tuple[float, float]:
    e = exponential.exp(-abs(z))
    larger = 1 / (1 + e)
    return max(z, 0.0) + exponential.log1p(e), larger if z >= 0 else e * larger


# --- softmax: a_j = e^{z_j} / Σ_k e^{z_k}, over the units of one sample ---------------------------


def softmax(z: Array) -> Array:
    e = np.exp(z - z.max(axis=1, keepdims=True))
    return np.asarray(e / e.sum(axis=1, keepdims=True))


def softmax_pull_back(z: Array, a: Array, upstream: Array) -> Array:
    """∂C/∂z_j = a_j (u_j − Σ_k a_k u_k), u = ∂C/∂a: the full Jacobian a_j (1[j=k] − a_k) times u.

    Since Σ a = 1, u may be shifted by any constant. Shifted by its entry at the largest a, the
    terms that would cancel are exactly 0, so a saturated softmax stays accurate.
    """
    largest = a.argmax(axis=1)[:, np.newaxis]
    shifted = upstream - np.take_along_axis(upstream, largest, axis=1)
    return np.asarray(a * (shifted - (a * shifted).sum(axis=1, keepdims=True)))


def leave_one_out(a: Array) -> Array:
    """1 − a_j for the outputs of softmax, batch × units; for the largest a_j the sum of the others,
    accurate where it rounds to 1.
    """
    largest = np.arange(len(a)), a.argmax(axis=1)
    others = a.copy()
    others[largest] = 0.0
    rest = 1 - a
    rest[largest] = others.sum(axis=1)
    return rest


def softmax_pull_back_size(z: Array, a: Array, sizes: Array) -> Array:
    """Σ_k |∂a_k/∂z_j| s_k = a_j ((1 − a_j) s_j + Σ_{k≠j} a_k s_k)."""
    weighted = a * sizes
    others = np.maximum(weighted.sum(axis=1, keepdims=True) - weighted, 0.0)
    return np.asarray(a * (leave_one_out(a) * sizes + others))


def softmax_textbook(z: ComplexArray) -> ComplexArray:
    """Shifted by the complex z of the largest real part: its exponential is then exactly 1, so no
    imaginary parts cancel.
    """
    largest = z.real.argmax(axis=1)[:, np.newaxis]
    e = np.exp(z - np.take_along_axis(z, largest, axis=1))
    return np.asarray(e / e.sum(axis=1, keepdims=True))


#: Relative change of z for `slope_size`.
NUDGE = 2.0**-20


def slope_size(slope: Callable[[Array], Array], z: Array) -> Array:
    """|f'(z)| + |z f''(z)|, the second term by a difference quotient: what f' is made of where its
    terms cancel, as at the minimum of gelu.
    """
    here = slope(z)
    return np.abs(here) + np.abs(slope(z * (1 + NUDGE)) - here) / NUDGE


def elementwise(
    name: str,
    function: Callable[[Array], Array],
    slope: Callable[[Array], Array],
    latex: str,
    slope_latex: str,
    *,
    textbook: Callable[[ComplexArray], ComplexArray],
    kink: float | None = None,
    symbol: str = "f",
    range: tuple[float | None, float | None] = (None, None),
    scalar: Scalar | None = None,
) -> Activation:
    """An `Activation` with the pull-back of every elementwise function: ∂C/∂z = f'(z) ∂C/∂a."""
    return Activation(
        name=name,
        latex=latex,
        slope_latex=slope_latex,
        symbol=symbol,
        function=function,
        slope=slope,
        pull_back=lambda z, a, upstream: slope(z) * upstream,
        pull_back_size=lambda z, a, sizes: slope_size(slope, z) * sizes,
        textbook=textbook,
        kink=kink,
        range=range,
        scalar=scalar,
    )


ACTIVATIONS: dict[str, Activation] = {
    entry.name: entry
    for entry in (
        elementwise(
            "linear", linear, linear_slope, "z", "1", textbook=lambda z: z, scalar=linear_scalar
        ),
        elementwise(
            "sigmoid",
            sigmoid,
            sigmoid_slope,
            r"\frac{1}{1+e^{-z}}",
            r"\sigma(z)\,\sigma(-z)",
            textbook=sigmoid_textbook,
            symbol=r"\sigma",
            range=(0.0, 1.0),
            scalar=sigmoid_scalar,
        ),
        elementwise(
            "tanh",
            np.tanh,
            tanh_slope,
            r"\frac{e^{z}-e^{-z}}{e^{z}+e^{-z}}",
            r"1-\tanh^2 z",
            textbook=np.tanh,
            symbol=r"\tanh",
            range=(-1.0, 1.0),
            scalar=tanh_scalar,
        ),
        elementwise(
            "relu",
            relu,
            relu_slope,
            r"\max(0,z)",
            r"1\ (z>0),\ 0\ (z\le 0)",
            textbook=relu_textbook,
            kink=0.0,
            range=(0.0, None),
            scalar=relu_scalar,
        ),
        elementwise(
            "leaky_relu",
            leaky_relu,
            leaky_relu_slope,
            r"\max(0.01z,z)",
            r"1\ (z>0),\ 0.01\ (z\le 0)",
            textbook=leaky_relu_textbook,
            kink=0.0,
            scalar=leaky_relu_scalar,
        ),
        elementwise(
            "elu",
            elu,
            elu_slope,
            r"z\ (z>0),\ e^{z}-1\ (z\le 0)",
            r"1\ (z>0),\ e^{z}\ (z\le 0)",
            textbook=elu_textbook,
            range=(-1.0, None),
            scalar=elu_scalar,
        ),
        elementwise(
            "selu",
            selu,
            selu_slope,
            r"\lambda z\ (z>0),\ \lambda\alpha(e^{z}-1)\ (z\le 0)",
            r"\lambda\ (z>0),\ \lambda\alpha e^{z}\ (z\le 0)",
            textbook=selu_textbook,
            kink=0.0,
            range=(-SELU_SCALE * SELU_ALPHA, None),
            scalar=selu_scalar,
        ),
        elementwise(
            "gelu",
            gelu,
            gelu_slope,
            r"z\,\Phi(z)",
            r"\Phi(z)+z\,\varphi(z)",
            textbook=gelu_textbook,
            range=(-0.16997120747990369, None),
            scalar=gelu_scalar,
        ),
        elementwise(
            "gelu_tanh",
            gelu_tanh,
            gelu_tanh_slope,
            r"\frac{z}{2}\left(1+\tanh u\right),\ u=\sqrt{2/\pi}\,(z+0.044715z^3)",
            r"\frac{1+\tanh u}{2}+\frac{z}{2}(1-\tanh^2 u)\,u'",
            textbook=gelu_tanh_textbook,
            range=(-0.17004075057125413, None),
            scalar=gelu_tanh_scalar,
        ),
        elementwise(
            "silu",
            silu,
            silu_slope,
            r"z\,\sigma(z)",
            r"\sigma(z)\left(1+z\,\sigma(-z)\right)",
            textbook=lambda z: z * sigmoid_textbook(z),
            range=(-0.27846454276107380, None),
            scalar=silu_scalar,
        ),
        elementwise(
            "softplus",
            softplus,
            sigmoid,
            r"\ln(1+e^{z})",
            r"\sigma(z)",
            textbook=softplus_textbook,
            range=(0.0, None),
            scalar=softplus_scalar,
        ),
        Activation(
            name="softmax",
            latex=r"\frac{e^{z_j}}{\sum_k e^{z_k}}",
            slope_latex=r"\frac{\partial a_j}{\partial z_k}=a_j(1_{j=k}-a_k)",
            symbol=r"\operatorname{softmax}",
            function=softmax,
            slope=None,
            pull_back=softmax_pull_back,
            pull_back_size=softmax_pull_back_size,
            textbook=softmax_textbook,
            range=(0.0, 1.0),
        ),
    )
}
