"""A pass of a network as a program: by hand in numpy, by automatic differentiation in PyTorch and
JAX.

A program consists of a template and of the functions that its network needs, which are named by the
engine's tables. To cover a new activation ``f`` add to ``templates/exporting/programs/parts`` the
functions ``f`` (all three files) and ``f_backward`` (numpy's); of a loss ``f``, ``f_gradient``
(numpy's; all three where the engine has its ∂C/∂z in one formula) and then ``f_delta`` (numpy's);
of an optimizer ``f`` (numpy's and JAX's) and a row in `TORCH_OPTIMIZERS`.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from ...engine.network.losses import Loss
from ...engine.network.training import Optimization
from ..source import NetworkPass, NotExportable, Source
from ..templates import TEXT
from .library import library
from .literals import matrix

Names = Callable[[NetworkPass], list[str]]


@dataclass(frozen=True)
class Framework:
    """What programs of one framework are made from.

    :param name: of its template and of its file of parts.
    :param form: the format of its programs, as a request names it.
    :param always: the import statements of its template.
    :param names: the functions that a network needs.
    :param figure_rule: can it update by the figures' rule?
    """

    name: str
    form: str
    title: str
    always: tuple[str, ...]
    names: Names
    figure_rule: bool = False


def activations(one: NetworkPass) -> list[str]:
    """The activation of every layer, the first layer first."""
    return [layer.activation.name for layer in one.network.layers]


def is_fused(loss: Loss) -> bool:
    """Is ∂C/∂z of the outputs one formula, so that C is computed without a?"""
    return loss.delta is not None


def names_by_hand(one: NetworkPass) -> list[str]:
    loss, used = one.network.loss, activations(one)
    backward = [f"{name}_backward" for name in used]
    delta = [f"{loss.name}_delta"] if is_fused(loss) else []
    optimizer = one.optimization.optimizer.name
    return [*used, *backward, loss.name, f"{loss.name}_gradient", *delta, optimizer]


def names_of_gradients(one: NetworkPass) -> list[str]:
    """Where a framework differentiates itself: but for ∂C/∂a that a fused loss does not compute."""
    loss = one.network.loss
    return [*activations(one), loss.name, *([f"{loss.name}_gradient"] if is_fused(loss) else [])]


def names_in_jax(one: NetworkPass) -> list[str]:
    return [*names_of_gradients(one), one.optimization.optimizer.name]


def names_in_torch(one: NetworkPass) -> list[str]:
    written_out = [one.optimization.optimizer.name] if is_written_out(one.optimization) else []
    return [*names_of_gradients(one), *written_out]


# --- PyTorch's own optimizers ---

Values = Mapping[str, float]

#: What makes one for the parameters ``moving``.
TORCH_OPTIMIZERS: dict[str, Callable[[Values], str]] = {
    "sgd": lambda k: f"torch.optim.SGD(moving, lr={k['learning_rate']!r})",
    "momentum": lambda k: (
        f"torch.optim.SGD(moving, lr={k['learning_rate']!r}, momentum={k['momentum']!r})"
    ),
    # PyTorch takes no nesterov without a momentum, with which it is the plain step.
    "nesterov": lambda k: (
        f"torch.optim.SGD(moving, lr={k['learning_rate']!r}, momentum={k['momentum']!r}, "
        f"nesterov={k['momentum'] > 0})"
    ),
    "adagrad": lambda k: (
        f"torch.optim.Adagrad(moving, lr={k['learning_rate']!r}, eps={k['epsilon']!r})"
    ),
    "rmsprop": lambda k: (
        f"torch.optim.RMSprop(moving, lr={k['learning_rate']!r}, alpha={k['decay']!r}, "
        f"eps={k['epsilon']!r})"
    ),
    "adam": lambda k: (
        f"torch.optim.Adam(moving, lr={k['learning_rate']!r}, "
        f"betas=({k['beta1']!r}, {k['beta2']!r}), eps={k['epsilon']!r})"
    ),
    "adamw": lambda k: (
        f"torch.optim.AdamW(moving, lr={k['learning_rate']!r}, "
        f"betas=({k['beta1']!r}, {k['beta2']!r}), eps={k['epsilon']!r}, "
        f"weight_decay={k['weight_decay']!r})"
    ),
}
#: What PyTorch calls the arrays of an optimizer's state, in the order of ours.
TORCH_STATES = {
    "momentum": ("momentum_buffer",),
    "nesterov": ("momentum_buffer",),
    "adagrad": ("sum",),
    "rmsprop": ("square_avg",),
    "adam": ("exp_avg", "exp_avg_sq"),
    "adamw": ("exp_avg", "exp_avg_sq"),
}
#: From a β above this one PyTorch's 1 − β^count has lost more digits than the page's numbers.
LARGEST_BETA = 0.999


def is_written_out(optimization: Optimization) -> bool:
    """Would PyTorch's own optimizer give other digits, so that the program has its own?"""
    betas = [optimization.hyperparameters[name] for name in optimization.optimizer.corrected]
    return any(beta > LARGEST_BETA for beta in betas)


FRAMEWORKS = {
    "numpy": Framework(
        "numpy",
        "numpy",
        "NumPy",
        ("import math", "import numpy as np"),
        names_by_hand,
        figure_rule=True,
    ),
    "torch": Framework(
        "torch", "pytorch", "PyTorch", ("import math", "import torch"), names_in_torch
    ),
    "jax": Framework(
        "jax", "jax", "JAX", ("import math", "import jax", "import jax.numpy as jnp"), names_in_jax
    ),
}


def no_program(
    name: str, framework: Framework, can_write: Callable[[Framework], bool]
) -> NotExportable:
    """Why there is no program: the framework's parts have no ``name``. It advises the formats of
    the frameworks that can write the program, and that of the numbers.
    """
    forms = [each.form for each in FRAMEWORKS.values() if can_write(each)]
    formats = ", ".join([*forms, "json"])
    params: dict[str, object] = {"name": name, "framework": framework.title, "formats": formats}
    return NotExportable("error.export.part", params)


def missing_in(framework: Framework, one: NetworkPass) -> list[str]:
    """The functions of a network's program that the framework's parts do not have."""
    parts = library(f"network_{framework.name}")
    return [name for name in framework.names(one) if name not in parts.definitions]


def follows(framework: Framework, rule: str) -> bool:
    return rule == "gradient" or framework.figure_rule


def program(source: Source, framework: Framework) -> str:
    """Raises `NotExportable`."""
    one = source.network
    assert one is not None
    if not follows(framework, one.rule):
        raise NotExportable("error.export.rule", {"framework": framework.title})
    missing = missing_in(framework, one)
    if missing:
        raise no_program(
            missing[0],
            framework,
            lambda other: follows(other, one.rule) and not missing_in(other, one),
        )
    parts, needed = library(f"network_{framework.name}"), framework.names(one)
    template = TEXT.get_template(f"programs/network_{framework.name}.py.jinja")
    text = template.render(
        fields(source, one),
        imports=parts.imports(needed, framework.always),
        functions=parts.source(needed),
    )
    return f"{text.strip()}\n"


def fields(source: Source, one: NetworkPass) -> dict[str, Any]:
    """What the templates show."""
    layers, optimization = one.network.layers, one.optimization
    states = states_by_place(one)
    return {
        "say": lambda key, **params: source.say(key, params),
        "title": source.say("export_file.title.trace", {}),
        "what": source.say("export_file.program.trace", {"round": one.rounds}),
        "inputs": matrix(one.inputs),
        "targets": matrix(one.targets),
        "weights": [matrix(layer.weights, indent=4) for layer in layers],
        "biases": [None if layer.biases is None else matrix(layer.biases) for layer in layers],
        "weights_move": [layer.frozen != "all" for layer in layers],
        "biases_move": [layer.frozen == "none" and layer.biases is not None for layer in layers],
        "moves": any(layer.frozen != "all" for layer in layers),
        "reduction": one.reduction,
        "rounds": one.rounds,
        "hyperparameters": dict(optimization.hyperparameters),
        "activations": activations(one),
        "loss": one.network.loss.name,
        "fused": is_fused(one.network.loss),
        "as_drawn": one.rule != "gradient",
        "optimizer": optimization.optimizer.name,
        "torch_optimizer": TORCH_OPTIMIZERS[optimization.optimizer.name](
            optimization.hyperparameters
        ),
        "torch_state": TORCH_STATES.get(optimization.optimizer.name),
        "written_out": is_written_out(optimization),
        "taken": optimization.taken,
        "states": states,
        "step": "TAKEN + count" if states else "count",
        "show": library("show").source(["show"]),
    }


def states_by_place(one: NetworkPass) -> dict[tuple[str, int], list[str]]:
    """What the optimizer remembers before the first round of each part that it moves: by its letter
    and layer the arrays. Empty if it begins afresh.
    """
    found: dict[tuple[str, int], list[str]] = {}
    layers, states = one.network.layers, one.optimization.states or ()
    for index, (layer, (weights, _)) in enumerate(zip(layers, states, strict=False)):
        if layer.frozen != "all":
            found["w", index] = [matrix(each, indent=4) for each in weights]
    for index, (layer, (_, biases)) in enumerate(zip(layers, states, strict=False)):
        if layer.frozen == "none" and biases is not None:
            found["b", index] = [matrix(each, indent=4) for each in biases]
    return found
