"""Parts of programs in JAX: of each name in the engine's tables the functions that it needs.

`app.exporting.programs.library` takes from this file what a program uses. JAX's own sigmoid,
tanh, softmax and their losses lose the digits of derivatives where they are saturated, since these
are computed as a (1 - a) and the like; the forms here keep them.
"""

import math

import jax
import jax.numpy as jnp

# --- activations ---


def linear(z):
    return z


def minus_size(z):
    """-|z|, whose derivative at 0 is not 0."""
    return jnp.where(z < 0, z, -z)


def sigmoid(z):
    """1 / (1 + e^-z); jax.nn.sigmoid's derivative a (1 - a) is 0 where a rounds to 1."""
    e = jnp.exp(minus_size(z))
    return jnp.where(z < 0, e, jnp.ones_like(e)) / (1 + e)


def exp_less_one(x):
    """e^x - 1 for x <= 0; the derivative of expm1, (e^x - 1) + 1, rounds to 0 far below 0."""
    return jnp.where(x < -1, jnp.exp(x) - 1, jnp.expm1(x))


def tanh(z):
    """(1 - e) / (1 + e), e = exp(-2|z|), with the sign of z."""
    x = 2 * minus_size(z)
    size = -exp_less_one(x) / (1 + jnp.exp(x))
    return jnp.where(z < 0, -size, size)


def relu(z):
    return jnp.where(z > 0, z, 0.0)


def leaky_relu(z):
    return jnp.where(z > 0, z, 0.01 * z)


def elu(z):
    return jnp.where(z > 0, z, exp_less_one(jnp.where(z > 0, 0.0, z)))


SELU_ALPHA = 1.6732632423543772848170429916717
SELU_SCALE = 1.0507009873554804934193349852946


def selu(z):
    below = SELU_ALPHA * exp_less_one(jnp.where(z > 0, 0.0, z))
    return SELU_SCALE * jnp.where(z > 0, z, below)


def gelu(z):
    """z times the probability of a standard normal number below z."""
    return z * jax.scipy.special.erfc(-z / math.sqrt(2)) / 2


def gelu_tanh(z):
    """z / 2 (1 + tanh u) = z sigmoid(2u)."""
    x = jnp.clip(z, -60, 60)  # beyond, sigmoid(2u) is 0 or 1
    return z * sigmoid(2 * math.sqrt(2 / math.pi) * (x + 0.044715 * x**3))


def silu(z):
    return z * sigmoid(z)


def softplus(z):
    """ln(1 + e^z)."""
    return jnp.where(z < 0, 0.0, z) + jnp.log1p(jnp.exp(minus_size(z)))


def shifted_exponentials(z):
    """z less the largest z, and the exponentials of that but for the largest one, which is 1."""
    largest = z.argmax(axis=1, keepdims=True)
    is_largest = jnp.arange(z.shape[1]) == largest
    shifted = jnp.where(is_largest, 0.0, z - jnp.take_along_axis(z, largest, axis=1))
    return shifted, is_largest, jnp.where(is_largest, 0.0, jnp.exp(shifted))


def softmax(z):
    _, is_largest, others = shifted_exponentials(z)
    e = jnp.where(is_largest, 1.0, others)
    return e / (1 + others.sum(axis=1, keepdims=True))


# --- losses of each sample; dc/da where c is computed without a ---


def half_squared_error(z, a, t):
    return ((a - t) ** 2).sum(axis=1) / 2


def squared_error(z, a, t):
    return ((a - t) ** 2).sum(axis=1)


def mean_squared_error(z, a, t):
    return ((a - t) ** 2).mean(axis=1)


def absolute_error(z, a, t):
    """sum |a - t|, whose derivative is 0 where a = t; that of jnp.abs is 1 there."""
    d = a - t
    return (d * jnp.sign(d)).sum(axis=1)


def huber(z, a, t):
    d = jnp.abs(a - t)
    return jnp.where(d <= 1, d**2 / 2, d - 0.5).sum(axis=1)


def times_exp(t, x):
    """t e^x for t >= 0, also where e^x alone is too large; 0 where t is 0."""
    return jnp.where(t > 0, jnp.exp(x + jnp.log(jnp.where(t > 0, t, 1.0))), 0.0)


def binary_cross_entropy(z, a, t):
    """-t ln a - (1 - t) ln(1 - a), with -ln sigmoid(z) = softplus(-z)."""
    return (t * softplus(-z) + (1 - t) * softplus(z)).sum(axis=1)


def binary_cross_entropy_gradient(z, a, t):
    """(1 - t) / (1 - a) - t / a, with 1 / sigmoid(z) = 1 + e^-z."""
    return (1 - t) + times_exp(1 - t, z) - t - times_exp(t, -z)


def log_softmax(z):
    """ln a_j; of the largest a it is -ln(1 + what the others add), to keep its digits."""
    shifted, _, others = shifted_exponentials(z)
    return shifted - jnp.log1p(others.sum(axis=1, keepdims=True))


def cross_entropy(z, a, t):
    return -jnp.where(t == 0, 0.0, t * log_softmax(z)).sum(axis=1)


def cross_entropy_gradient(z, a, t):
    """-t / a, with 1 / a = e^(-ln a)."""
    return -times_exp(t, -log_softmax(z))


# --- optimizers: a parameter p, its gradient g, the state after the last step (None: the first) ---


def sgd(p, g, state, count, learning_rate):
    return p - learning_rate * g, None


def momentum(p, g, state, count, learning_rate, momentum):
    u = g if state is None else momentum * state + g
    return p - learning_rate * u, u


def nesterov(p, g, state, count, learning_rate, momentum):
    u = g if state is None else momentum * state + g
    return p - learning_rate * (g + momentum * u), u


def adagrad(p, g, state, count, learning_rate, epsilon):
    total = g**2 if state is None else state + g**2
    return p - learning_rate * g / (jnp.sqrt(total) + epsilon), total


def rmsprop(p, g, state, count, learning_rate, decay, epsilon):
    v = (0 if state is None else decay * state) + (1 - decay) * g * g
    return p - learning_rate * g / (jnp.sqrt(v) + epsilon), v


def one_minus_power(base, exponent):
    """1 - base^exponent, with its digits where base is close to 1."""
    return -math.expm1(exponent * math.log(base)) if base else 1


def adam(p, g, state, count, learning_rate, beta1, beta2, epsilon):
    m, v = (0, 0) if state is None else state
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g * g
    m_hat = m / one_minus_power(beta1, count)
    v_hat = v / one_minus_power(beta2, count)
    return p - learning_rate * m_hat / (jnp.sqrt(v_hat) + epsilon), (m, v)


def adamw(p, g, state, count, learning_rate, beta1, beta2, epsilon, weight_decay):
    decayed = p - learning_rate * weight_decay * p
    return adam(decayed, g, state, count, learning_rate, beta1, beta2, epsilon)
