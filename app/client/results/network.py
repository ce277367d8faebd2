"""The answer of ``POST /api/v1/trace``."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ..display.shown import Shown
from .reading import Array, Flags, Integers


@dataclass(frozen=True, eq=False, kw_only=True)
class Layer:
    """A layer with every weight and bias. ``weights``: units × fan-in; ``biases``: (units,)."""

    units: int
    activation: str
    weights: Array
    biases: Array | None
    bias: bool
    frozen: str | None


@dataclass(frozen=True, eq=False, kw_only=True)
class Network:
    """A network as it was asked for, every weight filled in. May be given to the next request."""

    inputs: int
    layers: tuple[Layer, ...]
    loss: str
    initializer: Mapping[str, Any]
    seed: int

    @property
    def sizes(self) -> tuple[int, ...]:
        """The inputs, then the units of each layer."""
        return (self.inputs, *(layer.units for layer in self.layers))


@dataclass(frozen=True, eq=False, kw_only=True)
class LayerTrace:
    """What a layer computed; C is the loss of the whole batch.

    ``pre_activations`` z, ``activations`` a, ``activation_gradients`` ∂C/∂a, ``deltas`` ∂C/∂z and
    ``slopes`` f′(z): batch × units. ``weight_gradients`` and ``updated_weights``: units × fan-in.
    ``bias_gradients`` and ``updated_biases``: (units,), None for a layer without biases. ∂C/∂a is
    NaN where it alone overflows; ``slopes`` is None for softmax and where it was not asked for.
    """

    pre_activations: Array
    activations: Array
    activation_gradients: Array
    deltas: Array
    weight_gradients: Array
    bias_gradients: Array | None
    updated_weights: Array
    updated_biases: Array | None
    slopes: Array | None = None


@dataclass(frozen=True, eq=False, kw_only=True)
class DrawnLayer:
    """A layer by the rule of the figures. ``errors``: batch × units; ``bias_updates``: (units,);
    the others units × fan-in. ``ratios`` are NaN where the true gradient is 0.
    """

    errors: Array
    weight_updates: Array
    bias_updates: Array | None
    ratios: Array
    signs_agree: Flags


@dataclass(frozen=True, eq=False, kw_only=True)
class AsDrawn:
    """The updates by the rule of the figures."""

    layers: tuple[DrawnLayer, ...]


@dataclass(frozen=True, kw_only=True)
class ArrayVerdicts:
    """The worst verdict of each array of a layer."""

    weight_gradients: str
    bias_gradients: str | None


@dataclass(frozen=True, eq=False, kw_only=True)
class CheckedLayer:
    """The gradients of a layer without the backward pass, and a verdict for each."""

    weight_gradients: Array
    bias_gradients: Array | None
    weight_verdicts: tuple[tuple[str, ...], ...]
    bias_verdicts: tuple[str, ...] | None
    verdict: ArrayVerdicts


@dataclass(frozen=True, eq=False, kw_only=True)
class GradientCheck:
    """The gradients once more, by a complex step ``h``."""

    method: str
    h: float
    bound: float
    max_relative_error: float
    verdict: str
    layers: tuple[CheckedLayer, ...]


@dataclass(frozen=True, eq=False, kw_only=True)
class Notice:
    """A number that stands for a convention, or is left out. ``samples``: from 0."""

    code: str
    address: str
    samples: Integers


@dataclass(frozen=True, kw_only=True)
class Step:
    """A step of a walkthrough: one rule, applied at one place. The formulas are trees."""

    phase: str
    rule: str
    layer: int
    unit: int | None
    reads: tuple[str, ...]
    writes: tuple[str, ...]
    formula: Mapping[str, Any]
    figure: Mapping[str, Any]


@dataclass(frozen=True, kw_only=True)
class FormulaLatex:
    """A formula as LaTeX: in symbols, with the numbers of the first sample, and its result."""

    rule: str
    numbers: str
    result: str


@dataclass(frozen=True, kw_only=True)
class StepLatex:
    """The formula of a step in the derivation's notation and in the figures'."""

    derivation: FormulaLatex
    figure: FormulaLatex


@dataclass(frozen=True, eq=False, kw_only=True)
class OptimizerLayer:
    """The numbers of the rule's lines by their address, shaped as the parameters. ``biases`` is
    None for a layer without biases.
    """

    weights: Mapping[str, Array]
    biases: Mapping[str, Array] | None


@dataclass(frozen=True, eq=False, kw_only=True)
class OptimizerRule:
    """The update's rule, written out for a parameter w: the lines of ``formula``, a tree, the LaTeX
    ``symbols`` of its addresses, and the numbers: those that all parameters share in ``values``.
    """

    formula: Mapping[str, Any]
    symbols: Mapping[str, str]
    values: Mapping[str, float]
    layers: tuple[OptimizerLayer, ...]


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class Trace(Shown):
    """A forward and a backward pass, and the update that follows.

    ``sample_losses``: (batch,); ``input_gradients`` ∂C/∂x: batch × inputs; ``losses``: one for each
    round. ``steps``, ``as_drawn``, ``latex``, ``check`` and
    ``optimizer`` are None unless ``include`` asks.
    """

    network: Network
    loss: float
    sample_losses: Array
    layers: tuple[LayerTrace, ...]
    input_gradients: Array
    loss_after: float
    losses: Array
    notices: tuple[Notice, ...]
    steps: tuple[Step, ...] | None = None
    as_drawn: AsDrawn | None = None
    latex: tuple[StepLatex, ...] | None = None
    check: GradientCheck | None = None
    optimizer: OptimizerRule | None = None
