"""The formulas of a whole layer, for layers too wide to be explained unit by unit: matrices with a
row per sample.

As in `app.explain.formulas`, each function answers (derivation, figure); a figure's ``error`` is
−∂C/∂Y. A product marked ``elementwise`` multiplies entry by entry.
"""

from ..engine.network.losses import LOSSES
from .formulas import DELTA, ETA, Pair, expression_tree, sample_share
from .notation import loss_derivative
from .topology import Topology
from .tree import (
    AddressNode,
    Tree,
    add,
    address,
    call,
    equals,
    lines,
    multiply,
    negate,
    negate_whole,
    number,
    transpose,
    with_symbol,
)


class Arrays:
    """The whole arrays of one layer as leaves that carry their shape."""

    def __init__(self, topology: Topology, layer: int) -> None:
        rows, units, fan_in = topology.samples, topology.layer(layer).units, topology.fan_in(layer)

        def leaf(name: str, *shape: int, in_figure_rule: bool = True) -> AddressNode:
            return address(
                f"{name}{layer}", in_figure_rule=in_figure_rule, shape=(shape[0], shape[1])
            )

        self.z, self.a = leaf("z", rows, units), leaf("a", rows, units)
        self.error, self.delta = leaf("error", rows, units), leaf("delta", rows, units)
        self.slope = leaf("slope", rows, units)
        self.omitted_slope = leaf("slope", rows, units, in_figure_rule=False)
        self.w, self.b = leaf("w", units, fan_in), leaf("b", 1, units)
        self.dw, self.db = leaf("dw", units, fan_in), leaf("db", 1, units)
        self.new_w, self.new_b = leaf("new_w", units, fan_in), leaf("new_b", 1, units)
        source = "x" if layer == 1 else f"a{layer - 1}"
        self.input = address(source, shape=(rows, fan_in))


def forward_layer(topology: Topology, layer: int) -> Pair:
    """Z = A Wᵀ + b, A' = f(Z)."""
    shape, its = topology.layer(layer), Arrays(topology, layer)
    terms = [multiply(its.input, transpose(its.w)), *([its.b] if shape.has_bias else [])]
    total = add(*terms)
    unit = str(layer) if shape.elementwise else None

    def outputs(argument: Tree) -> Tree:
        return equals(its.a, call(shape.activation, argument, unit=unit))

    return lines(equals(its.z, total), outputs(its.z)), outputs(total)


def local_delta(topology: Topology, layer: int) -> list[Tree]:
    """∂C/∂Z from ∂C/∂A of one layer: f'(Z) ⊙ ∂C/∂A.

    For a softmax A ⊙ (∂C/∂A − Σ_units A ⊙ ∂C/∂A).
    """
    its = Arrays(topology, layer)
    if topology.layer(layer).elementwise:
        return [equals(its.delta, multiply(its.slope, its.error, elementwise=True))]
    mean = call("sum_over_units", multiply(its.a, its.error, elementwise=True))
    inner = add(its.error, negate_whole(mean))
    return [equals(its.delta, multiply(its.a, inner, elementwise=True))]


def error_layer(topology: Topology) -> Pair:
    """C, ∂C/∂A and ∂C/∂Z of the output layer."""
    layer, loss = topology.depth, LOSSES[topology.loss]
    its = Arrays(topology, layer)
    targets = address("t", shape=(topology.samples, topology.outputs))
    leaves = {
        "a": its.a,
        "t": targets,
        "K": number(topology.outputs),
        "total": call("sum_over_units", targets),
    }
    batch = equals(
        address("loss"),
        sample_share(topology, call("sum_over_samples", call(topology.loss, its.a, targets))),
    )
    gradient = sample_share(topology, expression_tree(loss.gradient_expression, leaves))
    derivation = [batch, equals(its.error, gradient)]
    figure = [equals(its.error, negate(gradient))]
    if topology.fused(layer) and loss.delta_expression is not None:
        direct = expression_tree(loss.delta_expression, leaves)
        if topology.targets_sum_to_one:
            direct = add(its.a, negate(targets))
        direct = sample_share(topology, direct)
        first, minus = f"{DELTA}^{{({layer})}}", f"({layer})"
        z, e = loss_derivative(f"z^{{{minus}}}"), loss_derivative(f"e^{{{minus}}}")
        derivation.insert(1, equals(with_symbol(its.delta, f"{first}={z}"), direct))
        figure.insert(0, equals(with_symbol(its.delta, f"{first}=-{e}"), negate(direct)))
    else:
        local = local_delta(topology, layer)
        derivation.extend(local)
        figure.extend([] if topology.layer(layer).elementwise else local)
    return lines(*derivation), lines(*figure)


def delta_layer(topology: Topology, layer: int) -> Pair:
    """∂C/∂A = ∂C/∂Z' W' and ∂C/∂Z = f'(Z) ⊙ ∂C/∂A, a prime being the next layer.

    In the figures δ = (f' ⊙ δ') W'; their rule omits f'.
    """
    its, later = Arrays(topology, layer), Arrays(topology, layer + 1)
    local = local_delta(topology, layer)
    back: Tree = later.delta
    if topology.has_slope(layer + 1):
        back = multiply(later.omitted_slope, later.error, elementwise=True)
    figure = [equals(its.error, multiply(back, later.w))]
    if not topology.layer(layer).elementwise:
        figure.extend(local)
    derivation = [equals(its.error, multiply(later.delta, later.w)), *local]
    return lines(*derivation), lines(*figure)


def update_layer(topology: Topology, layer: int) -> Pair:
    """∂C/∂W = ∂C/∂Zᵀ A, ∂C/∂b = Σ_samples ∂C/∂Z, then the optimizer's step."""
    shape, its = topology.layer(layer), Arrays(topology, layer)
    moves = {"w": shape.weights_move, "b": shape.biases_move}
    old = {"w": its.w, "b": its.b}
    new = {"w": its.new_w, "b": its.new_b}
    gradients = {"w": its.dw, "b": its.db}
    kinds = ["w", "b"] if shape.has_bias else ["w"]

    def gradient(back: Tree) -> dict[str, Tree]:
        return {
            "w": multiply(transpose(back), its.input),
            "b": call("sum_over_samples", back),
        }

    def step(kind: str) -> Tree:
        if topology.plain_step:
            change = negate(multiply(ETA, gradients[kind]))
        else:
            change = call(topology.optimizer, gradients[kind])
        return equals(new[kind], add(old[kind], change))

    steps = [step(kind) for kind in kinds if moves[kind]]
    back: Tree = its.delta
    if topology.has_slope(layer):
        back = multiply(its.error, its.slope, elementwise=True)
    true, by_error = gradient(its.delta), gradient(back)
    derivation = [equals(gradients[kind], true[kind]) for kind in kinds]
    figure_gradients = {
        kind: equals(gradients[kind], negate_whole(by_error[kind])) for kind in kinds
    }
    if not topology.plain_step:
        return lines(*derivation, *steps), lines(*figure_gradients.values(), *steps)
    figure = [
        equals(new[kind], add(old[kind], multiply(ETA, by_error[kind])))
        if moves[kind]
        else figure_gradients[kind]
        for kind in kinds
    ]
    return lines(*derivation, *steps), lines(*figure)
