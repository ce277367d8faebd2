"""Initial weights, sampled with a seeded generator.

To add one, write an `Initializer` and put it in `INITIALIZERS`; the API and the menus pick it up.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from ..arrays import Array
from ..parameters import Hyperparameter

#: (generator, units, fan-in, parameters) -> weights, units × fan-in
Sample = Callable[[np.random.Generator, int, int, dict[str, float]], Array]


@dataclass(frozen=True)
class Initializer:
    """An entry of the table. ``sample`` takes from the generator only the numbers that it needs, so
    that layers sampled in turn form one stream.
    """

    name: str
    latex: str
    sample: Sample
    hyperparameters: tuple[Hyperparameter, ...] = ()


def zeros(
    rng: np.random.Generator, units: int, fan_in: int, hyperparameters: dict[str, float]
) -> Array:
    return np.zeros((units, fan_in))


def constant(
    rng: np.random.Generator, units: int, fan_in: int, hyperparameters: dict[str, float]
) -> Array:
    return np.full((units, fan_in), float(hyperparameters["value"]))


def uniform(
    rng: np.random.Generator, units: int, fan_in: int, hyperparameters: dict[str, float]
) -> Array:
    return rng.uniform(-hyperparameters["limit"], hyperparameters["limit"], (units, fan_in))


def normal(
    rng: np.random.Generator, units: int, fan_in: int, hyperparameters: dict[str, float]
) -> Array:
    return rng.normal(0.0, hyperparameters["standard_deviation"], (units, fan_in))


def xavier_uniform(
    rng: np.random.Generator, units: int, fan_in: int, hyperparameters: dict[str, float]
) -> Array:
    """Glorot and Bengio (2010), equation 16."""
    limit = hyperparameters["gain"] * np.sqrt(6 / (fan_in + units))
    return rng.uniform(-limit, limit, (units, fan_in))


def xavier_normal(
    rng: np.random.Generator, units: int, fan_in: int, hyperparameters: dict[str, float]
) -> Array:
    """Glorot and Bengio (2010), equation 12, as a standard deviation."""
    return rng.normal(0.0, hyperparameters["gain"] * np.sqrt(2 / (fan_in + units)), (units, fan_in))


def he_uniform(
    rng: np.random.Generator, units: int, fan_in: int, hyperparameters: dict[str, float]
) -> Array:
    """He et al. (2015), equation 10, as a uniform distribution of the same variance."""
    limit = hyperparameters["gain"] * np.sqrt(3 / fan_in)
    return rng.uniform(-limit, limit, (units, fan_in))


def he_normal(
    rng: np.random.Generator, units: int, fan_in: int, hyperparameters: dict[str, float]
) -> Array:
    """He et al. (2015), equation 10."""
    return rng.normal(0.0, hyperparameters["gain"] / np.sqrt(fan_in), (units, fan_in))


def orthogonal(
    rng: np.random.Generator, units: int, fan_in: int, hyperparameters: dict[str, float]
) -> Array:
    """Saxe et al. (2014): the factor Q of the QR decomposition of a normal matrix. Its signs are
    fixed by those of R, which makes Q uniformly distributed (Mezzadri 2007).
    """
    tall = rng.normal(0.0, 1.0, (max(units, fan_in), min(units, fan_in)))
    q, r = np.linalg.qr(tall)
    q *= np.where(np.diag(r) < 0, -1.0, 1.0)
    return np.ascontiguousarray(hyperparameters["gain"] * (q if units >= fan_in else q.T))


def gain(default: float) -> tuple[Hyperparameter, ...]:
    """The one hyperparameter of the initializers that scale with the layer's size."""
    return (Hyperparameter("gain", default, 0.0, 100.0, "g"),)


ROOT_TWO = float(np.sqrt(2))

INITIALIZERS: dict[str, Initializer] = {
    entry.name: entry
    for entry in (
        Initializer("zeros", "w=0", zeros),
        Initializer(
            "constant", "w=c", constant, (Hyperparameter("value", 0.1, -100.0, 100.0, "c"),)
        ),
        Initializer(
            "uniform",
            r"w\sim U(-r,r)",
            uniform,
            (Hyperparameter("limit", 0.5, 0.0, 100.0, "r"),),
        ),
        Initializer(
            "normal",
            r"w\sim N(0,s^2)",
            normal,
            (Hyperparameter("standard_deviation", 1.0, 0.0, 100.0, "s"),),
        ),
        Initializer(
            "xavier_uniform",
            r"w\sim U(-r,r),\ r=g\sqrt{6/(n_{\text{in}}+n_{\text{out}})}",
            xavier_uniform,
            gain(1.0),
        ),
        Initializer(
            "xavier_normal",
            r"w\sim N(0,s^2),\ s=g\sqrt{2/(n_{\text{in}}+n_{\text{out}})}",
            xavier_normal,
            gain(1.0),
        ),
        Initializer(
            "he_uniform",
            r"w\sim U(-r,r),\ r=g\sqrt{3/n_{\text{in}}}",
            he_uniform,
            gain(ROOT_TWO),
        ),
        Initializer(
            "he_normal",
            r"w\sim N(0,s^2),\ s=g/\sqrt{n_{\text{in}}}",
            he_normal,
            gain(ROOT_TWO),
        ),
        Initializer("orthogonal", r"W^{\mathsf T}W=g^2I", orthogonal, gain(1.0)),
    )
}
