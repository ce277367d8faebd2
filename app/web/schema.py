"""What the API answers.

These models only declare; the answers are written straight from the arrays.
"""

from typing import Annotated, Any, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field
from pydantic.json_schema import SkipJsonSchema

from ..errors import MOST_PROBLEMS

T = TypeVar("T")

Matrix = list[list[float]]


class Declared(BaseModel):
    model_config = ConfigDict(extra="forbid")


def without_default(schema: dict[str, Any]) -> None:
    del schema["default"]


#: A part of an answer that is left out unless it is asked for. It is never null.
LeftOut = Annotated[T | SkipJsonSchema[None], Field(json_schema_extra=without_default)]

FormulaTree = Annotated[
    dict[str, Any],
    Field(
        description="A formula as a tree: op names the operation, and the leaves are addresses "
        "and numbers."
    ),
]


class TracedLayer(Declared):
    """A layer as the request has it, with every weight and bias of this pass."""

    units: Annotated[int, Field(description="How many units it has.")]
    activation: Annotated[str, Field(description="The name of its activation in the catalog.")]
    weights: Annotated[Matrix, Field(description="units × fan-in: row j leads into unit j.")]
    biases: Annotated[
        list[float] | None, Field(description="One for each unit; null: the layer has none.")
    ]
    bias: Annotated[bool, Field(description="Whether the layer has biases.")]
    frozen: Annotated[
        Literal["biases", "all"] | None,
        Field(description="What the update leaves as it is; null: nothing."),
    ]


class TracedNetwork(Declared):
    """The network as the request has it, with every weight and bias of this pass."""

    inputs: Annotated[int, Field(description="How many numbers a sample has.")]
    layers: Annotated[list[TracedLayer], Field(description="From the first to the output layer.")]
    loss: Annotated[str, Field(description="The name of the loss in the catalog.")]
    initializer: Annotated[
        dict[str, str | float],
        Field(description="The name of the initializer, and the values that the request gives it."),
    ]
    seed: Annotated[int, Field(description="What the weights that were left out are drawn from.")]


class LayerTrace(Declared):
    """What a layer computed, forward and backward; C is the loss of the whole batch."""

    pre_activations: Annotated[Matrix, Field(description="z, batch × units.")]
    activations: Annotated[Matrix, Field(description="a = f(z), batch × units.")]
    activation_gradients: Annotated[
        list[list[float | None]],
        Field(
            description="∂C/∂a, batch × units. null in the output layer where it alone is too "
            "large for a float64, and the loss has ∂C/∂z without it: binary_cross_entropy and "
            "cross_entropy. A notice names the place."
        ),
    ]
    deltas: Annotated[Matrix, Field(description="δ = ∂C/∂z, batch × units.")]
    weight_gradients: Annotated[Matrix, Field(description="∂C/∂w, units × fan-in.")]
    bias_gradients: Annotated[
        list[float] | None,
        Field(description="∂C/∂b, one for each unit; null: the layer has no biases."),
    ]
    updated_weights: Annotated[
        Matrix, Field(description="The weights after this round's update, units × fan-in.")
    ]
    updated_biases: Annotated[
        list[float] | None,
        Field(description="The biases after this round's update; null: the layer has none."),
    ]
    slopes: Annotated[
        Matrix | None,
        Field(
            default=None,
            description="f′(z), batch × units; null for softmax. Given with include: steps or "
            "slopes.",
        ),
    ]


class DrawnLayer(Declared):
    """A layer by the rule of the document's figures, beside the gradient."""

    errors: Annotated[Matrix, Field(description="δ as drawn, batch × units.")]
    weight_updates: Annotated[
        Matrix, Field(description="Δw as drawn, the learning rate included, units × fan-in.")
    ]
    bias_updates: Annotated[
        list[float] | None,
        Field(description="Δb as drawn, one for each unit; null: the layer has no biases."),
    ]
    ratios: Annotated[
        list[list[float | None]],
        Field(
            description="Drawn / true gradient of each weight, units × fan-in; null where the "
            "true one is 0."
        ),
    ]
    signs_agree: Annotated[
        list[list[bool]],
        Field(description="Whether both move the weight the same way, units × fan-in."),
    ]


class AsDrawn(Declared):
    """The updates by the rule of the document's figures."""

    layers: Annotated[list[DrawnLayer], Field(description="One for each layer, in order.")]


#: The names of the gradient check's verdicts.
Verdict = Literal["fine", "kink", "saturated", "cancellation", "wrong"]


class ArrayVerdicts(Declared):
    """The worst verdict of each array of a layer, in the order fine, kink, saturated, cancellation,
    wrong."""

    weight_gradients: Annotated[Verdict, Field(description="The worst of weight_verdicts.")]
    bias_gradients: Annotated[
        Verdict | None,
        Field(description="The worst of bias_verdicts; null: the layer has no biases."),
    ]


class CheckedLayer(Declared):
    """The gradients of a layer by the check's method, and what the comparison says."""

    weight_gradients: Annotated[Matrix, Field(description="∂C/∂w, units × fan-in.")]
    bias_gradients: Annotated[
        list[float] | None,
        Field(description="∂C/∂b, one for each unit; null: the layer has no biases."),
    ]
    weight_verdicts: Annotated[
        list[list[Verdict]],
        Field(
            description="For each weight, units × fan-in. fine: differs from the backward pass by "
            "at most bound, as a part of the value. kink: the same, but a z or an output that the "
            "weight moves stands on a kink, so that the quotient is the one on the side of the "
            "rule. saturated: so small that float64 loses digits, and equal as far as it has them. "
            "cancellation: its terms cancel, and it is equal as far as they are rounded. wrong: "
            "none of these."
        ),
    ]
    bias_verdicts: Annotated[
        list[Verdict] | None,
        Field(description="The same for each bias; null: the layer has no biases."),
    ]
    verdict: Annotated[ArrayVerdicts, Field(description="For each array the worst verdict.")]


class GradientCheck(Declared):
    """The gradients once more, without the backward pass."""

    method: Annotated[
        Literal["complex_step"],
        Field(description="The difference quotient that is used: Im C(w + ih) / h."),
    ]
    h: Annotated[
        float, Field(description="How far each parameter is moved, in the imaginary direction.")
    ]
    bound: Annotated[
        float,
        Field(description="How far a gradient may be from the quotient, as a part of the value."),
    ]
    max_relative_error: Annotated[
        float,
        Field(
            description="The largest difference to the backward pass, as a part of the largest "
            "gradient."
        ),
    ]
    verdict: Annotated[Verdict, Field(description="The worst verdict of all arrays.")]
    layers: Annotated[list[CheckedLayer], Field(description="One for each layer, in order.")]


class TraceNotice(Declared):
    """A number of a unit that stands for a convention, or is left out."""

    code: Annotated[
        Literal["notice.network.kink", "notice.network.tie", "notice.network.error"],
        Field(
            description="kink: z is where the slope of the activation jumps; the slope of the "
            "negative side is used. tie: the output equals the target under the absolute error; "
            "∂C/∂a counts as 0. error: ∂C/∂a is null, since it is too large for a float64."
        ),
    ]
    address: Annotated[str, Field(description="The number, such as z1.0 or error2.1.")]
    samples: Annotated[list[int], Field(description="The samples that this is true of, from 0.")]


class Step(Declared):
    """A step of the walkthrough: one rule, applied at one place."""

    phase: Annotated[
        Literal["forward", "loss", "backward", "update"], Field(description="Its part of the pass.")
    ]
    rule: Annotated[str, Field(description="The name of the rule.")]
    layer: Annotated[int, Field(description="The layer, from 1.")]
    unit: Annotated[int | None, Field(description="The unit, from 0; null: the whole layer.")]
    reads: Annotated[list[str], Field(description="Addresses, such as w1.0.2.")]
    writes: Annotated[list[str], Field(description="Addresses, such as z1.0.")]
    formula: Annotated[FormulaTree, Field(description="A tree in the derivation's notation.")]
    figure: Annotated[FormulaTree, Field(description="A tree in the figures' notation.")]


class FormulaLatex(Declared):
    """A formula as LaTeX. Several equations are a ``gathered`` environment."""

    rule: Annotated[str, Field(description="The formula in symbols.")]
    numbers: Annotated[
        str, Field(description="The same with the numbers of the first sample on its right sides.")
    ]
    result: Annotated[
        str, Field(description="The left sides with their numbers; of a matrix, its size.")
    ]


class StepLatex(Declared):
    """The formula of a step in both notations."""

    derivation: Annotated[FormulaLatex, Field(description="In the derivation's notation.")]
    figure: Annotated[
        FormulaLatex,
        Field(description="In the figures' notation, and by their rule if the updates follow it."),
    ]


class OptimizerLayer(Declared):
    """The numbers of an optimizer's lines in a layer: o.m.w is m of the round before."""

    weights: Annotated[
        dict[str, Matrix],
        Field(
            description="By address such as s.m.w, units × fan-in.",
            examples=[{"s.m.w": [[-0.0081]], "o.m.w": [[0.0]]}],
        ),
    ]
    biases: Annotated[
        dict[str, list[float]] | None,
        Field(
            description="By address, one for each unit; null: the layer has none.",
            examples=[{"s.m.w": [-0.0081], "o.m.w": [0.0]}],
        ),
    ]


class OptimizerRule(Declared):
    """The rule of the update, line by line, for a parameter w with the gradient g.w."""

    formula: Annotated[FormulaTree, Field(description="The lines; the last is the new w, n.w.")]
    symbols: Annotated[dict[str, str], Field(description="The LaTeX of each address.")]
    values: Annotated[
        dict[str, float], Field(description="What all parameters share: count, k.beta1.")
    ]
    layers: Annotated[list[OptimizerLayer], Field(description="One for each layer, in order.")]


class Trace(Declared):
    """A forward and a backward pass, and the update that follows."""

    network: Annotated[
        TracedNetwork, Field(description="As asked, every weight of this pass filled in.")
    ]
    loss: Annotated[float, Field(description="C: the loss of the batch, in this pass.")]
    sample_losses: Annotated[list[float], Field(description="The loss of each sample.")]
    layers: Annotated[list[LayerTrace], Field(description="One for each layer, in order.")]
    input_gradients: Annotated[Matrix, Field(description="∂C/∂x, batch × inputs.")]
    loss_after: Annotated[float, Field(description="The loss after this round's update.")]
    losses: Annotated[list[float], Field(description="The loss of every round up to this one.")]
    notices: Annotated[
        list[TraceNotice],
        Field(description="Where a convention at a kink or a tie was used, or a number left out."),
    ]
    steps: Annotated[
        LeftOut[list[Step]],
        Field(
            description="The walkthrough. Given with include: steps. It depends on the topology "
            "alone (units, activations, biases, frozen, loss, reduction, optimizer, how many "
            "samples, and for cross_entropy whether their targets add up to 1), so that it need "
            "not be asked for again when a number changes: include: slopes gives all numbers that "
            "its formulas name."
        ),
    ] = None
    as_drawn: Annotated[
        LeftOut[AsDrawn],
        Field(description="The figures' rule beside the gradient. Given with include: as_drawn."),
    ] = None
    latex: Annotated[
        LeftOut[list[StepLatex]],
        Field(description="One entry for each step, in their order. Given with include: latex."),
    ] = None
    check: Annotated[
        LeftOut[GradientCheck],
        Field(description="Difference quotients. Given with include: check."),
    ] = None
    optimizer: Annotated[
        LeftOut[OptimizerRule],
        Field(description="The update's rule with its numbers. Given with include: optimizer."),
    ] = None


class Fix(Declared):
    """A replacement in the text of a field that mends it."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"start": 1, "end": 2, "text": "**2"}]}
    )

    start: Annotated[int, Field(description="The first character that is replaced.", examples=[1])]
    end: Annotated[int, Field(description="The character after the last one.", examples=[2])]
    text: Annotated[str, Field(description="What to write there.", examples=["**2"])]


class FieldProblem(Declared):
    """What is wrong with one field."""

    loc: Annotated[
        list[str | int], Field(description="The way to the field: names, and indices of lists.")
    ]
    msg: Annotated[str, Field(description="A sentence that says what the field needs.")]
    code: Annotated[
        str, Field(description="What is wrong, for programs; /api explains each at #code.")
    ]
    fix: Annotated[
        LeftOut[Fix], Field(description="Given where the sentence names what to write instead.")
    ] = None


class Problem(Declared):
    """Why a request is refused, as RFC 9457 has it."""

    type: Annotated[
        str,
        Field(
            json_schema_extra={"format": "uri-reference"},
            description="The address of the explanation: /api#code, on this server.",
        ),
    ]
    title: Annotated[str, Field(description="The status in words.")]
    status: Annotated[int, Field(ge=400, le=599, description="The HTTP status.")]
    detail: Annotated[str, Field(description="A sentence that says what to do.")]
    code: Annotated[
        str, Field(description="What is wrong, for programs; /api explains each at #code.")
    ]
    request_id: Annotated[
        str, Field(description="The value of X-Request-ID, by which the server's log names it.")
    ]
    problems: Annotated[
        LeftOut[list[FieldProblem]],
        Field(max_length=MOST_PROBLEMS, description="The fields at fault, where there are such."),
    ] = None
