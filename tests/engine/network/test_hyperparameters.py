"""What clients may send for a hyperparameter, the same in every table that has one of its name."""

import re
from typing import Any

from app.engine.network.initializers import INITIALIZERS
from app.engine.network.optimizers import OPTIMIZERS
from app.engine.network.schedules import SCHEDULES

#: The public contract, least and most: a value that was allowed stays so.
ALLOWED: dict[str, tuple[float, float]] = {
    "value": (-100, 100),
    "limit": (0, 100),
    "standard_deviation": (0, 100),
    "gain": (0, 100),
    "step_size": (1, 1e6),
    "steps": (1, 1e6),
    "gamma": (0, 1),
    "factor": (0, 1),
    "start_factor": (0, 1),
    "learning_rate": (0, 1e6),
    "momentum": (0, 1),
    "decay": (0, 1),
    "beta1": (0, 0.999999),
    "beta2": (0, 0.999999999),
    "epsilon": (0, 1),
    "weight_decay": (0, 1),
}
#: A number of steps; all others may be any number.
WHOLE = {"step_size", "steps"}
#: What is used where nothing is sent. Of the optimizers they are PyTorch's own, but for the
#: learning rate and the momentum, of which it has none; RMSprop's ρ is its alpha.
DEFAULTS: dict[tuple[str, str], float] = {
    ("constant", "value"): 0.1,
    ("uniform", "limit"): 0.5,
    ("normal", "standard_deviation"): 1.0,
    ("he_uniform", "gain"): 2**0.5,
    ("he_normal", "gain"): 2**0.5,
    ("xavier_uniform", "gain"): 1.0,
    ("xavier_normal", "gain"): 1.0,
    ("orthogonal", "gain"): 1.0,
    ("step", "step_size"): 500,
    ("step", "gamma"): 0.5,
    ("exponential", "gamma"): 0.999,
    ("cosine", "factor"): 0.0,
    ("warmup", "start_factor"): 0.1,
    ("warmup", "steps"): 100,
    ("cyclic", "factor"): 0.1,
    ("cyclic", "step_size"): 200,
    ("momentum", "momentum"): 0.9,
    ("nesterov", "momentum"): 0.9,
    ("adagrad", "epsilon"): 1e-10,
    ("rmsprop", "decay"): 0.99,
    ("rmsprop", "epsilon"): 1e-8,
    **{
        (name, parameter): value
        for name in ("adam", "adamw")
        for parameter, value in (("beta1", 0.9), ("beta2", 0.999), ("epsilon", 1e-8))
    },
    ("adamw", "weight_decay"): 0.01,
    **{(name, "learning_rate"): 0.1 for name in OPTIMIZERS},
}
ENTRIES: list[Any] = [
    entry for table in (INITIALIZERS, SCHEDULES, OPTIMIZERS) for entry in table.values()
]


def test_every_hyperparameter_takes_what_the_contract_says() -> None:
    found = {(entry.name, one.name): one for entry in ENTRIES for one in entry.hyperparameters}
    assert {place: one.default for place, one in found.items()} == DEFAULTS
    for (_, name), one in found.items():
        assert (one.low, one.high) == ALLOWED[name]
        assert one.whole == (name in WHOLE)


def test_a_formula_has_the_symbol_of_every_hyperparameter() -> None:
    """But for β₁ and β₂, which stand in the rows of m and v."""
    for entry in ENTRIES:
        formula = re.sub(r"\\(text|mathsf)\{\w+\}", "", entry.latex)
        symbols = re.findall(r"\\[A-Za-z]+|[A-Za-z]", formula)
        for one in entry.hyperparameters:
            if one.name.startswith("beta"):
                assert one.latex == rf"\beta_{one.name[-1]}"
            else:
                assert one.latex in symbols, (entry.name, one.name)
