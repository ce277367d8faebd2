"""The formulas of whole layers give, with the matrices of a real pass, the array on their left."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from numpy.testing import assert_allclose

from app.engine.network.activations import ACTIVATIONS
from app.engine.network.losses import LOSSES
from app.engine.network.optimizers import OPTIMIZERS
from app.explain.latex import Printer
from app.explain.layer_formulas import delta_layer, error_layer, forward_layer, update_layer
from app.explain.notation import Address, Notation
from app.explain.topology import LayerShape, Topology
from app.explain.tree import AddressNode, CallNode, Tree, arguments, by_figure_rule, equations
from app.explain.values import ARRAYS
from tests.explain.passes import Case, case, cases

Read = Callable[[AddressNode], Any]

PLAIN: dict[str, Callable[[Any], Any]] = {
    "sum_over_units": lambda a: a.sum(axis=1, keepdims=True),
    "sum_over_samples": lambda a: a.sum(axis=0, keepdims=True),
    "sign": np.sign,
    "clip": lambda a: np.clip(a, -1, 1),
}


def array_of(each: Case, address: str) -> Any:
    """The array of an address with a row per sample; a layer's biases are one row."""
    at = Address.parse(address)
    if at.array in ("loss", "eta"):
        return each.read(address)
    found = ARRAYS[at.array](each.values, at.layer)
    assert found is not None
    return np.atleast_2d(found)


def signed(each: Case, notation: str) -> Read:
    """With the signs of a notation; the array has the shape that the formula says."""
    signs = Notation(each.topology, notation)

    def read(leaf: AddressNode) -> Any:
        found = array_of(each, leaf["address"])
        assert leaf.get("shape", []) == list(np.shape(found))
        return signs.sign(leaf["address"]) * found

    return read


def worked_out(each: Case, tree: Tree, read: Read) -> Any:
    if tree["op"] == "address":
        return read(tree)
    if tree["op"] == "number":
        return float(tree["value"])
    if tree["op"] == "call" and tree["name"] in LOSSES:
        return losses(each, tree)
    if tree["op"] == "call" and tree["name"] in OPTIMIZERS:
        return first_step(each, tree)
    operands = [worked_out(each, argument, read) for argument in arguments(tree)]
    if tree["op"] == "product":
        entrywise = tree.get("elementwise", False)
        return product(operands, entrywise or any(is_column(node) for node in tree["args"]))
    if tree["op"] == "sum":
        return sum(operands)
    if tree["op"] == "fraction":
        return operands[0] / operands[1]
    (operand,) = operands
    if tree["op"] == "negate":
        return -operand
    if tree["op"] == "transpose":
        return operand.T
    assert tree["op"] == "call"
    return activation(tree, operand)


def is_column(tree: Tree) -> bool:
    """A number for each sample, which multiplies its row."""
    return tree["op"] == "call" and tree["name"] == "sum_over_units"


def product(factors: list[Any], entrywise: bool) -> Any:
    found = factors[0]
    for factor in factors[1:]:
        by_entries = entrywise or np.ndim(found) == 0 or np.ndim(factor) == 0
        found = found * factor if by_entries else found @ factor
    return found


def activation(tree: CallNode, operand: Any) -> Any:
    if tree["name"] not in ACTIVATIONS:
        return PLAIN[tree["name"]](operand)
    called = ACTIVATIONS[tree["name"]]
    # The letter of an activation has its layer as an index, but for softmax.
    assert ("unit" in tree) == called.elementwise
    return called.function(operand)


def losses(each: Case, tree: CallNode) -> Any:
    """Of the samples one below the other."""
    depth = each.topology.depth
    assert [leaf["op"] == "address" and leaf["address"] for leaf in tree["args"]] == [
        f"a{depth}",
        "t",
    ]
    z, a = array_of(each, f"z{depth}"), array_of(each, f"a{depth}")
    return LOSSES[tree["name"]].value(z, a, each.targets)[:, np.newaxis]


def first_step(each: Case, tree: CallNode) -> Any:
    """What the optimizer adds to the parameters, whose gradients are the argument."""
    (leaf,) = tree["args"]
    assert leaf["op"] == "address"
    optimizer = OPTIMIZERS[tree["name"]]
    p = array_of(each, leaf["address"].removeprefix("d"))
    g = array_of(each, leaf["address"])
    k = each.optimization.hyperparameters
    return optimizer.step(p, g, optimizer.start(p), 1, k)[0] - p


def formulas(topology: Topology) -> list[tuple[Tree, Tree]]:
    layers = range(1, topology.depth + 1)
    return [
        *(forward_layer(topology, layer) for layer in layers),
        error_layer(topology),
        *(delta_layer(topology, layer) for layer in layers[:-1]),
        *(update_layer(topology, layer) for layer in layers),
    ]


def assert_true(each: Case) -> set[str]:
    """Both formulas of every layer; returns what they write."""
    written: set[str] = set()
    for pair in formulas(each.topology):
        for notation, tree in zip(("derivation", "figure"), pair, strict=True):
            read = signed(each, notation)
            for equation in equations(tree):
                left, right = arguments(equation)
                assert left["op"] == "address"
                wanted = read(left)
                found = np.reshape(worked_out(each, right, read), np.shape(wanted))
                assert_allclose(found, wanted, rtol=1e-9, atol=1e-12)
                written.add(left["address"])
    return written


@given(cases())
def test_every_formula_gives_the_array_that_it_writes(each: Case) -> None:
    written = assert_true(each)
    wanted = {"loss"}
    for number, layer in enumerate(each.topology.layers, start=1):
        wanted |= {f"{name}{number}" for name in ("z", "a", "error", "delta", "dw")}
        wanted |= {f"db{number}"} if layer.has_bias else set()
        wanted |= {f"new_w{number}"} if layer.weights_move else set()
        wanted |= {f"new_b{number}"} if layer.biases_move else set()
    assert written == wanted


@pytest.mark.parametrize("loss", LOSSES)
@pytest.mark.parametrize("reduction", ["mean", "sum"])
@pytest.mark.parametrize("probabilities", [False, True])
def test_the_formulas_of_every_loss_are_true(
    loss: str, reduction: str, probabilities: bool
) -> None:
    output = LOSSES[loss].output
    for last in [output] if output else ["tanh", "softmax"]:
        assert_true(
            case(
                [2, 3, 4],
                ["softmax", last],
                loss,
                samples=3,
                reduction=reduction,
                probabilities=probabilities,
            )
        )


@given(cases(with_figure_rule=True))
def test_without_the_omitted_slopes_the_figures_give_the_arrays_of_their_rule(each: Case) -> None:
    drawn = each.trained.figure_rule
    assert drawn is not None
    rate = each.optimization.hyperparameters["learning_rate"]

    def read(leaf: AddressNode) -> Any:
        at = Address.parse(leaf["address"])
        by_rule = drawn[at.layer - 1]
        gradients = {"w": by_rule.weight_gradients, "b": by_rule.bias_gradients}
        kind = at.array[-1]
        if at.array == "error":
            return by_rule.errors
        if at.array in ("dw", "db"):
            return np.atleast_2d(gradients[kind])  # type: ignore[arg-type]  # there are biases
        if at.array in ("new_w", "new_b"):
            change = np.atleast_2d(gradients[kind])  # type: ignore[arg-type]
            return array_of(each, f"{kind}{at.layer}") - rate * change
        return array_of(each, leaf["address"])

    topology = each.topology
    last_to_first = range(topology.depth - 1, 0, -1)
    pairs = [delta_layer(topology, layer) for layer in last_to_first]
    pairs += [update_layer(topology, layer) for layer in range(1, topology.depth + 1)]
    for _, figure in pairs:
        for equation in equations(by_figure_rule(figure)):
            left, right = arguments(equation)
            assert left["op"] == "address"
            found = worked_out(each, right, read)
            assert_allclose(found, read(left), rtol=1e-9, atol=1e-12)


def printed(tree: Tree, topology: Topology, notation: str, phase: str) -> list[str]:
    return Printer(Notation(topology, notation), phase).lines(tree)


#: Two layers, the last with a loss that has a formula of its own for ∂C/∂z.
PAIR = Topology(
    3, (LayerShape(4, "tanh"), LayerShape(2, "sigmoid", False)), "binary_cross_entropy", 5
)


def test_the_forward_formulas_are_the_textbooks() -> None:
    derivation, figure = forward_layer(PAIR, 1)
    assert printed(derivation, PAIR, "derivation", "forward") == [
        r"z^{(1)}=x{W^{(1)}}^{\top}+b^{(1)}",
        r"a^{(1)}=\tanh(z^{(1)})",
    ]
    assert printed(figure, PAIR, "figure", "forward") == [
        r"y^{(1)}=f^{(1)}(x{W^{(1)}}^{\top}+b^{(1)})"
    ]
    derivation, _ = forward_layer(PAIR, 2)
    assert printed(derivation, PAIR, "derivation", "forward")[0] == (
        r"z^{(2)}=a^{(1)}{W^{(2)}}^{\top}"
    )


def test_the_error_at_the_output_is_called_delta_and_comes_before_the_way_to_it() -> None:
    derivation, figure = error_layer(PAIR)
    assert printed(derivation, PAIR, "derivation", "loss") == [
        r"C=\frac{1}{5}\sum_s(\ell(a^{(2)},t))",
        r"\delta^{(2)}=\frac{\partial C}{\partial z^{(2)}}=\frac{1}{5}(a^{(2)}-t)",
        r"\frac{\partial C}{\partial a^{(2)}}="
        r"\frac{1}{5}\left(\frac{1-t}{1-a^{(2)}}-\frac{t}{a^{(2)}}\right)",
    ]
    assert printed(figure, PAIR, "figure", "loss") == [
        r"\delta^{(2)}=-\frac{\partial C}{\partial e^{(2)}}=\frac{1}{5}(z-y^{(2)})",
        r"-\frac{\partial C}{\partial y^{(2)}}="
        r"\frac{1}{5}\left(\frac{z}{y^{(2)}}-\frac{1-z}{1-y^{(2)}}\right)",
    ]


def test_targets_that_add_up_to_1_leave_their_sum_out() -> None:
    layers = (LayerShape(4, "tanh"), LayerShape(3, "softmax"))
    for sum_to_one, wanted in ((True, "a^{(2)}-t"), (False, r"a^{(2)}\sum_k(t)-t")):
        topology = Topology(3, layers, "cross_entropy", targets_sum_to_one=sum_to_one)
        derivation, _ = error_layer(topology)
        line = printed(derivation, topology, "derivation", "loss")[1]
        assert line == rf"\delta^{{(2)}}=\frac{{\partial C}}{{\partial z^{{(2)}}}}={wanted}"


def test_the_figures_rule_omits_the_slope_of_the_layer_behind() -> None:
    topology = Topology(3, (LayerShape(4, "tanh"), LayerShape(2, "sigmoid")), "half_squared_error")
    _, figure = delta_layer(topology, 1)
    assert printed(figure, topology, "figure", "backward") == [
        r"\delta^{(1)}=(f'(e^{(2)})\odot \delta^{(2)})W^{(2)}"
    ]
    assert printed(by_figure_rule(figure), topology, "figure", "backward") == [
        r"\delta^{(1)}=\delta^{(2)}W^{(2)}"
    ]


def test_the_update_of_a_layer_is_the_textbooks() -> None:
    derivation, figure = update_layer(PAIR, 1)
    assert printed(derivation, PAIR, "derivation", "update") == [
        r"\frac{\partial C}{\partial W^{(1)}}={\frac{\partial C}{\partial z^{(1)}}}^{\top}x",
        r"\frac{\partial C}{\partial b^{(1)}}="
        r"\sum_s\left(\frac{\partial C}{\partial z^{(1)}}\right)",
        r"W'^{(1)}=W^{(1)}-\eta\frac{\partial C}{\partial W^{(1)}}",
        r"b'^{(1)}=b^{(1)}-\eta\frac{\partial C}{\partial b^{(1)}}",
    ]
    assert len(printed(figure, PAIR, "figure", "update")) == 2
