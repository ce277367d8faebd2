"""Parts of programs in numpy: of each name in the engine's tables the functions that it needs.

`app.exporting.programs.library` takes from this file what a program uses. All arrays are
batch × units; ``error`` is ∂C/∂a, what a ``…_backward`` gives is ∂C/∂z.
"""

import math

import numpy as np

# --- activations ---


def linear(z):
    return z


def linear_backward(z, a, error):
    return error


def sigmoid(z):
    """1 / (1 + e^-z), from an exponential that does not overflow."""
    e = np.exp(-np.abs(z))
    return np.where(z >= 0, 1, e) / (1 + e)


def sigmoid_slope(z):
    """a (1 - a) = e / (1 + e)^2, which keeps its digits where a rounds to 1."""
    e = np.exp(-np.abs(z))
    return e / (1 + e) ** 2


def sigmoid_backward(z, a, error):
    return error * sigmoid_slope(z)


def tanh(z):
    return np.tanh(z)


def tanh_backward(z, a, error):
    """1 - a^2 = 4e / (1 + e)^2, which keeps its digits where a rounds to 1."""
    e = np.exp(-2 * np.abs(z))
    return error * 4 * e / (1 + e) ** 2


def relu(z):
    return np.maximum(z, 0)


def relu_backward(z, a, error):
    return error * (z > 0)


def leaky_relu(z):
    return np.where(z > 0, z, 0.01 * z)


def leaky_relu_backward(z, a, error):
    return error * np.where(z > 0, 1, 0.01)


def elu(z):
    return np.where(z > 0, z, np.expm1(np.minimum(z, 0)))


def elu_backward(z, a, error):
    return error * np.exp(np.minimum(z, 0))


SELU_ALPHA = 1.6732632423543772848170429916717
SELU_SCALE = 1.0507009873554804934193349852946


def selu(z):
    return SELU_SCALE * np.where(z > 0, z, SELU_ALPHA * np.expm1(np.minimum(z, 0)))


def selu_backward(z, a, error):
    return error * SELU_SCALE * np.where(z > 0, 1, SELU_ALPHA * np.exp(np.minimum(z, 0)))


def normal_distribution(z):
    """The probability of a standard normal number below z, erfc(-z / sqrt(2)) / 2."""
    return np.vectorize(math.erfc, otypes=[float])(-z / math.sqrt(2)) / 2


def normal_density(z):
    return np.exp(-z * z / 2) / math.sqrt(2 * math.pi)


def gelu(z):
    return z * normal_distribution(z)


def gelu_backward(z, a, error):
    return error * (normal_distribution(z) + z * normal_density(z))


def gelu_tanh_inner(z):
    """v = 2 sqrt(2 / pi) (z + 0.044715 z^3) and dv/dz."""
    factor = 2 * math.sqrt(2 / math.pi)
    z = np.clip(z, -60, 60)  # beyond, sigmoid(v) is 0 or 1
    return factor * (z + 0.044715 * z**3), factor * (1 + 3 * 0.044715 * z**2)


def gelu_tanh(z):
    """z / 2 (1 + tanh(v / 2)) = z sigmoid(v)."""
    v, _ = gelu_tanh_inner(z)
    return z * sigmoid(v)


def gelu_tanh_backward(z, a, error):
    v, v_slope = gelu_tanh_inner(z)
    return error * (sigmoid(v) + z * sigmoid_slope(v) * v_slope)


def silu(z):
    return z * sigmoid(z)


def silu_backward(z, a, error):
    return error * (sigmoid(z) + z * sigmoid_slope(z))


def softplus(z):
    """ln(1 + e^z)."""
    return np.maximum(z, 0) + np.log1p(np.exp(-np.abs(z)))


def softplus_backward(z, a, error):
    return error * sigmoid(z)


def softmax(z):
    e = np.exp(z - z.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)


def softmax_backward(z, a, error):
    """dC/dz_j = sum_k dC/da_k a_k (1[j = k] - a_j).

    The a add up to 1, so a constant may be taken off the errors: the error at the largest a, since
    then nothing cancels where that a is close to 1.
    """
    largest = a.argmax(axis=1)[:, np.newaxis]
    error = error - np.take_along_axis(error, largest, axis=1)
    return a * (error - (a * error).sum(axis=1, keepdims=True))


# --- losses: of each sample, and dc/da or dc/dz ---


def half_squared_error(z, a, t):
    return ((a - t) ** 2).sum(axis=1) / 2


def half_squared_error_gradient(z, a, t):
    return a - t


def squared_error(z, a, t):
    return ((a - t) ** 2).sum(axis=1)


def squared_error_gradient(z, a, t):
    return 2 * (a - t)


def mean_squared_error(z, a, t):
    return ((a - t) ** 2).mean(axis=1)


def mean_squared_error_gradient(z, a, t):
    return 2 * (a - t) / a.shape[1]


def absolute_error(z, a, t):
    return np.abs(a - t).sum(axis=1)


def absolute_error_gradient(z, a, t):
    return np.sign(a - t)


def huber(z, a, t):
    d = np.abs(a - t)
    return np.where(d <= 1, d**2 / 2, d - 0.5).sum(axis=1)


def huber_gradient(z, a, t):
    return np.clip(a - t, -1, 1)


def times_exp(t, x):
    """t e^x for t >= 0, also where e^x alone is too large; 0 where t is 0."""
    return np.where(t > 0, np.exp(np.where(t > 0, x + np.log(np.where(t > 0, t, 1)), 0)), 0)


def binary_cross_entropy(z, a, t):
    """-t ln a - (1 - t) ln(1 - a), with -ln sigmoid(z) = softplus(-z)."""
    return (t * softplus(-z) + (1 - t) * softplus(z)).sum(axis=1)


def binary_cross_entropy_gradient(z, a, t):
    """(1 - t) / (1 - a) - t / a, with 1 / sigmoid(z) = 1 + e^-z."""
    return (1 - t) + times_exp(1 - t, z) - t - times_exp(t, -z)


def binary_cross_entropy_delta(z, a, t):
    """a - t; written so that nothing cancels where a rounds to t."""
    return np.where((t == 0) | (t == 1), (1 - t) * sigmoid(z) - t * sigmoid(-z), a - t)


def log_softmax(z):
    """ln a_j; of the largest a it is -ln(1 + what the others add), to keep its digits."""
    largest = z.argmax(axis=1)[:, np.newaxis]
    z = z - np.take_along_axis(z, largest, axis=1)
    others = np.exp(z)
    np.put_along_axis(others, largest, 0, axis=1)
    return z - np.log1p(others.sum(axis=1, keepdims=True))


def cross_entropy(z, a, t):
    return -np.where(t == 0, 0, t * log_softmax(z)).sum(axis=1)


def cross_entropy_gradient(z, a, t):
    """-t / a, with 1 / a = e^(-ln a)."""
    return -times_exp(t, -log_softmax(z))


def cross_entropy_delta(z, a, t):
    """a_j T - t_j with T = sum t, as a_j (T - t_j) - (1 - a_j) t_j: nothing cancels.

    1 - a_j of the largest a_j is the sum of the others.
    """
    others = a.copy()
    largest = np.arange(len(a)), a.argmax(axis=1)
    others[largest] = 0
    rest = 1 - a
    rest[largest] = others.sum(axis=1)
    return a * (t.sum(axis=1, keepdims=True) - t) - rest * t


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
    return p - learning_rate * g / (np.sqrt(total) + epsilon), total


def rmsprop(p, g, state, count, learning_rate, decay, epsilon):
    v = (0 if state is None else decay * state) + (1 - decay) * g * g
    return p - learning_rate * g / (np.sqrt(v) + epsilon), v


def one_minus_power(base, exponent):
    """1 - base^exponent, with its digits where base is close to 1."""
    return -math.expm1(exponent * math.log(base)) if base else 1


def adam(p, g, state, count, learning_rate, beta1, beta2, epsilon):
    m, v = (0, 0) if state is None else state
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g * g
    m_hat = m / one_minus_power(beta1, count)
    v_hat = v / one_minus_power(beta2, count)
    return p - learning_rate * m_hat / (np.sqrt(v_hat) + epsilon), (m, v)


def adamw(p, g, state, count, learning_rate, beta1, beta2, epsilon, weight_decay):
    decayed = p - learning_rate * weight_decay * p
    return adam(decayed, g, state, count, learning_rate, beta1, beta2, epsilon)
