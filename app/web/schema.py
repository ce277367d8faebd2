"""What the API answers.

These models only declare; the answers are written straight from the arrays.
"""

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

Matrix = list[list[float]]


class Declared(BaseModel):
    model_config = ConfigDict(extra="forbid")


class LayerOut(Declared):
    units: int
    activation: str
    weights: Matrix
    biases: list[float] | None
    bias: bool
    frozen: Literal["biases", "all"] | None


class NetworkOut(Declared):
    inputs: int
    layers: list[LayerOut]
    loss: str
    initializer: dict[str, Any]
    seed: int


class LayerTrace(Declared):
    pre_activations: Annotated[Matrix, Field(description="z, batch × units")]
    activations: Annotated[Matrix, Field(description="a, batch × units")]
    activation_gradients: Annotated[Matrix, Field(description="∂C/∂a, batch × units")]
    deltas: Annotated[Matrix, Field(description="δ = ∂C/∂z, batch × units")]
    weight_gradients: Annotated[Matrix, Field(description="∂C/∂w, units × fan-in")]
    bias_gradients: list[float] | None
    updated_weights: Matrix
    updated_biases: list[float] | None
    slopes: Annotated[
        Matrix | None,
        Field(
            default=None,
            description="f'(z), batch × units, given beside the steps; null for softmax",
        ),
    ]


class DrawnLayerOut(Declared):
    errors: Annotated[Matrix, Field(description="δ as drawn, batch × units")]
    weight_updates: Annotated[Matrix, Field(description="Δw as drawn, η included")]
    bias_updates: list[float] | None
    ratios: Annotated[
        list[list[float | None]], Field(description="drawn / true, null where the true one is 0")
    ]
    signs_agree: list[list[bool]]


class AsDrawn(Declared):
    layers: list[DrawnLayerOut]


class CheckedLayerOut(Declared):
    weight_gradients: Matrix
    bias_gradients: list[float] | None


class CheckOut(Declared):
    method: Literal["complex_step", "central_difference"]
    h: float
    max_relative_error: float
    layers: list[CheckedLayerOut]


class Step(Declared):
    phase: Literal["forward", "loss", "backward", "update"]
    rule: str
    layer: int
    unit: int | None
    reads: Annotated[list[str], Field(description="Addresses, such as w1.0.2")]
    writes: list[str]
    formula: Annotated[dict[str, Any], Field(description="A tree in the derivation's notation")]
    figure: Annotated[dict[str, Any], Field(description="The same in the figures' notation")]


class FormulaLatex(Declared):
    """Several equations are a ``gathered`` environment."""

    rule: Annotated[str, Field(description="The formula in symbols")]
    numbers: Annotated[
        str, Field(description="The same with the numbers of the first sample on its right sides")
    ]
    result: Annotated[
        str, Field(description="The left sides with their numbers; of a matrix, its size")
    ]


class StepLatex(Declared):
    derivation: FormulaLatex
    figure: Annotated[
        FormulaLatex, Field(description="By the figures' rule if the updates follow it")
    ]


class Trace(Declared):
    network: Annotated[
        NetworkOut, Field(description="As asked, every weight of this pass filled in")
    ]
    loss: float
    sample_losses: list[float]
    layers: list[LayerTrace]
    input_gradients: Annotated[Matrix, Field(description="∂C/∂x, batch × inputs")]
    loss_after: Annotated[float, Field(description="The loss after this round's update")]
    losses: Annotated[list[float], Field(description="The loss of every round up to this one")]
    steps: list[Step] = []
    as_drawn: AsDrawn = AsDrawn(layers=[])
    latex: Annotated[
        list[StepLatex], Field(description="One entry for each step, in the order of steps")
    ] = []
    check: CheckOut = Field(default=None)  # type: ignore[assignment]  # left out unless asked for


class FieldProblem(Declared):
    loc: list[str | int]
    msg: str


class ProblemOut(Declared):
    """RFC 9457."""

    type: str
    title: str
    status: int
    detail: Annotated[str, Field(description="A sentence that says what to do")]
    request_id: Annotated[
        str, Field(description="The value of X-Request-ID, by which the server's log names it")
    ]
    problems: Annotated[list[FieldProblem], Field(max_length=10)] = []
