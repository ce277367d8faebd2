"""The functions of the engine as plain formulas of mpmath, at sixty digits.

Nothing of the engine is used here. A new entry in one of its tables needs one of the same name
here: a missing one fails the suite. The formulas are chosen so that sixty digits are enough in the
tails too: e^z − 1 as expm1, 1 − tanh² as sech², 1 − s(z) as s(−z).

Numbers are mpf, vectors and matrices numpy arrays of them (dtype object).
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import mpmath
import numpy as np
import numpy.typing as npt

#: mpmath gives no types.
Number = Any
Vector = npt.NDArray[np.object_]
Numbers = npt.NDArray[np.float64]

mp: Any = mpmath.mp
mpf: Any = mpmath.mpf
mp.dps = 60


def exactly(values: Numbers) -> Vector:
    """The same float64 numbers as mpf, exactly."""
    wide = np.asarray(values, dtype=np.float64)
    return np.array([mpf(value) for value in wide.ravel().tolist()], dtype=object).reshape(
        wide.shape
    )


@dataclass(frozen=True)
class Elementwise:
    function: Callable[[Number], Number]
    slope: Callable[[Number], Number]
    #: Where the function has a kink or a branch, and where the slope is zero.
    kinks: tuple[float, ...] = ()
    roots: tuple[float, ...] = ()


def sigmoid(z: Number) -> Number:
    return 1 / (1 + mp.exp(-z))


def sigmoid_slope(z: Number) -> Number:
    return 1 / (2 * mp.cosh(z / 2)) ** 2


SELU_ALPHA = mpf("1.6732632423543772848170429916717")
SELU_SCALE = mpf("1.0507009873554804934193349852946")


def normal_distribution(z: Number) -> Number:
    return mp.erfc(-z / mp.sqrt(2)) / 2


def gelu_slope(z: Number) -> Number:
    return normal_distribution(z) + z * mp.exp(-z * z / 2) / mp.sqrt(2 * mp.pi)


CUBIC = mpf("0.044715")


def gelu_tanh_u(z: Number) -> Number:
    return mp.sqrt(2 / mp.pi) * (z + CUBIC * z**3)


def half_of_one_plus_tanh(u: Number) -> Number:
    return 1 / (1 + mp.exp(-2 * u))


def gelu_tanh_slope(z: Number) -> Number:
    u = gelu_tanh_u(z)
    u_slope = mp.sqrt(2 / mp.pi) * (1 + 3 * CUBIC * z**2)
    return half_of_one_plus_tanh(u) + z / 2 * mp.sech(u) ** 2 * u_slope


ELEMENTWISE: dict[str, Elementwise] = {
    "linear": Elementwise(lambda z: z, lambda z: mpf(1)),
    "sigmoid": Elementwise(sigmoid, sigmoid_slope),
    "tanh": Elementwise(mp.tanh, lambda z: mp.sech(z) ** 2),
    "relu": Elementwise(
        lambda z: z if z > 0 else mpf(0), lambda z: mpf(1 if z > 0 else 0), kinks=(0.0,)
    ),
    "leaky_relu": Elementwise(
        lambda z: z if z > 0 else z / 100,
        lambda z: mpf(1) if z > 0 else mpf(1) / 100,
        kinks=(0.0,),
    ),
    "elu": Elementwise(
        lambda z: z if z > 0 else mp.expm1(z),
        lambda z: mpf(1) if z > 0 else mp.exp(z),
        kinks=(0.0,),
    ),
    "selu": Elementwise(
        lambda z: SELU_SCALE * (z if z > 0 else SELU_ALPHA * mp.expm1(z)),
        lambda z: SELU_SCALE * (1 if z > 0 else SELU_ALPHA * mp.exp(z)),
        kinks=(0.0,),
    ),
    "gelu": Elementwise(
        lambda z: z * normal_distribution(z), gelu_slope, roots=(-0.7517915246935645,)
    ),
    "gelu_tanh": Elementwise(
        lambda z: z * half_of_one_plus_tanh(gelu_tanh_u(z)),
        gelu_tanh_slope,
        roots=(-0.7524614220710163,),
    ),
    "silu": Elementwise(
        lambda z: z * sigmoid(z),
        lambda z: sigmoid(z) + z * sigmoid_slope(z),
        roots=(-1.2784645427610738,),
    ),
    "softplus": Elementwise(lambda z: mp.log1p(mp.exp(z)), sigmoid),
}


# --- Activations in which a_j depends on all units of a sample: vector in, vector out.


@dataclass(frozen=True)
class Mixing:
    function: Callable[[Vector], Vector]
    #: (z, ∂C/∂a) -> ∂C/∂z
    pull_back: Callable[[Vector, Vector], Vector]


def softmax(z: Vector) -> Vector:
    e = np.array([mp.exp(value - max(z)) for value in z])
    return np.asarray(e / e.sum())


def softmax_pull_back(z: Vector, upstream: Vector) -> Vector:
    """∂C/∂z_j = a_j Σ_k a_k (u_j − u_k), as Σ a = 1."""
    a = softmax(z)
    return np.array(
        [
            a_j * sum(a_k * (u_j - u_k) for a_k, u_k in zip(a, upstream, strict=True))
            for a_j, u_j in zip(a, upstream, strict=True)
        ]
    )


MIXING: dict[str, Mixing] = {"softmax": Mixing(softmax, softmax_pull_back)}


# --- Losses of one sample: (z, a, t) -> cost, and -> ∂c/∂a; z only where a alone rounds.


@dataclass(frozen=True)
class LossReference:
    value: Callable[[Vector, Vector, Vector], Number]
    gradient: Callable[[Vector, Vector, Vector], Vector]


def sign(value: Number) -> int:
    return int(value > 0) - int(value < 0)


def huber(d: Number) -> Number:
    return d * d / 2 if abs(d) <= 1 else abs(d) - mpf(1) / 2


def log_softmax(z: Vector) -> Vector:
    """−ln Σ_k e^{z_k − z_j}: log1p of the terms other than k = j."""
    return np.array(
        [
            -mp.log1p(sum((mp.exp(z_k - z_j) for k, z_k in enumerate(z) if k != j), mpf(0)))
            for j, z_j in enumerate(z)
        ]
    )


def listed(items: Sequence[Number]) -> Vector:
    return np.array(items, dtype=object)


LOSS_REFERENCES: dict[str, LossReference] = {
    "half_squared_error": LossReference(
        lambda z, a, t: ((a - t) ** 2).sum() / 2, lambda z, a, t: a - t
    ),
    "squared_error": LossReference(
        lambda z, a, t: ((a - t) ** 2).sum(), lambda z, a, t: 2 * (a - t)
    ),
    "mean_squared_error": LossReference(
        lambda z, a, t: ((a - t) ** 2).sum() / len(a), lambda z, a, t: 2 * (a - t) / len(a)
    ),
    "absolute_error": LossReference(
        lambda z, a, t: abs(a - t).sum(),
        lambda z, a, t: listed([mpf(sign(d)) for d in a - t]),
    ),
    "huber": LossReference(
        lambda z, a, t: sum(huber(d) for d in a - t),
        lambda z, a, t: listed([d if abs(d) <= 1 else mpf(sign(d)) for d in a - t]),
    ),
    "binary_cross_entropy": LossReference(
        lambda z, a, t: sum(
            t_k * mp.log1p(mp.exp(-z_k)) + (1 - t_k) * mp.log1p(mp.exp(z_k))
            for z_k, t_k in zip(z, t, strict=True)
        ),
        lambda z, a, t: listed(
            [-t_k / sigmoid(z_k) + (1 - t_k) / sigmoid(-z_k) for z_k, t_k in zip(z, t, strict=True)]
        ),
    ),
    "cross_entropy": LossReference(
        lambda z, a, t: -(t * log_softmax(z)).sum(),
        lambda z, a, t: -t / a,
    ),
}


# --- Whole networks.


@dataclass(frozen=True)
class LayerReference:
    activation: str
    weights: Numbers
    biases: Numbers | None


@dataclass(frozen=True)
class PassReference:
    """The lists have an array per layer; z, a and their gradients are batch × units."""

    loss: Number
    pre_activations: list[Vector]
    activations: list[Vector]
    activation_gradients: list[Vector]
    deltas: list[Vector]
    weight_gradients: list[Vector]
    bias_gradients: list[Vector | None]
    input_gradients: Vector


def activate(name: str, z: Vector) -> Vector:
    if name in ELEMENTWISE:
        return listed([ELEMENTWISE[name].function(value) for value in z])
    return MIXING[name].function(z)


def pull_back(name: str, z: Vector, upstream: Vector) -> Vector:
    if name in ELEMENTWISE:
        return np.asarray(listed([ELEMENTWISE[name].slope(value) for value in z]) * upstream)
    return MIXING[name].pull_back(z, upstream)


def reference_pass(
    layers: Sequence[LayerReference],
    loss: str,
    inputs: Numbers,
    targets: Numbers,
    reduction: str,
) -> PassReference:
    """Forward and backward by the chain rule alone, one sample after the other.

    No rule is fused: δ of the output layer is its Jacobian times ∂C/∂a.
    """
    weights = [exactly(layer.weights) for layer in layers]
    biases = [None if layer.biases is None else exactly(layer.biases) for layer in layers]
    scale = mpf(1) / len(inputs) if reduction == "mean" else mpf(1)
    rule = LOSS_REFERENCES[loss]
    total = mpf(0)
    samples: list[tuple[list[Vector], list[Vector], list[Vector], list[Vector], Vector]] = []
    for x, t in zip(exactly(inputs), exactly(targets), strict=True):
        zs: list[Vector] = []
        signals: list[Vector] = [x]
        for layer, w, b in zip(layers, weights, biases, strict=True):
            z = w @ signals[-1]
            z = z if b is None else z + b
            zs.append(z)
            signals.append(activate(layer.activation, z))
        total += scale * rule.value(zs[-1], signals[-1], t)
        upstream = scale * rule.gradient(zs[-1], signals[-1], t)
        upstreams: list[Vector] = []
        deltas: list[Vector] = []
        for layer, w, z in zip(layers[::-1], weights[::-1], zs[::-1], strict=True):
            delta = pull_back(layer.activation, z, upstream)
            upstreams.insert(0, upstream)
            deltas.insert(0, delta)
            upstream = w.T @ delta
        samples.append((zs, signals, upstreams, deltas, upstream))

    def stacked(part: int, index: int) -> Vector:
        return np.array([sample[part][index] for sample in samples], dtype=object)

    numbers = range(len(layers))
    all_deltas = [stacked(3, index) for index in numbers]
    return PassReference(
        loss=total,
        pre_activations=[stacked(0, index) for index in numbers],
        activations=[stacked(1, index + 1) for index in numbers],
        activation_gradients=[stacked(2, index) for index in numbers],
        deltas=all_deltas,
        weight_gradients=[all_deltas[index].T @ stacked(1, index) for index in numbers],
        bias_gradients=[
            None if biases[index] is None else all_deltas[index].sum(axis=0) for index in numbers
        ],
        input_gradients=np.array([sample[4] for sample in samples], dtype=object),
    )


# --- Optimizers: the algorithms in the documentation of torch.optim, for one number.

#: (p, gradient of p -> number, steps, hyperparameters) -> p after every step
Descent = Callable[[Number, Callable[[Number], Number], int, dict[str, float]], list[Number]]


def path_of(
    p: Number,
    gradient: Callable[[Number], Number],
    steps: int,
    move: Callable[[Number, Number, int], Number],
) -> list[Number]:
    path = []
    for t in range(1, steps + 1):
        p = move(p, gradient(p), t)
        path.append(p)
    return path


def sgd(p: Number, gradient: Any, steps: int, k: dict[str, float]) -> list[Number]:
    return path_of(p, gradient, steps, lambda p, g, t: p - mpf(k["learning_rate"]) * g)


def with_momentum(
    p: Number, gradient: Any, steps: int, k: dict[str, float], nesterov: bool
) -> list[Number]:
    b: Number = None

    def move(p: Number, g: Number, t: int) -> Number:
        nonlocal b
        b = g if t == 1 else mpf(k["momentum"]) * b + g
        return p - mpf(k["learning_rate"]) * (g + mpf(k["momentum"]) * b if nesterov else b)

    return path_of(p, gradient, steps, move)


def adagrad(p: Number, gradient: Any, steps: int, k: dict[str, float]) -> list[Number]:
    state_sum = mpf(0)

    def move(p: Number, g: Number, t: int) -> Number:
        nonlocal state_sum
        state_sum += g**2
        return p - mpf(k["learning_rate"]) * g / (mp.sqrt(state_sum) + mpf(k["epsilon"]))

    return path_of(p, gradient, steps, move)


def rmsprop(p: Number, gradient: Any, steps: int, k: dict[str, float]) -> list[Number]:
    v, alpha = mpf(0), mpf(k["decay"])

    def move(p: Number, g: Number, t: int) -> Number:
        nonlocal v
        v = alpha * v + (1 - alpha) * g**2
        return p - mpf(k["learning_rate"]) * g / (mp.sqrt(v) + mpf(k["epsilon"]))

    return path_of(p, gradient, steps, move)


def adam(
    p: Number, gradient: Any, steps: int, k: dict[str, float], decoupled: float = 0.0
) -> list[Number]:
    m, v, gamma = mpf(0), mpf(0), mpf(k["learning_rate"])
    beta1, beta2 = mpf(k["beta1"]), mpf(k["beta2"])

    def move(p: Number, g: Number, t: int) -> Number:
        nonlocal m, v
        p = p - gamma * mpf(decoupled) * p
        m = beta1 * m + (1 - beta1) * g
        v = beta2 * v + (1 - beta2) * g**2
        m_hat, v_hat = m / (1 - beta1**t), v / (1 - beta2**t)
        return p - gamma * m_hat / (mp.sqrt(v_hat) + mpf(k["epsilon"]))

    return path_of(p, gradient, steps, move)


OPTIMIZER_REFERENCES: dict[str, Descent] = {
    "sgd": sgd,
    "momentum": lambda p, g, n, k: with_momentum(p, g, n, k, nesterov=False),
    "nesterov": lambda p, g, n, k: with_momentum(p, g, n, k, nesterov=True),
    "adagrad": adagrad,
    "rmsprop": rmsprop,
    "adam": adam,
    "adamw": lambda p, g, n, k: adam(p, g, n, k, decoupled=k["weight_decay"]),
}


@cache
def norm_below(exponent: int) -> Number:
    """10^exponent."""
    return mpf(10) ** exponent


def norm(values: Vector) -> Number:
    return mp.sqrt(sum((value**2 for value in values.ravel()), mpf(0)))


def norm_error(ours: Numbers, theirs: Vector) -> float:
    """‖ours − theirs‖ / ‖theirs‖; absolute where ‖theirs‖ is below 1e-290."""
    difference, size = norm(exactly(ours) - theirs), norm(theirs)
    return float(difference if size < norm_below(-290) else difference / size)


def pointwise_error(ours: float, theirs: Number) -> float:
    """Relative where |theirs| ≥ 1e-300; below, one within 1e-300 counts as right."""
    if not mpmath.isfinite(theirs) or not np.isfinite(ours):
        return float("inf")
    difference = abs(mpf(float(ours)) - theirs)
    if abs(theirs) >= norm_below(-300):
        return float(difference / abs(theirs))
    return 0.0 if difference <= norm_below(-300) else float("inf")
