"""Working a formula tree out with numbers: what each operator means."""

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from app.engine.network.activations import ACTIVATIONS
from app.engine.network.losses import LOSSES
from app.engine.network.optimizers import OPTIMIZERS
from app.explain.tree import CallNode, Tree, arguments
from app.explain.tree import equations as all_equations
from tests.explain.passes import Case

PLAIN: dict[str, Callable[[float], float]] = {
    "exp": math.exp,
    "sign": lambda d: float(np.sign(d)),
    "clip": lambda d: min(max(d, -1.0), 1.0),
}


OPERATORS: dict[str, Callable[[list[float]], float]] = {
    "sum": math.fsum,
    "product": math.prod,
    "fraction": lambda values: values[0] / values[1],
    "negate": lambda values: -values[0],
    "power": lambda values: values[0] ** values[1],
}


class Hidden(Exception):
    """The formula leaves terms out behind an ellipsis."""


@dataclass(frozen=True)
class Evaluator:
    """``read`` gives the value of an address in the notation of the tree, sign included."""

    case: Case
    read: Callable[[str], float]

    def value(self, tree: Tree) -> float:
        if tree["op"] == "address":
            return self.read(tree["address"])
        if tree["op"] == "number":
            return float(tree["value"])
        if tree["op"] == "ellipsis":
            raise Hidden
        if tree["op"] == "call" and (tree["name"] in LOSSES or tree["name"] in OPTIMIZERS):
            return self.loss(tree) if tree["name"] in LOSSES else self.step(tree)
        values = [self.value(argument) for argument in arguments(tree)]
        if tree["op"] == "call":
            return self.call(tree["name"], values)
        return OPERATORS[tree["op"]](values)

    def call(self, name: str, values: list[float]) -> float:
        if name in ACTIVATIONS:
            return float(ACTIVATIONS[name].function(np.array([values]))[0, 0])
        (value,) = values
        return PLAIN[name](value)

    def loss(self, tree: CallNode) -> float:
        """The arguments are the outputs of one sample and then its targets."""
        if any(argument["op"] == "ellipsis" for argument in tree["args"]):
            raise Hidden
        count = len(tree["args"]) // 2
        a = [self.value(argument) for argument in tree["args"][:count]]
        t = [self.value(argument) for argument in tree["args"][count:]]
        z = [
            self.read(address_of(argument).replace("a", "z", 1))
            for argument in tree["args"][:count]
        ]
        value = LOSSES[tree["name"]].value(np.array([z]), np.array([a]), np.array([t]))
        return float(value[0])

    def step(self, tree: CallNode) -> float:
        """What the optimizer's first step adds to the parameter, given its gradient."""
        gradient = address_of(tree["args"][0])
        optimizer = OPTIMIZERS[tree["name"]]
        p, g = (np.array([self.read(name)]) for name in (gradient.removeprefix("d"), gradient))
        moved, _ = optimizer.step(
            p, g, optimizer.start(p), 1, self.case.optimization.hyperparameters
        )
        return float(moved[0] - p[0])

    def size(self, tree: Tree) -> float:
        """The scale of a formula's rounding error: it is at most about ε times this."""
        if tree["op"] in ("address", "number"):
            return abs(self.value(tree))
        if tree["op"] == "call" and (tree["name"] in LOSSES or tree["name"] in OPTIMIZERS):
            return abs(self.value(tree))
        sizes = [self.size(argument) for argument in arguments(tree)]
        if tree["op"] == "fraction":
            return sizes[0] * sizes[1] / self.value(tree["args"][1]) ** 2
        if tree["op"] == "product":
            return math.prod(sizes)
        if tree["op"] == "call":
            value = abs(self.value(tree))
            return value * (1 + sizes[0]) + sizes[0]
        return math.fsum(sizes)


def address_of(leaf: Tree) -> str:
    assert leaf["op"] == "address"
    return leaf["address"]


def sides(equation: Tree) -> tuple[Tree, Tree]:
    left, right = arguments(equation)
    return left, right


def equations(tree: Tree) -> list[Tree]:
    """The equations of a formula, without the ellipsis between them."""
    return [equation for equation in all_equations(tree) if equation["op"] == "equals"]


def leaves(tree: Tree) -> list[str]:
    """Every address in a tree."""
    if tree["op"] == "address":
        return [tree["address"]]
    return [name for argument in arguments(tree) for name in leaves(argument)]


def without_sample(address: str) -> str:
    return address.partition("@")[0]
