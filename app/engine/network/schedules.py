"""Learning-rate schedules: the rate of every optimizer step, in closed form.

To add one, write a `Schedule` and put it in `SCHEDULES`; the API, the menus and the generated tests
pick it up.

The forms are those of torch.optim.lr_scheduler with one scheduler step after each optimizer step.
PyTorch goes from one rate to the next; the closed forms here differ from it by rounding alone. They
need no state, so that a run may begin anywhere.

η = base rate, s = number of the optimizer step from 0, T = number of steps of the whole run.
"""

from collections.abc import Callable
from dataclasses import dataclass
from math import cos, floor, pi

from ..parameters import Hyperparameter

#: (base rate, step, total steps, hyperparameters) -> learning rate of the step
Rate = Callable[[float, int, int, dict[str, float]], float]


@dataclass(frozen=True)
class Schedule:
    """An entry of the table. ``rate`` answers from 0 to the base rate, for steps 0 to T; from T on
    it needs not be meaningful, but is finite.
    """

    name: str
    latex: str
    rate: Rate
    hyperparameters: tuple[Hyperparameter, ...] = ()


def constant(base: float, step: int, total_steps: int, k: dict[str, float]) -> float:
    """η."""
    return base


def by_steps(base: float, step: int, total_steps: int, k: dict[str, float]) -> float:
    """η γ^⌊s/n⌋ (StepLR): after every n steps the rate is multiplied by γ."""
    return float(base * k["gamma"] ** (step // int(k["step_size"])))


def exponential(base: float, step: int, total_steps: int, k: dict[str, float]) -> float:
    """η γ^s (ExponentialLR)."""
    return float(base * k["gamma"] ** step)


def cosine(base: float, step: int, total_steps: int, k: dict[str, float]) -> float:
    """η_min + ½ (η − η_min) (1 + cos(π s/T)), η_min = factor η (CosineAnnealingLR with T_max = T;
    Loshchilov and Hutter 2017, equation 5, without restarts).
    """
    least = k["factor"] * base
    way = min(step / max(total_steps, 1), 1.0)
    return least + (base - least) * (1 + cos(pi * way)) / 2


def warmup(base: float, step: int, total_steps: int, k: dict[str, float]) -> float:
    """η (f + (1 − f) min(s/n, 1)) (LinearLR with end_factor 1): up to the base rate within n steps,
    from f η.
    """
    start = k["start_factor"]
    return base * (start + (1 - start) * min(step / k["steps"], 1.0))


def cyclic(base: float, step: int, total_steps: int, k: dict[str, float]) -> float:
    """f η + (η − f η) max(0, 1 − |s/n − 2c + 1|), c = ⌊1 + s/(2n)⌋ (CyclicLR, mode "triangular";
    Smith 2017, section 3): up from f η to η within n steps, and down again.
    """
    size, least = k["step_size"], k["factor"] * base
    cycle = floor(1 + step / (2 * size))
    return least + (base - least) * max(0.0, 1 - abs(step / size - 2 * cycle + 1))


def steps(name: str, default: float) -> Hyperparameter:
    """A number of optimizer steps."""
    return Hyperparameter(name, default, 1.0, 1e6, "n", whole=True)


def factor(name: str, default: float) -> Hyperparameter:
    """The part of the base rate that the lowest rate is."""
    return Hyperparameter(name, default, 0.0, 1.0, "f")


def gamma(default: float) -> Hyperparameter:
    """What the rate is multiplied by."""
    return Hyperparameter("gamma", default, 0.0, 1.0, r"\gamma")


SCHEDULES: dict[str, Schedule] = {
    entry.name: entry
    for entry in (
        Schedule("constant", r"\eta", constant),
        Schedule(
            "step",
            r"\eta\,\gamma^{\lfloor s/n\rfloor}",
            by_steps,
            (steps("step_size", 500.0), gamma(0.5)),
        ),
        Schedule("exponential", r"\eta\,\gamma^s", exponential, (gamma(0.999),)),
        Schedule(
            "cosine",
            r"f\eta+\tfrac12(1-f)\eta\left(1+\cos\frac{\pi s}{T}\right)",
            cosine,
            (factor("factor", 0.0),),
        ),
        Schedule(
            "warmup",
            r"\eta\left(f+(1-f)\min\left(\tfrac sn,1\right)\right)",
            warmup,
            (factor("start_factor", 0.1), steps("steps", 100.0)),
        ),
        Schedule(
            "cyclic",
            r"f\eta+(1-f)\eta\max\left(0,1-\left|\tfrac sn-2c+1\right|\right),"
            r"\ c=\left\lfloor1+\tfrac s{2n}\right\rfloor",
            cyclic,
            (factor("factor", 0.1), steps("step_size", 200.0)),
        ),
    )
}
