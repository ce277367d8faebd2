"""What ``GET /api/v1/catalog`` answers."""

from typing import Annotated, Literal

from pydantic import Field

from .descent.schema import DescentRequest
from .graph.schema import GraphRequest
from .schema import Declared
from .trace.schema import TraceRequest
from .train.schema import TrainRequest

Range = Annotated[
    list[float | None],
    Field(
        min_length=2,
        max_length=2,
        description="Its lowest and highest value; null: there is none.",
    ),
]
Name = Annotated[str, Field(description="What a request calls it.")]
Latex = Annotated[str, Field(description="Its formula.")]


class Hyperparameter(Declared):
    """A number that may be set on an entry."""

    name: Name
    default: Annotated[float, Field(description="Its value where a request gives none.")]
    low: Annotated[float, Field(description="The least value.")]
    high: Annotated[float, Field(description="The largest value.")]
    latex: Annotated[str, Field(description="Its symbol.")]
    whole: Annotated[bool, Field(description="Whether only whole numbers are allowed.")]


class Activation(Declared):
    """An activation a = f(z)."""

    name: Name
    latex: Latex
    slope_latex: Annotated[str, Field(description="The formula of its derivative.")]
    symbol: Annotated[str, Field(description="The letter of the function, as LaTeX.")]
    range: Range
    elementwise: Annotated[
        bool, Field(description="Whether each unit depends on its own z alone; softmax does not.")
    ]
    curve: Annotated[
        list[float] | None,
        Field(
            description="f(z) at 33 equally distant z from −4 to 4, for a small drawing; null "
            "where it is no function of one variable."
        ),
    ]


class Loss(Declared):
    """The loss of one sample."""

    name: Name
    latex: Latex
    output: Annotated[
        str | None, Field(description="The output activation that it needs; null: any.")
    ]
    targets: Annotated[
        Literal["any", "unit_interval", "nonnegative"],
        Field(description="Which targets it is defined for."),
    ]


class CatalogEntry(Declared):
    """An initializer or a learning-rate schedule, and what an optimizer has of the same."""

    name: Name
    latex: Latex
    parameters: Annotated[list[Hyperparameter], Field(description="What may be set on it.")]


class OptimizerEntry(CatalogEntry):
    """An optimizer."""

    state: Annotated[
        list[str],
        Field(description="The letters of what it remembers of earlier steps."),
    ]


class DataSet(Declared):
    """A data set to learn."""

    name: Name
    kind: Annotated[
        Literal["classes", "regression"],
        Field(description="Whether its targets are classes or numbers."),
    ]
    inputs: Annotated[int, Field(description="How many numbers a sample has.")]
    classes: Annotated[
        int | str | None,
        Field(
            description="How many classes, or the name of the parameter that says so; two classes "
            "are one target, more are one for each. null: its targets are numbers."
        ),
    ]
    parameters: Annotated[list[Hyperparameter], Field(description="What may be set on it.")]


class TracePreset(Declared):
    """A network that the page offers."""

    name: Annotated[str, Field(description="What links call it.")]
    request: Annotated[TraceRequest, Field(description="A body for POST /api/v1/trace.")]
    letters: Annotated[
        Literal["figure", "textbook", "derivation"],
        Field(
            description="The letters that it opens in: `figure` e, y, δ = −∂C/∂y; `textbook` z, a, "
            "δ = ∂C/∂z; `derivation` those of the textbook with ∂C/∂z written out, drawn as a "
            "circuit."
        ),
    ]


class DrawnNeeds(Declared):
    """What the figures' rule is defined for, beside activations that are elementwise."""

    loss: Annotated[str, Field(description="The name of the loss.")]
    optimizer: Annotated[str, Field(description="The name of the optimizer.")]


class Operation(Declared):
    """An operation of the expressions."""

    name: Name
    latex: Latex
    arity: Annotated[int, Field(description="How many operands; max and min take more, too.")]
    sign: Annotated[str | None, Field(description="How it is written; null: by its name.")]


class GraphPreset(Declared):
    """An expression that the page offers."""

    name: Annotated[str, Field(description="What links call it.")]
    request: Annotated[GraphRequest, Field(description="A body for POST /api/v1/graph.")]


class DescentPreset(Declared):
    """A descent that the page offers."""

    name: Annotated[str, Field(description="What links call it.")]
    request: Annotated[DescentRequest, Field(description="A body for POST /api/v1/descent.")]


class TrainPreset(Declared):
    """A training run that is known to learn."""

    name: Annotated[str, Field(description="What links call it.")]
    request: Annotated[TrainRequest, Field(description="A body for POST /api/v1/train.")]


class GraphCatalog(Declared):
    """What POST /api/v1/graph takes."""

    operations: Annotated[
        list[Operation], Field(description="The operations and functions of an expression.")
    ]
    presets: Annotated[list[GraphPreset], Field(description="In the order of the menu.")]


class DescentCatalog(Declared):
    """What POST /api/v1/descent takes."""

    presets: Annotated[list[DescentPreset], Field(description="In the order of the menu.")]


class TrainCatalog(Declared):
    """What POST /api/v1/train takes."""

    presets: Annotated[list[TrainPreset], Field(description="In the order of the menu.")]


class Catalog(Declared):
    """Every table and every limit, so that no client has to write them down."""

    activations: Annotated[list[Activation], Field(description="What a layer can apply.")]
    losses: Annotated[list[Loss], Field(description="What can be minimized.")]
    optimizers: Annotated[list[OptimizerEntry], Field(description="How parameters can be updated.")]
    initializers: Annotated[list[CatalogEntry], Field(description="How weights can be drawn.")]
    schedules: Annotated[
        list[CatalogEntry], Field(description="How a learning rate can change during a run.")
    ]
    datasets: Annotated[list[DataSet], Field(description="What a run can learn, on this server.")]
    reductions: Annotated[
        list[str], Field(description="How the losses of the samples can make that of the batch.")
    ]
    rules: Annotated[list[str], Field(description="What the updates can follow.")]
    as_drawn: Annotated[DrawnNeeds, Field(description="Where the figures' rule is defined.")]
    includes: Annotated[list[str], Field(description="Further parts of a trace.")]
    notations: Annotated[list[str], Field(description="The notations of formulas.")]
    presets: Annotated[list[TracePreset], Field(description="In the order of the menu.")]
    graph: Annotated[GraphCatalog, Field(description="For expressions.")]
    descent: Annotated[DescentCatalog, Field(description="For gradient descent.")]
    training: Annotated[TrainCatalog, Field(description="For training runs.")]
    limits: Annotated[dict[str, int], Field(description="How large a request may be, by name.")]
