"""The formula of every step, in both notations: the one place that makes the trees.

Each function answers (derivation, figure): the step in the symbols of the derivation (section 6:
z, a, ∂C/∂z) and in those of the figures (section 5: e, y, δ, with a plus sign in the update). In a
figure tree an ``error`` leaf stands for δ = −∂C/∂y and a ``delta`` leaf for −∂C/∂e.
"""

from collections.abc import Callable
from functools import partial

from ..engine.expressions import Expression
from ..engine.network.losses import LOSSES
from .notation import Address, Notation, loss_derivative
from .topology import Topology
from .tree import (
    MAX_TERMS,
    Tree,
    abbreviated,
    add,
    address,
    call,
    divide,
    ellipsis,
    equals,
    lines,
    multiply,
    negate,
    negate_whole,
    number,
    power,
    sum_of,
    with_symbol,
)

Pair = tuple[Tree, Tree]
ETA = address("eta")
DELTA = r"\delta"


def signal(layer: int, unit: int) -> str:
    """The address of output ``unit`` of ``layer``; the outputs of layer 0 are the inputs."""
    return f"x.{unit}" if layer == 0 else f"a{layer}.{unit}"


# --- forward: z_j = Σ_i w_ji a_i + b_j, a_j = f(z_j) ---


def weighted_sum(topology: Topology, layer: int, unit: int) -> Tree:
    """Σ_i w_ji a_i + b_j (section 5: e = Σ w x)."""
    fan_in = topology.fan_in(layer)

    def term(i: int) -> Tree:
        if i == fan_in:
            return address(f"b{layer}.{unit}")
        return multiply(address(f"w{layer}.{unit}.{i}"), address(signal(layer - 1, i)))

    return sum_of(fan_in + topology.layer(layer).has_bias, term)


def forward_unit(topology: Topology, layer: int, unit: int) -> Pair:
    """z = Σ w a + b and a = f(z); in the figures in one line, y = f(Σ w x)."""
    activation, where = topology.layer(layer).activation, f"{layer}.{unit}"
    z, a = address(f"z{where}"), address(f"a{where}")
    total = weighted_sum(topology, layer, unit)
    derivation = lines(equals(z, total), equals(a, call(activation, z, unit=where)))
    return derivation, equals(a, call(activation, total, unit=where))


def pre_activation(topology: Topology, layer: int, unit: int) -> Pair:
    tree = equals(address(f"z{layer}.{unit}"), weighted_sum(topology, layer, unit))
    return tree, tree


def softmax(topology: Topology, layer: int, unit: int) -> Pair:
    """a_j = e^{z_j} / Σ_k e^{z_k}."""
    total = sum_of(topology.layer(layer).units, lambda k: call("exp", address(f"z{layer}.{k}")))
    share = divide(call("exp", address(f"z{layer}.{unit}")), total)
    tree = equals(address(f"a{layer}.{unit}"), share)
    return tree, tree


# --- loss: C, ∂C/∂a and ∂C/∂z of the output layer ---


def expression_tree(expression: Expression, leaves: dict[str, Tree]) -> Tree:
    """A loss's formula as data (`app.engine.network.losses`) with its letters replaced by trees."""
    match expression:
        case str():
            return leaves[expression]
        case int() | float():
            return number(expression)
        case ("call", str(name), *operands):
            return call(name, *(expression_tree(operand, leaves) for operand in operands))
    operator, *operands = expression
    return OPERATORS[operator](*(expression_tree(operand, leaves) for operand in operands))


OPERATORS: dict[str, Callable[..., Tree]] = {
    "sum": add,
    "product": multiply,
    "fraction": divide,
    "negate": negate,
    "power": power,
}


def sample_share(topology: Topology, tree: Tree) -> Tree:
    """``tree`` times the weight of one sample in C, which is 1/N under "mean"."""
    if topology.reduction != "mean" or topology.samples == 1:
        return tree
    return multiply(divide(number(1), number(topology.samples)), tree)


def loss_leaves(topology: Topology, unit: int) -> dict[str, Tree]:
    return {
        "a": address(f"a{topology.depth}.{unit}"),
        "t": address(f"t.{unit}"),
        "K": number(topology.outputs),
        "total": sum_of(topology.outputs, lambda k: address(f"t.{k}")),
    }


def batch_loss(topology: Topology) -> Tree:
    """C = (1/N) Σ_s loss(a, t), the sum alone under "sum"."""
    last, outputs = topology.depth, topology.outputs

    def one_sample(mark: str) -> Tree:
        return call(
            topology.loss,
            *abbreviated(outputs, lambda k: address(f"a{last}.{k}{mark}")),
            *abbreviated(outputs, lambda k: address(f"t.{k}{mark}")),
        )

    return equals(address("loss"), sample_share(topology, over_samples(topology, one_sample)))


def output_error(topology: Topology, unit: int) -> Pair:
    """∂C/∂a from the loss and, unless the layer is a softmax, ∂C/∂z; the first step also writes C.

    In the figures δ = z − y alone (figure 5); the slope is a factor of the update. Where the loss
    has a formula for ∂C/∂z, that is δ in both notations: it comes first, and the way to it follows.
    """
    layer, where = topology.depth, f"{topology.depth}.{unit}"
    loss, leaves = LOSSES[topology.loss], loss_leaves(topology, unit)
    gradient = sample_share(topology, expression_tree(loss.gradient_expression, leaves))
    error, delta = address(f"error{where}"), address(f"delta{where}")
    batch = [batch_loss(topology)] if unit == 0 else []
    if topology.fused(layer) and loss.delta_expression is not None:
        direct = expression_tree(loss.delta_expression, leaves)
        way = WAYS_TO_DELTA[topology.layer(layer).activation](topology, unit)
        if topology.targets_sum_to_one:
            way, direct = [*way, direct], add(leaves["a"], negate(leaves["t"]))
        first = partial(delta_line, topology, unit, sample_share(topology, direct))
        steps = [sample_share(topology, tree) for tree in way]
        derivation = [first("derivation"), equals(error, gradient)]
        figure = [first("figure"), equals(error, negate(gradient))]
        derivation.extend(equals(delta, tree) for tree in steps)
        figure.extend(equals(delta, negate(tree)) for tree in steps)
        return lines(*batch, *derivation), lines(*figure)
    derivation = [*batch, equals(error, gradient)]
    figure = [equals(error, negate(gradient))]
    if topology.layer(layer).elementwise:
        derivation.append(equals(delta, multiply(address(f"slope{where}"), error)))
    return lines(*derivation), lines(*figure)


def delta_line(topology: Topology, unit: int, tree: Tree, notation: str) -> Tree:
    """δ = ∂C/∂z = ``tree``, in the figures δ = −∂C/∂e = −``tree``: it says which δ it is."""
    written = Notation(topology, notation)
    at = Address("delta", topology.depth, (unit,), None)
    if notation == "figure":
        latex = f"{written.output(DELTA, at)}=-{loss_derivative(written.numbered('e', at))}"
        tree = negate(tree)
    else:
        latex = f"{written.layered(DELTA, at)}={loss_derivative(written.layered('z', at))}"
    return equals(with_symbol(address(f"delta{topology.depth}.{unit}"), latex), tree)


def way_through_softmax(topology: Topology, unit: int) -> list[Tree]:
    """Σ_k ∂ℓ/∂a_k ∂a_k/∂z_j, k = j first: ∂ℓ/∂a_k = −t_k/a_k, ∂a_k/∂z_j = a_k (1[k=j] − a_j)."""
    layer = topology.depth
    order = [unit, *(k for k in range(topology.outputs) if k != unit)]
    own = address(f"a{layer}.{unit}")

    def term(k: int) -> Tree:
        a, t = address(f"a{layer}.{k}"), address(f"t.{k}")
        if k == unit:
            return negate_whole(multiply(divide(t, a), a, add(number(1), negate(a))))
        return multiply(divide(t, a), a, own)

    return [sum_of(topology.outputs, lambda place: term(order[place]))]


def way_through_sigmoid(topology: Topology, unit: int) -> list[Tree]:
    """∂ℓ/∂a ∂a/∂z with ∂a/∂z = a (1 − a)."""
    loss, leaves = LOSSES[topology.loss], loss_leaves(topology, unit)
    a = leaves["a"]
    outer = expression_tree(loss.gradient_expression, leaves)
    return [multiply(a, add(number(1), negate(a)), outer)]


#: By the activation of the output layer: what ∂C/∂z of one sample is before it is simplified.
WAYS_TO_DELTA: dict[str, Callable[[Topology, int], list[Tree]]] = {
    "softmax": way_through_softmax,
    "sigmoid": way_through_sigmoid,
}


# --- backward: ∂C/∂a_j = Σ_k w_kj ∂C/∂z_k, ∂C/∂z_j = f'(z_j) ∂C/∂a_j ---


def arriving_error(topology: Topology, layer: int, unit: int) -> Pair:
    """What the next layer sends back: Σ_k w_kj ∂C/∂z_k.

    In the figures Σ_k w f'_k δ_k; their rule omits f'_k.
    """
    later = layer + 1
    count = topology.layer(later).units

    def weight(k: int) -> Tree:
        return address(f"w{later}.{k}.{unit}")

    def by_delta(k: int) -> Tree:
        return multiply(weight(k), address(f"delta{later}.{k}"))

    def by_error(k: int) -> Tree:
        slope = address(f"slope{later}.{k}", in_figure_rule=False)
        return multiply(weight(k), slope, address(f"error{later}.{k}"))

    figure_term = by_error if topology.has_slope(later) else by_delta
    return sum_of(count, by_delta), sum_of(count, figure_term)


def hidden_delta(topology: Topology, layer: int, unit: int) -> Pair:
    """∂C/∂a = Σ w ∂C/∂z (section 6.4) and ∂C/∂z = σ'(z) ∂C/∂a (6.3).

    In figures 6 and 7 δ_m = Σ w f' δ.
    """
    where = f"{layer}.{unit}"
    error, delta = address(f"error{where}"), address(f"delta{where}")
    derivation, figure = arriving_error(topology, layer, unit)
    local = equals(delta, multiply(address(f"slope{where}"), error))
    return lines(equals(error, derivation), local), equals(error, figure)


def error_sum(topology: Topology, layer: int, unit: int) -> Pair:
    """∂C/∂a alone: ∂C/∂z of a softmax unit needs the ∂C/∂a of all units."""
    error = address(f"error{layer}.{unit}")
    derivation, figure = arriving_error(topology, layer, unit)
    return equals(error, derivation), equals(error, figure)


def softmax_delta(topology: Topology, layer: int, unit: int) -> Pair:
    """∂C/∂z_j = a_j (∂C/∂a_j − Σ_k a_k ∂C/∂a_k): the Jacobian a_j (1[j=k] − a_k) times ∂C/∂a.

    Both sides change sign together, so both notations have one form.
    """
    mean = sum_of(
        topology.layer(layer).units,
        lambda k: multiply(address(f"a{layer}.{k}"), address(f"error{layer}.{k}")),
    )
    inner = add(address(f"error{layer}.{unit}"), negate_whole(mean))
    tree = equals(address(f"delta{layer}.{unit}"), multiply(address(f"a{layer}.{unit}"), inner))
    return tree, tree


# --- update: ∂C/∂w_ji = Σ_samples ∂C/∂z_j a_i, w' = w − η ∂C/∂w ---


def over_samples(topology: Topology, term: Callable[[str], Tree]) -> Tree:
    """Σ over the batch; ``term`` takes the sample's suffix "@s", or "" if there is only one."""
    if topology.samples == 1:
        return term("")
    return sum_of(topology.samples, lambda s: term(f"@{s}"))


def parameter(topology: Topology, layer: int, unit: int, place: int) -> str:
    """The address of parameter ``place`` of a unit: its incoming weights, then its bias."""
    if place == topology.fan_in(layer):
        return f"b{layer}.{unit}"
    return f"w{layer}.{unit}.{place}"


def moves(topology: Topology, layer: int, place: int) -> bool:
    """Does the update change it?"""
    shape = topology.layer(layer)
    return shape.weights_move if place < topology.fan_in(layer) else shape.biases_move


def update(topology: Topology, layer: int, unit: int) -> Pair:
    """The gradient of every incoming weight and what it becomes.

    In figures 8 to 13 w' = w + η δ f' x.
    """
    fan_in, where = topology.fan_in(layer), f"{layer}.{unit}"
    count = fan_in + topology.layer(layer).has_bias

    def gradient(place: int, factors: Callable[[str], list[Tree]]) -> Tree:
        """Σ over the batch of the factors times the weight's input; a bias has the input 1."""

        def term(mark: str) -> Tree:
            source = [] if place == fan_in else [address(signal(layer - 1, place) + mark)]
            return multiply(*factors(mark), *source)

        return over_samples(topology, term)

    def by_delta(mark: str) -> list[Tree]:
        return [address(f"delta{where}{mark}")]

    def by_error(mark: str) -> list[Tree]:
        return [address(f"error{where}{mark}"), address(f"slope{where}{mark}")]

    figure_factors = by_error if topology.has_slope(layer) else by_delta

    def gradient_line(place: int, right: Tree) -> Tree:
        return equals(address(f"d{parameter(topology, layer, unit, place)}"), right)

    def moved(place: int, change: Tree) -> Tree:
        name = parameter(topology, layer, unit, place)
        return equals(address(f"new_{name}"), add(address(name), change))

    def step(place: int) -> Tree:
        change = address(f"d{parameter(topology, layer, unit, place)}")
        if topology.plain_step:
            return moved(place, negate(multiply(ETA, change)))
        return moved(place, call(topology.optimizer, change))

    def figure_gradient(place: int) -> Tree:
        return gradient_line(place, negate_whole(gradient(place, figure_factors)))

    def figure_step(place: int) -> Tree:
        if not moves(topology, layer, place):
            return figure_gradient(place)
        return moved(place, multiply(ETA, gradient(place, figure_factors)))

    def true_gradient(place: int) -> Tree:
        return gradient_line(place, gradient(place, by_delta))

    def gradients_and_steps(gradient_of: Callable[[int], Tree]) -> Tree:
        """All gradients, then all steps; of more than six parameters the first and the last."""
        places = list(range(count)) if count <= MAX_TERMS else [0, count - 1]
        moving = [place for place in places if moves(topology, layer, place)]
        if len(places) == count:
            return lines(*map(gradient_of, places), *map(step, moving))
        pairs = [[gradient_of(at), *([step(at)] if at in moving else [])] for at in places]
        return lines(*pairs[0], ellipsis(count - 2), *pairs[1])

    derivation = gradients_and_steps(true_gradient)
    if topology.plain_step:
        return derivation, lines(*abbreviated(count, figure_step))
    return derivation, gradients_and_steps(figure_gradient)
