"""The second derivatives of a graph, and how many of their digits are rounding.

Every node carries its value, its gradient g and its Hessian H by some inputs, in forward mode:
g = Σᵢ fᵢ gᵢ and H = Σᵢ fᵢ Hᵢ + Σᵢⱼ fᵢⱼ gᵢ gⱼᵀ over the operands i, j, with the first and second
derivatives fᵢ and fᵢⱼ of the operation.

Their rounding is estimated by random perturbation: in several samples every result is multiplied by
1 ± 2⁻⁵³, and their spread is about that of the rounding (J. Vignes, A stochastic arithmetic for
reliable scientific computation, Mathematics and Computers in Simulation 35, 1993).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from ..arrays import Array
from .graph import INPUT, Graph, Node, Value, number
from .operations import OPERATIONS, Operation

#: Perturbed samples beside the one that is not perturbed.
SAMPLES = 12
#: The same where a sample is more than this many values: nodes × rows.
FEW_SAMPLES = 4
MANY_VALUES = 50_000
#: A relative rounding error of float64.
ROUNDING = 2.0**-53


@dataclass(frozen=True)
class Jet:
    """``value`` is samples × rows, ``gradient`` samples × n × rows, ``hessian`` samples × n × n ×
    rows. An axis may have the length 1 where all its entries are equal.
    """

    value: Array
    gradient: Array
    hessian: Array


def hessians(
    graph: Graph, inputs: Mapping[str, Value], names: Sequence[str], rows: int = 1
) -> Array:
    """∂²result/∂names² at ``inputs``, numbers or arrays (rows,): samples × n × n × rows, or × 1
    where all rows have the same. The first sample is the result, the others are perturbed. NaN or
    ±∞ where it is undefined.
    """
    samples = SAMPLES if len(graph.nodes) * rows <= MANY_VALUES else FEW_SAMPLES
    # The same request has the same answer.
    random = np.random.default_rng(0)
    varying = graph.depending(names)

    def perturbed(table: Array) -> Array:
        whole = np.broadcast_to(table, (samples + 1, *table.shape[1:]))
        # 1 + ROUNDING itself is rounded to 1.
        less = 1 - ROUNDING
        moved = np.where(random.random(whole.shape) < 0.5, whole * less, whole / less)
        moved[0] = whole[0]
        return moved

    jets: list[Jet] = []
    with np.errstate(all="ignore"):
        for index, node in enumerate(graph.nodes):
            if not node.operands:
                jets.append(leaf(node, inputs, names))
                continue
            moving = [k for k, operand in enumerate(node.operands) if varying[operand]]
            operands = [jets[operand] for operand in node.operands]
            jet = applied(OPERATIONS[node.operation], operands, moving)
            if varying[index] and graph.active[index]:
                jet = Jet(*map(perturbed, (jet.value, jet.gradient, jet.hessian)))
            jets.append(jet)
    found = jets[graph.result].hessian
    return np.broadcast_to(found, (samples + 1, *found.shape[1:]))


def leaf(node: Node, inputs: Mapping[str, Value], names: Sequence[str]) -> Jet:
    """An input or a constant."""
    size = len(names)
    gradient = np.zeros((1, size, 1))
    if node.operation == INPUT and node.name in names:
        gradient[0, list(names).index(node.name or "")] = 1.0
    value = number(inputs[node.name or ""]) if node.operation == INPUT else node.number
    return Jet(np.atleast_1d(value)[np.newaxis], gradient, np.zeros((1, size, size, 1)))


def applied(operation: Operation, operands: Sequence[Jet], moving: Sequence[int]) -> Jet:
    """The jet of y = operation(operands), of which those in ``moving`` depend on the inputs."""
    values = [operand.value for operand in operands]
    y = np.asarray(operation.value(*values))
    gradient, hessian = np.zeros((1, 1, 1)), np.zeros((1, 1, 1, 1))
    for i in moving:
        slope = np.asarray(operation.slopes[i](*values, y))
        gradient = gradient + spread(slope, 1) * operands[i].gradient
        hessian = hessian + spread(slope, 2) * operands[i].hessian
        for j in moving:
            bend = operation.bends[i + j] if operation.bends else None
            if bend is not None:
                products = (
                    operands[i].gradient[:, :, np.newaxis] * operands[j].gradient[:, np.newaxis]
                )
                hessian = hessian + spread(np.asarray(bend(*values, y)), 2) * products
    size = operands[0].gradient.shape[1]
    return Jet(
        y,
        np.broadcast_to(gradient, (gradient.shape[0], size, gradient.shape[2])),
        np.broadcast_to(hessian, (hessian.shape[0], size, size, hessian.shape[3])),
    )


def spread(table: Array, axes: int) -> Array:
    """samples × rows with ``axes`` axes of length 1 between them; a single number as it is."""
    return table if table.ndim == 0 else table.reshape(table.shape[0], *(1,) * axes, -1)
