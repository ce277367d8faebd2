"""Parts of programs in PyTorch: of each name in the engine's tables the functions that it needs.

`app.exporting.programs.library` takes from this file what a program uses. PyTorch's own sigmoid,
tanh, softmax and their losses lose the digits of derivatives where they are saturated, since these
are computed as a (1 - a) and the like; the forms here keep them.
"""

import math

import torch

# --- activations ---


def linear(z):
    return z.clone()


def minus_size(z):
    """-|z|, whose derivative at 0 is not 0."""
    return torch.where(z < 0, z, -z)


def sigmoid(z):
    """1 / (1 + e^-z); torch.sigmoid's derivative a (1 - a) is 0 where a rounds to 1."""
    e = torch.exp(minus_size(z))
    return torch.where(z < 0, e, torch.ones_like(e)) / (1 + e)


def exp_less_one(x):
    """e^x - 1 for x <= 0; the derivative of expm1, (e^x - 1) + 1, rounds to 0 far below 0."""
    return torch.where(x < -1, torch.exp(x) - 1, torch.expm1(x))


def tanh(z):
    """(1 - e) / (1 + e), e = exp(-2|z|), with the sign of z."""
    x = 2 * minus_size(z)
    size = -exp_less_one(x) / (1 + torch.exp(x))
    return torch.where(z < 0, -size, size)


def relu(z):
    return torch.relu(z)


def leaky_relu(z):
    return torch.where(z > 0, z, 0.01 * z)


def elu(z):
    return torch.where(z > 0, z, exp_less_one(torch.where(z > 0, 0.0, z)))


SELU_ALPHA = 1.6732632423543772848170429916717
SELU_SCALE = 1.0507009873554804934193349852946


def selu(z):
    below = SELU_ALPHA * exp_less_one(torch.where(z > 0, 0.0, z))
    return SELU_SCALE * torch.where(z > 0, z, below)


def gelu(z):
    """z times the probability of a standard normal number below z."""
    return z * torch.special.erfc(-z / math.sqrt(2)) / 2


def gelu_tanh(z):
    """z / 2 (1 + tanh u) = z sigmoid(2u)."""
    x = torch.clamp(z, -60, 60)  # beyond, sigmoid(2u) is 0 or 1
    return z * sigmoid(2 * math.sqrt(2 / math.pi) * (x + 0.044715 * x**3))


def silu(z):
    return z * sigmoid(z)


def softplus(z):
    """ln(1 + e^z)."""
    return torch.where(z < 0, 0.0, z) + torch.log1p(torch.exp(minus_size(z)))


def shifted_exponentials(z):
    """z less the largest z, and the exponentials of that but for the largest one, which is 1."""
    largest = z.argmax(dim=1, keepdim=True)
    is_largest = torch.zeros_like(z, dtype=torch.bool).scatter(1, largest, True)
    shifted = torch.where(is_largest, 0.0, z - z.gather(1, largest))
    return shifted, is_largest, torch.where(is_largest, 0.0, torch.exp(shifted))


def softmax(z):
    _, is_largest, others = shifted_exponentials(z)
    e = torch.where(is_largest, 1.0, others)
    return e / (1 + others.sum(dim=1, keepdim=True))


# --- losses of each sample; dc/da where c is computed without a ---


def half_squared_error(z, a, t):
    return ((a - t) ** 2).sum(dim=1) / 2


def squared_error(z, a, t):
    return ((a - t) ** 2).sum(dim=1)


def mean_squared_error(z, a, t):
    return ((a - t) ** 2).mean(dim=1)


def absolute_error(z, a, t):
    return torch.abs(a - t).sum(dim=1)


def huber(z, a, t):
    d = torch.abs(a - t)
    return torch.where(d <= 1, d**2 / 2, d - 0.5).sum(dim=1)


def times_exp(t, x):
    """t e^x for t >= 0, also where e^x alone is too large; 0 where t is 0."""
    return torch.where(t > 0, torch.exp(x + torch.log(torch.where(t > 0, t, 1.0))), 0.0)


def binary_cross_entropy(z, a, t):
    """-t ln a - (1 - t) ln(1 - a), with -ln sigmoid(z) = softplus(-z)."""
    return (t * softplus(-z) + (1 - t) * softplus(z)).sum(dim=1)


def binary_cross_entropy_gradient(z, a, t):
    """(1 - t) / (1 - a) - t / a, with 1 / sigmoid(z) = 1 + e^-z."""
    return (1 - t) + times_exp(1 - t, z) - t - times_exp(t, -z)


def log_softmax(z):
    """ln a_j; of the largest a it is -ln(1 + what the others add), to keep its digits."""
    shifted, _, others = shifted_exponentials(z)
    return shifted - torch.log1p(others.sum(dim=1, keepdim=True))


def cross_entropy(z, a, t):
    return -torch.where(t == 0, 0.0, t * log_softmax(z)).sum(dim=1)


def cross_entropy_gradient(z, a, t):
    """-t / a, with 1 / a = e^(-ln a)."""
    return -times_exp(t, -log_softmax(z))


# --- optimizers whose numbers torch.optim would round away ---


def one_minus_power(base, exponent):
    """1 - base^exponent, with its digits where base is close to 1."""
    return -math.expm1(exponent * math.log(base)) if base else 1


def adam(p, g, state, count, learning_rate, beta1, beta2, epsilon):
    m, v = (0, 0) if state is None else state
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g * g
    m_hat = m / one_minus_power(beta1, count)
    v_hat = v / one_minus_power(beta2, count)
    return p - learning_rate * m_hat / (torch.sqrt(v_hat) + epsilon), (m, v)


def adamw(p, g, state, count, learning_rate, beta1, beta2, epsilon, weight_decay):
    decayed = p - learning_rate * weight_decay * p
    return adam(decayed, g, state, count, learning_rate, beta1, beta2, epsilon)
