"""Functions of expressions in PyTorch whose derivatives keep their digits in the tails, and are the
page's at a kink or a tie.
"""

import torch


def minus_size(a):
    """-|a|, whose derivative at 0 is not 0."""
    return torch.where(a < 0, a, -a)


def sigmoid(a):
    """1 / (1 + e^-a); torch.sigmoid's derivative y (1 - y) is 0 where y rounds to 1."""
    e = torch.exp(minus_size(a))
    return torch.where(a < 0, e, torch.ones_like(e)) / (1 + e)


def softplus(a):
    """ln(1 + e^a)."""
    return torch.where(a < 0, 0.0, a) + torch.log1p(torch.exp(minus_size(a)))


def tanh(a):
    """(1 - e) / (1 + e), e = exp(-2|a|), with the sign of a."""
    x = 2 * minus_size(a)
    less_one = torch.where(x < -1, torch.exp(x) - 1, torch.expm1(x))
    size = -less_one / (1 + torch.exp(x))
    return torch.where(a < 0, -size, size)


def step(a):
    """1 where a > 0, else 0."""
    return torch.sign(torch.relu(a))


def larger(a, b):
    """The maximum; where both are equal it is the first, also for its derivative."""
    return torch.where(b > a, b, a)


def smaller(a, b):
    """The minimum; where both are equal it is the first, also for its derivative."""
    return torch.where(b < a, b, a)
