"""Functions of expressions in JAX whose derivatives keep their digits in the tails, and are the
page's at a kink or a tie.
"""

import jax.numpy as jnp


def minus_size(a):
    """-|a|, whose derivative at 0 is not 0."""
    return jnp.where(a < 0, a, -a)


def sigmoid(a):
    """1 / (1 + e^-a); jax.nn.sigmoid's derivative y (1 - y) is 0 where y rounds to 1."""
    e = jnp.exp(minus_size(a))
    return jnp.where(a < 0, e, 1.0) / (1 + e)


def softplus(a):
    """ln(1 + e^a)."""
    return jnp.where(a < 0, 0.0, a) + jnp.log1p(jnp.exp(minus_size(a)))


def tanh(a):
    """(1 - e) / (1 + e), e = exp(-2|a|), with the sign of a."""
    x = 2 * minus_size(a)
    less_one = jnp.where(x < -1, jnp.exp(x) - 1, jnp.expm1(x))
    size = -less_one / (1 + jnp.exp(x))
    return jnp.where(a < 0, -size, size)


def relu(a):
    return jnp.where(a > 0, a, 0.0)


def size(a):
    """|a|, whose derivative at 0 is 0; that of jnp.abs is 1."""
    return a * jnp.sign(a)


def step(a):
    """1 where a > 0, else 0."""
    return jnp.where(a > 0, 1.0, 0.0)


def power(a, b):
    """a^b; at b = 0 as 1 + b ln a, whose derivative by a is 0 at a = 0 too."""
    near_one = 1 + b * jnp.log(jnp.where(a > 0, a, 1.0))
    return jnp.where(b == 0, near_one, a ** jnp.where(b == 0, 1.0, b))


def larger(a, b):
    """The maximum; where both are equal it is the first, also for its derivative."""
    return jnp.where(b > a, b, a)


def smaller(a, b):
    """The minimum; where both are equal it is the first, also for its derivative."""
    return jnp.where(b < a, b, a)
