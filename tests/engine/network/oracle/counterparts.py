"""The entry of PyTorch for each entry of the engine's tables.

The generator of the oracle (``write_traces.py``) computes with these, and ``test_oracle.py``
requires a case for each. Every function gets the module ``torch`` as its first argument, so that
the tables can be imported where it is not installed.

A new entry of the engine need not be here at first: its reference in ``references.py`` tests it.
The next run of the generator demands that it be added here or to `WITHOUT_COUNTERPART`.
"""

from collections.abc import Callable
from typing import Any

from app.engine.network.activations import ACTIVATIONS
from app.engine.network.initializers import INITIALIZERS
from app.engine.network.losses import LOSSES
from app.engine.network.optimizers import OPTIMIZERS

#: PyTorch gives no types where it is not installed.
Torch = Any
Tensor = Any
Hyperparameters = dict[str, float]

#: (torch, z) -> a, both batch × units.
ACTIVATION_COUNTERPARTS: dict[str, Callable[[Torch, Tensor], Tensor]] = {
    "linear": lambda torch, z: z.clone(),
    "sigmoid": lambda torch, z: torch.sigmoid(z),
    "tanh": lambda torch, z: torch.tanh(z),
    "relu": lambda torch, z: torch.nn.functional.relu(z),
    "leaky_relu": lambda torch, z: torch.nn.functional.leaky_relu(z, 0.01),
    "elu": lambda torch, z: torch.nn.functional.elu(z),
    "selu": lambda torch, z: torch.nn.functional.selu(z),
    "gelu": lambda torch, z: torch.nn.functional.gelu(z),
    "gelu_tanh": lambda torch, z: torch.nn.functional.gelu(z, approximate="tanh"),
    "silu": lambda torch, z: torch.nn.functional.silu(z),
    "softplus": lambda torch, z: torch.nn.functional.softplus(z),
    "softmax": lambda torch, z: torch.softmax(z, dim=1),
}

#: (torch, a, t) -> the cost of each sample, (batch,). From the activations, because autograd is to
#: give ∂C/∂a.
LOSS_COUNTERPARTS: dict[str, Callable[[Torch, Tensor, Tensor], Tensor]] = {
    "half_squared_error": lambda torch, a, t: each(torch, "mse_loss", a, t).sum(1) / 2,
    "squared_error": lambda torch, a, t: each(torch, "mse_loss", a, t).sum(1),
    "mean_squared_error": lambda torch, a, t: each(torch, "mse_loss", a, t).mean(1),
    "absolute_error": lambda torch, a, t: each(torch, "l1_loss", a, t).sum(1),
    "huber": lambda torch, a, t: each(torch, "huber_loss", a, t).sum(1),
    "binary_cross_entropy": lambda torch, a, t: each(torch, "binary_cross_entropy", a, t).sum(1),
    # torch.nn.functional.cross_entropy takes z instead of a.
    "cross_entropy": lambda torch, a, t: -torch.xlogy(t, a).sum(1),
}


def each(torch: Torch, name: str, a: Tensor, t: Tensor) -> Tensor:
    """A loss function of PyTorch for every output of every sample."""
    return getattr(torch.nn.functional, name)(a, t, reduction="none")


#: (torch, parameters, hyperparameters) -> torch.optim.Optimizer.
OPTIMIZER_COUNTERPARTS: dict[str, Callable[[Torch, list[Tensor], Hyperparameters], Any]] = {
    "sgd": lambda torch, p, k: torch.optim.SGD(p, k["learning_rate"]),
    "momentum": lambda torch, p, k: torch.optim.SGD(p, k["learning_rate"], momentum=k["momentum"]),
    "nesterov": lambda torch, p, k: torch.optim.SGD(
        p, k["learning_rate"], momentum=k["momentum"], nesterov=True
    ),
    "adagrad": lambda torch, p, k: torch.optim.Adagrad(p, k["learning_rate"], eps=k["epsilon"]),
    "rmsprop": lambda torch, p, k: torch.optim.RMSprop(
        p, k["learning_rate"], alpha=k["decay"], eps=k["epsilon"]
    ),
    "adam": lambda torch, p, k: torch.optim.Adam(
        p, k["learning_rate"], betas=(k["beta1"], k["beta2"]), eps=k["epsilon"]
    ),
    "adamw": lambda torch, p, k: torch.optim.AdamW(
        p,
        k["learning_rate"],
        betas=(k["beta1"], k["beta2"]),
        eps=k["epsilon"],
        weight_decay=k["weight_decay"],
    ),
}

#: (torch, weights, hyperparameters) fills the weights, units × fan-in.
INITIALIZER_COUNTERPARTS: dict[str, Callable[[Torch, Tensor, Hyperparameters], Any]] = {
    "zeros": lambda torch, w, k: torch.nn.init.zeros_(w),
    "constant": lambda torch, w, k: torch.nn.init.constant_(w, k["value"]),
    "uniform": lambda torch, w, k: torch.nn.init.uniform_(w, -k["limit"], k["limit"]),
    "normal": lambda torch, w, k: torch.nn.init.normal_(w, 0.0, k["standard_deviation"]),
    "xavier_uniform": lambda torch, w, k: torch.nn.init.xavier_uniform_(w, k["gain"]),
    "xavier_normal": lambda torch, w, k: torch.nn.init.xavier_normal_(w, k["gain"]),
    # PyTorch takes the gain from the activation that follows: √2, our default, for relu.
    "he_uniform": lambda torch, w, k: torch.nn.init.kaiming_uniform_(w, nonlinearity="relu"),
    "he_normal": lambda torch, w, k: torch.nn.init.kaiming_normal_(w, nonlinearity="relu"),
    "orthogonal": lambda torch, w, k: torch.nn.init.orthogonal_(w, k["gain"]),
}

#: (torch, optimizer, base rate, total steps, hyperparameters) -> the scheduler, to be stepped after
#: every step of the optimizer.
SCHEDULE_COUNTERPARTS: dict[str, Callable[[Torch, Any, float, int, Hyperparameters], Any]] = {
    "constant": lambda torch, o, rate, total, k: torch.optim.lr_scheduler.ConstantLR(o, 1.0, 0),
    "step": lambda torch, o, rate, total, k: torch.optim.lr_scheduler.StepLR(
        o, int(k["step_size"]), k["gamma"]
    ),
    "exponential": lambda torch, o, rate, total, k: torch.optim.lr_scheduler.ExponentialLR(
        o, k["gamma"]
    ),
    "cosine": lambda torch, o, rate, total, k: torch.optim.lr_scheduler.CosineAnnealingLR(
        o, total, eta_min=k["factor"] * rate
    ),
    "warmup": lambda torch, o, rate, total, k: torch.optim.lr_scheduler.LinearLR(
        o, start_factor=k["start_factor"], total_iters=int(k["steps"])
    ),
    "cyclic": lambda torch, o, rate, total, k: torch.optim.lr_scheduler.CyclicLR(
        o, k["factor"] * rate, rate, step_size_up=int(k["step_size"]), cycle_momentum=False
    ),
}

#: The engine's tables, by the word for an entry.
TABLES: dict[str, set[str]] = {
    "activation": set(ACTIVATIONS),
    "loss": set(LOSSES),
    "optimizer": set(OPTIMIZERS),
    "initializer": set(INITIALIZERS),
}
COUNTERPARTS: dict[str, set[str]] = {
    "activation": set(ACTIVATION_COUNTERPARTS),
    "loss": set(LOSS_COUNTERPARTS),
    "optimizer": set(OPTIMIZER_COUNTERPARTS),
    "initializer": set(INITIALIZER_COUNTERPARTS),
}
#: Entries of the engine's tables that PyTorch does not have.
WITHOUT_COUNTERPART: dict[str, set[str]] = {
    "activation": set(),
    "loss": set(),
    "optimizer": set(),
    "initializer": set(),
}


#: The form of an entry of each table of counterparts.
FORMS = {
    "activation": "lambda torch, z: a",
    "loss": "lambda torch, a, t: costs",
    "optimizer": "lambda torch, parameters, hyperparameters: torch.optim.Optimizer",
    "initializer": "lambda torch, weights, hyperparameters: filled weights",
}


def missing() -> list[str]:
    """For each entry of the engine that is in neither table above, what to add."""
    return [
        f"The {word} {name!r} has no PyTorch counterpart in {__name__.replace('.', '/')}.py: add"
        f" `{name!r}: {FORMS[word]}` to {word.upper()}_COUNTERPARTS, or the name to"
        " WITHOUT_COUNTERPART if PyTorch has none."
        for word, names in TABLES.items()
        for name in sorted(names - COUNTERPARTS[word] - WITHOUT_COUNTERPART[word])
    ]
